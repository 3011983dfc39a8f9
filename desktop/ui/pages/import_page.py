"""The page that brings a table in, step by step: which file, which columns, what would happen, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.language import say, say_many
from desktop.services.imports import PreviewRow, sheets
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.undo_import import undo_batch
from desktop.ui.models import import_words
from desktop.ui.models.import_state import ImportState, Step
from desktop.ui.pages import import_files
from desktop.ui.pages.import_work import ImportWork
from desktop.ui.pages.page import Crumb, Page, page_title
from desktop.ui.pages.register_imports import OF_BATCH
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, margins, row
from desktop.ui.widgets.columns_rail import ColumnsRail
from desktop.ui.widgets.focus import focus_first, focused_in
from desktop.ui.widgets.import_columns_step import ColumnsStep
from desktop.ui.widgets.import_done_step import DoneStep
from desktop.ui.widgets.import_file_step import FileStep
from desktop.ui.widgets.import_foot import ImportFoot
from desktop.ui.widgets.import_preview_step import PreviewStep
from desktop.ui.widgets.preview_rail import PreviewRail
from desktop.ui.widgets.rail import MIDDLE_AT_LEAST, Rail
from desktop.ui.widgets.step_trail import StepTrail

RAIL, NARROW_RAIL = 316, 268


class ImportPage(Page):
    """One page whose body changes from step to step. `route.key` is the list that was asked for, if any."""

    is_remade = True

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.work = ImportWork(context, self)
        self.work.state.kind = route.key if route.key in sheets.KINDS else ""
        self.file_step = FileStep(context)
        self.columns_step = ColumnsStep(context)
        self.preview_step = PreviewStep(context)
        self.done_step = DoneStep(context)
        self.columns_rail = ColumnsRail(context)
        self.preview_rail = PreviewRail(context)
        self.foot = ImportFoot(context)
        self._shown_step: Step | None = None
        self._lay_out()
        self._connect()
        self._add_keys()
        self.setAcceptDrops(True)

    @property
    def state(self) -> ImportState:
        """How far the import is."""
        return self.work.state

    # --- making ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        for step in (self.file_step, self.columns_step, self.preview_step, self.done_step):
            self.stack.addWidget(step)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._head())
        middle.addWidget(self.stack, 1)
        right_to_left = self.context.language.right_to_left
        self._rails: list[Rail] = []
        upper = QHBoxLayout()
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addLayout(middle, 1)
        for content in (self.columns_rail, self.preview_rail):
            inside = QVBoxLayout()
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(content)
            rail = Rail(inside, right_to_left=right_to_left, width=RAIL)
            self._rails.append(rail)
            upper.addWidget(rail)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper, 1)
        layout.addWidget(self.foot)

    def _head(self) -> QWidget:
        text = self.text
        names = [text(say("File")), text(say("Columns")), text(say("Preview")), text(say("Done"))]
        self.trail = StepTrail(names, palette=self.context.palette)
        self.title = page_title("")
        self.about = ElidedLabel("", TextStyle.SMALL, ink="secondary")
        self._about_sign = QLabel()
        self._about_sign.setPixmap(pixmap(Icon.EXCEL, self.context.palette.text_secondary, size=14))
        above = row(self.title, self.trail, spacing=12)
        above.setStretch(0, 1)
        below = row(self._about_sign, self.about, spacing=6)
        below.setStretch(1, 1)
        head = QWidget()
        layout = QVBoxLayout(head)
        layout.setContentsMargins(margins(20, 10, 16, 8))
        layout.setSpacing(2)
        layout.addLayout(above)
        layout.addLayout(below)
        return head

    def _connect(self) -> None:
        work, file, columns = self.work, self.file_step, self.columns_step
        work.changed.connect(self._show)
        work.previewed.connect(self._show)
        work.verbs_changed.connect(self._show_verbs)
        self.trail.wanted.connect(lambda step: self.go_to(Step(step)))
        file.choose_wanted.connect(self.choose_files)
        file.paste_wanted.connect(self.paste)
        file.template_wanted.connect(self._ask_template)
        file.other_wanted.connect(lambda kind: self.context.go(Route("import", kind)))
        file.kind_chosen.connect(work.choose_kind)
        file.mapping_chosen.connect(work.choose_mapping)
        file.grant_chosen.connect(work.choose_grant)
        columns.changed.connect(work.change_mapping)
        rail = self.columns_rail
        rail.sheet_chosen.connect(work.choose_sheet)
        rail.header_chosen.connect(columns.choose_header)
        rail.create_toggled.connect(lambda on: work.create_missing(on=on))
        rail.keep_wanted.connect(work.keep_mapping)
        rail.dragged.connect(columns.mark)
        rail.dropped.connect(columns.drop)
        rail.pressed.connect(columns.focus_field)
        self._connect_preview()

    def _connect_preview(self) -> None:
        work, step, rail, done = self.work, self.preview_step, self.preview_rail, self.done_step
        step.corrected.connect(work.correct)
        step.row_changed.connect(self._show_row)
        step.model.ticks_changed.connect(self._show_foot)
        rail.cell_wanted.connect(step.show_problem)
        rail.corrected.connect(work.correct)
        rail.change_wanted.connect(lambda: self.go_to(Step.COLUMNS))
        rail.create_toggled.connect(lambda on: work.create_missing(on=on))
        rail.conflict_settled.connect(self._settle_conflict)
        self.foot.go.clicked.connect(lambda _checked=False: self.go_on())
        self.foot.cancel.clicked.connect(lambda _checked=False: self.cancel())
        self.foot.marked.clicked.connect(lambda _checked=False: self.ask_marked_up())
        done.records_wanted.connect(self._show_records)
        done.ledger_wanted.connect(self._show_ledger)
        done.undo_wanted.connect(self._undo)
        done.marked_wanted.connect(self.ask_marked_up)
        done.next_wanted.connect(work.next_file)

    def _add_keys(self) -> None:
        for keys, does in (
            ("Ctrl+O", self.choose_files),
            ("Ctrl+V", self.paste),
            ("Ctrl+Return", self.go_on),
            ("F8", lambda: self.preview_step.go_on(1)),
            ("Shift+F8", lambda: self.preview_step.go_on(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    # --- where one is ------------------------------------------------------------------------------------------------

    def crumbs(self) -> list[Crumb]:
        """Data, imports, the file."""
        book = self.state.book
        name = self.text(say("Import a table")) if book is None else book.name
        return [(self.text(say("Data")), None), (self.text(say("Imports")), Route("register", "imports")), (name, None)]

    def memory(self) -> object:
        """How far the import is."""
        return self.state

    def recall(self, memory: object) -> None:
        """Goes on where one was."""
        if isinstance(memory, ImportState):
            self.work.state = memory

    def refresh(self) -> None:
        """Shows how far it is; an import that is done makes room for the next."""
        self._show()

    def begin(self, kind: str) -> None:
        """A new import for a list; what is under way for the same one stays."""
        if self.state.step is Step.DONE:
            self.work.begin(kind)

    def go_to(self, step: Step) -> None:
        """Goes back to a step that was done."""
        if step < self.state.step < Step.DONE:
            self.state.step = step
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The rail gives way where the table has not enough room."""
        super().resizeEvent(event)
        for rail in self._rails:
            rail.setFixedWidth(RAIL if self.width() >= MIDDLE_AT_LEAST + RAIL else NARROW_RAIL)

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        state = self.state
        step = state.step
        self.title.setText(self.text(import_words.title_of(state.kind)))
        self.about.setText(self.text(import_words.about_of(state)))
        self._about_sign.setVisible(state.book is not None)
        self.trail.show_step(step, back=step is not Step.DONE)
        self._rails[0].setVisible(step is Step.COLUMNS)
        self._rails[1].setVisible(step is Step.PREVIEW)
        self.stack.setCurrentIndex(step)
        self._fill(state, step)
        self._show_foot()
        self.crumbs_changed.emit()
        focused = focused_in(self)
        lost = step in (Step.FILE, Step.DONE) and (focused is None or not self.stack.isAncestorOf(focused))
        if self.isVisible() and (lost or step is not self._shown_step):
            self._take_focus()
        self._shown_step = step

    def _fill(self, state: ImportState, step: Step) -> None:
        if step is Step.FILE:
            self.file_step.show_state(state, list(sheets.KINDS))
        elif step is Step.COLUMNS and state.draft is not None:
            self.columns_step.show_draft(state.draft, state.styles)
            self.columns_rail.show_state(state)
        elif step is Step.PREVIEW and state.preview is not None:
            with QSignalBlocker(self.preview_step):  # the rail is told once, below
                self.preview_step.show_preview(state.preview)
            row, taken = self._row_at_hand()
            self.preview_rail.show_preview(state.preview, row, taken=taken)
            self._show_part()
        elif step is Step.DONE:
            self.done_step.show_state(state)

    def showEvent(self, event: QShowEvent) -> None:
        """What one works on has the focus, so that the keyboard works at once."""
        super().showEvent(event)
        self._take_focus()

    def _take_focus(self) -> None:
        match self.state.step:
            case Step.PREVIEW:
                self.preview_step.table.setFocus(Qt.FocusReason.OtherFocusReason)
            case Step.COLUMNS:
                self.columns_step.focus_open()
            case Step.DONE if self.done_step.card is not None:
                self.done_step.card.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
            case Step.FILE if self.state.kind in self.file_step.kinds:
                self.file_step.kinds[self.state.kind].setFocus(Qt.FocusReason.OtherFocusReason)
            case _:
                focus_first(self.stack)

    def _row_at_hand(self) -> tuple[PreviewRow | None, bool]:
        """The row one is in, and whether it comes in."""
        model, position = self.preview_step.model, self.preview_step.table.currentIndex().row()
        shown = model.at(position)
        return shown, shown is not None and model.is_taken(position)

    def _show_row(self) -> None:
        """The rail follows the row one is in."""
        row, taken = self._row_at_hand()
        self.preview_rail.show_row(row, taken=taken)
        self._show_part()

    def _show_part(self) -> None:
        about = self.preview_rail.about_row
        if about is not None:
            self._rails[1].show_part(about)

    def _settle_conflict(self, on: bool) -> None:  # noqa: FBT001 - a signal's
        self.preview_step.settle_conflict(on=on)
        self._show_row()

    def _show_verbs(self) -> None:
        self.about.setText(self.text(import_words.about_of(self.state)))
        self._show_foot()

    def _show_foot(self) -> None:
        state, foot = self.state, self.foot
        step = state.step
        foot.setVisible(step is not Step.DONE and state.book is not None)
        foot.marked.setVisible(step is Step.PREVIEW and state.has_remarks)
        foot.setEnabled(not self.work.importing)
        self.stack.setEnabled(not self.work.importing)
        if step is Step.FILE:
            rest = [say("Choose the grant first.")] if state.needs_grant else []
            foot.tell(say("Nothing is written until you import."), rest)
            foot.offer(say("Look at the columns"), enabled=state.draft is not None)
        elif step is Step.COLUMNS:
            words, more = import_words.columns_words(state)
            foot.tell(words, more)
            foot.offer(say("Preview"), enabled=state.draft is not None)
        elif step is Step.PREVIEW and state.preview is not None:
            words, more = import_words.rule_of(self.preview_step.model)
            count = self.preview_step.model.count_taken
            foot.tell(words, more, promise=import_words.undo_promise(state.kind) if count else None)
            name = say_many("Import {count} row", "Import {count} rows", count=count)
            foot.offer(name, enabled=bool(count) and not state.preview.refused)

    # --- what one does -----------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """The next step; where something must be answered first, one is led there."""
        state = self.state
        if not self.foot.go.isEnabled() or self.foot.isHidden():
            return
        if state.step is Step.FILE and state.needs_grant:
            self.file_step.ask_grant()
        elif state.step is Step.FILE:
            state.step = Step.COLUMNS
            self._show()
        elif state.step is Step.COLUMNS and state.open_styles:
            self.columns_step.focus_open()
        elif state.step is Step.COLUMNS:
            self.work.preview()
        elif state.step is Step.PREVIEW:
            self.work.apply(self.preview_step.model.taken())

    def cancel(self) -> None:
        """Lets the import go; nothing was written."""
        self.work.begin(self.route.key)

    def choose_files(self) -> None:
        """Asks for one file or more."""
        self.take_files(import_files.ask_tables(self, self.text))

    def take_files(self, paths: Sequence[Path]) -> None:
        """Reads files one after another; one that is no table goes to its own dialog."""
        if paths and paths[0].suffix.lower() == ".xml":
            self.context.go(Route("import", import_files.kind_of_xml(paths[0]), paths=(str(paths[0]),)))
        else:
            self.work.take_files(paths)

    def paste(self) -> None:
        """Takes the table on the clipboard."""
        text = QGuiApplication.clipboard().text()
        if self.state.step is Step.FILE and text.strip():
            self.work.take_text(text, name=self.text(say("Clipboard")))

    def ask_marked_up(self) -> None:
        """Writes the marked-up copy to where the user says."""
        if self.state.book is not None:
            path = import_files.ask_marked_up(self, self.text, self.state.book.name)
            if path is not None:
                self.work.save_marked_up(path)

    def _ask_template(self) -> None:
        """An empty workbook for the list that was asked for; else asks for which."""
        kind = self.state.kind
        if kind:
            self._save_template(kind)
        else:
            import_files.offer_kinds(self.file_step, self.text, self._save_template)

    def _save_template(self, kind: str) -> None:
        path = import_files.ask_template(self, self.text, kind)
        if path is not None:
            self.work.write_template(kind, path)

    def _undo(self) -> None:
        undo_batch(self.context, self, batch_id=self.state.batch_id, on_done=self.work.undone)

    def _show_records(self) -> None:
        self.context.go(Route("register", self.state.kind, self.state.batch_id, tab=OF_BATCH))

    def _show_ledger(self) -> None:
        grant = self.state.options.grant
        self.context.go(Route("reconciliation", grant, paths=(str(self.state.path),)))

    # --- dropping ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Reads the files that were dropped."""
        event.acceptProposedAction()
        self.take_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
