"""Files about people: who is where, and a calendar. Each asks whether it may tell names, then where to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.language import Message, say
from desktop.services.deployments.calendar import write_calendar
from desktop.services.deployments.evacuation import write_evacuation_list
from desktop.services.offices import Outcome
from desktop.ui.context import Context
from desktop.ui.dialogs.command_palette import Command
from desktop.ui.dialogs.names_dialog import NamesDialog, names_command
from desktop.ui.theme import Icon

EVACUATION = say("Evacuation list")
CALENDAR_FILE = say("Calendar file")
_Write = Callable[[Path, bool], Outcome]


def ask_evacuation(context: Context, parent: QWidget, *, path: str = "") -> None:
    """Writes who is where today: on paper, as a workbook or as plain rows. This one list proposes names."""
    office, language = context.office, context.language
    write = partial(write_evacuation_list, office, language=language)
    name = f"{context.text(EVACUATION)} {office.today.isoformat()}.pdf"
    kinds = "PDF (*.pdf);;Excel (*.xlsx);;CSV (*.csv)"
    _ask(context, parent, EVACUATION, lambda target, names: write(target, names=names), (name, kinds, path), names=True)


def ask_calendar(context: Context, parent: QWidget, *, path: str = "") -> None:
    """Writes what is due about people for a calendar program."""
    office, language = context.office, context.language
    write = partial(write_calendar, office, language=language)
    name = f"{context.text(CALENDAR_FILE)}.ics"
    asked = (name, "iCalendar (*.ics)", path)
    _ask(context, parent, CALENDAR_FILE, lambda target, names: write(target, names=names), asked, names=False)


def _ask(
    context: Context, parent: QWidget, title: Message, write: _Write, asked: tuple[str, str, str], *, names: bool
) -> None:
    proposed, kinds, path = asked

    def chosen(with_names: bool) -> None:  # noqa: FBT001 - what the dialog tells
        target = path or QFileDialog.getSaveFileName(parent, context.text(title), proposed, kinds)[0]
        if not target:
            return
        file = Path(target) if Path(target).suffix else Path(target).with_suffix(Path(proposed).suffix)
        context.run(parent, lambda _progress: write(file, with_names), say("Writing {file}", file=file.name))

    NamesDialog(context, parent.window(), title, chosen, proposed=names).open()


def people_commands(context: Context, parent: QWidget) -> list[Command]:
    """What can be done about names and files of people from anywhere."""
    return [
        names_command(context),
        Command(EVACUATION, Icon.SIREN, lambda: ask_evacuation(context, parent)),
        Command(CALENDAR_FILE, Icon.CALENDAR, lambda: ask_calendar(context, parent)),
    ]
