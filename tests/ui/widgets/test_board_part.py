"""The board of deployments from frozen values: a column for each state, what each card says, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget

from desktop.domain.volunteer_terms import DeploymentState
from desktop.services.deployments.timeline import Scope
from desktop.services.deployments.views import BoardCard, BoardColumn
from desktop.services.offices import Office
from desktop.ui.context import Context, Route
from desktop.ui.pages import deployments_board
from desktop.ui.pages.deployments_board import BoardPart
from desktop.ui.widgets.pressable import PressableRow
from tests.helpers.window import button_named, click, make_context, press, visible_texts

Show = Callable[..., QWidget]
EVERYTHING = Scope()
FIRST, LAST = date(2019, 1, 1), date(2019, 12, 31)


@pytest.fixture
def context(empty: Office) -> Context:
    return make_context(empty)


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch, context: Context, shown: Show) -> Callable[..., BoardPart]:
    """Shows a board with these columns."""

    def made(columns: dict[DeploymentState, BoardColumn], *, scope: Scope = EVERYTHING) -> BoardPart:
        monkeypatch.setattr(deployments_board, "read_board", lambda _office, _scope: columns)
        part = BoardPart(context, scope)
        shown(part, width=1300, height=500)
        part.refresh()
        visible_texts(part)  # it lays itself out
        return part

    return made


@pytest.fixture
def went(monkeypatch: pytest.MonkeyPatch, context: Context) -> list[Route]:
    """Where one was led."""
    found: list[Route] = []
    monkeypatch.setattr(context, "go", found.append)
    return found


def card(identity: int = 7, first: date | None = FIRST, last: date | None = LAST) -> BoardCard:
    """A deployment on the board."""
    return BoardCard(identity, f"V-{identity:02}", "Niamey", "Legal aid", first, last)


@pytest.mark.parametrize(
    ("state", "name", "days"),
    [
        (DeploymentState.PLANNED, "Planned", "1 Jan 2019 to 31 Dec 2019"),
        (DeploymentState.SIGNED, "Signed, to begin", "1 Jan 2019 to 31 Dec 2019"),
        (DeploymentState.ACTIVE, "Active", "until 31 Dec 2019"),
        (DeploymentState.EXTENDED, "Extended", "until 31 Dec 2019"),
        (DeploymentState.GAP, "In a gap", "until 31 Dec 2019"),
        (DeploymentState.ENDED, "Ended, 12 months", "ended 31 Dec 2019"),
    ],
)
def test_a_card_tells_the_days_that_matter_in_its_state(
    board: Callable[..., BoardPart], state: DeploymentState, name: str, days: str
) -> None:
    part = board({state: BoardColumn(1, (card(),))})
    said = [text.replace("\u00a0", " ") for text in visible_texts(part)]
    assert said == [name, "1", "V-07", "Niamey", "Legal aid", days]


@pytest.mark.parametrize(("first", "last"), [(None, None), (FIRST, None), (None, LAST)])
def test_without_its_days_a_card_says_that_there_is_no_contract(
    board: Callable[..., BoardPart], first: date | None, last: date | None
) -> None:
    assert "no contract yet" in visible_texts(board({DeploymentState.ACTIVE: BoardColumn(1, (card(1, first, last),))}))


def test_a_state_in_which_nobody_is_says_so_and_columns_stand_in_the_order_given(
    board: Callable[..., BoardPart],
) -> None:
    part = board({DeploymentState.SIGNED: BoardColumn(), DeploymentState.PLANNED: BoardColumn(1, (card(),))})
    said = visible_texts(part)
    assert said[:3] == ["Signed, to begin", "0", "Nobody"]
    assert said.count("Nobody") == 1


def test_a_card_leads_to_its_deployment_by_mouse_and_by_key(board: Callable[..., BoardPart], went: list[Route]) -> None:
    part = board({DeploymentState.ACTIVE: BoardColumn(2, (card(7), card(9)))})
    first, second = part.findChildren(PressableRow)
    click(first)
    second.setFocus()
    press(second, "Return")
    assert went == [Route("record", "deployments", 7), Route("record", "deployments", 9)]
    assert second.accessibleName() == "V-09, Niamey, Legal aid, until 31 Dec 2019"


def test_what_has_no_room_is_counted_and_stands_in_the_list_of_its_state(
    board: Callable[..., BoardPart], went: list[Route]
) -> None:
    part = board({DeploymentState.ACTIVE: BoardColumn(5, (card(1), card(2)))}, scope=Scope("NER-LA", grant="GR-1"))
    click(button_named(part, "3 more in the list"))
    assert went == [Route("register", "deployments", filters=("state=active", "assignment=NER-LA", "grants~GR-1"))]


def test_a_board_that_is_read_anew_shows_the_new_one_alone(
    board: Callable[..., BoardPart], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = board({DeploymentState.ACTIVE: BoardColumn(1, (card(7),))})
    monkeypatch.setattr(
        deployments_board, "read_board", lambda _office, _scope: {DeploymentState.ACTIVE: BoardColumn(1, (card(8),))}
    )
    part.refresh()
    said = visible_texts(part)
    assert ("V-08" in said, "V-07" in said) == (True, False)
