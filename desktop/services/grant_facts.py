"""What forecasts of one grant stand on, without the checks of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desktop.domain.forecast import Planned, SpendingFacts, planned_phases
from desktop.domain.money import Money
from desktop.services.findings import statuses_of
from desktop.services.portfolio import figures_of, one_of, spending
from desktop.storage.figures import PhaseSum, grant_sums, month_sums, phase_sums
from desktop.storage.instalments import instalments
from desktop.storage.office import Reading


def grant_facts(session: Reading, grant_id: int) -> SpendingFacts | None:
    """What is known of a grant's spending but for its deployments; None without dates. Raises UserError when it is
    gone.
    """
    sums = one_of(grant_sums(session, grant_id=grant_id, checked=False))
    months = month_sums(session, first=date.min, end=date.max, grant_id=grant_id).get(grant_id, [])
    statuses = statuses_of(sums, instalments(session, grant_id).get(grant_id, ()))
    facts = spending(figures_of(sums), months, statuses)
    if facts is None:
        return None
    return replace(facts, phases=phases_of(phase_sums(session, grant_id), facts))


def phases_of(rows: Sequence[PhaseSum], facts: SpendingFacts) -> tuple[Planned, ...]:
    """The phases of the budget, the last one to the end of the grant."""
    return planned_phases(
        ((row.starts_on, Money(row.amount, facts.currency).amount) for row in rows), end=facts.period.end
    )
