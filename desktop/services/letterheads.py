"""How the office stands at the head of its reports: kept once, changed like any record, undone like any change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.language import UserError, refused_by_system, say
from desktop.reports.report import Letterhead
from desktop.services.reports import letterhead
from desktop.storage import models
from desktop.storage.office import Office, Outcome

__all__ = ["LARGEST_LOGO", "Heading", "Letterhead", "letterhead", "read_logo", "save_letterhead"]

LARGEST_LOGO: Final = 1_000_000
"""Bytes of the largest logo: it goes into every report."""
_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # how files of PNG and JPEG begin


@dataclass(frozen=True, slots=True)
class Heading:
    """What people write of the office for its letterhead; `logo` is a PNG or JPEG, None keeps the one there is."""

    address: str = ""
    contact: str = ""
    uei: str = ""
    ein: str = ""
    logo: bytes | None = None


def read_logo(path: Path) -> bytes:
    """The picture in a file. Raises UserError when it is no PNG or JPEG, too large, or cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise refused_by_system(error) from error
    if not content.startswith(_PICTURES):
        raise UserError(
            say("{file} is no picture that reports can show.", file=path.name),
            say("The logo was left as it is."),
            say("Save it as PNG or JPEG and choose that."),
        )
    if len(content) > LARGEST_LOGO:
        raise UserError(
            say("{file} is too large for a logo.", file=path.name),
            say("The logo was left as it is: it would go into every report."),
            say("Make it smaller: 600 pixels across are enough."),
        )
    return content


def save_letterhead(office: Office, heading: Heading) -> Outcome:
    """Keeps how the office stands at the head of its reports."""
    with office.change() as unit:
        known = unit.has(models.Letterhead, 1)
        record = unit.get(models.Letterhead, 1) if known else models.Letterhead(id=1)
        for name in ("address", "contact", "uei", "ein"):
            setattr(record, name, getattr(heading, name).strip())
        if heading.logo is not None:
            record.logo = heading.logo or None
        if not known:
            unit.add(record)
        return unit.commit(say("Changed the letterhead of {office}.", office=office.facts.name), record_id=1)
