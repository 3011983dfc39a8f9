"""The borders of what is refused or warned of: equal days, just enough money, several grants and lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.finding import Finding, Severity
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.rates import SAME_CURRENCY
from desktop.domain.staffing import judging
from desktop.domain.staffing.cost import MissingRate, Part
from desktop.domain.staffing.judging import Effect, GrantLeft, LineLeft
from desktop.domain.staffing.pricing import Priced
from desktop.domain.staffing.sharing import ConvertedPart, MissingQuote, MissingShare, SharedPart
from desktop.domain.volunteer_terms import Component
from desktop.language import Language, Message, say
from tests.helpers.staffing import contract, deployment

JANUARY, FEBRUARY, MARCH, APRIL = (date(2024, month, 1) for month in (1, 2, 3, 4))
END = date(2024, 3, 31)
ONE = deployment(contract(JANUARY, END))
TWO = replace(ONE, id=2, reference="D-002")


def _usd(amount: str | int) -> Money:
    return Money(Decimal(amount), "USD")


def _read(english: Language, told: Message) -> str:
    return english.text(told).replace("\u00a0", " ")


def _grant(left: str | int = 1000, number: int = 1, **days: date) -> GrantLeft:
    return GrantLeft(number, f"GR-{number}", "USD", Decimal(left), **days)


def _part(first: date, last: date, amount: str | int, grant: int = 1) -> ConvertedPart:
    part = Part(1, ONE.contracts[0], Component.LIVING, Period.of_days(first, last), _usd(amount))
    return ConvertedPart(SharedPart(part, grant, None, part.money), part.money, SAME_CURRENCY)


# --- effects ------------------------------------------------------------------------------------------------------


def test_an_effect_has_both_sides_of_the_grant_and_of_its_line() -> None:
    (told,) = judging.effects({(1, 7): Decimal("300.25")}, {1: _grant()}, {7: LineLeft(7, "1.1", Decimal(500))})

    assert told == Effect(1, "GR-1", 7, "1.1", _usd("300.25"), _usd(1000), _usd("699.75"), _usd(500), _usd("199.75"))


def test_a_line_without_an_approved_budget_has_nothing_to_tell() -> None:
    (told,) = judging.effects({(1, 8): Decimal(5)}, {1: _grant()}, {7: LineLeft(7, "1.1", Decimal(500))})

    assert (told.line_id, told.line, told.line_left_before, told.line_left_after) == (8, "", None, None)
    assert judging.effects({}, {}, {}) == ()


def test_effects_stand_by_grant_and_line_and_each_grant_has_only_its_own_amounts() -> None:
    lines = {number: LineLeft(number, f"1.{number}", Decimal(10)) for number in (7, 8)}
    amounts = {(2, None): Decimal(1), (1, 8): Decimal(2), (1, 7): Decimal(-3)}

    found = judging.effects(amounts, {1: _grant(100), 2: replace(_grant(50, 2), currency="EUR")}, lines)

    assert [(each.grant, each.line, str(each.available_after.amount)) for each in found] == [
        ("GR-1", "1.7", "101.00"),
        ("GR-1", "1.8", "101.00"),
        ("GR-2", "", "49.00"),
    ]
    assert [str(each.line_left_after.amount) for each in found if each.line_left_after] == ["13.00", "8.00"]
    assert found[2].amount == Money(Decimal(1), "EUR")


# --- money that lacks ---------------------------------------------------------------------------------------------


def _lacking(
    english: Language, amounts: dict[tuple[int, int | None], str], *, grant: str = "1000", line: str = "1000"
) -> list[tuple[str, str]]:
    told = judging.effects(
        {place: Decimal(amount) for place, amount in amounts.items()},
        {1: _grant(grant), 2: _grant(grant, 2)},
        {number: LineLeft(number, f"1.{number}", Decimal(line)) for number in (7, 8)},
    )
    return [(finding.code, _read(english, finding.sentence)) for finding in judging.lacking_money(told)]


def test_just_enough_is_enough_and_a_cent_more_is_told(english: Language) -> None:
    assert _lacking(english, {(1, 7): "1000.00"}) == []
    assert _lacking(english, {(1, 7): "1000.01"}, grant="5000") == [
        ("line_lacks_money", "Line 1.7 of GR-1 lacks USD 0.01.")
    ]
    assert _lacking(english, {(1, 7): "1000.01"}, line="5000") == [("grant_lacks_money", "GR-1 lacks USD 0.01.")]


def test_what_gives_back_is_never_warned_of_however_little_there_was(english: Language) -> None:
    assert _lacking(english, {(1, 7): "-1.00"}, grant="-500", line="-500") == []
    assert _lacking(english, {(1, 7): "0.00"}, grant="-500", line="-500") == []


def test_a_line_that_gives_to_another_leaves_the_grant_alone(english: Language) -> None:
    assert _lacking(english, {(1, 7): "-10.00", (1, 8): "10.00"}, grant="-500", line="5") == [
        ("line_lacks_money", "Line 1.8 of GR-1 lacks USD 5.00.")
    ]


def test_a_grant_that_lacks_money_is_told_once_for_all_its_lines_and_after_them(english: Language) -> None:
    found = _lacking(english, {(1, 7): "20", (1, 8): "20", (2, None): "20"}, grant="10", line="15")

    assert found == [
        ("line_lacks_money", "Line 1.7 of GR-1 lacks USD 5.00."),
        ("line_lacks_money", "Line 1.8 of GR-1 lacks USD 5.00."),
        ("grant_lacks_money", "GR-1 lacks USD 30.00."),
        ("grant_lacks_money", "GR-2 lacks USD 10.00."),
    ]


def test_lacking_money_warns_and_leads_to_the_grant() -> None:
    told = judging.effects({(2, None): Decimal(5)}, {2: _grant(1, 2)}, {})

    (finding,) = judging.lacking_money(told)

    assert (finding.severity, finding.register, finding.record_id, finding.label) == (
        Severity.WARNING,
        "grants",
        2,
        "GR-2",
    )
    assert str(finding.fix) == "Ask the funder for more, share the cost with another grant, or plan less."


# --- closed grants ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "last", "refused"),
    [
        (FEBRUARY, FEBRUARY, False),  # on the day itself it still pays
        (JANUARY, FEBRUARY, False),
        (date(2024, 2, 2), FEBRUARY, True),
        (FEBRUARY, date(2024, 2, 2), True),
        (date(2024, 2, 2), JANUARY, True),
    ],
)
def test_a_grant_pays_up_to_the_day_on_which_it_was_closed(
    english: Language, on: date, last: date, *, refused: bool
) -> None:
    found = list(judging.closed(_grant(closed_on=FEBRUARY), [ONE, TWO], on=on, last=last))

    assert bool(found) is refused
    assert [_read(english, finding.sentence) for finding in found] == (
        ["GR-1 was closed on 1 Feb 2024; it cannot pay D-001 and D-002."] if refused else []
    )
    assert {finding.severity for finding in found} <= {Severity.ERROR}


# --- contracts and the ends of grants -----------------------------------------------------------------------------


def _outliving(english: Language, parts: Sequence[ConvertedPart], *ends: date | None) -> list[str]:
    grants = {number: replace(_grant(number=number), ends_on=end) for number, end in enumerate(ends, 1)}
    return [_read(english, finding.sentence) for finding in judging.outliving(ONE, parts, grants)]


def test_a_contract_that_ends_with_its_grant_does_not_outlive_it_and_one_day_is_said_as_one(english: Language) -> None:
    part = [_part(MARCH, END, 310)]

    assert (
        _outliving(english, part, END)
        == _outliving(english, part, APRIL)
        == _outliving(english, part, None)
        == _outliving(english, part, date.max)
        == []
    )
    assert _outliving(english, part, date(2024, 3, 30)) == [
        "D-001 outlives GR-1, which ends on 30 Mar 2024, by 1 day: USD 10.00 falls behind its end."
    ]
    assert _outliving(english, part, date(2024, 2, 29)) == [
        "D-001 outlives GR-1, which ends on 29 Feb 2024, by 31 days: USD 310.00 falls behind its end."
    ]


def test_each_grant_is_told_of_its_own_parts_in_the_order_in_which_they_pay(english: Language) -> None:
    parts = [
        _part(MARCH, END, 31, grant=2),
        _part(JANUARY, date(2024, 1, 31), 310, grant=1),
        _part(FEBRUARY, date(2024, 2, 29), 29, grant=2),
        _part(APRIL, date(2024, 4, 30), 30, grant=2),
    ]

    assert _outliving(english, parts, date(2024, 1, 31), date(2024, 2, 28)) == [
        "D-001 outlives GR-2, which ends on 28 Feb 2024, by 62 days: USD 62.00 falls behind its end."
    ]
    assert [sentence[:19] for sentence in _outliving(english, parts, date(2024, 1, 30), date(2024, 2, 28))] == [
        "D-001 outlives GR-2",
        "D-001 outlives GR-1",
    ]
    assert _outliving(english, [], END) == []


# --- what is missing on new days ----------------------------------------------------------------------------------


def _concerned(priced: Priced, *new: Period) -> list[str]:
    count = len(priced.rates) + len(priced.shares) + len(priced.quotes)
    findings = [Finding(Severity.ERROR, str(number), say("Missing."), say("Add it.")) for number in range(count)]
    return [finding.code for finding in judging.lacking(findings, priced, new)]


def test_days_that_only_touch_new_ones_do_not_concern_them() -> None:
    days = Period(FEBRUARY, MARCH)
    priced = Priced(
        rates=(MissingRate(1, "D-001", Component.LIVING, days),), shares=(MissingShare(1, days, say("None.")),)
    )

    assert _concerned(priced, Period(JANUARY, FEBRUARY)) == _concerned(priced, Period(MARCH, APRIL)) == []
    assert _concerned(priced, Period(JANUARY, date(2024, 2, 2))) == ["0", "1"]
    assert _concerned(priced, Period(date(2024, 2, 29), APRIL)) == ["0", "1"]
    assert _concerned(priced) == []
    assert _concerned(priced, Period(MARCH, APRIL), Period(JANUARY, APRIL)) == ["0", "1"]


def test_an_exchange_rate_concerns_all_new_days_of_its_month() -> None:
    priced = Priced(quotes=tuple(MissingQuote(1, "XOF", month) for month in (JANUARY, FEBRUARY, MARCH)))

    assert _concerned(priced, Period(date(2024, 1, 31), FEBRUARY)) == ["0"]
    assert _concerned(priced, Period(date(2024, 2, 29), date(2024, 3, 2))) == ["1", "2"]
    assert _concerned(priced, Period(APRIL, date(2024, 5, 1))) == []


# --- what someone should know -------------------------------------------------------------------------------------


def test_warnings_about_deployments_lead_to_them_and_those_about_grants_to_grants(english: Language) -> None:
    found = [
        judging.unfilled(TWO),
        judging.invoiced(TWO, [FEBRUARY, MARCH], _usd(5)),
        judging.counted_twice(_grant(number=3), Decimal("5.50")),
        judging.refusal(TWO, say("No."), say("Do."), "closed_already"),
    ]

    assert [(each.code, each.severity.name.lower(), each.register, each.record_id, each.label) for each in found] == [
        ("nobody_serves", "warning", "deployments", 2, "D-002"),
        ("invoiced_already", "warning", "deployments", 2, "D-002"),
        ("deployment_counted_twice", "warning", "grants", 3, "GR-3"),
        ("closed_already", "error", "deployments", 2, "D-002"),
    ]
    assert [_read(english, each.sentence) for each in found] == [
        "Nobody fills D-002 yet.",
        "USD 5.00 of D-002 for February 2024 and March 2024 was invoiced already and stays as it is.",
        "USD 5.50 was invoiced for deployments and is committed still: it counts as spent and as committed.",
        "No.",
    ]
    assert judging.refusal(ONE, say("No."), say("Do.")).code == "not_signed"
