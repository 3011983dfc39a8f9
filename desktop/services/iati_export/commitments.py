"""The grants of a project as incoming commitments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop.domain.iati.activity import DatedEvent, Movement
from desktop.domain.iati.standard import DateType, TransactionType, grant_mark_of
from desktop.domain.money import Money
from desktop.importers.iati_activity import Activity, Transaction
from desktop.importers.iati_meaning import funder_of
from desktop.services.iati_export.bodies import body_out
from desktop.services.iati_export.published import Transactions, is_same
from desktop.storage.iati_rows import GivenRow, ProjectRow

Named = tuple[int, str]
"""A grant: its id, and how people call it."""


@dataclass(frozen=True, slots=True)
class Commitments:
    """The commitments that are written, and the grants that are not: without the day of their award, or before it."""

    out: tuple[Movement, ...]
    undated: tuple[Named, ...]
    future: tuple[Named, ...]


def compose_commitments(
    project: ProjectRow,
    activity: Activity,
    transactions: Transactions,
    office: str,
    identifier: str,
    dates: Sequence[DatedEvent],
    today: date,
) -> Commitments:
    """One commitment for each grant, those that a file brought first and in its order: by that they are told apart."""
    published = _by_grant(transactions.commitments, office, identifier)
    order = {reference: number for number, reference in enumerate(published)}
    given = sorted(project.given, key=lambda one: (order.get(one.reference, len(order)), one.grant_id))
    days = {event.kind: event.day for event in dates}
    out: list[Movement] = []
    for one in given:
        if one.awarded_on is not None and one.awarded_on <= today:
            name = _name_of(identifier, len(out) + 1)
            mark = "" if _comes_back(project, one, name, days) else grant_mark_of(one.reference, office)
            movement = _commitment(project, one, one.awarded_on, mark)
            out.append(_as_published(movement, one, activity, published.get(one.reference)))
    undated = [(one.grant_id, one.reference) for one in given if one.awarded_on is None]
    future = [(one.grant_id, one.reference) for one in given if one.awarded_on is not None and one.awarded_on > today]
    return Commitments(tuple(out), tuple(undated), tuple(future))


def _name_of(identifier: str, number: int) -> str:
    """What an import calls the grant behind the commitment with this number."""
    return identifier if number == 1 else f"{identifier}/{number}"


def _by_grant(
    commitments: Sequence[tuple[Transaction, str]], office: str, identifier: str
) -> dict[str, tuple[Transaction, str]]:
    """The published commitments by what the grant is called that an import makes of each."""
    own = grant_mark_of("", office)
    found: dict[str, tuple[Transaction, str]] = {}
    for number, (entry, xml) in enumerate(commitments, start=1):
        marked = entry.grant.startswith(own)
        found[entry.grant.removeprefix(own) if marked else _name_of(identifier, number)] = (entry, xml)
    return found


def _comes_back(project: ProjectRow, given: GivenRow, name: str, days: Mapping[str, date]) -> bool:
    """Whether an import makes just this grant of its commitment, so that it needs no mark."""
    starts_on = days.get(DateType.ACTUAL_START) or days.get(DateType.PLANNED_START)
    ends_on = days.get(DateType.ACTUAL_END) or days.get(DateType.PLANNED_END)
    read = (name, project.title, given.amount, starts_on, ends_on)
    return read == (given.reference, given.title, given.whole, given.starts_on, given.ends_on)


def _commitment(project: ProjectRow, given: GivenRow, day: date, mark: str) -> Movement:
    reporter = project.place.reporter
    return Movement(
        kind=TransactionType.INCOMING_COMMITMENT,
        done_on=day,
        money=Money(given.amount, given.currency),
        provider=body_out(given.funder),
        receiver=None if reporter is None else body_out(reporter),
        grant_mark=mark,
    )


def _as_published(
    movement: Movement, given: GivenRow, activity: Activity, published: tuple[Transaction, str] | None
) -> Movement:
    """The commitment with all that was published of it; its provider only while that is still the funder."""
    if published is None:
        return movement
    entry, xml = published
    same = is_same(funder_of(activity, entry), given.funder)
    return replace(movement, published=xml, receiver=None, provider=None if same else movement.provider)
