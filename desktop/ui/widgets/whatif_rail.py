"""The rail of what-if: asks for a change, lists what is tried, and shows what becomes of each grant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.allocation import WHOLE, Share
from desktop.domain.finding import Finding
from desktop.domain.period import ONE_DAY, Period, months_later
from desktop.language import Message, say
from desktop.registers.query import Cell
from desktop.services.deployments.whatif import AddPosts, Change, EndEarly, Extend, Move
from desktop.ui.context import Context
from desktop.ui.models.trial import FigureChange
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, Ink, button, clear, flush_right, hairline, label, row
from desktop.ui.widgets.choice_fields import ChoiceField, LookupField
from desktop.ui.widgets.fields import DateField, Field, FieldError, WholeField
from desktop.ui.widgets.severity_signs import SEVERITY_SIGNS

WIDTH = 320
ADD, EXTEND, MOVE, END = "add", "extend", "move", "end"
_KINDS: tuple[tuple[str, Message], ...] = (
    (EXTEND, say("Extend")),
    (ADD, say("Add posts")),
    (MOVE, say("Another grant pays")),
    (END, say("End early")),
)
_HERE, _ALL = "here", "all"


@dataclass(frozen=True, slots=True)
class GrantOutcome:
    """What becomes of a grant."""

    grant: str
    figures: Sequence[FigureChange]
    sentence: str = ""


class WhatIfRail(QFrame):
    """`asked` carries a change to try, `given_up` the place of one to drop, `closed` that one is done here."""

    asked = Signal(object)
    given_up = Signal(int)
    closed = Signal()

    def __init__(self, context: Context, *, whom: Callable[[bool], Sequence[int]]) -> None:
        """`whom` says which deployments are meant: the one that is chosen, or all that serve."""
        super().__init__()
        self.setObjectName("rail")
        self.setProperty("edge", "right" if context.language.right_to_left else "left")
        self.setFixedWidth(WIDTH)
        self._context, self._whom = context, whom
        self._make_fields()
        self._tried, self._told = QVBoxLayout(), QVBoxLayout()
        for part in (self._tried, self._told):
            part.setSpacing(4)
        self._lay_out()
        self.kind.edited.connect(self._show_fields)
        self.grant.edited.connect(lambda: self.line.limit_to(("budget.grant_id", self.grant.identity or 0)))
        self._show_fields()

    # --- making ------------------------------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        context, text = self._context, self._context.text
        kinds = [(code, text(name)) for code, name in _KINDS]
        self.kind = ChoiceField(context, say("What if we"), choices=kinds, required=True)
        self.kind.set_value(EXTEND)
        whom = [(_HERE, text(say("The one that is chosen"))), (_ALL, text(say("All that serve here")))]
        self.who = ChoiceField(context, say("Whom"), choices=whom, required=True)
        self.who.set_value(_HERE)
        self.assignment = LookupField(context, say("Assignment"), register="assignments", required=True)
        self.count = WholeField(context, say("Posts more"), required=True)
        self.count.set_value(Decimal(2))
        self.months = WholeField(context, say("Months more"), required=True)
        self.months.set_value(Decimal(6))
        self.first, self.last = (DateField(context, name, required=True) for name in (say("From"), say("To")))
        start = months_later(context.today, 1).replace(day=1)
        self.first.set_value(start)
        self.last.set_value(months_later(start, 6) - ONE_DAY)
        self.grant = LookupField(context, say("Grant"), register="grants", required=True)
        self.line = LookupField(context, say("Budget line"), register="budget_lines", required=False)
        self.line.limit_to(("budget.grant_id", 0))
        self._fields: dict[str, tuple[Field, ...]] = {
            EXTEND: (self.who, self.months),
            ADD: (self.assignment, self.count, self.first, self.last, self.grant, self.line),
            MOVE: (self.who, self.first, self.grant, self.line),
            END: (self.who, self.last),
        }
        self._all = (
            self.who, self.assignment, self.count, self.months, self.first, self.last, self.grant, self.line
        )  # fmt: skip

    def _lay_out(self) -> None:
        text, palette = self._context.text, self._context.palette
        close = button(text(say("Close")), kind="icon", palette=palette, name=Icon.CLOSE, on_click=self.closed.emit)
        head = row(label(text(say("What if")), TextStyle.LEAD_STRONG), None, close)
        self.add = button(text(say("Try it")), palette=palette, name=Icon.SCENARIO, small=True, on_click=self.ask)
        body = QWidget()
        body.setObjectName("scrolled")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(16, 10, 16, 16)
        inside.setSpacing(10)
        inside.addLayout(head)
        inside.addWidget(self.kind)
        for field in self._all:
            inside.addWidget(field)
        inside.addLayout(row(self.add, None))
        inside.addLayout(self._tried)
        inside.addLayout(self._told)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def refresh(self) -> None:
        """Offers the records there are."""
        for field in (self.assignment, self.grant):
            field.refresh()

    def preset_assignment(self, identity: int) -> None:
        """Asks for posts of this assignment at first."""
        self.assignment.set_value(identity)

    def _show_fields(self) -> None:
        wanted = self._fields.get(str(self._read(self.kind)), ())
        for field in self._all:
            field.setVisible(field in wanted)

    # --- asking ------------------------------------------------------------------------------------------------------

    @staticmethod
    def _read(field: Field) -> Cell:
        """What stands in a field; None where it cannot be read."""
        try:
            return field.value()
        except FieldError:
            return None

    def ask(self) -> None:
        """Asks for the change that the fields say; what is missing is said beside its field."""
        kind = str(self._read(self.kind))
        missing = say("Fill this in, or choose another change.")
        needed = [field for field in self._fields.get(kind, ()) if field is not self.line]
        for field in needed:
            field.check()
            if not field.trouble and field.value() is None:
                field.set_trouble(missing)
        if not any(field.trouble for field in needed):
            change = self._change(kind)
            if change is not None:
                self.asked.emit(change)

    def _change(self, kind: str) -> Change | None:
        first, last = self._day(self.first), self._day(self.last)
        if kind == ADD:
            if last < first:
                self.last.set_trouble(say("It ends before it starts, on {day}. Enter a later date.", day=first))
                return None
            days = Period.of_days(first, last)
            return AddPosts(int(self._number(self.assignment)), int(self._number(self.count)), days, self._shares())
        whom = tuple(self._whom(self._read(self.who) == _ALL))
        if not whom:
            self.who.set_trouble(say("Nobody is meant. Choose a row first."))
            return None
        if kind == EXTEND:
            return Extend(whom, months=int(self._number(self.months)))
        return Move(whom, self._shares(), first) if kind == MOVE else EndEarly(whom, last)

    def _shares(self) -> tuple[Share, ...]:
        line = self._read(self.line)
        return (Share(int(self._number(self.grant)), WHOLE, line if isinstance(line, int) else None),)

    def _number(self, field: Field) -> Decimal:
        found = self._read(field)
        return Decimal(found) if isinstance(found, (int, Decimal)) else Decimal(0)

    def _day(self, field: Field) -> date:
        found = self._read(field)
        return found if isinstance(found, date) else self._context.today

    # --- what it does ------------------------------------------------------------------------------------------------

    def show_tried(self, changes: Sequence[str]) -> None:
        """Lists what is tried, each with a way to give it up."""
        clear(self._tried)
        palette, name = self._context.palette, self._context.text(say("Give it up"))
        for place, words in enumerate(changes):
            drop = button(name, kind="icon", palette=palette, name=Icon.CLOSE, on_click=self._giving_up(place))
            line = row(ElidedLabel(words), drop, spacing=4)
            line.setStretch(0, 1)
            self._tried.addLayout(line)

    def _giving_up(self, place: int) -> Callable[[], None]:
        return lambda: self.given_up.emit(place)

    def show_outcomes(self, outcomes: Sequence[GrantOutcome], findings: Sequence[Finding]) -> None:
        """Shows what becomes of each grant, and what speaks against it."""
        clear(self._told)
        for outcome in outcomes:
            self._told.addWidget(hairline())
            self._told.addSpacing(4)
            self._told.addWidget(label(outcome.grant, TextStyle.STRONG))
            if outcome.sentence:
                self._told.addWidget(label(outcome.sentence, TextStyle.SMALL, ink="secondary", wraps=True))
            self._told.addWidget(self._table(outcome.figures))
        for finding in sorted(findings, key=lambda finding: -finding.severity):
            self._told.addWidget(hairline())
            self._told.addWidget(self._finding(finding))

    def _table(self, figures: Sequence[FigureChange]) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 2, 0, 6)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        for place, figure in enumerate(figures):
            ink: Ink = "negative" if figure.worse else ""
            after = label(figure.after, TextStyle.STRONG if figure.changes else TextStyle.BODY, ink=ink)
            before = label(figure.before if figure.changes else "", TextStyle.SMALL, ink="muted")
            for shown in (before, after):
                shown.setAlignment(flush_right())
            grid.addWidget(label(figure.name, ink="secondary"), 2 * place, 0, Qt.AlignmentFlag.AlignTop)
            if figure.changes:
                grid.addWidget(before, 2 * place, 1)
            grid.addWidget(after, 2 * place + int(figure.changes), 1)
        holder = QWidget()
        holder.setLayout(grid)
        return holder

    def _finding(self, finding: Finding) -> QWidget:
        name, ink = SEVERITY_SIGNS[finding.severity]
        sign = QLabel()
        sign.setPixmap(pixmap(name, getattr(self._context.palette, ink), size=14))
        line = row(sign, spacing=8)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(self._context.text(finding.sentence), TextStyle.SMALL, wraps=True), 1)
        line.setContentsMargins(0, 6, 0, 2)
        holder = QWidget()
        holder.setLayout(line)
        return holder
