"""The annual statement of a participating organisation to a multi-partner trust fund: the eight categories by prior
years and current year, sources and use of funds, and delivery.

Layout after the annual reports of the Multi-Partner Trust Fund Office: expenditure by UNSDG category with its share of
the programme costs, the support costs as a share of these, and delivery as expenditure over the net funded amount.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desktop.domain.indirect_cost import written
from desktop.domain.ledger import LEDGER_KINDS, LedgerKind
from desktop.language import Message, say
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.categories import INDIRECT, category_rows
from desktop.reports.forms.grid import Grid, GridColumn, Less, RowFacts, Share, ShareOf, Source, Stated, Summed
from desktop.reports.forms.heads import grant_facts, sample_notes, signatures
from desktop.reports.forms.spending import adjustment_columns
from desktop.reports.layout import Layout
from desktop.reports.report import Chart, Figure, Proof, Report, ReportTable, RowStyle
from desktop.reports.trace import BEFORE, IN_PERIOD

NAME: Final = "mptf_annual"
TITLE: Final = say("Annual financial statement to a multi-partner trust fund")
ABOUT: Final = say("Expenditure by the eight UN categories in prior years and the current one, and the delivery rate.")
DIMENSIONS: Final = ("when", "category", "kind")
_PROGRAMME: Final = "programme"
_DELIVERY: Final = (
    GridColumn("awarded", say("Approved amount"), Stated()),
    GridColumn("funded", say("Net funded amount"), Summed("received")),
    GridColumn("spent", say("Expenditure"), Summed("spent")),
    GridColumn("unspent", say("Balance of funds"), Less("funded", ("spent",))),
    GridColumn("committed", say("Open commitments"), Summed("committed")),
    GridColumn("delivery", say("Delivery rate"), Share("spent", "funded")),
)


def build_mptf(facts: ReportFacts) -> Report:
    """The statement as a report."""
    figures = Figures(facts.sums)
    workings = _workings(figures)
    categories = _categories(facts, figures)
    return Report(
        name=NAME,
        title=TITLE,
        period=facts.period,
        currency=facts.grant.currency,
        scope=facts.scope,
        facts=grant_facts(facts),
        tables=(categories, _funds(facts, figures), _delivery(facts, figures)),
        workings=workings,
        proofs=_proofs(figures),
        notes=_notes(facts, figures),
        signatures=signatures(facts),
        chart=Chart(say("Expenditure by category"), categories.key, ("prior", "current")),
        entry_count=facts.sums.entries,
    )


def _times(facts: ReportFacts, measure: str) -> tuple[GridColumn, ...]:
    """A measure by the times of the statement."""
    return (
        GridColumn("prior", say("Prior years"), Summed(measure, {"when": BEFORE})),
        *adjustment_columns(facts, measure),
        GridColumn("current", say("Current year"), Summed(measure, {"when": IN_PERIOD})),
        GridColumn("total", say("Total"), Summed(measure)),
    )


def _categories(facts: ReportFacts, figures: Figures) -> ReportTable:
    share = GridColumn("share", say("Share of programme costs"), ShareOf("total", _PROGRAMME))
    grid = Grid(figures, (*_times(facts, "spent"), share))
    *rows, total = category_rows(facts, grid)
    # All costs are more than the programme costs: their share would say nothing.
    rows.append(replace(total, cells=(*total.cells[:-1], None)))
    return grid.table("categories", say("Expenditure by category"), say("Category"), rows)


def _funds(facts: ReportFacts, figures: Figures) -> ReportTable:
    """Sources and use of funds; what was used are the totals of the categories."""
    received = Grid(figures, _times(facts, "received"))
    kinds = [LedgerKind.RECEIPT]
    if facts.sums.of((("kind", LedgerKind.EXCHANGE_DIFFERENCE),)).entries:
        kinds.append(LedgerKind.EXCHANGE_DIFFERENCE)
    labels = {**LEDGER_KINDS, LedgerKind.RECEIPT: say("Contributions, less what went back to the funder")}
    sources = [received.row(f"source.{kind}", labels[kind], RowFacts(where={"kind": kind})) for kind in kinds]
    rows = (
        *sources,
        received.total("sources", say("Total sources"), [row.key for row in sources], style=RowStyle.SUBTOTAL),
        received.again("direct", say("Direct programme costs")),
        received.again(INDIRECT, say("Indirect support costs")),
        received.again("total", say("Total use"), style=RowStyle.SUBTOTAL),
        received.less("balance", say("Balance of funds"), "sources", "total"),
    )
    return received.table("funds", say("Sources and use of funds"), say("Funds"), rows)


def _delivery(facts: ReportFacts, figures: Figures) -> ReportTable:
    grant = facts.grant
    grid = Grid(figures, _DELIVERY)
    own = RowFacts(
        stated={"awarded": grant.amount},
        source=Source(say("Award of {grant}", grant=grant.reference), "grants", grant.id),
    )
    row = grid.row("grant", facts.letterhead.name, own)
    return grid.table("delivery", say("Delivery"), say("Organisation"), [row])


def _workings(figures: Figures) -> tuple[tuple[Message, Figure], ...]:
    """What shares and proofs stand on: sums of all entries, whatever their category."""
    figures.entries("ledger.indirect", "spent", category=INDIRECT)
    return (
        (say("All receipts in the ledger"), figures.entries("ledger.received", "received")),
        (say("All expenditure in the ledger"), figures.entries("ledger.spent", "spent")),
        (say("Indirect support costs in the ledger"), figures.made("ledger.indirect")),
        (say("Programme costs in the ledger"), figures.difference(_PROGRAMME, "ledger.spent", "ledger.indirect")),
        (
            say("All receipts less all expenditure"),
            figures.difference("ledger.cash", "ledger.received", "ledger.spent"),
        ),
    )


def _proofs(figures: Figures) -> tuple[Proof, ...]:
    return (
        figures.proof(say("Categories and ledger"), "categories", "total.total", "ledger.spent"),
        figures.proof(say("Direct costs and programme costs"), "programme", "total.direct", _PROGRAMME),
        figures.proof(say("Sources and receipts"), "sources", "total.sources", "ledger.received"),
        figures.proof(say("Balance of funds and cash"), "balance", "total.balance", "ledger.cash"),
    )


def _notes(facts: ReportFacts, figures: Figures) -> tuple[Message, ...]:
    notes = sample_notes(facts)
    delivery = figures.made("delivery.grant").value
    if delivery is not None and delivery > 1:
        notes.append(
            say("Delivery is {share} of the net funded amount: more was spent than received.", share=written(delivery))
        )
    period = facts.period
    return (
        *notes,
        say(
            "Prior years are the days before {first}; the current year is {first} to {last}.",
            first=period.start,
            last=period.last,
        ),
        say("The delivery rate is expenditure as a share of the net funded amount: received less what went back."),
        say("Shares are of the direct programme costs, also that of the indirect support costs."),
        say("Expenditure includes refunds and adjustments. Commitments are not counted as expenditure."),
    )


LAYOUT: Final = Layout(NAME, TITLE, ABOUT, build_mptf, DIMENSIONS)
