"""What must hold of a record before it is kept, and what the program works out for it.

Each rule looks at a record whose values were just set, fills in what follows from them, and returns what is wrong by
the key of the column.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from desktop.domain.budget import LineInputs, line_total
from desktop.domain.ledger import LedgerKind, amount_in_grant_currency, sign_problem
from desktop.domain.money import CFA_FRANCS, ONE, Money
from desktop.domain.rates import Quote, quote
from desktop.domain.terms import IndirectBase, RuleKind
from desktop.language import Message, say
from desktop.services import partner_rules
from desktop.services.partner_rules import Problems, check_currency, check_decimals, check_order
from desktop.storage.lookups import (
    Rated,
    currency_in_use,
    grant_of_entries,
    grant_of_lines,
    indirect_rules,
    is_whole_award,
    project_references,
    rated_before,
    rates_for,
    shares_of,
)
from desktop.storage.models import (
    Agreement,
    Amendment,
    Budget,
    BudgetLine,
    ExchangeRate,
    Grant,
    GrantRule,
    GrantShare,
    LedgerEntry,
    Organisation,
    Project,
)
from desktop.storage.office import Unit
from desktop.storage.types import Exact

Rule = Callable[[Unit, Any], Problems]
_HUNDRED = Decimal(100)
MONEY = Exact()


def number_problem(number: Decimal, kept: Exact) -> Message | None:
    """Why a column cannot keep a number, or None when it can."""
    if abs(number) >= kept.limit:
        return say("The number is too large.")
    if number != round(number, kept.scale):
        return say("At most {count} decimals are kept. Round the number.", count=kept.scale)
    return None


def organisation_rule(unit: Unit, organisation: Organisation) -> Problems:
    """A country is given by its two letters; an organisation is not a part of itself."""
    problems = partner_rules.organisation_problems(unit, organisation)
    country = organisation.country
    if country and (len(country) != 2 or not country.isalpha() or not country.isupper()):
        problems["country"] = say("{code} is not a country. Use the two letters of ISO 3166, such as NE.", code=country)
    return problems


def project_rule(_unit: Unit, project: Project) -> Problems:
    """A project ends after it starts, as planned and in fact."""
    problems: Problems = {}
    check_order(problems, "planned_ends_on", project.planned_starts_on, project.planned_ends_on)
    check_order(problems, "actual_ends_on", project.actual_starts_on, project.actual_ends_on)
    return problems


def agreement_rule(unit: Unit, agreement: Agreement) -> Problems:
    """An agreement ends after it comes into force, and follows others in a line."""
    problems = partner_rules.agreement_problems(unit, agreement)
    check_order(problems, "ends_on", agreement.starts_on, agreement.ends_on)
    return problems


def grant_rule(unit: Unit, grant: Grant) -> Problems:
    """A grant is in a currency, in its decimals, and ends after it starts; what hangs on it holds its currency."""
    problems = partner_rules.grant_problems(grant)
    used = currency_in_use(unit.session, grant.id) if grant.id else None
    if used is not None and used != grant.currency:
        problems["currency"] = say(
            "Its budget, ledger or projects are in {currency}. Add another grant.", currency=used
        )
    elif check_currency(problems, "currency", grant.currency):
        check_decimals(problems, "amount", grant.amount, grant.currency)
    if grant.amount < 0:
        problems["amount"] = say("A grant is not negative. Enter what was awarded.")
    if grant.indirect_rate is not None and not 0 <= grant.indirect_rate <= _HUNDRED:
        problems["indirect_rate"] = say("A rate lies between 0 and 100 per cent. Enter 13 for 13 %.")
    check_order(problems, "ends_on", grant.starts_on, grant.ends_on)
    _share(unit, grant, problems)
    _support_cost_rate(unit, grant, problems)
    return problems


def _share(unit: Unit, grant: Grant, problems: Problems) -> None:
    """The one project of a grant gets the whole award, whatever that is now; what several share is an import's."""
    shares = shares_of(unit.session, grant.id) if grant.id else []
    if len(shares) > 1:
        if grant.project_id is not None:
            names = project_references(unit.session, (share.project_id for share in shares))
            problems["project"] = say("It is shared among {projects}. Only an import changes that.", projects=names)
    elif grant.project_id is None:
        for share in shares:
            unit.session.delete(share)
    elif not shares:
        unit.session.add(GrantShare(grant=grant, project_id=grant.project_id, amount=grant.amount))
    elif grant.project_id != shares[0].project_id or is_whole_award(unit.session, shares[0]):
        shares[0].project_id = grant.project_id
        shares[0].amount = grant.amount


