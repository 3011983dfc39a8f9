"""The remarks under a Federal Financial Report: which entries count, and what a grants officer would ask about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop.domain.indirect_cost import gap
from desktop.domain.money import ZERO, Money
from desktop.domain.terms import Frequency
from desktop.language import Message, say
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.heads import sample_notes
from desktop.reports.forms.statement import EXPECTED_INDIRECT
from desktop.reports.forms.us import sf425_indirect as indirect
from desktop.reports.forms.us import sf425_options as options
from desktop.reports.options import chosen, typed_amount

_DOLLAR: Final = "USD"
# Lines that only grow from report to report, as they count since the start of the award.
_GROWING: Final = ("10a", "10b", "10e", "10j", "10l", "10m", "10n")
_QUARTER_MONTHS: Final = 3


def notes(facts: ReportFacts, figures: Figures) -> tuple[Message, ...]:
    """All remarks: what is wrong or unusual first, then how the report is made."""
    return (*_first(facts), *_alarms(facts, figures), *_final(facts, figures), *_how(facts))


def _first(facts: ReportFacts) -> Iterator[Message]:
    yield from sample_notes(facts)
    if facts.grant.currency != _DOLLAR:
        yield say(
            "The form is in US dollars; the grant and this report are in {currency}.", currency=facts.grant.currency
        )


def _alarms(facts: ReportFacts, figures: Figures) -> Iterator[Message]:
    currency = facts.grant.currency
    over = Money(-figures.value("10h"), currency)
    if over.amount > 0:
        yield say("Lines e and f come to {amount} more than was authorized.", amount=over)
    short = Money(-figures.value("10c"), currency)
    if short.amount > 0:
        yield say("{amount} more was disbursed than was received.", amount=short)
    if EXPECTED_INDIRECT in figures:
        posted, expected = (
            Money(figures.value(indirect.CHARGED), currency),
            Money(figures.value(EXPECTED_INDIRECT), currency),
        )
        sentence = gap(posted, expected=expected, rate=facts.indirect_rate)
        if sentence:
            yield sentence
    lower = _lower(facts, figures)
    if facts.previous and lower:
        yield say("Lower than in report {number}: {lines}.", number=facts.previous.number, lines=", ".join(lower))
    if facts.grant.cost_share and typed_amount(facts, options.RECIPIENT_SPENT) is None:
        yield say("Line j is not stated yet: what was spent of the recipient share.")


def _lower(facts: ReportFacts, figures: Figures) -> list[str]:
    known = facts.previous.values if facts.previous else {}
    return [key for key in _GROWING if figures.value(key) < (known.get(key) or ZERO)]


def _final(facts: ReportFacts, figures: Figures) -> Iterator[Message]:
    last = facts.period.last
    if options.report_type(facts) != Frequency.FINAL:
        if last.month % _QUARTER_MONTHS or facts.period.end.day != 1:
            yield say("The period ends on {day}, which is not the end of a quarter.", day=last)
        return
    open_obligations = Money(figures.value("10f"), facts.grant.currency)
    if open_obligations:
        yield say("A final report has no unliquidated obligations; {amount} are open.", amount=open_obligations)
    left = Money(figures.value("10h"), facts.grant.currency)
    if left.amount > 0:
        yield say("{amount} of the award stays unobligated and is to be deobligated or refunded.", amount=left)


def _how(facts: ReportFacts) -> Iterator[Message]:
    yield say("All lines count from the start of the award to {day}.", day=facts.period.last)
    yield say(
        "Line e is all expenditure of the grant, with refunds and adjustments; open commitments are line f alone."
    )
    if chosen(facts, options.BASIS) == options.CASH:
        yield say("On the cash basis lines b and e are the same expenditure: b is made up by time, e by category.")
        stated = typed_amount(facts, options.DISBURSED)
        if stated is not None:
            paid = Money(stated, facts.grant.currency)
            yield say(
                "{amount} was stated as disbursed. It is shown on the accrual basis alone, and not here.", amount=paid
            )
    elif typed_amount(facts, options.DISBURSED) is None:
        yield say("Line b is what was spent: what was paid of it was not stated.")
    yield say("Amounts in other currencies are converted entry by entry at the rate shown with each.")
    yield say("By signing, the certifying official makes the statement of 2 CFR 200.415 (a).")
