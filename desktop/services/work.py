"""What volunteers did each month: the grid of counts, changing any number of them at once, and what they sum to.

Counts only. Nothing that says who a person is has a place here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.period import Period, next_month
from desktop.domain.staffing.work import CountKey, WorkGrid, WorkTotal
from desktop.language import Message, Month, UserError, say, say_many
from desktop.language.message import Value
from desktop.registers.query import Cell
from desktop.registers.work import WORK_COUNTS
from desktop.services.records import InvalidRecordError, filled
from desktop.storage.models import Assignment, Deployment, Project, WorkCount, WorkMeasure
from desktop.storage.office import Office, Outcome, Unit
from desktop.storage.tree import projects_above
from desktop.storage.work import (
    counts_of,
    find_count,
    known_parts,
    measures_of,
    months_counted,
    projects_with_work,
    served_by,
    work_totals,
    worked_deployment,
    worked_in,
)

LARGEST = 2**31 - 1  # what the office keeps


@dataclass(frozen=True, slots=True)
class CountEdit:
    """A new value of a count; None takes it away. `version` is the one the user saw, 0 where nothing was counted."""

    key: CountKey
    count: int | None
    version: int = 0


class InvalidCountsError(UserError):
    """Counts that cannot be kept; `problems` says of each what is wrong and what to do."""

    def __init__(self, problems: dict[CountKey, Message]) -> None:
        super().__init__(
            say_many("One thing to correct.", "{count} things to correct.", count=len(problems)),
            say("Nothing was saved."),
            next(iter(problems.values())),
        )
        self.problems = dict(problems)


def worked_projects(office: Office) -> list[tuple[int, str, str]]:
    """The projects that count something or have assignments: id, code and name."""
    with office.read() as session:
        return projects_with_work(session)


def work_grid(office: Office, *, project_id: int, month: date) -> WorkGrid:
    """What was counted in a month, by deployment and measure. Raises UserError when the project is gone."""
    first = month.replace(day=1)
    with office.read() as session:
        project = _project(session, project_id)
        measures = measures_of(session, {project_id})
        return WorkGrid(
            project_id,
            project.reference,
            project.title,
            (first,),
            measures,
            worked_in(session, project_id, Period(first, next_month(first))),
            counts_of(session, measures, (first,)),
        )


def deployment_work(office: Office, *, deployment_id: int, year: int | None = None) -> WorkGrid:
    """What was counted on a deployment in a year, by measure and month: the year asked for, or else its newest one.

    It has the months of service that have begun and those that have counts.
    Raises UserError when it is gone, or its assignment belongs to no project.
    """
    with office.read() as session:
        deployment = session.get(Deployment, deployment_id)
        worked = worked_deployment(session, deployment_id)
        if deployment is None or worked is None:
            raise _gone()
        assignment = session.get(Assignment, deployment.assignment_id)
        if assignment is None or assignment.project_id is None:
            raise UserError(
                say("{deployment} belongs to no project.", deployment=worked.reference),
                say("What is counted is said by a project."),
                say("Give its assignment a project."),
            )
        project = _project(session, assignment.project_id)
        measures = measures_of(session, {project.id, *projects_above(session, project.id)})
        counted = months_counted(session, deployment_id)
        span = _span(served_by(session, deployment_id), counted, office.today)
        months = () if span is None else _months_of(span, year or span[1].year)
        return WorkGrid(
            project.id,
            project.reference,
            project.title,
            months,
            measures,
            (worked,),
            counts_of(session, measures, months, deployment_id),
            deployment=worked,
            span=span,
        )


def _project(session: Any, project_id: int) -> Project:
    project = session.get(Project, project_id)
    if not isinstance(project, Project):
        raise _gone()
    return project


def _gone() -> UserError:
    return UserError(say("This record is no longer there."), say("Someone removed it."), say("Go back to the list."))


def _span(served: tuple[date, date] | None, counted: tuple[date, date] | None, today: date) -> tuple[date, date] | None:
    """The first and the last month of service that has begun, or that has counts; None without any."""
    spans = [counted] if counted is not None else []
    if served is not None and served[0] <= today:
        spans.append((served[0], min(served[1], today)))
    if not spans:
        return None
    return min(span[0] for span in spans).replace(day=1), max(span[1] for span in spans).replace(day=1)


def _months_of(span: tuple[date, date], year: int) -> tuple[date, ...]:
    """The months of a year between two months."""
    return tuple(month for month in Period.of_days(*span).months() if month.year == year)


def totals(office: Office, *, project_id: int, period: Period, by: Sequence[str] = ()) -> list[WorkTotal]:
    """How much of each measure was done in the months of a period, parted by any of `known_parts`.

    A month counts whole with its first day: it is the smallest part in which work is counted. Raises ValueError for
    what is no part.
    """
    unknown = set(by) - set(known_parts())
    if unknown:
        msg = f"work is not parted by {', '.join(sorted(unknown))}"
        raise ValueError(msg)
    with office.read() as session:
        return work_totals(session, project_id, period, tuple(by))


# --- changing -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Change:
    """A count that changed."""

    key: CountKey
    measure: str
    deployment: str
    before: int | None
    after: int | None


def set_counts(office: Office, *, edits: Sequence[CountEdit]) -> Outcome:
    """Keeps counts, any number of them in one step; an empty one is taken away.

    Raises InvalidCountsError with every problem at once, and UserError when someone else changed a count meanwhile;
    then nothing was changed.
    """
    with office.change() as unit:
        known = _known(unit, edits)
        changes: list[_Change] = []
        problems: dict[CountKey, Message] = {}
        for edit in edits:
            try:
                change = _keep(unit, known, edit)
            except InvalidRecordError as error:
                problems[edit.key] = next(iter(error.fields.values()))
                continue
            if change is not None:
                changes.append(change)
        if problems:
            raise InvalidCountsError(problems)
        return unit.commit(_sentence(changes))


@dataclass(frozen=True, slots=True)
class _Known:
    """What people call the measures and the deployments."""

    measures: dict[int, str]
    deployments: dict[int, str]


def _known(unit: Unit, edits: Sequence[CountEdit]) -> _Known:
    return _Known(
        {key: unit.get(WorkMeasure, key).name for key in {edit.key.measure_id for edit in edits}},
        {key: unit.get(Deployment, key).reference for key in {edit.key.deployment_id for edit in edits}},
    )


def _keep(unit: Unit, known: _Known, edit: CountEdit) -> _Change | None:
    """Writes one count; None where it stays as it was."""
    key = edit.key
    record = find_count(unit.session, key)
    before = None if record is None else record.count
    if record is not None:
        unit.get(WorkCount, record.id, version=edit.version)
    elif edit.version:
        raise UserError(
            say("Someone removed this count while you were working on it."),
            say("Nothing was saved."),
            say("Look at the new values, and repeat your change."),
        )
    if before == edit.count:
        return None
    if edit.count is None and record is not None:
        unit.remove(record)
    elif edit.count is not None:
        _fill(unit, key, edit.count, record)
    return _Change(key, known.measures[key.measure_id], known.deployments[key.deployment_id], before, edit.count)


def _fill(unit: Unit, key: CountKey, count: int, record: WorkCount | None) -> None:
    """Sets a count by the rules that hold for any of its records."""
    values: dict[str, Cell] = {"count": Decimal(count)}
    if record is None:
        values |= {"measure": key.measure_id, "deployment": key.deployment_id, "month": key.month}
        values |= {"sex": key.sex, "age": key.age}
    made = filled(unit, WORK_COUNTS, values, None if record is None else record.id)
    if record is None:
        unit.session.add(made)


def _sentence(changes: Sequence[_Change]) -> Message:
    """What was done: the one count with its old and new value, or how many and of which month."""
    if len(changes) == 1:
        (one,) = changes
        return say(
            "{measure}, {deployment}, {month}: {before} changed to {after}.",
            measure=one.measure,
            deployment=one.deployment,
            month=Month(one.key.month),
            before=_shown(one.before),
            after=_shown(one.after),
        )
    months = {change.key.month for change in changes}
    if len(months) == 1:
        return say_many(
            "Changed {count} count of {month}.",
            "Changed {count} counts of {month}.",
            count=len(changes),
            month=Month(months.pop()),
        )
    return say_many("Changed {count} count.", "Changed {count} counts.", count=len(changes))


def _shown(count: int | None) -> Value:
    return say("nothing") if count is None else count
