"""Reads the UN operational rates of exchange as the UN Treasury publishes them (treasury.un.org/operationalrates).

Two forms: a file called .xls that is really text with tabs (a preamble, an empty line, then country, currency, ISO
code, effective date as "01 Nov 2019", rate), and XML (UN_OPERATIONAL_RATES_DATASET with f_curr_code, rate and
eff_date). Rates are units of the currency per US dollar. The encoding is found; everything that cannot be taken is a
problem with its line.
"""

from __future__ import annotations

import codecs
import re
import xml.sax
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from desktop.domain.finding import Problem, Severity
from desktop.domain.money import MINOR_UNITS
from desktop.domain.progress import Progress
from desktop.domain.rates import DECIMALS
from desktop.importers.numbers import plain_number
from desktop.importers.source import content_of
from desktop.language import Message, UserError, say

BASE = "USD"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"([0-9]{1,2})[ -]([A-Za-z]{3})[A-Za-z]*[ -]([0-9]{4})")
_ISO_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T.*)?")
_CODE = re.compile(r"[A-Z]{3}")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # a true workbook: zipped, or the compound file of old Excel
_LIMIT = Decimal(10) ** 8  # an office keeps smaller rates only
_CODE_AT, _DAY_AT, _RATE_AT = 2, 3, 4


@dataclass(frozen=True, slots=True)
class PublishedRate:
    """`units` of `currency` make one US dollar from `effective_on` on; `line` of the file says so."""

    currency: str
    effective_on: date
    units: Decimal
    line: int


