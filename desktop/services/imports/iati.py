"""IATI activities become projects, organisations, grants, budgets and ledger entries.

An incoming commitment (transaction type 11) is a grant; what an activity's other transactions moved goes to its grant
when it has exactly one, or to the one of the same provider; otherwise the entry names no grant and the project check
says so. An activity's budget is that of its one grant; a revised budget takes the place of the original ones of its
time, so that the two are never added together. For the same reason budget lines and entries go when a newer file no
longer holds them, unless someone relies on them here.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.domain.codes import BudgetStatus, ProjectKind
from desktop.domain.finding import Problem, Severity
from desktop.domain.iati.standard import ALL_SOURCES, DateType, TransactionType, grant_mark_of, source_of
from desktop.domain.ledger import LedgerKind, amount_in_grant_currency
from desktop.domain.money import Money, round_amount
from desktop.domain.progress import Progress
from desktop.importers.iati import read_iati
from desktop.importers.iati_activity import Activity, ActivityBudget, IatiFile, Party, Transaction
from desktop.importers.iati_meaning import budgets_in_force, funder_of, own_entry, source_keys
from desktop.language import Message, say
from desktop.services.imports.batch import ImportPlan
from desktop.services.imports.closed_months import closed_months
from desktop.storage.iati_projects import IATI_FILE, entry_days, grants_by_reference, named_otherwise
from desktop.storage.intake import Intake, Ref, TablePlan
from desktop.storage.leftovers import Leftover, Stays, find_leftovers
from desktop.storage.lookups import OfficeProject, Rated, converted_here, projects_in_office
from desktop.storage.office import Office

_LEDGER_KINDS: dict[str, LedgerKind] = {
    TransactionType.INCOMING_FUNDS: LedgerKind.RECEIPT,
    TransactionType.OUTGOING_COMMITMENT: LedgerKind.COMMITMENT,
    TransactionType.DISBURSEMENT: LedgerKind.EXPENDITURE,
    TransactionType.EXPENDITURE: LedgerKind.EXPENDITURE,
    TransactionType.REIMBURSEMENT: LedgerKind.EXPENDITURE,
}
_UNHELD_TRANSACTIONS = {
    "5": say("interest payments"),
    "6": say("loan repayments"),
    "8": say("purchases of equity"),
    "9": say("sales of equity"),
    "10": say("credit guarantees"),
    "12": say("outgoing pledges"),
    "13": say("incoming pledges"),
}
_REASONS = {
    Stays.NEEDED: say("Other entries stand on it. Move them, then import the file again."),
    Stays.EDITED: say("Someone changed it here. Look at it, and remove it if it no longer counts."),
}
_DATES = {
    DateType.PLANNED_START: "planned_starts_on",
    DateType.ACTUAL_START: "actual_starts_on",
    DateType.PLANNED_END: "planned_ends_on",
    DateType.ACTUAL_END: "actual_ends_on",
}


def plan_iati(office: Office, path: Path, *, progress: Progress) -> ImportPlan:
    """What importing the activity file at `path` would do. Raises UserError when the file cannot be used at all."""
    file = read_iati(path, progress=progress)
    with office.read() as session:
        wish = _Wish(file, _known(session, file, office.facts.uid))
        for activity in _parents_first(file.activities):
            wish.take(activity)
        tables = wish.intake.plan(session)
        sources = {source_of(identifier): identifier for identifier in wish.whole}
        leftovers = find_leftovers(session, tables, kind=IATI_FILE, projects=wish.budgeted, sources=sources)
    wish.let_go(tables, leftovers)
    return ImportPlan(
        kind=IATI_FILE,
        path=path,
        content=file.content,
        sha256=hashlib.sha256(file.content).hexdigest(),
        tables=tuple(tables),
        problems=(*closed_months(office, tables, where=path.name), *wish.problems),
        left_out={name: count for name, count in wish.left_out.most_common() if count},
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What an activity file is held against: of the office with the uid `office`.

    `grants` are those that a file of this office marks as standing behind its commitments, by mark; `entries` are the
    days of those that it marks as standing behind its other transactions, by id.
    """

    office: str
    projects: Mapping[str, OfficeProject]
    named_otherwise: Mapping[str, str]
    grants: Mapping[str, int]
    entries: Mapping[int, date]
    converted: Mapping[str, Rated]


