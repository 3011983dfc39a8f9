"""Reports: which ones are owed and late, which were made, and every report that can be made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.progress import Progress
from desktop.domain.requirements import REQUIREMENT_STATES, Requirement, RequirementState
from desktop.domain.terms import REPORT_STATUSES
from desktop.language import Message, say, say_many
from desktop.services import donor_reports, reports
from desktop.services.donor_reports import ReportHead
from desktop.services.donor_reports.requirements import requirements
from desktop.services.offices import Office, Outcome
from desktop.services.reports import Layout
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.report_dialogs import SentDialog
from desktop.ui.models.report_question import report_route
from desktop.ui.pages.donor_report_page import STATUS_LOOKS
from desktop.ui.pages.page import Crumb, Page, page_title
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import ElidedLabel, button, clear, column, hairline, label, margins, row, scrolled
from desktop.ui.widgets.chips import Chip, Tone
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.looks import choice
from desktop.ui.widgets.pressable import PressableRow

DUE, MADE, NEW = "due", "made", "new"
_USUAL: Final = "statement"  # where the rule names no report
_ACROSS, _MANY = 3, 3
_AT_ONCE = 30  # rows that are made at once: hundreds would hold up the window
_CHIP_ROOM, _GRANT_ROOM, _DAY_ROOM = 108, 120, 216
_LOOKS: Final[dict[RequirementState, tuple[Tone, Icon]]] = {
    RequirementState.LATE: ("negative", Icon.WARNING),
    RequirementState.DUE: ("plain", Icon.CALENDAR),
    RequirementState.RETURNED: ("warning", Icon.UNDO),
    RequirementState.SUBMITTED: ("accent", Icon.REPORTS),
    RequirementState.ACCEPTED: ("positive", Icon.DONE),
}


_WAYS: Final = (
    (say("Templates"), Icon.DOCUMENTS, Route("templates")),
    (say("Crosswalks"), Icon.RATES, Route("register", "crosswalks")),
    (say("Publish to IATI"), Icon.PROJECTS, Route("iati")),
)


def _read(office: Office) -> tuple[list[Requirement], list[ReportHead]]:
    """What is owed, what is still to be sent first, then what was sent, the newest first; and so what was made."""
    owed, made = requirements(office), donor_reports.reports_of(office)
    still, sent = [each for each in owed if each.is_open], [each for each in owed if not each.is_open]
    sent.sort(key=lambda each: each.day, reverse=True)
    made.sort(key=lambda head: (head.is_draft, head.ends_on), reverse=True)
    return [*still, *sent], made


def _is_elsewhere(head: ReportHead) -> bool:
    """Whether it was sent before the office kept its figures here."""
    return not (head.is_draft or head.is_frozen)


class ReportsPage(Page):
    """What is due, what was made, what can be made."""

    depends_on = frozenset({"donor_report", "grant_rule", "grant"})

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self._which = route.tab or DUE
        self.owed: list[Requirement] = []
        self.made: list[ReportHead] = []
        self._head, self._list = QVBoxLayout(), QVBoxLayout()
        self._list.setContentsMargins(margins(20, 12, 16, 20))
        self._list.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addWidget(scrolled(self._list), 1)
        self._fill_head()

    def _fill_head(self) -> None:
        clear(self._head)
        names = [
            (DUE, self.text(say("Due"))),
            (MADE, self.text(say("Made"))),
            (NEW, self.text(say("New report"))),
        ]
        chooser = choice(self.context, names, self._which, self.show_part)
        ways = [self._way(name, sign, route) for name, sign, route in _WAYS]
        head = row(page_title(self.text(say("Reports"))), *ways, 8, chooser, spacing=0)
        head.setStretch(0, 1)
        head.setContentsMargins(margins(20, 10, 16, 0))
        self._head.addLayout(head)

    def _way(self, name: Message, sign: Icon, route: Route) -> QPushButton:
        go = partial(self.context.go, route)
        return button(self.text(name), kind="ghost", palette=self.context.palette, name=sign, small=True, on_click=go)

    def crumbs(self) -> list[Crumb]:
        """Money, reports."""
        return [(self.text(say("Money")), None), (self.text(say("Reports")), None)]

    def memory(self) -> object:
        """Which part is shown."""
        return self._which

    def recall(self, memory: object) -> None:
        """The same part."""
        if isinstance(memory, str):
            self._which = memory
            self._fill_head()

    def refresh(self) -> None:
        """Reads what is owed and what was made."""
        self.context.read(self, partial(_read, self.context.office), self._show)

    def _show(self, found: tuple[list[Requirement], list[ReportHead]]) -> None:
        self.owed, self.made = found
        self.show_part(self._which)

    def show_part(self, which: str) -> None:
        """Shows what is due, what was made, or what can be made."""
        self._which = which
        clear(self._list)
        {DUE: self._show_owed, MADE: self._show_made, NEW: self._show_layouts}[which]()
        self._list.addStretch(1)

    # --- what is owed ------------------------------------------------------------------------------------------------

    def _show_owed(self) -> None:
        still = [owed for owed in self.owed if owed.is_open]
        late = sum(owed.state is RequirementState.LATE for owed in still)
        if not self.owed:
            title = say("No report is owed")
            about = say("Rules of grants say which reports their funders want, and when.")
            self._list.addWidget(EmptyState(self.text(title), self.text(about), [], palette=self.context.palette))
            return
        count = len(still)
        parts = [say_many("{count} report is to be sent.", "{count} reports are to be sent.", count=count)]
        if late:
            parts.append(say_many("{count} of them is late.", "{count} of them are late.", count=late))
        self._lead(parts)
        if late >= _MANY:
            told = say("All {count} that are late were sent before", count=late)
            self._list.addLayout(row(self._link(told, self.note_all_late), None))
            self._list.addSpacing(10)
        self._add_rows([partial(self._owed_row, owed) for owed in self.owed])

    def _owed_row(self, owed: Requirement) -> QWidget:
        tone, sign = _LOOKS[owed.state]
        chip = Chip(self.text(REQUIREMENT_STATES[owed.state]), palette=self.context.palette, tone=tone, name=sign)
        late = (self.context.today - owed.day).days
        day = say("{day}", day=owed.day)
        if owed.state is RequirementState.LATE:
            day = say_many("{day}, {count} day late", "{day}, {count} days late", count=late, day=owed.day)
        verb = say("Open") if owed.report_id else say("Prepare")
        made = button(
            self.text(verb),
            palette=self.context.palette,
            small=True,
            on_click=partial(self.prepare, owed),
        )
        sent = self._link(say("Was sent…"), partial(self.ask_when_sent, owed))
        acts = [sent, made] if owed.is_open and not owed.report_id else [made]
        holder = QWidget()
        holder.setLayout(self._line(chip, owed.grant, owed.sentence, self.text(day), acts))
        return holder

    def _link(self, name: Message, does: Callable[[], object]) -> QPushButton:
        return button(self.text(name), kind="link", palette=self.context.palette, small=True, on_click=does)

    def ask_when_sent(self, owed: Requirement) -> None:
        """Asks on which day a report went out that was made elsewhere."""
        SentDialog(self.context, self.window(), owed).open()

    def note_all_late(self) -> None:
        """Notes that all late reports were sent, for an office that begins where another way of working ended."""
        office = self.context.office
        late = [owed for owed in self.owed if owed.state is RequirementState.LATE and not owed.report_id]
        self.context.run(self, lambda _progress: donor_reports.note_all_sent(office, owed=late), say("Noting"))

    def prepare(self, owed: Requirement) -> None:
        """Opens the report that answers a requirement; drafts it where there is none yet."""
        if owed.report_id:
            self._open(owed.report_id)
            return
        office = self.context.office
        request = reports.request_of(
            owed.layout or _USUAL,
            grant=owed.grant,
            first=owed.due.first,
            last=owed.due.period_end,
            is_final=owed.due.final,
        )
        language, name, day = self.context.language.code, owed.rule.note, owed.day

        def work(_progress: Progress) -> Outcome:
            return donor_reports.draft_report(office, request=request, language=language, requirement=name, due_on=day)

        self.context.run(self, work, say("Drafting the report"), on_done=lambda outcome: self._open(outcome.record_id))

    def _open(self, report_id: int) -> None:
        """Goes to a report; one that was made elsewhere has no figures here, only what was noted of it."""
        if any(head.id == report_id and _is_elsewhere(head) for head in self.made):
            self.context.go(Route("record", "donor_reports", report_id, tab="overview"))
        else:
            self.context.go(Route("donor_report", "", report_id))

    # --- what was made -----------------------------------------------------------------------------------------------

    def _show_made(self) -> None:
        if not self.made:
            title = say("No report was made yet")
            about = say("Prepare one that is due, or draft any report on a grant.")
            self._list.addWidget(EmptyState(self.text(title), self.text(about), [], palette=self.context.palette))
            return
        self._lead([say_many("{count} report.", "{count} reports.", count=len(self.made))])
        self._add_rows([partial(self._made_row, head) for head in self.made])

    def _made_row(self, head: ReportHead) -> QWidget:
        tone, sign = STATUS_LOOKS[head.status]
        text = self.text
        chip = Chip(text(REPORT_STATUSES[head.status]), palette=self.context.palette, tone=tone, name=sign)
        name = say(
            "{report}, report {number}: {first} to {last}",
            report=reports.find_layout(head.layout).title if head.layout else head.requirement,
            number=head.number,
            first=head.starts_on,
            last=head.ends_on,
        )
        when = say("{moment}, {actor}", moment=head.submitted_at or "", actor=head.submitted_by)
        day = text(when) if head.submitted_at else ""
        if _is_elsewhere(head):
            day = text(say("{day}, made elsewhere", day=head.submitted_at.date() if head.submitted_at else ""))
        spoken = self.context.language.join((name,))
        layout = self._line(chip, head.grant, name, day, [])
        return PressableRow(
            layout, name=f"{head.grant} {spoken}", palette=self.context.palette, on_press=partial(self._open, head.id)
        )

    # --- what can be made --------------------------------------------------------------------------------------------

    def _show_layouts(self) -> None:
        groups = ((say("To a funder"), True), (say("Of the office"), False))
        for title, of_grant in groups:
            heading = label(self.text(title), TextStyle.STRONG, ink="muted")
            heading.setContentsMargins(0, 12, 0, 8)
            self._list.addWidget(heading)
            grid = QGridLayout()
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setSpacing(12)
            found = [layout for layout in reports.LAYOUTS.values() if layout.of_grant is of_grant]
            for place, layout in enumerate(found):
                line, side = divmod(place, _ACROSS)
                grid.addWidget(self._card(layout), line, side)
            for side in range(_ACROSS):
                grid.setColumnStretch(side, 1)
            self._list.addLayout(grid)

    def _card(self, layout: Layout) -> QWidget:
        text = self.text
        inside = column(
            label(text(layout.title), TextStyle.STRONG, wraps=True),
            label(text(layout.about), TextStyle.SMALL, ink="secondary", wraps=True),
            None,
            spacing=4,
        )
        inside.setContentsMargins(14, 12, 14, 12)
        go: Callable[[], None] = partial(self.context.go, report_route(layout.name))
        pressed = PressableRow(inside, name=text(layout.title), palette=self.context.palette, on_press=go)
        pressed.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)  # the names are in one line
        card = QFrame()
        card.setObjectName("card")
        card.setLayout(column(pressed))
        card.setMinimumHeight(96)
        return card

    # --- one line ----------------------------------------------------------------------------------------------------

    def _lead(self, parts: list[Message]) -> None:
        lead = label(self.context.language.join(parts), TextStyle.LEAD, ink="secondary")
        lead.setContentsMargins(0, 0, 0, 12)
        self._list.addWidget(lead)

    def _add_rows(self, rows: Sequence[Callable[[], QWidget]]) -> None:
        """Adds rows, so many as can be made at once, and the way to the next ones."""
        for make in rows[:_AT_ONCE]:
            self._list.addWidget(hairline())
            self._list.addWidget(make())
        if rest := rows[_AT_ONCE:]:
            more = self._link(say("and {count} more", count=len(rest)), partial(self._add_more, rest))
            self._list.addLayout(row(more, None))

    def _add_more(self, rows: Sequence[Callable[[], QWidget]]) -> None:
        """Puts the next rows where the way to them was, and the keyboard on the first of them."""
        _room, way = self._list.takeAt(self._list.count() - 1), self._list.takeAt(self._list.count() - 1)
        if way is not None and isinstance(link := way.layout(), QHBoxLayout):
            clear(link)
        place = self._list.count() + 1  # of the first one, below its line
        self._add_rows(rows)
        self._list.addStretch(1)
        item = self._list.itemAt(place)
        first = item.widget() if item is not None else None
        if first is not None:
            pressed = first if isinstance(first, QAbstractButton) else first.findChild(QAbstractButton)
            QTimer.singleShot(0, first, (pressed or first).setFocus)  # once Qt shows it

    def _line(self, chip: Chip, grant: str, name: Message, day: str, acts: Sequence[QWidget]) -> QHBoxLayout:
        mark = QWidget()
        mark.setLayout(row(chip, None))
        mark.setFixedWidth(_CHIP_ROOM)
        code = label(grant, TextStyle.STRONG)
        code.setFixedWidth(_GRANT_ROOM)
        when = QWidget()
        when.setLayout(column(ElidedLabel(day, ink="secondary")))
        when.setFixedWidth(_DAY_ROOM)
        layout = row(mark, code, when, ElidedLabel(self.text(name)), *acts, spacing=12)
        layout.setStretch(3, 1)
        layout.setContentsMargins(0, 8, 0, 8)
        return layout
