"""Writes the templates of reports that come with the program, so that they are ours and can be made anew.

    python installer/make_templates.py

They are ordinary files of Excel and Word with placeholders, and are kept in the repository as they are written here.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import docx
import openpyxl
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

TARGET: Final = Path(__file__).resolve().parent.parent / "resources" / "templates"
MADE: Final = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
FONT = "Calibri"
INK, MUTED, ACCENT, LINE, SOFT = "1B1F23", "61686E", "0B5F97", "C9CAC4", "F4F4F1"
AMOUNT = "#,##0.00;[Red]\\-#,##0.00"
SHARE = "0.0%"
THIN, MEDIUM = Side(style="thin", color=LINE), Side(style="medium", color=INK)
BELOW, TOTAL = Border(bottom=THIN), Border(top=THIN, bottom=MEDIUM)
RIGHT, LEFT = Alignment(horizontal="right", vertical="center", wrap_text=True), Alignment(vertical="center")
WRAPPED = Alignment(vertical="top", wrap_text=True)


def font(*, size: int = 10, bold: bool = False, color: str = INK, italic: bool = False) -> Font:
    """The font of the workbooks."""
    return Font(name=FONT, size=size, bold=bold, color=color, italic=italic)


def put(sheet: Any, place: str, value: Any, look: Font | None = None, **more: Any) -> Any:
    """Writes a cell, with how it looks."""
    cell = sheet[place]
    cell.value, cell.font, cell.alignment = value, look or font(), LEFT
    for name, style in more.items():
        setattr(cell, name, style)
    return cell


def frame(sheet: Any, row: int, columns: str, border: Border, fill: str = "") -> None:
    """Draws lines, and perhaps a ground, along a row."""
    for column in columns:
        sheet[f"{column}{row}"].border = border
        if fill:
            sheet[f"{column}{row}"].fill = PatternFill("solid", start_color=fill)


def set_up(sheet: Any, widths: Sequence[float], area: str, *, landscape: bool) -> None:
    """Widths of columns and what the pages look like."""
    for letter, width in zip("ABCDEFGH", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape" if landscape else "portrait"
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_area = area
    sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = 0.6
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "{{grant}}", "&P / &N"
    sheet.oddFooter.left.size = sheet.oddFooter.right.size = 8


def save_book(book: Any, name: str) -> None:
    """Saves a workbook with the same bytes inside each time."""
    book.properties.creator, book.properties.created, book.properties.modified = "GrantDesk", MADE, MADE
    book.save(TARGET / name)


# --- statement to a funder ------------------------------------------------------------------------------------------

_COLUMNS = ("budget", "period", "cumulative", "committed", "balance", "delivery")
_FUND = ("received.before", "spent.before", "fund.opening", "fund.adjustment", "fund.receipts", "fund.spent")


def make_statement() -> None:
    """A statement by category, with live formulas, the fund balance and a chart."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Statement"
    set_up(sheet, (6.0, 50, 21, 21, 21, 21, 21, 13), "A1:H34", landscape=True)
    _statement_head(sheet)
    _statement_table(sheet, 10)
    _fund_table(sheet, 16)
    _statement_chart(sheet)
    put(sheet, "A27", "{{each notes}}{{row.text}}", font(size=9, color=MUTED), alignment=WRAPPED)
    sheet.merge_cells("A27:H27")
    sheet.row_dimensions[27].height = 14
    for column, last, text in (("A", "B", "Prepared by"), ("E", "G", "Certified by")):
        put(sheet, f"{column}30", text, font(color=MUTED))
        put(sheet, f"{column}33", "Name, title, date", font(size=9, color=MUTED))
        sheet.merge_cells(f"{column}30:{last}30")
        sheet.merge_cells(f"{column}33:{last}33")
    for columns in ("AB", "EFG"):
        frame(sheet, 33, columns, Border(top=THIN))
    save_book(book, "statement.xlsx")


