"""What the deployments of the timeline cost by month, and who of them outlives the grants that pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from desktop.domain.finding import Finding
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.figures import CostRow, ThreeFigures
from desktop.services.deployments.costing import Costing, read_costing
from desktop.services.deployments.timeline import Scope, TimelineEntry, read_entries, scope_deployments
from desktop.storage.office import Office, Reading

__all__ = ["MonthCosts", "Outliving", "ThreeFigures", "by_currency", "read_month_costs"]

Sheets = Mapping[str, Mapping[date, ThreeFigures]]


@dataclass(frozen=True, slots=True)
class Outliving:
    """A deployment whose contracts last beyond the grants that pay it, and what of its cost nobody pays."""

    entry: TimelineEntry
    unfunded: Money

    @property
    def code(self) -> str:
        """Who it is, without a name."""
        return self.entry.deployment.code


@dataclass(frozen=True, slots=True)
class MonthCosts:
    """The three figures by currency and month; `outliving`, the dearest first, and what is missing of the figures."""

    sheets: Sheets = field(default_factory=dict)
    outliving: tuple[Outliving, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_month_costs(office: Office, scope: Scope, *, first: date, last: date) -> MonthCosts:
    """The figures of the months from that of `first` to that of `last`."""
    window = Period(first.replace(day=1), last)
    with office.read() as session:
        found, grant_id = scope_deployments(session, scope, within=window)
        costing = read_costing(session, found, window=window, grant_id=grant_id, today=office.today, explained=False)
        outliving = _outliving(session, found, costing, office.today)
    return MonthCosts(by_currency(costing.months), outliving, costing.findings)


def by_currency(rows: Iterable[CostRow]) -> Sheets:
    """The figures of rows by currency and month, the currency of most rows first."""
    sheets: dict[str, dict[date, ThreeFigures]] = defaultdict(dict)
    for row in rows:
        months = sheets[row.figures.currency]
        known = months.get(row.key.month)
        months[row.key.month] = row.figures if known is None else known + row.figures
    return dict(sorted(sheets.items(), key=lambda sheet: (-len(sheet[1]), sheet[0])))


def _outliving(session: Reading, found: Sequence[Deployment], costing: Costing, today: date) -> tuple[Outliving, ...]:
    """Those of whose cost something falls behind the end of their grant from today on."""
    sums: dict[int, Money] = {}
    for row in costing.rows:
        if row.figures.unfunded and row.key.month >= today.replace(day=1):
            known = sums.get(row.deployment_id)
            sums[row.deployment_id] = row.figures.unfunded if known is None else known + row.figures.unfunded
    entries = read_entries(session, [one.id for one in found if one.id in sums], today=today)
    made = [Outliving(entry, sums[entry.deployment.id]) for entry in entries if entry.beyond is not None]
    return tuple(sorted(made, key=lambda one: (-one.unfunded.amount, one.code)))
