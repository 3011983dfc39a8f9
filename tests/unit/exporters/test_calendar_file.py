"""Calendars as files: whole days, keys that stay, alarms, long and hostile text, and the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from desktop.config import paths
from desktop.domain.calendar_event import CalendarEvent
from desktop.domain.period import Period
from desktop.exporters.calendar_file import CalendarHead, _event, write_calendar
from desktop.language import Country, Language, UserError, load_language, say, without_marks

MADE = datetime(2019, 10, 9, 11, 2, 33, 456789, tzinfo=UTC)
HEAD = CalendarHead(say("Sahel office"), "office-7", MADE)
Write = Callable[..., bytes]
ENGLISH = load_language(paths.translations(), "en")
OCTETS = 75
"""How many octets a line may have without its end (RFC 5545, 3.1)."""


def event(key: str, first: date, last: date | None = None, *, summary: str = "Contract ends", **more: Any) -> Any:
    said = say("{what}", what=summary)
    return CalendarEvent(key, Period.of_days(first, last or first), said, **more)


@pytest.fixture
def write(tmp_path: Path, english: Language) -> Write:
    """Writes events to a calendar, and returns its bytes."""

    def written(*events: CalendarEvent, head: CalendarHead = HEAD, language: Language = english) -> bytes:
        path = tmp_path / "people.ics"
        write_calendar(path, head, events, language=language)
        return path.read_bytes()

    return written


def unfolded(raw: bytes) -> list[str]:
    """The lines as they were before long ones were folded."""
    return raw.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


def taken_in(raw: bytes) -> list[Any]:
    """The events as another program reads them."""
    return list(Calendar.from_ical(raw.decode("utf-8")).walk("VEVENT"))


def test_a_calendar_says_all_that_others_need_and_no_more(write: Write) -> None:
    """The order of the lines is free; that of the standard is kept by the library."""
    about = say("Deployment {deployment}", deployment="D-001")
    lines = unfolded(write(event("end-7", date(2019, 12, 31), about=about, alarms=(30,))))
    assert sorted(filter(None, lines)) == sorted(
        [
            "BEGIN:VCALENDAR",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "PRODID:-//GrantDesk//EN",
            "VERSION:2.0",
            "X-WR-CALNAME:Sahel office",
            "BEGIN:VEVENT",
            "SUMMARY:Contract ends",
            "DTSTART;VALUE=DATE:20191231",
            "DTEND;VALUE=DATE:20200101",
            "DTSTAMP:20191009T110233Z",
            "UID:end-7@office-7",
            f"SEQUENCE:{MADE.toordinal()}",
            "DESCRIPTION:Deployment D-001",
            "TRANSP:TRANSPARENT",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:Contract ends",
            "TRIGGER:-P30D",
            "END:VALARM",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    )


def test_a_calendar_of_nothing_is_a_calendar(write: Write) -> None:
    raw = write()
    assert taken_in(raw) == []
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert raw.endswith(b"\r\nEND:VCALENDAR\r\n")


@pytest.mark.parametrize(
    ("first", "last", "end"),
    [
        (date(2019, 2, 28), date(2019, 2, 28), date(2019, 3, 1)),
        (date(2020, 2, 28), date(2020, 2, 28), date(2020, 2, 29)),
        (date(2020, 2, 29), date(2020, 2, 29), date(2020, 3, 1)),
        (date(2019, 12, 23), date(2020, 1, 3), date(2020, 1, 4)),
    ],
)
def test_the_end_of_whole_days_is_the_day_after_them(write: Write, first: date, last: date, end: date) -> None:
    (read,) = taken_in(write(event("leave-1", first, last)))
    assert (read["DTSTART"].dt, read["DTEND"].dt) == (first, end)
    assert type(read["DTSTART"].dt) is date  # a day, not midnight in some time zone


def test_a_key_stays_the_same_on_whatever_day_and_whenever_it_is_made(write: Write) -> None:
    later = CalendarHead(HEAD.name, HEAD.office, MADE + timedelta(days=1))
    (before,) = taken_in(write(event("end-7", date(2019, 12, 31))))
    (after,) = taken_in(write(event("end-7", date(2020, 3, 31), summary="Contract ends later"), head=later))
    assert before["UID"] == after["UID"] == "end-7@office-7"
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt


def test_the_same_key_in_two_offices_is_two_events(write: Write) -> None:
    other = CalendarHead(HEAD.name, "office-8", MADE)
    keys = {str(taken_in(write(event("end-7", date(2019, 12, 31)), head=head))[0]["UID"]) for head in (HEAD, other)}
    assert keys == {"end-7@office-7", "end-7@office-8"}


def test_the_same_events_give_the_same_bytes_in_whatever_order(write: Write) -> None:
    events = [event(f"end-{number}", date(2019, 12, 31 - number // 2)) for number in range(6)]
    once = write(*events)
    assert write(*reversed(events)) == once
    assert write(*events[3:], *events[:3]) == once


def test_events_stand_by_their_days_and_those_of_one_day_by_their_keys(write: Write) -> None:
    day = date(2019, 12, 31)
    events = [
        event("start-2", day),
        event("end-9", day),
        event("end-1", date(2020, 1, 1)),
        event("z", date(2019, 1, 1)),
    ]
    read = [str(each["UID"]).partition("@")[0] for each in taken_in(write(*events))]
    assert read == ["z", "end-9", "start-2", "end-1"]


def test_parts_of_a_second_are_left_out(write: Write) -> None:
    one = event("end-7", date(2019, 12, 31))
    assert write(one, head=CalendarHead(HEAD.name, HEAD.office, MADE.replace(microsecond=0))) == write(one)


def test_alarms_ring_so_many_days_before_the_first_one_the_earliest_first(write: Write) -> None:
    (read,) = taken_in(write(event("end-7", date(2019, 12, 31), alarms=(30, 90, 60), summary="V-01 leaves")))
    alarms = read.walk("VALARM")
    assert [alarm["TRIGGER"].dt for alarm in alarms] == [timedelta(days=-days) for days in (90, 60, 30)]
    assert {str(alarm["DESCRIPTION"]) for alarm in alarms} == {"V-01 leaves"}
    assert {str(alarm["ACTION"]) for alarm in alarms} == {"DISPLAY"}


def test_an_event_without_alarms_rings_never_and_one_without_more_says_no_more(write: Write) -> None:
    raw = write(event("leave-1", date(2019, 12, 31)))
    assert b"VALARM" not in raw
    assert b"DESCRIPTION" not in raw


def test_days_of_events_do_not_make_anybody_busy(write: Write) -> None:
    (read,) = taken_in(write(event("leave-1", date(2019, 12, 31))))
    assert str(read["TRANSP"]) == "TRANSPARENT"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Niamey; Dakar, Zinder", "Niamey\\; Dakar\\, Zinder"),
        ("one\\two", "one\\\\two"),
        ("one\\nline", "one\\\\nline"),
        ("one\ntwo", "one\\ntwo"),
        ("12:30 \u201cquoted\u201d", "12:30 \u201cquoted\u201d"),
    ],
)
def test_what_has_a_meaning_in_calendars_is_written_as_text(write: Write, typed: str, written: str) -> None:
    raw = write(event("end-7", date(2019, 12, 31), summary=typed))
    assert f"SUMMARY:{written}" in unfolded(raw)
    assert str(taken_in(raw)[0]["SUMMARY"]) == typed


def test_what_somebody_typed_cannot_add_an_event_or_a_property(write: Write) -> None:
    typed = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:file:///etc/passwd"
    raw = write(event("end-7", date(2019, 12, 31), summary=typed, about=say("{what}", what=typed)))
    (read,) = taken_in(raw)
    assert "ATTACH" not in read
    assert sum(line == "BEGIN:VEVENT" for line in unfolded(raw)) == 1


def test_the_name_of_the_office_is_text_as_well(write: Write) -> None:
    name = say("{office}: people", office="Sahel; Niger, Mali\nX-EVIL:1")
    raw = write(head=CalendarHead(name, "office-7", MADE))
    assert "X-WR-CALNAME:Sahel\\; Niger\\, Mali\\nX-EVIL:1: people" in unfolded(raw)


def test_long_lines_are_folded_between_letters_and_never_within_one(write: Write) -> None:
    typed = "Zeïnabou à Niamey — \u0646\u064a\u0627\u0645\u064a 🌍 " * 12
    raw = write(event("end-7", date(2019, 12, 31), summary=typed.strip()))
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= OCTETS
    assert all(line.decode("utf-8") for line in lines[:-1])  # no line begins or ends within a letter
    assert str(taken_in(raw)[0]["SUMMARY"]) == typed.strip()


def test_every_line_ends_as_the_standard_says(write: Write) -> None:
    raw = write(event("end-7", date(2019, 12, 31), summary="one\ntwo", about=say("Three")))
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")


@settings(max_examples=30)
@given(typed=st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=200))
def test_whatever_was_typed_comes_back_from_a_calendar(typed: str) -> None:
    made = _event(event("end-7", date(2019, 12, 31), summary=f"[{typed}]"), HEAD, ENGLISH)
    raw = made.to_ical()
    (read,) = taken_in(raw)
    assert str(read["SUMMARY"]) == f"[{without_marks(typed)}]"
    assert max(map(len, raw.split(b"\r\n"))) <= OCTETS


def test_a_calendar_in_arabic_has_no_marks_of_direction(write: Write, speak: Callable[[str], Language]) -> None:
    who = say("{name} ({code})", name="Zeinabou Example", code="V-01")
    raw = write(
        CalendarEvent(
            "start-1", Period.of_days(MADE.date(), MADE.date()), say("{volunteer} begins service", volunteer=who)
        ),
        language=speak("ar"),
    )
    text = raw.decode("utf-8")
    assert "PRODID:-//GrantDesk//AR" in text
    assert not set(text) & set("\u2068\u2069\u200e\u200f")
    (read,) = taken_in(raw)
    assert "Zeinabou Example (V-01)" in read["SUMMARY"]


def test_values_are_said_in_the_language_of_the_calendar(write: Write, speak: Callable[[str], Language]) -> None:
    there = say("{country}", country=Country("SN"))
    one = CalendarEvent("start-1", Period.of_days(MADE.date(), MADE.date()), there)
    said = [str(taken_in(write(one, language=speak(code)))[0]["SUMMARY"]) for code in ("en", "fr", "ar")]
    assert said == ["Senegal", "Sénégal", "السنغال"]


def test_a_calendar_that_is_there_is_replaced_whole(write: Write, tmp_path: Path) -> None:
    write(*(event(f"end-{number}", date(2019, 12, 31)) for number in range(9)))
    assert len(taken_in(write(event("end-7", date(2019, 12, 31))))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["people.ics"]


def test_a_calendar_that_cannot_be_written_says_so_and_leaves_nothing(tmp_path: Path, english: Language) -> None:
    with pytest.raises(UserError):
        write_calendar(tmp_path / "no such folder" / "people.ics", HEAD, [], language=english)
    assert list(tmp_path.iterdir()) == []
