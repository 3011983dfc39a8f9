"""Every register is declared soundly, so that the generic table, form, export and command line over it can be."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import inspect

from desktop.domain.money import MINOR_UNITS
from desktop.language import Language, UserError
from desktop.registers import REGISTERS, find_register
from desktop.registers.catalog import register_of
from desktop.registers.query import parse_filters
from desktop.registers.register import NUMERIC_KINDS, SEVERAL_KINDS, Column, Kind, Register
from desktop.storage.models import MODELS
from desktop.storage.query import Source

ALL = pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))
EVERY_COLUMN = [(register, column) for register in REGISTERS.values() for column in register.columns]


def columns(*kinds: Kind) -> list[tuple[Register, Column]]:
    return [(register, column) for register, column in EVERY_COLUMN if column.kind in kinds]


def test_the_lists_of_the_program() -> None:
    assert list(REGISTERS) == [
        "grants",
        "budgets",
        "budget_lines",
        "ledger",
        "rates",
        "instalments",
        "rules",
        "amendments",
        "shares",
        "allocations",
        "allocation_shares",
        "crosswalks",
        "donor_reports",
        "projects",
        "results",
        "volunteers",
        "clearances",
        "duty_stations",
        "assignments",
        "deployments",
        "contract_periods",
        "deployment_shares",
        "deployment_costs",
        "entitlement_rates",
        "category_limits",
        "leave",
        "checklist",
        "work_measures",
        "work_counts",
        "organisations",
        "agreements",
        "parties",
        "obligations",
        "contacts",
        "documents",
        "months",
        "waivers",
        "imports",
        "history",
    ]


@ALL
def test_a_register_is_found_by_its_key_and_by_its_table(register: Register) -> None:
    assert find_register(register.key) is register
    assert register_of(register.record) is register


def test_a_list_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(UserError) as caught:
        find_register("donors")
    title, text, remedy = map(str, caught.value.sentences())
    assert (title, text) == ("There is no list called donors.", "Nothing was read.")
    assert remedy == f"Lists: {', '.join(REGISTERS)}."


def test_a_table_no_register_shows_has_none() -> None:
    assert register_of("project_role") is None


@ALL
def test_no_two_columns_share_a_key(register: Register) -> None:
    keys = [column.key for column in register.columns]
    assert len(keys) == len(set(keys))


@ALL
def test_records_are_called_and_sorted_by_columns_that_are_there(register: Register) -> None:
    assert register.has(register.code)
    assert register.has(register.name)
    assert register.has(register.sort)


@ALL
def test_it_shows_its_name_at_first(register: Register) -> None:
    assert register.column(register.name).shown


@ALL
def test_every_path_leads_to_something_the_database_holds(register: Register) -> None:
    source = Source.of(register)
    for column in register.columns:
        assert source.expression(column) is not None, column.key


@ALL
def test_every_edit_sets_an_attribute_of_the_record(register: Register) -> None:
    attributes = inspect(MODELS[register.record]).column_attrs
    for column in register.editable_columns:
        assert column.attribute in attributes, column.key


@ALL
def test_what_cannot_be_empty_can_be_edited(register: Register) -> None:
    assert [column.key for column in register.columns if column.required and not column.editable] == []


@ALL
def test_every_link_leads_to_a_register_and_into_its_records(register: Register) -> None:
    for link in register.links:
        relation, _, attribute = link.path.rpartition(".")
        owner = MODELS[find_register(link.register).record]
        for step in filter(None, relation.split(".")):
            owner = getattr(owner, step).property.mapper.class_
        assert attribute in owner.__table__.columns, link.path


@pytest.mark.parametrize(("register", "column"), columns(Kind.MONEY), ids=lambda one: one.key)
def test_every_amount_knows_its_currency(register: Register, column: Column) -> None:
    assert register.column(column.currency).kind is Kind.CURRENCY


def test_only_amounts_have_a_currency_and_a_total() -> None:
    assert {column.kind for _register, column in EVERY_COLUMN if column.currency} == {Kind.MONEY}
    assert {column.kind for _register, column in EVERY_COLUMN if column.total} == {Kind.MONEY}


def test_only_numbers_can_alarm() -> None:
    assert {column.kind for _register, column in EVERY_COLUMN if column.alarming} <= NUMERIC_KINDS


@pytest.mark.parametrize(("register", "column"), columns(Kind.CHOICE, Kind.CHOICES), ids=lambda one: one.key)
def test_every_choice_has_something_to_choose_from(register: Register, column: Column) -> None:
    assert len(column.choices) >= 2, register.key
    names = [str(name).casefold() for name in column.choices.values()]
    assert len(names) == len(set(names))


def test_only_choices_have_something_to_choose_from() -> None:
    assert {column.kind for _register, column in EVERY_COLUMN if column.choices} == {Kind.CHOICE, Kind.CHOICES}


@pytest.mark.parametrize(
    ("register", "column"),
    [pair for pair in EVERY_COLUMN if pair[1].target and "." in pair[1].path],
    ids=lambda one: one.key,
)
def test_a_column_that_shows_another_record_says_which_and_where_it_is_kept(register: Register, column: Column) -> None:
    find_register(column.target)
    relation = column.path.partition(".")[0]
    found = getattr(MODELS[register.record], relation).property
    assert found.mapper.class_.__tablename__ == find_register(column.target).record
    assert {local.name for local in found.local_columns} == {column.writes}


@ALL
def test_a_tree_knows_how_deep_its_records_lie(register: Register) -> None:
    for column in register.columns:
        if column.indent:
            assert register.column(column.indent).kind is Kind.NUMBER


@ALL
def test_every_text_of_it_is_translated(register: Register, speak: Callable[[str], Language]) -> None:
    texts = [register.title, register.singular, register.empty, *(column.label for column in register.columns)]
    for code in ("fr", "ar"):
        for message in texts:
            assert speak(code).text(message).strip(), message
        assert speak(code).text(register.empty) != str(register.empty)


@ALL
def test_labels_fit_a_heading(register: Register, english: Language) -> None:
    for column in register.columns:
        assert 1 <= len(english.text(column.label)) <= 24, column.key


@pytest.mark.parametrize(
    ("key", "number", "counted"),
    [
        ("grants", 0, "0 grants"),
        ("grants", 1, "1 grant"),
        ("grants", 577, "577 grants"),
        ("ledger", 1000000, "1,000,000 entries"),
        ("ledger", 1, "1 entry"),
        ("history", 2, "2 changes"),
    ],
)
def test_records_are_counted_in_words(english: Language, key: str, number: int, counted: str) -> None:
    assert english.text(find_register(key).count(number)) == counted


@pytest.mark.parametrize(("number", "counted"), [(0, "0 projet"), (1, "1 projet"), (47, "47 projets")])
def test_french_counts_nothing_in_the_singular(speak: Callable[[str], Language], number: int, counted: str) -> None:
    assert speak("fr").text(find_register("projects").count(number)) == counted


def test_names_of_people_are_marked_as_sensitive() -> None:
    sensitive = {(register.key, column.key) for register, column in EVERY_COLUMN if column.sensitive}
    assert sensitive == {
        ("ledger", "counterparty"),
        ("budgets", "approved_by"),
        ("parties", "signatory"),
        *(("contacts", key) for key in ("name", "email", "phone")),
        ("months", "closed_by"),
        ("waivers", "waived_by"),
        ("donor_reports", "submitted_by"),
        ("imports", "actor"),
        ("history", "actor"),
        ("assignments", "supervisor"),
    }


def test_what_tells_who_a_volunteer_is_is_marked_as_personal() -> None:
    personal = {(register.key, column.key) for register, column in EVERY_COLUMN if column.personal}
    of_roster = ("name", "roster_number", "born_on", "email", "phone", "address")
    for_help = ("emergency_contact", "emergency_phone", "care_note")
    assert personal == {*(("volunteers", key) for key in (*of_roster, *for_help)), ("deployments", "name")}


def test_what_the_program_writes_itself_cannot_be_edited() -> None:
    assert [key for key, register in REGISTERS.items() if not register.writable] == [
        *("donor_reports", "documents", "months", "waivers", "imports", "history"),
    ]
    assert REGISTERS["imports"].editable_columns == ()
    assert REGISTERS["history"].editable_columns == ()


def test_a_form_asks_for_a_grant_in_the_order_of_the_award() -> None:
    assert [column.key for column in find_register("grants").editable_columns] == [
        "reference",
        "title",
        "funder",
        "agreement",
        "currency",
        "amount",
        "awarded_on",
        "starts_on",
        "ends_on",
        "liquidation_days",
        "indirect_rate",
        "project",
        "award_number",
        "assistance_listing",
        "erp_grant",
        "erp_fund",
        "earmarking",
        "cost_share",
        "closed_on",
        "note",
    ]


def test_a_column_reads_its_key_unless_it_says_otherwise() -> None:
    grants = find_register("grants")
    assert (grants.column("title").source, grants.column("title").attribute) == ("title", "title")
    assert (grants.column("funder").source, grants.column("funder").attribute) == ("funder.name", "funder_id")


def test_a_column_that_is_not_there_is_a_fault() -> None:
    assert not find_register("grants").has("donor")
    with pytest.raises(KeyError, match="donor"):
        find_register("grants").column("donor")


def test_kinds_that_hold_several_codes_are_no_numbers() -> None:
    assert SEVERAL_KINDS.isdisjoint(NUMERIC_KINDS)


def test_currencies_are_three_letters() -> None:
    assert {len(code) for code in MINOR_UNITS} == {3}


@ALL
def test_what_a_column_leads_to_is_there(register: Register) -> None:
    for column in register.columns:
        assert all(register.has(key) for key in (column.marked, column.tagged) if key), column.key
        if column.follows:
            assert register.has(column.follows[0]), column.key
        if column.offers:
            parse_filters(find_register(column.target), column.offers)
        assert not column.later or register.append_only or column.target == "budget_lines", column.key


@ALL
def test_what_can_be_done_with_a_record_depends_on_columns_that_are_there(register: Register) -> None:
    for action in register.actions:
        assert all(register.has(key) for key in (action.when, *action.unless) if key), action.route


def test_an_action_is_offered_where_it_can_be_done() -> None:
    reverse, _correct, cancel = find_register("ledger").actions
    assert reverse.fits({"corrects": None, "corrected_by": None})
    assert not reverse.fits({"corrects": "PV-1"})
    assert not reverse.fits({"corrected_by": "PV-1 R"})
    assert [cancel.fits({"open": opened}) for opened in (None, Decimal(0), Decimal(5))] == [False, False, True]
