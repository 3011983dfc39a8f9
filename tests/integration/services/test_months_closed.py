"""A closed month takes no entry from anywhere; the one who is let in may post until a moment; hard is for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from desktop.config import paths
from desktop.domain.allocation import Share
from desktop.domain.progress import Silent
from desktop.domain.terms import LockLevel
from desktop.language import UserError, load_language, say
from desktop.services import ledger, months, records, splits
from desktop.services.backups import back_up_office, restore_office
from desktop.services.history import UndoStack, undo_entry
from desktop.services.imports import ImportPlan, apply_import, plan_iati, undo_import
from desktop.services.offices import Office, Outcome, find_office
from desktop.storage.models import Grant, LedgerEntry
from tests.helpers import extracts, iati
from tests.helpers.clock import Clock
from tests.helpers.engines import Engines
from tests.helpers.extracts import extract, look_at
from tests.helpers.records import Maker, making
from tests.helpers.tables import tables_of
from tests.integration.services.conftest import Desk

MARCH, APRIL = date(2019, 3, 1), date(2019, 4, 1)
Action = Callable[[], Any]


@pytest.fixture
def march_is_closed(desk: Desk) -> Office:
    """March 2019, with one entry in it (PV-1), is softly closed; April has one too (PV-2)."""
    with making(desk.office) as make:
        grant = make.unit.get(Grant, desk.grant)
        make.entry(grant, "100.00", reference="PV-1", line_id=desk.line, category=7)
        make.entry(grant, "50.00", reference="PV-2", entry_on=date(2019, 4, 2), line_id=desk.line, category=7)
    months.close_month(desk.office, month=date(2019, 3, 31), level=LockLevel.SOFT)
    return desk.office


def refusal(action: Action) -> list[str]:
    with pytest.raises(UserError) as trouble:
        action()
    return [load_language(paths.translations(), "en").text(sentence) for sentence in trouble.value.sentences()]


def refused(office: Office, action: Action) -> list[str]:
    """What it says, after proof that nothing changed."""
    before = tables_of(office)
    said = refusal(action)
    assert tables_of(office) == before
    return said


ENTRY: dict[str, Any] = {
    "reference": "PV-9",
    "description": "Fuel",
    "kind": "expenditure",
    "original_currency": "USD",
    "original_amount": Decimal("10.00"),
}


def post(office: Office, grant: int, day: date) -> Outcome:
    return records.save(office, "ledger", values=ENTRY | {"entry_on": day, "grant": grant})


def entry(office: Office, reference: str) -> tuple[int, int]:
    """Id and version of an entry."""
    (row,) = [row for row in tables_of(office)["ledger_entry"] if row["reference"] == reference]
    return row["id"], row["version"]


def test_a_form_posts_nothing_into_a_closed_month(desk: Desk, march_is_closed: Office) -> None:
    said = refused(march_is_closed, lambda: post(march_is_closed, desk.grant, date(2019, 3, 31)))
    assert said == [
        "The books of March 2019 are closed.",
        "Nothing was changed: Test closed March 2019 on 21 Oct 2019.",
        "Post into a month that is open, or ask Test to let you in.",
    ]
    post(march_is_closed, desk.grant, date(2019, 2, 28))
    post(march_is_closed, desk.grant, APRIL)


def change(office: Office, reference: str, **values: Any) -> None:
    """Changes an entry by other ways than a form, which lets only little of a posted one change."""
    with office.change() as unit:
        record = unit.get(LedgerEntry, entry(office, reference)[0])
        for name, value in values.items():
            setattr(record, name, value)
        unit.commit(say("Changed for a test"))


def remove(office: Office, reference: str) -> None:
    with office.change() as unit:
        unit.remove(unit.get(LedgerEntry, entry(office, reference)[0]))
        unit.commit(say("Removed for a test"))


def test_an_entry_neither_leaves_a_closed_month_nor_moves_into_it(march_is_closed: Office) -> None:
    office = march_is_closed
    actions: list[Action] = [
        partial(change, office, "PV-1", description="Oil"),
        partial(change, office, "PV-1", entry_on=APRIL),
        partial(change, office, "PV-2", entry_on=MARCH),
        partial(remove, office, "PV-1"),
    ]
    for action in actions:
        assert refused(office, action)[0] == "The books of March 2019 are closed."
    change(office, "PV-2", entry_on=date(2019, 5, 1))


def test_a_cost_of_a_closed_month_is_reversed_in_an_open_one(march_is_closed: Office) -> None:
    office = march_is_closed
    first, _version = entry(office, "PV-1")
    assert refused(office, partial(ledger.reverse, office, entry_id=first, on=date(2019, 3, 31)))[0] == (
        "The books of March 2019 are closed."
    )
    ledger.reverse(office, entry_id=first, on=APRIL)
    assert len(tables_of(office)["ledger_entry"]) == 3


def test_a_cost_is_not_split_into_a_closed_month(desk: Desk, march_is_closed: Office) -> None:
    office = march_is_closed
    with making(office) as make:
        other = make.grant(reference="GR-2").id
    shares = (Share(desk.grant, Decimal(60)), Share(other, Decimal(40)))
    form = {key: value for key, value in ENTRY.items() if key != "grant"} | {"entry_on": MARCH}
    assert refused(office, partial(splits.split_cost, office, values=form, on=MARCH, shares=shares))[0] == (
        "The books of March 2019 are closed."
    )
    splits.split_cost(office, values=form | {"entry_on": APRIL}, on=APRIL, shares=shares)


def test_imports_bring_nothing_into_a_month_that_was_closed_meanwhile(desk: Desk, tmp_path: Path) -> None:
    office = desk.office
    late = look_at(office, extract(extracts.entry(5, Date=APRIL), extracts.entry(6, Date=date(2019, 3, 31))))
    activity = iati.activity("XX-1-A", iati.transaction("3", "4.00", day="2019-03-04", reference="T-1"))
    published = plan_iati(office, iati.write(tmp_path / "late.xml", activity), progress=Silent())
    months.close_month(office, month=MARCH, level=LockLevel.SOFT)
    for bring_in in (late.bring_in, partial(apply_import, office, published, progress=Silent())):
        assert refused(office, bring_in)[0] == "The books of March 2019 are closed."


def test_a_look_at_an_import_tells_of_closed_months(march_is_closed: Office, clock: Clock) -> None:
    office = march_is_closed
    months.close_month(office, month=APRIL, level=LockLevel.HARD)
    book = extract(*(extracts.entry(day.day, Date=day) for day in (date(2019, 5, 1), MARCH, APRIL, date(2019, 3, 9))))

    def look() -> list[tuple[str, str, str]]:
        problems = look_at(office, book).errors
        return [(problem.where, str(problem.sentence), str(problem.fix)) for problem in problems]

    april = (
        "Ledger!A4",
        "1 entry falls into 2019-04, whose books are closed.",
        "Date them in a month that is open: this one is closed for good.",
    )
    march = (
        "1 entry falls into 2019-03, whose books are closed.",
        "Date them in a month that is open, or ask Test to let you in.",
    )
    assert look() == [("Ledger!A3", *march), april, ("Ledger!A5", *march)]
    until = clock.moment + timedelta(hours=1)
    months.let_in(office, month=MARCH, person="Test", until=until, reason="Late")
    assert look() == [april]


def test_a_newer_activity_file_does_not_move_an_entry_into_a_closed_month(
    march_is_closed: Office, tmp_path: Path
) -> None:
    office = march_is_closed

    def plan(day: str) -> ImportPlan:
        activity = iati.activity("XX-1-A", iati.transaction("3", "4.00", day=day, reference="T-1"))
        return plan_iati(office, iati.write(tmp_path / "A.xml", activity), progress=Silent())

    apply_import(office, plan("2019-04-01"), progress=Silent())
    moved = plan("2019-03-01")
    assert "whose books are closed" in str(moved.problems[0].sentence)
    assert refused(office, partial(apply_import, office, moved, progress=Silent()))[0] == (
        "The books of March 2019 are closed."
    )


def test_an_import_is_not_undone_out_of_a_closed_month(desk: Desk) -> None:
    office = desk.office
    batch_id = look_at(office, extract(extracts.entry(5), extracts.entry(6, Date=APRIL))).bring_in().record_id
    months.close_month(office, month=MARCH, level=LockLevel.SOFT)
    assert refused(office, lambda: undo_import(office, batch_id=batch_id))[0] == "The books of March 2019 are closed."
    months.reopen_month(office, month=MARCH, reason="Wrong file")
    undo_import(office, batch_id=batch_id)
    assert not tables_of(office)["ledger_entry"]


def test_nothing_is_undone_or_done_again_in_a_closed_month(desk: Desk) -> None:
    office, stack = desk.office, UndoStack()
    stack.note(post(office, desk.grant, MARCH))
    months.close_month(office, month=MARCH, level=LockLevel.SOFT)
    assert refused(office, lambda: stack.undo(office))[0] == "The books of March 2019 are closed."
    months.reopen_month(office, month=MARCH, reason="A mistake")
    stack.undo(office)
    months.close_month(office, month=MARCH, level=LockLevel.SOFT)
    assert refused(office, lambda: stack.redo(office))[0] == "The books of March 2019 are closed."


def test_several_closed_months_are_all_named(march_is_closed: Office) -> None:
    months.close_month(march_is_closed, month=APRIL, level=LockLevel.HARD)
    said = refused(march_is_closed, partial(change, march_is_closed, "PV-2", entry_on=MARCH))
    assert said[0] == "The books of March 2019 and April 2019 are closed."
    assert said[1] == "Nothing was changed: Test closed April 2019 for good on 21 Oct 2019."


def test_one_person_is_let_in_until_a_moment(desk: Desk, march_is_closed: Office, clock: Clock) -> None:
    office = march_is_closed
    office.actor = "Amina"
    until = clock.moment + timedelta(hours=2)
    months.let_in(office, month=MARCH, person=" Amina ", until=until, reason="A late invoice")
    post(office, desk.grant, MARCH)
    office.actor = "Boubacar"
    assert refused(office, lambda: post(office, desk.grant, MARCH))[0] == "The books of March 2019 are closed."
    office.actor = "Amina"
    clock.advance(hours=2)
    assert refused(office, lambda: post(office, desk.grant, MARCH))[0] == "The books of March 2019 are closed."


def test_nobody_is_let_into_a_month_that_is_open_or_closed_for_good(march_is_closed: Office, clock: Clock) -> None:
    office, later = march_is_closed, clock.moment + timedelta(days=1)

    def ask(month: date, person: str = "Amina", until: datetime = later, reason: str = "Late") -> Action:
        return lambda: months.let_in(office, month=month, person=person, until=until, reason=reason)

    assert refusal(ask(APRIL))[0] == "The books of April 2019 are open."
    assert refusal(ask(MARCH, person=" "))[0] == "Nobody is named."
    assert refusal(ask(MARCH, reason=" "))[0] == "A reason is missing."
    assert refusal(ask(MARCH, until=datetime(2019, 1, 1, tzinfo=UTC)))[0].endswith("is past.")
    months.close_month(office, month=MARCH, level=LockLevel.HARD)
    assert refusal(ask(MARCH))[0] == "The books of March 2019 were closed for good."


def test_whoever_was_let_in_is_out_again_once_the_month_is_closed_for_good(
    desk: Desk, march_is_closed: Office, clock: Clock
) -> None:
    office = march_is_closed
    until = clock.moment + timedelta(hours=2)
    months.let_in(office, month=MARCH, person="Test", until=until, reason="A late invoice")
    months.close_month(office, month=MARCH, level=LockLevel.HARD)
    assert "for good" in refused(office, lambda: post(office, desk.grant, MARCH))[1]


def test_a_soft_lock_is_opened_again_and_both_can_be_undone(desk: Desk, march_is_closed: Office, clock: Clock) -> None:
    office = march_is_closed
    until = clock.moment + timedelta(hours=2)
    months.let_in(office, month=MARCH, person="Amina", until=until, reason="A late invoice")
    opened = months.reopen_month(office, month=MARCH, reason="One cost is missing")
    assert str(opened.message) == "Opened 2019-03 again: One cost is missing"
    post(office, desk.grant, MARCH)
    assert opened.entry_id is not None
    undo_entry(office, entry_id=opened.entry_id)
    assert refused(office, lambda: post(office, desk.grant, MARCH))[0] == "The books of March 2019 are closed."
    (state,) = [state for state in months.month_states(office) if state.month == MARCH]
    assert [(each.person, each.until) for each in state.let_in] == [("Amina", until)]
    closed = months.close_month(office, month=APRIL, level=LockLevel.SOFT)
    assert closed.entry_id is not None
    undo_entry(office, entry_id=closed.entry_id)
    post(office, desk.grant, APRIL)


def test_a_hard_lock_stays(march_is_closed: Office) -> None:
    office = march_is_closed
    closed = months.close_month(office, month=MARCH, level=LockLevel.HARD)
    assert (str(closed.message), closed.entry_id) == ("Closed 2019-03 for good.", None)
    assert refused(office, lambda: months.reopen_month(office, month=MARCH, reason="No"))[0] == (
        "The books of March 2019 were closed for good."
    )
    last = max(row["id"] for row in tables_of(office)["audit_entry"])
    assert (
        refused(office, lambda: undo_entry(office, entry_id=last))[0] == "The books of March 2019 were closed for good."
    )
    months.close_month(office, month=APRIL, level=LockLevel.HARD)
    last = max(row["id"] for row in tables_of(office)["audit_entry"])
    assert (
        refused(office, lambda: undo_entry(office, entry_id=last))[0] == "The books of April 2019 were closed for good."
    )
    assert refusal(lambda: months.close_month(office, month=MARCH, level=LockLevel.SOFT))[0] == (
        "The books of March 2019 are closed already."
    )


def test_what_cannot_be_closed_is_said(march_is_closed: Office) -> None:
    office = march_is_closed
    for month, level, expected in (
        (MARCH, LockLevel.SOFT, "The books of March 2019 are closed already."),
        (date(2019, 11, 1), LockLevel.SOFT, "The month has not begun: November 2019."),
        (
            date(2019, 10, 1),
            LockLevel.HARD,
            "The books of October 2019 cannot be closed for good: one thing stands against it.",
        ),
    ):
        assert refused(office, partial(months.close_month, office, month=month, level=level))[0] == expected
    with making(office) as make:
        make.entry(None, "3.00", entry_on=date(2019, 2, 1))
    said = refusal(lambda: months.close_month(office, month=date(2019, 2, 28), level=LockLevel.HARD))
    assert said[1:] == [
        "Nothing was changed. 1 entry names no grant.",
        "Open them in the ledger and choose the grant that pays.",
    ]
    months.close_month(office, month=date(2019, 2, 28), level=LockLevel.SOFT)
    assert (
        refusal(lambda: months.reopen_month(office, month=APRIL, reason="Why"))[0]
        == "The books of April 2019 are open."
    )


def test_other_work_goes_on_in_a_closed_month(desk: Desk, march_is_closed: Office) -> None:
    desk.save("rates", currency="XOF", base="USD", effective_on=MARCH, units=Decimal(600), source="UN")
    assert tables_of(march_is_closed)["exchange_rate"]


def test_a_copy_of_the_office_keeps_its_months_closed(file_office: Office, tmp_path: Path) -> None:
    desk = Desk(file_office)
    with making(file_office) as make:
        make.unit.add(
            LedgerEntry(
                entry_on=MARCH,
                kind="expenditure",
                grant_id=desk.grant,
                original_currency="USD",
                original_amount=Decimal(1),
                currency="USD",
                amount=Decimal(1),
            )
        )
    months.close_month(file_office, month=MARCH, level=LockLevel.SOFT)
    copy, again = tmp_path / "copy.grantdesk", str(tmp_path / "again.grantdesk")
    back_up_office(str(file_office.location.file), copy, progress=Silent())
    restore_office(copy, again, progress=Silent())
    restored = find_office(again, actor="Test")
    try:
        assert refusal(lambda: post(restored, desk.grant, MARCH))[0] == "The books of March 2019 are closed."
    finally:
        restored.close()


def test_a_month_that_is_closed_while_someone_posts_stays_closed(engines: Engines, tmp_path: Path) -> None:
    """On a server two work at once: the one who posts looks at the locks last of all."""
    address = engines.office("postgresql", tmp_path)
    one, other = find_office(address, actor="Amina"), find_office(address, actor="Boubacar")
    try:
        with making(one) as make:
            grant_id = make.grant().id
        with one.change() as unit:
            Maker(unit).entry(unit.get(Grant, grant_id), "5.00", entry_on=MARCH)
            months.close_month(other, month=MARCH, level=LockLevel.SOFT)
            assert refusal(partial(unit.commit, say("Too late")))[1].startswith("Nothing was changed: Boubacar closed")
        assert not tables_of(one)["ledger_entry"]
    finally:
        one.close()
        other.close()
