"""What if: trials move burn, runway and budget lines at once, and are kept as one step or dropped."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.allocation import Share
from desktop.domain.period import Period
from desktop.language import Language, UserError
from desktop.services import history
from desktop.services.deployments.acting import RefusedError
from desktop.services.deployments.costing import costing
from desktop.services.deployments.signing import sign
from desktop.services.deployments.whatif import (
    AddPosts,
    Change,
    EndEarly,
    Extend,
    Move,
    WhatIf,
    keep_changes,
    try_changes,
)
from desktop.services.grant_page import grant_page
from desktop.services.offices import Office
from desktop.storage.staffing import deployments
from tests.helpers.records import making
from tests.helpers.staffing import Staff

OCTOBER, NOVEMBER, DECEMBER = date(2019, 10, 1), date(2019, 11, 1), date(2019, 12, 1)
END = date(2019, 12, 31)
WHOLE = Decimal(100)

Ids = dict[str, int]


@pytest.fixture
def ids(office: Office) -> Ids:
    """Two grants of 2019, seen on 21 October: one pays a deployment that is signed to the end of November, on a line
    that has 2,000 left then; a second deployment is planned on the other grant, and both have 5,000 in cash.
    """
    with making(office) as make:
        staff = Staff(make)
        one, two = make.grant(reference="GR-1"), make.grant(reference="GR-2")
        line = make.line(make.budget(one, status="approved"), "1.1", "5000.00")
        for grant in (one, two):
            make.entry(grant, "5000.00", kind="receipt")
        staff.rate("living", "1000.00")
        assignment = staff.assignment(reference="A-1", posts=4)
        signed = staff.deployment(assignment, ("initial", date(2019, 9, 1), date(2019, 11, 30), False), reference="D-1")
        planned = staff.deployment(assignment, ("initial", DECEMBER, END, False), reference="D-2")
        staff.share(signed, one, "100", date(2019, 9, 1), line_id=line.id)
        staff.share(planned, two, "100", DECEMBER)
        found = {"one": one.id, "two": two.id, "line": line.id, "signed": signed.id, "planned": planned.id}
        found["assignment"] = assignment.id
    with office.read() as session:
        (known,) = deployments(session, ids=[found["signed"]])
    sign(office, contract_ids=[known.contracts[0].id], on=date(2019, 9, 1), accept_warnings=True)
    return found


def _grants(trial: WhatIf) -> dict[str, tuple[str, str]]:
    return {
        grant.reference: (str(grant.available_before.amount), str(grant.available_after.amount))
        for grant in trial.grants
    }


def _months(trial: WhatIf, reference: str) -> list[tuple[int, str, str]]:
    (grant,) = (grant for grant in trial.grants if grant.reference == reference)
    return [(each.month.month, f"{each.before.amount:f}", f"{each.after.amount:f}") for each in grant.months]


def test_nothing_tried_changes_nothing(office: Office, ids: Ids) -> None:
    assert try_changes(office, []) == WhatIf()
    with pytest.raises(UserError, match="Nothing is tried"):
        keep_changes(office, [])
    assert ids


def test_an_extension_shows_in_burn_runway_and_line_before_anything_is_kept(office: Office, ids: Ids) -> None:
    trial = try_changes(office, [Extend((ids["signed"],), months=1)])

    assert _grants(trial) == {"GR-1": ("97000.00", "96000.00")}
    assert _months(trial, "GR-1") == [(10, "1000.00", "1000.00"), (11, "1000.00", "1000.00"), (12, "0.00", "1000.00")]
    (grant,) = trial.grants
    assert [(line.code, str(line.before.amount), str(line.after.amount)) for line in grant.lines] == [
        ("1.1", "2000.00", "1000.00")
    ]
    assert grant.forecast_before is not None
    assert grant.forecast_before == grant_page(office, ids["one"]).forecasts[-1]
    assert not trial.refused
    assert [one.reference for one in trial.deployments] == ["D-1"]


def test_posts_beyond_the_budget_and_the_end_of_the_grant_are_told(office: Office, ids: Ids) -> None:
    days = Period.of_days(DECEMBER, date(2020, 1, 31))
    more = AddPosts(ids["assignment"], 2, days, (Share(ids["one"], WHOLE, ids["line"]),))

    trial = try_changes(office, [more])

    assert _months(trial, "GR-1")[2:] == [(12, "0.00", "2000.00"), (1, "0.00", "2000.00")]
    assert [str(month.unfunded.amount) for month in trial.grants[0].months] == ["0.00", "0.00", "0.00", "2000.00"]
    assert sorted({finding.code for finding in trial.findings}) == ["contract_outlives_grant", "line_lacks_money"]
    assert not trial.refused


def test_moving_a_signed_deployment_frees_one_grant_and_burdens_the_other(
    office: Office, ids: Ids, english: Language
) -> None:
    move = Move((ids["signed"],), (Share(ids["two"], WHOLE),), NOVEMBER)

    trial = try_changes(office, [move])

    assert _grants(trial) == {"GR-1": ("97000.00", "98000.00"), "GR-2": ("99000.00", "98000.00")}
    outcome = keep_changes(office, [move])
    assert english.text(outcome.message) == "Kept what was tried: 1 deployment paid otherwise from 1 Nov 2019."
    assert _grants(try_changes(office, [Extend((ids["signed"],), months=1)]))["GR-1"][0] == "98000.00"
    rows = costing(office, deployment_id=ids["signed"]).rows
    assert all(row.figures.committed == row.figures.pro_forma for row in rows)


def test_what_cannot_be_done_is_left_out_and_told(office: Office, ids: Ids) -> None:
    impossible: list[Change] = [
        Extend((ids["signed"], ids["planned"]), ends_on=date(2019, 11, 30)),
        EndEarly((ids["planned"],), DECEMBER),
        Move((ids["signed"],), (Share(ids["one"], Decimal(60)),), NOVEMBER),
        Move((987,), (Share(ids["one"], WHOLE),), NOVEMBER),
        AddPosts(ids["assignment"], 9, Period(NOVEMBER, DECEMBER)),
        AddPosts(ids["assignment"], 1, Period(NOVEMBER, DECEMBER), (Share(ids["one"], Decimal(60)),)),
        AddPosts(987, 1, Period(NOVEMBER, DECEMBER)),
    ]

    trial = try_changes(office, impossible)

    assert trial.refused
    assert not trial.deployments
    assert len(trial.findings) >= len(impossible)
    with pytest.raises(RefusedError):
        keep_changes(office, impossible)
    with office.read() as session:
        assert len(deployments(session)) == 2


def test_a_trial_is_kept_as_one_step_and_undone_as_one(office: Office, ids: Ids) -> None:
    changes: list[Change] = [
        AddPosts(ids["assignment"], 2, Period(NOVEMBER, DECEMBER), (Share(ids["two"], WHOLE),)),
        Extend((-2, ids["signed"]), ends_on=END),
        Extend((-2,), ends_on=date(2019, 12, 1)),
        EndEarly((ids["signed"],), date(2019, 11, 15)),
    ]
    trial = try_changes(office, changes)
    assert [str(finding.sentence) for finding in trial.findings if finding.severity > 2] == [
        "It lasts until 2019-12-31 already."
    ]
    changes.pop(2)

    outcome = keep_changes(office, changes)

    with office.read() as session:
        kept = {one.reference: one for one in deployments(session)}
    assert sorted(kept) == ["D-003", "D-004", "D-1", "D-2"]
    assert [len(kept[name].contracts) for name in ("D-003", "D-004", "D-1")] == [1, 2, 1]
    assert kept["D-1"].ends_on == date(2019, 11, 15)
    assert {one.assignment_id for one in kept.values()} == {ids["assignment"]}
    committed = sum(row.figures.committed.amount for row in costing(office, deployment_id=ids["signed"]).rows)
    assert committed == Decimal(2500)
    assert outcome.entry_id is not None
    history.undo_entry(office, entry_id=outcome.entry_id)
    with office.read() as session:
        assert [one.reference for one in deployments(session)] == ["D-1", "D-2"]
    assert sum(row.figures.committed.amount for row in costing(office).rows) == Decimal(3000)


def test_only_posts_are_kept_without_anything_else(office: Office, ids: Ids, english: Language) -> None:
    outcome = keep_changes(office, [AddPosts(ids["assignment"], 1, Period(NOVEMBER, DECEMBER))])

    assert english.text(outcome.message) == "Kept what was tried: 1 post of A-1 planned."
    assert outcome.record_id > ids["planned"]
