"""What speaks against an act of signing, and what it does to grants and lines: values, before anything is kept.

What is refused is an error; a warning says what someone should know, and lets them go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.finding import Finding, Severity
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.figures import behind
from desktop.domain.staffing.pricing import Priced
from desktop.domain.staffing.sharing import ConvertedPart
from desktop.language import Message, Month, say, say_many


@dataclass(frozen=True, slots=True)
class GrantLeft:
    """A grant that pays, and what is left of it."""

    id: int
    reference: str
    currency: str
    left: Decimal
    ends_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class LineLeft:
    """A budget line that pays, by its first line, and what is left of it."""

    id: int
    code: str
    left: Decimal


@dataclass(frozen=True, slots=True)
class Effect:
    """What an act does to a grant and one of its lines: `amount` is what is committed more, or less.

    `available` is what is left of the grant, `line_left` of the line, before and after; `line_left` is None without a
    line of an approved budget. Where an act touches several lines of a grant, each effect has the grant as a whole.
    """

    grant_id: int
    grant: str
    line_id: int | None
    line: str
    amount: Money
    available_before: Money
    available_after: Money
    line_left_before: Money | None = None
    line_left_after: Money | None = None


def effects(
    amounts: Mapping[tuple[int, int | None], Decimal],
    grants: Mapping[int, GrantLeft],
    lines: Mapping[int, LineLeft],
) -> tuple[Effect, ...]:
    """What is committed more or less on each grant and line, and what that leaves."""
    of_grant: dict[int, Decimal] = {}
    for (grant_id, _line), amount in amounts.items():
        of_grant[grant_id] = of_grant.get(grant_id, Decimal(0)) + amount
    found: list[Effect] = []
    for (grant_id, line_id), amount in amounts.items():
        grant, line = grants[grant_id], lines.get(line_id or 0)
        before = Money(grant.left, grant.currency)
        found.append(
            Effect(
                grant_id,
                grant.reference,
                line_id,
                "" if line is None else line.code,
                Money(amount, grant.currency),
                before,
                before - Money(of_grant[grant_id], grant.currency),
                None if line is None else Money(line.left, grant.currency),
                None if line is None else Money(line.left - amount, grant.currency),
            )
        )
    return tuple(sorted(found, key=lambda effect: (effect.grant, effect.line)))


# --- what is refused ----------------------------------------------------------------------------------------------


def refusal(deployment: Deployment, sentence: Message, fix: Message, code: str = "not_signed") -> Finding:
    """That something cannot be done with a deployment."""
    return Finding(Severity.ERROR, code, sentence, fix, "deployments", deployment.id, deployment.reference)


def lacking(findings: Sequence[Finding], priced: Priced, new: Sequence[Period]) -> list[Finding]:
    """Of what is not known of a price, in the order rates, shares, exchange rates, that which concerns `new` days."""
    told = [*(missing.days for missing in priced.rates), *(missing.days for missing in priced.shares)]
    concerned = [any(days.start < each.end and each.start < days.end for each in new) for days in told]
    quotes = [
        any(period.start.replace(day=1) <= missing.month < period.end for period in new) for missing in priced.quotes
    ]
    return [finding for finding, counts in zip(findings, (*concerned, *quotes), strict=True) if counts]


def closed(grant: GrantLeft, deployments: Sequence[Deployment], *, on: date, last: date) -> Iterator[Finding]:
    """That a grant was closed before an act, or before the last month that it would have to pay more."""
    if grant.closed_on is None or (on <= grant.closed_on and last <= grant.closed_on):
        return
    yield Finding(
        Severity.ERROR,
        "deployment_grant_closed",
        say(
            "{grant} was closed on {day}; it cannot pay {deployments}.",
            grant=grant.reference,
            day=grant.closed_on,
            deployments=tuple(deployment.reference for deployment in deployments),
        ),
        say("Say which other grant pays from then on, or open the grant again."),
        "grants",
        grant.id,
        grant.reference,
    )


# --- what someone should know -------------------------------------------------------------------------------------


def outliving(
    deployment: Deployment, parts: Sequence[ConvertedPart], grants: Mapping[int, GrantLeft]
) -> Iterator[Finding]:
    """That contracts outlive the grants that pay them: by how many days, and what falls behind their ends."""
    for grant_id in dict.fromkeys(part.grant_id for part in parts):
        grant = grants[grant_id]
        mine = [part for part in parts if part.grant_id == grant_id]
        last = max(part.of.part.days.last for part in mine)
        if grant.ends_on is None or last <= grant.ends_on:
            continue
        amount = sum((behind(part, grant.ends_on).amount for part in mine), Decimal(0))
        yield Finding(
            Severity.WARNING,
            "contract_outlives_grant",
            say_many(
                "{deployment} outlives {grant}, which ends on {day}, by {count} day: {amount} falls behind its end.",
                "{deployment} outlives {grant}, which ends on {day}, by {count} days: {amount} falls behind its end.",
                count=(last - grant.ends_on).days,
                deployment=deployment.reference,
                grant=grant.reference,
                day=grant.ends_on,
                amount=Money(amount, grant.currency),
            ),
            say("Say which grant pays from the day after, end the contract with the grant, or ask for an extension."),
            "deployments",
            deployment.id,
            deployment.reference,
        )


def lacking_money(found: Sequence[Effect]) -> Iterator[Finding]:
    """That a line, or a grant as a whole, has less than what would be committed."""
    for effect in found:
        after = effect.line_left_after
        if effect.amount.amount > 0 and after is not None and after.amount < 0:
            yield _short(
                effect,
                "line_lacks_money",
                say("Line {line} of {grant} lacks {amount}.", line=effect.line, grant=effect.grant, amount=-after),
                say("Revise the budget, choose another line, or plan less."),
            )
    for effect in {each.grant_id: each for each in found}.values():
        if effect.available_after.amount < 0 and effect.available_after.amount < effect.available_before.amount:
            yield _short(
                effect,
                "grant_lacks_money",
                say("{grant} lacks {amount}.", grant=effect.grant, amount=-effect.available_after),
                say("Ask the funder for more, share the cost with another grant, or plan less."),
            )


def _short(effect: Effect, code: str, sentence: Message, fix: Message) -> Finding:
    return Finding(Severity.WARNING, code, sentence, fix, "grants", effect.grant_id, effect.grant)


def counted_twice(grant: GrantLeft, amount: Decimal) -> Finding:
    """That costs of deployments do not liquidate what was committed for them."""
    return Finding(
        Severity.WARNING,
        "deployment_counted_twice",
        say(
            "{amount} was invoiced for deployments and is committed still: it counts as spent and as committed.",
            amount=Money(amount, grant.currency),
        ),
        say("Let the costs name the commitment that they fulfil, or cancel as much of it."),
        "grants",
        grant.id,
        grant.reference,
    )


def unfilled(deployment: Deployment) -> Finding:
    """That nobody is known yet who serves."""
    return Finding(
        Severity.WARNING,
        "nobody_serves",
        say("Nobody fills {deployment} yet.", deployment=deployment.reference),
        say("Choose the volunteer, or sign it now and choose later."),
        "deployments",
        deployment.id,
        deployment.reference,
    )


def invoiced(deployment: Deployment, months: Sequence[date], amount: Money) -> Finding:
    """That months after an early end stay committed, because an invoice took them already."""
    return Finding(
        Severity.WARNING,
        "invoiced_already",
        say(
            "{amount} of {deployment} for {months} was invoiced already and stays as it is.",
            amount=amount,
            deployment=deployment.reference,
            months=tuple(Month(month) for month in months),
        ),
        say("Ask the agency for a credit, and post it as a refund."),
        "deployments",
        deployment.id,
        deployment.reference,
    )
