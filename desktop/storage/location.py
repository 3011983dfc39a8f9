"""Where an office is kept: a file of this computer, or a database of a server."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from desktop.language import UserError, say

SUFFIX = ".grantdesk"
SERVER_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Location:
    """An address: exactly one of `path` and `url` is set."""

    path: Path | None = None
    url: str = field(default="", repr=False)  # it may hold a password

    @classmethod
    def parse(cls, text: str) -> Location:
        """The location a user typed: a `postgresql://` address, or a path (the suffix may be left out).

        Raises UserError for an empty one, and for an address of a server that cannot be understood.
        """
        if text.startswith(SERVER_SCHEMES):
            return cls(url=_understood("postgresql://" + text.split("://", 1)[1]))
        if not text.strip():
            raise UserError(
                say("No office is named."),
                say("An office is a file ending in .grantdesk, or a postgresql:// address."),
                say("Name one."),
            )
        path = Path(text)
        with suppress(RuntimeError):  # the home of nobody: the path is taken as it is written
            path = path.expanduser()
        if not path.suffix and not path.exists():
            path = path.with_suffix(SUFFIX)
        return cls(path=path.absolute())

    @property
    def is_server(self) -> bool:
        """Whether several people can work in it at once."""
        return bool(self.url)

    @property
    def shown(self) -> str:
        """The address as it may be shown and logged: without the password."""
        if self.path is not None:
            return str(self.path)
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")
        user = host[0].split(":")[0]
        options = "&".join(option for option in parts.query.split("&") if "pass" not in option.casefold())
        return urlunsplit(parts._replace(netloc=f"{user}{host[1]}{host[2]}", query=options))

    @property
    def name(self) -> str:
        """What it is called in a window title."""
        return self.path.name if self.path is not None else urlsplit(self.url).path.lstrip("/")

    @property
    def file(self) -> Path:
        """The path of an office kept in a file. Raises ValueError for one on a server."""
        if self.path is None:
            msg = "an office on a server has no file"
            raise ValueError(msg)
        return self.path


def _understood(url: str) -> str:
    """The address itself, which is not repeated in what is said: it may hold a password."""
    try:
        parts = urlsplit(url)
        complete = parts.port != 0 and bool(parts.path.strip("/") or parts.query)
    except ValueError:
        complete = False
    if not complete:
        raise UserError(
            say("This address of a server cannot be understood."),
            say("It names a server, and after a slash the database of the office."),
            say("Write it like postgresql://user@server:5432/database."),
        )
    return url


def is_read_only(path: Path) -> bool:
    """Whether the file, or the folder in which its journal must stand, must not be written.

    A file whose write permission was taken away is respected even where the system would let an administrator write.
    """
    writable_bits = 0o222
    return not (path.stat().st_mode & writable_bits and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
