"""A preset gives a grant what agreements of its kind usually say, and leaves alone what the grant says already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.rule_fields import KIND_FIELDS, PARTICULAR, lacking, rule_problems
from desktop.domain.terms import RuleKind
from desktop.language import Language, UserError
from desktop.services.history import UndoStack
from desktop.services.offices import Office
from desktop.services.references import grant_id_of
from desktop.services.rule_presets import NAMES, TEXTS, apply_preset, find_preset, presets, proposed_rules
from desktop.services.rulebooks import grant_rules
from tests.helpers.records import making

ALL = pytest.mark.parametrize("key", [preset.key for preset in presets()])


@pytest.fixture
def grant(office: Office) -> int:
    """A grant in dollars whose support cost rate is known."""
    with making(office) as make:
        return make.grant(reference="A", indirect_rate=Decimal(8)).id


def test_there_are_four() -> None:
    assert [preset.key for preset in presets()] == list(NAMES)
    used = {part.text for preset in presets() for part in preset.rules}
    assert used - {None} == set(TEXTS.values())


@ALL
def test_every_rule_of_a_preset_is_sound(key: str) -> None:
    rules = find_preset(key).written(str, currency="USD")
    assert len({(rule.subject, rule.starts_on) for rule in rules}) == len(rules) >= 5
    for rule in rules:
        assert lacking(rule) == []
        assert rule_problems(rule, currency="USD") == {}
        unused = set(PARTICULAR) - set(KIND_FIELDS[rule.kind].used)
        assert {name: getattr(rule, name) for name in unused} == dict.fromkeys(unused)


@ALL
def test_every_rule_names_its_source_or_is_to_be_confirmed(key: str) -> None:
    for rule in find_preset(key).written(str, currency="USD"):
        assert rule.article or "To be confirmed in the agreement." in rule.note


def test_thresholds_and_days_are_those_of_their_sources() -> None:
    us = find_preset("us_federal").written(str, currency="USD")
    flexibility = next(rule for rule in us if rule.kind is RuleKind.FLEXIBILITY)
    assert (flexibility.percent, flexibility.article) == (Decimal(10), "2 CFR 200.308 (f)")
    assert {(rule.days, rule.final_days) for rule in us if rule.kind is RuleKind.REPORT} == {(30, 120)}
    assert {rule.days for rule in us if rule.kind is RuleKind.EXTENSION_NOTICE} == {10}
    pooled = find_preset("un_pooled").written(str, currency="USD")
    assert {rule.percent for rule in pooled if rule.kind is RuleKind.FLEXIBILITY} == {Decimal(15)}
    assert {rule.amount for rule in pooled if rule.kind is RuleKind.UNSPENT} == {Decimal(250)}


def test_amounts_of_another_currency_are_left_out() -> None:
    kinds = {rule.kind for rule in find_preset("us_federal").written(str, currency="XOF")}
    assert RuleKind.EQUIPMENT not in kinds
    assert RuleKind.FLEXIBILITY in kinds


def test_it_adds_what_is_not_said_yet_and_says_so(office: Office, grant: int) -> None:
    outcome = apply_preset(office, grant_id=grant, preset="us_federal")
    assert str(outcome.message) == "Gave A 8 rules of “US federal award”."
    page = grant_rules(office, grant)
    (indirect,) = [line.rule for line in page.lines if line.rule.kind is RuleKind.INDIRECT]
    assert indirect.percent == 8
    assert [kind for kind, _lines in page.groups] == [
        kind for kind in RuleKind if kind in {line.rule.kind for line in page.lines}
    ]
    with pytest.raises(UserError, match="has all rules"):
        apply_preset(office, grant_id=grant, preset="us_federal")


def test_it_can_be_undone(office: Office, grant: int) -> None:
    stack = UndoStack()
    stack.note(apply_preset(office, grant_id=grant, preset="peacekeeping"))
    assert len(grant_rules(office, grant).lines) == 7
    stack.undo(office)
    assert [line.rule.kind for line in grant_rules(office, grant).lines] == [RuleKind.INDIRECT]


def test_what_it_would_give_is_shown_before(office: Office, grant: int, english: Language) -> None:
    proposed = proposed_rules(office, grant_id=grant, preset="un_pooled")
    known = {rule.rule.kind: rule.known for rule in proposed}
    assert known[RuleKind.INDIRECT]
    assert not known[RuleKind.FLEXIBILITY]
    assert english.text(proposed[0].sentence) == (
        "When a transfer changes a category by more than 15 per cent of it, the funder has to agree in writing first "
        "(PBF project document, 3.5)."
    )
    assert len(grant_rules(office, grant).lines) == 1


def test_its_texts_are_written_in_the_language_that_speaks(office: Office, grant: int) -> None:
    apply_preset(office, grant_id=grant, preset="peacekeeping", speak=lambda message: f"<{message}>")
    notes = {line.rule.note for line in grant_rules(office, grant).lines}
    assert "<Certified financial statement>" in notes
    assert "<To be confirmed in the agreement.>" in notes
    articles = {line.rule.article for line in grant_rules(office, grant).lines}
    assert "<to be confirmed>" in articles


def test_what_a_later_rule_replaced_does_not_hold_any_more(office: Office, grant: int) -> None:
    with making(office) as make:
        record = make.unit.get(make.grant().__class__, grant)
        make.rule(record, RuleKind.INDIRECT, percent=Decimal(7), choice="direct", starts_on=date(2019, 6, 1))
        make.rule(record, RuleKind.INDIRECT, percent=Decimal(6), choice="direct", starts_on=date(2030, 6, 1))
    page = grant_rules(office, grant)
    assert [(line.rule.percent, line.holds) for line in page.lines] == [
        (Decimal(8), False),
        (Decimal(7), True),
        (Decimal(6), False),
    ]


def test_presets_and_grants_that_are_not_there(office: Office, grant: int, told: Callable[..., str]) -> None:
    with pytest.raises(UserError) as raised:
        find_preset("eu")
    assert told(raised).startswith("There is no preset eu. Nothing was changed. Presets: ")
    with pytest.raises(UserError, match="no longer there"):
        grant_rules(office, grant + 1)
    with pytest.raises(UserError, match="no longer there"):
        apply_preset(office, grant_id=grant + 1, preset="un_pooled")
    assert grant_id_of(office, "A") == grant
