"""What the deployments of the timeline cost by month, and who of them outlives the grants that pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from desktop.domain.finding import Finding
from desktop.domain.money import Money
from desktop.domain.period import Period, next_month
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.figures import CostRow, ThreeFigures
from desktop.services.deployments.costing import CostSums, read_sums
from desktop.services.deployments.timeline import Scope, TimelineEntry, read_entries, scope_deployments
from desktop.storage.office import Office, Reading

__all__ = ["MonthCosts", "Outliving", "ThreeFigures", "by_currency", "read_month_costs"]

_TOLD = 50  # deployments that outlive their grants which are told of, the dearest

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
    window = Period(first.replace(day=1), next_month(last))
    with office.read() as session:
        found, grant_id = scope_deployments(session, scope, within=window)
        sums = read_sums(session, found, since=office.today.replace(day=1), window=window, grant_id=grant_id)
        outliving = _outliving(session, found, sums, office.today)
    return MonthCosts(by_currency(sums.months), outliving, sums.findings)


def by_currency(rows: Iterable[CostRow]) -> Sheets:
    """The figures of rows by currency and month, the currency of most rows first."""
    sheets: dict[str, dict[date, ThreeFigures]] = defaultdict(dict)
    for row in rows:
        months = sheets[row.figures.currency]
        known = months.get(row.key.month)
        months[row.key.month] = row.figures if known is None else known + row.figures
    return dict(sorted(sheets.items(), key=lambda sheet: (-len(sheet[1]), sheet[0])))


def _outliving(session: Reading, found: Sequence[Deployment], sums: CostSums, today: date) -> tuple[Outliving, ...]:
    """Those of whose cost something falls behind the end of their grant from today on; of many the dearest."""
    known = {one.id: one.code for one in found}
    unfunded = {  # unlike currencies are never added: of grants in several the greatest sum is told
        identity: max((Money(amount, currency) for currency, amount in behind.items()), key=lambda money: money.amount)
        for identity, behind in sums.unfunded.items()
    }
    dearest = sorted(unfunded, key=lambda identity: (-unfunded[identity].amount, known[identity]))[:_TOLD]
    entries = {entry.deployment.id: entry for entry in read_entries(session, dearest, today=today)}
    made = (Outliving(entries[identity], unfunded[identity]) for identity in dearest if identity in entries)
    return tuple(one for one in made if one.entry.beyond is not None)
