"""Everything the overview of one grant shows, read at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from desktop.domain.deadlines import Deadline, Horizon, all_deadlines
from desktop.domain.finding import Finding
from desktop.domain.forecast import Forecast, MonthBurn, SpendingFacts, burn, forecasts
from desktop.domain.funding import InstalmentStatus
from desktop.domain.portfolio import GrantFigures
from desktop.domain.waivers import parted
from desktop.services.deployments.coming import coming_costs
from desktop.services.findings import findings_of, statuses_of, worst_first
from desktop.services.grant_facts import phases_of
from desktop.services.portfolio import figures_of, one_of, spending
from desktop.services.staff_findings import staff_findings
from desktop.storage.check_facts import check_rows
from desktop.storage.deadlines import open_dates
from desktop.storage.figures import MonthSums, grant_sums, month_sums, phase_sums
from desktop.storage.office import Office
from desktop.storage.waivers import all_waivers

DAYS_AHEAD = 366


@dataclass(frozen=True, slots=True)
class GrantPage:
    """A grant on a day. `facts`, `burn` and `forecasts` are empty for one without dates."""

    today: date
    figures: GrantFigures
    months: tuple[MonthSums, ...]
    instalments: tuple[InstalmentStatus, ...]
    deadlines: tuple[Deadline, ...]
    findings: tuple[Finding, ...]
    facts: SpendingFacts | None = None
    burn: tuple[MonthBurn, ...] = ()
    forecasts: tuple[Forecast, ...] = ()


def grant_page(office: Office, grant_id: int) -> GrantPage:
    """The overview of a grant. Raises UserError when it is gone."""
    today = office.today
    horizon = Horizon.of_days(today, DAYS_AHEAD)
    with office.read() as session:
        sums = one_of(grant_sums(session, grant_id=grant_id))
        months = month_sums(session, first=date.min, end=date.max, grant_id=grant_id).get(grant_id, [])
        rows = check_rows(session, today=today, whole=True, grant_id=grant_id)
        phases = phase_sums(session, grant_id)
        waivers = all_waivers(session)
        staff = staff_findings(session, today=today, whole=True, grant_id=grant_id)
        statuses = statuses_of(sums, rows.instalments.get(grant_id, ()))
        dates = open_dates(session, horizon, books=rows.books, statuses={grant_id: statuses}, grant_id=grant_id)
        staffing = coming_costs(session, grant_id, today=today).months
    figures = figures_of(sums)
    found = findings_of([sums], rows, today=today, statuses={grant_id: statuses})
    page = GrantPage(
        today,
        figures,
        tuple(months),
        statuses,
        tuple(all_deadlines(dates, horizon)),
        parted(worst_first([*found, *staff]), waivers).open,
    )
    facts = spending(figures, months, statuses)
    if facts is None:
        return page
    facts = replace(facts, phases=phases_of(phases, facts), staffing=staffing)
    return replace(page, facts=facts, burn=burn(facts, today=today), forecasts=forecasts(facts, today=today))
