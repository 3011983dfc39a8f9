"""Reads the rule books of grants."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.rules import Rule, RuleBook
from desktop.domain.terms import RuleKind
from desktop.storage.models import GrantRule
from desktop.storage.questions import ONE, Question

_FIELDS = tuple(field.name for field in fields(Rule))
_RULES = Question(
    # Columns in the order of a rule's fields, not records: there are thousands of them, and nobody changes one.
    select(GrantRule.grant_id, *(getattr(GrantRule, name) for name in _FIELDS)).order_by(
        GrantRule.grant_id, GrantRule.kind, GrantRule.id
    ),
    GrantRule.grant_id == ONE,
)


def rule_book(session: Session, grant_id: int) -> RuleBook:
    """The rule book of a grant; an empty one when it has no rules."""
    return rule_books(session, grant_id).get(grant_id, RuleBook())


def rule_books(session: Session, grant_id: int | None = None) -> dict[int, RuleBook]:
    """The rule books of all grants, or the one of `grant_id`, by grant; those without rules are left out."""
    found: dict[int, list[Rule]] = {}
    for of_grant, identity, kind, *others in _RULES.ask(session, grant_id):
        found.setdefault(of_grant, []).append(Rule(identity, RuleKind(kind), *others))
    return {of_grant: RuleBook(tuple(rules)) for of_grant, rules in found.items()}


def same_rules(session: Session, record: GrantRule) -> bool:
    """Whether the grant has another rule about the same, in force from the same day."""
    statement = select(GrantRule).where(
        GrantRule.grant_id == record.grant_id,
        GrantRule.kind == record.kind,
        GrantRule.starts_on.is_not_distinct_from(record.starts_on),
        GrantRule.id != (record.id or 0),
    )
    subject = rule_of(record).subject
    return any(rule_of(other).subject == subject for other in session.scalars(statement))


def rule_of(row: GrantRule) -> Rule:
    """A rule as the domain knows it; one that is not kept yet has no id."""
    return Rule(
        id=row.id or 0,
        kind=RuleKind(row.kind),
        starts_on=row.starts_on,
        article=row.article,
        percent=row.percent,
        amount=row.amount,
        days=row.days,
        final_days=row.final_days,
        choice=row.choice,
        measure=row.measure,
        counting=row.counting,
        approver=row.approver,
        category=row.category,
        currency=row.currency,
        rate=row.rate,
        months=row.months,
        weekend=row.weekend,
        layout=row.layout,
        note=row.note,
    )
