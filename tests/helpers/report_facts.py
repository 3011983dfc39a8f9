"""Facts that reports are made from, for tests of layouts: lines, budgets, results, instalments, grants of an office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from desktop.domain.funding import AgreedInstalment, InstalmentStatus
from desktop.domain.money import Money
from desktop.language import Language, UserError, say
from desktop.reports.facts import BudgetFacts, GrantFacts, LineFacts, ReportFacts, ResultFacts
from desktop.reports.report import Figure, Letterhead, Report, ReportRow
from desktop.reports.trace import Scope, Sums, TraceRow
from tests.helpers.statements import QUARTER


def line(key: str, amount: str, category: int | None = 5, **values: Any) -> LineFacts:
    """A line of the approved budget."""
    plain: dict[str, Any] = {"id": 1, "key": key, "code": key, "description": f"Line {key}", "category": category}
    return LineFacts(**plain | {"amount": Decimal(amount)} | values)


def budget(revision: int, amounts: Mapping[str, str], on: date | None = None, *, project: str = "") -> BudgetFacts:
    """A budget that was approved, by line."""
    label = say("Revision {number}", number=revision) if revision else say("First budget")
    by_line = {key: Decimal(amount) for key, amount in amounts.items()}
    return BudgetFacts(revision + 1, label, revision, on, by_line, {5: sum(by_line.values(), Decimal(0))}, project)


def result(number: int, kind: str, code: str, above: int = 0) -> ResultFacts:
    """An outcome, output or activity."""
    return ResultFacts(number, code, kind, code, f"Result {code}", above_id=above)


def instalment(number: int, on: date, amount: str, received: str = "0", condition: str = "") -> InstalmentStatus:
    """An instalment in US dollars, and what came of it."""
    came = Money(Decimal(received), "USD")
    return InstalmentStatus(AgreedInstalment(number, number, on, Money(Decimal(amount), "USD"), came, condition), came)


def grant(reference: str, amount: str, *, currency: str = "USD", **values: Any) -> GrantFacts:
    """A grant of an office."""
    plain: dict[str, Any] = {"id": 1, "reference": reference, "title": f"Title of {reference}", "funder": "A funder"}
    return GrantFacts(**plain | {"currency": currency, "amount": Decimal(amount)} | values)


def office_facts(grants: Sequence[GrantFacts], trace: Sequence[TraceRow], ages: Sequence[int] = ()) -> ReportFacts:
    """What a report on some grants at the end of the third quarter of 2019 is made from."""
    days = tuple(QUARTER.last - timedelta(days=each) for each in ages)
    scope = Scope((), QUARTER, ages=days)
    return ReportFacts(scope, Letterhead("Sahel office"), tuple(grants), Sums.of_rows(trace), QUARTER.last)


def shown(row: ReportRow) -> list[Any]:
    """The cells of a row: figures as texts, all else as it is."""
    return [
        (None if cell.value is None else str(cell.value)) if isinstance(cell, Figure) else cell for cell in row.cells
    ]


def rows_of(report: Report, table: str) -> dict[str, list[Any]]:
    """The rows of a table by their keys."""
    return {row.key: shown(row) for row in report.table(table).rows}


def told(error: UserError, english: Language) -> list[str]:
    """The three sentences of a trouble, with plain spaces."""
    return [english.text(each).replace("\u00a0", " ") for each in error.sentences()]
