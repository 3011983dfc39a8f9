"""The children of an activity besides its transactions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from desktop.domain.iati.activity import ActivityOut, Body, BudgetOut, Narrative, Place
from desktop.domain.iati.periods import Part
from desktop.domain.iati.standard import (
    BUDGET_COMMITTED,
    DERIVED_MARK,
    MARKS,
    MARKS_PREFIX,
    PART_OF,
    SHARE_MARK,
    WHOLE_MARK,
)
from desktop.domain.money import Money

etree.register_namespace(MARKS_PREFIX, MARKS)
_PERCENTAGE = "percentage"
_GENERAL = "1"  # IATI list DescriptionType
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no XML may hold these


def children_of(activity: ActivityOut) -> dict[str, list[etree._Element]]:
    """The children by name; what is empty is not among them."""
    found: dict[str, list[etree._Element]] = defaultdict(list)
    for element in _all(activity):
        found[str(element.tag)].append(element)
    for tag, published in activity.carried:
        found[tag].append(etree.fromstring(published))
    return found


def carried(activity: ActivityOut, tag: str) -> Iterator[etree._Element]:
    """The elements of a name that are written as they were published."""
    return (etree.fromstring(published) for name, published in activity.carried if name == tag)


def _all(activity: ActivityOut) -> Iterator[etree._Element]:
    yield _texted("iati-identifier", activity.identifier)
    if activity.reporter is not None:
        yield body("reporting-org", activity.reporter)
    yield _narrated("title", activity.title)
    if activity.summary is not None:
        yield _narrated("description", activity.summary, type=_GENERAL)
    for participant in activity.participants:
        element = body("participating-org", participant.body)
        element.set("role", participant.role)
        if participant.derived:
            element.set(DERIVED_MARK, "1")
        yield element
    if activity.status:
        yield etree.Element("activity-status", code=activity.status)
    for event in activity.dates:
        element = start("activity-date", event.published)
        element.set("iso-date", event.day.isoformat())
        element.set("type", event.kind)
        yield element
    yield from _places(activity)
    for budget in activity.budgets:
        yield from _budget(budget)
    if activity.parent:
        yield etree.Element("related-activity", ref=activity.parent, type=PART_OF)


def _places(activity: ActivityOut) -> Iterator[etree._Element]:
    groups = (
        ("recipient-country", activity.countries),
        ("recipient-region", activity.regions),
        ("sector", activity.sectors),
        ("tag", activity.tags),
    )
    return (_place(tag, place) for tag, places in groups for place in places)


def start(tag: str, published: str) -> etree._Element:
    """The element as it was published, or a new one."""
    return etree.fromstring(published) if published else etree.Element(tag)


def fit(text: str) -> str:
    """A text without what no XML may hold."""
    return _FORBIDDEN.sub("", text)


def narrate(element: etree._Element, text: str) -> None:
    """Gives an element its text, in the language of the activity."""
    etree.SubElement(element, "narrative").text = fit(text)


def _texted(tag: str, text: str) -> etree._Element:
    element = etree.Element(tag)
    element.text = fit(text)
    return element


def _narrated(tag: str, narrative: Narrative, **attributes: str) -> etree._Element:
    if narrative.published:
        return etree.fromstring(narrative.published)
    element = etree.Element(tag, attributes)
    narrate(element, narrative.text)
    return element


def body(tag: str, organisation: Body) -> etree._Element:
    """An organisation under the name of its part."""
    if organisation.published:
        return etree.fromstring(organisation.published)
    element = etree.Element(tag)
    for name, value in (("ref", organisation.reference), ("type", organisation.kind)):
        if value:
            element.set(name, fit(value))
    narrate(element, organisation.name)
    return element


def _place(tag: str, place: Place) -> etree._Element:
    element = start(tag, place.published)
    if not place.published:
        element.set("code", fit(place.code))
        if place.vocabulary:
            element.set("vocabulary", fit(place.vocabulary))
        if place.name:
            narrate(element, place.name)
    if place.share is None:
        element.attrib.pop(_PERCENTAGE, None)
    elif _stated(element) != place.share:
        element.set(_PERCENTAGE, plain(place.share))
    if place.is_adapted:
        element.set(SHARE_MARK, "" if place.kept is None else plain(place.kept))
    return element


def _stated(element: etree._Element) -> Decimal | None:
    text = element.get(_PERCENTAGE)
    return None if text is None else Decimal(text)


def _budget(budget: BudgetOut) -> Iterator[etree._Element]:
    if not budget.parts:
        yield etree.fromstring(budget.published)
    for part in budget.parts:
        yield _budget_part(budget, part)


def _budget_part(budget: BudgetOut, part: Part) -> etree._Element:
    element = start("budget", budget.published)
    if not budget.published:
        element.set("type", budget.kind)
        element.set("status", BUDGET_COMMITTED)
    if budget.mark:
        element.set(WHOLE_MARK, budget.mark)
    child(element, "period-start").set("iso-date", part.first.isoformat())
    child(element, "period-end").set("iso-date", part.last.isoformat())
    value(child(element, "value"), part.money)
    element[-1].set("value-date", element[-1].get("value-date", budget.valued_on.isoformat()))
    return element


def child(element: etree._Element, tag: str) -> etree._Element:
    """The child of a name, made where there is none."""
    found = element.find(tag)
    return etree.SubElement(element, tag) if found is None else found


def value(element: etree._Element, money: Money) -> None:
    """Writes an amount and its currency."""
    element.text = plain(money.amount)
    element.set("currency", money.currency)


def plain(number: Decimal) -> str:
    """A number as programs write it."""
    return format(number, "f")
