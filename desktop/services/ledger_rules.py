"""What must hold of an entry of the ledger before it is posted, and that it stays as it is from then on."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from desktop.domain.commitments import FULFILLING, liquidation_problem, room_from
from desktop.domain.ledger import LedgerKind, amount_in_grant_currency, sign_problem
from desktop.domain.money import CFA_FRANCS, ONE, ZERO, Money
from desktop.language import Message, say
from desktop.registers import find_register
from desktop.services.budget_rules import is_charged
from desktop.services.field_rules import MONEY, Problems, check_currency, check_decimals, number_problem
from desktop.services.record_rule import RecordRule
from desktop.storage.grant_rates import quote_for
from desktop.storage.ledger import commitment_moves, hold_commitment, origin_of, values_before
from desktop.storage.models import Budget, BudgetLine, Grant, Instalment, LedgerEntry
from desktop.storage.office import Unit

STAYS: Final = say("An entry stays as it was posted. Reverse it with Ctrl+Shift+R, or correct it.")
# Worked out when they are left empty; an empty field of a posted entry says nothing about them.
_WORKED_OUT = ("rate", "rate_per", "liquidated")
_TAKEN_OVER = ("line_id", "category", "project_id", "result_id")


def ledger_entry_rule(unit: Unit, entry: LedgerEntry) -> Problems:
    """An entry is converted once, when it is posted; later only what was empty may be filled in."""
    return _completing(unit, entry) if entry.id else _posting(unit, entry)


def _completing(unit: Unit, entry: LedgerEntry) -> Problems:
    before = values_before(entry)
    for name in _WORKED_OUT:
        if getattr(entry, name) is None:
            setattr(entry, name, before.pop(name))
    problems: Problems = {
        column.key: STAYS
        for column in find_register("ledger").editable_columns
        if column.attribute in before and not (column.later and before[column.attribute] in (None, ""))
    }
    if problems or "grant_id" in before or entry.grant_id is None:
        return problems or _posting(unit, entry)
    grant = unit.get(Grant, entry.grant_id)
    if "line_id" in before:
        _take_line(unit, entry, grant, problems)
    _check_instalment(unit, entry, grant, problems)
    return problems


def _posting(unit: Unit, entry: LedgerEntry) -> Problems:
    problems: Problems = {}
    if entry.grant_id is None:
        return {"grant": say("Choose the grant that pays.")}
    grant = unit.get(Grant, entry.grant_id)
    entry.currency = grant.currency
    sign = sign_problem(LedgerKind(entry.kind), entry.original_amount, corrects=entry.corrects_id is not None)
    if sign is not None:
        problems["original_amount"] = sign
    if check_currency(problems, "original_currency", entry.original_currency):
        check_decimals(problems, "original_amount", entry.original_amount, entry.original_currency)
    if entry.corrects_id is None:
        _take_line(unit, entry, grant, problems)
        _check_instalment(unit, entry, grant, problems)
    if not problems and entry.corrects_id is None:
        _convert(unit, entry, problems)
    if not problems:
        _take_commitment(unit, entry, problems)
    return problems


def _take_line(unit: Unit, entry: LedgerEntry, grant: Grant, problems: Problems) -> None:
    """Puts the entry on the first line that the chosen one continues, so that a revision takes it over."""
    if entry.line_id is None:
        return
    line = unit.get(BudgetLine, entry.line_id)
    if unit.get(Budget, line.budget_id).grant_id != grant.id:
        problems["line"] = say("Line {line} belongs to another grant. Choose a line of this one.", line=line.code)
        return
    if not is_charged(unit, line):
        problems["line"] = say(
            "Line {line} is in a budget that is not approved. Choose a line of the approved one.", line=line.code
        )
        return
    entry.line_id = origin_of(line)
    if entry.category is None:
        entry.category = line.category


def _check_instalment(unit: Unit, entry: LedgerEntry, grant: Grant, problems: Problems) -> None:
    if entry.instalment_id is None:
        return
    if entry.kind not in (LedgerKind.RECEIPT, LedgerKind.EXCHANGE_DIFFERENCE):
        problems["instalment"] = say("Only a receipt pays an instalment. Leave it empty.")
    elif unit.get(Instalment, entry.instalment_id).grant_id != grant.id:
        problems["instalment"] = say("This instalment belongs to another grant. Choose one of this grant.")


# --- conversion ---------------------------------------------------------------------------------------------------


def _convert(unit: Unit, entry: LedgerEntry, problems: Problems) -> None:
    original = Money(entry.original_amount, entry.original_currency)
    if original.currency == entry.currency:
        entry.rate, entry.rate_per, entry.rate_on, entry.rate_source = ONE, ONE, None, ""
    elif negative := [key for key in ("rate", "rate_per") if (getattr(entry, key) or ONE) < 0]:
        problems.update(dict.fromkeys(negative, say("A rate is above zero.")))
        return
    elif not _has_own_rate(entry) and not _look_up_rate(unit, entry, problems):
        return
    converted = amount_in_grant_currency(original, rate=entry.rate, per=entry.rate_per, currency=entry.currency)
    entry.amount = converted.amount
    problem = number_problem(entry.amount, MONEY)
    if problem is not None:
        problems["original_amount"] = problem


def _has_own_rate(entry: LedgerEntry) -> bool:
    """Whether a rate was typed. One for one between unlike currencies is one only of the two CFA francs."""
    if not entry.rate:
        return False
    entry.rate_per = entry.rate_per or ONE
    entry.rate_on, entry.rate_source = None, ""
    return entry.rate != entry.rate_per or {entry.original_currency, entry.currency} == set(CFA_FRANCS)


def _look_up_rate(unit: Unit, entry: LedgerEntry, problems: Problems) -> bool:
    """Takes the rate of the entry's day by the policy of its grant; notes what is missing when there is none."""
    found = quote_for(unit.session, entry.grant_id, currency=entry.original_currency, on=entry.entry_on)
    if found is None:
        problems["rate"] = say(
            "There is no rate of {currency} for {day}. Enter it here, or under Exchange rates.",
            currency=entry.original_currency,
            day=entry.entry_on,
        )
        return False
    entry.rate, entry.rate_per = found.units, found.per
    entry.rate_on, entry.rate_source = found.effective_on, found.source
    return True


