"""UN operational rates are imported from the list of rates, by Ctrl+I or its button, after a look at them."""

from __future__ import annotations

from pathlib import Path

from desktop.services import records
from desktop.services.offices import Office
from desktop.ui.dialogs.import_dialog import ImportDialog
from tests.helpers import rate_files
from tests.helpers.importing import counts, look_at, said
from tests.helpers.rate_files import line
from tests.helpers.window import button_named, click, press, visible_texts
from tests.ui.conftest import Open

TREASURY = "Import UN exchange rates. The list of the UN Treasury, as text with tabs or as XML"


def test_list_of_the_treasury_is_one_way_to_fill_the_rates(empty: Office, opened: Open, tmp_path: Path) -> None:
    driver = opened(empty)
    driver.go("register", "rates")
    press(driver.view, "Ctrl+I")
    click(button_named(driver.page, TREASURY))
    dialog = driver.dialog(ImportDialog)
    assert dialog.kind == "un_rates"
    look_at(dialog, rate_files.tabbed(tmp_path / "UN.xls", line("XOF", "588.25"), line("XXQ", "1"), line("USD", "1")))
    assert counts(dialog) == {"Exchange rates": ["1", "0", "0"]}
    texts = visible_texts(dialog)
    assert "Rates effective from 1 Nov 2019." in texts
    assert "UN.xls:6" in texts
    assert any(text.startswith("“XXQ” is not a currency.") for text in texts)
    click(dialog.import_button)
    assert said(driver) == "Imported UN.xls: 1 rate."
    assert [choice.code for choice in records.choices(empty, "rates")] == ["XOF"]
    driver.view.undo()
    assert not records.choices(empty, "rates")


def test_empty_list_of_rates_offers_the_import(empty: Office, opened: Open) -> None:
    driver = opened(empty)
    page = driver.go("register", "rates")
    click(button_named(page, TREASURY))
    assert driver.dialog(ImportDialog).kind == "un_rates"


def test_another_kind_asks_for_another_look(empty: Office, opened: Open, tmp_path: Path) -> None:
    driver = opened(empty)
    driver.go("import", "un_rates")
    dialog = driver.dialog(ImportDialog)
    look_at(dialog, rate_files.xml(tmp_path / "UN.xml", rate_files.element("XOF", "588.25")))
    assert dialog.import_button.isEnabled()
    click(button_named(dialog, "IATI activities (.xml)"))
    assert not dialog.import_button.isEnabled()
