"""What each rule of a grant means, in one sentence with the article it comes from.

A sentence is a clause that says what holds, closed by where the agreement says so and since when. Whoever has to
agree is the subject of a clause of its own, so that no language has to bend the name.
"""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.rules import Rule
from desktop.domain.terms import APPROVERS, Approver
from desktop.language import Message, say


def plain(number: Decimal) -> Decimal:
    """A number without zeros at its end: 10.0000 is 10."""
    return Decimal(format(number.normalize(), "f"))


def approver_of(rule: Rule) -> Message:
    """Who has to agree beyond the rule; the funder when the rule names nobody."""
    return APPROVERS[rule.approver or Approver.FUNDER]


def closed(clause: Message, rule: Rule) -> Message:
    """A clause as a sentence, with the article of the rule where it has one."""
    if rule.article:
        return say("{clause} ({article}).", clause=clause, article=rule.article)
    return say("{clause}.", clause=clause)
