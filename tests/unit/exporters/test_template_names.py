"""The workbook of names beside a template: every name as it is written, with its meaning and an example."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.exporters.template_names import write_names
from desktop.language import Language, UserError, say
from desktop.reports.report import ColumnKind, Fact
from desktop.reports.templates.terms import Term, TermColumn, TermRow, TermTable, Vocabulary
from tests.helpers.templates import line, words_of

TITLE = say("Financial statement")


def sheet_of(path: Path, names: Vocabulary, language: Language) -> Any:
    write_names(path, names, TITLE, language=language)
    return openpyxl.load_workbook(path).active


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    head = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value)
    return [tuple(cell.value for cell in line[:3]) for line in sheet.iter_rows(min_row=head + 1)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "names.xlsx"


def test_every_name_stands_there_in_braces_and_is_counted(path: Path, english: Language) -> None:
    names = words_of(line(1))
    count = write_names(path, names, TITLE, language=english)
    sheet: Any = openpyxl.load_workbook(path).active
    found = rows(sheet)
    assert count == len(found) == len(list(names.offered()))
    written = {name: example for name, _about, example in found}
    assert written["{{grant}}"] == "NER-CT-01"
    assert written["{{period.last}}"] == "30 September 2019"
    assert all(name.startswith("{{") and name.endswith("}}") for name in written)
    assert all(about for _name, about, _example in found)
    assert "{{each categories}}" in written
    assert written["{{row.label}}"] is not None


def test_the_head_is_a_filter_and_stays_in_sight(path: Path, english: Language) -> None:
    sheet = sheet_of(path, words_of(line(1)), english)
    assert (sheet.title, sheet["A1"].value) == ("Names", "Financial statement")
    head = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value)
    assert [cell.value for cell in sheet[head]][:3] == ["Write", "What it is", "Example"]
    assert sheet.freeze_panes == f"A{head + 1}"
    assert sheet.auto_filter.ref == f"A{head}:C{sheet.max_row}"
    assert sheet["A2"].value == "Write a name in double braces into a cell, or into a text: {{period.last}}."


def test_values_are_text_that_nothing_runs_and_a_workbook_can_hold(path: Path, english: Language) -> None:
    facts = (Fact("grant", say("Grant"), "=1+1"), Fact("title", say("Title"), "a\x0bb\ufffe"))
    sheet = sheet_of(path, words_of(facts=facts), english)
    cells = {row[0].value: row[2] for row in sheet.iter_rows()}
    example = cells["{{grant}}"]
    assert (example.value, example.data_type, example.quotePrefix) == ("=1+1", "s", True)
    assert cells["{{title}}"].value == "ab"


def test_a_table_without_rows_has_its_names_without_examples(path: Path, english: Language) -> None:
    columns = {"spent": TermColumn("spent", say("Spent"), ColumnKind.AMOUNT)}
    table = TermTable("lines", say("Each line"), columns, (), "USD")
    assert rows(sheet_of(path, Vocabulary({}, {"lines": table}), english)) == [
        ("{{each lines}}", "Each line", None),
        ("{{row.spent}}", "Spent", None),
    ]
    filled = TermTable("lines", say("Each line"), columns, (TermRow({"spent": None}),), "USD")
    assert rows(sheet_of(path, Vocabulary({"x": Term("x", 7, say("Seven"))}, {"lines": filled}), english)) == [
        ("{{x}}", "Seven", "7"),
        ("{{each lines}}", "Each line", None),
        ("{{row.spent}}", "Spent", None),
    ]


@pytest.mark.parametrize(("code", "right_to_left"), [("fr", False), ("ar", True)])
def test_it_is_in_the_language_of_the_one_who_makes_the_template(
    path: Path, speak: Callable[[str], Language], code: str, right_to_left: bool
) -> None:
    language = speak(code)
    sheet = sheet_of(path, words_of(line(1)), language)
    assert bool(sheet.sheet_view.rightToLeft) is right_to_left
    assert sheet.title == language.text(say("Names"))
    assert sheet["A1"].value == language.text(TITLE)
    assert "{{period.last}}" in {row[0].value for row in sheet.iter_rows()}  # names are the same everywhere


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path, english: Language) -> None:
    with pytest.raises(UserError):
        write_names(tmp_path / "missing" / "names.xlsx", words_of(), TITLE, language=english)
