"""A request for cash: what was agreed and has come, what is on hand, and what the next months need beyond it.

What is needed is what the plan gives the months ahead, and at least the open commitments: these are part of the plan
and counted once. Asked for is what is needed beyond the cash on hand.
"""

from __future__ import annotations

from typing import Final

from desktop.domain.funding import InstalmentStatus
from desktop.domain.instalments import INSTALMENT_STATES, instalment_state
from desktop.domain.money import ZERO, Money
from desktop.language import Message, say
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.forms import fund
from desktop.reports.forms.cash_plan import Plan, make_plan
from desktop.reports.forms.grid import Grid, GridColumn, Less, RowFacts, Said, Source, Stated
from desktop.reports.forms.heads import grant_facts, sample_notes, signatures
from desktop.reports.layout import Layout
from desktop.reports.options import Option, OptionKind, chosen
from desktop.reports.report import (
    Chart,
    ColumnKind,
    Fact,
    Figure,
    Proof,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
)

NAME: Final = "cash_request"
TITLE: Final = say("Cash request")
ABOUT: Final = say("Instalments agreed and received, cash on hand, and what the months ahead need beyond it.")
DIMENSIONS: Final = ("when", "kind")
MONTHS: Final = Option(
    "months",
    say("Months ahead"),
    OptionKind.CHOICE,
    {"3": say("Three months"), "6": say("Six months"), "12": say("Twelve months")},
    default="3",
)
_AMOUNT: Final = (ReportColumn("amount", say("Amount")),)
_COMMITTED: Final = "request.committed"
_NEEDED: Final = "request.needed"
_USED: Final = "request.used"
REQUESTED: Final = "request.amount"
_INSTALMENTS: Final = (
    GridColumn("expected_on", say("Expected"), Said(ColumnKind.DAY)),
    GridColumn("condition", say("Condition"), Said()),
    GridColumn("agreed", say("Agreed"), Stated()),
    GridColumn("received", say("Received"), Stated()),
    GridColumn("outstanding", say("To be received"), Less("agreed", ("received",))),
    GridColumn("state", say("State"), Said()),
)


def build_cash_request(facts: ReportFacts) -> Report:
    """The request as a report."""
    figures = Figures(facts.sums)
    cash = fund.fund_table(facts, figures)
    figures.entries(_COMMITTED, "committed")
    plan = make_plan(facts, figures, months=int(chosen(facts, MONTHS)), committed=_COMMITTED)
    request = _request(figures, plan)
    instalments = [_instalments(facts, figures)] if facts.instalments else []
    return Report(
        name=NAME,
        title=TITLE,
        period=facts.period,
        currency=facts.grant.currency,
        scope=facts.scope,
        facts=(*grant_facts(facts), Fact("months", say("Cash is requested for"), plan.days)),
        tables=(request, *instalments, cash, *plan.tables),
        workings=_workings(figures, plan),
        proofs=_proofs(figures, plan),
        notes=_notes(facts, figures, plan),
        signatures=signatures(facts),
        chart=Chart(say("Planned by month"), plan.by_month.key, ("planned",)) if plan.by_month.rows[:-1] else None,
        entry_count=facts.sums.entries,
    )


# --- instalments -----------------------------------------------------------------------------------------------------


def _instalments(facts: ReportFacts, figures: Figures) -> ReportTable:
    grid = Grid(figures, _INSTALMENTS)
    rows = [_instalment_row(facts, grid, status) for status in facts.instalments]
    total = grid.total("instalments.total", say("Total"), [row.key for row in rows])
    return grid.table("instalments", say("Instalments"), say("Instalment"), [*rows, total])


def _instalment_row(facts: ReportFacts, grid: Grid, status: InstalmentStatus) -> ReportRow:
    agreed = status.agreed
    state = instalment_state(
        expected_on=agreed.expected_on,
        amount=agreed.amount.amount,
        received=status.received.amount,
        today=facts.period.last,
    )
    own = RowFacts(
        stated={"agreed": agreed.amount.amount, "received": status.received.amount},
        said={
            "expected_on": agreed.expected_on,
            "condition": agreed.condition or None,
            "state": INSTALMENT_STATES[state],
        },
        source=Source(say("Instalments of {grant}", grant=facts.grant.reference), "instalments", agreed.id),
    )
    label = say("Instalment {number}", number=agreed.number)
    return grid.row(f"instalments.{agreed.id}", label, own, number=str(agreed.number))


# --- the request -----------------------------------------------------------------------------------------------------


def _request(figures: Figures, plan: Plan) -> ReportTable:
    figures.sum_of(_NEEDED, [_COMMITTED, plan.beyond])
    # Cash that is not there is no reason to ask for less, cash that is more than needed none to give any back.
    figures.sum_of(_USED, [min((_NEEDED, fund.CLOSING), key=figures.value)])
    figures.difference(REQUESTED, _NEEDED, _USED)
    rows = (
        _row(figures, _COMMITTED, say("Open commitments, to be paid")),
        _row(figures, plan.beyond, say("Planned beyond the commitments")),
        _row(figures, _NEEDED, say("Cash needed"), RowStyle.SUBTOTAL),
        _row(figures, fund.CLOSING, say("Cash on hand")),
        _row(figures, _USED, say("Cash on hand that is used for it")),
        _row(figures, REQUESTED, say("Amount requested"), RowStyle.TOTAL),
    )
    return ReportTable("request", say("Request"), say("Cash"), _AMOUNT, rows)


def _row(figures: Figures, key: str, label: Message, style: RowStyle = RowStyle.LINE) -> ReportRow:
    return ReportRow(key, label, (figures.made(key),), style=style)


# --- proof and notes -------------------------------------------------------------------------------------------------


def _workings(figures: Figures, plan: Plan) -> tuple[tuple[Message, Figure], ...]:
    return (
        (say("All receipts in the ledger"), figures.entries("ledger.received", "received")),
        (say("All expenditure in the ledger"), figures.made(plan.spent)),
        (say("All receipts less all expenditure"), figures.difference("ledger.cash", "ledger.received", plan.spent)),
        *plan.workings,
    )


def _proofs(figures: Figures, plan: Plan) -> tuple[Proof, ...]:
    return (
        figures.proof(say("Closing balance and cash"), "closing", fund.CLOSING, "ledger.cash"),
        figures.proof(say("Months and plan"), "months", plan.of_months, plan.planned),
    )


def _notes(facts: ReportFacts, figures: Figures, plan: Plan) -> tuple[Message, ...]:
    currency = facts.grant.currency
    requested = Money(figures.value(REQUESTED), currency)
    coming = sum((status.shortfall.amount for status in facts.instalments), ZERO)
    notes: list[Message] = [*sample_notes(facts), *plan.notes]
    if not requested.amount:
        notes.append(say("Cash on hand covers what is needed; nothing is requested."))
    elif facts.instalments and requested.amount > coming:
        notes.append(
            say(
                "The request is {over} above what the agreement has still to come.",
                over=requested - Money(coming, currency),
            )
        )
    return (
        *notes,
        say("Open commitments are part of the plan and are counted once. All of them are taken as due."),
        say(
            "Cash on hand is all that was received less all that was spent, at the end of {last}.",
            last=facts.period.last,
        ),
    )


LAYOUT: Final = Layout(NAME, TITLE, ABOUT, build_cash_request, DIMENSIONS, options=(MONTHS,), looks_ahead=True)
