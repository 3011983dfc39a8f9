"""The pictures show every page and every dialog, and while they are taken nothing flashes beside the window."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from desktop.config.settings import LanguageCode, ThemeName
from desktop.services.offices import Office, find_office
from desktop.ui import dialogs, pages, shots
from desktop.ui.dialogs.act_dialog import ActDialog
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.dialogs.fields_dialog import FieldsDialog
from desktop.ui.dialogs.posting_dialog import PostingDialog
from desktop.ui.dialogs.saving_dialog import SavingDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.page import Page
from tests.helpers.engines import Engines

FRAMES = {
    Dialog,
    FieldsDialog,
    SavingDialog,
    PostingDialog,
    ActDialog,
}  # dialogs are made of them


class Strays(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Looks at what Qt shows."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


class Album:
    """Pictures of one language and theme: their files, and what could be seen on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: set[type[QWidget]] = set()
        self.made = 0
        self.windows: list[str] = []

    def pictures(self) -> list[str]:
        """Their names."""
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture(scope="module")
def album(
    qapp: QApplication, sample_file: Path, engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Album]:
    """Everything in English, light; made once, for it takes a while."""
    folder = tmp_path_factory.mktemp("shots")
    made = Album(folder)
    copied = tmp_path_factory.mktemp("offices") / "sample.grantdesk"
    copied.write_bytes(sample_file.read_bytes())
    office = find_office(str(copied), actor="Test")
    empty = find_office(engines.office("sqlite", copied.parent), actor="Test")
    scenes = shots.scenes

    def noted(office: Office, empty: Office, code: LanguageCode, theme: ThemeName) -> Iterator[tuple[str, shots.Stage]]:
        for name, stage in scenes(office, empty, code, theme):
            made.seen.update(type(part) for part in stage.window.findChildren(QWidget) if part.isVisible())
            yield name, stage

    strays = Strays()
    qapp.installEventFilter(strays)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRANTDESK_HOME", str(folder.parent / "home-of-shots"))
        patch.setattr(shots, "scenes", noted)
        made.made = shots.take_all(office, empty, folder, "en", "light")
    qapp.removeEventFilter(strays)
    made.windows = strays.shown
    office.close()
    empty.close()
    yield made
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def named(package: ModuleType, *endings: str) -> set[type[QWidget]]:
    """All classes of a package whose names end so."""
    found: set[type[QWidget]] = set()
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        found |= {
            thing
            for thing in vars(module).values()
            if isinstance(thing, type) and thing.__module__ == module.__name__ and thing.__name__.endswith(endings)
        }
    return found


def test_every_page_is_in_a_picture(album: Album) -> None:
    assert named(pages, "Page") - {Page} - album.seen == set()


def test_every_dialog_is_in_a_picture(album: Album) -> None:
    assert named(dialogs, "Dialog", "Palette") - FRAMES - album.seen == set()


def test_every_picture_is_as_large_as_the_screen_and_shows_something(album: Album) -> None:
    assert len(album.pictures()) == album.made
    for name in album.pictures():
        picture = QImage(str(album.folder / name))
        expected = (1024, 640) if "smallest" in name else shots.SCREEN
        assert (picture.width(), picture.height()) == expected, name
        colours = {picture.pixel(x, y) for x in range(0, picture.width(), 16) for y in range(0, picture.height(), 16)}
        assert len(colours) > 3, name


def test_pictures_say_their_theme_and_language(album: Album) -> None:
    assert all(name.endswith("-light-en.png") for name in album.pictures())


def test_no_two_pictures_are_the_same(album: Album) -> None:
    contents = [(album.folder / name).read_bytes() for name in album.pictures()]
    assert len(set(contents)) == len(contents)


def test_nothing_but_the_window_is_ever_shown_as_a_window(album: Album) -> None:
    assert set(album.windows) == {MainWindow.__name__}


def test_command_makes_both_themes_of_the_language_that_is_asked_for(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    taken: list[tuple[str, str, bool, bool]] = []

    def take_all(office: Office, empty: Office, folder: Path, code: str, theme: str) -> int:
        assert folder.is_dir()
        taken.append((code, theme, office.facts.is_sample, empty.facts.is_sample))
        return 7

    monkeypatch.setattr(shots, "take_all", take_all)
    assert shots.main([str(tmp_path / "new" / "folder"), "fr"]) == 0
    assert taken == [("fr", "light", True, False), ("fr", "dark", True, False)]
    assert capsys.readouterr().out.splitlines() == ["fr light: 7 pictures", "fr dark: 14 pictures"]
    assert qapp is QApplication.instance()
