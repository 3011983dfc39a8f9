"""The work behind the page of an import: reads, recognises, previews and imports off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.domain.progress import Progress
from desktop.language import Message, UserError, say
from desktop.services.imports import Book, Draft, Preview, SheetMapping, Status, Style, looking, sheets
from desktop.services.imports.marked_up import save_marked_up
from desktop.services.imports.templates import write_template
from desktop.services.offices import Office, Outcome
from desktop.ui.context import Context
from desktop.ui.models.import_state import LEDGER, ImportState, Step

Result = TypeVar("Result")
_ADDED = (Status.NEW, Status.DUPLICATE)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file that was read; `trouble` says why there is no table for the list in it."""

    book: Book
    ranked: list[tuple[str, int]]
    kind: str
    read: _Read | None = None
    trouble: UserError | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """How a file is read, and which mappings are kept for its list."""

    draft: Draft
    styles: dict[str, Style]
    mappings: list[str]


class ImportWork(QObject):
    """Holds the state and changes it; `changed` says that there is something else to show, `previewed` that there is
    another preview, `verbs_changed` that something else can be done now.

    What is asked for while something else is under way takes its place: an answer to an old question is dropped.
    """

    changed = Signal()
    previewed = Signal()
    verbs_changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.state = ImportState()
        self._asked = 0
        self.importing = False

    def _run(self, work: Callable[[Progress], Result], done: Callable[[Result], None], title: Message) -> None:
        """Does long work; its answer counts as long as nothing else was asked for."""
        self._asked += 1
        asked = self._asked

        def arrived(found: Result) -> None:
            if asked == self._asked:
                done(found)

        def failed(error: BaseException) -> None:
            if asked == self._asked:
                self._context.report(error)
                self.changed.emit()

        self._context.tasks.run(self, work, arrived, failed, title)

    # --- a file ------------------------------------------------------------------------------------------------------

    def begin(self, kind: str) -> None:
        """Begins anew, for a list."""
        self._asked += 1
        self.state = ImportState(kind=kind)
        self.changed.emit()

    def take_files(self, paths: Sequence[Path]) -> None:
        """Opens the first of some files; the others wait."""
        if not paths:
            return
        self.state.forget_file()
        self.state.path = paths[0]
        self.state.waiting = list(paths[1:])
        self._open(lambda progress: sheets.open_file(paths[0], progress=progress), paths[0].name)

    def take_text(self, text: str, *, name: str) -> None:
        """Takes a table from the clipboard."""
        self.state.forget_file()
        self._open(lambda _progress: sheets.open_pasted(text, name=name), name)

    def next_file(self) -> None:
        """Goes on with the next file, read like this one; without one, back to the choice of a file."""
        waiting = self.state.waiting
        self.state.forget_file()
        if waiting:
            self.take_files(waiting)
        else:
            self.changed.emit()

    def _open(self, opening: Callable[[Progress], Book], name: str) -> None:
        office, kind, before = self._context.office, self.state.kind, self.state.before

        def work(progress: Progress) -> _Opened:
            book = opening(progress)
            ranked = looking.rank(book)
            chosen = kind or (ranked[0][0] if ranked else sheets.KINDS[0])
            try:
                draft = sheets.draft(office, book, chosen)
                return _Opened(book, ranked, chosen, _looked_at(office, looking.read_like(office, draft, before)))
            except UserError as error:
                return _Opened(book, ranked, chosen, trouble=error)

        def done(found: _Opened) -> None:
            state = self.state
            state.book, state.ranked, state.kind = found.book, found.ranked, found.kind
            if found.trouble is not None:
                self._context.report(found.trouble)
            if found.read is not None:
                self._take(found.read)
            self.changed.emit()

        self._run(work, done, say("Reading {file}", file=name))

    # --- how it is read ----------------------------------------------------------------------------------------------

    def choose_kind(self, kind: str) -> None:
        """Reads the file as records of another list."""
        self.state.kind = kind
        self._draft()

    def choose_mapping(self, name: str) -> None:
        """Reads the file like one that was kept; as its headings say without a name."""
        self._draft(name=name)

    def choose_sheet(self, sheet: str) -> None:
        """Reads another sheet."""
        self._draft(sheet=sheet)

    def _draft(self, *, name: str = "", sheet: str = "") -> None:
        office, book, kind = self._context.office, self.state.book, self.state.kind
        if book is None:
            return

        def work(_progress: Progress) -> _Read:
            return _looked_at(office, sheets.draft(office, book, kind, sheet=sheet, mapping_name=name))

        self._run(work, self._decide, say("Reading {file}", file=book.name))

    def change_mapping(self, mapping: SheetMapping) -> None:
        """Reads the sheet as a person says."""
        office, draft = self._context.office, self.state.draft
        if draft is None:
            return

        def work(_progress: Progress) -> _Read:
            return _looked_at(office, sheets.redraft(office, draft, mapping))

        self._run(work, self._decide, say("Reading {file}", file=draft.book.name))

    def _take(self, read: _Read) -> None:
        self.state.draft, self.state.styles, self.state.mappings = read.draft, read.styles, read.mappings

    def _decide(self, read: _Read) -> None:
        """The preview of before no longer says what would come in, nor do corrections of its cells."""
        self._take(read)
        self.state.preview = None
        self.state.options = replace(self.state.options, corrections={})
        self.changed.emit()

    def choose_grant(self, grant_id: int | None, reference: str) -> None:
        """Lets all rows go into a grant."""
        state = self.state
        state.grant_id, state.options, state.preview = grant_id, replace(state.options, grant=reference), None
        self.verbs_changed.emit()

    def keep_mapping(self, name: str) -> None:
        """Keeps how the file is read under a name."""
        office, draft = self._context.office, self.state.draft
        if draft is None:
            return

        def done(_outcome: Outcome) -> None:
            self.state.draft = replace(draft, mapping_name=name)
            self.state.mappings = list(dict.fromkeys([name, *self.state.mappings]))

        self._context.run(
            self,
            lambda _progress: sheets.keep_mapping(office, draft, name=name),
            say("Keeping the mapping"),
            on_done=done,
        )

    # --- preview -----------------------------------------------------------------------------------------------------

    def preview(self) -> None:
        """Holds the file against the office."""
        office, draft, options = self._context.office, self.state.draft, self.state.options
        if draft is None:
            return

        def done(found: Preview) -> None:
            self.state.preview = found
            self.state.step = Step.PREVIEW
            if found.brings_nothing:
                self._context.keep_nothing_new(found.draft.book.sha256)
            self.previewed.emit()

        self._run(
            lambda progress: sheets.preview(office, draft, options, progress=progress),
            done,
            say("Comparing {file} with the office", file=draft.book.name),
        )

    def correct(self, row: int, column: int, text: str) -> None:
        """Puts a text in the place of a cell, and looks again."""
        self.state.options = self.state.options.corrected(row, column, text)
        self.preview()

    def create_missing(self, *, on: bool) -> None:
        """Lets records that the sheet names be made."""
        self.state.options = replace(self.state.options, create_missing=on)
        if self.state.step is Step.PREVIEW:
            self.preview()
        else:
            self.state.preview = None

    # --- importing ---------------------------------------------------------------------------------------------------

    def apply(self, taken: Sequence[int]) -> None:
        """Brings the rows at some places in."""
        office, shown = self._context.office, self.state.preview
        if shown is None or self.importing:
            return
        self._set_importing(on=True)

        def failed(error: BaseException) -> None:
            self._set_importing(on=False)
            self._context.report(error)

        def done(outcome: Outcome) -> None:
            self._set_importing(on=False)
            state = self.state
            state.step, state.batch_id, state.done = Step.DONE, outcome.record_id or 0, outcome.message
            state.left_out = len(shown.statuses) - len(taken) - shown.count(Status.SAME)
            state.has_added = state.kind == LEDGER or any(shown.statuses[place] in _ADDED for place in taken)
            self.changed.emit()

        self._context.run(
            self,
            lambda progress: sheets.apply(office, shown, taken=taken, progress=progress),
            say("Importing {file}", file=shown.draft.book.name),
            on_done=done,
            on_error=failed,
        )

    def _set_importing(self, *, on: bool) -> None:
        """While rows come in, nothing else can be asked for."""
        self.importing = on
        self.verbs_changed.emit()

    def undone(self, outcome: Outcome) -> None:
        """The import was taken back."""
        self.state.is_undone, self.state.done = True, outcome.message
        self.changed.emit()

    def save_marked_up(self, path: Path) -> None:
        """Writes the user's own workbook with a comment on each cell that keeps a row out."""
        shown, language = self.state.preview, self._context.language
        if shown is not None:
            self._context.run(
                self,
                lambda progress: save_marked_up(shown, path, language=language, progress=progress),
                say("Writing {file}", file=path.name),
            )

    def write_template(self, kind: str, path: Path) -> None:
        """Writes an empty workbook for a list."""
        language, names = self._context.language, self._context.office.shows_names
        self._context.run(
            self,
            lambda _progress: write_template(kind, path, language=language, names=names),
            say("Writing {file}", file=path.name),
        )


def _looked_at(office: Office, draft: Draft) -> _Read:
    """A draft with how its values are written, and which mappings are kept for its list."""
    names = [kept.name for kept in sheets.kept_mappings(office, draft.kind)]
    return _Read(draft, looking.styles_of(draft), names)
