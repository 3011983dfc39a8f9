"""Facts in two columns: what, and the value; and the history of a record below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.language import Language, say
from desktop.registers.query import Cell
from desktop.registers.register import Column, Kind, Register
from desktop.registers.show import cell_text, is_negative
from desktop.services import history, records
from desktop.services.history import HistoryLine, ValueChange
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, button, clear, hairline, label, margins, start_side
from desktop.ui.widgets.posting_card import CorrectionPart

REGISTER_ICONS: dict[str, Icon] = {
    "grants": Icon.GRANTS,
    "budgets": Icon.BUDGETS,
    "budget_lines": Icon.BUDGETS,
    "ledger": Icon.LEDGER,
    "rates": Icon.RATES,
    "instalments": Icon.INSTALMENTS,
    "rules": Icon.RULES,
    "amendments": Icon.AMENDMENTS,
    "shares": Icon.PROJECTS,
    "allocations": Icon.SPLIT,
    "allocation_shares": Icon.SPLIT,
    "crosswalks": Icon.SPLIT,
    "donor_reports": Icon.REPORTS,
    "months": Icon.LOCKED,
    "projects": Icon.PROJECTS,
    "results": Icon.RESULTS,
    "volunteers": Icon.CONTACTS,
    "clearances": Icon.WAIVED,
    "duty_stations": Icon.ORGANISATIONS,
    "assignments": Icon.DOCUMENTS,
    "deployments": Icon.DEPLOYMENTS,
    "contract_periods": Icon.AGREEMENTS,
    "deployment_shares": Icon.GRANTS,
    "deployment_costs": Icon.LEDGER,
    "entitlement_rates": Icon.RATES,
    "category_limits": Icon.RULES,
    "leave": Icon.CALENDAR,
    "checklist": Icon.CHECKS,
    "work_measures": Icon.RESULTS,
    "work_counts": Icon.RESULTS,
    "organisations": Icon.ORGANISATIONS,
    "agreements": Icon.AGREEMENTS,
    "parties": Icon.ORGANISATIONS,
    "obligations": Icon.OBLIGATIONS,
    "contacts": Icon.CONTACTS,
    "documents": Icon.DOCUMENTS,
    "waivers": Icon.WAIVED,
    "imports": Icon.IMPORTS,
    "history": Icon.HISTORY,
}

# What can be done with a record, by the name of the route that asks for it.
ACTION_ICONS: dict[str, Icon] = {
    "reverse": Icon.REVERSAL,
    "correct": Icon.EDIT,
    "cancel": Icon.CLOSE,
    "receive": Icon.INSTALMENTS,
    "sign": Icon.SIGN,
    "extend": Icon.FORWARD,
    "reassign": Icon.RATES,
    "end_early": Icon.STOP,
    "share": Icon.SPLIT,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A value under its name; `route` is where a press leads, `alarming` paints it red."""

    name: str
    value: str
    route: Route | None = None
    alarming: bool = False


def facts_of(context: Context, register: Register, record: RecordView, *, skip: Iterable[str] = ()) -> list[Fact]:
    """What is known of a record, in the order of its columns; nothing for what is not known."""
    found = []
    for column in register.columns:
        value = record.values.get(column.key)
        if value is None or column.key in skip or column.kind is Kind.CURRENCY or column.key in _TECHNICAL:
            continue
        if value == _USUAL.get(column.key):
            continue
        found.append(_fact(context, column, value, record))
    return found


_TECHNICAL = frozenset({"outline", "depth", "sha256", "id"})
_USUAL = {"rate_per": Decimal(1), "liquidated": Decimal(0)}  # of an entry: what says nothing unless it is otherwise


def _fact(context: Context, column: Column, value: Cell, record: RecordView) -> Fact:
    currency = record.values.get(column.currency) if column.currency else None
    text = cell_text(column, value, currency, context.language)
    if column.kind is Kind.MONEY and isinstance(currency, str):
        french = context.language.code == "fr"
        text = f"{text}\u00a0{currency}" if french else f"{currency}\u00a0{text}"
    if column.kind is Kind.PERCENT:
        text = context.language.with_percent_sign(text)
    target = record.targets.get(column.key)
    route = Route("record", column.target, target) if column.target and target else None
    alarming = column.alarming and is_negative(value)
    return Fact(context.text(column.label), text, route, alarming)


_AS_A_LINK = (0, 1, 0, 1)  # what a link has above and below its text


