"""How long a volunteer served: in each modality and category a bar against its limit, and what is found of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.finding import Finding, Severity
from desktop.domain.staffing.limits import ServiceCount
from desktop.domain.staffing.service import two_decimals
from desktop.language import Message, say
from desktop.services.deployments.service import VolunteerService, service_of
from desktop.ui.context import Context
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import clear, column, label, margins, row
from desktop.ui.widgets.gauge_bar import GaugeBar

_BAR = 220


class ServiceCard(QWidget):
    """Reads by itself."""

    def __init__(self, context: Context, volunteer_id: int) -> None:
        super().__init__()
        self._context = context
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(10)
        office = context.office
        context.read(self, lambda: service_of(office, volunteer_id=volunteer_id), self._show)

    def _show(self, service: VolunteerService) -> None:
        clear(self._inside)
        text = self._context.text
        if not service.counts:
            self._inside.addWidget(label(text(say("Never deployed yet: no service counts.")), ink="muted"))
            return
        self._inside.addWidget(label(text(say("Service until today")), TextStyle.STRONG))
        self._inside.addLayout(self._counts(service))
        if service.to_confirm:
            told = say("Limits as usual, to be confirmed with the agency; the office’s own take their place.")
            self._inside.addWidget(label(text(told), TextStyle.CAPTION, ink="muted"))
        if service.findings:
            self._inside.addWidget(FindingBand(self._context, service.findings))

    def _counts(self, service: VolunteerService) -> QGridLayout:
        lines = QGridLayout()
        lines.setHorizontalSpacing(16)
        lines.setVerticalSpacing(4)
        for place, count in enumerate(_told_apart(service.counts)):
            name = label(self._context.text(_named(count)), ink="secondary" if count.category else "")
            name.setContentsMargins(margins(16 if count.category else 0, 0, 0, 0))
            lines.addWidget(name, place, 0)
            lines.addWidget(self._bar(count), place, 1)
            lines.addWidget(label(self._context.text(_told(count)), ink="secondary"), place, 2)
        lines.setColumnMinimumWidth(1, _BAR)
        lines.setColumnStretch(3, 1)
        return lines

    def _bar(self, count: ServiceCount) -> QWidget:
        if count.limit is None:
            return label(self._context.text(say("no limit known")), ink="muted")
        made = GaugeBar(
            two_decimals(count.signed),
            Decimal(count.limit),
            palette=self._context.palette,
            text=self._context.text(_told(count)),
        )
        made.setFixedWidth(_BAR)
        return made


def _told_apart(counts: Sequence[ServiceCount]) -> list[ServiceCount]:
    """The counts without those of a category that say the same as their modality."""
    whole = {count.modality: (count.planned, count.limit) for count in counts if not count.category}
    return [one for one in counts if not one.category or (one.planned, one.limit) != whole[one.modality]]


def _named(count: ServiceCount) -> Message:
    return count.name if count.category else say("As {kind}, in all", kind=count.name)


def _told(count: ServiceCount) -> Message:
    """The months of a count in words: served, and signed or planned where that is more."""
    served, signed, planned = map(two_decimals, (count.served, count.signed, count.planned))
    if count.limit is None:
        return say("{served} months served, {signed} signed", served=served, signed=signed)
    if planned > signed:
        return say(
            "{served} months served, {signed} signed, {planned} with what is planned, of {limit}",
            served=served,
            signed=signed,
            planned=planned,
            limit=count.limit,
        )
    if signed > served:
        return say(
            "{served} months served, {signed} signed, of {limit}", served=served, signed=signed, limit=count.limit
        )
    return say("{served} months served of {limit}", served=served, limit=count.limit)


class FindingBand(QFrame):
    """What was found, each with what to do."""

    def __init__(self, context: Context, findings: tuple[Finding, ...]) -> None:
        super().__init__()
        self.setObjectName("band")
        warns = any(finding.severity > Severity.NOTE for finding in findings)
        self.setProperty("tone", "warning" if warns else "accent")
        picture = QLabel()
        ink = context.palette.warning if warns else context.palette.accent
        picture.setPixmap(pixmap(Icon.WARNING if warns else Icon.INFORMATION, ink))
        texts = column(spacing=2)
        for finding in findings:
            texts.addWidget(label(context.text(finding.sentence), TextStyle.STRONG, wraps=True))
        for fix in dict.fromkeys(finding.fix for finding in findings):
            texts.addWidget(label(context.text(fix), ink="secondary", wraps=True))
        layout = row(picture, spacing=10)
        layout.addLayout(texts, 1)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.setContentsMargins(margins(10, 8, 10, 8))
        self.setLayout(layout)
