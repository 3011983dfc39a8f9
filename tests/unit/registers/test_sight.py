"""Without names a register has no column that says who a volunteer is, in whatever way one asks for it."""

from __future__ import annotations

import pytest

from desktop.language import UserError
from desktop.registers import REGISTERS, find_register
from desktop.registers.evacuation import EVACUATION
from desktop.registers.query import Filter, Operator, Query, parse_filters
from desktop.registers.register import Register
from desktop.registers.sight import has_names, personal_attributes, see_query, see_register, seen

VOLUNTEERS, GRANTS = find_register("volunteers"), find_register("grants")
WHO = {
    "name",
    "roster_number",
    "born_on",
    "email",
    "phone",
    "address",
    "emergency_contact",
    "emergency_phone",
    "care_note",
}
NAMED = Filter("name", Operator.CONTAINS, ("a",))
OF_NIGER = Filter("nationality", Operator.IS, ("NE",))

every_register = pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.key)


def keys(register: Register) -> list[str]:
    return [column.key for column in register.columns]


def test_the_registers_with_names_are_those_of_people() -> None:
    named = [key for key, register in REGISTERS.items() if has_names(register)]
    assert sorted(named) == ["deployments", "volunteers"]
    assert has_names(EVACUATION)
    assert not has_names(GRANTS)


def test_who_a_volunteer_is_and_how_to_reach_one_is_not_there() -> None:
    without = see_register("volunteers", names=False)
    assert set(keys(VOLUNTEERS)) - set(keys(without)) == WHO
    assert keys(without) == [key for key in keys(VOLUNTEERS) if key not in WHO]
    assert not any(without.has(key) for key in WHO)
    assert not has_names(without)


@every_register
def test_with_names_a_register_is_as_it_is(register: Register) -> None:
    assert seen(register, names=True) is register
    assert see_register(register.key, names=True) is register


@every_register
def test_without_names_nothing_of_a_register_leads_to_one(register: Register) -> None:
    without = seen(register, names=False)
    assert (without is register) == (not has_names(register))
    assert seen(without, names=False) is without
    assert keys(without) == [column.key for column in register.columns if not column.personal]
    rest = (without.key, without.title, without.record, without.links, without.sort)
    assert rest == (register.key, register.title, register.record, register.links, register.sort)
    for key in (without.code, without.sort):
        assert not key or without.has(key), f"{register.key}: {key}"
    assert not any(column.personal for column in without.editable_columns)
    assert not any(column.personal for column in without.incoming_columns)


@every_register
def test_no_column_that_stays_needs_one_that_is_gone(register: Register) -> None:
    without = seen(register, names=False)
    for column in without.columns:
        for key in (column.currency, column.indent, column.marked, column.tagged):
            assert not key or without.has(key) or not register.has(key), f"{register.key}: {column.key}"


def test_a_register_without_names_is_made_once() -> None:
    assert see_register("volunteers", names=False) is see_register("volunteers", names=False)


def test_a_register_outside_of_the_catalog_loses_its_names_too() -> None:
    without = seen(EVACUATION, names=False)
    assert seen(EVACUATION, names=True) is EVACUATION
    assert keys(without) == [column.key for column in EVACUATION.columns if not column.personal]
    assert {"name", "phone", "emergency_contact", "emergency_phone", "email", "address", "care_note"}.isdisjoint(
        keys(without)
    )
    assert "volunteer" in keys(without)


def test_a_list_that_there_is_not_is_told() -> None:
    for names in (True, False):
        with pytest.raises(UserError):
            see_register("detainees", names=names)


# --- views --------------------------------------------------------------------------------------------------------


def test_a_view_without_names_neither_shows_filters_nor_sorts_by_any() -> None:
    asked = Query(
        VOLUNTEERS,
        columns=("reference", "name", "phone", "category"),
        filters=(NAMED, OF_NIGER),
        search="zinder",
        sort="name",
        descending=True,
        scope=("id", 4),
    )
    found = see_query(asked, names=False)
    assert [column.key for column in found.shown] == ["reference", "category"]
    assert {column.key for column in found.fetched}.isdisjoint(WHO)
    assert found.filters == (OF_NIGER,)
    assert found.order == (VOLUNTEERS.sort, VOLUNTEERS.descending)
    assert (found.search, found.scope) == ("zinder", ("id", 4))


def test_a_view_that_asked_for_names_alone_shows_what_is_shown_at_first() -> None:
    asked = Query(VOLUNTEERS, columns=("name", "born_on"))
    found = see_query(asked, names=False)
    assert [column.key for column in found.shown] == [
        column.key for column in VOLUNTEERS.columns if column.shown and not column.personal
    ]


def test_a_view_keeps_its_order_by_what_stays() -> None:
    asked = Query(VOLUNTEERS, sort="category", descending=True)
    assert see_query(asked, names=False).order == ("category", True)


def test_a_view_that_may_see_names_or_has_none_is_the_same() -> None:
    asked = Query(VOLUNTEERS, columns=("name",), filters=(NAMED,), sort="name")
    assert see_query(asked, names=True) is asked
    of_grants = Query(GRANTS, columns=("reference",))
    assert see_query(of_grants, names=False) is of_grants
    once = see_query(asked, names=False)
    assert see_query(once, names=False) is once


def test_a_filter_on_a_name_is_not_understood_in_a_register_without_names() -> None:
    assert parse_filters(VOLUNTEERS, ["name~a"]) == (NAMED,)
    with pytest.raises(UserError) as trouble:
        parse_filters(see_register("volunteers", names=False), ["name~a"])
    for key in WHO:
        assert f"{key}," not in str(trouble.value.remedy)


# --- tables -------------------------------------------------------------------------------------------------------


def test_the_history_hides_what_of_a_table_says_who_one_is() -> None:
    assert personal_attributes("volunteer") == WHO
    assert personal_attributes("grant") == frozenset()
    assert personal_attributes("no such table") == frozenset()
