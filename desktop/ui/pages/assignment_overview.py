"""An assignment at a glance: its posts, who fills them and until when, and how long they stood or will stand vacant."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.domain.staffing.service import two_decimals
from desktop.language import Message, say, say_many
from desktop.services.deployments.assignments import AssignmentPosts, assignment_posts
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.pages.linked_tab import linked_query
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import button, column, label, margins, row, scrolled
from desktop.ui.widgets.facts import FactGrid, facts_of
from desktop.ui.widgets.figures import FigureStrip, HeaderFigure
from desktop.ui.widgets.register_table import RegisterTable
from desktop.ui.widgets.vacancy_bars import VacancyBars

_TOLD = ("reference", "title", "posts", "filled", "open", "tasks", "results_expected", "profile", "note")
_TEXTS = ("tasks", "results_expected", "profile", "note")
_SHOWN = (
    "reference",
    "volunteer",
    "name",
    "sex",
    "place",
    "state",
    "starts_on",
    "ends_on",
    "planned_ends_on",
    "grants",
)
_ROWS = 12


class AssignmentOverview(QWidget):
    """The overview tab of an assignment."""

    def __init__(self, context: Context, record: RecordView) -> None:
        super().__init__()
        self.context = context
        self._owner = context.office.register("assignments")
        self._record = record
        self._top = QVBoxLayout()
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.setSpacing(10)
        inside = column(spacing=14)
        inside.addLayout(self._top)
        inside.addLayout(self._posts())
        inside.addWidget(self._facts())
        inside.addStretch(1)
        inside.setContentsMargins(margins(20, 12, 16, 20))
        area = scrolled(inside)
        area.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        office, assignment_id = context.office, record.id
        context.read(self, lambda: assignment_posts(office, assignment_id=assignment_id), self._show)

    def _show(self, posts: AssignmentPosts) -> None:
        self._top.addWidget(FigureStrip(self._figures(posts), palette=self.context.palette))
        if not posts.months:
            return
        bars = VacancyBars(posts.months, today=posts.day, palette=self.context.palette, language=self.context.language)
        bars.setFixedHeight(150)
        told = say("Months of posts: served under what is signed, and vacant (hatched)")
        self._top.addWidget(label(self.context.text(told), TextStyle.SMALL, ink="muted"))
        self._top.addWidget(bars)

    def _figures(self, posts: AssignmentPosts) -> list[HeaderFigure]:
        text = self.context.text
        to_come = say_many("{count} to come", "{count} to come", count=posts.to_come)
        figures = [
            HeaderFigure(text(say("Posts")), str(posts.posts), self._expected(posts)),
            HeaderFigure(text(say("Filled today")), str(posts.filled), text(to_come)),
            HeaderFigure(text(say("Open today")), str(posts.open), self._open(posts), alarming=posts.open > 0),
        ]
        if posts.expected is not None:
            ahead = say(
                "{signed} until the end by what is signed, {planned} with what is planned",
                signed=two_decimals(posts.vacant_signed),
                planned=two_decimals(posts.vacant_planned),
            )
            name = text(say("Vacancy months so far"))
            figures.append(HeaderFigure(name, self._months(posts.vacant_so_far), text(ahead)))
        return figures

    def _months(self, months: Fraction) -> str:
        return self.context.language.number(two_decimals(months))

    def _expected(self, posts: AssignmentPosts) -> str:
        if posts.expected is None:
            return self.context.text(say("no expected dates"))
        told = say("from {first} to {last}", first=posts.expected.start, last=posts.expected.last)
        return self.context.text(told)

    def _open(self, posts: AssignmentPosts) -> str:
        if posts.expected is None or posts.day in posts.expected:
            return self.context.text(say("nobody serves on them") if posts.open else say("all are filled"))
        told: Message = say("not yet expected") if posts.day < posts.expected.start else say("no longer expected")
        return self.context.text(told)

    def _posts(self) -> QVBoxLayout:
        """Who fills the posts, now and before, and the button that plans more."""
        text, context = self.context.text, self.context
        plan = button(text(say("Plan posts")), palette=context.palette, name=Icon.NEW, small=True, on_click=self._plan)
        heading = row(label(text(say("Who fills the posts")), TextStyle.STRONG), None, plan)
        link = next(link for link in self._owner.links if link.register == "deployments")
        query = linked_query(context, self._owner, link, self._record.id)
        shown = tuple(column.key for column in query.register.columns if column.key in _SHOWN)
        table = RegisterTable(context, replace(query, columns=shown), view_key="assignments/posts")
        table.opened.connect(lambda identity: context.go(Route("record", "deployments", identity)))
        about = label(text(say("Nobody is deployed on it yet.")), ink="muted")

        def counted(count: int) -> None:
            (about if count else table).hide()  # never shown here: before it has its place it would be a window
            table.show_rows(min(count, _ROWS))

        table.counted.connect(counted)
        layout = column(spacing=6)
        layout.addLayout(heading)
        layout.addWidget(about)
        layout.addWidget(table)
        table.load()
        return layout

    def _plan(self) -> None:
        self.context.go(Route("plan", "deployments", self._record.id))

    def _facts(self) -> QWidget:
        facts = facts_of(self.context, self._owner, self._record, skip=_TOLD)
        layout = column(FactGrid(self.context, facts, name_width=140, columns=2), spacing=12)
        for key in _TEXTS:
            told = self._record.values.get(key)
            if isinstance(told, str) and told:
                layout.addWidget(label(self.context.text(self._owner.column(key).label), TextStyle.STRONG))
                shown = label(told, ink="secondary", wraps=True)
                shown.setMaximumWidth(900)
                shown.setTextFormat(Qt.TextFormat.PlainText)
                line = row(shown, None)  # in a line of its own, or its height is reckoned from the width of the page
                line.setStretch(0, 1)
                line.setStretch(1, 0)
                layout.addLayout(line)
        holder = QWidget()
        holder.setLayout(layout)
        return holder
