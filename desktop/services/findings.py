"""The findings of the project check: facts are read for all grants at once, and judged by pure functions.

`Depth.QUICK` is what Home shows: all that sums and indexes tell. `Depth.WHOLE` looks at each entry of the ledger too,
for what cannot be seen in sums: documents posted twice, signs, old commitments, costs on no line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum

from desktop.domain.checks import (
    AgreementFacts,
    EntryFacts,
    GrantFacts,
    ObligationFacts,
    OfficeFacts,
    Overspent,
    RemovedLine,
    RequestFacts,
    check_office,
)
from desktop.domain.codes import CostCategory
from desktop.domain.finding import Finding
from desktop.domain.flexibility import BudgetAmounts, Spent
from desktop.domain.funding import InstalmentStatus
from desktop.domain.money import ZERO, Money
from desktop.domain.period import Period
from desktop.domain.rules import RuleBook
from desktop.domain.support_costs import one_rate, rated_costs
from desktop.domain.waivers import Parted, parted
from desktop.services.staff_findings import staff_findings
from desktop.storage.check_facts import CheckRows, LineRow, check_rows
from desktop.storage.crosswalks import crosswalk_findings
from desktop.storage.figures import GrantSums, grant_sums
from desktop.storage.instalments import InstalmentRow, statuses
from desktop.storage.known_names import note_findings
from desktop.storage.ledger import key_findings
from desktop.storage.months import rate_findings
from desktop.storage.office import Office
from desktop.storage.waivers import all_waivers


class Depth(Enum):
    """How far a check looks."""

    QUICK = "quick"
    WHOLE = "whole"


def office_findings(office: Office, *, depth: Depth = Depth.WHOLE) -> list[Finding]:
    """What the project check finds and nobody accepts, the worst first."""
    return list(parted_findings(office, depth=depth).open)


def parted_findings(office: Office, *, depth: Depth = Depth.WHOLE) -> Parted:
    """What the check finds: what is open, and what someone accepts."""
    with office.read() as session:
        sums = grant_sums(session)
        rows = check_rows(session, today=office.today, whole=depth is Depth.WHOLE)
        waivers = all_waivers(session)
        found = findings_of(sums, rows, today=office.today)
        if depth is Depth.WHOLE:
            found += [*rate_findings(session, today=office.today), *key_findings(session), *crosswalk_findings(session)]
            found += note_findings(session)
        found += staff_findings(session, today=office.today, whole=depth is Depth.WHOLE)
    return parted(worst_first(found), waivers)


def grant_findings(office: Office, grant_id: int) -> list[Finding]:
    """What the check finds in one grant, looking at each of its entries, and nobody accepts."""
    with office.read() as session:
        sums = grant_sums(session, grant_id=grant_id)
        rows = check_rows(session, today=office.today, whole=True, grant_id=grant_id)
        waivers = all_waivers(session)
        staff = staff_findings(session, today=office.today, whole=True, grant_id=grant_id)
    return list(parted(worst_first([*findings_of(sums, rows, today=office.today), *staff]), waivers).open)


def worst_first(found: Iterable[Finding]) -> list[Finding]:
    """Findings in the order in which they matter."""
    return sorted(found, key=lambda finding: -finding.severity)


Statuses = Mapping[int, tuple[InstalmentStatus, ...]]


def findings_of(
    sums: Sequence[GrantSums], rows: CheckRows, *, today: date, statuses: Statuses | None = None
) -> list[Finding]:
    """The findings of what was read; `statuses` are those of the instalments where they are known already."""
    if statuses is None:
        statuses = {grant.id: statuses_of(grant, rows.instalments.get(grant.id, ())) for grant in sums}
    facts = OfficeFacts(
        grants=tuple(_facts(grant, rows, statuses[grant.id], today) for grant in sums),
        agreements=tuple(_agreements(sums, rows, today)),
        obligations=tuple(ObligationFacts(row.id, row.agreement, row.title, row.due_on) for row in rows.obligations),
        requests=tuple(RequestFacts(row.id, row.grant, row.requested_on) for row in rows.requests),
        entries_without_grant=rows.entries_without_grant,
    )
    return check_office(facts, today=today)


def statuses_of(grant: GrantSums, rows: Sequence[InstalmentRow]) -> tuple[InstalmentStatus, ...]:
    """What has come of the instalments of a grant."""
    return statuses(rows, received=grant.received, currency=grant.currency)


def period_of(sums: GrantSums) -> Period | None:
    """The period of a grant; None without dates, or with such as make none."""
    if sums.starts_on and sums.ends_on and sums.starts_on <= sums.ends_on:
        return Period.of_days(sums.starts_on, sums.ends_on)
    return None


def _agreements(sums: Sequence[GrantSums], rows: CheckRows, today: date) -> list[AgreementFacts]:
    used: dict[int | None, list[str]] = {}
    running: dict[int | None, list[str]] = {}
    for grant in sums:
        if grant.entries:
            used.setdefault(grant.agreement_id, []).append(grant.reference)
        if grant.closed_on is None and grant.ends_on is not None and grant.ends_on >= today:
            running.setdefault(grant.agreement_id, []).append(grant.reference)
    return [
        AgreementFacts(
            row.id,
            row.reference,
            row.signed_on,
            row.ends_on,
            tuple(used.get(row.id, ())),
            tuple(running.get(row.id, ())),
        )
        for row in rows.agreements
    ]


def _facts(sums: GrantSums, rows: CheckRows, statuses: tuple[InstalmentStatus, ...], today: date) -> GrantFacts:
    """What the checks need to know of one grant."""
    parts = sums.categories
    indirect = parts[CostCategory.INDIRECT].spent if CostCategory.INDIRECT in parts else ZERO
    lines = rows.lines.get(sums.id, [])
    rate, due = _support_costs(sums, rows, today)
    return GrantFacts(
        id=sums.id,
        reference=sums.reference,
        awarded=Money(sums.amount, sums.currency),
        period=period_of(sums),
        received=sums.received,
        committed=sums.committed,
        direct=sums.spent - indirect,
        indirect=indirect,
        budgeted=sums.budgeted if sums.has_budget else None,
        indirect_rate=rate,
        indirect_due=due,
        overspent=_overspent(sums),
        entries=_entries(sums, rows),
        in_use=sums.entries > 0,
        has_agreement=sums.agreement_id is not None,
        book=rows.books.get(sums.id, RuleBook()),
        lines=_amounts(sums, lines) if sums.has_budget else None,
        costs=_costs(sums, lines) if sums.has_budget else None,
        ineligible=tuple((CostCategory(number), spent) for number, spent in rows.ineligible.get(sums.id, ())),
        removed_lines=tuple(RemovedLine(code, spent) for code, spent in rows.removed.get(sums.id, ())),
        instalments=statuses,
        cost_share=sums.cost_share,
        other_funding=rows.other_funding.get(sums.id, ZERO),
        liquidation_days=sums.liquidation_days,
        closed_on=sums.closed_on,
        sent=rows.sent.get(sums.id, ()),
    )


def _support_costs(sums: GrantSums, rows: CheckRows, today: date) -> tuple[Decimal | None, Decimal | None]:
    """The rate on all direct costs; or, where the rules know several or leave costs out, the amount they give."""
    costs = rows.dated_costs.get(sums.id)
    if costs is None:  # the rate does not depend on the day
        costs = [(today, category, part.spent) for category, part in sums.categories.items()]
    parts = rated_costs(rows.books.get(sums.id, RuleBook()), costs, currency=sums.currency)
    rate = one_rate(parts)
    if rate is not None or not parts:
        return rate, None
    return None, sum((part.indirect.amount for part in parts), ZERO)


def _entries(sums: GrantSums, rows: CheckRows) -> EntryFacts:
    old, amount = rows.old.get(sums.id, (0, ZERO))
    return EntryFacts(
        outside=sums.entries_outside,
        after_closure=sums.entries_after_closure,
        in_future=rows.in_future.get(sums.id, 0),
        without_category=sums.entries_without_category if sums.has_budget else 0,
        without_line=rows.without_line.get(sums.id, 0),
        wrong_sign=rows.wrong_sign.get(sums.id, 0),
        old_commitments=old,
        old_committed=amount,
        repeated=tuple(rows.repeated.get(sums.id, ())),
    )


def _overspent(sums: GrantSums) -> tuple[Overspent, ...]:
    """The categories in which more was spent than budgeted, where there is a budget."""
    if not sums.has_budget:
        return ()
    return tuple(
        Overspent(CostCategory(number), part.spent - part.budgeted, part.committed)
        for number, part in sorted(sums.categories.items(), key=lambda item: item[0] or 99)
        if number is not None and part.spent > part.budgeted
    )


def _amounts(sums: GrantSums, lines: Sequence[LineRow]) -> BudgetAmounts:
    """The approved budget by line; where no rule is about lines, each category stands for all of its own."""
    if not lines:
        budgeted = {str(number): part.budgeted for number, part in sums.categories.items() if part.budgeted}
        return BudgetAmounts(budgeted, {str(number): number for number in sums.categories})
    amounts: dict[str, Decimal] = {}
    for line in lines:  # those of several projects that share a code are taken together
        amounts[line.code] = amounts.get(line.code, ZERO) + line.amount
    return BudgetAmounts(amounts, {line.code: line.category for line in lines})


def _costs(sums: GrantSums, lines: Sequence[LineRow]) -> Spent:
    by_line: dict[str, Decimal] = {}
    for line in lines:
        by_line[line.code] = by_line.get(line.code, ZERO) + line.spent
    return Spent(by_line, {category: part.spent for category, part in sums.categories.items()})