def _support_cost_rate(unit: Unit, grant: Grant, problems: Problems) -> None:
    """The rate of a grant stands in its rule book; one that changes by date is changed there."""
    rules = indirect_rules(unit.session, grant.id) if grant.id else []
    if len(rules) > 1:
        if grant.indirect_rate != rules[-1].percent:
            problems["indirect_rate"] = say("It changes by date. Change it among the rules of the grant.")
    elif grant.indirect_rate is None:
        for rule in rules:
            unit.session.delete(rule)
    elif rules:
        rules[0].percent = grant.indirect_rate
    else:
        kind, base = str(RuleKind.INDIRECT), str(IndirectBase.DIRECT)
        unit.session.add(GrantRule(grant=grant, kind=kind, percent=grant.indirect_rate, choice=base))


def budget_rule(unit: Unit, budget: Budget) -> Problems:
    """A budget stays with its grant once it has lines: they are in the grant's currency, and entries stand on them."""
    used = grant_of_lines(unit.session, budget.id) if budget.id else None
    if used is not None and used.id != budget.grant_id:
        return {"grant": say("Its lines are made for {grant}. Add another budget.", grant=used.reference)}
    return {}


def budget_line_rule(unit: Unit, line: BudgetLine) -> Problems:
    """The amount of a line follows from its quantities, in the grant's currency; its entries hold it to the grant."""
    budget = unit.get(Budget, line.budget_id)
    currency = unit.get(Grant, budget.grant_id).currency
    inputs = LineInputs(line.quantity, line.unit_cost, line.duration, line.percent_charged)
    line.amount = line_total(inputs, currency=currency).amount
    problems: Problems = {}
    used = grant_of_entries(unit.session, line.id) if line.id else None
    if used is not None and used.id != budget.grant_id:
        problems["budget"] = say("It has entries of {grant}. Add another line.", grant=used.reference)
    problem = number_problem(line.amount, MONEY)
    if problem is not None:
        problems["unit_cost"] = problem
    check_order(problems, "ends_on", line.starts_on, line.ends_on)
    return problems


def ledger_entry_rule(unit: Unit, entry: LedgerEntry) -> Problems:
    """An entry is converted once, into its grant's currency, at its own rate or the one in force on its day."""
    problems: Problems = {}
    if entry.grant_id is None:
        return {"grant": say("Choose the grant that pays.")}
    grant = unit.get(Grant, entry.grant_id)
    entry.currency = grant.currency
    sign = sign_problem(LedgerKind(entry.kind), entry.original_amount)
    if sign is not None:
        problems["original_amount"] = sign
    if check_currency(problems, "original_currency", entry.original_currency):
        check_decimals(problems, "original_amount", entry.original_amount, entry.original_currency)
    _take_line(unit, entry, grant, problems)
    if not problems:
        _convert(unit, entry, problems)
    return problems


def _take_line(unit: Unit, entry: LedgerEntry, grant: Grant, problems: Problems) -> None:
    if entry.line_id is None:
        return
    line = unit.get(BudgetLine, entry.line_id)
    if unit.get(Budget, line.budget_id).grant_id != grant.id:
        problems["line"] = say("Line {line} belongs to another grant. Choose a line of this one.", line=line.code)
    elif entry.category is None:
        entry.category = line.category


