"""The fund of a grant over a period: opening balance, what came by day, what was spent, what is left, and at the end
what of it goes back to the funder.
"""

from __future__ import annotations

from typing import Final

from desktop.domain.ledger import LEDGER_KINDS, LedgerKind
from desktop.domain.money import ZERO, Money
from desktop.domain.rule_words import explain
from desktop.domain.rules import Rule
from desktop.domain.terms import RuleKind, Unspent
from desktop.language import Message, Value, say, say_many
from desktop.reports.builder import Figures
from desktop.reports.facts import ReceiptFacts, ReportFacts
from desktop.reports.forms.grid import Grid, GridColumn, RowFacts, Said, Source, Stated
from desktop.reports.forms.heads import has_adjustments
from desktop.reports.report import ColumnKind, Proof, ReportColumn, ReportRow, ReportTable, RowStyle
from desktop.reports.trace import ADJUSTMENT, BEFORE, IN_PERIOD

_AMOUNT: Final = (ReportColumn("amount", say("Amount")),)
_RECEIPTS: Final = "fund.receipts"
_CONTRIBUTED, _EXCHANGED = "fund.contributions", "fund.exchange"
_LISTED: Final = "receipts"
CLOSING: Final = "fund.closing"
REFUND_DUE: Final = "unspent.refund"
_STAYS: Final = "unspent.stays"
_RECEIPT_COLUMNS: Final = (
    GridColumn("day", say("Day"), Said(ColumnKind.DAY)),
    GridColumn("what", say("What came"), Said()),
    GridColumn("amount", say("Amount"), Stated()),
)


def make_tables(facts: ReportFacts, figures: Figures) -> tuple[ReportTable, ...]:
    """The fund, the receipts of the period where there are some, and in the last report what becomes of the rest."""
    tables = [fund_table(facts, figures)]
    if facts.receipts:
        tables.append(_receipts(facts, figures))
    if facts.is_final:
        tables.append(_unspent(facts, figures))
    return tuple(tables)


def make_proofs(facts: ReportFacts, figures: Figures) -> tuple[Proof, ...]:
    """That the receipts listed, and the kinds of cash, are what came in the period."""
    proofs = []
    if facts.receipts:
        proofs.append(figures.proof(say("Receipts by day and in the ledger"), "receipts", _listed_total(), _RECEIPTS))
    if _has_exchange(facts):
        figures.sum_of("fund.kinds", [_CONTRIBUTED, _EXCHANGED])
        proofs.append(figures.proof(say("Contributions with exchange differences"), "kinds", "fund.kinds", _RECEIPTS))
    return tuple(proofs)


def make_notes(facts: ReportFacts, figures: Figures) -> tuple[Message, ...]:
    """What the figures of the fund count."""
    notes = []
    if _has_exchange(facts):
        notes.append(
            say(
                "An exchange difference is what a contribution was worth on its day above or below the value that the "
                "agreement gives it."
            )
        )
    if facts.is_final:
        notes += _final_notes(facts, figures)
    return tuple(notes)


# --- the fund --------------------------------------------------------------------------------------------------------


def fund_table(facts: ReportFacts, figures: Figures) -> ReportTable:
    """Opening balance, receipts, expenditure and closing balance."""
    figures.entries("received.before", "received", when=BEFORE)
    figures.entries("spent.before", "spent", when=BEFORE)
    figures.difference("fund.opening", "received.before", "spent.before")
    figures.entries(_RECEIPTS, "received", when=IN_PERIOD)
    figures.entries("fund.spent", "spent", when=IN_PERIOD)
    adjusted = _adjustments(figures) if has_adjustments(facts) else []
    income = ["fund.opening", *(["fund.adjustment"] if adjusted else []), _RECEIPTS]
    figures.sum_of("fund.income", income)
    figures.difference(CLOSING, "fund.income", "fund.spent")
    rows = (
        _row(figures, "received.before", say("Received before the period")),
        _row(figures, "spent.before", say("Spent before the period")),
        _row(figures, "fund.opening", say("Opening balance"), RowStyle.SUBTOTAL),
        *adjusted,
        _row(figures, _RECEIPTS, say("Receipts of the period")),
        *_kinds(facts, figures),
        _row(figures, "fund.income", say("Opening balance and receipts"), RowStyle.SUBTOTAL),
        _row(figures, "fund.spent", say("Expenditure of the period")),
        _row(figures, CLOSING, say("Closing balance"), RowStyle.TOTAL),
    )
    return ReportTable("fund", say("Fund balance"), say("Fund"), _AMOUNT, rows)


