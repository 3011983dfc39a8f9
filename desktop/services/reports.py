"""Making reports of an office, and writing them to files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from desktop.domain.ledger import LEDGER_KINDS
from desktop.domain.money import ZERO
from desktop.domain.period import Period
from desktop.domain.support_costs import Cost, one_rate, rated_costs
from desktop.language import Language, UserError, say
from desktop.reports.report import Report, TraceRow
from desktop.reports.statement import BEFORE, IN_PERIOD, StatementInputs, build_statement
from desktop.storage.lookups import EntryFacts, budget_by_category, entries_up_to, grant_by_reference, name_of
from desktop.storage.office import Office, Outcome
from desktop.storage.rulebooks import rule_book

__all__ = ["Report", "statement", "write_statement"]


def period_of(first: date, last: date) -> Period:
    """The period of a report. Raises UserError when it ends before it starts."""
    if last < first:
        raise UserError(
            say("The period ends before it starts."),
            say("No report was made."),
            say("Give the first day, then the last: {last} to {first}.", last=last, first=first),
        )
    return Period.of_days(first, last)


def statement(office: Office, *, grant: str, first: date, last: date) -> Report:
    """The financial statement of the grant called `grant` from `first` to `last`, both included.

    Raises UserError when there is no such grant, or the period ends before it starts.
    """
    period = period_of(first, last)
    with office.read() as session:
        owner = grant_by_reference(session, grant)
        entries = entries_up_to(session, owner.id, last)
        parts = rated_costs(rule_book(session, owner.id), _costs(entries, last), currency=owner.currency)
        rate = one_rate(parts)
        inputs = StatementInputs(
            grant=owner.reference,
            title=owner.title,
            funder=name_of(session, owner.funder_id),
            recipient=office.facts.name,
            currency=owner.currency,
            period=period,
            budget=budget_by_category(session, owner.id),
            trace=[_trace_row(entry, period) for entry in entries],
            indirect_rate=rate,
            support_costs=parts if rate is None else (),
            sample=office.facts.is_sample,
        )
    return build_statement(inputs)


def _costs(entries: Sequence[EntryFacts], last: date) -> list[Cost]:
    """What was spent up to the last day of a report: its day, category and amount; nothing on the last day at least."""
    costs: list[Cost] = [(entry.entry_on, entry.category, entry.spent) for entry in entries if entry.spent is not None]
    return costs or [(last, None, ZERO)]


def _trace_row(entry: EntryFacts, period: Period) -> TraceRow:
    return TraceRow(
        id=entry.id,
        entry_on=entry.entry_on,
        reference=entry.reference,
        description=entry.description,
        kind=LEDGER_KINDS[entry.kind],
        category="-" if entry.category is None else str(entry.category),
        line=entry.line,
        original_currency=entry.original_currency,
        original_amount=entry.original_amount,
        rate=entry.rate,
        rate_per=entry.rate_per,
        when=IN_PERIOD if entry.entry_on in period else BEFORE,
        spent=entry.spent,
        committed=entry.committed,
        received=entry.received,
    )


def write_statement(report: Report, path: Path, *, language: Language) -> Outcome:
    """Writes a report to the Excel workbook `path`, in `language`. Raises UserError for another kind of file."""
    from desktop.exporters.report_workbook import write_report

    if path.suffix.casefold() != ".xlsx":
        raise UserError(
            say("GrantDesk does not write “{suffix}” files.", suffix=path.suffix),
            say("Nothing was written."),
            say("Choose a name that ends in .xlsx."),
        )

    write_report(path, report, language=language)
    return Outcome(say("Wrote {file}: {count} entries.", file=path.name, count=len(report.trace)))
