"""From the tabs of a record more is made, amended, looked at as it was, and attached."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QDropEvent
from PySide6.QtWidgets import QFileDialog

from desktop.language import UserError
from desktop.registers import find_register
from desktop.services import records
from desktop.services.documents import attach
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.apply_amendment_dialog import ApplyAmendmentDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.pages.amendments_tab import AmendmentsTab
from desktop.ui.pages.as_at_tab import AsAtTab
from desktop.ui.pages.documents_tab import DocumentsTab
from desktop.ui.pages.linked_tab import owner_column
from desktop.ui.widgets.choice_fields import LookupField
from tests.helpers.forms import fill
from tests.helpers.window import (
    WindowDriver,
    button_named,
    click,
    press,
    type_text,
    visible_buttons,
    visible_texts,
)
from tests.ui.conftest import Open


def identity(office: Office, register: str, code: str) -> int:
    """The id of the record with this code."""
    return next(one.id for one in records.choices(office, register) if one.code == code)


def show(office: Office, opened: Open, register: str, code: str, tab: str) -> WindowDriver:
    """A window on a tab of a record."""
    return opened(office, start=Route("record", register, identity(office, register, code), tab=tab))


# --- a new record of its owner ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("register", "code", "tab", "verb", "field"),
    [
        ("agreements", "MINUSCA-2018", "obligations", "New obligation", "agreement"),
        ("agreements", "MINUSCA-2018", "parties", "New party", "agreement"),
        ("agreements", "MINUSCA-2018", "contacts", "New contact", "agreement"),
        ("agreements", "UNV-2013", "agreements", "New agreement", "predecessor"),
        ("grants", "NER-CT-01", "instalments", "New instalment", "grant"),
        ("grants", "NER-CT-01", "shares", "Pay a project from a grant", "grant"),
        ("organisations", "XM-DAC-41135", "grants", "New grant", "funder"),
    ],
)
def test_a_new_record_belongs_to_the_one_it_is_made_from(
    sample: Office, opened: Open, register: str, code: str, tab: str, verb: str, field: str
) -> None:
    driver = show(sample, opened, register, code, tab)
    click(button_named(driver.page, verb))
    form = driver.dialog(RecordDialog)
    chosen = form.fields[field]
    assert isinstance(chosen, LookupField)
    assert chosen.identity == identity(sample, register, code)


def test_what_goes_another_way_has_no_button_for_a_new_one(sample: Office, opened: Open) -> None:
    grants, organisations = find_register("grants"), find_register("organisations")
    links = {link.register: link for link in grants.links}
    assert owner_column(grants, links["budget_lines"]) == ""
    assert owner_column(organisations, organisations.links[1]) == ""
    driver = show(sample, opened, "grants", "NER-CT-01", "budget_lines")
    assert "New line" not in visible_texts(driver.page)


def test_an_empty_list_says_so(sample: Office, opened: Open) -> None:
    driver = show(sample, opened, "agreements", "MINUSCA-2018", "documents")
    assert "No documents yet" in visible_texts(driver.page)


def test_late_obligations_are_said_above_the_list(sample: Office, opened: Open) -> None:
    driver = show(sample, opened, "agreements", "MINUSCA-2018", "obligations")
    texts = visible_texts(driver.page)
    assert "One obligation is late." in texts
    assert "MINUSCA: Pay the third instalment for witness protection, due on 30 September 2019" in texts
    driver = show(sample, opened, "agreements", "MINUSCA-2018", "overview")
    assert "One obligation is late." in visible_texts(driver.page)
    driver = show(sample, opened, "agreements", "UNV-2019", "obligations")
    assert not any("late" in text for text in visible_texts(driver.page))


# --- amendments -------------------------------------------------------------------------------------------------------


def test_an_amendment_is_drafted_edited_and_applied(sample: Office, opened: Open) -> None:
    driver = show(sample, opened, "grants", "MLI-SJU-01", "amendments")
    tab = driver.page.findChild(AmendmentsTab)
    assert tab is not None
    menu = tab.new_button.menu()
    assert menu is not None
    actions: list[QAction] = menu.actions()
    assert [action.text() for action in actions][:2] == ["No-cost extension", "Cost extension"]
    actions[0].trigger()
    form = driver.dialog(RecordDialog)
    fill(form, "ends_on", "31 December 2020")
    press(form, "Ctrl+Return")
    assert "End: 30 Jun 2020 → 31 Dec 2020" in visible_texts(driver.page)
    click(button_named(driver.page, "Apply…"))
    question = driver.dialog(ApplyAmendmentDialog)
    question.day.set_value(None)
    click(button_named(question, "Apply"))
    assert question.day.trouble == "Enter a date."
    question.day.line.setText("soon")
    click(button_named(question, "Apply"))
    assert question.day.trouble.startswith("“soon” is not a date.")
    question.day.set_value(date(2019, 10, 1))
    click(button_named(question, "Apply"))
    assert driver.overlays() == []
    texts = visible_texts(driver.page)
    assert "1 applied, 0 drafted" in texts
    assert "In force from 1 October 2019." in texts
    kept = records.load(sample, "grants", identity(sample, "grants", "MLI-SJU-01"))
    assert kept.values["ends_on"] == date(2020, 12, 31)
    made = max(one.id for one in records.choices(sample, "amendments"))
    driver.go("record", "amendments", made, tab="history")
    assert any(text.startswith("Applied amendment 1 of MLI-SJU-01") for text in visible_texts(driver.page))
    press(driver.window, "Alt+Left")
    press(driver.window, "Ctrl+Z")
    assert "0 applied, 1 drafted" in visible_texts(driver.page)


def test_an_amendment_that_is_not_applied_stays_a_draft(sample: Office, opened: Open) -> None:
    driver = show(sample, opened, "grants", "CAF-WP-01", "amendments")
    click(button_named(driver.page, "Apply…"))
    click(button_named(driver.dialog(ApplyAmendmentDialog), "Cancel"))
    assert driver.overlays() == []
    tab = driver.page.findChild(AmendmentsTab)
    assert tab is not None
    click(button_named(tab, "Edit"))
    assert driver.dialog(RecordDialog).fields["reason"].value() == "Safe rooms are still to be furnished (sample)"


def test_the_grant_before_an_amendment_is_one_press_away(sample: Office, opened: Open) -> None:
    driver = show(sample, opened, "grants", "NER-CT-01", "amendments")
    click(button_named(driver.page, "The grant before it"))
    assert "As at 14 June 2019" in visible_texts(driver.page)


def test_a_grant_without_amendments_says_how_one_begins(sample: Office, opened: Open) -> None:
    driver = show(sample, opened, "grants", "SEN-YV-03", "amendments")
    assert "No amendments yet. One begins as a copy of the terms of today." in visible_texts(driver.page)


# --- as at a day ------------------------------------------------------------------------------------------------------


def as_at(driver: WindowDriver) -> AsAtTab:
    tab = driver.page.findChild(AsAtTab)
    assert tab is not None
    return tab


def type_day(tab: AsAtTab, text: str) -> None:
    """Types a day over the one that is shown, and goes on."""
    tab.field.line.setFocus(Qt.FocusReason.TabFocusReason)
    press(tab.field.line, "Ctrl+A")
    type_text(text)
    press(tab.field.line, "Return")


def test_a_grant_is_shown_as_it_was_and_there_is_a_way_back(sample: Office, opened: Open) -> None:
    driver = show(sample, opened, "grants", "NER-CT-01", "as_at")
    tab = as_at(driver)
    texts = visible_texts(tab)
    assert "As at 21 October 2019" in texts
    assert "Back to today" not in texts
    type_day(tab, "30 June 2018")
    texts = visible_texts(tab)
    assert "As at 30 June 2018" in texts
    assert "Amendment 1 ended these terms." in texts
    assert "Changed since: End: 31 Dec 2019 → 31 Mar 2020" in texts
    assert texts[texts.index("Received") + 1] == "824,000.00"
    assert texts[texts.index("End") + 1] == "31 December 2019"
    click(button_named(tab, "Back to today"))
    assert "As at 21 October 2019" in visible_texts(tab)


def test_days_that_change_nothing_or_cannot_be_read(sample: Office, opened: Open) -> None:
    driver = show(sample, opened, "grants", "SAH-JP-04", "as_at")
    tab = as_at(driver)
    type_day(tab, "1 May 2019")
    assert "Its terms are the same today." in visible_texts(tab)
    assert "EUR\u00a027,000.00" in visible_texts(tab)
    type_day(tab, "1 May 2031")
    assert "This day has not come yet: what is known today is shown." in visible_texts(tab)
    type_day(tab, "whenever")
    assert tab.field.trouble.startswith("“whenever” is not a date.")
    type_day(tab, "1 January 2010")
    assert "–" in visible_texts(tab)  # no budget was approved by then


# --- documents --------------------------------------------------------------------------------------------------------


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A file to attach."""
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.4 a letter")
    return path


