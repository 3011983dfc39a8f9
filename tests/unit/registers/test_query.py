"""A view on a register: which columns it shows and reads, and in which order, whatever was asked for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.registers import REGISTERS, find_register
from desktop.registers.query import Query, Row

GRANTS, PROJECTS, RATES = find_register("grants"), find_register("projects"), find_register("rates")


def test_at_first_it_shows_what_the_register_shows() -> None:
    assert [column.key for column in Query(GRANTS).shown] == [
        "reference",
        "title",
        "funder",
        "currency",
        "amount",
        "spent",
        "committed",
        "available",
        "delivery",
        "ends_on",
    ]


def test_columns_stand_in_the_order_asked_for() -> None:
    query = Query(GRANTS, columns=("spent", "reference", "currency"))
    assert [column.key for column in query.shown] == ["spent", "reference", "currency"]


def test_a_column_that_is_gone_since_it_was_chosen_is_left_out() -> None:
    query = Query(GRANTS, columns=("donor", "title", "overhead"))
    assert [column.key for column in query.shown] == ["title"]


def test_when_all_columns_chosen_are_gone_it_shows_what_the_register_shows() -> None:
    assert Query(GRANTS, columns=("donor", "overhead")).shown == Query(GRANTS).shown


def test_an_amount_brings_its_currency_with_it() -> None:
    query = Query(GRANTS, columns=("amount",))
    assert [column.key for column in query.fetched] == ["amount", "currency"]


def test_what_is_shown_is_not_read_twice() -> None:
    query = Query(GRANTS, columns=("currency", "amount", "spent"))
    assert [column.key for column in query.fetched] == ["currency", "amount", "spent"]


def test_a_tree_reads_how_deep_its_records_lie() -> None:
    query = Query(PROJECTS, columns=("title", "funding"))
    assert [column.key for column in query.fetched] == ["title", "funding", "funding_currency", "depth"]


def test_the_values_of_a_row_are_found_by_the_keys_of_all_that_was_read() -> None:
    query = Query(GRANTS, columns=("reference", "amount"))
    row = Row(7, 1, ("NER-CT-01", Decimal("1236000.00"), "USD"))
    assert query.by_key(row) == {"reference": "NER-CT-01", "amount": Decimal("1236000.00"), "currency": "USD"}


def test_a_row_of_another_view_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Query(GRANTS, columns=("reference", "title")).by_key(Row(7, 1, ("NER-CT-01",)))


@pytest.mark.parametrize(
    ("query", "order"),
    [
        (Query(GRANTS), ("reference", False)),
        (Query(RATES), ("effective_on", True)),
        (Query(GRANTS, sort="amount", descending=True), ("amount", True)),
        (Query(RATES, sort="currency"), ("currency", False)),
        (Query(GRANTS, sort="overhead", descending=True), ("reference", False)),
        (Query(RATES, sort="overhead"), ("effective_on", True)),
        (Query(GRANTS, descending=True), ("reference", False)),
    ],
)
def test_the_order_is_the_one_asked_for_else_that_of_the_register(query: Query, order: tuple[str, bool]) -> None:
    assert query.order == order


def test_another_order_keeps_everything_else() -> None:
    query = Query(GRANTS, columns=("title",), search="niger", scope=("funder_id", 3))
    turned = query.sorted_by("amount", descending=True)
    assert turned.order == ("amount", True)
    assert turned.sorted_by("", descending=False) == query


@pytest.mark.parametrize("key", REGISTERS)
def test_every_register_can_be_read_whole(key: str) -> None:
    register = REGISTERS[key]
    everything = tuple(column.key for column in register.columns)
    query = Query(register, columns=everything)
    assert tuple(column.key for column in query.fetched) == everything
