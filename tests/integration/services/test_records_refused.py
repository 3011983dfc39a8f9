"""What must not be kept is refused beside its field, all of it at once, in a sentence that says what to do; and then
nothing at all was kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from desktop.language import Language, UserError, say
from desktop.registers import REGISTERS
from desktop.registers.query import Query
from desktop.services import records
from desktop.services.browse import RegisterView
from desktop.services.records import InvalidRecordError
from desktop.storage.models import Grant, Organisation
from tests.helpers.records import making
from tests.integration.services.conftest import Desk, Form, Told

REQUIRED = [
    (register.key, column.key)
    for register in REGISTERS.values()
    if register.writable
    for column in register.editable_columns
    if column.required
]
SENTENCES = {
    "Choose an agreement.": ("agreement",),
    "Choose a split key.": ("allocation",),
    "Choose an assignment.": ("assignment",),
    "Choose a budget.": ("budget",),
    "Choose a country.": ("country",),
    "Choose a currency.": ("currency", "base", "original_currency"),
    "Choose a deployment.": ("deployment",),
    "Choose an entry of the ledger.": ("entry",),
    "Choose a grant.": ("grant",),
    "Choose a project.": ("project",),
    "Choose an organisation.": ("funder", "organisation"),
    "Choose a volunteer.": ("volunteer",),
    "Choose what is counted.": ("measure",),
    "Choose from the list.": (
        *("kind", "status", "scheme", "category", "target", "phase", "component"),
        *("by_sex", "by_age"),
    ),
    "Enter a code or reference.": ("reference", "code"),
    "Enter a date.": ("entry_on", "effective_on", "expected_on", "starts_on", "ends_on", "month"),
    "Enter a number.": (
        *("units", "quantity", "unit_cost", "duration", "percent_charged", "number", "percent", "count"),
    ),
    "Enter a text.": ("title", "name", "description", "source", "place"),
    "Enter an amount.": ("amount", "original_amount"),
}
MISSING = {field: sentence for sentence, fields in SENTENCES.items() for field in fields}
START, BEFORE = date(2019, 5, 1), date(2019, 4, 30)
LATER = "It ends before it starts, on 2019-05-01. Enter a later date."


def _count(desk: Desk, key: str) -> int:
    return RegisterView(desk.office, Query(REGISTERS[key])).count()


@pytest.mark.parametrize(("key", "field"), REQUIRED)
def test_required_fields(file_desk: Desk, key: str, field: str) -> None:
    before = _count(file_desk, key)
    for nothing in (None, "", "  "):
        assert file_desk.refused(key, **{field: nothing}) == {field: MISSING[field]}
    assert _count(file_desk, key) == before


@pytest.mark.parametrize("key", [register.key for register in REGISTERS.values() if register.writable])
def test_a_form_that_leaves_fields_out_gets_their_defaults_or_is_refused(file_desk: Desk, key: str) -> None:
    needed = {field for register, field in REQUIRED if register == key} - _DEFAULTS.get(key, set())
    with pytest.raises(InvalidRecordError) as raised:
        records.save(file_desk.office, key, values={})
    assert set(raised.value.fields) == needed
    form = {field: value for field, value in file_desk.form(key).items() if field in needed | _BY_KIND.get(key, set())}
    made = records.save(file_desk.office, key, values=form).record_id
    shown = file_desk.values(key, made)
    assert {field: shown[field] for field in _DEFAULTS.get(key, set())} == {
        field: _DEFAULT_VALUES[field] for field in _DEFAULTS.get(key, set())
    }


_DEFAULTS = {
    "budget_lines": {"quantity", "duration", "percent_charged"},
    "projects": {"kind"},
    "rates": {"base"},
    "obligations": {"status"},
    "work_measures": {"by_sex", "by_age"},
}
_BY_KIND = {
    "rules": {"amount"},
    "entitlement_rates": {"currency", "amount", "source"},
    "work_counts": {"sex", "age"},
}
"""What the kind chosen in the form needs besides."""
_DEFAULT_VALUES: Form = {
    "quantity": Decimal(1),
    "duration": Decimal(1),
    "percent_charged": Decimal(100),
    "kind": "project",
    "base": "USD",
    "status": "open",
    "by_sex": "no",
    "by_age": "no",
}


def _no_country(code: str) -> str:
    return f"{code} is not a country. Use the two letters of ISO 3166, such as NE."


def _no_currency(code: str) -> str:
    return f"{code} is not a currency. Use the three letters of ISO 4217, such as XOF."


def _round(currency: str, decimals: int) -> str:
    return f"{currency} has {decimals} decimals. Round the amount."


TOO_LARGE = "The number is too large."
FOUR_DECIMALS = "At most 4 decimals are kept. Round the number."
NO_SHARE = "A rate lies between 0 and 100 per cent. Enter 13 for 13 %."
REFUND_SIGN = "A refund lowers what was spent, so its amount is negative. Put a minus before it."
NEGATIVE_COST = (
    "An expenditure cannot be negative. Record money that came back as a refund, a correction as an adjustment."
)
ZERO = "The amount is zero. Enter an amount, or leave the entry out."
TINY, HUGE = Decimal("0.0000000001"), Decimal(10) ** 13
XOF: Form = {"original_currency": "XOF"}


def test_every_problem_is_told_at_once(desk: Desk, told: Told) -> None:
    with pytest.raises(InvalidRecordError) as raised:
        desk.save("grants", reference=None, title=None, amount=None)
    assert set(raised.value.fields) == {"reference", "title", "amount"}
    assert told(raised) == "3 things to correct. Nothing was saved. Enter a code or reference."


def test_one_problem_is_told_in_the_singular_and_in_french(file_desk: Desk, speak: Callable[[str], Language]) -> None:
    with pytest.raises(InvalidRecordError) as raised:
        file_desk.save("grants", title=None)
    assert speak("en").join(raised.value.sentences()) == "One thing to correct. Nothing was saved. Enter a text."
    assert speak("fr").join(raised.value.sentences()) == (
        "1 point à corriger. Rien n’a été enregistré. Saisissez un texte."
    )


@pytest.mark.parametrize(
    ("key", "values", "problems"),
    [
        ("organisations", {"country": "Niger"}, {"country": _no_country("Niger")}),
        ("organisations", {"country": "ne"}, {"country": _no_country("ne")}),
        ("organisations", {"country": "N1"}, {"country": _no_country("N1")}),
        ("agreements", {"starts_on": START, "ends_on": BEFORE}, {"ends_on": LATER}),
        ("projects", {"planned_starts_on": START, "planned_ends_on": BEFORE}, {"planned_ends_on": LATER}),
        ("projects", {"actual_starts_on": START, "actual_ends_on": BEFORE}, {"actual_ends_on": LATER}),
        ("grants", {"starts_on": START, "ends_on": BEFORE}, {"ends_on": LATER}),
        ("grants", {"currency": "CFA"}, {"currency": _no_currency("CFA")}),
        ("grants", {"currency": "usd"}, {"currency": _no_currency("usd")}),
        ("grants", {"amount": Decimal("0.001")}, {"amount": _round("USD", 2)}),
        ("grants", {"currency": "XOF", "amount": Decimal("10.5")}, {"amount": _round("XOF", 0)}),
        ("grants", {"currency": "TND", "amount": Decimal("1.0005")}, {"amount": _round("TND", 3)}),
        ("grants", {"amount": Decimal(-1)}, {"amount": "A grant is not negative. Enter what was awarded."}),
        ("grants", {"amount": Decimal(10) ** 14}, {"amount": TOO_LARGE}),
        ("grants", {"amount": Decimal("0.00001")}, {"amount": FOUR_DECIMALS}),
        ("grants", {"indirect_rate": Decimal("100.01")}, {"indirect_rate": NO_SHARE}),
        ("grants", {"indirect_rate": Decimal(-1)}, {"indirect_rate": NO_SHARE}),
        ("budget_lines", {"starts_on": START, "ends_on": BEFORE}, {"ends_on": LATER}),
        ("budget_lines", {"quantity": Decimal("0.33333")}, {"quantity": FOUR_DECIMALS}),
        ("budget_lines", {"quantity": Decimal(10) ** 9, "unit_cost": Decimal(10) ** 9}, {"unit_cost": TOO_LARGE}),
        ("ledger", {"original_currency": "FCFA"}, {"original_currency": _no_currency("FCFA")}),
        ("ledger", {"original_amount": Decimal("1.005")}, {"original_amount": _round("USD", 2)}),
        (
            "ledger",
            {"original_amount": Decimal(0)},
            {"original_amount": ZERO},
        ),
        ("ledger", {"kind": "refund"}, {"original_amount": REFUND_SIGN}),
        ("ledger", {"original_amount": Decimal(-5)}, {"original_amount": NEGATIVE_COST}),
        ("ledger", XOF | {"original_amount": Decimal(100), "rate": Decimal(-1)}, {"rate": "A rate is above zero."}),
        ("ledger", XOF | {"original_amount": HUGE, "rate": TINY}, {"original_amount": TOO_LARGE}),
        ("rates", {"units": Decimal(0)}, {"units": "A rate is above zero."}),
        ("rates", {"units": Decimal("-600.1")}, {"units": "A rate is above zero."}),
        ("rates", {"units": Decimal(10) ** 8}, {"units": TOO_LARGE}),
        ("rates", {"units": Decimal("0.00000000001")}, {"units": "At most 10 decimals are kept. Round the number."}),
        (
            "rates",
            {"currency": "XXQ", "base": "YYQ"},
            {
                "currency": _no_currency("XXQ"),
                "base": _no_currency("YYQ"),
            },
        ),
    ],
)
def test_rules_of_the_records(file_desk: Desk, key: str, values: Form, problems: dict[str, str]) -> None:
    before = _count(file_desk, key)
    assert file_desk.refused(key, **values) == problems
    assert _count(file_desk, key) == before


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("grants", {"starts_on": START, "ends_on": START}),
        ("grants", {"currency": "XOF", "amount": Decimal(65595700)}),
        ("grants", {"currency": "TND", "amount": Decimal("1.005")}),
        ("grants", {"amount": Decimal(0), "indirect_rate": Decimal(100)}),
        ("grants", {"amount": Decimal(10) ** 14 - 1}),
        ("agreements", {"ends_on": BEFORE}),
        ("rates", {"units": Decimal("0.0000000001")}),
        ("ledger", {"kind": "refund", "original_amount": Decimal("-0.01")}),
        ("ledger", {"kind": "adjustment", "original_amount": Decimal(-5)}),
        ("ledger", {"kind": "adjustment", "original_amount": Decimal(5)}),
    ],
)
def test_what_lies_on_the_border_is_kept(desk: Desk, key: str, values: Form) -> None:
    made = desk.save(key, **values).record_id
    shown = desk.values(key, made)
    assert {field: shown[field] for field in values} == values


@pytest.mark.parametrize(
    ("key", "field"),
    [("agreements", "reference"), ("projects", "reference"), ("grants", "reference")],
)
def test_a_reference_is_given_once(desk: Desk, told: Told, key: str, field: str) -> None:
    desk.save(key)
    before = _count(desk, key)
    with pytest.raises(UserError) as raised:
        desk.save(key)
    assert told(raised) == (
        "A record with this reference exists already. Nothing was changed. "
        "Choose another reference, or open the existing record."
    )
    assert _count(desk, key) == before
    assert desk.form(key)[field] is not None


def test_a_line_code_is_given_once_in_a_budget_but_again_in_another(desk: Desk) -> None:
    desk.save("budget_lines")
    with pytest.raises(UserError, match="exists already"):
        desk.save("budget_lines", description="The same code")
    other = desk.save("budgets").record_id
    assert desk.values("budget_lines", desk.save("budget_lines", budget=other).record_id)["code"] == "5.1"


def test_a_rate_is_given_once_for_a_day(desk: Desk) -> None:
    desk.save("rates")
    with pytest.raises(UserError, match="exists already"):
        desk.save("rates", units=Decimal(580))
    desk.save("rates", effective_on=date(2019, 4, 1))
    assert _count(desk, "rates") == 2


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("grants", "funder"),
        ("grants", "agreement"),
        ("budgets", "grant"),
        ("results", "project"),
        ("projects", "parent"),
    ],
)
def test_what_a_record_refers_to_must_still_be_there(desk: Desk, key: str, field: str) -> None:
    assert desk.refused(key, **{field: 999_999}) == {field: "It is no longer there. Choose another one."}


def test_a_line_must_be_one_of_the_grant(desk: Desk) -> None:
    with making(desk.office) as make:
        other = make.line(make.budget(make.grant()), "9.9", "10.00").id
    assert desk.refused("ledger", line=other) == {
        "line": "Line 9.9 belongs to another grant. Choose a line of this one."
    }


def test_an_entry_from_elsewhere_gets_a_grant_before_it_can_be_changed(desk: Desk) -> None:
    with making(desk.office) as make:
        entry = make.entry(None, "10.00").id
    assert desk.refused("ledger", entry, description="Known now") == {"grant": "Choose the grant that pays."}
    desk.save("ledger", entry, description="Known now", grant=desk.grant)
    assert desk.values("ledger", entry)["grant"] == "GR-1"


def test_a_project_cannot_be_part_of_itself(desk: Desk) -> None:
    upper = desk.save("projects", reference="UP").record_id
    lower = desk.save("projects", reference="LOW", parent=upper).record_id
    assert desk.refused("projects", upper, parent=lower) == {
        "parent": "It would be a part of itself. Choose another project."
    }
    assert desk.values("projects", upper)["parent"] is None


def test_a_grant_whose_money_is_booked_keeps_its_currency(desk: Desk) -> None:
    assert desk.refused("grants", desk.grant, currency="EUR") == {
        "currency": "Its budget, ledger or projects are in USD. Add another grant."
    }
    bare = desk.save("grants").record_id
    desk.save("grants", bare, currency="EUR")
    assert desk.values("grants", bare)["currency"] == "EUR"
    desk.save("ledger", grant=bare, line=None, original_currency="EUR")
    assert desk.refused("grants", bare, currency="XOF", amount=Decimal(1)) == {
        "currency": "Its budget, ledger or projects are in EUR. Add another grant."
    }


def test_who_was_slower_is_told_and_loses_nothing_of_the_other(desk: Desk, told: Told) -> None:
    desk.save("grants", desk.grant, 1, title="What the quick one wrote")
    with pytest.raises(UserError) as raised:
        desk.save("grants", desk.grant, 1, title="What the slow one wrote")
    assert told(raised) == (
        "Someone changed this record while you were working on it. Your change was not saved, so that theirs is not "
        "lost. Open the record again, look at the new values, and repeat your change."
    )
    assert desk.values("grants", desk.grant)["title"] == "What the quick one wrote"
    with pytest.raises(UserError, match="Someone changed this record"):
        records.remove(desk.office, "grants", record_id=desk.grant, version=1)


@pytest.mark.parametrize("engine_name", ["postgresql"])  # a file takes one unit at a time
def test_two_units_at_once_on_one_record_end_in_the_same_sentence(desk: Desk, told: Told) -> None:
    """On a server nothing keeps the second out until it writes: the version in its UPDATE must."""

    def write_slowly() -> None:
        with desk.office.change() as slow:
            slow.get(Grant, desk.grant).title = "Slow"
            desk.save("grants", desk.grant, title="Quick")
            slow.commit(say("Slow change"))

    with pytest.raises(UserError) as raised:
        write_slowly()
    assert told(raised).startswith("Someone changed this record while you were working on it.")
    assert desk.values("grants", desk.grant)["title"] == "Quick"


def test_a_record_that_was_removed_meanwhile_cannot_be_changed(desk: Desk, told: Told) -> None:
    made = desk.save("organisations").record_id
    records.remove(desk.office, "organisations", record_id=made, version=1)
    with pytest.raises(UserError) as raised:
        desk.save("organisations", made, 1, name="Too late")
    assert told(raised) == "This record is no longer there. Someone removed it. Go back to the list."
    with pytest.raises(UserError) as raised:
        records.remove(desk.office, "organisations", record_id=made, version=1)
    assert told(raised) == "This record is no longer there. Someone removed it. Go back to the list."


def test_a_refused_form_leaves_nothing_half_done(desk: Desk) -> None:
    desk.refused("grants", desk.grant, title="Should not stay", amount=Decimal(-1))
    with desk.office.read() as session:
        grant = session.get(Grant, desk.grant)
        assert grant is not None
        assert (grant.title, grant.amount, grant.version) == ("Grant GR-1", Decimal(100000), 1)
        assert session.get(Organisation, desk.funder) is not None
