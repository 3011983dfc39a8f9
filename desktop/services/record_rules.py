"""What must hold of a record before it is kept, and what the program works out for it, by table."""

from __future__ import annotations

from desktop.language import say
from desktop.services import (
    budget_rules,
    contract_rules,
    crosswalk_rules,
    deployment_money_rules,
    deployment_rules,
    entitlement_rules,
    grant_rules,
    ledger_rules,
    partner_rules,
    receipt_rules,
    report_rules,
    rulebook_rules,
    split_rules,
    volunteer_rules,
    work_rules,
)
from desktop.services.field_rules import Problems, check_currency, check_order
from desktop.services.record_rule import RecordRule
from desktop.storage.models import ExchangeRate, Project
from desktop.storage.office import Unit
from desktop.storage.tree import projects_above


def _project(unit: Unit, project: Project) -> Problems:
    """A project ends after it starts, as planned and in fact, and is not a part of itself."""
    problems: Problems = {}
    above = project.parent_id
    if project.id and above and project.id in projects_above(unit.session, above):
        problems["parent"] = say("It would be a part of itself. Choose another project.")
    check_order(problems, "planned_ends_on", project.planned_starts_on, project.planned_ends_on)
    check_order(problems, "actual_ends_on", project.actual_starts_on, project.actual_ends_on)
    return problems


def _exchange_rate(_unit: Unit, rate: ExchangeRate) -> Problems:
    """A rate is between two currencies, and above zero."""
    problems: Problems = {}
    check_currency(problems, "currency", rate.currency)
    check_currency(problems, "base", rate.base)
    if rate.units <= 0:
        problems["units"] = say("A rate is above zero.")
    return problems


RULES: dict[str, RecordRule] = {
    **partner_rules.RULES,
    **grant_rules.RULES,
    **rulebook_rules.RULES,
    **budget_rules.RULES,
    **ledger_rules.RULES,
    **receipt_rules.RULES,
    **report_rules.RULES,
    **split_rules.RULES,
    **crosswalk_rules.RULES,
    **volunteer_rules.RULES,
    **deployment_rules.RULES,
    **contract_rules.RULES,
    **deployment_money_rules.RULES,
    **entitlement_rules.RULES,
    **work_rules.RULES,
    "project": RecordRule(_project),
    "exchange_rate": RecordRule(_exchange_rate),
}
_NO_RULE = RecordRule()


def rule_for(table: str) -> RecordRule:
    """The rule for the records of a table; one that says nothing where no area has any."""
    return RULES.get(table, _NO_RULE)
