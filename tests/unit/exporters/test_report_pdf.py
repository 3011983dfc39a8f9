"""A report on paper is the report: every figure, its pages numbered and headed, the same bytes each time."""

from __future__ import annotations

import getpass
import struct
import tempfile
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.config import paths
from desktop.exporters.report_pdf import write_pdf
from desktop.language import Language, UserError, load_language, say
from desktop.reports.report import (
    Annex,
    Chart,
    Fact,
    Letterhead,
    Proof,
    Report,
    ReportRow,
    RowStyle,
    Signature,
    Unit,
)
from tests.helpers.printed import Printed, printed
from tests.helpers.report_values import KINDS, amounts, figure, report, row, table

OFFICE = Letterhead("Sahel office", "12 Rue du Fleuve\nNiamey, Niger", "office@example.org")
PROOF = Proof(say("Categories and ledger"), figure("one", "300.00"), figure("other", "300.00"), figure("zero", "0"))
STATEMENT = report(
    table(
        [
            row("Staff", "1234567.89", "-1200.50", number="1"),
            row("Travel", "0", None, number="5"),
            row("Total", "1234567.89", "-1200.50", style=RowStyle.TOTAL),
        ]
    ),
    proofs=(PROOF,),
    workings=((say("All receipts in the ledger"), figure("work", "77.10")),),
    notes=(say("Amounts in other currencies are converted entry by entry at the rate shown with each."),),
    signatures=(Signature(say("Prepared by"), "Ada Sow", "Finance officer"), Signature(say("Certified by"))),
)
MARGIN = 56.0  # points; 20 mm are 56.69


def language(code: str = "en") -> Language:
    return load_language(paths.translations(), code)


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """Writes a report and reads it back."""

    def written(one: Report, code: str = "en", **more: Any) -> Printed:
        path = tmp_path / "report.pdf"
        wanted: dict[str, Any] = {"language": language(code), "letterhead": OFFICE} | more
        write_pdf(path, one, **wanted)
        return printed(path)

    return written


def lines(count: int) -> list[ReportRow]:
    return [row(f"Line {number}", f"{number}.00", "0.10") for number in range(1, count + 1)]


# --- what stands on it -----------------------------------------------------------------------------------------------


def test_a_statement_says_who_reports_what_and_when_with_its_figures_and_room_to_sign(write: Any) -> None:
    found = write(STATEMENT)
    first = found.pages[0].text
    for text in ("Sahel office", "Niamey, Niger", "office@example.org", "Financial statement", "NER-CT-01"):
        assert text in first
    assert "1 Jul 2019 to 30 Sep 2019" in first
    assert "Category Budget Spent 1 Staff 1,234,567.89 −1,200.50 5 Travel 0.00 Total 1,234,567.89 −1,200.50" in first
    assert "Amounts in USD" in first
    assert "Prepared by Name: Ada Sow Title: Finance officer Date: Signature:" in first.replace("Certified by ", "", 1)
    assert first.endswith("Page 1 of 2")


def test_the_annex_begins_on_a_page_of_its_own_with_the_proof_and_what_was_waived(write: Any) -> None:
    waived = Annex(
        "checks",
        say("Checks"),
        (say("Check"), say("Reason"), say("Rate")),
        (("Over the limit", "Approved by letter.", Decimal("655.957")), ("Short",)),
    )
    annex = write(STATEMENT, annexes=[waived]).pages[1].text
    assert "Financial statement · NER-CT-01 · 1 Jul 2019 to 30 Sep 2019 Annex Proof" in annex
    assert "Categories and ledger 300.00 300.00 0.00" in annex
    assert "All receipts in the ledger 77.10" in annex
    assert "Check Reason Rate Over the limit Approved by letter. 655.957 Short" in annex


