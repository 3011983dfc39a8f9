"""What speaks against an act, and what it does to grants and lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from desktop.domain.finding import Finding, Severity
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.rates import SAME_CURRENCY
from desktop.domain.staffing import judging
from desktop.domain.staffing.cost import MissingRate, Part
from desktop.domain.staffing.judging import GrantLeft, LineLeft
from desktop.domain.staffing.pricing import Priced
from desktop.domain.staffing.sharing import ConvertedPart, MissingQuote, MissingShare, SharedPart
from desktop.domain.volunteer_terms import Component
from desktop.language import say
from tests.helpers.staffing import contract, deployment

JAN, DEC = date(2019, 1, 1), date(2019, 12, 31)
ONE = deployment(contract(JAN, DEC))


def grant(left: str = "1000", **values: date | None) -> GrantLeft:
    return GrantLeft(1, "GR-1", "USD", Decimal(left), **values)


def part(first: date, last: date, amount: str) -> ConvertedPart:
    money = Money(Decimal(amount), "USD")
    days = Period.of_days(first, last)
    return ConvertedPart(
        SharedPart(Part(1, ONE.contracts[0], Component.LIVING, days, money), 1, None, money), money, SAME_CURRENCY
    )


def test_effects_say_what_is_left_of_the_grant_and_of_each_line() -> None:
    amounts = {(1, 7): Decimal(300), (1, None): Decimal(900)}
    told = judging.effects(amounts, {1: grant()}, {7: LineLeft(7, "1.1", Decimal(200))})
    assert [(each.line, each.available_after.amount) for each in told] == [("", Decimal(-200)), ("1.1", Decimal(-200))]
    assert told[1].line_left_after == Money(Decimal(-100), "USD")
    assert [finding.code for finding in judging.lacking_money(told)] == ["line_lacks_money", "grant_lacks_money"]
    enough = judging.effects({(1, 7): Decimal(-300)}, {1: grant()}, {7: LineLeft(7, "1.1", Decimal(-500))})
    assert list(judging.lacking_money(enough)) == []


def test_only_what_is_missing_on_new_days_counts() -> None:
    old, new = Period.of_days(JAN, date(2019, 1, 31)), Period.of_days(date(2019, 2, 1), DEC)
    priced = Priced(
        rates=(MissingRate(1, "D-001", Component.LIVING, old), MissingRate(1, "D-001", Component.LIVING, new)),
        shares=(MissingShare(1, old, say("None.")),),
        quotes=(MissingQuote(1, "XOF", date(2019, 3, 1)), MissingQuote(1, "XOF", JAN)),
    )
    findings = [Finding(Severity.ERROR, str(number), say("Missing."), say("Add it.")) for number in range(5)]
    assert [finding.code for finding in judging.lacking(findings, priced, [new])] == ["1", "3"]


def test_a_closed_grant_pays_what_was_before() -> None:
    closed = grant(closed_on=date(2019, 6, 30))
    assert list(judging.closed(closed, [ONE], on=JAN, last=date(2019, 6, 1))) == []
    assert [each.code for each in judging.closed(closed, [ONE], on=JAN, last=date(2019, 7, 1))] == [
        "deployment_grant_closed"
    ]
    assert list(judging.closed(grant(), [ONE], on=DEC, last=DEC)) == []


def test_what_falls_behind_the_end_of_a_grant_is_told_with_its_amount() -> None:
    grants = {1: grant(ends_on=date(2019, 11, 15))}
    parts = [part(date(2019, 11, 1), date(2019, 11, 30), "300.00"), part(date(2019, 12, 1), DEC, "310.00")]
    (told,) = judging.outliving(ONE, parts, grants)
    assert "by 46 days" in str(told.sentence)
    assert dict(told.sentence.values)["amount"] == Money(Decimal("460.00"), "USD")
    assert list(judging.outliving(ONE, parts[:1], {1: grant()})) == []


def test_nobody_and_what_was_invoiced() -> None:
    assert judging.unfilled(ONE).severity is Severity.WARNING
    told = judging.invoiced(ONE, [JAN], Money(Decimal(5), "USD"))
    assert str(told.fix) == "Ask the agency for a credit, and post it as a refund."
    assert judging.refusal(ONE, say("No."), say("Do.")).severity is Severity.ERROR
