"""The rules of the project check about budgets, days, papers and single entries: each speaks when it should, and then
says the whole of it with a way to mend it; a grant in order is not mentioned.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.checks import (
    AgreementFacts,
    EntryFacts,
    GrantFacts,
    ObligationFacts,
    OfficeFacts,
    Overspent,
    RemovedLine,
    RequestFacts,
    check_grant,
    check_office,
)
from desktop.domain.codes import CostCategory
from desktop.domain.finding import Finding, Severity
from desktop.domain.flexibility import BudgetAmounts, Spent
from desktop.domain.funding import AgreedInstalment, instalment_statuses
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.requirements import SentReport
from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import Counting, Measure, ReportStatus, RuleKind
from desktop.language import Language

TODAY = date(2019, 10, 21)
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def rule(kind: RuleKind, **values: Any) -> RuleBook:
    return RuleBook((Rule(1, kind, **values),))


TOTAL = rule(RuleKind.FLEXIBILITY, percent=Decimal(10), measure=Measure.TOTAL, counting=Counting.CUMULATIVE)
LINE = rule(RuleKind.FLEXIBILITY, percent=Decimal(10), measure=Measure.LINE, counting=Counting.CUMULATIVE)
WELL = GrantFacts(
    id=7,
    reference="GR-7",
    awarded=usd("1000"),
    period=Period.of_days(date(2019, 1, 1), date(2020, 12, 31)),
    received=Decimal(900),
    direct=Decimal(500),
    budgeted=Decimal(1000),
    in_use=True,
    book=TOTAL,
    lines=BudgetAmounts({"1": Decimal(600), "5": Decimal(400)}, {"1": 1, "5": 5}),
    costs=Spent({"1": Decimal(300), "5": Decimal(200)}, {1: Decimal(300), 5: Decimal(200)}),
    instalments=instalment_statuses(
        [AgreedInstalment(3, 1, date(2019, 3, 1), usd("1000"), usd("0"))], received=usd("1000")
    ),
    liquidation_days=120,
)


def _instalments(*dated: tuple[date, str], received: str) -> Any:
    agreed = [
        AgreedInstalment(place, place, day, usd(amount), usd("0")) for place, (day, amount) in enumerate(dated, 1)
    ]
    return instalment_statuses(agreed, received=usd(received))


OVER_BY_5_PER_CENT = Spent({"1": Decimal(300), "5": Decimal(450)}, {1: Decimal(300), 5: Decimal(450)})
OVER_BY_15_PER_CENT = Spent({"1": Decimal(300), "5": Decimal(550)}, {1: Decimal(300), 5: Decimal(550)})
OVER = (Overspent(CostCategory.TRAVEL, Decimal(50)),)

CASES: list[tuple[dict[str, Any], Severity, str, str, str]] = [
    (
        {"received": Decimal(1200)},
        WARNING,
        "received_above_award",
        "USD 200.00 more was received than awarded.",
        "Look for a receipt that belongs to another grant, or amend the grant.",
    ),
    (
        {"entries": EntryFacts(after_closure=1)},
        ERROR,
        "after_closure",
        "1 cost is dated after 30 Apr 2021, the last day on which obligations may be paid.",
        "Charge them to another grant: a funder does not pay them any more.",
    ),
    (
        {"entries": EntryFacts(after_closure=2), "closed_on": date(2019, 6, 30)},
        ERROR,
        "after_closure",
        "2 costs are dated after 30 Jun 2019, the last day on which obligations may be paid.",
        "Charge them to another grant: a funder does not pay them any more.",
    ),
    (
        {"period": None},
        WARNING,
        "no_dates",
        "It has no dates, so nobody can tell which costs are eligible.",
        "Enter its start and its end.",
    ),
    (
        {"ineligible": ((CostCategory.EQUIPMENT, Decimal(40)),)},
        ERROR,
        "ineligible_category",
        "USD 40.00 was spent on Equipment and vehicles, which the agreement does not pay.",
        "Charge these costs to another grant, or ask the funder to accept them.",
    ),
    (
        {"removed_lines": (RemovedLine("2.1", Decimal(40)), RemovedLine("2.2", Decimal(0)))},
        WARNING,
        "removed_line",
        "USD 40.00 was spent on line 2.1, which the approved budget no longer has.",
        "Bring the line back with a revision, or move its costs to another line.",
    ),
    (
        {"cost_share": Decimal(300), "other_funding": Decimal(100)},
        WARNING,
        "cost_share",
        "The agreement wants USD 300.00 from other sources; other grants of its projects give USD 100.00.",
        "Record the grant that pays the share, with the project it is for.",
    ),
    (
        {"entries": EntryFacts(without_line=3)},
        NOTE,
        "no_line",
        "3 costs stand on no line of the budget.",
        "Open them in the ledger and choose a line.",
    ),
    (
        {"entries": EntryFacts(in_future=1)},
        WARNING,
        "in_future",
        "1 entry is dated in the future.",
        "Correct the date: an entry is made when something happened.",
    ),
    (
        {"entries": EntryFacts(wrong_sign=1)},
        WARNING,
        "wrong_sign",
        "1 expenditure or receipt is negative, and reverses nothing.",
        "Record money that came back as a refund, and a correction as a reversal.",
    ),
    (
        {"entries": EntryFacts(old_commitments=2, old_committed=Decimal(80))},
        NOTE,
        "old_commitments",
        "2 commitments are open for more than 12 months, USD 80.00 of them.",
        "Post what was paid, and cancel what is no longer needed.",
    ),
    (
        {"entries": EntryFacts(repeated=("PV-1", "PV-2"))},
        WARNING,
        "posted_twice",
        "2 documents are in the ledger twice, alike in day and amount: PV-1 and PV-2.",
        "Compare them, and reverse the one that is too many.",
    ),
    (
        {"costs": OVER_BY_5_PER_CENT, "overspent": OVER},
        NOTE,
        "overspent_category",
        "Travel is overspent by USD 50.00.",
        "The agreement permits as much. Plan where the money comes from.",
    ),
    (
        {"costs": OVER_BY_5_PER_CENT, "overspent": OVER, "book": RuleBook()},
        WARNING,
        "overspent_category",
        "Travel is overspent by USD 50.00.",
        "Compare with what the agreement allows to move between categories.",
    ),
    (
        {"instalments": _instalments((date(2019, 9, 15), "600"), (date(2019, 12, 1), "400"), received="500")},
        WARNING,
        "instalment_overdue",
        "Instalment 1 is 36 days late; USD 100.00 is missing.",
        "Ask the funder for it, or post the receipt.",
    ),
    (
        {"instalments": _instalments((date(2019, 9, 15), "600"), received="600")},
        WARNING,
        "instalments_total",
        "The instalments sum to USD 600.00, the grant is USD 1,000.00.",
        "Correct an instalment, or amend the grant.",
    ),
    (
        {"instalments": _instalments((date(2019, 9, 15), "600"), (date(2019, 12, 1), "500"), received="600")},
        WARNING,
        "instalments_above_award",
        "The instalments come to USD 100.00 more than was awarded.",
        "Correct an instalment, or amend the grant.",
    ),
    (
        {"committed": Decimal(60), "period": Period.of_days(date(2019, 1, 1), date(2019, 3, 31))},
        WARNING,
        "open_commitments",
        "USD 60.00 is still committed, though the grant is over.",
        "Post what was paid, and cancel the rest of these commitments.",
    ),
    (
        {
            "book": rule(RuleKind.EXTENSION_NOTICE, days=420),
        },
        NOTE,
        "extension_notice",
        "The last day to ask for an extension is 7 Nov 2019; USD 500.00 is still available.",
        "Decide whether to ask the funder for more time.",
    ),
    (
        {"book": rule(RuleKind.REPORT, choice="quarterly", days=80, note="SF-425")},
        WARNING,
        "report_late",
        "2 reports are late; the oldest is SF-425: period to 31 Mar 2019, due on 19 Jun 2019.",
        "Make the report and submit it, or note when it was sent.",
    ),
    (
        {
            "book": rule(RuleKind.REPORT, choice="quarterly", days=30, note="SF-425"),
            "period": Period.of_days(date(2019, 7, 1), date(2020, 12, 31)),
        },
        NOTE,
        "report_due",
        "SF-425 is due on 30 Oct 2019.",
        "Make the report, and send it before that day.",
    ),
    (
        {"budgeted": None},
        NOTE,
        "no_budget",
        "It has costs or cash, but no approved budget.",
        "Add its budget, or approve the draft.",
    ),
    (
        {"has_agreement": False},
        NOTE,
        "no_agreement",
        "It stands under no agreement.",
        "Choose the agreement it was given under, or add it.",
    ),
    (
        {"book": RuleBook()},
        NOTE,
        "no_rules",
        "It has no rule book, so its rules are not checked.",
        "Take the rules from a preset, and compare them with the agreement.",
    ),
]


def _told(language: Language, finding: Finding) -> tuple[Severity, str, str, str]:
    sentence, fix = (language.text(said).replace("\u00a0", " ") for said in (finding.sentence, finding.fix))
    return finding.severity, finding.code, sentence, fix


def test_a_grant_in_order_is_not_mentioned() -> None:
    assert list(check_grant(WELL, today=TODAY)) == []


@pytest.mark.parametrize(("changes", "severity", "code", "sentence", "fix"), CASES, ids=[case[2] for case in CASES])
def test_each_fault_is_told(
    english: Language, changes: dict[str, Any], severity: Severity, code: str, sentence: str, fix: str
) -> None:
    found = [_told(english, finding) for finding in check_grant(replace(WELL, **changes), today=TODAY)]
    expected = [(severity, code, sentence, fix)]
    beside = [told for told in found if told[1] == "no_rules" and code != "no_rules"]  # an empty book says so too
    assert [told for told in found if told not in beside] == expected


def codes(**changes: Any) -> list[str]:
    return [finding.code for finding in check_grant(replace(WELL, **changes), today=TODAY)]


def test_costs_beyond_the_rule_are_told_by_the_rule_alone() -> None:
    assert codes(costs=OVER_BY_15_PER_CENT, overspent=OVER, direct=Decimal(850)) == ["flexibility_total"]
    assert codes(costs=OVER_BY_15_PER_CENT, overspent=OVER, direct=Decimal(850), book=LINE) == [
        "flexibility_line",
        "overspent_category",
    ]


def test_what_nobody_uses_needs_no_papers() -> None:
    unused = {"in_use": False, "budgeted": None, "has_agreement": False, "book": RuleBook(), "period": None}
    assert codes(**unused, received=Decimal(0), direct=Decimal(0), instalments=()) == []


def test_what_is_closed_needs_no_papers_any_more() -> None:
    assert codes(has_agreement=False, budgeted=None, closed_on=date(2019, 9, 1)) == []


def test_no_extension_is_needed_without_money_or_before_its_time() -> None:
    notice = rule(RuleKind.EXTENSION_NOTICE, days=420)
    assert codes(book=notice, direct=Decimal(1000), received=Decimal(1000)) == []
    assert codes(book=rule(RuleKind.EXTENSION_NOTICE, days=30)) == []
    assert codes(book=rule(RuleKind.EXTENSION_NOTICE, days=30), period=None) == ["no_dates"]


def test_a_report_of_a_grant_that_is_closed_is_not_asked_for() -> None:
    assert codes(book=rule(RuleKind.REPORT, choice="quarterly", days=30), closed_on=date(2019, 10, 1)) == []
    assert codes(book=rule(RuleKind.REPORT, choice="quarterly", days=40)) == ["report_late"]
    sent = tuple(
        SentReport(end.month, "", "", end, ReportStatus.SUBMITTED) for end in (date(2019, 3, 31), date(2019, 6, 30))
    )
    assert codes(book=rule(RuleKind.REPORT, choice="quarterly", days=40), sent=sent) == []


def of_office(**facts: Any) -> list[Finding]:
    return check_office(OfficeFacts(**facts), today=TODAY)


def test_an_agreement_that_is_not_signed_though_money_moves(english: Language) -> None:
    assert of_office(agreements=(AgreementFacts(4, "MOU-1"),)) == []
    (found,) = of_office(agreements=(AgreementFacts(4, "MOU-1", used_by=("GR-1", "GR-2")),))
    assert _told(english, found) == (
        WARNING,
        "unsigned_agreement",
        "It has no date of signature, though money moves in GR-1 and GR-2.",
        "Enter when it was signed, or stop paying until it is.",
    )
    assert (found.register, found.record_id, found.label) == ("agreements", 4, "MOU-1")


def test_an_agreement_that_expired_though_its_grants_go_on(english: Language) -> None:
    over = AgreementFacts(4, "MOU-1", date(2018, 1, 1), date(2019, 9, 30), running=("GR-1",))
    (found,) = of_office(agreements=(over, replace(over, running=()), replace(over, ends_on=None)))
    assert _told(english, found)[1:3] == ("expired_agreement", "It ended on 30 Sep 2019, though GR-1 goes on.")


def test_an_obligation_whose_day_has_passed(english: Language) -> None:
    late = ObligationFacts(9, "MOU-1", "Name a focal point", date(2019, 10, 20))
    (found,) = of_office(obligations=(late, replace(late, due_on=TODAY)))
    assert _told(english, found) == (
        WARNING,
        "obligation_overdue",
        "“Name a focal point” is 1 day late.",
        "Fulfil it, agree another day, or note that it is done.",
    )
    assert (found.register, found.record_id, found.label) == ("obligations", 9, "MOU-1")


def test_a_budget_that_waits_for_more_than_a_month(english: Language) -> None:
    waiting = RequestFacts(5, "GR-7", date(2019, 9, 20))
    (found,) = of_office(requests=(waiting, replace(waiting, requested_on=date(2019, 9, 21))))
    assert _told(english, found)[1:3] == (
        "long_requested",
        "Approval of its budget was asked for on 20 Sep 2019, 31 days ago.",
    )
    assert (found.register, found.record_id, found.label) == ("budgets", 5, "GR-7")


def test_the_worst_stand_first() -> None:
    found = of_office(
        grants=(replace(WELL, has_agreement=False), replace(WELL, ineligible=((CostCategory.STAFF, Decimal(1)),))),
        entries_without_grant=2,
    )
    assert [finding.code for finding in found] == ["ineligible_category", "no_grant", "no_agreement"]