class FactGrid(QWidget):
    """Facts below each other, in one column or in several whose rows stand on the same lines."""

    def __init__(self, context: Context, facts: Sequence[Fact], *, name_width: int = 96, columns: int = 1) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        lines = -(-len(facts) // columns)
        for place, fact in enumerate(facts):
            side, line = divmod(place, lines)
            name = label(fact.name, ink="muted", wraps=True)
            name.setMaximumWidth(max(name_width, 96))
            name.setContentsMargins(*_AS_A_LINK)
            grid.addWidget(name, line, side * 3, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._value(context, fact), line, side * 3 + 1)
        for side in range(columns):
            grid.setColumnMinimumWidth(side * 3, name_width)
            grid.setColumnStretch(side * 3 + 1, 1)
            if side:
                grid.setColumnMinimumWidth(side * 3 - 1, 24)

    def _value(self, context: Context, fact: Fact) -> QWidget:
        if fact.route is None:
            value = label(fact.value, ink="negative" if fact.alarming else "", wraps=True)
            value.setAlignment(start_side() | Qt.AlignmentFlag.AlignTop)
            value.setContentsMargins(*_AS_A_LINK)
            return value
        route = fact.route
        return button(fact.value, kind="link", palette=context.palette, on_click=lambda: context.go(route))


def change_text(language: Language, change: ValueChange) -> str:
    """A field with its old and its new value."""
    old, new = (
        cell_text(change.column, value, change.currency, language) or "–" for value in (change.before, change.after)
    )
    return language.text(say("{field}: {old} → {new}", field=change.column.label, old=old, new=new))


class HistoryList(QWidget):
    """What happened to a record, the newest first."""

    def __init__(self, context: Context, lines: Sequence[HistoryLine]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for line in lines:
            layout.addWidget(label(context.text(line.sentence), wraps=True))
            for change in line.changes:
                layout.addWidget(label(change_text(context.language, change), ink="secondary", wraps=True))
            when = say("{moment}, {actor}", moment=line.done_at, actor=line.actor)
            layout.addWidget(label(context.text(when), TextStyle.CAPTION, ink="muted"))


class Rail(QFrame):
    """The rail at the end side of a page: detail of what is selected. `closed` asks to hide it."""

    closed = Signal()

    def __init__(self, context: Context, *, width: int = 300) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setProperty("edge", "right" if context.language.right_to_left else "left")
        self.setFixedWidth(width)
        self._context = context
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(margins(16, 10, 10, 0))
        self._head.setSpacing(8)
        outer.addLayout(self._head)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self._scroll, 1)

    def show_parts(self, title: str, parts: Sequence[QWidget], *, name: Icon | None = None) -> None:
        """Shows a title and what stands below it."""
        clear(self._head)
        if name is not None:
            picture = QLabel()
            picture.setPixmap(pixmap(name, self._context.palette.text_secondary))
            self._head.addWidget(picture)
        self._head.addWidget(ElidedLabel(title, TextStyle.STRONG), 1)
        close = self._context.text(say("Close"))
        self._head.addWidget(
            button(close, kind="icon", palette=self._context.palette, name=Icon.CLOSE, on_click=self.closed.emit)
        )
        body = QWidget()
        body.setObjectName("scrolled")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(16, 4, 16, 16)
        inside.setSpacing(12)
        for part in parts:
            inside.addWidget(part)
        inside.addStretch(1)
        self._scroll.setWidget(body)

    def sizeHint(self) -> QSize:
        """Its width; as high as the page."""
        return QSize(self.width(), 100)


def record_parts(
    context: Context, register: Register, record: RecordView, history: Sequence[HistoryLine]
) -> list[QWidget]:
    """What a rail shows of a record: its amount, its facts, its history."""
    parts: list[QWidget] = []
    amount = next((c for c in register.columns if c.kind is Kind.MONEY and c.key in ("amount", "funding")), None)
    if amount is not None and record.values.get(amount.key) is not None:
        fact = _fact(context, amount, record.values[amount.key], record)
        parts.append(label(fact.value, TextStyle.FIGURE, ink="negative" if fact.alarming else ""))
    if register.append_only:
        parts.append(CorrectionPart(context, record.id))
    skip = {register.code} | ({amount.key} if amount else set())
    parts.append(FactGrid(context, facts_of(context, register, record, skip=skip)))
    if history:
        parts += [hairline(), label(context.text(say("History")), TextStyle.STRONG), HistoryList(context, history)]
    return parts


class RecordLoader(QObject):
    """Reads a record and its history for a rail; only the last one asked for arrives."""

    arrived = Signal(object, object)

    def __init__(self, context: Context, register: Register, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._register = register
        self._wanted = 0

    def want(self, record_id: int) -> None:
        """Asks for a record."""
        self._wanted = record_id
        office, register = self._context.office, self._register

        def work() -> tuple[RecordView, list[HistoryLine]]:
            record = records.load(office, register.key, record_id)
            return record, history.record_history(office, record=register.record, record_id=record_id)

        self._context.read(self, work, self._arrive)

    def _arrive(self, found: tuple[RecordView, list[HistoryLine]]) -> None:
        if found[0].id == self._wanted:
            self.arrived.emit(*found)
