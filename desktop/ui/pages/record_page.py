"""The page of any record: what is known of it, and the records that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QScrollArea, QTabBar, QVBoxLayout, QWidget

from desktop.language import say
from desktop.registers import find_register
from desktop.registers.register import Action, Link, Register
from desktop.registers.show import cell_text
from desktop.registers.sight import has_names
from desktop.services import records
from desktop.services.browse import tables_read
from desktop.services.history import HistoryLine, record_history
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.models.report_question import READ_OF_PEOPLE, report_route
from desktop.ui.pages.checklist_tab import ChecklistTab
from desktop.ui.pages.linked_tab import linked_table
from desktop.ui.pages.page import Crumb, Page, page_title
from desktop.ui.pages.record_tabs import EXTRA_TABS, above_facts, made_tab, overview
from desktop.ui.pages.register_page import GROUPS
from desktop.ui.theme import Icon, TextStyle, font
from desktop.ui.widgets.basics import ElidedLabel, button, column, hairline, label, margins, row
from desktop.ui.widgets.chips import Chip, Tone
from desktop.ui.widgets.facts import ACTION_ICONS, FactGrid, HistoryList, facts_of
from desktop.ui.widgets.names_chip import NamesChip
from desktop.ui.widgets.posting_card import CorrectionPart

_STATUS_TONES: dict[str, tuple[Tone, Icon]] = {
    "2": ("positive", Icon.DONE),
    "approved": ("positive", Icon.DONE),
    "draft": ("accent", Icon.EDIT),
    "3": ("warning", Icon.WARNING),
}
OVERVIEW, HISTORY = "overview", "history"
_ABOUT = ("funder", "organisation", "grant", "parties", "country", "currency")
_ROWS_IN_SIGHT = 12
_BESIDE = 4  # actions that stand beside each other


class RecordPage(Page):
    """One record with everything that belongs to it."""

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.register: Register = context.office.register(route.key)
        shown = (self.register, *(find_register(link.register) for link in self.register.links))
        self.depends_on = frozenset[str]().union(*map(tables_read, shown))
        if route.key == "grants":  # its overview tells of its volunteers
            self.depends_on |= READ_OF_PEOPLE
        self.record: RecordView | None = None
        self._history: list[HistoryLine] = []
        self._views: dict[str, QWidget] = {}
        self._head = QVBoxLayout()
        self._head.setContentsMargins(margins(20, 10, 16, 0))
        self._head.setSpacing(2)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setFont(font(TextStyle.BODY))
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(self.text(say("Parts of this record")))
        self._body = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addSpacing(6)
        tab_row = row(self.tabs, None)
        tab_row.setContentsMargins(10, 0, 10, 0)
        layout.addLayout(tab_row)
        layout.addWidget(hairline())
        layout.addLayout(self._body, 1)
        self._add_tabs()
        QShortcut(QKeySequence("F2"), self, self.edit)
        for action in self.register.actions:
            if action.shortcut:
                shortcut = QShortcut(QKeySequence(action.shortcut), self)
                shortcut.activated.connect(lambda route=action.route: self._do_by_key(route))

    def _add_tabs(self) -> None:
        names = [
            (OVERVIEW, say("Overview")),
            *((link.register, link.label) for link in self.register.links),
            *((extra.key, extra.name) for extra in EXTRA_TABS.get(self.register.key, ())),
            (HISTORY, say("History")),
        ]
        for place, (key, name) in enumerate(names):
            self.tabs.addTab(self.text(name))
            self.tabs.setTabData(place, key)
        wanted = next((place for place, (key, _name) in enumerate(names) if key == self.route.tab), 0)
        self.tabs.setCurrentIndex(wanted)
        self.tabs.currentChanged.connect(lambda _place: self._show_tab())

    def memory(self) -> str:
        """The part that is shown."""
        return str(self.tabs.tabData(self.tabs.currentIndex()))

    def recall(self, memory: object) -> None:
        """The same part."""
        for place in range(self.tabs.count()):
            if self.tabs.tabData(place) == memory:
                self.tabs.setCurrentIndex(place)

    def crumbs(self) -> list[Crumb]:
        """The group, the register, then the record."""
        group = self.text(GROUPS[self.register.key])
        listed = (self.text(self.register.title), Route("register", self.register.key))
        name = self.record.label(self.register) if self.record else "…"
        return [(group, None), listed, (name, None)]

    def refresh(self) -> None:
        """Reads the record and its history anew."""
        office, register, record_id = self.context.office, self.register, self.route.record_id

        def work() -> tuple[RecordView, list[HistoryLine]]:
            record = records.load(office, register.key, record_id)
            return record, record_history(office, record=register.record, record_id=record_id)

        self.context.read(self, work, self._show)

    def _show(self, found: tuple[RecordView, list[HistoryLine]]) -> None:
        self.record, self._history = found
        self._fill_head(self.record)
        self._let_go_of_tabs()
        self._show_tab()
        self.crumbs_changed.emit()

    def _let_go_of_tabs(self) -> None:
        """All parts are made anew, but for those that read anew by themselves."""
        for key, view in list(self._views.items()):
            if isinstance(view, ChecklistTab):
                view.load()
                continue
            view.setParent(None)
            view.deleteLater()
            del self._views[key]

    # --- head --------------------------------------------------------------------------------------------------------

    def _fill_head(self, record: RecordView) -> None:
        while (item := self._head.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        named = self.register.column(self.register.name)
        called = cell_text(named, record.values.get(named.key), None, self.context.language)
        title = page_title(called or record.label(self.register), snug=True)
        head = QWidget()
        names = [NamesChip(self.context)] if has_names(find_register(self.register.key)) else []
        head.setLayout(row(title, *self._chips(record), *names, None, *self._actions(), spacing=8))
        self._head.addWidget(head)
        about = ElidedLabel(self._about(record), TextStyle.BODY, ink="muted")
        self._head.addWidget(about)

    def _chips(self, record: RecordView) -> list[QWidget]:
        status = record.values.get("status")
        if not isinstance(status, str) or not self.register.has("status"):
            return []
        name = self.register.column("status").choices.get(status)
        if name is None:
            return []
        tone, sign = _STATUS_TONES.get(status, ("plain", Icon.INFORMATION))
        return [Chip(self.text(name), palette=self.context.palette, tone=tone, name=sign)]

    def _about(self, record: RecordView) -> str:
        """Code, the main partner, dates and currency in one line."""
        language = self.context.language
        parts = []
        for key in (self.register.code, *_ABOUT):
            value = record.values.get(key)
            if value is not None and self.register.has(key) and key != self.register.name:
                parts.append(cell_text(self.register.column(key), value, None, language))
        first, last = record.values.get("starts_on"), record.values.get("ends_on")
        if first and last:
            parts.append(self.text(say("{first} to {last}", first=language.value(first), last=language.value(last))))
        return language.beside(*dict.fromkeys(parts))

    def _actions(self) -> list[QPushButton]:
        context, palette = self.context, self.context.palette
        actions: list[QPushButton] = []
        if self.register.key == "grants":
            report = report_route("statement", grant=self._code())
            actions.append(
                button(
                    self.text(say("New report")),
                    kind="ghost",
                    palette=palette,
                    name=Icon.REPORTS,
                    on_click=lambda: context.go(report),
                )
            )
        actions += self._record_actions()
        if self.register.changeable and not self.register.append_only and not self._in_menu():
            actions.append(
                button(self.text(say("Remove")), kind="ghost", palette=palette, name=Icon.DELETE, on_click=self.remove)
            )
        if self.register.writable:
            edit = button(self.text(say("Edit")), palette=palette, name=Icon.EDIT, shortcut="F2", on_click=self.edit)
            actions.append(edit)
        if self.register.key == "grants":
            new = Route("new", "ledger", self.route.record_id)
            actions.append(
                button(
                    self.text(say("New entry")),
                    kind="primary",
                    palette=palette,
                    name=Icon.NEW,
                    on_click=lambda: context.go(new),
                )
            )
        return actions

    def _record_actions(self) -> list[QPushButton]:
        """What else can be done with this record, by its register; of many the lesser ones are in a menu."""
        record, palette = self.record, self.context.palette
        fitting = [action for action in self.register.actions if record is not None and action.fits(record.values)]
        beside = fitting if len(fitting) <= _BESIDE else [action for action in fitting if action.shown]
        made = [
            button(
                self.text(action.label),
                kind="ghost",
                palette=palette,
                name=ACTION_ICONS.get(action.route),
                shortcut=action.shortcut,
                on_click=self._doing(action.route),
            )
            for action in beside
        ]
        others = [action for action in fitting if action not in beside]
        return [*made, self._more(others)] if others else made

    def _more(self, actions: Sequence[Action]) -> QPushButton:
        """The button of a menu with what can be done besides."""
        more = button(self.text(say("More")), kind="ghost", palette=self.context.palette, name=Icon.CHEVRON_DOWN)
        menu = QMenu(more)
        for action in actions:
            menu.addAction(self.text(action.label)).triggered.connect(self._doing(action.route))
        menu.addAction(self.text(say("Remove"))).triggered.connect(self.remove)
        more.setMenu(menu)
        return more

    def _in_menu(self) -> bool:
        """Whether what removes the record stands in a menu."""
        return len(self.register.actions) > _BESIDE

    def _doing(self, route: str) -> Callable[[], None]:
        return lambda: self.context.go(Route(route, self.register.key, self.route.record_id))

    def _do_by_key(self, route: str) -> None:
        action = next(action for action in self.register.actions if action.route == route)
        if self.record is not None and action.fits(self.record.values):
            self._doing(route)()

    def _code(self) -> str:
        return str(self.record.values.get(self.register.code) or "") if self.record else ""

    # --- tabs --------------------------------------------------------------------------------------------------------

    def _show_tab(self) -> None:
        if self.record is None:
            return
        key = str(self.tabs.tabData(self.tabs.currentIndex()))
        if key not in self._views:
            self._views[key] = self._make_tab(key, self.record)
            self._body.addWidget(self._views[key], 1)
        for known, view in self._views.items():
            view.setVisible(known == key)

    def _make_tab(self, key: str, record: RecordView) -> QWidget:
        if key == OVERVIEW:
            whole = overview(self.context, self.register, record)
            if whole is not None:
                return whole
            return self._scrolled(self._facts(record), below=self._first_linked())
        if key == HISTORY:
            return self._scrolled(HistoryList(self.context, self._history))
        return made_tab(self.context, self.register, record, key=key, route=self.route)

    def _first_linked(self) -> QWidget:
        """The first list of what belongs to the record that has anything in it, as far as it is in sight at once."""
        holder = QWidget()
        layout = column(spacing=6)
        holder.setLayout(layout)
        self._try_links(layout, list(self.register.links))
        return holder

    def _try_links(self, layout: QVBoxLayout, links: list[Link]) -> None:
        if not links:
            return
        link, *others = links
        heading = label(self.text(link.label), TextStyle.STRONG)
        heading.setContentsMargins(20, 0, 20, 0)
        table = linked_table(self.context, self.register, link, self.route.record_id)

        def counted(count: int) -> None:
            if count:
                table.show_rows(min(count, _ROWS_IN_SIGHT))
                return
            for part in (heading, table):
                part.hide()
                part.deleteLater()
            self._try_links(layout, others)

        table.counted.connect(counted)
        layout.addWidget(heading)
        layout.addWidget(table)
        table.load()

    def _said_above(self, record: RecordView) -> set[str]:
        """What the head of the page tells already."""
        said = {self.register.code, self.register.name, *_ABOUT}
        if self._chips(record):
            said.add("status")
        if record.values.get("starts_on") and record.values.get("ends_on"):
            said |= {"starts_on", "ends_on"}
        return said

    def _facts(self, record: RecordView) -> QWidget:
        skip = {*self._said_above(record), "summary", "note"}
        facts = facts_of(self.context, self.register, record, skip=skip)
        holder = QWidget()
        layout = column(*above_facts(self.context, self.register, record), spacing=16)
        for key in ("summary", "note"):
            text = record.values.get(key)
            if isinstance(text, str):
                shown = label(text, TextStyle.LEAD, ink="secondary", wraps=True)
                shown.setMaximumWidth(900)
                line = QHBoxLayout()  # in a line of its own, or its height is reckoned from the width of the page
                line.addWidget(shown, 1)
                line.addStretch(0)
                layout.addLayout(line)
        if self.register.append_only:
            layout.addWidget(CorrectionPart(self.context, record.id, width=420))
        layout.addWidget(FactGrid(self.context, facts, name_width=140, columns=2))
        holder.setLayout(layout)
        return holder

    def _scrolled(self, content: QWidget, *, below: QWidget | None = None) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        holder = QWidget()
        holder.setObjectName("scrolled")
        inside = column(content)
        inside.setContentsMargins(margins(20, 16, 16, 20))
        layout = column()
        layout.addLayout(inside)
        if below is not None:
            layout.addWidget(below)
        layout.addStretch(1)
        holder.setLayout(layout)
        area.setWidget(holder)
        return area

    # --- what one can do ---------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Asks to change the record."""
        if self.register.changeable:
            self.context.go(Route("edit", self.register.key, self.route.record_id))

    def remove(self) -> None:
        """Removes the record and goes to its list; Ctrl+Z brings it back."""
        record = self.record
        if record is None:
            return
        office, key = self.context.office, self.register.key
        self.context.run(
            self,
            lambda _progress: records.remove(office, key, record_id=record.id, version=record.version),
            say("Removing"),
            on_done=lambda _outcome: self.context.go(Route("register", key)),
        )