def _known(session: Any, file: IatiFile, office: str) -> _Known:
    projects = projects_in_office(session)
    named = {name: reference for name, reference in named_otherwise(session).items() if name not in projects}
    own = grant_mark_of("", office)
    marks = {entry.grant for activity in file.activities for entry in activity.transactions}
    references = {mark.removeprefix(own) for mark in marks if mark.startswith(own)}
    found = grants_by_reference(session, references)
    grants = {grant_mark_of(reference, office): identity for reference, identity in found.items()}
    numbers = (own_entry(activity, entry, office) for activity in file.activities for entry in activity.transactions)
    entries = entry_days(session, {number for number in numbers if number})
    return _Known(office, projects, named, grants, entries, converted_here(session, ALL_SOURCES))


def _parents_first(activities: list[Activity]) -> Iterable[Activity]:
    """The activities in such an order that each comes after the one it is part of."""
    known = {activity.identifier: activity for activity in activities}
    done: set[str] = set()
    for activity in activities:
        chain: list[Activity] = []
        current: Activity | None = activity
        while current is not None and current.identifier not in done:
            done.add(current.identifier)
            chain.append(current)
            current = known.get(current.parent)
        yield from reversed(chain)


class _Wish:
    """Collects what the office should hold for the activities of a file."""

    def __init__(self, file: IatiFile, known: _Known) -> None:
        self.intake = Intake()
        self.left_out = Counter({say("elements {name}", name=name): count for name, count in file.left_out.items()})
        self.problems: list[Problem] = file.problems
        self._known = known
        self._in_office = known.projects
        self._leave_to_office(file)
        self._in_file = {activity.identifier for activity in file.activities}
        self._projects: dict[str, Ref] = {}
        # Activities that the file holds whole: what it does not say of them is no longer so.
        self.whole = self._in_file - {problem.where for problem in file.problems}
        self.budgeted = set(self.whole)

    def _leave_to_office(self, file: IatiFile) -> None:
        """Leaves out activities that are projects of this office under the name they have in the world."""
        theirs = [one for one in file.activities if one.identifier not in self._known.named_otherwise]
        self.left_out[say("activities of projects that are kept here")] += len(file.activities) - len(theirs)
        file.activities[:] = theirs

    def take(self, activity: Activity) -> None:
        """Wants everything one activity brings."""
        project = self._want_project(activity)
        self._projects[activity.identifier] = project
        for role, party in activity.parties:
            self._want_role(project, role, party)
        for country in activity.countries:
            self._want_code("project_country", project, country.vocabulary, country.code, share=country.share)
        for sector in activity.sectors:
            values = {"name": sector.name, "share": sector.share}
            self._want_code("project_sector", project, sector.vocabulary, sector.code, **values)
        for tag in activity.tags:
            self._want_code("project_tag", project, tag.vocabulary, tag.code, name=tag.name)
        grants = self._want_grants(activity, project)
        self._want_budget(activity, project, grants)
        self._want_entries(activity, project, grants)

    def let_go(self, tables: list[TablePlan], leftovers: Iterable[Leftover]) -> None:
        """Plans that what the file no longer holds goes, and tells of what cannot."""
        plans = {plan.table: plan for plan in tables}
        for leftover in leftovers:
            if leftover.stays is not None:
                reason = _REASONS[leftover.stays]
                self.problems.append(Problem(Severity.WARNING, leftover.owner, _staying(leftover), reason))
                continue
            if leftover.table not in plans:
                plans[leftover.table] = TablePlan(leftover.table)
                tables.append(plans[leftover.table])
            plans[leftover.table].gone.append((leftover.record_id, leftover.version))

    def _note(self, activity: Activity, sentence: Message, fix: Message) -> None:
        self.problems.append(Problem(Severity.WARNING, activity.identifier, sentence, fix))

    def _want_project(self, activity: Activity) -> Ref:
        parent = self._parent(activity.parent)
        if activity.parent and parent is None:
            self._note(
                activity,
                say("It is part of {parent}, which the file does not hold.", parent=activity.parent),
                say("Import the file that holds it, then this one again."),
            )
        dates = {name: activity.dates.get(code) for code, name in _DATES.items()}
        return self.intake.want(
            "project",
            reference=activity.identifier,
            title=activity.title,
            summary=activity.summary,
            status=activity.status or None,
            kind=str(ProjectKind.COMPONENT if parent else ProjectKind.PROJECT),
            parent_id=parent,
            organisation_id=self._want_party(activity.reporter),
            **dates,
        )

    def _parent(self, reference: str) -> Ref | int | None:
        """The project called so: of the file, else of the office unless that one is itself part of one of the file."""
        known = self._in_office.get(self._known.named_otherwise.get(reference, reference))
        if reference in self._in_file or known is None or self._in_file.intersection(known.above):
            return self._projects.get(reference)
        return known.id

    def _want_party(self, party: Party | None) -> Ref | None:
        if party is None:
            return None
        return self.intake.want("organisation", reference=party.reference, name=party.name, kind=party.kind or None)

    def _want_role(self, project: Ref, role: str, party: Party) -> None:
        organisation = self._want_party(party)
        self.intake.want("project_role", project_id=project, organisation_id=organisation, role=role)

    def _want_code(self, table: str, project: Ref, vocabulary: str, code: str, **values: Any) -> None:
        if code:
            self.intake.want(table, project_id=project, vocabulary=vocabulary, code=code, **values)

    # --- money ---------------------------------------------------------------------------------------------------

    def _want_grants(self, activity: Activity, project: Ref) -> list[tuple[Transaction, Ref | int]]:
        commitments = [entry for entry in activity.transactions if entry.kind == TransactionType.INCOMING_COMMITMENT]
        known = self._known.grants
        return [
            (commitment, known.get(commitment.grant) or self._want_grant(activity, project, commitment, number))
            for number, commitment in enumerate(commitments, start=1)
        ]

    def _want_grant(self, activity: Activity, project: Ref, commitment: Transaction, number: int) -> Ref:
        """The first commitment is called like its activity, so that it stays the same grant when others follow."""
        money = self._rounded(activity, commitment.amount, commitment.currency)
        dates = activity.dates
        grant = self.intake.want(
            "grant",
            reference=f"{activity.identifier}/{number}" if number > 1 else activity.identifier,
            title=activity.title,
            funder_id=self._want_party(funder_of(activity, commitment)),
            currency=money.currency,
            amount=money.amount,
            awarded_on=commitment.done_on,
            starts_on=dates.get("2") or dates.get("1"),
            ends_on=dates.get("4") or dates.get("3"),
        )
        self.intake.want("grant_share", grant_id=grant, project_id=project, amount=money.amount)
        return grant

    def _rounded(self, activity: Activity, amount: Decimal, currency: str) -> Money:
        money = Money.rounded(amount, currency)
        if money.amount != amount:
            self._note(
                activity,
                say("{amount} has more decimals than {currency} and was rounded.", amount=amount, currency=currency),
                say("Compare it with the original."),
            )
        return money

    def _want_budget(self, activity: Activity, project: Ref, grants: list[tuple[Transaction, Ref | int]]) -> None:
        if activity.budgets and len(grants) != 1:
            self.left_out[say("budgets of activities without one single commitment")] += len(activity.budgets)
            self.budgeted.discard(activity.identifier)
            return
        if not activity.budgets:
            return
        known = self._in_office.get(activity.identifier)
        if known is not None and known.has_own_budget:
            self.left_out[say("budgets of projects whose budget is kept here")] += len(activity.budgets)
            self.budgeted.discard(activity.identifier)
            return
        commitment, grant = grants[0]
        chosen = budgets_in_force(activity.budgets)
        fitting = [budget for budget in chosen if budget.currency == commitment.currency]
        self.left_out[say("original budgets that were revised")] += len(activity.budgets) - len(chosen)
        self.left_out[say("budgets in another currency than their grant")] += len(chosen) - len(fitting)
        if fitting:
            budget = self.intake.want("budget", grant_id=grant, project_id=project, status=str(BudgetStatus.APPROVED))
            self._want_lines(activity, budget, fitting)

    def _want_lines(self, activity: Activity, budget: Ref, parts: list[ActivityBudget]) -> None:
        for number, part in enumerate(sorted(parts, key=lambda part: part.starts_on), start=1):
            amount = self._rounded(activity, part.amount, part.currency).amount
            self.intake.want(
                "budget_line",
                budget_id=budget,
                code=str(number),
                description=f"{part.starts_on.isoformat()} – {part.ends_on.isoformat()}",
                unit_cost=amount,
                amount=amount,
                starts_on=part.starts_on,
                ends_on=part.ends_on,
            )

    def _want_entries(self, activity: Activity, project: Ref, grants: list[tuple[Transaction, Ref | int]]) -> None:
        for entry, key in zip(activity.transactions, source_keys(activity), strict=True):
            if entry.kind == TransactionType.INCOMING_COMMITMENT:
                continue
            kind = _LEDGER_KINDS.get(entry.kind)
            if kind is None:
                self.left_out[_UNHELD_TRANSACTIONS.get(entry.kind, say("transactions of an unknown type"))] += 1
            elif self._is_kept_here(activity, entry):
                self.left_out[say("transactions of entries that are kept here")] += 1
            elif not round_amount(entry.amount, entry.currency):
                self.left_out[say("transactions of zero")] += 1
            else:
                self._want_entry(activity, project, entry, kind, _grant_of(entry, grants), key)

    def _is_kept_here(self, activity: Activity, entry: Transaction) -> bool:
        """Whether an entry stands behind it that was posted here."""
        number = own_entry(activity, entry, self._known.office)
        if number is None:
            return False
        return not number or self._known.entries.get(number) == entry.done_on

    def _want_entry(
        self,
        activity: Activity,
        project: Ref,
        entry: Transaction,
        kind: LedgerKind,
        grant: Ref | int | None,
        key: str,
    ) -> None:
        if kind is LedgerKind.EXPENDITURE and entry.amount < 0:
            kind = LedgerKind.REFUND
        money = self._rounded(activity, entry.amount, entry.currency)
        # What people gave to a grant in another currency stays with it, converted at the rate it has.
        rated = self._known.converted.get(key)
        kept = (
            amount_in_grant_currency(money, rate=rated.rate, per=rated.rate_per, currency=rated.currency)
            if rated
            else money
        )
        counterparty = entry.provider if kind is LedgerKind.RECEIPT else entry.receiver
        wanted = self.intake.want(
            "ledger_entry",
            source_key=key,
            entry_on=entry.done_on,
            kind=str(kind),
            reference=entry.reference,
            description=entry.description or activity.title,
            counterparty=counterparty.name if counterparty else "",
            grant_id=None if rated else grant,
            project_id=project,
            original_currency=money.currency,
            original_amount=money.amount,
            currency=kept.currency,
            amount=kept.amount,
        )
        if not entry.description:
            self.intake.keep(wanted, ("description",))


def _grant_of(entry: Transaction, grants: list[tuple[Transaction, Ref | int]]) -> Ref | int | None:
    fitting = [(given, grant) for given, grant in grants if given.currency == entry.currency]
    if len(grants) > 1:
        fitting = [(given, grant) for given, grant in fitting if entry.provider and given.provider == entry.provider]
    return fitting[0][1] if len(fitting) == 1 else None


def _staying(leftover: Leftover) -> Message:
    if leftover.table == "budget_line":
        return say("The file no longer holds budget line {code}, but it stays.", code=leftover.name)
    return say("The file no longer holds entry {name}, but it stays.", name=leftover.name)
