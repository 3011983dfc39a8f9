"""The borders of settling: what exactly is taken back of which commitment, and what stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.staffing.committing import Held, Key, Posting, Settlement, given_back, settle

JAN, FEB, MAR = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)
_MONTHS = {"jan": JAN, "feb": FEB, "mar": MAR}


def _of(deployment: int = 1, /, **months: str | int) -> dict[Key, Decimal]:
    """Amounts of a deployment by month: ``jan=10``."""
    return {(deployment, _MONTHS[name]): Decimal(amount) for name, amount in months.items()}


def _held(
    entry: int, parts: dict[Key, Decimal], *, room: int | None = None, paid: dict[Key, Decimal] | None = None
) -> Held:
    """A commitment that has room for all it holds, unless other is said."""
    return Held(entry, Decimal(sum(parts.values()) if room is None else room), parts, paid or {})


# --- what is open -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("has", "paid", "opened"),
    [("10", "4", "6"), ("10", "10", "0"), ("10", "12", "0"), ("10", "-3", "10"), ("-5", "0", "0")],
)
def test_what_is_open_of_a_month_is_what_is_not_paid_and_never_below_nothing(has: str, paid: str, opened: str) -> None:
    held = Held(1, Decimal(100), _of(jan=has), _of(jan=paid))

    assert held.open_of((1, JAN)) == Decimal(opened)
    assert held.open_of((1, FEB)) == held.open_of((2, JAN)) == 0


def test_a_posting_amounts_to_its_parts() -> None:
    assert Posting(None, _of(jan="10.10", feb="-0.05")).amount == Decimal("10.05")
    assert Posting(3, {}).amount == 0


# --- nothing, more, and even --------------------------------------------------------------------------------------


def test_no_difference_posts_nothing() -> None:
    commitments = [_held(7, _of(jan=10))]

    assert settle({}, commitments) == settle(_of(jan=0, feb=0), commitments) == Settlement()


def test_the_first_signing_is_one_commitment_of_all_deployments() -> None:
    both = {**_of(1, jan=10, feb=10), **_of(2, jan=5)}

    assert settle(both, []) == Settlement((Posting(None, both),))


def test_a_cent_more_as_a_whole_is_a_commitment_and_a_cent_less_a_cancellation() -> None:
    held = [_held(7, _of(jan=10, feb=10))]

    assert settle(_of(jan="-5.00", feb="5.01"), held).postings == (Posting(None, _of(jan="-5.00", feb="5.01")),)
    less = settle(_of(jan="-5.01", feb="5.00"), held)
    assert less.postings == (Posting(7, _of(jan="-5.01", feb="5.00")),)
    assert less.postings[0].amount == Decimal("-0.01")


def test_more_as_a_whole_cancels_nothing_even_where_a_month_was_paid() -> None:
    held = [_held(7, _of(jan=10), room=0)]

    assert settle(_of(jan=-5, feb=6), held) == Settlement((Posting(None, _of(jan=-5, feb=6)),))


# --- less ---------------------------------------------------------------------------------------------------------


def test_of_two_commitments_of_one_month_the_newer_gives_back_first() -> None:
    old, new = _held(7, _of(jan=10)), _held(8, _of(jan=4))

    assert settle(_of(jan=-3), [old, new]).postings == (Posting(8, _of(jan=-3)),)
    assert settle(_of(jan=-4), [old, new]).postings == (Posting(8, _of(jan=-4)),)
    assert settle(_of(jan=-5), [old, new]).postings == (Posting(8, _of(jan=-4)), Posting(7, _of(jan=-1)))


def test_what_the_newer_commitment_has_paid_already_is_not_asked_of_the_older() -> None:
    old, new = _held(7, _of(jan=10)), _held(8, _of(jan=4), paid=_of(jan=4))

    told = settle(_of(jan=-3), [old, new])

    assert told == Settlement((), _of(jan=3))


def test_what_is_partly_paid_gives_back_the_rest_and_says_the_paid_part() -> None:
    held = _held(7, _of(jan=10, feb=10), paid=_of(feb=6))

    told = settle(_of(jan=-10, feb=-10), [held])

    assert told.postings == (Posting(7, _of(jan=-10, feb=-4)),)
    assert told.invoiced == _of(feb=6)


def test_room_goes_to_the_last_months_first() -> None:
    held = _held(7, _of(jan=10, feb=10, mar=10), room=15)

    told = settle(_of(jan=-10, feb=-10, mar=-10), [held])

    assert told.postings == (Posting(7, _of(mar=-10, feb=-5)),)
    assert told.invoiced == _of(jan=10, feb=5)


def test_a_commitment_that_was_overspent_has_no_room_and_takes_none_of_another() -> None:
    overspent, good = _held(7, _of(jan=10), room=-40), _held(8, _of(feb=10))

    told = settle({**_of(jan=-10), **_of(feb=-10)}, [overspent, good])

    assert told == Settlement((Posting(8, _of(feb=-10)),), _of(jan=10))


def test_one_deployment_never_takes_back_what_is_held_for_another() -> None:
    held = _held(7, {**_of(1, jan=10), **_of(2, jan=10)})

    told = settle(_of(2, jan=-15), [held])

    assert told == Settlement((Posting(7, _of(2, jan=-10)),))


def test_the_room_of_a_commitment_is_shared_by_its_deployments() -> None:
    held = _held(7, {**_of(1, jan=10), **_of(2, jan=10)}, room=12)

    told = settle({**_of(1, jan=-10), **_of(2, jan=-10)}, [held])

    assert told.postings == (Posting(7, {**_of(2, jan=-10), **_of(1, jan=-2)}),)
    assert told.invoiced == _of(1, jan=8)


# --- less as a whole, more in a month -----------------------------------------------------------------------------


def test_what_is_more_lowers_the_newest_cancellation_that_gives_up_more() -> None:
    old, new = _held(7, _of(feb=20)), _held(8, _of(mar=5))

    told = settle(_of(jan=4, feb=-20, mar=-5), [old, new])
    beyond = settle(_of(jan=6, feb=-20, mar=-5), [old, new])

    assert told.postings == (Posting(8, _of(mar=-5, jan=4)), Posting(7, _of(feb=-20)))
    assert beyond.postings == (Posting(8, _of(mar=-5)), Posting(7, _of(feb=-20, jan=6)))


def test_each_month_that_is_more_finds_less_to_lower() -> None:
    held = _held(7, _of(mar=10))

    told = settle({**_of(1, jan=6, feb=3), **_of(1, mar=-10)}, [held])

    assert told.postings == (Posting(7, _of(mar=-10, jan=6, feb=3)),)
    assert told.postings[0].amount == -1


def test_what_cannot_be_cancelled_leaves_what_is_more_to_a_commitment() -> None:
    held = _held(7, _of(feb=10), room=0)

    told = settle(_of(jan=4, feb=-10), [held])

    assert told == Settlement((Posting(None, _of(jan=4)),), _of(feb=10))


_keys = st.tuples(st.integers(1, 2), st.sampled_from([JAN, FEB, MAR]))
_parts = st.dictionaries(_keys, st.integers(1, 60).map(Decimal), max_size=5)


@settings(max_examples=80)
@given(
    st.lists(st.tuples(_parts, st.integers(-5, 200), _parts), max_size=3),
    st.dictionaries(_keys, st.integers(-60, 60).map(Decimal)),
)
def test_no_commitment_gives_more_than_it_has_open(
    made: list[tuple[dict[Key, Decimal], int, dict[Key, Decimal]]], differences: dict[Key, Decimal]
) -> None:
    commitments = [Held(number, Decimal(room), parts, paid) for number, (parts, room, paid) in enumerate(made, 1)]

    told = settle(differences, commitments)

    for posting in told.postings:
        assert all(posting.parts.values())
        if posting.cancels is not None:
            held = commitments[posting.cancels - 1]
            assert -max(held.room, Decimal(0)) <= posting.amount < 0
            assert all(-amount <= held.open_of(key) for key, amount in posting.parts.items())
    assert len({posting.cancels for posting in told.postings}) == len(told.postings)
    assert all(0 < amount <= -differences[key] for key, amount in told.invoiced.items())


# --- cancelled by hand --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "parts"),
    [
        ("0", {}),
        ("9.99", {"mar": "-9.99"}),
        ("10", {"mar": "-10"}),
        ("10.01", {"mar": "-10", "jan": "-0.01"}),
        ("30", {"mar": "-10", "jan": "-20"}),
        ("31", {"mar": "-10", "jan": "-20"}),
    ],
)
def test_by_hand_the_last_months_give_back_before_the_first(amount: str, parts: Mapping[str, str]) -> None:
    held = _of(jan=20, feb=-3, mar=10)

    assert given_back(held, Decimal(amount)) == _of(1, **parts)


def test_by_hand_the_later_deployment_of_a_month_gives_back_first() -> None:
    assert given_back({**_of(1, jan=5), **_of(2, jan=5)}, Decimal(7)) == {**_of(2, jan=-5), **_of(1, jan=-2)}
    assert given_back({}, Decimal(7)) == {}
