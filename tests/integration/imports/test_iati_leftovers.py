"""What a newer file of an activity no longer holds goes, so that old and new are never added together.

It stays, and is told of, where someone relies on it here.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.progress import Silent
from desktop.language import Language, UserError, say
from desktop.services.checks import check_office
from desktop.services.history import UndoStack
from desktop.services.imports import ImportPlan, apply_import, undo_import
from desktop.services.offices import Office
from desktop.storage.models import Budget, BudgetLine, Grant, LedgerEntry
from tests.helpers import iati
from tests.helpers.records import making
from tests.helpers.tables import tables_of

Bring = Callable[..., ImportPlan]
_GIVEN = iati.transaction("11", "100.00")
_YEARS = [iati.budget("60.00"), iati.budget("40.00", first="2020-01-01", last="2020-12-31")]
_REVISED = iati.budget("110.00", kind="2", last="2020-12-31")
_SPENT = iati.transaction("3", "30.00", reference="T-1")
_ENTRIES_ON_IT = "Other entries stand on it. Move them, then import the file again."
_CHANGED_HERE = "Someone changed it here. Look at it, and remove it if it no longer counts."


def _rows(office: Office, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in tables_of(office)[table]]


def _told(plan: ImportPlan) -> list[tuple[str, str, str]]:
    return [(problem.where, str(problem.sentence), str(problem.fix)) for problem in plan.problems]


def _lines(office: Office) -> list[tuple[Any, ...]]:
    return _rows(office, "budget_line", "code", "amount")


# --- what goes ----------------------------------------------------------------------------------------------------


def test_revised_budget_takes_the_place_of_all_original_ones(office: Office, bring: Bring, english: Language) -> None:
    bring(iati.activity("XX-1-A", _GIVEN, *_YEARS))
    revised = iati.activity("XX-1-A", _GIVEN, *_YEARS, _REVISED)
    plan = bring(revised)
    assert _lines(office) == [("1", Decimal(110))]
    assert (plan.added, plan.changed, plan.removed, plan.problems) == (0, 1, 1, ())
    assert english.text(plan.sentence) == "Imported projects.xml: 1 record changed and 1 record removed."
    again = bring(revised)
    assert (again.is_news, again.removed, _lines(office)) == (False, 0, [("1", Decimal(110))])
    assert check_office(office).is_sound


def test_budget_that_is_no_longer_given_goes(office: Office, bring: Bring, english: Language) -> None:
    bring(iati.activity("XX-1-A", _GIVEN, *_YEARS), iati.activity("XX-1-B", _GIVEN, *_YEARS))
    plan = bring(iati.activity("XX-1-A", _GIVEN))
    assert (plan.added, plan.changed, plan.removed) == (0, 0, 2)
    assert english.text(plan.sentence) == "Imported projects.xml: 2 records removed."
    assert _lines(office) == [("1", Decimal(60)), ("2", Decimal(40))], "those of the other activity"


def test_corrected_amount_is_a_change(office: Office, bring: Bring) -> None:
    bring(iati.activity("XX-1-A", _GIVEN, _SPENT))
    plan = bring(iati.activity("XX-1-A", _GIVEN, _SPENT.replace("30.00", "31.00")))
    assert (plan.added, plan.changed, plan.removed) == (0, 1, 0)
    assert _rows(office, "ledger_entry", "id", "original_amount", "amount", "spent") == [(1, *[Decimal(31)] * 3)]


def test_corrected_currency_is_another_entry(office: Office, bring: Bring) -> None:
    bring(iati.activity("XX-1-A", _GIVEN, _SPENT))
    plan = bring(iati.activity("XX-1-A", _GIVEN, _SPENT.replace("<value ", '<value currency="XOF" ')))
    assert (plan.added, plan.changed, plan.removed) == (1, 0, 1)
    assert _rows(office, "ledger_entry", "currency", "amount", "grant_id") == [("XOF", Decimal(30), None)]


@pytest.mark.parametrize("reference", ["", "T-1"])
def test_transactions_without_a_reference_of_their_own(office: Office, bring: Bring, reference: str) -> None:
    spent = [iati.transaction("3", amount, reference=reference) for amount in ("30.00", "30.00", "7.00", "8.00")]
    bring(iati.activity("XX-1-A", _GIVEN, *spent[:3]))
    plan = bring(iati.activity("XX-1-A", _GIVEN, spent[3], spent[0], spent[2]))
    assert (plan.added, plan.changed, plan.removed) == (1, 0, 1)
    assert sorted(_rows(office, "ledger_entry", "amount")) == [(Decimal(7),), (Decimal(8),), (Decimal(30),)]


def test_last_entry_of_a_file_goes_too(office: Office, bring: Bring) -> None:
    bring(iati.activity("XX-1-A", _GIVEN, _SPENT))
    plan = bring(iati.activity("XX-1-A", _GIVEN))
    assert (plan.removed, _rows(office, "ledger_entry", "id")) == (1, [])


def test_undo_brings_back_what_went(office: Office, bring: Bring) -> None:
    bring(iati.activity("XX-1-A", _GIVEN, *_YEARS, _SPENT))
    without = frozenset({"version"})
    before = tables_of(office, trail=False, without=without)
    bring(iati.activity("XX-1-A", _GIVEN, _REVISED))
    assert (len(_lines(office)), _rows(office, "ledger_entry", "id")) == (1, [])
    undo_import(office, batch_id=2)
    assert tables_of(office, trail=False, without=without) == before
    assert check_office(office).is_sound
    plan = bring(iati.activity("XX-1-A", _GIVEN, _REVISED))
    assert plan.removed == 2, "what came back by undoing was not changed by hand"


def test_first_import_is_not_undone_while_a_later_one_removed_of_it(office: Office, bring: Bring) -> None:
    bring(iati.activity("XX-1-A", _SPENT, iati.transaction("3", "5.00", reference="T-2")))
    bring(iati.activity("XX-1-A", _SPENT))
    before = tables_of(office)
    with pytest.raises(UserError) as trouble:
        undo_import(office, batch_id=1)
    assert str(trouble.value.text).startswith("Nothing was undone, so that no later work is lost: ")
    assert tables_of(office) == before
    undo_import(office, batch_id=2)
    undo_import(office, batch_id=1)
    assert _rows(office, "project", "id") == []


# --- what stays ---------------------------------------------------------------------------------------------------


def test_line_that_carries_entries_stays_and_is_told(office: Office, bring: Bring) -> None:
    bring(iati.activity("XX-1-A", _GIVEN, *_YEARS))
    with making(office) as make:
        entry = make.entry(make.grant(reference="G-2"), "5.00")
        entry.line_id = make.unit.get(BudgetLine, 2).id
    plan = bring(iati.activity("XX-1-A", _GIVEN, _REVISED))
    assert _lines(office) == [("1", Decimal(110)), ("2", Decimal(40))]
    assert _told(plan) == [("XX-1-A", "The file no longer holds budget line 2, but it stays.", _ENTRIES_ON_IT)]


def test_what_was_changed_by_hand_stays_until_that_is_taken_back(
    office: Office, bring: Bring, plan: Callable[..., ImportPlan]
) -> None:
    bring(iati.activity("XX-1-A", _GIVEN, *_YEARS, _SPENT))
    stack = UndoStack()
    with office.change() as unit:
        unit.get(Budget, 1).title = "Looked at"
        unit.get(BudgetLine, 2).category = 5
        unit.get(LedgerEntry, 1).category = 5
        stack.note(unit.commit(say("Gave both a category")))
    newer = iati.activity("XX-1-A", _GIVEN, iati.budget("60.00"))
    held = plan(newer)
    assert (held.is_news, _told(held)) == (
        False,
        [
            ("XX-1-A", "The file no longer holds budget line 2, but it stays.", _CHANGED_HERE),
            ("XX-1-A", "The file no longer holds entry T-1, but it stays.", _CHANGED_HERE),
        ],
    )
    stack.undo(office)
    assert (plan(newer).removed, plan(newer).problems) == (2, ())


def test_what_was_entered_by_hand_is_left_alone(office: Office, bring: Bring) -> None:
    bring(iati.activity("XX-1-A", _GIVEN, iati.budget("60.00")))
    with making(office) as make:
        make.line(make.unit.get(Budget, 1), "by hand", "1.00")
        make.entry(make.unit.get(Grant, 1), "5.00")
    plan = bring(iati.activity("XX-1-A", _GIVEN, iati.budget("70.00")))
    assert (plan.removed, plan.problems) == (0, ())
    assert _lines(office) == [("1", Decimal(70)), ("by hand", Decimal(1))]
    assert _rows(office, "ledger_entry", "amount") == [(Decimal(5),)]


def test_activity_that_could_not_be_read_whole_loses_nothing(office: Office, bring: Bring) -> None:
    bring(iati.activity("XX-1-A", _GIVEN, *_YEARS, _SPENT))
    plan = bring(iati.activity("XX-1-A", _GIVEN, _YEARS[0], _SPENT.replace("30.00", "thirty")))
    assert (len(plan.errors), plan.is_news) == (1, False)
    assert (len(_lines(office)), len(_rows(office, "ledger_entry", "id"))) == (2, 1)


def test_budgets_that_are_left_out_of_the_office_take_no_line_along(office: Office, bring: Bring) -> None:
    bring(iati.activity("XX-1-A", _GIVEN, *_YEARS))
    plan = bring(iati.activity("XX-1-A", _GIVEN, _GIVEN, *_YEARS))
    assert (plan.removed, len(_lines(office))) == (0, 2)


def test_line_that_got_an_entry_since_the_plan_is_not_removed(
    office: Office, bring: Bring, plan: Callable[..., ImportPlan]
) -> None:
    bring(iati.activity("XX-1-A", _GIVEN, *_YEARS))
    made = plan(iati.activity("XX-1-A", _GIVEN, _REVISED))
    with making(office) as make:
        make.entry(make.grant(reference="G-2"), "5.00").line_id = 2
    with pytest.raises(UserError) as trouble:
        apply_import(office, made, progress=Silent())
    assert str(trouble.value.title) == "Other records still belong to this one."
    assert _lines(office) == [("1", Decimal(60)), ("2", Decimal(40))]


# --- what was converted here --------------------------------------------------------------------------------------


def test_entry_that_was_given_a_grant_in_another_currency_keeps_its_conversion(office: Office, bring: Bring) -> None:
    spent = iati.transaction("3", "60000", reference="T-1", money=' currency="XOF"')
    bring(iati.activity("XX-1-A", _GIVEN, spent))
    with making(office) as make:
        entry = make.unit.get(LedgerEntry, 1)
        entry.grant_id, entry.currency, entry.rate, entry.amount = 1, "USD", Decimal(600), Decimal(100)
    assert not bring(iati.activity("XX-1-A", _GIVEN, spent)).is_news
    plan = bring(iati.activity("XX-1-A", _GIVEN, spent.replace("60000", "66000")))
    assert (plan.added, plan.changed, plan.removed) == (0, 1, 0)
    columns = ("grant_id", "original_currency", "original_amount", "currency", "amount", "rate")
    assert _rows(office, "ledger_entry", *columns) == [(1, "XOF", Decimal(66_000), "USD", Decimal(110), Decimal(600))]