def test_a_chart_has_its_figures_in_words_and_none_is_drawn_of_nothing(write: Any) -> None:
    chart = Chart(say("Budget and expenditure"), "table", ("c0", "c1"))
    drawn = write(replace(STATEMENT, chart=chart)).pages[1].text
    assert "Budget and expenditure Budget Spent Staff 1,234,567.89 −1,200.50" in drawn
    nothing = report(table([row("Staff", "0", None)]), chart=chart, proofs=(PROOF,))
    assert "Budget and expenditure" not in write(nothing).text


def test_each_kind_of_cell_is_written_in_its_way(write: Any) -> None:
    cells = (
        figure("a", "5"),
        figure("b", "0.125", Unit.SHARE),
        figure("c", "12.5000", Unit.QUANTITY),
        say("Each month"),
        date(2019, 10, 1),
    )
    one = report(table([ReportRow("r", "Staff", cells)], KINDS, currency="XOF"))
    assert "Staff 5 12.5 % 12.5 Each month 1 Oct 2019" in write(one).text
    assert "Amounts in XOF" in write(one).text


def test_a_draft_is_marked_as_one(write: Any) -> None:
    assert "Financial statement Draft" in write(STATEMENT, mark=say("Draft")).pages[0].text


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_long_table_repeats_its_headings_and_every_page_its_number(write: Any) -> None:
    found = write(report(table([*lines(150), row("Total", "1", "2", style=RowStyle.TOTAL)])))
    count = len(found.pages)
    assert count > 2
    for number, page in enumerate(found.pages, start=1):
        assert page.text.count("By category Amounts in USD Category Budget Spent") == 1
        assert page.text.endswith(f"Page {number} of {count}")
    assert all(f"Line {number} {number}.00 0.10" in found.text for number in range(1, 151))


@pytest.mark.parametrize("count", range(32, 44))
def test_a_total_never_stands_alone_on_a_page_nor_a_heading_at_its_end(write: Any, count: int) -> None:
    rows = [
        *lines(count - 1),
        row("Costs of staff", style=RowStyle.HEADING),
        row("Last", "1", "1"),
        row("Subtotal", "1", "1", style=RowStyle.SUBTOTAL),
        row("Total", "1", "1", style=RowStyle.TOTAL),
    ]
    ends = [page.text for page in write(report(table(rows))).pages if "Total 1.00" in page.text]
    assert "Costs of staff Last 1.00 1.00 Subtotal 1.00 1.00 Total 1.00 1.00" in ends[0]


def test_a_wide_table_lies_across_and_forty_columns_are_parted_with_the_names_of_the_rows(write: Any) -> None:
    twelve = table([row("Staff", *["123456.78"] * 12)], amounts(*(f"Month {n}" for n in range(1, 13))))
    across = write(report(twelve))
    assert [page.width > page.height for page in across.pages] == [True]
    forty = table([row("Staff", *[f"{n}123456.78" for n in range(10, 50)])], amounts(*(f"C{n}" for n in range(1, 41))))
    parted = write(report(forty))
    assert "By category · columns 1 to " in parted.text
    assert parted.text.count("Staff") > 2
    assert all(f"C{n} " in parted.text and f"{n + 9:,},123,456.78" in parted.text for n in range(1, 41))
    assert_within_margins(parted)


def assert_within_margins(found: Printed) -> None:
    for page in found.pages:
        seen = [letter for letter in page.letters if letter.text.strip() and letter.right > letter.left]
        assert min(letter.left for letter in seen) >= MARGIN
        assert max(letter.right for letter in seen) <= page.width - MARGIN


@pytest.mark.parametrize("text", ["words of some length " * 15, "x" * 300, "https://example.org/" + "a-b/" * 70])
def test_three_hundred_letters_wrap_wherever_they_stand(write: Any, text: str) -> None:
    text = text[:300]
    one = report(
        table([row(text, "1.00", None)], amounts("Budget", text)),
        facts=(Fact("grant", say("Grant"), text),),
        notes=(say("{text}", text=text),),
        signatures=(Signature(say("Prepared by"), text, text),),
    )
    annex = Annex("a", say("Checks"), (say("Check"), say("Reason")), ((text, text),))
    found = write(one, annexes=[annex], letterhead=Letterhead(text, text))
    assert_within_margins(found)
    closed = str.maketrans("", "", " -")  # hyphens at the end of a line are not read back
    assert found.text.translate(closed).count(text.translate(closed)) >= 5


