"""`grantdesk work …`: what volunteers of a project did in a month, and setting one of its counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from desktop.cli.call import DONE, Call
from desktop.cli.show import print_columns
from desktop.cli.verb import Options, Verb, VerbGroup
from desktop.domain.staffing.work import CountKey, Measure, WorkedDeployment, WorkGrid, WorkLine
from desktop.domain.volunteer_terms import AgeGroup, Sex
from desktop.language import Message, UserError, say
from desktop.services.offices import Office
from desktop.services.work import CountEdit, set_counts, work_grid, worked_projects

_NOTHING = say("Nothing was changed.")


def _which(options: Options) -> None:
    options.office()
    options.words("--project", say("the code of the project"), metavar="REF", required=True)
    about = say("the month, such as 2019-10")
    options.add("--month", read=_read_month, required=True, metavar="YYYY-MM", about=about)


def _read_month(typed: str) -> date | Message:
    try:
        return date.fromisoformat(f"{typed}-01")
    except ValueError:
        return say("“{text}” is not a month like 2019-10", text=typed)


def _show_options(options: Options) -> None:
    _which(options)
    options.flag("--json", say("print what was found as JSON"))


def _set_options(options: Options) -> None:
    _which(options)
    options.words("--deployment", say("the code of the deployment"), metavar="REF", required=True)
    options.words("--measure", say("the code of what is counted"), metavar="CODE", required=True)
    options.add("--sex", choices=[str(sex) for sex in Sex], default="", about=say("of which sex the persons were"))
    ages = [str(age) for age in AgeGroup]
    options.add("--age", choices=ages, default="", about=say("whether the persons were adults or children"))
    options.number("--count", say("how many; left out, the count is taken away"))


def _grid(call: Call, office: Office) -> WorkGrid:
    """The counts of the project and month that are named. Raises UserError when there is no such project."""
    known = {code: identity for identity, code, _name in worked_projects(office)}
    if call.options.project not in known:
        raise UserError(
            say("No project {name} counts the work of volunteers.", name=call.options.project),
            _NOTHING,
            say("Projects: {names}.", names=list(known)) if known else say("Give an assignment a project first."),
        )
    return work_grid(office, project_id=known[call.options.project], month=call.options.month)


def _show(call: Call) -> int:
    with call.office(read_only=True) as office:
        grid = _grid(call, office)
    if call.options.json:
        return call.print_json([_row_json(grid, row) for row in grid.rows()])
    heads = ["", *(_head(column) for column in grid.columns())]
    lines = [[row.deployment.reference if row.deployment else "", *_counts(grid, row)] for row in grid.rows()]
    total = [call.language.text(say("Total")), *(_text(grid.foot(column)) for column in grid.columns())]
    print_columns([heads, *lines, total], right=range(1, len(heads)))
    return DONE


def _head(column: WorkLine) -> str:
    code = column.measure.code if column.measure is not None else ""
    return ":".join(filter(None, (code, column.sex, column.age)))


def _counts(grid: WorkGrid, row: WorkLine) -> list[str]:
    return [_text(grid.value(row, column)) for column in grid.columns()]


def _text(count: int | None) -> str:
    return "" if count is None else str(count)


def _row_json(grid: WorkGrid, row: WorkLine) -> dict[str, Any]:
    deployment = row.deployment or WorkedDeployment(0, "")
    counts = {_head(column): grid.value(row, column) for column in grid.columns() if not column.total}
    return {
        "deployment": deployment.reference,
        "volunteer": deployment.volunteer,
        "place": deployment.place,
        "counts": {name: count for name, count in counts.items() if count is not None},
    }


def _set(call: Call) -> int:
    with call.office(read_only=False) as office:
        grid = _grid(call, office)
        deployment, measure = _deployment(grid, call.options.deployment), _measure(grid, call.options.measure)
        key = CountKey(measure.id, deployment.id, grid.months[0], call.options.sex, call.options.age)
        kept = grid.counts.get(key)
        edit = CountEdit(key, _count(call.options.count), kept.version if kept is not None else 0)
        outcome = set_counts(office, edits=[edit])
    return call.tell(outcome.message)


def _count(number: Decimal | None) -> int | None:
    """A whole number, or None for none. Raises UserError for a part of one."""
    if number is not None and number != number.to_integral_value():
        raise UserError(say("“{text}” is no count.", text=str(number)), _NOTHING, say("Give a whole number."))
    return None if number is None else int(number)


def _deployment(grid: WorkGrid, code: str) -> WorkedDeployment:
    found = next((one for one in grid.deployments if one.reference == code), None)
    if found is None:
        raise UserError(
            say("No deployment {name} is served in that month.", name=code),
            _NOTHING,
            say("Deployments: {names}.", names=[one.reference for one in grid.deployments] or "-"),
        )
    return found


def _measure(grid: WorkGrid, code: str) -> Measure:
    found = next((one for one in grid.measures if one.code == code), None)
    if found is None:
        raise UserError(
            say("{project} counts nothing by the code {name}.", project=grid.project, name=code),
            _NOTHING,
            say("Codes: {names}.", names=[one.code for one in grid.measures] or "-"),
        )
    return found


WORK = VerbGroup(
    "work",
    say("what volunteers did each month, as counts"),
    (
        Verb("show", say("print the counts of a project in a month"), _show_options, _show),
        Verb("set", say("set one count, or take it away"), _set_options, _set),
    ),
)
