"""What a trial tells is what keeping it brings, to the cent; and a hand that cancels in between is not forgotten."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.allocation import Share
from desktop.domain.period import Period
from desktop.language import UserError
from desktop.services import history
from desktop.services.commitments import cancel_commitment
from desktop.services.deployments import signing
from desktop.services.deployments.costing import costing
from desktop.services.deployments.whatif import (
    AddPosts,
    Change,
    EndEarly,
    Extend,
    Move,
    Replan,
    WhatIf,
    keep_changes,
    try_changes,
)
from desktop.services.offices import Office
from desktop.storage.models import Grant
from tests.helpers.posted import LIFE, Posts, make_posts
from tests.helpers.records import making
from tests.helpers.staffing import Staff

NOVEMBER, JANUARY = date(2019, 11, 1), date(2020, 1, 31)
WHOLE = Decimal(100)


@pytest.fixture
def posts(office: Office) -> Posts:
    """Beside D-1 and D-2, D-8 is signed and D-9 planned from November to January 2020."""
    made = make_posts(office)
    with making(office) as make:
        staff = Staff(make)
        grant = make.unit.get(Grant, made.grant)
        assignment = staff.assignment(reference="NER-02", posts=4, station_id=made.niamey)
        for name in ("D-8", "D-9"):
            one = staff.deployment(
                assignment,
                ("initial", NOVEMBER, JANUARY, False),
                reference=name,
                volunteer_id=staff.volunteer(reference=f"V {name}").id,
            )
            staff.share(one, grant, "100", NOVEMBER, line_id=made.line)
            made.ids[name] = one.id
        made.ids["assignment"] = assignment.id
    made.sign(made.ids["D-8"])
    return made


def _left(trial: WhatIf) -> dict[str, tuple[str, str]]:
    """What each grant has left without the changes and with them."""
    return {
        grant.reference: (f"{grant.available_before.amount:.2f}", f"{grant.available_after.amount:.2f}")
        for grant in trial.grants
    }


def test_what_a_trial_leaves_of_a_grant_is_left_once_it_is_kept(posts: Posts) -> None:
    office, ids = posts.office, posts.ids
    probe = Extend((ids["D-8"], ids["D-9"]), ends_on=date(2020, 2, 29))
    to_other = (Share(posts.other, Decimal(25)), Share(posts.grant, Decimal(75), posts.line))
    # Each of D-8 and D-9: 400 on entry, 3,100 a month for three months, 100 at the end
    left = Decimal(100_000) - 2 * Decimal(9_800)
    assert _left(try_changes(office, [probe])) == {"US-1": (f"{left:.2f}", f"{left - 6_200:.2f}")}
    steps: list[tuple[Change, dict[str, str]]] = [
        (Move((ids["D-8"],), to_other, date(2020, 1, 16)), {"US-1": "80825.00", "US-2": "99575.00"}),
        (Replan((ids["D-9"],), date(2019, 11, 15)), {"US-1": "88575.00"}),
        (EndEarly((ids["D-8"],), date(2019, 12, 31)), {"US-1": "91250.00", "US-2": "100000.00"}),
    ]
    for change, expected in steps:
        told = {name: after for name, (_before, after) in _left(try_changes(office, [change])).items()}
        assert told == expected, change
        keep_changes(office, [change])
        again = _left(try_changes(office, [Replan((ids["D-9"],), date(2019, 11, 14))]))
        assert again["US-1"][0] == expected["US-1"], change
    held = {row.key.month: row.figures.committed.amount for row in costing(office, deployment_id=ids["D-8"]).rows}
    assert held[date(2019, 12, 1)] == 3_200
    assert sum(held.values()) == 6_700


def test_changes_of_one_trial_follow_each_other_in_their_order(posts: Posts) -> None:
    office, ids = posts.office, posts.ids
    shares = (Share(posts.other, WHOLE),)
    changes: list[Change] = [
        AddPosts(ids["assignment"], 1, Period.of_days(NOVEMBER, date(2019, 11, 30)), shares),
        Extend((-1,), months=3),
        Replan((-1,), date(2020, 2, 15)),
        Replan((ids["D-9"],), NOVEMBER),
    ]
    trial = try_changes(office, changes)
    (grant,) = (each for each in trial.grants if each.reference == "US-2")
    assert [(month.month.month, f"{month.after.amount:.2f}") for month in grant.months] == [
        (11, "3500.00"),
        (12, "3100.00"),
        (1, "3100.00"),
        (2, "1703.45"),  # 15 of 29 days, and what falls due at the end
    ]
    assert {one.reference: one.ends_on for one in trial.deployments if one.id > 0} == {"D-9": None}
    assert [f"{month.unfunded.amount:.2f}" for month in grant.months] == ["0.00", "0.00", "3100.00", "1703.45"]
    outcome = keep_changes(office, changes)
    assert try_changes(office, [Replan((ids["D-9"],), date(2019, 11, 2))]).deployments[0].contracts[0].period.days == 2
    refused = try_changes(office, [Replan((ids["D-9"],), date(2019, 10, 31)), Replan((ids["D-8"],), NOVEMBER)])
    assert [str(finding.sentence) for finding in refused.findings] == [
        "The contract begins on 2019-11-01.",
        "Its last contract is signed.",
    ]
    assert refused.deployments == ()
    history.undo_entry(office, entry_id=outcome.entry_id or 0)
    back = try_changes(office, [Replan((ids["D-9"],), date(2019, 11, 2))])
    assert _left(back)["US-1"][0] == "80400.00"


def test_months_are_extended_to_the_end_of_a_leap_february(posts: Posts) -> None:
    office, ids = posts.office, posts.ids
    signing.extend(office, deployment_ids=[ids["D-8"]], months=1, accept_warnings=True)
    assert posts.chain(ids["D-8"])[-1] == ("extension", "01.02-29.02", "Niamey", False)
    signing.extend(office, deployment_ids=[ids["D-8"]], months=12, accept_warnings=True)
    assert posts.chain(ids["D-8"])[-1] == ("extension", "01.03-28.02", "Niamey", False)
    for nothing in (0, -1):
        with pytest.raises(UserError):
            signing.extend(office, deployment_ids=[ids["D-8"]], months=nothing)


def test_what_was_cancelled_by_hand_is_not_cancelled_again(posts: Posts) -> None:
    """The office cancelled the last 3,200 of D-1 itself; its early end in April takes back May alone."""
    office = posts.office
    posts.sign(posts.one)
    commitment = posts.entries()[-1].id
    cancel_commitment(office, commitment_id=commitment, on=date(2019, 5, 2), amount=Decimal("3200.00"))
    assert posts.held(posts.one) == LIFE[:5]
    on = date(2019, 4, 30)
    trial = signing.try_end_early(office, deployment_ids=[posts.one], on=on)
    assert [f"{effect.amount.amount:.2f}" for effect in trial.effects] == ["-3000.00"]  # May, less the exit in April
    posts.end(posts.one, on=on)
    assert posts.held(posts.one) == [*LIFE[:3], (4, "3200.00")]
    assert sum(entry.amount for entry in posts.entries() if commitment in {entry.id, entry.commitment_id}) == 12_900
    assert [entry.entry_on for entry in posts.entries()][-2:] == [date(2019, 5, 2), office.today]
