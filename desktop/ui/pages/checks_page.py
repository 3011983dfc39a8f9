"""Everything the project check finds, the worst first, each with a way to mend it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.finding import SEVERITY_NAMES, Finding, Severity
from desktop.language import say, say_many
from desktop.services.checks import OfficeCheck, check_office
from desktop.ui.context import Context, Route
from desktop.ui.pages.home_page import open_finding
from desktop.ui.pages.page import Crumb, Page, page_head
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import Ink, button, clear, column, hairline, label, row

_SIGNS: dict[Severity, tuple[Icon, Ink]] = {
    Severity.ERROR: (Icon.SERIOUS, "negative"),
    Severity.WARNING: (Icon.WARNING, "warning"),
    Severity.NOTE: (Icon.INFORMATION, "accent"),
}


class ChecksPage(Page):
    """The findings of the whole office."""

    depends_on = frozenset({"grant", "ledger_entry", "budget", "budget_line"})

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        again = button(
            self.text(say("Check again")), palette=context.palette, name=Icon.CHECKS, small=True, on_click=self.refresh
        )
        head, _title = page_head(self.text(say("Checks")), [again])
        self._list = QVBoxLayout()
        self._list.setContentsMargins(20, 12, 20, 20)
        self._list.setSpacing(0)
        holder = QWidget()
        holder.setObjectName("scrolled")
        holder.setLayout(self._list)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(scroll, 1)

    def crumbs(self) -> list[Crumb]:
        """Data, then checks."""
        return [(self.text(say("Data")), None), (self.text(say("Checks")), None)]

    def refresh(self) -> None:
        """Checks the office."""
        office = self.context.office
        self.context.read(self, lambda: check_office(office), self._show, patient=True)

    def _show(self, result: OfficeCheck) -> None:
        clear(self._list)
        found = (*result.damage, *result.findings)
        sentence = (
            say_many("{count} thing to look at.", "{count} things to look at.", count=len(found))
            if found
            else say("Nothing to correct. File, history and money agree.")
        )
        lead = label(self.text(sentence), TextStyle.LEAD, ink="secondary")
        self._list.addWidget(lead)
        self._list.addSpacing(12)
        for finding in found:
            self._list.addWidget(hairline())
            self._list.addWidget(self._row(finding))
        self._list.addStretch(1)

    def _row(self, finding: Finding) -> QWidget:
        name, ink = _SIGNS[finding.severity]
        colour = getattr(self.context.palette, ink)
        picture = QLabel()
        picture.setPixmap(pixmap(name, colour))
        kind = label(self.text(SEVERITY_NAMES[finding.severity]), TextStyle.SMALL, ink=ink)
        kind.setFixedWidth(120)
        code = label(finding.label, TextStyle.STRONG)
        code.setFixedWidth(170)
        texts = column(
            label(self.text(finding.sentence), wraps=True),
            label(self.text(finding.fix), TextStyle.SMALL, ink="muted", wraps=True),
            spacing=2,
        )
        holder = QWidget()
        layout = row(picture, kind, code, spacing=10)
        layout.addLayout(texts, 1)
        if finding.register:
            opener = button(
                self.text(say("Open")),
                kind="link",
                palette=self.context.palette,
                on_click=lambda: open_finding(self.context, finding),
            )
            layout.addWidget(opener)
        line = code.fontMetrics().height()
        for part in (picture, kind, code):
            part.setFixedHeight(line)  # all centred on the first line of the sentence
            layout.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        layout.setContentsMargins(0, 10, 0, 10)
        holder.setLayout(layout)
        return holder
