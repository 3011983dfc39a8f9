"""The project check says what is wrong with a grant, by how much, and what to do; and is silent when all is well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.checks import EntryFacts, GrantFacts, Overspent, check_grant
from desktop.domain.codes import CostCategory
from desktop.domain.finding import SEVERITY_NAMES, Finding, Severity
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.language import Language

TODAY = date(2019, 10, 21)
NO_BREAK = "\u00a0"

WELL = GrantFacts(
    id=7,
    reference="NER-CT-01",
    awarded=Money(Decimal("113000.00"), "USD"),
    period=Period.of_days(date(2019, 1, 1), date(2020, 12, 31)),
    received=Decimal("60000.00"),
    committed=Decimal("1000.00"),
    direct=Decimal("50000.00"),
    indirect=Decimal("6500.00"),
    budgeted=Decimal("113000.00"),
    indirect_rate=Decimal("0.13"),
)


def facts(**changes: Any) -> GrantFacts:
    return replace(WELL, **changes)


def found(grant: GrantFacts, *, today: date = TODAY) -> list[Finding]:
    return list(check_grant(grant, today=today))


def codes(grant: GrantFacts, *, today: date = TODAY) -> list[str]:
    return [finding.code for finding in found(grant, today=today)]


def only(grant: GrantFacts, *, today: date = TODAY) -> Finding:
    (finding,) = found(grant, today=today)
    return finding


def read(language: Language, finding: Finding) -> str:
    return language.join((finding.sentence, finding.fix)).replace(NO_BREAK, " ")


def test_a_grant_that_is_well_is_not_mentioned() -> None:
    assert found(WELL) == []
    assert WELL.spent == Decimal("56500.00")


def test_an_award_without_anything_yet_is_well() -> None:
    assert found(GrantFacts(1, "NEW", Money(Decimal("50000.00"), "EUR"))) == []


def test_a_finding_leads_to_its_grant() -> None:
    finding = only(facts(entries=EntryFacts(outside=1)))
    assert (finding.register, finding.record_id, finding.label) == ("grants", 7, "NER-CT-01")


def test_more_spent_than_awarded(english: Language) -> None:
    finding = found(facts(direct=Decimal("101062.02"), indirect=Decimal("13138.06")))[0]
    assert (finding.code, finding.severity) == ("overspent", Severity.ERROR)
    assert read(english, finding) == (
        "Overspent by USD 1,200.08. The final statement cannot be closed. "
        "Move costs to another grant, or agree a higher amount with the funder."
    )


def test_the_last_cent_of_the_award_may_be_spent() -> None:
    whole = facts(direct=Decimal("100000.00"), indirect=Decimal("13000.00"), received=Decimal("113000.00"))
    assert codes(replace(whole, committed=Decimal(0))) == []
    cent_more = replace(whole, committed=Decimal(0), direct=Decimal("100000.01"))
    assert "overspent" in codes(cent_more)


def test_more_spent_and_committed_than_received(english: Language) -> None:
    finding = only(facts(received=Decimal("57000.00")))
    assert (finding.code, finding.severity) == ("commitments_above_cash", Severity.WARNING)
    assert read(english, finding) == (
        "Spent and committed exceed cash received by USD 500.00. "
        "Ask the funder for the next instalment before committing more."
    )


def test_cash_that_just_covers_is_enough() -> None:
    assert codes(facts(received=Decimal("57500.00"))) == []
    assert codes(facts(received=Decimal("57499.99"))) == ["commitments_above_cash"]


def test_no_cash_at_all_is_the_worst_case_of_it(english: Language) -> None:
    finding = only(facts(received=Decimal(0)))
    assert read(english, finding).startswith("Spent and committed exceed cash received by USD 57,500.00.")


def test_an_overspent_grant_is_not_also_told_to_ask_for_cash() -> None:
    over = facts(direct=Decimal("200000.00"), indirect=Decimal("26000.00"))
    assert codes(over) == ["overspent"]


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (1, "1 cost is dated outside the grant's period."),
        (2, "2 costs are dated outside the grant's period."),
        (1204, "1,204 costs are dated outside the grant's period."),
    ],
)
def test_costs_outside_the_period(english: Language, count: int, sentence: str) -> None:
    finding = only(facts(entries=EntryFacts(outside=count)))
    assert (finding.code, finding.severity) == ("outside_period", Severity.ERROR)
    assert english.text(finding.sentence) == sentence


def test_a_budget_that_is_not_the_award(english: Language) -> None:
    finding = only(facts(budgeted=Decimal("112999.99")))
    assert (finding.code, finding.severity) == ("budget_total", Severity.WARNING)
    assert read(english, finding) == (
        "The budget sums to USD 112,999.99, the grant is USD 113,000.00. "
        "Correct the budget lines, or the amount of the grant."
    )


def test_no_budget_is_no_wrong_budget() -> None:
    assert codes(facts(budgeted=None)) == []
    assert codes(facts(budgeted=Decimal(0))) == ["budget_total"]


@pytest.mark.parametrize(
    ("indirect", "difference"),
    [
        ("6500.01", "USD 0.01 over"),
        ("6499.99", "USD 0.01 short of"),
        ("0.00", "USD 6,500.00 short of"),
        ("7500.00", "USD 1,000.00 over"),
    ],
)
def test_support_costs_that_are_not_rate_times_direct(english: Language, indirect: str, difference: str) -> None:
    finding = only(facts(indirect=Decimal(indirect)))
    assert (finding.code, finding.severity, finding.entries) == ("indirect_cost", Severity.WARNING, ("category=8",))
    assert read(english, finding) == (
        f"Support costs posted are {difference} 13 % of the direct costs. "
        "Post the difference as an adjustment of category 8."
    )


@pytest.mark.parametrize(("rate", "shown"), [("0.1", "10 %"), ("0.075", "7.5 %"), ("1", "100 %"), ("0.070000", "7 %")])
def test_the_rate_is_written_as_people_write_it(english: Language, rate: str, shown: str) -> None:
    finding = only(facts(indirect_rate=Decimal(rate), indirect=Decimal("1.00")))
    assert f" {shown} of the direct costs." in read(english, finding)


def test_support_costs_of_a_franc_grant_are_whole_francs() -> None:
    francs = facts(awarded=Money(Decimal(1000000), "XOF"), budgeted=None, direct=Decimal(150), indirect=Decimal(20))
    assert codes(francs) == []  # 19.5 is rounded half up
    assert codes(replace(francs, indirect=Decimal(19))) == ["indirect_cost"]


def test_a_grant_without_a_rate_is_not_held_to_one() -> None:
    assert codes(facts(indirect_rate=None, indirect=Decimal("1.00"))) == []
    assert codes(facts(indirect_rate=Decimal(0), indirect=Decimal("1.00"))) == ["indirect_cost"]


def test_one_overspent_category(english: Language) -> None:
    finding = only(facts(overspent=(Overspent(CostCategory.EQUIPMENT, Decimal("1712.40")),)))
    assert (finding.code, finding.severity) == ("overspent_category", Severity.WARNING)
    assert read(english, finding) == (
        "Equipment and vehicles is overspent by USD 1,712.40. "
        "Compare with what the agreement allows to move between categories."
    )


def test_an_overspent_category_is_told_with_what_is_committed_too(english: Language) -> None:
    equipment = Overspent(CostCategory.EQUIPMENT, Decimal("1712.40"), Decimal("2480.00"))
    assert english.text(only(facts(overspent=(equipment,))).sentence).replace(NO_BREAK, " ") == (
        "Equipment and vehicles is overspent by USD 1,712.40; by USD 4,192.40 with what is committed."
    )
    travel = Overspent(CostCategory.TRAVEL, Decimal("10.00"))
    assert english.text(only(facts(overspent=(travel, equipment))).sentence).replace(NO_BREAK, " ") == (
        "2 categories are overspent, most of all Equipment and vehicles by USD 1,712.40; "
        "by USD 4,192.40 with what is committed."
    )


def test_a_commitment_given_back_adds_nothing_to_what_is_overspent(english: Language) -> None:
    travel = Overspent(CostCategory.TRAVEL, Decimal("10.00"), Decimal("-4.00"))
    assert english.text(only(facts(overspent=(travel,))).sentence).replace(NO_BREAK, " ") == (
        "Travel is overspent by USD 10.00."
    )


def test_of_several_overspent_categories_the_worst_is_named(english: Language) -> None:
    over = (
        Overspent(CostCategory.STAFF, Decimal("10.00")),
        Overspent(CostCategory.TRAVEL, Decimal("920.00")),
        Overspent(CostCategory.INDIRECT, Decimal("0.01")),
    )
    assert english.text(only(facts(overspent=over)).sentence).replace(NO_BREAK, " ") == (
        "3 categories are overspent, most of all Travel by USD 920.00."
    )


def test_in_a_grant_that_is_overspent_the_categories_say_no_more() -> None:
    over = facts(
        direct=Decimal("200000.00"),
        indirect=Decimal("26000.00"),
        overspent=(Overspent(CostCategory.TRAVEL, Decimal("920.00")),),
    )
    assert codes(over) == ["overspent"]


@pytest.mark.parametrize(("count", "sentence"), [(1, "1 cost has no category."), (12, "12 costs have no category.")])
def test_costs_without_a_category(english: Language, count: int, sentence: str) -> None:
    finding = only(facts(entries=EntryFacts(without_category=count)))
    assert (finding.code, finding.severity, finding.entries) == ("no_category", Severity.WARNING, ("category=",))
    assert english.join((finding.sentence, finding.fix)) == f"{sentence} Open them in the ledger and choose a category."


@pytest.mark.parametrize(
    ("days", "near"), [(-1, False), (0, True), (1, True), (89, True), (90, True), (91, False), (400, False)]
)
def test_a_grant_that_ends_within_ninety_days(days: int, near: bool) -> None:
    last = TODAY + timedelta(days=days)
    ends = Period.of_days(date(2018, 1, 1), last)
    assert codes(facts(period=ends, committed=Decimal(0))) == (["ending"] if near else [])


def test_the_end_is_the_last_day_as_people_write_it(english: Language) -> None:
    finding = only(facts(period=Period.of_days(date(2019, 1, 1), date(2019, 12, 31))))
    assert finding.severity is Severity.NOTE
    assert english.join((finding.sentence, finding.fix)) == (
        "Ends on 31 Dec 2019. Plan the last costs, the final report, or ask for an extension."
    )


def test_the_same_sentence_in_french(speak: Callable[[str], Language]) -> None:
    finding = only(facts(received=Decimal("57000.00")))
    assert f"500,00{NO_BREAK}USD" in speak("fr").text(finding.sentence)
    assert speak("fr").text(finding.fix) != str(finding.fix)


def test_all_that_is_wrong_is_said_at_once() -> None:
    grant = facts(
        received=Decimal("57000.00"),
        entries=EntryFacts(outside=2, without_category=3),
        budgeted=Decimal("100000.00"),
        indirect=Decimal("6499.00"),
        overspent=(Overspent(CostCategory.TRAVEL, Decimal("1.00")),),
        period=Period.of_days(date(2019, 1, 1), date(2019, 12, 31)),
    )
    assert codes(grant) == [
        "commitments_above_cash",
        "outside_period",
        "budget_total",
        "indirect_cost",
        "no_category",
        "overspent_category",
        "ending",
    ]


cents = st.integers(0, 10**9).map(lambda number: Decimal(number).scaleb(-2))


@settings(max_examples=150)
@given(direct=cents, indirect=cents, committed=cents, received=cents)
def test_the_money_rules_speak_exactly_when_their_sums_say_so(
    direct: Decimal, indirect: Decimal, committed: Decimal, received: Decimal
) -> None:
    grant = facts(direct=direct, indirect=indirect, committed=committed, received=received, indirect_rate=None)
    said = set(codes(grant))
    over = direct + indirect > Decimal("113000.00")
    short = direct + indirect + committed > received
    assert ("overspent" in said) is over
    assert ("commitments_above_cash" in said) is (short and not over)
    assert ("received_above_award" in said) is (received > Decimal("113000.00"))
    assert said <= {"overspent", "commitments_above_cash", "received_above_award"}


def test_an_error_outweighs_a_warning_and_a_warning_a_note() -> None:
    assert Severity.ERROR > Severity.WARNING > Severity.NOTE
    assert [str(SEVERITY_NAMES[severity]) for severity in sorted(Severity)] == ["Note", "Warning", "Error"]


@pytest.mark.parametrize("where", ["received", "committed", "direct", "indirect", "budgeted"])
def test_a_figure_with_more_decimals_than_its_currency_is_told_whole(english: Language, where: str) -> None:
    plain = GrantFacts(id=7, reference="NER-CT-01", awarded=Money(Decimal(900), "XOF"))
    changes: dict[str, Any] = {where: Decimal("12.34")}
    finding = found(replace(plain, **changes))[0]
    assert (finding.code, finding.severity) == ("decimals", Severity.ERROR)
    assert read(english, finding) == (
        "XOF 12.34 has more decimals than its currency. "
        "Look for such amounts in the grant, its budget and its ledger, and round them."
    )
