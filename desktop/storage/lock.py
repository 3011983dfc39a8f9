"""Keeps two programs from working in one office file at once.

The lock is the operating system's, on a file beside the office, so that it goes when its holder does, however it ends.
What the file says of its holder is for people. Only the holder removes nothing: the file may stay, the lock does not.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from desktop.language import UserError, say

_FIRST_FREE_BYTE = 1  # Windows locks the first byte; whoever asks reads behind it


class OfficeLock:
    """Held while an office file is open for writing."""

    def __init__(self, office: Path) -> None:
        self._path = Path(f"{os.path.realpath(office)}.lock")
        self._lock = FileLock(self._path, thread_local=False)

    def acquire(self, *, now: datetime) -> None:
        """Takes the lock, or raises UserError that says who has it."""
        try:
            self._lock.acquire(timeout=0.2)
        except Timeout:
            raise _held(self._holder()) from None
        except OSError as error:
            raise UserError(
                say("The folder of this office cannot be written to."),
                say("The office can be read, not changed."),
                say("Copy the file to a folder of your own."),
            ) from error
        holder = {"user": _user(), "computer": platform.node(), "process": os.getpid(), "since": now.isoformat()}
        with contextlib.suppress(OSError):  # a full disk: the lock holds without a name
            self._path.write_text(f" {json.dumps(holder)}", encoding="utf-8")

    def release(self) -> None:
        """Gives the lock back; the file beside the office goes with it."""
        if self._lock.is_locked:
            self._lock.release()
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _holder(self) -> dict[str, str]:
        try:
            with self._path.open("rb") as file:
                file.seek(_FIRST_FREE_BYTE)
                holder = json.loads(file.read())
        except (OSError, ValueError):
            return {}
        return holder if isinstance(holder, dict) else {}


def _held(holder: dict[str, str]) -> UserError:
    text = say("Nothing was changed.")
    with contextlib.suppress(KeyError, ValueError):  # what is written there is for people, and may be cut short
        text = say(
            "{user} has it open on {computer} since {since}. Nothing was changed.",
            user=str(holder["user"]),
            computer=str(holder.get("computer", "?")),
            since=datetime.fromisoformat(str(holder["since"])),
        )
    return UserError(
        say("This office is open in another GrantDesk."), text, say("Close it there, or open it to read only.")
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"
