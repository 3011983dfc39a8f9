"""What a list has to do with imports: how it is filled by one, and what can be done with an import that is there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QPushButton

from desktop.language import say
from desktop.registers.register import Register
from desktop.services.imports import save_file
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.undo_import import undo_batch
from desktop.ui.pages.folder_button import folder_button
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import button
from desktop.ui.widgets.empty_state import Way
from desktop.ui.widgets.register_table import RegisterTable

IMPORTS = "imports"
OF_BATCH = "batch"  # the tab of a route to a list that shows what one import added; the record is the import


def import_button(context: Context, register: Register) -> QPushButton | None:
    """Begins an import into a list, where there can be one."""
    if not (register.changeable or register.key == IMPORTS):
        return None
    kind = "" if register.key == IMPORTS else register.key
    return button(
        context.text(say("Import")),
        palette=context.palette,
        name=Icon.IMPORTS,
        small=True,
        shortcut="Ctrl+I",
        on_click=lambda: context.go(Route("import", kind)),
    )


def ways_in(context: Context, register: Register) -> list[Way]:
    """The ways to fill an empty list by a file."""
    text = context.text
    ways = []
    if register.key in ("projects", "grants", "organisations", IMPORTS):
        texts = say("Import IATI activities"), say("Projects, funders, grants and budgets from a published file")
        go = partial(context.go, Route("import", "iati"))
        ways.append(Way(text(texts[0]), text(texts[1]), Icon.IMPORTS, go))
    if register.changeable or register.key == IMPORTS:
        kind = "" if register.key == IMPORTS else register.key
        about = say("Excel, LibreOffice or text; it is shown first and can be undone")
        go = partial(context.go, Route("import", kind))
        ways.append(Way(text(say("Import a workbook")), text(about), Icon.EXCEL, go, "Ctrl+I"))
    if register.key == "rates":
        texts = say("Import UN exchange rates"), say("The list of the UN Treasury, as text with tabs or as XML")
        go = partial(context.go, Route("import", "un_rates"))
        ways.append(Way(text(texts[0]), text(texts[1]), Icon.RATES, go))
    return ways


class BatchActions:
    """What can be done with the import that is selected in their list."""

    def __init__(self, context: Context, table: RegisterTable, register: Register) -> None:
        self._context = context
        self._table = table
        self._register = register
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), table)
        paste.activated.connect(self._paste)

    def buttons(self) -> list[QPushButton]:
        """A button for each, and the ways to the folder of extracts and to the reconciliation."""
        made = [
            button(self._context.text(name), palette=self._context.palette, name=picture, small=True, on_click=does)
            for name, picture, does in (
                (say("Undo this import"), Icon.UNDO, self._undo),
                (say("Save the file"), Icon.BACKUP, self._save_file),
                (say("Reconciliation"), Icon.PROOF, lambda: self._context.go(Route("reconciliation"))),
            )
        ]
        return [*made, folder_button(self._context)]

    def _paste(self) -> None:
        self._context.go(Route("import", "", tab="paste"))

    def _undo(self) -> None:
        batch_id = self._table.table.current_id()
        if batch_id:
            undo_batch(self._context, self._table, batch_id=batch_id)

    def _save_file(self) -> None:
        """Gets the kept copy of an imported file out, to where the user says."""
        table, context, office = self._table, self._context, self._context.office
        row = table.model.row(table.table.currentIndex().row()) if table.table.current_id() else None
        if row is None:
            return
        name = table.model.value(row, self._register.name) or ""
        path, _kind = QFileDialog.getSaveFileName(table, context.text(say("Save the file")), str(name))
        if path:
            target = Path(path)
            context.run(
                table,
                lambda _progress: save_file(office, batch_id=row.id, target=target),
                say("Writing {file}", file=target.name),
            )
