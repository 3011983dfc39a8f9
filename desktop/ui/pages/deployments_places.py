"""Where volunteers served since the first of them: by country and year."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import Message, say, say_many
from desktop.services.deployments.timeline import Scope
from desktop.services.deployments.views import Places, read_places
from desktop.ui.context import Context
from desktop.ui.models.places_model import MEASURES, PERSONS, PlacesModel
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import label, margins, row
from desktop.ui.widgets.grid_view import Grid, GridView
from desktop.ui.widgets.looks import choice


class PlacesPart(QWidget):
    """A sentence with the whole, and the grid."""

    def __init__(self, context: Context, scope: Scope) -> None:
        super().__init__()
        self._context, self._scope = context, scope
        self._measure = PERSONS
        self.places: Places | None = None
        self.sentence = label("", TextStyle.LEAD, ink="secondary", wraps=True)
        self.model = PlacesModel(context.language, self)
        self.view = GridView(palette=context.palette)
        grid = Grid(self.view, self.model, name=context.text(say("Service by country and year")))
        choices = [(code, context.text(name)) for code, name in MEASURES]
        self.chooser = choice(context, choices, self._measure, self.show_measure)
        head = row(self.sentence, self.chooser, spacing=16)
        head.setStretch(0, 1)
        head.setContentsMargins(margins(20, 4, 16, 10))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(grid, 1)

    def refresh(self) -> None:
        """Reads the whole history."""
        office, scope = self._context.office, self._scope
        self._context.read(self, lambda: read_places(office, scope), self._show, patient=True)

    def _show(self, places: Places) -> None:
        self.places = places
        self.sentence.setText(self._context.language.join(said_of(places)))
        self.model.show(places, self._measure)

    def show_measure(self, measure: str) -> None:
        """Shows persons, deployments or person-months."""
        self._measure = measure
        if self.places is not None:
            self.model.show(self.places, measure)


def said_of(places: Places) -> list[Message]:
    """The whole in a sentence: how many volunteers served in how many countries, and since when."""
    first = places.first_year
    if first is None:
        return [say("Nobody has served yet.")]
    countries = sum(1 for country in places.countries if country)
    return [
        say_many(
            "{count} volunteer in {countries} since {year}.",
            "{count} volunteers in {countries} since {year}.",
            count=places.whole.persons,
            countries=say_many("{count} country", "{count} countries", count=countries),
            year=str(first),
        ),
        say("In the totals each of them counts once."),
    ]
