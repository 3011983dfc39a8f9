"""The financial statement of a grant for a period: by category, with fund balance, traceable entry by entry.

Layout after the UN interim statement to a funder: budget, expenditure of the period and in all, open commitments,
balance and delivery rate by the eight UNSDG categories, direct subtotal, programme support costs, total; then opening
balance + receipts - expenditure = closing balance. Fund balance and budget balance are different figures; both stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.domain.codes import CATEGORY_NAMES, CostCategory
from desktop.domain.indirect_cost import gap, written
from desktop.domain.money import ZERO, Money, minor_units
from desktop.domain.period import Period
from desktop.domain.support_costs import RatedCosts
from desktop.language import Message, Value, say
from desktop.reports.builder import Figures
from desktop.reports.report import Figure, Proof, Report, ReportRow, ReportTable, RowStyle, TraceRow

BEFORE = "before"
IN_PERIOD = "period"
_UNCATEGORISED = "-"
_POSTED_INDIRECT = f"cumulative.{int(CostCategory.INDIRECT)}"
_EXPECTED_INDIRECT = "expected.indirect"
_COLUMNS = ("budget", "period", "cumulative", "committed", "balance", "delivery")


@dataclass(frozen=True, slots=True)
class StatementInputs:
    """What a statement is made from; amounts in `currency`.

    `budget` gives each category (1 to 8, None for lines without one) what the approved budget does; `trace` holds
    every entry up to the end of the period, marked by when it falls; `indirect_rate` is the share (0.13) on all direct
    costs or None. Where its rules know several rates, or leave costs out, `support_costs` are the costs of each.
    """

    grant: str
    title: str
    funder: str
    recipient: str
    currency: str
    period: Period
    budget: Mapping[int | None, Decimal]
    trace: Sequence[TraceRow]
    indirect_rate: Decimal | None = None
    support_costs: Sequence[RatedCosts] = ()
    sample: bool = False


def build_statement(inputs: StatementInputs) -> Report:
    """The statement as a report."""
    figures = Figures(inputs.trace)
    categories = _categories(inputs, figures)
    fund = _fund(figures)
    workings = _workings(inputs, figures)
    return Report(
        name="statement",
        title=say("Financial statement"),
        period=inputs.period,
        currency=inputs.currency,
        facts=_facts(inputs),
        tables=(categories, fund),
        trace=tuple(inputs.trace),
        workings=workings,
        proofs=_proofs(figures),
        notes=_notes(inputs, figures),
    )


def _facts(inputs: StatementInputs) -> tuple[tuple[Message, Value], ...]:
    period = say("{first} to {last}", first=inputs.period.start, last=inputs.period.last)
    return (
        (say("Grant"), inputs.grant),
        (say("Title"), inputs.title),
        (say("Funder"), inputs.funder),
        (say("Recipient"), inputs.recipient),
        (say("Period"), period),
        (say("Currency"), inputs.currency),
        (say("State"), say("Interim, not certified")),
    )


def _notes(inputs: StatementInputs, figures: Figures) -> tuple[Message, ...]:
    notes = [
        say("Expenditure includes refunds and adjustments. Commitments are not counted as expenditure."),
        say("Balance is budget less expenditure less open commitments. Delivery is expenditure as a share of budget."),
        say("Amounts in other currencies are converted entry by entry at the rate shown with each."),
    ]
    if inputs.indirect_rate is not None or inputs.support_costs:
        posted, expected = (
            Money(figures.made(key).value or ZERO, inputs.currency) for key in (_POSTED_INDIRECT, _EXPECTED_INDIRECT)
        )
        sentence = gap(posted, expected=expected, rate=inputs.indirect_rate)
        notes[:0] = [] if sentence is None else [sentence]
    if inputs.sample:
        notes.insert(0, say("Sample data: all amounts are invented."))
    return tuple(notes)


# --- by category --------------------------------------------------------------------------------------------------


def _categories(inputs: StatementInputs, figures: Figures) -> ReportTable:
    direct = [str(int(category)) for category in CostCategory if category.is_direct]
    rows = [_category_row(inputs, figures, CostCategory(int(number))) for number in direct]
    if _has_uncategorised(inputs):
        rows.append(_plain_row(inputs, figures, _UNCATEGORISED, say("Without a category"), inputs.budget.get(None)))
        direct.append(_UNCATEGORISED)
    rows.append(_sum_row(figures, "direct", direct, say("Total direct costs"), RowStyle.SUBTOTAL))
    rows.append(_category_row(inputs, figures, CostCategory.INDIRECT))
    indirect = str(int(CostCategory.INDIRECT))
    rows.append(_sum_row(figures, "total", ["direct", indirect], say("Total"), RowStyle.TOTAL))
    columns = (
        say("Budget"),
        say("Expenditure of the period"),
        say("Expenditure in all"),
        say("Open commitments"),
        say("Balance of the budget"),
        say("Delivery"),
    )
    return ReportTable(say("By category"), say("Category"), columns, tuple(rows))


def _has_uncategorised(inputs: StatementInputs) -> bool:
    return bool(inputs.budget.get(None)) or any(
        row.category == _UNCATEGORISED and (row.spent or row.committed) for row in inputs.trace
    )


def _category_row(inputs: StatementInputs, figures: Figures, category: CostCategory) -> ReportRow:
    label = CATEGORY_NAMES[category]
    if category is CostCategory.INDIRECT and inputs.indirect_rate is not None:
        label = say("Indirect support costs, {rate} of the direct costs", rate=written(inputs.indirect_rate))
    return _plain_row(inputs, figures, str(int(category)), label, inputs.budget.get(int(category)))


def _plain_row(
    inputs: StatementInputs, figures: Figures, number: str, label: Message, budget: Decimal | None
) -> ReportRow:
    figures.given(f"budget.{number}", budget or ZERO, say("Approved budget of {grant}", grant=inputs.grant))
    figures.entries(f"period.{number}", "spent", category=number, when=IN_PERIOD)
    figures.entries(f"cumulative.{number}", "spent", category=number)
    figures.entries(f"committed.{number}", "committed", category=number)
    return ReportRow(label, _row_figures(figures, number), "" if number == _UNCATEGORISED else number)


def _sum_row(figures: Figures, key: str, parts: Sequence[str], label: Message, style: RowStyle) -> ReportRow:
    for column in ("budget", "period", "cumulative", "committed"):
        figures.sum_of(f"{column}.{key}", [f"{column}.{part}" for part in parts])
    return ReportRow(label, _row_figures(figures, key), style=style)


def _row_figures(figures: Figures, key: str) -> tuple[Figure, ...]:
    """The six figures of a row whose first four are made."""
    figures.difference(f"balance.{key}", f"budget.{key}", f"cumulative.{key}", f"committed.{key}")
    figures.ratio(f"delivery.{key}", f"cumulative.{key}", f"budget.{key}")
    return tuple(figures.made(f"{column}.{key}") for column in _COLUMNS)


# --- the fund -----------------------------------------------------------------------------------------------------


def _fund(figures: Figures) -> ReportTable:
    figures.entries("received.before", "received", when=BEFORE)
    figures.entries("spent.before", "spent", when=BEFORE)
    opening = figures.difference("fund.opening", "received.before", "spent.before")
    receipts = figures.entries("fund.receipts", "received", when=IN_PERIOD)
    figures.sum_of("fund.income", ["fund.opening", "fund.receipts"])
    spent = figures.entries("fund.spent", "spent", when=IN_PERIOD)
    closing = figures.difference("fund.closing", "fund.income", "fund.spent")
    rows = (
        ReportRow(say("Received before the period"), (figures.made("received.before"),)),
        ReportRow(say("Spent before the period"), (figures.made("spent.before"),)),
        ReportRow(say("Opening balance"), (opening,), style=RowStyle.SUBTOTAL),
        ReportRow(say("Receipts of the period"), (receipts,)),
        ReportRow(say("Opening balance and receipts"), (figures.made("fund.income"),), style=RowStyle.SUBTOTAL),
        ReportRow(say("Expenditure of the period"), (spent,)),
        ReportRow(say("Closing balance"), (closing,), style=RowStyle.TOTAL),
    )
    return ReportTable(say("Fund balance"), say("Fund"), (say("Amount"),), rows)


# --- proof --------------------------------------------------------------------------------------------------------


def _workings(inputs: StatementInputs, figures: Figures) -> tuple[tuple[Message, Figure], ...]:
    workings = [
        (say("All receipts in the ledger"), figures.entries("ledger.received", "received")),
        (say("All expenditure in the ledger"), figures.entries("ledger.spent", "spent")),
        (
            say("All receipts less all expenditure"),
            figures.difference("ledger.cash", "ledger.received", "ledger.spent"),
        ),
    ]
    if inputs.indirect_rate is not None:
        decimals = minor_units(inputs.currency)
        expected = figures.rate_on(_EXPECTED_INDIRECT, inputs.indirect_rate, "cumulative.direct", decimals=decimals)
        workings.append((say("Support costs at the rate of the grant"), expected))
    elif inputs.support_costs:
        workings += _by_rate(inputs, figures)
    return tuple(workings)


def _by_rate(inputs: StatementInputs, figures: Figures) -> list[tuple[Message, Figure]]:
    """Of each rate the costs under it and what it gives on them, and the sum of these."""
    decimals = minor_units(inputs.currency)
    found: list[tuple[Message, Figure]] = []
    keys: list[str] = []
    for number, part in enumerate(inputs.support_costs):
        base, key = f"{_EXPECTED_INDIRECT}.base.{number}", f"{_EXPECTED_INDIRECT}.{number}"
        label = say("Costs that bear support costs of {rate}", rate=written(part.terms.rate))
        found.append(
            (label, figures.given(base, part.costs.amount, say("By the rules of {grant}", grant=inputs.grant)))
        )
        rated = figures.rate_on(key, part.terms.rate, base, decimals=decimals)
        found.append((say("Support costs of {rate}", rate=written(part.terms.rate)), rated))
        keys.append(key)
    found.append((say("Support costs by the rules of the grant"), figures.sum_of(_EXPECTED_INDIRECT, keys)))
    return found


def _proofs(figures: Figures) -> tuple[Proof, ...]:
    return (
        _proof(figures, say("Categories and ledger"), "categories", "cumulative.total", "ledger.spent"),
        _proof(figures, say("Categories and fund, in the period"), "period", "period.total", "fund.spent"),
        _proof(figures, say("Closing balance and cash"), "closing", "fund.closing", "ledger.cash"),
    )


def _proof(figures: Figures, label: Message, key: str, one: str, other: str) -> Proof:
    difference = figures.difference(f"proof.{key}", one, other)
    return Proof(label, figures.made(one), figures.made(other), difference)
