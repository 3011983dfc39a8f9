"""The page of any register: its list, filters, and the detail of what is selected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.language import Message, say
from desktop.registers import find_register
from desktop.registers.query import Filter, Query, parse_filters
from desktop.registers.register import Register
from desktop.registers.sight import has_names
from desktop.services import browse
from desktop.services.history import HistoryLine
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.filter_dialog import FilterDialog
from desktop.ui.dialogs.names_dialog import NamesDialog
from desktop.ui.pages.page import Crumb, Page, page_head
from desktop.ui.pages.register_imports import IMPORTS, OF_BATCH, BatchActions, import_button, ways_in
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import button
from desktop.ui.widgets.empty_state import EmptyState, Way
from desktop.ui.widgets.facts import ACTION_ICONS, REGISTER_ICONS, Rail, RecordLoader, record_parts
from desktop.ui.widgets.filters import FilterBar
from desktop.ui.widgets.names_chip import NamesChip
from desktop.ui.widgets.register_table import RegisterTable

GROUPS: dict[str, Message] = {
    "grants": say("Money"),
    "budgets": say("Money"),
    "budget_lines": say("Money"),
    "ledger": say("Money"),
    "rates": say("Money"),
    "instalments": say("Money"),
    "rules": say("Money"),
    "amendments": say("Money"),
    "shares": say("Money"),
    "allocations": say("Money"),
    "allocation_shares": say("Money"),
    "crosswalks": say("Money"),
    "donor_reports": say("Money"),
    "months": say("Money"),
    "projects": say("Programme"),
    "results": say("Programme"),
    "volunteers": say("Programme"),
    "clearances": say("Programme"),
    "duty_stations": say("Programme"),
    "assignments": say("Programme"),
    "deployments": say("Programme"),
    "contract_periods": say("Programme"),
    "deployment_shares": say("Programme"),
    "deployment_costs": say("Programme"),
    "entitlement_rates": say("Programme"),
    "category_limits": say("Programme"),
    "leave": say("Programme"),
    "checklist": say("Programme"),
    "work_measures": say("Programme"),
    "work_counts": say("Programme"),
    "organisations": say("Partners"),
    "agreements": say("Partners"),
    "parties": say("Partners"),
    "obligations": say("Partners"),
    "contacts": say("Partners"),
    "documents": say("Partners"),
    "waivers": say("Data"),
    "imports": say("Data"),
    "history": say("Data"),
}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a list stood: its filters, what was searched, and the row that was current (-1 for none)."""

    filters: tuple[Filter, ...]
    search: str
    row: int


