"""A figure of a report in words: as it is shown, and how it came about."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.indirect_cost import written
from desktop.domain.money import Money
from desktop.language import Message, say, say_many
from desktop.reports.report import Difference, EntrySum, Figure, Given, Product, RateOn, Ratio, Report, SumOf
from desktop.reports.trace import TraceRow
from desktop.services.reports import Origin
from desktop.ui.context import Context, Route
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import ElidedLabel, column, flush_right, hairline, label, row
from desktop.ui.widgets.pressable import PressableRow


def figure_text(context: Context, report: Report, figure: Figure) -> str:
    """A figure as text: an amount in the currency's decimals, a share as per cent, nothing where it has no meaning."""
    if figure.value is None:
        return ""
    if figure.is_share:
        return context.language.percent(figure.value, decimals=1)
    return context.language.number(Money(figure.value, report.currency).amount)


def figure_name(context: Context, report: Report, figure: Figure) -> str:
    """What a figure is: its row, and its column where the table has several."""
    for table in report.tables:
        for line in table.rows:
            if figure in line.figures:
                name = context.language.value(line.label)
                if len(table.columns) == 1:
                    return name
                column = table.columns[line.cells.index(figure)]
                return context.language.beside(name, context.language.value(column.label))
    return ""


def sums_entries(report: Report, figure: Figure) -> bool:
    """Whether a figure is nothing but the sum of the entries behind it."""
    match figure.formula:
        case EntrySum():
            return True
        case SumOf(keys):
            return all(sums_entries(report, report.figure(key)) for key in keys)
    return False


def formula_sentence(report: Report, figure: Figure) -> Message:
    """How a figure is made, in words."""
    match figure.formula:
        case Given(source):
            return source
        case EntrySum(_measure, where):
            conditions = dict(where)
            last = report.period.last
            if conditions.get("when") == "period":
                return say("All entries of this kind from {first} to {last}.", first=report.period.start, last=last)
            if conditions.get("when") == "before":
                return say("All entries of this kind before {first}.", first=report.period.start)
            return say("All entries of this kind up to {last}.", last=last)
        case SumOf(keys):
            return say_many("The sum of {count} figure above.", "The sum of {count} figures above.", count=len(keys))
        case Difference():
            return say("One figure less others of its row or table.")
        case Ratio():
            return say("Expenditure in all as a share of the budget.")
        case Product():
            return say("Figures of its row multiplied.")
        case RateOn(rate, _base, _decimals):
            return say("{rate} of the direct costs, rounded half up.", rate=written(rate))


def origin_parts(context: Context, report: Report, figure: Figure, origin: Origin) -> list[QWidget]:
    """Where a figure comes from: what it is, how it is made, the entries behind it, and their sum where it is that."""
    shown = figure_text(context, report, figure)
    count = say_many("{count} entry", "{count} entries", count=origin.count)
    parts: list[QWidget] = [
        label(figure_name(context, report, figure), TextStyle.STRONG, wraps=True),
        label(shown, TextStyle.FIGURE),
        label(context.text(formula_sentence(report, figure)), ink="secondary", wraps=True),
        hairline(),
        label(context.text(count), TextStyle.STRONG),
    ]
    parts += [_entry(context, report, entry) for entry in origin.rows]
    left = origin.count - len(origin.rows)
    if left:
        more = say("and {count} more, in the Excel file", count=left)
        parts.append(label(context.text(more), TextStyle.SMALL, ink="muted"))
    if origin.count and sums_entries(report, figure):
        parts += [hairline(strong=True), _sum(context, shown)]
    return parts


def _entry(context: Context, report: Report, entry: TraceRow) -> QWidget:
    amount = next(value for value in (entry.spent, entry.committed, entry.received, Decimal(0)) if value is not None)
    about = context.language.beside(entry.reference, entry.entry_on)
    texts = column(ElidedLabel(entry.description), label(about, TextStyle.CAPTION, ink="muted"))
    shown = Money(amount, report.currency).amount
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 2, 0, 2)
    layout.setSpacing(8)
    layout.addLayout(texts, 1)
    layout.addWidget(label(context.language.number(shown), ink="negative" if shown < 0 else ""))
    name = f"{entry.description}, {about}"
    route = Route("record", "ledger", entry.id)
    return PressableRow(layout, name=name, palette=context.palette, on_press=lambda: context.go(route))


def _sum(context: Context, shown: str) -> QWidget:
    holder = QWidget()
    amount = label(shown, TextStyle.STRONG)
    amount.setAlignment(flush_right())
    holder.setLayout(row(label(context.text(say("Total")), TextStyle.STRONG), None, amount))
    return holder
