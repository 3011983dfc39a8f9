"""Home: the whole portfolio in a sentence, figures, the grants, two charts; and what needs someone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from desktop.domain.codes import CATEGORY_SHORT_NAMES
from desktop.domain.finding import Finding
from desktop.domain.money import ZERO, Money
from desktop.domain.period import months_before, next_month
from desktop.domain.portfolio import CurrencyTotals, GrantFigures, Group
from desktop.language import Message, say, say_many
from desktop.services.portfolio import MONTHS_SHOWN, Portfolio, portfolio
from desktop.ui.context import Context, Route
from desktop.ui.pages.deadlines_page import DeadlinesPage
from desktop.ui.pages.home_words import gap_sentence, needing, reasons
from desktop.ui.pages.page import Crumb, Page
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import button, clear, column, emphasised, hairline, label, row
from desktop.ui.widgets.charts import CategoryBar, CategoryBars, MonthBar, MonthBars
from desktop.ui.widgets.deadline_row import deadline_row
from desktop.ui.widgets.empty_state import EmptyState, Way
from desktop.ui.widgets.figures import FigureStrip, HeaderFigure, Key
from desktop.ui.widgets.grant_list import GrantList
from desktop.ui.widgets.pressable import PressableRow
from desktop.ui.widgets.rail import Halves, Rail
from desktop.ui.widgets.segments import segments
from desktop.ui.widgets.severity_signs import SEVERITY_SIGNS

RAIL = 316
ROWS = 7
_SHOWN_DEADLINES = 4
_SHOWN_FINDINGS = 5
_SHOWN_GAPS = 3


class HomePage(Page):
    """All grants at a glance."""

    depends_on = (
        frozenset({"grant", "ledger_entry", "budget", "budget_line", "grant_share", "waiver"})
        | DeadlinesPage.depends_on
    )

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._content: QWidget | None = None
        self._found: Portfolio | None = None
        self._rows: QVBoxLayout | None = None
        self._grouping = "grants"

    def memory(self) -> str:
        """Whether grants, funders or countries are shown."""
        return self._grouping

    def recall(self, memory: object) -> None:
        """The same ones."""
        self._grouping = str(memory)

    def crumbs(self) -> list[Crumb]:
        """The name of the office."""
        return [(self.context.office.facts.name, None)]

    def refresh(self) -> None:
        """Reads the portfolio; what is shown stays until it is there."""
        office = self.context.office
        self.context.read(self, lambda: portfolio(office), self.show_portfolio, patient=True)

    def show_portfolio(self, found: Portfolio) -> None:
        """Shows a portfolio."""
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.deleteLater()
        self._found, self._rows = found, None
        self._content = self._page(found) if found.grants else self._empty()
        self._layout.addWidget(self._content)

    def _empty(self) -> QWidget:
        context = self.context
        ways = [
            Way(
                self.text(say("Import IATI activities")),
                self.text(say("Projects, funders, grants and budgets from a published file")),
                Icon.IMPORTS,
                lambda: context.go(Route("import", "iati")),
            ),
            Way(
                self.text(say("Add the first grant")),
                self.text(say("Type it from the agreement")),
                Icon.NEW,
                lambda: context.go(Route("new", "grants")),
            ),
            Way(
                self.text(say("Look at the sample office")),
                self.text(say("See what a full office looks like")),
                Icon.SAMPLE,
                lambda: context.go(Route("welcome")),
            ),
        ]
        title, about = say("No grants yet"), say("Grants, their budgets and what was spent will stand here.")
        return EmptyState(self.text(title), self.text(about), ways, palette=context.palette)

    def _page(self, found: Portfolio) -> QWidget:
        return Halves(self._main(found), self._make_rail(found))

    # --- the middle --------------------------------------------------------------------------------------------------

    def _main(self, found: Portfolio) -> QWidget:
        main = QWidget()
        layout = QVBoxLayout(main)
        layout.setContentsMargins(20, 10, 20, 8)
        layout.setSpacing(0)
        day = self.context.language.full_date(found.today)
        title = label(self.text(say("Portfolio")), TextStyle.TITLE)
        layout.addLayout(row(title, 16, self._switch(), None, label(day, ink="muted")))
        layout.addWidget(self._lead(found))
        layout.addSpacing(10)
        if found.main is not None:
            layout.addWidget(self._figures(found, found.main))
        layout.addSpacing(4)
        self._rows = QVBoxLayout()
        layout.addLayout(self._rows)
        self._show_rows()
        layout.addSpacing(10)
        layout.addLayout(self._charts(found), 1)
        return main

    # --- grants, or funders, or countries ----------------------------------------------------------------------------

    def _switch(self) -> QWidget:
        choices = [("grants", say("Grants")), ("funders", say("By funder")), ("countries", say("By country"))]
        return segments(
            [(code, self.text(name)) for code, name in choices],
            self._grouping,
            self._group_by,
            palette=self.context.palette,
            right_to_left=self.context.language.right_to_left,
        )

    def _group_by(self, grouping: str) -> None:
        self._grouping = grouping
        self._show_rows()

    def _show_rows(self) -> None:
        """The grants, or what those of each funder or country come to."""
        found = self._found
        if found is None or self._rows is None:
            return
        clear(self._rows)
        currency = found.main.currency if found.main else ""
        if self._grouping == "grants":
            rows = GrantList(self.context, found.grants, main_currency=currency, rows=ROWS)
            rows.opened.connect(lambda identity: self.context.go(Route("record", "grants", identity)))
        else:
            rows = self._groups(found, currency)
        self._rows.addWidget(rows)

    def _groups(self, found: Portfolio, currency: str) -> GrantList:
        by_funder = self._grouping == "funders"
        groups = found.by_funder() if by_funder else found.by_country()
        field, name = ("funder", say("Funder")) if by_funder else ("countries", say("Country"))
        figures = [self._figures_of(place, group) for place, group in enumerate(groups)]
        rows = GrantList(self.context, figures, main_currency=currency, rows=ROWS, of=name)
        rows.opened.connect(
            lambda place: self.context.go(Route("register", "grants", filters=(f"{field}={groups[place].key}",)))
        )
        return rows

    def _figures_of(self, place: int, group: Group) -> GrantFigures:
        """A group as the list of grants draws it: its name over the number of its grants."""
        totals = group.totals
        name = group.name
        if self._grouping == "countries":
            name = self.context.language.country(group.name) if group.name else self.text(say("No country"))
        counted = say_many("{count} grant", "{count} grants", count=totals.grants)
        return GrantFigures(
            id=place,
            reference=self.text(counted),
            title=name,
            funder="",
            awarded=totals.awarded,
            received=totals.received,
            spent=totals.spent,
            committed=totals.committed,
            period=None,
        )

    def _lead(self, found: Portfolio) -> QWidget:
        """The sentence that answers the page: how many grants need someone, and the first reasons."""
        count = needing(found)
        if not count:
            fine = say("All grants are within their money and their time.")
            return label(self.text(fine), TextStyle.LEAD, ink="secondary", wraps=True)
        first = say_many("{count} grant needs you.", "{count} grants need you.", count=count)
        parts = [(self.text(first), True), *((self.text(reason), False) for reason in reasons(found))]
        lead = emphasised(parts, TextStyle.LEAD, ink="secondary")
        lead.setMinimumHeight(44)
        return lead

    def _figures(self, found: Portfolio, main: CurrencyTotals) -> QWidget:
        language = self.context.language

        def of_awarded(part: Money) -> Message:
            share = part.amount / main.awarded.amount if main.awarded else ZERO
            return say("{percent} of awarded", percent=language.percent(share))

        others = [total.currency for total in found.totals if total is not main]
        about = say_many(
            "{count} grant in {currency}", "{count} grants in {currency}", count=main.grants, currency=main.currency
        )
        if others:
            about = say(
                "{count} in {currency}; {others} kept apart", count=main.grants, currency=main.currency, others=others
            )
        opened = say("open on {day}", day=language.day_and_month(found.today))
        formula = say("awarded − spent − committed")
        strip: tuple[tuple[Message, Money, Message, Key], ...] = (
            (say("Awarded"), main.awarded, about, ""),
            (say("Received"), main.received, of_awarded(main.received), ""),
            (say("Spent"), main.spent, of_awarded(main.spent), "solid"),
            (say("Committed"), main.committed, opened, "hatched"),
            (say("Available"), main.available, formula, ""),
        )
        figures = [
            HeaderFigure(self.text(name), language.number(money.amount), self.text(note), key, money.amount < 0)
            for name, money, note, key in strip
        ]
        return FigureStrip(figures, palette=self.context.palette)

    def _charts(self, found: Portfolio) -> QHBoxLayout:
        layout = QHBoxLayout()
        layout.setSpacing(28)
        if found.main is None:
            return layout
        currency = found.main.currency
        months = label(self.text(say("Spent per month, {currency} thousand", currency=currency)), TextStyle.STRONG)
        categories = label(self.text(say("Spent by category, {currency}", currency=currency)), TextStyle.STRONG)
        layout.addLayout(column(months, 4, self._months(found)), 47)
        by_category = column(categories, 8, self._categories(found))
        by_category.addStretch(1)
        layout.addLayout(by_category, 50)
        return layout

    def _months(self, found: Portfolio) -> QWidget:
        known = {month.month: float(month.spent) for month in found.months}
        day = months_before(found.today, MONTHS_SHOWN - 1)
        bars = []
        for _ in range(MONTHS_SHOWN):
            bars.append(MonthBar(day, known.get(day, 0.0), running=day == found.today.replace(day=1)))
            day = next_month(day)
        return MonthBars(bars, palette=self.context.palette, language=self.context.language)

    def _categories(self, found: Portfolio) -> QWidget:
        sums = found.spent_by_category()
        highest = max((money.amount for _category, money in sums), default=0) or 1
        bars = [
            CategoryBar(
                int(category),
                self.text(CATEGORY_SHORT_NAMES[category]),
                self.context.language.number(money.amount),
                float(money.amount / highest),
            )
            for category, money in sums
        ]
        return CategoryBars(bars, palette=self.context.palette, language=self.context.language)

    # --- the rail ----------------------------------------------------------------------------------------------------

    def _make_rail(self, found: Portfolio) -> Rail:
        layout = QVBoxLayout()
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(0)
        layout.addLayout(self._section(say("Next 90 days"), Route("deadlines")))
        for due in found.deadlines[:_SHOWN_DEADLINES]:
            layout.addWidget(hairline())
            layout.addWidget(deadline_row(self.context, due))
        if not found.deadlines:
            layout.addWidget(hairline())
            layout.addWidget(self._quiet(say("Nothing is due in this time.")))
        self._add_gaps(layout, found)
        layout.addSpacing(16)
        layout.addLayout(self._section(say("Checks"), Route("checks")))
        for finding in found.findings[:_SHOWN_FINDINGS]:
            layout.addWidget(hairline())
            layout.addWidget(self._finding(finding))
        if not found.findings:
            layout.addWidget(hairline())
            layout.addWidget(self._quiet(say("Nothing to correct.")))
        layout.addStretch(1)
        return Rail(layout, right_to_left=self.context.language.right_to_left, width=RAIL)

    def _add_gaps(self, layout: QVBoxLayout, found: Portfolio) -> None:
        """Grants whose cash is late, or will not cover their cost; nothing where there are none."""
        if not found.gaps:
            return
        layout.addSpacing(16)
        layout.addLayout(self._section(say("Funding gaps"), Route("register", "instalments")))
        for gap in found.gaps[:_SHOWN_GAPS]:
            layout.addWidget(hairline())
            parts = [(gap.reference, True), (self.text(gap_sentence(gap)), False)]
            layout.addWidget(self._row(Icon.WARNING, "warning", parts, self._opener(gap.grant_id)))

    def _opener(self, grant_id: int) -> Callable[[], object]:
        return lambda: self.context.go(Route("record", "grants", grant_id))

    def _quiet(self, text: Message) -> QWidget:
        shown = label(self.text(text), ink="muted")
        shown.setContentsMargins(0, 10, 0, 10)
        return shown

    def _section(self, title: Message, route: Route) -> QHBoxLayout:
        everything = self.text(say("All"))
        link = button(everything, kind="link", palette=self.context.palette, on_click=lambda: self.context.go(route))
        layout = row(label(self.text(title), TextStyle.STRONG), None, link)
        layout.setContentsMargins(0, 4, 0, 6)
        return layout

    def _finding(self, finding: Finding) -> QWidget:
        name, ink = SEVERITY_SIGNS[finding.severity]
        parts = [part for part in ((finding.label, True), (self.text(finding.sentence), False)) if part[0]]
        return self._row(name, ink, parts, lambda: open_finding(self.context, finding))

    def _row(self, name: Icon, ink: str, parts: list[tuple[str, bool]], on_press: Callable[[], object]) -> QWidget:
        """A sign and a sentence that leads somewhere."""
        picture = QLabel()
        picture.setPixmap(pixmap(name, getattr(self.context.palette, ink)))
        layout = row(picture, spacing=10)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(emphasised(parts), 1)
        layout.setContentsMargins(0, 8, 0, 8)
        return self._pressable(layout, " ".join(part for part, _strong in parts), on_press)

    def _pressable(self, layout: QLayout, name: str, on_press: Callable[[], object]) -> QWidget:
        return PressableRow(layout, name=name, palette=self.context.palette, on_press=on_press)


def open_finding(context: Context, finding: Finding) -> None:
    """Goes to the entries behind a finding, else to the record it is about."""
    if finding.entries:
        context.go(Route("register", "ledger", filters=(f"grant={finding.label}", *finding.entries)))
    elif finding.register and finding.record_id:
        context.go(Route("record", finding.register, finding.record_id))
    elif finding.register:
        context.go(Route("register", finding.register))
