"""Reads documents, and finds the record that one belongs to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.language import UserError, say
from desktop.storage.models import Agreement, Document, DocumentContent, Grant, LedgerEntry

_GONE = (say("This record is no longer there."), say("Someone removed it."), say("Go back to the list."))


def document_of(session: Session, document_id: int) -> Document:
    """The document. Raises UserError when it is gone."""
    found = session.get(Document, document_id)
    if found is None:
        raise UserError(*_GONE)
    return found


def content_of(session: Session, document_id: int) -> bytes:
    """The content of a document, compressed."""
    return session.scalars(select(DocumentContent.content).where(DocumentContent.document_id == document_id)).one()


def same_document(session: Session, document: Document) -> Document | None:
    """The document with the same content on the same record, if there is one."""
    statement = select(Document).where(
        Document.sha256 == document.sha256,
        Document.agreement_id == document.agreement_id,
        Document.grant_id == document.grant_id,
        Document.entry_id == document.entry_id,
    )
    return session.scalars(statement).first()


def owner_label(session: Session, document: Document) -> str:
    """How people call the record that a document belongs to. Raises UserError when that is gone."""
    owners = (
        (Agreement, document.agreement_id, Agreement.reference),
        (Grant, document.grant_id, Grant.reference),
        (LedgerEntry, document.entry_id, LedgerEntry.reference),
    )
    for model, identity, called in owners:
        if identity is not None:
            found = session.scalar(select(called).where(model.id == identity))
            if found is None:
                raise UserError(*_GONE)
            return found or str(identity)
    msg = "a document belongs to a record"
    raise ValueError(msg)


def entry_by_reference(session: Session, reference: str) -> int:
    """The id of the entry whose document is called `reference`. Raises UserError unless there is just one."""
    found = session.scalars(select(LedgerEntry.id).where(LedgerEntry.reference == reference).limit(2)).all()
    if len(found) == 1:
        return found[0]
    several = say("Several entries have the reference {reference}.", reference=reference)
    none = say("There is no entry {reference}.", reference=reference)
    raise UserError(
        several if found else none, say("Nothing was done."), say("Look for it with grantdesk list ledger --search.")
    )
