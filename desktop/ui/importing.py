"""How a file finds its way in: a table to the page of imports, what is no table to its own dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.language import say
from desktop.registers import find_register
from desktop.registers.register import Register
from desktop.services.offices import Outcome
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.command_palette import Command
from desktop.ui.dialogs.import_dialog import ImportDialog
from desktop.ui.pages.import_page import ImportPage
from desktop.ui.pages.page import Page
from desktop.ui.theme import Icon

IN_A_DIALOG = ("iati", "un_rates")
PASTE = "paste"


def importable(register: Register) -> bool:
    """Whether records of a list can come from a table."""
    return register.changeable


def commands(register_keys: Sequence[str], go: Callable[[Route], object]) -> list[Command]:
    """What the command palette offers of imports."""

    def going(kind: str) -> Callable[[], object]:
        return lambda: go(Route("import", kind))

    lists = [find_register(key) for key in register_keys]
    return [
        Command(say("Import a table"), Icon.EXCEL, going("")),
        *(
            Command(say("Import into the list: {register}", register=each.title), Icon.EXCEL, going(each.key))
            for each in lists
            if importable(each)
        ),
        Command(say("Import IATI activities"), Icon.IMPORTS, going("iati")),
        Command(say("Import UN exchange rates"), Icon.RATES, going("un_rates")),
    ]


def kind_here(route: Route) -> str:
    """The list that a table is for when it is brought in from a page."""
    on_list = route.page in ("register", "table") and bool(route.key)
    return route.key if on_list and importable(find_register(route.key)) else ""


def ask_in_dialog(
    context: Context, window: QWidget, route: Route, on_done: Callable[[Outcome], object]
) -> ImportDialog:
    """Opens the dialog of a file that is no table, and looks at the file where it is known."""
    dialog = ImportDialog(context, window, kind=route.key)
    dialog.imported.connect(on_done)
    dialog.open()
    if route.paths:
        dialog.path.setText(route.paths[0])
        dialog.look()
    return dialog


def bring_in(page: Page, route: Route) -> None:
    """Begins an import on its page, with what is on the clipboard or with files where it is asked for."""
    if isinstance(page, ImportPage):
        page.begin(route.key)
        if route.tab == PASTE:
            page.paste()
        elif route.paths:
            page.take_files([Path(path) for path in route.paths])
