"""How the model reads: window by window, never the whole table; what comes late or fails never mixes in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex

from desktop.language import UserError, say
from desktop.registers import find_register
from desktop.registers.query import Query, Row
from desktop.services.offices import Office
from desktop.storage.models import LedgerEntry
from desktop.ui.models import register_model
from desktop.ui.models.register_model import RegisterModel
from tests.helpers.manual import ManualRunner
from tests.helpers.records import making
from tests.helpers.window import make_context

LEDGER = find_register("ledger")
BY_REFERENCE = Query(LEDGER, ("reference", "spent"), sort="reference")
TROUBLE = UserError(say("The server does not answer."), say("Nothing is lost."), say("Try again."))


@pytest.fixture
def runner() -> ManualRunner:
    return ManualRunner()


@pytest.fixture
def model(long_ledger: Office, runner: ManualRunner) -> RegisterModel:
    """1,250 entries by their number, loaded; further reading waits for the test."""
    made = RegisterModel(make_context(long_ledger, tasks=runner), BY_REFERENCE)
    made.load()
    runner.finish()
    return made


def reference(model: RegisterModel, row: int) -> str:
    return model.cell(row, 0).text


def test_opening_reads_count_first_rows_and_then_sums(long_ledger: Office, runner: ManualRunner) -> None:
    model = RegisterModel(make_context(long_ledger, tasks=runner), BY_REFERENCE)
    said: list[str] = []
    model.loaded.connect(lambda: said.append("loaded"))
    model.first_rows.connect(lambda: said.append("rows"))
    model.totals_ready.connect(lambda: said.append("sums"))
    model.load()
    assert (model.is_loaded, len(runner.reads)) == (False, 1)
    found = runner.reads.pop().go()
    assert len(found[1]) == register_model.WINDOW
    assert said == ["loaded", "rows"]
    assert (model.rowCount(), model.totals) == (1250, None)
    assert [job.patient for job in runner.reads] == [True]  # rows in sight never wait for sums
    runner.finish()
    assert said == ["loaded", "rows", "sums"]
    assert model.count_all == 1250


def test_rows_in_sight_need_no_further_reading(model: RegisterModel, runner: ManualRunner) -> None:
    assert [reference(model, row) for row in (0, 99)] == ["PV-0000000", "PV-0000099"]
    assert runner.reads == []


def test_row_far_down_is_blank_until_its_window_comes_and_is_asked_for_once(
    model: RegisterModel, runner: ManualRunner
) -> None:
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last, _roles: changed.append((first.row(), last.row())))
    assert [reference(model, row) for row in (1000, 1001, 1099)] == ["", "", ""]
    assert len(runner.reads) == 1
    runner.finish()
    assert reference(model, 1099) == "PV-0001099"
    assert changed == [(1000, 1099)]


def test_last_window_may_be_short(model: RegisterModel, runner: ManualRunner) -> None:
    changed: list[int] = []
    model.dataChanged.connect(lambda _first, last, _roles: changed.append(last.row()))
    assert reference(model, 1249) == ""
    runner.finish()
    assert reference(model, 1249) == "PV-0001249"
    assert changed == [1249]
    assert model.row(1250) is None
    assert runner.reads == []


def test_what_was_scrolled_past_is_not_read(model: RegisterModel, runner: ManualRunner) -> None:
    for row in range(150, 1250, 100):  # a wheel spun through the whole list
        reference(model, row)
    assert runner.finish() == 3  # the one under way and the last two
    assert reference(model, 1199) == "PV-0001199"
    assert reference(model, 1099) == "PV-0001099"
    assert reference(model, 199) == "PV-0000199"
    assert reference(model, 650) == ""


def test_few_windows_are_held(model: RegisterModel, runner: ManualRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_model, "KEPT_WINDOWS", 3)
    for row in (150, 250, 350):
        reference(model, row)
        runner.finish()
    assert reference(model, 0) == ""  # its window was seen longest ago and is gone
    assert len(runner.reads) == 1
    runner.finish()
    assert reference(model, 0) == "PV-0000000"
    assert reference(model, 350) == "PV-0000350"


def test_typing_on_makes_what_was_typed_before_not_worth_reading(model: RegisterModel, runner: ManualRunner) -> None:
    model.show(replace(BY_REFERENCE, search="fuel"))
    model.show(replace(BY_REFERENCE, search="fuel kollo"))
    first, second = runner.reads
    runner.reads.clear()
    assert first.work() is None  # it is not even read
    second.go()
    assert model.query.search == "fuel kollo"


def test_answer_to_an_older_question_is_dropped(model: RegisterModel, runner: ManualRunner) -> None:
    model.show(replace(BY_REFERENCE, search="fuel"))
    late = runner.reads.pop()
    found = late.work()
    model.show(BY_REFERENCE.sorted_by("reference", descending=True))
    late.on_done(found)
    assert (model.query, model.rowCount()) == (BY_REFERENCE, 1250)
    runner.finish()
    assert reference(model, 0) == "PV-0001249"


def test_rows_of_the_old_order_never_stand_in_the_new_one(model: RegisterModel, runner: ManualRunner) -> None:
    """The user turns the order round and scrolls before the answer comes: those rows are of the old order."""
    model.show(BY_REFERENCE.sorted_by("reference", descending=True))
    assert reference(model, 500) == ""
    order, rows_of_the_old = runner.reads
    runner.reads.clear()
    order.go()
    rows_of_the_old.go()
    assert reference(model, 500) == ""  # still to be read, in the new order
    runner.finish()
    assert reference(model, 500) == "PV-0000749"


def test_rows_under_way_are_shown_while_a_new_order_is_being_read(model: RegisterModel, runner: ManualRunner) -> None:
    assert reference(model, 500) == ""
    model.show(BY_REFERENCE.sorted_by("reference", descending=True))
    runner.reads.pop(0).go()
    assert reference(model, 500) == "PV-0000500"


def test_old_rows_stay_until_the_new_ones_are_there(model: RegisterModel, runner: ManualRunner) -> None:
    resets: list[None] = []
    model.modelAboutToBeReset.connect(lambda: resets.append(None))
    model.show(replace(BY_REFERENCE, search="fuel"))
    assert (reference(model, 0), model.rowCount(), len(resets)) == ("PV-0000000", 1250, 0)
    runner.finish()
    assert len(resets) == 1
    assert 0 < model.rowCount() < 1250


def test_sums_are_kept_when_only_the_order_changes(model: RegisterModel, runner: ManualRunner) -> None:
    before = model.totals
    model.show(BY_REFERENCE.sorted_by("spent", descending=True))
    assert runner.finish() == 1  # no sums are read again
    assert model.totals == before


def test_sums_are_read_again_when_something_changed(
    model: RegisterModel, runner: ManualRunner, long_ledger: Office
) -> None:
    with making(long_ledger) as make:
        make.entry(None, "1.00", grant_id=1, reference="NEW")
    model.reload()
    model.show(BY_REFERENCE.sorted_by("reference", descending=True))  # before the answer: the old sums must not stay
    runner.finish()
    assert (model.rowCount(), model.count_all) == (1251, 1251)


def test_late_sums_of_another_view_are_dropped(model: RegisterModel, runner: ManualRunner) -> None:
    model.show(replace(BY_REFERENCE, search="fuel"))
    runner.reads.pop().go()
    sums = runner.reads.pop()
    found = sums.work()
    model.show(BY_REFERENCE)
    sums.on_done(found)
    assert model.totals is None
    assert sums.work() is None
    runner.finish()
    assert model.count_all == model.rowCount() == 1250


def test_reloading_takes_what_was_asked_for_last(model: RegisterModel, runner: ManualRunner) -> None:
    model.show(replace(BY_REFERENCE, search="fuel"))
    model.reload()
    runner.finish()
    assert model.query.search == "fuel"


def test_trouble_while_reading_rows_is_told_once_and_the_rest_goes_on(
    long_ledger: Office, runner: ManualRunner
) -> None:
    context = make_context(long_ledger, tasks=runner)
    told: list[UserError] = []
    context.failed.connect(told.append)
    model = RegisterModel(context, BY_REFERENCE)
    model.load()
    runner.finish()
    reference(model, 500)
    runner.reads.pop().on_error(TROUBLE)
    assert told == [TROUBLE]
    assert reference(model, 500) == ""
    assert runner.reads == []  # painting again does not ask again, or the message would come back for ever
    reference(model, 600)
    runner.finish()
    assert reference(model, 600) == "PV-0000600"
    model.reload()
    runner.finish()
    reference(model, 500)
    runner.finish()
    assert reference(model, 500) == "PV-0000500"


def test_trouble_of_a_view_that_is_gone_does_no_harm(model: RegisterModel, runner: ManualRunner) -> None:
    reference(model, 500)
    late = runner.reads.pop()
    model.reload()
    runner.finish()
    late.on_error(TROUBLE)
    reference(model, 500)
    runner.finish()
    assert reference(model, 500) == "PV-0000500"


def test_record_deleted_meanwhile_leaves_a_blank_row(
    model: RegisterModel, runner: ManualRunner, long_ledger: Office
) -> None:
    with long_ledger.change() as unit:
        for number in range(1246, 1251):
            entry = unit.session.get(LedgerEntry, number)
            unit.session.delete(entry)
        unit.commit(say("Deleted for a test"))
    reference(model, 1249)
    runner.finish()
    assert [reference(model, row) for row in (1244, 1245, 1249)] == ["PV-0001244", "", ""]
    assert runner.reads == []


def fetched(model: RegisterModel, positions: list[int]) -> list[list[str]]:
    found: list[list[str]] = []

    def make(_query: Query, rows: list[Row]) -> list[str]:
        return [str(row.values[0]) for row in rows]

    model.fetch(positions, make, found.append, say("Copy as a table"))
    return found


def test_rows_that_are_held_are_handed_over_at_once(model: RegisterModel, runner: ManualRunner) -> None:
    assert fetched(model, [3, 1]) == [["PV-0000003", "PV-0000001"]]
    assert (runner.reads, runner.runs) == ([], [])


def test_rows_that_are_not_held_are_read_in_order(model: RegisterModel, runner: ManualRunner) -> None:
    found = fetched(model, [0, 150, 999, 1000, 1249])
    assert found == []
    runner.runs.pop().go()
    assert found == [["PV-0000000", "PV-0000150", "PV-0000999", "PV-0001000", "PV-0001249"]]


def test_all_rows_can_be_fetched(model: RegisterModel, runner: ManualRunner) -> None:
    found = fetched(model, list(range(1250)))
    runner.runs.pop().go()
    assert found == [[f"PV-{number:07}" for number in range(1250)]]


def test_cells_of_a_row_on_its_way_are_blank_for_whoever_asks(model: RegisterModel) -> None:
    assert model.data(model.index(700, 0)) == ""
    assert model.data(QModelIndex()) is None
