"""Reads a kept activity file again, element by element, for what the office has no place for.

Each element is told by what the importer takes of it. What names a person is left behind, and so is what is not of the
standard: elements and attributes of other namespaces.
"""

from __future__ import annotations

import copy
from collections.abc import Collection
from dataclasses import dataclass

from lxml import etree

from desktop.domain.iati.standard import ELEMENT_ORDER, LANGUAGE_ATTRIBUTE, WHOLE_MARK
from desktop.importers.iati import ActivityReader, parse_document
from desktop.importers.iati_activity import Activity, IatiFile

_NOT_CARRIED = "last-updated-datetime"  # we know when the file is made, not what its publisher last touched
_KEPT_MARKS = (LANGUAGE_ATTRIBUTE, WHOLE_MARK)


@dataclass(frozen=True, slots=True)
class KeptElement:
    """A child of an activity: `says` is what the importer takes of it alone, `xml` the element as it was published."""

    tag: str
    says: Activity
    xml: str


@dataclass(frozen=True, slots=True)
class KeptActivity:
    """An activity as it was published: as the importer read it, its attributes, and its elements one by one; without
    those that name persons, of which it is said that there were any.
    """

    activity: Activity
    language: str
    attributes: tuple[tuple[str, str], ...]
    elements: tuple[KeptElement, ...]
    named_persons: bool


def read_kept(content: bytes, wanted: Collection[str]) -> dict[str, KeptActivity]:
    """The activities of a file whose identifiers are `wanted`; `content` was read before, when it came in."""
    found: dict[str, KeptActivity] = {}
    for element in parse_document(content, "").iterfind("iati-activity"):
        identifier = (element.findtext("iati-identifier") or "").strip()
        if identifier in wanted and identifier not in found:
            kept = _kept(element)
            if kept is not None:
                found[identifier] = kept
    return found


def _kept(element: etree._Element) -> KeptActivity | None:
    nobody = IatiFile(b"")
    activity = ActivityReader(element, nobody).read()
    if activity is None:
        return None
    reader = ActivityReader(element, nobody)
    elements = [_alone(reader, child) for child in element if _is_carried(child)]
    names = [str(name) for name in element.attrib]
    return KeptActivity(
        activity,
        element.get(LANGUAGE_ATTRIBUTE, ""),
        tuple((name, element.get(name, "")) for name in names if not name.startswith("{") and name != _NOT_CARRIED),
        tuple(one for one in elements if one is not None),
        any(_names_person(child) for child in element),
    )


def _is_carried(child: etree._Element) -> bool:
    """Whether an element is of the standard and names no person."""
    return child.tag in ELEMENT_ORDER and not _names_person(child)


def _names_person(child: etree._Element) -> bool:
    return child.find("person-name") is not None


def _alone(reader: ActivityReader, child: etree._Element) -> KeptElement | None:
    says = Activity("", "")
    if not reader.take(says, child):
        return None
    return KeptElement(str(child.tag), says, _published(child))


def _published(element: etree._Element) -> str:
    """The element without what is not of the standard, and without the space that only sets it out."""
    copied = copy.deepcopy(element)
    for part in list(copied.iter()):
        above = part.getparent()
        if str(part.tag).startswith("{") and above is not None:
            above.remove(part)
            continue
        for name in [name for name in map(str, part.attrib) if name.startswith("{") and name not in _KEPT_MARKS]:
            del part.attrib[name]
        if len(part) and not (part.text or "").strip():
            part.text = None
        if not (part.tail or "").strip():
            part.tail = None
    etree.cleanup_namespaces(copied)
    return etree.tostring(copied, encoding="unicode", with_tail=False)
