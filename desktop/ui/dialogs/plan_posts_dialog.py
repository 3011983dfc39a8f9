"""Asks for posts of an assignment to plan: how many or for whom, from when to when, and which grant pays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop.domain.allocation import WHOLE, Share
from desktop.domain.progress import Progress
from desktop.language import Message, say
from desktop.services.deployments.assignments import AssignmentPosts
from desktop.services.deployments.planning import plan_posts
from desktop.services.offices import Outcome
from desktop.services.records import InvalidRecordError
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.widgets.basics import button, label
from desktop.ui.widgets.choice_fields import LookupField
from desktop.ui.widgets.fields import DateField, Field, FieldError, NumberField

_WIDTH = 680
_SAID_AT: Final = {"shares": "grant"}  # where what is wrong with a value is said


class PlanPostsDialog(Dialog):
    """Plans several posts at once; nothing is signed by it."""

    def __init__(self, context: Context, window: QWidget, posts: AssignmentPosts, *, assignment: str) -> None:
        super().__init__(context, window, context.text(say("Plan posts")), about=assignment, width=_WIDTH)
        self._posts = posts
        told = say("Each post becomes a deployment with a planned contract. Nothing is committed before it is signed.")
        self.body.addWidget(label(context.text(told), ink="secondary", wraps=True))
        line = LookupField(context, say("Line"), register="budget_lines", required=False, only=("status=approved",))
        self.grant = LookupField(context, say("Grant that pays"), register="grants", required=False)
        self.fields: dict[str, Field] = {
            "count": NumberField(context, say("How many posts"), required=True),
            "volunteer": LookupField(context, say("Or one volunteer"), register="volunteers", required=False),
            "starts_on": DateField(context, say("From"), required=True),
            "ends_on": DateField(context, say("To"), required=True),
            "grant": self.grant,
            "line": line,
        }
        self._line = line
        self._propose()
        self._lay_out()
        self.grant.edited.connect(self._follow)
        cancel = button(context.text(say("Cancel")), kind="ghost", palette=context.palette, on_click=self.cancel)
        self.verb = button(context.text(say("Plan")), kind="primary", palette=context.palette, on_click=self.plan)
        self.add_foot([cancel, self.verb])

    def _propose(self) -> None:
        """The open posts, from today or the expected start to the expected end."""
        posts = self._posts
        self.fields["count"].set_value(Decimal(max(posts.open - posts.to_come, 1)))
        if posts.expected is not None:
            self.fields["starts_on"].set_value(max(posts.day, posts.expected.start))
            self.fields["ends_on"].set_value(posts.expected.last)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(14)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        for place, field in enumerate(self.fields.values()):
            grid.addWidget(field, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
            for line in field.findChildren(QLineEdit):
                line.returnPressed.connect(self.plan)
        self.body.addLayout(grid)
        for field in (self.fields["volunteer"], self.grant):
            if isinstance(field, LookupField):
                field.refresh()

    def _follow(self) -> None:
        """The lines of the grant that is chosen."""
        grant_id = self.grant.value()
        self._line.limit_to(("budget.grant_id", grant_id) if isinstance(grant_id, int) else None)

    def plan(self) -> None:
        """Plans the posts, or says beside each field what is wrong."""
        values: dict[str, object] = {}
        for key, field in self.fields.items():
            try:
                values[key] = field.value()
            except FieldError:
                field.check()
        first, last = values.get("starts_on"), values.get("ends_on")
        if not (isinstance(first, date) and isinstance(last, date)) or len(values) < len(self.fields):
            for key in ("starts_on", "ends_on"):
                if key in values and values[key] is None:
                    self.fields[key].set_trouble(say("Enter a day."))
            return
        office, assignment_id = self.context.office, self._posts.assignment_id
        who, shares = values["volunteer"], _shares(values)
        count = values["count"]

        def work(_progress: Progress) -> Outcome:
            return plan_posts(
                office,
                assignment_id=assignment_id,
                starts_on=first,
                ends_on=last,
                volunteer_ids=(who,) if isinstance(who, int) else (),
                count=int(count) if isinstance(count, Decimal) else 0,
                shares=shares,
            )

        self.context.run(self, work, say("Saving"), on_done=lambda _done: self.close_overlay(), on_error=self._refused)

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, InvalidRecordError):
            self.context.report(error)
            return
        unplaced: list[Message] = []
        for key, sentence in error.fields.items():
            field = self.fields.get(_SAID_AT.get(key, key))
            if field is None:
                unplaced.append(sentence)
            else:
                field.set_trouble(sentence)
        if unplaced:
            self.context.report(error)


def _shares(values: Mapping[str, object]) -> tuple[Share, ...]:
    """The grant that pays all of it, where one is chosen."""
    grant_id, line_id = values["grant"], values["line"]
    if not isinstance(grant_id, int):
        return ()
    return (Share(grant_id, WHOLE, line_id if isinstance(line_id, int) else None),)
