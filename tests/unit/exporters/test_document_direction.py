"""A document from the right: each mark where the schema wants it, once, and Latin paragraphs keep their direction."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from desktop.exporters.document_direction import lay_out_from_right

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ARABIC = "\u062a\u0642\u0631\u064a\u0631"


def laid_out(body: str) -> Any:
    root = etree.fromstring(f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    lay_out_from_right(root)
    return root


def names(element: Any) -> list[str]:
    return [etree.QName(child).localname for child in element]


def marked(body: str) -> list[bool]:
    """Of each paragraph, whether it runs from the right."""
    root = laid_out(body)
    return [paragraph.find(f"{{{WORD}}}pPr/{{{WORD}}}bidi") is not None for paragraph in root.iter(f"{{{WORD}}}p")]


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("text", "from_right"),
    [
        (ARABIC, True),
        ("NER-CT-01", False),
        (f"12.5 % {ARABIC}", True),  # the first letter counts, not the first sign
        (f"({ARABIC}) NER", True),
        (f"NER {ARABIC}", False),
        ("12 345,00", True),  # without any letter it goes with the page
        ("", True),
        ("\u05e9\u05dc\u05d5\u05dd", True),
    ],
)
def test_a_paragraph_runs_as_its_first_letter_does(text: str, from_right: bool) -> None:
    assert marked(paragraph(text)) == [from_right]


def test_in_a_table_every_paragraph_changes_sides() -> None:
    cell = f"<w:tbl><w:tblPr><w:tblStyle/><w:tblW/></w:tblPr><w:tr><w:tc>{paragraph('NER')}</w:tc></w:tr></w:tbl>"
    root = laid_out(cell)
    assert names(next(root.iter(f"{{{WORD}}}tblPr"))) == ["tblStyle", "bidiVisual", "tblW"]
    assert marked(cell) == [True]


def test_only_letters_from_the_right_are_set_from_the_right() -> None:
    root = laid_out(f"<w:p><w:r><w:t>{ARABIC}</w:t></w:r><w:r><w:t>NER</w:t></w:r><w:r><w:t>12</w:t></w:r></w:p>")
    runs = [run.find(f"{{{WORD}}}rPr/{{{WORD}}}rtl") is not None for run in root.iter(f"{{{WORD}}}r")]
    assert runs == [True, False, False]


def test_marks_stand_where_the_schema_wants_them() -> None:
    root = laid_out(
        paragraph(ARABIC, "<w:pPr><w:pStyle/><w:keepNext/><w:spacing/><w:jc/></w:pPr>")
        + f"<w:p><w:r><w:rPr><w:b/><w:sz w:val='20'/><w:lang/></w:rPr><w:t>{ARABIC}</w:t></w:r></w:p>"
        + "<w:sectPr><w:pgSz/><w:cols/><w:docGrid/></w:sectPr>"
    )
    first, second = root.iter(f"{{{WORD}}}p")
    assert names(first[0]) == ["pStyle", "keepNext", "bidi", "spacing", "jc"]
    assert names(second) == ["pPr", "r"]
    assert names(second[1][0]) == ["b", "bCs", "sz", "szCs", "rtl", "lang"]
    assert second[1][0][3].get(f"{{{WORD}}}val", second[1][0][3].get("val")) == "20"
    assert names(next(root.iter(f"{{{WORD}}}sectPr"))) == ["pgSz", "cols", "bidi", "docGrid"]


def test_what_is_marked_already_is_not_marked_again() -> None:
    body = (
        paragraph(ARABIC, "<w:pPr><w:bidi/></w:pPr>")
        + f"<w:p><w:r><w:rPr><w:b/><w:bCs/><w:rtl/></w:rPr><w:t>{ARABIC}</w:t></w:r></w:p>"
        + "<w:sectPr><w:bidi/></w:sectPr>"
    )
    root = laid_out(body)
    first, second = root.iter(f"{{{WORD}}}p")
    assert names(first[0]) == ["bidi"]
    assert names(second[1][0]) == ["b", "bCs", "rtl"]
    assert names(next(root.iter(f"{{{WORD}}}sectPr"))) == ["bidi"]
    before = etree.tostring(root)
    lay_out_from_right(root)
    assert etree.tostring(root) == before
