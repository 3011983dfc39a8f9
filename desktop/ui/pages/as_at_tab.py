"""A grant as it was on a day: its terms, its budget and its money, clearly marked, with a way back to today."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop.domain.amendment import TERM_LABELS
from desktop.domain.money import Money
from desktop.language import Message, say
from desktop.services.amendments import GrantAsAt, grant_as_at
from desktop.services.records import RecordView
from desktop.ui.context import Context
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import button, clear, column, hairline, label, margins, row
from desktop.ui.widgets.facts import Fact, FactGrid
from desktop.ui.widgets.fields import DateField, FieldError
from desktop.ui.widgets.figures import FigureStrip, HeaderFigure


class AsAtTab(QWidget):
    """A day above; below it the grant as it was then. It opens on the day before `before`, or today."""

    def __init__(self, context: Context, record: RecordView, *, before: date | None = None) -> None:
        super().__init__()
        self.context = context
        self._record = record
        self.day = before - timedelta(days=1) if before else context.today
        self.field = DateField(context, say("As at the end of"), required=True)
        self.field.setFixedWidth(240)
        self.field.left.connect(self._take_day)
        self.back = button(
            context.text(say("Back to today")), palette=context.palette, name=Icon.REVERSAL, on_click=self.show_today
        )
        head = row(self.field, self.back, None, spacing=12)
        head.setAlignment(self.back, Qt.AlignmentFlag.AlignBottom)
        head.setContentsMargins(margins(20, 10, 16, 10))
        self._shown = column(spacing=14)
        self._shown.setContentsMargins(margins(20, 14, 16, 20))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addLayout(self._shown)
        layout.addStretch(1)

    def load(self) -> None:
        """Reads the grant as at the day."""
        self.field.set_value(self.day)
        office, grant_id, day = self.context.office, self._record.id, self.day
        self.context.read(self, lambda: grant_as_at(office, grant_id=grant_id, day=day), self._show)

    def show_day(self, day: date) -> None:
        """Shows another day."""
        if day != self.day:
            self.day = day
            self.load()

    def show_today(self) -> None:
        """The way back."""
        self.show_day(self.context.today)

    def _take_day(self) -> None:
        try:
            day = self.field.value()
        except FieldError as error:
            self.field.set_trouble(error.message)
            return
        self.field.set_trouble(None)
        if isinstance(day, date):
            self.show_day(day)

    # --- what was ----------------------------------------------------------------------------------------------------

    def _show(self, then: GrantAsAt) -> None:
        clear(self._shown)
        self.back.setVisible(then.day != then.today)
        self._shown.addWidget(self._band(then))
        self._shown.addWidget(self._figures(then))
        self._shown.addWidget(hairline())
        self._shown.addWidget(label(self.context.text(say("Terms")), TextStyle.STRONG))
        self._shown.addWidget(FactGrid(self.context, self._terms(then), name_width=170, columns=2))
        if then.budgets:
            self._shown.addWidget(label(self.context.text(say("Budget")), TextStyle.STRONG))
            self._shown.addWidget(FactGrid(self.context, self._budgets(then), name_width=170))

    def _band(self, then: GrantAsAt) -> QFrame:
        """Says at which day one looks, and what changed since."""
        context = self.context
        day = context.language.long_date(then.day)
        earlier = then.day < then.today
        picture = QLabel()
        sign, ink = (Icon.HISTORY, context.palette.warning) if earlier else (Icon.DONE, context.palette.positive)
        picture.setPixmap(pixmap(sign, ink))
        band = QFrame()
        band.setObjectName("band")
        band.setProperty("tone", "warning" if earlier else "positive")
        texts = column(spacing=2)
        texts.addWidget(label(context.text(say("As at {day}", day=day)), TextStyle.LEAD_STRONG))
        for sentence in self._since(then):
            texts.addWidget(label(context.text(sentence), wraps=True))
        layout = row(picture, spacing=12)
        layout.addLayout(texts, 1)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.setContentsMargins(margins(12, 10, 12, 10))
        band.setLayout(layout)
        return band

    def _since(self, then: GrantAsAt) -> list[Message]:
        if then.day > then.today:
            return [say("This day has not come yet: what is known today is shown.")]
        if then.day == then.today:
            return [say("These are the terms of today. Enter an earlier day to see the grant as it was then.")]
        if not then.changed_since:
            return [say("Its terms are the same today.")]
        changed = say("Amendment {number} ended these terms.", number=then.amendment or 0)
        return [changed, say("Changed since: {changes}", changes=then.changed_since)]

    def _figures(self, then: GrantAsAt) -> FigureStrip:
        context, language = self.context, self.context.language
        until = say("by {day}", day=language.day(then.day))
        parts: tuple[tuple[Message, Money | None, Message], ...] = (
            (say("Awarded"), then.awarded, then_currency(then)),
            (say("Budget"), then.budget, say("approved by then")),
            (say("Received"), then.received, until),
            (say("Spent"), then.spent, until),
            (say("Committed"), then.committed, until),
            (say("Available"), then.available, say("awarded − spent − committed")),
        )
        figures = [
            HeaderFigure(
                context.text(name),
                "–" if money is None else language.number(money.amount),
                context.text(about),
                alarming=money is not None and money.amount < 0,
            )
            for name, money, about in parts
        ]
        return FigureStrip(figures, palette=context.palette)

    def _terms(self, then: GrantAsAt) -> list[Fact]:
        language = self.context.language
        facts = []
        for name, value in then.terms.by_name().items():
            if value is None or value == "":
                continue
            shown: str
            if name in ("amount", "cost_share"):
                shown = language.money(Money(value, then.awarded.currency))
            elif name == "indirect_rate":
                shown = language.per_cent(value)
            elif isinstance(value, date):
                shown = language.long_date(value)
            else:
                shown = language.value(value)
            facts.append(Fact(self.context.text(TERM_LABELS[name]), shown))
        return facts

    def _budgets(self, then: GrantAsAt) -> list[Fact]:
        language = self.context.language
        facts = []
        for one in then.budgets:
            revision = say("Revision {number}", number=one.revision) if one.revision else say("First budget")
            name = say("{project}, {revision}", project=one.project, revision=revision) if one.project else revision
            amount = Money(one.amount, then.awarded.currency)
            shown = language.money(amount)
            if one.approved_on is not None:
                since = say("{amount}, approved on {day}", amount=amount, day=language.day(one.approved_on))
                shown = self.context.text(since)
            facts.append(Fact(self.context.text(name), shown))
        return facts


def then_currency(then: GrantAsAt) -> Message:
    """The currency all its figures are in."""
    return say("in {currency}", currency=then.awarded.currency)
