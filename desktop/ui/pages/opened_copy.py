"""Opens a copy of what the office keeps with the program that the system has for it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from desktop.language import UserError, say
from desktop.ui.context import Context


def open_copy(context: Context, owner: QObject, save: Callable[[Path], Path]) -> None:
    """Has `save` write a file into a folder of its own, and lets the system open it."""

    def work() -> Path:
        return save(Path(tempfile.mkdtemp(prefix="grantdesk-")))

    def opened(path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            context.report(
                UserError(
                    say("The system has no program that opens {file}.", file=path.name),
                    say("A copy lies at {path}.", path=str(path)),
                    say("Open it from there, or save it under another name."),
                )
            )

    context.read(owner, work, opened)
