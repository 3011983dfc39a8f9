"""Pictures of what volunteers do and of what their service needs: counts, leave, checklists, limits, posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.services import records
from desktop.ui.context import Context, Route
from desktop.ui.pages.work_page import WorkPage

_PROJECT, _ASSIGNMENT, _VOLUNTEER = "NER-LA", "DOA-NER-01", "V-01"
_DEPLOYMENT, _ARRIVED = "NER-01", "NER-11"


class Stage(Protocol):
    """What a picture needs of the window it is taken of."""

    context: Context

    def go(self, route: Route) -> None:
        """Shows a page."""

    @property
    def page(self) -> QWidget:
        """The page that is shown."""


def _identity(stage: Stage, register: str, code: str) -> int:
    return next(one.id for one in records.choices(stage.context.office, register, search=code) if one.code == code)


def _record(register: str, code: str, tab: str = "") -> Callable[[Stage], None]:
    """A picture of a part of a record."""
    return lambda stage: stage.go(Route("record", register, _identity(stage, register, code), tab=tab))


def _show_month(stage: Stage) -> None:
    """The counts of a month, one of them being typed."""
    stage.go(Route("work", "projects", _identity(stage, "projects", _PROJECT), filters=("2018-02",)))
    page = stage.page
    if isinstance(page, WorkPage):
        page.view.begin("17")


def _show_deployment(stage: Stage) -> None:
    """The counts of a deployment, month by month."""
    stage.go(Route("work", "deployments", _identity(stage, "deployments", _DEPLOYMENT)))


WORK_SHOTS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("work-month", _show_month),
    ("work-deployment", _show_deployment),
    ("project-work", _record("projects", _PROJECT, "work_measures")),
    ("assignment", _record("assignments", _ASSIGNMENT)),
    ("deployment-leave", _record("deployments", _DEPLOYMENT, "leave")),
    ("deployment-checklists", _record("deployments", _ARRIVED, "checklist")),
    ("volunteer", _record("volunteers", _VOLUNTEER)),
    ("volunteer-service", _record("volunteers", _VOLUNTEER, "deployments")),
)
