"""What the officer sees first: all grants with their figures, what is due, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.checks import GrantFacts, Overspent, check_grant
from desktop.domain.codes import CostCategory
from desktop.domain.deadlines import SOON_DAYS, Deadline, Horizon, all_deadlines
from desktop.domain.finding import Finding, Severity
from desktop.domain.money import Money
from desktop.domain.period import Period, months_before, next_month
from desktop.domain.portfolio import CategoryFigures, CurrencyTotals, GrantFigures, totals_by_currency
from desktop.language import UserError, say, say_many
from desktop.storage.deadlines import open_dates
from desktop.storage.figures import (
    GrantSums,
    MonthSums,
    count_entries,
    entries_without_grant,
    grant_sums,
    month_sums,
)
from desktop.storage.ledger import ledger_findings
from desktop.storage.months import rate_findings
from desktop.storage.office import Office

__all__ = ["Deadline", "MonthSums", "Portfolio", "grant_figures", "grant_months", "office_findings", "portfolio"]

MONTHS_SHOWN = 12
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All grants of an office on a day. `months` and `categories` are of the main currency, that of most grants;
    `deadlines` are those of the next 90 days, and what is late.
    """

    today: date
    entries: int
    grants: tuple[GrantFigures, ...]
    totals: tuple[CurrencyTotals, ...]
    months: tuple[MonthSums, ...]
    findings: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...] = ()

    @property
    def main(self) -> CurrencyTotals | None:
        """The totals of the main currency; None without a grant."""
        return self.totals[0] if self.totals else None

    def spent_by_category(self) -> list[tuple[CostCategory, Money]]:
        """What was spent in each category, in the main currency."""
        if self.main is None:
            return []
        sums = dict.fromkeys(CostCategory, Money.zero(self.main.currency))
        for grant in self.grants:
            for category, figures in grant.categories.items():
                if category is not None and grant.currency == self.main.currency:
                    sums[category] += figures.spent
        return list(sums.items())


def portfolio(office: Office) -> Portfolio:
    """The portfolio of the office as it is now."""
    with office.read() as session:
        sums = grant_sums(session)
        grants = tuple(_figures(grant) for grant in sums)
        totals = tuple(totals_by_currency(grants))
        first, end = months_before(office.today, MONTHS_SHOWN - 1), next_month(office.today)
        months = month_sums(session, currency=totals[0].currency, first=first, end=end) if totals else []
        without = entries_without_grant(session)
        entries = count_entries(session.connection())
        horizon = Horizon.of_days(office.today, SOON_DAYS)
        dates = open_dates(session, horizon)
    findings = _findings(sums, without, today=office.today)
    due = all_deadlines(dates, horizon)
    return Portfolio(office.today, entries, grants, totals, tuple(months), tuple(findings), tuple(due))


def grant_figures(office: Office, grant_id: int) -> GrantFigures:
    """The figures of one grant. Raises UserError when it is gone."""
    with office.read() as session:
        found = grant_sums(session, grant_ids=[grant_id])
    if not found:
        raise UserError(say("This record is no longer there."), say("Someone removed it."), say("Go back to the list."))
    return _figures(found[0])


def grant_months(office: Office, grant: GrantFigures) -> list[MonthSums]:
    """What a grant spent and received month by month over its period, up to today."""
    first = grant.period.start if grant.period else date.min
    with office.read() as session:
        return month_sums(
            session, currency=grant.currency, first=first, end=next_month(office.today), grant_id=grant.id
        )


def office_findings(office: Office) -> list[Finding]:
    """Everything the project check finds, the worst first."""
    with office.read() as session:
        found = _findings(grant_sums(session), entries_without_grant(session), today=office.today)
        found += rate_findings(session, today=office.today)
        found += ledger_findings(session)
    return sorted(found, key=lambda finding: -finding.severity)


def _figures(sums: GrantSums) -> GrantFigures:
    def money(amount: Decimal) -> Money:
        return Money(amount, sums.currency)

    categories = {
        None if number is None else CostCategory(number): CategoryFigures(
            money(part.budgeted), money(part.spent), money(part.committed)
        )
        for number, part in sorted(sums.categories.items(), key=lambda item: item[0] or 99)
    }
    return GrantFigures(
        id=sums.id,
        reference=sums.reference,
        title=sums.title,
        funder=sums.funder,
        awarded=money(sums.amount),
        received=money(sums.received),
        spent=money(sums.spent),
        committed=money(sums.committed),
        period=_period(sums),
        indirect_rate=sums.indirect_rate,
        categories=categories,
    )


def _period(sums: GrantSums) -> Period | None:
    if sums.starts_on and sums.ends_on and sums.starts_on <= sums.ends_on:
        return Period.of_days(sums.starts_on, sums.ends_on)
    return None


def _facts(sums: GrantSums) -> GrantFacts:
    parts = sums.categories
    indirect = parts[CostCategory.INDIRECT].spent if CostCategory.INDIRECT in parts else Decimal(0)
    over = [
        Overspent(CostCategory(number), part.spent - part.budgeted, part.committed)
        for number, part in sorted(parts.items(), key=lambda item: item[0] or 99)
        if number is not None and part.spent > part.budgeted
    ]
    return GrantFacts(
        id=sums.id,
        reference=sums.reference,
        awarded=Money(sums.amount, sums.currency),
        period=_period(sums),
        received=sums.received,
        committed=sums.committed,
        direct=sums.spent - indirect,
        indirect=indirect,
        budgeted=sums.budgeted if sums.has_budget else None,
        indirect_rate=None if sums.indirect_rate is None else sums.indirect_rate / _HUNDRED,
        entries_outside=sums.entries_outside,
        entries_without_category=sums.entries_without_category if sums.has_budget else 0,
        overspent=tuple(over) if sums.has_budget else (),
    )


def _findings(grants: Iterable[GrantSums], without_grant: int, *, today: date) -> list[Finding]:
    found = [finding for sums in grants for finding in check_grant(_facts(sums), today=today)]
    if without_grant:
        found.append(
            Finding(
                Severity.WARNING,
                "no_grant",
                say_many("{count} entry names no grant.", "{count} entries name no grant.", count=without_grant),
                say("Open them in the ledger and choose the grant that pays."),
                register="ledger",
            )
        )
    return sorted(found, key=lambda finding: -finding.severity)
