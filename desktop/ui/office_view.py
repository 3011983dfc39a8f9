"""An open office: sidebar, bars and the page one is on, what opens over it, and the keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.language import Message, UserError, say
from desktop.registers import REGISTERS, find_register
from desktop.services import records
from desktop.services.offices import Outcome
from desktop.services.portfolio import office_findings
from desktop.ui.areas import LAST_AREA, area_groups, area_of, page_of, places
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.command_palette import Command, CommandPalette
from desktop.ui.dialogs.deployment_dialogs import DEPLOYMENT_OPENERS
from desktop.ui.dialogs.help_dialog import HelpDialog
from desktop.ui.dialogs.ledger_dialogs import OPENERS
from desktop.ui.dialogs.message_dialog import show_trouble
from desktop.ui.dialogs.people_files import people_commands
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.dialogs.split_dialog import new_record_dialog
from desktop.ui.importing import IN_A_DIALOG, ask_in_dialog, bring_in, commands, kind_here
from desktop.ui.journey import Journey
from desktop.ui.office_pages import PAGES
from desktop.ui.pages.page import Page
from desktop.ui.theme import Icon
from desktop.ui.widgets.bars import StatusBar, TopBar
from desktop.ui.widgets.basics import column
from desktop.ui.widgets.facts import REGISTER_ICONS
from desktop.ui.widgets.focus import focus_next_part, focused_in, move_focus
from desktop.ui.widgets.overlay import Overlay
from desktop.ui.widgets.sidebar import Area, Sidebar
from desktop.ui.widgets.toast import Toast

HOME = Route("home")
KEPT_PAGES = 12
_OPENERS = {**OPENERS, **DEPLOYMENT_OPENERS}


class OfficeView(QWidget):
    """Everything of the window while an office is open.

    Made anew when language or theme change; the office stays, and `before` is the view whose place it takes: one is
    where one was, with the same way back and the same filters. `welcome_wanted` asks for the list of offices.
    """

    welcome_wanted = Signal()

    def __init__(self, context: Context, *, start: Route = HOME, before: OfficeView | None = None) -> None:
        super().__init__()
        self.context = context
        self._pages: dict[Route, Page] = {}
        self._journey: Journey = Journey(start) if before is None else before._journey  # noqa: SLF001 - its own kind
        self._memories: dict[Route, object] = {} if before is None else before.memories()
        self.top = TopBar(
            language=context.language,
            palette=context.palette,
            is_sample=context.office.facts.is_sample,
            read_only=context.office.read_only,
        )
        self.status = StatusBar(language=context.language, palette=context.palette)
        self.status.show_office(context.office.location.name)
        self.stack = QStackedWidget()
        self.sidebar = self._make_sidebar()
        self._lay_out()
        self._connect()
        self._add_keys()
        self.setAcceptDrops(True)
        self._show()
        self._count_findings()

    # --- making ------------------------------------------------------------------------------------------------------

    def _make_sidebar(self) -> Sidebar:
        context = self.context
        last = Area(LAST_AREA.page, LAST_AREA.key, context.text(LAST_AREA.name), LAST_AREA.icon, LAST_AREA.shortcut)
        sidebar = Sidebar(
            area_groups(context.text),
            last,
            office=(context.office.facts.name, context.text(say("Other offices"))),
            palette=context.palette,
            narrow=context.settings.narrow_sidebar,
            right_to_left=context.language.right_to_left,
        )
        sidebar.area_chosen.connect(lambda area: self.go(Route(area.page, area.key)))
        sidebar.office_pressed.connect(self.welcome_wanted)
        return sidebar

    def _lay_out(self) -> None:
        middle = column(self.top, self.stack, self.status)
        middle.setStretch(1, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sidebar)
        layout.addLayout(middle, 1)

    def _connect(self) -> None:
        context = self.context
        context.wanted.connect(self.go)
        context.said.connect(self._say)
        context.failed.connect(self._fail)
        context.changed.connect(self._after_change)
        top = self.top
        for signal, does in (
            (top.back_pressed, self.go_back),
            (top.forward_pressed, self.go_forward),
            (top.search_pressed, self.show_palette),
            (top.undo_pressed, self.undo),
            (top.redo_pressed, self.redo),
            (top.help_pressed, self.show_help),
        ):
            signal.connect(does)
        top.crumb_pressed.connect(self.go)

    def _add_keys(self) -> None:
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+K", self.show_palette),
            ("Alt+Left", self.go_back),
            ("Alt+Right", self.go_forward),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
            ("F1", self.show_help),
            ("Ctrl+,", lambda: self.go(Route("settings"))),
            ("Ctrl+I", self.import_here),
            ("Ctrl+N", self.new_record),
            ("Ctrl+F", lambda: self.page.focus_search()),
            ("Ctrl+B", self.toggle_sidebar),
            ("Ctrl+S", self._say_saved),
            ("Ctrl+Shift+E", lambda: self.page.export()),
            ("F6", lambda: self._next_part(1)),
            ("Shift+F6", lambda: self._next_part(-1)),
        )
        for key, does in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda does=does: None if self._dialog_open() else does())
        for item in self.sidebar.items:
            if item.area.shortcut:
                shortcut = QShortcut(QKeySequence(item.area.shortcut), self)
                shortcut.activated.connect(lambda area=item.area: self._go_by_key(Route(area.page, area.key)))

    def _go_by_key(self, route: Route) -> None:
        if not self._dialog_open():
            self.go(route)

    def _dialog_open(self) -> bool:
        return any(overlay.isVisible() for overlay in self.window().findChildren(Overlay))

    # --- going somewhere ---------------------------------------------------------------------------------------------

    @property
    def route(self) -> Route:
        """Where one is."""
        return self._journey.here

    @property
    def page(self) -> Page:
        """The page one is on."""
        return self._pages[self.route]

    def go(self, route: Route) -> None:
        """Goes to a page, or opens what the route asks for over the page one is on."""
        if route.page in self._over:
            self._over[route.page](self, route)
        elif route.page in _OPENERS:
            _OPENERS[route.page](self.context, self.window(), route)
        elif self._journey.go(route):
            self._show()

    def go_back(self) -> None:
        """Goes to where one was before."""
        if self._journey.back():
            self._show()

    def go_forward(self) -> None:
        """Goes to where one came back from."""
        if self._journey.forward():
            self._show()

    def _show(self) -> None:
        page = self._pages.pop(self.route, None) or self._make_page(self.route)
        self._pages[self.route] = page  # last in the order, so that the page seen longest ago comes first
        self.stack.setCurrentWidget(page)
        self._forget_old_pages()
        self._fit_sidebar()
        self._show_crumbs()
        self._enable_buttons()

    def _make_page(self, route: Route) -> Page:
        page = PAGES[page_of(route)](self.context, route)
        page.crumbs_changed.connect(self._show_crumbs)
        if route in self._memories:
            page.recall(self._memories.pop(route))
        self.stack.addWidget(page)
        return page

    def memories(self) -> dict[Route, object]:
        """How each page one has seen was arranged, for a view that takes this one's place."""
        return self._memories | {route: page.memory() for route, page in self._pages.items()}

    def _forget_old_pages(self) -> None:
        """Lets pages go that were seen long ago; they are made anew when one comes back."""
        while len(self._pages) > KEPT_PAGES:
            route = next(iter(self._pages))
            page = self._pages.pop(route)
            self._memories[route] = page.memory()
            self.stack.removeWidget(page)
            page.deleteLater()

    def _show_crumbs(self) -> None:
        self.top.show_crumbs(list(self.page.crumbs()))
        self.status.show_standing(*self.page.standing())

    def _enable_buttons(self) -> None:
        self.top.back.setEnabled(self._journey.can_go_back)
        self.top.forward.setEnabled(self._journey.can_go_forward)
        self.top.undo.setEnabled(self.context.undo_stack.can_undo)
        self.top.redo.setEnabled(self.context.undo_stack.can_redo)

    # --- over the page -----------------------------------------------------------------------------------------------

    def show_palette(self) -> None:
        """Ctrl+K."""
        CommandPalette(self.context, self.window(), self.commands(), recent=self._recent_records()).open()

    def _recent_records(self) -> list[Command]:
        """The records one has looked at, the last one first."""
        seen = [(route, page) for route, page in reversed(self._pages.items()) if route.page == "record"]
        return [
            Command(say("{name}", name=page.crumbs()[-1][0]), REGISTER_ICONS[route.key], self._going(route))
            for route, page in seen
            if route != self.route
        ]

    def show_help(self) -> None:
        """F1."""
        HelpDialog(self.context, self.window()).open()

    def commands(self) -> list[Command]:
        """Everything one can do from anywhere."""
        known = [
            Command(register.new, Icon.NEW, self._going(Route("new", register.key)))
            for register in REGISTERS.values()
            if register.new is not None
        ]
        known += [
            *(self._area_command(area) for group in area_groups(self.context.text) for area in group.areas),
            *commands(list(REGISTERS), self.go),
            *(Command(name, sign, self._going(route)) for name, sign, route in places()),
            Command(say("Undo"), Icon.UNDO, self.undo, "Ctrl+Z"),
            Command(say("Do again"), Icon.REDO, self.redo, "Ctrl+Y"),
            *people_commands(self.context, self),
            Command(say("Settings"), Icon.SETTINGS, lambda: self.go(Route("settings")), "Ctrl+,"),
            Command(say("Other offices"), Icon.OFFICE, self.welcome_wanted.emit),
            Command(say("Help and keys"), Icon.HELP, self.show_help, "F1"),
        ]
        return known

    def _going(self, route: Route) -> Callable[[], None]:
        return lambda: self.go(route)

    def _area_command(self, area: Area) -> Command:
        return Command(
            say("Go to: {area}", area=area.text), area.name, lambda: self.go(Route(area.page, area.key)), area.shortcut
        )

    def new_record(self) -> None:
        """Ctrl+N: a new record of the list one is in."""
        if self.route.page == "register" and find_register(self.route.key).writable:
            self.go(Route("new", self.route.key))

    def import_here(self) -> None:
        """Ctrl+I: a table for the list one is in."""
        self.go(Route("import", kind_here(self.route)))

    def _ask_new(self, route: Route) -> None:
        presets = {route.tab or "grant": route.record_id} if route.record_id else {}
        new_record_dialog(self.context, self.window(), route.key, presets).open()

    def _ask_edit(self, route: Route) -> None:
        office, key, record_id = self.context.office, route.key, route.record_id

        def opened(record: records.RecordView) -> None:
            RecordDialog(self.context, self.window(), key, record=record).open()

        self.context.read(self, lambda: records.load(office, key, record_id), opened)

    def _ask_import(self, route: Route) -> None:
        if route.key in IN_A_DIALOG:
            ask_in_dialog(self.context, self.window(), route, self._offer_undo)
            return
        self.go(Route("table", route.key))
        bring_in(self.page, route)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere."""
        if event.mimeData().hasUrls() and not self._dialog_open():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files that are dropped are tables for the list one is in."""
        event.acceptProposedAction()
        paths = tuple(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
        self.go(Route("import", kind_here(self.route), paths=paths))

    def _offer_undo(self, outcome: Outcome) -> None:
        if outcome.entry_id is not None:
            toast = Toast(
                self.window(),
                outcome.message,
                language=self.context.language,
                palette=self.context.palette,
                on_undo=self.undo,
            )
            toast.open()

    def _ask_welcome(self, _route: Route) -> None:
        self.welcome_wanted.emit()

    _over: dict[str, Callable[[OfficeView, Route], None]] = {  # noqa: RUF012 - a table of methods, never changed
        "new": _ask_new,
        "edit": _ask_edit,
        "import": _ask_import,
        "welcome": _ask_welcome,
    }

    # --- what was done -----------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Takes back what was done last in this window."""
        stack, office = self.context.undo_stack, self.context.office
        if stack.can_undo:
            self._retrace(lambda: stack.undo(office), say("Undoing"))

    def redo(self) -> None:
        """Does again what was taken back last."""
        stack, office = self.context.undo_stack, self.context.office
        if stack.can_redo:
            self._retrace(lambda: stack.redo(office), say("Doing again"))

    def _retrace(self, work: Callable[[], Outcome], title: Message) -> None:
        def done(outcome: Outcome) -> None:
            self.context.announce(outcome, remember=False)

        self.context.tasks.run(self, lambda _progress: work(), done, self.context.report, title)

    def _say(self, message: Message) -> None:
        self.status.show_done(message, at=datetime.now(UTC))
        self._enable_buttons()

    def _say_saved(self) -> None:
        self._say(say("Nothing is ever unsaved: each change is kept at once."))

    def _fail(self, error: UserError) -> None:
        show_trouble(self.context, self.window(), error)

    def _after_change(self, _tables: frozenset[str]) -> None:
        self._count_findings()
        self._enable_buttons()

    def _count_findings(self) -> None:
        office = self.context.office
        read = partial(office_findings, office)
        self.context.read(self, read, lambda found: self.sidebar.set_count("checks", len(found)), patient=True)

    # --- the rest ----------------------------------------------------------------------------------------------------

    def _fit_sidebar(self) -> None:
        """Narrow or wide, as the page wants it or the settings say, with the area one is in marked."""
        wanted = self.page.wants_room
        self.sidebar.set_narrow(narrow=self.context.settings.narrow_sidebar if wanted is None else wanted)
        self.sidebar.mark_current(*area_of(self.route))

    def toggle_sidebar(self) -> None:
        """Ctrl+B: narrow or wide; on a page that wants room, for this page alone."""
        settings = self.context.settings
        if self.page.wants_room is None:
            self.context.keep_settings(replace(settings, narrow_sidebar=not settings.narrow_sidebar))
        else:
            self.page.wants_room = not self.page.wants_room
            self._fit_sidebar()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        """Tab goes in reading order also where a page makes its parts anew: Qt would go there last of all."""
        focused = focused_in(self)
        if focused is None or not self.page.is_remade:
            return super().focusNextPrevChild(next)
        return move_focus(self, focused, forward=next)

    def _next_part(self, step: int) -> None:
        """F6: from sidebar to bar to page, and round."""
        focus_next_part([self.sidebar, self.top, self.page], step=step)
