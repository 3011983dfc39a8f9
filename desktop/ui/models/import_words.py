"""What the page of an import says: its title, what it reads, and in words what importing would do."""

from __future__ import annotations

from desktop.language import Message, say, say_many
from desktop.registers import find_register
from desktop.services.imports import Status
from desktop.ui.models.import_state import LEDGER, ImportState
from desktop.ui.models.preview_model import PreviewModel


def title_of(kind: str) -> Message:
    """The title of the page."""
    if not kind:
        return say("Import a table")
    if kind == LEDGER:
        return say("Import into the ledger")
    return say("Import into the list: {register}", register=find_register(kind).title)


def about_of(state: ImportState) -> Message:
    """The file, and how it is read, in a line."""
    if state.book is None:
        return say("Any workbook or table; it is shown first, and can be undone.")
    if state.draft is None:
        return say("{file}", file=state.book.name)
    mapping = state.draft.mapping
    row = str(max(mapping.header_rows, default=0) + 1)
    if state.wants_grant and state.options.grant:
        return say(
            "{file}, sheet “{sheet}”, columns read from row {row}, into grant {grant}",
            file=state.book.name,
            sheet=mapping.sheet,
            row=row,
            grant=state.options.grant,
        )
    return say(
        "{file}, sheet “{sheet}”, columns read from row {row}", file=state.book.name, sheet=mapping.sheet, row=row
    )


def rule_of(model: PreviewModel) -> tuple[Message, list[Message]]:
    """Whether importing adds or updates, and what it leaves out."""
    preview = model.preview
    if preview is None:
        return say("Nothing would come in."), []
    taken = {status: model.taken_of(status) for status in Status}
    added = taken[Status.NEW] + taken[Status.DUPLICATE]
    changed = taken[Status.CHANGED] + taken[Status.CONFLICT]
    rest = [part for status in Status for part in _left(status, preview.count(status) - taken[status])]
    more = [say("Leaves out {parts}.", parts=rest)] if rest else []
    if added or changed:
        more.append(say("A blank cell changes nothing."))
    return _does(preview.draft.kind, added, changed), more


def _does(kind: str, added: int, changed: int) -> Message:
    count = find_register(kind).count
    if not added and not changed:
        return say("Nothing would come in.")
    if not changed:
        return say("Adds {what}.", what=count(added))
    if kind == LEDGER:
        corrected = say_many(
            "{count} by a reversal and a new entry", "{count} by a reversal and a new entry each", count=changed
        )
        if not added:
            return say("Corrects {corrected}.", corrected=corrected)
        return say("Adds {what} and corrects {corrected}.", what=count(added), corrected=corrected)
    if not added:
        return say("Updates {what}.", what=count(changed))
    return say("Adds {what} and updates {changed}.", what=count(added), changed=changed)


def _left(status: Status, count: int) -> list[Message]:
    """How many rows of a status stay out, in words; nothing for none."""
    if count <= 0:
        return []
    match status:
        case Status.NEW:
            return [say_many("{count} new", "{count} new", count=count)]
        case Status.CHANGED:
            return [say_many("{count} changed", "{count} changed", count=count)]
        case Status.SAME:
            return [say_many("{count} same", "{count} same", count=count)]
        case Status.DUPLICATE:
            return [say_many("{count} duplicate", "{count} duplicates", count=count)]
        case Status.CONFLICT:
            return [say_many("{count} conflict", "{count} conflicts", count=count)]
        case Status.ERROR:
            return [say_many("{count} error", "{count} errors", count=count)]


def undo_promise(kind: str) -> Message:
    """Until when it can be taken back."""
    if kind == LEDGER:
        return say(
            "One batch: you can undo it until a report that stands on it is frozen or its month is closed. "
            "A copy of the file is kept."
        )
    return say("One batch: you can undo it as long as nothing stands on its records. A copy of the file is kept.")


def columns_words(state: ImportState) -> tuple[Message, list[Message]]:
    """How far the columns are, and what must be answered before the preview."""
    draft = state.draft
    if draft is None:
        return say("No table is read yet."), []
    total = sum(1 for guess in draft.guesses if guess.header or guess.field)
    told = say_many(
        "{held} of {count} column has a field.",
        "{held} of {count} columns have a field.",
        count=total,
        held=len(draft.mapping.fields),
    )
    more = []
    names = [draft.field(key).label for key in state.open_styles]
    if names:
        more.append(say("Say first how it is written: {names}.", names=names))
    lacking = [draft.field(key).label for key in state.lacking]
    if lacking:
        more.append(say("No column holds: {names}.", names=lacking))
    return told, more
