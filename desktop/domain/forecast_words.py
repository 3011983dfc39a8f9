"""What a forecast says in words: its sentence, and how it was worked out."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from desktop.domain.forecast import Forecast, Method, SpendingFacts, months_ahead, pace_window
from desktop.domain.money import ONE, ZERO, Money, add_up
from desktop.language import Message, say

_DIGITS_TOLD: Final = 3


def about(amount: Decimal) -> Decimal:
    """An amount in its first three digits, half up: 61,193.41 is about 61,200; below a thousand, whole units."""
    places = max(amount.adjusted() + 1 - _DIGITS_TOLD, 0)
    step = Decimal(10) ** places
    return (amount / step).quantize(ONE, rounding=ROUND_HALF_UP) * step


def sentence(forecast: Forecast) -> Message:
    """What a forecast comes to, for an officer: about amounts of three digits, since more would claim to know."""
    if forecast.today >= forecast.ends_on:
        return _ended(forecast)
    returned, over = (Money(about(part.amount), part.currency) for part in (forecast.returns, forecast.over))
    day = forecast.cash_ends_on
    if day is None:
        return _lasting(returned, over)
    if day <= forecast.today:
        if over:
            return say("Cash is used up; at this pace about {over} would be missing at the end.", over=over)
        return say("Cash is used up; at this pace about {returned} would return to the funder.", returned=returned)
    if over:
        return say("At this pace cash lasts until {day}; about {over} would be missing at the end.", day=day, over=over)
    return say(
        "At this pace cash lasts until {day}; about {returned} would return to the funder.",
        day=day,
        returned=returned,
    )


def _lasting(returned: Money, over: Money) -> Message:
    if over:
        return say("At this pace cash lasts to the end; about {over} would be spent too much.", over=over)
    return say("At this pace cash lasts to the end; about {returned} would return to the funder.", returned=returned)


def _ended(forecast: Forecast) -> Message:
    if forecast.over:
        return say("The grant has ended; {over} more was spent than there was.", over=forecast.over)
    return say("The grant has ended; {returned} returns to the funder.", returned=forecast.returns)


def formula(facts: SpendingFacts, shown: Forecast) -> tuple[Message, ...]:
    """How a forecast was worked out, sentence by sentence, with its figures."""
    return (
        _pace_formula(facts, shown),
        *_staffing_formula(facts, shown),
        say(
            "To the end, {months} months, that makes {forecast}.",
            months=months_ahead(facts.period, shown.today),
            forecast=shown.forecast,
        ),
        say(
            "Cash on hand is received − spent: {received} − {spent} = {cash}.",
            received=facts.received,
            spent=facts.spent,
            cash=shown.cash,
        ),
        say(
            "What returns is {funds} − spent {spent} − {forecast} to come = {left}.",
            funds=facts.funds,
            spent=facts.spent,
            forecast=shown.forecast,
            left=shown.returns - shown.over,
        ),
    )


def _staffing_formula(facts: SpendingFacts, shown: Forecast) -> tuple[Message, ...]:
    """What deployments have in it, where they are told apart."""
    if shown.method is not Method.PLAN or not facts.staffing:
        return ()
    signed = sum((month.signed for month in facts.staffing), ZERO)
    planned = sum((month.planned for month in facts.staffing), ZERO)
    return (
        say(
            "Deployments stand in their own months: {signed} is committed for them, {planned} is planned.",
            signed=Money(signed, facts.currency),
            planned=Money(planned, facts.currency),
        ),
    )


def _pace_formula(facts: SpendingFacts, shown: Forecast) -> Message:
    if shown.method is Method.PLAN:
        if facts.phases:
            return say(
                "Open commitments of {committed} in even days, and what the phases of the budget plan beyond them: "
                "{monthly} a month.",
                committed=facts.committed,
                monthly=shown.monthly,
            )
        return say(
            "Open commitments of {committed} and the rest of the budget in even days: {monthly} a month.",
            committed=facts.committed,
            monthly=shown.monthly,
        )
    window = pace_window(facts.period, shown.today) if shown.method is Method.SIX_MONTHS else None
    if window is None:
        return say(
            "Spent since the start, {spent}, by the months since then: {monthly} a month.",
            spent=facts.spent,
            monthly=shown.monthly,
        )
    months = list(window.months())
    spent = add_up((Money(facts.spent_by_month.get(month, ZERO), facts.currency) for month in months), facts.currency)
    return say(
        "Spent from {first} to {last}: {spent} in {count} full months, {monthly} a month.",
        first=window.start,
        last=window.last,
        spent=spent,
        count=len(months),
        monthly=shown.monthly,
    )
