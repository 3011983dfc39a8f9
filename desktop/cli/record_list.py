"""`grantdesk list …`: the records of a register, printed or written to a file."""

from __future__ import annotations

from pathlib import Path

from desktop.cli.call import DONE, Call
from desktop.cli.show import row_json, text_table
from desktop.cli.verb import Options, Verb
from desktop.domain.progress import Silent
from desktop.language import UserError, say
from desktop.registers.query import Query, Row, parse_filters
from desktop.registers.sight import has_names, see_register
from desktop.services import browse


def _options(options: Options) -> None:
    options.add("register", metavar="REGISTER", about="grants, projects, organisations, ledger, …")
    options.office()
    where = say("such as amount>=1000, countries=NE,ML or title~prison; may be given several times")
    options.add("--where", action="append", default=[], metavar="FILTER", about=where)
    options.words("--search", say("records that have these words"), metavar="WORDS")
    options.words("--sort", say("the column to sort by, -COLUMN for descending"), metavar="COLUMN")
    options.flag("--json", say("print an array of objects, amounts as text"))
    options.add("--out", type=Path, metavar="FILE", about=say("write to .xlsx or .csv instead of printing"))
    options.names()
    options.force()


def _list(call: Call) -> int:
    options = call.options
    register = see_register(options.register, names=options.names)
    descending = options.sort.startswith("-")
    sort = options.sort.removeprefix("-")
    if sort and not register.has(sort):
        raise UserError(
            say("There is no column {name}.", name=sort),
            say("Nothing was read."),
            say("Columns of this list: {columns}.", columns=[column.key for column in register.columns]),
        )
    everything = tuple(column.key for column in register.columns)
    query = Query(
        register,
        columns=everything if options.json else (),
        filters=parse_filters(register, options.where, language=call.language),
        search=options.search,
        sort=sort,
        descending=descending,
    )
    call.require_free()
    # A file with names is noted in the history.
    with call.office(read_only=not (options.out and has_names(register))) as office:
        if options.out:
            outcome = browse.export_register(
                office, query, options.out, language=call.language, progress=Silent(), names=options.names
            )
            return call.tell(outcome.message)
        rows = list(browse.all_rows(office, query))
    if options.json:
        return call.print_json([row_json(query, row, call.language) for row in rows])
    _print_table(call, query, rows)
    return DONE


def _print_table(call: Call, query: Query, rows: list[Row]) -> None:
    for line in text_table(query, rows, call.language):
        print(line)
    call.tell(query.register.count(len(rows)))


LIST = Verb("list", say("list the records of a register"), _options, _list)
