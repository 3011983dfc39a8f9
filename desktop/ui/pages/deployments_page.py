"""The page of deployments: who serves where until when, as timeline, board, table of places or calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.language import Message, say, say_many
from desktop.services.deployments import timeline
from desktop.services.deployments.month_costs import Outliving
from desktop.services.deployments.timeline import Scope, TimelineHead
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.people_files import EVACUATION
from desktop.ui.models.deployment_scope import (
    BOARD,
    CALENDAR,
    PLACES,
    ROSTER,
    TIMELINE,
    foot_of,
    lead_of,
    scope_of,
    scope_route,
    title_of,
)
from desktop.ui.pages.deployments_board import BoardPart
from desktop.ui.pages.deployments_calendar import CalendarPart
from desktop.ui.pages.deployments_menus import DeploymentMenus, ScopeButton
from desktop.ui.pages.deployments_places import PlacesPart
from desktop.ui.pages.deployments_timeline import TimelinePart
from desktop.ui.pages.deployments_trial import TrialKeeper
from desktop.ui.pages.page import Crumb, Page
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import ButtonKind, ElidedLabel, button, clear, margins, row
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.empty_state import Way as BeginWay
from desktop.ui.widgets.fitting_title import FittingTitle
from desktop.ui.widgets.problem_band import ProblemBand, Way
from desktop.ui.widgets.segments import segments
from desktop.ui.widgets.timeline_legend import timeline_legend
from desktop.ui.widgets.trial_bar import TrialBar

_PARTS: tuple[tuple[str, Message], ...] = (
    (ROSTER, say("Roster")),
    (BOARD, say("Board")),
    (TIMELINE, say("Timeline")),
    (PLACES, say("Places")),
    (CALENDAR, say("Calendar")),
)
_VIEWS: dict[str, Callable[[Context, Scope], BoardPart | PlacesPart | CalendarPart]] = {
    BOARD: BoardPart,
    PLACES: PlacesPart,
    CALENDAR: CalendarPart,
}
_HINT = say("Drag the end of a bar to try an extension; nothing is saved until you keep it.")


class DeploymentsPage(Page):
    """Deployments of the office, or of one assignment, project or grant."""

    depends_on = frozenset(
        {
            "deployment",
            "contract_period",
            "deployment_share",
            "deployment_cost",
            "volunteer",
            "assignment",
            "duty_station",
            "entitlement_rate",
            "ledger_entry",
            "exchange_rate",
            "grant",
            "leave",
            "clearance",
        }
    )

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.scope: Scope = scope_of(route)
        self.head: TimelineHead | None = None
        self.part = route.tab if route.tab in _VIEWS else TIMELINE
        self._fresh: set[str] = set()
        self.title = FittingTitle(self.text(title_of(self.scope, None)))
        self.lead = ElidedLabel("", ink="secondary")
        self.legend = timeline_legend(palette=context.palette, language=context.language)
        self.band = ProblemBand(palette=context.palette)
        self.timeline = TimelinePart(context, self.scope)
        self.timeline.costs_known.connect(self._judge)
        self.bar = TrialBar(context)
        self.keeper = TrialKeeper(context, self.timeline, self.bar)
        self.scopes = ScopeButton(context, self.scope, self._go_to)
        self.menus = DeploymentMenus(self, self.scope, head=lambda: self.head)
        self.timeline.timeline.menu_wanted.connect(self._ask_row)
        self._empty: QWidget | None = None
        self.stack = QStackedWidget()
        self._made: dict[str, QWidget] = {TIMELINE: self.timeline}
        self.stack.addWidget(self.timeline)
        self._lay_out()

    # --- making ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._segments = row()
        self._show_segments()
        head = row(self.title, self.scopes.button, None, spacing=4)
        head.addLayout(self._segments)
        head.addSpacing(6)
        for action in self._actions():
            head.addWidget(action)
        head.setContentsMargins(margins(20, 10, 16, 0))
        below = row(self.lead, 16, self.legend)
        below.setStretch(0, 1)
        below.setContentsMargins(margins(20, 2, 16, 8))
        banded = row(self.band)
        banded.setContentsMargins(margins(20, 0, 16, 6))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(below)
        layout.addLayout(banded)
        middle = row(self.stack, self.keeper.rail, spacing=0)
        middle.setStretch(0, 1)
        layout.addLayout(middle, 1)
        layout.addWidget(self.bar)

    def _show_segments(self) -> None:
        clear(self._segments)
        names = [(code, self.text(name)) for code, name in _PARTS]
        made = segments(
            names,
            self.part,
            self.show_part,
            palette=self.context.palette,
            right_to_left=self.context.language.right_to_left,
        )
        self._segments.addWidget(made)

    def _actions(self) -> list[QPushButton]:
        text, palette = self.text, self.context.palette

        def make(
            name: Message, picture: Icon, does: Callable[[], object], *, kind: ButtonKind = "plain"
        ) -> QPushButton:
            return button(text(name), kind=kind, palette=palette, name=picture, small=True, on_click=does)

        self.new_button = make(say("New deployment"), Icon.NEW, self.plan, kind="primary")
        self.new_button.setEnabled(not self.context.office.read_only)
        self.what_if_button = make(say("What if"), Icon.WHAT_IF, self.toggle_rail, kind="ghost")
        self.what_if_button.setEnabled(not self.context.office.read_only)
        excel = make(say("To Excel"), Icon.EXCEL, self.export)
        name = text(EVACUATION)
        evacuation = button(name, kind="icon", palette=palette, name=Icon.SIREN, on_click=self.menus.evacuation)
        return [self.menus.more(), evacuation, self.what_if_button, excel, self.new_button]

    def _go_to(self, scope: Scope) -> None:
        self.context.go(scope_route(scope, tab="" if self.part == TIMELINE else self.part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title may have more room now."""
        super().resizeEvent(event)
        self.title.reconsider()

    # --- what is shown -----------------------------------------------------------------------------------------------

    def crumbs(self) -> list[Crumb]:
        """Programme, deployments, and what they are kept to."""
        area = self.text(say("Deployments"))
        found: list[Crumb] = [(self.text(say("Programme")), None)]
        if self.scope.is_all:
            return [*found, (area, None)]
        assignment = self.head.assignment if self.head is not None else None
        name = assignment.title if assignment else self.scope.assignment or self.scope.project or self.scope.grant
        return [*found, (area, Route("deployments")), (name, None)]

    def standing(self) -> tuple[Message | None, Message | None]:
        """What the status bar says meanwhile: how to try something, and how many there are."""
        hint = _HINT if self.part == TIMELINE and not self.context.office.read_only else None
        return hint, foot_of(self.head) if self.head is not None else None

    def memory(self) -> object:
        """The part that is shown."""
        return self.part

    def recall(self, memory: object) -> None:
        """The same part."""
        if isinstance(memory, str) and (memory == TIMELINE or memory in _VIEWS):
            self.part = memory

    def refresh(self) -> None:
        """Reads which deployments there are; their rows are read when they are seen."""
        office, scope = self.context.office, self.scope
        self._fresh.clear()
        self.context.read(self, lambda: timeline.read_head(office, scope), self._show)
        self.scopes.refresh()
        self.show_part(self.part)

    def _show(self, head: TimelineHead) -> None:
        self.head = head
        title = self.text(title_of(self.scope, head))
        self.title.call(title, short=head.assignment.title if head.assignment is not None else title)
        self.lead.setText(self.context.language.join(lead_of(head, with_names=self.context.office.shows_names)))
        self.timeline.show_head(head, rows_first=self.part == TIMELINE)
        self.keeper.serving = head.serving_ids
        self._show_empty(empty=not head.ids)
        self.crumbs_changed.emit()

    def _judge(self) -> None:
        """Says the worst that was found in the band, and how it can be mended."""
        months = self.timeline.months
        if months.outliving:
            self._say_outliving(months.outliving[0])
        elif months.findings:
            worst = max(months.findings, key=lambda finding: finding.severity)
            target = Route("record", worst.register, worst.record_id)
            way = (self.text(say("Open")), lambda: self.context.go(target))
            self.band.say([(self.text(worst.sentence), False)], [way])
        else:
            self.band.say_nothing()

    def _say_outliving(self, worst: Outliving) -> None:
        entry, language = worst.entry, self.context.language
        beyond, until = entry.beyond, entry.paid_until
        if beyond is None or until is None:
            return
        ending = [grant.reference for grant in entry.grants if grant.ends_on == until]
        told = say_many(
            "is planned to {day}, {count} day after {grant} ends. {amount} has no funding.",
            "is planned to {day}, {count} days after {grant} ends. {amount} has no funding.",
            count=(beyond.last - until).days,
            day=language.long_date(beyond.last),
            grant=language.comma.join(ending),
            amount=worst.unfunded,
        )
        identity = entry.deployment.id
        ways: list[Way] = []
        if not self.context.office.read_only:
            end = self.text(say("End it on {day}", day=language.day_and_month(until)))
            ways = [
                (end, partial(self.end_planned, identity, until)),
                (self.text(say("Choose another grant")), partial(self._choose_grant, identity)),
            ]
        self.band.say([(worst.code, True), (self.text(told), False)], ways)
        if self.timeline.timeline.untouched:
            self.timeline.timeline.choose_id(identity)

    def end_planned(self, deployment_id: int, day: date) -> None:
        """Tries a contract that is only planned to end on a day."""
        self.keeper.try_end(deployment_id, day)

    def _choose_grant(self, deployment_id: int) -> None:
        self.context.go(Route("share", "deployments", deployment_id))

    def _show_empty(self, *, empty: bool) -> None:
        """Ways to begin, in the place of a timeline without rows."""
        if empty and self._empty is None:
            self._empty = self._make_empty()
            self.stack.addWidget(self._empty)
        if self._empty is not None and self.part == TIMELINE:
            self.stack.setCurrentWidget(self._empty if empty else self.timeline)

    def _make_empty(self) -> QWidget:
        text, go = self.text, self.context.go
        ways = [
            BeginWay(
                text(say("New deployment")),
                text(say("Posts of an assignment, with or without those who fill them")),
                Icon.NEW,
                self.plan,
            ),
            BeginWay(
                text(say("New assignment")),
                text(say("What is to be done, where, and how many posts there are")),
                Icon.OBLIGATIONS,
                lambda: go(Route("new", "assignments")),
            ),
            BeginWay(
                text(say("Import a roster")),
                text(say("A workbook with the volunteers, or with their deployments")),
                Icon.IMPORTS,
                lambda: go(Route("import", "volunteers")),
            ),
        ]
        about = say("Who serves where until when, and what it costs each month, stands here once it is planned.")
        return EmptyState(text(say("No deployments here")), text(about), ways, palette=self.context.palette)

    def show_part(self, part: str) -> None:
        """Shows another view; the roster is a list of its own."""
        if part == ROSTER:
            self._show_segments()
            self.context.go(Route("register", "volunteers"))
            return
        self.part = part
        if part not in self._made:
            self._made[part] = view = _VIEWS[part](self.context, self.scope)
            if isinstance(view, CalendarPart):
                view.calendar_wanted.connect(self.menus.calendar)
                view.evacuation_wanted.connect(self.menus.evacuation)
            self.stack.addWidget(self._made[part])
        self.stack.setCurrentWidget(self._made[part])
        if self.head is not None:
            self._show_empty(empty=not self.head.ids)
        self.legend.setVisible(part == TIMELINE)
        if part != TIMELINE:
            self.keeper.rail.hide()
        self._show_segments()
        self._refresh_part()
        self.crumbs_changed.emit()

    def _refresh_part(self) -> None:
        """Reads what the view in front shows, unless it was read since something changed."""
        view = self._made[self.part]
        if isinstance(view, (BoardPart, PlacesPart, CalendarPart)) and self.part not in self._fresh:
            self._fresh.add(self.part)
            view.refresh()

    # --- what one can do ---------------------------------------------------------------------------------------------

    def toggle_rail(self) -> None:
        """Opens or closes the rail of what-if, beside the timeline."""
        rail = self.keeper.rail
        rail.setVisible(rail.isHidden())
        if not rail.isHidden():
            self.show_part(TIMELINE)
            rail.refresh()
            if self.head is not None and self.head.assignment is not None:
                rail.preset_assignment(self.head.assignment.id)
            rail.kind.setFocus()

    def plan(self) -> None:
        """Asks for new deployments."""
        assignment = self.head.assignment if self.head is not None else None
        self.context.go(Route("plan", "deployments", assignment.id if assignment is not None else 0))

    def export(self, path: str = "") -> None:
        """Writes the deployments as a list to Excel."""
        self.menus.export(path)

    def _ask_row(self, place: QPoint) -> None:
        """The menu of the row one is in, where it was asked for by mouse or key."""
        self.menus.show_row_menu(self.timeline.current, self.timeline.timeline.viewport().mapToGlobal(place))