def _adjustments(figures: Figures) -> list[ReportRow]:
    figures.entries("received.adjustment", "received", when=ADJUSTMENT)
    figures.entries("spent.adjustment", "spent", when=ADJUSTMENT)
    figures.difference("fund.adjustment", "received.adjustment", "spent.adjustment")
    return [
        _row(figures, "received.adjustment", say("Received in earlier periods, not reported then")),
        _row(figures, "spent.adjustment", say("Spent in earlier periods, not reported then")),
        _row(figures, "fund.adjustment", say("Adjustments of earlier periods"), RowStyle.SUBTOTAL),
    ]


def _has_exchange(facts: ReportFacts) -> bool:
    of_kind = facts.sums.of((("kind", LedgerKind.EXCHANGE_DIFFERENCE), ("when", IN_PERIOD)))
    return bool(of_kind.entries)


def _kinds(facts: ReportFacts, figures: Figures) -> list[ReportRow]:
    """The two kinds of cash apart, where there are both."""
    if not _has_exchange(facts):
        return []
    figures.entries(_CONTRIBUTED, "received", kind=LedgerKind.RECEIPT, when=IN_PERIOD)
    figures.entries(_EXCHANGED, "received", kind=LedgerKind.EXCHANGE_DIFFERENCE, when=IN_PERIOD)
    return [
        _row(figures, _CONTRIBUTED, say("of which contributions"), level=1),
        _row(figures, _EXCHANGED, say("of which exchange differences"), level=1),
    ]


def _row(figures: Figures, key: str, label: Message, style: RowStyle = RowStyle.LINE, *, level: int = 0) -> ReportRow:
    return ReportRow(key, label, (figures.made(key),), style=style, level=level)


# --- receipts --------------------------------------------------------------------------------------------------------


def _receipts(facts: ReportFacts, figures: Figures) -> ReportTable:
    grid = Grid(figures, _RECEIPT_COLUMNS)
    rows = [_receipt_row(grid, number, receipt) for number, receipt in enumerate(facts.receipts, start=1)]
    total = grid.total(f"{_LISTED}.total", say("Receipts of the period"), [row.key for row in rows])
    return grid.table(_LISTED, say("Contributions received"), say("Document"), [*rows, total])


def _listed_total() -> str:
    return f"amount.{_LISTED}.total"


def _receipt_row(grid: Grid, number: int, receipt: ReceiptFacts) -> ReportRow:
    label: Value = say_many("{count} document", "{count} documents", count=receipt.entries)
    if receipt.entries == 1:
        label = receipt.reference or f"#{receipt.id}"
    own = RowFacts(
        stated={"amount": receipt.amount},
        said={
            "day": receipt.on,
            "what": say("Returned to the funder") if receipt.returned else LEDGER_KINDS[receipt.kind],
        },
        source=Source(say("Receipts of {day}", day=receipt.on), "ledger", receipt.id),
    )
    return grid.row(f"{_LISTED}.{number}", label, own)


# --- at the end ------------------------------------------------------------------------------------------------------


def _rule(facts: ReportFacts) -> Rule | None:
    return facts.book.one(facts.period.last, RuleKind.UNSPENT)


def _all_stays(facts: ReportFacts, left: Money) -> bool:
    """Whether the agreement lets the office keep what is left."""
    rule = _rule(facts)
    if rule is None or left.amount <= 0:
        return False
    return rule.choice in (Unspent.REPROGRAMME, Unspent.CARRY_OVER) or left.amount <= (rule.amount or ZERO)


def _left(facts: ReportFacts, figures: Figures) -> Money:
    return Money(figures.value(CLOSING), facts.grant.currency)


def _unspent(facts: ReportFacts, figures: Figures) -> ReportTable:
    figures.sum_of("unspent.left", [CLOSING])
    if _all_stays(facts, _left(facts, figures)):
        figures.sum_of(_STAYS, ["unspent.left"])
    else:
        figures.given(_STAYS, ZERO, say("By the rules of {grant}", grant=facts.grant.reference))
    figures.difference(REFUND_DUE, "unspent.left", _STAYS)
    rows = (
        _row(figures, "unspent.left", say("Closing balance")),
        _row(figures, _STAYS, say("Stays with the office by the agreement")),
        _row(figures, REFUND_DUE, say("Refund due to the funder"), RowStyle.TOTAL),
    )
    return ReportTable("unspent", say("At the end of the grant"), say("Unspent balance"), _AMOUNT, rows)


def _final_notes(facts: ReportFacts, figures: Figures) -> list[Message]:
    left, rule = _left(facts, figures), _rule(facts)
    committed = Money(facts.sums.total("committed"), facts.grant.currency)
    notes = []
    if rule is not None:
        notes.append(explain(rule, currency=facts.grant.currency))
    elif left.amount > 0:
        notes.append(say("The rules of the grant do not say what happens to what is left; it is shown as a refund."))
    if left.amount < 0:
        notes.append(say("{amount} more was spent than was received; the refund is below zero.", amount=-left))
    if committed:
        notes.append(say("{amount} is still committed. It is not taken from the balance.", amount=committed))
    return notes
