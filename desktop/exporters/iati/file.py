"""The file as a whole: one activity after the other, each with its transactions as they come, never all in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

from desktop.domain.iati.activity import ActivityOut, Movement
from desktop.domain.iati.standard import ELEMENT_ORDER, LANGUAGE_ATTRIBUTE, MARKS, MARKS_PREFIX, VERSION
from desktop.exporters.iati.elements import carried, children_of
from desktop.exporters.iati.transactions import transaction
from desktop.exporters.target import written_whole

_STEP = "  "
# That of xml:lang is declared as well: else its prefix would be made up, since the file is written piece by piece.
_NAMESPACES = {MARKS_PREFIX: MARKS, "xml": "http://www.w3.org/XML/1998/namespace"}
_TRANSACTION = "transaction"
_BEFORE = ELEMENT_ORDER[: ELEMENT_ORDER.index(_TRANSACTION)]
_AFTER = ELEMENT_ORDER[ELEMENT_ORDER.index(_TRANSACTION) + 1 :]


@dataclass(frozen=True, slots=True)
class Exported:
    """How many activities and transactions a file has."""

    activities: int
    transactions: int


def write_iati(
    path: Path, activities: Iterable[tuple[ActivityOut, Iterable[Movement]]], *, generated_at: datetime
) -> Exported:
    """Writes activities, each with its transactions besides its commitments, in their order.

    Raises UserError when the file cannot be written; then nothing is there.
    """
    counted = transactions = 0
    about = {"version": VERSION, "generated-datetime": generated_at.isoformat(timespec="seconds")}
    # By a file of Python, so that a disk that is full is an OSError as everywhere, and none of lxml's.
    with written_whole(path) as partial, partial.open("wb") as raw, etree.xmlfile(raw, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element("iati-activities", about, nsmap=_NAMESPACES):
            for activity, movements in activities:
                counted += 1
                transactions += _write(file, activity, movements)
            file.write("\n")
    return Exported(counted, transactions)


def _write(file: Any, activity: ActivityOut, movements: Iterable[Movement]) -> int:
    count = 0
    elements = children_of(activity)
    file.write("\n" + _STEP)
    with file.element("iati-activity", _attributes(activity)):
        _write_all(file, _in_order(elements, _BEFORE))
        for movement in (*activity.commitments, *movements):
            _write_all(file, [transaction(movement)])
            count += 1
        for kept in carried(activity, _TRANSACTION):
            _write_all(file, [kept])
            count += 1
        _write_all(file, _in_order(elements, _AFTER))
        file.write("\n" + _STEP)
    return count


def _attributes(activity: ActivityOut) -> dict[str, str]:
    language = {LANGUAGE_ATTRIBUTE: activity.language} if activity.language else {}
    return dict(activity.attributes) | language


def _in_order(elements: Mapping[str, list[etree._Element]], tags: Iterable[str]) -> Iterator[etree._Element]:
    for tag in tags:
        yield from elements.get(tag, ())


def _write_all(file: Any, elements: Iterable[etree._Element]) -> None:
    for element in elements:
        etree.indent(element, space=_STEP, level=2)
        file.write("\n" + _STEP * 2)
        file.write(element)
