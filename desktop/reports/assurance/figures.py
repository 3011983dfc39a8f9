"""Checks of the figures of a report: against the ledger, each other, the report before, and the agreement."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from desktop.domain.codes import CostCategory
from desktop.domain.indirect_cost import gap, on_direct
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO
from desktop.language import Message, say, say_many
from desktop.reports.assurance.facts import AssuranceFacts, Cause, Check, Subject
from desktop.reports.assurance.recompute import recomputed
from desktop.reports.report import Figure, Report
from desktop.reports.trace import IN_PERIOD, Where

_INDIRECT: Final = str(int(CostCategory.INDIRECT))
_PERIOD, _ADJUSTMENT, _CUMULATIVE = "period.", "adjustment.", "cumulative."
_OPENING, _CLOSING = "opening", "closing"


# --- the ledger ------------------------------------------------------------------------------------------------------

_LEDGER = Subject("ledger", say("Categories, outputs and ledger agree, in the period and in all."), waivable=False)


def check_ledger(facts: AssuranceFacts) -> Check:
    """What the report says by category and by output is what the ledger says, and its own proofs hold."""
    causes = [*_proofs(facts.report), *_unlike(facts, "category"), *_unlike(facts, "output")]
    spent = facts.money(facts.ledger.total("spent"))
    period = facts.money(facts.ledger.total("spent", (("when", IN_PERIOD),)))
    return _LEDGER.judged(
        causes,
        passed=say("{spent} in all, {period} in the period.", spent=spent, period=period),
        failed=say("The ledger has {spent} in all, {period} in the period.", spent=spent, period=period),
    )


def _proofs(report: Report) -> Iterator[Cause]:
    for proof in report.proofs:
        if not proof.holds:
            yield Cause(
                say("{proof}: the two differ by {amount}.", proof=proof.label, amount=proof.difference.value or ZERO),
                figure=proof.one.key,
            )


def _unlike(facts: AssuranceFacts, dimension: str) -> Iterator[Cause]:
    """The values of a dimension for which report and ledger differ."""
    wholes: tuple[Where, ...] = ((), (("when", IN_PERIOD),))
    for value in sorted({*facts.sums.values(dimension), *facts.ledger.values(dimension)}):
        for when in wholes:
            where = (*when, (dimension, value))
            reported, posted = facts.sums.total("spent", where), facts.ledger.total("spent", where)
            if reported != posted:
                figures = facts.figures_summing("spent", dimension, value)
                yield Cause(
                    say(
                        "{value}: the report has {reported}, the ledger {posted}.",
                        value=value,
                        reported=facts.money(reported),
                        posted=facts.money(posted),
                    ),
                    figure=figures[0] if figures else "",
                    register="" if figures else "ledger",
                )
                break


# --- sums ------------------------------------------------------------------------------------------------------------

_SUMS = Subject("sums", say("Lines, subtotals and totals add up."), waivable=False)


def check_sums(facts: AssuranceFacts) -> Check:
    """Every figure that is worked out from others, or from entries, is what these make."""
    shown = list(dict.fromkeys(facts.report.figures()))  # one may stand in several places
    figures = {figure.key: figure for figure in reversed(shown)}
    causes = [
        Cause(
            say(
                "{key} is {stated}; worked out anew it is {value}.",
                key=figure.key,
                stated=_text(figure.value),
                value=_text(new),
            ),
            figure=figure.key,
        )
        for figure in shown
        for new in [recomputed(figure, figures, facts.source.sums)]
        if new != figure.value
    ]
    return _SUMS.judged(
        causes,
        passed=say_many(
            "{count} figure was worked out anew, and is the same.",
            "{count} figures were worked out anew, and are the same.",
            count=len(figures),
        ),
        failed=say_many("{count} figure differs.", "{count} figures differ.", count=len(causes)),
    )


def _text(value: Decimal | None) -> Message | Decimal:
    return say("empty") if value is None else value


# --- the report before -----------------------------------------------------------------------------------------------

_FIRST_ONE = say("No report of its kind before it was submitted from this office.")
_OPENING_BALANCE = Subject("opening", say("The opening balance is the closing balance of the report before."))


def check_opening(facts: AssuranceFacts) -> Check:
    """What a report begins with is what the one before it ended with."""
    previous = facts.source.previous
    if previous is None:
        return _OPENING_BALANCE.idle(_FIRST_ONE)
    pairs = [
        (figure, previous.values[key])
        for figure in _own_figures(facts.report)
        if _OPENING in figure.key
        for key in [figure.key.replace(_OPENING, _CLOSING)]
        if key in previous.values
    ]
    if not pairs:
        return _OPENING_BALANCE.idle(
            say("It states no opening balance that report {number} closed with.", number=previous.number)
        )
    causes = [
        Cause(
            say(
                "It opens with {opening}; report {number} closed with {closing}.",
                opening=facts.money(figure.value or ZERO),
                number=previous.number,
                closing=facts.money(closing or ZERO),
            ),
            figure=figure.key,
        )
        for figure, closing in pairs
        if figure.value != closing
    ]
    return _OPENING_BALANCE.judged(
        causes,
        passed=say(
            "{amount}, as report {number} closed with.",
            amount=facts.money(pairs[0][0].value or ZERO),
            number=previous.number,
        ),
        failed=say("It does not go on from report {number}.", number=previous.number),
    )


_CUMULATED = Subject("cumulative", say("In all is what the report before said, adjustments, and the period."))


def check_cumulative(facts: AssuranceFacts) -> Check:
    """Each cumulative figure is that of the report before with adjustments and what the period brought."""
    previous = facts.source.previous
    if previous is None:
        return _CUMULATED.idle(_FIRST_ONE)
    figures = {figure.key: figure for figure in _own_figures(facts.report)}
    keys = [key.removeprefix(_CUMULATIVE) for key in figures if key.startswith(_CUMULATIVE)]
    keys = [key for key in keys if _PERIOD + key in figures]
    if not keys:
        return _CUMULATED.idle(say("It has no cumulative figures beside those of the period."))

    def value(key: str) -> Decimal:
        return (figures[key].value or ZERO) if key in figures else ZERO

    causes = []
    for key in keys:
        before = previous.values.get(_CUMULATIVE + key) or ZERO
        made = before + value(_ADJUSTMENT + key) + value(_PERIOD + key)
        if made != value(_CUMULATIVE + key):
            sentence = say(
                "In all {stated}; before, adjustments and the period make {made}.",
                stated=facts.money(value(_CUMULATIVE + key)),
                made=facts.money(made),
            )
            causes.append(Cause(sentence, figure=_CUMULATIVE + key))
    return _CUMULATED.judged(
        causes,
        passed=say_many(
            "{count} figure goes on from report {number}.",
            "{count} figures go on from report {number}.",
            count=len(keys),
            number=previous.number,
        ),
        failed=say("It does not go on from report {number}.", number=previous.number),
    )


def _own_figures(report: Report) -> Iterator[Figure]:
    """The figures of its tables."""
    for table in report.tables:
        for row in table.rows:
            yield from row.figures


# --- the agreement ---------------------------------------------------------------------------------------------------

_SUPPORT_COSTS = Subject("indirect", say("Support costs are the rate on the costs that bear them."))


def check_indirect(facts: AssuranceFacts) -> Check:
    """What was posted as support costs is what the rules of the grant give."""
    spent = facts.sums.total("spent")
    posted = facts.sums.total("spent", (("category", _INDIRECT),))
    rate = facts.source.indirect_rate
    if rate is not None:
        expected = on_direct(facts.money(spent - posted), rate=rate).indirect
    elif facts.source.support_costs:
        expected = facts.money(sum((part.indirect.amount for part in facts.source.support_costs), ZERO))
    else:
        return _SUPPORT_COSTS.idle(say("The rules of the grant give no rate."))
    sentence = gap(facts.money(posted), expected=expected, rate=rate)
    if sentence is None:
        return _SUPPORT_COSTS.passed(say("{amount}, as the rules of the grant give.", amount=expected))
    figures = facts.figures_summing("spent", "category", _INDIRECT)
    cause = Cause(sentence, figure=figures[-1]) if figures else Cause(sentence, register="ledger")
    return _SUPPORT_COSTS.failed(sentence, [cause])


_COMMITTED = Subject("commitments", say("Commitments are not counted as spent."), waivable=False)


def check_commitments(facts: AssuranceFacts) -> Check:
    """No commitment is among the costs, and no figure of costs sums commitments."""
    causes = []
    wrong = facts.sums.total("spent", (("kind", LedgerKind.COMMITMENT),))
    if wrong:
        sentence = say("{amount} of commitments stands among the costs.", amount=facts.money(wrong))
        causes.append(Cause(sentence, register="ledger"))
    causes += [
        Cause(say("{key} sums commitments too.", key=figure.key), figure=figure.key)
        for figure in _own_figures(facts.report)
        if figure.key.startswith((_PERIOD, _ADJUSTMENT, _CUMULATIVE))
        and any(each.measure == "committed" for each in facts.report.sums_behind(figure.key))
    ]
    committed = facts.money(facts.sums.total("committed"))
    return _COMMITTED.judged(
        causes,
        passed=say("{amount} of open commitments stands apart.", amount=committed),
        failed=say("Costs and commitments are mixed."),
    )
