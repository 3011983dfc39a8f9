"""What each figure of a report is in Excel: a stated number, or a formula over other cells or over the entries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from desktop.domain.money import MINOR_UNITS
from desktop.domain.spreadsheet import cell_address
from desktop.exporters.report_workbook.lines import Page, Verdict
from desktop.exporters.report_workbook.trace_sheet import TraceSheet
from desktop.reports.report import (
    Difference,
    EntrySum,
    Figure,
    Given,
    Product,
    RateOn,
    Ratio,
    Report,
    SumOf,
    Unit,
)
from desktop.reports.trace import Where

Spot = tuple[int, int]
"""Row and column of a cell, both counted from 0."""

_MOST_PLACES: Final = 10


class Formulas:
    """The formulas of a report whose figures stand where `page` has them."""

    def __init__(self, page: Page, trace: TraceSheet) -> None:
        self._report, self._trace = page.report, trace
        self._at: dict[str, Spot] = {}
        for row, spot in page.spots():
            if isinstance(spot.content, Figure):
                self._at.setdefault(spot.content.key, (row, spot.column))

    def of(self, figure: Figure, spot: Spot) -> str:
        """The formula of a figure in its cell; elsewhere a reference to that cell. Nothing for a stated number."""
        if self._at[figure.key] != spot:
            return f"={self._cell(figure.key)}"
        match figure.formula:
            case Given():
                return ""
            case EntrySum(measure, where):
                return f"={self._sum_of_entries(measure, where)}"
            case SumOf(keys):
                return f"={_summed([self._at[key] for key in keys])}"
            case Difference(whole, parts):
                # rounded, because binary fractions leave a trace where the difference is nothing
                return f"=ROUND({'-'.join(map(self._cell, (whole, *parts)))},{_places(self._report, figure)})"
            case Ratio(part, whole, places):
                one, other = self._cell(part), self._cell(whole)
                return f'=IF({other}=0,"",ROUND({one}/{other},{places}))'
            case RateOn(rate, base, decimals):
                return f"=ROUND({self._cell(base)}*{rate:f},{decimals})"
            case Product(keys, decimals):
                return f"=ROUND({'*'.join(map(self._cell, keys))},{decimals})"

    def verdict(self, verdict: Verdict) -> str:
        """The formula that says whether every difference is zero."""
        zero = ",".join(f"{self._cell(proof.difference.key)}=0" for proof in verdict.proofs)
        return f"=IF(AND({zero}),{_quoted(verdict.holds)},{_quoted(verdict.fails)})"

    def _cell(self, key: str) -> str:
        return cell_address(*self._at[key])

    def _sum_of_entries(self, measure: str, where: Where) -> str:
        over = self._trace.range_of(measure)
        if not where:
            return f"SUM({over})"
        conditions = (
            f"{self._trace.conditions_of(name)},{_criterion(self._trace.criterion(name, value))}"
            for name, value in where
        )
        return f"SUMIFS({over},{','.join(conditions)})"


def _places(report: Report, figure: Figure) -> int:
    """The decimals of a difference: those of its currency, or as many as it states."""
    stated = 0 if figure.value is None else max(0, -int(figure.value.normalize().as_tuple().exponent))
    least = MINOR_UNITS.get(report.currency_of(figure.key), 2) if figure.unit is Unit.AMOUNT else _MOST_PLACES
    return max(least, stated)


def _summed(spots: Iterable[Spot]) -> str:
    """The sum of cells; those below each other are one range."""
    runs: list[tuple[Spot, Spot]] = []
    for spot in spots:
        if runs and (runs[-1][1][0] + 1, runs[-1][1][1]) == spot:
            runs[-1] = (runs[-1][0], spot)
        else:
            runs.append((spot, spot))
    if all(first == last for first, last in runs):
        return "+".join(cell_address(*first) for first, _last in runs) or "0"
    return "+".join(
        cell_address(*first) if first == last else f"SUM({cell_address(*first)}:{cell_address(*last)})"
        for first, last in runs
    )


def _criterion(value: int | str) -> str:
    """What SUMIFS looks for: a number, or exactly this text."""
    if isinstance(value, int):
        return str(value)
    exact = value.replace("~", "~~").replace("*", "~*").replace("?", "~?")
    return _quoted(exact)


def _quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'
