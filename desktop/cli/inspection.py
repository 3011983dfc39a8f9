"""`grantdesk inspect` and `template`: what a file holds, without an office; and an empty workbook to fill in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from desktop.cli.call import DONE, Call
from desktop.cli.show import check_sentence, found_text
from desktop.cli.table_json import inspection_json
from desktop.cli.verb import Options, Verb
from desktop.domain.progress import Silent
from desktop.domain.spreadsheet import column_letters
from desktop.importers.column_values import Style
from desktop.importers.layout import Guess, Left
from desktop.language import Message, UserError, say, say_many
from desktop.registers import find_register
from desktop.services.imports.sheets import KINDS, Inspection, inspect, open_file
from desktop.services.imports.templates import TEMPLATE_KINDS, write_template

_LEFT: dict[Left, Message] = {
    Left.BLANK: say("blank"),
    Left.TOTAL: say("total"),
    Left.HEADING: say("heading"),
    Left.TAGS: say("tags"),
    Left.NOTE: say("note"),
}


def _inspect_options(options: Options) -> None:
    options.add("source", type=Path, metavar="FILE", about=say("the file"))
    kind = say("the list it is for; the likeliest when left out")
    options.add("--kind", choices=KINDS, default="", metavar="KIND", about=kind)
    options.words("--sheet", say("the sheet that is read; the likeliest when left out"), metavar="NAME")
    options.flag("--json", say("print everything as JSON"))


def _inspect(call: Call) -> int:
    options = call.options
    book = open_file(options.source, progress=Silent())
    found = inspect(book, kind=options.kind, sheet=options.sheet)
    if options.json:
        return call.print_json(inspection_json(found, call.language))
    for line in _lines(found):
        call.tell(line)
    for problem in found.problems:
        print(found_text(problem, call.language, where=problem.where), file=sys.stderr)
    return DONE


def _lines(found: Inspection) -> Iterator[Message]:
    mapping = found.layout.mapping
    yield say_many(
        "{file}: {count} row for the list “{list}”, in the sheet {sheet}.",
        "{file}: {count} rows for the list “{list}”, in the sheet {sheet}.",
        file=found.file,
        count=found.rows,
        list=find_register(found.kind).title,
        sheet=mapping.sheet,
    )
    first, *more = (str(row + 1) for row in mapping.header_rows)
    if more:
        yield say("Headings in the rows {rows}.", rows=[first, *more])
    else:
        yield say("Headings in row {row}.", row=first)
    yield from found.notes
    yield from map(_guess, found.guesses)
    for key, style in found.styles.items():
        yield _style(key, style)
    for why, count in found.left.items():
        yield say_many("Left out: {count} row ({why})", "Left out: {count} rows ({why})", count=count, why=_LEFT[why])
    yield from map(check_sentence, found.checks)


def _style(key: str, style: Style) -> Message:
    if not style.code:
        return say("{field}: {evidence}", field=key, evidence=style.evidence)
    if style.open:
        styles = sorted({style.code, *style.others})
        return say("{field} may be one of {styles}: {evidence}", field=key, styles=styles, evidence=style.evidence)
    return say("{field} is written like {style}: {evidence}", field=key, style=style.code, evidence=style.evidence)


def _guess(guess: Guess) -> Message:
    column, heading, reason = column_letters(guess.column), guess.header, guess.reason
    if not guess.field:
        return say("{column} “{heading}” is left out: {reason}", column=column, heading=heading, reason=reason)
    return say(
        "{column} “{heading}” → {field} ({score}): {reason}",
        column=column,
        heading=heading,
        field=guess.field,
        score=guess.score,
        reason=reason,
    )


# --- template ---------------------------------------------------------------------------------------------------------


def _template_options(options: Options) -> None:
    options.add("kind", choices=TEMPLATE_KINDS, metavar="KIND", about=say("the list it is for"))
    options.add("out", type=Path, metavar="OUT.xlsx", about=say("the workbook to write"))
    options.names()
    options.flag("--force", say("replace the file when it is there"))


def _template(call: Call) -> int:
    if call.options.out.suffix.casefold() != ".xlsx":
        raise UserError(
            say("A template is an Excel workbook."),
            say("Nothing was written."),
            say("Choose a name that ends in .xlsx."),
        )
    call.require_free()
    options = call.options
    outcome = write_template(options.kind, options.out, language=call.language, names=options.names)
    return call.tell(outcome.message)


INSPECT = Verb("inspect", say("say what a file holds, without an office"), _inspect_options, _inspect)
TEMPLATE = Verb("template", say("write an empty workbook to fill in"), _template_options, _template)
