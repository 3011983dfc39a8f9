"""Line 11 of the Federal Financial Report: indirect expense by rate, and whether it is the rate on its base."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from desktop.domain.budget import IndirectTerms
from desktop.domain.codes import CostCategory
from desktop.domain.indirect_cost import written
from desktop.domain.money import minor_units
from desktop.domain.period import Period
from desktop.domain.support_costs import days_of_terms
from desktop.domain.terms import INDIRECT_BASES
from desktop.language import Message, say
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.statement import EXPECTED_INDIRECT
from desktop.reports.forms.us import sf425_options as options
from desktop.reports.options import chosen
from desktop.reports.report import ColumnKind, Figure, ReportColumn, ReportRow, ReportTable, RowStyle, Unit
from desktop.reports.trace import NONE

POSTED: Final = f"spent.{int(CostCategory.INDIRECT)}"
DIRECT: Final = (*(f"spent.{int(category)}" for category in CostCategory if category.is_direct), f"spent.{NONE}")
BASE, CHARGED, FEDERAL = "11d", "11e", "11f"

_COLUMNS: Final = (
    ReportColumn("type", say("a Type"), ColumnKind.TEXT),
    ReportColumn("rate", say("b Rate"), ColumnKind.SHARE),
    ReportColumn("from", say("c Period from"), ColumnKind.DAY),
    ReportColumn("to", say("c Period to"), ColumnKind.DAY),
    ReportColumn("base", say("d Base")),
    ReportColumn("charged", say("e Amount charged")),
    ReportColumn("federal", say("f Federal share")),
)


@dataclass(frozen=True, slots=True)
class _Rate:
    """A rate of the rule book with what it is worked out on; `costs` is empty when those are all direct costs."""

    terms: IndirectTerms
    costs: Decimal | None = None
    posted: Decimal | None = None


def make_table(facts: ReportFacts, figures: Figures) -> tuple[ReportTable, list[tuple[Message, Figure]]]:
    """The table, and the figures behind it: what each rate gives on its base, and by how much that was missed."""
    rates = _rates(facts)
    times = days_of_terms(facts.book, _since_start(facts))
    rows = [_rate_row(facts, figures, number, rate, times) for number, rate in enumerate(rates, start=1)]
    if not rates:
        rows.append(_row_without_rate(figures))
    numbers = range(1, len(rows) + 1)
    for total in (BASE, CHARGED, FEDERAL):
        figures.sum_of(total, [f"{total}.{number}" for number in numbers])
    cells = (None, None, None, None, *(figures.made(key) for key in (BASE, CHARGED, FEDERAL)))
    rows.append(ReportRow("11g", say("Totals"), cells, "11g", RowStyle.TOTAL))
    table = ReportTable("indirect", say("Indirect expense"), say("11 Indirect expense"), _COLUMNS, tuple(rows))
    return table, _expected(facts, figures, rates)


def _rates(facts: ReportFacts) -> tuple[_Rate, ...]:
    """The rates of the rule book; the one there is, or each with the costs under it."""
    if facts.indirect_rate is not None:
        return (_Rate(IndirectTerms(facts.indirect_rate)),)
    return tuple(_Rate(part.terms, part.costs.amount, part.posted.amount) for part in facts.support_costs)


def _since_start(facts: ReportFacts) -> Period:
    first, last = facts.grant.starts_on or facts.period.start, facts.period.last
    return Period.of_days(min(first, last), last)


def _rate_row(
    facts: ReportFacts, figures: Figures, number: int, rate: _Rate, times: dict[IndirectTerms, Period]
) -> ReportRow:
    grant = facts.grant
    share = figures.given(
        f"11b.{number}",
        rate.terms.rate,
        say("By the rules of {grant}", grant=grant.reference),
        unit=Unit.SHARE,
        register="grants",
        record_id=grant.id,
    )
    if rate.costs is None or rate.posted is None:
        figures.sum_of(f"{BASE}.{number}", DIRECT)
        figures.sum_of(f"{CHARGED}.{number}", [POSTED])
    else:
        source = say("Ledger of {grant}, while the rate was in force", grant=grant.reference)
        figures.given(f"{BASE}.{number}", rate.costs, source, register="grants", record_id=grant.id)
        figures.given(f"{CHARGED}.{number}", rate.posted, source, register="grants", record_id=grant.id)
    figures.sum_of(f"{FEDERAL}.{number}", [f"{CHARGED}.{number}"])
    time = times.get(rate.terms)
    first, last = (time.start, time.last) if time else (None, None)
    type_name = options.RATE_TYPES[chosen(facts, options.RATE_TYPE)]
    cells = (type_name, share, first, last, *_amounts(figures, number))
    return ReportRow(f"11.{number}", INDIRECT_BASES[rate.terms.base], cells, "11")


def _amounts(figures: Figures, number: int) -> tuple[Figure, ...]:
    return tuple(figures.made(f"{key}.{number}") for key in (BASE, CHARGED, FEDERAL))


def _row_without_rate(figures: Figures) -> ReportRow:
    """What was charged though the agreement names no rate; nothing, as a rule."""
    figures.sum_of(f"{BASE}.1", DIRECT)
    figures.sum_of(f"{CHARGED}.1", [POSTED])
    figures.sum_of(f"{FEDERAL}.1", [f"{CHARGED}.1"])
    return ReportRow("11.1", say("No rate is agreed"), (None, None, None, None, *_amounts(figures, 1)), "11")


def _expected(facts: ReportFacts, figures: Figures, rates: tuple[_Rate, ...]) -> list[tuple[Message, Figure]]:
    decimals = minor_units(facts.grant.currency)
    found = []
    for number, rate in enumerate(rates, start=1):
        label = say("{rate} of the base, b × d", rate=written(rate.terms.rate))
        key = f"{EXPECTED_INDIRECT}.{number}"
        found.append((label, figures.rate_on(key, rate.terms.rate, f"{BASE}.{number}", decimals=decimals)))
    if rates:
        keys = [f"{EXPECTED_INDIRECT}.{number}" for number in range(1, len(rates) + 1)]
        found.append((say("Indirect expense by the rates, b × d"), figures.sum_of(EXPECTED_INDIRECT, keys)))
        missed = figures.difference("11.difference", CHARGED, EXPECTED_INDIRECT)
        found.append((say("Charged less expected, e − b × d"), missed))
    return found
