"""Values go into the cells of an office's own workbook as what they are; all else stays as it was."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from desktop.config import paths
from desktop.exporters.report_template.filling import fill_workbook, inspect_workbook
from desktop.language import Language, UserError, load_language, say
from desktop.reports.report import Fact
from tests.helpers.marked import parts_of, styled_workbook
from tests.helpers.shared import real_file
from tests.helpers.sheets import zipped
from tests.helpers.templates import book_of, line, lines, opened, saved, values_of, words_of, written
from tests.helpers.way_back import saved_by_libreoffice

AMOUNT_DAY_SHARE_COUNT = ("{{cumulative.total}}", "{{ period.last }}", "{{delivery.1}}", "{{report.entries}}")
MOMENT = datetime(2019, 10, 9, 11, 2, 30, tzinfo=UTC)


def filled(content: bytes, language: Language, *rows: Any, **values: Any) -> bytes:
    return fill_workbook(content, words_of(*rows, **values), name="t.xlsx", language=language)


def sheet_with(language: Language, cells: dict[str, Any], *rows: Any, **values: Any) -> Any:
    """The first sheet of a template with these cells, filled."""

    def fill(sheet: Any) -> None:
        for place, value in cells.items():
            sheet[place] = value

    return opened(filled(book_of(fill), language, *rows, **values)).active


def test_amounts_shares_and_dates_are_what_they_are(english: Language) -> None:
    cells = {
        "A1": "{{cumulative.total}}",
        "A2": "{{ period.last }}",
        "A3": "{{delivery.1}}",
        "A4": "{{report.entries}}",
    }
    sheet = sheet_with(english, cells, line(1))
    assert [sheet[one].value for one in ("A1", "A3", "A4")] == [1234.5, 0.25, 7]
    assert sheet["A2"].value.date() == date(2019, 9, 30)
    assert sheet["A1"].number_format == "#,##0.00;[Red]\\-#,##0.00"
    assert (sheet["A2"].number_format, sheet["A3"].number_format) == ("d mmm yyyy", "0.0%")


def test_a_format_of_the_template_stays(english: Language) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = "{{cumulative.total}}"
        sheet["A1"].number_format, sheet["A1"].font = "0.000", Font(bold=True)
        sheet["A2"] = "{{cumulative.total}}"
        sheet["A2"].number_format, sheet["A2"].quotePrefix = "@", True

    sheet = opened(filled(book_of(fill), english)).active
    assert (sheet["A1"].number_format, sheet["A1"].font.b) == ("0.000", True)
    assert (sheet["A2"].value, sheet["A2"].number_format[:8], sheet["A2"].quotePrefix) == (1234.5, "#,##0.00", False)


def test_values_in_a_sentence_are_words_of_the_language(english: Language) -> None:
    cells = {"A1": "Report to {{period.last}}: {{cumulative.total}} {{grant.currency?}}, {{delivery.1}}"}
    french = load_language(paths.translations(), "fr")
    assert sheet_with(english, cells, line(1))["A1"].value == "Report to 30 September 2019: 1,234.50 , 25.0\u00a0%"
    assert sheet_with(french, cells, line(1))["A1"].value == (
        "Report to 30 septembre 2019: 1\u00a0234,50 , 25,0\u00a0%"
    )


def test_messages_are_in_the_language_and_arabic_begins_at_the_right() -> None:
    arabic = load_language(paths.translations(), "ar")
    sheet = sheet_with(arabic, {"A1": "{{report.title}}", "A2": "{{period.last}}"})
    assert sheet["A1"].value == arabic.text(say("Financial statement"))
    assert sheet.sheet_view.rightToLeft
    assert sheet["A2"].value.date() == date(2019, 9, 30)


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "-2", "=1+1"])
def test_text_is_never_a_formula(english: Language, text: str) -> None:
    facts = (Fact("grant", say("Grant"), text),)
    sheet = sheet_with(english, {"A1": "{{grant}}", "A2": "{{grant}} x"}, facts=facts)
    assert [(sheet[one].data_type, sheet[one].quotePrefix) for one in ("A1", "A2")] == [("s", True)] * 2
    assert sheet["A1"].value == text


def test_hostile_texts_do_no_harm(english: Language) -> None:
    nasty = "a\x00\x0b\ud800<b>&amp;{{grant}}]]>\u202e" + "x" * 40_000
    sheet = sheet_with(english, {"A1": "{{grant}}", "A2": "{{grant}}!"}, facts=(Fact("grant", say("Grant"), nasty),))
    assert sheet["A1"].value.startswith("a<b>&amp;{{grant}}]]>\u202exx")
    assert [len(sheet[one].value) for one in ("A1", "A2")] == [32_767, 32_767]


def test_what_has_no_meaning_stays_empty(english: Language) -> None:
    sheet = sheet_with(english, {"A1": "{{nothing?}}", "A2": "{{x}}"}, facts=(Fact("x", say("X"), None),))
    assert values_of(sheet) == [[None], [None]]


def test_old_days_and_moments_are_kept(english: Language) -> None:
    facts = (
        Fact("old", say("X"), date(1899, 5, 1)),
        Fact("instant", say("X"), MOMENT),
    )
    sheet = sheet_with(english, {"A1": "{{old}}", "A2": "{{instant}}"}, facts=facts)
    assert sheet["A1"].value == "1899-05-01"
    assert sheet["A2"].value.astimezone(UTC) == MOMENT


def test_a_workbook_that_counts_from_1904_gets_its_own_numbers(english: Language) -> None:
    book: Any = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = "{{period.last}}"
    assert opened(filled(saved(book), english)).active["A1"].value.date() == date(2019, 9, 30)


def test_parts_of_a_text_keep_their_looks(english: Language, tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = CellRichText(
            "Grant ", TextBlock(InlineFont(b=True), "{{gra"), "nt}}", TextBlock(InlineFont(i=True), "!")
        )
        sheet["A2"] = CellRichText(TextBlock(InlineFont(b=True), "{{grant}}"), "")

    path = written(tmp_path / "t.xlsx", filled(book_of(fill), english))
    rich: Any = openpyxl.load_workbook(path, rich_text=True).active
    bold = rich["A1"].value[1]
    assert (str(bold), bold.font.b) == ("NER-CT-01", True)
    assert str(rich["A1"].value) == "Grant NER-CT-01!"


def test_what_is_printed_above_and_what_charts_are_called_is_filled(english: Language, tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.oddHeader.center.text = "{{funder}} & {{period.last}}"
        chart = BarChart()
        chart.title = "To {{period.last}}"
        chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
        sheet.add_chart(chart, "C1")

    content = filled(book_of(fill), english, facts=(Fact("funder", say("Funder"), "Food & Co"),))
    sheet = opened(content).active
    assert sheet.oddHeader.center.text == "Food && Co & 30 September 2019"
    assert b"To 30 September 2019" in parts_of(written(tmp_path / "t.xlsx", content))["xl/charts/chart1.xml"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Up to &14{{period.last}}", b"Up to &amp;14 30 September 2019"),  # else its size would be 1430
        ("Up to &&14{{period.last}}", b"Up to &amp;&amp;1430 September 2019"),
        ("&14{{funder}}", b"&amp;14Food &amp;&amp; Co"),
    ],
)
def test_a_day_does_not_become_the_size_of_its_type(
    english: Language, tmp_path: Path, text: str, printed: bytes
) -> None:
    path = tmp_path / "t.xlsx"
    book: Any = openpyxl.Workbook()
    book.active.oddFooter.center.text = "PLACE"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b"PLACE", text.replace("&", "&amp;").encode()))
    facts = (Fact("funder", say("Funder"), "Food & Co"),)
    after = written(tmp_path / "filled.xlsx", filled(path.read_bytes(), english, facts=facts))
    assert printed in parts_of(after)["xl/worksheets/sheet1.xml"]


def test_all_else_is_the_same_to_the_byte(english: Language, tmp_path: Path) -> None:
    path = styled_workbook(tmp_path / "user.xlsx")
    book: Any = openpyxl.load_workbook(path)
    book["Data"]["A1"] = "Ledger of {{grant.reference}}"
    book["Data"]["E9"] = "{{cumulative.total}}"
    book.save(path)
    after = written(tmp_path / "filled.xlsx", filled(path.read_bytes(), english))
    before, now = parts_of(path), parts_of(after)
    changed = {name for name in before if before[name] != now.get(name)}
    assert before.keys() == now.keys()
    assert changed <= {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/charts/chart1.xml",  # its remembered figures are dropped
    }
    old, new = openpyxl.load_workbook(path)["Data"], openpyxl.load_workbook(after)["Data"]
    assert _looks(new, {"A1", "E9"}) == _looks(old, {"A1", "E9"})
    assert new["A1"].value == "Ledger of NER-CT-01"
    assert new["E9"].value == 1234.5


def _looks(sheet: Any, but: set[str]) -> dict[str, Any]:
    cells = {cell.coordinate: cell for row in sheet.iter_rows() for cell in row if cell.coordinate not in but}
    looks = {
        place: (cell.value, cell.number_format, cell.font, cell.fill, cell.border, cell.alignment, cell.comment)
        for place, cell in cells.items()
    }
    widths = {letter: (one.width, one.hidden) for letter, one in sheet.column_dimensions.items()}
    heights = {number: one.height for number, one in sheet.row_dimensions.items()}
    merged = sorted(map(str, sheet.merged_cells.ranges))
    return {"cells": str(looks), "widths": widths, "heights": heights, "merged": merged, "print": str(sheet.page_setup)}


def test_a_real_template_keeps_everything_but_what_is_filled(english: Language, tmp_path: Path) -> None:
    """The results framework of a funder: 23 merged cells, ten thousand styled ones, headers, footers."""
    source = real_file("xlsx/dfid_template.xlsx")
    parts = parts_of(source)
    cells = {
        b"B1": b"{{grant.title}} ({{grant.reference}}), to {{period.last}}",
        b"C4": b"{{cumulative.total}}",
        b"D3": b"{{period.first}}",
    }
    sheet = parts["xl/worksheets/sheet1.xml"]
    for place, text in cells.items():
        put = rb'\1 t="inlineStr"><is><t>' + text + b"</t></is></c>"
        sheet, count = re.subn(rb'(<c r="' + place + rb'" s="\d+")(?:[^>]*/>|[^>]*>.*?</c>)', put, sheet)
        assert count == 1
    path = zipped(tmp_path / "dfid.xlsx", parts | {"xl/worksheets/sheet1.xml": sheet})
    after = written(tmp_path / "filled.xlsx", filled(path.read_bytes(), english))
    now = parts_of(after)
    assert parts.keys() == now.keys()
    assert {name for name in parts if parts[name] != now[name]} == {
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    }
    old, new = (openpyxl.load_workbook(one)["RESULTS FRAMEWORK"] for one in (source, after))
    assert _looks(new, {"B1", "C4", "D3"}) == _looks(old, {"B1", "C4", "D3"})
    assert new["B1"].value == "Legal aid (NER-CT-01), to 30 September 2019"
    assert (new["C4"].value, new["D3"].value.date()) == (1234.5, date(2019, 7, 1))
    assert str((new["B1"].font, new["B1"].fill)) == str((old["B1"].font, old["B1"].fill))
    shown: Any = openpyxl.load_workbook(saved_by_libreoffice(after))["RESULTS FRAMEWORK"]
    assert (shown["B1"].value, shown["C4"].value) == (new["B1"].value, 1234.5)


def test_ten_thousand_placeholders_are_filled(english: Language) -> None:
    def fill(sheet: Any) -> None:
        for _row in range(1000):
            sheet.append(["{{grant}}"] * 10)

    assert {cell for row in values_of(opened(filled(book_of(fill), english)).active) for cell in row} == {"NER-CT-01"}


def test_unknown_names_are_listed_with_their_cells(english: Language) -> None:
    def fill(sheet: Any) -> None:
        sheet["B4"] = "{{grant.refernce}}"
        sheet["B5"] = "{{ }} and {{grant"
        sheet["A6"] = "{{each categories}}{{each notes}}"
        sheet["A7"] = "{{row.budget}}"
        sheet.oddFooter.left.text = "{{each notes}}"

    with pytest.raises(UserError) as raised:
        filled(book_of(fill), english, *lines(1))
    title, text, remedy = map(english.text, raised.value.sentences())
    assert title == "6 placeholders of t.xlsx are not understood."
    assert "Sheet!B4: {{grant.refernce}}. There is no such name. Perhaps grant.reference, " in text
    assert "Sheet!B5: {{ }}. Nothing that is known stands between the braces." in text
    assert text.endswith("And 1 more. Nothing was written.")
    assert remedy.startswith("Correct them")


def test_nothing_is_filled_where_it_could_do_harm() -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = '="To {{period.last}}"'
        sheet.title = "{{grant}}"

    known = words_of().known()
    found = inspect_workbook(book_of(fill), known, name="t.xlsx").problems
    assert [(one.place, str(one.sentence)[:24]) for one in found] == [
        ("{{grant}}!A1", "Nothing is filled in a f"),
        ("{{grant}}", "The name of a sheet stay"),
    ]


def test_the_same_report_makes_the_same_file(english: Language) -> None:
    content = book_of(lambda sheet: sheet.append(["{{grant}}"]))
    assert filled(content, english) == filled(content, english)


def test_a_single_unknown_name_is_one_sentence(english: Language) -> None:
    with pytest.raises(UserError) as raised:
        filled(book_of(lambda sheet: sheet.append(["{{zzzz}}"])), english)
    assert english.text(raised.value.title) == "One placeholder of t.xlsx is not understood."
    assert english.text(raised.value.text) == "Sheet!A1: {{zzzz}}. There is no such name. Nothing was written."
