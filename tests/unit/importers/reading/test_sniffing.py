"""What a file is, is told by its content; what nobody can read is called by its name."""

from __future__ import annotations

import pytest

from desktop.importers.book import FileKind
from desktop.importers.reading import archive
from desktop.importers.reading.refusal import Reason, RefusedError
from desktop.importers.reading.sniffing import OLE2, sniff
from tests.helpers import hostile, sheets

_MIME = "application/vnd.oasis.opendocument."


def ole2(*streams: str) -> bytes:
    """A file of the old kind that names these streams."""
    return OLE2 + b"\0" * 600 + b"\0\0".join(stream.encode("utf-16-le") for stream in streams)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (hostile.workbook(), FileKind.XLSX),
        (hostile.packed({"xl/workbook.bin": "x", "[Content_Types].xml": "<Types/>"}), FileKind.XLSB),
        (ole2("Workbook"), FileKind.XLS),
        (ole2("BOOK"), FileKind.XLS),
        (bytes.fromhex("0904060000001000"), FileKind.XLS),
        (hostile.packed({"mimetype": _MIME + "spreadsheet", "content.xml": "<a/>"}), FileKind.ODS),
        (hostile.packed({"content.xml": "<a/>"}), FileKind.ODS),
        (b"Date;Amount\n2024-01-05;5\n", FileKind.TEXT),
        (b"BMI;Weight\n20;5\n", FileKind.TEXT),
        (b"  <!DOCTYPE html><html><table></table></html>", FileKind.HTML),
        ("\ufeff<html>".encode("utf-16"), FileKind.HTML),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', FileKind.XML),
    ],
)
def test_kinds(content: bytes, kind: FileKind) -> None:
    assert sniff(content) == kind


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"\0" * 900, Reason.EMPTY),
        (ole2("EncryptedPackage", "EncryptionInfo"), Reason.PROTECTED),
        (
            hostile.packed({"content.xml": "x", "META-INF/manifest.xml": "<manifest:encryption-data/>"}),
            Reason.PROTECTED,
        ),
        (ole2("WordDocument"), Reason.LETTER),
        (ole2("PowerPoint Document"), Reason.SLIDES),
        (ole2("Something"), Reason.UNKNOWN),
        (hostile.packed({"word/document.xml": "x", "[Content_Types].xml": "x"}), Reason.LETTER),
        (hostile.packed({"ppt/presentation.xml": "x", "[Content_Types].xml": "x"}), Reason.SLIDES),
        (hostile.packed({"mimetype": _MIME + "text", "content.xml": "x"}), Reason.LETTER),
        (hostile.packed({"mimetype": _MIME + "presentation", "content.xml": "x"}), Reason.SLIDES),
        (hostile.packed({"mimetype": "application/epub+zip"}), Reason.ARCHIVE),
        (hostile.packed({"Index/Document.iwa": "x"}), Reason.NUMBERS),
        (hostile.packed({"a.csv": "x"}), Reason.ARCHIVE),
        (b"Rar!\x1a\x07", Reason.ARCHIVE),
        (b"%PDF-1.7\n", Reason.PDF),
        (b'\xef\xbb\xbf<?xml version="1.0"?><iati-activities/>', Reason.XML),
        ('<?xml version="1.0"?><office:document/>'.encode("utf-16"), Reason.XML),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", Reason.WEB_ARCHIVE),
        (b"{\\rtf1 text}", Reason.LETTER),
        (b"\x89PNG\r\n\x1a\n\0\0\0", Reason.IMAGE),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Reason.IMAGE),
        (b"PK\x03\x04 and then nothing", Reason.DAMAGED),
    ],
)
def test_files_that_nobody_reads(content: bytes, reason: Reason) -> None:
    with pytest.raises(RefusedError) as refused:
        sniff(content)
    assert refused.value.reason == reason


def test_an_archive_with_a_password_is_said_to_have_one() -> None:
    content = bytearray(hostile.workbook())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    with pytest.raises(RefusedError) as refused:
        sniff(bytes(content))
    assert refused.value.reason == Reason.PROTECTED


def test_parts_in_an_odd_compression_or_cut_off_are_damaged() -> None:
    for at, value in ((10, 99), (42, 255), (44, 255)):
        content = bytearray(hostile.packed({"content.xml": "x", "mimetype": _MIME + "spreadsheet"}))
        place = content.rfind(b"PK\x01\x02")
        content[place + at] = value
        with pytest.raises((RefusedError, KeyError)) as refused:
            archive.Archive(bytes(content)).read("mimetype")
        assert isinstance(refused.value, RefusedError)
        assert refused.value.reason == Reason.DAMAGED


def test_parts_whose_data_is_damaged() -> None:
    content = bytearray(hostile.packed(sheets.parts(hostile.TABLE)))
    start = content.find(b"[Content_Types].xml") + len("[Content_Types].xml")
    content[start : start + 20] = b"\xff" * 20
    with pytest.raises(RefusedError) as refused:
        archive.Archive(bytes(content)).read("[Content_Types].xml")
    assert refused.value.reason == Reason.DAMAGED


def test_parts_are_found_whatever_their_capitals_and_slashes() -> None:
    found = archive.Archive(hostile.packed({"XL\\Styles.xml": "<a/>"}))
    assert found.read("xl/styles.xml") == b"<a/>"
    assert ("xl/STYLES.xml" in found, "other" in found, 5 in found) == (True, False, False)


def test_stored_parts_are_read_as_they_are() -> None:
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as stored:
        stored.writestr("a.xml", "<a/>")
    assert archive.Archive(stream.getvalue()).read("a.xml") == b"<a/>"
