"""The volunteers whom a grant pays, at a glance: who serves, what was served, and whose contracts end soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from desktop.domain.allocation import shares_on
from desktop.domain.money import Money
from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.person_months import months_shown, months_together, service_parts

END_SOON_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class GrantPeople:
    """The deployments of a grant on a day.

    `months` are those it paid so far, `to_come` is what is committed for the months after this one. `ending` are the
    references of those who serve and whose last signed contract ends within 90 days.
    """

    serving: int
    months: Decimal
    to_come: Money
    ending: tuple[str, ...] = ()
    next_end: date | None = None


def people_on(found: Sequence[Deployment], grant_id: int, *, today: date, to_come: Money) -> GrantPeople:
    """What there is to tell of the deployments that a grant pays, or ever paid."""
    serving = [each for each in found if each.serving(today) is not None and _pays(each, grant_id, today)]
    ends = sorted((end, each.reference) for each in serving if (end := each.ends_on) is not None)
    soon = [(end, reference) for end, reference in ends if end <= today + timedelta(days=END_SOON_DAYS)]
    past = Period(date.min, today + ONE_DAY)
    parts = service_parts(found, past)
    months = months_together(part for part in parts if part.grant_id == grant_id)
    return GrantPeople(
        len(serving),
        months_shown(months),
        to_come,
        tuple(reference for _end, reference in soon),
        soon[0][0] if soon else None,
    )


def _pays(deployment: Deployment, grant_id: int, day: date) -> bool:
    return any(share.grant_id == grant_id for share in shares_on(deployment.shares, day))
