"""The archive that a workbook of today is: its parts, how they are related, and what each of them holds.

A part that nobody puts anew is written as it was read, to the byte.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPES_PART: Final = "[Content_Types].xml"
_LARGEST_TREE = 20 * 1024 * 1024  # bytes of a part that is made a tree
_LARGEST = 400 * 1024 * 1024  # bytes of all parts together: the reader refuses files beyond 200 MB
_ID = re.compile(r"rId(\d+)")
_DECLARATION = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
)


class UnusualPackageError(Exception):
    """A file is built in a way that is not changed without risk."""


def tag(name: str, namespace: str = MAIN) -> str:
    """The full name of an element."""
    return f"{{{namespace}}}{name}"


class Package:
    """The parts of a workbook by name, changed in memory, written as another archive."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            names = [entry.filename.casefold() for entry in entries]
            if len(set(names)) != len(names) or sum(entry.file_size for entry in entries) > _LARGEST:
                raise UnusualPackageError
            self._parts = {entry.filename: archive.read(entry) for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._parts))

    def __getitem__(self, name: str) -> bytes:
        """The content of a part. Raises UnusualPackageError when it lacks."""
        try:
            return self._parts[name]
        except KeyError:
            raise UnusualPackageError from None

    def __setitem__(self, name: str, content: bytes) -> None:
        self._parts[name] = content

    def remove(self, name: str) -> None:
        """Leaves out a part and what is said of its relationships and type."""
        self._parts.pop(name, None)
        self._parts.pop(_relationships_of(name), None)
        types = self.tree(_TYPES_PART)
        for one in types.findall(f"{tag('Override', _CONTENT_TYPES)}[@PartName='/{name}']"):
            types.remove(one)
        self.put_tree(_TYPES_PART, types)

    def tree(self, name: str) -> Any:
        """A part as a tree."""
        return parsed(self[name])

    def put_tree(self, name: str, root: Any) -> None:
        """Keeps a changed tree as the part."""
        self[name] = serialised(root)

    def related(self, name: str, kind: str) -> list[tuple[str, str]]:
        """Id and part of each relationship of the part `name` whose type ends in `kind`."""
        return [
            (one.get("Id", ""), _resolved(name, one.get("Target", "")))
            for one in self._relationships(name)
            if one.get("Type", "").rpartition("/")[2] == kind and one.get("TargetMode") != "External"
        ]

    def relate(self, name: str, kind: str, target: str) -> str:
        """Relates the part `name` to the part `target`; returns the id."""
        root = self._relationships(name)
        taken = [int(found[1]) for one in root if (found := _ID.fullmatch(one.get("Id", "")))]
        new = f"rId{max(taken, default=0) + 1}"
        etree.SubElement(
            root, tag("Relationship", _RELATIONSHIPS), Id=new, Type=f"{OFFICE}/{kind}", Target=f"/{target}"
        )
        self.put_tree(_relationships_of(name), root)
        return new

    def unrelate(self, name: str, kind: str) -> list[str]:
        """Ends the relationships of a part whose type ends in `kind`; returns the parts they led to."""
        gone = self.related(name, kind)
        root = self._relationships(name)
        for one in list(root):
            if one.get("Id") in {key for key, _part in gone}:
                root.remove(one)
        if gone:
            self.put_tree(_relationships_of(name), root)
        return [part for _key, part in gone]

    def _relationships(self, name: str) -> Any:
        part = _relationships_of(name)
        if part not in self:
            return etree.Element(tag("Relationships", _RELATIONSHIPS), nsmap={None: _RELATIONSHIPS})
        return self.tree(part)

    def declare(self, name: str, content_type: str) -> None:
        """Says of which type the part `name` is."""
        types = self.tree(_TYPES_PART)
        path = f"/{name}"
        held = types.find(f"{tag('Override', _CONTENT_TYPES)}[@PartName='{path}']")
        if held is None:
            held = etree.SubElement(types, tag("Override", _CONTENT_TYPES), PartName=path)
        if held.get("ContentType") != content_type:
            held.set("ContentType", content_type)
            self.put_tree(_TYPES_PART, types)

    def free_name(self, pattern: str) -> str:
        """The first name of `pattern` (with ``{}`` for a number) that no part has."""
        taken = {name.casefold() for name in self._parts}
        number = 1
        while pattern.format(number).casefold() in taken:
            number += 1
        return pattern.format(number)

    def as_bytes(self) -> bytes:
        """The archive; the same parts make the same bytes on any day."""
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(self._parts, key=lambda name: name != _TYPES_PART):  # types first, as readers expect
                archive.writestr(zipfile.ZipInfo(name), self._parts[name], zipfile.ZIP_DEFLATED)
        return held.getvalue()


def parsed(content: bytes) -> Any:
    """The tree of a part. Raises UnusualPackageError for one that is none, is too large, or wants entities."""
    if len(content) > _LARGEST_TREE or b"<!DOCTYPE" in content:
        raise UnusualPackageError
    try:
        return etree.fromstring(content, _DECLARATION)
    except etree.XMLSyntaxError as error:
        raise UnusualPackageError from error


def serialised(root: Any) -> bytes:
    """A tree as the bytes of a part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _relationships_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _resolved(name: str, target: str) -> str:
    """The part that a relationship of `name` leads to."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
