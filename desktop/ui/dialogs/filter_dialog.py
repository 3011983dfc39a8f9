"""Chooses a filter: first the column, then what it must hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.domain.money import MINOR_UNITS, WITHDRAWN
from desktop.language import say
from desktop.registers.query import Cell, Filter, Operator
from desktop.registers.register import NUMERIC_KINDS, SEVERAL_KINDS, Column, Kind, Register
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.widgets.basics import button, row
from desktop.ui.widgets.choice_fields import ChoiceField
from desktop.ui.widgets.fields import DateField, Field, FieldError, NumberField, TextField

_FILTERABLE = frozenset(
    {Kind.TEXT, Kind.CODE, Kind.CHOICE, Kind.CHOICES, Kind.COUNTRY, Kind.COUNTRIES, Kind.CURRENCY, Kind.DATE}
    | NUMERIC_KINDS
)


def filterable(register: Register) -> list[Column]:
    """The columns that can be filtered."""
    return [column for column in register.columns if column.kind in _FILTERABLE and column.key != "outline"]


class FilterDialog(Dialog):
    """Asks what a column must hold. `chosen` carries its key and the filters (none to take them away)."""

    chosen = Signal(str, list)

    def __init__(
        self, context: Context, window: QWidget, register: Register, *, key: str = "", known: list[Filter] | None = None
    ) -> None:
        super().__init__(context, window, context.text(say("Filter")), width=420)
        self._register = register
        self.fields: list[Field] = []
        self._columns = QListWidget()
        self._columns.setAccessibleName(context.text(say("Column")))
        self._columns.setUniformItemSizes(True)
        self._columns.setFixedHeight(8 * 28)
        for column in filterable(register):
            item = QListWidgetItem(context.text(column.label))
            item.setData(Qt.ItemDataRole.UserRole, column.key)
            item.setSizeHint(QSize(0, 28))
            self._columns.addItem(item)
        self._columns.itemActivated.connect(lambda item: self._ask(item.data(Qt.ItemDataRole.UserRole), []))
        self._columns.itemClicked.connect(lambda item: self._ask(item.data(Qt.ItemDataRole.UserRole), []))
        self.body.addWidget(self._columns)
        self._apply = button(
            context.text(say("Apply the filter")), kind="primary", palette=context.palette, on_click=self.apply
        )
        self._apply.setEnabled(False)
        cancel = button(context.text(say("Cancel")), kind="ghost", palette=context.palette, on_click=self.cancel)
        self.add_foot([cancel, self._apply])
        self._key = ""
        if key:
            self._ask(key, known or [])
        else:
            self._columns.setCurrentRow(0)

    def _ask(self, key: str, known: list[Filter]) -> None:
        """Shows the fields of a column."""
        self._key = key
        column = self._register.column(key)
        self._columns.hide()
        self.fields = self._fields_for(column)
        self._show_known(known)
        if len(self.fields) == 2:
            self.body.addLayout(row(*self.fields, spacing=12))
        else:
            self.body.addWidget(self.fields[0])
        for line in (line for field in self.fields for line in field.findChildren(QLineEdit)):
            line.returnPressed.connect(self.apply)
        self._apply.setEnabled(True)
        if self.isVisible():
            self._place()
        self.fields[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _fields_for(self, column: Column) -> list[Field]:
        context = self.context
        if column.kind is Kind.DATE:
            return [DateField(context, name, required=True) for name in (say("First day"), say("Last day"))]
        if column.kind in NUMERIC_KINDS:
            return [NumberField(context, name, required=True) for name in (say("At least"), say("At most"))]
        choices = choices_of(context, column)
        if choices:
            return [ChoiceField(context, column.label, choices=choices, required=True)]
        return [TextField(context, column.label, required=True)]

    def _show_known(self, known: list[Filter]) -> None:
        places = {Operator.AT_LEAST: 0, Operator.AT_MOST: 1}
        for entry in known:
            place = places.get(entry.operator, 0)
            if place < len(self.fields) and entry.values:
                self.fields[place].set_value(entry.values[0])

    def apply(self) -> None:
        """Uses what was entered; nothing entered takes the filter away."""
        column = self._register.column(self._key)
        filters: list[Filter] = []
        for place, field in enumerate(self.fields):
            try:
                value = field.value()
            except FieldError as error:
                field.set_trouble(error.message)
                return
            if value is not None:
                filters.append(Filter(column.key, self._operator(column, place, value), (value,)))
        self.close_overlay()
        self.chosen.emit(self._key, filters)

    def _operator(self, column: Column, place: int, value: Cell) -> Operator:
        if isinstance(value, (date, Decimal)):
            return Operator.AT_LEAST if place == 0 else Operator.AT_MOST
        return Operator.CONTAINS if column.kind in (Kind.TEXT, Kind.CODE) else Operator.IS


def choices_of(context: Context, column: Column) -> list[tuple[str, str]]:
    """The codes of a column and their names, sorted by name; none where any text may stand.

    Currencies begin with those most used here and end with those that were withdrawn.
    """
    language = context.language
    if column.choices:
        return [(code, context.text(name)) for code, name in column.choices.items()]
    if column.kind in (Kind.COUNTRY, *SEVERAL_KINDS):
        return language.countries()
    if column.kind is Kind.CURRENCY:
        first = ["USD", "EUR", "XOF", "XAF"]
        codes = first + [code for code in sorted(MINOR_UNITS) if code not in (*first, *WITHDRAWN)]
        named = [(code, language.beside(code, language.currency_name(code))) for code in codes]
        gone = context.text(say("withdrawn"))
        return named + [(code, language.beside(code, language.currency_name(code), gone)) for code in WITHDRAWN]
    return []
