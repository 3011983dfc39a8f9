"""A grant at a glance: six figures, a sentence, spending against cash, and what each category has left."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.codes import CATEGORY_SHORT_NAMES
from desktop.domain.finding import Severity
from desktop.domain.money import Money
from desktop.domain.period import next_month
from desktop.domain.portfolio import CategoryFigures, GrantFigures, Pace
from desktop.language import Message, say
from desktop.services.portfolio import MonthSums, grant_figures, grant_months, office_findings
from desktop.services.records import RecordView
from desktop.ui.context import Context
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, column, flush_right, hairline, label, margins, row
from desktop.ui.widgets.charts import BurnChart, BurnLine, BurnPoint, LineSample
from desktop.ui.widgets.figures import FigureStrip, HeaderFigure, Key
from desktop.ui.widgets.pace_bar import PaceBar, PaceShares

RAIL = 400


class GrantOverview(QWidget):
    """The overview tab of a grant."""

    def __init__(self, context: Context, record: RecordView) -> None:
        super().__init__()
        self.context = context
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        office, grant_id = context.office, record.id

        def work() -> tuple[GrantFigures, list[MonthSums], list[Message]]:
            grant = grant_figures(office, grant_id)
            serious = [
                finding.sentence
                for finding in office_findings(office)
                if finding.register == "grants"
                and finding.record_id == grant_id
                and finding.severity >= Severity.WARNING
            ]
            return grant, grant_months(office, grant), serious

        context.read(self, work, lambda found: self._show(*found), patient=True)

    def _show(self, grant: GrantFigures, months: list[MonthSums], serious: list[Message]) -> None:
        top = column(self._figures(grant), self._band(grant, serious), spacing=10)
        top.setContentsMargins(margins(20, 12, 16, 10))
        self._layout.addLayout(top)
        self._layout.addWidget(hairline())
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addLayout(self._spending(grant, months), 1)
        below.addWidget(self._rail(grant))
        self._layout.addLayout(below, 1)

    def _spending(self, grant: GrantFigures, months: list[MonthSums]) -> QVBoxLayout:
        layout = column(spacing=6)
        layout.setContentsMargins(20, 12, 20, 12)
        if grant.period is None or not grant.awarded:
            nothing = say("With an amount and dates, spending against cash is drawn here.")
            layout.addWidget(label(self.context.text(nothing), ink="muted", wraps=True))
            layout.addStretch(1)
            return layout
        heading = say("Spending against cash, {currency}", currency=grant.currency)
        layout.addLayout(row(label(self.context.text(heading), TextStyle.STRONG), None, self._key()))
        layout.addWidget(self._chart(grant, months), 1)
        return layout

    def _figures(self, grant: GrantFigures) -> QWidget:
        context, language = self.context, self.context.language

        def share(part: Money) -> Message:
            value = grant.share(part)
            return say("of awarded: {percent}", percent="–" if value is None else language.percent(value, decimals=1))

        last = grant.period.last if grant.period else None
        until = say("to {day}", day=language.day(last)) if last else say("no dates")
        opened = say("open on {day}", day=language.day_and_month(context.today))
        parts: tuple[tuple[Message, Money, Message, Key], ...] = (
            (say("Awarded"), grant.awarded, until, ""),
            (say("Received"), grant.received, share(grant.received), ""),
            (say("Spent"), grant.spent, share(grant.spent), "solid"),
            (say("Committed"), grant.committed, opened, "hatched"),
            (say("Available"), grant.available, say("awarded − spent − committed"), ""),
            (say("Cash on hand"), grant.cash_on_hand, say("received − spent"), ""),
        )
        figures = [
            HeaderFigure(context.text(name), language.number(money.amount), context.text(about), key, money.amount < 0)
            for name, money, about, key in parts
        ]
        return FigureStrip(figures, palette=context.palette)

    def _band(self, grant: GrantFigures, serious: list[Message]) -> QWidget:
        """The sentence the page answers with: what is wrong first, else how money keeps pace with time."""
        palette = self.context.palette
        pace = grant.pace(self.context.today)
        troubled = bool(serious) or pace in (Pace.BEHIND, Pace.OVER)
        tone, sign, ink = (
            ("warning", Icon.WARNING, palette.warning) if troubled else ("positive", Icon.DONE, palette.positive)
        )
        picture = QLabel()
        picture.setPixmap(pixmap(sign, ink))
        text = self.context.language.join([*serious[:2], self._pace_sentence(grant)])
        band = QFrame()
        band.setObjectName("band")
        band.setProperty("tone", tone)
        sentence = label(text, TextStyle.LEAD, wraps=True)
        picture.setFixedHeight(sentence.fontMetrics().height())  # centred on the first line
        layout = row(picture, sentence, spacing=12)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.setStretch(1, 1)
        layout.setContentsMargins(12, 9, 12, 9)
        band.setLayout(layout)
        return band

    def _pace_sentence(self, grant: GrantFigures) -> Message:
        language = self.context.language
        spent, time = grant.share(grant.spent), grant.time_elapsed(self.context.today)
        if spent is None or time is None:
            return say("Without an award and dates there is no pace to tell.")
        return say(
            "{spent} of the money is spent, {time} of the time is over.",
            spent=language.percent(spent),
            time=language.percent(time),
        )

    def _key(self) -> QWidget:
        text, palette = self.context.text, self.context.palette
        holder = QWidget()
        layout = row(spacing=6)
        names: tuple[tuple[Message, BurnLine], ...] = (
            (say("received"), "received"),
            (say("spent"), "spent"),
            (say("awarded"), "awarded"),
        )
        for name, line in names:
            layout.addWidget(LineSample(line, palette=palette))
            layout.addWidget(label(text(name), TextStyle.CAPTION, ink="muted"))
            layout.addSpacing(8)
        holder.setLayout(layout)
        return holder

    def _chart(self, grant: GrantFigures, months: list[MonthSums]) -> QWidget:
        assert grant.period is not None  # noqa: S101 - asked before
        spent = received = Decimal(0)
        points = []
        for month in months:
            spent, received = spent + month.spent, received + month.received
            day = min(next_month(month.month) - timedelta(days=1), self.context.today)
            points.append(BurnPoint(day, float(spent), float(received)))
        return BurnChart(
            points,
            period=grant.period,
            awarded=float(grant.awarded.amount),
            today=self.context.today,
            palette=self.context.palette,
            language=self.context.language,
        )

    # --- categories --------------------------------------------------------------------------------------------------

    def _rail(self, grant: GrantFigures) -> QWidget:
        rail = QFrame()
        rail.setObjectName("rail")
        rail.setProperty("edge", "right" if self.context.language.right_to_left else "left")
        rail.setFixedWidth(RAIL)
        layout = QVBoxLayout(rail)
        layout.setContentsMargins(margins(16, 14, 20, 12))
        layout.setSpacing(4)
        text = self.context.text
        layout.addLayout(
            row(label(text(say("Categories")), TextStyle.STRONG), None, label(text(say("left of budget")), ink="muted"))
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for place, (category, figures) in enumerate(grant.categories.items()):
            name = say("Without a category") if category is None else CATEGORY_SHORT_NAMES[category]
            number = label("" if category is None else str(int(category)), TextStyle.CAPTION, ink="muted")
            grid.addWidget(number, place, 0)
            self._add_figures(grid, place, name, figures)
        if grant.categories:
            place = len(grant.categories)
            grid.addWidget(hairline(strong=True), place, 0, 1, -1)
            self._add_figures(grid, place + 1, say("Total"), grant.all_categories, style=TextStyle.STRONG)
        layout.addLayout(grid)
        if not grant.categories:
            nothing = say("Neither budget nor costs yet.")
            layout.addWidget(label(text(nothing), ink="muted", wraps=True))
        layout.addStretch(1)
        return rail

    def _add_figures(
        self,
        grid: QGridLayout,
        place: int,
        name: Message,
        figures: CategoryFigures,
        *,
        style: TextStyle = TextStyle.BODY,
    ) -> None:
        """What one category, or all of them, has left of its budget."""
        context = self.context
        budget = figures.budgeted.amount
        shares = PaceShares(
            float(figures.spent.amount / budget) if budget else float(bool(figures.spent)),
            float(figures.committed.amount / budget) if budget else 0.0,
            None,
        )
        bar = PaceBar(shares, palette=context.palette, language=context.language)
        bar.setFixedWidth(72)
        left = figures.left.amount
        amount = label(context.language.number(left), style, ink="negative" if left < 0 else "")
        grid.addWidget(ElidedLabel(context.text(name), style), place, 1)
        if left < 0:
            sign = QLabel()
            sign.setPixmap(pixmap(Icon.SERIOUS, context.palette.negative, size=14))
            sign.setToolTip(context.text(say("over")))
            grid.addWidget(sign, place, 2)
        grid.addWidget(bar, place, 3)
        grid.addWidget(amount, place, 4, flush_right())
