"""The comparison of a budget in Excel and the letter that asks for it, read again as their readers do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from desktop.domain.terms import Counting, Measure, NewLines, RuleKind
from desktop.language import Language, UserError
from desktop.services import budgets
from desktop.services.offices import Office
from desktop.storage.models import Grant, OfficeRecord
from tests.helpers.budgets import DAY, Plan, approved, line_called, planned, typed
from tests.helpers.formulas import recalculated
from tests.helpers.records import making


@dataclass(frozen=True)
class Asked:
    """A grant whose approved budget is to be revised."""

    first: int
    revision: int


@pytest.fixture
def asked(file_office: Office) -> Asked:
    """Two volunteers more and laptops that were not planned, from savings in travel, until March 2020."""
    with making(file_office) as make:
        funder = make.organisation(name="A funder")
        grant = make.grant(
            reference="NER-CT/01",
            title="Legal aid",
            funder_id=funder.id,
            amount=Decimal("11300.00"),
            indirect_rate=Decimal(13),
        )
        total = {"percent": Decimal(10), "measure": Measure.TOTAL, "counting": Counting.CUMULATIVE}
        make.rule(grant, RuleKind.FLEXIBILITY, article="2 CFR 200.308", **total)
        make.rule(grant, RuleKind.NEW_LINES, choice=NewLines.WITH_APPROVAL)
        result = make.result(make.project(), code="1.1", title="Files are reviewed").id
        grant_id = grant.id
    volunteers = (("result", result), ("quantity", Decimal(10)), ("unit", "person"))
    plans = (Plan("1.1", "600.00", volunteers), Plan("5.1", "3500.00"), Plan("5.2", "500.00"))
    first = approved(file_office, grant_id=grant_id, plans=plans)
    with making(file_office) as make:
        line = line_called(file_office, first, "5.1")
        make.entry(make.unit.get(Grant, grant_id), "1200.50", line_id=line.id, category=5)
    revision = budgets.draft_revision(file_office, budget_id=first).record_id
    edits = [
        typed(file_office, revision, "1.1", quantity=Decimal(12)),
        typed(file_office, revision, "5.1", unit_cost=Decimal("1800.00")),
        Plan("3.1", "500.00").edit,
    ]
    budgets.edit_lines(file_office, budget_id=revision, edits=edits)
    budgets.remove_lines(file_office, budget_id=revision, line_ids=[line_called(file_office, revision, "5.2").id])
    reason = "Two more volunteers are needed in Agadez."
    budgets.change_budget(file_office, budget_id=revision, reason=reason, grant_ends_on=date(2020, 3, 31))
    return Asked(first, revision)


def _rows(path: Path, sheet: int, *, first: int) -> dict[str, list[Any]]:
    """The amounts of each row of a sheet by what stands in its first two cells, calculated."""
    book = openpyxl.load_workbook(path)
    shown = book.worksheets[sheet]
    found: dict[str, list[Any]] = {}
    for row in range(1, shown.max_row + 1):
        name = " ".join(str(cell.value) for cell in shown[row][:2] if cell.value not in (None, ""))
        columns = [shown.cell(row, column).coordinate for column in range(first, first + 6)]
        found[name] = [recalculated(book, shown.title, place) for place in columns]
    return found


def test_the_workbook_has_every_line_and_live_subtotals(
    file_office: Office, asked: Asked, tmp_path: Path, english: Language
) -> None:
    outcome = budgets.write_request(file_office, budget_id=asked.revision, folder=tmp_path, language=english)
    assert english.text(outcome.message) == "Wrote NER-CT-01-Revision-1.xlsx and NER-CT-01-Revision-1.docx."
    path = tmp_path / "NER-CT-01-Revision-1.xlsx"
    rows = _rows(path, 0, first=8)
    sheet = budgets.load_sheet(file_office, budget_id=asked.revision)
    for group in sheet.by_category:
        for line in group.lines:
            approved_amount, used, amount, change, _percent, left = rows[f"{line.code} {line.description}"]
            assert (approved_amount, used, amount) == (line.approved, line.used, line.amount)
            assert (change, left) == (line.change, line.left_after)
        name = f"{group.key} {english.text(group.title)}"
        assert rows[name][:4] == [group.sums.approved or 0, group.sums.used, group.sums.amount, group.sums.change]
    total = rows["Total"]
    assert total[:4] == [Decimal(11300), Decimal("1200.50"), Decimal("10735.00"), Decimal(-565)]
    assert round(total[4], 4) == Decimal("-0.05")
    assert rows["5 Travel"][4] == Decimal("-0.55")
    assert rows["3.1 Line 3.1"][4] is None


def test_both_sheets_come_to_the_same_total(
    file_office: Office, asked: Asked, tmp_path: Path, english: Language
) -> None:
    path = tmp_path / "budget.xlsx"
    budgets.write_request(file_office, budget_id=asked.revision, workbook=path, language=english)
    rows = _rows(path, 1, first=3)
    assert rows["1 1.1 Files are reviewed"][:3] == [Decimal(6780), Decimal(0), Decimal(8136)]
    assert rows["2 Without a result"][:3] == [Decimal(4520), Decimal("1200.50"), Decimal("2599.00")]
    assert rows["Total"][2] == Decimal("10735.00")
    assert rows["Difference from the total by category, must be zero"][2] == Decimal(0)


def test_amounts_have_the_decimals_of_the_currency_and_text_is_no_formula(
    file_office: Office, tmp_path: Path, english: Language
) -> None:
    with making(file_office) as make:
        grant_id = make.grant(reference="GR-1", currency="XOF", amount=Decimal(500000), title="=1+1").id
    budget = planned(
        file_office, grant_id=grant_id, plans=(Plan("7.1", "12000", (("unit", "=2+2"), ("quantity", Decimal(3)))),)
    )
    path = tmp_path / "budget.xlsx"
    budgets.write_request(file_office, budget_id=budget, workbook=path, language=english)
    book = openpyxl.load_workbook(path)
    cells = {cell.value: cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None}
    assert cells["=1+1"].data_type == "s"
    assert cells["=2+2"].data_type == "s"
    assert cells[12000].number_format == "#,##0"
    total = next(cell for cell in cells.values() if str(cell.value).startswith("=SUM("))
    assert total.number_format == "#,##0;[Red]\\-#,##0"
    assert "Sample data: all amounts are invented." not in cells


def test_a_sample_says_so_in_both(file_office: Office, asked: Asked, tmp_path: Path, english: Language) -> None:
    with making(file_office) as make:
        make.unit.get(OfficeRecord, 1).is_sample = True
    opened = file_office
    opened.facts = opened._read_facts()
    budgets.write_request(opened, budget_id=asked.revision, folder=tmp_path, language=english)
    told = "Sample data: all amounts are invented."
    book = openpyxl.load_workbook(tmp_path / "NER-CT-01-Revision-1.xlsx")
    assert all(any(cell.value == told for row in sheet.iter_rows() for cell in row) for sheet in book.worksheets)
    assert _paragraphs(tmp_path / "NER-CT-01-Revision-1.docx")[0] == told


def _paragraphs(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs if paragraph.text]


def _table(path: Path) -> list[list[str]]:
    table = docx.Document(str(path)).tables[0]
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]


def test_the_letter_says_what_is_asked_and_under_which_rule(
    file_office: Office, asked: Asked, tmp_path: Path, english: Language
) -> None:
    path = tmp_path / "letter.docx"
    budgets.request_approval(file_office, budget_id=asked.revision, on=DAY, reason="Two more volunteers are needed.")
    budgets.write_request(file_office, budget_id=asked.revision, letter=path, language=english)
    said = [text.replace("\u00a0", " ") for text in _paragraphs(path)]
    assert said[1:] == [
        "30 June 2019",
        "To: A funder",
        "Request to revise the budget of grant NER-CT/01, Legal aid",
        "We ask you to approve the changes below. They bring the budget from USD 11,300.00 to USD 10,735.00.",
        "We also ask to extend the grant until 31 Mar 2020.",
        "The approved budget is: First budget, approved 30 Jun 2019.",
        "Reason",
        "Two more volunteers are needed.",
        "What the agreement says",
        (
            "USD 1,700.00 moved between categories is 15 per cent of the total, more than 10 per cent: "
            "the funder has to agree first "
            "(2 CFR 200.308)."
        ),
        "Line 3.1: it is new, the funder has to agree first.",
    ]
    assert _table(path) == [
        ["Category", "Approved", "Proposed", "Change", "Change, %"],
        ["Staff and other personnel costs", "USD 6,000.00", "USD 7,200.00", "USD 1,200.00", "20.0 %"],
        ["Equipment, vehicles and furniture", "", "USD 500.00", "USD 500.00", ""],
        ["Travel", "USD 4,000.00", "USD 1,800.00", "USD −2,200.00", "−55.0 %"],
        ["Indirect support costs", "USD 1,300.00", "USD 1,235.00", "USD −65.00", "−5.0 %"],
        ["Total", "USD 11,300.00", "USD 10,735.00", "USD −565.00", "−5.0 %"],
    ]
    signed = docx.Document(str(path)).tables[1].rows[0].cells
    assert signed[1].text.splitlines() == ["Approved for A funder", "Name and title:", "Date:", "Signature:"]


def test_the_letter_of_a_first_budget_and_of_one_whose_total_stays(
    file_office: Office, tmp_path: Path, english: Language
) -> None:
    with making(file_office) as make:
        grant_id = make.grant(reference="GR-1").id
    first = planned(file_office, grant_id=grant_id, plans=(Plan("7.1", "120.00"),))
    path = tmp_path / "letter.docx"
    budgets.write_request(file_office, budget_id=first, letter=path, language=english)
    assert "We ask you to approve a budget of USD 120.00, as set out below." in [
        text.replace("\u00a0", " ") for text in _paragraphs(path)
    ]
    assert _table(path)[0] == ["Category", "Proposed"]
    budgets.approve(file_office, budget_id=first, on=DAY, by="A funder")
    revision = budgets.draft_revision(file_office, budget_id=first).record_id
    budgets.write_request(file_office, budget_id=revision, letter=path, language=english)
    assert "We ask you to approve the changes below. The total of USD 120.00 stays as it is." in [
        text.replace("\u00a0", " ") for text in _paragraphs(path)
    ]


@pytest.mark.parametrize("code", ["fr", "ar"])
def test_both_are_in_the_language_that_is_asked_for(
    file_office: Office, asked: Asked, tmp_path: Path, speak: Callable[[str], Language], code: str
) -> None:
    language = speak(code)
    workbook, letter = tmp_path / "budget.xlsx", tmp_path / "letter.docx"
    budgets.write_request(file_office, budget_id=asked.revision, workbook=workbook, letter=letter, language=language)
    main = openpyxl.load_workbook(workbook).worksheets[0]
    assert bool(main.sheet_view.rightToLeft) is language.right_to_left
    table = docx.Document(str(letter)).tables[0]
    assert (table.table_direction is not None) is language.right_to_left
    names = {cell.text for row in table.rows for cell in row.cells}
    assert {"fr": "Voyages", "ar": "السفر"}[code] in names


def test_other_kinds_of_files_and_no_changes_are_answered(
    file_office: Office, asked: Asked, tmp_path: Path, english: Language
) -> None:
    with pytest.raises(UserError) as raised:
        budgets.write_request(file_office, budget_id=asked.revision, workbook=tmp_path / "budget.xls", language=english)
    assert english.join(raised.value.sentences()) == (
        "GrantDesk does not write “.xls” files. Nothing was written. Choose a name that ends in .xlsx."
    )
    with pytest.raises(UserError, match="cannot be written"):
        budgets.write_request(
            file_office, budget_id=asked.revision, letter=tmp_path / "nowhere" / "letter.docx", language=english
        )
    assert list(tmp_path.glob("*.xls*")) == []
