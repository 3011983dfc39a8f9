"""Planning deployments: posts of an assignment, the volunteers who fill them, their days, and who pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.allocation import shares_problem
from desktop.language import Message, say
from desktop.services.deployments.assignments import AssignmentPosts, assignment_posts
from desktop.services.deployments.planning import plan_posts
from desktop.services.offices import Outcome
from desktop.services.records import InvalidRecordError
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.fields_dialog import Values
from desktop.ui.dialogs.payers import Payers, id_of, shares_of
from desktop.ui.dialogs.saving_dialog import SavingDialog
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import ElidedLabel, button, clear, label, row
from desktop.ui.widgets.choice_fields import LookupField
from desktop.ui.widgets.fields import DateField, WholeField

_ACROSS = 5  # volunteers in a row
_LACKING: Final[dict[str, Message]] = {
    "assignment": say("Choose an assignment."),
    "starts_on": say("Enter a day."),
    "ends_on": say("Enter a day."),
}


class PlanDialog(SavingDialog):
    """Plans one deployment for each volunteer that is chosen, or posts that nobody fills yet."""

    act = say("plans")

    def __init__(self, context: Context, window: QWidget, *, assignment_id: int = 0) -> None:
        super().__init__(context, window, say("New deployments"), verb=say("Plan them"), width=720)
        self.volunteers: dict[int, str] = {}
        self.assignment = LookupField(context, say("Assignment"), register="assignments", required=True)
        self.first, self.last = (DateField(context, name, required=True) for name in (say("From"), say("To")))
        self.volunteer = LookupField(
            context,
            say("Volunteers"),
            register="volunteers",
            required=False,
            hint=say("Each that is chosen here gets a deployment of their own."),
        )
        self.count = WholeField(
            context, say("Posts"), required=False, hint=say("How many, while nobody is chosen who fills them.")
        )
        self.count.set_value(Decimal(1))
        self.payers = Payers(context, required=False)
        self.add_fields(
            ("assignment", self.assignment, True),
            ("starts_on", self.first, False),
            ("ends_on", self.last, False),
            ("volunteer", self.volunteer, False),
            ("count", self.count, False),
        )
        self._chosen = QVBoxLayout()
        self._chosen.setSpacing(0)
        self.body.addLayout(self._chosen)
        self._add_payers()
        self.body.addWidget(self._trouble)
        for field in (self.assignment, self.volunteer):
            field.refresh()
        if assignment_id:
            self.assignment.set_value(assignment_id)
        self.volunteer.edited.connect(self._choose)
        self.assignment.edited.connect(self._propose)
        told = say("Each post becomes a deployment with a planned contract. Nothing is committed before it is signed.")
        self.body.insertWidget(0, label(context.text(told), ink="secondary", wraps=True))
        self._propose()

    def _add_payers(self) -> None:
        """A grid of its own, below the volunteers that are chosen."""
        holder = QVBoxLayout()
        holder.setSpacing(14)
        payers = self.payers
        pairs = ((payers.grant, payers.line), (payers.percent, None), (payers.other, payers.other_line))
        for first, second in pairs:
            line = row(first, second or QWidget(), spacing=16)
            line.setStretch(0, 1)
            line.setStretch(1, 1)
            holder.addLayout(line)
        self.body.addLayout(holder)
        self.fields |= {
            "grant": payers.grant,
            "line": payers.line,
            "percent": payers.percent,
            "other": payers.other,
            "other_line": payers.other_line,
        }

    def _propose(self) -> None:
        """The open posts of the assignment, and its days from today on, where nothing else stands there."""
        office, identity = self.context.office, self.assignment.identity

        def arrived(posts: AssignmentPosts) -> None:
            if self.assignment.identity != identity:
                return
            if not self.volunteers:
                self.count.set_value(Decimal(max(posts.open - posts.to_come, 1)))
            if posts.expected is not None and not (self.first.line.text() or self.last.line.text()):
                self.first.set_value(min(max(posts.day, posts.expected.start), posts.expected.last))
                self.last.set_value(posts.expected.last)

        if identity is not None:
            self.context.read(self, lambda: assignment_posts(office, assignment_id=identity), arrived)

    # --- volunteers --------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        """Takes the volunteer that stands in the field among those that are chosen."""
        chosen = self.volunteer.chosen
        if chosen is not None:
            self.volunteers[chosen.id] = chosen.code
            self.volunteer.set_value(None)
            self._show_chosen()

    def _show_chosen(self) -> None:
        clear(self._chosen)
        chosen = list(self.volunteers.items())
        for place in range(0, len(chosen), _ACROSS):
            beside = [self._one_chosen(identity, code) for identity, code in chosen[place : place + _ACROSS]]
            beside += [QWidget() for _empty in range(_ACROSS - len(beside))]
            self._chosen.addLayout(row(*beside))
        self.count.line.setReadOnly(bool(self.volunteers))  # disabled, it would lose the focus that just came to it
        self.count.set_value(Decimal(len(self.volunteers) or 1))

    def _one_chosen(self, identity: int, code: str) -> QWidget:
        name = self.context.text(say("Leave out {volunteer}", volunteer=code))
        drop = button(
            name, kind="icon", palette=self.context.palette, name=Icon.CLOSE, on_click=self._dropping(identity)
        )
        holder = QWidget()
        holder.setLayout(row(ElidedLabel(code, snug=True), drop, None, spacing=4))
        return holder

    def _dropping(self, identity: int) -> Callable[[], None]:
        def drop() -> None:
            del self.volunteers[identity]
            self._show_chosen()

        return drop

    # --- planning ----------------------------------------------------------------------------------------------------

    def show_outcome(self) -> None:
        """Nothing: planning posts nothing."""

    def _tell(self, troubles: Mapping[str, Message]) -> None:
        """What is wrong with the shares is said beside their per cent, or else beside the grant."""
        told = dict(troubles)
        if "shares" in told:
            uneven = shares_problem(shares_of(self.values(tells=False) or {})) is not None
            told["percent" if uneven else "grant"] = told.pop("shares")
        super()._tell(told)

    def post(self, values: Values) -> Outcome:
        """Plans them."""
        ids = list(self.volunteers)
        first, last = values.get("starts_on"), values.get("ends_on")
        lacking = {key: problem for key, problem in _LACKING.items() if values.get(key) is None}
        if lacking or not (isinstance(first, date) and isinstance(last, date)):
            raise InvalidRecordError(lacking)
        return plan_posts(
            self.context.office,
            assignment_id=id_of(values.get("assignment")),
            starts_on=first,
            ends_on=last,
            volunteer_ids=ids,
            count=0 if ids else id_of(values.get("count")),
            shares=shares_of(values),
        )


def open_plan(context: Context, window: QWidget, route: Route) -> None:
    """Opens it, for the assignment that a route is about."""
    PlanDialog(context, window, assignment_id=route.record_id).open()
