"""Checks of the entries of a report, of what was explained, and of who answers for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from desktop.domain.finding import Finding
from desktop.domain.flexibility import BudgetAmounts, Spent, overspends
from desktop.domain.money import ZERO
from desktop.domain.terms import UNSPENT_CHOICES, RuleKind, Unspent
from desktop.language import Message, say, say_many
from desktop.reports.assurance.facts import AssuranceFacts, Cause, Check, EntryGroup, Subject
from desktop.reports.trace import NONE

UNSPENT_KEY: Final = "unspent"
TYPED_RATES_KEY: Final = "rates"
_ENTRIES = "ledger"
_REPORTS = "donor_reports"


def limit_key(about: str) -> str:
    """The key of the explanation of what is over its limit: ``limit:line=1.1``, ``limit:total``."""
    return f"limit:{about or 'total'}"


def negative_key(entry_id: int) -> str:
    """The key of the explanation of a cost below zero."""
    return f"negative:{entry_id}"


def _group(sentence: Message, group: EntryGroup) -> list[Cause]:
    return [Cause(sentence, register=_ENTRIES, record_ids=group.ids)] if group.count else []


# --- days ------------------------------------------------------------------------------------------------------------

_DATES = Subject("dates", say("Costs are dated within the grant and the report."))


def check_dates(facts: AssuranceFacts) -> Check:
    """Nothing is charged before the grant, or after it but for what fulfils a commitment; and the period is over."""
    grant, outside = facts.source.grant, facts.entries.outside
    if grant.starts_on is None or grant.ends_on is None:
        cause = Cause(say("{grant} has no dates.", grant=grant.reference), register="grants", record_ids=(grant.id,))
        return _DATES.failed(say("Nobody can tell which costs are eligible."), [cause])
    told = say_many(
        "{count} cost is dated outside {first} to {last}.",
        "{count} costs are dated outside {first} to {last}.",
        count=outside.count,
        first=grant.starts_on,
        last=grant.ends_on,
    )
    causes = [*_untimely(facts, grant.starts_on), *_group(told, outside)]
    passed = say("All are dated {first} to {last}.", first=grant.starts_on, last=grant.ends_on)
    return _DATES.judged(causes, passed=passed, failed=causes[0].sentence if causes else told)


def _untimely(facts: AssuranceFacts, starts_on: date) -> Iterator[Cause]:
    """That the period of the report is not over, or was over before the grant began."""
    grant, last = facts.source.grant, facts.source.period.last
    if facts.ended_by is not None and last > facts.ended_by:
        still = say("The report ends on {day}, and costs can still come.", day=last)
        yield Cause(still, register=_REPORTS, record_ids=(facts.report_id,) if facts.report_id else ())
    if last < starts_on:
        early = say("The report ends before {grant} starts on {day}.", grant=grant.reference, day=starts_on)
        yield Cause(early, register="grants", record_ids=(grant.id,))


_CLOSURE = Subject("closure", say("Nothing is charged after the grant was closed."))


def check_closure(facts: AssuranceFacts) -> Check:
    """Nothing is dated after operational or financial closure."""
    told = say_many(
        "{count} cost is dated after the last day on which obligations may be paid.",
        "{count} costs are dated after the last day on which obligations may be paid.",
        count=facts.entries.after_closure.count,
    )
    passed = say("No cost is dated later.")
    return _CLOSURE.judged(_group(told, facts.entries.after_closure), passed=passed, failed=told)


# --- rates -----------------------------------------------------------------------------------------------------------

_RATES = Subject("rates", say("Each rate is stated with its day and its source."))


def check_rates(facts: AssuranceFacts) -> Check:
    """What was converted says of which day and whose the rate is; for a rate that was typed, someone says so."""
    found = facts.entries
    if not found.foreign:
        return _RATES.idle(say("Every entry is in the currency of the grant."))
    told = say_many(
        "{count} entry in another currency does not say where its rate comes from.",
        "{count} entries in other currencies do not say where their rates come from.",
        count=found.without_rate.count,
    )
    passed = say_many(
        "{count} entry in another currency states its rate.",
        "{count} entries in other currencies state their rates.",
        count=found.foreign,
    )
    if found.without_rate.count and facts.is_explained(TYPED_RATES_KEY):
        return _RATES.passed(say("It is explained where the rates that were typed come from."))
    causes = [replace(cause, explain=TYPED_RATES_KEY) for cause in _group(told, found.without_rate)]
    return _RATES.judged(causes, passed=passed, failed=told)


# --- what needs words ------------------------------------------------------------------------------------------------

_LIMITS = Subject("limits", say("What is over its limit is explained."))


def check_limits(facts: AssuranceFacts) -> Check:
    """Lines and categories that were overspent by more than the agreement permits are explained."""
    book, last = facts.source.book, facts.source.period.last
    if not facts.source.lines or not book.on(last, RuleKind.FLEXIBILITY):
        return _LIMITS.idle(say("The grant has no rule on how far costs may leave the budget."))
    over = list(_overspends(facts))
    causes = [
        Cause(
            each.sentence, figure=_over_figure(facts, _about(each)), register="rules", explain=limit_key(_about(each))
        )
        for each in over
        if not facts.is_explained(limit_key(_about(each)))
    ]
    passed = (
        say_many(
            "{count} is over its limit, and is explained.",
            "{count} are over their limits, and are explained.",
            count=len(over),
        )
        if over
        else say("Nothing is over its limit.")
    )
    failed = say_many("{count} is not explained.", "{count} are not explained.", count=len(causes))
    return _LIMITS.judged(causes, passed=passed, failed=failed)


def _overspends(facts: AssuranceFacts) -> Iterator[Finding]:
    source = facts.source
    by_line: dict[str, int | None] = {line.key: line.category for line in source.lines}
    amounts = dict.fromkeys(by_line, ZERO)
    for line in source.lines:
        amounts[line.key] += line.amount
    spent = Spent(
        {value: facts.sums.total("spent", (("line", value),)) for value in facts.sums.values("line") if value != NONE},
        {
            None if value == NONE else int(value): facts.sums.total("spent", (("category", value),))
            for value in facts.sums.values("category")
        },
    )
    return overspends(
        source.book,
        on=source.period.last,
        approved=BudgetAmounts(amounts, by_line),
        spent=spent,
        currency=source.grant.currency,
        grant=(source.grant.id, source.grant.reference),
    )


def _about(finding: Finding) -> str:
    return finding.entries[0] if finding.entries else ""


def _over_figure(facts: AssuranceFacts, about: str) -> str:
    """The figure that sums what is over its limit, when the report has one."""
    dimension, _, value = about.partition("=")
    figures = facts.figures_summing("spent", dimension, value or NONE) if about else ()
    return figures[-1] if figures else ""


_NEGATIVES = Subject("negatives", say("Each cost below zero is explained."))


def check_negatives(facts: AssuranceFacts) -> Check:
    """A reversal names what it reverses, a refund says what it is; whatever else is below zero is explained."""
    causes = [
        Cause(
            say("{entry}: {amount}", entry=each.reference or f"#{each.id}", amount=facts.money(each.amount)),
            register=_ENTRIES,
            record_ids=(each.id,),
            explain=negative_key(each.id),
        )
        for each in facts.entries.negative
        if not facts.is_explained(negative_key(each.id))
    ]
    return _NEGATIVES.judged(
        causes,
        passed=say("Each says what it reverses or what it is."),
        failed=say_many("{count} is not explained.", "{count} are not explained.", count=len(causes)),
    )


# --- who answers for it ----------------------------------------------------------------------------------------------

_PEOPLE = Subject("people", say("Whoever prepared it does not certify it."), waivable=False)


def check_people(facts: AssuranceFacts) -> Check:
    """Both are named, and are two."""
    prepared, certified = facts.prepared_by.strip(), facts.certified_by.strip()
    if not prepared or not certified:
        told = say("Name who prepared it and who certifies it.")
    elif _same_name(prepared) == _same_name(certified):
        told = say("{name} prepared it and cannot certify it.", name=prepared)
    else:
        return _PEOPLE.passed(
            say("Prepared by {prepared}, certified by {certified}.", prepared=prepared, certified=certified)
        )
    return _PEOPLE.failed(
        told, [Cause(told, register=_REPORTS, record_ids=(facts.report_id,) if facts.report_id else ())]
    )


def _same_name(name: str) -> str:
    """A name as it is compared: however it is capitalised and spaced, and whichever keyboard made its accents."""
    return unicodedata.normalize("NFC", " ".join(name.split()).casefold())


# --- the last report -------------------------------------------------------------------------------------------------

_FINAL = Subject("final", say("With the last report nothing stays open."))


def check_final(facts: AssuranceFacts) -> Check:
    """No commitment is open, and it is said what happens to what is left."""
    if not facts.source.is_final:
        return _FINAL.idle(say("It is not the last report."))
    causes = [*_still_committed(facts), *_unspent(facts)]
    return _FINAL.judged(
        causes,
        passed=say("No commitment is open, and nothing is left undealt with."),
        failed=say_many("{count} thing is still open.", "{count} things are still open.", count=len(causes)),
    )


def _still_committed(facts: AssuranceFacts) -> Iterator[Cause]:
    committed = facts.sums.total("committed")
    if committed:
        sentence = say(
            "{amount} is still committed. Post what was paid, and cancel the rest.", amount=facts.money(committed)
        )
        yield Cause(sentence, register=_ENTRIES, record_ids=facts.entries.open_commitments.ids)


def _unspent(facts: AssuranceFacts) -> Iterator[Cause]:
    left = facts.sums.total("received") - facts.sums.total("spent")
    rule = facts.source.book.one(facts.source.period.last, RuleKind.UNSPENT)
    may_stay = ZERO if rule is None or rule.amount is None else rule.amount
    if ZERO <= left <= may_stay or facts.is_explained(UNSPENT_KEY):
        return
    amount = facts.money(abs(left))
    if left < ZERO:
        sentence = say("{amount} more was spent than received. Say what happens to it.", amount=amount)
    elif rule is None or rule.choice is None:
        sentence = say("{amount} is left. Say what happens to it.", amount=amount)
    else:
        what = UNSPENT_CHOICES[Unspent(rule.choice)]
        sentence = say("{amount} is left. Say how this is met: {what}.", amount=amount, what=what)
    yield Cause(sentence, register="grants", record_ids=(facts.source.grant.id,), explain=UNSPENT_KEY)


# --- documents -------------------------------------------------------------------------------------------------------

_DOCUMENTS = Subject("documents", say("Each cost has its document."), blocks=False)


def check_documents(facts: AssuranceFacts) -> Check:
    """A remark only: costs to which no file is attached."""
    found = facts.entries
    if not found.costs:
        return _DOCUMENTS.idle(say("No cost is new in it."))
    told = say_many(
        "{count} cost of {all} has no file attached.",
        "{count} costs of {all} have no file attached.",
        count=found.without_document.count,
        all=found.costs,
    )
    passed = say_many("{count} cost has its document.", "{count} costs have their documents.", count=found.costs)
    return _DOCUMENTS.judged(_group(told, found.without_document), passed=passed, failed=told)