def test_a_text_that_is_longer_than_a_page_goes_on_on_the_next(write: Any) -> None:
    long = " ".join(f"word{number}" for number in range(3_000))
    found = write(report(table([row(long, "1.00", "2.00")])))
    assert len(found.pages) > 1
    assert "word0 " in found.text
    assert "word2999" in found.text


def test_numbers_stand_at_the_right_one_under_the_other(write: Any) -> None:
    page = write(STATEMENT).pages[0]
    ends = {round(place[-1].right, 1) for text in ("1,234,567.89", "0.00") for place in page.places(text)}
    assert max(ends) - min(ends) < 1.5  # semibold digits are a little wider
    assert len(page.places("1,234,567.89")) == 2


def test_facts_stand_in_boxes_beside_each_other_and_an_empty_one_is_there_to_be_filled_by_hand(write: Any) -> None:
    values = (
        "NER-CT-01",
        "A title that takes the rest of this line, and more of it",
        "USD",
        None,
        "2019",
        "x" * 90,
        "",
    )
    facts = tuple(Fact(str(n), say("Fact"), value, box=f"4{n}") for n, value in enumerate(values))
    page = write(report(facts=facts)).pages[0]
    assert all(f"4{n} Fact" in page.text for n in range(len(values)))
    (first,), (second,) = page.places("NER-CT-01"), page.places("A title")
    assert round(first[0].bottom) == round(second[0].bottom)


# --- texts are texts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "#panic() $x^2$ *bold* _slanted_ <label> @ref \\ ] } `raw` // no comment",
        "= no heading - no list \"quoted\" 'single' -- --- ... ~",
        "#image(\"/etc/hosts\") #read('x') {page} {pages}",
    ],
)
def test_what_typst_would_take_for_markup_appears_as_it_is(write: Any, text: str) -> None:
    one = report(
        table([row(text, "1.00", "2.00")], title=say("{text}", text=text)),
        title=say("{text}", text=text),
        facts=(Fact("grant", say("Grant"), text),),
        notes=(say("{text}", text=text),),
    )
    found = write(one, letterhead=Letterhead(text, text))
    assert found.text.count(text) >= 6
    assert found.properties["Author"] == text


def test_what_no_font_can_show_is_left_out_and_nothing_turns_figures_about(write: Any) -> None:
    one = report(table([row("St\x00a\ud800f\uffff\ue000f\u202e!\tand\r\nmore", "1.00", "2.00")]))
    found = write(one)
    assert "Staff! and more 1.00 2.00" in found.text
    assert lasting(found) == ("2", "A")


def test_letters_that_our_fonts_lack_are_no_reason_to_fail(write: Any) -> None:
    found = write(report(table([row("Cost of 中文", "1.00", "2.00")])))
    assert "Cost of" in found.text
    assert "1.00 2.00" in found.text


def test_tables_without_rows_or_columns_and_a_report_without_tables_can_be_printed(write: Any) -> None:
    empty = write(report(table([]), replace(table([row("Alone")]), columns=()), facts=()))
    assert "Category Budget Spent" in empty.text
    assert "Alone" in empty.text
    bare = write(report(currency="", facts=()), letterhead=Letterhead(""))
    assert "Financial statement" in bare.text


# --- languages -------------------------------------------------------------------------------------------------------


def test_french_numbers_and_dates_are_those_of_french(write: Any) -> None:
    found = write(STATEMENT, "fr")
    assert "1\u00a0234\u00a0567,89".replace("\u00a0", " ") in found.text.replace("\u00a0", " ")
    assert "Page 1 sur 2" in found.text
    assert b"/Lang (fr)" in found.unpacked or b"/Lang(fr)" in found.unpacked


