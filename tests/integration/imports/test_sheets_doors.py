"""The doors: files opened, drafts with kept mappings, previews and batches of every list by one way."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from desktop.domain.progress import Silent
from desktop.language import UserError
from desktop.services import records as forms
from desktop.services.imports import sheets
from desktop.services.imports.preview import Options
from desktop.services.offices import Office
from desktop.services.records import load
from tests.helpers.incoming import statuses
from tests.helpers.records import making

HEADINGS = ("Nom", "Référence", "Pays")


def workbook(path: Path, *rows: tuple[object, ...], headings: tuple[str, ...] = HEADINGS) -> Path:
    """A workbook with a title over its table."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Partenaires 2019"])
    sheet.append([])
    for row in (headings, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


def test_a_workbook_goes_through_all_doors_as_one_batch_with_its_file_and_mapping(
    office: Office, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "partenaires.xlsx", ("Croissant bleu", "NE-7", "Niger"), ("Puits", None, "ML"))
    book = sheets.open_file(path, progress=Silent())
    draft = sheets.draft(office, book, "organisations")
    preview = sheets.preview(office, draft, Options(), progress=Silent())
    assert (statuses(preview), [field.key for field in preview.fields]) == (
        ["NEW"] * 2,
        ["name", "reference", "country"],
    )
    done = sheets.apply(office, preview, progress=Silent())
    assert [one.name for one in forms.choices(office, "organisations")] == ["Croissant bleu", "Puits"]
    batch = load(office, "imports", done.record_id).values
    assert (batch["source_name"], batch["added"], batch["changed"], batch["sha256"]) == (
        "partenaires.xlsx",
        2,
        0,
        book.sha256,
    )


def test_a_table_from_the_clipboard_comes_in_the_same_way(office: Office) -> None:
    book = sheets.open_pasted("Name\tCountry\nAlpha\tNE\nBeta\tML\nGamma\tNE", name="Pasted")
    preview = sheets.preview(office, sheets.draft(office, book, "organisations"), Options(), progress=Silent())
    assert statuses(preview) == ["NEW"] * 3


def test_a_mapping_that_was_kept_is_taken_for_the_same_headings_and_by_its_name(office: Office, tmp_path: Path) -> None:
    headings = ("Nom", "Référence", "Remarque")
    path = workbook(tmp_path / "a.xlsx", ("Un", "R-1", "x"), ("Deux", "R-2", "y"), headings=headings)
    book = sheets.open_file(path, progress=Silent())
    draft = sheets.draft(office, book, "organisations")
    chosen = sheets.redraft(office, draft, draft.mapping.with_field(2, "short_name"))
    assert (draft.mapping_name, chosen.mapping_name) == ("", "")
    sheets.keep_mapping(office, chosen, name=" Partners ")
    (kept,) = sheets.kept_mappings(office, "organisations")
    assert (kept.name, sheets.kept_mappings(office, "grants")) == ("Partners", [])
    again = sheets.draft(office, book, "organisations")
    assert (again.mapping_name, again.mapping.fields[2]) == ("Partners", "short_name")
    assert sheets.redraft(office, draft, chosen.mapping).mapping_name == "Partners"
    named = sheets.draft(office, book, "organisations", mapping_name="Partners")
    assert named.mapping.fields == again.mapping.fields


def test_a_mapping_kept_again_under_its_name_replaces_the_old_one(office: Office, tmp_path: Path) -> None:
    book = sheets.open_file(workbook(tmp_path / "a.xlsx", ("Un", "R-1", "ML"), ("Deux", "", "")), progress=Silent())
    draft = sheets.draft(office, book, "organisations")
    sheets.keep_mapping(office, draft, name="P")
    sheets.keep_mapping(office, sheets.redraft(office, draft, draft.mapping.with_field(2, "")), name="P")
    (kept,) = sheets.kept_mappings(office, "organisations")
    assert "country" not in kept.mapping["fields"].values()


def test_wrong_names_are_told_with_those_there_are(office: Office, tmp_path: Path) -> None:
    book = sheets.open_file(workbook(tmp_path / "a.xlsx", ("Un", "R-1", "ML"), ("Deux", "", "")), progress=Silent())
    with pytest.raises(UserError, match="History cannot be imported"):
        sheets.draft(office, book, "history")
    with pytest.raises(UserError, match="no list called"):
        sheets.draft(office, book, "nothing")
    with pytest.raises(UserError, match="Leave it out"):
        sheets.draft(office, book, "organisations", mapping_name="X")
    draft = sheets.draft(office, book, "organisations")
    with pytest.raises(UserError, match="needs a name"):
        sheets.keep_mapping(office, draft, name=" ")
    sheets.keep_mapping(office, draft, name="P")
    with pytest.raises(UserError, match="Mappings: P"):
        sheets.draft(office, book, "organisations", mapping_name="X")


def test_the_ledger_comes_in_by_the_same_doors(office: Office) -> None:
    with making(office) as make:
        make.grant(reference="G-1")
    text = "Date\tDocument\tDescription\tGrant\tAmount\tCurrency\n2019-03-04\tPV-1\tFuel\tG-1\t10.50\tUSD\n"
    book = sheets.open_pasted(text + "2019-03-05\tPV-2\tRent\tG-1\t20.50\tUSD\n", name="March")
    preview = sheets.preview(office, sheets.draft(office, book, "ledger"), Options(), progress=Silent())
    assert statuses(preview) == ["NEW", "NEW"]
    assert sheets.apply(office, preview, progress=Silent()).record_id


def test_a_file_is_inspected_without_an_office(tmp_path: Path) -> None:
    headings = ("Reference", "Title", "Funder", "Currency", "Amount", "Start date")
    rows = [
        ("G-1", "One", "UNDP", "USD", "1,234.50", "2019-01-31"),
        ("G-2", "Two", "UNDP", "XXQ", "12.5O", "2019-02-28"),
    ]
    book = sheets.open_file(workbook(tmp_path / "grants.xlsx", *rows, headings=headings), progress=Silent())
    found = sheets.inspect(book)
    assert found.kinds[0][0] == found.kind == "grants"
    assert (found.layout.mapping.header_rows, found.rows, found.guesses[4].field) == ((2,), 2, "amount")
    assert {problem.where for problem in found.problems} >= {"Sheet!D5", "Sheet!E5"}
    assert sheets.inspect(book, kind="organisations").kind == "organisations"


def test_what_can_be_imported_is_every_list_with_something_to_edit() -> None:
    assert sheets.KINDS == (
        "grants",
        "budgets",
        "budget_lines",
        "ledger",
        "rates",
        "instalments",
        "rules",
        "amendments",
        "shares",
        "allocations",
        "allocation_shares",
        "crosswalks",
        "projects",
        "results",
        "volunteers",
        "clearances",
        "duty_stations",
        "assignments",
        "deployments",
        "contract_periods",
        "deployment_shares",
        "deployment_costs",
        "entitlement_rates",
        "category_limits",
        "leave",
        "checklist",
        "work_measures",
        "work_counts",
        "organisations",
        "agreements",
        "parties",
        "obligations",
        "contacts",
        "documents",
    )
