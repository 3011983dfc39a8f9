"""The SF-424A: categories become object classes by a crosswalk that conserves the total, section by section."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import RuleKind
from desktop.language import UserError
from desktop.reports.facts import LineFacts
from desktop.reports.forms.us.sf424a import build_sf424a
from desktop.reports.report import Report, SumOf
from desktop.reports.trace import TraceRow
from tests.helpers.recomputing import amounts, notes_of, require_sound, row, value
from tests.helpers.statements import statement_inputs, trace_row

TRACE = (
    trace_row(1, "expenditure", "100.01", category="1"),
    trace_row(2, "expenditure", "50.00", category="5"),
    trace_row(3, "expenditure", "20.00", category="8"),
    trace_row(4, "commitment", "99.00", category="5"),
)
THREE_WAYS = {1: (("6a", Decimal("33.3333")), ("6b", Decimal("33.3333")), ("6f", Decimal("33.3334")))}


def line(code: str, category: int | None, amount: str, **values: Any) -> LineFacts:
    return LineFacts(int(code), code, code, f"Line {code}", category, Decimal(amount), **values)


LINES = (line("1", 1, "1000.00"), line("5", 5, "400.00"), line("8", 8, "182.00"))


def made(lines: tuple[LineFacts, ...] = LINES, trace: tuple[TraceRow, ...] = TRACE, **values: Any) -> Report:
    budget: dict[int | None, Decimal] = {}
    for each in lines:
        budget[each.category] = budget.get(each.category, Decimal(0)) + each.amount
    report = build_sf424a(statement_inputs(trace, lines=lines, budget=budget, **values))
    require_sound(report, trace)
    return report


def column(report: Report, table: str, key: str) -> dict[str, str]:
    at = [found.key for found in report.table(table).columns].index(key)
    return {row.key: f"{row.cells[at].value:.2f}" for row in report.table(table).rows if row.cells[at] is not None}  # type: ignore[union-attr]  # a figure


def test_each_category_stands_in_its_class() -> None:
    report = made(details={"program_income": "7.50"})
    assert column(report, "classes", "budget") == {
        "6a": "1000.00", "6b": "0.00", "6c": "400.00", "6d": "0.00", "6e": "0.00", "6f": "0.00", "6g": "0.00",
        "6h": "0.00", "6i": "1400.00", "6j": "182.00", "6k": "1582.00", "7": "7.50",
    }  # fmt: skip
    assert amounts(report, "spent.6k", "balance.6k") == ["170.01", "1411.99"]
    assert [column.key for column in report.table("classes").columns] == ["budget", "spent", "balance"]


def test_a_category_that_is_parted_gives_its_last_part_the_rest() -> None:
    report = made(crosswalks={"sf424a": THREE_WAYS})
    spent = column(report, "crosswalk", "spent")
    assert {key: spent[key] for key in ("1", "1.6a", "1.6b", "1.6f")} == {
        "1": "100.01",
        "1.6a": "33.34",
        "1.6b": "33.34",
        "1.6f": "33.33",
    }
    assert report.figure("spent.6a").formula == SumOf(("spent.1.6a",))
    rows = [found.key for found in report.table("crosswalk").rows]
    assert rows == ["1", "1.6a", "1.6b", "1.6f", "2", "3", "4", "5", "6", "7", "8"]


def test_what_has_no_category_is_other() -> None:
    report = made((*LINES, line("9", None, "18.00")), (*TRACE, trace_row(5, "expenditure", "3.00", category="-")))
    assert amounts(report, "budget.6h", "spent.6h") == ["18.00", "3.00"]
    assert str(row(report, "crosswalk", "-").label) == "Without a category"


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ((("6a", Decimal(80)),), "The parts sum to 80 per cent; 20 are missing."),
        ((("6a", Decimal(80)), ("6b", Decimal(30))), "The parts sum to 110 per cent; 10 are too many."),
    ],
)
def test_a_crosswalk_that_would_lose_something_makes_no_report(
    parts: tuple[tuple[str, Decimal], ...], sentence: str
) -> None:
    with pytest.raises(UserError) as caught:
        made(crosswalks={"sf424a": {1: parts}})
    title, text, _remedy = map(str, caught.value.sentences())
    category = "Staff and other personnel costs"
    assert title == f"The crosswalk “Object classes of the SF-424A” does not carry “{category}” over as a whole."
    assert text == f"{sentence} No report was made."


# --- the other sections ----------------------------------------------------------------------------------------------


def test_each_project_is_a_program_of_the_form() -> None:
    lines = (
        line("1", 1, "600.00", project="P-2"),
        line("5", 5, "400.00", project="P-1"),
        line("8", 8, "82.00", project="P-1"),
    )
    report = made(
        lines, projects=(("P-1", "Legal aid"), ("P-2", "Courts"), ("P-3", "Unpaid")), assistance_listing="19.701"
    )
    summary = report.table("summary")
    assert [str(found.label) for found in summary.rows] == ["Legal aid", "Courts", "Totals"]
    assert [found.cells[0] for found in summary.rows] == ["19.701", "19.701", None]
    assert column(report, "summary", "federal") == {"p1": "482.00", "p2": "600.00", "totals": "1082.00"}
    assert [str(found.label) for found in report.table("classes").columns] == [
        "P-1", "P-2", "Total budget", "Expenditure in all", "Balance"
    ]  # fmt: skip
    assert amounts(report, "p2.6a", "budget.6a", "p1.6k") == ["600.00", "600.00", "482.00"]


@pytest.mark.parametrize(("programs", "said"), [(1, False), (4, False), (5, True)])
def test_more_programs_than_the_form_has_columns_are_said(programs: int, said: bool) -> None:
    lines = tuple(line(str(number), 1, "10.00", project=f"P-{number}") for number in range(1, programs + 1))
    sentence = "The form has four columns of programs; the others go on a further sheet."
    assert (sentence in notes_of(made(lines))) is said


def test_a_grant_without_a_budget_has_one_program() -> None:
    report = made(())
    assert [found.key for found in report.table("summary").rows] == ["p1", "totals"]
    assert value(report, "budget.6k") == 0


def test_the_cost_share_is_the_applicants() -> None:
    report = made(cost_share=Decimal("250.00"))
    assert column(report, "resources", "applicant") == {"12": "250.00"}
    assert [cell.value for cell in row(report, "summary", "p1").figures] == [1582, 250, 1832]
    assert value(report, "a.total") == Decimal("1832.00")
    assert "Section C is left out: no cost share is agreed." in notes_of(made())


def test_cash_is_forecast_by_quarter_where_the_budget_is_phased_so() -> None:
    phases = tuple((date(2019 + month // 13, (month - 1) % 12 + 1, 1), Decimal(month)) for month in range(4, 23, 3))
    report = made((line("1", 1, "91.00", phases=phases), LINES[1]), starts_on=date(2019, 5, 15))
    assert [figure.value for figure in report.table("cash").rows[0].figures] == [34, 4, 7, 10, 13]
    assert [figure.value for figure in report.table("balance_of_project").rows[0].figures] == [57, 0, 0, 0]
    assert "Sections D and E lack the lines that are not phased: 5." in notes_of(report)


def test_cash_is_forecast_by_year_where_the_budget_is_phased_so() -> None:
    phases = ((date(2019, 1, 1), Decimal(10)), (date(2020, 1, 1), Decimal(20)), (date(2026, 1, 1), Decimal(5)))
    report = made((line("1", 1, "35.00", phases=phases),), starts_on=date(2019, 5, 15))
    (cash,) = report.table("cash").rows
    assert cash.figures[0].value == 10
    assert cash.cells[1:] == (None, None, None, None)
    assert [figure.value for figure in report.table("balance_of_project").rows[0].figures] == [20, 0, 0, 5]
    short = made((line("1", 1, "10.00", phases=phases[:1]),))
    assert [table.key for table in short.tables] == ["summary", "classes", "cash", "crosswalk"]


def test_other_information_and_remarks_are_what_was_said() -> None:
    book = RuleBook((Rule(1, RuleKind.INDIRECT, None, percent=Decimal(13), choice="direct"),))
    report = made(book=book, details={"direct_charges": "Two vans", "remarks": "None"})
    assert {fact.box: str(fact.value) for fact in report.facts if fact.box in {"21", "23"}} == {
        "21": "Two vans",
        "23": "None",
    }
    assert str(report.fact("indirect_charges")).endswith("(All direct costs)")
    assert made().fact("indirect_charges") is None


def test_equipment_that_the_award_counts_as_supplies_is_said() -> None:
    threshold = Rule(1, RuleKind.EQUIPMENT, None, amount=Decimal(5000))
    lines = (line("3", 3, "9000.00", unit_cost=Decimal(900)), line("4", 3, "26000.00", unit_cost=Decimal(26000)))
    report = made(lines, book=RuleBook((threshold,)), sample=True)
    assert notes_of(report)[0] == "Sample data: all amounts are invented."
    assert (
        "USD 9,000.00 of the equipment costs less than USD 5,000.00 a unit, which the award counts as supplies (6e)."
        in notes_of(report)
    )
    assert not any("a unit" in note for note in notes_of(made(lines[1:], book=RuleBook((threshold,)))))


@pytest.mark.parametrize(
    ("unit_cost", "category", "said"),
    [("4999.99", 3, True), ("5000.00", 3, False), ("0.01", 3, True), ("0", 3, False), ("10.00", 2, False)],
)
def test_equipment_is_small_below_the_threshold_and_an_amount_alone_tells_nothing_of_a_unit(
    unit_cost: str, category: int, said: bool
) -> None:
    book = RuleBook((Rule(1, RuleKind.EQUIPMENT, None, amount=Decimal(5000)),))
    report = made((line("3", category, "9000.00", unit_cost=Decimal(unit_cost)),), book=book)
    assert any("counts as supplies (6e)" in note for note in notes_of(report)) is said


@pytest.mark.parametrize(
    ("days", "first_year", "later"),
    [
        (["2019-04-01", "2020-01-01"], [2, 1, 0, 0, 1], None),
        (["2019-04-01", "2020-03-31"], [2, 1, 0, 0, 1], None),
        (["2019-04-01", "2020-04-01"], [1, 1, 0, 0, 0], [1, 0, 0, 0]),
        (["2019-04-01", "2021-03-31", "2021-04-01"], [1, 1, 0, 0, 0], [1, 1, 0, 0]),
        (["2019-04-01", "2023-04-01", "2031-07-01"], [1, 1, 0, 0, 0], [0, 0, 0, 2]),
    ],
)
def test_a_phase_belongs_to_the_quarter_and_the_year_it_begins_in(
    days: list[str], first_year: list[int], later: list[int] | None
) -> None:
    phases = tuple((date.fromisoformat(day), Decimal(1)) for day in days)
    report = made((line("1", 1, str(len(days)), phases=phases),), starts_on=date(2019, 6, 30))
    assert [figure.value for figure in report.table("cash").rows[0].figures] == first_year
    tables = {table.key: table for table in report.tables}
    assert ("balance_of_project" in tables) is (later is not None)
    if later is not None:
        assert [figure.value for figure in tables["balance_of_project"].rows[0].figures] == later


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.builds(date, st.integers(2015, 2035), st.sampled_from((1, 4, 7, 10)), st.just(1)),
        st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100),
        min_size=1,
        max_size=8,
    ),
    st.one_of(st.none(), st.dates(date(2014, 1, 1), date(2036, 12, 31))),
)
def test_the_years_hold_every_phase_once(phases: dict[date, Decimal], starts_on: date | None) -> None:
    whole = sum(phases.values(), Decimal(0))
    report = made((line("1", 1, str(whole), phases=tuple(sorted(phases.items()))),), starts_on=starts_on)
    later = (
        [value(report, f"e.{number}") for number in range(1, 5)]
        if any(table.key == "balance_of_project" for table in report.tables)
        else []
    )
    assert value(report, "d.year") + sum(later, Decimal(0)) == whole


@pytest.mark.parametrize(
    ("phased", "note"),
    [
        ((False, False), "Sections D and E are left out: the budget is not phased."),
        ((True, False), "Sections D and E lack the lines that are not phased: 5."),
        ((False, True), "Sections D and E lack the lines that are not phased: 1."),
        ((True, True), ""),
    ],
)
def test_lines_that_are_not_phased_are_named(phased: tuple[bool, bool], note: str) -> None:
    phases = ((date(2019, 7, 1), Decimal(10)),)
    lines = tuple(
        line(code, int(code), "10.00", phases=phases if is_phased else ())
        for code, is_phased in zip(("1", "5"), phased, strict=True)
    )
    empty = line("7", 7, "0.00")
    said = [each for each in notes_of(made((*lines, empty))) if each.startswith("Sections D and E")]
    assert said == ([note] if note else [])
