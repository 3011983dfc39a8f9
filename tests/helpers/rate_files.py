"""Writes lists of UN operational rates for tests, in both forms the UN Treasury gives them."""

from __future__ import annotations

from pathlib import Path

PREAMBLE = "UN Operational Rates of Exchange\r\nRates are indicated in local currency units per US dollar\r\n\r\n"
HEADINGS = "Country\tCurrency\tISO Code\tEffective Date\tRate\r\n"


def line(
    code: str, rate: str, day: str = "01 Nov 2019", *, country: str = "A country", name: str = "A currency"
) -> str:
    """A line of the form with tabs."""
    return f"{country}\t{name}\t{code}\t{day}\t{rate}"


def tabbed(path: Path, *lines: str, encoding: str = "utf-8", headings: str = HEADINGS) -> Path:
    """Writes the form with tabs: its first line of rates is the fifth of the file."""
    path.write_bytes((PREAMBLE + headings + "\r\n".join([*lines, ""])).encode(encoding))
    return path


def element(code: str, rate: str, day: str = "2019-11-01") -> str:
    """A rate of the XML form, on one line."""
    values = f"<F_CURR_CODE>{code}</F_CURR_CODE><RATE>{rate}</RATE><EFF_DATE>{day}</EFF_DATE>"
    return f"<UN_OPERATIONAL_RATES>{values}</UN_OPERATIONAL_RATES>"


def xml(path: Path, *elements: str) -> Path:
    """Writes the XML form: its first rate is on the third line."""
    whole = ["<?xml version='1.0' encoding='UTF-8'?>", "<UN_OPERATIONAL_RATES_DATASET>", *elements]
    path.write_text("\n".join([*whole, "</UN_OPERATIONAL_RATES_DATASET>"]), encoding="utf-8")
    return path
