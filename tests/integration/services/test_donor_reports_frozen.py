"""What was submitted stays to the last byte whatever is posted later; that is told, and is an adjustment of the next
report, whose cumulative figures are those of the one before with it and its period. On both databases.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.reports.report import Report
from desktop.reports.trace import ADJUSTMENT, IN_PERIOD
from desktop.services import donor_reports
from desktop.services.offices import Office
from desktop.services.reports import entries_behind, trace_rows
from desktop.storage.models import Grant, LedgerEntry
from tests.helpers.donor_reports import QUARTERS, drafted, plain_files, states, submitted
from tests.helpers.records import making

_ROUND = count(1)
_COLUMNS = ("period", "adjustment", "cumulative")
_CHECKED = ("ledger", "sums", "opening", "cumulative", "commitments")
Entry = tuple[str, int, int, int | None]

_ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["receipt", "expenditure", "expenditure", "refund", "commitment"]),
        st.integers(1, 9_999_999),  # cents
        st.integers(0, 272),  # days into the year
        st.sampled_from([None, 1, 5, 7, 8]),
    ),
    min_size=1,
    max_size=6,
)


class _Story:
    """A grant of its own whose ledger grows between its reports."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.grant = f"GR-{next(_ROUND)}"
        with making(office) as make:
            grant = make.grant(reference=self.grant, amount=Decimal(10**8))
            make.line(make.budget(grant), "5.1", "4000.00", category=5)
            self.grant_id = grant.id

    def post(self, entries: Sequence[Entry], *, before: date = date.max) -> list[int]:
        """Posts entries, those dated before a day only; returns their ids."""
        found = []
        with making(self.office) as make:
            for kind, cents, days, category in entries:
                on = QUARTERS[0][0] + timedelta(days=days)
                amount = Decimal(cents).scaleb(-2) * (-1 if kind == "refund" else 1)
                values = {"kind": kind, "entry_on": on, "reference": f"D-{next(_ROUND)}", "description": "A step"}
                if on < before:
                    grant = make.unit.get(Grant, self.grant_id)
                    found.append(make.entry(grant, str(amount), category=category, **values).id)
        return found

    def reclassify(self, entry_id: int, category: int) -> bool:
        """Puts an entry under a category; whether that changed anything."""
        with making(self.office) as make:
            entry = make.unit.get(LedgerEntry, entry_id)
            known, entry.category = entry.category, category
        return known != category

    def submit(self, quarter: int) -> int:
        """Submits the statement of a quarter, whatever the checks of what was posted say."""
        return submitted(self.office, quarter, waived=True, grant=self.grant)

    def files(self, report_id: int) -> list[bytes]:
        """The files of a report."""
        files = donor_reports.report_files(self.office, report_id)
        return [donor_reports.report_file(self.office, file.id)[1] for file in files]


def _table(report: Report) -> dict[str, dict[str, Decimal]]:
    """By category what the columns of costs say; a column that is not there says nothing."""
    figures = {figure.key: figure.value or Decimal(0) for figure in report.figures()}
    rows = [row.key for row in report.table("categories").rows]
    return {row: {name: figures.get(f"{name}.{row}", Decimal(0)) for name in _COLUMNS} for row in rows}


def _require_goes_on(story: _Story, report_id: int, before_id: int) -> None:
    """A report is the one before with adjustments and its period, in every column, and passes its checks."""
    report = donor_reports.submitted_report(story.office, report_id)
    assert report.is_proved
    now, before = _table(report), _table(donor_reports.submitted_report(story.office, before_id))
    for row, columns in now.items():
        known = before[row]["cumulative"] if row in before else Decimal(0)
        assert columns["cumulative"] == known + columns["adjustment"] + columns["period"], row
    found = states(story.office, report_id)
    assert {code: found[code] for code in _CHECKED} == dict.fromkeys(_CHECKED, "passed")
    with trace_rows(story.office, report) as rows:
        listed = list(rows)
    assert sum(row.measure("spent") for row in listed) == report.figure("ledger.spent").value
    for row in now:
        for name, when in (("adjustment", ADJUSTMENT), ("period", IN_PERIOD)):
            if row.isdecimal() and now[row][name]:
                parts = [each.measure("spent") for each in listed if (each.when, each.category) == (when, row)]
                assert sum(parts) == now[row][name]


@settings(
    max_examples=4,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=_ENTRIES, late=_ENTRIES, later=_ENTRIES, moved=st.sampled_from([1, 5, 7]))
