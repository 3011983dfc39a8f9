"""Filters as they are typed on a command line: every kind of column, every comparison, and a sentence for the rest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.language import Language, UserError
from desktop.registers import REGISTERS, find_register
from desktop.registers.query import Cell, Filter, Operator, fitting_operators, parse_cell, parse_filters
from desktop.registers.register import Column, Kind, Register

GRANTS, LEDGER, PROJECTS = find_register("grants"), find_register("ledger"), find_register("projects")
EVERY_COLUMN = [(register, column) for register in REGISTERS.values() for column in register.columns]
SAMPLES: dict[Kind, tuple[str, Cell]] = {
    Kind.TEXT: ("prison", "prison"),
    Kind.CODE: ("PV-0931", "PV-0931"),
    Kind.COUNTRY: ("NE", "NE"),
    Kind.COUNTRIES: ("NE", "NE"),
    Kind.CURRENCY: ("XOF", "XOF"),
    Kind.MONEY: ("1240.50", Decimal("1240.50")),
    Kind.RATE: ("655.957", Decimal("655.957")),
    Kind.NUMBER: ("12", Decimal(12)),
    Kind.PERCENT: ("13", Decimal(13)),
    Kind.DATE: ("2019-10-09", date(2019, 10, 9)),
    Kind.INSTANT: ("2019-10-09", date(2019, 10, 9)),
    Kind.SENTENCE: ("Renamed", "Renamed"),
}


def parsed(register: Register, expression: str) -> Filter:
    (found,) = parse_filters(register, [expression])
    return found


def refused(register: Register, expression: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        parse_filters(register, [expression])
    return [str(sentence) for sentence in caught.value.sentences()]


@pytest.mark.parametrize(
    ("expression", "operator"),
    [
        ("amount>=1000", Operator.AT_LEAST),
        ("amount<=1000", Operator.AT_MOST),
        ("amount>1000", Operator.ABOVE),
        ("amount<1000", Operator.BELOW),
        ("amount=1000", Operator.IS),
        ("amount!=1000", Operator.IS_NOT),
    ],
)
def test_each_comparison_is_told_from_its_neighbours(expression: str, operator: Operator) -> None:
    assert parsed(GRANTS, expression) == Filter("amount", operator, (Decimal(1000),))


def test_a_part_of_a_text_is_asked_for_with_a_tilde() -> None:
    assert parsed(GRANTS, "title~legal aid") == Filter("title", Operator.CONTAINS, ("legal aid",))


@pytest.mark.parametrize(
    "expression", ["amount >= 1000", "  amount>=1000  ", "amount>= 1000", "amount >=1000", "\tamount>=1000\n"]
)
def test_spaces_around_the_parts_do_not_matter(expression: str) -> None:
    assert parsed(GRANTS, expression) == Filter("amount", Operator.AT_LEAST, (Decimal(1000),))


def test_a_value_may_hold_the_signs_of_comparison() -> None:
    assert parsed(GRANTS, "title=a<b>=c~d!=e").values == ("a<b>=c~d!=e",)
    assert parsed(LEDGER, "description~2 > 1, or so").values == ("2 > 1, or so",)


def test_values_between_commas_are_alternatives() -> None:
    assert parsed(PROJECTS, "countries=NE, ML ,BF") == Filter("countries", Operator.IS, ("NE", "ML", "BF"))
    assert parsed(GRANTS, "currency!=USD,EUR") == Filter("currency", Operator.IS_NOT, ("USD", "EUR"))


def test_nothing_after_the_sign_asks_for_what_is_empty() -> None:
    assert parsed(GRANTS, "ends_on=") == Filter("ends_on", Operator.IS, (None,))
    assert parsed(GRANTS, "agreement!=") == Filter("agreement", Operator.IS_NOT, (None,))
    assert parsed(PROJECTS, "countries=NE,") == Filter("countries", Operator.IS, ("NE", None))


@pytest.mark.parametrize("sign", [">=", "<=", ">", "<", "~"])
def test_nothing_cannot_be_above_below_or_within(sign: str) -> None:
    column = "title" if sign == "~" else "amount"
    assert refused(GRANTS, f"{column}{sign}")[0] == f"The filter {column}{sign} cannot be understood."


def test_several_filters_keep_their_order() -> None:
    found = parse_filters(LEDGER, ["grant=NER-CT-01", "entry_on>=2019-08-01", "entry_on<=2019-10-20"])
    assert found == (
        Filter("grant", Operator.IS, ("NER-CT-01",)),
        Filter("entry_on", Operator.AT_LEAST, (date(2019, 8, 1),)),
        Filter("entry_on", Operator.AT_MOST, (date(2019, 10, 20),)),
    )
    assert parse_filters(LEDGER, []) == ()


@pytest.mark.parametrize(
    ("register", "column"), EVERY_COLUMN, ids=[f"{register.key}.{column.key}" for register, column in EVERY_COLUMN]
)
def test_every_column_can_be_filtered_by_every_comparison_that_fits(register: Register, column: Column) -> None:
    code = next(iter(column.choices), "")
    text, value = (code, code) if code else SAMPLES[column.kind]
    for operator in fitting_operators(column):
        assert parsed(register, f"{column.key}{operator}{text}") == Filter(column.key, operator, (value,))


@pytest.mark.parametrize(
    ("kind", "signs"),
    [
        (Kind.TEXT, "= != >= <= > < ~"),
        (Kind.CODE, "= != >= <= > < ~"),
        (Kind.MONEY, "= != >= <= > <"),
        (Kind.RATE, "= != >= <= > <"),
        (Kind.NUMBER, "= != >= <= > <"),
        (Kind.PERCENT, "= != >= <= > <"),
        (Kind.DATE, "= != >= <= > <"),
        (Kind.INSTANT, "= != >= <= > <"),
        (Kind.CHOICE, "= !="),
        (Kind.CHOICES, "= !="),
        (Kind.COUNTRY, "= !="),
        (Kind.COUNTRIES, "= !="),
        (Kind.CURRENCY, "= !="),
        (Kind.SENTENCE, "~"),
    ],
)
def test_the_comparisons_that_fit_a_kind(kind: Kind, signs: str) -> None:
    columns = [column for _register, column in EVERY_COLUMN if column.kind is kind]
    assert columns
    assert {" ".join(fitting_operators(column)) for column in columns} == {signs}


@pytest.mark.parametrize(
    ("register", "expression", "remedy"),
    [
        (GRANTS, "amount~12", "Awarded can be compared by = != >= <= > <."),
        (LEDGER, "entry_on~2019", "Date can be compared by = != >= <= > <."),
        (LEDGER, "category>=5", "Category can be compared by = !=."),
        (LEDGER, "kind~ref", "Kind can be compared by = !=."),
        (PROJECTS, "countries<NE", "Countries can be compared by = !=."),
        (find_register("history"), "sentence=Renamed", "What can be compared by ~."),
    ],
)
def test_a_comparison_that_means_nothing_is_refused_with_those_that_do(
    register: Register, expression: str, remedy: str
) -> None:
    assert refused(register, expression) == [
        f"The filter {expression} cannot be understood.",
        "A filter names a column, compares, and gives a value, such as amount>=1000.",
        remedy,
    ]


@pytest.mark.parametrize(
    "expression",
    ["", "amount", "amount 1000", "=1000", ">=", "overhead>=5", "Amount>=5", "grants.amount=5", "amount:5"],
)
def test_what_is_no_filter_is_answered_with_the_columns_there_are(expression: str) -> None:
    title, text, remedy = refused(GRANTS, expression)
    assert title == f"The filter {expression} cannot be understood."
    assert text == "A filter names a column, compares, and gives a value, such as amount>=1000."
    assert remedy == (
        "Columns of this list: agreement, amount, assistance_listing, available, award_number, awarded_on, closed_on, "
        "committed, cost_share, countries, currency, delivery, earmarking, ends_on, erp_fund, erp_grant, funder, "
        "indirect_rate, liquidation_days, note, project, received, reference, spent, starts_on, title."
    )


@pytest.mark.parametrize("text", ["abc", "1,000", "12 USD", "NaN", "sNaN", "Infinity", "-inf", "1.2.3", "--5", "½"])
def test_what_is_no_number_is_refused_in_a_column_of_numbers(text: str) -> None:
    assert refused(GRANTS, f"amount>={text}") == [
        f"{text} cannot stand in Awarded.",
        "The column holds numbers.",
        "Write a number like 1240.50.",
    ]


@pytest.mark.parametrize("text", ["2019-13-01", "2019-02-29", "9/10/2019", "yesterday", "2019", "2019-10-09T11:00"])
def test_what_is_no_day_is_refused_in_a_column_of_days(text: str) -> None:
    assert refused(LEDGER, f"entry_on={text}") == [
        f"{text} cannot stand in Date.",
        "The column holds dates.",
        "Write a date like 2019-10-09.",
    ]


def test_a_leap_day_is_a_day() -> None:
    assert parsed(LEDGER, "entry_on=2020-02-29").values == (date(2020, 2, 29),)


@pytest.mark.parametrize("text", ["expenditure", "Expenditure", "EXPENDITURE"])
def test_a_choice_is_given_by_its_code_or_its_name(text: str) -> None:
    assert parsed(LEDGER, f"kind={text}").values == ("expenditure",)


@pytest.mark.parametrize(
    ("register", "expression", "values"),
    [
        (LEDGER, "category=5", ("5",)),
        (LEDGER, "category=travel", ("5",)),
        (LEDGER, "category=Travel, contractual services", ("5", "4")),
        (PROJECTS, "status!=active,closed", ("2", "4")),
        (find_register("organisations"), "roles=funding", ("1",)),
        (find_register("organisations"), "roles=1,Implementing", ("1", "4")),
        (find_register("organisations"), "type=Academic, training and research", ("80",)),
        (find_register("organisations"), "type=multilateral,40", ("40", "40")),
        (find_register("budgets"), "status=", (None,)),
    ],
)
def test_names_of_codes_become_codes(register: Register, expression: str, values: tuple[Cell, ...]) -> None:
    assert parsed(register, expression).values == values


def test_what_is_not_on_the_list_is_answered_with_the_list(english: Language) -> None:
    with pytest.raises(UserError) as caught:
        parse_filters(find_register("budgets"), ["status=frozen"])
    assert [english.text(sentence) for sentence in caught.value.sentences()] == [
        "frozen cannot stand in Status.",
        "The column holds one of a fixed list.",
        "Known values: Scenario, Draft, Requested, Approved, and Superseded.",
    ]


@pytest.mark.parametrize(("text", "code"), [("NE", "NE"), ("ne", "NE"), ("Ml", "ML")])
def test_a_country_is_two_letters_in_any_case(text: str, code: str) -> None:
    assert parsed(PROJECTS, f"countries={text}").values == (code,)


@pytest.mark.parametrize("text", ["Niger", "NER", "N", "N1", "ÉÀ"])
def test_without_a_language_no_name_of_a_country_is_known(text: str) -> None:
    assert refused(PROJECTS, f"countries={text}") == [
        f"{text} cannot stand in Countries.",
        "The column holds one of a fixed list.",
        f"{text} is not a country. Use the two letters of ISO 3166, such as NE.",
    ]


@pytest.mark.parametrize("text", ["XOF", "xof", "Xof"])
def test_a_currency_is_three_letters_in_any_case(text: str) -> None:
    assert parsed(GRANTS, f"currency={text}").values == ("XOF",)


def test_what_is_no_currency_is_refused() -> None:
    assert refused(GRANTS, "currency=CFA") == [
        "CFA cannot stand in Currency.",
        "The column holds one of a fixed list.",
        "CFA is not a currency. Use the three letters of ISO 4217, such as XOF.",
    ]


@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_nothing_in_every_kind(kind: Kind) -> None:
    columns = [column for _register, column in EVERY_COLUMN if column.kind is kind]
    assert {parse_cell(column, "") for column in columns} == {None}


@settings(max_examples=150)
@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_number_a_program_writes_is_read(number: Decimal) -> None:
    assert parsed(GRANTS, f"amount>={number}").values == (number,)


@settings(max_examples=100)
@given(st.dates())
def test_every_day_a_program_writes_is_read(day: date) -> None:
    assert parsed(LEDGER, f"entry_on<{day.isoformat()}").values == (day,)


def _is_no_sign(text: str) -> bool:
    return not text.startswith("=")  # or it would be part of the comparison: `>` and `=5` is `>=5`


@settings(max_examples=200)
@given(st.sampled_from(EVERY_COLUMN), st.sampled_from(list(Operator)), st.text(max_size=12).filter(_is_no_sign))
def test_whatever_is_typed_is_a_filter_or_a_sentence(
    place: tuple[Register, Column], operator: Operator, text: str
) -> None:
    register, column = place
    expression = f"{column.key}{operator}{text}"
    try:
        found = parsed(register, expression)
    except UserError:
        return  # told in a sentence; anything else that is raised fails the test
    assert (found.column, found.operator) == (column.key, operator)
    assert found.values
