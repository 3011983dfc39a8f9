"""The project check: pure functions from facts to findings, by theme; each says what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from desktop.domain.checks import amounts, budgets, days, entries, partners
from desktop.domain.checks.facts import (
    ENDING_SOON_DAYS,
    LONG_REQUESTED_DAYS,
    NOTICE_SOON_DAYS,
    OLD_COMMITMENT_MONTHS,
    AgreementFacts,
    EntryFacts,
    GrantFacts,
    ObligationFacts,
    OfficeFacts,
    Overspent,
    RemovedLine,
    RequestFacts,
)
from desktop.domain.finding import Finding, Severity
from desktop.language import say, say_many

__all__ = [
    "ENDING_SOON_DAYS",
    "LONG_REQUESTED_DAYS",
    "NOTICE_SOON_DAYS",
    "OLD_COMMITMENT_MONTHS",
    "AgreementFacts",
    "EntryFacts",
    "GrantFacts",
    "ObligationFacts",
    "OfficeFacts",
    "Overspent",
    "RemovedLine",
    "RequestFacts",
    "check_grant",
    "check_office",
]

_ALWAYS: tuple[Callable[[GrantFacts], Iterator[Finding]], ...] = (
    amounts.check_decimals,
    amounts.check_overspent,
    amounts.check_cash,
    amounts.check_received,
    entries.check_period,
    days.check_closure,
    days.check_dates,
    budgets.check_budget_total,
    budgets.check_ineligible,
    budgets.check_removed_lines,
    amounts.check_indirect_cost,
    partners.check_cost_share,
    entries.check_categories,
    entries.check_lines,
    entries.check_signs,
    entries.check_repeated,
    entries.check_old_commitments,
)
_BY_DAY: tuple[Callable[..., Iterator[Finding]], ...] = (
    budgets.check_flexibility,
    partners.check_instalments,
    entries.check_future,
    days.check_open_commitments,
    days.check_extension_notice,
    days.check_reports,
    budgets.check_no_budget,
    partners.check_papers,
    days.check_ending,
)


def check_grant(grant: GrantFacts, *, today: date) -> Iterator[Finding]:
    """Everything that is wrong with a grant."""
    for check in _ALWAYS:
        yield from check(grant)
    for check_on in _BY_DAY:
        yield from check_on(grant, today=today)


def check_office(office: OfficeFacts, *, today: date) -> list[Finding]:
    """Everything the check finds in an office, the worst first."""
    found = [finding for grant in office.grants for finding in check_grant(grant, today=today)]
    for agreement in office.agreements:
        found += partners.check_agreement(agreement, today=today)
    for obligation in office.obligations:
        found += partners.check_obligation(obligation, today=today)
    for request in office.requests:
        found += budgets.check_request(request, today=today)
    if office.entries_without_grant:
        found.append(_no_grant(office.entries_without_grant))
    return sorted(found, key=lambda finding: -finding.severity)


def _no_grant(count: int) -> Finding:
    return Finding(
        Severity.WARNING,
        "no_grant",
        say_many("{count} entry names no grant.", "{count} entries name no grant.", count=count),
        say("Open them in the ledger and choose the grant that pays."),
        register="ledger",
    )
