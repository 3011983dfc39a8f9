"""The timeline of the page of deployments, with the figures under it and what is tried."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.period import Period, months_before
from desktop.services.deployments.month_costs import MonthCosts, read_month_costs
from desktop.services.deployments.timeline import Scope, TimelineEntry, TimelineHead
from desktop.services.deployments.whatif import WhatIf
from desktop.ui.context import Context, Route
from desktop.ui.models.month_costs import CostSheet, sheet_months, with_changes
from desktop.ui.models.timeline_rows import GrantEnd
from desktop.ui.models.timeline_source import OfficeRows
from desktop.ui.models.timeline_words import TimelineWords, grant_ends
from desktop.ui.widgets.basics import hairline
from desktop.ui.widgets.timeline import Timeline
from desktop.ui.widgets.timeline_costs import TimelineCosts

_PAUSE = 150  # milliseconds for which time has to rest before other figures are read
_MARGIN = 6  # months before and after those in sight whose figures are read with them
_LINES = 8  # ends of grants that are drawn at once; of more only those of the row one is in


class TimelinePart(QWidget):
    """Rows over figures. `rows_known` says that rows have been read, `costs_known` that their figures have."""

    rows_known = Signal()
    costs_known = Signal()

    def __init__(self, context: Context, scope: Scope) -> None:
        super().__init__()
        self._context, self._scope = context, scope
        self.reads_costs = True  # whether the figures are read as well
        self.months = MonthCosts()
        self._tried = WhatIf()
        self._read_for: Period | None = None
        self._wait = QTimer(self, interval=_PAUSE, singleShot=True)
        self._wait.timeout.connect(self._read_costs)
        language, palette = context.language, context.palette
        self._words = TimelineWords(language, context.today)
        self._ends: list[GrantEnd] = []
        self.source: OfficeRows | None = None
        self.timeline = Timeline(palette=palette, language=language, today=context.today)
        self.costs = TimelineCosts(self.timeline, palette=palette, language=language, today=context.today)
        self.costs.currency_wanted.connect(self.show_currency)
        self.timeline.can_try = not context.office.read_only
        self.timeline.opened.connect(self.open)
        self.timeline.chosen.connect(self._show_ends)
        self.timeline.axis_changed.connect(self._look_at_costs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(hairline())
        layout.addWidget(self.timeline, 1)
        layout.addWidget(hairline())
        layout.addWidget(self.costs)

    def show_head(self, head: TimelineHead, *, rows_first: bool = True) -> None:
        """Shows these deployments. Rows are read when they are seen, and their costs after them or, where no rows come
        first, at once.
        """
        before = self.source
        self.source = OfficeRows(self._context, head.ids, self)
        self.source.arrived.connect(self._arrived)
        today = self._context.today
        self._ends = grant_ends(head.grants, self._context.language, self._words)
        span = head.days or Period(months_before(today, 3), months_before(today, -9))
        drawn = self._ends if len(self._ends) <= _LINES else []
        self.timeline.show_rows(self.source, span=span, ends=drawn)
        if before is not None:
            before.deleteLater()
        self._read_for = None
        if not (rows_first and head.ids):
            self._read_costs()

    # --- the figures -------------------------------------------------------------------------------------------------

    def _look_at_costs(self) -> None:
        """Reads the figures of other months once time has come to rest where they are not known."""
        shown, known = self.timeline.axis.shown, self._read_for
        if known is not None and not (known.start <= shown.start and shown.end <= known.end):
            self._wait.start()

    def _read_costs(self) -> None:
        if not self.reads_costs:
            return
        shown = self.timeline.axis.shown
        first, last = months_before(shown.start, _MARGIN), months_before(shown.end, -_MARGIN)
        wanted = self._read_for = Period(first, last)
        office, scope = self._context.office, self._scope

        def arrived(found: MonthCosts) -> None:
            if wanted == self._read_for:
                self.months = found
                self._show_costs()

        self._context.read(self, lambda: read_month_costs(office, scope, first=first, last=last), arrived, patient=True)

    def _show_costs(self) -> None:
        currencies = list(self.months.sheets)
        shown = self.costs.sheet.currency if self.costs.sheet.currency in currencies else next(iter(currencies), "USD")
        self.show_currency(shown)
        self.costs_known.emit()

    def show_currency(self, currency: str) -> None:
        """Shows the figures in one of their currencies; unlike ones are never added."""
        sheets, today = self.months.sheets, self._context.today
        others = [each for each in sheets if each != currency]
        months = sheet_months(sheets.get(currency, {}), today)
        after = with_changes(months, self._tried.grants, currency) if self._tried.grants else None
        self.costs.show_sheet(CostSheet(currency, months, after), others=others)

    def show_trial(self, found: WhatIf) -> None:
        """Shows the figures as they would be with what is tried."""
        self._tried = found
        self.show_currency(self.costs.sheet.currency)

    # --- the rows ----------------------------------------------------------------------------------------------------

    def _arrived(self) -> None:
        if self._read_for is None:  # only now: two threads at work would keep the rows waiting
            self._read_costs()
        self.timeline.viewport().update()
        self._show_ends()
        self.rows_known.emit()

    def _show_ends(self, _row_id: int = 0) -> None:
        """Of many grants only the ends of those that pay the row one is in."""
        entry = self.current
        if len(self._ends) > _LINES and entry is not None:
            self.timeline.show_ends(grant_ends(entry.grants, self._context.language, self._words))
            self.costs.update()

    @property
    def current(self) -> TimelineEntry | None:
        """The deployment one is in."""
        row = self.timeline.current_row
        return self.source.entries.get(row.id) if row is not None and self.source is not None else None

    @property
    def known(self) -> list[TimelineEntry]:
        """The deployments that have been read."""
        return list(self.source.entries.values()) if self.source is not None else []

    def try_end(self, deployment_id: int, day: date) -> None:
        """Tries another last day of a deployment, as dragging its bar does."""
        place = self.source.place(deployment_id) if self.source is not None else None
        if place is not None:
            self.timeline.choose(place)
            row = self.timeline.current_row
            if row is not None:
                self.timeline.try_end(row, day)

    def open(self, deployment_id: int) -> None:
        """Opens the page of a deployment."""
        self._context.go(Route("record", "deployments", deployment_id))

    def focus(self) -> None:
        """The keyboard is among the rows."""
        self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)
