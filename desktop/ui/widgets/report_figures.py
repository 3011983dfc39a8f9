"""A figure of a report in words: as it is shown, and how it came about."""

from __future__ import annotations

from desktop.domain.money import Money
from desktop.language import Message, say, say_many
from desktop.reports.report import Difference, EntrySum, Figure, Given, RateOn, Ratio, Report, SumOf
from desktop.ui.context import Context


def figure_text(context: Context, report: Report, figure: Figure) -> str:
    """A figure as text: an amount in the currency's decimals, a share as per cent, nothing where it has no meaning."""
    if figure.value is None:
        return ""
    if figure.is_share:
        return context.language.percent(figure.value, decimals=1)
    return context.language.number(Money(figure.value, report.currency).amount)


def formula_sentence(report: Report, figure: Figure) -> Message:
    """How a figure is made, in words."""
    match figure.formula:
        case Given(source):
            return source
        case EntrySum(_measure, where):
            conditions = dict(where)
            last = report.period.last
            if conditions.get("when") == "period":
                return say("All entries of this kind from {first} to {last}.", first=report.period.start, last=last)
            if conditions.get("when") == "before":
                return say("All entries of this kind before {first}.", first=report.period.start)
            return say("All entries of this kind up to {last}.", last=last)
        case SumOf(keys):
            return say_many("The sum of {count} figure above.", "The sum of {count} figures above.", count=len(keys))
        case Difference():
            return say("One figure less others of its row or table.")
        case Ratio():
            return say("Expenditure in all as a share of the budget.")
        case RateOn(rate, _base, _decimals):
            percent = say("{percent} %", percent=(rate * 100).normalize())
            return say("{rate} of the direct costs, rounded half up.", rate=percent)
