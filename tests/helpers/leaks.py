"""Looks through files of any kind, down to the last part of an archive, for what tells who a volunteer is."""

from __future__ import annotations

import html
import io
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote
from zipfile import ZipFile, is_zipfile

import pypdfium2

from desktop.registers.register import Kind
from desktop.registers.volunteers import VOLUNTEERS
from desktop.services.offices import Office
from desktop.storage import models
from tests.helpers.records import making
from tests.helpers.staffing import Staff

FIRST, LAST = date(2019, 1, 1), date(2099, 6, 30)  # the command line knows no other day than today
_BORN: Final = date(1987, 6, 5)
_SAID: Final[dict[str, str]] = {
    "name": "Zaliha Qwertz",
    "phone": "+227 91 23 45 67",
    "emergency_phone": "+227 98 76 54 32",
    "email": "zaliha.qwertz@example.org",
    "address": "Rue du Baobab 17",
}


def identity() -> dict[str, Any]:
    """A value for every personal column of a volunteer, none of which stands in a file by chance."""
    return {
        column.key: _BORN
        if column.kind is Kind.DATE
        else _SAID.get(column.key, f"Xyzzy {column.key.replace('_', ' ')}")
        for column in VOLUNTEERS.columns
        if column.personal
    }


def _secrets() -> tuple[str, ...]:
    texts = [value for value in identity().values() if isinstance(value, str)]
    return (*texts, "Qwertz", "227912345", _BORN.isoformat(), "05/06/1987", "5 Jun 1987")


SECRETS: Final = _secrets()


@dataclass(frozen=True)
class People:
    """An office with a volunteer who serves, and everything that is known of her."""

    office: Office
    volunteer_id: int
    deployment_id: int
    grant: str = "GR-1"


def staffed(office: Office) -> People:
    """Makes people in an empty office: a volunteer with all that can be said of her, and what belongs to her."""
    with making(office) as make:
        staff = Staff(make)
        grant = make.grant(reference="GR-1")
        make.entry(grant, "1200", description="Allowances")
        station = staff.station("Niamey", "NE", hardship="C")
        person = staff.volunteer(reference="V-77", nationality="SN", note="Speaks Hausa", **identity())
        assignment = staff.assignment(station_id=station.id)
        deployment = staff.deployment(assignment, ("initial", FIRST, LAST, True), volunteer_id=person.id)
        staff.share(deployment, grant, "100", FIRST)
        make.unit.add(models.Leave(deployment_id=deployment.id, kind="annual", starts_on=FIRST, ends_on=LAST, days=20))
        make.unit.add(models.Clearance(volunteer_id=person.id, kind="medical", expires_on=LAST))
        return People(office, person.id, deployment.id)


def leaks(path: Path, secrets: Iterable[str] = SECRETS) -> list[str]:
    """What of `secrets` stands anywhere in a file: in its name, its parts, their names, escaped or not, or raw."""
    content = path.read_bytes()
    texts = [_squeezed(text) for text in (*_texts(path.name, content), content.decode("latin-1"))]
    return [secret for secret in secrets if any(_squeezed(secret) in text for text in texts)]


def _squeezed(text: str) -> str:
    """However it is spaced, and wherever its lines end."""
    return "".join(text.split()).casefold()


def _texts(name: str, content: bytes) -> Iterator[str]:
    yield name
    if content.startswith(b"%PDF"):
        with closing(pypdfium2.PdfDocument(content)) as document:
            yield from (str(value) for value in document.get_metadata_dict().values())
            yield from (page.get_textpage().get_text_bounded() for page in document)
    if is_zipfile(io.BytesIO(content)):
        with ZipFile(io.BytesIO(content)) as archive:
            yield archive.comment.decode("utf-8", "replace")
            for part in archive.namelist():
                yield from _texts(part, archive.read(part))
        return
    for encoding in ("utf-8", "utf-16-le", "latin-1"):
        text = content.decode(encoding, "replace")
        yield text
        yield html.unescape(text)
    yield unquote(content.decode("utf-8", "replace"))
