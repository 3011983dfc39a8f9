"""A deployment at a glance: its chain of contracts in time, its cost by month, its leave and what is to do."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.domain.money import Money
from desktop.domain.period import Period, months_later
from desktop.domain.staffing.leave import LeaveBalance
from desktop.domain.staffing.person_months import months_shown
from desktop.domain.volunteer_terms import CHECKLIST_PHASES, LeaveKind
from desktop.language import Message, say
from desktop.services.deployments.checklists import Checklist
from desktop.services.deployments.glance import Glance, glance
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.models.deployment_months import MonthsModel
from desktop.ui.models.timeline_rows import KnownRows
from desktop.ui.models.timeline_words import TimelineWords, grant_ends
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import ElidedLabel, button, column, flush_right, hairline, label, margins, row
from desktop.ui.widgets.facts import FactGrid, facts_of
from desktop.ui.widgets.grid_view import Grid, GridView
from desktop.ui.widgets.problem_band import ProblemBand
from desktop.ui.widgets.rail import Rail
from desktop.ui.widgets.timeline import Timeline
from desktop.ui.widgets.timeline_paint import HEAD, ROW

_RAIL = 300
_SAID_ABOVE = frozenset({"reference", "title", "country", "starts_on", "ends_on", "name", "note", "sex", "grants"})


class DeploymentOverview(QWidget):
    """The overview tab of a deployment."""

    def __init__(self, context: Context, record: RecordView) -> None:
        super().__init__()
        self._context, self._record = context, record
        self._words = TimelineWords(context.language, context.today)
        self.band = ProblemBand(palette=context.palette)
        self.timeline = Timeline(palette=context.palette, language=context.language, today=context.today)
        self.timeline.can_try = False
        self.timeline.setFixedHeight(HEAD + ROW + 1)
        self.timeline.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model = MonthsModel(context.language, context.today, self)
        self.view = GridView(palette=context.palette)
        self._rail = QVBoxLayout()
        self._rail.setContentsMargins(16, 14, 16, 16)
        self._rail.setSpacing(0)
        self._lay_out()
        office, deployment_id = context.office, record.id
        context.read(self, lambda: glance(office, deployment_id), self._show, patient=True)

    def _lay_out(self) -> None:
        context = self._context
        banded = row(self.band)
        banded.setContentsMargins(margins(20, 8, 16, 8))
        name = context.text(say("Cost by month"))
        heading = row(label(name, TextStyle.STRONG), None)
        heading.setContentsMargins(margins(20, 12, 16, 6))
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addLayout(banded)
        middle.addWidget(self.timeline)
        middle.addWidget(hairline())
        middle.addLayout(heading)
        middle.addWidget(Grid(self.view, self.model, name=name), 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addWidget(Rail(self._rail, right_to_left=context.language.right_to_left, width=_RAIL))

    def _show(self, found: Glance) -> None:
        self._show_chain(found)
        self.model.show(found.costs.months, found.costs.totals)
        QTimer.singleShot(0, self, self._go_to_now)  # once the rows have their place
        self._say_worst(found)
        self._fill_rail(found)

    def _show_chain(self, found: Glance) -> None:
        """The chain as one row, over all its time."""
        entry, context = found.entry, self._context
        served = entry.deployment.contracts
        first = min((contract.period.start for contract in served), default=context.today)
        last = max((contract.period.last for contract in served), default=context.today)
        ends = grant_ends(entry.grants, context.language, self._words)
        span = Period(first.replace(day=1), months_later(last.replace(day=1), 2))
        self.timeline.show_rows(KnownRows([self._words.row(entry)]), span=span, ends=ends)
        self.timeline.show_days(span)

    def _go_to_now(self) -> None:
        """The month that runs is in sight, with some that are over."""
        now = self._context.today.replace(day=1)
        place = next((place for place, month in enumerate(self.model.months) if month >= now), None)
        if place is not None:
            self.view.scrollTo(self.model.index(place, 0), GridView.ScrollHint.PositionAtCenter)

    def _say_worst(self, found: Glance) -> None:
        """What keeps it from being paid or costed."""
        context, entry = self._context, found.entry
        beyond, until, unfunded = entry.beyond, entry.paid_until, found.unfunded
        if beyond is not None and until is not None and unfunded:
            told = say(
                "Its contracts last until {day}, its grant ends on {end}. {amount} has no funding.",
                day=beyond.last,
                end=until,
                amount=list[Money](unfunded),
            )
            route = Route("share", "deployments", self._record.id)
            way = (context.text(say("Choose another grant")), lambda: context.go(route))
            self.band.say([(context.text(told), False)], [] if context.office.read_only else [way])
        elif found.findings:
            worst = max(found.findings, key=lambda finding: finding.severity)
            told = say("{what} {fix}", what=worst.sentence, fix=worst.fix)
            self.band.say([(context.text(told), False)], [])
        else:
            self.band.say_nothing()

    # --- the rail ----------------------------------------------------------------------------------------------------

    def _fill_rail(self, found: Glance) -> None:
        context = self._context
        served = found.entry.deployment.months_served(context.today)
        told = say("{months} months served", months=months_shown(served))
        self._rail.addWidget(label(context.text(told), TextStyle.LEAD_STRONG))
        self._rail.addSpacing(10)
        register = context.office.register("deployments")
        facts = facts_of(context, register, self._record, skip=_SAID_ABOVE)
        self._rail.addWidget(FactGrid(context, facts, name_width=110))
        note = self._record.values.get("note")
        if isinstance(note, str):
            self._rail.addSpacing(10)
            self._rail.addWidget(label(note, ink="secondary", wraps=True))
        self._add_part(say("Leave"), "leave", *self._leave_lines(found.balance))
        self._add_part(say("Checklists"), "checklist", *self._checklist_lines(found.checklist))
        self._rail.addStretch(1)

    def _add_part(self, name: Message, tab: str, *lines: QWidget) -> None:
        """A heading that leads to its tab, and lines under it."""
        context = self._context
        route = Route("record", "deployments", self._record.id, tab=tab)
        heading = row(label(context.text(name), TextStyle.STRONG), None, spacing=8)
        heading.addWidget(
            button(context.text(say("Open")), kind="link", palette=context.palette, on_click=lambda: context.go(route))
        )
        self._rail.addSpacing(14)
        self._rail.addWidget(hairline())
        self._rail.addSpacing(10)
        self._rail.addLayout(heading)
        self._rail.addSpacing(4)
        for line in lines:
            self._rail.addWidget(line)

    def _line(self, name: Message, value: str, *, strong: bool = False) -> QWidget:
        amount = label(value, TextStyle.STRONG if strong else TextStyle.BODY)
        amount.setAlignment(flush_right())
        layout = row(ElidedLabel(self._context.text(name), ink="" if strong else "secondary"), amount, spacing=8)
        layout.setStretch(0, 1)
        layout.setContentsMargins(0, 2, 0, 2)
        holder = QWidget()
        holder.setLayout(layout)
        return holder

    def _leave_lines(self, balance: LeaveBalance) -> Iterator[QWidget]:
        number = self._context.language.number
        yield self._line(say("Annual leave left today"), number(months_shown(balance.left), decimals=1), strong=True)
        yield self._line(say("Accrued"), number(months_shown(balance.accrued), decimals=1))
        yield self._line(say("Taken"), number(months_shown(balance.taken_of(LeaveKind.ANNUAL)), decimals=1))
        if balance.booked:
            yield self._line(say("Booked"), number(months_shown(balance.booked), decimals=1))
        if balance.ends_on is not None:
            left = number(months_shown(balance.at_end), decimals=1)
            yield self._line(say("Left on {day}", day=balance.ends_on), left)
        yield self._line(say("Learning leave left this year"), number(months_shown(balance.learning_left), decimals=1))

    def _checklist_lines(self, found: Checklist) -> Iterator[QWidget]:
        context = self._context
        for phase, name in CHECKLIST_PHASES.items():
            items, done = found.of(phase), found.done(phase)
            if not items:
                yield self._line(name, context.text(say("not begun")))
                continue
            told = say("{done} of {count} done", done=done, count=len(items))
            yield self._line(name, context.text(told))
            bar = QProgressBar()
            bar.setTextVisible(False)
            bar.setRange(0, len(items))
            bar.setValue(done)
            bar.setAccessibleName(context.text(say("{phase}: {what}", phase=name, what=told)))
            around = column(bar)
            around.setContentsMargins(0, 0, 0, 6)
            holder = QWidget()
            holder.setLayout(around)
            yield holder
