"""Gets at the bytes of a file someone chose; whatever prevents it is told in sentences."""

from __future__ import annotations

from pathlib import Path

from desktop.language import UserError, say


def content_of(path: Path) -> bytes:
    """What the file at `path` holds, read once. Raises UserError when it is missing, empty, or cannot be read."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UserError(
            say("There is no file {path}.", path=str(path)), say("Nothing was imported."), say("Check the path.")
        ) from None
    except OSError as error:
        raise UserError(
            say("{file} cannot be read.", file=path.name),
            say("The system says: {reason}", reason=f"{error.strerror or error}."),
            say("Check that you may open it, and that no other program holds it."),
        ) from error
    if not content.strip():
        raise UserError(
            say("{file} is empty.", file=path.name), say("Nothing was imported."), say("Ask for the file again.")
        )
    return content
