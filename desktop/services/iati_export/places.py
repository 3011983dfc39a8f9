"""Where a project works and on what, with percentages that sum to 100."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from desktop.domain.iati.activity import Place
from desktop.domain.iati.shares import Change, Shares, written_places, written_shares
from desktop.importers.iati_activity import Activity, Coded
from desktop.services.iati_export.published import Published
from desktop.storage.iati_rows import CodeRow, ProjectRow

COUNTRY, REGION, SECTOR, TAG = "recipient-country", "recipient-region", "sector", "tag"


class Places:
    """Countries, regions, sectors and tags, with percentages that sum to 100."""

    def __init__(self, project: ProjectRow, published: Published) -> None:
        self._published = published
        self.changes: dict[str, Change] = {}
        countries = [row for row in project.countries if not row.vocabulary]
        regions = _by_vocabulary(row for row in project.countries if row.vocabulary)
        own, theirs = written_places(
            [row.share for row in countries],
            {vocabulary: [row.share for row in rows] for vocabulary, rows in regions.items()},
        )
        self.countries = self._written(COUNTRY, countries, own)
        self.regions = tuple(
            place for vocabulary, rows in regions.items() for place in self._written(REGION, rows, theirs[vocabulary])
        )
        self.sectors = tuple(
            place
            for rows in _by_vocabulary(project.sectors).values()
            for place in self._written(SECTOR, rows, written_shares([row.share for row in rows]))
        )
        self.tags = self._written(TAG, project.tags, Shares((None,) * len(project.tags)))

    def _written(self, tag: str, rows: Sequence[CodeRow], shares: Shares) -> tuple[Place, ...]:
        if shares.change is not Change.NONE:
            self.changes[tag] = shares.change
        return tuple(self._place(tag, row, share) for row, share in zip(rows, shares.values, strict=True))

    def _place(self, tag: str, row: CodeRow, share: Decimal | None) -> Place:
        def fits(says: Activity) -> bool:
            found = _coded(says, tag)
            return found is not None and (found.vocabulary, found.code) == (row.vocabulary, row.code)

        xml = self._published.take(tag, fits)
        return Place(row.vocabulary, row.code, row.name, share, row.share, xml)


def _coded(says: Activity, tag: str) -> Coded | None:
    found = {SECTOR: says.sectors, TAG: says.tags}.get(tag, says.countries)
    return found[0] if found else None


def _by_vocabulary(rows: Iterable[CodeRow]) -> dict[str, list[CodeRow]]:
    found: dict[str, list[CodeRow]] = {}
    for row in rows:
        found.setdefault(row.vocabulary, []).append(row)
    return found