def test_arabic_runs_from_the_right_in_joined_letters_and_columns_are_mirrored(write: Any) -> None:
    one = report(table([row("ثثث ث", "1234.50", "-7.00")], amounts("الميزانية", "الإنفاق")))
    found = write(one, "ar")
    page = found.pages[0]
    *joined, alone = (letter for letter in page.letters if letter.text == "ث")
    assert [letter.left for letter in joined] == sorted((letter.left for letter in joined), reverse=True)
    assert alone.right < joined[-1].left  # the second word stands left of the first
    middle = joined[1]
    assert middle.right - middle.left < 0.6 * (alone.right - alone.left)  # joined on both sides it is narrow
    (budget,), (spent,) = page.places("1,234.50"), page.places("−7.00")
    assert spent[-1].right < budget[0].left < budget[-1].right < joined[-1].left
    assert [letter.left for letter in budget] == sorted(letter.left for letter in budget)
    assert spent[0].text == "−"
    assert spent[0].left < spent[1].left
    assert "SourceSansPro-Regular" in found.fonts
    assert any(name.startswith("IBMPlexSansArabic") for name in found.fonts)


# --- the file --------------------------------------------------------------------------------------------------------


def lasting(found: Printed) -> tuple[str, str]:
    """Part and level of PDF/A that a file claims."""
    data = found.unpacked.decode("latin-1")
    values = [
        data.split(f"<pdfaid:{name}>")[1][:1] if f"<pdfaid:{name}>" in data else "" for name in ("part", "conformance")
    ]
    return values[0], values[1]


def test_the_same_report_gives_the_same_bytes(write: Any) -> None:
    logo = picture(4, 4)
    makes = [write(STATEMENT, "ar", letterhead=replace(OFFICE, logo=logo)) for _ in range(2)]
    assert makes[0].data == makes[1].data
    assert makes[0].data != write(STATEMENT, "ar").data


def test_a_file_says_whose_it_is_and_nothing_of_who_made_it_where(write: Any) -> None:
    found = write(STATEMENT)
    assert found.properties["Title"] == "Financial statement · NER-CT-01"
    assert found.properties["Author"] == "Sahel office"
    assert found.properties["CreationDate"].startswith("D:20190930")
    inside = found.unpacked
    places = {str(Path.home()), tempfile.gettempdir(), str(paths.resources()), "report.typ", "main.typ"}
    assert [place for place in places if place.encode() in inside] == []
    assert f"({getpass.getuser()})".encode() not in inside


def test_it_can_be_read_in_fifty_years_and_read_aloud(write: Any) -> None:
    found = write(STATEMENT)
    assert lasting(found) == ("2", "A")
    assert b"<pdfuaid:part>1" in found.unpacked
    assert b"/StructTreeRoot" in found.unpacked
    assert found.fonts == {"SourceSansPro-Regular", "SourceSansPro-Semibold"}


def test_a_very_long_one_is_not_tagged_but_lasts_all_the_same(write: Any) -> None:
    found = write(report(table(lines(500))))
    assert lasting(found) == ("2", "U")
    assert b"/StructTreeRoot" not in found.unpacked
    assert len(found.data) < 200_000


def picture(width: int, height: int) -> bytes:
    """A red PNG."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\x00" + b"\xc0\x20\x20" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_the_logo_stands_on_the_first_page(write: Any) -> None:
    found = write(STATEMENT, letterhead=replace(OFFICE, logo=picture(60, 20)))
    assert b"/Image" in found.unpacked
    assert lasting(found) == ("2", "A")


@pytest.mark.parametrize("logo", [b"GIF89a", picture(4, 4)[:40], b"\xff\xd8\xff broken"])
def test_a_logo_that_cannot_be_read_is_said_to_be_so_and_nothing_is_written(tmp_path: Path, logo: bytes) -> None:
    path = tmp_path / "report.pdf"
    with pytest.raises(UserError) as told:
        write_pdf(path, STATEMENT, language=language(), letterhead=replace(OFFICE, logo=logo))
    assert "logo" in str(told.value)
    assert list(tmp_path.iterdir()) == []
