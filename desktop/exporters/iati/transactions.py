"""One transaction: as it was published with our values in it, or anew."""

from __future__ import annotations

from lxml import etree

from desktop.domain.iati.activity import Movement
from desktop.domain.iati.standard import ENTRY_MARK, GRANT_MARK
from desktop.exporters.iati.elements import body, child, fit, narrate, start, value

_VALUE_DATE = "value-date"
_ORDER = ("transaction-type", "transaction-date", "value", "description", "provider-org", "receiver-org")


def transaction(movement: Movement) -> etree._Element:
    """The element of a movement of money."""
    element = start("transaction", movement.published)
    for name, text in (("ref", movement.reference), (ENTRY_MARK, movement.mark), (GRANT_MARK, movement.grant_mark)):
        if text:
            element.set(name, fit(text))
    child(element, "transaction-type").set("code", movement.kind)
    day = movement.done_on.isoformat()
    dated = child(element, "transaction-date")
    moved = dated.get("iso-date", "")[: len(day)] != day
    dated.set("iso-date", day)
    amount = child(element, "value")
    value(amount, movement.money)
    if moved or not amount.get(_VALUE_DATE):
        amount.set(_VALUE_DATE, day)
    if movement.description is not None:
        _put(element, "description", _told(movement.description))
    for tag, organisation in (("provider-org", movement.provider), ("receiver-org", movement.receiver)):
        if organisation is not None:
            _put(element, tag, body(tag, organisation))
    return element


def _told(description: str) -> etree._Element | None:
    if not description:
        return None
    element = etree.Element("description")
    narrate(element, description)
    return element


def _put(element: etree._Element, tag: str, part: etree._Element | None) -> None:
    """Puts a part where the schema wants it, in the place of the one that was published; None takes that away."""
    for known in element.findall(tag):
        element.remove(known)
    if part is not None:
        before = _ORDER[: _ORDER.index(tag)]
        element.insert(sum(child.tag in before for child in element), part)