# --- commitments --------------------------------------------------------------------------------------------------


def _take_commitment(unit: Unit, entry: LedgerEntry, problems: Problems) -> None:
    """A cost liquidates the commitment it names, by default as far as it is open; a commitment entry cancels it."""
    if entry.commitment_id is None:
        _check_without_commitment(entry, problems)
        return
    commitment = unit.get(LedgerEntry, entry.commitment_id)
    if entry.corrects_id is None:
        _check_commitment(entry, commitment, problems)
        _agree(unit, entry, commitment, problems)
    if problems:
        return
    hold_commitment(unit.session, commitment.id)
    room = Money(room_from(commitment_moves(unit.session, commitment.id), entry.entry_on), entry.currency)
    if entry.kind == LedgerKind.COMMITMENT:
        entry.liquidated = ZERO
        problem = liquidation_problem(-entry.amount, room) if entry.amount < 0 else None
        key = "original_amount"
    elif entry.corrects_id is not None:
        return  # what a cost liquidated is open again
    else:
        entry.liquidated = entry.liquidated or min(entry.amount, max(room.amount, ZERO))
        problem = liquidation_problem(entry.liquidated, room)
        key = "liquidated" if room.amount > 0 else "commitment"
    if problem is not None:
        problems[key] = problem


def _check_without_commitment(entry: LedgerEntry, problems: Problems) -> None:
    if entry.kind == LedgerKind.COMMITMENT and entry.amount < 0:
        problems["commitment"] = say("Choose the commitment that this cancels, or enter an amount above zero.")
    elif entry.liquidated:
        problems["commitment"] = say("Choose the commitment that is liquidated, or empty the amount liquidated.")
    entry.liquidated = entry.liquidated or ZERO


def _check_commitment(entry: LedgerEntry, commitment: LedgerEntry, problems: Problems) -> None:
    if commitment.kind != LedgerKind.COMMITMENT or commitment.commitment_id is not None:
        problems["commitment"] = say("This entry is no commitment. Choose one that is.")
    elif commitment.grant_id != entry.grant_id:
        problems["commitment"] = say("This commitment belongs to another grant. Choose one of this grant.")
    elif entry.kind == LedgerKind.COMMITMENT and entry.amount > 0:
        problems["commitment"] = say(
            "An entry that cancels a commitment is negative. To commit more, leave this empty."
        )
    elif entry.kind != LedgerKind.COMMITMENT and (LedgerKind(entry.kind) not in FULFILLING or entry.amount < 0):
        problems["commitment"] = say("Only a cost fulfils a commitment. Leave it empty.")
    elif entry.liquidated:
        check_decimals(problems, "liquidated", entry.liquidated, entry.currency)


def _agree(unit: Unit, entry: LedgerEntry, commitment: LedgerEntry, problems: Problems) -> None:
    """A cost stands where its commitment stands: what it leaves empty is taken over, nothing may differ."""
    for name in _TAKEN_OVER:
        if getattr(entry, name) is None:
            setattr(entry, name, getattr(commitment, name))
    if commitment.line_id is not None and entry.line_id != commitment.line_id:
        line = unit.get(BudgetLine, commitment.line_id).code
        problems["line"] = say("The commitment stands on line {line}. Choose that line, or another one.", line=line)
    elif commitment.category is not None and entry.category != commitment.category:
        problems["category"] = say("The commitment is of another category. Choose the same, or another commitment.")


# --- what is worked out -------------------------------------------------------------------------------------------


def _rate(entry: LedgerEntry) -> Decimal | Message:
    """The rate of an entry as a sentence names it."""
    rate, per = entry.rate.normalize(), entry.rate_per.normalize()
    return rate if per == 1 else say("{rate} for {per}", rate=rate, per=per)


def _preview(unit: Unit, entry: LedgerEntry) -> Message | None:
    """What an entry comes to in the grant's currency, and what it does to the commitment that it names."""
    told = [sentence for sentence in (_converted(entry), _released(unit, entry)) if sentence is not None]
    return say("{first} {second}", first=told[0], second=told[1]) if len(told) > 1 else next(iter(told), None)


def _converted(entry: LedgerEntry) -> Message | None:
    if entry.original_currency == entry.currency:
        return None
    amount, rate = Money(entry.amount, entry.currency), _rate(entry)
    if not entry.rate_source:
        return say("{amount}, at the rate {rate} that was entered.", amount=amount, rate=rate)
    return say(
        "{amount}, at the rate {rate} of {day}. {source}",
        amount=amount,
        rate=rate,
        day=entry.rate_on or entry.entry_on,
        source=entry.rate_source,
    )


def _released(unit: Unit, entry: LedgerEntry) -> Message | None:
    if entry.commitment_id is None or entry.id or not entry.liquidated:
        return None
    room = room_from(commitment_moves(unit.session, entry.commitment_id), entry.entry_on)
    return say(
        "Liquidates {amount} of {commitment}; {rest} stay open.",
        amount=Money(entry.liquidated, entry.currency),
        commitment=unit.get(LedgerEntry, entry.commitment_id).reference,
        rest=Money(room - entry.liquidated, entry.currency),
    )


RULES = {"ledger_entry": RecordRule(ledger_entry_rule, preview=_preview)}
