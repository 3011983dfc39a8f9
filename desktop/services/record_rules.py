"""What must hold of a record before it is kept, and what the program works out for it.

Each rule looks at a record whose values were just set, fills in what follows from them, and returns what is wrong by
the key of the column.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from desktop.domain.terms import IndirectBase, RuleKind
from desktop.language import Message, say
from desktop.services import budget_rules, partner_rules
from desktop.services.budget_rules import start_as_draft, why_closed, why_line_stays, work_out_amount
from desktop.services.field_rules import MONEY, Problems, check_currency, check_decimals, check_order, number_problem
from desktop.services.ledger_rules import entry_preview, ledger_entry_rule
from desktop.services.receipt_rules import instalment_preview, instalment_rule
from desktop.services.rule_record import explained, grant_rule_rule
from desktop.services.split_rules import share_preview, share_rule
from desktop.storage.lookups import (
    currency_in_use,
    grant_of_entries,
    grant_of_lines,
    indirect_rules,
    is_whole_award,
    project_references,
    shares_of,
)
from desktop.storage.models import (
    Agreement,
    AllocationShare,
    Amendment,
    Budget,
    BudgetLine,
    ExchangeRate,
    Grant,
    GrantRule,
    GrantShare,
    Instalment,
    LedgerEntry,
    Organisation,
    Project,
)
from desktop.storage.office import Unit

Rule = Callable[[Unit, Any], Problems]
_HUNDRED = Decimal(100)


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
    """A budget stays with its grant once it has lines: they are in the grant's currency, and entries stand on them.

    One that people make begins as a draft; one that is not open any more stays as it is.
    """
    closed = why_closed(unit, budget.id)
    if closed is not None:
        return {"grant": closed}
    if not budget.id:
        start_as_draft(unit, budget)
    used = grant_of_lines(unit.session, budget.id) if budget.id else None
    if used is not None and used.id != budget.grant_id:
        return {"grant": say("Its lines are made for {grant}. Add another budget.", grant=used.reference)}
    return {}


def budget_line_rule(unit: Unit, line: BudgetLine) -> Problems:
    """The amount of a line follows from its quantities, in the grant's currency; its entries hold it to the grant.

    Neither lines of a budget that is not open any more nor lines into one are kept.
    """
    closed = why_line_stays(unit, line)
    if closed is not None:
        return {"budget": closed}
    work_out_amount(unit, line)
    budget = unit.get(Budget, line.budget_id)
    problems: Problems = {}
    used = grant_of_entries(unit.session, line.origin_id or line.id) if line.id else None
    if used is not None and used.id != budget.grant_id:
        problems["budget"] = say("It has entries of {grant}. Add another line.", grant=used.reference)
    problem = number_problem(line.amount, MONEY)
    if problem is not None:
        problems["unit_cost"] = problem
    check_order(problems, "ends_on", line.starts_on, line.ends_on)
    return problems


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
    "grant_rule": grant_rule_rule,
    "budget": budget_rule,
    "budget_line": budget_line_rule,
    "ledger_entry": ledger_entry_rule,
    "instalment": instalment_rule,
    "allocation_share": share_rule,
    "exchange_rate": exchange_rate_rule,
    **partner_rules.RULES,
}


def require_removable(unit: Unit, record: Any) -> None:
    """Raises UserError for a record that stays: part of a budget that is not open, an amendment that was applied."""
    budget_rules.require_changeable(unit, record)
    partner_rules.require_removable(record)


def preview(unit: Unit, record: Any) -> Message | None:
    """What the program works out for a record while its form is filled in, in one sentence."""
    match record:
        case LedgerEntry():
            return entry_preview(unit, record)
        case Instalment():
            return instalment_preview(unit, record)
        case AllocationShare():
            return share_preview(unit, record)
        case Agreement() | Amendment():
            return partner_rules.preview(unit, record)
        case GrantRule():
            return explained(record)
        case BudgetLine():
            return say("This line comes to {amount}.", amount=record.amount)
    return None
