"""Where the fields of a form stand: in two columns, and only those that what was chosen uses."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from desktop.registers.register import Column, Register
from desktop.ui.context import Context
from desktop.ui.widgets.choice_fields import ChoiceField
from desktop.ui.widgets.fields import Field, FieldError

LONG_TEXTS = frozenset({"summary", "note"})
_WIDE = frozenset({"title", "name", "description", "reason", *LONG_TEXTS})


class FormGrid(QGridLayout):
    """The fields of a register's form in the order of its columns."""

    def __init__(self, context: Context, register: Register, fields: Mapping[str, Field]) -> None:
        super().__init__()
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(14)
        self.setColumnStretch(0, 1)
        self.setColumnStretch(1, 1)
        self._context = context
        self._fields = fields
        self._columns = register.editable_columns
        self._used = list(self._columns)
        self._deciding = {column.depends.on for column in self._columns if column.depends is not None}
        self._place()

    def decides(self, key: str) -> bool:
        """Whether other fields follow what is chosen in this one."""
        return key in self._deciding

    def uses(self, key: str) -> bool:
        """Whether a field is asked for."""
        return any(column.key == key for column in self._used)

    def follow(self) -> None:
        """Shows the fields that what is chosen uses, under the names they have with it, and hides the others."""
        if not self._deciding:
            return
        self._used = [column for column in self._columns if self._follow_one(column)]
        self._place()
        for column in self._columns:
            self._fields[column.key].setVisible(column in self._used)

    def _follow_one(self, column: Column) -> bool:
        depends = column.depends
        if depends is None:
            return True
        chosen = self._chosen(depends.on)
        name = depends.names.get(chosen)
        if name is None:
            return False
        field = self._fields[column.key]
        field.rename(name, required=column.required or chosen in depends.required)
        if chosen in depends.choices and isinstance(field, ChoiceField):
            texts = ((code, self._context.text(text)) for code, text in depends.choices[chosen].items())
            field.offer_choices(list(texts))
        return True

    def _chosen(self, key: str) -> str:
        try:
            return str(self._fields[key].value() or "")
        except FieldError:
            return ""

    def _place(self) -> None:
        for field in self._fields.values():
            self.removeWidget(field)
        place = 0
        for column, following in zip(self._used, [*self._used[1:], None], strict=True):
            wide = column.key in _WIDE
            belongs = following is not None and following.currency == column.key  # a currency, then its amount
            if (wide or belongs) and place % 2:
                place += 1
            across = 2 if wide else 1
            self.addWidget(self._fields[column.key], place // 2, place % 2, 1, across, Qt.AlignmentFlag.AlignTop)
            place += across
