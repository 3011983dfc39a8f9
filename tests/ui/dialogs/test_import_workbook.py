"""A ledger workbook is shown with its problems, sheet and cell, before it goes into the ledger of a grant."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import records
from desktop.services.offices import Office
from tests.helpers import sheets
from tests.helpers.importing import counts, entries, grant_of, look_at, open_import, said
from tests.helpers.records import making
from tests.helpers.window import button_named, click, press, visible_texts
from tests.ui.conftest import Open


@pytest.fixture
def with_grants(empty: Office) -> Office:
    """An office with two grants in USD, each with the line 1.1."""
    with making(empty) as maker:
        for reference in ("G-1", "G-2"):
            grant = maker.grant(reference=reference, title=f"Grant {reference}")
            maker.line(maker.budget(grant), "1.1", "5000")
    return empty


def test_other_grant_asks_for_another_look(with_grants: Office, opened: Open, tmp_path: Path) -> None:
    book = sheets.ledger(tmp_path / "book.xlsx", sheets.entry(100))
    dialog = open_import(opened(with_grants), "ledger", grant_of(with_grants, "G-1"))
    look_at(dialog, book)
    assert dialog.import_button.isEnabled()
    dialog.grant.set_value(grant_of(with_grants, "G-2"))
    assert not dialog.import_button.isEnabled()
    click(button_named(dialog, "Look at it first"))
    click(dialog.import_button)
    (choice,) = records.choices(with_grants, "ledger")
    assert records.load(with_grants, "ledger", choice.id).values["grant"] == "G-2"


def test_grant_of_a_workbook_must_be_chosen(with_grants: Office, opened: Open, tmp_path: Path) -> None:
    book = sheets.ledger(tmp_path / "book.xlsx", sheets.entry(100))
    dialog = open_import(opened(with_grants), "ledger")
    look_at(dialog, book)
    assert dialog.grant.trouble == "Choose the grant first."
    assert not dialog.import_button.isEnabled()
    dialog.grant.set_value(grant_of(with_grants, "G-1"))
    press(dialog.path, "Return")
    assert dialog.grant.trouble == ""
    assert dialog.import_button.isEnabled()


def test_workbook_goes_into_the_ledger_of_its_grant(with_grants: Office, opened: Open, tmp_path: Path) -> None:
    book = sheets.ledger(
        tmp_path / "book.xlsx", sheets.entry(100.25, Line="1.1"), sheets.entry(50, Document="PV-2", Line="1.1")
    )
    driver = opened(with_grants)
    dialog = open_import(driver, "ledger", grant_of(with_grants, "G-1"))
    assert dialog.grant.value() == grant_of(with_grants, "G-1")
    look_at(dialog, book)
    assert counts(dialog) == {"Ledger": ["2", "0", "0"]}
    click(dialog.import_button)
    assert said(driver) == "Imported book.xlsx: 2 entries."
    assert entries(with_grants) == ["PV-1", "PV-2"]


def test_problems_are_listed_with_sheet_and_cell_and_keep_everything_out(
    with_grants: Office, opened: Open, tmp_path: Path
) -> None:
    book = sheets.ledger(
        tmp_path / "book.xlsx",
        sheets.entry(100, Line="1.1"),
        sheets.entry("a lot", Document="PV-2"),
        sheets.entry(10, Document="PV-3", Date="soon"),
        sheet="March 2019",
    )
    dialog = open_import(opened(with_grants), "ledger", grant_of(with_grants, "G-1"))
    look_at(dialog, book)
    texts = visible_texts(dialog)
    assert any("March 2019" in text and "G3" in text for text in texts)
    assert any("March 2019" in text and "A4" in text for text in texts)
    assert "Nothing is imported while there are 2 errors. Correct them in the workbook, then look again." in texts
    assert not dialog.import_button.isEnabled()
    assert entries(with_grants) == []


def test_one_error_is_told_as_one(with_grants: Office, opened: Open, tmp_path: Path) -> None:
    book = sheets.ledger(tmp_path / "book.xlsx", sheets.entry("a lot"))
    dialog = open_import(opened(with_grants), "ledger", grant_of(with_grants, "G-1"))
    look_at(dialog, book)
    sentence = "Nothing is imported while there is 1 error. Correct it in the workbook, then look again."
    assert sentence in visible_texts(dialog)


def test_many_problems_still_leave_the_buttons_in_sight(with_grants: Office, opened: Open, tmp_path: Path) -> None:
    rows = [sheets.entry("a lot", Document=f"PV-{number}") for number in range(120)]
    driver = opened(with_grants)
    driver.window.resize(1024, 640)
    dialog = open_import(driver, "ledger", grant_of(with_grants, "G-1"))
    look_at(dialog, sheets.ledger(tmp_path / "book.xlsx", *rows))
    foot = dialog.import_button.mapTo(driver.window, dialog.import_button.rect().bottomLeft())
    assert foot.y() < 640
    assert sum("Ledger" in text for text in visible_texts(dialog)) <= 45  # the first of them; the count tells of all


def test_row_of_totals_is_left_out_and_told(with_grants: Office, opened: Open, tmp_path: Path) -> None:
    book = sheets.ledger(tmp_path / "book.xlsx", sheets.entry(100), {"Description": "Total", "Amount": 100})
    dialog = open_import(opened(with_grants), "ledger", grant_of(with_grants, "G-1"))
    look_at(dialog, book)
    assert "Left out, kept in the copy of the file: 1 rows of totals" in visible_texts(dialog)


def test_speaks_french(with_grants: Office, opened: Open, tmp_path: Path) -> None:
    driver = opened(with_grants, language="fr")
    dialog = open_import(driver, "ledger", grant_of(with_grants, "G-1"))
    look_at(dialog, sheets.ledger(tmp_path / "book.xlsx", sheets.entry("a lot")))
    texts = visible_texts(dialog)
    assert any("erreur" in text for text in texts)
    assert not any("Nothing is imported" in text or "Look at it" in text for text in texts)
