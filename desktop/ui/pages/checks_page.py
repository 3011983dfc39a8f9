"""Everything the project check finds, the worst first, each with a way to mend it; and what someone accepts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.finding import SEVERITY_NAMES, Finding
from desktop.domain.waivers import Accepted, Waiver
from desktop.language import Message, say, say_many
from desktop.services.checks import OfficeCheck, check_office
from desktop.services.waivers import withdraw
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.accept_dialog import AcceptDialog
from desktop.ui.pages.home_page import open_finding
from desktop.ui.pages.page import Crumb, Page, page_head
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import Ink, button, clear, column, hairline, label, margins, row, scrolled
from desktop.ui.widgets.severity_signs import SEVERITY_SIGNS

_NEVER_ACCEPTED = ("damaged_file", "broken_trail", "wrong_sums")  # damage is mended, not accepted


class ChecksPage(Page):
    """The findings of the whole office."""

    depends_on = frozenset(
        {
            *("grant", "grant_rule", "grant_share", "instalment", "agreement", "obligation", "budget", "budget_line"),
            *("ledger_entry", "exchange_rate", "waiver"),
        }
    )

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        again = button(
            self.text(say("Check again")), palette=context.palette, name=Icon.CHECKS, small=True, on_click=self.refresh
        )
        head, _title = page_head(self.text(say("Checks")), [again])
        self._list = QVBoxLayout()
        self._list.setContentsMargins(margins(20, 12, 16, 20))
        self._list.setSpacing(0)
        scroll = scrolled(self._list)
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
        if result.accepted:
            self._add_accepted(result.accepted)
        self._list.addStretch(1)

    def _row(self, finding: Finding) -> QWidget:
        name, ink = SEVERITY_SIGNS[finding.severity]
        actions = []
        if finding.register:
            context = self.context
            accept = say("Accept…")
            if finding.code not in _NEVER_ACCEPTED:
                actions.append(self._link(accept, lambda: AcceptDialog(context, self.window(), finding).open()))
            actions.append(self._link(say("Fix"), lambda: open_finding(context, finding)))
        return self._line(
            (name, ink), SEVERITY_NAMES[finding.severity], finding.label, (finding.sentence, finding.fix), actions
        )

    def _link(self, name: Message, does: Callable[[], object]) -> QPushButton:
        return button(self.text(name), kind="link", palette=self.context.palette, on_click=does)

    # --- what is accepted --------------------------------------------------------------------------------------------

    def _add_accepted(self, accepted: Sequence[Accepted]) -> None:
        self._list.addSpacing(24)
        self._list.addWidget(label(self.text(say("Accepted")), TextStyle.STRONG))
        self._list.addSpacing(8)
        for each in accepted:
            self._list.addWidget(hairline())
            self._list.addWidget(self._accepted(each))

    def _accepted(self, each: Accepted) -> QWidget:
        waiver = each.waiver
        gone = say("It is no longer found.")
        sentence = each.findings[0].sentence if each.findings else gone
        about = say("{reason} {who}, {day}", reason=waiver.reason, who=waiver.waived_by, day=waiver.waived_on)
        actions = [self._link(say("Withdraw"), lambda: self._withdraw(waiver))]
        return self._line((Icon.DONE, "muted"), say("Accepted"), waiver.label, (sentence, about), actions)

    def _withdraw(self, waiver: Waiver) -> None:
        """Takes an acceptance back; Ctrl+Z brings it again."""
        office = self.context.office
        self.context.run(
            self,
            lambda _progress: withdraw(office, waiver_id=waiver.id, version=waiver.version),
            say("Withdrawing"),
        )

    # --- one line ----------------------------------------------------------------------------------------------------

    def _line(
        self,
        sign: tuple[Icon, Ink],
        kind: Message,
        name: str,
        sentences: tuple[Message, Message],
        actions: Sequence[QPushButton],
    ) -> QWidget:
        picture = QLabel()
        picture.setPixmap(pixmap(sign[0], getattr(self.context.palette, sign[1])))
        kind_label = label(self.text(kind), TextStyle.SMALL, ink=sign[1])
        kind_label.setFixedWidth(120)
        code = label(name, TextStyle.STRONG)
        code.setFixedWidth(170)
        texts = column(
            label(self.text(sentences[0]), wraps=True),
            label(self.text(sentences[1]), TextStyle.SMALL, ink="muted", wraps=True),
            spacing=2,
        )
        holder = QWidget()
        layout = row(picture, kind_label, code, spacing=10)
        layout.addLayout(texts, 1)
        for action in actions:
            layout.addSpacing(6)
            layout.addWidget(action)
        line = code.fontMetrics().height()
        for part in (picture, kind_label, code):
            part.setFixedHeight(line)  # all centred on the first line of the sentence
            layout.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        layout.setContentsMargins(0, 10, 0, 10)
        holder.setLayout(layout)
        return holder
