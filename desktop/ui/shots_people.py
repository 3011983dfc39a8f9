"""Pictures of deployments: the timeline and what is tried on it, the other views, one deployment, the dialogs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.services import records
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.deployment_dialogs import DEPLOYMENT_OPENERS, act_route
from desktop.ui.dialogs.match_dialog import MatchDialog
from desktop.ui.pages.deployments_page import DeploymentsPage

_ASSIGNMENT = "DOA-NER-01"
_HERE = (f"assignment={_ASSIGNMENT}",)
_PLANNED = ("NER-01", "NER-02", "NER-03")


class Stage(Protocol):
    """What a picture needs of the window it is taken of."""

    context: Context

    def go(self, route: Route) -> None:
        """Shows a page."""

    @property
    def page(self) -> QWidget:
        """The page that is shown."""


def _ids(stage: Stage, codes: Sequence[str]) -> list[int]:
    known = {one.code: one.id for one in records.choices(stage.context.office, "deployments")}
    return [known[code] for code in codes]


def _timeline(stage: Stage, *filters: str) -> DeploymentsPage:
    """The page with its rows, which are read when they are painted, and the keyboard among them."""
    stage.go(Route("deployments", filters=filters))
    page = stage.page
    assert isinstance(page, DeploymentsPage)  # noqa: S101 - the page of that route
    page.grab()
    page.keeper.drop()
    page.keeper.rail.hide()
    page.timeline.focus()
    return page


def _show_timeline(stage: Stage) -> None:
    _timeline(stage, *_HERE)


def _show_all(stage: Stage) -> None:
    _timeline(stage)


def _show_years(stage: Stage) -> None:
    """Twenty years at once, with those that ended long ago."""
    page = _timeline(stage, "ended=all")
    for _ in range(12):
        page.timeline.timeline.zoom(0.8)


def _show_days(stage: Stage) -> None:
    """Some weeks, day by day."""
    page = _timeline(stage, *_HERE, "ended=all")
    for _ in range(12):
        page.timeline.timeline.zoom(1.25)


def _show_tried(stage: Stage) -> None:
    """Ends that were dragged, with the bar that keeps or drops them."""
    page = _timeline(stage, *_HERE)
    timeline = page.timeline.timeline
    for number, day in ((8, date(2020, 3, 31)), (2, date(2020, 3, 31))):
        timeline.choose(number)
        row = timeline.current_row
        if row is not None:
            timeline.try_end(row, day)
    page.keeper.work_out()


def _show_what_if(stage: Stage) -> None:
    """The rail with an extension that is tried."""
    page = _timeline(stage, *_HERE)
    page.what_if_button.click()
    page.timeline.timeline.choose(8)
    page.keeper.rail.add.click()


def _view(tab: str, *filters: str) -> Callable[[Stage], None]:
    return lambda stage: stage.go(Route("deployments", filters=filters, tab=tab))


def _record(stage: Stage) -> None:
    stage.go(Route("record", "deployments", _ids(stage, ["NER-03"])[0]))


def _act(act: str, *codes: str) -> Callable[[Stage], None]:
    """A dialog over the timeline."""

    def show(stage: Stage) -> None:
        page = _timeline(stage, *_HERE)
        DEPLOYMENT_OPENERS[act](stage.context, page.window(), act_route(act, _ids(stage, codes)))

    return show


def _match(stage: Stage) -> None:
    """A cost of the agency that is spread over those who served in October."""
    _act("match")(stage)
    for dialog in stage.page.window().findChildren(MatchDialog):
        dialog.first.set_value(date(2019, 10, 1))
        dialog.first.edited.emit()


PEOPLE_SHOTS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("deployments", _show_timeline),
    ("deployments-all", _show_all),
    ("deployments-years", _show_years),
    ("deployments-days", _show_days),
    ("deployments-tried", _show_tried),
    ("deployments-what-if", _show_what_if),
    ("deployments-board", _view("board", *_HERE)),
    ("deployments-places", _view("places")),
    ("deployments-calendar", _view("calendar", *_HERE)),
    ("deployment", _record),
    ("dialog-sign", _act("sign", *_PLANNED)),
    ("dialog-extend", _act("extend", *_PLANNED)),
    ("dialog-reassign", _act("reassign", "NER-01")),
    ("dialog-end-early", _act("end_early", "NER-01")),
    ("dialog-who-pays", _act("share", "NER-03")),
    ("dialog-plan", _act("plan")),
    ("dialog-match", _match),
)
