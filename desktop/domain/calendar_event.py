"""Something that stands in a calendar: whole days, so that no time zone is early or late."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.period import Period
from desktop.language import Message


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """What is on some days. `key` stays the same as long as it is about the same thing, whatever day that moves to, so
    that a calendar which has it already moves it too; `alarms` are days before its first.
    """

    key: str
    days: Period
    summary: Message
    about: Message | None = None
    alarms: tuple[int, ...] = ()
