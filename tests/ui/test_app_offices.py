"""The ways into an office: the sample, a new one, one that is there; and each trouble on the way as a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PySide6.QtWidgets import QApplication, QInputDialog, QWidget

from desktop.bootstrap import set_up_desk
from desktop.config import paths
from desktop.domain.progress import Silent
from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.backups import back_up_open_office
from desktop.services.offices import find_office
from desktop.ui.widgets.chips import Chip
from tests.helpers.engines import Engines
from tests.helpers.program import Program, choosing
from tests.helpers.tasks import HeldRunner
from tests.helpers.window import button_named, click, press, visible_texts


@pytest.fixture
def program(qapp: QApplication) -> Iterator[Program]:
    """The program, just started."""
    started = Program()
    yield started
    started.close()
    assert qapp.instance() is not None


@pytest.fixture
def known(engines: Engines, tmp_path: Path) -> Path:
    """An office that is there."""
    return Path(engines.office("sqlite", tmp_path))


def recent_names() -> list[str]:
    """The recent offices as they are kept."""
    return [office.name for office in set_up_desk().settings.recent]


def chips(part: QWidget) -> list[str]:
    """The marks that are shown."""
    return [chip.text for chip in part.findChildren(Chip) if chip.isVisible()]


def set_schema(path: Path, number: int) -> None:
    """Makes an office look as one of an older or newer program."""
    # sqlite3 of Python is enough: the file is not encrypted, and nobody has it open
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (f"{number:04}",))
    connection.close()


def test_first_page_offers_all_ways_in(program: Program) -> None:
    texts = visible_texts(program.welcome)
    for way in ("Open the sample office", "New office", "Open an office", "Connect to a shared office"):
        assert way in texts
    assert "Restore a backup" in texts
    assert "Nothing leaves this computer unless you export it." in texts
    assert "Recent" not in texts


def test_new_office_is_called_after_its_file_and_becomes_recent(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = choosing(monkeypatch, save=tmp_path / "Sahel.grantdesk")
    press(program.welcome, "Ctrl+N")
    program.wait_for_office()
    assert asked == ["New office", "office.grantdesk"]
    assert program.window.windowTitle() == "Sahel · GrantDesk"
    assert (tmp_path / "Sahel.grantdesk").is_file()
    assert recent_names() == ["Sahel"]


def test_new_office_gets_the_suffix_that_was_left_out(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(monkeypatch, save=tmp_path / "Niger")
    click(program.way("New office"))
    program.wait_for_office()
    assert [path.name for path in tmp_path.glob("*.grantdesk")] == ["Niger.grantdesk"]
    assert set_up_desk().settings.recent[0].location == str(tmp_path / "Niger.grantdesk")


def test_new_office_never_replaces_one(program: Program, known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = known.read_bytes()
    choosing(monkeypatch, save=known)
    program.welcome.ask_new()
    texts = program.wait_for_message()
    assert f"{known.name} is there already." in texts
    assert "It was left as it is." in texts
    assert known.read_bytes() == before


def test_choosing_nothing_opens_nothing(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    choosing(monkeypatch)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_words: ("", False))
    for way in ("New office", "Open an office", "Connect to a shared office", "Restore a backup"):
        click(program.way(way))
    assert not program.messages()
    assert recent_names() == []


def test_opens_an_office_by_its_button(program: Program, known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = choosing(monkeypatch, open_=known)
    click(program.way("Open an office"))
    view = program.wait_for_office()
    assert asked[0] == "Open an office"
    assert program.window.windowTitle() == "Office · GrantDesk"
    assert known.name in visible_texts(view.status)


def test_sample_is_made_once_and_marked(program: Program) -> None:
    click(program.way("Open the sample office"))
    view = program.wait_for_office()
    assert "Sample data" in chips(view.top)
    made = paths.offices() / "sample.grantdesk"
    first = made.stat().st_ino
    program.leave()
    click(program.way("Open the sample office"))
    program.wait_for_office()
    assert made.stat().st_ino == first


def test_recent_office_opens_again_with_one_press(
    program: Program, known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(monkeypatch, open_=known)
    press(program.welcome, "Ctrl+O")
    program.wait_for_office()
    program.leave()
    entry = button_named(program.welcome, f"Office {known}")
    click(entry)
    program.wait_for_office()
    assert program.window.windowTitle() == "Office · GrantDesk"


def test_double_press_opens_once(program: Program, known: Path) -> None:
    program.application.open_office(str(known))
    program.wait_for_office()
    entry = button_named(program.leave(), f"Office {known}")
    click(entry)
    click(entry)
    program.wait_for_office()
    assert not program.messages()


def test_office_stays_open_while_work_is_done_in_it(qapp: QApplication, known: Path) -> None:
    tasks = HeldRunner()
    program = Program(tasks)
    program.application.open_office(str(known))
    context = program.wait_for_office().context
    values: dict[str, Cell] = {"name": "A funder", "reference": "XX-1", "type": "10"}
    context.announce(records.save(context.office, "organisations", values=values))
    tasks.hold()
    program.view.undo()
    program.view.welcome_wanted.emit()
    told = visible_texts(program.messages()[-1])
    assert [text for text in told if text.endswith(".")] == [
        "GrantDesk is still at work in this office.",
        "The office stays open until that is finished.",
        "Wait for it, or stop it, then go to the other offices.",
    ]
    press(program.messages()[-1], "Escape")
    tasks.release()
    assert "Undone: Added Organisation XX-1." in visible_texts(program.view.status)
    assert program.leave().isVisible()
    find_office(str(known), actor="Other").close()
    program.close()
    assert qapp.instance() is not None


def test_recent_office_that_is_gone_is_told(program: Program, known: Path) -> None:
    program.application.open_office(str(known))
    program.wait_for_office()
    program.leave()
    known.unlink()
    click(button_named(program.welcome, f"Office {known}"))
    texts = program.wait_for_message()
    assert f"There is no office at {known}." in texts
    press(program.messages()[-1], "Escape")
    assert not program.messages()
    assert button_named(program.welcome, f"Office {known}").isVisible()


def test_list_of_recent_offices_is_cleared(program: Program, known: Path) -> None:
    program.application.open_office(str(known))
    program.wait_for_office()
    program.leave()
    click(button_named(program.welcome, "Clear the list"))
    assert "Recent" not in visible_texts(program.welcome)
    assert recent_names() == []
    assert known.is_file()


def test_office_named_from_its_folder_is_kept_with_its_whole_path(
    program: Program, known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(known.parent)
    program.application.open_office(known.name)
    program.wait_for_office()
    assert set_up_desk().settings.recent[0].location == str(known)


def test_file_that_is_no_office_is_refused(program: Program, tmp_path: Path) -> None:
    letter = tmp_path / "letter.grantdesk"
    letter.write_text("Dear all, " * 500, encoding="utf-8")
    program.application.open_office(str(letter))
    texts = program.wait_for_message()
    assert "This file is not a GrantDesk office, or it is damaged." in texts
    assert letter.read_text(encoding="utf-8") == "Dear all, " * 500
    click(button_named(program.messages()[-1], "Close"))
    assert not program.messages()


def test_database_of_another_program_is_refused(program: Program, tmp_path: Path) -> None:
    other = tmp_path / "other.grantdesk"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    program.application.open_office(str(other))
    assert "This file is not a GrantDesk office." in program.wait_for_message()


def test_office_of_a_newer_program_is_refused(program: Program, known: Path) -> None:
    set_schema(known, 99)
    program.application.open_office(str(known))
    texts = program.wait_for_message()
    assert "This office was made by a newer version of GrantDesk." in texts
    assert "Install the newer version." in texts


def test_office_open_elsewhere_is_refused_with_who_has_it(program: Program, known: Path) -> None:
    other = find_office(str(known), actor="Someone else")
    try:
        program.application.open_office(str(known))
        texts = program.wait_for_message()
    finally:
        other.close()
    assert "This office is open in another GrantDesk." in texts
    assert any("has it open on" in text for text in texts)


def test_after_a_trouble_another_office_opens(program: Program, known: Path, tmp_path: Path) -> None:
    program.application.open_office(str(tmp_path / "missing.grantdesk"))
    program.wait_for_message()
    press(program.messages()[-1], "Return")
    program.application.open_office(str(known))
    program.wait_for_office()
    assert program.window.windowTitle() == "Office · GrantDesk"


def test_write_protected_office_opens_to_read(program: Program, known: Path) -> None:
    known.chmod(0o444)
    program.application.open_office(str(known))
    view = program.wait_for_office()
    assert "Read only" in chips(view.top)


def test_older_office_is_upgraded_only_when_agreed_and_backed_up(program: Program, known: Path) -> None:
    set_schema(known, 0)
    program.application.open_office(str(known))
    texts = program.wait_for_message()
    assert "Upgrade this office?" in texts
    assert "An older GrantDesk made it. A backup is made first; older versions cannot open it afterwards." in texts
    click(button_named(program.messages()[-1], "Leave it as it is"))
    assert not list(paths.backups().glob("*"))
    assert program.welcome.isVisible()


def test_backup_is_restored_to_a_new_place_and_opened(
    program: Program, known: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = tmp_path / "kept.grantdesk"
    office = find_office(str(known), actor="Test")
    back_up_open_office(office, backup, progress=Silent())
    office.close()
    asked = choosing(monkeypatch, open_=backup, save=tmp_path / "back.grantdesk")
    click(button_named(program.welcome, "Restore a backup"))
    program.wait_for_office()
    assert asked[2:] == ["Where the restored office is to be", "kept restored.grantdesk"]
    assert recent_names() == ["Office"]
    assert (tmp_path / "back.grantdesk").is_file()


def test_shared_office_opens_by_its_address(
    program: Program, engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = engines.office("postgresql", tmp_path)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_words: (f" {address} ", True))
    click(program.way("Connect to a shared office"))
    view = program.wait_for_office()
    assert program.window.windowTitle() == "Office · GrantDesk"
    assert urlsplit(address).path.strip("/") in visible_texts(view.status)


def test_address_is_kept_without_its_password_and_offered_again(
    program: Program, engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = engines.office("postgresql", tmp_path)
    program.application.open_office(address.replace("postgres:@", "postgres:secret@"))
    program.wait_for_office()
    assert "secret" not in paths.settings_file().read_text(encoding="ascii")
    offered: list[object] = []

    def decline(*words: object) -> tuple[str, bool]:
        offered.append(words[-1])
        return "", False

    monkeypatch.setattr(QInputDialog, "getText", decline)
    program.leave().ask_address()
    assert offered == [set_up_desk().settings.recent[0].location]
    click(button_named(program.welcome, f"Office {offered[0]}"))
    program.wait_for_office()


def test_server_out_of_reach_is_told(program: Program) -> None:
    program.application.open_office("postgresql://nobody@127.0.0.1:1/office")
    assert "The office's server cannot be reached." in program.wait_for_message()
