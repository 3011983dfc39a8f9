"""The timeline of the page of deployments, with the figures under it and what is tried."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.period import Period, months_before
from desktop.services.deployments.timeline import TimelineEntry, TimelineHead
from desktop.ui.context import Context, Route
from desktop.ui.models.timeline_rows import GrantEnd
from desktop.ui.models.timeline_source import OfficeRows
from desktop.ui.models.timeline_words import TimelineWords, grant_ends
from desktop.ui.widgets.basics import hairline
from desktop.ui.widgets.timeline import Timeline
from desktop.ui.widgets.timeline_costs import TimelineCosts

_LINES = 8  # ends of grants that are drawn at once; of more only those of the row one is in


class TimelinePart(QWidget):
    """Rows over figures. `rows_known` says that rows have been read, `tried` that an end is tried or no longer."""

    rows_known = Signal()
    tried = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        language, palette = context.language, context.palette
        self._words = TimelineWords(language, context.today)
        self._ends: list[GrantEnd] = []
        self.source: OfficeRows | None = None
        self.timeline = Timeline(palette=palette, language=language, today=context.today)
        self.costs = TimelineCosts(self.timeline, palette=palette, language=language, today=context.today)
        self.timeline.can_try = not context.office.read_only
        self.timeline.opened.connect(self.open)
        self.timeline.chosen.connect(self._show_ends)
        self.timeline.tried.connect(lambda _id, _day: self.tried.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(hairline())
        layout.addWidget(self.timeline, 1)
        layout.addWidget(hairline())
        layout.addWidget(self.costs)

    def show_head(self, head: TimelineHead) -> None:
        """Shows these deployments; their rows are read when they are seen."""
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

    def _arrived(self) -> None:
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

    def open(self, deployment_id: int) -> None:
        """Opens the page of a deployment."""
        self._context.go(Route("record", "deployments", deployment_id))

    def focus(self) -> None:
        """The keyboard is among the rows."""
        self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)
