"""The folder of extracts: its files with their state, the new ones to be looked at one after the other."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.language import Message, UserError, say, say_many
from desktop.services.imports.folder import FILE_STATES, WAITING, ExtractFolder, FileState, FolderFile, look_into
from desktop.ui.context import Context, Route
from desktop.ui.pages.page import Crumb, Page, page_head
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import (
    ElidedLabel,
    button,
    clear,
    column,
    flush_right,
    hairline,
    label,
    margins,
    row,
    scrolled,
    text_width,
)
from desktop.ui.widgets.chips import Chip, Tone
from desktop.ui.widgets.empty_state import EmptyState, Way
from desktop.ui.widgets.focus import focus_first

_CHIPS: dict[FileState, tuple[Tone, Icon]] = {
    FileState.NEW: ("accent", Icon.NEW),
    FileState.CHANGED: ("warning", Icon.REVERSAL),
    FileState.IMPORTED: ("positive", Icon.CHECK),
    FileState.NOTHING_NEW: ("plain", Icon.CHECK),
    FileState.BUSY: ("plain", Icon.INFORMATION),
    FileState.UNREADABLE: ("negative", Icon.ERROR),
}
_SHOWN = 300
_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"  # a path keeps its order in Arabic
_AFTER_CHANGE_MS = 700  # several changes of a folder at once are looked at together
_WHILE_BUSY_MS = 3_000
_STATE_WIDTH, _DATE_WIDTH = 190, 150


class FolderPage(Page):
    """The files of the folder that the office takes its extracts from."""

    depends_on = frozenset({"import_batch"})

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.found: ExtractFolder | None = None
        self._watcher = QFileSystemWatcher(self)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._look_again)
        self._watcher.directoryChanged.connect(self._wait)
        self._watcher.fileChanged.connect(self._wait)
        words = say("Open the import"), say("Look at it")
        self._verb_width = max(text_width(self.text(word), TextStyle.STRONG) for word in words) + 8
        self._lay_out()

    def _lay_out(self) -> None:
        text, palette = self.text, self.context.palette
        self.choose_button = button(
            text(say("Choose the folder")), palette=palette, name=Icon.FOLDER, small=True, on_click=self.choose
        )
        self.all_button = button(
            text(say("Look at all new ones")),
            kind="primary",
            palette=palette,
            name=Icon.IMPORTS,
            small=True,
            on_click=self.look_at_all,
        )
        self.all_button.setEnabled(False)
        head, _title = page_head(text(say("Folder of extracts")), [self.choose_button, self.all_button])
        self._list = QVBoxLayout()
        self._list.setContentsMargins(margins(20, 12, 16, 20))
        self._list.setSpacing(0)
        scroll = scrolled(self._list)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(scroll, 1)

    def crumbs(self) -> list[Crumb]:
        """Data, imports, the folder."""
        imports = self.text(say("Imports")), Route("register", "imports")
        return [(self.text(say("Data")), None), imports, (self.text(say("Folder of extracts")), None)]

    @property
    def folder(self) -> str:
        """The folder that was chosen for this office; empty when none was."""
        return self.context.settings.extracts.get(self.context.office.facts.uid, "")

    def showEvent(self, event: QShowEvent) -> None:
        """Looks again whenever it is seen: a file that was looked at meanwhile may bring nothing new."""
        self._stale = True
        super().showEvent(event)
        focus_first(self)

    # --- looking -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Looks into the folder."""
        if not self.folder:
            self._show_none(say("No folder chosen yet"))
            return
        office, folder, before = self.context.office, Path(self.folder), self.found
        seen = self.context.settings.nothing_new.get(office.facts.uid)

        def arrived(found: ExtractFolder) -> None:
            if found.path == Path(self.folder):
                self.show_found(found)

        work = partial(look_into, office, folder, before=before, nothing_new=seen)
        self.context.tasks.read(self, work, arrived, self._refused, patient=True)

    def _wait(self, _path: str) -> None:
        """Something in the folder changed: it is looked at when that is over."""
        self._again.start(_AFTER_CHANGE_MS)

    def _look_again(self) -> None:
        self._stale = True
        if self.isVisible():
            self._refresh_if_stale()

    def _watch(self, found: ExtractFolder) -> None:
        """Hears of changes from now on; what is still being written is looked at again by itself."""
        wanted = {str(found.path), *(str(file.path) for file in found.files)}
        known = {*self._watcher.directories(), *self._watcher.files()}
        if known - wanted:
            self._watcher.removePaths(list(known - wanted))
        if wanted - known:
            self._watcher.addPaths(list(wanted - known))
        if any(file.state is FileState.BUSY for file in found.files):
            self._again.start(_WHILE_BUSY_MS)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._show_none(error.title)
        else:
            self.context.report(error)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def _show_none(self, title: Message) -> None:
        """Says why there is nothing, and how to mend it."""
        self.found = None
        clear(self._list)
        self.all_button.setEnabled(False)
        about = say(
            "Put the extracts of the ERP into one folder: each new one is found here, looked at, and imported once."
        )
        way = Way(
            self.text(say("Choose the folder")),
            self.text(say("Nothing in it is changed, moved or removed")),
            Icon.FOLDER,
            self.choose,
        )
        self._list.addWidget(EmptyState(self.text(title), self.text(about), [way], palette=self.context.palette), 1)

    def show_found(self, found: ExtractFolder) -> None:
        """Shows the files."""
        self.found = found
        self._watch(found)
        clear(self._list)
        self.all_button.setEnabled(bool(found.waiting))
        sentence = self._sentence(found)
        self._list.addWidget(label(self.text(sentence), TextStyle.LEAD, ink="secondary", wraps=True))
        self._list.addSpacing(4)
        place = f"{_LEFT_TO_RIGHT}{found.path}{_END}"
        self._list.addWidget(ElidedLabel(place, TextStyle.SMALL, ink="muted"))
        self._list.addSpacing(12)
        for file in found.files[:_SHOWN]:
            self._list.addWidget(hairline())
            self._list.addWidget(self._row(file))
        if len(found.files) > _SHOWN:
            more = say_many(
                "{count} more file is not shown.", "{count} more files are not shown.", count=len(found.files) - _SHOWN
            )
            self._list.addWidget(label(self.text(more), TextStyle.SMALL, ink="muted"))
        self._list.addStretch(1)

    def _sentence(self, found: ExtractFolder) -> Message:
        if not found.files:
            return say("No workbook or text file is in this folder yet.")
        if found.waiting:
            return say_many(
                "{count} file waits to be looked at.", "{count} files wait to be looked at.", count=len(found.waiting)
            )
        return say("Nothing new: everything in the files that can be read is here.")

    def _row(self, file: FolderFile) -> QWidget:
        tone, sign = _CHIPS[file.state]
        word = Chip(self.text(FILE_STATES[file.state]), palette=self.context.palette, tone=tone, name=sign)
        chip = QWidget()
        chip.setLayout(row(word, None))
        chip.setFixedWidth(_STATE_WIDTH)
        day = label(self.context.language.value(file.modified.astimezone().date()), ink="secondary")
        day.setFixedWidth(_DATE_WIDTH)
        day.setAlignment(flush_right())
        texts = column(ElidedLabel(file.name, TextStyle.STRONG))
        about = self._about(file)
        if about is not None:
            texts.addWidget(ElidedLabel(self.text(about), TextStyle.SMALL, ink="muted"))
        line = row(chip, spacing=10)
        line.addLayout(texts, 1)
        line.addWidget(day)
        line.addSpacing(12)
        verb = self._verb(file)
        verb.setFixedWidth(self._verb_width)
        line.addWidget(verb)
        line.setContentsMargins(0, 8, 0, 8)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _about(self, file: FolderFile) -> Message | None:
        if file.reason is not None:
            return file.reason
        if file.looked_at is not None:
            return say("Looked at on {day}: everything in it was here.", day=file.looked_at.astimezone().date())
        if file.imported_at is None:
            return None
        day = file.imported_at.astimezone().date()
        if file.state is FileState.IMPORTED:
            return say("Imported on {day}.", day=day)
        return say("A file of this name was imported on {day}; this one is another.", day=day)

    def _verb(self, file: FolderFile) -> QWidget:
        """What can be done with a file: nothing while it is written or cannot be read."""
        if file.state not in (*WAITING, FileState.IMPORTED, FileState.NOTHING_NEW):
            return QWidget()
        if file.state is FileState.IMPORTED:
            target, name = Route("record", "imports", file.batch_id), say("Open the import")
        else:
            target, name = Route("import", paths=(str(file.path),)), say("Look at it")
        made = button(
            self.text(name), kind="link", palette=self.context.palette, on_click=lambda: self.context.go(target)
        )
        made.setAccessibleName(f"{self.text(name)}: {file.name}")
        return made

    # --- what one can do ---------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Asks for the folder, and keeps it for this office."""
        chosen = QFileDialog.getExistingDirectory(self, self.text(say("Choose the folder")), self.folder)
        if chosen:
            context = self.context
            context.keep_settings(context.settings.with_extracts(context.office.facts.uid, chosen))
            self.refresh()

    def look_at_all(self) -> None:
        """Looks at every new file, one after the other."""
        if self.found is not None and self.found.waiting:
            self.context.go(Route("import", paths=tuple(str(file.path) for file in self.found.waiting)))
