"""What is printed behind a report to a funder: how its checks went, what was explained, and the rates of exchange."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from desktop.domain.codes import CostCategory
from desktop.domain.money import Money, trimmed
from desktop.language import Message, Value, say
from desktop.reports.assurance import AssuranceFacts, Check, CheckState
from desktop.reports.assurance.entries import TYPED_RATES_KEY, UNSPENT_KEY, limit_key, negative_key
from desktop.reports.facts import RateFacts
from desktop.reports.forms.categories import category_name
from desktop.reports.forms.rates import KEY as RATES_KEY
from desktop.reports.report import Annex, Report

_STATES: Final = {CheckState.PASSED: say("Passed"), CheckState.FAILED: say("Failed")}
_REMARK: Final = say("Remark")
_MOST_RATES: Final = 400
_OF_LINE: Final = limit_key("line=")


def checks_annex(checks: Iterable[Check]) -> Annex | None:
    """Each check that had something to look at, how it went and what was found; None for none."""
    rows = [(check.sentence, _state(check), check.detail) for check in checks if check.state in _STATES]
    return _annex("checks", say("Checks"), (say("Check"), say("Result"), say("What the check found")), rows)


def _state(check: Check) -> Message:
    """How a check went; one that stops no report remarks on it only."""
    return _STATES[check.state] if check.blocks or check.state is CheckState.PASSED else _REMARK


def explanations_annex(facts: AssuranceFacts) -> Annex | None:
    """What was said of overspent lines, of costs below zero and of money that is left; None when nothing was."""
    rows = [(_about(key, facts), text) for key, text in sorted(facts.explanations.items()) if text.strip()]
    return _annex("explanations", say("Explanations"), (say("About"), say("Explanation")), rows)


def _about(key: str, facts: AssuranceFacts) -> Value:
    """What an explanation is about, in words; the key itself for what is not there any more."""
    if key == UNSPENT_KEY:
        return say("What was received and not spent")
    if key == TYPED_RATES_KEY:
        return say("Rates of exchange that were typed")
    if key == limit_key(""):
        return say("All costs, over the limit")
    for entry in facts.entries.negative:
        if key == negative_key(entry.id):
            amount = facts.money(entry.amount)
            return say("{entry}: {amount}", entry=entry.reference or f"#{entry.id}", amount=amount)
    if key.startswith(_OF_LINE):
        known = {line.key: line.code for line in facts.source.lines}
        line = key.removeprefix(_OF_LINE)
        return say("Line {line}, over its limit", line=known.get(line, line))
    for category in (*CostCategory, None):
        if key == limit_key(f"category={'' if category is None else int(category)}"):
            return say("{category}, over the limit", category=category_name(category))
    return key


def rates_annex(rates: Sequence[RateFacts], report: Report) -> Annex | None:
    """The rates at which the entries of the period were converted; None when none was, when the report states them
    itself, or when they are so many that they are read with the entries.
    """
    if len(rates) > _MOST_RATES or any(table.key == RATES_KEY for table in report.tables):
        return None
    currency = report.currency
    headings = (
        say("Currency"),
        say("Units"),
        say("For {currency}", currency=currency),
        say("Of"),
        say("Source"),
        say("Entries"),
        say("Spent"),
        say("Spent in {currency}", currency=currency),
    )
    return _annex(RATES_KEY, say("Rates of exchange used"), headings, [_rate(each, currency) for each in rates])


def _rate(rate: RateFacts, currency: str) -> tuple[Value, ...]:
    return (
        rate.currency,
        trimmed(rate.units),
        trimmed(rate.per),
        rate.on or "",
        rate.source,
        rate.entries,
        Money(rate.original, rate.currency),
        Money(rate.spent, currency),
    )


def _annex(key: str, title: Message, headings: tuple[Message, ...], rows: Iterable[tuple[Value, ...]]) -> Annex | None:
    found = tuple(rows)
    return Annex(key, title, headings, found) if found else None
