"""A calendar as an .ics file (RFC 5545), which any calendar program takes in; taken in again it updates itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from icalendar import Alarm, Calendar, Event, vText

from desktop.domain.calendar_event import CalendarEvent
from desktop.exporters.target import written_whole
from desktop.language import Language, Message, without_marks


@dataclass(frozen=True, slots=True)
class CalendarHead:
    """What the file says of itself: its name, the office it came from (its uid), and when it was made (UTC)."""

    name: Message
    office: str
    made: datetime


def write_calendar(path: Path, head: CalendarHead, events: Iterable[CalendarEvent], *, language: Language) -> None:
    """Writes `events` to the new or replaced file `path`, in `language`; the same events made at the same moment give
    the same bytes. Raises UserError when it cannot be written.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//GrantDesk//{language.code.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_text(head.name, language)))  # what is not in the standard is not escaped else
    for event in sorted(events, key=lambda each: (each.days.start, each.key)):
        calendar.add_component(_event(event, head, language))
    with written_whole(path) as partial:
        partial.write_bytes(calendar.to_ical())


def _event(event: CalendarEvent, head: CalendarHead, language: Language) -> Any:
    made: Any = Event()
    made.add("uid", f"{event.key}@{head.office}")
    made.add("dtstamp", head.made.replace(microsecond=0))
    made.add("sequence", head.made.toordinal())  # of two states of an event the later one holds
    made.add("dtstart", event.days.start)
    made.add("dtend", event.days.end)
    made.add("summary", _text(event.summary, language))
    if event.about is not None:
        made.add("description", _text(event.about, language))
    made.add("transp", "TRANSPARENT")
    for days in sorted(event.alarms, reverse=True):
        alarm: Any = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _text(event.summary, language))
        alarm.add("trigger", timedelta(days=-days))
        made.add_component(alarm)
    return made


def _text(message: Message, language: Language) -> str:
    """A sentence without the marks by which the screen keeps directions apart."""
    return without_marks(language.text(message))
