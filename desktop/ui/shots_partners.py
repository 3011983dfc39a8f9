"""Pictures of agreements and of the terms of grants: obligations, amendments, the grant as at a day, documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.services import records
from desktop.services.amendments import amendments_of
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.apply_amendment_dialog import ApplyAmendmentDialog
from desktop.ui.dialogs.record_dialog import RecordDialog

_AMENDED, _DRAFTED = "NER-CT-01", "CAF-WP-01"


class Stage(Protocol):
    """What a picture needs of the window it is taken of."""

    context: Context

    def go(self, route: Route) -> None:
        """Shows a page."""

    @property
    def page(self) -> QWidget:
        """The page that is shown."""


def _identity(stage: Stage, register: str, code: str) -> int:
    return next(one.id for one in records.choices(stage.context.office, register) if one.code == code)


def _tab(register: str, code: str, tab: str, *days: str) -> Callable[[Stage], None]:
    """A picture of a tab of a record."""

    def show(stage: Stage) -> None:
        stage.go(Route("record", register, _identity(stage, register, code), filters=days, tab=tab))

    return show


def _show_form(stage: Stage) -> None:
    """The form of an amendment that is drafted."""
    grant = _identity(stage, "grants", _DRAFTED)
    stage.go(Route("record", "grants", grant, tab="amendments"))
    office = stage.context.office
    draft = records.load(office, "amendments", amendments_of(office, grant)[-1].id)
    RecordDialog(stage.context, stage.page.window(), "amendments", record=draft).open()


def _show_apply(stage: Stage) -> None:
    """What is asked before an amendment is applied."""
    grant = _identity(stage, "grants", _DRAFTED)
    stage.go(Route("record", "grants", grant, tab="amendments"))
    draft = amendments_of(stage.context.office, grant)[-1]
    ApplyAmendmentDialog(stage.context, stage.page.window(), draft).open()


PARTNER_SHOTS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("agreement-obligations", _tab("agreements", "MINUSCA-2018", "obligations")),
    ("agreement-contacts", _tab("agreements", "MINUSCA-2018", "contacts")),
    ("grant-documents", _tab("grants", _AMENDED, "documents")),
    ("grant-instalments", _tab("grants", _AMENDED, "instalments")),
    ("grant-amendments", _tab("grants", _AMENDED, "amendments")),
    ("grant-as-at", _tab("grants", _AMENDED, "as_at", "2019-06-15")),
    ("form-amendment", _show_form),
    ("dialog-apply-amendment", _show_apply),
)
