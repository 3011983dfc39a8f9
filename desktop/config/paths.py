"""Finds the program's own files and the user's folders. The only module that knows where anything lies.

Resources and migrations stand beside the package in the source tree and inside it (`_share`) in an installed wheel.
The user's folders follow the system's custom, or all lie under `GRANTDESK_HOME` when that is set (a portable copy on
a stick, a test).
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent.parent
HOME_VARIABLE = "GRANTDESK_HOME"


def _shared(name: str) -> Path:
    for root in (_PACKAGE / "_share", _PACKAGE.parent):
        if (root / name).is_dir():
            return root / name
    msg = f"the program is incomplete: no folder {name} beside {_PACKAGE}"
    raise FileNotFoundError(msg)


def resources() -> Path:
    """The folder of icons, styles, translations, code lists, templates and samples."""
    return _shared("resources")


def translations() -> Path:
    """The folder of the language catalogues."""
    return resources() / "i18n"


def migrations() -> Path:
    """The folder of the Alembic environment."""
    return _shared("migrations")


def _user_folder(kind: str, system: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    folder = Path(home) / kind if home else Path(system)
    with suppress(OSError):  # whoever needs to write there says so; much can be done without
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def settings_file() -> Path:
    """Where the user's settings are kept."""
    return _user_folder("config", platformdirs.user_config_dir("GrantDesk", appauthor=False)) / "settings.json"


def backups() -> Path:
    """Where the backups before an import or upgrade go."""
    return _user_folder("backups", platformdirs.user_data_dir("GrantDesk", appauthor=False) + "/backups")


def offices() -> Path:
    """Where the sample office is made, and where new offices are offered to be kept."""
    return _user_folder("offices", platformdirs.user_documents_dir() + "/GrantDesk")


def log_file() -> Path:
    """Where the program writes what went wrong."""
    return _user_folder("logs", platformdirs.user_log_dir("GrantDesk", appauthor=False)) / "grantdesk.log"
