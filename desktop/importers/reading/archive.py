"""A workbook that is a zip archive: checked before anything is unpacked, and counted while it is, since sizes can lie.

No real workbook of 1,451 looked at came near these limits (the largest unpacked to 114 MB, at a ratio of 140, with 196
parts); archives made to exhaust the memory go far beyond them.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from desktop.importers.reading.refusal import Reason, RefusedError

MAX_UNPACKED = 200 * 1024 * 1024
# A ledger of a million rows unpacks to 650 MB, at a ratio of 10; what a few megabytes unpack to is held to the above.
MAX_UNPACKED_OF_LARGE = 1024 * 1024 * 1024
MAX_RATIO_OF_LARGE = 25
MAX_RATIO = 200
MAX_PARTS = 2_000
_BIG_PART = 1024 * 1024
PIECE = 1024 * 1024
_ENCRYPTED = 1
_LOCAL_HEADER = struct.Struct("<26xHH")
_DOCTYPE = b"<!DOCTYPE"
_ELEMENT = re.compile(rb"<\0?[A-Za-z]")  # where one has begun, no declaration can follow
_DOCTYPES = (_DOCTYPE, _DOCTYPE.decode().encode("utf-16-le"), _DOCTYPE.decode().encode("utf-16-be"))

# All that zipfile raises for a directory of parts that is damaged, or (RuntimeError) packed in a way it does not know.
_UNREADABLE = (zipfile.BadZipFile, OSError, ValueError, RuntimeError, struct.error)


class Archive:
    """The parts of a zip file by their names, as they are written in it with `/` between folders."""

    def __init__(self, content: bytes) -> None:
        """Raises RefusedError when it is damaged, protected, or built to harm."""
        self._content = memoryview(content)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts = archive.infolist()
        except _UNREADABLE as error:
            raise RefusedError(Reason.DAMAGED, str(error)) from None
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise RefusedError(Reason.PROTECTED)
        self._parts = {part.filename.replace("\\", "/"): part for part in parts if not part.is_dir()}
        self._folded = {name.casefold(): name for name in self._parts}
        _check_sizes(parts, len(content))
        if len(self._folded) < sum(not part.is_dir() for part in parts):
            raise RefusedError(Reason.DOUBTFUL, "parts twice")
        self._left = allowed(len(content))

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.casefold() in self._folded

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part, unpacked piece by piece.

        Raises KeyError when there is none, RefusedError when it unpacks to more than it says, or declares entities.
        """
        part = self._parts[self._folded[name.casefold()]]
        tail, taken, in_prolog = b"", 0, True
        for piece in self._unpacked(part):
            taken += len(piece)
            self._left -= len(piece)
            if self._left < 0 or (taken > _BIG_PART and taken > MAX_RATIO * part.compress_size):
                raise RefusedError(Reason.TOO_LARGE, name)
            if in_prolog:
                start = tail + piece
                if any(mark in start for mark in _DOCTYPES):
                    raise RefusedError(Reason.DOUBTFUL, "entities")
                in_prolog = _ELEMENT.search(start) is None
                tail = piece[-20:]
            yield piece

    def read(self, name: str) -> bytes:
        """A whole part; see `pieces`."""
        return b"".join(self.pieces(name))

    def _unpacked(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        start = part.header_offset
        try:
            name, extra = _LOCAL_HEADER.unpack(self._content[start : start + _LOCAL_HEADER.size])
        except struct.error:
            raise RefusedError(Reason.DAMAGED, part.filename) from None
        start += _LOCAL_HEADER.size + name + extra
        packed = self._content[start : start + part.compress_size]
        if part.compress_type == zipfile.ZIP_STORED:
            yield from (bytes(packed[place : place + PIECE]) for place in range(0, len(packed), PIECE))
        elif part.compress_type == zipfile.ZIP_DEFLATED:
            yield from _inflated(packed, part.filename)
        else:
            raise RefusedError(Reason.DAMAGED, f"compression {part.compress_type}")


def _inflated(packed: memoryview, name: str) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for place in range(0, len(packed), PIECE // 8):
            piece = unpacker.decompress(packed[place : place + PIECE // 8], PIECE)
            while piece:
                yield piece
                piece = unpacker.decompress(unpacker.unconsumed_tail, PIECE)
    except zlib.error as error:
        raise RefusedError(Reason.DAMAGED, f"{name}: {error}") from None


def allowed(size: int) -> int:
    """How much an archive of this size may unpack to."""
    return max(MAX_UNPACKED, min(MAX_UNPACKED_OF_LARGE, size * MAX_RATIO_OF_LARGE))


def _check_sizes(parts: list[zipfile.ZipInfo], size: int) -> None:
    bomb = any(part.file_size > _BIG_PART and part.file_size > MAX_RATIO * part.compress_size for part in parts)
    if bomb or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > allowed(size):
        raise RefusedError(Reason.TOO_LARGE)
