"""Works a report out of the office as it is, and all that its checks look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from desktop.language import say
from desktop.reports.annexes import checks_annex, explanations_annex, rates_annex
from desktop.reports.assurance import AssuranceFacts, Check, assure
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.heads import CERTIFIED_BY, CERTIFIED_TITLE, PREPARED_BY
from desktop.reports.layouts import find_layout
from desktop.reports.report import Annex, Report, Signature
from desktop.storage.assurance_facts import entries_to_check, sums_to_compare
from desktop.storage.donor_reports import ReportHead, WaivedCheck
from desktop.storage.office import Office
from desktop.storage.report_reading import facts_for
from desktop.storage.trace import sums_of
from desktop.storage.trace_names import Names, names_of


@dataclass(frozen=True, slots=True)
class Judged:
    """A report as the office makes it now: what it is made from, its value, and its checks."""

    facts: ReportFacts
    assurance: AssuranceFacts
    report: Report
    checks: tuple[Check, ...]
    names: Names


def judge(session: Session, office: Office, head: ReportHead) -> Judged:
    """Works a draft out, and checks it."""
    layout = find_layout(head.layout)
    facts = facts_for(
        session,
        office,
        layout,
        grant=head.grant,
        period=head.period,
        details={**head.details, **_people(head)},
        is_final=head.is_final,
        explanations=head.explanations,
    )
    report = signed(layout.make(facts), head)
    names = names_of(session, facts.scope.grants)
    sums, ledger = sums_to_compare(session, facts.scope, names)
    assurance = AssuranceFacts(
        report=report,
        source=facts,
        sums=sums,
        ledger=ledger,
        entries=entries_to_check(session, facts.scope, facts.grant),
        explanations=head.explanations,
        prepared_by=head.prepared_by,
        certified_by=head.certified_by,
        report_id=head.id,
        ended_by=None if layout.looks_ahead else office.today,
    )
    return Judged(facts, assurance, report, assure(assurance), names)


def _people(head: ReportHead) -> dict[str, str]:
    """Who answers for a report, as layouts with places of their own to sign ask for it."""
    return {PREPARED_BY: head.prepared_by, CERTIFIED_BY: head.certified_by, CERTIFIED_TITLE: head.certified_title}


def of_frozen_entries(session: Session, judged: Judged, head: ReportHead) -> Report:
    """The same report made of the entries that were frozen for it, so that each figure can always be shown by entry."""
    layout = find_layout(head.layout)
    scope = replace(judged.facts.scope, report_id=head.id)
    sums = sums_of(session, scope, judged.names, layout.dimensions)
    return signed(layout.make(replace(judged.facts, scope=scope, sums=sums)), head)


def signed(report: Report, head: ReportHead) -> Report:
    """With places to sign for those who prepared and certify it, unless its layout has its own."""
    if report.signatures or not (head.prepared_by or head.certified_by):
        return report
    signatures = (
        Signature(say("Prepared by"), head.prepared_by),
        Signature(say("Certified by"), head.certified_by, head.certified_title),
    )
    return replace(report, signatures=signatures)


def annexes(judged: Judged, waivers: Sequence[WaivedCheck]) -> tuple[Annex, ...]:
    """What is printed with a report: its checks, those it goes out without, what was explained, and the rates used."""
    found = (
        checks_annex(judged.checks),
        _waivers_annex(judged.checks, waivers),
        explanations_annex(judged.assurance),
        rates_annex(judged.facts.rates, judged.report),
    )
    return tuple(annex for annex in found if annex is not None)


def _waivers_annex(checks: Sequence[Check], waivers: Sequence[WaivedCheck]) -> Annex | None:
    sentences = {check.code: check.sentence for check in checks if check.stops}
    waived = tuple(
        (sentences[each.code], each.reason, each.waived_by, each.waived_on)
        for each in waivers
        if each.code in sentences
    )
    headings = (say("Check"), say("Reason"), say("Waived by"), say("On"))
    return Annex("waivers", say("Checks that were waived"), headings, waived) if waived else None
