"""Rules to start a rule book from, by kind of agreement: read from `resources/codelists/rule_presets.toml`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from desktop.config import paths
from desktop.domain.rule_words import explain
from desktop.domain.rules import Rule
from desktop.domain.terms import RuleKind
from desktop.language import Message, UserError, say, say_many
from desktop.services.rulebooks import NOTE_IS_SAID, grant_rules, note_beside
from desktop.storage.models import Grant, GrantRule
from desktop.storage.office import Office, Outcome
from desktop.storage.rulebooks import rule_book

NAMES: dict[str, Message] = {
    "us_federal": say("US federal award"),
    "un_pooled": say("UN pooled fund (MPTF)"),
    "eu_contribution": say("EU contribution agreement"),
    "peacekeeping": say("Peacekeeping mission, memorandum of understanding"),
}
TEXTS: dict[str, Message] = {
    "us_threshold": say(
        "Holds where the federal share is above the simplified acquisition threshold and the agency chose so."
    ),
    "us_equipment": say("In awards since October 2024."),
    "eu_headings": say("25 per cent in later general conditions."),
    "sf_425": say("Financial report (SF-425)"),
    "sf_ppr": say("Performance report (SF-PPR)"),
    "annual_figures": say("Figures of the year end"),
    "eu_report": say("Report with payment request"),
    "certified_statement": say("Certified financial statement"),
    "double_support_costs": say("support costs on money that bears them already"),
}
TO_CONFIRM = say("To be confirmed in the agreement.")
_NUMBERS = ("percent", "amount")
_KEPT = (
    *("percent", "amount", "days", "final_days", "choice", "measure", "counting", "approver", "starts_on"),
    *("article", "months", "weekend", "layout"),
)

Speak = Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class PresetRule:
    """A rule of a preset. `currency` is that of its amount; `text` its note or name, `confirm` says it may differ."""

    rule: Rule
    currency: str = ""
    text: Message | None = None
    confirm: bool = False

    def written(self, speak: Speak) -> Rule:
        """The rule with its texts in a language."""
        texts = [] if self.text is None else [speak(self.text)]
        article = self.rule.article
        if self.confirm and self.rule.kind in NOTE_IS_SAID:
            known = say("{article}, to be confirmed", article=article)  # one sentence: Arabic turns about a glued one
            article = speak(known if article else say("to be confirmed"))
        elif self.confirm:
            texts.append(speak(TO_CONFIRM))
        return replace(self.rule, note=" ".join(texts), article=article)


@dataclass(frozen=True, slots=True)
class RulePreset:
    """What agreements of one kind usually say."""

    key: str
    name: Message
    rules: tuple[PresetRule, ...]

    def written(self, speak: Speak, *, currency: str) -> tuple[Rule, ...]:
        """The rules for a grant in `currency`, their texts in a language."""
        return tuple(part.written(speak) for part in self.rules if part.currency in ("", currency))


@dataclass(frozen=True, slots=True)
class ProposedRule:
    """A rule that a preset would give a grant: its sentence, what is noted beside it, and whether the grant has a rule
    about the same already (`known`).
    """

    rule: Rule
    sentence: Message
    note: str
    known: bool


@functools.cache
def presets() -> tuple[RulePreset, ...]:
    """All presets, in their order."""
    with (paths.resources() / "codelists" / "rule_presets.toml").open("rb") as file:
        data = tomllib.load(file)
    return tuple(RulePreset(key, NAMES[key], tuple(map(_read, found["rules"]))) for key, found in data.items())


def _read(row: Mapping[str, Any]) -> PresetRule:
    values = {name: row[name] for name in _KEPT if name in row}
    values |= {name: Decimal(row[name]) for name in _NUMBERS if name in row}
    text = TEXTS[row["text"]] if "text" in row else None
    return PresetRule(
        Rule(0, RuleKind(row["kind"]), **values), row.get("currency", ""), text, row.get("confirm", False)
    )


def find_preset(key: str) -> RulePreset:
    """The preset `key`. Raises UserError that names those there are."""
    for preset in presets():
        if preset.key == key:
            return preset
    raise UserError(
        say("There is no preset {name}.", name=key),
        say("Nothing was changed."),
        say("Presets: {names}.", names=[preset.key for preset in presets()]),
    )


def proposed_rules(office: Office, *, grant_id: int, preset: str, speak: Speak = str) -> list[ProposedRule]:
    """What a preset would give a grant, each rule with its sentence."""
    chosen = find_preset(preset)
    page = grant_rules(office, grant_id)
    known = {line.rule.subject for line in page.lines}
    currency = page.currency
    return [
        ProposedRule(rule, explain(rule, currency=currency), note_beside(rule), rule.subject in known)
        for rule in chosen.written(speak, currency=currency)
    ]


def apply_preset(office: Office, *, grant_id: int, preset: str, speak: Speak = str) -> Outcome:
    """Adds the rules of a preset that say something the grant's rule book does not say yet; it can be undone.

    `speak` puts the names and notes of the rules into the language in which they are kept. Raises UserError when there
    is no such preset or grant, or when the grant has all its rules.
    """
    chosen = find_preset(preset)
    with office.change() as unit:
        grant = unit.get(Grant, grant_id)
        known = {rule.subject for rule in rule_book(unit.session, grant_id).rules}
        added = [rule for rule in chosen.written(speak, currency=grant.currency) if rule.subject not in known]
        if not added:
            raise UserError(
                say("{grant} has all rules of “{preset}” already.", grant=grant.reference, preset=chosen.name),
                say("Nothing was changed."),
                say("Change its rules one by one."),
            )
        for rule in added:
            unit.add(GrantRule(grant_id=grant_id, **values_of(rule)))
        message = say_many(
            "Gave {grant} {count} rule of “{preset}”.",
            "Gave {grant} {count} rules of “{preset}”.",
            count=len(added),
            grant=grant.reference,
            preset=chosen.name,
        )
        return unit.commit(message, record_id=grant_id)


def values_of(rule: Rule) -> dict[str, Any]:
    """What a record of a grant's rule keeps of it."""
    return {"kind": str(rule.kind), "note": rule.note, **{name: getattr(rule, name) for name in _KEPT}}
