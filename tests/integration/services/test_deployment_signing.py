"""Signing commits what contracts cost to the cent; extending, moving and ending follow; each is one step to undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from desktop.domain.allocation import Share
from desktop.domain.money import Money
from desktop.language import Language, UserError, say
from desktop.registers.query import Cell
from desktop.services import history
from desktop.services.commitments import cancel_commitment
from desktop.services.deployments import matching, planning, signing
from desktop.services.deployments.costing import costing
from desktop.services.deployments.signing import RefusedError, Trial
from desktop.services.ledger import post_entry, reverse
from desktop.services.offices import Office, Outcome
from desktop.services.records import InvalidRecordError
from desktop.storage.deployment_rows import shares_of
from desktop.storage.models import (
    Assignment,
    BudgetLine,
    Deployment,
    DeploymentCost,
    EntitlementRate,
    Grant,
    LedgerEntry,
)
from tests.helpers.programme import JAN, JUN, SIGNED, TODAY, Programme, make_programme
from tests.helpers.records import making
from tests.helpers.staffing import Staff


@pytest.fixture
def programme(office: Office) -> Programme:
    return make_programme(office)


def _codes(trial: Trial | RefusedError) -> set[str]:
    return {finding.code for finding in trial.findings}


def test_a_life_is_committed_to_the_cent_and_undone_step_by_step(programme: Programme) -> None:
    office, stack = programme.office, history.UndoStack()
    both = programme.plan()
    steps: list[Callable[[], Outcome]] = [
        lambda: signing.sign(office, contract_ids=programme.contracts(both), on=SIGNED, accept_warnings=True),
        lambda: signing.extend(office, deployment_ids=both, months=3, sign_on=date(2019, 6, 3), accept_warnings=True),
        lambda: signing.reassign(
            office, deployment_id=both[0], station_id=programme.ids["Zinder"], on=date(2019, 8, 12)
        ),
        lambda: signing.share(
            office,
            deployment_ids=both[:1],
            shares=[Share(programme.ids["usd"], Decimal(100), programme.ids["line"])],
            starts_on=date(2019, 9, 1),
        ),
        lambda: signing.end_early(office, deployment_ids=both[1:], on=date(2019, 7, 19), reason="resignation"),
    ]
    seen = [(programme.committed(), programme.committed("xof"))]
    for step in steps:
        stack.note(step())
        programme.require_true()
        seen.append((programme.committed(), programme.committed("xof")))
    assert len(set(seen)) == len(seen)
    for before in reversed(seen[:-1]):
        stack.undo(office)
        assert (programme.committed(), programme.committed("xof")) == before
        programme.require_true()
    for after in seen[1:]:
        stack.redo(office)
        assert (programme.committed(), programme.committed("xof")) == after
    programme.require_true()


def test_what_is_refused_says_what_to_do_and_keeps_nothing(programme: Programme) -> None:
    office = programme.office
    both = programme.plan()
    first, second = programme.contracts(both)
    with making(office) as make:
        make.lock(month=date(2019, 2, 1))
        Staff(make).deployment(make.unit.get(Assignment, programme.ids["assignment"]), reference="D-900")

    def codes(on: date = SIGNED) -> set[str]:
        before = programme.committed()
        with pytest.raises(RefusedError) as refused:
            signing.sign(office, contract_ids=[first, second], on=on, accept_warnings=True)
        assert programme.committed() == before
        assert all(str(finding.fix) for finding in refused.value.findings)
        trial = signing.try_sign(office, contract_ids=[first, second], on=on)
        assert set(refused.value.findings) == set(trial.findings)
        return _codes(refused.value)

    assert "deployment_month_closed" in codes(on=date(2019, 2, 11))
    assert codes(on=date(2019, 12, 1)) == {"not_signed"}
    with making(office) as make:
        make.unit.get(Grant, programme.ids["xof"]).closed_on = date(2019, 3, 31)
    assert "deployment_grant_closed" in codes()
    with making(office) as make:
        make.unit.get(Grant, programme.ids["xof"]).closed_on = None
        for share in shares_of(make.unit.session, both[0])[:1]:
            make.unit.remove(share)
    assert codes() == {"deployment_share_missing"}
    with making(office) as make:
        for rate in make.unit.session.scalars(select(EntitlementRate)):
            make.unit.remove(rate)
    assert codes() == {"deployment_rate_missing"}


def test_acts_out_of_place_are_refused(programme: Programme) -> None:
    office = programme.office
    both = programme.plan()
    ids = both[:1]

    def refused(act: Callable[[], object]) -> str:
        with pytest.raises(RefusedError) as told:
            act()
        return str(told.value.title)

    def end(on: date, reason: str = "early") -> str:
        return refused(lambda: signing.end_early(office, deployment_ids=ids, on=on, reason=reason))

    def extend(**values: Any) -> str:
        return refused(lambda: signing.extend(office, deployment_ids=ids, **values))

    def move(place: str, on: date) -> str:
        return refused(lambda: signing.reassign(office, deployment_id=ids[0], station_id=programme.ids[place], on=on))

    assert end(date(2019, 3, 31)) == "D-001 has no signed contract."
    assert extend(ends_on=JUN) == "D-001 lasts until 2019-06-30 already."
    assert extend(months=2, sign_on=SIGNED) == "D-001 has a contract from 2019-01-01 that is not signed."
    programme.sign(both)
    again = programme.contracts(both) or [1]
    assert refused(lambda: signing.sign(office, contract_ids=again, on=SIGNED)).endswith("is signed already.")
    assert end(date(2018, 12, 31)) == "D-001 starts on 2019-01-01."
    assert end(JUN) == "D-001 ends on 2019-06-30 anyway."
    assert end(date(2019, 3, 31), "boredom") == "No reason of the end is chosen."
    assert move("Niamey", date(2019, 3, 1)) == "D-001 is served in Niamey already."
    assert move("Zinder", JAN) == "On 2019-01-01 no contract of D-001 goes on."
    halves = [Share(programme.ids["usd"], Decimal(50))]
    told = refused(lambda: signing.share(office, deployment_ids=ids, shares=halves, starts_on=JAN))
    assert told == "The shares sum to 50 per cent; 50 are missing."
    signing.end_early(office, deployment_ids=ids, on=date(2019, 3, 31), reason="resignation")
    assert end(date(2019, 2, 1)) == "D-001 ended on 2019-03-31."
    assert extend(months=1) == "D-001 ended on 2019-03-31."
    with pytest.raises(UserError):
        signing.extend(office, deployment_ids=[9_999], months=1)
    with pytest.raises(UserError):
        signing.try_reassign(office, deployment_id=both[1], station_id=9_999, on=date(2019, 2, 1))


def test_warnings_want_a_yes(programme: Programme) -> None:
    office = programme.office
    both = programme.plan(ends_on=date(2020, 1, 31))
    with making(office) as make:
        make.unit.get(Grant, programme.ids["usd"]).amount = Decimal("10000.00")
        make.unit.get(Deployment, both[1]).volunteer_id = None
        make.unit.get(BudgetLine, programme.ids["line"]).amount = Decimal("9000.00")
    trial = signing.try_sign(office, contract_ids=programme.contracts(both), on=SIGNED)
    assert _codes(trial) == {"contract_outlives_grant", "line_lacks_money", "grant_lacks_money", "nobody_serves"}
    effect = trial.effects[0]
    assert effect.available_after == effect.available_before - effect.amount
    assert effect.line_left_after == Money(Decimal("9000.00"), "USD") - effect.amount
    with pytest.raises(RefusedError):
        signing.sign(office, contract_ids=programme.contracts(both), on=SIGNED)
    programme.sign(both)
    assert programme.committed() == effect.amount.amount
    outlives = next(finding for finding in trial.findings if finding.code == "contract_outlives_grant")
    month = programme.month_of(both[0], date(2020, 1, 1))
    assert f"by 31 days: {month}" in str(outlives.sentence)


def test_what_was_invoiced_is_not_cancelled(programme: Programme, english: Language) -> None:
    """An invoice took the months up to May; the deployment ended in March."""
    office = programme.office
    both = programme.plan()
    programme.sign(both)
    with office.read() as session:
        commitment = session.scalars(select(LedgerEntry).where(LedgerEntry.grant_id == programme.ids["usd"])).one()
        parts = select(func.sum(DeploymentCost.amount)).where(
            DeploymentCost.entry_id == commitment.id, DeploymentCost.month < date(2019, 6, 1)
        )
        until_may = session.scalar(parts)
    values: dict[str, Cell] = {
        "entry_on": date(2019, 6, 5),
        "reference": "INV-1",
        "description": "Invoice",
        "kind": "expenditure",
        "grant": programme.ids["usd"],
        "commitment": commitment.id,
        "original_currency": "USD",
        "original_amount": until_may,
    }
    post_entry(office, values=values)
    trial = signing.try_end_early(office, deployment_ids=both, on=date(2019, 3, 31), reason="early")
    assert _codes(trial) == {"invoiced_already"}
    signing.end_early(office, deployment_ids=both, on=date(2019, 3, 31), reason="early", accept_warnings=True)
    assert programme.committed() == Decimal("129.58")  # the exit allowances of March are still to be paid
    assert "for April 2019 and May 2019 was invoiced" in english.text(trial.findings[0].sentence)


def test_an_early_end_leaves_the_months_that_were_matched_even_where_others_leave_room(programme: Programme) -> None:
    office, both = programme.office, programme.plan()
    programme.sign(both)
    with office.read() as session:
        commitment = session.scalars(select(LedgerEntry).where(LedgerEntry.grant_id == programme.ids["usd"])).one().id
    parts = [
        (each, month, programme.month_of(each, month).amount)
        for each in both
        for month in (JAN, date(2019, 2, 1), date(2019, 3, 1))
    ]
    values: dict[str, Cell] = {
        "entry_on": date(2019, 3, 29),
        "reference": "INV-1",
        "description": "Invoice",
        "kind": "expenditure",
        "grant": programme.ids["usd"],
        "commitment": commitment,
        "original_currency": "USD",
        "original_amount": sum(amount for _each, _month, amount in parts),
    }
    invoice = post_entry(office, values=values).record_id
    matching.match(office, entry_id=invoice, parts=parts)
    on = date(2019, 2, 28)
    assert _codes(signing.try_end_early(office, deployment_ids=both[:1], on=on)) == {"invoiced_already"}
    signing.end_early(office, deployment_ids=both[:1], on=on, accept_warnings=True)
    rows = costing(office, deployment_id=both[0], grant_id=programme.ids["usd"]).rows
    march = next(row.figures for row in rows if row.key.month == date(2019, 3, 1))
    assert march.committed == march.actual == Money(Decimal("800.00"), "USD")
    exit_of_both = Decimal("64.79") * 2  # one falls due in February, the other in June
    assert programme.committed() == Decimal("800.00") * 3 + exit_of_both


def test_an_early_end_keeps_what_is_still_due_in_its_month_when_rates_rose_after_signing(programme: Programme) -> None:
    office, both = programme.office, programme.plan()
    programme.sign(both)
    with making(office) as make:
        make.rate("XOF", "600", date(2019, 4, 1))
        Staff(make).rate("living", "1500", starts_on=date(2019, 5, 16))
    signing.end_early(office, deployment_ids=both[:1], on=date(2019, 5, 20), accept_warnings=True)
    rows = costing(office, deployment_id=both[0]).rows
    may = [row for row in rows if row.key.month == date(2019, 5, 1)]
    assert [row.figures.committed for row in may] == [row.figures.pro_forma for row in may]
    assert [row.why for row in may] == [(say("Not invoiced yet."),)] * 2
    assert not [row for row in rows if row.key.month > date(2019, 5, 1)]


def test_cancelling_and_reversing_by_hand_gives_parts_back(programme: Programme) -> None:
    office = programme.office
    both = programme.plan()
    programme.sign(both)
    with office.read() as session:
        usd, xof = session.scalars(select(LedgerEntry.id).order_by(LedgerEntry.grant_id)).all()
    cancel_commitment(office, commitment_id=usd, on=TODAY, amount=Decimal("100.00"))
    reverse(office, entry_id=xof, on=TODAY)
    with office.read() as session:
        entries = session.execute(select(LedgerEntry.id, LedgerEntry.amount)).all()
        parts = session.execute(
            select(DeploymentCost.entry_id, func.sum(DeploymentCost.amount)).group_by(DeploymentCost.entry_id)
        ).all()
    assert sorted(map(tuple, entries)) == sorted(map(tuple, parts))
    assert programme.committed("xof") == 0


def test_what_others_were_signed_on_is_not_undone(programme: Programme) -> None:
    office = programme.office
    both = programme.plan()
    signed = signing.sign(office, contract_ids=programme.contracts(both), on=SIGNED, accept_warnings=True)
    signing.extend(office, deployment_ids=both, months=3, sign_on=date(2019, 6, 3), accept_warnings=True)
    with pytest.raises(UserError) as told:
        history.undo_entry(office, entry_id=signed.entry_id or 0)
    assert str(told.value.title) == "Something changed here since."


def test_posts_are_planned_as_many_as_there_are(programme: Programme) -> None:
    def refused(**values: Any) -> dict[str, str]:
        plain: dict[str, Any] = {"assignment_id": programme.ids["assignment"], "starts_on": JAN, "ends_on": JUN}
        with pytest.raises(InvalidRecordError) as told:
            planning.plan_posts(programme.office, **plain | values)
        return {key: str(problem) for key, problem in told.value.fields.items()}

    assert "count" in refused(count=4)
    assert "count" in refused()
    assert "ends_on" in refused(count=1, ends_on=SIGNED)
    assert "shares" in refused(count=1, shares=[Share(programme.ids["usd"], Decimal(50))])
    assert "shares" in refused(count=1, shares=[Share(programme.ids["xof"], Decimal(100), programme.ids["line"])])
    programme.plan(1)
    told = refused(volunteer_ids=[programme.ids["V-1"]])
    assert told["starts_on"].startswith("V-1: The volunteer serves in D-001")
    planned = planning.plan_posts(
        programme.office, assignment_id=programme.ids["assignment"], starts_on=JAN, ends_on=JUN, count=2
    )
    assert str(planned.message) == "Planned 2 deployments of NER-01: D-002 to D-003."
