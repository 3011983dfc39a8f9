"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.language import UserError, say


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Gives a path to write to; what is written there takes the place of `path` when all went well.

    Raises UserError when the folder cannot be written, or another program has the file open.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        yield partial
        partial.replace(path)
    except PermissionError as error:
        raise UserError(
            say("{file} cannot be replaced: another program has it open, or it is protected.", file=path.name),
            say("Nothing was written."),
            say("Close it in Excel, or choose another name."),
        ) from error
    except OSError as error:
        raise UserError(
            say("{file} cannot be written.", file=path.name),
            say("The system says: {reason}", reason=f"{error.strerror or error}."),
            say("Choose another folder, or free some space."),
        ) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


@contextmanager
def gathering(book: Any) -> Iterator[None]:
    """Rows of a workbook that is only written are gathered in a temporary file that only saving removes: no copy may
    stay behind when work is given up.
    """
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):  # gone already, when it was saving that failed
            book.save(io.BytesIO())
        raise
