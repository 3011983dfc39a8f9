"""`grantdesk batches` and `undo`: the imports that are there, and taking one back."""

from __future__ import annotations

from typing import Any

from desktop.cli.call import Call
from desktop.cli.show import exact, print_columns
from desktop.cli.verb import Options, Verb
from desktop.domain.progress import Silent
from desktop.language import Language, UserError, say, say_many
from desktop.services.imports import undo_import
from desktop.services.imports.batch import reverse_batch
from desktop.services.imports.listing import BatchFacts, list_batches
from desktop.services.offices import Office, Outcome


def _batches_options(options: Options) -> None:
    options.office()
    options.flag("--json", say("print an array of objects, amounts as text"))


def _batches(call: Call) -> int:
    with call.office(read_only=True) as office:
        found = list_batches(office)
    if call.options.json:
        return call.print_json([_json(batch, call.language) for batch in found])
    print_columns([_cells(batch, call.language) for batch in found], right=(0,))
    return call.tell(say_many("{count} import", "{count} imports", count=len(found)))


def _cells(batch: BatchFacts, language: Language) -> list[str]:
    counts = say("{added} added, {changed} changed", added=batch.added, changed=batch.changed)
    sums = ", ".join(map(language.money, batch.sums))
    undone = language.text(say("undone")) if batch.undone_at else ""
    day = batch.imported_at.astimezone().date().isoformat()
    return [str(batch.id), day, batch.name, batch.kind, language.text(counts), sums, undone]


def _json(batch: BatchFacts, language: Language) -> dict[str, Any]:
    return {
        "batch": batch.id,
        "file": batch.name,
        "kind": batch.kind,
        "sha256": batch.sha256,
        "imported_at": batch.imported_at.isoformat(),
        "by": batch.actor,
        "added": batch.added,
        "changed": batch.changed,
        "sentence": language.text(batch.sentence),
        "sums": {money.currency: exact(money) for money in batch.sums},
        "undone_at": batch.undone_at.isoformat() if batch.undone_at else None,
    }


# --- undo -------------------------------------------------------------------------------------------------------------


def _undo_options(options: Options) -> None:
    options.add("batch", type=int, metavar="BATCH", about=say("the number of the import, as batches prints it"))
    options.office()
    options.flag("--reverse", say("post the opposite of its entries instead, where later work stands on them"))
    options.day("--on", say("the day of these entries; today when not given"))
    options.flag("--json", say("print the outcome as JSON"))


def _undo(call: Call) -> int:
    options = call.options
    with call.office(read_only=False) as office:
        batch = _called(office, options.batch)
        outcome = _reversed(call, office) if options.reverse else _taken_back(office, batch)
    if options.json:
        return call.print_json({"sentence": call.language.text(outcome.message), "batch": options.batch})
    return call.tell(outcome.message)


def _called(office: Office, number: int) -> BatchFacts:
    for batch in list_batches(office):
        if batch.id == number:
            return batch
    raise UserError(
        say("There is no import {number}.", number=str(number)),
        say("Nothing was changed."),
        say("Look it up with grantdesk batches."),
    )


def _taken_back(office: Office, batch: BatchFacts) -> Outcome:
    """Undoes the import. Raises UserError that also says what may be done instead."""
    try:
        return undo_import(office, batch_id=batch.id)
    except UserError as error:
        if batch.undone_at is not None:
            raise
        instead = say("Or post the opposite of its entries, with --reverse --on DATE.")
        raise UserError(error.title, say("{text} {remedy}", text=error.text, remedy=error.remedy), instead) from error


def _reversed(call: Call, office: Office) -> Outcome:
    on = call.options.on or office.today
    return reverse_batch(office, batch_id=call.options.batch, on=on, progress=Silent())


BATCHES = Verb("batches", say("list the imports"), _batches_options, _batches)
UNDO = Verb("undo", say("take an import back, or reverse its entries"), _undo_options, _undo)
