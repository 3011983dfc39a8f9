"""An assignment at a glance: its posts, who fills them today, and how long they stood or will stand vacant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.vacancies import MonthOfPosts, vacancies, vacancies_until, vacant_months
from desktop.domain.volunteer_terms import DeploymentState
from desktop.storage.models import Assignment
from desktop.storage.office import Office, Unit
from desktop.storage.staffing import deployments

_TO_COME = (DeploymentState.PLANNED, DeploymentState.SIGNED)


@dataclass(frozen=True, slots=True)
class AssignmentPosts:
    """The posts of an assignment as at `day`; those `to_come` are planned or signed and have not begun.

    `expected` is the time it is expected to run, or what its contracts span; None while nothing is known. `months` are
    those of that time with what is signed; `vacant_so_far` up to the day, `vacant_signed` and `vacant_planned` over all
    of it, by what is signed, and by what is signed or planned.
    """

    assignment_id: int
    day: date
    posts: int
    filled: int
    open: int
    to_come: int
    expected: Period | None = None
    months: tuple[MonthOfPosts, ...] = ()
    vacant_so_far: Fraction = Fraction(0)
    vacant_signed: Fraction = Fraction(0)
    vacant_planned: Fraction = Fraction(0)


def assignment_posts(office: Office, *, assignment_id: int) -> AssignmentPosts:
    """The posts of an assignment as at today. Raises UserError when it is gone."""
    with office.read() as session:
        assignment = Unit(office, session).get(Assignment, assignment_id)
        own = deployments(session, assignment_id=assignment_id)
        expected = _expected(assignment, own)
        posts = assignment.posts
    today = office.today
    held = [deployment for deployment in own if deployment.volunteer_id is not None]
    filled = sum(deployment.serving(today) is not None for deployment in held)
    to_come = sum(deployment.state_on(today) in _TO_COME for deployment in own)
    runs = expected is not None and today in expected
    open_posts = max(posts - filled, 0) if runs else 0
    if expected is None:
        return AssignmentPosts(assignment_id, today, posts, filled, open_posts, to_come)
    signed = [period for deployment in held for period in deployment.service()]
    planned = [period for deployment in own for period in deployment.service(planned=True)]
    months = vacancies(posts, expected, signed)
    return AssignmentPosts(
        assignment_id,
        today,
        posts,
        filled,
        open_posts,
        to_come,
        expected,
        months,
        vacancies_until(posts, expected, signed, today),
        vacant_months(months),
        vacant_months(vacancies(posts, expected, planned)),
    )


def _expected(assignment: Assignment, own: Sequence[Deployment]) -> Period | None:
    """The time in which an assignment is expected to run; where it does not say, what its contracts span."""
    service = [period for deployment in own for period in deployment.service(planned=True)]
    first = assignment.starts_on or min((period.start for period in service), default=None)
    last = assignment.ends_on or max((period.last for period in service), default=None)
    if first is None or last is None or last < first:
        return None
    return Period.of_days(first, last)
