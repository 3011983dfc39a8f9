"""The smaller parts of an EU report: the reserve, costs by currency, and where the money of the action comes from."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from desktop.domain.money import ZERO
from desktop.language import Message, say
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.options import Option, OptionKind, typed_amount
from desktop.reports.report import ColumnKind, Figure, ReportColumn, ReportRow, ReportTable, RowStyle, Unit

CONTINGENCY: Final = Option(
    "contingency", say("Contingency reserve"), OptionKind.MONEY, hint=say("As the contract has it, if it has one.")
)
OPTIONS: Final = (CONTINGENCY,)


def implementation(facts: ReportFacts) -> Message | None:
    """From when to when the action runs."""
    first, last = facts.grant.starts_on, facts.grant.ends_on
    return say("{first} to {last}", first=first, last=last) if first and last else None


def contingency(facts: ReportFacts) -> Decimal | None:
    """The reserve of the contract; None when none was stated."""
    return typed_amount(facts, CONTINGENCY)


def contingency_rows(facts: ReportFacts, figures: Figures) -> list[ReportRow]:
    """The reserve and the total with it, where one was stated."""
    reserve = contingency(facts)
    if reserve is None:
        return []
    stated = figures.given("budget.10", reserve, say("Stated for this report"))
    total = figures.sum_of("budget.11", ["budget.9", "budget.10"])
    return [
        ReportRow("10", CONTINGENCY.label, (None, None, None, stated), "10"),
        ReportRow("11", say("Total with the reserve"), (None, None, None, total), "11", RowStyle.TOTAL),
    ]


def currencies(facts: ReportFacts, figures: Figures) -> tuple[ReportTable, ...]:
    """What was spent in the period in each currency, and what that made in the grant's; none where all was in that."""
    own = facts.grant.currency
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for rate in facts.rates:
        original, spent = sums.get(rate.currency, (ZERO, ZERO))
        sums[rate.currency] = original + rate.original, spent + rate.spent
    if not any(original or spent for original, spent in sums.values()):
        return ()
    source = say("Ledger of {grant}, in the period", grant=facts.grant.reference)
    rows = []
    for currency, (original, spent) in sorted(sums.items()):
        local = figures.given(f"local.{currency}", original, source, unit=Unit.QUANTITY)
        converted = figures.given(f"converted.{currency}", spent, source)
        rows.append(ReportRow(currency, currency, (local, converted)))
    rest = figures.difference(f"converted.{own}", "period.9", *(f"converted.{currency}" for currency in sums))
    rows.append(ReportRow(own, own, (None, rest)))
    total = figures.sum_of("converted", [f"converted.{currency}" for currency in (*sums, own)])
    rows.append(ReportRow("total", say("Total"), (None, total), style=RowStyle.TOTAL))
    columns = (
        ReportColumn("local", say("In that currency"), ColumnKind.QUANTITY),
        ReportColumn("converted", say("In {currency}", currency=own)),
    )
    title = say("Costs of the period by currency")
    return (ReportTable("currencies", title, say("Currency"), columns, tuple(rows)),)


def funding(facts: ReportFacts, figures: Figures) -> ReportTable:
    """Expected sources of funding: the contribution of the funder, and what others add."""
    grant = facts.grant
    awarded = grant.amount if grant.authorized is None else grant.authorized
    figures.given(
        "funding.eu", awarded, say("Award of {grant}", grant=grant.reference), register="grants", record_id=grant.id
    )
    figures.given(
        "funding.other",
        grant.cost_share or ZERO,
        say("Cost share of {grant}", grant=grant.reference),
        register="grants",
        record_id=grant.id,
    )
    figures.sum_of("funding.total", ["funding.eu", "funding.other"])
    names = (
        ("eu", say("Contribution of the funder")),
        ("other", say("Contribution of others")),
        ("total", say("Total")),
    )
    rows = tuple(
        ReportRow(key, name, _funding_cells(figures, key), style=RowStyle.TOTAL if key == "total" else RowStyle.LINE)
        for key, name in names
    )
    columns = (ReportColumn("amount", say("Amount")), ReportColumn("share", say("Share"), ColumnKind.SHARE))
    return ReportTable("funding", say("Expected sources of funding"), say("Source"), columns, rows)


def _funding_cells(figures: Figures, key: str) -> tuple[Figure, Figure]:
    share = figures.ratio(f"funding.share.{key}", f"funding.{key}", "funding.total")
    return figures.made(f"funding.{key}"), share
