"""Writes the document that comes with the program as a template of a narrative report, so that it can be made anew.

    python installer/make_document_template.py

It is an ordinary file of Word with placeholders, and is kept in the repository as it is written here.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

TARGET: Final = Path(__file__).resolve().parent.parent / "resources" / "templates"
MADE: Final = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
FONT = "Calibri"
INK, MUTED, ACCENT, LINE, SOFT = "1B1F23", "61686E", "0B5F97", "C9CAC4", "F4F4F1"


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
    """Writes the document."""
    TARGET.mkdir(parents=True, exist_ok=True)
    make_narrative()
    return 0


if __name__ == "__main__":
    sys.exit(main())
