"""Menus of the page of deployments: what it is kept to, what belongs to it, what can be done with a row; its files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton

from desktop.domain.volunteer_terms import DeploymentState
from desktop.language import Message, say
from desktop.registers import find_register
from desktop.registers.query import Query, parse_filters
from desktop.services.browse import export_register
from desktop.services.deployments import timeline
from desktop.services.deployments.timeline import Scope, TimelineEntry, TimelineHead
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.deployment_dialogs import SIGN, act_route
from desktop.ui.dialogs.names_dialog import NamesDialog
from desktop.ui.dialogs.people_files import CALENDAR_FILE, EVACUATION, ask_calendar, ask_evacuation
from desktop.ui.models.deployment_scope import register_filters
from desktop.ui.pages.page import Page
from desktop.ui.theme import Icon, icon
from desktop.ui.widgets.basics import button

_LISTS: tuple[tuple[str, ...], ...] = (
    ("volunteers", "clearances"),
    ("assignments", "deployments", "contract_periods", "leave", "checklist"),
    ("entitlement_rates", "category_limits", "duty_stations"),
    ("work_measures", "work_counts"),
)
_ACTS: tuple[tuple[str, Message, Icon], ...] = (
    (SIGN, say("Sign"), Icon.SIGN),
    ("extend", say("Extend"), Icon.FORWARD),
    ("reassign", say("Reassign"), Icon.RATES),
    ("end_early", say("End early"), Icon.STOP),
    ("share", say("Who pays"), Icon.SPLIT),
)
_ALL_ACTS: tuple[tuple[str, Message], ...] = (
    (SIGN, say("Sign all that is planned here")),
    ("extend", say("Extend all that serve here")),
    ("share", say("Who pays all that serve here")),
)


class ScopeButton:
    """The button beside the title, with the menu of what the page is kept to; `go` is told another scope."""

    def __init__(self, context: Context, scope: Scope, go: Callable[[Scope], object]) -> None:
        self._context, self._scope, self._go = context, scope, go
        name = context.text(say("Choose which deployments"))
        self.button = button(name, kind="icon", palette=context.palette, name=Icon.SWITCH)
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self.fill)
        self.button.setMenu(self.menu)
        self._offered: dict[str, list[tuple[str, str]]] = {}

    def refresh(self) -> None:
        """Reads what there is to choose, so that the menu opens at once."""
        office = self._context.office
        self._context.read(self.button, lambda: timeline.offers(office), self._take)

    def _take(self, offered: dict[str, list[tuple[str, str]]]) -> None:
        self._offered = offered

    def fill(self) -> None:
        """Offers what there is now."""
        menu, text = self.menu, self._context.text
        menu.clear()
        self._add(menu, text(say("All deployments")), Scope())
        menu.addSeparator()
        for reference, name in self._offered.get("assignment", ()):
            self._add(menu, f"{reference}  {name}", Scope(assignment=reference))
        menu.addSeparator()
        of_project, by_grant = (menu.addMenu(text(name)) for name in (say("Of a project"), say("Paid by a grant")))
        for reference, name in self._offered.get("project", ()):
            self._add(of_project, f"{reference}  {name}", Scope(project=reference))
        for reference, name in self._offered.get("grant", ()):
            self._add(by_grant, f"{reference}  {name}", Scope(grant=reference))
        menu.addSeparator()
        whole = menu.addAction(text(say("Also those that ended long ago")))
        whole.setCheckable(True)
        whole.setChecked(self._scope.whole)
        whole.triggered.connect(partial(self._choose, replace(self._scope, whole=not self._scope.whole)))

    def _add(self, menu: QMenu, text: str, scope: Scope) -> None:
        entry = menu.addAction(text.replace("&", "&&"))
        entry.setCheckable(True)
        entry.setChecked(scope == self._scope)
        entry.triggered.connect(partial(self._choose, scope))

    def _choose(self, scope: Scope, *_checked: bool) -> None:
        self._go(scope)


class DeploymentMenus:
    """What can be done beside the buttons of the page."""

    def __init__(self, page: Page, scope: Scope, *, head: Callable[[], TimelineHead | None]) -> None:
        self._page, self._scope, self._head = page, scope, head
        self._context = page.context

    def more(self) -> QPushButton:
        """The button of the lists that belong here, of what is done for many, and of files to take along."""
        text, context = self._context.text, self._context
        made = button(text(say("Lists and more")), kind="icon", palette=context.palette, name=Icon.MORE)
        menu = QMenu(made)
        for group in _LISTS:
            for key in group:
                menu.addAction(text(find_register(key).title)).triggered.connect(partial(self._open_list, key))
            menu.addSeparator()
        if not context.office.read_only:
            for act, name in _ALL_ACTS:
                menu.addAction(text(name)).triggered.connect(partial(self._do_for_all, act))
            match = menu.addAction(text(say("Match the agency’s invoice")))
            match.triggered.connect(lambda: context.go(Route("match", "deployments")))
            menu.addSeparator()
        menu.addAction(text(EVACUATION)).triggered.connect(self.evacuation)
        menu.addAction(text(CALENDAR_FILE)).triggered.connect(self.calendar)
        made.setMenu(menu)
        return made

    def _open_list(self, key: str, *_checked: bool) -> None:
        if key == "work_counts":  # counts are typed in a grid; their list is a way into it
            self._context.go(Route("work"))
            return
        filters = register_filters(self._scope) if key == "deployments" else ()
        self._context.go(Route("register", key, filters=filters))

    def _do_for_all(self, act: str, *_checked: bool) -> None:
        head = self._head() or TimelineHead(())
        self._context.go(act_route(act, head.unsigned_ids if act == SIGN else head.serving_ids))

    def of_row(self, entry: TimelineEntry) -> QMenu:
        """What can be done with one deployment."""
        text, context = self._context.text, self._context
        menu = QMenu(self._page)
        identity = entry.deployment.id
        opened = menu.addAction(text(say("Open")))
        opened.triggered.connect(lambda: context.go(Route("record", "deployments", identity)))
        if context.office.read_only or entry.state is DeploymentState.ENDED:
            return menu
        menu.addSeparator()
        for act, name, sign in _ACTS:
            action = menu.addAction(icon(sign, context.palette.text_secondary), text(name))
            action.triggered.connect(partial(self._do, act, identity))
        return menu

    def _do(self, act: str, identity: int, *_checked: bool) -> None:
        self._context.go(Route(act, "deployments", identity))

    def show_row_menu(self, entry: TimelineEntry | None, place: QPoint) -> None:
        """Opens the menu of a row where it was asked for."""
        if entry is not None:
            self.of_row(entry).popup(place)

    # --- files -------------------------------------------------------------------------------------------------------

    def evacuation(self, *_checked: bool) -> None:
        """Asks whether to name people, and writes who is where to paper or a list."""
        ask_evacuation(self._context, self._page)

    def calendar(self, *_checked: bool) -> None:
        """Asks whether to name people, and writes what is to come for any calendar."""
        ask_calendar(self._context, self._page)

    def export(self, path: str) -> None:
        """Writes the deployments as a list to Excel; asks whether to name people unless the file is known."""
        if path:
            self._export(path, names=False)
            return
        NamesDialog(self._context, self._page.window(), say("To Excel"), partial(self._export, "")).open()

    def _export(self, path: str, *, names: bool) -> None:
        office, language = self._context.office, self._context.language
        register = office.register("deployments")
        query = Query(register, filters=parse_filters(register, register_filters(self._scope)))
        self._page.write_file(
            path,
            f"{self._context.text(say('Deployments'))} {self._context.today.isoformat()}.xlsx",
            lambda target, progress: export_register(
                office, query, target, language=language, progress=progress, names=names
            ),
            title=say("To Excel"),
            kinds="Excel (*.xlsx)",
        )
