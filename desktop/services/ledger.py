"""Posting to the ledger: entries are only added; what is wrong is reversed, or corrected by that and a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import Money
from desktop.language import Message, UserError, say
from desktop.registers import find_register
from desktop.registers.query import Cell
from desktop.services.commitments import release_rest
from desktop.services.deployment_parts import reverse_parts
from desktop.services.ledger_rules import ledger_entry_rule
from desktop.services.records import InvalidRecordError, filled
from desktop.storage.ledger import (
    EXCHANGE,
    REPLACES,
    REVERSES,
    entry_for,
    free_reference,
    posted_for,
    replaced_by,
    reversal_of,
)
from desktop.storage.models import LedgerEntry
from desktop.storage.office import Office, Outcome, Unit

# Columns that a reversal has in common with what it reverses, and those in which it is the opposite.
_SAME = (
    *("kind", "counterparty", "grant_id", "line_id", "project_id", "result_id", "category", "commitment_id"),
    *("instalment_id", "original_currency", "rate", "rate_per", "rate_on", "rate_source", "currency"),
)
_OPPOSITE = ("original_amount", "amount", "liquidated")
_SAID = ("reference", "description", "split_key")


@dataclass(frozen=True, slots=True)
class Posting:
    """An entry as it was posted, or would be; `liquidated` and `amount` are in the grant's currency."""

    id: int
    entry_on: date
    kind: str
    reference: str
    description: str
    original: Money
    amount: Money
    liquidated: Money


@dataclass(frozen=True, slots=True)
class Correction:
    """What was corrected, the entry that reverses it, and the one posted in its place, if any was."""

    original: Posting
    reversal: Posting
    replacement: Posting | None

    @property
    def net(self) -> Money:
        """What all of them together do to the grant."""
        net = self.original.amount + self.reversal.amount
        return net if self.replacement is None else net + self.replacement.amount


def posting_of(entry: LedgerEntry) -> Posting:
    """The entry as a value."""
    return Posting(
        entry.id or 0,
        entry.entry_on,
        entry.kind,
        entry.reference,
        entry.description,
        Money(entry.original_amount, entry.original_currency),
        Money(entry.amount, entry.currency),
        Money(entry.liquidated, entry.currency),
    )


def post_entry(office: Office, *, values: Mapping[str, Cell], final: bool = False) -> Outcome:
    """Posts a new entry; `final` also cancels what stays open of the commitment that it names.

    `values` are those of the form, by column key. Raises InvalidRecordError with every problem at once.
    """
    with office.change() as unit:
        entry = post(unit, values)
        if final and entry.commitment_id is not None:
            release_rest(unit, entry.commitment_id, on=entry.entry_on)
        message = say("Posted {entry}, {amount}.", entry=entry.reference, amount=Money(entry.amount, entry.currency))
        return unit.commit(message, record_id=entry.id)


def post(unit: Unit, values: Mapping[str, Cell]) -> LedgerEntry:
    """A new entry with these values, posted in this unit of work. Raises InvalidRecordError with every problem."""
    return unit.add(cast("LedgerEntry", filled(unit, find_register("ledger"), values)))


# --- reversing ----------------------------------------------------------------------------------------------------


def reverse(office: Office, *, entry_id: int, on: date, reason: str = "") -> Outcome:
    """Posts the opposite of an entry under its own date, and that of its exchange difference.

    Raises UserError when the entry is a reversal itself or was reversed before, InvalidRecordError for a day before its
    own, and for a commitment of which something was liquidated or cancelled.
    """
    with office.change() as unit:
        entry = unit.get(LedgerEntry, entry_id)
        reversal = _post_reversals(unit, entry, on=on, reason=reason)[0]
        amount = Money(reversal.amount, reversal.currency)
        message = say(
            "Posted {entry}, which reverses {of}, {amount}.",
            entry=reversal.reference,
            of=entry.reference,
            amount=amount,
        )
        return unit.commit(message, record_id=reversal.id)


def correct(office: Office, *, entry_id: int, on: date, values: Mapping[str, Cell], reason: str = "") -> Outcome:
    """Reverses an entry on `on` and posts a new one with `values` in its place, in one unit of work.

    The new entry is dated `on` too unless `values` say otherwise. Raises what `reverse` raises, and InvalidRecordError
    with the problems of the new entry.
    """
    with office.change() as unit:
        entry = unit.get(LedgerEntry, entry_id)
        _post_reversals(unit, entry, on=on, reason=reason)
        new = cast("LedgerEntry", filled(unit, find_register("ledger"), {"entry_on": on, **values}))
        keep_rate(new, entry)
        new.source_key = posted_for(REPLACES, entry.id)
        unit.add(new)
        message = say("Corrected {entry}: posted {new} in its place.", entry=entry.reference, new=new.reference)
        return unit.commit(message, record_id=new.id)


def replace_entry(
    unit: Unit, entry: LedgerEntry, *, on: date, values: Mapping[str, Any], reason: str, batch_id: int
) -> LedgerEntry:
    """Reverses an entry and posts it anew with other `values`, by attribute, as a part of an import.

    Raises what `reverse` raises.
    """
    for reversal in _post_reversals(unit, entry, on=on, reason=reason):
        reversal.batch_id = batch_id
    kept = {name: getattr(entry, name) for name in (*_SAME, *_OPPOSITE, *_SAID)}
    new = LedgerEntry(**{**kept, "entry_on": on, **values}, batch_id=batch_id)
    if "rate" in values or "amount" in values:
        new.rate_on, new.rate_source = None, reason
    new.source_key = posted_for(REPLACES, entry.id)
    return unit.add(new)


