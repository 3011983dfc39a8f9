"""The annex of volunteers: alike in every report to a funder, of its grant alone, by code unless names are chosen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.allocation import Share
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.volunteer_terms import PeriodKind
from desktop.language import Language, say
from desktop.reports.facts import ReportFacts
from desktop.reports.frozen import frozen, thawed
from desktop.reports.layout import People
from desktop.reports.layouts import LAYOUTS
from desktop.reports.people import CostFacts, PeopleFacts
from desktop.reports.report import ColumnKind, Figure, Report, RowStyle
from desktop.reports.templates.vocabulary import vocabulary
from tests.helpers.people_reports import NAME
from tests.helpers.report_facts import shown
from tests.helpers.staffing import DAKAR, contract
from tests.helpers.statements import statement_inputs, trace_row
from tests.helpers.templates import LETTERHEAD

CODES, NAMES = {"volunteers": "codes"}, {"volunteers": "names"}
TO_FUNDERS = [name for name, layout in LAYOUTS.items() if layout.of_grant and not layout.looks_ahead]
SPENT = (trace_row(1, "expenditure", "120.00", grant="NER-CT-01", currency="USD"),)


def whole(grant_id: int, starts_on: date | None = None) -> Share:
    return Share(grant_id, Decimal(100), starts_on=starts_on)


def served(number: int, *contracts: Contract, shares: tuple[Share, ...] = (whole(1),), **values: Any) -> Deployment:
    """A deployment that grant 1 pays alone, of the volunteer of the same number."""
    plain: dict[str, Any] = {"volunteer_id": number, "volunteer": f"V-{number}", "sex": "f"}
    return Deployment(number, f"D-{number}", "national_specialist", contracts, shares, **plain | values)


TWO_PLACES = served(
    2,
    contract(date(2019, 6, 15), date(2019, 7, 31)),
    contract(date(2019, 8, 1), date(2019, 9, 10), kind=PeriodKind.EXTENSION, station=DAKAR),
    shares=(Share(1, Decimal(60)), Share(2, Decimal(40))),
)
HANDED_OVER = served(
    1,
    contract(date(2019, 1, 1), date(2019, 12, 31)),
    shares=(whole(1, date(2019, 1, 1)), whole(2, date(2019, 8, 16))),
    sex="m",
)
OF_ANOTHER = served(3, contract(date(2019, 1, 1), date(2019, 12, 31)), shares=(whole(2),))
COSTS = (
    CostFacts(2, 1, date(2019, 7, 1), Decimal("600.10"), Decimal(0), Decimal("590.00"), Decimal("580.05")),
    CostFacts(2, 1, date(2019, 8, 1), Decimal("600.10"), Decimal(0), Decimal("590.00")),
    CostFacts(2, 2, date(2019, 7, 1), Decimal("400.00"), Decimal(0), Decimal("400.00"), Decimal("400.00")),
    CostFacts(1, 1, date(2019, 7, 1), Decimal("1000.00"), Decimal(0), Decimal("1000.00"), Decimal("-3.00")),
    CostFacts(3, 2, date(2019, 7, 1), Decimal("77.00"), Decimal(0), Decimal("77.00"), Decimal("77.00")),
)
EVERYONE = (TWO_PLACES, HANDED_OVER, OF_ANOTHER)


def facts(details: dict[str, str], *deployments: Deployment, **people: Any) -> ReportFacts:
    """A grant of which 120.00 are spent in the third quarter of 2019, and its people."""
    known: dict[str, Any] = {"deployments": deployments or EVERYONE, "costs": () if deployments else COSTS}
    return statement_inputs(SPENT, details=details, people=PeopleFacts(**known | people))


def rows(made: Report, language: Language) -> list[list[Any]]:
    """The rows of the annex as they are read."""
    return [
        [language.value(row.label), *(cell if cell is None else language.value(cell) for cell in shown(row))]
        for row in made.tables[-1].rows
    ]


def annex(details: dict[str, str], *deployments: Deployment, **people: Any) -> Report:
    return LAYOUTS["statement"].make(facts(details, *deployments, **people))


# --- every layout ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TO_FUNDERS)
def test_every_report_to_a_funder_has_the_annex_behind_it_and_is_else_the_same(name: str, english: Language) -> None:
    layout = LAYOUTS[name]
    given = facts(CODES)
    made, plain = layout.make(given), layout.build(given)
    assert made.tables[:-1] == plain.tables
    assert made.notes[: len(plain.notes)] == plain.notes
    assert (made.proofs, made.workings, made.facts, made.entry_count) == (
        *(plain.proofs, plain.workings, plain.facts, plain.entry_count),
    )
    assert (made.tables[-1].key, made.tables[-1].is_annex, made.tables[-1].currency) == ("volunteers", True, "USD")
    assert not any(table.is_annex for table in plain.tables)
    assert [row[-3:] for row in rows(made, english)] == [
        ["1.48", "1000.00", "-3.00"],
        ["1.40", "1200.20", "580.05"],
        ["2.88", "2200.20", "577.05"],
    ]
    own = {cell.key for row in made.tables[-1].rows for cell in row.cells if isinstance(cell, Figure)}
    assert own.isdisjoint(figure.key for figure in plain.figures())


@pytest.mark.parametrize("name", TO_FUNDERS)
def test_no_report_has_an_annex_that_nobody_chose(name: str) -> None:
    given = facts({})
    assert LAYOUTS[name].make(given) == LAYOUTS[name].build(given)
    assert not LAYOUTS[name].make(given).tells_names


@pytest.mark.parametrize("name", TO_FUNDERS)
def test_names_are_told_where_they_were_chosen_and_read(name: str) -> None:
    for details, names, told in ((CODES, {}, False), (NAMES, {1: NAME}, True)):
        made = LAYOUTS[name].make(facts(details, names=names))
        stored = json.dumps(frozen(made))
        assert (made.tells_names, NAME in stored) == (told, told)
        assert thawed(json.loads(stored)) == made


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_layouts_ask_for_people_only_where_they_show_them(name: str) -> None:
    layout = LAYOUTS[name]
    lists = name in TO_FUNDERS
    assert layout.asks_of_people({}) is layout.people
    assert layout.asks_of_people(CODES) is (People.COSTS if lists else layout.people)
    assert not layout.asks_for_names({})
    assert not layout.asks_for_names(CODES)
    assert layout.asks_for_names(NAMES) is (lists or name in ("person_months", "deployment_costs"))


# --- who is in it ----------------------------------------------------------------------------------------------------


def test_the_annex_tells_who_served_where_and_when(english: Language) -> None:
    made = annex(CODES)
    assert [english.value(column.label) for column in made.tables[-1].columns] == [
        *("Deployment", "Sex", "Category", "Duty station", "Country", "From", "To", "Person-months"),
        *("Pro forma", "Actual"),
    ]
    first, second, total = rows(made, english)
    assert first[:3] == ["V-1", "D-1", "Male"]
    assert first[4:8] == ["Niamey", "Niger", "1 Jul 2019", "30 Sep 2019"]
    assert second[:3] == ["V-2", "D-2", "Female"]
    assert second[4:8] == ["Niamey, Dakar", "Niger and Senegal", "1 Jul 2019", "10 Sep 2019"]
    assert total[:8] == ["Total", *[None] * 7]
    assert made.tables[-1].rows[-1].style is RowStyle.TOTAL


def test_what_another_grant_pays_is_not_in_it() -> None:
    made = annex(CODES)
    assert "D-3" not in json.dumps(frozen(made))
    assert made.figure("pro_forma.volunteers.D-2").value == Decimal("1200.20")


def test_planned_service_counts_no_months_and_has_no_days(english: Language) -> None:
    planned = served(4, contract(date(2019, 7, 1), date(2019, 9, 30), signed=False))
    cost = CostFacts(4, 1, date(2019, 7, 1), Decimal("500.00"), Decimal("500.00"))
    (row, _total) = rows(annex(CODES, planned, costs=(cost,)), english)
    assert row[4:] == [None, None, None, None, "0.00", "500.00", "0"]
    assert [row[0] for row in rows(annex(CODES, planned), english)] == ["Total"]


def test_what_came_late_for_someone_who_left_is_in_it(english: Language) -> None:
    left = served(5, contract(date(2019, 1, 1), date(2019, 12, 31)), ended_on=date(2019, 6, 30))
    late = CostFacts(5, 1, date(2019, 7, 1), actual=Decimal("12.34"))
    only_committed = CostFacts(5, 1, date(2019, 7, 1), committed=Decimal("12.34"))
    (row, _total) = rows(annex(CODES, left, costs=(late,)), english)
    assert row[0] == "V-5"
    assert row[6:] == [None, None, "0.00", "0", "12.34"]
    assert [row[0] for row in rows(annex(CODES, left, costs=(only_committed,)), english)] == ["Total"]


def test_gaps_are_no_service(english: Language) -> None:
    back = served(
        6,
        contract(date(2019, 7, 1), date(2019, 7, 31)),
        contract(date(2019, 8, 1), date(2019, 8, 31), kind=PeriodKind.GAP),
        contract(date(2019, 9, 1), date(2019, 9, 30), kind=PeriodKind.EXTENSION),
    )
    (row, _total) = rows(annex(CODES, back), english)
    assert row[4:9] == ["Niamey", "Niger", "1 Jul 2019", "30 Sep 2019", "2.00"]


def test_a_single_day_is_from_and_to_that_day(english: Language) -> None:
    day = date(2019, 9, 30)
    (row, total) = rows(annex(CODES, served(7, contract(day, date(2019, 12, 31)))), english)
    assert row[6:9] == ["30 Sep 2019", "30 Sep 2019", "0.03"]
    assert total[8] == "0.03"


def test_months_shown_below_each_other_make_their_total(english: Language) -> None:
    ten_days = contract(date(2019, 9, 1), date(2019, 9, 10))
    made = annex(CODES, *(served(number, ten_days) for number in (3, 1, 2)))
    assert [(row[0], row[8]) for row in rows(made, english)] == [
        ("V-1", "0.34"),
        ("V-2", "0.33"),
        ("V-3", "0.33"),
        ("Total", "1.00"),
    ]


def test_posts_that_nobody_fills_stand_last_by_their_references(english: Language) -> None:
    whole_quarter = contract(date(2019, 7, 1), date(2019, 9, 30))
    nobody: dict[str, Any] = {"volunteer_id": None, "volunteer": ""}
    made = annex(
        NAMES, served(9, whole_quarter, **nobody), served(8, whole_quarter, **nobody), served(2, whole_quarter)
    )
    assert [row[:2] for row in rows(made, english)][:3] == [
        ["V-2", "D-2"],
        ["Nobody yet", "D-8"],
        ["Nobody yet", "D-9"],
    ]


def test_what_is_not_known_of_someone_is_said_or_left_empty(english: Language) -> None:
    unknown = served(8, contract(date(2019, 7, 1), date(2019, 7, 31), station=None), sex="", volunteer="V-8")
    (row, _total) = rows(annex(NAMES, unknown, names={9: NAME}), english)
    assert row[:6] == ["V-8", "D-8", "Not recorded", row[3], None, None]
    assert row[3] == "National UN Volunteer Specialist"


def test_an_annex_of_nobody_has_a_total_of_nothing(english: Language) -> None:
    made = annex(CODES, OF_ANOTHER)
    assert rows(made, english) == [["Total", *[None] * 7, "0", "0", "0"]]


# --- currency, notes, sources ----------------------------------------------------------------------------------------


def test_the_annex_is_in_the_currency_of_the_grant() -> None:
    given = statement_inputs(currency="XOF", details=CODES, people=PeopleFacts(EVERYONE, costs=COSTS))
    assert LAYOUTS["statement"].make(given).tables[-1].currency == "XOF"


def test_what_the_pro_forma_lacks_is_told_below_the_annex(english: Language) -> None:
    def said(count: int) -> list[str]:
        missing = tuple(say("D-{number} has no rate.", number=number) for number in range(1, count + 1))
        return [english.text(note) for note in annex(CODES, missing=missing).notes]

    plain = said(0)
    assert plain[-1].startswith("Volunteers: pro forma and actual are those of the months")
    assert said(3)[len(plain) :] == ["D-1 has no rate.", "D-2 has no rate.", "D-3 has no rate."]
    assert said(4)[len(plain) + 3 :] == ["1 more part of the pro forma is not known."]
    assert said(6)[len(plain) + 3 :] == ["3 more parts of the pro forma are not known."]


def test_a_figure_of_the_annex_leads_to_its_deployment(english: Language) -> None:
    made = annex(CODES)
    formula: Any = made.figure("months.volunteers.D-2").formula
    assert (formula.register, formula.record_id) == ("deployments", 2)
    assert english.text(formula.source) == "From the contracts and costs of D-2."


# --- templates -------------------------------------------------------------------------------------------------------


def test_a_template_lists_the_volunteers_of_the_annex() -> None:
    made, given = annex(NAMES, names={1: NAME}), facts(NAMES)
    table = vocabulary(made, letterhead=LETTERHEAD, grant=given.grant).tables["volunteers"]
    assert list(table.columns) == [
        *("number", "label", "key", "deployment", "sex", "category", "place", "country", "from", "to"),
        *("months", "pro_forma", "actual"),
    ]
    kinds = {key: table.columns[key].kind for key in ("from", "to", "months", "pro_forma", "actual", "place")}
    assert list(kinds.values()) == [
        *(ColumnKind.DAY, ColumnKind.DAY, ColumnKind.MONTHS, ColumnKind.AMOUNT, ColumnKind.AMOUNT, ColumnKind.TEXT),
    ]
    values = [row.values for row in table.rows]
    assert [(one["deployment"], one["months"], one["actual"]) for one in values] == [
        ("D-1", Decimal("1.48"), Decimal("-3.00")),
        ("D-2", Decimal("1.40"), Decimal("580.05")),
        (None, Decimal("2.88"), Decimal("577.05")),
    ]
    assert (values[0]["from"], values[0]["to"]) == (date(2019, 7, 1), date(2019, 9, 30))


def test_a_template_that_lists_volunteers_is_filled_without_an_annex_too() -> None:
    with_one = vocabulary(annex(CODES), letterhead=LETTERHEAD, grant=facts(CODES).grant).tables["volunteers"]
    without = vocabulary(annex({}), letterhead=LETTERHEAD, grant=facts({}).grant).tables["volunteers"]
    assert (without.rows, without.currency) == ((), "USD")
    assert {key: one.kind for key, one in without.columns.items()} == {
        key: one.kind for key, one in with_one.columns.items()
    }
    of_office = replace(annex({}), tables=())
    assert "volunteers" not in vocabulary(of_office, letterhead=LETTERHEAD).tables
