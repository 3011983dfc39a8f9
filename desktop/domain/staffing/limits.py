"""How long people of a category may serve, how old and experienced they are, and what was found of it.

Service is counted day-exact, over all deployments of a volunteer. Two counts matter: that of a category against its own
limit, and that of a modality (international, national) against the largest limit of its categories. After a rest of
`REST_YEARS` one may serve again, once, and is counted anew. Whatever is found is a warning: people decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from desktop.domain.finding import Finding, Severity
from desktop.domain.period import ONE_DAY, Period, months_later
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.service import (
    MONTH,
    by_month,
    days_of_month,
    months_of,
    parts_between,
    two_decimals,
    without_overlaps,
)
from desktop.domain.volunteer_terms import VOLUNTEER_CATEGORIES, VolunteerCategory
from desktop.language import Message, say

REST_YEARS: Final = 10
MODALITIES: Final[dict[str, Message]] = {
    "international": say("international volunteer"),
    "national": say("national volunteer"),
    "online": say("online volunteer"),
}
_ABOUT_LIMITS: Final = ("category", "starts_on", "source", "confirm")


@dataclass(frozen=True, slots=True)
class Limit:
    """What is expected of volunteers of a category; None where nothing is said. A preset has no `starts_on`.

    `confirm` says that it was not read in the source itself.
    """

    category: str
    starts_on: date | None = None
    most_months: int | None = None
    least_months: int | None = None
    least_age: int | None = None
    most_age: int | None = None
    experience_years: int | None = None
    leave_days: Decimal | None = None
    source: str = ""
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class LimitBook:
    """The limits of an office over the presets: what an office's own row leaves empty is as the preset has it."""

    presets: tuple[Limit, ...] = ()
    own: tuple[Limit, ...] = ()

    def on(self, category: str, day: date) -> Limit:
        """What counts for a category on `day`."""
        usual = next((limit for limit in self.presets if limit.category == category), Limit(category))
        begun = [limit for limit in self.own if limit.category == category and (limit.starts_on or date.min) <= day]
        if not begun:
            return usual
        newest = max(begun, key=lambda limit: limit.starts_on or date.min)
        empty = {
            field.name: getattr(usual, field.name)
            for field in fields(Limit)
            if field.name not in _ABOUT_LIMITS and getattr(newest, field.name) is None
        }
        return replace(newest, **empty)

    def of_modality(self, modality: str, day: date) -> int | None:
        """The largest limit of the categories of a modality; None where none has one."""
        categories = [category for category in VolunteerCategory if category.modality == modality]
        return max((most for each in categories if (most := self.on(each, day).most_months) is not None), default=None)


@dataclass(frozen=True, slots=True)
class Person:
    """What limits need to know of a volunteer; `reference` is the office's own code."""

    id: int
    reference: str
    born_on: date | None = None
    experience_years: int | None = None


@dataclass(frozen=True, slots=True)
class ServiceCount:
    """The service of a volunteer in a category or (`category` empty) in a modality, in months, exactly.

    `served` is up to today, `signed` all that is signed, `planned` all that is signed or planned. `beyond` is the first
    day of what is signed that lies beyond the limit, `planned_beyond` that of what is planned. `since` is set where it
    is counted anew after a rest.
    """

    modality: str
    category: str
    served: Fraction
    signed: Fraction
    planned: Fraction
    limit: int | None = None
    reached_on: date | None = None
    beyond: date | None = None
    planned_beyond: date | None = None
    since: date | None = None

    @property
    def name(self) -> Message:
        """What is counted."""
        return VOLUNTEER_CATEGORIES[self.category] if self.category else MODALITIES[self.modality]

    @property
    def left(self) -> Fraction | None:
        """The months that may still be signed; None without a limit, below zero beyond it."""
        return None if self.limit is None else self.limit - self.signed


def modality_of(category: str) -> str:
    """The modality of a category by its code."""
    return VolunteerCategory(category).modality


def day_reached(periods: Iterable[Period], months: int) -> date | None:
    """The day with which `months` of service are full; None where they never are. The periods must not overlap."""
    return _day_with(periods, max(months * MONTH, 1))


def first_beyond(periods: Iterable[Period], months: int) -> date | None:
    """The first day with which service is longer than `months`; None where it never is."""
    return _day_with(periods, months * MONTH + 1)


