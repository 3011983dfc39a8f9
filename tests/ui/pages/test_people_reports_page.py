"""Reports about people on the screen: of the office or of one grant, the parts behind a figure, the list of volunteers;
and what a grant tells of its volunteers.
"""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.services import records
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.models.report_question import report_route
from desktop.ui.widgets.pressable import PressableRow
from desktop.ui.widgets.volunteers_card import VolunteersCard
from tests.helpers.report_page import choose_grant, page_of, press_figure, shown_figures
from tests.helpers.window import WindowDriver, button_named, click, visible_texts
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice
GRANT = "NER-CT-01"


def test_a_report_of_the_office_can_be_kept_to_one_grant(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=report_route("person_months"))
    page = page_of(driver)
    assert page.choice.grant.caption.text() == "Grant (optional)"
    assert page.report is not None
    assert page.report.scope.grants == ()
    choose_grant(page, GRANT)
    QApplication.processEvents()
    assert page.report.fact("grant") == GRANT
    assert shown_figures(page)["months.grant.total"].text == "30.00"
    choose_grant(page, "")
    QApplication.processEvents()
    assert page.report.fact("grant") is None


def test_the_rail_shows_the_part_of_each_entry_and_what_it_is_for(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=report_route("deployment_costs", grant=GRANT))
    page = page_of(driver)
    press_figure(page, "actual.months.USD.2019-08")
    texts = [text.replace("\u00a0", " ") for text in visible_texts(page.rail)]
    assert "10 parts of entries" in texts
    assert page.context.language.beside("NER-01", "August 2019", "of USD 7,776.27").replace("\u00a0", " ") in texts
    assert "777.63" in texts
    click(button_named(page.rail, "Open the 10 entries"))
    assert driver.view.route.page == "report_entries"
    assert any("NER-01" in text for text in _rows(driver))


def _rows(driver: WindowDriver) -> list[str]:
    model = getattr(driver.page, "model", None)
    assert model is not None
    return [model.cell(row, 2).text for row in range(model.rowCount())]


def test_volunteers_are_listed_where_that_is_chosen(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=report_route("statement", grant=GRANT))
    page = page_of(driver)
    assert page.report is not None
    assert "volunteers" not in {table.key for table in page.report.tables}
    page.choice.put_details({"volunteers": "codes"})
    page.choice.changed.emit()
    QApplication.processEvents()
    assert shown_figures(page)["months.volunteers.total"].text == "30.00"
    assert not page.report.tells_names


def test_a_grant_tells_of_its_volunteers_and_leads_to_them(sample: Office, opened: Open) -> None:
    (grant,) = records.choices(sample, "grants", search=GRANT)
    driver = opened(sample, start=Route("record", "grants", grant.id))
    QApplication.processEvents()
    (card,) = driver.page.findChildren(VolunteersCard)
    texts = [text.replace("\u00a0", " ") for text in visible_texts(card)]
    assert texts[texts.index("Serving today") + 1] == "10"
    assert texts[texts.index("Person-months so far") + 1] == "335.26"
    assert any(text.startswith("10 contracts end within 90 days") for text in texts)
    click(button_named(card, "Deployments"))
    assert driver.view.route == Route("deployments", filters=(f"grant={GRANT}",))


def test_a_grant_without_volunteers_has_no_card(sample: Office, opened: Open) -> None:
    grant = next(each for each in records.choices(sample, "grants", search="") if each.code != GRANT)
    driver = opened(sample, start=Route("record", "grants", grant.id))
    QApplication.processEvents()
    assert [visible_texts(card) for card in driver.page.findChildren(VolunteersCard)] == [[]]
    assert driver.page.findChildren(PressableRow)
