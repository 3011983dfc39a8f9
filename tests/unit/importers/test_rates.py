"""A list of UN operational rates is read as it is published; what cannot be taken is told with its line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.progress import Silent
from desktop.importers.rates import PublishedRate, RatesFile, read_rates
from desktop.language import UserError
from tests.helpers import rate_files
from tests.helpers.rate_files import element, line

NOVEMBER = date(2019, 11, 1)


def read(path: Path) -> RatesFile:
    return read_rates(path, progress=Silent())


def told(file: RatesFile) -> list[tuple[str, str]]:
    return [(problem.where, str(problem.sentence)) for problem in file.problems]


def test_the_text_that_is_called_xls(tmp_path: Path) -> None:
    path = rate_files.tabbed(
        tmp_path / "UN.xls",
        line("XOF", "588.250", country="Niger", name="CFA Franc"),
        line("EUR", "0.8968", country='"Euro, area"'),
        line("USD", "1.00"),
        line("GNF", "9,250.00", day="15 Nov 2019"),
    )
    file = read(path)
    assert file.rates == [
        PublishedRate("XOF", NOVEMBER, Decimal("588.250"), 5),
        PublishedRate("EUR", NOVEMBER, Decimal("0.8968"), 6),
        PublishedRate("GNF", date(2019, 11, 15), Decimal("9250.00"), 8),
    ]
    assert (file.of_dollar, file.problems, file.content) == (1, [], path.read_bytes())


def test_a_list_without_headings_is_read_from_its_first_line(tmp_path: Path) -> None:
    file = read(rate_files.tabbed(tmp_path / "UN.xls", line("XOF", "588.25"), headings=""))
    assert [(rate.currency, rate.line) for rate in file.rates] == [("XOF", 4)]


def test_the_xml_form(tmp_path: Path) -> None:
    file = read(
        rate_files.xml(
            tmp_path / "UN.xml", element("XOF", "588.25"), element("EUR", "0.8968", "2019-11-01T00:00:00"), "<OTHER/>"
        )
    )
    assert file.rates == [
        PublishedRate("XOF", NOVEMBER, Decimal("588.25"), 3),
        PublishedRate("EUR", NOVEMBER, Decimal("0.8968"), 4),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    path = rate_files.tabbed(tmp_path / "UN.xls", line("XOF", "588.25", country="Côte d’Ivoire"), encoding=encoding)
    assert [rate.currency for rate in read(path).rates] == ["XOF"]


def test_the_xml_form_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "UN.xml"
    whole = f"<?xml version='1.0' encoding='UTF-16'?><a>{element('XOF', '588.25')}</a>"
    path.write_bytes(whole.encode("utf-16"))
    assert [rate.currency for rate in read(path).rates] == ["XOF"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.decimals(min_value="0.0000000001", max_value=99_999_999, places=10))
def test_every_decimal_is_kept(tmp_path: Path, rate: Decimal) -> None:
    (found,) = read(rate_files.tabbed(tmp_path / "UN.xls", line("XOF", f"{rate:f}"))).rates
    assert found.units == rate


@pytest.mark.parametrize(
    ("code", "rate", "day", "said"),
    [
        ("XXQ", "1.5", "01 Nov 2019", "“XXQ” is not a currency. The line was left out."),
        ("", "1.5", "01 Nov 2019", "“” is not a currency. The line was left out."),
        ("XOF", "0", "01 Nov 2019", "A rate is above zero, not 0. The line was left out."),
        ("XOF", "-588.25", "01 Nov 2019", "A rate is above zero, not -588.25. The line was left out."),
        ("XOF", "588,25", "01 Nov 2019", "The rate “588,25” is not a number. The line was left out."),
        ("XOF", "n.a.", "01 Nov 2019", "The rate “n.a.” is not a number. The line was left out."),
        ("XOF", "100000000", "01 Nov 2019", "The rate 100000000 is too large, or too long. The line was left out."),
        (
            "XOF",
            "0.12345678901",
            "01 Nov 2019",
            "The rate 0.12345678901 is too large, or too long. The line was left out.",
        ),
        ("XOF", "588.25", "31 Nov 2019", "“31 Nov 2019” is not a date. The line was left out."),
        ("XOF", "588.25", "2019-13-01", "“2019-13-01” is not a date. The line was left out."),
        ("XOF", "588.25", "01 Nix 2019", "“01 Nix 2019” is not a date. The line was left out."),
        ("XOF", "588.25", "soon", "“soon” is not a date. The line was left out."),
        ("USD", "1.01", "01 Nov 2019", "The rate of USD is 1 for itself, not 1.01. It was left out."),
    ],
)
def test_a_line_that_cannot_be_taken_is_told_and_the_others_are(
    tmp_path: Path, code: str, rate: str, day: str, said: str
) -> None:
    in_text = read(rate_files.tabbed(tmp_path / "UN.xls", line("EUR", "0.9"), line(code, rate, day)))
    assert told(in_text) == [("UN.xls:6", said)]
    assert [found.currency for found in in_text.rates] == ["EUR"]
    in_xml = read(rate_files.xml(tmp_path / "UN.xml", element(code, rate, day)))
    assert told(in_xml) == [("UN.xml:3", said)]


def test_a_line_that_breaks_off(tmp_path: Path) -> None:
    file = read(rate_files.tabbed(tmp_path / "UN.xls", line("EUR", "0.9"), "Niger\tCFA Fr"))
    assert told(file) == [("UN.xls:6", "The line breaks off: it has no code, day and rate. It was left out.")]


def test_the_same_rate_twice_is_one_rate(tmp_path: Path) -> None:
    """Countries that share a currency have a line each."""
    lines = (line("XOF", "588.25", country="Mali"), line("XOF", "588.250", country="Niger"))
    file = read(rate_files.tabbed(tmp_path / "UN.xls", *lines))
    assert [(rate.currency, rate.line) for rate in file.rates] == [("XOF", 5)]
    assert file.problems == []


def test_two_rates_of_one_day_contradict_each_other(tmp_path: Path) -> None:
    lines = (line("XOF", "588.25"), line("XOF", "598.25"), line("XOF", "600", day="15 Nov 2019"))
    file = read(rate_files.tabbed(tmp_path / "UN.xls", *lines))
    assert told(file) == [
        (
            "UN.xls:6",
            "XOF has two rates for 2019-11-01: 588.25 in line 5, and 598.25 here. Neither was taken.",
        )
    ]
    assert [rate.units for rate in file.rates] == [Decimal(600)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and so on", "UN.xls is a true Excel workbook."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "UN.xls is a true Excel workbook."),
        (b"Good morning", "UN.xls holds no exchange rates."),
        (b"<html><body>Sign in</body></html>", "UN.xls holds no exchange rates."),
        (b"<a><b></a>", "UN.xls breaks off or is damaged at line 1."),
        (b"<!DOCTYPE a><a/>", "UN.xls declares a document type, which lists of rates never need."),
        (b"  \r\n", "UN.xls is empty."),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "UN.xls"
    path.write_bytes(content)
    with pytest.raises(UserError) as trouble:
        read(path)
    assert str(trouble.value.title) == said
