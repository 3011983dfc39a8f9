"""A sentence and its values stay apart: they can be logged, stored in the trail, and read back unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.money import Money
from desktop.language import Amount, Language, Message, Month, Value, say, say_many
from desktop.language.message import StoredAmount, from_json, to_json

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15)
AMOUNTS = st.builds(StoredAmount, NUMBERS, st.sampled_from(["USD", "XOF", "EUR"]))
INSTANTS = st.datetimes(timezones=st.just(UTC))
PLAIN = st.one_of(st.text(), st.integers(), NUMBERS, st.dates(), st.builds(Month, st.dates()), INSTANTS, AMOUNTS)
NAMES = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)


def _messages(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    said = st.builds(lambda text, values: say(text, **values), st.text(), st.dictionaries(NAMES, inner, max_size=3))
    counted = st.builds(say_many, st.text(min_size=1), st.text(min_size=1), st.integers(0, 10**6))
    return st.one_of(said, counted, st.lists(inner, max_size=3))


VALUES: st.SearchStrategy[Value] = st.recursive(PLAIN, _messages, max_leaves=6)


@settings(max_examples=150)
@given(VALUES)
def test_what_is_stored_reads_back_equal(value: Value) -> None:
    assert from_json(json.loads(json.dumps(to_json(value)))) == value


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("NER-CT-01", "NER-CT-01"),
        (577, 577),
        (Decimal("0.10"), {"number": "0.10"}),
        (date(2019, 10, 9), {"date": "2019-10-09"}),
        (Month(date(2019, 10, 1)), {"month": "2019-10-01"}),
        (datetime(2019, 10, 9, 11, 2, tzinfo=UTC), {"instant": "2019-10-09T11:02:00+00:00"}),
        (Money(Decimal("1240.50"), "USD"), {"amount": "1240.50", "currency": "USD"}),
        ([1, "a"], [1, "a"]),
        (
            say("Renamed {old}", old="A"),
            {"say": "Renamed {old}", "values": {"old": "A"}, "plural": "", "count": 1},
        ),
    ],
)
def test_form_in_the_trail_is_fixed(value: Value, stored: object) -> None:
    """Trails of ten years are read with it: what is written today must not change."""
    assert to_json(value) == stored


def test_an_amount_comes_back_as_amount_and_reads_the_same(speak: Callable[[str], Language]) -> None:
    said = say("Moved {amount}", amount=Money(Decimal(2000), "USD"))
    back = from_json(to_json(said))
    assert isinstance(back, Message)
    assert isinstance(back.values[0][1], Amount)
    assert back.values[0][1] == StoredAmount(Decimal("2000.00"), "USD")
    for code in ("en", "fr", "ar"):
        assert speak(code).text(back) == speak(code).text(said)


def test_a_tuple_comes_back_as_a_list() -> None:
    assert from_json(to_json(("a", "b"))) == ["a", "b"]


def test_log_shows_english_without_formatting() -> None:
    inner = say("{count} lines", count=1240)
    assert str(say("Wrote {file}: {rows}.", file="a.xlsx", rows=inner)) == "Wrote a.xlsx: 1240 lines."


@pytest.mark.parametrize(("count", "shown"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries")])
def test_log_shows_the_form_of_the_count(count: int, shown: str) -> None:
    assert str(say_many("{count} entry", "{count} entries", count)) == shown


def test_counted_sentence_holds_its_count_among_its_values() -> None:
    counted = say_many("{count} cost of {grant}", "{count} costs of {grant}", 3, grant="NER")
    assert dict(counted.values) == {"count": 3, "grant": "NER"}
    assert (counted.text, counted.plural, counted.count) == ("{count} cost of {grant}", "{count} costs of {grant}", 3)


def test_equal_sentences_are_equal_and_can_be_keys() -> None:
    assert {say("Ledger"): 1}[say("Ledger")] == 1
    assert say("{day}", day=date(2019, 1, 1)) != say("{day}", day=date(2019, 1, 2))
