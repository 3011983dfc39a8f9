"""Why a file cannot be read, as the child says it; `troubles` makes sentences of it."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The classes of files that are refused."""

    EMPTY = "empty"
    PROTECTED = "protected"  # by a password
    PDF = "pdf"
    IMAGE = "image"
    LETTER = "letter"  # a Word or Writer document
    SLIDES = "slides"
    NUMBERS = "numbers"  # a document of Apple Numbers
    ARCHIVE = "archive"  # a zip file that is no workbook
    XML = "xml"  # a document in XML that is no workbook
    WEB_ARCHIVE = "web archive"  # a page with its pictures in one file
    UNKNOWN = "unknown"
    TOO_LARGE = "too large"  # more than any real workbook unpacks to
    DOUBTFUL = "doubtful"  # made to mislead: parts twice, entities
    NO_SHEET = "no sheet"
    NO_TABLE = "no table"
    DAMAGED = "damaged"
    TIME = "time"
    MEMORY = "memory"


class RefusedError(Exception):
    """The file is not read, by any reader."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}")
        self.reason = reason
        self.detail = detail
