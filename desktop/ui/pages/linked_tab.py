"""A tab with the records of another list that belong to one record, and the button that makes another of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.language import Message
from desktop.registers import find_register
from desktop.registers.query import Query, parse_filters
from desktop.registers.register import Link, Register
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import button, label, margins
from desktop.ui.widgets.register_table import RegisterTable


def owner_column(owner: Register, link: Link) -> str:
    """The column of the linked list that names its owner in a form; empty where the link goes another way."""
    columns = find_register(link.register).editable_columns
    return next((one.key for one in columns if one.target == owner.key and one.writes == link.path), "")


def linked_query(context: Context, owner: Register, link: Link, record_id: int) -> Query:
    """What belongs to a record; columns that would say the same in each row are left out."""
    register = context.office.register(link.register)
    filters = parse_filters(register, link.only)
    told = {one.column for one in filters if len(one.values) == 1}
    told |= {one.key for one in register.columns if (one.target, one.writes) == (owner.key, link.path)}
    shown = tuple(one.key for one in register.columns if one.shown and one.key not in told)
    return Query(register, columns=shown, filters=filters, scope=(link.path, record_id))


def linked_table(context: Context, owner: Register, link: Link, record_id: int) -> RegisterTable:
    """The list of what belongs to a record, each of it a way to its own page; not read yet."""
    query = linked_query(context, owner, link, record_id)
    table = RegisterTable(context, query, view_key=f"{owner.key}/{link.register}")
    table.opened.connect(lambda identity: context.go(Route("record", link.register, identity)))
    return table


class LinkedTab(QWidget):
    """The list, above it what can be done. `RecordPage` shows one for each link of a register."""

    def __init__(self, context: Context, owner: Register, record: RecordView, link: Link) -> None:
        super().__init__()
        self.context = context
        self.record = record
        self.register = context.office.register(link.register)
        self.table = linked_table(context, owner, link, record.id)
        self._above = QVBoxLayout()
        self._above.setContentsMargins(margins(20, 10, 16, 8))
        self._above.setSpacing(8)
        self.verbs = QHBoxLayout()
        self.verbs.setContentsMargins(0, 0, 0, 0)
        self.verbs.setSpacing(8)
        self._above.addLayout(self.verbs)
        self._parts = QVBoxLayout(self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(0)
        self._parts.addLayout(self._above)
        self._parts.addWidget(self.table, 1)
        self._add_verbs(owner, link)

    def _add_verbs(self, owner: Register, link: Link) -> None:
        """A sentence for an empty list, and the button for a new record of it, with its owner filled in."""
        self.about = label("", ink="muted")
        self.verbs.addWidget(self.about)
        self.verbs.addStretch(1)
        self.table.counted.connect(self._show_count)
        column = owner_column(owner, link)
        if self.register.new is not None and column:
            route = Route("new", self.register.key, self.record.id, tab=column)
            self.verbs.addWidget(self.verb(self.register.new, Icon.NEW, lambda: self.context.go(route)))

    def verb(self, name: Message, sign: Icon, on_click: Callable[[], object]) -> QPushButton:
        """A small button above the list."""
        text = self.context.text(name)
        return button(text, palette=self.context.palette, name=sign, small=True, on_click=on_click)

    def _show_count(self, count: int) -> None:
        self.about.setText("" if count else self.context.text(self.register.empty))

    def add_above(self, part: QWidget) -> None:
        """Puts something between the verbs and the list."""
        self._above.addWidget(part)

    def add_below(self, part: QWidget) -> None:
        """Puts something below the list, or in its place while it is hidden."""
        self._parts.addWidget(part, 1)

    def load(self) -> None:
        """Reads the list."""
        self.table.load()
