"""Projects to be published: ticked when they lack nothing, and a tick that somebody made stays."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.domain.finding import Finding, Severity
from desktop.domain.iati.activity import ActivityOut, Narrative
from desktop.language import Language, say
from desktop.services.iati_export import PlannedProject
from desktop.services.iati_export.movements import Detail, Saying
from desktop.services.iati_export.published import Transactions
from desktop.ui.models.grid_cells import NOTHING, GridCell
from desktop.ui.models.iati_model import IatiModel


def project(number: int, *severities: Severity, entries: int = 0) -> PlannedProject:
    findings = tuple(Finding(severity, f"code{n}", say("So"), say("Do")) for n, severity in enumerate(severities))
    return PlannedProject(
        project_id=number,
        reference=f"P-{number}",
        title=f"Project {number}",
        identifier=f"XM-DAC-1-P-{number}",
        entries=entries,
        findings=findings,
        activity=ActivityOut(f"XM-DAC-1-P-{number}", "en", Narrative("Project")),
        transactions=Transactions(),
        saying=Saying("", "", "", None, {}, Detail()),
    )


READY, LACKING = project(1, entries=1234), project(2, Severity.ERROR)


@pytest.fixture
def model(qapp: QApplication, english: Language) -> IatiModel:
    """A model over a project that is ready and one that is not."""
    assert qapp is not None
    made = IatiModel(english)
    made.show([READY, LACKING])
    return made


def chosen(model: IatiModel) -> list[int]:
    return [each.project_id for each in model.chosen]


def test_what_lacks_nothing_is_ticked(model: IatiModel) -> None:
    assert [head.text for head in model.heads] == ["Publish", "Reference", "Title", "State", "Entries"]
    assert [model.cell(0, column).text for column in range(5)] == ["✓", "P-1", "Project 1", "Ready", "1,234"]
    assert [model.cell(1, column).text for column in range(4)] == ["", "P-2", "Project 2", "1 thing is missing"]
    assert (chosen(model), model.project(1), model.rowCount()) == ([1], LACKING, 2)
    assert model.cell(0, 4) == GridCell("1,234", right=True, ink="muted")
    assert [model.foot(column) for column in range(5)] == [NOTHING] * 5
    assert model.rowCount(model.index(0, 0)) == 0


@pytest.mark.parametrize(
    ("severities", "state", "ink"),
    [
        ((), "Ready", "secondary"),
        ((Severity.NOTE,), "Ready", "secondary"),
        ((Severity.WARNING,), "Ready, 1 remark", ""),
        ((Severity.NOTE, Severity.WARNING, Severity.WARNING), "Ready, 2 remarks", ""),
        ((Severity.ERROR, Severity.WARNING), "1 thing is missing", "negative"),
        ((Severity.ERROR, Severity.NOTE, Severity.ERROR), "2 things are missing", "negative"),
    ],
)
def test_a_state_says_the_worst(model: IatiModel, severities: tuple[Severity, ...], state: str, ink: str) -> None:
    model.show([project(9, *severities)])
    assert (model.cell(0, 3).text, model.cell(0, 3).ink) == (state, ink)
    assert bool(chosen(model)) is ("missing" not in state)


def test_a_tick_is_made_and_taken_away(model: IatiModel) -> None:
    told: list[tuple[int, int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row(), last.column())))
    model.tick(1)
    assert (chosen(model), model.cell(1, 0).text) == ([1, 2], "✓")
    model.tick(0)
    assert chosen(model) == [2]
    model.tick(1)
    assert chosen(model) == []
    assert told == [(1, 1, 4), (0, 0, 4), (1, 1, 4)]


def test_all_or_none(model: IatiModel) -> None:
    model.tick_all(on=True)
    assert chosen(model) == [1, 2]
    model.tick_all(on=False)
    assert chosen(model) == []
    model.show([])
    model.tick_all(on=True)
    assert chosen(model) == []


def test_a_tick_that_was_taken_away_stays_away_when_all_is_read_again(model: IatiModel) -> None:
    model.tick(0)
    model.tick(1)
    model.show([project(3), LACKING, READY])
    assert chosen(model) == [3, 2]  # what is new and ready; what was ticked by hand


def test_what_is_no_longer_there_is_not_chosen_even_when_it_comes_back(model: IatiModel) -> None:
    model.show([LACKING])
    assert chosen(model) == []
    model.show([LACKING, READY])
    assert chosen(model) == [1]
    model.tick(1)
    model.show([])
    model.show([project(1, Severity.ERROR)])
    assert chosen(model) == []


def test_what_became_ready_is_not_ticked_behind_anyones_back(model: IatiModel) -> None:
    model.show([READY, project(2)])
    assert chosen(model) == [1]


def test_what_was_ready_and_lacks_something_now_does_not_go_out_unseen(model: IatiModel) -> None:
    model.tick(1)  # by hand, though it lacks something
    model.show([project(1, Severity.ERROR), LACKING])
    assert chosen(model) == [2]
    model.tick(0)
    model.show([project(1, Severity.ERROR, Severity.ERROR), LACKING])
    assert chosen(model) == [1, 2]
