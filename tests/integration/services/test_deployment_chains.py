"""Chains of contracts to the cent and the day: ends on the edge, gaps, moves, steps undone out of order, two people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.domain.allocation import Share
from desktop.domain.money import Money
from desktop.domain.terms import LockLevel
from desktop.domain.volunteer_terms import DeploymentState
from desktop.language import Language, UserError
from desktop.services import history, records
from desktop.services.deployments import matching, signing
from desktop.services.deployments.as_at import staffing_as_at
from desktop.services.deployments.costing import costing
from desktop.services.deployments.timeline import entries
from desktop.services.deployments.unsigned import unsigned_contracts
from desktop.services.deployments.whatif import EndEarly, Extend, keep_changes
from desktop.services.ledger import post_entry, reverse
from desktop.services.months import close_month, let_in
from desktop.services.offices import Office
from desktop.storage.models import Assignment, Budget, BudgetLine, ContractPeriod, Deployment, DeploymentShare, Grant
from tests.helpers.posted import JAN, JUN, LIFE, SIGNED, Posts, make_posts
from tests.helpers.records import making
from tests.helpers.staffing import Staff

MAR = date(2019, 3, 1)


@pytest.fixture
def posts(office: Office) -> Posts:
    return make_posts(office)


def _title(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as told:
        act()
    return str(told.value.title)


# --- ends on the edge -------------------------------------------------------------------------------------------------


def test_an_end_on_the_first_day_leaves_one_day_and_one_before_the_last_takes_one(posts: Posts) -> None:
    office = posts.office
    posts.sign(posts.one, posts.two)
    assert posts.held(posts.one) == posts.held(posts.two) == LIFE
    posts.end(posts.one, on=JAN)
    assert posts.held(posts.one) == [(1, "600.00")]  # a day, the entry and the exit
    posts.end(posts.two, on=date(2019, 6, 29))
    assert posts.held(posts.two) == [*LIFE[:5], (6, "3096.67")]  # 29 of 30 days, and the exit where it was
    assert [each.deployment.reference for each in staffing_as_at(office, JAN)] == ["D-1", "D-2"]
    assert [each.deployment.reference for each in staffing_as_at(office, date(2019, 1, 2))] == ["D-2"]
    assert [each.deployment.reference for each in staffing_as_at(office, date(2019, 6, 29))] == ["D-2"]
    assert staffing_as_at(office, JUN) == ()
    first, second = entries(office, [posts.one, posts.two])
    assert (first.state, first.deployment.ends_on, first.last_day) == (DeploymentState.ENDED, JAN, JAN)
    assert second.deployment.end_reason == "resignation"
    last = posts.entries()[-2:]
    assert [(entry.entry_on, f"{entry.amount:.2f}") for entry in last] == [
        (office.today, "-18500.00"),
        (office.today, "-103.33"),
    ]
    assert last[0].commitment_id == last[1].commitment_id == posts.entries()[0].id
    assert last[1].description == "FA-NER-01: Resigned"


def test_what_was_only_planned_behind_an_end_goes_with_it(posts: Posts) -> None:
    office = posts.office
    posts.sign(posts.one)
    signing.extend(office, deployment_ids=[posts.one], ends_on=date(2019, 8, 31))
    assert unsigned_contracts(office, deployment_ids=[posts.one]) == posts.contracts(posts.one)
    assert posts.held(posts.one) == LIFE  # a plan moves nothing
    posts.end(posts.one, on=date(2019, 6, 15))
    assert posts.chain(posts.one) == [("initial", "01.01-30.06", "Niamey", True)]
    assert unsigned_contracts(office, deployment_ids=[posts.one]) == []
    assert posts.held(posts.one) == [*LIFE[:5], (6, "1650.00")]
    assert _title(lambda: posts.extend(posts.one, ends_on=date(2019, 9, 30))) == "D-1 ended on 2019-06-15."


# --- moves and gaps ---------------------------------------------------------------------------------------------------


def test_an_extension_goes_on_where_a_reassignment_led(posts: Posts) -> None:
    office, stack = posts.office, history.UndoStack()
    stack.note(posts.sign(posts.one))
    moved = signing.reassign(
        office, deployment_id=posts.one, station_id=posts.zinder, on=date(2019, 3, 17), accept_warnings=True
    )
    stack.note(moved)
    zinder = [(4, "6200.00"), (5, "6200.00")]
    # 16 days at 100 and 15 at 200 dollars, and 200 for the journey
    assert posts.held(posts.one) == [*LIFE[:2], (3, "4800.00"), *zinder, (6, "6300.00")]
    stack.note(posts.extend(posts.one, ends_on=date(2019, 7, 31), on=date(2019, 6, 3)))
    assert posts.chain(posts.one) == [
        ("initial", "01.01-16.03", "Niamey", True),
        ("reassignment", "17.03-30.06", "Zinder", True),
        ("extension", "01.07-31.07", "Zinder", True),
    ]
    longer = [*LIFE[:2], (3, "4800.00"), *zinder, (6, "6200.00"), (7, "6300.00")]  # the exit falls due in July now
    assert posts.held(posts.one) == longer
    assert _title(lambda: history.undo_entry(office, entry_id=moved.entry_id or 0)) == "Something changed here since."
    assert posts.held(posts.one) == longer
    for _step in range(2):
        stack.undo(office)
    assert posts.held(posts.one) == LIFE
    assert posts.chain(posts.one) == [("initial", "01.01-30.06", "Niamey", True)]
    for _step in range(2):
        stack.redo(office)
    assert posts.held(posts.one) == longer
    assert [entry.entry_on for entry in posts.entries()] == [SIGNED, office.today, date(2019, 6, 3)]


def test_a_gap_costs_nothing_is_not_served_and_is_signed_by_nobody(posts: Posts) -> None:
    office = posts.office
    posts.sign(posts.one)
    with making(office) as make:
        record = make.unit.get(Deployment, posts.one)
        Staff(make).contract(record, "gap", date(2019, 7, 1), date(2019, 7, 31))
    (gap,) = posts.contracts(posts.one)
    assert unsigned_contracts(office, deployment_ids=[posts.one]) == []
    assert (
        _title(lambda: signing.sign(office, contract_ids=[gap], on=SIGNED, accept_warnings=True))
        == "From 2019-07-01 D-1 has a gap, which nobody signs."
    )
    posts.extend(posts.one, ends_on=date(2019, 8, 31))
    assert posts.chain(posts.one)[2] == ("extension", "01.08-31.08", "Niamey", True)
    assert posts.held(posts.one) == [*LIFE[:5], (6, "3100.00"), (8, "3200.00")]
    assert [bool(staffing_as_at(office, day)) for day in (JUN, date(2019, 7, 1), date(2019, 7, 31))] == [
        True,
        False,
        False,
    ]
    assert [each.contract.kind for each in staffing_as_at(office, date(2019, 8, 1))] == ["extension"]
    assert (
        _title(lambda: signing.reassign(office, deployment_id=posts.one, station_id=posts.zinder, on=date(2019, 7, 15)))
        == "On 2019-07-15 no contract of D-1 goes on."
    )
    posts.end(posts.one, on=date(2019, 7, 15))  # within the gap: the service ended with June
    assert posts.held(posts.one) == LIFE


# --- steps out of order -----------------------------------------------------------------------------------------------


def test_a_step_in_the_middle_is_undone_while_nothing_stands_on_it(posts: Posts) -> None:
    office = posts.office
    signed = posts.sign(posts.one, posts.two)
    first = posts.extend(posts.one, ends_on=date(2019, 7, 31))
    posts.extend(posts.two, ends_on=date(2019, 8, 31))
    longer = [*LIFE[:5], (6, "3100.00"), (7, "3200.00")]
    undone = history.undo_entry(office, entry_id=first.entry_id or 0)
    assert posts.held(posts.one) == LIFE
    assert posts.held(posts.two) == [*LIFE[:5], (6, "3100.00"), (7, "3100.00"), (8, "3200.00")]
    assert _title(lambda: history.undo_entry(office, entry_id=signed.entry_id or 0)) == "Something changed here since."
    history.undo_entry(office, entry_id=undone.entry_id or 0)
    assert posts.held(posts.one) == longer
    assert len(posts.chain(posts.one)) == 2
    posts.end(posts.one, on=date(2019, 7, 15))
    with pytest.raises(UserError):
        history.undo_entry(office, entry_id=undone.entry_id or 0)
    assert posts.held(posts.one) == [*LIFE[:5], (6, "3100.00"), (7, "1600.00")]


def test_shares_are_moved_undone_and_moved_again_in_the_middle_of_a_life(posts: Posts) -> None:
    office, stack = posts.office, history.UndoStack()
    posts.sign(posts.one)
    to_other = [Share(posts.other, Decimal(100))]
    stack.note(signing.share(office, deployment_ids=[posts.one], shares=to_other, starts_on=date(2019, 5, 11)))

    def by_grant() -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for row in costing(office, deployment_id=posts.one).rows:
            assert row.figures.committed == row.figures.pro_forma
            found.setdefault(row.grant, []).append((row.key.month.month, f"{row.figures.committed.amount:f}"))
        return found

    parted = {"US-1": [*LIFE[:4], (5, "1000.00")], "US-2": [(5, "2100.00"), (6, "3200.00")]}
    assert by_grant() == parted
    stack.undo(office)
    assert by_grant() == {"US-1": LIFE}
    stack.redo(office)
    assert by_grant() == parted
    back = [Share(posts.grant, Decimal(100), posts.line)]
    signing.share(office, deployment_ids=[posts.one], shares=back, starts_on=date(2019, 5, 1))
    assert by_grant() == {"US-1": LIFE}  # shares that would begin later gave way
    with office.read() as session:
        kept = session.scalars(select(DeploymentShare).where(DeploymentShare.deployment_id == posts.one)).all()
    assert [(share.starts_on, share.grant_id) for share in kept] == [
        (JAN, posts.grant),
        (date(2019, 5, 1), posts.grant),
    ]


# --- books and grants that are closed ---------------------------------------------------------------------------------


def test_a_closed_month_or_grant_takes_no_commitment_and_an_open_one_does(posts: Posts) -> None:
    office = posts.office
    posts.sign(posts.one, posts.two)
    close_month(office, month=date(2019, 7, 1), level=LockLevel.SOFT)
    on, july = date(2019, 5, 31), date(2019, 7, 31)
    assert _title(lambda: posts.end(posts.one, on=on, posted_on=july)).startswith("The books of")
    trial = signing.try_end_early(office, deployment_ids=[posts.one], on=on, posted_on=july)
    assert [finding.code for finding in trial.findings] == ["deployment_month_closed"]
    assert not signing.try_end_early(office, deployment_ids=[posts.one], on=on, posted_on=date(2019, 8, 1)).refused
    early = signing.try_end_early(office, deployment_ids=[posts.one], on=on, posted_on=date(2018, 12, 9))
    assert [str(finding.sentence) for finding in early.findings] == ["What it cancels was committed on 2018-12-10."]
    assert not signing.try_end_early(office, deployment_ids=[posts.one], on=on, posted_on=SIGNED).refused
    until = datetime(2019, 10, 22, 9, 0, tzinfo=UTC)
    let_in(office, month=july, person="Someone else", until=until, reason="Late invoice")
    assert _title(lambda: posts.end(posts.one, on=on, posted_on=july)).startswith("The books of")
    let_in(office, month=july, person="Test", until=until, reason="Late invoice")
    posts.end(posts.one, on=on, posted_on=july)
    assert posts.held(posts.one) == [*LIFE[:4], (5, "3200.00")]
    assert posts.entries()[-1].entry_on == july
    with making(office) as make:
        make.unit.get(Grant, posts.grant).closed_on = date(2019, 7, 15)
    long = signing.try_extend(office, deployment_ids=[posts.two], ends_on=date(2019, 8, 31), sign_on=date(2019, 6, 3))
    assert "deployment_grant_closed" in {finding.code for finding in long.findings}
    assert posts.held(posts.two) == LIFE
    posts.end(posts.two, on=on)  # less may be committed of a grant that is closed
    assert posts.held(posts.two) == [*LIFE[:4], (5, "3200.00")]


# --- two people -------------------------------------------------------------------------------------------------------


def test_what_someone_else_did_meanwhile_is_not_written_over(posts: Posts) -> None:
    office = posts.office
    changed = "Someone changed this record while you were working on it."
    (contract,) = posts.contracts(posts.one)
    planned = records.load(office, "contract_periods", contract)
    form = records.load(office, "deployments", posts.one)
    trial = signing.try_sign(office, contract_ids=[contract], on=SIGNED)
    assert not trial.refused
    posts.sign(posts.one)
    assert _title(lambda: signing.sign(office, contract_ids=[contract], on=SIGNED)).endswith("is signed already.")
    assert changed == _title(
        lambda: records.save(
            office,
            "contract_periods",
            values=planned.values | {"ends_on": date(2019, 5, 31)},
            record_id=contract,
            version=planned.version,
        )
    )
    posts.end(posts.one, on=date(2019, 5, 31))
    assert changed == _title(
        lambda: records.save(
            office,
            "deployments",
            values=form.values | {"reference": "D-9"},
            record_id=posts.one,
            version=form.version,
        )
    )
    assert "ended on" in _title(lambda: posts.end(posts.one, on=date(2019, 3, 31)))
    assert "ended on" in _title(lambda: keep_changes(office, [EndEarly((posts.one,), date(2019, 3, 31))]))
    assert "ended on" in _title(lambda: keep_changes(office, [Extend((posts.one,), months=1)]))
    assert posts.held(posts.one) == [*LIFE[:4], (5, "3200.00")]
    with office.read() as session:
        record = session.get(ContractPeriod, contract)
    assert record is not None
    assert (record.signed_on, record.ends_on) == (SIGNED, JUN)


# --- what is posted ---------------------------------------------------------------------------------------------------


def test_a_commitment_is_named_described_and_placed(posts: Posts, english: Language) -> None:
    office = posts.office
    with making(office) as make:
        project = make.project()
        result = make.result(project)
        assignment = make.unit.get(Assignment, posts.assignment)
        assignment.project_id, assignment.result_id = project.id, result.id
        extra = Staff(make).deployment(assignment, ("initial", MAR, date(2019, 3, 31), False), reference="D-3")
        Staff(make).share(extra, make.unit.get(Grant, posts.other), "100", MAR)
        third, placed = extra.id, (project.id, result.id)
    signed = posts.sign(posts.one, posts.two, third)
    assert english.text(signed.message) == "Signed 3 contracts of D-1, D-2, and D-3."
    posts.extend(posts.one, ends_on=date(2019, 7, 31), on=date(2019, 6, 3))
    told = [
        (entry.reference, entry.description, f"{entry.amount:.2f}", entry.line_id, entry.category)
        for entry in posts.entries()
    ]
    line_category = told[0][4]
    assert told == [
        ("FA-NER-01", "Legal aid × 2, 2019-01-01/2019-06-30", "38200.00", posts.line, line_category),
        ("FA-NER-01 2", "Legal aid × 1, 2019-03-01/2019-03-31", "3600.00", None, 1),
        ("FA-NER-01 3", "Legal aid × 1, 2019-07-01/2019-07-31", "3100.00", posts.line, line_category),
    ]
    assert {(entry.project_id, entry.result_id) for entry in posts.entries()} == {placed}
    assert [entry.grant_id for entry in posts.entries()] == [posts.grant, posts.other, posts.grant]
    assert {entry.kind for entry in posts.entries()} == {"commitment"}
    assert posts.held(third) == [(3, "3600.00")]


def test_an_invoice_that_was_reversed_gives_its_months_back_to_an_early_end(posts: Posts) -> None:
    office = posts.office
    posts.sign(posts.one)
    commitment = posts.entries()[0].id
    invoice = post_entry(
        office,
        values={
            "entry_on": date(2019, 6, 5),
            "reference": "INV-1",
            "description": "Invoice",
            "kind": "expenditure",
            "grant": posts.grant,
            "commitment": commitment,
            "original_currency": "USD",
            "original_amount": Decimal("3100.00"),
        },
    ).record_id
    matching.match(office, entry_id=invoice, parts=[(posts.one, date(2019, 5, 1), Decimal("3100.00"))])
    on = date(2019, 4, 30)
    trial = signing.try_end_early(office, deployment_ids=[posts.one], on=on)
    assert [finding.code for finding in trial.findings] == ["invoiced_already"]
    assert [f"{effect.amount.amount:f}" for effect in trial.effects] == ["-3100.00"]  # June without the exit
    reverse(office, entry_id=invoice, on=date(2019, 6, 28))
    trial = signing.try_end_early(office, deployment_ids=[posts.one], on=on)
    assert [finding.code for finding in trial.findings] == []
    assert [f"{effect.amount.amount:f}" for effect in trial.effects] == ["-6200.00"]
    posts.end(posts.one, on=on)
    assert posts.held(posts.one) == [*LIFE[:3], (4, "3200.00")]
    assert sum(row.figures.actual.amount for row in costing(office, deployment_id=posts.one).rows) == 0


def test_an_end_before_an_extension_begins_takes_back_all_of_it(posts: Posts) -> None:
    """The extension moved the exit allowance from June to July, so that it is less than the months it is for."""
    office = posts.office
    posts.sign(posts.one)
    posts.extend(posts.one, ends_on=date(2019, 7, 31))
    on = date(2019, 6, 15)
    trial = signing.try_end_early(office, deployment_ids=[posts.one], on=on)
    assert [finding.code for finding in trial.findings] == []
    assert [f"{effect.amount.amount:f}" for effect in trial.effects] == ["-4650.00"]
    signing.end_early(office, deployment_ids=[posts.one], on=on)
    assert posts.held(posts.one) == [*LIFE[:5], (6, "1650.00")]
    initial, extension = (entry.id for entry in posts.entries()[:2])
    assert {entry.commitment_id: f"{entry.amount:.2f}" for entry in posts.entries()[2:]} == {
        extension: "-3100.00",
        initial: "-1550.00",
    }


def test_a_line_that_a_revision_renamed_is_told_by_its_new_code_and_counts_what_was_committed(posts: Posts) -> None:
    office = posts.office
    posts.sign(posts.one)
    with making(office) as make:
        old = make.unit.get(BudgetLine, posts.line)
        make.unit.get(Budget, old.budget_id).status = "superseded"
        revision = make.budget(make.unit.get(Grant, posts.grant), revision=1)
        new = make.line(revision, "2.4", "22000.00", category=1, origin_id=old.id).id
    trial = signing.try_sign(office, contract_ids=posts.contracts(posts.two), on=SIGNED)
    (effect,) = trial.effects
    assert (effect.line, effect.line_id) == ("2.4", posts.line)
    assert effect.line_left_before == Money(Decimal("2900.00"), "USD")  # 22,000.00 less 19,100.00 of D-1
    assert [finding.code for finding in trial.findings] == ["line_lacks_money"]
    shares = [Share(posts.grant, Decimal(100), new)]
    signing.share(office, deployment_ids=[posts.one], shares=shares, starts_on=date(2019, 4, 1), accept_warnings=True)
    assert posts.held(posts.one) == LIFE  # the same line under another name: nothing moved
    assert len(posts.entries()) == 1
    assert {row.key.line_id for row in costing(office, deployment_id=posts.one).rows} == {posts.line}
