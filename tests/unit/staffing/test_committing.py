"""What is posted for differences: more is committed, less is cancelled from the newest, never more than is open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.staffing.committing import Held, Key, Posting, Settlement, given_back, settle

JAN, FEB, MAR = date(2019, 1, 1), date(2019, 2, 1), date(2019, 3, 1)


def amounts(**months: str) -> dict[Key, Decimal]:
    """Amounts of one deployment by month: ``jan="10"``."""
    days = {"jan": JAN, "feb": FEB, "mar": MAR}
    return {(1, days[name]): Decimal(amount) for name, amount in months.items()}


def test_what_is_more_is_one_commitment_even_where_a_month_is_less() -> None:
    """An extension commits its months; the journey home moves along."""
    told = settle(amounts(jan="-5", feb="20", mar="0"), [])
    assert told.postings == (Posting(None, amounts(jan="-5", feb="20")),)
    assert told.postings[0].amount == 15


def test_what_is_less_is_cancelled_from_the_newest_commitment_that_holds_it() -> None:
    old = Held(7, Decimal(20), amounts(jan="10", feb="10"))
    new = Held(8, Decimal(10), amounts(feb="4", mar="6"))
    told = settle(amounts(feb="-12", mar="-6"), [old, new])
    assert told.invoiced == {}
    assert told.postings == (Posting(8, amounts(mar="-6", feb="-4")), Posting(7, amounts(feb="-8")))


def test_what_was_invoiced_stays() -> None:
    held = Held(7, Decimal(10), amounts(jan="10", feb="10", mar="10"))
    told = settle(amounts(feb="-10", mar="-10"), [held])
    assert told.postings == (Posting(7, amounts(mar="-10")),)
    assert told.invoiced == amounts(feb="10")


def test_more_than_a_commitment_holds_is_not_cancelled() -> None:
    told = settle(amounts(mar="-10"), [Held(7, Decimal(30), amounts(mar="8"))])
    assert (told.postings, told.invoiced) == ((Posting(7, amounts(mar="-8")),), {})


def test_what_comes_earlier_lowers_what_is_cancelled_or_is_committed_anew() -> None:
    held = Held(7, Decimal(30), amounts(jan="10", mar="10"))
    assert settle(amounts(jan="4", mar="-10"), [held]).postings == (Posting(7, amounts(jan="4", mar="-10")),)
    even = settle(amounts(jan="10", mar="-10"), [held])
    assert even.postings == (Posting(7, amounts(mar="-10")), Posting(None, amounts(jan="10")))
    assert settle(amounts(jan="4", mar="-10"), []).postings == (Posting(None, amounts(jan="4")),)


def test_what_is_cancelled_by_hand_gives_back_the_last_months_first() -> None:
    assert given_back(amounts(jan="10", feb="10", mar="0"), Decimal(14)) == amounts(feb="-10", jan="-4")
    assert given_back(amounts(jan="10"), Decimal(14)) == amounts(jan="-10")


_MONTHS = st.dictionaries(st.tuples(st.integers(1, 2), st.sampled_from([JAN, FEB, MAR])), st.integers(1, 500))


@given(held=_MONTHS, wanted=_MONTHS, room=st.integers(0, 3_000), less=st.booleans())
def test_nothing_is_lost(*, held: dict[Key, int], wanted: dict[Key, int], room: int, less: bool) -> None:
    """What is posted is what was wanted less what was invoiced; a commitment never gives more than is open."""
    parts = {key: Decimal(amount) for key, amount in held.items()}
    sign = -1 if less else 1
    asked = {key: Decimal(sign * min(amount, held.get(key, amount))) for key, amount in wanted.items()}
    known = [Held(7, Decimal(room), parts)]
    told = settle(asked, known)
    posted: dict[Key, Decimal] = {}
    for posting in told.postings:
        assert posting.cancels is None or -room <= posting.amount < 0
        for key, amount in posting.parts.items():
            posted[key] = posted.get(key, Decimal(0)) + amount
    for key, amount in asked.items():
        if key in parts or not less:
            assert posted.get(key, Decimal(0)) - told.invoiced.get(key, Decimal(0)) == amount


def test_a_month_that_an_extension_lowered_is_taken_back_of_who_holds_it() -> None:
    """March was committed with 10 less for February: all of it goes, and so does what is left of February."""
    old, new = Held(7, Decimal(20), amounts(jan="10", feb="10")), Held(8, Decimal(20), amounts(feb="-10", mar="30"))
    told = settle(amounts(mar="-30"), [old, new])
    assert told.invoiced == {}
    assert told.postings == (Posting(8, amounts(mar="-30", feb="10")), Posting(7, amounts(feb="-10")))
    paid = Held(7, Decimal(10), amounts(jan="10", feb="10"), paid=amounts(feb="10"))
    assert settle(amounts(mar="-30"), [paid, new]).invoiced == amounts(mar="10")
    gone = Held(8, Decimal(0), amounts(feb="-10", mar="30"))
    assert settle(amounts(mar="-30"), [old, gone]) == Settlement((), amounts(mar="30"))


_SIGNED_TWICE = st.fixed_dictionaries({month: st.integers(1, 500) for month in (JAN, FEB, MAR)})


@given(
    first=_SIGNED_TWICE,
    more=_SIGNED_TWICE,
    lowered=st.integers(0, 500),
    kept=st.fixed_dictionaries({month: st.integers(0, 1000) for month in (JAN, FEB, MAR)}),
)
def test_of_what_nobody_invoiced_all_can_be_taken_back(
    *, first: dict[date, int], more: dict[date, int], lowered: int, kept: dict[date, int]
) -> None:
    """Two commitments, the second of which lowers January: whatever is to be left is left, in any month."""
    less = min(lowered, first[JAN], more[FEB] + more[MAR] - 1)
    old = {(1, month): Decimal(amount) for month, amount in first.items()}
    new = {(1, FEB): Decimal(more[FEB]), (1, MAR): Decimal(more[MAR]), (1, JAN): Decimal(-less)}
    held = {key: old[key] + new[key] for key in old}
    wanted = {key: Decimal(min(kept[key[1]], int(amount))) - amount for key, amount in held.items()}
    known = [Held(7, sum(old.values(), Decimal(0)), old), Held(8, sum(new.values(), Decimal(0)), new)]
    told = settle({key: amount for key, amount in wanted.items() if amount}, known)
    assert told.invoiced == {}
    for posting in told.postings:
        (of,) = (each for each in known if each.entry_id == posting.cancels)
        assert -of.room <= posting.amount < 0
    for key, amount in wanted.items():
        assert sum((posting.parts.get(key, Decimal(0)) for posting in told.postings), Decimal(0)) == amount
