"""The findings about people: what is cheap to know is told at once, what has to be reckoned only by a whole check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.checks.staffing import StaffFacts, check_staff
from desktop.domain.finding import Finding
from desktop.domain.money import ZERO
from desktop.domain.staffing import judging
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.judging import effects, lacking_money
from desktop.domain.staffing.limits import entry_findings, service_findings
from desktop.services.deployments.limits import limit_book
from desktop.storage.committed import Place, counted_twice, grants_left, lines_left
from desktop.storage.office import Reading
from desktop.storage.paying import pricing
from desktop.storage.service_limits import own_limits, persons
from desktop.storage.staffing import deployments
from desktop.storage.staffing_checks import staff_facts

_RECKONED: Final = ("deployment_rate_missing", "deployment_quote_missing")  # that of shares is told at once


def staff_findings(session: Reading, *, today: date, whole: bool, grant_id: int | None = None) -> list[Finding]:
    """What is found of people, or of those that one grant pays; `whole` prices what is planned and counts service."""
    facts = staff_facts(session, today=today, whole=whole, grant_id=grant_id)
    found = check_staff(facts, today=today)
    if whole:
        twice = counted_twice(session, grant_id=grant_id)
        grants = grants_left(session, twice)
        found += (judging.counted_twice(grants[grant], amount) for grant, amount in twice.items())
    if whole and facts.deployments:
        found += _priced(session, facts, today, grant_id)
        if grant_id is None:
            found += _limits(session, facts, today)
    return list(dict.fromkeys(found))


def _priced(session: Reading, facts: StaffFacts, today: date, grant_id: int | None) -> Iterator[Finding]:
    """Rates that are missing, and lines and grants that lack money for what is planned."""
    prices = pricing(session, facts.deployments)
    amounts: dict[Place, Decimal] = {}
    for deployment in facts.deployments:
        priced = prices.of(deployment)
        told = prices.findings(deployment, priced)
        yield from (finding for finding in told if finding.code in _RECKONED)
        for part in priced.parts:
            if not part.signed and part.of.part.days.last >= today and grant_id in {None, part.grant_id}:
                place = (part.grant_id, part.line_id)
                amounts[place] = amounts.get(place, ZERO) + part.money.amount
    grants = grants_left(session, {grant for grant, _line in amounts})
    yield from lacking_money(effects(amounts, grants, lines_left(session, {line for _grant, line in amounts if line})))


def _limits(session: Reading, facts: StaffFacts, today: date) -> Iterator[Finding]:
    """Who serves longer than the limits say, or came too young, too old or without the experience."""
    volunteers = {each.volunteer_id for each in facts.deployments if each.volunteer_id is not None}
    book, people = limit_book(own_limits(session)), persons(session)
    by_volunteer: dict[int, list[Deployment]] = {}
    for each in deployments(session, volunteer_ids=volunteers):
        by_volunteer.setdefault(each.volunteer_id or 0, []).append(each)
    for volunteer_id, own in by_volunteer.items():
        yield from service_findings(people[volunteer_id], own, book=book, today=today)
    for each in facts.deployments:
        if each.volunteer_id is not None:
            yield from entry_findings(people[each.volunteer_id], each, book=book)
