"""Asks how an evidence pack is made and where to, and has it written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.progress import Progress
from desktop.language import say
from desktop.services import reports
from desktop.services.donor_reports import ReportHead
from desktop.services.evidence import SUFFIX, write_evidence
from desktop.services.offices import Outcome
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import button, label
from desktop.ui.widgets.tick_box import TickBox

WIDTH = 560


class EvidenceDialog(Dialog):
    """Tells what the pack of a report holds, and asks whether it names counterparties. `page` waits for it."""

    def __init__(self, context: Context, window: QWidget, page: QWidget, head: ReportHead) -> None:
        about = context.text(say("Report {number} on {grant}", number=head.number, grant=head.grant))
        super().__init__(context, window, context.text(say("Evidence pack")), about=about, width=WIDTH)
        self._page, self._head = page, head
        holds = say("One archive for auditors: the report, its entries, and every document behind them.")
        more = say(
            "An index links each entry to its files; a list names the costs without any. The archive holds the sums by "
            "which each file can be checked."
        )
        self.body.addWidget(label(context.text(holds), TextStyle.STRONG, wraps=True))
        self.body.addWidget(label(context.text(more), ink="secondary", wraps=True))
        self.names = TickBox(context.text(say("Name the counterparties of entries")), palette=context.palette)
        self.body.addWidget(self.names)
        persons = say("They may be persons, such as volunteers. Documents are packed as they are.")
        self.body.addWidget(label(context.text(persons), TextStyle.SMALL, ink="muted", wraps=True))
        cancel = button(context.text(say("Cancel")), kind="ghost", palette=context.palette, on_click=self.cancel)
        save = button(context.text(say("Save as…")), kind="primary", palette=context.palette, on_click=self.save)
        self.add_foot([cancel, save])

    def save(self) -> None:
        """Asks for the place, and writes the pack there."""
        head = self._head
        name = f"{head.file_name}{SUFFIX}"
        title = self.context.text(say("Evidence pack"))
        path, _kind = QFileDialog.getSaveFileName(self, title, name, f"*{SUFFIX}")
        if not path:
            return
        office, named = self.context.office, self.names.isChecked()
        target = Path(path) if path.casefold().endswith(SUFFIX) else Path(path + SUFFIX)

        def work(progress: Progress) -> Outcome:
            return write_evidence(
                office,
                about=head.id,
                path=target,
                language=reports.language_named(head.language),
                with_counterparties=named,
                progress=progress,
            )

        self.context.run(self._page, work, say("Writing {file}", file=target.name))
        self.close_overlay()
