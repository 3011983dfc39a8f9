"""A grant at a glance: six figures, where its money is heading in words and in a picture, what each category has left,
and what comes next.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.codes import CATEGORY_SHORT_NAMES
from desktop.domain.finding import Severity
from desktop.domain.forecast import METHOD_NAMES, Forecast, Method
from desktop.domain.forecast_words import formula, sentence
from desktop.domain.money import Money
from desktop.domain.period import next_month
from desktop.domain.portfolio import DELIVERY_OF, CategoryFigures, Denominator, GrantFigures, Pace
from desktop.language import Message, say, say_many
from desktop.services.grant_page import GrantPage, grant_page
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, button, column, flush_right, hairline, label, margins, row
from desktop.ui.widgets.burn_chart import BurnChart, BurnLine, BurnMonth, BurnPoint, LineSample, Outlook
from desktop.ui.widgets.deadline_row import deadline_row
from desktop.ui.widgets.figures import FigureStrip, HeaderFigure, Key
from desktop.ui.widgets.method_table import MethodLine, MethodTable
from desktop.ui.widgets.pace_bar import PaceBar, PaceShares
from desktop.ui.widgets.rail import Rail
from desktop.ui.widgets.volunteers_card import VolunteersCard

RAIL = 400
_NEXT = 3


class GrantOverview(QWidget):
    """The overview tab of a grant."""

    def __init__(self, context: Context, record: RecordView) -> None:
        super().__init__()
        self.context = context
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._band = ForecastBand(context)
        self._chart: BurnChart | None = None
        self._page: GrantPage | None = None
        office, grant_id = context.office, record.id
        context.read(self, lambda: grant_page(office, grant_id), self._show, patient=True)

    def _show(self, page: GrantPage) -> None:
        self._page = page
        top = column(self._figures(page), self._band, spacing=10)
        top.setContentsMargins(margins(20, 12, 16, 10))
        self._layout.addLayout(top)
        self._layout.addWidget(hairline())
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addLayout(self._spending(page), 1)
        below.addWidget(GrantRail(self.context, page))
        self._layout.addLayout(below, 1)
        self._choose(self._method())

    # --- what is chosen ----------------------------------------------------------------------------------------------

    def _method(self) -> str:
        """The method the user chose last, in this grant or another."""
        known = self.context.settings.forecast_method
        return known if known in list(Method) else Method.SIX_MONTHS

    def _keep(self, key: str) -> None:
        self.context.keep_settings(replace(self.context.settings, forecast_method=key))
        self._choose(key)

    def _choose(self, key: str) -> None:
        """Shows what a method says, in the sentence and in the picture."""
        if self._page is None:
            return
        shown = next((each for each in self._page.forecasts if each.method == key), None)
        self._band.show_page(self._page, shown)
        if self._chart is not None and shown is not None:
            self._chart.show_outlook(self._outlook(self._page.figures, shown))

    def _outlook(self, grant: GrantFigures, shown: Forecast) -> Outlook:
        spent = grant.spent.amount
        pace = say("{amount} a month", amount=self.context.language.number(shown.monthly.amount))
        return Outlook(
            path=[(day, float(spent + amount)) for day, amount in shown.path],
            monthly=float(shown.monthly.amount),
            pace=self.context.text(pace),
            cash_ends_on=shown.cash_ends_on,
        )

    # --- figures -----------------------------------------------------------------------------------------------------

    def _figures(self, page: GrantPage) -> QWidget:
        context, language, grant = self.context, self.context.language, page.figures
        last = grant.period.last if grant.period else None
        until = say("to {day}", day=language.day(last)) if last else say("no dates")
        opened = say("open on {day}", day=language.day_and_month(context.today))
        parts: tuple[tuple[Message, Money, Message, Key], ...] = (
            (say("Awarded"), grant.awarded, until, ""),
            (say("Received"), grant.received, self._received(page), ""),
            (say("Spent"), grant.spent, self._delivered(grant), "solid"),
            (say("Committed"), grant.committed, opened, "hatched"),
            (say("Available"), grant.available, say("awarded − spent − committed"), ""),
            (say("Cash on hand"), grant.cash_on_hand, say("received − spent"), ""),
        )
        figures = [
            HeaderFigure(context.text(name), language.number(money.amount), context.text(about), key, money.amount < 0)
            for name, money, about, key in parts
        ]
        return FigureStrip(figures, palette=context.palette)

    def _received(self, page: GrantPage) -> Message:
        if not page.instalments:
            return self._share(page.figures.share(page.figures.received), Denominator.AWARDED)
        paid = sum(1 for status in page.instalments if status.shortfall.amount <= 0)
        return say_many(
            "{paid} of {count} instalment", "{paid} of {count} instalments", len(page.instalments), paid=paid
        )

    def _delivered(self, grant: GrantFigures) -> Message:
        return self._share(grant.delivery(), Denominator.AWARDED)

    def _share(self, share: Decimal | None, of: Denominator) -> Message:
        """A share that names what it is of."""
        percent = "–" if share is None else self.context.language.percent(share, decimals=1)
        return say("{percent} {of_what}", percent=percent, of_what=DELIVERY_OF[of])

    # --- the picture -------------------------------------------------------------------------------------------------

    def _spending(self, page: GrantPage) -> QVBoxLayout:
        grant = page.figures
        layout = column(spacing=6)
        layout.setContentsMargins(20, 12, 20, 12)
        if page.facts is None or not grant.awarded:
            nothing = say("With an amount and dates, spending against cash is drawn here.")
            layout.addWidget(label(self.context.text(nothing), ink="muted", wraps=True))
            layout.addStretch(1)
            return layout
        heading = say("Spending against cash, {currency}", currency=grant.currency)
        layout.addLayout(row(label(self.context.text(heading), TextStyle.STRONG), None, self._key()))
        self._chart = self._make_chart(page)
        layout.addWidget(self._chart, 1)
        table = self._methods(page)
        table.chosen.connect(self._keep)
        layout.addWidget(table)
        return layout

    def _key(self) -> QWidget:
        text, palette = self.context.text, self.context.palette
        holder = QWidget()
        layout = row(spacing=6)
        names: tuple[tuple[Message, BurnLine], ...] = (
            (say("received"), "received"),
            (say("spent"), "spent"),
            (say("to come"), "forecast"),
            (say("awarded"), "awarded"),
        )
        for name, line in names:
            layout.addWidget(LineSample(line, palette=palette))
            layout.addWidget(label(text(name), TextStyle.CAPTION, ink="muted"))
            layout.addSpacing(8)
        holder.setLayout(layout)
        return holder

    def _make_chart(self, page: GrantPage) -> BurnChart:
        assert page.facts is not None  # noqa: S101 - asked before
        spent = received = Decimal(0)
        points = []
        for month in page.months:
            spent, received = spent + month.spent, received + month.received
            day = min(next_month(month.month) - timedelta(days=1), self.context.today)
            points.append(BurnPoint(day, float(spent), float(received)))
        return BurnChart(
            points,
            period=page.facts.period,
            awarded=float(page.figures.awarded.amount),
            today=self.context.today,
            palette=self.context.palette,
            language=self.context.language,
            months=[BurnMonth(each.month, float(each.spent.amount), each.running) for each in page.burn],
        )

    def _methods(self, page: GrantPage) -> MethodTable:
        text, language = self.context.text, self.context.language
        lines = [
            MethodLine(
                str(shown.method),
                text(METHOD_NAMES[shown.method]),
                (
                    language.number(shown.monthly.amount),
                    text(say("it lasts")) if shown.cash_ends_on is None else language.day(shown.cash_ends_on),
                    language.number((shown.returns - shown.over).amount),
                ),
                alarming=bool(shown.over),
            )
            for shown in page.forecasts
        ]
        names = (say("Method"), say("A month"), say("Cash ends"), say("Would return"))
        return MethodTable([text(name) for name in names], lines, self._method(), palette=self.context.palette)


class ForecastBand(QFrame):
    """The sentence the page answers with, what is wrong besides, and how the sentence was worked out when asked."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("band")
        self._sign = QLabel()
        self._lead = label("", TextStyle.LEAD, wraps=True)
        self._more = label("", TextStyle.SMALL, ink="secondary", wraps=True)
        self._formula = label("", TextStyle.SMALL, ink="secondary", wraps=True)
        self._formula.hide()
        self._aside = label("", TextStyle.SMALL, ink="secondary")
        self._link = button("", kind="link", palette=context.palette, on_click=self._toggle)
        self._sign.setFixedHeight(self._lead.fontMetrics().height())  # all centred on the first line
        texts = column(spacing=2)
        first = row(self._lead, self._aside, self._link, spacing=12)
        first.setStretch(0, 1)
        for part in (self._aside, self._link):
            part.setFixedHeight(self._lead.fontMetrics().height())
            first.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        texts.addLayout(first)
        texts.addWidget(self._more)
        texts.addWidget(self._formula)
        layout = row(self._sign, spacing=12)
        layout.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        layout.setContentsMargins(12, 9, 12, 9)
        self.setLayout(layout)
        self._name_link()

    def show_page(self, page: GrantPage, shown: Forecast | None) -> None:
        """Says what a forecast says of a grant; without one, how money keeps pace with time."""
        text = self.context.text
        serious = [finding.sentence for finding in page.findings if finding.severity >= Severity.WARNING]
        pace = pace_sentence(page.figures, self.context)
        self._lead.setText(text(pace if shown is None else sentence(shown)))
        more = [*serious[:1], *([] if shown is None else [pace])]
        self._more.setText(self.context.language.join(more))
        self._more.setVisible(bool(more))
        short = 0 if shown is None else shown.days_short
        aside = say_many(
            "Cash ends {count} day before the grant", "Cash ends {count} days before the grant", count=short
        )
        self._aside.setText(text(aside) if short else "")
        self._aside.setVisible(short > 0)
        self._link.setVisible(shown is not None)
        if shown is not None and page.facts is not None:
            self._formula.setText("\n".join(text(part) for part in formula(page.facts, shown)))
        behind = page.figures.pace(self.context.today) in (Pace.BEHIND, Pace.OVER)
        over = shown is not None and bool(shown.over)
        self._paint(troubled=bool(serious) or behind or short > 0 or over)

    def _paint(self, *, troubled: bool) -> None:
        palette = self.context.palette
        tone, sign, ink = (
            ("warning", Icon.WARNING, palette.warning) if troubled else ("positive", Icon.DONE, palette.positive)
        )
        self._sign.setPixmap(pixmap(sign, ink))
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)

    def _toggle(self) -> None:
        self._formula.setVisible(self._formula.isHidden())
        self._name_link()

    def _name_link(self) -> None:
        name = say("How this is worked out") if self._formula.isHidden() else say("Hide the working")
        self._link.setText(self.context.text(name))
        self._link.setAccessibleName(self.context.text(name))


