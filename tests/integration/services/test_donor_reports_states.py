"""A report to a funder from its draft to the answer: what is refused on the way, and what each step leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from desktop.domain.terms import Frequency, RuleKind
from desktop.language import UserError
from desktop.services import donor_reports
from desktop.services.deadlines import deadlines
from desktop.services.donor_reports import NotPassedError, ReportStatus, RequirementState
from desktop.services.findings import office_findings
from desktop.services.history import undo_entry
from desktop.services.offices import Office
from desktop.services.records import InvalidRecordError
from desktop.services.reports import ReportRequest, make_report, period_of, rendering, request_of
from desktop.storage.models import Grant
from tests.helpers.clock import Clock
from tests.helpers.donor_reports import PEOPLE, QUARTERS, drafted, plain_files, states, submitted
from tests.helpers.records import making
from tests.integration.services.conftest import Told

REASON = "Agreed with the grants officer by letter"


@pytest.fixture(autouse=True)
def _plain() -> Iterator[None]:
    with plain_files():
        yield


@pytest.fixture
def granted(file_office: Office) -> Office:
    """An office with a grant of 13 per cent that was charged too little of it."""
    with making(file_office) as make:
        grant = make.grant(reference="GR-1", indirect_rate=Decimal(13))
        make.rule(grant, RuleKind.REPORT, choice=Frequency.QUARTERLY, days=30, final_days=90, layout="statement")
        make.entry(grant, "500.00", kind="receipt", reference="RC-1")
        make.entry(grant, "100.00", category=5, reference="PV-1")
    return file_office


def _request(first: date, last: date, **more: Any) -> ReportRequest:
    return request_of("statement", grant="GR-1", first=first, last=last, **more)


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_a_draft_is_drafted_filled_in_and_thrown_away(granted: Office) -> None:
    request = _request(*QUARTERS[0], details={"prepared_by": "x"})
    made = donor_reports.draft_report(
        granted, request=request, language="fr", requirement="SF", due_on=date(2019, 4, 30)
    )
    values = {
        "details": {"basis": "cash", "empty": ""},
        "explanations": {"unspent": "Kept"},
        "note": " Soon ",
        **PEOPLE,
    }
    donor_reports.edit_draft(granted, report_id=made.record_id, values=values)
    head = donor_reports.report_page(granted, made.record_id).head
    assert (head.language, head.requirement, head.due_on, head.note) == ("fr", "SF", date(2019, 4, 30), "Soon")
    assert (head.details, head.explanations, head.is_draft) == ({"basis": "cash"}, {"unspent": "Kept"}, True)
    removed = donor_reports.remove_draft(granted, report_id=head.id, version=head.version)
    assert donor_reports.reports_of(granted) == []
    undo_entry(granted, entry_id=removed.entry_id or 0)
    assert donor_reports.reports_of(granted)[0].prepared_by == "Aïssata"


def test_what_cannot_be_drafted_or_edited_is_refused(granted: Office, told: Told) -> None:
    overview = ReportRequest("portfolio", "", period_of(*QUARTERS[0]))
    with pytest.raises(UserError) as raised:
        donor_reports.draft_report(granted, request=overview)
    assert told(raised).endswith("No report was drafted. Choose a report that is about one grant.")
    draft = drafted(granted)
    with pytest.raises(ValueError, match="status"):
        donor_reports.edit_draft(granted, report_id=draft, values={"status": "accepted"})
    with pytest.raises(InvalidRecordError):
        donor_reports.edit_draft(granted, report_id=draft, values={"ends_on": date(2018, 1, 1)})
    with pytest.raises(UserError, match="no longer there"):
        donor_reports.edit_draft(granted, report_id=99, values={})
    with pytest.raises(UserError, match="no longer there"):
        donor_reports.report_page(granted, 99)
    with pytest.raises(UserError, match="no longer there"):
        donor_reports.report_file(granted, 99)


def test_of_a_draft_nothing_is_frozen(granted: Office, told: Told) -> None:
    draft = drafted(granted)
    for ask in (donor_reports.changed_since, donor_reports.submitted_report, donor_reports.is_whole):
        with pytest.raises(UserError) as raised:
            ask(granted, draft)
        assert told(raised) == "Report 1 on GR-1 was not submitted. Nothing is frozen of a draft. Submit it first."


@pytest.mark.parametrize(
    ("key", "typed"), [("disbursed", "12,5"), ("submitted_on", "31/12/2019"), ("basis", "money"), ("income", "1.005")]
)
def test_what_does_not_fit_is_refused_even_where_the_report_does_not_show_it(
    granted: Office, told: Told, key: str, typed: str
) -> None:
    first, last = QUARTERS[0]
    request = request_of("sf425", grant="GR-1", first=first, last=last, details={key: typed})
    with pytest.raises(UserError) as shown:
        make_report(granted, request)
    with pytest.raises(UserError) as begun:
        donor_reports.draft_report(granted, request=request)
    assert told(shown).startswith(f"“{typed}” does not fit")
    assert told(begun) == told(shown)
    assert donor_reports.reports_of(granted) == []


# --- waivers ---------------------------------------------------------------------------------------------------------


def test_a_failed_check_keeps_a_report_back_until_it_is_waived_and_the_waiver_is_printed(
    granted: Office, told: Told
) -> None:
    draft = drafted(granted)
    with pytest.raises(NotPassedError) as raised:
        donor_reports.submit_report(granted, report_id=draft)
    assert [check.code for check in raised.value.checks] == ["indirect"]
    with pytest.raises(InvalidRecordError):
        donor_reports.waive_check(granted, report_id=draft, code="indirect", reason="Later")
    with pytest.raises(UserError) as passing:
        donor_reports.waive_check(granted, report_id=draft, code="sums", reason=REASON)
    assert told(passing).startswith("Report 1 on GR-1 does not fail sums.")
    donor_reports.waive_check(granted, report_id=draft, code="indirect", reason="Posted next month by the centre")
    donor_reports.waive_check(granted, report_id=draft, code="indirect", reason=REASON)
    assert donor_reports.report_page(granted, draft).stopping == ()
    donor_reports.withdraw_waiver(granted, report_id=draft, code="indirect")
    with pytest.raises(UserError, match="is not waived"):
        donor_reports.withdraw_waiver(granted, report_id=draft, code="indirect")
    donor_reports.waive_check(granted, report_id=draft, code="indirect", reason=REASON)
    donor_reports.submit_report(granted, report_id=draft)
    page = donor_reports.report_page(granted, draft)
    (waiver,) = page.waivers
    assert (waiver.reason, waiver.waived_by, waiver.waived_on) == (REASON, "Test", granted.today)
    assert REASON in donor_reports.report_file(granted, page.files[0].id)[1].decode()


def test_no_reason_makes_up_for_one_person_who_prepares_and_certifies(granted: Office, told: Told) -> None:
    draft = drafted(granted)
    one = {"prepared_by": "Aïssata Moussa", "certified_by": " aïssata  moussa"}
    donor_reports.edit_draft(granted, report_id=draft, values=one)
    with pytest.raises(UserError) as raised:
        donor_reports.waive_check(granted, report_id=draft, code="people", reason=REASON)
    assert told(raised).startswith("No reason makes up for this: Whoever prepared it does not certify it.")
    with pytest.raises(NotPassedError) as stopped:
        donor_reports.submit_report(granted, report_id=draft)
    assert told(stopped).endswith("Mend what they show.")


# --- submitted -------------------------------------------------------------------------------------------------------


def test_days_that_were_reported_are_not_reported_again_but_by_the_last_report(
    granted: Office, clock: Clock, told: Told
) -> None:
    clock.advance(days=100)
    one = submitted(granted, waived=True)
    again = drafted(granted)
    with pytest.raises(UserError) as raised:
        donor_reports.submit_report(granted, report_id=again)
    assert told(raised).startswith("Report 1 on GR-1 tells of 2019-01-01 to 2019-03-31 already.")
    request = _request(date(2019, 1, 1), date(2019, 12, 31), is_final=True)
    last = donor_reports.draft_report(granted, request=request).record_id
    said = {"explanations": {"unspent": "It is returned"}}
    donor_reports.edit_draft(granted, report_id=last, values={**PEOPLE, **said})
    donor_reports.waive_check(granted, report_id=last, code="indirect", reason=REASON)
    donor_reports.submit_report(granted, report_id=last)
    head = donor_reports.report_page(granted, last).head
    assert (head.number, head.previous_id, head.is_final) == (2, None, True)
    assert donor_reports.report_page(granted, one).head.number == 1


def test_a_report_that_a_later_one_goes_on_from_is_not_returned(granted: Office, told: Told) -> None:
    one = submitted(granted, waived=True)
    two = submitted(granted, 1, waived=True)
    with pytest.raises(UserError) as raised:
        donor_reports.return_report(granted, report_id=one, reason="Wrong")
    assert told(raised) == "Report 2 goes on from report 1. Nothing was changed. Return report 2 first."
    with pytest.raises(InvalidRecordError):
        donor_reports.return_report(granted, report_id=two, reason=" ")
    donor_reports.return_report(granted, report_id=two, reason="Wrong")
    donor_reports.return_report(granted, report_id=one, reason="Wrong too")
    assert {head.status for head in donor_reports.reports_of(granted)} == {ReportStatus.RETURNED}
    for answer in (donor_reports.accept_report, lambda *a, **k: donor_reports.return_report(*a, **k, reason="x")):
        with pytest.raises(UserError, match="was not submitted, or was returned"):
            answer(granted, report_id=one)


def test_a_report_is_accepted_once_and_not_in_the_future(granted: Office, told: Told) -> None:
    one = submitted(granted, waived=True)
    with pytest.raises(InvalidRecordError):
        donor_reports.accept_report(granted, report_id=one, on=date(2999, 1, 1))
    donor_reports.accept_report(granted, report_id=one, on=date(2019, 5, 2), note="With thanks")
    head = donor_reports.report_page(granted, one).head
    assert (head.status, head.answered_on, head.answer) == (ReportStatus.ACCEPTED, date(2019, 5, 2), "With thanks")
    with pytest.raises(UserError) as raised:
        donor_reports.accept_report(granted, report_id=one)
    assert told(raised) == "Report 1 on GR-1 was accepted already. Nothing was changed. Look at its history."
    assert donor_reports.is_whole(granted, one)


def test_its_files_are_saved_as_they_were(granted: Office, tmp_path: Path) -> None:
    one = submitted(granted, waived=True)
    (file,) = donor_reports.report_files(granted, one)
    content = donor_reports.report_file(granted, file.id)[1]
    donor_reports.save_report_files(granted, report_id=one, folder=tmp_path)
    assert (tmp_path / file.name).read_bytes() == content
    with pytest.raises(UserError, match="is there already"):
        donor_reports.save_report_files(granted, report_id=one, folder=tmp_path)


def test_where_one_file_cannot_be_written_none_is_left(granted: Office, tmp_path: Path) -> None:
    plain = rendering.RENDERERS[".txt"]
    with patch.object(rendering, "RENDERERS", {".txt": plain, ".log": plain}):
        one = submitted(granted, waived=True)
    first, last = donor_reports.report_files(granted, one)
    (tmp_path / f"{last.name}.partial").mkdir()
    with pytest.raises(UserError):
        donor_reports.save_report_files(granted, report_id=one, folder=tmp_path)
    assert not (tmp_path / first.name).exists()
    assert not (tmp_path / last.name).exists()


def test_a_report_without_files_says_so(granted: Office, told: Told, tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        donor_reports.save_report_files(granted, report_id=drafted(granted), folder=tmp_path / "new")
    assert told(raised).startswith("No file is kept with this report. Nothing was written.")
    assert not (tmp_path / "new").exists()


# --- what is owed ----------------------------------------------------------------------------------------------------


def _owed(office: Office) -> list[tuple[date, str]]:
    return [(owed.due.period_end, str(owed.state)) for owed in donor_reports.requirements(office)]


def test_what_is_owed_follows_the_reports_everywhere(granted: Office) -> None:
    ends = [last for _first, last in QUARTERS]
    assert _owed(granted) == [(ends[0], "late"), (ends[1], "late"), (ends[2], "due")]
    assert "report_late" in {finding.code for finding in office_findings(granted)}
    (late, due) = (each for each in deadlines(granted) if each.kind == "report")
    assert (late.late, late.day, due.late, due.day) == (True, date(2019, 4, 30), False, date(2019, 10, 30))
    one = submitted(granted, waived=True)
    two = submitted(granted, 1, waived=True)
    donor_reports.accept_report(granted, report_id=one)
    assert sorted(_owed(granted)) == [(ends[0], "accepted"), (ends[1], "submitted"), (ends[2], "due")]
    assert "report_late" not in {finding.code for finding in office_findings(granted)}
    assert [each.late for each in deadlines(granted) if each.kind == "report"] == [False]
    donor_reports.return_report(granted, report_id=two, reason="Wrong")
    assert _owed(granted)[0] == (ends[1], "returned")
    anew = drafted(granted, 1)
    (returned,) = (each for each in donor_reports.requirements(granted) if each.state is RequirementState.RETURNED)
    assert (returned.report_id, returned.is_open) == (anew, True)


def test_what_was_sent_elsewhere_is_not_owed_and_can_be_undone(granted: Office, told: Told) -> None:
    request = _request(*QUARTERS[0])
    with pytest.raises(InvalidRecordError):
        donor_reports.note_sent(granted, request=request, on=date(2999, 1, 1))
    noted = donor_reports.note_sent(granted, request=request, on=date(2019, 4, 29), note="By post")
    assert (QUARTERS[0][1], "submitted") in _owed(granted)
    with pytest.raises(UserError) as raised:
        donor_reports.report_page(granted, noted.record_id)
    assert told(raised) == (
        "Report 1 on GR-1 was made elsewhere. There are no figures of it here. Look at the file that was sent."
    )
    following = drafted(granted, 1)
    assert states(granted, following)["opening"] == "not_applicable"
    undo_entry(granted, entry_id=noted.entry_id or 0)
    assert (QUARTERS[0][1], "late") in _owed(granted)
    owed = donor_reports.requirements(granted, days=-1, answered=False)
    donor_reports.note_all_sent(granted, owed=owed)
    assert donor_reports.requirements(granted, days=-1, answered=False) == []


def test_a_grant_that_is_closed_owes_nothing_but_to_whom_asks(granted: Office) -> None:
    with making(granted) as make:
        make.unit.get(Grant, 1).closed_on = date(2019, 7, 1)
    assert donor_reports.requirements(granted) == []
    assert donor_reports.requirements(granted, grant_id=1) != []