def _statement_head(sheet: Any) -> None:
    put(sheet, "A1", "{{office.name}}", font(size=11, bold=True, color=ACCENT))
    put(sheet, "A2", "{{report.title}}", font(size=18, bold=True))
    sheet.row_dimensions[2].height = 26
    put(sheet, "A3", "{{grant.reference}}: {{grant.title}}", font(size=11, color=MUTED))
    for row in (1, 2, 3):
        sheet.merge_cells(f"A{row}:H{row}")
    frame(sheet, 4, "ABCDEFGH", Border(top=Side(style="medium", color=ACCENT)))
    sheet.row_dimensions[4].height = 6
    put(sheet, "A5", "{{each facts}}{{row.label}}", font(color=MUTED))
    put(sheet, "C5", "{{row.value}}", font(bold=True))
    sheet.merge_cells("A5:B5")
    sheet.merge_cells("C5:H5")


def _statement_table(sheet: Any, row: int) -> None:
    head, lines, total = row - 1, row, row + 1
    put(sheet, f"A{row - 2}", "{{categories.title}}", font(size=12, bold=True))
    put(sheet, f"A{head}", "No.", font(color=MUTED), alignment=LEFT)
    put(sheet, f"B{head}", "{{categories.heading}}", font(color=MUTED), alignment=LEFT)
    sheet.row_dimensions[head].height = 28
    put(sheet, f"A{lines}", "{{each categories lines}}{{row.number}}", font(color=MUTED), alignment=LEFT)
    put(sheet, f"B{lines}", "{{row.label}}", alignment=LEFT)
    put(sheet, f"B{total}", "Total", font(bold=True))
    put(sheet, f"B{total + 1}", "As GrantDesk has it", font(size=9, color=MUTED))
    put(sheet, f"B{total + 2}", "Difference, must be 0.00", font(size=9, color=MUTED))
    for column, key in zip("CDEFGH", _COLUMNS, strict=True):
        label = f"{{{{categories.{key}.label}}}}"
        put(sheet, f"{column}{head}", label, font(color=MUTED), alignment=RIGHT)
        value = f"{{{{row.{key}}}}}"
        summed = f"=SUM({column}{lines}:{column}{lines})"
        if key == "balance":
            value = summed = "=C{row}-E{row}-F{row}"
        elif key == "delivery":
            value = summed = '=IF(C{row}=0,"",E{row}/C{row})'
        shown = SHARE if key == "delivery" else AMOUNT
        put(sheet, f"{column}{lines}", value.replace("{row}", str(lines)), number_format=shown)
        put(sheet, f"{column}{total}", summed.replace("{row}", str(total)), font(bold=True), number_format=shown)
        if key != "delivery":
            known, small = f"{{{{{key}.total}}}}", font(size=9, color=MUTED)
            put(sheet, f"{column}{total + 1}", known, small, number_format=AMOUNT)
            put(
                sheet,
                f"{column}{total + 2}",
                f"=ROUND({column}{total}-{column}{total + 1},2)",
                small,
                number_format=AMOUNT,
            )
    frame(sheet, head, "ABCDEFGH", BELOW, SOFT)
    frame(sheet, lines, "ABCDEFGH", BELOW)
    frame(sheet, total, "ABCDEFGH", TOTAL)


def _fund_table(sheet: Any, row: int) -> None:
    put(sheet, f"A{row}", "{{fund.title}}", font(size=12, bold=True))
    for number, key in enumerate(_FUND, start=row + 1):
        _fund_row(sheet, number, key, "{{row.amount}}", BELOW)
    first = row + 1
    closing = f"=C{first + 2}+C{first + 3}+C{first + 4}-C{first + 5}"
    _fund_row(sheet, first + len(_FUND), "fund.closing", closing, TOTAL)


def _fund_row(sheet: Any, row: int, key: str, value: str, border: Border) -> None:
    bold = key in ("fund.opening", "fund.closing")
    put(sheet, f"A{row}", f"{{{{each fund where key={key}}}}}{{{{row.label}}}}", font(bold=bold))
    put(sheet, f"C{row}", value, font(bold=bold), number_format=AMOUNT)
    frame(sheet, row, "ABC", border)


