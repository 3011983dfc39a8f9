"""Files kept with an agreement, a grant or a ledger entry: attached, got out again as they were."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path, PurePath
from typing import Final

from desktop.domain.terms import DOCUMENT_KINDS
from desktop.exporters.target import written_whole
from desktop.language import Message, UserError, say
from desktop.storage.documents import content_of, document_of, owner_label, same_document
from desktop.storage.models import Document, DocumentContent
from desktop.storage.office import Office, Outcome

LARGEST = 20_000_000
"""Bytes of the largest file an office takes: a scanned agreement has a tenth of that."""

# What a system would run instead of showing it.
_PROGRAMS: Final = (
    *(".app", ".bat", ".cmd", ".com", ".cpl", ".desktop", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk", ".msi"),
    *(".ps1", ".py", ".reg", ".scr", ".sh", ".vbe", ".vbs", ".wsf"),
)

__all__ = ["DOCUMENT_KINDS", "LARGEST", "attach", "is_program", "require_openable", "save_document", "sound_content"]


def attach(
    office: Office,
    *,
    path: Path,
    kind: str | None = None,
    agreement_id: int | None = None,
    grant_id: int | None = None,
    entry_id: int | None = None,
    note: str = "",
) -> Outcome:
    """Keeps a copy of the file at `path` with one record; a file that is there already is said, not doubled.

    Raises UserError when it is missing, empty, larger than `LARGEST` or cannot be read.
    """
    content = _content(path)
    digest = hashlib.sha256(content).hexdigest()
    with office.change() as unit:
        document = Document(
            name=path.name,
            kind=kind,
            agreement_id=agreement_id,
            grant_id=grant_id,
            entry_id=entry_id,
            size=len(content),
            sha256=digest,
            added_on=office.today,
            note=note,
        )
        owner = owner_label(unit.session, document)
        known = same_document(unit.session, document)
        if known is not None:
            message = say(
                "{file} is attached to {owner} already, as {name}.", file=path.name, owner=owner, name=known.name
            )
            return Outcome(message, record_id=known.id)
        unit.add(document)
        unit.add(DocumentContent(document_id=document.id, content=zlib.compress(content, 6)))
        message = say("Attached {file} to {owner}.", file=path.name, owner=owner)
        return unit.commit(message, record_id=document.id)


def _content(path: Path) -> bytes:
    """The bytes of a file that can be attached."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UserError(
                say("{file} is too large to be attached.", file=path.name),
                say("It has {size} MB; an office takes files up to {limit} MB.", size=_mb(size), limit=_mb(LARGEST)),
                say("Scan it in a lower resolution, or keep it beside the office and name its place in a note."),
            )
        content = path.read_bytes()
    except OSError as error:
        raise UserError(
            say("{file} cannot be read.", file=path.name),
            say("The system says: {reason}", reason=f"{error.strerror or error}."),
            say("Check that it is there, that you may open it, and that no other program holds it."),
        ) from error
    if not content:
        raise UserError(
            say("{file} is empty.", file=path.name), say("Nothing was attached."), say("Ask for the file again.")
        )
    return content


def _mb(size: int) -> int:
    """Megabytes, rounded up."""
    return -(-size // 1_000_000)


def save_document(office: Office, *, document_id: int, target: Path) -> Outcome:
    """Writes a document, to the last byte as it was attached, to the new or replaced file `target`.

    Raises UserError when the document is gone, its content is not what was attached, or the place cannot be written.
    """
    with office.read() as session:
        document = document_of(session, document_id)
        content = sound_content(content_of(session, document.id), name=document.name, sha256=document.sha256)
        name = document.name
    with written_whole(target) as partial:
        partial.write_bytes(content)
    return Outcome(say("Saved {file} as {target}.", file=name, target=target.name))


def sound_content(kept: bytes, *, name: str, sha256: str) -> bytes:
    """A document as it was attached, of what is kept of it. Raises UserError when that is damaged."""
    try:
        content = zlib.decompress(kept)
    except zlib.error:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UserError(
            say("{file} is not as it was attached.", file=name),
            say("Nothing was written: its content is damaged."),
            say("Get the document from a backup."),
        )
    return content


def is_program(name: str) -> bool:
    """Whether the system would run a file of this name instead of showing it."""
    return PurePath(name).suffix.casefold() in _PROGRAMS


def require_openable(name: str) -> None:
    """Raises UserError for a file that the system would run instead of showing it."""
    if is_program(name):
        raise UserError(_RUNS, say("It was not opened."), say("Save it to a folder instead, if you trust it."))


_RUNS: Message = say("This file is a program.")
