"""Random lives of deployments: whatever is planned, signed, extended, moved, ended and matched, the books agree."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.allocation import Share
from desktop.language import UserError
from desktop.services.deployments import matching, signing
from desktop.services.history import UndoStack
from desktop.services.ledger import post_entry
from desktop.services.offices import Outcome, find_office
from tests.helpers.clock import Clock
from tests.helpers.engines import ENGINES, Engines
from tests.helpers.programme import JAN, SIGNED, Programme, make_programme
from tests.helpers.records import making
from tests.helpers.staffing import Staff

_COUNT = itertools.count()
_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["plan", "sign", "extend", "extend", "move", "end", "share", "match", "undo"]),
        st.integers(0, 1),
        st.integers(0, 330),
        st.integers(1, 99),
    ),
    min_size=4,
    max_size=9,
)


def _odd_rates(programme: Programme) -> None:
    """Rates that change within a month, one in francs, and another exchange rate each quarter."""
    with making(programme.office) as make:
        staff = Staff(make)
        staff.rate("living", "1300.01", starts_on=date(2019, 4, 17))
        staff.rate("insurance", "10001", currency="XOF")
        for month, units in ((2, "580.11"), (5, "591.003"), (8, "586.77")):
            make.rate("XOF", units, date(2019, month, 1))


def _acts(programme: Programme, both: list[int]) -> dict[str, Callable[[int, int, int], Outcome]]:
    """What can be done with a deployment, some days into the year, with some per cent."""
    office, ids = programme.office, programme.ids

    def sign(which: int, days: int, _percent: int) -> Outcome:
        return signing.sign(
            office, contract_ids=programme.contracts([both[which]]), on=SIGNED + timedelta(days), accept_warnings=True
        )

    def plan(which: int, days: int, _percent: int) -> Outcome:
        until = date(2019, 7, 15) + timedelta(days)
        return signing.extend(office, deployment_ids=[both[which]], ends_on=until, accept_warnings=True)

    def extend(which: int, days: int, percent: int) -> Outcome:
        on = SIGNED + timedelta(days)
        chosen = both if percent > 50 else [both[which]]
        return signing.extend(office, deployment_ids=chosen, months=1 + days % 5, sign_on=on, accept_warnings=True)

    def move(which: int, days: int, percent: int) -> Outcome:
        place = ids["Zinder" if percent > 40 else "Niamey"]
        day = JAN + timedelta(days)
        return signing.reassign(office, deployment_id=both[which], station_id=place, on=day, accept_warnings=True)

    def end(which: int, days: int, _percent: int) -> Outcome:
        return signing.end_early(office, deployment_ids=[both[which]], on=JAN + timedelta(days), accept_warnings=True)

    def share(which: int, days: int, percent: int) -> Outcome:
        shares = [Share(ids["usd"], Decimal(percent), ids["line"]), Share(ids["xof"], Decimal(100 - percent))]
        day = JAN + timedelta(days)
        return signing.share(office, deployment_ids=[both[which]], shares=shares, starts_on=day, accept_warnings=True)

    def match(_which: int, days: int, percent: int) -> Outcome:
        entry = post_entry(
            office,
            values={
                "entry_on": date(2019, 9, 1),
                "reference": f"INV-{next(_COUNT)}",
                "description": "Invoice",
                "kind": "expenditure",
                "grant": ids["usd"],
                "line": ids["line"],
                "original_currency": "USD",
                "original_amount": Decimal(days * percent + 1) / 100,
            },
        ).record_id
        proposal = matching.propose(office, entry_id=entry, months=[JAN, date(2019, 2, 1)])
        parts = [(part.deployment_id, part.month, part.amount.amount) for part in proposal.parts]
        matched = matching.match(office, entry_id=entry, parts=parts)
        assert sum(amount for _deployment, _month, amount in parts) == proposal.amount.amount
        return matched

    return {"sign": sign, "plan": plan, "extend": extend, "move": move, "end": end, "share": share, "match": match}


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=_ACTS)
def test_the_books_agree_with_any_life(
    engine: str, engines: Engines, tmp_path: Path, lives: list[tuple[str, int, int, int]]
) -> None:
    folder = tmp_path / str(next(_COUNT))
    folder.mkdir()
    place = engines.office(engine, folder)
    office = find_office(place, actor="Test", clock=Clock())
    try:
        programme = make_programme(office)
        _odd_rates(programme)
        both = programme.plan()
        acts, stack = _acts(programme, both), UndoStack()
        stack.note(acts["sign"](0, 0, 0))
        for name, which, days, percent in lives:
            with suppress(UserError):
                if name == "undo":
                    stack.undo(office)
                else:
                    stack.note(acts[name](which, days, percent))
            programme.require_true()
    finally:
        office.close()
        engines.give_back(place)