def _statement_chart(sheet: Any) -> None:
    chart = BarChart()
    chart.type, chart.gapWidth = "col", 60
    sizes: tuple[Any, Any] = (6.2, 14.2)  # centimetres
    chart.height, chart.width = sizes
    for column, color in ((3, "C9CAC4"), (5, ACCENT)):
        chart.add_data(Reference(sheet, min_col=column, min_row=9, max_row=10), titles_from_data=True)
        chart.series[-1].graphicalProperties = GraphicalProperties(solidFill=color)
    chart.set_categories(Reference(sheet, min_col=1, min_row=10, max_row=10))
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.numFmt, chart.y_axis.majorGridlines = "#,##0", None
    sheet.add_chart(chart, "E16")


# --- summary of a US award --------------------------------------------------------------------------------------------

_AWARD = (("agency", ""), ("award", ""), ("recipient", ""), ("uei", ""), ("grant_period", ""), ("period_end", ""))
_SUMMARY = (
    ("Federal funds authorized", "{{10d}}"),
    ("Cash receipts", "{{10a}}"),
    ("Federal share of expenditures", "{{10e}}"),
    ("Unliquidated obligations", "{{10f}}"),
)
_CATEGORIES = (
    "Staff and other personnel",
    "Supplies, commodities, materials",
    "Equipment, vehicles and furniture",
    "Contractual services",
    "Travel",
    "Transfers and grants to counterparts",
    "General operating and other direct costs",
    "Indirect support costs",
)


