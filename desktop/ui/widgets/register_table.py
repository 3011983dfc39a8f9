"""A register in a page: the table, its sums, sorting, arranging columns, copying."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop.config.settings import ViewSettings
from desktop.language import say
from desktop.registers.query import Operator, Query, Row
from desktop.registers.register import NUMERIC_KINDS, SEVERAL_KINDS, Kind
from desktop.registers.sight import see_query
from desktop.ui.context import Context
from desktop.ui.models.clipboard import as_html, as_text
from desktop.ui.models.register_model import RegisterModel
from desktop.ui.theme import TextStyle, font
from desktop.ui.widgets.clipboard import put_table
from desktop.ui.widgets.table_view import EDGE_PADDING, HEAD, PADDING, TableView, TotalsBar

_FLEXIBLE = frozenset({Kind.TEXT, Kind.CHOICES, Kind.COUNTRIES, Kind.SENTENCE})
_NARROWEST, _WIDEST = 72, 360
_HTML_UP_TO = 20_000  # rows; beyond it text alone goes to the clipboard, HTML takes several times the memory
_SAMPLE_ROWS = 30  # about as many as are in sight: their texts are made for painting anyway


class RegisterTable(QWidget):
    """A register with its sums. How the user arranged it is kept under `view_key`.

    `opened` and `selected` carry the id of a record; `counted` tells that the view was read anew.
    """

    opened = Signal(int)
    selected = Signal(int)
    counted = Signal(int)
    sorted_anew = Signal()
    escaped = Signal()
    filter_wanted = Signal(str)

    def __init__(self, context: Context, query: Query, *, view_key: str) -> None:
        super().__init__()
        self._context = context
        self._view_key = view_key
        self._arranging = False
        self._arranged = False
        self._resized: dict[str, int] = {}
        self.base = see_query(query, names=context.office.shows_names)
        self.model = RegisterModel(context, self._with_settings(self.base), parent=self)
        self.table = TableView(palette=context.palette, comfortable=context.settings.comfortable_rows)
        self.table.setModel(self.model)
        self.table.setAccessibleName(context.text(query.register.title))
        self.totals = TotalsBar(self.table, palette=context.palette)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.totals)
        self._save_timer = QTimer(self, singleShot=True, interval=400)
        self._connect()

    def _connect(self) -> None:
        self.model.first_rows.connect(self._arrange)
        self.model.loaded.connect(self._show_count)
        self.model.totals_ready.connect(self._show_totals)
        self.table.opened.connect(self.opened)
        self.table.selected.connect(self.selected)
        self.table.escaped.connect(self.escaped)
        self.table.resized.connect(self._fit)
        head = self.table.horizontalHeader()
        head.sectionClicked.connect(self._sort_by)
        head.sectionResized.connect(self._note_width)
        head.sectionMoved.connect(self._move_column)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._show_column_menu)
        self._save_timer.timeout.connect(self._keep_widths)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copy = QAction(self._context.text(say("Copy as a table")), self.table)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.triggered.connect(self.copy)
        self.table.addAction(copy)

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _settings(self) -> ViewSettings:
        return self._context.settings.view(self._view_key)

    def _with_settings(self, query: Query) -> Query:
        kept = self._settings()
        columns = tuple(key for key in kept.columns if query.register.has(key))
        known_sort = kept.sort if kept.sort and query.register.has(kept.sort) else ""
        return replace(
            query,
            columns=columns or query.columns or _telling(query),
            sort=known_sort or query.sort,
            descending=kept.descending if known_sort else query.descending,
        )

    def load(self) -> None:
        """Reads what is to be shown."""
        self.model.load()

    def show_rows(self, count: int) -> None:
        """Makes it as high as `count` rows with their heading and sums."""
        rows = count * self.table.verticalHeader().defaultSectionSize()
        self.setFixedHeight(HEAD + rows + self.totals.height())

    def show_query(self, query: Query) -> None:
        """Shows other records of the same register, arranged as they were."""
        self.base = query
        self.model.show(self._with_settings(query))

    def reload(self) -> None:
        """Reads again after a change; the place in the list stays."""
        self.model.reload()

    def _show_count(self) -> None:
        self.totals.show_totals(self._count_text(), {})
        self.counted.emit(self.model.rowCount())

    def _count_text(self) -> str:
        """How many records are shown, of how many when a filter leaves some out."""
        register, found, everything = self.model.query.register, self.model.rowCount(), self.model.count_all
        count = register.count(found)
        if everything is not None and everything != found:
            count = say("{found} of {everything}", found=found, everything=register.count(everything))
        return self._context.text(count)

    def _show_totals(self) -> None:
        """Shows the sums of the currency that most records are in; what is in others is said beside, never added."""
        totals = self.model.totals
        main = totals.main_currency if totals else ""
        sums: dict[int, str] = {}
        apart: list[str] = []
        others: dict[str, None] = {}
        for place, column in enumerate(self.model.columns):
            for money in totals.by_column.get(column.key, ()) if totals else ():
                if money.currency == main:
                    sums[place] = self._context.language.number(money.amount)
                else:
                    apart.append(f"{self._context.text(column.label)} {self._context.language.money(money)}")
                    others[money.currency] = None
        self.totals.show_totals(self._count_text(), sums, notes=self._notes(main, apart, list(others)))
        self._arrange()
        self.table.viewport().update()

    def _notes(self, main: str, apart: list[str], others: list[str]) -> list[str]:
        """Which sums are kept apart, in full and without the amounts; nothing when all are in one currency."""
        if not apart:
            return []
        parts = self._context.language.beside(*apart)
        full = say("Sums in {currency}. Kept apart: {parts}", currency=main, parts=parts)
        short = say("Sums in {currency}; {others} kept apart", currency=main, others=others)
        return [self._context.text(full), self._context.text(short)]

    # --- order -----------------------------------------------------------------------------------------------------

    def _sort_by(self, place: int) -> None:
        column = self.model.columns[place]
        key, descending = self._with_settings(self.base).order
        down = not descending if key == column.key else column.kind in NUMERIC_KINDS
        self._context.keep_view(self._view_key, replace(self._settings(), sort=column.key, descending=down))
        self.model.show(self._with_settings(self.base))
        self.sorted_anew.emit()

    # --- columns ---------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        """Gives each column its width: amounts and codes are never cut, texts share what is left."""
        self._arranging = True
        kept = {**self._settings().widths, **self._resized}
        columns = self.model.columns
        natural = [kept.get(column.key) or self._natural_width(place) for place, column in enumerate(columns)]
        flexible = [
            place for place, column in enumerate(columns) if column.kind in _FLEXIBLE and column.key not in kept
        ]
        room = self.table.viewport().width() - sum(w for place, w in enumerate(natural) if place not in flexible)
        shares = self._shares(flexible, natural, max(room, 0))
        widths = [shares.get(place, width) for place, width in enumerate(natural)]
        for place, width in enumerate(widths):
            self.table.setColumnWidth(place, width)
        # Left to itself Qt keeps a scroll bar that it needed for a moment only, while widths were being set.
        fits = sum(widths) <= self.table.viewport().width()
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.table.setHorizontalScrollBarPolicy(policy)
        self.totals.update()
        self._arranging = False
        self._arranged = True

    def _shares(self, flexible: list[int], natural: list[int], room: int) -> dict[int, int]:
        """How the text columns share `room`: the name of a record first, the others by their length."""
        if not flexible:
            return {}
        name = next((p for p in flexible if self.model.columns[p].key == self.model.query.register.name), flexible[0])
        rest = [place for place in flexible if place != name]
        wanted = sum(natural[place] for place in rest)
        first = min(natural[name], max(room - wanted, room * 3 // 5, _NARROWEST))
        left = max(room - first, 0)
        shares = {p: min(natural[p], max(_NARROWEST, left * natural[p] // max(wanted, 1))) for p in rest}
        spare = max(room - sum(shares.values()) - self._natural_width(name, limit=room), 0)
        for place in rest if spare else ():  # what the name does not need goes to longer texts, so that none is cut
            more = min(spare, max(self._natural_width(place, limit=room) - shares[place], 0))
            shares[place] += more
            spare -= more
        shares[name] = max(room - sum(shares.values()), _NARROWEST)
        return shares

    def _fit(self) -> None:
        """Fits the columns to the table when it becomes wider or narrower."""
        if self._arranged and not self._arranging:
            self._arrange()

    def _natural_width(self, place: int, *, limit: int = _WIDEST) -> int:
        column = self.model.columns[place]
        metrics = QFontMetrics(font(TextStyle.BODY))
        heading = QFontMetrics(font(TextStyle.SMALL)).horizontalAdvance(self._context.text(column.label)) + 16
        widest = heading
        for row in range(min(self.model.rowCount(), _SAMPLE_ROWS)):
            cell = self.model.cell(row, place)
            text = f"{cell.prefix} {cell.text}" if cell.prefix else cell.text
            widest = max(widest, metrics.horizontalAdvance(text))
        if self.model.totals and column.key in self.model.totals.by_column:
            amounts = self.model.totals.by_column[column.key]
            strong = QFontMetrics(font(TextStyle.STRONG))
            widest = max(
                [widest, *(strong.horizontalAdvance(self._context.language.number(m.amount)) for m in amounts)]
            )
        edge = EDGE_PADDING - PADDING if place in (0, len(self.model.columns) - 1) else 0
        most = limit if column.kind in _FLEXIBLE else 10_000
        return min(widest, most) + 2 * PADDING + edge + 2  # glyphs may be a fraction wider than told

    def _note_width(self, place: int, _old: int, new: int) -> None:
        if not self._arranging:
            self._resized[self.model.columns[place].key] = new
            self._save_timer.start()

    def _keep_widths(self) -> None:
        widths = {**self._settings().widths, **self._resized}
        self._resized = {}
        self._context.keep_view(self._view_key, replace(self._settings(), widths=widths))

    def _move_column(self, place: int, old: int, new: int) -> None:
        """Keeps the order the user drags the columns into; the header itself goes back, the view is read anew."""
        if self._arranging:
            return
        self._arranging = True
        self.table.horizontalHeader().moveSection(new, old)
        self._arranging = False
        keys = [column.key for column in self.model.columns]
        keys.insert(new, keys.pop(place))
        self._use_columns(tuple(keys))

    def column_menu(self, key: str = "") -> QMenu:
        """A menu of all columns, those shown ticked; with a `key`, the way to filter by it comes first."""
        menu = QMenu(self)
        if key:
            asked = menu.addAction(self._context.text(say("Filter by this column")))
            asked.triggered.connect(lambda: self.filter_wanted.emit(key))
            menu.addSeparator()
        shown = {column.key for column in self.model.columns}
        for column in self.model.query.register.columns:
            action = menu.addAction(self._context.text(column.label))
            action.setCheckable(True)
            action.setChecked(column.key in shown)
            action.toggled.connect(lambda on, key=column.key: self._show_column(key, on=on))
        menu.addSeparator()
        menu.addAction(self._context.text(say("Columns as at first"))).triggered.connect(self._reset_columns)
        return menu

    def _show_column_menu(self, place: QPoint) -> None:
        at = self.table.horizontalHeader().logicalIndexAt(place)
        key = self.model.columns[at].key if at >= 0 else ""
        self.column_menu(key).popup(self.table.horizontalHeader().mapToGlobal(place))

    def _show_column(self, key: str, *, on: bool) -> None:
        shown = [column.key for column in self.model.columns if column.key != key or on]
        if on and key not in shown:
            shown.append(key)
        if shown:
            self._use_columns(tuple(shown))

    def _reset_columns(self) -> None:
        self._resized.clear()
        self._context.keep_view(self._view_key, replace(self._settings(), widths={}))
        self._use_columns(())

    def _use_columns(self, keys: tuple[str, ...]) -> None:
        self._context.keep_view(self._view_key, replace(self._settings(), columns=keys))
        self.model.show(self._with_settings(replace(self.base, columns=())))

    # --- the clipboard, and fitting --------------------------------------------------------------------------------

    def copy(self) -> None:
        """Puts the selected rows on the clipboard, as a table that pastes into Excel."""
        chosen = self.table.chosen_rows()
        language = self._context.language

        def made(query: Query, rows: list[Row]) -> tuple[int, str, str]:
            pasted = as_html(query, rows, language) if len(rows) <= _HTML_UP_TO else ""
            return len(rows), as_text(query, rows, language), pasted

        if chosen:
            self.model.fetch(chosen, made, self._put_on_clipboard, say("Copy as a table"))

    def _put_on_clipboard(self, made: tuple[int, str, str]) -> None:
        count, plain, pasted = made
        put_table(plain, pasted)
        self._context.said.emit(say("Copied {rows}.", rows=self.base.register.count(count)))


def _telling(query: Query) -> tuple[str, ...]:
    """The columns shown at first without those that a filter holds to one value, which would only repeat it."""
    fixed = {entry.column for entry in query.filters if entry.operator is Operator.IS and len(entry.values) == 1}
    return tuple(column.key for column in query.shown if column.key not in fixed or column.kind in SEVERAL_KINDS)
