"""The program finds its own files in a source tree, an installed wheel and a frozen program; and the user's folders."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import platformdirs
import pytest

from desktop.config import paths

FOLDERS = ("resources", "migrations")


def installed_in(package: Path) -> ModuleType:
    """The module of paths as it is when the program stands in the folder `package`."""
    place = package / "config" / "paths.py"
    place.parent.mkdir(parents=True)
    shutil.copy(Path(paths.__file__), place)
    spec = importlib.util.spec_from_file_location("paths_elsewhere", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make(*folders: Path) -> None:
    for folder in folders:
        folder.mkdir(parents=True)


def test_this_source_tree_has_what_the_program_needs() -> None:
    assert (paths.resources() / "styles" / "app.qss").is_file()
    assert (paths.resources() / "samples" / "sahel" / "grants.csv").is_file()
    assert (paths.translations() / "fr" / "LC_MESSAGES" / "grantdesk.po").is_file()
    assert (paths.migrations() / "env.py").is_file()


def test_in_a_source_tree_they_stand_beside_the_package(tmp_path: Path) -> None:
    make(tmp_path / "resources" / "i18n", tmp_path / "migrations")
    found = installed_in(tmp_path / "desktop")
    assert found.resources() == tmp_path / "resources"
    assert found.translations() == tmp_path / "resources" / "i18n"
    assert found.migrations() == tmp_path / "migrations"


def test_in_an_installed_wheel_they_stand_inside_the_package(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "desktop"
    make(*(package / "_share" / name for name in FOLDERS))
    found = installed_in(package)
    assert found.resources() == package / "_share" / "resources"
    assert found.migrations() == package / "_share" / "migrations"


def test_a_folder_of_another_package_of_the_same_name_is_not_taken(tmp_path: Path) -> None:
    """In site-packages anybody may have put a folder called resources or migrations."""
    package = tmp_path / "site-packages" / "desktop"
    make(*(package / "_share" / name for name in FOLDERS), *(package.parent / name for name in FOLDERS))
    found = installed_in(package)
    assert found.resources() == package / "_share" / "resources"
    assert found.migrations() == package / "_share" / "migrations"


def test_in_a_frozen_program_they_stand_where_it_is_unpacked(tmp_path: Path) -> None:
    """A frozen program keeps the layout of the wheel, in a folder that may hold spaces and accents."""
    package = tmp_path / "Program Files (x86)" / "Gérer" / "_internal" / "desktop"
    make(*(package / "_share" / name for name in FOLDERS))
    found = installed_in(package)
    assert found.resources() == package / "_share" / "resources"
    assert found.migrations() == package / "_share" / "migrations"


@pytest.mark.parametrize("name", FOLDERS)
def test_an_incomplete_program_says_what_is_missing(tmp_path: Path, name: str) -> None:
    found = installed_in(tmp_path / "desktop")
    with pytest.raises(FileNotFoundError, match=f"the program is incomplete: no folder {name} beside"):
        getattr(found, name)()


def test_a_file_in_the_place_of_a_folder_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "resources").write_text("not a folder")
    with pytest.raises(FileNotFoundError, match="no folder resources"):
        installed_in(tmp_path / "desktop").resources()


def test_a_portable_copy_keeps_everything_under_one_folder(home: Path) -> None:
    assert paths.settings_file() == home / "config" / "settings.json"
    assert paths.backups() == home / "backups"
    assert paths.offices() == home / "offices"
    assert paths.log_file() == home / "logs" / "grantdesk.log"


def test_the_folders_are_made_and_the_files_are_not(home: Path) -> None:
    assert not home.exists()
    files = (paths.settings_file(), paths.log_file())
    folders = (paths.backups(), paths.offices(), *(file.parent for file in files))
    assert all(folder.is_dir() for folder in folders)
    assert not any(file.exists() for file in files)


def test_asking_twice_leaves_what_is_there(home: Path) -> None:
    (paths.backups() / "old.grantdesk").write_text("kept")
    assert (paths.backups() / "old.grantdesk").read_text() == "kept"
    assert [entry.name for entry in home.iterdir()] == ["backups"]


def test_otherwise_they_follow_the_custom_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    for name in ("config", "data", "log", "documents"):
        own = str(tmp_path / name)
        monkeypatch.setattr(platformdirs, f"user_{name}_dir", lambda *_names, own=own, **_options: own)
    assert paths.settings_file() == tmp_path / "config" / "settings.json"
    assert paths.backups() == tmp_path / "data" / "backups"
    assert paths.offices() == tmp_path / "documents" / "GrantDesk"
    assert paths.log_file() == tmp_path / "log" / "grantdesk.log"
