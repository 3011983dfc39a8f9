"""What volunteers did, as counts: a grid of typed numbers by deployment, measure and month, and what they sum to.

Counts only: nothing here says who a person is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from desktop.domain.volunteer_terms import AgeGroup, Sex


@dataclass(frozen=True, slots=True)
class Measure:
    """What a project counts; `by_sex` and `by_age` say how its counts are parted."""

    id: int
    code: str
    name: str
    by_sex: bool = False
    by_age: bool = False

    def parts(self) -> Iterator[tuple[str, str]]:
        """Sex and age of each of its parts; empty ones where it is not parted."""
        for age in AgeGroup if self.by_age else ("",):
            for sex in Sex if self.by_sex else ("",):
                yield str(sex), str(age)


@dataclass(frozen=True, slots=True)
class CountKey:
    """Which count: of what, by whom, in which month (its first day), and of which persons."""

    measure_id: int
    deployment_id: int
    month: date
    sex: str = ""
    age: str = ""


@dataclass(frozen=True, slots=True)
class KeptCount:
    """A count as it is kept, with the version that the user saw."""

    count: int
    version: int = 0


@dataclass(frozen=True, slots=True)
class WorkedDeployment:
    """A deployment as a row of the grid: its code, the code of who fills it, and where it served that month."""

    id: int
    reference: str
    volunteer: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A row or a column of the grid: what it fixes of a key; None is left to the other side.

    `keys` of a `total` are worked out: all parts of its measure, or all months.
    """

    measure: Measure | None = None
    sex: str = ""
    age: str = ""
    deployment: WorkedDeployment | None = None
    month: date | None = None
    total: bool = False


@dataclass(frozen=True)
class WorkGrid:
    """The counts of a project in a month, a deployment in each row; or those of one deployment, a month in each column.

    `rows` and `columns` say between them which count each cell is. `months` are those that the grid shows; `span` are
    the first and the last one of a deployment that there are.
    """

    project_id: int
    project: str
    project_name: str
    months: tuple[date, ...]
    measures: tuple[Measure, ...] = ()
    deployments: tuple[WorkedDeployment, ...] = ()
    counts: Mapping[CountKey, KeptCount] = field(default_factory=dict)
    deployment: WorkedDeployment | None = None
    span: tuple[date, date] | None = None

    @property
    def by_deployment(self) -> bool:
        """Whether a row is a deployment, and not a measure of one of them."""
        return self.deployment is None

    def rows(self) -> tuple[WorkLine, ...]:
        """The deployments, or the parts of each measure below their sum."""
        if self.by_deployment:
            return tuple(WorkLine(deployment=deployment) for deployment in self.deployments)
        return tuple(self._of_measures(total_first=True))

    def columns(self) -> tuple[WorkLine, ...]:
        """The parts of each measure with their sum, or the months with theirs."""
        if self.by_deployment:
            return tuple(self._of_measures(total_first=False))
        return (*(WorkLine(month=month) for month in self.months), WorkLine(total=True))

    @cached_property
    def parts(self) -> Mapping[int, tuple[tuple[str, str], ...]]:
        """Sex and age of the parts of each measure: as it says, and those under which it was counted before."""
        found = {measure.id: dict.fromkeys(measure.parts()) for measure in self.measures}
        for key in self.counts:
            found.get(key.measure_id, {}).setdefault((key.sex, key.age))
        return {measure_id: tuple(parts) for measure_id, parts in found.items()}

    def _of_measures(self, *, total_first: bool) -> Iterator[WorkLine]:
        for measure in self.measures:
            parts = [WorkLine(measure, sex, age) for sex, age in self.parts[measure.id]]
            total = [WorkLine(measure, total=True)] if len(parts) > 1 else []
            yield from (*total, *parts) if total_first else (*parts, *total)

    def key(self, row: WorkLine, column: WorkLine) -> CountKey | None:
        """The count that a cell is; None where it is worked out."""
        part, deployment, month = self._crossed(row, column)
        if row.total or column.total or deployment is None or month is None or part.measure is None:
            return None
        return CountKey(part.measure.id, deployment.id, month, part.sex, part.age)

    def _crossed(self, row: WorkLine, column: WorkLine) -> tuple[WorkLine, WorkedDeployment | None, date | None]:
        if self.by_deployment:
            return column, row.deployment, self.months[0] if self.months else None
        return row, self.deployment, column.month

    def value(self, row: WorkLine, column: WorkLine) -> int | None:
        """What a cell holds: the count, or what its counts sum to; None where nothing was counted."""
        return self._sum(self._keys(row, column))

    def _keys(self, row: WorkLine, column: WorkLine) -> Iterator[CountKey]:
        part, deployment, month = self._crossed(row, column)
        if part.measure is None or deployment is None:
            return
        of_persons = self.parts[part.measure.id] if part.total else ((part.sex, part.age),)
        for sex, age in of_persons:
            for each in self.months if month is None else (month,):
                yield CountKey(part.measure.id, deployment.id, each, sex, age)

    def _sum(self, keys: Iterable[CountKey]) -> int | None:
        found = [self.counts[key].count for key in keys if key in self.counts]
        return sum(found) if found else None

    def foot(self, column: WorkLine) -> int | None:
        """What a column sums to over all deployments; None where its rows are not alike."""
        if not self.by_deployment:
            return None
        return self._sum(key for row in self.rows() for key in self._keys(row, column))

    def with_counts(self, typed: Mapping[CountKey, int | None]) -> WorkGrid:
        """The grid with what was typed since; None takes a count away."""
        counts = dict(self.counts)
        for key, count in typed.items():
            if count is None:
                counts.pop(key, None)
            else:
                counts[key] = replace(counts.get(key, KeptCount(0)), count=count)
        return replace(self, counts=counts)


@dataclass(frozen=True, slots=True)
class WorkTotal:
    """How much of a measure was done, by what was asked for (`by`, as text by its name)."""

    measure: Measure
    count: int
    by: Mapping[str, str] = field(default_factory=dict)
