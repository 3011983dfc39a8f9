"""A report to a funder from what is owed to its acceptance, through the window: drafted, stopped, mended, frozen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from desktop.domain.requirements import RequirementState
from desktop.services import donor_reports
from desktop.services.offices import Office
from desktop.storage.lookups import grant_by_reference
from desktop.storage.models import GrantRule
from desktop.ui.context import Route
from desktop.ui.dialogs.report_dialogs import EditReportDialog, ReasonDialog, SentDialog
from desktop.ui.pages.donor_report_page import DonorReportPage
from desktop.ui.pages.report_entries_page import ReportChangesPage, ReportEntriesPage
from desktop.ui.pages.reports_page import ReportsPage
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.pressable import PressableRow
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, button_named, click, type_text, visible_buttons, visible_texts
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice


def page_of(driver: WindowDriver) -> DonorReportPage:
    page = driver.page
    assert isinstance(page, DonorReportPage)
    return page


def fill(dialog: EditReportDialog, name: str, text: str) -> None:
    """Types into a field of the dialog."""
    field = dialog.people[name]
    assert isinstance(field, TextField)
    field.line.setFocus()
    type_text(text)


@pytest.fixture
def drafted(sample: Office, opened: Open) -> WindowDriver:
    """The page of a draft that was begun from what is owed: the quarter to 30 September 2019 of the US grant."""
    driver = opened(sample, start=Route("reports"))
    page = driver.page
    assert isinstance(page, ReportsPage)
    assert visible_texts(page)
    owed = next(
        each
        for each in page.owed
        if (each.grant, each.layout, each.due.period_end) == ("NER-CT-01", "sf425", date(2019, 9, 30))
    )
    assert owed.state is RequirementState.DUE
    page.prepare(owed)
    return driver


def sign(driver: WindowDriver, *, prepared: str = "Aïssata Moussa", certified: str = "Ibrahim Sow") -> None:
    """Says who prepared and who certifies the report, in its dialog."""
    click(button_named(driver.page, "Edit"))
    dialog = driver.dialog(EditReportDialog)
    fill(dialog, "prepared_by", prepared)
    fill(dialog, "certified_by", certified)
    click(button_named(dialog, "Save"))


def waive_all(driver: WindowDriver) -> None:
    """Waives what still stops the report, each with a reason."""
    while True:
        page = page_of(driver)
        assert page.found is not None
        if not page.found.stopping:
            return
        click(button_named(page.checks, "Waive…"))
        dialog = driver.dialog(ReasonDialog)
        dialog.reason.set_value("Agreed with the funder by letter of 2 October 2019.")
        click(button_named(dialog, "Waive"))


def submit(driver: WindowDriver) -> None:
    sign(driver)
    waive_all(driver)
    click(button_named(driver.page, "Submit"))


def test_a_draft_shows_what_keeps_it_from_going_out(drafted: WindowDriver) -> None:
    page = page_of(drafted)
    texts = visible_texts(page)
    assert _chips(page) == ["Draft"]
    assert any("keeps this report from going out" in text for text in texts)
    assert "Whoever prepared it does not certify it." in texts


def _chips(page: DonorReportPage) -> list[str]:
    return [chip.text for chip in page.findChildren(Chip) if chip.isVisible()]


def test_who_prepared_it_may_not_certify_it(drafted: WindowDriver) -> None:
    sign(drafted, prepared="Aïssata Moussa", certified="Aïssata Moussa")
    click(button_named(drafted.page, "Submit"))
    page = page_of(drafted)
    assert page.found is not None
    assert page.found.head.is_draft
    assert "people" in [check.code for check in page.found.stopping]


def test_nothing_makes_up_for_one_person_who_prepares_and_certifies(drafted: WindowDriver) -> None:
    assert "Waive…" not in [shown.text() for shown in visible_buttons(page_of(drafted).checks)]


def test_a_check_is_waived_with_a_reason_and_not_without(drafted: WindowDriver) -> None:
    with making(drafted.context.office) as make:
        grant = grant_by_reference(make.unit.session, "NER-CT-01")
        make.entry(grant, "-10.00", entry_on=date(2019, 8, 5), category=5)
    drafted.context.changed.emit(frozenset({"ledger_entry"}))
    click(button_named(page_of(drafted).checks, "Waive…"))
    dialog = drafted.dialog(ReasonDialog)
    dialog.reason.set_value("No")
    click(button_named(dialog, "Waive"))
    assert "letters" in dialog.reason.trouble
    dialog.reason.set_value("Agreed with the funder by letter of 2 October 2019.")
    click(button_named(dialog, "Waive"))
    page = page_of(drafted)
    assert any(text.startswith("Waived by Test") for text in visible_texts(page.checks))
    click(button_named(page.checks, "Withdraw"))
    assert not any(text.startswith("Waived by") for text in visible_texts(page_of(drafted).checks))


def test_a_submitted_report_is_frozen_and_says_so(drafted: WindowDriver, tmp_path: Path) -> None:
    submit(drafted)
    page = page_of(drafted)
    assert page.found is not None
    head = page.found.head
    assert _chips(page) == ["Submitted"]
    assert "Frozen" in visible_texts(page)
    workbook = next(file for file in page.found.files if file.name.endswith(".xlsx"))
    page.save_file(workbook, str(tmp_path / "sent.xlsx"))
    first = (tmp_path / "sent.xlsx").read_bytes()
    with making(drafted.context.office) as make:
        grant = grant_by_reference(make.unit.session, "NER-CT-01")
        make.entry(grant, "312.60", entry_on=date(2019, 8, 5), category=5)
    drafted.context.changed.emit(frozenset({"ledger_entry"}))
    page = page_of(drafted)
    assert any("Changed since this report: 1 entry, USD\u00a0312.60." in text for text in visible_texts(page))
    click(button_named(page, "Show"))
    changes = drafted.page
    assert isinstance(changes, ReportChangesPage)
    assert [changes.model.cell(row, 7).text for row in range(changes.model.rowCount())] == ["312.60"]
    drafted.context.go(changes.crumbs()[1][1] or Route("home"))
    page = page_of(drafted)
    page.save_file(workbook, str(tmp_path / "again.xlsx"))
    assert (tmp_path / "again.xlsx").read_bytes() == first
    assert donor_reports.is_whole(drafted.context.office, head.id)


def test_a_figure_of_a_frozen_report_leads_to_the_frozen_entries(drafted: WindowDriver) -> None:
    submit(drafted)
    page = page_of(drafted)
    page.explain("10e")
    assert page.rail.isVisible()
    assert not page.checks.isVisible()
    told = next(text for text in visible_texts(page.rail) if text.startswith("Open the "))
    click(button_named(page.rail, told))
    entries = drafted.page
    assert isinstance(entries, ReportEntriesPage)
    assert f"Open the {entries.count} entries" == told
    back = entries.crumbs()[1][1]
    assert back is not None
    assert back.page == "donor_report"
    drafted.context.go(back)
    assert page_of(drafted).found is not None


def test_its_files_are_opened_by_the_system(drafted: WindowDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    submit(drafted)
    asked: list[str] = []

    def open_url(url: QUrl) -> bool:
        asked.append(Path(url.toLocalFile()).name)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    click(button_named(drafted.page, "PDF"))
    assert asked == ["NER-CT-01 sf425 11.pdf"]


def test_a_report_that_came_back_is_made_anew_with_its_number(drafted: WindowDriver) -> None:
    submit(drafted)
    click(button_named(drafted.page, "Came back…"))
    dialog = drafted.dialog(ReasonDialog)
    dialog.reason.set_value("Box 12 says nothing of the open commitments.")
    click(button_named(dialog, "Note it as returned"))
    page = page_of(drafted)
    assert _chips(page) == ["Returned"]
    click(button_named(page, "Make it anew"))
    QApplication.processEvents()
    again = page_of(drafted)
    assert again.found is not None
    assert (again.found.head.is_draft, again.found.head.number) == (True, 11)
    assert again.found.head.prepared_by == "Aïssata Moussa"


def test_an_accepted_report_stays_accepted(drafted: WindowDriver) -> None:
    submit(drafted)
    click(button_named(drafted.page, "Accepted"))
    assert _chips(page_of(drafted)) == ["Accepted"]


def test_a_draft_is_thrown_away_and_comes_back_by_undo(drafted: WindowDriver) -> None:
    office = drafted.context.office
    click(button_named(drafted.page, "Remove"))
    assert isinstance(drafted.page, ReportsPage)
    assert [head for head in donor_reports.reports_of(office) if head.is_draft] == []
    drafted.view.undo()
    assert len([head for head in donor_reports.reports_of(office) if head.is_draft]) == 1


class TestReports:
    def test_what_is_owed_is_listed_with_what_is_late(self, sample: Office, opened: Open) -> None:
        page = opened(sample, start=Route("reports")).page
        assert isinstance(page, ReportsPage)
        shown = visible_texts(page)
        assert any("reports are to be sent." in text for text in shown)
        assert any(text.startswith("Financial report (SF-425): period to 30 Sep 2019") for text in shown)

    def test_what_is_late_was_perhaps_sent_before(self, empty: Office, opened: Open) -> None:
        with making(empty) as make:
            grant = make.grant(reference="GR-1", starts_on=date(2018, 1, 1), ends_on=date(2030, 12, 31))
            make.unit.add(GrantRule(grant_id=grant.id, kind="report", choice="quarterly", days=30, note="Statement"))
        driver = opened(empty, start=Route("reports"))
        page = driver.page
        assert isinstance(page, ReportsPage)
        late = [owed for owed in page.owed if owed.state is RequirementState.LATE]
        click(button_named(page, "Was sent…"))
        dialog = driver.dialog(SentDialog)
        click(button_named(dialog, "Note as sent"))
        assert len([owed for owed in page.owed if owed.state is RequirementState.LATE]) == len(late) - 1
        click(button_named(page, f"All {len(late) - 1} that are late were sent before"))
        assert {owed.state for owed in page.owed} <= {RequirementState.SUBMITTED, RequirementState.DUE}
        click(button_named(page, "Made"))
        assert any("made elsewhere" in text for text in visible_texts(page))

    def test_what_is_prepared_is_opened_again_not_doubled(self, drafted: WindowDriver) -> None:
        drafted.go("reports")
        page = drafted.page
        assert isinstance(page, ReportsPage)
        owed = next(each for each in page.owed if each.report_id and each.is_open)
        page.prepare(owed)
        assert page_of(drafted).route.record_id == owed.report_id
        drafts = [head for head in donor_reports.reports_of(drafted.context.office) if head.is_draft]
        assert [head.id for head in drafts] == [owed.report_id]

    def test_every_report_can_be_made_from_its_card(self, sample: Office, opened: Open) -> None:
        driver = opened(sample, start=Route("reports"))
        click(button_named(driver.page, "New report"))
        click(button_named(driver.page, "Portfolio of grants"))
        assert driver.view.route == Route("report", "portfolio")

    def test_reports_that_were_made_lead_to_their_page(self, drafted: WindowDriver) -> None:
        drafted.go("reports")
        click(button_named(drafted.page, "Made"))
        row = next(name for name in _row_names(drafted) if "NER-CT-01" in name)
        click(button_named(drafted.page, row))
        assert isinstance(drafted.page, DonorReportPage)

    def test_an_office_without_rules_owes_nothing(self, empty: Office, opened: Open) -> None:
        driver = opened(empty, start=Route("reports"))
        assert "No report is owed" in visible_texts(driver.page)
        click(button_named(driver.page, "Made"))
        assert "No report was made yet" in visible_texts(driver.page)


def _row_names(driver: WindowDriver) -> list[str]:
    return [row.accessibleName() for row in driver.page.findChildren(PressableRow) if row.isVisible()]
