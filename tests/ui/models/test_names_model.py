"""The names that a template may call: found by the beginnings of words, in any order and case."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.language import Language, say
from desktop.services.report_templates import OfferedName
from desktop.ui.models.grid_cells import NOTHING, GridCell
from desktop.ui.models.names_model import NamesModel

NAMES = (
    OfferedName("{{grant.reference}}", say("Reference of the grant"), "NER-CT-01"),
    OfferedName("{{period.last}}", say("Last day of the period"), "30 September 2019"),
    OfferedName("{{categories.7.spent}}", say("General operating: spent"), "123.45"),
    OfferedName("{{preparer}}", say("Éléonore's name, as prepared by"), "=1+1"),
)


@pytest.fixture
def model(qapp: QApplication, english: Language) -> NamesModel:
    """A model over four names."""
    assert qapp is not None
    made = NamesModel(english)
    made.show(NAMES)
    return made


def found(model: NamesModel) -> list[str]:
    return [model.written(row) for row in range(model.rowCount())]


def test_each_name_says_what_it_stands_for_and_an_example(model: NamesModel) -> None:
    assert [head.text for head in model.heads] == ["Write this", "It stands for", "For example"]
    assert model.cell(0, 0) == GridCell("{{grant.reference}}", ink="accent")
    assert model.cell(1, 1) == GridCell("Last day of the period")
    assert model.cell(3, 2) == GridCell("=1+1", ink="muted", tip="=1+1")
    assert [model.foot(column) for column in range(3)] == [NOTHING] * 3
    assert model.rowCount(model.index(0, 0)) == 0


@pytest.mark.parametrize(
    ("search", "rows"),
    [
        ("", [0, 1, 2, 3]),
        ("   ", [0, 1, 2, 3]),
        ("PERIOD", [1]),
        ("day last", [1]),
        ("per", [1]),
        ("operat 7", [2]),
        ("rating", []),  # inside of a word
        ("eleonore", [3]),
        ("grant period", []),  # each word, not any
        ("123.45", []),  # an example is not looked at
        ("reference", [0]),
        ("{{grant", [0]),
    ],
)
def test_every_word_begins_one_of_the_name_or_of_what_it_is(model: NamesModel, search: str, rows: list[int]) -> None:
    model.search(search)
    assert found(model) == [NAMES[row].written for row in rows]


def test_a_search_holds_for_the_names_that_come_later(model: NamesModel) -> None:
    model.search("spent")
    model.show([OfferedName("{{lines.1.spent}}", say("Staff: spent"), "1.00"), *NAMES])
    assert found(model) == ["{{lines.1.spent}}", "{{categories.7.spent}}"]
    model.search("")
    assert model.rowCount() == 5


def test_views_are_told_that_all_is_new(model: NamesModel) -> None:
    told: list[int] = []
    model.modelReset.connect(lambda: told.append(model.rowCount()))
    model.search("preparer")
    model.search("nothing at all")
    assert told == [1, 0]