def _day_with(periods: Iterable[Period], parts: int) -> date | None:
    """The day with which service comes to so many parts of a month, of which `MONTH` are a whole one."""
    left = parts
    for period in periods:
        whole = parts_between(period.start, period.end)
        if whole < left:  # reached in none of its months
            left -= whole
            continue
        for part in by_month(period):
            per_day = MONTH // days_of_month(part.start)
            if left <= part.days * per_day:
                return part.start + ONE_DAY * (-(-left // per_day) - 1)
            left -= part.days * per_day
    return None


def counted_service(periods: Iterable[Period]) -> tuple[list[Period], date | None]:
    """The periods that count, each day once: all, or those after the first rest of ten years, and from when."""
    joined = without_overlaps(periods)
    for place in range(1, len(joined)):
        if joined[place].start >= months_later(joined[place - 1].end, 12 * REST_YEARS):
            return joined[place:], joined[place].start
    return joined, None


def service_counts(deployments: Iterable[Deployment], *, book: LimitBook, today: date) -> tuple[ServiceCount, ...]:
    """The service of a volunteer by modality, each followed by its categories; `deployments` are all of theirs."""
    everything = list(deployments)
    found: list[ServiceCount] = []
    for modality in MODALITIES:
        own = [deployment for deployment in everything if modality_of(deployment.category) == modality]
        if not own:
            continue
        whole = _count(own, modality, "", book.of_modality(modality, today), today)
        found.append(whole)
        for category in sorted({deployment.category for deployment in own}):
            served = [deployment for deployment in own if deployment.category == category]
            limit = book.on(category, today).most_months
            if len(served) == len(own) and limit == whole.limit:
                found.append(replace(whole, category=category))
            else:
                found.append(_count(served, modality, category, limit, today))
    return tuple(found)


def _count(own: Sequence[Deployment], modality: str, category: str, limit: int | None, today: date) -> ServiceCount:
    signed, since = counted_service(period for each in own for period in each.service())
    planned, since_planned = counted_service(period for each in own for period in each.service(planned=True))
    past = [Period(part.start, min(part.end, today + ONE_DAY)) for part in signed if part.start <= today]
    count = ServiceCount(
        modality,
        category,
        months_of(past),
        months_of(signed),
        months_of(planned),
        limit,
        since=since or since_planned,
    )
    if limit is None:
        return count
    return replace(
        count,
        reached_on=day_reached(signed, limit),
        beyond=first_beyond(signed, limit),
        planned_beyond=first_beyond(planned, limit),
    )


# --- findings -----------------------------------------------------------------------------------------------------

_NO_WALL = say("Ask the agency before a contract is signed; the program keeps it in any case.")


def service_findings(
    person: Person, deployments: Iterable[Deployment], *, book: LimitBook, today: date
) -> list[Finding]:
    """What is found of the length of a volunteer's service, over all their deployments."""
    told: list[Finding] = []
    for count in service_counts(deployments, book=book, today=today):
        same = count.category and count.limit == book.of_modality(count.modality, today)
        if count.limit is not None and not same:  # the modality says it already
            told += _of_count(person, count, today)
    return told


def _of_count(person: Person, count: ServiceCount, today: date) -> Iterator[Finding]:
    """What is found of one count: beyond the limit, beyond it with what is planned, or full."""
    limit = count.limit or 0
    if count.beyond is not None:
        sentence = say(
            "{volunteer} is beyond {limit} months as {kind} from {day} on, by {months} months.",
            volunteer=person.reference,
            limit=limit,
            kind=count.name,
            day=count.beyond,
            months=two_decimals(count.signed - limit),
        )
        yield _finding(person, "service_beyond", sentence)
    elif count.planned_beyond is not None:
        sentence = say(
            "With what is planned {volunteer} comes beyond {limit} months as {kind} from {day} on, by {months} months.",
            volunteer=person.reference,
            limit=limit,
            kind=count.name,
            day=count.planned_beyond,
            months=two_decimals(count.planned - limit),
        )
        yield _finding(person, "service_planned_beyond", sentence)
    elif count.reached_on is not None and count.reached_on >= today:
        sentence = say(
            "{volunteer} completes {limit} months as {kind} on {day}.",
            volunteer=person.reference,
            limit=limit,
            kind=count.name,
            day=count.reached_on,
        )
        yield _finding(person, "service_full", sentence, severity=Severity.NOTE)


def _finding(
    person: Person, code: str, sentence: Message, *, severity: Severity = Severity.WARNING, fix: Message = _NO_WALL
) -> Finding:
    return Finding(severity, code, sentence, fix, "volunteers", person.id, person.reference)


def entry_findings(person: Person, deployment: Deployment, *, book: LimitBook) -> list[Finding]:
    """What is found of a volunteer on entry: too young or too old, too little experience, too short a time.

    No sentence tells a date of birth.
    """
    periods = without_overlaps(deployment.service(planned=True))
    if not periods:
        return []
    entry = periods[0].start
    limit = book.on(deployment.category, entry)
    told = [*_of_age(person, deployment, limit, entry), *_of_experience(person, deployment, limit)]
    if limit.least_months is not None and months_of(periods) < limit.least_months and deployment.ended_on is None:
        sentence = say(
            "{deployment} is for {months} months; volunteers of this category serve {least} at least.",
            deployment=deployment.reference,
            months=two_decimals(months_of(periods)),
            least=limit.least_months,
        )
        told.append(_of_deployment(deployment, "service_short", sentence, say("Plan it longer, or ask the agency.")))
    return told


_CATEGORY = say("Choose another category, or correct what the roster says of the volunteer.")


def _of_deployment(deployment: Deployment, code: str, sentence: Message, fix: Message = _CATEGORY) -> Finding:
    return Finding(Severity.WARNING, code, sentence, fix, "deployments", deployment.id, deployment.reference)


def _of_age(person: Person, deployment: Deployment, limit: Limit, entry: date) -> Iterator[Finding]:
    if person.born_on is None:
        return
    if limit.least_age is not None and entry < months_later(person.born_on, 12 * limit.least_age):
        sentence = say(
            "On entry {volunteer} is younger than {years} years, the least for {category}.",
            volunteer=person.reference,
            years=limit.least_age,
            category=VOLUNTEER_CATEGORIES[deployment.category],
        )
        yield _of_deployment(deployment, "too_young", sentence)
    if limit.most_age is not None and entry >= months_later(person.born_on, 12 * (limit.most_age + 1)):
        sentence = say(
            "On entry {volunteer} is older than {years} years, the most for {category}.",
            volunteer=person.reference,
            years=limit.most_age,
            category=VOLUNTEER_CATEGORIES[deployment.category],
        )
        yield _of_deployment(deployment, "too_old", sentence)


def _of_experience(person: Person, deployment: Deployment, limit: Limit) -> Iterator[Finding]:
    least, has = limit.experience_years, person.experience_years
    if least is not None and has is not None and has < least:
        sentence = say(
            "{volunteer} has {years} years of experience; {category} asks for {least}.",
            volunteer=person.reference,
            years=has,
            category=VOLUNTEER_CATEGORIES[deployment.category],
            least=least,
        )
        yield _of_deployment(deployment, "too_little_experience", sentence)
