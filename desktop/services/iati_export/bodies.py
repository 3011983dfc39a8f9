"""Organisations as an activity file names them."""

from __future__ import annotations

from desktop.domain.iati.activity import Body
from desktop.storage.iati_rows import BodyRow


def body_out(body: BodyRow, published: str = "") -> Body:
    """An organisation of the office as it is written."""
    return Body(body.reference, body.name, body.kind, published)
