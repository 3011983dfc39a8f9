"""Reads everything that a report may need of an office, as one value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from desktop.domain.money import ZERO
from desktop.domain.period import Period
from desktop.domain.support_costs import one_rate, rated_costs
from desktop.reports.facts import ReportFacts
from desktop.reports.layout import Layout
from desktop.reports.trace import Scope, Traced
from desktop.storage.instalments import instalments_on, statuses
from desktop.storage.lookups import budget_by_category, grant_by_reference
from desktop.storage.office import Office
from desktop.storage.people_facts import Wanted, people_for_report
from desktop.storage.report_facts import (
    authorized_on,
    budgets_for_report,
    crosswalks_of,
    former_lines,
    grants_for_reports,
    letterhead_of,
    lines_for_report,
    rates_used,
    report_before,
    results_for_report,
)
from desktop.storage.rulebooks import rule_book
from desktop.storage.support_costs import costs_up_to
from desktop.storage.trace import previous_report, receipts_of, sums_of
from desktop.storage.trace_names import Names, names_of


def facts_for(
    session: Session,
    office: Office,
    layout: Layout,
    *,
    grant: str,
    period: Period,
    details: Mapping[str, str],
    is_final: bool,
    explanations: Mapping[str, str] | None = None,
) -> ReportFacts:
    """What a report of `layout` is made from, see `read_facts`, with what people say of it."""
    facts = read_facts(
        session,
        office,
        grant=grant,
        period=period,
        series=layout.name if layout.of_grant else "",
        dimensions=layout.dimensions,
        ages=layout.ages,
        of=layout.sums,
    )
    wanted = Wanted(layout.asks_of_people(details), names=layout.asks_for_names(details))
    people = people_for_report(session, facts.scope, wanted)
    return replace(facts, people=people, details=details, is_final=is_final, explanations=explanations or {})


def read_facts(
    session: Session,
    office: Office,
    *,
    grant: str,
    period: Period,
    series: str,
    dimensions: Sequence[str],
    ages: Sequence[int] = (),
    of: Traced = Traced.ENTRIES,
) -> ReportFacts:
    """The facts of the grant called `grant` for a report of `series`, or of all grants where that is empty.

    `ages` are days before its last one that part commitments by age, `of` is what it sums.
    Raises UserError when there is no such grant.
    """
    grants = (grant_by_reference(session, grant).id,) if grant else ()
    parted = tuple(period.last - timedelta(days=days) for days in ages)
    scope = Scope(grants, period, series=series if grant else "", ages=parted, of=of)
    names = names_of(session, grants)
    facts = ReportFacts(
        scope=scope,
        letterhead=letterhead_of(session, office),
        grants=grants_for_reports(session, grants),
        sums=sums_of(session, scope, names, dimensions),
        today=office.today,
        is_sample=office.facts.is_sample,
    )
    return _with_grant(session, facts, names) if grant else facts


def _with_grant(session: Session, facts: ReportFacts, names: Names) -> ReportFacts:
    """With what concerns the one grant of a report."""
    grant, scope = facts.grant, facts.scope
    book = rule_book(session, grant.id)
    # Nothing on the last day at least, so that the rate of that day counts.
    costs = costs_up_to(session, book, grant.id, scope.period.last) or [(scope.period.last, None, ZERO)]
    parts = rated_costs(book, costs, currency=grant.currency)
    rate = one_rate(parts)
    lines = lines_for_report(session, grant.id, names)
    agreed = instalments_on(session, grant.id, scope.period.last)
    authorized = authorized_on(session, grant.id, scope.period.last)
    return replace(
        facts,
        grants=(replace(grant, authorized=authorized),),
        budget=budget_by_category(session, grant.id),
        budgets=budgets_for_report(session, grant.id, names),
        lines=lines,
        former_lines=former_lines(session, grant.id, names, known=lines),
        results=results_for_report(session, names),
        instalments=statuses(agreed, received=facts.sums.total("received"), currency=grant.currency),
        receipts=receipts_of(session, scope),
        book=book,
        support_costs=() if rate is not None else parts,
        indirect_rate=rate,
        rates=rates_used(session, scope),
        previous=report_before(session, previous_report(session, scope)),
        crosswalks=crosswalks_of(session, grant.id),
    )
