"""What was posted stays: it is reversed or corrected by entries that name it, and the three add up to what is right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.money import Money
from desktop.language import UserError
from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.checks import check_office
from desktop.services.history import UndoStack, undo_entry
from desktop.services.ledger import correct, correction_of, post_entry, reverse, try_reverse
from desktop.services.records import InvalidRecordError
from desktop.storage.models import Budget, Grant, Project
from tests.helpers.records import making
from tests.integration.services.conftest import Desk, Told

OCTOBER = date(2019, 10, 9)
STAYS = "An entry stays as it was posted. Reverse it with Ctrl+Shift+R, or correct it."


def _measures(desk: Desk) -> tuple[Cell, ...]:
    values = desk.values("grants", desk.grant)
    return tuple(values[key] for key in ("spent", "committed", "received", "available"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("entry_on", date(2019, 5, 1)),
        ("reference", "PV-0002"),
        ("description", "Diesel"),
        ("kind", "adjustment"),
        ("original_amount", Decimal("118.41")),
        ("original_currency", "EUR"),
        ("rate", Decimal(2)),
        ("rate_per", Decimal(2)),
        ("liquidated", Decimal(1)),
        ("line", None),
        ("category", "5"),
    ],
)
def test_what_was_posted_stays(file_desk: Desk, key: str, value: Cell) -> None:
    entry = file_desk.save("ledger").record_id
    before = file_desk.values("ledger", entry)
    assert file_desk.refused("ledger", entry, **{key: value}) == {key: STAYS}
    assert file_desk.values("ledger", entry) == before


def test_each_field_that_would_change_is_named(file_desk: Desk) -> None:
    entry = file_desk.save("ledger").record_id
    assert file_desk.refused("ledger", entry, kind="adjustment", description="Diesel", counterparty="A shop") == {
        "kind": STAYS,
        "description": STAYS,
    }


def test_a_form_that_hands_everything_back_changes_nothing(file_desk: Desk) -> None:
    entry = file_desk.save("ledger").record_id
    seen = records.load(file_desk.office, "ledger", entry)
    form = {**seen.values, **{key: target for key, target in seen.targets.items() if target is not None}}
    outcome = file_desk.save("ledger", entry, **form | {"rate": None, "rate_per": None, "liquidated": None})
    assert outcome.entry_id is None


def test_what_was_empty_may_be_filled_in_once(desk: Desk) -> None:
    entry = desk.save("ledger", line=None).record_id
    with making(desk.office) as make:
        result = make.result(make.unit.get(Project, desk.project)).id
    desk.save("ledger", entry, line=desk.line, project=desk.project, result=result, counterparty="Total Niger")
    values = desk.values("ledger", entry)
    assert (values["line"], values["category"], values["counterparty"]) == ("7.1", "7", "Total Niger")
    assert desk.refused("ledger", entry, counterparty="Another", line=None) == {"counterparty": STAYS, "line": STAYS}


def test_a_line_filled_in_is_one_of_the_grant(desk: Desk) -> None:
    entry = desk.save("ledger", line=None).record_id
    with making(desk.office) as make:
        other = make.line(make.budget(make.grant()), "9.9", "10.00").id
    assert desk.refused("ledger", entry, line=other) == {
        "line": "Line 9.9 belongs to another grant. Choose a line of this one."
    }


def test_an_entry_stands_on_the_first_line_that_the_chosen_one_continues(desk: Desk) -> None:
    with making(desk.office) as make:
        earlier = make.budget(make.unit.get(Grant, desk.grant), status="superseded")
        first = make.line(earlier, "7.9", "1.00")
        second = make.line(make.unit.get(Budget, desk.budget), "7.9", "2.00", origin_id=first.id)
        first_id, second_id = first.id, second.id
    entry = desk.save("ledger", line=second_id).record_id
    assert records.load(desk.office, "ledger", entry).targets["line"] == first_id
    assert desk.values("budget_lines", second_id)["spent"] == Decimal("118.40")


# --- reversing ----------------------------------------------------------------------------------------------------


def test_a_reversal_is_the_opposite_in_every_measure(desk: Desk) -> None:
    desk.save("rates")
    before = _measures(desk)
    entry = desk.save(
        "ledger", original_currency="XOF", original_amount=Decimal(735301), counterparty="A hotel", project=desk.project
    ).record_id
    outcome = reverse(desk.office, entry_id=entry, on=OCTOBER, reason="Wrong line")
    assert str(outcome.message).startswith("Posted PV-0001 R, which reverses PV-0001, ")
    assert _measures(desk) == before
    was, now = desk.values("ledger", entry), desk.values("ledger", outcome.record_id)
    for key in ("original_amount", "amount", "spent"):
        assert now[key] == -was[key], key  # type: ignore[operator]  # both are amounts
    for key in ("kind", "grant", "line", "category", "project", "original_currency", "rate", "rate_on", "rate_source"):
        assert now[key] == was[key], key
    assert (now["reference"], now["description"], now["entry_on"]) == ("PV-0001 R", "PV-0001: Wrong line", OCTOBER)
    assert (now["corrects"], was["corrected_by"]) == ("PV-0001", "PV-0001 R")
    assert check_office(desk.office).is_sound


def test_an_entry_is_reversed_once_and_its_reversal_never(desk: Desk, told: Told) -> None:
    entry = desk.save("ledger").record_id
    reversal = reverse(desk.office, entry_id=entry, on=OCTOBER).record_id
    with pytest.raises(UserError) as raised:
        reverse(desk.office, entry_id=entry, on=OCTOBER)
    assert told(raised) == ("PV-0001 was reversed already, by PV-0001 R. Nothing was posted. Look at the reversal.")
    with pytest.raises(UserError) as raised:
        reverse(desk.office, entry_id=reversal, on=OCTOBER)
    assert told(raised) == ("PV-0001 R is a reversal. Nothing was posted. Post the entry anew that it reverses.")


def test_a_reversal_is_not_earlier_than_what_it_reverses(file_desk: Desk) -> None:
    entry = file_desk.save("ledger").record_id
    with pytest.raises(InvalidRecordError) as raised:
        reverse(file_desk.office, entry_id=entry, on=date(2019, 3, 3))
    assert {key: str(problem) for key, problem in raised.value.fields.items()} == {
        "entry_on": "It was posted on 2019-03-04. Reverse it on that day or later."
    }


def test_names_of_reversals_are_unique(file_desk: Desk) -> None:
    names = []
    for _ in range(3):
        entry = file_desk.save("ledger").record_id
        reversal = reverse(file_desk.office, entry_id=entry, on=OCTOBER)
        names.append(file_desk.values("ledger", reversal.record_id)["reference"])
    assert names == ["PV-0001 R", "PV-0001 R 2", "PV-0001 R 3"]


def test_an_entry_without_a_document_is_called_by_its_number(file_desk: Desk) -> None:
    with making(file_desk.office) as make:
        entry = make.entry(make.grant(), "10.00", description="Opening balance").id
    shown = try_reverse(file_desk.office, entry_id=entry, on=OCTOBER)
    assert [(part.reference, part.description) for part in shown] == [(f"#{entry} R", f"#{entry}: Opening balance")]


def test_what_would_be_posted_is_shown_and_not_kept(file_desk: Desk) -> None:
    entry = file_desk.save("ledger").record_id
    (shown,) = try_reverse(file_desk.office, entry_id=entry, on=OCTOBER, reason="Twice")
    assert (shown.amount, shown.description) == (Money(Decimal("-118.40"), "USD"), "PV-0001: Twice")
    assert correction_of(file_desk.office, entry) is None


def test_what_was_posted_just_now_is_undone_unless_something_stands_on_it(desk: Desk, told: Told) -> None:
    stack = UndoStack()
    posted = desk.save("ledger")
    stack.note(posted)
    stack.note(reverse(desk.office, entry_id=posted.record_id, on=OCTOBER))
    assert posted.entry_id is not None
    with pytest.raises(UserError) as raised:
        undo_entry(desk.office, entry_id=posted.entry_id)
    assert told(raised).startswith("Other records still belong to this one.")
    stack.undo(desk.office)
    stack.undo(desk.office)
    assert desk.values("grants", desk.grant)["spent"] == 0
    stack.redo(desk.office)
    assert desk.values("grants", desk.grant)["spent"] == Decimal("118.40")
    reverse(desk.office, entry_id=posted.record_id, on=OCTOBER)


# --- correcting ---------------------------------------------------------------------------------------------------


def test_a_correction_is_a_reversal_and_a_new_entry(desk: Desk) -> None:
    desk.save("rates")
    entry = desk.save("ledger", original_currency="XOF", original_amount=Decimal(735301)).record_id
    desk.save("rates", effective_on=OCTOBER, units=Decimal(600))
    before = _measures(desk)
    form = {**desk.forms["ledger"], "entry_on": OCTOBER, "reference": "JV-1004", "line": None, "category": "4"}
    form |= {"original_currency": "XOF", "original_amount": Decimal(735301), "rate": Decimal("576.5")}
    outcome = correct(desk.office, entry_id=entry, on=OCTOBER, values=form, reason="Room hire belongs to 4")
    assert str(outcome.message) == "Corrected PV-0001: posted JV-1004 in its place."
    assert _measures(desk) == before
    new = desk.values("ledger", outcome.record_id)
    assert (new["category"], new["corrects"], new["rate_source"], new["rate_on"]) == (
        "4", None, "UN Treasury", date(2019, 3, 1)
    )  # fmt: skip
    for part in (entry, outcome.record_id):
        found = correction_of(desk.office, part)
        assert found is not None
        assert found.replacement is not None
        assert (found.original.id, found.replacement.id) == (entry, outcome.record_id)
        assert found.net == found.original.amount
    assert outcome.entry_id is not None
    undo_entry(desk.office, entry_id=outcome.entry_id)
    assert correction_of(desk.office, entry) is None


def test_a_correction_that_cannot_be_kept_reverses_nothing(desk: Desk) -> None:
    entry = desk.save("ledger").record_id
    with pytest.raises(InvalidRecordError) as raised:
        correct(
            desk.office, entry_id=entry, on=OCTOBER, values={**desk.forms["ledger"], "original_amount": Decimal(-1)}
        )
    assert list(raised.value.fields) == ["original_amount"]
    assert correction_of(desk.office, entry) is None


def test_what_was_posted_instead_can_be_corrected_again(desk: Desk) -> None:
    entry = desk.save("ledger").record_id
    form = {**desk.forms["ledger"], "entry_on": OCTOBER}
    second = correct(desk.office, entry_id=entry, on=OCTOBER, values=form | {"original_amount": Decimal(100)}).record_id
    third = correct(desk.office, entry_id=second, on=OCTOBER, values=form | {"original_amount": Decimal(90)}).record_id
    assert desk.values("grants", desk.grant)["spent"] == Decimal(90)
    found = correction_of(desk.office, third)
    assert found is not None
    assert (found.original.id, found.net) == (second, Money(Decimal(90), "USD"))
    assert correction_of(desk.office, found.reversal.id) == found


def test_posting_says_the_amount(desk: Desk) -> None:
    outcome = post_entry(desk.office, values=desk.forms["ledger"])
    assert str(outcome.message).startswith("Posted PV-0001, ")
