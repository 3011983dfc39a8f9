"""Matching what the agency invoiced to deployments: how much of an entry is for which one, in which month.

A proposal spreads an entry over those who served, in proportion to their pro forma, to the cent. What is kept replaces
what was matched of the entry before; an invoice from a workbook comes in through the list of matched entries instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.ledger import COSTS
from desktop.domain.money import ZERO, Money, split
from desktop.domain.period import Period, next_month
from desktop.domain.staffing.cost import as_signed
from desktop.domain.staffing.deployment import Deployment
from desktop.language import Message, Month, UserError, say, say_many
from desktop.services.deployments.planning import keep
from desktop.services.records import InvalidRecordError
from desktop.storage.deployment_rows import UnmatchedEntry, costs_of_entry, parts_of, unmatched_entries
from desktop.storage.models import Grant, LedgerEntry
from desktop.storage.office import Office, Outcome, Reading, Unit
from desktop.storage.paying import pricing
from desktop.storage.staffing import deployments

__all__ = ["MatchPart", "Proposal", "UnmatchedEntry", "match", "propose", "unmatched"]


@dataclass(frozen=True, slots=True)
class MatchPart:
    """How much of an entry is for a deployment in a month (its first day), beside what was worked out for it."""

    deployment_id: int
    deployment: str
    month: date
    amount: Money
    pro_forma: Money
    matched: Money
    volunteer: str = ""

    @property
    def difference(self) -> Money:
        """What was invoiced above the pro forma."""
        return self.amount - self.pro_forma


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry spread over deployments and months; `matched` of each part is what is kept already."""

    entry_id: int
    reference: str
    grant: str
    amount: Money
    parts: tuple[MatchPart, ...]

    @property
    def pro_forma(self) -> Money:
        """What all of it should have come to."""
        total = Money.zero(self.amount.currency)
        for part in self.parts:
            total += part.pro_forma
        return total


def propose(office: Office, *, entry_id: int, months: Sequence[date] = ()) -> Proposal:
    """Spreads an entry over the deployments of its grant and line that served in these months, or in that of the entry.

    Raises UserError when nobody served then, or the entry is no cost of a grant.
    """
    with office.read() as session:
        unit = Unit(office, session)
        entry = unit.get(LedgerEntry, entry_id)
        _require_cost(entry)
        wanted = sorted({day.replace(day=1) for day in months} or {entry.entry_on.replace(day=1)})
        weights = _pro_forma(session, entry, wanted)
        kept = parts_of(session, entry_id)
        grant = unit.get(Grant, entry.grant_id or 0).reference
    if not any(amount > 0 for _deployment, amount in weights.values()):
        raise UserError(
            say("Nobody served on this grant and line in {months}.", months=tuple(Month(month) for month in wanted)),
            say("Nothing was matched."),
            say("Choose other months, or look at the shares and rates of the deployments."),
        )
    whole = Money(entry.amount, entry.currency)
    keys = [key for key, (_name, amount) in weights.items() if amount > 0]
    amounts = split(whole, [weights[key][1] for key in keys])
    parts = tuple(
        MatchPart(
            key[0],
            weights[key][0].reference,
            key[1],
            amount,
            Money(weights[key][1], entry.currency),
            Money(kept.get(key, ZERO), entry.currency),
            weights[key][0].volunteer,
        )
        for key, amount in zip(keys, amounts, strict=True)
    )
    return Proposal(entry.id, entry.reference, grant, whole, parts)


def _require_cost(entry: LedgerEntry) -> None:
    if entry.kind not in COSTS or entry.grant_id is None:
        raise UserError(
            say("{entry} is no cost of a grant.", entry=entry.reference),
            say("Nothing was matched."),
            say("Choose an expenditure, an adjustment or a refund."),
        )


def _pro_forma(
    session: Reading, entry: LedgerEntry, months: Sequence[date]
) -> dict[tuple[int, date], tuple[Deployment, Decimal]]:
    """What each deployment was worked out to cost the grant and line of an entry in these months, as it is signed."""
    window = Period(months[0], next_month(months[-1]))
    served = [as_signed(each) for each in deployments(session, grant_id=entry.grant_id, within=window)]
    prices = pricing(session, served)
    found: dict[tuple[int, date], tuple[Deployment, Decimal]] = {}
    for deployment in served:
        for part in prices.of(deployment, within=window).parts:
            same = part.grant_id == entry.grant_id and entry.line_id in {None, part.line_id}
            if same and part.month in months:
                key = (deployment.id, part.month)
                _deployment, amount = found.get(key, (deployment, ZERO))
                found[key] = (deployment, amount + part.money.amount)
    return dict(sorted(found.items(), key=lambda item: (item[0][1], item[1][0].reference)))


def match(office: Office, *, entry_id: int, parts: Sequence[tuple[int, date, Decimal]]) -> Outcome:
    """Keeps which parts of an entry are for which deployments and months, instead of what was matched before.

    Parts are a deployment, a day of the month, and an amount. Raises InvalidRecordError under ``parts`` when they are
    more than the entry or cannot be; nothing is kept then.
    """
    with office.change() as unit:
        entry = unit.get(LedgerEntry, entry_id)
        _require_cost(entry)
        wanted = _summed(parts)
        kept = set()
        for record in costs_of_entry(unit.session, entry_id):
            key = (record.deployment_id, record.month)
            if wanted.get(key) == record.amount:
                kept.add(key)
            else:
                unit.remove(record)
        for key, amount in wanted.items():
            if key not in kept:
                _add(unit, entry_id, key, amount)
        message = say_many(
            "Matched {amount} of {entry} to {count} deployment.",
            "Matched {amount} of {entry} to {count} deployments.",
            count=len({deployment_id for deployment_id, _month in wanted}),
            amount=Money(sum(wanted.values(), ZERO), entry.currency),
            entry=entry.reference,
        )
        return unit.commit(message, record_id=entry_id)


def _summed(parts: Sequence[tuple[int, date, Decimal]]) -> dict[tuple[int, date], Decimal]:
    """Parts by deployment and month; what is nothing is left out."""
    found: dict[tuple[int, date], Decimal] = {}
    for deployment_id, day, amount in parts:
        key = (deployment_id, day.replace(day=1))
        found[key] = found.get(key, ZERO) + amount
    return {key: amount for key, amount in found.items() if amount}


def _add(unit: Unit, entry_id: int, key: tuple[int, date], amount: Decimal) -> None:
    try:
        keep(unit, "deployment_costs", {"entry": entry_id, "deployment": key[0], "month": key[1], "amount": amount})
    except InvalidRecordError as error:
        problem: Message = next(iter(error.fields.values()))
        raise InvalidRecordError({"parts": problem}) from error


def unmatched(
    office: Office, *, grant_id: int | None = None, first: date | None = None, last: date | None = None
) -> list[UnmatchedEntry]:
    """The costs that may be for deployments and are not matched as a whole, the oldest first: those that liquidate what
    a signing committed, those on a line that pays deployments, and those of which a part is matched.
    """
    with office.read() as session:
        return unmatched_entries(session, grant_id=grant_id, first=first, last=last)
