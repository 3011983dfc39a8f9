"""Service by country and year as a grid: deployments, persons or person-months."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, QObject

from desktop.domain.staffing.person_months import months_shown
from desktop.language import Language, Message, say
from desktop.services.deployments.views import Places, Served
from desktop.ui.models.grid_cells import NOTHING, GridCell, GridHead, GridModel, Index

DEPLOYMENTS, PERSONS, MONTHS = "deployments", "persons", "months"
MEASURES: Final[tuple[tuple[str, Message], ...]] = (
    (PERSONS, say("Persons")),
    (DEPLOYMENTS, say("Deployments")),
    (MONTHS, say("Person-months")),
)
_YEAR, _TOTAL, _NAME = 56, 84, 180


class PlacesModel(GridModel):
    """Countries in rows, years in columns; whoever served in several counts once in the totals."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._rows: list[list[GridCell]] = []
        self._foot: list[GridCell] = []

    def show(self, places: Places, measure: str) -> None:
        """Shows one of the three measures."""
        years = sorted(places.years)
        figure = self._figure(measure)
        self.beginResetModel()
        heads = [GridHead(self._language.text(say("Country")), width=_NAME, flexible=True)]
        heads += [GridHead(str(year), right=True, width=_YEAR) for year in years]
        heads.append(GridHead(self._language.text(say("Together")), right=True, width=_TOTAL))
        self.heads = tuple(heads)
        names = sorted((self._name(country), country) for country in places.countries)
        self._rows = [
            [
                GridCell(name),
                *(figure(places.cells.get((country, year), Served())) for year in years),
                figure(places.countries[country], strong=True),
            ]
            for name, country in names
        ]
        self._foot = [
            GridCell(self._language.text(say("All countries")), strong=True),
            *(figure(places.years[year], strong=True) for year in years),
            figure(places.whole, strong=True),
        ]
        self.endResetModel()

    def _name(self, country: str) -> str:
        return self._language.country(country) if country else self._language.text(say("Country not known"))

    def _figure(self, measure: str) -> Callable[..., GridCell]:
        def made(served: Served, *, strong: bool = False) -> GridCell:
            if not served.deployments:
                return NOTHING
            match measure:
                case "persons":
                    text = self._language.value(served.persons)
                case "deployments":
                    text = self._language.value(served.deployments)
                case _:
                    text = self._language.number(months_shown(served.months), decimals=1)
            return GridCell(text, right=True, strong=strong)

        return made

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """A row for each country."""
        return 0 if parent.isValid() else len(self._rows)

    def cell(self, row: int, column: int) -> GridCell:
        """How a cell looks."""
        return self._rows[row][column]

    def foot(self, column: int) -> GridCell:
        """All countries together."""
        return self._foot[column] if self._foot else NOTHING