def _convert(unit: Unit, entry: LedgerEntry, problems: Problems) -> None:
    original = Money(entry.original_amount, entry.original_currency)
    if original.currency == entry.currency:
        entry.rate, entry.rate_per, entry.rate_on, entry.rate_source = ONE, ONE, None, ""
    elif negative := [key for key in ("rate", "rate_per") if (getattr(entry, key) or ONE) < 0]:
        problems.update(dict.fromkeys(negative, say("A rate is above zero.")))
        return
    elif not _keeps_rate(unit, entry) and not _look_up_rate(unit, entry, problems):
        return
    converted = amount_in_grant_currency(original, rate=entry.rate, per=entry.rate_per, currency=entry.currency)
    entry.amount = converted.amount
    problem = number_problem(entry.amount, MONEY)
    if problem is not None:
        problems["original_amount"] = problem


def _keeps_rate(unit: Unit, entry: LedgerEntry) -> bool:
    """Whether the entry has a rate of its own: one that was typed, or that was looked up for just this case.

    The rate that a form hands back untouched stands for what it was made for, and no longer when that changed. One for
    one is what entries in the grant's own currency have; between unlike currencies only the two CFA francs have it.
    """
    if not entry.rate:
        return False
    entry.rate_per = entry.rate_per or ONE
    was = rated_before(unit.session, entry.id) if entry.id else None
    if was is None or (entry.rate, entry.rate_per) != (was.rate, was.rate_per):
        entry.rate_on, entry.rate_source = None, ""
        return entry.rate != entry.rate_per or {entry.original_currency, entry.currency} == set(CFA_FRANCS)
    alike = (was.original_currency, was.currency) == (entry.original_currency, entry.currency)
    if not alike or was.entry_on == entry.entry_on:
        return alike
    then = _rate_in_force(unit, was)
    return then is None or (then.units, then.per) != (was.rate, was.rate_per)


def _rate_in_force(unit: Unit, entry: LedgerEntry | Rated) -> Quote | None:
    rates = rates_for(unit.session, [entry.original_currency, entry.currency])
    return quote(rates, original=entry.original_currency, target=entry.currency, on=entry.entry_on)


def _look_up_rate(unit: Unit, entry: LedgerEntry, problems: Problems) -> bool:
    """Takes the rate in force on the entry's day; notes what is missing when there is none."""
    found = _rate_in_force(unit, entry)
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


def exchange_rate_rule(_unit: Unit, rate: ExchangeRate) -> Problems:
    """A rate is between two currencies, and above zero."""
    problems: Problems = {}
    check_currency(problems, "currency", rate.currency)
    check_currency(problems, "base", rate.base)
    if rate.units <= 0:
        problems["units"] = say("A rate is above zero.")
    return problems


RULES: dict[str, Rule] = {
    "agreement": agreement_rule,
    "organisation": organisation_rule,
    "project": project_rule,
    "grant": grant_rule,
    "budget": budget_rule,
    "budget_line": budget_line_rule,
    "ledger_entry": ledger_entry_rule,
    "exchange_rate": exchange_rate_rule,
    **partner_rules.RULES,
}


def _rate(entry: LedgerEntry) -> Decimal | Message:
    """The rate of an entry as a sentence names it."""
    rate, per = entry.rate.normalize(), entry.rate_per.normalize()
    return rate if per == 1 else say("{rate} for {per}", rate=rate, per=per)


def preview(record: Any) -> Message | None:
    """What the program works out for a record while its form is filled in, in one sentence."""
    match record:
        case LedgerEntry() if record.original_currency != record.currency and not record.rate_source:
            return say(
                "{amount}, at the rate {rate} that was entered.",
                amount=Money(record.amount, record.currency),
                rate=_rate(record),
            )
        case LedgerEntry() if record.original_currency != record.currency:
            return say(
                "{amount}, at the rate {rate} of {day}. {source}",
                amount=Money(record.amount, record.currency),
                rate=_rate(record),
                day=record.rate_on or record.entry_on,
                source=record.rate_source,
            )
        case Agreement() | Amendment():
            return partner_rules.preview(record)
        case BudgetLine():
            return say("This line comes to {amount}.", amount=record.amount)
    return None
