"""A document of the office is filled with the names that a workbook has, and keeps its looks."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from desktop.config import paths
from desktop.exporters.report_document import fill_document, inspect_document
from desktop.language import Language, UserError, load_language, say
from desktop.reports.report import Fact
from tests.helpers.marked import parts_of
from tests.helpers.sheets import zipped
from tests.helpers.templates import document_of, line, lines, read_document, saved, texts_of, words_of, written

DOTX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
DOCX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def filled(document: Any, language: Language, *rows: Any, **values: Any) -> bytes:
    content = document if isinstance(document, bytes) else saved(document)
    return fill_document(content, words_of(*rows, **values), name="t.docx", language=language)


def with_table(*rows: tuple[str, ...]) -> Any:
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(rows[0]))
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    return document


def table_of(content: bytes) -> list[list[str]]:
    (table,) = read_document(content).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_values_stand_in_sentences(english: Language) -> None:
    texts = ("Report on {{grant.reference}} to {{ Period.Last }}", "Spent: {{cumulative.total}}", "Rate {{delivery.1}}")
    french = load_language(paths.translations(), "fr")
    assert texts_of(filled(document_of(*texts), english, line(1))) == [
        "Report on NER-CT-01 to 30 September 2019",
        "Spent: 1,234.50",
        "Rate 25.0\u00a0%",
    ]
    assert texts_of(filled(document_of(*texts), french, line(1)))[1] == "Spent: 1\u00a0234,50"


def test_a_placeholder_in_several_runs_looks_as_where_it_begins(english: Language) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Grant ")
    paragraph.add_run("{{gra").bold = True
    paragraph.add_run("nt.refe").italic = True
    paragraph.add_run("rence}}").font.size = Pt(20)
    paragraph.add_run(".")
    runs = read_document(filled(document, english)).paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs if run.text] == [("Grant ", None), ("NER-CT-01", True), (".", None)]


def test_a_row_of_a_table_is_repeated(english: Language) -> None:
    document = with_table(
        ("Cost", "Budget", "Delivery"),
        ("{{each categories}} {{row.number}}. {{row.label}}", "{{row.budget}}", "{{row.delivery}}"),
        ("Total", "{{cumulative.total}}", "{{row.x?}}"[:0]),
    )
    assert table_of(filled(document, english, *lines(2))) == [
        ["Cost", "Budget", "Delivery"],
        ["1. Staff", "1,000.00", "25.0\u00a0%"],
        ["2. Staff", "2,000.00", "25.0\u00a0%"],
        ["Total", "1,234.50", ""],
    ]
    assert [row[0] for row in table_of(filled(document, english))] == ["Cost", "Total"]


def test_a_table_keeps_a_row_and_a_cell_a_paragraph(english: Language) -> None:
    assert table_of(filled(with_table(("{{each categories}}{{row.label}}",)), english)) == [[""]]
    document = with_table(("Head", "x"), ("a", "b"))
    assert table_of(filled(document, english)) == [["Head", "x"], ["a", "b"]]


def test_a_paragraph_is_repeated_outside_of_tables(english: Language) -> None:
    document = document_of("Notes:")
    document.add_paragraph("{{each notes}}{{row.text}}", style="List Bullet")
    document.add_paragraph("End")
    content = filled(document, english)
    assert texts_of(content) == ["Notes:", "A note.", "Another.", "End"]
    assert [one.style.name for one in read_document(content).paragraphs[1:3]] == ["List Bullet"] * 2
    assert texts_of(filled(document, english, notes=())) == ["Notes:", "End"]


def test_headers_and_footers_are_filled_and_all_else_is_the_same_to_the_byte(english: Language, tmp_path: Path) -> None:
    document = document_of("{{grant}}")
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{office.name}}"
    section.footer.paragraphs[0].text = "To {{period.last}}"
    document.add_picture(io.BytesIO((paths.resources() / "pictures").joinpath(_a_picture()).read_bytes()))
    source = written(tmp_path / "a.docx", saved(document))
    after = written(tmp_path / "b.docx", filled(source.read_bytes(), english))
    section = read_document(after.read_bytes()).sections[0]
    assert section.header.paragraphs[0].text == "UNODC Niger"
    assert section.footer.paragraphs[0].text == "To 30 September 2019"
    before, now = parts_of(source), parts_of(after)
    changed = {name for name in before if before[name] != now.get(name)}
    assert changed == {"word/document.xml", "word/header1.xml", "word/footer1.xml"}


def _a_picture() -> str:
    return next(one.name for one in sorted((paths.resources() / "pictures").iterdir()) if one.suffix == ".png")


def test_copies_do_not_say_twice_what_is_there_once(english: Language) -> None:
    document = with_table(("{{each categories}}{{row.label}}",))
    paragraph = document.tables[0].rows[0].cells[0].paragraphs[0]._p
    mark = OxmlElement("w:bookmarkStart")
    mark.set(qn("w:id"), "1")
    mark.set(qn("w:name"), "place")
    paragraph.append(mark)
    paragraph.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", "1A2B3C4D")
    body = read_document(filled(document, english, *lines(3)))._element.xml
    assert (body.count("bookmarkStart"), body.count("paraId"), body.count("Staff")) == (1, 1, 3)


def test_a_text_of_several_lines_has_them(english: Language) -> None:
    facts = (Fact("grant", say("Grant"), "one\ntwo\x00 {{x}} {% if %} <w:t>"),)
    content = filled(document_of("[{{grant}}]"), english, facts=facts)
    assert texts_of(content) == ["[one\ntwo {{x}} {% if %} <w:t>]"]


def test_arabic_is_laid_out_from_the_right() -> None:
    arabic = load_language(paths.translations(), "ar")
    document = with_table(("{{each categories}}{{row.label}}", "{{row.budget}}"))
    run = document.add_paragraph().add_run("{{report.title}}")
    run.bold, run.font.size = True, Pt(20)
    document.add_paragraph("In Latin letters")
    content = filled(document, arabic, line(1, arabic.text(say("Travel"))))
    body = read_document(content)._element
    (table,) = body.iter(qn("w:tblPr"))
    assert table.find(qn("w:bidiVisual")) is not None
    paragraphs = [one for one in body.iter(qn("w:p")) if one.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None]
    marked = ["".join(text.text for text in one.iter(qn("w:t"))) for one in paragraphs]
    assert marked == [arabic.text(say("Travel")), "1,000.00", arabic.text(say("Financial statement"))]
    properties = next(one for one in body.iter(qn("w:rPr")) if one.find(qn("w:b")) is not None)
    assert [one.tag.partition("}")[2] for one in properties] == ["b", "bCs", "sz", "szCs", "rtl"]


def test_what_is_not_understood_is_listed_with_its_place(english: Language) -> None:
    document = with_table(("{{each categorie}}{{row.x}}",), ("{{each notes}} {{each categories}}",))
    document.add_paragraph("Fine {{grant}}")
    document.add_paragraph("{{ grant.title.__class__ }} {% for %} {{")
    document.sections[0].header.paragraphs[0].text = "{{office}}"
    document.sections[0].footer.paragraphs[0].text = "{{offices}}"
    inspection = inspect_document(saved(document), words_of().known(), name="t.docx")
    found = [(english.value(one.place), one.text) for one in inspection.problems]
    assert found == [
        ("Table 1, row 1", "{{each categorie}}"),
        ("Paragraph 4", "{{ grant.title.__class__ }}"),
        ("Paragraph 4", "{{"),
        ("Header", "{{office}}"),
        ("Footer", "{{offices}}"),
        ("Table 1, row 2", "{{each}}"),
    ]
    with pytest.raises(UserError, match="6 placeholders"):
        filled(document, english)


def test_a_template_of_word_becomes_a_document(english: Language, tmp_path: Path) -> None:
    path = written(tmp_path / "t.dotx", saved(document_of("{{grant}}")))
    parts = parts_of(path)
    types = parts["[Content_Types].xml"]
    zipped(path, parts | {"[Content_Types].xml": types.replace(DOCX, DOTX)})
    after = written(tmp_path / "t.docx", filled(path.read_bytes(), english))
    assert DOCX in parts_of(after)["[Content_Types].xml"]


def test_what_runs_or_is_damaged_is_refused(english: Language, tmp_path: Path) -> None:
    path = written(tmp_path / "t.docx", saved(document_of("{{grant}}")))
    parts = parts_of(path)
    signed = zipped(tmp_path / "s.docx", parts | {"_xmlsignatures/origin.sigs": b""}).read_bytes()
    strict = zipped(tmp_path / "o.docx", parts | {"word/document.xml": b"<document/>"}).read_bytes()
    for content, why in ((signed, "signature"), (strict, "does not fill"), (b"PK", "damaged"), (b"", "damaged")):
        with pytest.raises(UserError, match=why):
            filled(content, english)
