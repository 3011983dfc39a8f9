"""`grantdesk`, or `python -m desktop`: with a verb it works without a window, otherwise the window opens."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.app import Application

# Said by the packaged program to itself: the child process that parses a foreign file (`importers.reading.process`).
CHILD_WORD = "--read-foreign-file"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program; returns its exit status: 0 done, 1 the user's trouble, 2 wrong usage."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == [CHILD_WORD]:
        from desktop.importers.reading.child import main as read_foreign_file

        return read_foreign_file()
    from desktop.bootstrap import has_screen
    from desktop.cli.typed import wants_window

    if wants_window(words) and has_screen():
        return open_window(words).exec()
    from desktop.cli.main import refuse_window, run_verb

    if wants_window(words):
        return refuse_window()

    return run_verb(words)


def open_window(words: Sequence[str]) -> Application:
    """Loads the program and shows its window, as fast as may be."""
    gc.disable()  # loading makes thousands of objects and hardly any garbage
    # First, because Qt's import hook reads the source text of every module that is imported after it.
    importlib.import_module("desktop.services.offices")
    from desktop.app import start

    application = start(words)
    gc.freeze()  # from here on the window's thread collects (ui/tasks.py), and looks only at what is new
    return application


if __name__ == "__main__":
    sys.exit(main())
