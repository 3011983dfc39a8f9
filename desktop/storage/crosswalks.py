"""The parts of crosswalks: those beside one, and which categories are not parted as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.codes import CATEGORY_SHORT_NAMES, CostCategory
from desktop.domain.crosswalk import SCHEMES, Part, parts_problem
from desktop.domain.finding import Finding, Severity
from desktop.language import say
from desktop.storage.models import Crosswalk


def other_parts(session: Session, part: Crosswalk) -> list[Part]:
    """The parts of the same category in the same crosswalk, but for `part`."""
    statement = select(Crosswalk).where(
        Crosswalk.scheme == part.scheme,
        Crosswalk.category == part.category,
        Crosswalk.grant_id.is_not_distinct_from(part.grant_id),
    )
    with session.no_autoflush:
        rows = session.scalars(statement.order_by(Crosswalk.id)).all()
    return [(row.target, row.percent) for row in rows if row is not part]


def crosswalk_findings(session: Session) -> Iterator[Finding]:
    """Categories whose parts do not sum to 100 per cent: no report can use their crosswalk until they do."""
    found: dict[tuple[str, int, int], list[Crosswalk]] = {}
    for row in session.scalars(select(Crosswalk).order_by(Crosswalk.scheme, Crosswalk.category, Crosswalk.id)):
        found.setdefault((row.scheme, row.grant_id or 0, row.category), []).append(row)
    for (scheme, _grant_id, category), rows in found.items():
        problem = parts_problem([(row.target, row.percent) for row in rows])
        if problem is not None:
            sentence = say(
                "{category} to {scheme}: {problem}",
                category=CATEGORY_SHORT_NAMES[CostCategory(category)],
                scheme=SCHEMES[scheme],
                problem=problem,
            )
            fix = say("Correct the parts of the category; until then no such report can be made.")
            label = rows[0].grant.reference if rows[0].grant else rows[0].target
            yield Finding(Severity.WARNING, "crosswalk_not_whole", sentence, fix, "crosswalks", rows[0].id, label)
