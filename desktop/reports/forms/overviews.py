"""Reports on all grants of the office: a table for each currency, since unlike currencies are never added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from desktop.language import Message, Value, say
from desktop.reports.builder import Figures
from desktop.reports.facts import GrantFacts, ReportFacts
from desktop.reports.forms.grid import Grid, GridColumn, RowFacts, Source
from desktop.reports.report import Chart, Fact, Figure, Proof, Report, ReportRow, ReportTable

_NO_GRANTS: Final = "USD"
_IN_THE_LEDGER: Final = {
    "received": say("All receipts in the ledger"),
    "spent": say("All expenditure in the ledger"),
    "committed": say("All open commitments in the ledger"),
}


Table: TypeAlias = Callable[[Grid, str, Sequence[GrantFacts]], ReportTable]


@dataclass(frozen=True, slots=True)
class Overview:
    """What one report on all grants has of its own: how its table of a currency is made, and what it says.

    `measures` are those that its rows sum over all entries, `chart` the columns shown as bars.
    """

    name: str
    title: Message
    columns: tuple[GridColumn, ...]
    measures: tuple[str, ...]
    table: Table
    notes: tuple[Message, ...]
    chart: tuple[Message, tuple[str, ...]]


def overview(facts: ReportFacts, own: Overview) -> Report:
    """A report on all grants, proved against the ledger currency by currency."""
    figures = Figures(facts.sums)
    grid = Grid(figures, own.columns)
    groups = by_currency(facts)
    tables = tuple(own.table(grid, currency, grants) for currency, grants in groups)
    workings = [each for currency, _grants in groups for each in _ledger_figures(figures, currency, own.measures)]
    proofs = [proof for currency, _grants in groups for proof in _ledger_proofs(figures, currency, own.measures)]
    title, columns = own.chart
    return Report(
        name=own.name,
        title=own.title,
        period=facts.period,
        currency=first_currency(facts),
        scope=facts.scope,
        facts=office_facts(facts),
        tables=tables,
        workings=tuple(workings),
        proofs=tuple(proofs),
        notes=(*_office_notes(facts), *own.notes),
        chart=Chart(title, tables[0].key, columns) if tables else None,
        landscape=True,
        entry_count=facts.sums.entries,
    )


def first_currency(facts: ReportFacts) -> str:
    """The currency of most grants, for a report whose tables say their own."""
    groups = by_currency(facts)
    return groups[0][0] if groups else _NO_GRANTS


def by_currency(facts: ReportFacts) -> list[tuple[str, tuple[GrantFacts, ...]]]:
    """The grants of each currency, that of most grants first."""
    found: dict[str, list[GrantFacts]] = {}
    for grant in facts.grants:
        found.setdefault(grant.currency, []).append(grant)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(currency, tuple(grants)) for currency, grants in ordered]


def office_facts(facts: ReportFacts) -> tuple[Fact, ...]:
    """What stands at the head of every report on the office."""
    return (
        Fact("recipient", say("Office"), facts.letterhead.name),
        Fact("as_at", say("As at"), facts.period.last),
    )


def _office_notes(facts: ReportFacts) -> list[Message]:
    """What every report on the office says of its figures."""
    notes = [say("Sample data: all amounts are invented.")] if facts.is_sample else []
    notes.append(
        say(
            "Figures are those of the ledger up to {last}. Entries without a grant are not in them.",
            last=facts.period.last,
        )
    )
    if len(by_currency(facts)) > 1:
        notes.append(say("Each table is in one currency. Different currencies are never added up."))
    return notes


def grant_label(grant: GrantFacts) -> Message:
    """How a row calls a grant."""
    return say("{grant}: {title}", grant=grant.reference, title=grant.title)


def grant_row(
    grant: GrantFacts,
    *,
    stated: Mapping[str, Decimal | None] | None = None,
    said: Mapping[str, Value | None] | None = None,
) -> RowFacts:
    """A row about one grant: its entries, its award, and what else it states or says."""
    return RowFacts(
        where={"grant": grant.reference},
        stated={"awarded": grant.amount, **(stated or {})},
        said=said or {},
        source=Source(say("Award of {grant}", grant=grant.reference), "grants", grant.id),
    )


def total_key(currency: str) -> str:
    """The key of the row that adds up a currency."""
    return f"total.{currency}"


def total_row(grid: Grid, currency: str, parts: Sequence[str]) -> ReportRow:
    """The row that adds up a currency."""
    return grid.total(total_key(currency), say("Total in {currency}", currency=currency), parts)


def _ledger_figures(figures: Figures, currency: str, measures: Iterable[str]) -> list[tuple[Message, Figure]]:
    """What the ledger holds of a currency, whatever the grant."""
    return [
        (_IN_THE_LEDGER[measure], figures.entries(f"ledger.{measure}.{currency}", measure, currency=currency))
        for measure in measures
    ]


def _ledger_proofs(figures: Figures, currency: str, measures: Sequence[str]) -> list[Proof]:
    """That the rows of a currency are its ledger."""
    labels = {
        "received": say("Grants and ledger, received in {currency}", currency=currency),
        "spent": say("Grants and ledger, spent in {currency}", currency=currency),
        "committed": say("Grants and ledger, committed in {currency}", currency=currency),
    }
    return [
        figures.proof(
            labels[measure],
            f"{measure}.{currency}",
            f"{measure}.{total_key(currency)}",
            f"ledger.{measure}.{currency}",
        )
        for measure in measures
    ]
