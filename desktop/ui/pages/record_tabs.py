"""The tabs of records that are more than a plain list, by the register of the record and of what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.language import Message, say
from desktop.registers.register import Link, Register
from desktop.services.records import RecordView
from desktop.ui.context import Context, Route
from desktop.ui.pages.amendments_tab import AmendmentsTab
from desktop.ui.pages.as_at_tab import AsAtTab
from desktop.ui.pages.documents_tab import DocumentsTab
from desktop.ui.pages.linked_tab import LinkedTab
from desktop.ui.pages.obligations_tab import LateBand, ObligationsTab

AS_AT = "as_at"
EXTRA_TABS: dict[str, tuple[tuple[str, Message], ...]] = {"grants": ((AS_AT, say("As at…")),)}
"""Tabs of a register that show no list of their own: key and name."""

_LINKED: dict[str, Callable[[Context, Register, RecordView, Link], LinkedTab]] = {
    "documents": DocumentsTab,
    "obligations": ObligationsTab,
}


def above_facts(context: Context, owner: Register, record: RecordView) -> list[QWidget]:
    """What stands above the facts of a record on its overview."""
    return [LateBand(context, record)] if owner.key == "agreements" else []


def linked_tab(context: Context, owner: Register, record: RecordView, link: Link) -> QWidget:
    """The tab of a link, being read."""
    tab: AmendmentsTab | LinkedTab
    if link.register == "amendments":
        tab = AmendmentsTab(context, record)
    else:
        tab = _LINKED.get(link.register, LinkedTab)(context, owner, record, link)
    tab.load()
    return tab


def extra_tab(context: Context, record: RecordView, key: str, route: Route) -> QWidget:
    """The tab `key` of `EXTRA_TABS`; a day among the filters of the route is the one before which one looks."""
    assert key == AS_AT  # noqa: S101 - the only one there is
    before = None
    with suppress(ValueError, IndexError):
        before = date.fromisoformat(route.filters[0])
    tab = AsAtTab(context, record, before=before)
    tab.load()
    return tab
