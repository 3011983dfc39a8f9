"""From a workbook to its layout: the sheet, the headings, the fields, the rows that are records, the totals checked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.importers.book import Book, Sheet
from desktop.importers.fields import Field
from desktop.importers.layout import Guess, Layout, Left, SheetMapping
from desktop.importers.recognising.content import Holds, Profile, holds, profile
from desktop.importers.recognising.figures import Figures
from desktop.importers.recognising.heading_words import NameIndex, currency_in, heading_currencies
from desktop.importers.recognising.headings import Headings, Top, find_headings, headings_at
from desktop.importers.recognising.matching import NOTHING_LIKE_IT, match
from desktop.importers.recognising.names import plain
from desktop.importers.recognising.own import as_exported, book_mark, tables_of
from desktop.importers.recognising.roles import roles_of
from desktop.importers.recognising.rows import rows_left
from desktop.importers.recognising.sums import groups_over_lines, unmarked_totals
from desktop.importers.recognising.table import Table
from desktop.importers.recognising.totals import Totals
from desktop.language import Message, UserError, say

_ROWS_WORTH = 20  # rows below the headings that speak for a sheet; more say no more
_ROW_WORTH = 0.1
# When kinds are ranked: how much count the required fields that are there, the columns that are taken, and how many.
_WEIGHTS = (0.4, 0.4, 0.2)
_MANY_FIELDS = 5
_CURRENCY = "currency"
# Fields that say the same as required ones.
_INSTEAD = {
    "original_amount": ("debit", "credit", "amount"),
    "original_currency": (_CURRENCY,),
    **dict.fromkeys(("quantity", "unit_cost", "duration", "percent_charged"), ("amount",)),
}


def recognise(book: Book, fields: Sequence[Field], *, sheet: str = "", kept: Mapping[str, Any] | None = None) -> Layout:
    """The table in a workbook and what its columns hold.

    `kept` is a mapping of before (`SheetMapping.as_json`): columns are taken by their headings, wherever they stand;
    when all of them are there, the others stay out as they did then. Raises UserError when there is no table.
    """
    index = NameIndex(fields)
    wanted = sheet or (kept or {}).get("sheet", "")
    tops = [Top(one) for one in ([_sheet(book, sheet)] if sheet else tables_of(book))]
    found = _chosen(tops, index, wanted)
    if found is None:
        raise _no_table(book)
    chosen, headings = found
    table = Table(chosen, headings)
    profiles = _profiles(table)
    guesses = as_exported(book, match(table.columns, headings, profiles, index), fields)
    styles: Mapping[str, str] = {}
    if kept is not None:
        guesses = _as_kept(guesses, kept, index)
        styles = dict(kept.get("styles", {}))
    return _laid_out(table, guesses, profiles, fields, styles)


def lay_out(book: Book, fields: Sequence[Field], mapping: SheetMapping) -> Layout:
    """The layout of a mapping that a person changed. What they chose is said to be chosen, other reasons stay.

    Where they chose other rows for the headings, the columns are matched anew. Raises UserError when the sheet is gone.
    """
    index = NameIndex(fields)
    sheet = _sheet(book, mapping.sheet)
    headings = headings_at(sheet, mapping.header_rows)
    if headings is None:
        raise _no_table(book)
    table = Table(sheet, headings)
    profiles = _profiles(table)
    guesses = as_exported(book, match(table.columns, headings, profiles, index), fields)
    if not mapping.headers or dict(mapping.headers) == table.columns:
        guesses = tuple(_as_chosen(guess, mapping, index) for guess in guesses)
    return _laid_out(table, guesses, profiles, fields, mapping.styles)


def rank_kinds(book: Book, kinds: Mapping[str, Sequence[Field]]) -> list[tuple[str, int]]:
    """Which register a workbook most likely fills, best first, each with how likely it is (0 to 100)."""
    mark = book_mark(book)
    if mark is not None and mark.register in kinds:
        return [(mark.register, 100), *((kind, 0) for kind in kinds if kind != mark.register)]
    tops = [Top(sheet) for sheet in tables_of(book)]
    scores = {kind: _likeness(tops, fields) for kind, fields in kinds.items()}
    return sorted(scores.items(), key=lambda scored: -scored[1])


def headings_of(what: Layout | SheetMapping) -> str:
    """A fingerprint of the headings: equal for files of the same source, in whichever order their columns stand."""
    mapping = what.mapping if isinstance(what, Layout) else what
    names = sorted(plain(heading) for heading in mapping.headers.values())
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:32]


def _sheet(book: Book, name: str) -> Sheet:
    try:
        return book.sheet(name)
    except KeyError:
        raise UserError(
            say("{file} has no sheet called {name}.", file=book.name, name=name),
            say("Nothing was imported."),
            say("Choose one of its sheets: {names}.", names=[sheet.name for sheet in book.sheets]),
        ) from None


def _no_table(book: Book) -> UserError:
    return UserError(
        say("There is no table in {file}.", file=book.name),
        say("Nothing was imported."),
        say("A row must name the columns; the rows below it hold the records."),
    )


def _chosen(tops: Sequence[Top], index: NameIndex, wanted: str = "") -> tuple[Sheet, Headings] | None:
    """The sheet to read: the one that is wanted, else the visible one whose headings fit best, else a hidden one."""
    best: tuple[tuple[bool, bool, float], Sheet, Headings] | None = None
    for top in tops:
        found = find_headings(top, index)
        if found is None:
            continue
        headings, score = found
        below = min(top.sheet.height - headings.first, _ROWS_WORTH)
        worth = (top.sheet.name == wanted, not top.sheet.hidden, score + _ROW_WORTH * below)
        if best is None or worth > best[0]:
            best = worth, top.sheet, headings
    return best and (best[1], best[2])


def _profiles(table: Table) -> dict[int, Profile]:
    start = table.first if table.headings.tag_row is None else table.headings.tag_row + 1
    rows = range(start, table.last + 1)
    return {place: profile(table.column(place), rows) for place in table.columns}


def _as_kept(guesses: Sequence[Guess], kept: Mapping[str, Any], index: NameIndex) -> tuple[Guess, ...]:
    known = {field.key for field in index.fields}
    wanted = {plain(heading): key for heading, key in kept.get("fields", {}).items() if key in known}
    there = {plain(guess.header) for guess in guesses}
    taken = {key for heading, key in wanted.items() if heading in there}
    complete = set(wanted) <= there
    reason = say("As in the mapping that was kept.")
    found: list[Guess] = []
    for guess in guesses:
        key = wanted.pop(plain(guess.header), "")
        if key:
            found.append(replace(guess, field=key, score=100, reason=reason))
        elif complete:
            found.append(replace(guess, field="", score=0, reason=say("Left out in the mapping that was kept.")))
        else:
            found.append(_without(guess) if guess.field in taken else guess)
    return tuple(found)


def _without(guess: Guess) -> Guess:
    return replace(guess, field="", score=0, reason=NOTHING_LIKE_IT)


def _as_chosen(guess: Guess, mapping: SheetMapping, index: NameIndex) -> Guess:
    key = mapping.fields.get(guess.column, "")
    if key == guess.field or (key and key not in {field.key for field in index.fields}):
        return guess
    if key:
        return replace(guess, field=key, score=100, reason=say("Chosen by you."))
    return replace(guess, field="", score=0, reason=say("Left out by you."))


def _laid_out(
    table: Table,
    guesses: tuple[Guess, ...],
    profiles: Mapping[int, Profile],
    fields: Sequence[Field],
    styles: Mapping[str, str],
) -> Layout:
    held = {guess.column: guess.field for guess in guesses if guess.field}
    roles = roles_of(table, profiles, held, fields)
    left = rows_left(table, roles)
    by_key = {key: place for place, key in held.items()}
    figures = Figures(
        table, roles.currency, styles={by_key[key]: style for key, style in styles.items() if key in by_key}
    )
    figures.take(left)
    left |= dict.fromkeys(unmarked_totals(table, roles, left, figures), Left.TOTAL)
    figures.take(left)
    groups = groups_over_lines(table, roles, left, figures)
    left |= dict.fromkeys(groups, Left.TOTAL)
    currencies = heading_currencies(table.columns)
    totals = Totals(table, roles, left, figures=figures, groups=groups, stated=currencies).checked()
    mapping = SheetMapping(table.sheet.name, table.headings.rows, held, dict(table.columns), dict(styles))
    return Layout(
        mapping,
        guesses,
        table.first,
        table.last,
        left,
        totals.checks,
        (*_doubts(table, held), *totals.notes),
        currencies,
    )


def _doubts(table: Table, held: Mapping[int, str]) -> list[Message]:
    """That the row taken for the headings may be none: values stand in it, or nothing in it is known."""
    row = table.headings.rows[-1]
    values = [value for value in table.filled(row).values() if holds(value) in (Holds.DATE, Holds.NUMBER)]
    if held and not values:
        return []
    return [
        say("Row {row} was taken for the names of the columns. Choose another one if it is none.", row=str(row + 1))
    ]


def _likeness(tops: Sequence[Top], fields: Sequence[Field]) -> int:
    """How much of what a register needs is there, and how much of what is there it can take."""
    index = NameIndex(fields)
    found = _chosen(tops, index)
    if found is None:
        return 0
    table = Table(*found)
    headings = table.headings
    guesses = match(table.columns, headings, _profiles(table), index)
    held = {guess.field: guess.score / 100 for guess in guesses if guess.field}
    if any(currency_in(guess.header) for guess in guesses if guess.field):
        held.setdefault(_CURRENCY, 1.0)
    needed = _needed(held, fields)
    parts = (
        sum(score * score for score in needed) / len(needed) if needed else 0.0,  # squared: the similar counts less
        sum(score * score for score in held.values()) / len(guesses),
        min(1.0, len(held) / _MANY_FIELDS),
    )
    return round(100 * sum(part * weight for part, weight in zip(parts, _WEIGHTS, strict=True)))


def _needed(held: Mapping[str, float], fields: Sequence[Field]) -> list[float]:
    """How well each thing is there that a register requires; fields that another one can stand for are one thing."""
    things: dict[tuple[str, ...], list[float]] = {}
    for field in fields:
        if field.required:
            things.setdefault(_INSTEAD.get(field.key, (field.key,)), []).append(held.get(field.key, 0.0))
    return [
        max(sum(scores) / len(scores), *(held.get(key, 0.0) for key in instead), 0.0)
        for instead, scores in things.items()
    ]