class RegisterPage(Page):
    """One register, whole."""

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.register: Register = context.office.register(route.key)
        self.depends_on = browse.tables_read(self.register)
        of_batch = ("batch_id", route.record_id) if route.tab == OF_BATCH else None
        query = Query(self.register, filters=parse_filters(self.register, route.filters), scope=of_batch)
        self.table = RegisterTable(context, query, view_key=self.register.key)
        self.bar = FilterBar(context, self.register, query.filters)
        self.rail = Rail(context)
        self._loader = RecordLoader(context, self.register, self)
        self._empty: QWidget | None = None
        self._row = -1
        self._lay_out()
        self._connect()
        self.rail.hide()

    def _lay_out(self) -> None:
        title = self.register.title
        if self.route.tab == OF_BATCH:
            title = say("{register}: added by one import", register=title)
        chips = [NamesChip(self.context)] if self._tells_names else []
        head, _title = page_head(self.text(title), self._actions(), chips=chips)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(head)
        left.addWidget(self.bar)
        left.addWidget(self.table, 1)
        self._left = left
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        layout.addWidget(self.rail)

    @property
    def _tells_names(self) -> bool:
        """Whether the list could say who volunteers are."""
        return has_names(find_register(self.register.key))

    def _actions(self) -> list[QPushButton]:
        palette = self.context.palette
        self.columns_button = button(
            self.text(say("Columns")), kind="ghost", palette=palette, name=Icon.COLUMNS, small=True
        )
        self.columns_button.clicked.connect(self._show_columns)
        self.export_button = button(
            self.text(say("To Excel")),
            palette=palette,
            name=Icon.EXCEL,
            small=True,
            shortcut="Ctrl+Shift+E",
            on_click=self.export,
        )
        actions = [self.columns_button, self.export_button]
        if self.register.key == IMPORTS:
            actions += BatchActions(self.context, self.table, self.register).buttons()
        brings_in = import_button(self.context, self.register)
        actions += [brings_in] if brings_in is not None else []
        actions += self._shown_actions()
        if self.register.new is not None:
            self.new_button = button(
                self.text(self.register.new),
                kind="primary",
                palette=palette,
                name=Icon.NEW,
                small=True,
                shortcut="Ctrl+N",
                on_click=self.new_record,
            )
            actions.append(self.new_button)
        return actions

    def _shown_actions(self) -> list[QPushButton]:
        """What is often done with a record of this list."""
        return [
            button(
                self.text(action.label),
                palette=self.context.palette,
                name=ACTION_ICONS.get(action.route),
                small=True,
                on_click=self._doing(action.route),
            )
            for action in self.register.actions
            if action.shown
        ]

    def _connect(self) -> None:
        self.bar.changed.connect(self._apply_filters)
        self.bar.wanted.connect(self.ask_filter)
        self.table.opened.connect(self._open)
        self.table.selected.connect(self._show_detail)
        self.table.counted.connect(self._show_or_hide_empty)
        self.table.model.first_rows.connect(self._select_row)
        self.table.filter_wanted.connect(self.ask_filter)
        self.table.escaped.connect(lambda: self._show_rail(on=False))
        self.rail.closed.connect(lambda: self._show_rail(on=False))
        self._loader.arrived.connect(self._fill_rail)
        self._add_record_actions()
        for keys, does in (
            ("Space", self._toggle_rail),
            ("F2", self.edit_record),
            ("Alt+Down", lambda: self.ask_filter("")),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    def _add_record_actions(self) -> None:
        """What else can be done with the selected record, in its menu and by key."""
        for action in self.register.actions:
            made = QAction(self.text(action.label), self.table.table)
            made.setShortcut(QKeySequence(action.shortcut))
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.triggered.connect(self._doing(action.route))
            self.table.table.addAction(made)

    def _doing(self, route: str) -> Callable[[], None]:
        """Asks to do something with the selected record."""

        def do() -> None:
            record_id = self.table.table.current_id()
            if record_id:
                self.context.go(Route(route, self.register.key, record_id))

        return do

    # --- where one is ------------------------------------------------------------------------------------------------

    def crumbs(self) -> list[Crumb]:
        """The area's group, then the register."""
        return [(self.text(GROUPS[self.register.key]), None), (self.text(self.register.title), None)]

    def refresh(self) -> None:
        """Reads the list anew."""
        if self.table.model.is_loaded:
            self.table.reload()
        else:
            self._apply_filters()

    def focus_search(self) -> None:
        """Find in this list."""
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """The list has the focus, so that the keyboard works at once."""
        super().showEvent(event)
        self.table.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def memory(self) -> Arrangement:
        """Filters, search and row."""
        return Arrangement(tuple(self.bar.filters), self.bar.search.text(), self.table.table.currentIndex().row())

    def recall(self, memory: object) -> None:
        """The same records with the same one selected."""
        if not isinstance(memory, Arrangement):
            return
        self.bar.search.put(memory.search)
        self.bar.blockSignals(True)  # it is read when it is shown
        self.bar.set_filters([one for one in memory.filters if self.register.has(one.column)])
        self.bar.blockSignals(False)
        self._row = memory.row

    def _select_row(self) -> None:
        """Selects the row that was current before the page was made anew."""
        if 0 <= self._row < self.table.model.rowCount():
            self.table.table.selectRow(self._row)
        self._row = -1

    # --- filters -----------------------------------------------------------------------------------------------------

    def _apply_filters(self) -> None:
        query = replace(self.table.base, filters=tuple(self.bar.filters), search=self.bar.search.text())
        self.table.show_query(query)

    def ask_filter(self, key: str) -> None:
        """Asks for a filter, of a column or of any."""
        known = [entry for entry in self.bar.filters if entry.column == key]
        dialog = FilterDialog(self.context, self.window(), self.register, key=key, known=known)
        dialog.chosen.connect(self.bar.put)
        dialog.open()

    def clear_filters(self) -> None:
        """Shows everything."""
        self.bar.search.put("")
        self.bar.set_filters([])

    # --- nothing to show ---------------------------------------------------------------------------------------------

    def _show_or_hide_empty(self, count: int) -> None:
        if self._empty is not None:
            self._left.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        self.table.setVisible(bool(count))
        if not count:
            self._empty = self._empty_state()
            self._left.addWidget(self._empty, 1)

    def _empty_state(self) -> QWidget:
        palette = self.context.palette
        if self.bar.filters or self.bar.search.text():
            clear = button(
                self.text(say("Clear the filter")), kind="link", palette=palette, on_click=self.clear_filters
            )
            title, other = say("Nothing fits the filter"), say("Other records may be there.")
            return EmptyState(self.text(title), self.text(other), [], palette=palette, link=clear)
        ways = ways_in(self.context, self.register)
        if self.register.new is not None:
            about = self.text(say("Type it in"))
            ways.append(Way(self.text(self.register.new), about, Icon.NEW, self.new_record, "Ctrl+N"))
        about = self.text(say("Bring in what the office already has; every import is shown first and can be undone."))
        return EmptyState(self.text(self.register.empty), about, ways, palette=palette)

    # --- detail ------------------------------------------------------------------------------------------------------

    @property
    def _rail_wanted(self) -> bool:
        return self.context.settings.view(self.register.key).rail_open

    def _show_detail(self, record_id: int) -> None:
        if record_id and self._rail_wanted:
            self._loader.want(record_id)
        elif not record_id:
            self.rail.hide()

    def _fill_rail(self, record: RecordView, history: list[HistoryLine]) -> None:
        parts = record_parts(self.context, self.register, record, history)
        self.rail.show_parts(record.label(self.register), parts, name=REGISTER_ICONS[self.register.key])
        self.rail.setVisible(self._rail_wanted)

    def show_rail(self) -> None:
        """Shows the detail of the selected record."""
        self._show_rail(on=True)

    def _toggle_rail(self) -> None:
        self._show_rail(on=not self.rail.isVisible())

    def _show_rail(self, *, on: bool) -> None:
        kept = self.context.settings.view(self.register.key)
        self.context.keep_view(self.register.key, replace(kept, rail_open=on))
        if on:
            self._show_detail(self.table.table.current_id())
        else:
            self.rail.hide()
            self.table.table.setFocus()

    # --- what one can do ---------------------------------------------------------------------------------------------

    def _open(self, record_id: int) -> None:
        if self.register.key in ("history", "rates"):
            self._show_rail(on=True)
        else:
            self.context.go(Route("record", self.register.key, record_id))

    def _show_columns(self) -> None:
        below = self.columns_button.mapToGlobal(self.columns_button.rect().bottomLeft())
        self.table.column_menu().popup(below)

    def new_record(self) -> None:
        """Asks for a new record."""
        self.context.go(Route("new", self.register.key))

    def edit_record(self) -> None:
        """Asks to change the selected record."""
        record_id = self.table.table.current_id()
        if record_id and self.register.changeable:
            self.context.go(Route("edit", self.register.key, record_id))

    def export(self, path: str = "") -> None:
        """Writes what is shown to a file the user chooses; where it could tell who volunteers are, that is asked."""
        if self._tells_names and not path:
            title = say("Write {list}", list=self.register.title)
            NamesDialog(self.context, self.window(), title, partial(self.write, "")).open()
        else:
            self.write(path, names=False)

    def write(self, path: str, *, names: bool) -> None:
        """Writes what is shown to `path`, or where it is empty to a file the user chooses, with `names` or without."""
        if not path:
            name = f"{self.text(self.register.title)}.xlsx"
            kinds = "Excel (*.xlsx);;CSV (*.csv)"
            path, _kind = QFileDialog.getSaveFileName(self, self.text(say("To Excel")), name, kinds)
        if not path:
            return
        office, query, language = self.context.office, self.table.model.query, self.context.language
        target = Path(path)
        self.context.run(
            self,
            lambda progress: browse.export_register(
                office, query, target, language=language, progress=progress, names=names
            ),
            say("Writing {file}", file=target.name),
        )
