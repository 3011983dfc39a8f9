"""The documents of a record: attached by a file dialog or by dropping files, opened, saved, removed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton

from desktop.language import say
from desktop.registers.register import Link, Register
from desktop.services import records
from desktop.services.documents import attach, require_openable, save_document
from desktop.services.offices import Outcome
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.pages.linked_tab import LinkedTab
from desktop.ui.pages.opened_copy import open_copy
from desktop.ui.theme import Icon


class DocumentsTab(LinkedTab):
    """The files kept with an agreement, a grant or a ledger entry; files dropped here are attached."""

    def __init__(self, context: Context, owner: Register, record: RecordView, link: Link) -> None:
        self._owner = {link.path: record.id}
        self._needing: list[QPushButton] = []
        super().__init__(context, owner, record, link)
        self.setAcceptDrops(True)
        self.table.opened.disconnect()
        self.table.opened.connect(self.open_document)
        self.table.selected.connect(lambda _identity: self._enable())
        self.table.counted.connect(self._offer)

    def _add_verbs(self, owner: Register, link: Link) -> None:
        super()._add_verbs(owner, link)
        self._needing = [
            self.verb(say("Open"), Icon.FOLDER, lambda: self.open_document(self.current)),
            self.verb(say("Save as…"), Icon.BACKUP, lambda: self.save_as()),
            self.verb(say("Edit"), Icon.EDIT, lambda: self._edit()),
            self.verb(say("Remove"), Icon.DELETE, lambda: self.remove()),
        ]
        for made in self._needing:
            self.verbs.addWidget(made)
        self.verbs.addWidget(self.verb(say("Attach a file…"), Icon.DOCUMENTS, lambda: self.choose()))
        self._enable()

    @property
    def current(self) -> int:
        """The id of the selected document, 0 for none."""
        return self.table.table.current_id()

    def _enable(self) -> None:
        for made in self._needing:
            made.setEnabled(bool(self.current))

    def _offer(self, count: int) -> None:
        """What is done with a document is not offered while there is none."""
        for made in self._needing:
            made.setVisible(count > 0)
        self._enable()

    # --- attaching ---------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Asks for files to attach."""
        found, _kind = QFileDialog.getOpenFileNames(self, self.context.text(say("Attach a file…")))
        self.attach_files([Path(path) for path in found])

    def attach_files(self, paths: list[Path]) -> None:
        """Attaches files one after the other; each is a change of its own that can be undone."""
        if not paths:
            return
        path, *others = paths
        office, owner = self.context.office, self._owner

        def work() -> Outcome:
            agreement, grant, entry = (owner.get(name) for name in ("agreement_id", "grant_id", "entry_id"))
            return attach(office, path=path, agreement_id=agreement, grant_id=grant, entry_id=entry)

        self.context.run(
            self,
            lambda _progress: work(),
            say("Attaching {file}", file=path.name),
            on_done=lambda _outcome: self.attach_files(others),
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attaches what was dropped."""
        dropped = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.attach_files([path for path in dropped if path.is_file()])

    # --- what one can do with one ------------------------------------------------------------------------------------

    def open_document(self, identity: int) -> None:
        """Saves a copy to a temporary place and lets the system open it."""
        office = self.context.office

        def save(folder: Path) -> Path:
            name = str(records.load(office, "documents", identity).values["name"])
            require_openable(name)
            save_document(office, document_id=identity, target=folder / name)
            return folder / name

        open_copy(self.context, self, save)

    def save_as(self) -> None:
        """Asks where to save the selected document."""
        office, identity = self.context.office, self.current
        name = str(records.load(office, "documents", identity).values["name"])
        chosen, _kind = QFileDialog.getSaveFileName(self, self.context.text(say("Save as…")), name)
        if chosen:
            self.context.run(
                self,
                lambda _progress: save_document(office, document_id=identity, target=Path(chosen)),
                say("Saving"),
            )

    def _edit(self) -> None:
        self.context.go(Route("edit", "documents", self.current))

    def remove(self) -> None:
        """Removes the selected document; Ctrl+Z brings it back."""
        office, identity = self.context.office, self.current

        def work() -> Outcome:
            version = records.load(office, "documents", identity).version
            return records.remove(office, "documents", record_id=identity, version=version)

        self.context.run(self, lambda _progress: work(), say("Removing"))
