"""What a file is by its first bytes and its parts, whatever its name says."""

from __future__ import annotations

from desktop.importers.reading.refusal import Reason, Refused

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = b"PK\x03\x04"


def sniff(content: bytes) -> str:
    """The kind (a value of FileKind). Raises Refused when nobody can read it."""
    if not content.strip(b"\0 \t\r\n"):
        raise Refused(Reason.EMPTY)
    if content.startswith(OLE2):
        return "xls"
    if content.startswith(ZIP):
        return "xlsx"
    return "text"
