"""The evacuation list on paper: a page for each country, a telephone beside each person, to be read in a hurry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from desktop.domain.period import Period
from desktop.language import Language, Message, say
from desktop.registers.evacuation import EVACUATION
from desktop.registers.query import Cell
from desktop.registers.show import cell_text
from desktop.reports.report import ColumnKind, Fact, Report, ReportColumn, ReportRow, ReportTable, RowStyle
from desktop.reports.trace import Scope, Traced

Person = Mapping[str, Cell]


def evacuation_report(people: Sequence[Person], day: date, *, names: bool, language: Language) -> Report:
    """The list of who is where on `day`; `people` are in the order of their countries and places."""
    period = Period.of_days(day, day)
    groups = [(country, list(some)) for country, some in groupby(people, lambda person: person.get("country"))]
    return Report(
        name="evacuation",
        title=EVACUATION.title,
        period=period,
        currency="",
        scope=Scope((), period, of=Traced.NOTHING),
        facts=(
            Fact("people", say("Volunteers in service"), str(len(people))),
            Fact("leave", say("Of them on leave"), str(sum(person.get("leave") is not None for person in people))),
            Fact("countries", say("Countries"), str(sum(bool(country) for country, _some in groups))),
        ),
        tables=tuple(_country(country, some, names=names, language=language) for country, some in groups),
        notes=(
            say("With names and contacts: only for those who need it. Destroy it when it is out of date.")
            if names
            else say("Codes stand for the volunteers. The roster of the office tells who they are."),
        ),
        landscape=True,
        apart=True,
    )


def _country(country: Cell, people: Sequence[Person], *, names: bool, language: Language) -> ReportTable:
    title = say("{country}: {people}", country=_name("country", country, language), people=_count(people))
    rows: list[ReportRow] = []
    for place, some in groupby(people, lambda person: person.get("place")):
        here = list(some)
        heading = say("{place}: {people}", place=str(place or say("No duty station")), people=_count(here))
        rows.append(ReportRow(f"place.{len(rows)}", heading, style=RowStyle.HEADING))
        for person in here:
            rows += _person(person, names=names, language=language)
    columns = (
        *((ReportColumn("phone", _label("phone"), ColumnKind.TEXT),) if names else ()),
        ReportColumn("notes", say("Notes"), ColumnKind.TEXT),
        *(ReportColumn(key, _label(key), ColumnKind.TEXT) for key in ("until", "nationality", "sex")),
    )
    return ReportTable(f"country.{country or ''}", title, say("Volunteer"), columns, tuple(rows))


def _label(key: str) -> Message:
    return EVACUATION.column(key).label


def _count(people: Sequence[Person]) -> Message:
    return EVACUATION.count(len(people))


def _name(key: str, value: Cell, language: Language) -> str:
    return cell_text(EVACUATION.column(key), value, None, language) or language.text(say("No duty station"))


def _person(person: Person, *, names: bool, language: Language) -> list[ReportRow]:
    """A bold row with the telephone; with names below it whom to call in an emergency, and what must be known."""

    def text(key: str) -> str:
        return cell_text(EVACUATION.column(key), person.get(key), None, language)

    away = text("leave")
    if person.get("leave_until") is not None:
        away = language.text(say("{leave} until {day}", leave=away, day=text("leave_until")))
    phone = (_dialled(text("phone")),) if names else ()
    code = text("volunteer")
    label = language.beside(text("name"), code) if names and text("name") else code
    cells = (*phone, away, text("until"), text("nationality"), text("sex"))
    rows = [ReportRow(f"person.{code}", label, cells, style=RowStyle.SUBTOTAL)]
    if not names:
        return rows
    others = language.beside(*filter(None, (text("address"), text("email"))))
    contact = text("emergency_contact")
    if contact or text("emergency_phone") or others:
        called = language.text(say("Emergency: {contact}", contact=contact)) if contact else ""
        rows.append(ReportRow(f"emergency.{code}", called, (_dialled(text("emergency_phone")), others), level=1))
    if text("care_note"):
        rows.append(ReportRow(f"care.{code}", _label("care_note"), ("", text("care_note")), level=1))
    return rows


def _dialled(number: str) -> str:
    """A telephone number that stands in one line."""
    return number.replace(" ", "\u00a0")
