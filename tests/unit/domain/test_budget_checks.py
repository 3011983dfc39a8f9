"""What keeps a budget from the funder, and what it is only warned of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.budget_checks import BudgetTerms, LineAmount, check_budget, gauges_of
from desktop.domain.budget_sheet import BudgetSheet, IndirectPart
from desktop.domain.codes import CostCategory
from desktop.domain.finding import Severity
from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import Counting, Measure, NewLines, RuleKind
from desktop.language import Language
from tests.helpers.budgets import DAY, sheet_line, sheet_of

TEN_PERCENT = Rule(1, RuleKind.FLEXIBILITY, percent=Decimal(10), measure=Measure.TOTAL, counting=Counting.CUMULATIVE)


def _terms(*rules: Rule, elsewhere: str = "0") -> BudgetTerms:
    return BudgetTerms(RuleBook(rules), DAY, Decimal(elsewhere))


def _told(language: Language, sheet: BudgetSheet, terms: BudgetTerms | None = None) -> list[str]:
    found = check_budget(sheet, terms or _terms())
    return [
        f"{finding.severity.name} {finding.code} {finding.label}: "
        + language.join((finding.sentence, finding.fix)).replace("\u00a0", " ")
        for finding in found
    ]


def test_a_budget_that_sums_to_the_grant_has_no_findings(english: Language) -> None:
    assert _told(english, sheet_of(sheet_line("7.1", "1000.00", "900.00", "1000.00"))) == []


def test_a_budget_without_lines(english: Language) -> None:
    sheet = sheet_of(sheet_line("7.1", "0.00", "9.00", id=0, is_removed=True))
    assert _told(english, sheet) == ["ERROR no_lines GR-1: The budget has no lines. Enter what the grant pays for."]


@pytest.mark.parametrize(
    ("amount", "elsewhere", "told"),
    [
        (
            "1000.01",
            "0",
            (
                "ERROR above_award GR-1: The budget sums to USD 1,000.01, USD 0.01 above the grant. "
                "Lower it to USD 1,000.00, or agree a higher amount with the funder."
            ),
        ),
        (
            "600.00",
            "500.00",
            (
                "ERROR above_award GR-1: The budget sums to USD 1,100.00, USD 100.00 above the grant. "
                "Lower it to USD 1,000.00, or agree a higher amount with the funder."
            ),
        ),
        (
            "600.00",
            "300.00",
            (
                "WARNING below_award GR-1: The budget sums to USD 900.00, USD 100.00 short of the grant. "
                "Plan the rest, or leave it if the funder agrees."
            ),
        ),
    ],
)
def test_a_budget_that_does_not_sum_to_the_grant(english: Language, amount: str, elsewhere: str, told: str) -> None:
    assert _told(english, sheet_of(sheet_line("7.1", amount, amount)), _terms(elsewhere=elsewhere)) == [told]


def test_a_line_below_what_is_used_is_a_warning_and_one_left_out_an_error(english: Language) -> None:
    sheet = sheet_of(
        sheet_line("5.1", "59600.00", "70560.00", "61240.77"),
        sheet_line("5.2", "0.00", "10.00", "4.00", id=0, is_removed=True),
        sheet_line("5.3", "0.00", "10.00", id=0, is_removed=True),
        awarded="59600.00",
    )
    assert _told(english, sheet) == [
        (
            "ERROR line_left_out 5.2: 5.2 Line 5.2 is left out, but USD 4.00 is spent and committed on it. "
            "Keep the line, or move its entries to another one first."
        ),
        (
            "WARNING line_below_used 5.1: 5.1 Line 5.1 would end USD 1,640.77 below what is already spent and "
            "committed. Raise it to USD 61,240.77, or move its entries to another line."
        ),
    ]


def test_what_the_agreement_does_not_pay(english: Language) -> None:
    sheet = sheet_of(sheet_line("3.1", "1000.00", "1000.00", category=CostCategory.EQUIPMENT))
    rule = Rule(1, RuleKind.INELIGIBLE, category=3, article="Article 7")
    assert _told(english, sheet, _terms(rule)) == [
        (
            "ERROR ineligible GR-1: Equipment and vehicles: USD 1,000.00 is planned. "
            "Not eligible: Equipment and vehicles (Article 7). Plan it in another budget, or agree it with the funder."
        )
    ]
    assert _told(english, sheet, _terms(Rule(1, RuleKind.INELIGIBLE, category=3, note="vehicles"))) == []
    assert _told(english, sheet, _terms(Rule(1, RuleKind.INELIGIBLE, category=5))) == []
    assert _told(english, sheet, _terms(Rule(1, RuleKind.INELIGIBLE, note="alcohol"))) == []


def test_indirect_cost_that_is_not_the_rate_of_the_base(english: Language) -> None:
    part = IndirectPart(Decimal("0.13"), Decimal("884.96"), Decimal("115.04"), Decimal("115.00"))
    sheet = sheet_of(sheet_line("7.1", "1000.00", "1000.00"), indirect=part)
    assert _told(english, sheet) == [
        (
            "WARNING indirect_cost GR-1: Indirect support is USD 115.00; 13 % of USD 884.96 is USD 115.04. "
            "Keep one line of category 8: it is then worked out."
        )
    ]


def test_a_line_without_a_category(english: Language) -> None:
    lines = (
        sheet_line("7.1", "1000.00", "1000.00", category=None),
        sheet_line("7.2", "0.00", "9.00", category=None, is_removed=True),
    )
    assert _told(english, sheet_of(*lines)) == [
        "WARNING line_without_category 7.1: 7.1 Line 7.1 has no category. Choose one of the eight categories."
    ]


def _moved(*rules: Rule) -> BudgetSheet:
    """120 of 1,000 moved from travel (5.1, called 5.9 before) to staff; supplies were given up long ago."""
    lines = (
        sheet_line("1.1", "520.00", "400.00", id=1, category=CostCategory.STAFF),
        sheet_line("5.1", "480.00", "600.00", id=2, category=CostCategory.TRAVEL),
    )
    sheet = sheet_of(*lines)
    approved = [LineAmount(1, "1.1", 1, Decimal(400)), LineAmount(2, "5.9", 5, Decimal(600))]
    first = [
        LineAmount(1, "1.1", 1, Decimal(300)),
        LineAmount(2, "5.9", 5, Decimal(600)),
        LineAmount(3, "2.1", 2, Decimal(100)),
    ]
    return sheet_of(*lines, gauges=gauges_of(sheet, _terms(*rules), first=first, approved=approved))


def test_money_moved_since_the_first_budget_is_gauged_by_line_whatever_its_code(english: Language) -> None:
    sheet = _moved(TEN_PERCENT)
    (gauge,) = sheet.gauges
    assert (gauge.moved.amount, gauge.used, gauge.exceeded) == (Decimal(220), Decimal(22), True)
    (told,) = _told(english, sheet)
    assert told.startswith(
        "WARNING beyond_flexibility GR-1: USD 220.00 moved between categories is 22 per cent of the total"
    )
    assert told.endswith("Ask for approval.")


def test_new_lines_that_no_one_can_approve_are_an_error() -> None:
    lines = (sheet_line("7.1", "900.00", "900.00", id=1), sheet_line("7.2", "100.00", id=2))
    known = [LineAmount(1, "7.1", 7, Decimal(900))]
    for choice, told in (
        (NewLines.NOT_ALLOWED, [(Severity.ERROR, "Take the line out, or have the rule amended.")]),
        (NewLines.WITH_APPROVAL, [(Severity.WARNING, "Ask for approval.")]),
        (NewLines.ALLOWED, []),
    ):
        terms = _terms(Rule(1, RuleKind.NEW_LINES, choice=choice))
        sheet = sheet_of(*lines, gauges=gauges_of(sheet_of(*lines), terms, first=known, approved=known))
        assert [(finding.severity, str(finding.fix)) for finding in check_budget(sheet, terms)] == told


@pytest.mark.parametrize(
    ("wanted", "days", "late"),
    [
        (date(2020, 3, 31), 184, False),
        (date(2020, 3, 31), 185, True),
        (date(2019, 12, 31), 185, False),
        (None, 185, False),
        (date(2020, 3, 31), None, False),
    ],
)
def test_a_later_end_is_asked_for_in_time(wanted: date | None, days: int | None, late: bool, english: Language) -> None:
    sheet = sheet_of(sheet_line("7.1", "1000.00", "1000.00"), grant_ends_on=wanted)
    told = (
        "WARNING extension_notice GR-1: An extension is asked for at least 185 days before the end of the grant. "
        "The grant ends on 31 Dec 2019. Agree with the funder that the notice is late."
    )
    found = _told(english, sheet, _terms(Rule(1, RuleKind.EXTENSION_NOTICE, days=days)))
    assert found == ([told] if late else [])
    assert _told(english, sheet) == []
