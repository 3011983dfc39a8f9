"""Counts of work in their grid: which cells can be typed into, what is read as a count, and what a block becomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt

from desktop.domain.staffing.work import CountKey, KeptCount, Measure, WorkedDeployment, WorkGrid
from desktop.domain.volunteer_terms import AgeGroup, Sex
from desktop.language import Language, say
from desktop.services.work import LARGEST
from desktop.ui.models.grid_cells import NOTHING, GridCell
from desktop.ui.models.typed_grid import CellError
from desktop.ui.models.work_model import Typed, WorkModel

MARCH, APRIL = date(2019, 3, 1), date(2019, 4, 1)
FILES, VISITS = Measure(1, "F", "Files reviewed"), Measure(2, "V", "Persons visited", by_sex=True)
FIRST, SECOND = WorkedDeployment(11, "D-011", "V-01", "Niamey"), WorkedDeployment(12, "D-012", "", "Diffa")
COUNT = 3  # the first column of counts behind deployment, volunteer and place
WOMEN, MEN, OTHERS, ALL = 4, 5, 6, 7


def key(measure: Measure, of: WorkedDeployment, sex: str = "", *, month: date = MARCH) -> CountKey:
    """A count of a deployment."""
    return CountKey(measure.id, of.id, month, sex)


def kept(counts: Mapping[CountKey, int]) -> dict[CountKey, KeptCount]:
    """Counts as they are kept."""
    return {each: KeptCount(count, 1) for each, count in counts.items()}


KEPT = {
    key(FILES, FIRST): 1200,
    key(FILES, SECOND): 0,
    key(VISITS, FIRST, Sex.FEMALE): 3,
    key(VISITS, FIRST, Sex.MALE): 4,
}


def grid_of(counts: Mapping[CountKey, int] | None = None) -> WorkGrid:
    """Two deployments in March; one measure is not parted, the other by sex."""
    counts = KEPT if counts is None else counts
    return WorkGrid(1, "LA", "Legal aid", (MARCH,), (FILES, VISITS), (FIRST, SECOND), kept(counts))


@pytest.fixture
def model(english: Language) -> WorkModel:
    made = WorkModel(english)
    made.show(grid_of(), editable=True, pending={})
    return made


@pytest.fixture
def edits(model: WorkModel) -> list[Typed]:
    """What the model told to be kept."""
    heard: list[Typed] = []
    model.edited.connect(heard.append)
    return heard


def texts(model: WorkModel, row: int) -> list[str]:
    """What stands in a row."""
    return [model.cell(row, column).text for column in range(model.columnCount())]


def foot(model: WorkModel) -> list[str]:
    """What stands at the foot."""
    return [model.foot(column).text for column in range(model.columnCount())]


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_deployments_have_a_row_each_with_the_sum_of_parts_behind_them(model: WorkModel) -> None:
    assert [head.text for head in model.heads] == [
        "Deployment", "Volunteer", "Place", "Files reviewed", "Female", "Male", "Other", "Total",
    ]  # fmt: skip
    assert [head.group for head in model.heads[COUNT:]] == ["", *["Persons visited"] * 4]
    assert texts(model, 0) == ["D-011", "V-01", "Niamey", "1,200", "3", "4", "", "7"]
    assert texts(model, 1) == ["D-012", "", "Diffa", "0", "", "", "", ""]
    assert foot(model) == ["Total", "", "", "1,200", "3", "4", "", "7"]


def test_the_months_of_a_deployment_stand_beside_each_other_with_their_total(english: Language) -> None:
    counts = {key(FILES, FIRST): 2, key(VISITS, FIRST, Sex.MALE, month=APRIL): 5, key(FILES, FIRST, month=APRIL): 40}
    grid = WorkGrid(1, "LA", "Legal aid", (MARCH, APRIL), (FILES, VISITS), (), kept(counts), deployment=FIRST)
    model = WorkModel(english)
    model.show(grid, editable=True, pending={})
    assert [(head.text, head.group) for head in model.heads] == [
        ("What is counted", ""), ("Mar", "2019"), ("Apr", "2019"), ("Total", ""),
    ]  # fmt: skip
    assert [texts(model, row) for row in range(model.rowCount())] == [
        ["Files reviewed", "2", "40", "42"],
        ["Persons visited", "", "5", "5"],
        ["    Female", "", "", ""],
        ["    Male", "", "5", "5"],
        ["    Other", "", "", ""],
    ]
    assert foot(model) == [""] * 4
    assert [[model.takes_text(row, column) for column in range(4)] for row in (0, 1, 3)] == [
        [False, True, True, False],
        [False, False, False, False],
        [False, True, True, False],
    ]


def test_a_part_by_sex_and_age_has_its_own_word(english: Language) -> None:
    parted = Measure(3, "P", "Persons", by_sex=True, by_age=True)
    model = WorkModel(english)
    model.show(WorkGrid(1, "LA", "", (MARCH,), (parted,), (FIRST,)), editable=True, pending={})
    assert [head.text for head in model.heads[COUNT:]] == [
        "Women", "Men", "Other adults", "Girls", "Boys", "Other children", "Total",
    ]  # fmt: skip
    assert model.key(0, 6) == CountKey(3, FIRST.id, MARCH, Sex.FEMALE, AgeGroup.CHILD)


def test_a_zero_that_was_counted_is_shown_and_nothing_is_left_empty(model: WorkModel) -> None:
    assert model.cell(1, COUNT) == GridCell("0", right=True)
    assert model.cell(1, WOMEN) == GridCell("", right=True)
    assert (model.typed(1, COUNT), model.typed(1, WOMEN), model.typed(0, COUNT)) == ("0", "", "1200")


def test_sums_and_names_are_tinted_and_take_no_text(model: WorkModel) -> None:
    takes = [model.takes_text(0, column) for column in range(model.columnCount())]
    assert takes == [False, False, False, True, True, True, True, False]
    assert [model.cell(0, column).ground for column in (0, COUNT, ALL)] == ["worked", "", "worked"]
    assert [model.cell(0, column).strong for column in (COUNT, ALL)] == [False, True]
    edits = [bool(model.flags(model.index(0, column)) & Qt.ItemFlag.ItemIsEditable) for column in (0, COUNT, ALL)]
    assert edits == [False, True, False]


def test_a_grid_that_is_only_read_takes_nothing(english: Language) -> None:
    model = WorkModel(english)
    assert (model.rowCount(), model.columnCount(), model.foot(0), model.key(0, 0)) == (0, 0, NOTHING, None)
    model.show(grid_of(), editable=False, pending={})
    assert not any(model.takes_text(row, column) for row in range(2) for column in range(8))
    assert model.cell(0, COUNT).ground == "worked"
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.rowCount(QModelIndex()) == 2


def test_what_was_typed_since_is_shown_over_what_is_kept(model: WorkModel) -> None:
    model.show(grid_of(), editable=True, pending={key(FILES, FIRST): None, key(FILES, SECOND): 7})
    assert foot(model)[COUNT] == "7"
    model.show(grid_of(), editable=True, pending={})
    assert foot(model)[COUNT] == "1,200"


def test_a_row_and_a_count_are_found_again_where_they_stand(model: WorkModel) -> None:
    assert model.cell_of(key(VISITS, SECOND, Sex.MALE)) == (1, MEN)
    assert model.cell_of(key(VISITS, SECOND, Sex.MALE, month=APRIL)) is None
    place = model.place(1)
    model.show(WorkGrid(1, "LA", "", (MARCH,), (FILES,), (SECOND,)), editable=True, pending={})
    assert model.row_of(place) == 0
    assert model.row_of("gone") == -1
    assert model.is_stop(0)


# --- typing -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("0", 0),
        ("1,200", 1200),
        ("12.0", 12),
        ("", None),
        ("   ", None),
        (str(LARGEST), LARGEST),
    ],
)
def test_a_whole_number_is_a_count_and_nothing_is_none(text: str, count: int | None, model: WorkModel) -> None:
    assert model.read(text) == count


@pytest.mark.parametrize("text", ["-1", "1.5", "twelve", "12 files", str(LARGEST + 1), "=1+1", "−3"])
def test_what_is_no_count_is_refused_and_says_what_to_do(text: str, model: WorkModel, english: Language) -> None:
    with pytest.raises(CellError) as refused:
        model.read(text)
    assert english.text(refused.value.message) == f"“{text}” is no count. Enter a whole number, zero or more."


def test_a_count_is_told_once_and_all_sums_follow(model: WorkModel, edits: list[Typed]) -> None:
    assert model.enter(1, WOMEN, "10") == 1
    assert edits == [{key(VISITS, SECOND, Sex.FEMALE): 10}]
    assert texts(model, 1)[WOMEN:] == ["10", "", "", "10"]
    assert foot(model)[WOMEN:] == ["13", "4", "", "17"]
    model.enter(1, WOMEN, "10")  # the same again
    model.enter(0, ALL, "99")  # a sum
    model.enter(0, 0, "99")  # a name
    assert len(edits) == 1


def test_an_empty_cell_takes_the_count_away_and_a_zero_does_not(model: WorkModel, edits: list[Typed]) -> None:
    model.enter(0, WOMEN, "")
    model.enter(0, MEN, "0")
    assert edits == [{key(VISITS, FIRST, Sex.FEMALE): None}, {key(VISITS, FIRST, Sex.MALE): 0}]
    assert texts(model, 0)[WOMEN:] == ["", "0", "", "0"]


def test_trouble_stands_at_its_cell_until_it_is_typed_anew(model: WorkModel, edits: list[Typed]) -> None:
    refused = key(FILES, FIRST)
    model.show_troubles({refused: say("Somebody else changed it.")})
    assert model.cell(0, COUNT).trouble == "Somebody else changed it."
    assert model.cell(1, COUNT).trouble == ""
    model.enter(0, COUNT, "1200")  # the same number is a new try
    assert edits == [{refused: 1200}]
    assert model.cell(0, COUNT).trouble == ""


def test_trouble_goes_with_what_was_pending(model: WorkModel) -> None:
    refused = key(FILES, FIRST)
    model.show_troubles({refused: say("Refused.")})
    model.show(grid_of(), editable=True, pending={refused: 3})
    assert model.cell(0, COUNT).trouble == "Refused."
    model.show(grid_of(), editable=True, pending={})
    assert model.cell(0, COUNT).trouble == ""


# --- several cells ----------------------------------------------------------------------------------------------------


def test_a_block_is_pasted_at_once_over_sums_and_empty_cells(model: WorkModel, edits: list[Typed]) -> None:
    rows = model.paste(0, COUNT, [["5", "", "6", "1", "99"], ["", "7"]])
    assert rows == [0, 1]
    assert edits == [
        {
            key(FILES, FIRST): 5,
            key(VISITS, FIRST, Sex.MALE): 6,
            key(VISITS, FIRST, Sex.OTHER): 1,
            key(VISITS, SECOND, Sex.FEMALE): 7,
        }
    ]
    assert texts(model, 0)[COUNT:] == ["5", "3", "6", "1", "10"]  # its women as before


def test_a_first_row_of_words_is_left_out_but_a_single_one_is_not(model: WorkModel, edits: list[Typed]) -> None:
    assert model.paste(0, COUNT, [["Files", ""], ["8", "9"]]) == [0]
    assert edits == [{key(FILES, FIRST): 8, key(VISITS, FIRST, Sex.FEMALE): 9}]
    with pytest.raises(CellError):
        model.paste(0, COUNT, [["Files"]])


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (
            [["1"], ["many"]],
            "Nothing was pasted. Row 2: “many” is no count. Enter a whole number, zero or more.",
        ),
        (
            [["Files"], ["1"], ["-2"]],
            "Nothing was pasted. Row 3: “-2” is no count. Enter a whole number, zero or more.",
        ),
        ([["1"], ["2"], ["3"]], "Nothing was pasted: “3” of row 3 has no place in the grid."),
        ([["1", "2", "3", "4", "5", "6"]], "Nothing was pasted: “6” of row 1 has no place in the grid."),
    ],
)
def test_a_block_that_does_not_fit_pastes_nothing(
    block: list[list[str]], told: str, model: WorkModel, edits: list[Typed], english: Language
) -> None:
    with pytest.raises(CellError) as refused:
        model.paste(0, COUNT, block)
    assert english.text(refused.value.message) == told
    assert edits == []
    assert texts(model, 0)[COUNT:] == ["1,200", "3", "4", "", "7"]


def test_filling_down_takes_the_first_row_or_what_stands_above(model: WorkModel, edits: list[Typed]) -> None:
    model.fill_down(([0, 1], [COUNT, WOMEN, ALL]))
    assert edits == [{key(FILES, SECOND): 1200, key(VISITS, SECOND, Sex.FEMALE): 3}]
    model.fill_down(([1], [MEN]))
    assert edits[1] == {key(VISITS, SECOND, Sex.MALE): 4}
    model.fill_down(([], [MEN]))
    assert len(edits) == 2


def test_one_count_goes_into_every_cell_of_an_area_that_takes_it(model: WorkModel, edits: list[Typed]) -> None:
    model.put_into(([0, 1], [0, WOMEN, ALL]), "6")
    assert edits == [{key(VISITS, FIRST, Sex.FEMALE): 6, key(VISITS, SECOND, Sex.FEMALE): 6}]
    with pytest.raises(CellError):
        model.put_into(([0], [WOMEN]), "six")
    assert len(edits) == 1


def test_clearing_takes_away_only_what_was_counted(model: WorkModel, edits: list[Typed]) -> None:
    model.clear(([0, 1], [COUNT, WOMEN, ALL]))
    assert edits == [{key(FILES, FIRST): None, key(FILES, SECOND): None, key(VISITS, FIRST, Sex.FEMALE): None}]
    model.clear(([0, 1], [COUNT, OTHERS]))
    assert len(edits) == 1


def test_an_area_is_copied_as_excel_takes_it(model: WorkModel) -> None:
    assert model.copied(([0, 1], [0, COUNT, WOMEN, ALL])) == "D-011\t1200\t3\t7\r\nD-012\t0\t\t"
