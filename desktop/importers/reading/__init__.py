"""Any file an office receives, or a table pasted from the clipboard, becomes a `Book`.

Foreign files are parsed in a child process with a limit on time and memory (`child`), so that whatever is in one ends
in content or in one sentence. The child imports this package too, and has to start fast: nothing heavy stands here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.domain.progress import Progress
    from desktop.importers.book import Book


def read_book(path: Path, *, progress: Progress) -> Book:
    """Everything the file at `path` holds.

    Raises UserError when it cannot be read, and Cancelled within half a second when `progress` does.
    """
    from desktop.importers.reading.foreign import read_file

    return read_file(path, progress=progress)


def read_pasted(text: str, *, name: str) -> Book:
    """A table from the clipboard, as a book of one sheet called `name`. Raises UserError when it is empty."""
    from desktop.importers.reading.pasted import read_text

    return read_text(text, name=name)
