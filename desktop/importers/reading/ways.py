"""Which reader reads which kind of file, in each of the two ways."""

from __future__ import annotations

from typing import BinaryIO

from desktop.importers.reading import wire
from desktop.importers.reading.sniffing import sniff

FAST = "fast"


def read(out: BinaryIO, way: str, name: str, content: bytes) -> None:
    """Writes what is in `content`. Raises Refused when it is nothing that can be read."""
    kind = sniff(content)
    wire.write(out, wire.KIND, kind)
    if kind == "text":
        from desktop.importers.reading.text import write_text

        write_text(out, name, content)
    else:
        from desktop.importers.reading.fast import write_workbook

        write_workbook(out, kind, content)