def test_what_is_posted_later_changes_no_byte_and_is_an_adjustment(
    office: Office, first: list[Entry], late: list[Entry], later: list[Entry], moved: int
) -> None:
    with plain_files():
        story = _Story(office)
        posted = story.post([("receipt", 50_000_00, 0, None), ("expenditure", 1_000_01, 31, None), *first])
        one = story.submit(0)
        files, head = story.files(one), donor_reports.report_page(office, one).head
        assert donor_reports.changed_since(office, one).rows == ()

        came = story.post(late, before=QUARTERS[1][0])
        has_moved = story.reclassify(posted[1], moved)
        changes = donor_reports.changed_since(office, one)
        assert sorted({row.id for row in changes.rows}) == sorted({*came, *([posted[1]] if has_moved else [])})
        assert changes.spent.amount == sum(row.measure("spent") for row in changes.rows if row.id in came)
        assert sum(row.measure("spent") for row in changes.rows if row.id == posted[1]) == 0

        two = story.submit(1)
        _require_goes_on(story, two, one)
        assert _table(donor_reports.submitted_report(office, two))[str(moved)]["adjustment"] == sum(
            row.measure("spent") for row in changes.rows if row.category == str(moved)
        )
        story.post(later)
        three = story.submit(2)
        _require_goes_on(story, three, two)

        assert story.files(one) == files
        assert donor_reports.report_page(office, one).head.sha256 == head.sha256
        assert all(donor_reports.is_whole(office, each) for each in (one, two, three))
        whole = _table(donor_reports.submitted_report(office, three))
        told = [_table(donor_reports.submitted_report(office, each)) for each in (one, two, three)]
        assert (
            sum(each["total"]["period"] + each["total"]["adjustment"] for each in told) == whole["total"]["cumulative"]
        )


@pytest.fixture
def story(office: Office) -> _Story:
    """A grant on each engine with a receipt and a cost in the first quarter, and a cost in the second."""
    made = _Story(office)
    made.post([("receipt", 90_000, 0, None), ("expenditure", 10_000, 40, 5), ("expenditure", 5_000, 100, 5)])
    return made


def test_a_returned_report_is_out_of_the_chain_and_is_made_anew(story: _Story) -> None:
    office = story.office
    with plain_files():
        one = story.submit(0)
        donor_reports.return_report(office, report_id=one, reason="Category 5 is wrong")
        story.post([("expenditure", 700, 20, 5)])
        anew = story.submit(0)
        two = story.submit(1)
    assert donor_reports.changed_since(office, anew).rows == ()
    heads = {head.id: head for head in donor_reports.reports_of(office)}
    assert [heads[each].number for each in (one, anew, two)] == [1, 1, 2]
    assert (heads[anew].replaces_id, heads[one].replaced_by, heads[two].previous_id) == (one, anew, anew)
    assert [heads[each].next_id for each in (one, anew, two)] == [None, two, None]
    assert _table(donor_reports.submitted_report(office, anew))["5"]["period"] == Decimal(107)
    assert _table(donor_reports.submitted_report(office, two))["5"]["adjustment"] == 0
    assert _table(donor_reports.submitted_report(office, one))["5"]["period"] == Decimal(100)
    assert donor_reports.report_page(office, one).changes is None


def test_the_entries_behind_a_figure_of_a_submitted_report_are_the_frozen_ones(story: _Story) -> None:
    with plain_files():
        one = story.submit(0)
    story.post([("expenditure", 999, 41, 5)])
    frozen = donor_reports.submitted_report(story.office, one)
    assert [row.spent for row in entries_behind(story.office, frozen, "cumulative.5").rows] == [Decimal(100)]
    assert frozen.scope.report_id == one


def test_what_is_stored_says_what_was_shown(story: _Story) -> None:
    with plain_files():
        draft = drafted(story.office, grant=story.grant)
        before = donor_reports.report_page(story.office, draft)
        donor_reports.submit_report(story.office, report_id=draft)
    after = donor_reports.report_page(story.office, draft)
    assert [figure.value for figure in after.report.figures()] == [figure.value for figure in before.report.figures()]
    assert [(check.code, check.state) for check in after.checks] == [(each.code, each.state) for each in before.checks]
    assert [each.name for each in after.report.signatures] == ["Aïssata", "Ibrahim"]
    assert after.report.signatures[1].title == "Representative"
    (file,) = after.files
    assert file.name == f"{story.grant} statement 1.txt"
    assert (after.head.submitted_by, after.head.number, len(after.head.sha256)) == ("Test", 1, 64)
    assert str(after.history[0].sentence).startswith(f"Submitted report 1 on {story.grant}: ")


def test_entries_of_a_gap_between_reports_are_adjustments(story: _Story) -> None:
    with plain_files():
        story.submit(0)
        three = story.submit(2)
    report = donor_reports.submitted_report(story.office, three)
    assert _table(report)["5"] == {"period": 0, "adjustment": Decimal(50), "cumulative": Decimal(150)}
