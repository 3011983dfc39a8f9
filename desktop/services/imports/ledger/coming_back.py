"""Rows of an exported ledger that come back: those that nobody edited are the entries that they were, others correct
theirs. Only what was edited counts: an empty cell, or a column that was not exported, says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from desktop.domain.finding import Severity
from desktop.domain.ledger import LedgerKind, amount_in_grant_currency, sign_problem
from desktop.domain.money import Money
from desktop.importers.values import to_minor_unit
from desktop.language import Message, say
from desktop.registers.round_trip import CLEARS, RowMark, canonical, digest
from desktop.services.imports.ledger.columns import Table, text_of
from desktop.services.imports.ledger.known import difference, heir_of
from desktop.services.imports.ledger.money import RATE_UNIT, UNIT
from desktop.services.imports.ledger.work import Change, Work
from desktop.services.imports.preview import Draft, Status
from desktop.services.imports.row_marks import Marks, read_marks
from desktop.storage.entry_targets import KnownEntry, entries_by_id, replacements
from desktop.storage.office import Office

_TEXTS: Final = ("reference", "description", "counterparty")
_LINKS: Final = {
    "line": "line_id",
    "project": "project_id",
    "result": "result_id",
    "instalment": "instalment_id",
    "category": "category",
}
_RATES: Final = {"rate": "rate", "rate_per": "rate_per", "amount": "amount"}
_MAY_BE_CLEARED: Final = frozenset({*_LINKS, "counterparty"})
# What makes an entry another one: it is reversed and posted anew by hand.
_FIXED: Final = frozenset({"kind", "original_currency", "grant", "commitment", "liquidated", "currency"})
_REVERSED_HERE: Final = say("Its entry was reversed here.")


def marks_of(draft: Draft, office: Office) -> Marks:
    """The marks of a ledger that this office exported."""
    return read_marks(draft.book, draft.layout, kind="ledger", office_uid=office.facts.uid)


def without_examples(table: Table, marks: Marks) -> Table:
    """The table without the row that shows how a template is filled in."""
    places = frozenset(place for place, row in enumerate(table.rows) if row in marks.examples)
    return table.without(places) if places else table


def hold_against_marks(work: Work, marks: Marks, office: Office) -> None:
    """Says of each row that was exported what becomes of it, whatever was made of it before."""
    if not marks.rows:
        return
    edits = _Edits(work, marks)
    places = {row: place for place, row in enumerate(work.table.rows)}
    owners = {
        row: mark
        for row, mark in marks.owners(lambda row, mark: len(edits.of(row, mark))).items()
        if mark.digests and row in places
    }
    edited = {row: mark for row, mark in owners.items() if edits.of(row, mark)}
    with office.read() as session:
        reversed_ids, instead = replacements(session)
        known = entries_by_id(session, [mark.record_id for mark in edited.values()])
        heirs = entries_by_id(session, instead.values()) if edited else {}
    for row, mark in owners.items():
        place = places[row]
        if row not in edited:
            _settle(work, place, mark.record_id)
        elif mark.record_id in known:
            entry = heir_of(known[mark.record_id], reversed_ids, instead, heirs)
            keys = edits.of(row, mark)
            if entry.id in reversed_ids:
                _settle(work, place, entry.id, reason=_REVERSED_HERE)
            else:
                _Row(work, place, entry, keys).correct(is_newer=entry.id != mark.record_id)


class _Edits:
    """Which cells of a row are not as they were exported. Each different value of a column is looked at once."""

    def __init__(self, work: Work, marks: Marks) -> None:
        self._marks = marks
        self._typed = work.options.corrections
        self._columns = {
            key: (column, work.draft.sheet.columns[column])
            for column, key in work.draft.mapping.fields.items()
            if key in marks.places
        }
        self._digests = {
            key: [digest(value) for value in grid.values] for key, (_column, grid) in self._columns.items()
        }
        self._empty = digest(None)
        self._known: dict[int, frozenset[str]] = {}

    def of(self, row: int, mark: RowMark) -> frozenset[str]:
        """The keys of the cells of `row` that say something else than they did."""
        if row not in self._known:
            self._known[row] = frozenset(key for key in self._columns if self._is_edited(row, key, mark))
        return self._known[row]

    def _is_edited(self, row: int, key: str, mark: RowMark) -> bool:
        column, grid = self._columns[key]
        if (row, column) in self._typed:
            return True
        found = self._digests[key][grid.codes[row]]
        return found not in (self._marks.digest_of(mark, key), self._empty)


def _settle(work: Work, place: int, record_id: int, *, reason: Message | None = None) -> None:
    """Nothing becomes of a row: its entry is as it says."""
    work.problems.pop(place, None)
    work.changes.pop(place, None)
    work.numbers.pop(place, None)
    work.reasons.pop(place, None)
    if reason is not None:
        work.reasons[place] = reason
    work.records[place] = record_id
    work.statuses[place] = Status.SAME


class _Row:
    """An edited row beside the entry that it was exported from, or the one that took its place since."""

    def __init__(self, work: Work, place: int, entry: KnownEntry, keys: frozenset[str]) -> None:
        self._work, self._place, self._entry, self._keys = work, place, entry, keys
        self._change = Change(entry.id)

    def correct(self, *, is_newer: bool) -> None:
        """Notes what the row corrects; where the entry is a newer one than was exported, someone has to choose."""
        work, place = self._work, self._place
        kept = [one for one in work.problems.get(place, ()) if one.field in self._keys - self._cleared()]
        _settle(work, place, self._entry.id)
        if kept:
            work.problems[place] = kept
        if any(one.problem.severity is Severity.ERROR for one in kept):
            work.statuses[place] = Status.ERROR
            return
        self._compare()
        change = self._change
        if work.statuses[place] == Status.ERROR or not (change.filled or change.corrected):
            return
        work.changes[place] = change
        work.statuses[place] = Status.CONFLICT if is_newer else Status.CHANGED
        if is_newer:
            work.reasons[place] = say("Someone corrected its entry since it was exported.")
        elif change.corrected:
            work.reasons[place] = say("Its entry is reversed, and posted anew as the row says.")
        else:
            work.reasons[place] = say("What is empty in its entry is filled in.")

    def _cleared(self) -> frozenset[str]:
        """The keys whose cells hold the sign that empties a field."""
        draft, row = self._work.draft, self._work.table.rows[self._place]
        return frozenset(
            key
            for column, key in draft.mapping.fields.items()
            if key in self._keys and canonical(draft.sheet.columns[column][row]) == CLEARS
        )

    def _compare(self) -> None:
        cleared = self._cleared()
        for key in sorted((self._keys & _FIXED) | (cleared - _MAY_BE_CLEARED)):
            self._refuse(key)
        for key in sorted(cleared & _MAY_BE_CLEARED):
            self._put(_LINKS.get(key, key), "" if key in _TEXTS else None)
        keys = self._keys - cleared
        for key in sorted(keys & frozenset(_TEXTS)):
            self._put(key, text_of(self._work.table[key][self._place]))
        if "entry_on" in keys:
            self._put("entry_on", self._work.day(self._place))
        if "original_amount" in keys:
            self._compare_amount()
        self._take_others(keys)

    def _refuse(self, key: str) -> None:
        work = self._work
        work.note(
            self._place,
            Severity.ERROR,
            key,
            work.table[key].column,
            say("An import cannot change this of an entry that is posted."),
            say("Put back what was there, and correct the entry in the ledger."),
        )

    def _put(self, name: str, value: Any) -> None:
        """Notes a value that the entry does not have; what is empty there is filled in."""
        was = getattr(self._entry, name)
        if value != was:
            (self._change.filled if was in (None, "") and value else self._change.corrected)[name] = value
            self._change.old[name] = was

    def _compare_amount(self) -> None:
        """The original amount; what it makes in the grant's currency is converted at the rate of the entry."""
        work, entry = self._work, self._entry
        stated = work.table["original_amount"][self._place]
        if not isinstance(stated, Decimal):
            return
        amount = to_minor_unit(stated, entry.original_currency)
        if amount is None:
            self._tell_amount(say("The amount has more decimals than its currency."), say("Round it."))
            return
        wrong = sign_problem(LedgerKind(entry.kind), amount)
        if wrong is not None:
            self._tell_amount(wrong, say("Correct the amount."))
            return
        was = Decimal(entry.original_amount) / UNIT
        if amount == was or entry.grant_id is None:
            return
        currency = work.world.grant_of[entry.grant_id].currency
        rate, per = Decimal(entry.rate) / RATE_UNIT, Decimal(entry.rate_per) / RATE_UNIT
        original = Money(amount, entry.original_currency)
        self._change.corrected["original_amount"] = amount
        self._change.corrected["amount"] = amount_in_grant_currency(
            original, rate=rate, per=per, currency=currency
        ).amount
        self._change.old["original_amount"] = was

    def _tell_amount(self, sentence: Message, fix: Message) -> None:
        column = self._work.table["original_amount"].column
        self._work.note(self._place, Severity.ERROR, "original_amount", column, sentence, fix)

    def _take_others(self, keys: frozenset[str]) -> None:
        """Links and rates, compared as those of any other extract are, as far as they were edited."""
        names = {name for key, name in (_LINKS | _RATES).items() if key in keys}
        found = difference(self._work, self._place, self._entry) if names else None
        if found is None:
            return
        if names & {"rate", "rate_per"}:
            names.add("amount")
        taken: tuple[tuple[Mapping[str, Any], dict[str, Any]], ...] = (
            (found.filled, self._change.filled),
            (found.corrected, self._change.corrected),
            (found.old, self._change.old),
        )
        for source, into in taken:
            into.update({name: value for name, value in source.items() if name in names and name not in into})
