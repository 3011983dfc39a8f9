"""Lists are read window by window, searched, sorted, summed and written to files just as they are shown."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop.domain.money import Money
from desktop.domain.progress import Silent
from desktop.language import Language, UserError
from desktop.registers import REGISTERS
from desktop.registers.query import Query, parse_filters
from desktop.services.browse import RegisterView, all_rows, export_register
from desktop.services.offices import Office
from desktop.services.search import find_records
from desktop.storage.models import Grant
from tests.helpers.records import making
from tests.integration.services.conftest import Told

LEDGER = REGISTERS["ledger"]
QUIET = Silent()


def _ledger(*where: str, search: str = "", sort: str = "", descending: bool = False) -> Query:
    return Query(
        LEDGER,
        columns=("entry_on", "reference", "description", "currency", "spent"),
        filters=parse_filters(LEDGER, where),
        search=search,
        sort=sort,
        descending=descending,
    )


@pytest.mark.parametrize(
    "query",
    [
        _ledger(),
        _ledger(sort="reference"),
        _ledger(sort="amount", descending=True),
        _ledger(sort="description"),
        _ledger("grant=NER-CT-01", search="fuel"),
        _ledger("amount>=1000", sort="spent"),
        _ledger("kind=receipt"),
    ],
)
def test_windows_put_together_are_the_whole_list_whichever_way_one_walks(sample: Office, query: Query) -> None:
    whole = list(all_rows(sample, query))
    view = RegisterView(sample, query)
    assert view.count() == len(whole)
    forth = [row for first in range(0, len(whole), 100) for row in view.window(first, 100)]
    assert forth == whole
    fresh = RegisterView(sample, query)
    for first in (len(whole) - 7, len(whole) // 2, 3):
        start = max(first, 0)
        assert list(fresh.window(start, 10)) == whole[start : start + 10]
    assert fresh.window(len(whole) + 5, 10) == ()


def test_counts_with_and_without_filters(sample: Office) -> None:
    view = RegisterView(sample, _ledger("grant=NER-CT-01", "kind=commitment"))
    assert (view.count(), view.count_all()) == (len(list(all_rows(sample, view.query))), 1090)
    assert RegisterView(sample, _ledger()).count_all() == 1090


def test_totals_are_per_currency_and_follow_the_filter(office: Office) -> None:
    with making(office) as make:
        for currency, amount in (("USD", "10.10"), ("USD", "0.20"), ("XOF", "500")):
            make.entry(make.grant(currency=currency), amount)
    totals = RegisterView(office, _ledger()).totals()
    assert totals.by_column["spent"] == (Money(Decimal("10.30"), "USD"), Money(Decimal(500), "XOF"))
    only = RegisterView(office, _ledger("currency=XOF")).totals()
    assert only.by_column["spent"] == (Money(Decimal(500), "XOF"),)


@pytest.mark.parametrize("engine_name", ["postgresql"])  # a file keeps writers waiting meanwhile
def test_a_list_is_read_in_one_state_while_others_write(office: Office) -> None:
    """Two windows of one reading must not show what came in between, nor miss what moved."""
    with making(office) as make:
        grant = make.grant()
        for number in range(3):
            make.entry(grant, "1.00", reference=f"PV-{number}")
        grant_id = grant.id
    view = RegisterView(office, _ledger())
    with office.read() as session:
        assert len(view.read(session.connection(), 0, 2)) == 2
        with making(office) as make:
            make.entry(make.unit.get(Grant, grant_id), "1.00", reference="PV-NEW")
        later = view.read(session.connection(), 2, 10)
    assert [row.values[1] for row in later] == ["PV-2"]


def test_csv_holds_what_is_shown(sample: Office, tmp_path: Path, speak: Callable[[str], Language]) -> None:
    path = tmp_path / "ledger.csv"
    query = _ledger("grant=NER-CT-01", "reference=RC-0002,PV-0401")
    outcome = export_register(sample, query, path, language=speak("en"), progress=QUIET)
    assert str(outcome.message) == "Wrote ledger.csv: 2 entries."
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Date", "Document", "Description", "Currency", "Spent"]
    assert [row[1] for row in rows[1:]] == ["PV-0401", "RC-0002"]
    assert [row[-1] for row in rows[1:]] == ["809.59", ""]


def test_excel_holds_numbers_and_the_readers_words(
    sample: Office, tmp_path: Path, speak: Callable[[str], Language]
) -> None:
    path = tmp_path / "ledger.xlsx"
    outcome = export_register(sample, _ledger("spent>=9000"), path, language=speak("fr"), progress=QUIET)
    french = speak("fr").text(outcome.message)
    assert french.startswith("ledger.xlsx écrit")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[1]][:2] == ["Date", "Pièce"]
    spent = [row[4].value for row in sheet.iter_rows(min_row=2) if isinstance(row[4].value, (int, float))]
    assert spent
    assert min(spent) >= 9000


@pytest.mark.parametrize("name", ["list.pdf", "list", "list.xls"])
def test_other_files_are_not_written(sample: Office, tmp_path: Path, english: Language, told: Told, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(UserError) as raised:
        export_register(sample, _ledger(), path, language=english, progress=QUIET)
    assert told(raised) == (
        f"GrantDesk does not write “{path.suffix}” files. Nothing was written. "
        "Choose a name that ends in .xlsx or .csv."
    )
    assert not path.exists()


def test_more_rows_than_a_sheet_holds_are_not_cut(
    sample: Office, tmp_path: Path, english: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.exporters.register_file.EXCEL_ROWS", 1000)
    with pytest.raises(UserError) as raised:
        export_register(sample, _ledger(), tmp_path / "list.xlsx", language=english, progress=QUIET)
    assert english.join(raised.value.sentences()) == (
        "Excel holds 1,048,576 rows; this list has 1,090. Nothing was written. "
        "Filter the list first, or write it as .csv."
    )
    export_register(sample, _ledger(), tmp_path / "list.csv", language=english, progress=QUIET)
    assert len((tmp_path / "list.csv").read_text(encoding="utf-8").splitlines()) == 1091


def test_records_are_found_by_the_beginnings_of_their_words(sample: Office) -> None:
    hits = [(hit.register, hit.code) for hit in find_records(sample, "witn prot")]
    assert hits[:3] == [("grants", "CAF-WP-01"), ("budgets", "CAF-WP-01"), ("projects", "CAF-WP")]
    (grant,) = [hit for hit in find_records(sample, "ner-ct-01") if hit.register == "grants"]
    assert (grant.name, grant.code) == ("Legal aid for detainees, Niger", "NER-CT-01")
    assert {hit.register for hit in find_records(sample, "koutoukale")} == {"ledger"}


def test_each_list_gives_its_first_four(sample: Office) -> None:
    hits = find_records(sample, "office rent", registers=("ledger", "budget_lines"))
    assert [hit.register for hit in hits].count("ledger") == 4


@pytest.mark.parametrize("nothing", ["", "   ", "\t"])
def test_no_words_find_nothing(file_office: Office, nothing: str) -> None:
    assert find_records(file_office, nothing) == []


def test_an_entry_without_description_is_called_by_its_document(office: Office) -> None:
    with making(office) as make:
        make.entry(make.grant(), "1.00", reference="PV-777")
    assert [(hit.name, hit.code) for hit in find_records(office, "pv-777")] == [("PV-777", "PV-777")]
