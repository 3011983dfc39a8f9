"""`grantdesk`, or `python -m desktop`: with a verb it works without a window, otherwise the window opens."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program; returns its exit status: 0 done, 1 the user's trouble, 2 wrong usage."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    from desktop.cli.parser import wants_window

    if wants_window(words):
        from desktop.app import run

        return run(words)
    from desktop.cli import run_verb

    return run_verb(words)


if __name__ == "__main__":
    sys.exit(main())
