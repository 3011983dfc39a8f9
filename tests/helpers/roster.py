"""A roster of ten volunteers as an office keeps it in a workbook. Nobody is called so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl

_NAMES = (
    ("Zalika Ouédrabis", "F"),
    ("Baroumi Tchangaris", "M"),
    ("Mintou Sahéliva", "F"),
    ("Ixandre Kollorane", "M"),
    ("Rahinatou Dosserel", "F"),
    ("Yacoumo Agadesin", "M"),
    ("Hadiara Tessaouel", "F"),
    ("Oumarel Birnikon", "M"),
    ("Fatchima Gouréval", "F"),
    ("Souleyane Maïnévou", "M"),
)
_HEADINGS = ("Volunteer code", "Full name", "Gender", "Volunteer category", "Nationality", "Mobile", "E-mail")


@dataclass(frozen=True, slots=True)
class Person:
    """A volunteer of the roster."""

    code: str
    name: str
    sex: str
    phone: str
    email: str


def _person(place: int, name: str, sex: str) -> Person:
    first = name.split()[0].casefold()
    return Person(f"V-{place:02}", name, sex, f"+227 90 55 {place:02} {place + 40}", f"{first}.{place}@roster.invalid")


ROSTER = tuple(_person(place, name, sex) for place, (name, sex) in enumerate(_NAMES, start=1))


def roster_workbook(path: Path) -> Path:
    """A title, an empty row, headings of the office's own, and telephones as text."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Roster 2019"
    sheet.append(["UN Volunteers, Niger: roster"])
    sheet.append([])
    sheet.append(list(_HEADINGS))
    for one in ROSTER:
        sheet.append([one.code, one.name, one.sex, "National specialist", "Niger", one.phone, one.email])
    book.save(path)
    return path


def _identities() -> Iterator[str]:
    for one in ROSTER:
        yield from (one.name, *one.name.split(), one.phone, one.phone.removeprefix("+227"), one.email)
    yield "@roster.invalid"


IDENTITIES = tuple(_identities())