def documents(driver: WindowDriver) -> DocumentsTab:
    tab = driver.page.findChild(DocumentsTab)
    assert tab is not None
    return tab


def names(office: Office) -> list[str]:
    """What the office holds."""
    return [one.code for one in records.choices(office, "documents")]


def test_chosen_files_are_attached(sample: Office, opened: Open, letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = show(sample, opened, "agreements", "MINUSCA-2018", "documents")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: ([str(letter)], ""))
    assert "Save as…" not in [made.text().strip() for made in visible_buttons(driver.page)]  # there is nothing to save
    click(button_named(driver.page, "Attach a file…"))
    assert "Save as…" in [made.text().strip() for made in visible_buttons(driver.page)]
    assert names(sample) == ["letter.pdf"]
    assert driver.view.status.message.text() == "Attached letter.pdf to MINUSCA-2018."
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: ([], ""))
    click(button_named(driver.page, "Attach a file…"))
    assert names(sample) == ["letter.pdf"]


def test_dropped_files_are_attached(sample: Office, opened: Open, letter: Path, tmp_path: Path) -> None:
    driver = show(sample, opened, "grants", "NER-CT-01", "documents")
    tab = documents(driver)
    second = tmp_path / "invoice.pdf"
    second.write_bytes(b"an invoice")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (letter, second, tmp_path)])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    tab.dropEvent(drop)
    assert sorted(names(sample)) == ["invoice.pdf", "letter.pdf"]


