"""Files about people: who is where, and a calendar. Each asks whether it may tell names, then where to."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Protocol

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


class _Write(Protocol):
    """Writes a file about people, with `names` or without."""

    def __call__(self, target: Path, *, names: bool) -> Outcome: ...


def ask_evacuation(context: Context, parent: QWidget, *, path: str = "") -> None:
    """Writes who is where today: on paper, as a workbook or as plain rows. This one list proposes names."""
    office, language = context.office, context.language
    write = partial(write_evacuation_list, office, language=language)
    name = f"{context.text(EVACUATION)} {office.today.isoformat()}.pdf"
    kinds = "PDF (*.pdf);;Excel (*.xlsx);;CSV (*.csv)"
    _ask(context, parent, EVACUATION, write, (name, kinds, path), proposed=True)


def ask_calendar(context: Context, parent: QWidget, *, path: str = "") -> None:
    """Writes what is due about people for a calendar program."""
    office, language = context.office, context.language
    write = partial(write_calendar, office, language=language)
    name = f"{context.text(CALENDAR_FILE)}.ics"
    _ask(context, parent, CALENDAR_FILE, write, (name, "iCalendar (*.ics)", path), proposed=False)


def _ask(
    context: Context, parent: QWidget, title: Message, write: _Write, asked: tuple[str, str, str], *, proposed: bool
) -> None:
    name, kinds, path = asked

    def chosen(*, names: bool) -> None:
        target = path or QFileDialog.getSaveFileName(parent, context.text(title), name, kinds)[0]
        if not target:
            return
        file = Path(target) if Path(target).suffix else Path(target).with_suffix(Path(name).suffix)
        context.run(parent, lambda _progress: write(file, names=names), say("Writing {file}", file=file.name))

    NamesDialog(context, parent.window(), title, chosen, proposed=proposed).open()


def people_commands(context: Context, parent: QWidget) -> list[Command]:
    """What can be done about names and files of people from anywhere."""
    return [
        names_command(context),
        Command(EVACUATION, Icon.SIREN, lambda: ask_evacuation(context, parent)),
        Command(CALENDAR_FILE, Icon.CALENDAR, lambda: ask_calendar(context, parent)),
    ]
