"""Whether a file may tell names is asked before where to; nothing proposes them but where people are looked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.language import say
from desktop.services.offices import Office, Outcome
from desktop.ui.context import Context
from desktop.ui.dialogs import people_files
from desktop.ui.dialogs.names_dialog import NamesDialog, names_command
from tests.helpers.window import WindowDriver, button_named, click, make_context, press
from tests.ui.conftest import Open


@pytest.fixture
def window(empty: Office, opened: Open) -> WindowDriver:
    return opened(empty)


def asking(window: WindowDriver, *, proposed: bool = False) -> tuple[NamesDialog, list[bool]]:
    """The dialog, open, and what it was told."""
    told: list[bool] = []

    def tell(*, names: bool) -> None:
        told.append(names)

    dialog = NamesDialog(window.context, window.window, say("Calendar file"), tell, proposed=proposed)
    dialog.open()
    return dialog, told


@pytest.mark.parametrize("proposed", [False, True])
def test_what_is_proposed_is_ticked_and_told_when_one_goes_on(window: WindowDriver, proposed: bool) -> None:
    dialog, told = asking(window, proposed=proposed)
    assert dialog.names.isChecked() is proposed
    click(button_named(dialog, "Save as…"))
    assert (told, window.overlays()) == ([proposed], [])


def test_the_tick_is_what_counts(window: WindowDriver) -> None:
    dialog, told = asking(window)
    dialog.names.setFocus()
    press(dialog.names, "Space")
    click(dialog.go_on)
    assert told == [True]


def test_nothing_is_told_when_it_is_left(window: WindowDriver) -> None:
    dialog, told = asking(window, proposed=True)
    click(button_named(dialog, "Cancel"))
    dialog, other = asking(window, proposed=True)
    press(dialog, "Escape")
    assert (told, other, window.overlays()) == ([], [], [])


def test_the_command_shows_names_or_hides_them(empty: Office) -> None:
    context = make_context(empty)
    assert context.text(names_command(context).text) == "Show volunteers’ names"
    empty.shows_names = True
    assert context.text(names_command(context).text) == "Hide volunteers’ names"


# --- files about people -----------------------------------------------------------------------------------------------


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, bool]]:
    """What would have been written: which file, where, and whether with names."""
    found: list[tuple[str, str, bool]] = []

    def writing(what: str) -> Callable[..., Outcome]:
        def write(_office: Office, target: Path, *, names: bool, language: object) -> Outcome:
            assert language is not None
            found.append((what, target.name, names))
            return Outcome(say("Written."))

        return write

    monkeypatch.setattr(people_files, "write_evacuation_list", writing("list"))
    monkeypatch.setattr(people_files, "write_calendar", writing("calendar"))
    return found


def saving_to(monkeypatch: pytest.MonkeyPatch, path: str) -> list[str]:
    """Answers where to save with a path; returns what was proposed."""
    proposed: list[str] = []

    def ask(_parent: QWidget, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return path, ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return proposed


def test_the_evacuation_list_proposes_names_and_the_day_in_its_file(
    window: WindowDriver, written: list[tuple[str, str, bool]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    proposed = saving_to(monkeypatch, str(tmp_path / "who"))
    people_files.ask_evacuation(window.context, window.window)
    click(window.dialog(NamesDialog).go_on)
    assert proposed == [f"Evacuation list {window.context.today.isoformat()}.pdf"]
    assert written == [("list", "who.pdf", True)]


def test_a_calendar_proposes_no_names_and_keeps_the_ending_that_was_chosen(
    window: WindowDriver, written: list[tuple[str, str, bool]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    proposed = saving_to(monkeypatch, str(tmp_path / "ends.ics"))
    people_files.ask_calendar(window.context, window.window)
    click(window.dialog(NamesDialog).go_on)
    assert (proposed, written) == (["Calendar file.ics"], [("calendar", "ends.ics", False)])


def test_nothing_is_written_where_no_place_was_chosen(
    window: WindowDriver, written: list[tuple[str, str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    saving_to(monkeypatch, "")
    people_files.ask_calendar(window.context, window.window)
    click(window.dialog(NamesDialog).go_on)
    assert written == []


def test_a_place_that_is_known_is_not_asked_for(
    window: WindowDriver, written: list[tuple[str, str, bool]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    proposed = saving_to(monkeypatch, "")
    people_files.ask_evacuation(window.context, window.window, path=str(tmp_path / "who.xlsx"))
    click(window.dialog(NamesDialog).go_on)
    assert (proposed, written) == ([], [("list", "who.xlsx", True)])


def test_what_can_be_done_about_people_from_anywhere(window: WindowDriver) -> None:
    context: Context = window.context
    commands = people_files.people_commands(context, window.window)
    assert [context.text(command.text) for command in commands] == [
        "Show volunteers’ names",
        "Evacuation list",
        "Calendar file",
    ]
