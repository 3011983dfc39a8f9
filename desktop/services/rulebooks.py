"""The rule book of a grant as people read it: each rule as a sentence, grouped by what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.rule_words import explain
from desktop.domain.rules import Rule
from desktop.domain.terms import RuleKind
from desktop.language import Message, UserError, say
from desktop.storage.models import Grant
from desktop.storage.office import Office
from desktop.storage.rulebooks import rule_book

# In these the note is what the rule is about, and so part of its sentence.
NOTE_IS_SAID = (RuleKind.REPORT, RuleKind.INELIGIBLE)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: its sentence, what is noted beside it, and whether it holds today or a later one took its place."""

    rule: Rule
    sentence: Message
    note: str
    holds: bool


@dataclass(frozen=True, slots=True)
class RulePage:
    """The rules of a grant, by kind in the order of `RuleKind`."""

    grant_id: int
    reference: str
    currency: str
    groups: tuple[tuple[RuleKind, tuple[RuleLine, ...]], ...]

    @property
    def lines(self) -> list[RuleLine]:
        """All of them."""
        return [line for _kind, lines in self.groups for line in lines]


def grant_rules(office: Office, grant_id: int) -> RulePage:
    """The rule book of a grant. Raises UserError when the grant is gone."""
    with office.read() as session:
        grant = session.get(Grant, grant_id)
        if grant is None:
            raise UserError(
                say("This record is no longer there."), say("Someone removed it."), say("Go back to the list.")
            )
        book = rule_book(session, grant_id)
        reference, currency = grant.reference, grant.currency
    groups = []
    for kind in RuleKind:
        holding = {rule.id for rule in book.on(office.today, kind)}
        rules = sorted((rule for rule in book.rules if rule.kind is kind), key=lambda rule: rule.starts_on or date.min)
        if rules:
            groups.append((kind, tuple(_line(rule, currency, holds=rule.id in holding) for rule in rules)))
    return RulePage(grant_id, reference, currency, tuple(groups))


def _line(rule: Rule, currency: str, *, holds: bool) -> RuleLine:
    return RuleLine(rule, explain(rule, currency=currency), note_beside(rule), holds)


def note_beside(rule: Rule) -> str:
    """What is noted of a rule and not part of its sentence."""
    return "" if rule.kind in NOTE_IS_SAID else rule.note
