"""Projects that can be published to IATI as a grid: which go out, and what each lacks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject

from desktop.domain.finding import Severity
from desktop.language import Language, say, say_many
from desktop.services.iati_export import PlannedProject
from desktop.ui.models.grid_cells import GridCell, GridHead, GridModel, Index

_TICKED, _OPEN = "✓", ""


class IatiModel(GridModel):
    """One row for each project; those that lack nothing are ticked at first."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._projects: tuple[PlannedProject, ...] = ()
        self._ticked: set[int] = set()
        self.heads = (
            GridHead(language.text(say("Publish")), width=70),
            GridHead(language.text(say("Reference")), width=150),
            GridHead(language.text(say("Title")), width=200, flexible=True),
            GridHead(language.text(say("State")), width=190),
            GridHead(language.text(say("Entries")), width=76, right=True),
        )

    def show(self, projects: Sequence[PlannedProject]) -> None:
        """Shows the projects of a plan. Ticks stay, but for what was ready then and lacks something now."""
        self.beginResetModel()
        was_ready = {project.project_id: project.is_ready for project in self._projects}
        self._projects = tuple(projects)
        ready = {project.project_id for project in projects if project.is_ready}
        lacking = {project.project_id for project in projects} - ready
        fresh = ready - was_ready.keys()
        self._ticked = self._ticked & (ready | {each for each in lacking if not was_ready.get(each, True)}) | fresh
        self.endResetModel()

    @property
    def chosen(self) -> tuple[PlannedProject, ...]:
        """The projects that are ticked."""
        return tuple(project for project in self._projects if project.project_id in self._ticked)

    def project(self, row: int) -> PlannedProject:
        """The project of a row."""
        return self._projects[row]

    def tick(self, row: int) -> None:
        """Ticks a project, or takes the tick away."""
        self._ticked ^= {self._projects[row].project_id}
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.heads) - 1))

    def tick_all(self, *, on: bool) -> None:
        """Ticks all projects, or none."""
        self._ticked = {project.project_id for project in self._projects} if on else set()
        self.dataChanged.emit(self.index(0, 0), self.index(max(len(self._projects) - 1, 0), len(self.heads) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """As many as the plan has."""
        return 0 if parent.isValid() else len(self._projects)

    def cell(self, row: int, column: int) -> GridCell:
        """How a cell looks."""
        project = self._projects[row]
        match column:
            case 0:
                return GridCell(_TICKED if project.project_id in self._ticked else _OPEN, ink="accent", strong=True)
            case 1:
                return GridCell(project.reference)
            case 2:
                return GridCell(project.title)
            case 3:
                return self._state(project)
        return GridCell(self._language.value(project.entries), right=True, ink="muted")

    def _state(self, project: PlannedProject) -> GridCell:
        missing = len(project.missing)
        if missing:
            told = say_many("{count} thing is missing", "{count} things are missing", count=missing)
            return GridCell(self._language.text(told), ink="negative")
        warnings = sum(finding.severity is Severity.WARNING for finding in project.findings)
        if warnings:
            told = say_many("Ready, {count} remark", "Ready, {count} remarks", count=warnings)
            return GridCell(self._language.text(told))
        return GridCell(self._language.text(say("Ready")), ink="secondary")
