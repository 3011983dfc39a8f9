"""The letterhead of the office: kept, changed, undone, and at the head of reports."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from pathlib import Path

import pytest

from desktop.language import UserError
from desktop.services.history import undo_entry
from desktop.services.letterheads import LARGEST_LOGO, Heading, letterhead, read_logo, save_letterhead
from desktop.services.offices import Office
from tests.helpers.records import making
from tests.helpers.reporting import report_of


def png(*, padding: int = 0) -> bytes:
    """A picture of one pixel; `padding` makes its file larger."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\x00\x00\x5c\xa8"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + data + chunk(b"tEXt", b"x" * padding) + chunk(b"IEND", b"")


def test_without_a_letterhead_the_name_of_the_office_stands_there(office: Office) -> None:
    now = letterhead(office)
    assert (now.name, now.address, now.logo) == (office.facts.name, "", b"")


def test_it_is_kept_and_changed_without_losing_the_logo(office: Office) -> None:
    save_letterhead(office, Heading(" Boulevard Mali Béro\nNiamey ", "office@example.org", "ABC123", "98-765", png()))
    save_letterhead(office, Heading("Rue de la Paix", "office@example.org", "ABC123", "98-765"))
    now = letterhead(office)
    assert (now.address, now.uei, now.ein, now.logo) == ("Rue de la Paix", "ABC123", "98-765", png())
    save_letterhead(office, Heading(logo=b""))
    assert letterhead(office).logo == b""


def test_a_change_can_be_undone(office: Office) -> None:
    save_letterhead(office, Heading("Niamey"))
    changed = save_letterhead(office, Heading("Agadez"))
    undo_entry(office, entry_id=changed.entry_id or 0)
    assert letterhead(office).address == "Niamey"


def test_the_numbers_stand_in_the_boxes_of_the_us_form(office: Office) -> None:
    with making(office) as make:
        make.grant(reference="GR-1")
    save_letterhead(office, Heading("Niamey", uei="ABC123", ein="98-765"))
    report = report_of(office, "sf425", grant="GR-1", first=date(2019, 1, 1), last=date(2019, 3, 31))
    boxes = {fact.box: fact.value for fact in report.facts}
    assert (boxes["4a"], boxes["4b"]) == ("ABC123", "98-765")


def test_only_a_picture_of_a_sensible_size_is_a_logo(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(png())
    assert read_logo(path) == png()
    path.write_bytes(b"<svg/>")
    with pytest.raises(UserError, match=r"logo\.png is no picture"):
        read_logo(path)
    path.write_bytes(png(padding=LARGEST_LOGO))
    with pytest.raises(UserError, match=r"logo\.png is too large"):
        read_logo(path)
    with pytest.raises(UserError):
        read_logo(tmp_path / "missing.png")
