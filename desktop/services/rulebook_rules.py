"""What must hold of a rule of a grant before it is kept."""

from __future__ import annotations

from desktop.domain.rule_fields import KIND_FIELDS, PARTICULAR, lacking, rule_problems
from desktop.domain.rule_words import explain
from desktop.domain.terms import RuleKind
from desktop.language import Message, say
from desktop.registers import rules as registered
from desktop.services.missing import missing
from desktop.services.record_rule import RecordRule
from desktop.storage.models import Grant, GrantRule
from desktop.storage.office import Unit
from desktop.storage.rulebooks import rule_of, same_rules

# Columns of the register that are called otherwise than what they hold.
_COLUMNS = {"currency": "rate_currency"}


def _grant_rule(unit: Unit, record: GrantRule) -> dict[str, Message]:
    """A rule has the values of its kind and no others, and says something that the rule book does not say already."""
    record.grant = unit.get(Grant, record.grant_id)
    used = KIND_FIELDS[RuleKind(record.kind)].used
    for name in PARTICULAR:
        if name not in used:
            setattr(record, name, None)
    rule = rule_of(record)
    problems = {name: missing(registered.RULES.column(_COLUMNS.get(name, name))) for name in lacking(rule)}
    problems |= rule_problems(rule, currency=record.grant.currency)
    if not problems and same_rules(unit.session, record):
        problems["kind"] = say("The grant has this rule already, in force from the same day. Change that one.")
    return {_COLUMNS.get(name, name): problem for name, problem in problems.items()}


def _preview(_unit: Unit, record: GrantRule) -> Message:
    """What a rule means, while its form is filled in."""
    return explain(rule_of(record), currency=record.grant.currency)


RULES = {"grant_rule": RecordRule(_grant_rule, preview=_preview)}
