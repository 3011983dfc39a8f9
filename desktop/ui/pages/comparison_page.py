"""Budgets of a grant side by side: what was approved beside drafts and scenarios, with the gauges of each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from desktop.domain.codes import BUDGET_STATUSES
from desktop.domain.flexibility import Gauge, shown_percent
from desktop.domain.money import Money
from desktop.language import say
from desktop.services.budgets import BudgetComparison, BudgetSheet, BudgetSummary, budgets_of, compare, load_sheet
from desktop.ui.context import Context, Route
from desktop.ui.models.budget_columns import with_sign
from desktop.ui.models.comparison_model import ComparisonModel, budget_of, usual_budgets
from desktop.ui.pages.budget_page import STATUS_CHIPS, open_below, summary_name
from desktop.ui.pages.page import Crumb, Page, page_head
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import button, clear, label, margins, row
from desktop.ui.widgets.budget_rail import fullness
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.gauge_bar import GaugeBar
from desktop.ui.widgets.grid_view import Grid, GridView

AT_MOST = 4
Found = tuple[list[BudgetSummary], BudgetComparison | None, list[BudgetSheet]]


class ComparisonPage(Page):
    """Several budgets of the grant that the route names."""

    depends_on = frozenset({"budget", "budget_line", "ledger_entry", "grant_rule"})
    wants_room = True

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self._chosen: list[int] = []
        self._budgets: list[BudgetSummary] = []
        self._asked = 0
        self._reference = "…"
        self.model = ComparisonModel(context.language, self)
        self.grid = Grid(GridView(palette=context.palette), self.model, name=self.text(say("Budgets side by side")))
        self._choose = button(self.text(say("Budgets")), palette=context.palette, name=Icon.CHEVRON_DOWN, small=True)
        head, _title = page_head(self.text(say("Budgets side by side")), [self._choose])
        self._cards = QHBoxLayout()
        self._cards.setContentsMargins(margins(20, 10, 16, 12))
        self._cards.setSpacing(12)
        self._empty = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addLayout(self._cards)
        layout.addLayout(self._empty)
        layout.addWidget(self.grid, 1)
        self.grid.view.doubleClicked.connect(lambda index: self._open_column(index.column()))

    def crumbs(self) -> list[Crumb]:
        """Money, budgets, the grant."""
        grant = (self._reference, Route("record", "grants", self.route.record_id, tab="budgets"))
        name = self.text(say("Side by side"))
        return [
            (self.text(say("Money")), None),
            (self.text(say("Budgets")), Route("register", "budgets")),
            grant,
            (name, None),
        ]

    def memory(self) -> object:
        """Which budgets are compared."""
        return tuple(self._chosen)

    def recall(self, memory: object) -> None:
        """The same budgets."""
        self._chosen = list(memory) if isinstance(memory, tuple) else []

    def refresh(self) -> None:
        """Reads the budgets anew. Those that are gone are left out."""
        self._asked += 1
        asked, office, grant_id, wanted = self._asked, self.context.office, self.route.record_id, self._chosen

        def work() -> Found:
            known = budgets_of(office, grant_id=grant_id)
            there = {budget.id for budget in known}
            chosen = [key for key in wanted if key in there] or usual_budgets(known, at_most=AT_MOST)
            if not chosen:
                return known, None, []
            sheets = [load_sheet(office, budget_id=key, compare_with=chosen[0]) for key in chosen]
            return known, compare(office, budget_ids=chosen), sheets

        def arrived(found: Found) -> None:
            if asked == self._asked:
                self._show(found)

        self.context.read(self, work, arrived)

    def _show(self, found: Found) -> None:
        self._budgets, comparison, sheets = found
        clear(self._cards)
        clear(self._empty)
        self.grid.setVisible(comparison is not None)
        self._choose.setVisible(comparison is not None)
        if comparison is None:
            title, about = self.text(say("No budgets yet")), self.text(say("Begin one on the page of the grant."))
            self._empty.addWidget(EmptyState(title, about, [], palette=self.context.palette))
            return
        self._chosen = [budget.id for budget in comparison.budgets]
        self._reference = comparison.reference
        self.model.show(comparison)
        for budget, sheet in zip(comparison.budgets, sheets, strict=True):
            self._cards.addWidget(self._card(budget, sheet, comparison), 1)
        self._fill_menu()
        self.crumbs_changed.emit()

    # --- which budgets -----------------------------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        menu = QMenu(self._choose)
        for budget in self._budgets:
            action = menu.addAction(self.text(summary_name(budget)))
            action.setCheckable(True)
            action.setChecked(budget.id in self._chosen)
            action.setEnabled(budget.id in self._chosen or len(self._chosen) < AT_MOST)
            action.toggled.connect(partial(self._toggle, budget.id))
        open_below(self._choose, menu)

    def _toggle(self, budget_id: int, on: bool) -> None:  # noqa: FBT001 - a signal's
        """Takes a budget in, or out; they stand in the order in which they were made, the first one before."""
        chosen = {*self._chosen, budget_id} if on else {*self._chosen} - {budget_id}
        first = [key for key in self._chosen[:1] if key in chosen]
        self._chosen = [*first, *[b.id for b in self._budgets if b.id in chosen and b.id not in first]]
        self.refresh()

    def _open_column(self, column: int) -> None:
        """Opens the budget whose column was pressed."""
        place, _is_change = budget_of(column)
        if place >= 0:
            self.context.go(Route("record", "budgets", self._chosen[place]))

    # --- a card for each ---------------------------------------------------------------------------------------------

    def _card(self, budget: BudgetSummary, sheet: BudgetSheet, comparison: BudgetComparison) -> QWidget:
        """What a budget is called, comes to, and uses of the rules."""
        palette = self.context.palette
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.setSpacing(4)
        name = button(
            self.text(budget.label),
            kind="link",
            palette=palette,
            on_click=lambda: self.context.go(Route("record", "budgets", budget.id)),
        )
        tone, sign = STATUS_CHIPS[budget.status]
        state = Chip(self.text(BUDGET_STATUSES[budget.status]), palette=palette, tone=tone, name=sign)
        inside.addLayout(row(name, None, state))
        total = label(self.context.language.money(budget.total), TextStyle.LEAD_STRONG)
        inside.addLayout(row(total, label(self._difference(budget, comparison), ink="secondary"), None))
        self._add_gauge(inside, sheet)
        return card

    def _difference(self, budget: BudgetSummary, comparison: BudgetComparison) -> str:
        change = budget.total.amount - comparison.totals[0]
        if not change:
            return ""
        language = self.context.language
        return with_sign(language.number(Money(change, comparison.currency).amount), change, language)

    def _add_gauge(self, inside: QVBoxLayout, sheet: BudgetSheet) -> None:
        """The gauge that is fullest, with its rule in a word."""
        gauge = max(sheet.gauges, key=fullness, default=None)
        if gauge is None:
            told = say("In force") if not sheet.findings else say("Nothing to measure it by")
            inside.addWidget(label(self.text(told), TextStyle.SMALL, ink="muted"))
            inside.addStretch(1)
            return
        text = self.text(gauge.sentence)
        if gauge.used is not None and gauge.limit is not None:
            inside.addWidget(GaugeBar(gauge.used, gauge.limit, palette=self.context.palette, text=text))
        shown = label(
            self._in_words(gauge), TextStyle.SMALL, ink="warning" if gauge.exceeded else "secondary", wraps=True
        )
        shown.setToolTip(text)
        if gauge.exceeded:
            sign = QLabel()
            sign.setPixmap(pixmap(Icon.WARNING, self.context.palette.warning, size=14))
            line = row(sign, shown, spacing=6)
            line.setStretch(1, 1)
            line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
            inside.addLayout(line)
        else:
            inside.addWidget(shown)
        inside.addStretch(1)

    def _in_words(self, gauge: Gauge) -> str:
        language, name = self.context.language, gauge.label
        if gauge.used is None or gauge.limit is None:
            return self.text(gauge.sentence)
        used = language.per_cent(shown_percent(gauge.used, gauge.limit))
        limit = language.per_cent(gauge.limit)
        if gauge.exceeded:
            return self.text(say("{name}: {used} of {limit}, above the rule", name=name, used=used, limit=limit))
        return self.text(say("{name}: {used} of {limit}", name=name, used=used, limit=limit))
