"""Real files of others: each is read rightly, or refused with a clear sentence; none makes a reader fail."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.progress import Silent
from desktop.importers.iati import read_iati
from desktop.importers.ledger_columns import match_columns
from desktop.importers.workbook import read_table
from desktop.language import UserError
from tests.helpers.shared import real_file


def _title(trouble: pytest.ExceptionInfo[UserError]) -> str:
    return str(trouble.value.title)


def test_577_projects_are_read_whole() -> None:
    found = read_iati(real_file("iati/iom-577-projects.xml"), progress=Silent())
    entries = [entry for activity in found.activities for entry in activity.transactions]
    assert (len(found.activities), found.problems) == (577, [])
    assert Counter(entry.kind for entry in entries) == {"11": 577}
    assert sum(entry.amount for entry in entries) == Decimal("2417615507.12")
    assert all(len(activity.budgets) == 1 for activity in found.activities)
    assert found.left_out["contact-info"] == 577


def test_seven_activities_of_seven_publishers() -> None:
    found = read_iati(real_file("iati/mixed-7-activities.xml"), progress=Silent())
    kinds = Counter(entry.kind for activity in found.activities for entry in activity.transactions)
    assert found.problems == []
    assert kinds == {"4": 22, "2": 18, "3": 16, "1": 5, "11": 2}
    assert sum(bool(activity.parent) for activity in found.activities) == 3
    assert (found.left_out["result"], found.left_out["description"]) == (11, 5)


def test_file_of_the_old_version_is_refused() -> None:
    with pytest.raises(UserError) as trouble:
        read_iati(real_file("iati/us-tanzania-old-version.xml"), progress=Silent())
    assert _title(trouble) == "us-tanzania-old-version.xml follows version 1.0 of the IATI standard."


def test_code_lists_and_schemas_are_no_activities() -> None:
    files = [*real_file("iati/codelists").glob("*.xml"), *real_file("iati/schema").glob("*.xsd")]
    assert len(files) == 34
    for path in files:
        with pytest.raises(UserError) as trouble:
            read_iati(path, progress=Silent())
        assert _title(trouble).startswith(f"{path.name} is not an IATI activity file: it begins with <")


def test_general_ledger_is_read_whole() -> None:
    table = read_table(real_file("xlsx/pq_general_ledger.xlsx"))
    assert table.headers[:3] == ("Account", "Date", "Ref")
    assert (len(table.rows), table.problems) == (15_422, [])
    debits = [row.values[6] for row in table.rows]
    assert debits[1] == Decimal("155.94")
    with pytest.raises(UserError) as trouble:
        match_columns(table.headers, file="ledger.xlsx")
    assert _title(trouble) == "ledger.xlsx lacks columns: ['amount']."


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("autorpt_budget.xlsx", "['date']"),
        ("dfid_template.xlsx", "['date', 'amount']"),
        ("elogframe_import.xlsx", "['date', 'amount']"),
        ("iati_cove_minimal.xlsx", "['date', 'amount']"),
        ("logframelab_clusters.xlsx", "['date', 'amount']"),
        ("tola_bulk.xlsx", "['date', 'amount']"),
    ],
)
def test_workbooks_that_are_no_ledgers_name_what_is_missing(name: str, missing: str) -> None:
    table = read_table(real_file(f"xlsx/{name}"))
    with pytest.raises(UserError) as trouble:
        match_columns(table.headers, file=name)
    assert _title(trouble) == f"{name} lacks columns: {missing}."


def test_budget_workbook_has_the_figures_it_shows() -> None:
    table = read_table(real_file("xlsx/autorpt_budget.xlsx"))
    assert table.headers == ("Task", "Budgeted", "Spent", "Remaining")
    assert table.rows[0].values == ("1. Project planning", Decimal(20000), Decimal(15226), Decimal(4774))


_ENDINGS = (
    " is not an Excel workbook, or it is damaged.",
    " is protected by a password, or in the old .xls format.",
    " cannot be read: a part of it is damaged.",
    " is empty.",
)


def _odd(*suffixes: str) -> list[Path]:
    return sorted(path for path in real_file("odd-workbooks").rglob("*") if path.suffix in suffixes)


def test_odd_workbooks_are_read_or_refused_in_a_sentence() -> None:
    files = _odd(".xlsx", ".xlsm")
    read = 0
    for path in files:
        try:
            read += bool(read_table(path).headers)
        except UserError as trouble:
            title = str(trouble.title)
            assert title.startswith(("There is no table in ", path.name)), title
            assert title == f"There is no table in {path.name}." or title.endswith(_ENDINGS), title
    assert len(files) > 100
    assert read > len(files) * 0.6


def test_formats_of_other_programs_are_never_taken_for_workbooks() -> None:
    files = _odd(".xls", ".xlsb", ".ods")
    assert len(files) > 60
    for path in files:
        with pytest.raises(UserError) as trouble:
            read_table(path)
        assert _title(trouble).endswith((_ENDINGS[0], _ENDINGS[1], _ENDINGS[3])), _title(trouble)


@pytest.mark.parametrize("name", ["AES", "SHA1", "SHA512"])
def test_workbooks_with_a_password_say_so(name: str) -> None:
    with pytest.raises(UserError) as trouble:
        read_table(real_file(f"odd-workbooks/qax-os+excelize/test__encrypt{name}.xlsx"))
    assert _title(trouble).endswith(_ENDINGS[1])


def test_error_cells_of_every_kind_are_told() -> None:
    table = read_table(real_file("odd-workbooks/tafia+calamine/tests__errors.xlsx"))
    assert len(table.problems) == len(table.rows) == 6


def test_dates_counted_from_1904() -> None:
    table = read_table(real_file("odd-workbooks/tafia+calamine/tests__date_1904.xlsx"))
    assert table.headers[0].startswith("2021-01-01")
    assert table.rows[0].values[0] == date(2021, 1, 2)
