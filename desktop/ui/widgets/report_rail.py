"""Where a figure of a report comes from: what it is, how it is made, from which figures, and the entries behind it."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.domain.indirect_cost import written
from desktop.domain.money import Money
from desktop.language import Message, Month, Value, say, say_many
from desktop.reports.report import (
    Difference,
    EntrySum,
    Figure,
    Given,
    Product,
    RateOn,
    Ratio,
    Report,
    SumOf,
    amount_behind,
    parts_of,
)
from desktop.reports.trace import ADJUSTMENT, BEFORE, IN_PERIOD, NONE, Traced, TraceRow
from desktop.services import reports
from desktop.services.reports import Origin
from desktop.ui.context import Context, Route
from desktop.ui.models.report_model import figure_text
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import ElidedLabel, button, column, flush_right, hairline, label, row
from desktop.ui.widgets.facts import Rail
from desktop.ui.widgets.pressable import PressableRow

_SHOWN_PARTS, _FEW = 12, 3


def figure_name(context: Context, report: Report, key: str) -> str:
    """What a figure is: its row, and its column where the table has several; else what workings call it."""
    language = context.language
    for table in report.tables:
        for line in table.rows:
            for place, cell in enumerate(line.cells):
                if isinstance(cell, Figure) and cell.key == key:
                    name = language.value(line.label)
                    if sum(column.kind.is_number for column in table.columns) == 1:
                        return name
                    return language.beside(name, language.value(table.columns[place].label))
    return next((context.text(name) for name, figure in report.workings if figure.key == key), "")


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
            return _of_entries(report, dict(where).get("when", ""))
        case SumOf(keys):
            return say_many("The sum of {count} figure.", "The sum of {count} figures.", count=len(keys))
        case Difference():
            return say("One figure less others.")
        case Ratio(places=places) if places == Ratio("", "").places:
            return say("One figure as a share of another.")
        case Ratio():
            return say("One figure for each unit of another.")
        case Product():
            return say("Figures multiplied, rounded half up.")
        case RateOn(rate, _base, _decimals):
            return say("{rate} of a figure, rounded half up.", rate=written(rate))


def _of_entries(report: Report, when: str) -> Message:
    first, last = report.period.start, report.period.last
    if report.scope.of is Traced.DEPLOYMENTS:
        return say("The parts of entries that are for deployments in these months, whenever they were posted.")
    match when:
        case value if value == IN_PERIOD:
            return say("All entries of this kind from {first} to {last}.", first=first, last=last)
        case value if value == BEFORE:
            return say("All entries of this kind before {first}.", first=first)
        case value if value == ADJUSTMENT:
            return say("Entries before {first} that were not in the report before.", first=first)
    return say("All entries of this kind up to {last}.", last=last)


class ReportRail(Rail):
    """The rail beside a report; `explained` carries the key of another figure that someone asks about, `listed` that
    of one whose entries are to be listed all.
    """

    explained = Signal(str)
    listed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context, width=360)
        self.context = context
        self._asked: tuple[Report, str] | None = None
        self.hide()

    def explain(self, report: Report, key: str) -> None:
        """Shows where a figure comes from."""
        self._asked = report, key
        office = self.context.office
        work = partial(reports.entries_behind, office, report, key)
        self.context.read(self, work, partial(self._show, report))

    def _show(self, report: Report, origin: Origin) -> None:
        if self._asked != (report, origin.key):
            return
        title = self.context.text(say("Where does this figure come from?"))
        self.show_parts(title, self._parts(report, report.figure(origin.key), origin), name=Icon.INFORMATION)
        self.show()

    def _parts(self, report: Report, figure: Figure, origin: Origin) -> list[QWidget]:
        context = self.context
        shown = figure_text(context.language, figure, report.currency_of(figure.key))
        parts: list[QWidget] = [
            label(figure_name(context, report, figure.key), TextStyle.STRONG, wraps=True),
            label(shown, TextStyle.FIGURE),
            label(context.text(formula_sentence(report, figure)), ink="secondary", wraps=True),
            *self._made_from(report, figure),
            *self._stated_in(figure),
        ]
        if not origin.count:
            return parts
        count = (
            say_many("{count} part of an entry", "{count} parts of entries", count=origin.count)
            if report.scope.of is Traced.DEPLOYMENTS
            else say_many("{count} entry", "{count} entries", count=origin.count)
        )
        parts += [hairline(), label(context.text(count), TextStyle.STRONG)]
        parts += [self._entry(report, figure, entry) for entry in origin.rows]
        if origin.count > _FEW:
            parts.append(self._all_of(origin))
        if sums_entries(report, figure):
            parts += [hairline(strong=True), _sum(context, shown)]
        return parts

    def _made_from(self, report: Report, figure: Figure) -> list[QWidget]:
        """The figures that a figure is made from; each says in its turn where it comes from."""
        keys = parts_of(figure.formula)
        if not keys:
            return []
        context, box = self.context, QFrame()
        box.setObjectName("card")
        layout = column(spacing=0)
        layout.setContentsMargins(10, 6, 10, 6)
        for key in keys[:_SHOWN_PARTS]:
            part = report.figure(key)
            text = figure_text(context.language, part, report.currency_of(key))
            name = figure_name(context, report, key) or key
            line = QHBoxLayout()
            line.setContentsMargins(0, 2, 0, 2)
            line.addWidget(ElidedLabel(name), 1)
            line.addWidget(label(text))
            pressed = partial(self.explained.emit, key)
            layout.addWidget(PressableRow(line, name=f"{name} {text}", palette=context.palette, on_press=pressed))
        if len(keys) > _SHOWN_PARTS:
            more = say("and {count} more", count=len(keys) - _SHOWN_PARTS)
            layout.addWidget(label(context.text(more), TextStyle.SMALL, ink="muted"))
        box.setLayout(layout)
        return [box]

    def _stated_in(self, figure: Figure) -> list[QWidget]:
        formula = figure.formula
        if not isinstance(formula, Given) or not formula.register:
            return []
        context, route = self.context, Route("record", formula.register, formula.record_id)
        text = context.text(say("Open where it is stated"))
        return [button(text, kind="link", palette=context.palette, on_click=partial(context.go, route))]

    def _entry(self, report: Report, figure: Figure, entry: TraceRow) -> QWidget:
        context = self.context
        amount = amount_behind(entry, report.sums_behind(figure.key))
        about = context.language.beside(entry.reference, entry.entry_on)
        texts = column(ElidedLabel(entry.description), label(about, TextStyle.CAPTION, ink="muted"))
        if part := part_of(entry):
            texts.addWidget(ElidedLabel(context.language.beside(*part), TextStyle.CAPTION, ink="muted"))
        shown = Money(amount, report.currency_of(figure.key)).amount
        layout = QHBoxLayout()
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(8)
        layout.addLayout(texts, 1)
        layout.addWidget(label(context.language.number(shown), ink="negative" if shown < 0 else ""))
        route = Route("record", "ledger", entry.id)
        name = f"{entry.description}, {about}"
        return PressableRow(layout, name=name, palette=context.palette, on_press=partial(context.go, route))

    def _all_of(self, origin: Origin) -> QWidget:
        context = self.context
        text = say_many("Open the {count} entry", "Open the {count} entries", count=origin.count)
        pressed = partial(self.listed.emit, origin.key)
        return button(context.text(text), kind="link", palette=context.palette, on_click=pressed)


def part_of(entry: TraceRow) -> tuple[Value, ...]:
    """Of a part of an entry what it is for: the deployment, the month, and all that the entry comes to."""
    if entry.deployment == NONE:
        return ()
    whole = Money(entry.original_amount, entry.original_currency)
    return entry.deployment, Month(date.fromisoformat(entry.month)), say("of {amount}", amount=whole)


def _sum(context: Context, shown: str) -> QWidget:
    holder = QWidget()
    amount = label(shown, TextStyle.STRONG)
    amount.setAlignment(flush_right())
    holder.setLayout(row(label(context.text(say("Total")), TextStyle.STRONG), None, amount))
    return holder
