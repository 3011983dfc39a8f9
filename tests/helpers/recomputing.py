"""Works a report out once more from its entries: each figure by its formula, and whether all it needs is there."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from desktop.config import paths
from desktop.language import load_language
from desktop.reports.report import (
    Difference,
    EntrySum,
    Figure,
    Given,
    Product,
    RateOn,
    Ratio,
    Report,
    ReportRow,
    SumOf,
    parts_of,
)
from desktop.reports.trace import TraceRow


def value(report: Report, key: str) -> Decimal:
    """The value of a figure; nothing counts as zero."""
    return report.figure(key).value or Decimal(0)


def amounts(report: Report, *keys: str) -> list[str]:
    """The values of some figures, with two decimals."""
    return [f"{value(report, key):.2f}" for key in keys]


def row(report: Report, table: str, key: str) -> ReportRow:
    """The row `key` of a table."""
    return next(found for found in report.table(table).rows if found.key == key)


def notes_of(report: Report) -> list[str]:
    """The remarks under a report, in English, with plain spaces."""
    english = load_language(paths.translations(), "en")
    return [english.text(note).replace("\u00a0", " ") for note in report.notes]


def spent_of(trace: Sequence[TraceRow], measure: str = "spent", **where: str) -> Decimal:
    """The sum of a measure over the entries that fulfil every condition."""
    return sum((row.measure(measure) for row in trace if row.fulfils(tuple(where.items()))), Decimal(0))


def require_sound(report: Report, trace: Sequence[TraceRow]) -> None:
    """Each figure has one place and one key, is what its formula gives, and all proofs hold."""
    placed = [figure for table in report.tables for row in table.rows for figure in row.figures]
    placed += [figure for _label, figure in report.workings]
    keys = [figure.key for figure in placed]
    assert len(set(keys)) == len(keys), sorted(key for key in set(keys) if keys.count(key) > 1)
    for table in report.tables:
        for found in table.rows:
            assert len(found.cells) in (0, len(table.columns)), (table.key, found.key)
    require_worked_out(report, trace)


def require_worked_out(report: Report, trace: Sequence[TraceRow]) -> None:
    """Each figure is what its formula gives, of figures that the report has, and all proofs hold."""
    keys = {figure.key for figure in report.figures()}
    for figure in report.figures():
        assert set(parts_of(figure.formula)) <= keys, figure.key
        assert figure.value == _worked_out(report, trace, figure), figure.key
    assert [str(proof.label) for proof in report.proofs if not proof.holds] == []


def _worked_out(report: Report, trace: Sequence[TraceRow], figure: Figure) -> Decimal | None:
    def known(key: str) -> Decimal:
        return value(report, key)

    with localcontext(prec=60):
        match figure.formula:
            case Given():
                return figure.value
            case EntrySum(measure, where):
                return spent_of(trace, measure, **dict(where))
            case SumOf(keys):
                return sum(map(known, keys), Decimal(0))
            case Difference(whole, parts):
                return known(whole) - sum(map(known, parts), Decimal(0))
            case Ratio(part, whole, places):
                return _half_up(known(part) / known(whole), places) if known(whole) else None
            case Product(keys, decimals):
                product = Decimal(1)
                for key in keys:
                    product *= known(key)
                return _half_up(product, decimals)
            case RateOn(rate, base, decimals):
                return _half_up(known(base) * rate, decimals)


def _half_up(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
