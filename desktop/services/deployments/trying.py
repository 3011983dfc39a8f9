"""Applies the changes of a trial one after the other, and says of each what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.domain.allocation import Share
from desktop.domain.finding import Finding, Severity
from desktop.domain.staffing import acts
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.judging import refusal
from desktop.domain.staffing.whatif import AddPosts, Change, EndEarly, Extend, Move, Replan, ids_in, tried
from desktop.language import Message, say
from desktop.services.deployments.objections import about_end, about_extension, about_shares
from desktop.services.deployments.planning import free_posts
from desktop.services.records import InvalidRecordError
from desktop.storage.models import Assignment
from desktop.storage.office import Unit
from desktop.storage.staffing import assignment_terms, deployments


@dataclass(frozen=True, slots=True)
class Tried:
    """Deployments before and with the changes (added ones have ids below zero), the changes as they can be kept, and
    what speaks against some: those were left out.
    """

    before: tuple[Deployment, ...]
    after: tuple[Deployment, ...]
    changes: tuple[Change, ...]
    problems: tuple[Finding, ...] = ()

    @property
    def pairs(self) -> list[tuple[Deployment, Deployment]]:
        """The deployments that were there and are others now, before and with the changes."""
        after = {deployment.id: deployment for deployment in self.after}
        return [(one, after[one.id]) for one in self.before if after[one.id] != one]

    @property
    def added(self) -> list[Deployment]:
        """The posts that are added."""
        return [deployment for deployment in self.after if deployment.id < 0]


def apply_changes(unit: Unit, changes: Sequence[Change]) -> Tried:
    """The changes applied one after the other; what cannot be done is left out and told."""
    ids = ids_in(changes)
    before = tuple(deployments(unit.session, ids=ids)) if ids else ()
    found = before
    done: list[Change] = []
    problems: list[Finding] = []
    for change in changes:
        judged, against = _judged(unit, found, change)
        problems += against
        if judged is not None:
            found = tried(found, [judged])
            done.append(judged)
    return Tried(before, found, tuple(done), tuple(problems))


def _judged(unit: Unit, found: Sequence[Deployment], change: Change) -> tuple[Change | None, list[Finding]]:
    """A change as far as it can be done, None when nothing of it can; and what speaks against the rest."""
    if isinstance(change, AddPosts):
        return _posts(unit, change)
    named = [deployment for deployment in found if deployment.id in change.deployment_ids]
    if not named:
        gone = say("A deployment is no longer there.")
        return None, [_against(gone, say("Go back to the list, and choose again."))]
    match change:
        case Move():
            problems, placed = about_shares(unit, named, change.shares, change.starts_on)
            return (None, problems) if problems else (replace(change, shares=tuple(placed)), [])
        case Extend():
            each = [(one.id, list(_about_extension(unit, one, change))) for one in named]
        case Replan():
            each = [(one.id, list(_about_replanning(one, change))) for one in named]
        case EndEarly():
            each = [(one.id, list(about_end(one, change.on, change.reason))) for one in named]
    possible = tuple(identity for identity, problems in each if not problems)
    against = [problem for _identity, problems in each for problem in problems]
    return (replace(change, deployment_ids=possible) if possible else None), against


def _about_extension(unit: Unit, one: Deployment, change: Extend) -> Iterator[Finding]:
    """What speaks against an extension; a post that is only tried has nothing beside it that could."""
    until = change.until(one)
    if one.id > 0:
        yield from about_extension(unit, one, until, sign_on=None)
        return
    last = acts.last_day(one)
    if last is not None and until is not None and until <= last:
        yield refusal(one, say("It lasts until {day} already.", day=last), say("Choose a later day."))


def _about_replanning(one: Deployment, change: Replan) -> Iterator[Finding]:
    """What speaks against another end of a planned contract."""
    last = acts.planned_last(one)
    if last is None:
        yield refusal(one, say("Its last contract is signed."), say("Extend it, or end it early."))
    elif change.ends_on < last.period.start:
        begins = say("The contract begins on {day}.", day=last.period.start)
        yield refusal(one, begins, say("Choose that day or a later one, or remove the planned contract."))


def _posts(unit: Unit, change: AddPosts) -> tuple[Change | None, list[Finding]]:
    """More posts, by the terms of their assignment where nothing else is said."""
    terms = assignment_terms(unit.session, [change.assignment_id]).get(change.assignment_id)
    if terms is None:
        gone = say("This assignment is no longer there.")
        return None, [_against(gone, say("Choose another one."))]
    placed: Sequence[Share] = change.shares
    against: list[Finding] = []
    complete = replace(
        change,
        category=change.category or terms.category,
        station=change.station or terms.station,
        project_id=terms.project_id,
    )
    if change.shares:
        sample = tried((), [replace(complete, count=1)])
        problems, placed = about_shares(unit, sample, change.shares, change.days.start)
        against += [
            replace(each, register="assignments", record_id=terms.id, label=terms.reference) for each in problems
        ]
    try:
        free_posts(unit, unit.get(Assignment, terms.id), change.days, change.count)
    except InvalidRecordError as error:
        for problem in error.fields.values():
            against.append(_against(problem, say("Add fewer posts, or other days."), terms.id, terms.reference))
    return (None, against) if against else (replace(complete, shares=tuple(placed)), [])


def _against(sentence: Message, fix: Message, assignment_id: int = 0, label: str = "") -> Finding:
    register = "assignments" if assignment_id else ""
    return Finding(Severity.ERROR, "not_tried", sentence, fix, register, assignment_id, label)