def make_summary() -> None:
    """The figures of a US award on one page, after the Federal Financial Report."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Summary"
    set_up(sheet, (34, 26, 18, 14), "A1:D41", landscape=False)
    _band(sheet, 1, "FINANCIAL SUMMARY", size=16, height=32)
    put(sheet, "A2", "{{office.name}}, quarter to {{period.last}}", font(color=MUTED))
    sheet.row_dimensions[2].height = 20
    for row, (key, _rest) in enumerate(_AWARD, start=4):
        put(sheet, f"A{row}", f"{{{{{key}.label}}}}", font(color=MUTED))
        put(sheet, f"B{row}", f"{{{{{key}}}}}", font(bold=True), alignment=Alignment(horizontal="left"))
        sheet[f"B{row}"].number_format = "mm/dd/yyyy" if key == "period_end" else "General"
        sheet.merge_cells(f"B{row}:D{row}")
        frame(sheet, row, "ABCD", BELOW)
    _summary_figures(sheet, 11)
    _summary_costs(sheet, 20)
    _summary_end(sheet, 33)
    save_book(book, "financial_summary.xlsx")


def _band(sheet: Any, row: int, text: str, *, size: int = 10, height: int = 18) -> None:
    put(sheet, f"A{row}", text, font(size=size, bold=True, color="FFFFFF"), alignment=LEFT)
    frame(sheet, row, "ABCD", Border(), "1F3A5F")
    sheet.row_dimensions[row].height = height


def _summary_figures(sheet: Any, row: int) -> None:
    _band(sheet, row, "Award to date, in {{currency}}")
    for number, (label, value) in enumerate(_SUMMARY, start=row + 1):
        put(sheet, f"A{number}", label)
        put(sheet, f"C{number}", value, number_format=AMOUNT)
        frame(sheet, number, "ABCD", BELOW)
    first = row + 1
    for number, label, formula in (
        (row + 5, "Cash on hand", f"=C{first + 1}-C{first + 2}"),
        (row + 6, "Unobligated balance", f"=C{first}-C{first + 2}-C{first + 3}"),
    ):
        put(sheet, f"A{number}", label, font(bold=True))
        put(sheet, f"C{number}", formula, font(bold=True), number_format=AMOUNT)
        frame(sheet, number, "ABCD", BELOW)


def _summary_costs(sheet: Any, row: int) -> None:
    _band(sheet, row, "Expenditures by category")
    first, last = row + 1, row + len(_CATEGORIES) + 1
    for number, label in enumerate(_CATEGORIES, start=first):
        key = str(number - row)
        put(sheet, f"A{number}", label)
        put(sheet, f"C{number}", f"{{{{spent.{key}}}}}", number_format=AMOUNT)
        _share(sheet, number, last + 1)
    put(sheet, f"A{last}", "Without a category")
    put(sheet, f"C{last}", "{{spent.-}}", number_format=AMOUNT)
    _share(sheet, last, last + 1)
    put(sheet, f"A{last + 1}", "Total expenditures", font(bold=True))
    put(sheet, f"C{last + 1}", f"=SUM(C{first}:C{last})", font(bold=True), number_format=AMOUNT)
    frame(sheet, last + 1, "ABCD", TOTAL)
    put(sheet, f"A{last + 2}", "Difference from the line above, must be 0.00", font(size=9, color=MUTED))
    put(sheet, f"C{last + 2}", f"=ROUND(C{last + 1}-C14,2)", font(size=9, color=MUTED), number_format=AMOUNT)


def _share(sheet: Any, row: int, total: int) -> None:
    put(sheet, f"D{row}", f'=IF(C${total}=0,"",C{row}/C${total})', font(color=MUTED), number_format=SHARE)
    frame(sheet, row, "ABCD", BELOW)


def _summary_end(sheet: Any, row: int) -> None:
    put(sheet, f"A{row}", "{{each notes}}{{row.text}}", font(size=9, color=MUTED), alignment=WRAPPED)
    sheet.merge_cells(f"A{row}:D{row}")
    sheet.row_dimensions[row].height = 26
    put(sheet, f"A{row + 3}", "{{each signatures}}{{row.label}}", font(color=MUTED))
    put(sheet, f"B{row + 3}", "{{row.name}}", font(bold=True))
    put(sheet, f"C{row + 3}", "{{row.title}}")
    put(sheet, f"A{row + 5}", "Signature and date", font(size=9, color=MUTED))
    frame(sheet, row + 5, "AB", Border(top=THIN))


# --- narrative report -------------------------------------------------------------------------------------------------


def make_narrative() -> None:
    """A narrative report: what the office writes, with the figures by category in a table."""
    document: Any = docx.Document()
    _document_styles(document)
    _document_head(document)
    for title, hint in (
        ("Summary", "What was achieved in the period, in three sentences."),
        ("Activities and results", "By outcome: what was done, for whom, and what came of it."),
        ("Difficulties and what was learned", "What went otherwise than planned, and what is done about it."),
    ):
        document.add_heading(title, level=1)
        paragraph = document.add_paragraph(style="Hint")
        paragraph.add_run(hint)
    document.add_heading("Finances", level=1)
    document.add_paragraph(
        "Of a budget of {{grant.currency}} {{budget.total}}, {{grant.currency}} {{cumulative.total}} had been spent by "
        "{{period.last}} ({{delivery.total}}), {{period.total}} of it in the period. "
        "Commitments of {{committed.total}} were open."
    )
    _figures_table(document)
    document.add_heading("Notes", level=1)
    document.add_paragraph("{{each notes}}{{row.text}}", style="List Bullet")
    document.add_heading("Signature", level=1)
    document.add_paragraph("For {{office.name}}, {{today}}")
    document.add_paragraph("\n\nName and title: ____________________________")
    document.core_properties.author = "GrantDesk"
    document.core_properties.created = document.core_properties.modified = MADE
    document.save(str(TARGET / "narrative.docx"))


def _document_styles(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(11), RGBColor.from_string(INK)
    normal.paragraph_format.space_after = Pt(6)
    for level, size in ((1, 14), (2, 12)):
        heading = document.styles[f"Heading {level}"]
        heading.font.name, heading.font.size, heading.font.color.rgb = FONT, Pt(size), RGBColor.from_string(ACCENT)
        heading.element.rPr.rFonts.attrib.clear()
        heading.element.rPr.rFonts.set(qn("w:ascii"), FONT)
        heading.element.rPr.rFonts.set(qn("w:hAnsi"), FONT)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(16), Pt(4)
    hint = document.styles.add_style("Hint", 1)
    hint.base_style, hint.font.italic, hint.font.color.rgb = normal, True, RGBColor.from_string(MUTED)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.3)
        section.top_margin = section.bottom_margin = Cm(2.2)


def _document_head(document: Any) -> None:
    header = document.sections[0].header.paragraphs[0]
    _run(header, "{{office.name}}", size=9, color=MUTED)
    footer = document.sections[0].footer.paragraphs[0]
    _run(footer, "{{grant.reference}}, to {{period.last}}", size=9, color=MUTED)
    title = document.add_paragraph()
    title.paragraph_format.space_after = Pt(0)
    _run(title, "Narrative report", size=24, bold=True)
    _run(document.add_paragraph(), "{{grant.title}}", size=13, color=MUTED)
    table = document.add_table(rows=0, cols=2)
    _fix_widths(table, (Cm(4), Cm(12.4)))
    for name in ("grant", "funder", "recipient", "period"):
        cells = table.add_row().cells
        _run(cells[0].paragraphs[0], f"{{{{{name}.label}}}}", color=MUTED)
        _run(cells[1].paragraphs[0], f"{{{{{name}}}}}", bold=True)
        _line_below(cells)
        for cell, width in zip(cells, (Cm(4), Cm(12.4)), strict=True):
            cell.width = width
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _run(paragraph: Any, text: str, *, size: int = 11, bold: bool = False, color: str = INK) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, RGBColor.from_string(color)
    return run


def _figures_table(document: Any) -> None:
    keys = ("label", "budget", "cumulative", "balance", "delivery")
    table = document.add_table(rows=0, cols=len(keys))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths = (Cm(6.4), Cm(2.8), Cm(2.8), Cm(2.8), Cm(1.8))
    _fix_widths(table, widths)
    heads = ("{{categories.heading}}", *(f"{{{{categories.{key}.label}}}}" for key in keys[1:]))
    lines = ("{{each categories lines}}{{row.label}}", *(f"{{{{row.{key}}}}}" for key in keys[1:]))
    totals = ("{{each categories totals}}{{row.label}}", *lines[1:])
    for texts, bold, color in ((heads, False, MUTED), (lines, False, INK), (totals, True, INK)):
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            _run(paragraph, text, size=9, bold=bold, color=color)
            if cell is not cells[0]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _line_below(cells, ground=SOFT if texts is heads else "")
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
        _row_of(cells).append(OxmlElement("w:cantSplit"))
    _row_of(table.rows[0].cells).append(OxmlElement("w:tblHeader"))


def _around(paragraph: Any) -> Any:
    """The cell that a paragraph stands in."""
    return paragraph.paragraph_format.element.getparent()


def _line_below(cells: Sequence[Any], *, ground: str = "") -> None:
    for cell in cells:
        properties = _around(cell.paragraphs[0]).get_or_add_tcPr()
        borders = OxmlElement("w:tcBorders")
        bottom = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "4"), ("color", LINE)):
            bottom.set(qn(f"w:{name}"), value)
        borders.append(bottom)
        properties.append(borders)
        if ground:
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", ground)):
                shade.set(qn(f"w:{name}"), value)
            properties.append(shade)


def _row_of(cells: Sequence[Any]) -> Any:
    """What the row of these cells says of itself."""
    return _around(cells[0].paragraphs[0]).getparent().get_or_add_trPr()


def _fix_widths(table: Any, widths: Sequence[Any]) -> None:
    """Columns as wide as they are said to be, whatever is in them."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def main() -> int:
    """Writes all templates."""
    TARGET.mkdir(parents=True, exist_ok=True)
    makers = (make_statement, make_summary, make_narrative)
    for make in makers:
        make()
    print(f"Wrote {len(makers)} templates.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
