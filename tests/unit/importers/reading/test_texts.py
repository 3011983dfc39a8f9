"""Texts with separators: the encoding and the separator are found, and said."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.importers.book import FileKind
from desktop.importers.reading import read_pasted
from desktop.importers.reading.columns import clean
from desktop.importers.reading.encodings import decoded
from desktop.importers.reading.refusal import Reason
from desktop.language import UserError
from tests.helpers.read_here import read_here, refused, rows_of

_FRENCH = (
    "Date;Libellé;Montant\n01/02/2024;Frais de déplacement – août;1 234,56\n02/02/2024;Reçu nº 12, l’équipement;45,00\n"
)
_ARABIC = "التاريخ;الوصف;المبلغ\n01/02/2024;مصاريف السفر إلى بغداد;1234\n02/02/2024;شراء معدات طبية;55\n"
_SHORT = "Date;Libellé\n01/02/2024;Formation à Gao\n"


@pytest.mark.parametrize(
    ("written", "codec", "name"),
    [
        (_FRENCH, "utf-8", "UTF-8"),
        (_FRENCH, "utf-8-sig", "UTF-8"),
        (_FRENCH, "utf-16", "UTF-16"),
        (_FRENCH, "utf-16-le", "UTF-16"),
        (_FRENCH, "utf-16-be", "UTF-16"),
        (_FRENCH, "utf-32", "UTF-32"),
        (_FRENCH, "cp1252", "Windows-1252"),
        (_SHORT, "mac_roman", "Mac Roman"),
        (_SHORT, "cp1252", "Windows-1252"),
        (_ARABIC, "cp1256", "Windows-1256"),
        (_ARABIC, "iso8859_6", "ISO 8859-6"),
    ],
)
def test_encodings(written: str, codec: str, name: str) -> None:
    book = read_here(written.encode(codec))
    assert book.kind == FileKind.TEXT
    assert rows_of(book)[0] == written.splitlines()[0].split(";")
    assert [str(note) for note in book.notes] == [
        f"The text was read as {name}.",
        "Its values are parted by semicolons.",
    ]


def test_text_that_is_utf_8_but_for_one_letter_is_utf_8() -> None:
    content = (_FRENCH * 50).encode() + b"\xc3"
    assert decoded(content)[1] == "UTF-8"


def test_what_no_encoding_explains_is_read_as_windows() -> None:
    content = bytes(range(0x80, 0x100)) * 3
    found, name = decoded(b"a;b\n" + content)
    assert (name in ("Windows-1252", "DOS 850", "DOS 437", "Mac Roman"), len(found) > 380) == (True, True)


@pytest.mark.parametrize("content", [b"\x01\x02\x03\x04" * 50, b"abc\0\1\2\0\1\2\3\4\5", b"\x7fELF\1\1\1\0\0"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    assert refused(content) == Reason.UNKNOWN


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator: str) -> None:
    rows = [["Name", "Text", "Amount"], ["Fuel, oil; and | more\tof it", "two\nlines", "1,5"], ["Water", '"so"', "2;5"]]
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(rows)
    book = read_here(stream.getvalue().encode())
    assert [[clean(cell) for cell in row] for row in rows] == rows_of(book)


def test_excels_own_hint_is_taken_and_is_no_row() -> None:
    assert rows_of(read_here(b"sep=|\r\nA,1|B\r\nc|d,e\r\n")) == [["A,1", "B"], ["c", "d,e"]]


def test_one_column_needs_no_separator() -> None:
    book = read_here(b"Name\nFuel\nWater\n", name="names")
    assert (rows_of(book), book.sheets[0].name) == ([["Name"], ["Fuel"], ["Water"]], "names")
    assert [str(note) for note in book.notes] == ["The text was read as UTF-8."]


def test_commas_in_numbers_do_not_part_values_that_semicolons_part() -> None:
    assert rows_of(read_here(b"A;B\n1,5;2,5\n3,5;4,5\n"))[1] == ["1,5", "2,5"]


def test_a_text_of_blanks_is_empty() -> None:
    assert refused(b"\xef\xbb\xbf \n \n") == Reason.EMPTY


def test_our_own_apostrophes_before_formulas_are_taken_off_again() -> None:
    content = b"Name,'Note,Other\n'=1,'=1+1,'=2\nb,'-5,'x\nc,'quoted'\n"
    assert rows_of(read_here(content)) == [
        ["Name", "Note", "Other"],
        ["'=1", "=1+1", "'=2"],
        ["b", "-5", "'x"],
        ["c", "'quoted'", None],
    ]


def test_apostrophes_of_others_stay() -> None:
    assert rows_of(read_here(b"Name,Note\n'=1,'=1+1\n")) == [["Name", "Note"], ["'=1", "'=1+1"]]


def test_what_begins_like_a_formula_stays_text() -> None:
    assert rows_of(read_here(b'a;b\n=1+1;@x\n+33;"=HYPERLINK(""http://x"")"\n'))[1:] == [
        ["=1+1", "@x"],
        ["+33", '=HYPERLINK("http://x")'],
    ]


def test_table_from_the_clipboard() -> None:
    book = read_pasted("Name\tAmount\r\nFuel\t1 234,50\r\n", name="Clipboard")
    assert (book.kind, book.name, book.sheets[0].name) == (FileKind.CLIPBOARD, "Clipboard", "Clipboard")
    assert rows_of(book) == [["Name", "Amount"], ["Fuel", "1 234,50"]]
    assert (book.content, len(book.sha256)) == (b"Name\tAmount\r\nFuel\t1 234,50\r\n", 64)


def test_half_a_letter_in_the_clipboard_is_no_fault() -> None:
    assert read_pasted("a\tb\ud800\nc\td", name="x").sheets[0].height == 2


@pytest.mark.parametrize("pasted", ["", " \n\t "])
def test_empty_clipboard(pasted: str) -> None:
    with pytest.raises(UserError, match="There is no table in the clipboard"):
        read_pasted(pasted, name="Clipboard")


@given(st.lists(st.lists(st.sampled_from(["a", "b;c", 'd"e', "f\ng", "", "1,5"]), min_size=2, max_size=4), min_size=2))
def test_any_table_comes_back_from_tabs(rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    table = [["Head", "Heading"], *([*row, *[""] * (width - len(row))] for row in rows)]
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t").writerows(table)
    found = rows_of(read_pasted("sep=\t\n" + stream.getvalue(), name="x"))
    for kept, row in zip(found, table, strict=False):
        assert [cell or "" for cell in kept] == (row + [""] * len(kept))[: len(kept)]
