"""Planning the posts of an assignment, many at once: each a deployment with its initial contract and its shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import cast

from desktop.domain.allocation import Share, shares_problem
from desktop.domain.period import Period
from desktop.domain.volunteer_terms import PeriodKind
from desktop.language import Message, say, say_many
from desktop.registers import find_register
from desktop.registers.query import Cell
from desktop.services.records import InvalidRecordError, filled
from desktop.storage.deployment_rows import free_references, taken_posts
from desktop.storage.models import Assignment, Base, Deployment, Volunteer
from desktop.storage.office import Office, Outcome, Unit


def plan_posts(
    office: Office,
    *,
    assignment_id: int,
    starts_on: date,
    ends_on: date,
    volunteer_ids: Sequence[int] = (),
    count: int = 0,
    shares: Sequence[Share] = (),
) -> Outcome:
    """Plans a deployment for each volunteer, or `count` posts that nobody fills yet, for the same days and shares.

    Nothing is signed and nothing committed. Raises InvalidRecordError with what is wrong, by field: ``volunteer``,
    ``count``, ``starts_on``, ``ends_on``, ``shares``; nothing is kept then.
    """
    with office.change() as unit:
        wanted: Sequence[int | None] = volunteer_ids or [None] * count
        assignment = unit.get(Assignment, assignment_id)
        _require_days(starts_on, ends_on)
        made = add_posts(unit, assignment, Period.of_days(starts_on, ends_on), wanted, shares)
        names = [deployment.reference for deployment in made]
        message = say_many(
            "Planned {count} deployment of {assignment}: {first}.",
            "Planned {count} deployments of {assignment}: {first} to {last}.",
            count=len(made),
            assignment=assignment.reference,
            first=names[0],
            last=names[-1],
        )
        return unit.commit(message, record_id=made[0].id)


def add_posts(
    unit: Unit,
    assignment: Assignment,
    days: Period,
    wanted: Sequence[int | None],
    shares: Sequence[Share],
    *,
    category: str = "",
    station_id: int | None = None,
) -> list[Deployment]:
    """Plans a deployment for each volunteer wanted, or None for nobody yet, as a part of a unit of work.

    Without a category or a station those of the assignment count. Raises what `plan_posts` raises.
    """
    posts = free_posts(unit, assignment, days, len(wanted))
    names = free_references(unit.session, len(wanted))
    of: dict[str, Cell] = {"category": category} if category else {}
    at: dict[str, Cell] = {} if station_id in {None, assignment.station_id} else {"station": station_id}
    made = [
        _plan(unit, {"reference": name, "assignment": assignment.id, "post": post, "volunteer": who, **of}, days, at)
        for name, post, who in zip(names, posts, wanted, strict=True)
    ]
    for deployment in made:
        put_shares(unit, deployment, shares, days.start)
    return made


def _require_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise InvalidRecordError(
            {"ends_on": say("It ends before it starts, on {day}. Enter a later date.", day=starts_on)}
        )


def free_posts(unit: Unit, assignment: Assignment, days: Period, count: int) -> list[int]:
    """The numbers of posts that nobody has on any of these days. Raises InvalidRecordError when they are too few."""
    if count < 1:
        raise InvalidRecordError({"count": say("Choose volunteers, or say how many posts to plan.")})
    taken = taken_posts(unit.session, assignment.id, days)
    numbers = {post for post in taken if post is not None}
    free = [post for post in range(1, assignment.posts + 1) if post not in numbers]
    if assignment.posts - len(taken) < count:
        problem = say(
            "{assignment} has {posts} posts, and {taken} of them are taken on these days. Plan fewer, or raise the "
            "number of posts.",
            assignment=assignment.reference,
            posts=assignment.posts,
            taken=len(taken),
        )
        raise InvalidRecordError({"count": problem})
    return free[:count]


def _plan(unit: Unit, values: Mapping[str, Cell], days: Period, at: Mapping[str, Cell]) -> Deployment:
    """A planned deployment with its initial contract."""
    volunteer_id = values["volunteer"]
    who = unit.get(Volunteer, volunteer_id).reference if isinstance(volunteer_id, int) else ""
    deployment = cast("Deployment", keep(unit, "deployments", values, of=who))
    contract: dict[str, Cell] = {
        "deployment": deployment.id,
        "kind": str(PeriodKind.INITIAL),
        "starts_on": days.start,
        "ends_on": days.last,
        **at,
    }
    keep(unit, "contract_periods", contract, of=who)
    return deployment


def put_shares(unit: Unit, deployment: Deployment, shares: Sequence[Share], starts_on: date) -> None:
    """Gives a deployment its shares from a day on. Raises InvalidRecordError when they are no whole."""
    problem = shares_problem(shares) if shares else None
    if problem is not None:
        raise InvalidRecordError({"shares": problem})
    for share in shares:
        values: dict[str, Cell] = {
            "deployment": deployment.id,
            "starts_on": starts_on,
            "grant": share.grant_id,
            "line": share.line_id,
            "percent": share.percent,
        }
        try:
            keep(unit, "deployment_shares", values)
        except InvalidRecordError as error:
            raise InvalidRecordError({"shares": next(iter(error.fields.values()))}) from error


def keep(unit: Unit, register: str, values: Mapping[str, Cell], *, of: str = "") -> Base:
    """Keeps a record by the rules of its form. Raises InvalidRecordError that names the volunteer it is `of`."""
    try:
        return unit.add(filled(unit, find_register(register), values))
    except InvalidRecordError as error:
        raise InvalidRecordError(dict(_told(error, of))) from error


def _told(error: InvalidRecordError, of: str) -> Iterator[tuple[str, Message]]:
    for key, problem in error.fields.items():
        yield key, say("{volunteer}: {problem}", volunteer=of, problem=problem) if of else problem
