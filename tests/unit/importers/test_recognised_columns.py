"""Which column holds which field, and the sentence that says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.importers.book import ErrorValue
from desktop.importers.layout import SheetMapping
from desktop.importers.recognising import fields_of, headings_of, lay_out, rank_kinds, recognise
from desktop.importers.recognising.assignment import assign
from desktop.importers.recognising.heading_words import currency_in
from desktop.registers import REGISTERS, find_register
from tests.helpers.recognised import book_of, held, reason, recognised, sheet_of

DAY, OTHER = date(2024, 3, 4), date(2024, 4, 5)


def test_every_editable_column_is_a_field_with_names_in_every_language() -> None:
    for register in REGISTERS.values():
        fields = fields_of(register)
        assert {column.key for column in register.editable_columns} <= {field.key for field in fields}
        assert len({field.key for field in fields}) == len(fields)
        assert all(field.names for field in fields)
    names = {field.key: field.names for field in fields_of(find_register("ledger"))}
    assert {"date", "التاريخ", "date de piece", "#date"} <= set(names["entry_on"])
    assert {"debit", "credit", "amount", "currency"} <= set(names)


def test_what_is_found_by_its_grant_has_fields_for_that() -> None:
    fields = {field.key: field for field in fields_of(find_register("budget_lines"))}
    assert fields["grant"].required
    assert fields["grant"].target == "grants"
    assert not fields["budget"].required
    assert {"project", "amount", "currency"} <= set(fields)
    assert "currency" in {field.key for field in fields_of(find_register("instalments"))}
    assert "currency" not in {field.key for field in fields_of(find_register("contacts"))}


def test_a_french_ledger() -> None:
    heads = ("Date pièce", "N° pièce", "Libellé", "Fournisseur", "Ligne budgétaire", "Devise", "Montant", "Taux")
    rows = [(DAY, "BC-1", "Carburant", "Total", "1.1", "XOF", 500, 655.957)] * 3
    assert list(held(recognised("ledger", [heads, *rows])).values()) == [
        "entry_on",
        "reference",
        "description",
        "counterparty",
        "line",
        "original_currency",
        "original_amount",
        "rate",
    ]


def test_an_arabic_ledger() -> None:
    heads = ("التاريخ", "رقم المستند", "البيان", "المورد", "العملة", "المبلغ")
    rows = [(DAY, "BC-1", "وقود", "توتال", "XOF", 500)] * 3
    assert list(held(recognised("ledger", [heads, *rows])).values()) == [
        "entry_on",
        "reference",
        "description",
        "counterparty",
        "original_currency",
        "original_amount",
    ]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Description", "Called as here."),
        ("Narration", "Called “Narration”, a name for Description."),
        ("Descripton", "Similar to “description”."),
        ("Desc.", "Similar to “description”."),
        ("Description of the expense", "Similar to “expense description”."),
    ],
)
def test_a_reason_says_what_speaks_for_a_column(heading: str, said: str) -> None:
    layout = recognised("ledger", [("Date", heading), (DAY, "Fuel"), (OTHER, "Rent")])
    assert held(layout)[heading] == "description"
    assert reason(layout, heading) == said


def test_content_speaks_where_names_do_not() -> None:
    rows = [("Blue", "Green", "Red"), *[(DAY, "USD", "Receipt"), (OTHER, "XOF", "Refund")] * 2]
    layout = recognised("ledger", rows)
    assert held(layout) == {"Blue": "entry_on", "Green": "original_currency", "Red": "kind"}
    assert reason(layout, "Blue") == "Holds dates in 4 of 4 rows."
    assert reason(layout, "Green") == "Holds currencies in 4 of 4 rows."
    assert reason(layout, "Red") == "Holds names of the list in 4 of 4 rows."


def test_countries_are_known_by_their_names_in_every_language() -> None:
    rows = [("Name", "Where"), ("A", "Niger"), ("B", "Tchad"), ("C", "مالي")]
    assert held(recognised("organisations", rows)) == {"Name": "name", "Where": "country"}


def test_content_decides_between_two_meanings_of_a_name() -> None:
    numbers = recognised("budget_lines", [("Line", "Budget"), ("1", 1000.5), ("2", 20), ("3", 7)])
    assert held(numbers)["Budget"] == "amount"
    codes = recognised("budget_lines", [("Line", "Budget"), ("1", "G-1"), ("2", "G-1"), ("3", "G-1")])
    assert held(codes)["Budget"] == "budget"


def test_a_column_that_holds_something_else_than_its_name_says_is_less_sure() -> None:
    layout = recognised("ledger", [("Date", "Amount"), ("soon", 5), ("later", 6), ("never", 7)])
    scores = {guess.header: guess.score for guess in layout.guesses}
    assert scores["Date"] < 70 < scores["Amount"]
    assert held(layout)["Date"] == "entry_on"


def test_of_two_columns_for_a_field_the_better_one_holds_it() -> None:
    layout = recognised("ledger", [("Posting date", "Date of birth", "Colour"), (DAY, OTHER, "x")])
    assert held(layout) == {"Posting date": "entry_on"}
    assert reason(layout, "Date of birth") == "Date is rather in “Posting date”."
    assert reason(layout, "Colour") == "Nothing like it in this list."


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Amount (XOF)", "XOF"),
        ("Montant en FCFA", "FCFA"),
        ("Montant F CFA", "FCFA"),
        ("Amount, USD", "USD"),
        ("US$", "USD"),
        ("Total for ALL", ""),
        ("Price (ALL)", "ALL"),
        ("Coût €", "EUR"),
        ("DATE", ""),
        ("amountUSD", "USD"),
    ],
)
def test_a_heading_may_state_a_currency(heading: str, code: str) -> None:
    assert currency_in(heading) == code


def test_of_two_amounts_that_in_a_currency_of_awards_is_the_grants() -> None:
    layout = recognised("ledger", [("Date", "Montant en FCFA", "Montant (USD)"), (DAY, 655957, 1000.0)])
    assert held(layout) == {
        "Date": "entry_on",
        "Montant en FCFA": "original_amount",
        "Montant (USD)": "amount",
    }
    assert layout.heading_currencies == {1: "FCFA", 2: "USD"}
    turned = recognised("ledger", [("Date", "Amount USD", "Amount XOF"), (DAY, 10.5, 655957)])
    assert held(turned)["Amount USD"] == "amount"


def test_a_kept_mapping_is_taken_by_the_headings_wherever_they_stand() -> None:
    first = recognised("ledger", [("Date", "Who", "Value"), (DAY, "Total", 5)])
    kept = first.mapping.with_field(1, "counterparty").with_field(2, "").with_style("entry_on", "dmy").as_json()
    layout = recognised("ledger", [("Value", "Date", "Who"), (5, DAY, "Total")], kept=kept)
    assert held(layout) == {"Date": "entry_on", "Who": "counterparty"}
    assert reason(layout, "Date") == "As in the mapping that was kept."
    assert reason(layout, "Value") == "Left out in the mapping that was kept."
    assert layout.mapping.styles == {"entry_on": "dmy"}
    assert [layout.mapping.column_of(key) for key in ("entry_on", "counterparty", "amount")] == [1, 2, None]


def test_where_a_kept_mapping_lacks_a_column_the_rest_is_recognised() -> None:
    kept = {"sheet": "Old", "fields": {"When": "entry_on", "Gone": "description", "Odd": "nothing"}, "styles": {}}
    layout = recognised("ledger", [("When", "Posting date", "Text"), (DAY, OTHER, "x")], kept=kept)
    assert held(layout) == {"When": "entry_on", "Text": "description"}
    assert reason(layout, "Posting date") == "Nothing like it in this list."


def test_what_a_person_chose_says_so_and_other_reasons_stay() -> None:
    fields = fields_of(find_register("ledger"))
    book = book_of(sheet_of([("Date", "Text", "Who", "Amount"), (DAY, "a", "b", 5), (OTHER, "c", "d", 6)]))
    found = recognise(book, fields)
    changed = lay_out(book, fields, found.mapping.with_field(2, "counterparty").with_field(1, ""))
    assert held(changed) == {"Date": "entry_on", "Who": "counterparty", "Amount": "original_amount"}
    assert reason(changed, "Who") == "Chosen by you."
    assert reason(changed, "Text") == "Left out by you."
    assert reason(changed, "Date") == reason(found, "Date")
    unknown = replace(found.mapping, fields={0: "nothing like a field"})
    assert held(lay_out(book, fields, unknown))["Date"] == "entry_on"


def test_a_fingerprint_is_that_of_the_headings_in_any_order() -> None:
    one = recognised("ledger", [("Date", "Montant"), (DAY, 5)])
    other = recognised("ledger", [("MONTANT ", "date"), (5, DAY)])
    assert headings_of(one) == headings_of(other.mapping)
    assert headings_of(one) != headings_of(SheetMapping("Sheet1", (0,), {}, {0: "Date"}))


@pytest.mark.parametrize(
    ("kind", "heads", "line"),
    [
        ("ledger", ("Date", "Voucher", "Description", "Budget line", "Amount USD"), (DAY, "1", "Fuel", "1.1", 5)),
        ("organisations", ("Name", "Acronym", "Type", "Country"), ("Office", "OF", "Government", "Niger")),
        ("instalments", ("Grant", "Tranche", "Date prévue", "Montant"), ("G-1", 1, DAY, 500)),
        ("rates", ("Currency", "Per one", "Effective from", "Rate", "Source"), ("XOF", "USD", DAY, 600.5, "UN")),
        ("contacts", ("Name", "Function", "Organisation", "E-mail", "Telephone"), ("A", "Head", "B", "a@b.c", "1")),
        ("results", ("Project", "Code", "Level", "Title"), ("P-1", "1.1", "Output", "Better courts")),
        ("budget_lines", ("Line", "Description", "Unit", "Quantity", "Unit cost"), ("1.1", "Staff", "month", 12, 900)),
    ],
)
def test_the_list_that_a_workbook_fills_comes_first(kind: str, heads: tuple[str, ...], line: tuple[str, ...]) -> None:
    kinds = {register.key: fields_of(register) for register in REGISTERS.values() if register.writable}
    ranked = rank_kinds(book_of(sheet_of([heads, *[line] * 4])), kinds)
    assert ranked[0][0] == kind
    assert all(0 <= score <= 100 for _, score in ranked)


def test_nothing_ranks_in_an_empty_workbook() -> None:
    assert rank_kinds(book_of(), {"ledger": fields_of(find_register("ledger"))}) == [("ledger", 0)]


def test_cells_that_hold_neither_names_nor_numbers_are_taken_for_what_they_are() -> None:
    rows = [("Date", "Text", "Amount"), (DAY, True, ErrorValue("#REF!")), (OTHER, False, 5), (OTHER, "x", "12 %")]
    assert held(recognised("ledger", rows)) == {"Date": "entry_on", "Text": "description", "Amount": "original_amount"}


def test_columns_are_given_so_that_all_fit_best() -> None:
    assert assign([]) == []
    assert assign([[9, 8], [8, 1]]) == [1, 0]
    assert assign([[0, 5, 0], [0, 9, 0]]) == [None, 1]
    assert assign([[3], [4], [2]]) == [None, 0, None]


@pytest.mark.parametrize("number", ["+227 90 55 01 41", "0022790550141", "90 55 01 41", "+33123456789"])
def test_a_telephone_is_no_amount(number: str) -> None:
    layout = recognised("volunteers", [["Code", "Category", "Mobile"], ["V-1", "National", number]])
    assert held(layout)["Mobile"] == "phone"
