"""The financial statement of a grant for a period: by category, with fund balance, traceable entry by entry.

Layout after the UN interim statement to a funder: budget, expenditure of the period and in all, open commitments,
balance and delivery rate by the eight UNSDG categories, direct subtotal, programme support costs, total; then opening
balance + receipts - expenditure = closing balance. Fund balance and budget balance are different figures; both stand.
What was posted into the time of earlier reports after these were submitted has a column and a row of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.domain.codes import CATEGORY_NAMES, CostCategory
from desktop.domain.indirect_cost import gap, written
from desktop.domain.money import ZERO, Money, minor_units
from desktop.language import Message, say
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.layout import Layout
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
from desktop.reports.trace import ADJUSTMENT, BEFORE, IN_PERIOD, NONE

NAME: Final = "statement"
TITLE: Final = say("Financial statement")
DIMENSIONS: Final = ("when", "category")
_POSTED_INDIRECT = f"cumulative.{int(CostCategory.INDIRECT)}"
EXPECTED_INDIRECT = "expected.indirect"
# Columns that sum entries: what they sum, and of which time where it is not all.
_SUMS: Final = {
    "period": ("spent", {"when": IN_PERIOD}),
    "adjustment": ("spent", {"when": ADJUSTMENT}),
    "cumulative": ("spent", {}),
    "committed": ("committed", {}),
}


def build_statement(facts: ReportFacts) -> Report:
    """The statement as a report."""
    figures = Figures(facts.sums)
    categories = _categories(facts, figures)
    fund = _fund(facts, figures)
    return Report(
        name=NAME,
        title=TITLE,
        period=facts.period,
        currency=facts.grant.currency,
        scope=facts.scope,
        facts=_facts(facts),
        tables=(categories, fund),
        workings=_workings(facts, figures),
        proofs=_proofs(figures),
        notes=_notes(facts, figures),
        chart=Chart(say("Budget and expenditure"), categories.key, ("budget", "cumulative")),
        entry_count=facts.sums.entries,
    )


def grant_facts(facts: ReportFacts) -> tuple[Fact, ...]:
    """What stands at the head of every report on one grant."""
    grant, period = facts.grant, facts.period
    return (
        Fact("grant", say("Grant"), grant.reference),
        Fact("title", say("Title"), grant.title),
        Fact("funder", say("Funder"), grant.funder),
        Fact("recipient", say("Recipient"), facts.letterhead.name),
        Fact("period", say("Period"), say("{first} to {last}", first=period.start, last=period.last)),
        Fact("currency", say("Currency"), grant.currency),
    )


def _facts(facts: ReportFacts) -> tuple[Fact, ...]:
    return (*grant_facts(facts), Fact("state", say("State"), say("Interim, not certified")))


def has_adjustments(facts: ReportFacts) -> bool:
    """Whether something was posted into the time of earlier reports after these were submitted."""
    return bool(facts.sums.of((("when", ADJUSTMENT),)).entries)


def _notes(facts: ReportFacts, figures: Figures) -> tuple[Message, ...]:
    notes = [
        say("Expenditure includes refunds and adjustments. Commitments are not counted as expenditure."),
        say("Balance is budget less expenditure less open commitments. Delivery is expenditure as a share of budget."),
        say("Amounts in other currencies are converted entry by entry at the rate shown with each."),
    ]
    if facts.indirect_rate is not None or facts.support_costs:
        posted, expected = (
            Money(figures.value(key), facts.grant.currency) for key in (_POSTED_INDIRECT, EXPECTED_INDIRECT)
        )
        sentence = gap(posted, expected=expected, rate=facts.indirect_rate)
        notes[:0] = [] if sentence is None else [sentence]
    if facts.is_sample:
        notes.insert(0, say("Sample data: all amounts are invented."))
    return tuple(notes)


# --- by category --------------------------------------------------------------------------------------------------


def _categories(facts: ReportFacts, figures: Figures) -> ReportTable:
    columns = _columns(adjusted=has_adjustments(facts))
    direct = [str(int(category)) for category in CostCategory if category.is_direct]
    rows = [_category_row(facts, figures, CostCategory(int(number)), columns) for number in direct]
    if _has_uncategorised(facts):
        rows.append(_plain_row(facts, figures, NONE, say("Without a category"), columns))
        direct.append(NONE)
    rows.append(_sum_row(figures, "direct", direct, say("Total direct costs"), RowStyle.SUBTOTAL, columns))
    rows.append(_category_row(facts, figures, CostCategory.INDIRECT, columns))
    indirect = str(int(CostCategory.INDIRECT))
    rows.append(_sum_row(figures, "total", ["direct", indirect], say("Total"), RowStyle.TOTAL, columns))
    return ReportTable("categories", say("By category"), say("Category"), columns, tuple(rows))


def _columns(*, adjusted: bool) -> tuple[ReportColumn, ...]:
    adjustment = ReportColumn("adjustment", say("Adjustments of earlier periods"))
    return (
        ReportColumn("budget", say("Budget")),
        ReportColumn("period", say("Expenditure of the period")),
        *([adjustment] if adjusted else []),
        ReportColumn("cumulative", say("Expenditure in all")),
        ReportColumn("committed", say("Open commitments")),
        ReportColumn("balance", say("Balance of the budget")),
        ReportColumn("delivery", say("Delivery"), ColumnKind.SHARE),
    )


def _has_uncategorised(facts: ReportFacts) -> bool:
    of_none = facts.sums.of((("category", NONE),))
    return bool(facts.budget.get(None) or of_none.spent or of_none.committed)


def _category_row(
    facts: ReportFacts, figures: Figures, category: CostCategory, columns: Sequence[ReportColumn]
) -> ReportRow:
    label = CATEGORY_NAMES[category]
    if category is CostCategory.INDIRECT and facts.indirect_rate is not None:
        label = say("Indirect support costs, {rate} of the direct costs", rate=written(facts.indirect_rate))
    return _plain_row(facts, figures, str(int(category)), label, columns)


def _plain_row(
    facts: ReportFacts, figures: Figures, number: str, label: Message, columns: Sequence[ReportColumn]
) -> ReportRow:
    budget = facts.budget.get(None if number == NONE else int(number), ZERO)
    source = say("Approved budget of {grant}", grant=facts.grant.reference)
    figures.given(f"budget.{number}", budget, source, register="grants", record_id=facts.grant.id)
    for column in columns:
        if column.key in _SUMS:
            measure, when = _SUMS[column.key]
            figures.entries(f"{column.key}.{number}", measure, category=number, **when)
    return ReportRow(number, label, _cells(figures, number, columns), "" if number == NONE else number)


def _sum_row(
    figures: Figures,
    key: str,
    parts: Sequence[str],
    label: Message,
    style: RowStyle,
    columns: Sequence[ReportColumn],
) -> ReportRow:
    for column in columns:
        if column.key == "budget" or column.key in _SUMS:
            figures.sum_of(f"{column.key}.{key}", [f"{column.key}.{part}" for part in parts])
    return ReportRow(key, label, _cells(figures, key, columns), style=style)


def _cells(figures: Figures, key: str, columns: Sequence[ReportColumn]) -> tuple[Figure, ...]:
    """The figures of a row; those that are summed are made already."""
    figures.difference(f"balance.{key}", f"budget.{key}", f"cumulative.{key}", f"committed.{key}")
    figures.ratio(f"delivery.{key}", f"cumulative.{key}", f"budget.{key}")
    return tuple(figures.made(f"{column.key}.{key}") for column in columns)


# --- the fund -----------------------------------------------------------------------------------------------------


def _fund(facts: ReportFacts, figures: Figures) -> ReportTable:
    figures.entries("received.before", "received", when=BEFORE)
    figures.entries("spent.before", "spent", when=BEFORE)
    figures.difference("fund.opening", "received.before", "spent.before")
    figures.entries("fund.receipts", "received", when=IN_PERIOD)
    figures.entries("fund.spent", "spent", when=IN_PERIOD)
    income, adjusted = ["fund.opening", "fund.receipts"], []
    if has_adjustments(facts):
        figures.entries("received.adjustment", "received", when=ADJUSTMENT)
        figures.entries("spent.adjustment", "spent", when=ADJUSTMENT)
        figures.difference("fund.adjustment", "received.adjustment", "spent.adjustment")
        income.insert(1, "fund.adjustment")
        adjusted = [
            _fund_row(figures, "received.adjustment", say("Received in earlier periods, not reported then")),
            _fund_row(figures, "spent.adjustment", say("Spent in earlier periods, not reported then")),
            _fund_row(figures, "fund.adjustment", say("Adjustments of earlier periods"), RowStyle.SUBTOTAL),
        ]
    figures.sum_of("fund.income", income)
    figures.difference("fund.closing", "fund.income", "fund.spent")
    rows = (
        _fund_row(figures, "received.before", say("Received before the period")),
        _fund_row(figures, "spent.before", say("Spent before the period")),
        _fund_row(figures, "fund.opening", say("Opening balance"), RowStyle.SUBTOTAL),
        *adjusted,
        _fund_row(figures, "fund.receipts", say("Receipts of the period")),
        _fund_row(figures, "fund.income", say("Opening balance and receipts"), RowStyle.SUBTOTAL),
        _fund_row(figures, "fund.spent", say("Expenditure of the period")),
        _fund_row(figures, "fund.closing", say("Closing balance"), RowStyle.TOTAL),
    )
    columns = (ReportColumn("amount", say("Amount")),)
    return ReportTable("fund", say("Fund balance"), say("Fund"), columns, rows)


def _fund_row(figures: Figures, key: str, label: Message, style: RowStyle = RowStyle.LINE) -> ReportRow:
    return ReportRow(key, label, (figures.made(key),), style=style)


# --- proof --------------------------------------------------------------------------------------------------------


def _workings(facts: ReportFacts, figures: Figures) -> tuple[tuple[Message, Figure], ...]:
    steps = ["spent.before", *(["adjustment.total"] if has_adjustments(facts) else []), "period.total"]
    workings = [
        (say("All receipts in the ledger"), figures.entries("ledger.received", "received")),
        (say("All expenditure in the ledger"), figures.entries("ledger.spent", "spent")),
        (
            say("All receipts less all expenditure"),
            figures.difference("ledger.cash", "ledger.received", "ledger.spent"),
        ),
        (say("Expenditure before the period and in it"), figures.sum_of("steps.spent", steps)),
    ]
    return (*workings, *support_cost_workings(facts, figures, base="cumulative.direct"))


def support_cost_workings(facts: ReportFacts, figures: Figures, *, base: str) -> list[tuple[Message, Figure]]:
    """The support costs that the rules of the grant give on what was spent; `base` are all direct costs.

    Where its rules know several rates, or leave costs out: of each rate the costs under it and what it gives on them.
    """
    decimals = minor_units(facts.grant.currency)
    if facts.indirect_rate is not None:
        expected = figures.rate_on(EXPECTED_INDIRECT, facts.indirect_rate, base, decimals=decimals)
        return [(say("Support costs at the rate of the grant"), expected)]
    found: list[tuple[Message, Figure]] = []
    keys: list[str] = []
    for number, part in enumerate(facts.support_costs):
        costs, key = f"{EXPECTED_INDIRECT}.base.{number}", f"{EXPECTED_INDIRECT}.{number}"
        label = say("Costs that bear support costs of {rate}", rate=written(part.terms.rate))
        source = say("By the rules of {grant}", grant=facts.grant.reference)
        stated = figures.given(costs, part.costs.amount, source, register="grants", record_id=facts.grant.id)
        found.append((label, stated))
        rated = figures.rate_on(key, part.terms.rate, costs, decimals=decimals)
        found.append((say("Support costs of {rate}", rate=written(part.terms.rate)), rated))
        keys.append(key)
    if keys:
        found.append((say("Support costs by the rules of the grant"), figures.sum_of(EXPECTED_INDIRECT, keys)))
    return found


def _proofs(figures: Figures) -> tuple[Proof, ...]:
    return (
        figures.proof(say("Categories and ledger"), "categories", "cumulative.total", "ledger.spent"),
        figures.proof(say("Categories and fund, in the period"), "period", "period.total", "fund.spent"),
        figures.proof(say("Before the period, in it, and in all"), "steps", "steps.spent", "cumulative.total"),
        figures.proof(say("Closing balance and cash"), "closing", "fund.closing", "ledger.cash"),
    )


LAYOUT: Final = Layout(
    NAME,
    TITLE,
    say("Budget, expenditure, commitments and balance by the eight UN categories, and the fund balance."),
    build_statement,
    DIMENSIONS,
)
