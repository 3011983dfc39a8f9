"""How long work reports how far it is, and learns that it should stop."""

from __future__ import annotations

from typing import Protocol

from desktop.language import Cancelled, Message


class Progress(Protocol):
    """Given to every long task. A task calls `report` often; it raises `Cancelled` when the user asked to stop."""

    def report(self, done: int, total: int, doing: Message) -> None:
        """`done` of `total` steps of `doing` are finished. Raises Cancelled when the user asked to stop."""


class Silent:
    """A progress nobody watches."""

    def report(self, done: int, total: int, doing: Message) -> None:
        """Takes note of nothing."""


__all__ = ["Cancelled", "Progress", "Silent"]
