"""What the officer sees first: all grants with their figures, what is due, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from desktop.domain.codes import CostCategory
from desktop.domain.deadlines import SOON_DAYS, Deadline, Horizon, all_deadlines
from desktop.domain.finding import Finding
from desktop.domain.forecast import Forecast, Method, SpendingFacts, forecast
from desktop.domain.funding import FundingGap, InstalmentStatus, cash_expected, funding_gap
from desktop.domain.money import Money
from desktop.domain.period import months_before, next_month
from desktop.domain.portfolio import (
    CategoryFigures,
    CurrencyTotals,
    GrantFigures,
    Group,
    by_country,
    by_funder,
    totals_by_currency,
)
from desktop.domain.waivers import parted
from desktop.language import UserError, say
from desktop.services.findings import findings_of, office_findings, period_of, statuses_of, worst_first
from desktop.services.staff_findings import staff_findings
from desktop.storage.check_facts import check_rows
from desktop.storage.deadlines import open_dates
from desktop.storage.figures import GrantSums, MonthSums, grant_sums, month_sums, summed_months
from desktop.storage.office import Office
from desktop.storage.waivers import all_waivers

__all__ = [
    "MonthSums",
    "Portfolio",
    "figures_of",
    "grant_figures",
    "grant_months",
    "office_findings",
    "portfolio",
]

MONTHS_SHOWN = 12
CASH_SOON_DAYS = 183


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All grants of an office on a day. `months` and `categories` are of the main currency, that of most grants.

    `deadlines` are those of the next 90 days, and what is late. `forecasts` go by the pace of the last six months, for
    each grant that runs; `next_cash` is when its next instalment is due.
    """

    today: date
    entries: int
    grants: tuple[GrantFigures, ...]
    totals: tuple[CurrencyTotals, ...]
    months: tuple[MonthSums, ...]
    findings: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...] = ()
    forecasts: Mapping[int, Forecast] = field(default_factory=dict)
    gaps: tuple[FundingGap, ...] = ()
    next_cash: Mapping[int, date] = field(default_factory=dict)

    @property
    def short_of_cash(self) -> tuple[tuple[GrantFigures, Forecast], ...]:
        """The grants whose cash ends before they do, within half a year and before more is due; the soonest first."""
        until = self.today + timedelta(days=CASH_SOON_DAYS)
        ending = [
            (grant, shown)
            for grant in self.grants
            if (shown := self.forecasts.get(grant.id)) is not None
            and shown.days_short > 0
            and (shown.cash_ends_on or until) < min(until, self.next_cash.get(grant.id, until))
        ]
        return tuple(sorted(ending, key=lambda each: (each[1].cash_ends_on or self.today, each[0].reference)))

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

    def by_funder(self) -> list[Group]:
        """The totals of each funder, in each currency."""
        return by_funder(self.grants)

    def by_country(self) -> list[Group]:
        """The totals of each country, in each currency."""
        return by_country(self.grants)


def portfolio(office: Office) -> Portfolio:
    """The portfolio of the office as it is now."""
    today = office.today
    horizon = Horizon.of_days(today, SOON_DAYS)
    with office.read() as session:
        sums = grant_sums(session)
        months = month_sums(session, first=months_before(today, MONTHS_SHOWN - 1), end=next_month(today))
        rows = check_rows(session, today=today, whole=False)
        waivers = all_waivers(session)
        staff = staff_findings(session, today=today, whole=False)
        statuses = {grant.id: statuses_of(grant, rows.instalments.get(grant.id, ())) for grant in sums}
        dates = open_dates(session, horizon, books=rows.books, statuses=statuses)
    grants = tuple(map(figures_of, sums))
    totals = tuple(totals_by_currency(grants))
    main = [grant.id for grant in grants if grant.currency == totals[0].currency]
    running = [grant for grant in grants if grant.period and grant.period.start <= today <= grant.period.last]
    gaps = (_gap(grant, statuses[grant.id], today) for grant in running)
    return Portfolio(
        today=today,
        entries=sum(grant.entries for grant in sums) + rows.entries_without_grant,
        grants=grants,
        totals=totals,
        months=tuple(summed_months(months, main)),
        findings=parted(worst_first([*findings_of(sums, rows, today=today, statuses=statuses), *staff]), waivers).open,
        deadlines=tuple(all_deadlines(dates, horizon)),
        forecasts={
            grant.id: forecast(facts, Method.SIX_MONTHS, today=today)
            for grant in running
            if (facts := spending(grant, months.get(grant.id, ()), statuses[grant.id])) is not None
        },
        next_cash={
            grant_id: status.agreed.expected_on
            for grant_id, known in statuses.items()
            for status in reversed(known)
            if status.shortfall.amount > 0 and status.agreed.expected_on >= today
        },
        gaps=tuple(sorted((gap for gap in gaps if gap is not None), key=lambda gap: gap.reference)),
    )


def grant_figures(office: Office, grant_id: int) -> GrantFigures:
    """The figures of one grant. Raises UserError when it is gone."""
    with office.read() as session:
        found = grant_sums(session, grant_id=grant_id, checked=False)
    return figures_of(one_of(found))


def one_of(found: Sequence[GrantSums]) -> GrantSums:
    """The one grant that was asked for. Raises UserError when it is gone."""
    if not found:
        raise UserError(say("This record is no longer there."), say("Someone removed it."), say("Go back to the list."))
    return found[0]


def grant_months(office: Office, grant: GrantFigures) -> list[MonthSums]:
    """What a grant spent and received month by month over its period, up to today."""
    first = grant.period.start if grant.period else date.min
    with office.read() as session:
        months = month_sums(session, first=first, end=next_month(office.today), grant_id=grant.id)
    return months.get(grant.id, [])


def spending(
    grant: GrantFigures, months: Sequence[MonthSums], statuses: Sequence[InstalmentStatus]
) -> SpendingFacts | None:
    """What forecasts of a grant stand on; None without dates. `months` may be the last few alone."""
    if grant.period is None:
        return None
    budgeted = grant.budgeted
    return SpendingFacts(
        awarded=grant.awarded,
        received=grant.received,
        spent=grant.spent,
        committed=grant.committed,
        period=grant.period,
        expected=cash_expected(statuses, received=grant.received),
        spent_by_month={month.month: month.spent for month in months},
        budgeted=budgeted or None,
    )


def _gap(grant: GrantFigures, statuses: tuple[InstalmentStatus, ...], today: date) -> FundingGap | None:
    return funding_gap(
        (grant.id, grant.reference),
        awarded=grant.awarded,
        received=grant.received,
        used=grant.spent + grant.committed,
        planned=grant.budgeted,
        statuses=statuses,
        today=today,
    )


def figures_of(sums: GrantSums) -> GrantFigures:
    """The figures of a grant from its sums."""

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
        period=period_of(sums),
        indirect_rate=sums.indirect_rate,
        categories=categories,
        countries=tuple(sums.countries),
        funder_name=sums.funder_name,
    )
