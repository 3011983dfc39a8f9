"""Every list goes out and comes back: without an edit nothing changes, with edits exactly these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.config import paths
from desktop.domain.progress import Silent
from desktop.importers.book import Book, GridColumn
from desktop.language import load_language
from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.registers.register import Kind
from desktop.services import records
from desktop.services.browse import export_register
from desktop.services.documents import attach
from desktop.services.imports import sheets, undo_import
from desktop.services.imports.lists.rehearsal import same
from desktop.services.imports.preview import Options, Preview, Status
from desktop.services.offices import Office
from desktop.services.sample import new_sample_office
from tests.helpers.engines import Engines
from tests.helpers.incoming import grid, told
from tests.helpers.tables import tables_of


@pytest.fixture
def sample(engine_name: str, engines: Engines, tmp_path: Path) -> Iterator[Office]:
    """The sample office on each engine."""
    language = load_language(paths.translations(), "en")
    office = new_sample_office(engines.empty(engine_name, tmp_path), actor="Test", language=language)
    yield office
    office.close()


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample office in a file, for tests that change nothing in it."""
    place = str(tmp_path_factory.mktemp("sample") / "sample.grantdesk")
    office = new_sample_office(place, actor="Test", language=load_language(paths.translations(), "en"))
    yield office
    office.close()


@pytest.fixture(scope="module")
def books(sample_file: Office, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Book]:
    """Lists of the sample as they were exported and read again."""
    folder = tmp_path_factory.mktemp("exported")
    return cache(lambda kind: sheets.open_file(sent_out(sample_file, kind, folder / f"{kind}.xlsx"), progress=Silent()))


def sent_out(office: Office, kind: str, path: Path) -> Path:
    """The whole list as a workbook."""
    register = find_register(kind)
    query = Query(register, columns=tuple(column.key for column in register.columns))
    export_register(office, query, path, language=load_language(paths.translations(), "en"), progress=Silent())
    return path


def come_back(office: Office, kind: str, path: Path) -> Preview:
    """What importing the workbook would do."""
    draft = sheets.draft(office, sheets.open_file(path, progress=Silent()), kind)
    return sheets.preview(office, draft, Options(), progress=Silent())


def test_every_register_goes_out_and_comes_back(sample: Office, tmp_path: Path) -> None:
    (tmp_path / "agreement.txt").write_text("Signed.", encoding="utf-8")
    attach(sample, path=tmp_path / "agreement.txt", grant_id=1, note="Scanned")
    part: dict[str, Any] = {"scheme": "sf424a", "category": "1", "target": "6b", "percent": Decimal(25), "grant": 1}
    records.save(sample, "crosswalks", values=part)
    for kind in sheets.KINDS:  # in other languages, which no engine knows of: `test_round_trip`
        preview = come_back(sample, kind, sent_out(sample, kind, tmp_path / f"{kind}.xlsx"))
        assert (kind, told(preview), preview.refused) == (kind, [], ())
        assert set(preview.statuses) == {Status.SAME}, kind


# Columns of texts, days and numbers that the rules let anyone edit in the records of the sample.
EDITABLE: dict[str, tuple[str, ...]] = {
    "organisations": ("name", "short_name", "note"),
    "agreements": ("title", "legal_basis", "note"),
    "parties": ("signatory", "signatory_title", "signed_on"),
    "obligations": ("title", "due_on", "note"),
    "contacts": ("name", "job_title", "note"),
    "projects": ("title", "summary"),
    "results": ("title",),
    "grants": ("title", "award_number", "note", "liquidation_days"),
    "instalments": ("condition", "expected_on", "note"),
    "rules": ("article",),
    "rates": ("units", "source"),
    "allocations": ("name", "note"),
}
_LETTERS = "abc XYZ09éœم=+@'\"-_.,;:"
TEXTS = st.text(_LETTERS, min_size=1, max_size=30).map(lambda text: " ".join(f"x{text}".split()))
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.DATE: st.dates(date(2016, 1, 1), date(2024, 12, 31)),
    Kind.NUMBER: st.integers(0, 400),
    Kind.RATE: st.decimals("0.01", "9999.99", places=2),
}


def edited(book: Book, sheet: str, edits: dict[tuple[int, int], Any]) -> Book:
    """The book with other values in some cells of a sheet."""

    def column(place: int, old: GridColumn) -> GridColumn:
        cells = list(old)
        for (row, where), value in edits.items():
            if where == place:
                cells[row] = float(value) if isinstance(value, Decimal) else value
        return grid(cells)

    sheets_ = tuple(
        replace(one, columns=[column(*each) for each in enumerate(one.columns)]) if one.name == sheet else one
        for one in book.sheets
    )
    return replace(book, sheets=sheets_)


@pytest.mark.parametrize("kind", EDITABLE)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_edits_come_back_exactly_and_nothing_else(
    sample_file: Office, books: Callable[[str], Book], kind: str, data: st.DataObject
) -> None:
    book, register = books(kind), find_register(kind)
    draft = sheets.draft(sample_file, book, kind)
    cells = st.tuples(st.sampled_from(draft.layout.rows), st.sampled_from(EDITABLE[kind]))
    chosen = data.draw(st.lists(cells, unique=True, max_size=6))
    edits = {where: data.draw(VALUES.get(register.column(where[1]).kind, TEXTS)) for where in chosen}
    places = {key: place for place, key in draft.mapping.fields.items()}
    changed = edited(book, draft.mapping.sheet, {(row, places[key]): value for (row, key), value in edits.items()})
    preview = sheets.preview(sample_file, sheets.draft(sample_file, changed, kind), Options(), progress=Silent())
    assert told(preview) == []
    for row in preview.rows:
        expected = {key: value for (where, key), value in edits.items() if where == row.row}
        found = {key: row.values[key] for key in row.old}
        unchanged = {key for key in expected if key not in row.old and same(row.values[key], expected[key])}
        assert found == {key: value for key, value in expected.items() if key not in unchanged}
        assert row.status is (Status.CHANGED if row.old else Status.SAME)


def test_edits_that_came_back_are_kept_and_undone(sample: Office, tmp_path: Path) -> None:
    path = sent_out(sample, "organisations", tmp_path / "organisations.xlsx")
    before = tables_of(sample, trail=False)
    book = sheets.open_file(path, progress=Silent())
    draft = sheets.draft(sample, book, "organisations")
    name = next(place for place, key in draft.mapping.fields.items() if key == "name")
    changed = edited(book, draft.mapping.sheet, {(draft.layout.rows[0], name): "Renamed"})
    preview = sheets.preview(sample, sheets.draft(sample, changed, "organisations"), Options(), progress=Silent())
    done = sheets.apply(sample, preview, progress=Silent())
    after = tables_of(sample, trail=False, without=frozenset({"version"}))
    different = [
        (table, name)
        for table, rows in tables_of(sample, trail=False).items()
        for new, old in zip(rows, before[table], strict=True)
        for name in new
        if new[name] != old[name]
    ]
    assert sorted(different) == [("organisation", "name"), ("organisation", "version")]
    undo_import(sample, batch_id=done.record_id)
    assert tables_of(sample, trail=False, without=frozenset({"version"})) != after
