"""A list in a file is the list on the screen: the same values, real numbers and dates, a table to work with."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from desktop.config import paths
from desktop.domain.money import MINOR_UNITS
from desktop.domain.progress import Silent
from desktop.exporters.register_csv import write_csv
from desktop.exporters.register_file import write_workbook
from desktop.language import Cancelled, Language, Message, UserError, load_language, say
from desktop.registers import find_register
from desktop.registers.exported import Exported, exported_columns
from desktop.registers.query import Cell, Query, Row

_LEDGER = ("entry_on", "reference", "description", "kind", "original_currency", "original_amount", "rate")
_ENGLISH = load_language(paths.translations(), "en")


def _query(*columns: str, register: str = "ledger") -> Query:
    return Query(find_register(register), columns or _LEDGER)


def _columns(query: Query) -> tuple[Exported, ...]:
    return exported_columns(query, {})


_REFERENCE = _columns(_query("reference"))


def _rows(*values: tuple[Cell, ...]) -> list[Row]:
    return [Row(number, 1, row) for number, row in enumerate(values, start=1)]


def _entry(**values: Cell) -> tuple[Cell, ...]:
    plain: dict[str, Cell] = {
        "entry_on": date(2019, 3, 4),
        "reference": "PV-017",
        "description": "Fuel",
        "kind": "expenditure",
        "original_currency": "USD",
        "original_amount": Decimal("1240.5000"),
        "rate": Decimal("1.0000000000"),
    }
    marks = _query().fetched[len(_LEDGER) :]  # of reversals: no export shows them
    return (*(plain | values).values(), *(None for _ in marks))


def _written(
    path: Path, query: Query, rows: Iterable[Row], *, language: Language = _ENGLISH, count: int = 0
) -> Worksheet:
    held = list(rows)
    write_workbook(
        path,
        query=query,
        columns=exported_columns(query, {}),
        rows=held,
        count=count or len(held),
        language=language,
        progress=Silent(),
    )
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def _cells(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.xlsx"


# --- Excel --------------------------------------------------------------------------------------------------------


def test_table_holds_real_dates_and_numbers(path: Path) -> None:
    sheet = _written(path, _query(), _rows(_entry(), _entry(entry_on=None, kind="refund", original_amount=Decimal(-5))))
    assert _cells(sheet) == [
        ("Date", "Document", "Description", "Kind", "Original currency", "Original", "Rate"),
        (datetime(2019, 3, 4), "PV-017", "Fuel", "Expenditure", "USD", 1240.5, 1),  # noqa: DTZ001 - cells have no zone
        (None, "PV-017", "Fuel", "Refund", "USD", -5, 1),
    ]
    assert [cell.number_format for cell in sheet[2]] == [
        "d mmm yyyy",
        "General",
        "General",
        "General",
        "General",
        "#,##0.00;[Red]\\-#,##0.00",
        "#,##0",
    ]


def test_it_is_a_table_one_can_work_with(path: Path) -> None:
    sheet = _written(path, _query(), _rows(*[_entry()] * 3))
    assert sheet.title == "Ledger"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G4"
    assert sheet["A1"].font.bold
    assert [sheet.cell(1, column).alignment.horizontal for column in (1, 6)] == [None, "right"]
    assert not sheet.sheet_view.rightToLeft


def test_columns_are_as_wide_as_what_they_show_within_reason(path: Path) -> None:
    sheet = _written(path, _query(), _rows(_entry(description="x" * 200, reference="R" * 30)))
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFG"]
    assert widths == [14, 32, 60, 13, 22, 13, 14]


def test_amounts_are_shown_in_the_decimals_of_their_currency(path: Path) -> None:
    amounts = [("XOF", "1500"), ("TND", "1.5"), ("USD", "1.5"), ("XOF", "0.5")]
    rows = [_entry(original_currency=currency, original_amount=Decimal(amount)) for currency, amount in amounts]
    sheet = _written(path, _query(), _rows(*rows))
    assert [sheet.cell(row, 6).number_format.split(";")[0] for row in range(2, 6)] == [
        "#,##0",
        "#,##0.000",
        "#,##0.00",
        "#,##0",
    ]
    assert [sheet.cell(row, 6).value for row in range(2, 6)] == [1500, 1.5, 1.5, 0.5]


def test_currency_that_is_not_shown_still_counts(path: Path) -> None:
    query = _query("original_amount")
    assert [column.key for column in query.fetched] == ["original_amount", "original_currency"]
    sheet = _written(path, query, _rows((Decimal("1500.0000"), "XOF")))
    assert (sheet.max_column, sheet["A2"].number_format.split(";")[0]) == (1, "#,##0")


def test_rates_keep_every_decimal_they_have(path: Path) -> None:
    sheet = _written(
        path, _query(), _rows(_entry(rate=Decimal("0.0015244902")), _entry(rate=Decimal("589.3720000000")))
    )
    assert [sheet.cell(row, 7).value for row in (2, 3)] == [0.0015244902, 589.372]
    assert [sheet.cell(row, 7).number_format for row in (2, 3)] == ["#,##0.0000000000", "#,##0.000"]


def test_stated_percentages_are_exact(path: Path) -> None:
    sheet = _written(path, _query("reference", "indirect_rate", register="grants"), _rows(("GR-1", Decimal("7.2500"))))
    assert (sheet["B2"].value, sheet["B2"].number_format) == (7.25, "#,##0.00")


def test_codes_are_shown_by_their_names(path: Path, speak: Callable[[str], Language]) -> None:
    query = _query("reference", "countries", register="projects")
    french = _written(path, query, _rows(("XX-1", "ML, NE")), language=speak("fr"))
    assert _cells(french) == [("Référence", "Pays"), ("XX-1", "Mali, Niger")]


def test_sentences_and_moments(path: Path) -> None:
    moment = datetime(2019, 10, 9, 11, 2, tzinfo=UTC)
    sheet = _written(path, _query("id", "done_at", "sentence", register="history"), _rows((7, moment, say("Done."))))
    assert [cell.value for cell in sheet[2]] == [7, moment.astimezone().replace(tzinfo=None), "Done."]
    assert sheet["B2"].number_format == "d mmm yyyy hh:mm"


def test_arabic_is_written_from_right_to_left(path: Path, speak: Callable[[str], Language]) -> None:
    sheet = _written(path, _query(), _rows(_entry()), language=speak("ar"))
    assert sheet.sheet_view.rightToLeft
    assert sheet["A1"].value == speak("ar").text(find_register("ledger").column("entry_on").label)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x")'])
def test_text_is_never_a_formula(path: Path, text: str) -> None:
    cell = _written(path, _query(), _rows(_entry(description=text)))["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_empty_list_is_headings_with_filters(path: Path) -> None:
    sheet = _written(path, _query(), [])
    assert (sheet.max_row, sheet.auto_filter.ref) == (1, "A1:G1")


_amounts = st.tuples(
    st.sampled_from(["USD", "XOF", "TND", "CLF"]), st.integers(min_value=-(10**14), max_value=10**14)
).map(lambda drawn: (drawn[0], Decimal(drawn[1]).scaleb(-MINOR_UNITS[drawn[0]]).quantize(Decimal("0.0001"))))
_texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=30)
_entries = st.builds(
    lambda day, text, money, rate: _entry(
        entry_on=day, description=text, original_currency=money[0], original_amount=money[1], rate=rate
    ),
    st.none() | st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)),
    _texts,
    _amounts,
    st.decimals(min_value="0.0001", max_value="99999", places=10),
)


@given(st.lists(_entries, max_size=8))
@settings(max_examples=50, deadline=None)
def test_any_list_read_back_has_the_same_values(entries: list[tuple[Cell, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sheet = _written(Path(folder) / "ledger.xlsx", _query(), _rows(*entries))
    for entry, cells in zip(entries, _cells(sheet)[1:], strict=True):
        day, _reference, text, _kind, currency, amount, rate, *_marks = entry
        assert cells[0] == (None if day is None else datetime.combine(day, datetime.min.time()))  # type: ignore[arg-type]  # a date
        assert (cells[2] or "", cells[4]) == (text, currency)
        assert Decimal(repr(cells[5])) == amount
        assert Decimal(repr(cells[6])) == rate


class _Watcher:
    """Keeps what is reported; stops at a row when told to."""

    def __init__(self, stop_at: int = -1) -> None:
        self.steps: list[tuple[int, int, str]] = []
        self._stop_at = stop_at

    def report(self, done: int, total: int, doing: Message) -> None:
        self.steps.append((done, total, str(doing)))
        if done == self._stop_at:
            raise Cancelled


def test_progress_goes_on_by_thousands(path: Path) -> None:
    watcher = _Watcher()
    rows = _rows(*[_entry()] * 2_500)
    some = (Row(1, 1, (row.values[1],)) for row in rows)
    write_workbook(
        path, query=_query("reference"), columns=_REFERENCE, rows=some, count=2_500, language=_ENGLISH, progress=watcher
    )
    assert watcher.steps == [(1_000, 2_500, "Writing ledger.xlsx"), (2_000, 2_500, "Writing ledger.xlsx")]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_stopped_it_leaves_no_file_anywhere(path: Path, scratch: Path) -> None:
    path.write_text("old")
    rows = (Row(number, 1, ("PV-1",)) for number in range(5_000))
    with pytest.raises(Cancelled):
        write_workbook(
            path,
            query=_query("reference"),
            columns=exported_columns(_query("reference"), {}),
            rows=rows,
            count=5_000,
            language=_ENGLISH,
            progress=_Watcher(2_000),
        )
    assert path.read_text() == "old"
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == ["ledger.xlsx"]
    assert list(scratch.iterdir()) == []


def test_rows_that_cannot_be_read_leave_no_file_anywhere(path: Path, scratch: Path) -> None:
    def rows() -> Iterator[Row]:
        for number in range(300):
            yield Row(number, 1, ("PV-1",))
        raise UserError(say("The server is gone."), say("x"), say("y"))

    with pytest.raises(UserError, match="The server is gone"):
        write_workbook(
            path,
            query=_query("reference"),
            columns=exported_columns(_query("reference"), {}),
            rows=rows(),
            count=500,
            language=_ENGLISH,
            progress=Silent(),
        )
    assert not path.exists()
    assert list(scratch.iterdir()) == []


def test_whole_it_leaves_only_itself(path: Path, scratch: Path) -> None:
    _written(path, _query(), _rows(_entry()))
    assert list(scratch.iterdir()) == []


# --- csv ----------------------------------------------------------------------------------------------------------


def _csv(path: Path, query: Query, rows: Iterable[Row], *, language: Language = _ENGLISH) -> str:
    held = list(rows)
    write_csv(
        path,
        query=query,
        columns=exported_columns(query, {}),
        rows=held,
        count=len(held),
        language=language,
        progress=Silent(),
    )
    return path.read_bytes().decode("utf-8")


def test_csv_is_plain_and_exact(tmp_path: Path) -> None:
    row = _entry(description='Fuel, "two" cars', original_amount=Decimal("-1240.5000"), rate=Decimal("589.372"))
    text = _csv(tmp_path / "ledger.csv", _query(), _rows(row, _entry(entry_on=None, original_amount=Decimal(500))))
    assert text == (
        "\ufeffDate,Document,Description,Kind,Original currency,Original,Rate\r\n"
        '2019-03-04,PV-017,"Fuel, ""two"" cars",Expenditure,USD,-1240.5,589.372\r\n'
        ",PV-017,Fuel,Expenditure,USD,500,1\r\n"
    )


def test_per_cent_in_csv_are_those_of_the_screen(tmp_path: Path) -> None:
    query = _query("reference", "delivery", register="grants")
    text = _csv(tmp_path / "grants.csv", query, _rows(("GR-1", Decimal("44.6034")), ("GR-2", Decimal("44.65"))))
    assert text.splitlines()[1:] == ["GR-1,44.6", "GR-2,44.7"]


def test_csv_is_written_while_it_is_read_and_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("before", encoding="utf-8")
    seen: list[int] = []

    def rows() -> Iterator[Row]:
        for number in range(1, 100_001):
            seen.append(path.with_name("ledger.csv.partial").stat().st_size)
            yield Row(number, 1, (f"PV-{number}",))

    watcher = _Watcher(3_000)
    with pytest.raises(Cancelled):
        write_csv(
            path,
            query=_query("reference"),
            columns=exported_columns(_query("reference"), {}),
            rows=rows(),
            count=100_000,
            language=_ENGLISH,
            progress=watcher,
        )
    assert watcher.steps == [(done, 100_000, "Writing ledger.csv") for done in (1_000, 2_000, 3_000)]
    assert (len(seen), seen[-1] > 0) == (3_000, True)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("ledger.csv", "before")]


def test_csv_in_french(tmp_path: Path, speak: Callable[[str], Language]) -> None:
    text = _csv(
        tmp_path / "ledger.csv", _query("entry_on", "kind"), _rows((date(2019, 3, 4), "refund")), language=speak("fr")
    )
    refund = speak("fr").text(say("Refund"))
    assert refund != "Refund"
    assert text.splitlines()[1] == f"2019-03-04,{refund}"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_text_in_csv_is_safe_and_amounts_are_not_touched(tmp_path: Path, text: str) -> None:
    written = _csv(
        tmp_path / "ledger.csv", _query("description", "original_amount"), _rows((text, Decimal(-5), "USD", None, None))
    )
    (_heading, row) = csv.reader(io.StringIO(written, newline=""))
    assert row == [f"'{text}", "-5"]


@given(st.lists(_entries, max_size=8))
@settings(max_examples=50, deadline=None)
def test_any_csv_read_back_has_the_same_values(entries: list[tuple[Cell, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        written = _csv(Path(folder) / "ledger.csv", _query(), _rows(*entries))
    rows = list(csv.reader(io.StringIO(written, newline="")))[1:]
    for entry, cells in zip(entries, rows, strict=True):
        day, _reference, text, _kind, currency, amount, rate, *_marks = entry
        assert cells[0] == ("" if day is None else str(day))
        assert cells[2].removeprefix("'") == str(text).removeprefix("'")
        assert (cells[4], Decimal(cells[5]), Decimal(cells[6])) == (currency, amount, rate)


def test_moment_in_csv_says_its_zone(tmp_path: Path) -> None:
    moment = datetime(2019, 10, 9, 11, 2, tzinfo=UTC)
    text = _csv(tmp_path / "history.csv", _query("id", "done_at", register="history"), _rows((7, moment)))
    assert text.splitlines()[1] == "7,2019-10-09T11:02:00+00:00"


def test_csv_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UserError) as trouble:
        _csv(tmp_path / "missing" / "ledger.csv", _query(), [])
    assert str(trouble.value.title) == "ledger.csv cannot be written."
