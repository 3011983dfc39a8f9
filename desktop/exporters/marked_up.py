"""A copy of a user's own workbook with what is wrong in it: a fill and a comment at each cell, and a list of it all.

A workbook of today is marked part by part, so that all its formats, formulas, pictures and charts stay as they are;
what it runs is left out. Of any other file the values are copied into a new workbook, and the list says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from desktop.domain.progress import Progress
from desktop.exporters.marking.marks import ListedProblem, Marks
from desktop.exporters.marking.plain_copy import PlainSheet, write_plain_copy
from desktop.exporters.marking.workbook import marked_workbook
from desktop.exporters.package import UnusualPackageError
from desktop.exporters.target import written_whole
from desktop.language import say

__all__ = ["ListedProblem", "Marks", "PlainSheet", "write_marked_up"]

_ONLY_VALUES = say(
    "This is a new workbook with the values of the file. Its formats, formulas, pictures and charts are only in the "
    "original."
)


def write_marked_up(
    path: Path, content: bytes, sheets: Sequence[PlainSheet], marks: Marks, *, workbook: bool, progress: Progress
) -> bool:
    """Writes the marked copy of a file to the new or replaced workbook `path`; returns whether it kept its looks.

    `content` are the bytes of the file, a `workbook` of today or not; `sheets` what was read in it. Raises UserError
    when the copy cannot be written.
    """
    if workbook:
        with suppress(UnusualPackageError):
            marked = marked_workbook(content, marks)
            with written_whole(path) as partial:
                partial.write_bytes(marked)
            return True
    write_plain_copy(path, sheets, replace(marks, notes=(*marks.notes, _ONLY_VALUES)), progress=progress)
    return False
