"""A rule is kept when it has the values of its kind, and says what the rule book does not say already."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.terms import RULE_KINDS, RuleKind
from desktop.language import Language
from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.history import UndoStack
from desktop.services.records import InvalidRecordError
from tests.integration.services.conftest import Desk

D = Decimal
GOOD: dict[str, dict[str, Cell]] = {
    "flexibility": {"percent": D(10), "measure": "total", "counting": "cumulative", "approver": "funder"},
    "new_lines": {"choice": "with_approval"},
    "ineligible": {"category": "5"},
    "indirect": {"percent": D(13), "choice": "direct"},
    "rate_policy": {"choice": "fixed", "rate_currency": "XOF", "rate": D(600)},
    "report": {"choice": "quarterly", "days": D(30), "final_days": D(120), "note": "SF-425"},
    "extension_notice": {"days": D(10)},
    "unspent": {"choice": "refund", "amount": D(250)},
    "equipment": {"amount": D(5000)},
}
BAD: list[tuple[str, dict[str, Cell], dict[str, str]]] = [
    (
        "flexibility",
        {"percent": None, "measure": None, "counting": None},
        {"percent": "Enter a number.", "measure": "Choose from the list.", "counting": "Choose from the list."},
    ),
    ("flexibility", {"percent": D("100.01")}, {"percent": "A per cent lies between 0 and 100. Enter 10 for 10 %."}),
    ("flexibility", {"amount": D(-1)}, {"amount": "The amount is not negative. Leave it empty for none."}),
    ("indirect", {"percent": D(-1)}, {"percent": "A per cent lies between 0 and 100. Enter 10 for 10 %."}),
    ("new_lines", {"choice": None}, {"choice": "Choose from the list."}),
    (
        "new_lines",
        {"choice": "refund"},
        {"choice": "This does not belong to a rule of this kind. Choose from the list."},
    ),
    ("ineligible", {"category": None}, {"note": "Choose a category, or say what is not paid."}),
    (
        "rate_policy",
        {"rate_currency": None, "rate": None},
        {
            "rate_currency": "Choose the currency that has the fixed rate.",
            "rate": "Enter how many units of the currency make one of the grant’s.",
        },
    ),
    (
        "rate_policy",
        {"rate_currency": "USD"},
        {"rate_currency": "The grant is in USD. Choose the other currency."},
    ),
    (
        "rate_policy",
        {"rate_currency": "ABC"},
        {"rate_currency": "ABC is not a currency. Use the three letters of ISO 4217, such as XOF."},
    ),
    ("rate_policy", {"rate": D(0)}, {"rate": "Enter how many units of the currency make one of the grant’s."}),
    ("rate_policy", {"choice": "operational"}, {"rate": "Only a fixed rate is entered here. Leave it empty."}),
    ("report", {"days": None}, {"days": "Enter the days after the end of each period."}),
    (
        "report",
        {"days": D(-1), "final_days": D(-1)},
        {"days": "Days are counted from 0 on.", "final_days": "Days are counted from 0 on."},
    ),
    (
        "report",
        {"choice": "final", "days": None, "final_days": None},
        {"final_days": "Enter the days after the end of the grant."},
    ),
    ("extension_notice", {"days": None}, {"days": "Enter a number."}),
    ("unspent", {"choice": None}, {"choice": "Choose from the list."}),
    ("unspent", {"amount": D("0.001")}, {"amount": "USD has 2 decimals. Round the amount."}),
    ("equipment", {"amount": None}, {"amount": "Enter an amount."}),
]


def form(desk: Desk, kind: str, **changes: Cell) -> dict[str, Cell]:
    return {"grant": desk.grant, "kind": kind, **GOOD[kind], **changes}


def kept(desk: Desk, kind: str, **changes: Cell) -> int:
    return records.save(desk.office, "rules", values=form(desk, kind, **changes)).record_id


def refused(desk: Desk, values: dict[str, Cell]) -> dict[str, str]:
    with pytest.raises(InvalidRecordError) as raised:
        records.save(desk.office, "rules", values=values)
    return {key: str(message) for key, message in raised.value.fields.items()}


@pytest.mark.parametrize("kind", list(RULE_KINDS))
def test_a_rule_of_each_kind_is_kept_as_it_was_entered(desk: Desk, kind: str) -> None:
    found = desk.values("rules", kept(desk, kind, article="art. 7", starts_on=date(2019, 2, 1)))
    for key, value in {**GOOD[kind], "article": "art. 7", "starts_on": date(2019, 2, 1)}.items():
        shown = found[key]
        assert (str(shown) if key == "category" else shown) == value, key


@pytest.mark.parametrize(("kind", "changes", "problems"), BAD)
def test_what_does_not_fit_its_kind_is_refused(
    file_desk: Desk, kind: str, changes: dict[str, Cell], problems: dict[str, str]
) -> None:
    assert refused(file_desk, form(file_desk, kind, **changes)) == problems


def test_values_that_the_kind_does_not_use_are_let_go(desk: Desk) -> None:
    rule = kept(desk, "flexibility")
    records.save(desk.office, "rules", values={"kind": "extension_notice", "days": D(10)}, record_id=rule, version=1)
    found = desk.values("rules", rule)
    assert [found[key] for key in ("percent", "measure", "counting", "approver")] == [None] * 4
    assert found["days"] == 10


def test_a_rule_stands_once_for_each_day(desk: Desk) -> None:
    kept(desk, "report")
    told = "The grant has this rule already, in force from the same day. Change that one."
    assert refused(desk, form(desk, "report")) == {"kind": told}
    kept(desk, "report", note="SF-PPR")
    later = kept(desk, "report", starts_on=date(2019, 7, 1))
    assert refused(desk, form(desk, "report", starts_on=date(2019, 7, 1))) == {"kind": told}
    records.save(desk.office, "rules", values={"days": D(45)}, record_id=later, version=1)


def test_the_form_says_what_the_rule_means(file_desk: Desk, english: Language) -> None:
    told = {
        kind: records.try_out(file_desk.office, "rules", values=form(file_desk, kind)) for kind in ("unspent", "report")
    }
    assert {kind: english.text(sentence).replace("\u00a0", " ") for kind, sentence in told.items() if sentence} == {
        "unspent": "What is left at the end is returned to the funder; up to USD 250.00 may stay.",
        "report": "SF-425: due 30 days after each quarter; the last one 120 days after the end of the grant.",
    }


def test_a_rule_comes_and_goes_with_undo(desk: Desk) -> None:
    stack = UndoStack()
    outcome = records.save(desk.office, "rules", values=form(desk, RuleKind.EQUIPMENT))
    stack.note(outcome)
    stack.undo(desk.office)
    assert not records.choices(desk.office, "rules")
    stack.redo(desk.office)
    assert len(records.choices(desk.office, "rules")) == 1