@dataclass(slots=True)
class RatesFile:
    """What a file of rates says; `of_dollar` counts its lines on the dollar itself, which need no rate."""

    name: str
    content: bytes
    rates: list[PublishedRate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    of_dollar: int = 0

    def where(self, line: int) -> str:
        """The address of a line: `rates.xls:12`, counted as editors do."""
        return f"{self.name}:{line}"


@dataclass(frozen=True, slots=True)
class _Line:
    """The three values of a rate as text, and the number of their line."""

    number: int
    code: str
    day: str
    rate: str


class _LineError(ValueError):
    """Something in a line that keeps it out."""

    def __init__(self, sentence: Message, fix: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.fix = fix


def read_rates(path: Path, *, progress: Progress) -> RatesFile:
    """Reads the rates at `path`, in either form.

    Raises UserError when the file cannot be used at all; what is wrong with a single line becomes a problem instead.
    """
    content = content_of(path)
    progress.report(0, 1, say("Reading {file}", file=path.name))
    if content.startswith(_BOOKS):
        raise UserError(
            say("{file} is a true Excel workbook.", file=path.name),
            say("Nothing was imported: the rates of the UN Treasury come as text, whatever the file is called."),
            say("Download them again, and do not save them with Excel."),
        )
    text = _decoded(content)
    is_xml = text.lstrip().startswith("<")
    lines = list(_xml_lines(content, path.name) if is_xml else _text_lines(text))
    if not lines:
        raise UserError(
            say("{file} holds no exchange rates.", file=path.name),
            say("Nothing was imported."),
            say("Choose the list of the UN operational rates, as text with tabs or as XML."),
        )
    found = RatesFile(path.name, content)
    _take(lines, found)
    return found


def _decoded(content: bytes) -> str:
    """The text, whatever it was encoded in: the mark at its start says so, else UTF-8 is told from Windows' own."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


# --- text with tabs -----------------------------------------------------------------------------------------------


def _text_lines(text: str) -> Iterator[_Line]:
    """The lines below the preamble: those after the first empty one, without their headings."""
    begun = False
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip().strip('"').strip() for cell in line.split("\t")]
        if not any(cells):
            begun = True
        elif begun and len(cells) > _RATE_AT and not _is_heading(cells):
            yield _Line(number, cells[_CODE_AT], cells[_DAY_AT], cells[_RATE_AT])
        elif begun and 1 < len(cells) <= _RATE_AT:
            yield _Line(number, "", "", "")


def _is_heading(cells: list[str]) -> bool:
    """Whether a line names the columns: neither a code, nor a day, nor a number stands in its place."""
    code, day, rate = cells[_CODE_AT], cells[_DAY_AT], cells[_RATE_AT]
    return not (_CODE.fullmatch(code) or any(map(str.isdigit, day + rate)))


# --- XML ----------------------------------------------------------------------------------------------------------


class _Handler(ContentHandler):
    """Collects the rates of the XML form, each with the line on which it begins."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[_Line] = []
        self._locator: Any = None
        self._values: dict[str, str] | None = None
        self._name = ""
        self._begun_at = 0

    def setDocumentLocator(self, locator: Any) -> None:
        """Keeps whom to ask for the line."""
        self._locator = locator

    def startElement(self, name: str, _attrs: Any) -> None:
        """A rate begins, or one of its values."""
        self._name = name.casefold()
        if self._name == "un_operational_rates":
            self._values, self._begun_at = {}, self._locator.getLineNumber()

    def characters(self, content: str) -> None:
        """More of a value."""
        if self._values is not None:
            self._values[self._name] = self._values.get(self._name, "") + content

    def endElement(self, name: str) -> None:
        """A rate is complete."""
        self._name = ""
        if name.casefold() == "un_operational_rates" and self._values is not None:
            code, day, rate = (self._values.get(key, "").strip() for key in ("f_curr_code", "eff_date", "rate"))
            self.lines.append(_Line(self._begun_at, code, day, rate))
            self._values = None


def _xml_lines(content: bytes, name: str) -> list[_Line]:
    handler = _Handler()
    try:
        defusedxml.sax.parseString(content, handler, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UserError(
            say("{file} declares a document type, which lists of rates never need.", file=name),
            say("Nothing was imported, because such a file can do harm."),
            say("Download it again from the UN Treasury."),
        ) from error
    except xml.sax.SAXParseException as error:
        raise UserError(
            say("{file} breaks off or is damaged at line {line}.", file=name, line=error.getLineNumber() or 0),
            say("Nothing was imported. The reader says: {reason}", reason=error.getMessage()),
            say("Download it again and compare its size with the original."),
        ) from error
    return handler.lines


# --- what a line says ---------------------------------------------------------------------------------------------


def _take(lines: Iterable[_Line], found: RatesFile) -> None:
    """Reads each line. A currency with two unlike rates on one day gets neither; the same rate twice is one."""
    known: dict[tuple[str, date], list[PublishedRate]] = {}
    for line in lines:
        try:
            rate = _read(line)
        except _LineError as error:
            found.problems.append(Problem(Severity.ERROR, found.where(line.number), error.sentence, error.fix))
            continue
        if rate is None:
            found.of_dollar += 1
        else:
            known.setdefault((rate.currency, rate.effective_on), []).append(rate)
    for first, *others in known.values():
        unlike = [other for other in others if other.units != first.units]
        found.problems += [_contradiction(found.where(other.line), first, other) for other in unlike]
        if not unlike:
            found.rates.append(first)


def _contradiction(where: str, first: PublishedRate, other: PublishedRate) -> Problem:
    return Problem(
        Severity.ERROR,
        where,
        say(
            "{currency} has two rates for {day}: {first} in line {line}, and {other} here. Neither was taken.",
            currency=other.currency,
            day=other.effective_on,
            first=first.units,
            line=first.line,
            other=other.units,
        ),
        say("Compare both with the list of the UN Treasury, and take the wrong one out of the file."),
    )


def _read(line: _Line) -> PublishedRate | None:
    """The rate of a line; None for that of the dollar to itself. Raises _LineError for what cannot be taken."""
    if not (line.code or line.day or line.rate):
        raise _LineError(
            say("The line breaks off: it has no code, day and rate. It was left out."),
            say("Download the file again and compare its size with the original."),
        )
    currency, day, units = _currency(line.code), _day(line.day), _units(line.rate)
    if currency != BASE:
        return PublishedRate(currency, day, units, line.number)
    if units != 1:
        raise _LineError(
            say("The rate of USD is 1 for itself, not {rate}. It was left out.", rate=units),
            say("Compare it with the original: GrantDesk takes rates per US dollar."),
        )
    return None


def _currency(code: str) -> str:
    if code not in MINOR_UNITS:
        raise _LineError(
            say("“{code}” is not a currency. The line was left out.", code=code),
            say("Nothing needs to be done unless the office uses it: then enter the rate under its ISO 4217 code."),
        )
    return code


def _day(text: str) -> date:
    iso, named = _ISO_DAY.fullmatch(text), _DAY.fullmatch(text)
    try:
        if iso:
            return date.fromisoformat(iso[1])
        if named:
            return date(int(named[3]), _MONTHS.index(named[2].casefold()) + 1, int(named[1]))
    except ValueError:
        pass  # told below, as any other text that is no day
    raise _LineError(
        say("“{text}” is not a date. The line was left out.", text=text), say("Write it like 01 Nov 2019.")
    )


def _units(text: str) -> Decimal:
    number = plain_number(text.replace(",", "") if _GROUPED.fullmatch(text) else text)
    if number is None:
        raise _LineError(
            say("The rate “{text}” is not a number. The line was left out.", text=text),
            say("Write it with a decimal point."),
        )
    if number <= 0:
        raise _LineError(
            say("A rate is above zero, not {rate}. The line was left out.", rate=number),
            say("Compare it with the original."),
        )
    if number >= _LIMIT or number != round(number, DECIMALS):
        raise _LineError(
            say("The rate {rate} is too large, or too long. The line was left out.", rate=number),
            say("Compare it with the original: a rate has up to {count} decimals.", count=DECIMALS),
        )
    return number
