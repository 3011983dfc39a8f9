"""What people typed for a report is read exactly or refused by name; a report is never made of a guess."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.language import Language, UserError, say
from desktop.reports.layouts import LAYOUTS, find_layout
from desktop.reports.options import Option, OptionKind, chosen, require_fit, typed_amount, typed_day
from tests.helpers.report_facts import told
from tests.helpers.statements import statement_inputs

BASIS = Option("basis", say("Basis"), OptionKind.CHOICE, {"cash": say("Cash"), "accrual": say("Accrual")}, "cash")
FREE = Option("type", say("Type"), OptionKind.CHOICE, {"a": say("A"), "b": say("B")})
AMOUNT = Option("paid", say("Amount paid"), OptionKind.MONEY)
DAY = Option("day", say("Day"), OptionKind.DAY)


@pytest.mark.parametrize(("typed", "code"), [({}, "cash"), ({"basis": ""}, "cash"), ({"basis": "accrual"}, "accrual")])
def test_a_choice_is_what_was_chosen_else_its_default(typed: dict[str, str], code: str) -> None:
    assert chosen(statement_inputs(details=typed), BASIS) == code


def test_a_choice_without_a_default_may_stay_open() -> None:
    assert chosen(statement_inputs(), FREE) == ""
    assert chosen(statement_inputs(details={"type": "b"}), FREE) == "b"


@pytest.mark.parametrize("typed", ["Cash", "cash ", "both", "0"])
def test_a_code_that_is_not_offered_is_refused_with_those_that_are(english: Language, typed: str) -> None:
    with pytest.raises(UserError) as refused:
        chosen(statement_inputs(details={"basis": typed}), BASIS)
    assert told(refused.value, english) == [
        f"“{typed}” does not fit “Basis”.",
        "No report was made.",
        "Choose one of: cash, accrual.",
    ]


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        ("1234.50", "USD", "1234.50"),
        (" 5 ", "USD", "5.00"),
        ("0", "USD", "0.00"),
        ("-7.25", "USD", "-7.25"),
        ("0.10", "EUR", "0.10"),
        ("12.500", "EUR", "12.50"),
        ("1500", "XOF", "1500"),
        ("1500.00", "XOF", "1500"),
        ("0.125", "KWD", "0.125"),
    ],
)
def test_an_amount_has_the_decimals_of_the_grant(typed: str, currency: str, amount: str) -> None:
    read = typed_amount(statement_inputs(details={"paid": typed}, currency=currency), AMOUNT)
    assert str(read) == amount


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_is_no_amount_and_no_day(typed: str) -> None:
    facts = statement_inputs(details={"paid": typed, "day": typed})
    assert typed_amount(facts, AMOUNT) is None
    assert typed_day(facts, DAY) is None


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("12.345", "USD"),
        ("1.5", "XOF"),
        ("0.0001", "KWD"),
        ("1,234.50", "USD"),
        ("12,50", "EUR"),
        ("NaN", "USD"),
        ("sNaN", "USD"),
        ("Infinity", "USD"),
        ("-Infinity", "USD"),
        ("ten", "USD"),
        ("5 USD", "USD"),
        ("=1+1", "USD"),
    ],
)
def test_what_cannot_be_paid_is_refused(english: Language, typed: str, currency: str) -> None:
    with pytest.raises(UserError) as refused:
        typed_amount(statement_inputs(details={"paid": typed}, currency=currency), AMOUNT)
    assert told(refused.value, english) == [
        f"“{typed}” does not fit “Amount paid”.",
        "No report was made.",
        f"Enter an amount in {currency}, such as 1234.50.",
    ]


@settings(max_examples=60)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_every_amount_in_cents_is_read_as_it_was_typed(amount: Decimal) -> None:
    assert typed_amount(statement_inputs(details={"paid": str(amount)}), AMOUNT) == amount


@pytest.mark.parametrize(("typed", "day"), [("2019-09-30", date(2019, 9, 30)), (" 2020-02-29 ", date(2020, 2, 29))])
def test_a_day_is_read_as_it_was_typed(typed: str, day: date) -> None:
    assert typed_day(statement_inputs(details={"day": typed}), DAY) == day


@pytest.mark.parametrize("typed", ["30.9.2019", "2019-02-29", "2019-9-30", "today", "2019-09-31"])
def test_what_is_no_day_is_refused(english: Language, typed: str) -> None:
    with pytest.raises(UserError) as refused:
        typed_day(statement_inputs(details={"day": typed}), DAY)
    assert told(refused.value, english) == [
        f"“{typed}” does not fit “Day”.",
        "No report was made.",
        "Enter a day, such as 2019-09-30.",
    ]


def test_a_report_that_is_not_there_is_told_with_those_that_are(english: Language) -> None:
    with pytest.raises(UserError) as refused:
        find_layout("sf-425")
    assert told(refused.value, english) == [
        "There is no report called sf-425.",
        "Nothing was made.",
        (
            "Reports: statement, budget_actual, by_result, mptf_annual, cash_request, sf425, sf424a, eu_annex_vi, "
            "contributions, commitments_age, portfolio, person_months, deployment_costs, cost_per_result."
        ),
    ]
    assert find_layout("sf425").name == "sf425"


def test_every_layout_offers_a_default_that_it_takes() -> None:
    offered = [option for layout in LAYOUTS.values() for option in layout.options]
    assert len({(layout.name, option.key) for layout in LAYOUTS.values() for option in layout.options}) == len(offered)
    for option in offered:
        assert not option.default or option.default in option.choices, option.key
        assert (option.kind is OptionKind.CHOICE) == bool(option.choices), option.key


@pytest.mark.parametrize(
    ("details", "refused"),
    [
        ({}, ""),
        ({"basis": " ", "paid": " ", "day": " "}, ""),
        ({"basis": "cash", "paid": "5", "day": "2019-09-30", "unheard_of": "x"}, ""),
        ({"basis": "both"}, "“both” does not fit “Basis”."),
        ({"paid": "5.5"}, "“5.5” does not fit “Amount paid”."),
        ({"day": "tomorrow"}, "“tomorrow” does not fit “Day”."),
        ({"note": "whatever one likes"}, ""),
    ],
)
def test_what_was_typed_fits_before_it_is_kept_whether_or_not_it_is_shown(
    english: Language, details: dict[str, str], refused: str
) -> None:
    options = (BASIS, AMOUNT, DAY, Option("note", say("Note")))
    if not refused:
        require_fit(options, details, currency="XOF")
        return
    with pytest.raises(UserError) as trouble:
        require_fit(options, details, currency="XOF")
    assert told(trouble.value, english)[0] == refused
