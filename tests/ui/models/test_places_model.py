"""Service by country and year as a grid: three measures, countries by name, and totals that are told, not added."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt

from desktop.language import Language
from desktop.services.deployments.views import Places, Served
from desktop.ui.models.grid_cells import NOTHING, GridCell
from desktop.ui.models.places_model import DEPLOYMENTS, MONTHS, PERSONS, PlacesModel

# One person served in Niger and in Senegal in 2019: two there, one in the totals.
PLACES = Places(
    years={
        2020: Served(1200, 1100, Fraction(100)),
        2018: Served(1, 1, Fraction(1, 3)),
        2019: Served(3, 1, Fraction(7)),
    },
    countries={"SN": Served(2, 1, Fraction(3)), "": Served(1, 1, Fraction(1, 20)), "NE": Served(4, 2, Fraction(13, 2))},
    cells={("NE", 2019): Served(2, 1, Fraction(9, 4)), ("SN", 2018): Served(1, 1, Fraction(1, 3))},
    whole=Served(6, 2, Fraction(41, 4)),
)


@pytest.fixture
def model(english: Language) -> PlacesModel:
    return PlacesModel(english)


def texts(model: PlacesModel) -> list[list[str]]:
    """All rows."""
    return [[model.cell(row, column).text for column in range(model.columnCount())] for row in range(model.rowCount())]


def foot(model: PlacesModel) -> list[str]:
    return [model.foot(column).text for column in range(model.columnCount())]


def test_years_stand_in_their_order_and_countries_by_their_names(model: PlacesModel) -> None:
    model.show(PLACES, PERSONS)
    assert [head.text for head in model.heads] == ["Country", "2018", "2019", "2020", "Together"]
    assert [row[0] for row in texts(model)] == ["Country not known", "Niger", "Senegal"]


def test_persons_are_those_of_the_totals_and_never_added_up(model: PlacesModel) -> None:
    model.show(PLACES, PERSONS)
    assert texts(model)[1:] == [["Niger", "", "1", "", "2"], ["Senegal", "1", "", "", "1"]]
    assert foot(model) == ["All countries", "1", "1", "1,100", "2"]


def test_deployments_are_another_measure(model: PlacesModel) -> None:
    model.show(PLACES, DEPLOYMENTS)
    assert texts(model)[1:] == [["Niger", "", "2", "", "4"], ["Senegal", "1", "", "", "2"]]
    assert foot(model)[-1] == "6"


def test_months_have_one_decimal_and_a_whole_one_too(model: PlacesModel) -> None:
    model.show(PLACES, MONTHS)
    assert texts(model)[1:] == [["Niger", "", "2.3", "", "6.5"], ["Senegal", "0.3", "", "", "3.0"]]
    assert texts(model)[0] == ["Country not known", "", "", "", "0.1"]
    assert foot(model) == ["All countries", "0.3", "7.0", "100.0", "10.3"]


def test_totals_are_strong_figures_stand_right_and_nothing_is_empty(model: PlacesModel) -> None:
    model.show(PLACES, PERSONS)
    assert model.cell(1, 1) == NOTHING
    assert model.cell(1, 2) == GridCell("1", right=True)
    assert model.cell(1, 4) == GridCell("2", right=True, strong=True)
    assert (model.foot(0).strong, model.foot(4).strong) == (True, True)
    assert model.data(model.index(1, 2)) == "1"
    assert model.headerData(4, Qt.Orientation.Horizontal) == "Together"
    assert model.rowCount(model.index(0, 0)) == 0


def test_an_office_without_service_has_a_foot_alone(model: PlacesModel) -> None:
    assert model.foot(0) == NOTHING
    model.show(PLACES, PERSONS)
    model.show(Places({}, {}, {}, Served()), PERSONS)
    assert (model.rowCount(), model.columnCount(), foot(model)) == (0, 2, ["All countries", ""])


def test_countries_are_called_and_sorted_in_the_language_of_the_screen(speak: Callable[[str], Language]) -> None:
    model = PlacesModel(speak("fr"))
    model.show(Places({2019: Served(2, 2)}, {"TD": Served(1, 1), "DE": Served(1, 1)}, {}, Served(2, 2)), PERSONS)
    assert [row[0] for row in texts(model)] == ["Allemagne", "Tchad"]