@pytest.fixture
def filed(sample: Office, opened: Open, letter: Path) -> WindowDriver:
    """A window on the one document of a ledger entry."""
    entry = next(one.id for one in records.choices(sample, "ledger", search="PV-0405") if one.code == "PV-0405")
    attach(sample, path=letter, entry_id=entry)
    driver = opened(sample, start=Route("record", "ledger", entry, tab="documents"))
    documents(driver).table.table.selectRow(0)
    return driver


def test_a_document_is_saved(
    filed: WindowDriver, tmp_path: Path, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
    click(button_named(filed.page, "Save as…"))
    assert target.read_bytes() == letter.read_bytes()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: ("", ""))
    click(button_named(filed.page, "Save as…"))


def opening(monkeypatch: pytest.MonkeyPatch, *, answer: bool) -> list[str]:
    """Notes what the system was asked to open."""
    asked: list[str] = []

    def open_url(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return answer

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return asked


def test_a_document_is_opened_by_the_system(filed: WindowDriver, letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = opening(monkeypatch, answer=True)
    click(button_named(filed.page, "Open"))
    press(documents(filed).table.table, "Return")
    assert [Path(path).name for path in asked] == ["letter.pdf", "letter.pdf"]
    assert Path(asked[0]).read_bytes() == letter.read_bytes()


def test_what_the_system_cannot_open_is_told(filed: WindowDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    opening(monkeypatch, answer=False)
    told: list[UserError] = []
    filed.context.failed.connect(told.append)
    click(button_named(filed.page, "Open"))
    assert str(told[0].title) == "The system has no program that opens letter.pdf."


def test_a_document_is_edited_and_removed(filed: WindowDriver, sample: Office) -> None:
    tab = documents(filed)
    click(button_named(tab, "Edit"))
    form = filed.dialog(RecordDialog)
    fill(form, "note", "By post")
    press(form, "Ctrl+Return")
    found = records.choices(sample, "documents")
    assert records.load(sample, "documents", found[0].id).values["note"] == "By post"
    tab = documents(filed)
    tab.table.table.selectRow(0)
    click(button_named(tab, "Remove"))
    assert names(sample) == []
    press(filed.window, "Ctrl+Z")
    assert names(sample) == ["letter.pdf"]
