"""What a file is by its first bytes and its parts, whatever its name says."""

from __future__ import annotations

import re

from desktop.importers.reading.archive import Archive
from desktop.importers.reading.refusal import Reason, RefusedError

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
XLSX, XLSB, XLS, ODS, TEXT, HTML, XML = "xlsx", "xlsb", "xls", "ods", "text", "html", "xml"
# The record that begins a sheet of Excel 2 to 4, which had no container around it
_OLD_SHEETS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_MIME_OF_SHEETS = b"application/vnd.oasis.opendocument.spreadsheet"
_ENCRYPTED_PARTS = b"encryption-data"
_SPREADSHEETML = b"urn:schemas-microsoft-com:office:spreadsheet"
_PAGE = re.compile(rb"<(!doctype\s+html|html|table|body|head|meta)\b", re.IGNORECASE)
_START = 4096
_BEFORE = b" \t\r\n\xef\xbb\xbf\xff\xfe"
# In a directory of OLE2 names are UTF-16
_STREAMS = {
    Reason.PROTECTED: "EncryptedPackage",
    Reason.LETTER: "WordDocument",
    Reason.SLIDES: "PowerPoint Document",
}


def sniff(content: bytes) -> str:
    """The kind of file. Raises RefusedError when nobody can read it."""
    if not content.strip(b"\0 \t\r\n"):
        raise RefusedError(Reason.EMPTY)
    if content.startswith(OLE2):
        return _sniff_ole2(content)
    if content.startswith(ZIP):
        return _sniff_archive(Archive(content))
    _refuse_others(content)
    start = content[:_START].replace(b"\0", b"")
    if _SPREADSHEETML in start:
        return XML
    if _PAGE.search(start):
        return HTML
    if start.lstrip(_BEFORE).startswith(b"<?xml"):
        raise RefusedError(Reason.XML)
    if start.startswith(b"MIME-Version:"):
        raise RefusedError(Reason.WEB_ARCHIVE)
    return XLS if content.startswith(_OLD_SHEETS) else TEXT


def _sniff_ole2(content: bytes) -> str:
    for reason, stream in _STREAMS.items():
        if stream.encode("utf-16-le") in content:
            raise RefusedError(reason)
    folded = content.lower()
    if any(stream.lower().encode("utf-16-le") in folded for stream in ("Workbook", "Book")):
        return XLS
    raise RefusedError(Reason.UNKNOWN)


def _sniff_archive(archive: Archive) -> str:
    if "mimetype" in archive or "content.xml" in archive:
        return _sniff_open_document(archive)
    if "xl/workbook.bin" in archive:
        return XLSB
    if "word/document.xml" in archive:
        raise RefusedError(Reason.LETTER)
    if "ppt/presentation.xml" in archive:
        raise RefusedError(Reason.SLIDES)
    if "Index/Document.iwa" in archive:
        raise RefusedError(Reason.NUMBERS)
    if "[Content_Types].xml" in archive or any(name.startswith("xl/") for name in archive):
        return XLSX
    raise RefusedError(Reason.ARCHIVE)


def _sniff_open_document(archive: Archive) -> str:
    mime = archive.read("mimetype") if "mimetype" in archive else _MIME_OF_SHEETS
    if "META-INF/manifest.xml" in archive and _ENCRYPTED_PARTS in archive.read("META-INF/manifest.xml"):
        raise RefusedError(Reason.PROTECTED)
    if mime.startswith(_MIME_OF_SHEETS):
        return ODS
    if b"opendocument.text" in mime:
        raise RefusedError(Reason.LETTER)
    raise RefusedError(Reason.SLIDES if b"opendocument.presentation" in mime else Reason.ARCHIVE)


def _refuse_others(content: bytes) -> None:
    if content.lstrip()[:5] == b"%PDF-":
        raise RefusedError(Reason.PDF)
    if content.startswith(b"{\\rtf"):
        raise RefusedError(Reason.LETTER)
    if content.startswith(_ARCHIVES):
        raise RefusedError(Reason.ARCHIVE)
    if content.startswith(_PICTURES) and b"\0" in content[:_START]:
        raise RefusedError(Reason.IMAGE)
