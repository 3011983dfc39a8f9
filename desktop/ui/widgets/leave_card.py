"""The leave of a deployment at a glance: what is left today and at the end, what was taken, and how it comes in."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.staffing.leave import LEARNING_DAYS, LeaveBalance
from desktop.domain.staffing.service import two_decimals
from desktop.domain.volunteer_terms import LeaveKind
from desktop.language import Message, say
from desktop.services.deployments.leave import balance
from desktop.ui.context import Context
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import clear, label
from desktop.ui.widgets.figures import FigureStrip, HeaderFigure


class LeaveCard(QWidget):
    """Reads by itself; `load` reads anew."""

    def __init__(self, context: Context, deployment_id: int) -> None:
        super().__init__()
        self._context = context
        self._deployment_id = deployment_id
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(6)
        self.load()

    def load(self) -> None:
        """Reads the leave as at today."""
        office, deployment_id, day = self._context.office, self._deployment_id, self._context.today
        self._context.read(self, lambda: balance(office, deployment_id=deployment_id, day=day), self._show)

    def _show(self, leave: LeaveBalance) -> None:
        clear(self._inside)
        figures = [self._left(leave), self._at_end(leave), self._learning(leave), self._sick(leave)]
        self._inside.addWidget(FigureStrip(figures, palette=self._context.palette))
        how = say(
            "{days} working days for each month of service; a day counts as its part of its own month.",
            days=two_decimals(Fraction(leave.monthly)),
        )
        self._inside.addWidget(label(self._context.text(how), TextStyle.CAPTION, ink="muted"))

    def _figure(self, name: Message, value: Fraction, about: Message) -> HeaderFigure:
        text = self._context.text
        shown = self._context.language.number(two_decimals(value))
        return HeaderFigure(text(name), shown, text(about), alarming=value < 0)

    def _left(self, leave: LeaveBalance) -> HeaderFigure:
        about = say(
            "{accrued} came in, {taken} taken",
            accrued=two_decimals(leave.accrued),
            taken=two_decimals(leave.taken_of(LeaveKind.ANNUAL)),
        )
        return self._figure(say("Annual leave left today"), leave.left, about)

    def _at_end(self, leave: LeaveBalance) -> HeaderFigure:
        if leave.ends_on is None:
            return self._figure(say("At the end"), leave.at_end, say("no contract is signed"))
        about = say("on {day}, {booked} more booked", day=leave.ends_on, booked=two_decimals(leave.booked))
        return self._figure(say("At the end"), leave.at_end, about)

    def _learning(self, leave: LeaveBalance) -> HeaderFigure:
        if leave.learning_year is None:
            about = say("of {days} days a year of service", days=LEARNING_DAYS)
            return self._figure(say("Learning leave left"), leave.learning_left, about)
        about = say("of {days} days until {day}", days=LEARNING_DAYS, day=leave.learning_year.last)
        return self._figure(say("Learning leave left"), leave.learning_left, about)

    def _sick(self, leave: LeaveBalance) -> HeaderFigure:
        certified = leave.taken_of(LeaveKind.SICK_CERTIFIED)
        uncertified = leave.taken_of(LeaveKind.SICK_UNCERTIFIED)
        about = say("of them {days} certified", days=two_decimals(certified))
        return self._figure(say("Sick leave taken"), certified + uncertified, about)
