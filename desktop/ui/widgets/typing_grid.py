"""A grid that one types into: typing, pasting and moving as in a spreadsheet, whatever its rows are about."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from desktop.language import Message, say_many
from desktop.ui.context import Context
from desktop.ui.models.grid_block import read_block
from desktop.ui.models.typed_grid import Area, CellError, TypedGridModel
from desktop.ui.widgets.cell_editor import CellEditor, CellTip
from desktop.ui.widgets.clipboard import put_table
from desktop.ui.widgets.grid_view import GridView

_HANDLE = 8
_CONTROL = Qt.KeyboardModifier.ControlModifier


class TypingGrid(GridView):
    """`said` tells what was done with the clipboard, or why a cell takes nothing.

    What is done to several cells at once is each grid's own: `copied`, `put_block`, `put_value`, `fill` and `empty`.
    """

    said = Signal(object)

    def __init__(self, context: Context, model: TypedGridModel) -> None:
        super().__init__(palette=context.palette)
        self._context = context
        self._model = model
        self._edited: tuple[Hashable, int] | None = None
        self._kept: tuple[Hashable, Hashable, int, int] | None = None
        self._finishing = False
        self._is_filling = False
        self.editor = CellEditor(self.viewport())
        self.editor.done.connect(self._finish)
        self.editor.given_back.connect(self._close)
        self.editor.textEdited.connect(lambda _text: self._show_trouble(None))
        self.tip = CellTip(self.viewport(), palette=context.palette)
        model.modelAboutToBeReset.connect(self._keep_place)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._place_editor())
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self._place_editor())
        self.resized.connect(self._place_editor)
        self.moved.connect(lambda _row, _column: self.show_kept_trouble())

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Finds one's place again when the selection, which hears of a reset first, has forgotten it."""
        super().setModel(model)
        self._model.modelReset.connect(self._find_place)

    # --- one's place -------------------------------------------------------------------------------------------------

    def _keep_place(self) -> None:
        """Remembers the selection by what its rows are, for lines come and go."""
        rows, columns = self.chosen()
        index = self.currentIndex()
        if not index.isValid() or not rows:
            self._kept = None
            return
        first = self._model.place(rows[0] if index.row() != rows[0] else index.row())
        self._kept = first, self._model.place(rows[-1]), columns[0], columns[-1]

    def _find_place(self) -> None:
        """Goes back to where one was; where that is gone, to the first cell one can type into."""
        if self._kept is not None:
            first, last, left, right = self._kept
            top, bottom = self._model.row_of(first), self._model.row_of(last)
            if top >= 0:
                self._select(top, max(top, bottom), left, right)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(*self.first_cell()))
        self._place_editor()

    def first_cell(self) -> tuple[int, int]:
        """The cell one is in at first: the first that takes text."""
        columns = range(self._model.columnCount())
        cells = ((row, column) for row in range(self._model.rowCount()) for column in columns)
        return next((cell for cell in cells if self._model.takes_text(*cell)), (0, 0))

    def _select(self, top: int, bottom: int, left: int, right: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        corner = self._model.index(top, left)
        self.selectionModel().setCurrentIndex(corner, flags.NoUpdate)
        chosen = QItemSelection(corner, self._model.index(bottom, right))
        self.selectionModel().select(chosen, flags.ClearAndSelect)

    # --- typing ------------------------------------------------------------------------------------------------------

    @property
    def is_editing(self) -> bool:
        """Whether a cell is open to type into."""
        return self._edited is not None

    def begin(self, text: str | None = None) -> None:
        """Opens the cell one is in: with what stands there, or to replace it with `text`."""
        index = self.currentIndex()
        row, column = index.row(), index.column()
        if not self._model.takes_text(row, column):
            self._tell_why(row)
            return
        self.scrollTo(index)
        self._edited = self._model.place(row), column
        shown = self._model.typed(row, column) if text is None else text
        right = self._model.heads[column].right
        self.editor.show_state(wrong=False)
        self.editor.begin(self.visualRect(index), shown, right=right, typing=text is not None)

    def _tell_why(self, row: int) -> None:
        why = self.why_not(row)
        if why is not None:
            self.said.emit(why)

    def _finish(self, key: int, back: bool) -> None:  # noqa: FBT001 - a signal's
        """Takes what was typed and goes on; what cannot be read stays open and says why."""
        if self._edited is None or self._finishing:
            return
        place, column = self._edited
        row = self._model.row_of(place)
        self._finishing = True
        try:
            row = self._model.enter(row, column, self.editor.text())
        except CellError as problem:
            self._show_trouble(problem.message)
            if key:
                self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        finally:
            self._finishing = False
        self._close()
        if row >= 0 and self._model.cell(row, column).trouble:  # refused at once
            self.go_to(row, column)
            self.show_kept_trouble()
            return
        self._go_on(row, column, Qt.Key(key) if key else None, back=back)

    def _go_on(self, row: int, column: int, key: Qt.Key | None, *, back: bool) -> None:
        if row < 0 or key is None:
            return
        self.go_to(row, column)
        match key:
            case Qt.Key.Key_Tab:
                self._step(-1 if back else 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._line_on(-1 if back else 1)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.go_to(min(max(0, row + (1 if key is Qt.Key.Key_Down else -1)), self._model.rowCount() - 1), column)
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                forward = (key is Qt.Key.Key_Right) is not self.isRightToLeft()
                self.go_to(row, min(max(0, column + (1 if forward else -1)), self._model.columnCount() - 1))

    def _close(self) -> None:
        """Leaves the cell as it is."""
        self._edited = None
        focused = self.editor.hasFocus()
        self.editor.hide()
        self._show_trouble(None)
        if focused:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_editor(self) -> None:
        """Keeps the open cell over its place."""
        if self._edited is None:
            return
        place, column = self._edited
        row = self._model.row_of(place)
        if row < 0:
            self._close()
            return
        self.editor.setGeometry(self.visualRect(self._model.index(row, column)))
        if self.tip.text:
            self.tip.tell(self.tip.text, self.editor.geometry())

    def _show_trouble(self, trouble: Message | None) -> None:
        self.editor.show_state(wrong=trouble is not None)
        if trouble is None:
            self.tip.hide()
        else:
            area = self.editor.geometry() if self.is_editing else self.visualRect(self.currentIndex())
            self.tip.tell(self._context.text(trouble), area)

    def show_kept_trouble(self) -> None:
        """Says what the office refused in the cell one is in."""
        index = self.currentIndex()
        if self.is_editing:
            return
        trouble = self._model.cell(index.row(), index.column()).trouble if index.isValid() else ""
        if trouble:
            self.tip.tell(trouble, self.visualRect(index))
        else:
            self.tip.hide()

    # --- moving ------------------------------------------------------------------------------------------------------

    def _step(self, step: int) -> None:
        """To the next (or the former) cell one can type into, row by row."""
        index, count = self.currentIndex(), self._model.columnCount()
        place = index.row() * count + index.column() + step
        while 0 <= place < self._model.rowCount() * count:
            row, column = divmod(place, count)
            if self._model.takes_text(row, column):
                self.go_to(row, column)
                return
            place += step

    def _line_on(self, step: int) -> None:
        """Down (or up) to the next line, over headings."""
        index = self.currentIndex()
        row = index.row() + step
        while 0 <= row < self._model.rowCount():
            if self._model.is_stop(row):
                self.go_to(row, index.column())
                return
            row += step

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A cell that cannot be read keeps one until it is mended or given back."""
        if self.is_editing:
            self._finish(0, False)
            if self.is_editing:
                self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._is_filling = self.handle().contains(event.position().toPoint())
        if not self._is_filling:
            super().mousePressEvent(event)

    def handle(self) -> QRect:
        """The corner of what is selected, by which one fills down; nowhere where nothing can be filled."""
        rows, columns = self.chosen()
        if not rows or self.is_editing or not self._model.takes_text(rows[0], columns[0]):
            return QRect()
        last = self.visualRect(self._model.index(rows[-1], columns[-1]))
        x = last.left() if self.isRightToLeft() else last.right() - _HANDLE + 1
        return QRect(x, last.bottom() - _HANDLE + 1, _HANDLE, _HANDLE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging the corner selects the rows that are to be filled."""
        if not self._is_filling:
            super().mouseMoveEvent(event)
            return
        rows, columns = self.chosen()
        row = self.rowAt(event.position().toPoint().y())
        if row >= rows[0]:
            self._select(rows[0], row, columns[0], columns[-1])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Letting the corner go fills down."""
        if self._is_filling:
            self._is_filling = False
            if len(self.chosen()[0]) > 1:
                self.fill_down()
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the cells, then the corner by which one fills down."""
        super().paintEvent(event)
        corner = self.handle()
        if corner.isValid() and self.hasFocus():
            painter = QPainter(self.viewport())
            painter.fillRect(corner, self.colours.color("surface"))
            painter.fillRect(corner.adjusted(1, 1, 0, 0), self.colours.color("focus"))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the cell."""
        if self.indexAt(event.position().toPoint()).isValid():
            self.begin()

    # --- keys --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters replace the cell; keys with Ctrl are those of a spreadsheet."""
        if event.modifiers() & _CONTROL and self._control(Qt.Key(event.key())):
            return
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_F2:
                self.begin()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter(back=back)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.clear_cells()
            case Qt.Key.Key_Escape:
                self._forget_trouble()
            case _:
                text = event.text()
                if text.isprintable() and text.strip() and not event.modifiers() & _CONTROL:
                    self.begin(text)
                else:
                    super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        """Tab goes from cell to cell, and out of the grid behind the last one."""
        before = self.currentIndex()
        self._step(1 if next else -1)
        return self.currentIndex() != before or super().focusNextPrevChild(next)

    def _enter(self, *, back: bool) -> None:
        self._line_on(-1 if back else 1)

    def _control(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_C:
                self.copy()
            case Qt.Key.Key_V:
                self.paste()
            case Qt.Key.Key_D:
                self.fill_down()
            case _:
                return False
        return True

    def _try(self, does: Callable[[], object]) -> None:
        if not self._model.is_editable:
            self._tell_why(-1)
            return
        try:
            does()
        except CellError as problem:
            self._show_trouble(problem.message)

    def _forget_trouble(self) -> None:
        """Esc on a cell that was refused gives back what the office has."""
        index = self.currentIndex()
        self.tip.hide()
        if index.isValid() and self._model.cell(index.row(), index.column()).trouble:
            self.forget(index.row(), index.column())

    # --- several cells -----------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Puts what is selected on the clipboard, as Excel takes it."""
        rows, columns = self.chosen()
        if rows:
            put_table(self.copied((rows, columns)), "")
            self.said.emit(say_many("Copied {count} row.", "Copied {count} rows.", count=len(rows)))

    def fill_down(self) -> None:
        """Ctrl+D: what stands in the first selected row, or above a single one, goes into the others."""
        self._try(lambda: self.fill(self.chosen()))

    def clear_cells(self) -> None:
        """Del: empties what is selected, where it may be empty."""
        self._try(lambda: self.empty(self.chosen()))

    def paste(self) -> None:
        """Ctrl+V: puts a block from the clipboard into the cells from the first selected one on."""
        self._try(self._paste)

    def _paste(self) -> None:
        block = read_block(QGuiApplication.clipboard().text())
        rows, columns = self.chosen()
        if not block or not rows:
            return
        if len(block) == 1 and len(block[0]) == 1 and len(rows) * len(columns) > 1:
            self.put_value((rows, columns), block[0][0])
            return
        places = self.put_block(rows[0], columns[0], block)
        if places:
            right = min(columns[0] + max(map(len, block)), self._model.columnCount()) - 1
            self._select(min(places), max(places), columns[0], right)
            self.scrollTo(self.currentIndex())

    @abstractmethod
    def why_not(self, row: int) -> Message | None:
        """Why one cannot type into a row, or (below 0) into any; overridden by each grid."""

    @abstractmethod
    def copied(self, area: Area) -> str:
        """An area as text for the clipboard; overridden by each grid."""

    @abstractmethod
    def put_block(self, row: int, column: int, block: Sequence[Sequence[str]]) -> Sequence[int]:
        """Puts a block into the cells from one on; returns the rows it went into. Raises CellError."""

    @abstractmethod
    def put_value(self, area: Area, text: str) -> None:
        """Puts one value into every cell of an area that takes it. Raises CellError."""

    @abstractmethod
    def fill(self, area: Area) -> None:
        """Puts the first row of an area into those below it, or what stands above into a single one."""

    @abstractmethod
    def empty(self, area: Area) -> None:
        """Empties the cells of an area that may be empty."""

    @abstractmethod
    def forget(self, row: int, column: int) -> None:
        """Gives back a cell that the office refused."""