def keep_rate(new: LedgerEntry, old: LedgerEntry) -> None:
    """A rate that an entry has in common with the one it takes the place of comes from where that came from."""
    shared = ("original_currency", "currency", "rate", "rate_per")
    if all(getattr(new, name) == getattr(old, name) for name in shared):
        new.rate_on, new.rate_source = old.rate_on, old.rate_source


def _post_reversals(unit: Unit, entry: LedgerEntry, *, on: date, reason: str) -> list[LedgerEntry]:
    """Posts the reversal of an entry, then that of the exchange difference posted for it."""
    posted = [unit.add(_reversal(unit, entry, on=on, reason=reason))]
    reverse_parts(unit, entry, posted[0])
    difference = entry_for(unit.session, EXCHANGE, entry.id)
    if difference is not None and reversal_of(unit.session, difference.id) is None:
        posted.append(unit.add(_reversal(unit, difference, on=on, reason=reason)))
    return posted


def _reversal(unit: Unit, entry: LedgerEntry, *, on: date, reason: str) -> LedgerEntry:
    """The opposite of an entry, ready to be posted."""
    _require_reversible(unit, entry)
    if on < entry.entry_on:
        raise InvalidRecordError(
            {"entry_on": say("It was posted on {day}. Reverse it on that day or later.", day=entry.entry_on)}
        )
    name = entry.reference or f"#{entry.id}"
    made = opposite_of(entry, on=on, reference=free_reference(unit.session, f"{name} R"), reason=reason)
    problems = ledger_entry_rule(unit, made)
    if problems:
        key, problem = next(iter(problems.items()))
        raise InvalidRecordError({"entry_on": _said_of_reversal(problem, key)})
    return made


def opposite_of(entry: LedgerEntry, *, on: date, reference: str, reason: str) -> LedgerEntry:
    """The opposite of an entry as a record, nothing checked yet."""
    name = entry.reference or f"#{entry.id}"
    made = LedgerEntry(
        entry_on=on,
        reference=reference,
        description=f"{name}: {reason.strip() or entry.description}",
        corrects_id=entry.id,
        source_key=posted_for(REVERSES, entry.id),
        **{column: getattr(entry, column) for column in _SAME},
        **{column: -getattr(entry, column) for column in _OPPOSITE},
    )
    if entry.kind == LedgerKind.COMMITMENT and entry.commitment_id is None:
        made.commitment_id = entry.id  # what it does to itself, its reversal does to it
    return made


def _said_of_reversal(problem: Message, key: str) -> Message:
    """What a dialog without an amount says of it: a commitment that is not open as a whole."""
    if key != "original_amount":
        return problem
    return say(
        "A part of this commitment was liquidated or cancelled. Reverse those entries first, or cancel the rest."
    )


def _require_reversible(unit: Unit, entry: LedgerEntry) -> None:
    if entry.corrects_id is not None:
        raise UserError(
            say("{entry} is a reversal.", entry=entry.reference),
            say("Nothing was posted."),
            say("Post the entry anew that it reverses."),
        )
    known = reversal_of(unit.session, entry.id)
    if known is not None:
        raise UserError(
            say("{entry} was reversed already, by {reversal}.", entry=entry.reference, reversal=known.reference),
            say("Nothing was posted."),
            say("Look at the reversal."),
        )


# --- looking ------------------------------------------------------------------------------------------------------


def require_reversible(office: Office, *, entry_id: int) -> None:
    """Raises UserError when the entry is a reversal itself, or was reversed before."""
    with office.read() as session:
        unit = Unit(office, session)
        _require_reversible(unit, unit.get(LedgerEntry, entry_id))


def try_reverse(office: Office, *, entry_id: int, on: date, reason: str = "") -> list[Posting]:
    """What `reverse` would post; raises what it would raise."""
    with office.read() as session:
        unit = Unit(office, session)
        entry = unit.get(LedgerEntry, entry_id)
        made = [_reversal(unit, entry, on=on, reason=reason)]
        difference = entry_for(session, EXCHANGE, entry.id)
        if difference is not None and reversal_of(session, difference.id) is None:
            made.append(_reversal(unit, difference, on=on, reason=reason))
        return [posting_of(entry) for entry in made]


def correction_of(office: Office, entry_id: int) -> Correction | None:
    """The correction that an entry is part of: as what was wrong, as its reversal, or in its place; else None."""
    with office.read() as session:
        unit = Unit(office, session)
        entry = unit.get(LedgerEntry, entry_id)
        original = entry if entry.corrects_id is None else unit.get(LedgerEntry, entry.corrects_id)
        reversal = reversal_of(session, original.id)
        if reversal is None:
            original = replaced_by(session, original) or original
            reversal = reversal_of(session, original.id)
        if reversal is None:
            return None
        replacement = entry_for(session, REPLACES, original.id)
        return Correction(
            posting_of(original), posting_of(reversal), None if replacement is None else posting_of(replacement)
        )
