"""The plan of the months ahead: its days to the day, its months to the cent, and never more than is left."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.period import Period
from desktop.language import Language, UserError
from desktop.reports.forms.cash_request import build_cash_request
from desktop.reports.report import Report
from desktop.reports.trace import TraceRow
from tests.helpers.recomputing import notes_of, require_worked_out, value
from tests.helpers.report_facts import instalment, line, rows_of, told
from tests.helpers.statements import statement_inputs, trace_row


def cash(whole: str = "1000", /, *trace: TraceRow, **values: Any) -> Report:
    """A request on a grant of 2019 with one line, at the end of the third quarter."""
    plain: dict[str, Any] = {
        "lines": (line("1", whole),),
        "budget": {5: Decimal(whole)},
        "starts_on": date(2019, 1, 1),
        "ends_on": date(2019, 12, 31),
    }
    report = build_cash_request(statement_inputs(trace, **plain | values))
    require_worked_out(report, trace)
    return report


def planned(report: Report) -> dict[str, str]:
    """What is planned of each month."""
    rows = rows_of(report, "months")
    return {key.removeprefix("months."): cells[0] for key, cells in rows.items()}


@pytest.mark.parametrize(
    ("ends_on", "months"),
    [
        (date(2019, 10, 1), {"2019-10": "1000.00", "total": "1000.00"}),
        (date(2019, 10, 31), {"2019-10": "1000.00", "total": "1000.00"}),
        (date(2019, 11, 1), {"2019-10": "968.75", "2019-11": "31.25", "total": "1000.00"}),
        (date(2019, 12, 31), {"2019-10": "336.96", "2019-11": "326.09", "2019-12": "336.95", "total": "1000.00"}),
        (date(2020, 1, 1), {"2019-10": "333.34", "2019-11": "322.58", "2019-12": "333.33", "total": "989.25"}),
    ],
)
def test_what_is_left_goes_in_even_days_to_the_last_day_of_the_grant(ends_on: date, months: dict[str, str]) -> None:
    assert planned(cash(ends_on=ends_on)) == months


def test_francs_are_planned_without_centimes() -> None:
    report = cash("1000", currency="XOF")
    assert planned(report) == {"2019-10": "337", "2019-11": "326", "2019-12": "337", "total": "1000"}
    assert value(cash("1000", currency="XOF", ends_on=date(2020, 1, 1)), "plan.planned") == 989


def test_a_grant_that_begins_within_the_months_is_planned_from_its_first_day() -> None:
    report = cash("310", starts_on=date(2019, 12, 1), ends_on=date(2019, 12, 31))
    assert planned(report) == {"2019-12": "310.00", "total": "310.00"}
    assert [str(report.figure(key).value) for key in ("plan.days", "plan.days_left")] == ["31", "31"]


_EVENLY = "The plan is what is left of the budget, in even days to the end of the grant on 31 Jan 2020."


@pytest.mark.parametrize(
    ("starts_on", "sentence"),
    [
        (date(2019, 12, 31), _EVENLY),
        (date(2020, 1, 1), "The grant begins after these months: nothing is planned."),
    ],
)
def test_a_grant_that_begins_on_the_last_day_is_planned_and_a_day_later_not(starts_on: date, sentence: str) -> None:
    report = cash("320", starts_on=starts_on, ends_on=date(2020, 1, 31))
    assert sentence in notes_of(report)
    assert planned(report) == ({"2019-12": "10.00", "total": "10.00"} if starts_on.year == 2019 else {"total": "0"})


@pytest.mark.parametrize(
    ("last", "months", "first", "end"),
    [
        (date(2019, 9, 30), "3", date(2019, 10, 1), "1 Oct 2019 to 31 Dec 2019"),
        (date(2019, 11, 30), "3", date(2019, 12, 1), "1 Dec 2019 to 29 Feb 2020"),
        (date(2019, 11, 29), "3", date(2019, 11, 30), "30 Nov 2019 to 28 Feb 2020"),
        (date(2020, 2, 29), "12", date(2020, 3, 1), "1 Mar 2020 to 28 Feb 2021"),
        (date(2019, 6, 30), "6", date(2019, 7, 1), "1 Jul 2019 to 31 Dec 2019"),
    ],
)
def test_the_months_are_those_of_the_calendar(
    english: Language, last: date, months: str, first: date, end: str
) -> None:
    period = Period.of_days(date(2019, 1, 1), last)
    report = cash(period=period, details={"months": months}, ends_on=date(2022, 12, 31))
    assert english.value(report.fact("months") or "").replace("\u00a0", " ") == end
    assert next(iter(planned(report))) == f"{first:%Y-%m}"


def test_months_that_are_not_offered_are_refused(english: Language) -> None:
    with pytest.raises(UserError) as refused:
        cash(details={"months": "4"})
    assert told(refused.value, english) == [
        "“4” does not fit “Months ahead”.",
        "No report was made.",
        "Choose one of: 3, 6, 12.",
    ]


def test_an_overspent_grant_plans_nothing_and_asks_for_what_is_missing() -> None:
    report = cash("100", trace_row(1, "expenditure", "130.00"))
    assert [str(report.figure(key).value) for key in ("plan.left", "plan.planned", "request.amount")] == [
        "-30.00",
        "0",
        "130.00",
    ]


def test_a_grant_of_nothing_asks_for_nothing() -> None:
    report = cash(lines=(), budget={}, amount=Decimal(0))
    assert value(report, "request.amount") == 0
    assert "Cash on hand covers what is needed; nothing is requested." in notes_of(report)
    assert planned(report) == {"total": "0"}
    assert report.chart is None


def test_phases_before_the_months_are_not_planned_and_the_last_one_lasts_to_the_end() -> None:
    """From July on 7 are for 184 days; half of these are ahead."""
    phases = tuple((date(2019, month, 1), Decimal(month)) for month in (1, 4, 7, 10))
    assert planned(cash(lines=(line("1", "1000", phases=phases),)))["total"] == "10.00"
    assert planned(cash(lines=(line("1", "1000", phases=phases[:3]),)))["total"] == "3.50"


@pytest.mark.parametrize(
    ("due", "said"),
    [("1000", ""), ("999.99", "The request is USD 0.01 above what the agreement has still to come.")],
)
def test_a_request_above_what_is_still_to_come_is_told_to_the_cent(due: str, said: str) -> None:
    notes = notes_of(cash(instalments=(instalment(1, date(2019, 11, 1), due),)))
    assert [note for note in notes if note.startswith("The request")] == ([said] if said else [])


@pytest.mark.parametrize(
    ("on", "agreed", "received", "state"),
    [
        (date(2019, 9, 30), "100", "0", "Due"),
        (date(2020, 1, 31), "100", "0", "Expected"),
        (date(2019, 9, 29), "100", "0", "Overdue"),
        (date(2019, 9, 1), "100", "99.99", "Partly received"),
        (date(2019, 12, 1), "100", "100", "Received in full"),
        (date(2019, 12, 1), "100", "100.01", "Received in full"),
    ],
)
def test_an_instalment_is_late_the_day_after_it_was_expected(
    english: Language, on: date, agreed: str, received: str, state: str
) -> None:
    report = cash(instalments=(instalment(1, on, agreed, received),))
    assert english.text(rows_of(report, "instalments")["instalments.1"][-1]) == state


MONEY = st.integers(0, 10**9).map(lambda cents: str(Decimal(cents) / 100))


@settings(max_examples=40)
@given(
    budget=MONEY, spent=MONEY, committed=MONEY, received=MONEY, days=st.integers(1, 500),
    months=st.sampled_from(("3", "6", "12")),
)  # fmt: skip
def test_needed_is_used_and_requested_and_the_months_are_the_plan(
    budget: str, spent: str, committed: str, received: str, days: int, months: str
) -> None:
    trace = (
        trace_row(1, "receipt", received),
        trace_row(2, "expenditure", spent),
        trace_row(3, "commitment", committed),
    )
    ends_on = date.fromordinal(date(2019, 9, 30).toordinal() + days)
    report = cash(budget, *trace, ends_on=ends_on, details={"months": months})
    left = max(Decimal(budget) - Decimal(spent), Decimal(0))
    plan = value(report, "plan.planned")
    assert 0 <= plan <= left
    assert value(report, "request.needed") == max(plan, Decimal(committed))
    on_hand = Decimal(received) - Decimal(spent)
    assert value(report, "request.amount") == max(value(report, "request.needed") - on_hand, Decimal(0))
    if days <= 31:
        assert plan == left