def pace_sentence(grant: GrantFigures, context: Context) -> Message:
    """How much of the money is spent, and how much of the time is over."""
    language = context.language
    spent, time = grant.delivery(), grant.time_elapsed(context.today)
    if spent is None or time is None:
        return say("Without an award and dates there is no pace to tell.")
    return say(
        "{spent} of the money is spent, {time} of the time is over.",
        spent=language.percent(spent),
        time=language.percent(time),
    )


class GrantRail(Rail):
    """What each category has left of its budget, and what comes next."""

    def __init__(self, context: Context, page: GrantPage) -> None:
        layout = QVBoxLayout()
        super().__init__(layout, right_to_left=context.language.right_to_left, width=RAIL)
        self.context = context
        layout.setContentsMargins(margins(16, 14, 20, 12))
        layout.setSpacing(4)
        self._add_categories(layout, page.figures)
        layout.addWidget(VolunteersCard(context, page.figures.id, page.figures.reference))
        self._add_next(layout, page)
        layout.addStretch(1)

    def _add_categories(self, layout: QVBoxLayout, grant: GrantFigures) -> None:
        text = self.context.text
        heading = label(text(say("Categories")), TextStyle.STRONG)
        layout.addLayout(row(heading, None, label(text(say("left of budget")), ink="muted")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
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

    def _add_next(self, layout: QVBoxLayout, page: GrantPage) -> None:
        """The next deadlines of the grant and its agreement."""
        context = self.context
        everything = button(
            context.text(say("All deadlines")),
            kind="link",
            palette=context.palette,
            on_click=lambda: context.go(Route("deadlines")),
        )
        layout.addSpacing(10)
        layout.addLayout(row(label(context.text(say("Next")), TextStyle.STRONG), None, everything))
        rows = column()
        for due in page.deadlines[:_NEXT]:
            rows.addWidget(hairline())
            rows.addWidget(deadline_row(context, due))
        layout.addLayout(rows)
        if not page.deadlines:
            nothing = label(context.text(say("Nothing is due within a year.")), ink="muted", wraps=True)
            layout.addWidget(nothing)
