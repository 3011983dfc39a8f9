"""The work behind the page of an import: reads, recognises, previews and imports off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.domain.progress import Progress
from desktop.language import Message, UserError, say
from desktop.services.imports import Book, Draft, SheetMapping, Style, looking, sheets
from desktop.services.imports.marked_up import save_marked_up
from desktop.services.imports.templates import write_template
from desktop.services.offices import Outcome
from desktop.ui.context import Context
from desktop.ui.models.import_state import ImportState, Step

_Read = tuple[Draft, dict[str, Style]]


class ImportWork(QObject):
    """Holds the state and changes it; `changed` says that there is something else to show.

    What is asked for while something else is under way takes its place: an answer to an old question is dropped.
    """

    changed = Signal()
    previewed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.state = ImportState()
        self._asked = 0

    def _run(self, work: Callable[[Progress], object], done: Callable[[object], None], title: Message) -> None:
        """Does long work; its answer counts as long as nothing else was asked for."""
        self._asked += 1
        asked = self._asked

        def arrived(found: object) -> None:
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

        def work(progress: Progress) -> tuple[Book, list[tuple[str, int]], str, _Read | UserError, list[str]]:
            book = opening(progress)
            ranked = looking.rank(book)
            chosen = kind or (ranked[0][0] if ranked else sheets.KINDS[0])
            try:
                draft = sheets.draft(office, book, chosen)
                if before is not None:
                    draft = looking.read_like(office, draft, before)
            except UserError as error:
                return book, ranked, chosen, error, []
            names = [kept.name for kept in sheets.kept_mappings(office, chosen)]
            return book, ranked, chosen, (draft, looking.styles_of(draft)), names

        def done(found: object) -> None:
            book, ranked, chosen, read, names = found  # type: ignore[misc]  # as `work` returned it
            state = self.state
            state.book, state.ranked, state.kind, state.mappings = book, ranked, chosen, names
            if isinstance(read, UserError):
                self._context.report(read)
            else:
                state.draft, state.styles = read
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

        def work(_progress: Progress) -> tuple[Draft, dict[str, Style], list[str]]:
            draft = sheets.draft(office, book, kind, sheet=sheet, mapping_name=name)
            names = [kept.name for kept in sheets.kept_mappings(office, kind)]
            return draft, looking.styles_of(draft), names

        def done(found: object) -> None:
            self.state.draft, self.state.styles, self.state.mappings = found  # type: ignore[misc]  # as `work` returned it
            self._decided()

        self._run(work, done, say("Reading {file}", file=book.name))

    def change_mapping(self, mapping: SheetMapping) -> None:
        """Reads the sheet as a person says."""
        office, draft = self._context.office, self.state.draft
        if draft is None:
            return

        def work(_progress: Progress) -> _Read:
            found = sheets.redraft(office, draft, mapping)
            return found, looking.styles_of(found)

        def done(found: object) -> None:
            self.state.draft, self.state.styles = found  # type: ignore[misc]  # as `work` returned it
            self._decided()

        self._run(work, done, say("Reading {file}", file=draft.book.name))

    def _decided(self) -> None:
        """The preview of before no longer says what would come in, nor do corrections of its cells."""
        self.state.preview = None
        self.state.options = replace(self.state.options, corrections={})
        self.changed.emit()

    def choose_grant(self, grant_id: int | None, reference: str) -> None:
        """Lets all rows go into a grant."""
        state = self.state
        state.grant_id, state.options, state.preview = grant_id, replace(state.options, grant=reference), None

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

        def done(found: object) -> None:
            self.state.preview = found  # type: ignore[assignment]  # as the door returns it
            self.state.step = Step.PREVIEW
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
        if shown is None:
            return

        def done(outcome: Outcome) -> None:
            state = self.state
            state.step, state.batch_id, state.done = Step.DONE, outcome.record_id or 0, outcome.message
            state.left_out = len(shown.statuses) - len(taken)
            self.changed.emit()

        self._context.run(
            self,
            lambda progress: sheets.apply(office, shown, taken=taken, progress=progress),
            say("Importing {file}", file=shown.draft.book.name),
            on_done=done,
        )

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
                lambda _progress: save_marked_up(shown, path, language=language),
                say("Writing {file}", file=path.name),
            )

    def write_template(self, kind: str, path: Path) -> None:
        """Writes an empty workbook for a list."""
        language = self._context.language
        self._context.run(
            self,
            lambda _progress: write_template(kind, path, language=language),
            say("Writing {file}", file=path.name),
        )
