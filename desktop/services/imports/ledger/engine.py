"""A ledger extract becomes entries: looked at row by row, then brought in as one batch, both fast.

Rows name their grant, or all go to one. What is in the ledger already is known by its key or its document; what a row
says otherwise of an entry is a correction: a reversal and a new entry, since an entry stays as it was posted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from desktop.domain.finding import Problem, Severity
from desktop.domain.money import MINOR_UNITS, Money
from desktop.domain.progress import Progress
from desktop.language import Message, UserError, say, say_many
from desktop.services.imports.ledger.applying import bring_in
from desktop.services.imports.ledger.columns import Table, read_table
from desktop.services.imports.ledger.coming_back import hold_against_marks, marks_of, without_examples
from desktop.services.imports.ledger.known import compare, tell_apart
from desktop.services.imports.ledger.links import link_rows
from desktop.services.imports.ledger.meanings import Meanings, Taken
from desktop.services.imports.ledger.money import KnownRates, unscaled
from desktop.services.imports.ledger.rows import Entries, Reading
from desktop.services.imports.ledger.view import EntryRows, shown_fields
from desktop.services.imports.ledger.warnings import closed_months, keep_out_of_closed_months, warn_of_grants
from desktop.services.imports.ledger.work import Work
from desktop.services.imports.ledger.world import World
from desktop.services.imports.preview import Draft, Options, Preview, Status
from desktop.storage.entry_targets import targets
from desktop.storage.office import Office, Outcome

_AT_ONCE: Final = 10_000
_AMOUNTS: Final = ("original_amount", "debit", "credit", "amount")


def preview(office: Office, draft: Draft, options: Options, *, progress: Progress) -> Preview:
    """What importing the table of `draft` into the ledger would do. Raises Cancelled when the user asked to stop."""
    refused = tuple(_lacking(draft, options))
    if refused:
        return Preview(draft, options, (), (), b"", refused=refused, checks=draft.layout.checks)
    marks = marks_of(draft, office)
    table, notes = _without_amount(without_examples(read_table(draft, options, progress=progress), marks))
    work, reading = _begin(office, draft, options, table)
    if options.grant and not options.create_missing and options.grant not in work.world.grants:
        refused = (_no_grant(work.world, options.grant, draft.mapping.sheet),)
        return Preview(draft, options, (), (), b"", refused=refused, checks=draft.layout.checks)
    _tell_flaws(work)
    whole = len(table.rows)
    for start in range(0, whole, _AT_ONCE):
        progress.report(start, whole, say("Reading {file}", file=draft.book.name))
        reading.take(start, min(start + _AT_ONCE, whole))
    link_rows(work)
    tell_apart(work, progress=progress)
    compare(work, office, progress=progress)
    hold_against_marks(work, marks, office)
    keep_out_of_closed_months(work, closed_months(office))
    warn_of_grants(work, office)
    return Preview(
        draft,
        options,
        shown_fields(work),
        EntryRows(work),
        bytes(work.statuses),
        problems=work.all_problems(),
        sums=_sums(work),
        checks=draft.layout.checks,
        styles={cells.key: cells.style for cells in table.cells.values() if cells.style is not None},
        missing=work.world.missing,
        notes=(*draft.book.notes, *draft.layout.notes, *notes, *_notes(work, reading)),
        work=work,
    )


def apply(office: Office, preview: Preview, *, taken: Sequence[int] | None = None, progress: Progress) -> Outcome:
    """Brings in the rows at the places `taken` (those that come in by themselves when it is not given), as one batch.

    Raises UserError when the preview was refused or the office changed since. Cancelling brings nothing in.
    """
    if preview.refused or not isinstance(preview.work, Work):
        problem = next(iter(preview.refused), None)
        title = problem.sentence if problem else say("There is no table in {file}.", file=preview.draft.book.name)
        raise UserError(title, say("Nothing was imported."), problem.fix if problem else say("Choose another file."))
    places = preview.taken() if taken is None else [place for place in taken if preview.statuses[place] != Status.ERROR]
    return bring_in(office, preview.work, places, progress=progress)


def _begin(office: Office, draft: Draft, options: Options, table: Table) -> tuple[Work, Reading]:
    with office.read() as session:
        found = targets(session, with_commitments=table["commitment"].is_there)
    stated = _stated_currency(draft, table["amount"].column)
    original = _stated_currency(draft, next((table[key].column for key in _AMOUNTS if table[key].is_there), None))
    taken = Taken(draft.book.name, options.grant, original, stated)
    made_in = next((code for code in (stated, original) if code in MINOR_UNITS), "")
    world = World(found, create=options.create_missing, currency=made_in)
    means = Meanings(table, world, taken, KnownRates(found.rates, found.books))
    statuses = bytearray(len(table.rows))
    work = Work(draft, options, table, world, means, Entries(quotes=means.quotes), statuses)
    return work, Reading(means, work.entries, work.tell)


def _stated_currency(draft: Draft, column: int | None) -> str:
    return "" if column is None else draft.layout.currency_of(column, draft.sheet)


def _lacking(draft: Draft, options: Options) -> Iterator[Problem]:
    """Columns without which nothing can come in."""
    held = set(draft.mapping.fields.values())
    sheet = draft.mapping.sheet
    choose = say("Choose the column that holds it.")
    if "entry_on" not in held:
        yield Problem(Severity.ERROR, sheet, say("No column holds the date."), choose)
    if held.isdisjoint(_AMOUNTS):
        yield Problem(Severity.ERROR, sheet, say("No column holds the amount."), choose)
    if "grant" not in held and not options.grant:
        yield Problem(
            Severity.ERROR,
            sheet,
            say("No column holds the grant."),
            say("Choose the column that holds it, or the grant that all rows belong to."),
        )


def _no_grant(world: World, reference: str, sheet: str) -> Problem:
    """The grant for all rows that was chosen and is not there: told once, not in every row."""
    fault = world.no_grant(reference)
    return Problem(Severity.ERROR, sheet, fault.sentence, fault.fix)


def _without_amount(table: Table) -> tuple[Table, list[Message]]:
    """Leaves rows out that have neither debit nor credit: balances carried forward, and the like."""
    pair = [table[key] for key in ("debit", "credit") if table[key].is_there]
    if len(pair) < 2:
        return table, []
    blank = [[not value and code not in cells.flaws for code, value in enumerate(cells.values)] for cells in pair]
    neither = frozenset(
        place
        for place, (debit, credit) in enumerate(zip(pair[0].codes, pair[1].codes, strict=True))
        if blank[0][debit] and blank[1][credit]
    )
    if not neither:
        return table, []
    note = say_many(
        "{count} row has neither debit nor credit and is left out.",
        "{count} rows have neither debit nor credit and are left out.",
        count=len(neither),
    )
    return table.without(neither), [note]


def _tell_flaws(work: Work) -> None:
    """Tells what is wrong with single cells, in each row that has such a value."""
    for cells in work.table.cells.values():
        if cells.flaws:
            for place, code in enumerate(cells.codes):
                flaw = cells.flaws.get(code)
                if flaw is not None:
                    work.note(place, flaw.severity, cells.key, cells.column, flaw.sentence, flaw.fix)


def _sums(work: Work) -> tuple[Money, ...]:
    """What the sound rows come to by currency."""
    sums: dict[str, int] = {}
    entries = work.entries
    for currency, original, status in zip(entries.currency, entries.original, work.statuses, strict=True):
        if status != Status.ERROR:
            sums[currency] = sums.get(currency, 0) + original
    return tuple(Money(unscaled(whole, currency) + Decimal(0), currency) for currency, whole in sums.items())


def _notes(work: Work, reading: Reading) -> Iterator[Message]:
    """How the table was taken, where it left something open."""
    for currency in sorted(work.means.without_currency):
        yield say("Amounts without a currency are taken as {currency}, the grant's currency.", currency=currency)
    if reading.unlike_stated:
        yield say_many(
            "In {count} row the amount stated is not in the grant's currency: it is not taken.",
            "In {count} rows the amount stated is not in the grant's currency: it is not taken.",
            count=reading.unlike_stated,
        )
    if work.world.new_grants:
        yield say("Grants that are made have no amount and no period yet, and a funder to be named.")
    if work.world.new_lines:
        yield say(
            "Lines that are made stand in the approved budget of their grant with an amount of zero, so that entries "
            "can be charged to them. Give them amounts in a revision."
        )
