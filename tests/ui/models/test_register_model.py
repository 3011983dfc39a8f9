"""The model of a register: what a cell says and how, in each language; what is summed, and what never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt

from desktop.config.settings import LanguageCode
from desktop.domain.money import Money
from desktop.registers import find_register
from desktop.registers.query import Filter, Operator, Query
from desktop.services.offices import Office
from desktop.ui.models.register_model import BLANK, RegisterModel
from tests.helpers.records import making
from tests.helpers.window import make_context

LEDGER = find_register("ledger")
COLUMNS = ("entry_on", "reference", "kind", "original_amount", "spent", "committed", "received")
Role = Qt.ItemDataRole


def loaded(office: Office, query: Query, *, language: LanguageCode = "en") -> RegisterModel:
    model = RegisterModel(make_context(office, language=language), query)
    model.load()
    return model


def texts(model: RegisterModel, row: int) -> list[str]:
    return [model.cell(row, place).text for place in range(model.columnCount())]


@pytest.fixture
def entries(empty: Office) -> Office:
    """A spent, a committed and a corrected entry of a grant in USD, in that order."""
    with making(empty) as make:
        grant = make.grant(reference="GR-1")
        xof = {"original_currency": "XOF", "original_amount": Decimal(731450), "rate": Decimal("589.879")}
        make.entry(grant, "1240.00", reference="A-1", entry_on=date(2019, 10, 9), **xof)
        make.entry(grant, "-350.50", reference="A-2", entry_on=date(2019, 10, 10), kind="commitment")
        make.entry(grant, "-12.00", reference="A-3", entry_on=date(2019, 10, 11))
    return empty


def test_cells_read_as_the_field_writes_them(entries: Office) -> None:
    model = loaded(entries, Query(LEDGER, COLUMNS))
    assert model.rowCount() == 3
    assert texts(model, 0) == ["9 Oct 2019", "A-1", "Expenditure", "731,450", "1,240.00", "", ""]
    assert texts(model, 1) == ["10 Oct 2019", "A-2", "Commitment", "−350.50", "", "−350.50", ""]
    assert texts(model, 2)[4] == "−12.00"


def test_cells_in_french_have_commas_and_no_break_spaces(entries: Office) -> None:
    model = loaded(entries, Query(LEDGER, COLUMNS), language="fr")
    found = texts(model, 0)
    assert found[0] == "9 oct. 2019"
    assert found[3:5] == ["731\u00a0450", "1\u00a0240,00"]


def test_numbers_stand_right_and_what_is_not_shown_of_the_currency_stands_before(entries: Office) -> None:
    model = loaded(entries, Query(LEDGER, COLUMNS))
    rights = [model.cell(0, place).right for place in range(5)]
    assert rights == [False, False, False, True, True]
    assert model.cell(0, 3).prefix == "XOF"  # an original amount always says of what
    assert model.cell(0, 4).prefix == ""  # all in one currency: said once, not in every row
    assert model.data(model.index(0, 3)) == "XOF\u00a0731,450"
    assert model.data(model.index(0, 3), Role.AccessibleTextRole) == "XOF\u00a0731,450"


def test_currency_is_not_repeated_when_its_column_is_shown(entries: Office) -> None:
    model = loaded(entries, Query(LEDGER, ("original_currency", "original_amount")))
    assert model.cell(0, 1).prefix == ""


def test_only_amounts_that_should_not_be_negative_are_alarming(entries: Office) -> None:
    model = loaded(entries, Query(LEDGER, COLUMNS))
    assert model.cell(2, 4).alarming  # spent
    assert not model.cell(1, 5).alarming  # a falling commitment is ordinary
    assert not model.cell(0, 4).alarming


def test_codes_of_others_are_muted_but_not_the_code_of_the_record(entries: Office) -> None:
    model = loaded(entries, Query(LEDGER, ("reference", "grant", "description")))
    assert [model.cell(0, place).muted for place in range(3)] == [False, True, False]


def test_per_cent_wears_its_sign(empty: Office) -> None:
    with making(empty) as make:
        make.entry(make.grant(amount=Decimal("1000.00")), "125.00")
    model = loaded(empty, Query(find_register("grants"), ("reference", "delivery")))
    assert model.cell(0, 1).text == "12.5\u00a0%"
    assert model.cell(0, 1).right


def test_tree_is_indented_in_its_own_order_alone(empty: Office) -> None:
    with making(empty) as make:
        parent = make.project(reference="P-1", title="Programme")
        make.project(reference="P-2", title="Child", parent_id=parent.id)
    projects = find_register("projects")
    query = Query(projects)
    name = next(n for n, column in enumerate(query.shown) if column.indent)
    assert [loaded(empty, query).cell(row, name).depth for row in (0, 1)] == [0, 1]
    by_title = query.sorted_by("title", descending=False)
    assert [loaded(empty, by_title).cell(row, name).depth for row in (0, 1)] == [0, 0]
    found = loaded(empty, replace(query, search="child"))
    assert found.rowCount() == 1
    assert found.cell(0, name).depth == 0


def test_headings_have_names_and_hints_in_the_language_of_the_screen(entries: Office) -> None:
    model = loaded(entries, Query(LEDGER, ("entry_on", "rate")), language="en")
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert model.headerData(0, across) == "Date"
    assert model.headerData(1, across) == "Rate"
    first = "Units of the original currency that make as many of the grant's as “Rate is for” says."
    hint = f"{first} Looked up when left empty."
    assert model.headerData(1, across, Role.ToolTipRole) == hint
    assert model.headerData(0, across, Role.ToolTipRole) is None
    assert model.headerData(0, across, Role.DecorationRole) is None
    assert model.headerData(0, down) is None
    assert model.headerData(2, across) is None


def test_model_is_flat_and_says_nothing_outside_itself(entries: Office) -> None:
    model = loaded(entries, Query(LEDGER, COLUMNS))
    first = model.index(0, 0)
    assert (model.rowCount(first), model.columnCount(first)) == (0, 0)
    assert model.data(QModelIndex()) is None
    assert model.data(first, Role.DecorationRole) is None
    assert model.row(-1) is None
    assert model.row(3) is None
    assert model.cell(3, 0) is BLANK


def test_a_value_that_was_not_read_is_nothing(entries: Office) -> None:
    model = loaded(entries, Query(LEDGER, ("reference",)))
    row = model.row(0)
    assert row is not None
    assert model.value(row, "reference") == "A-1"
    assert model.value(row, "description") is None


def test_before_it_is_loaded_it_is_empty(entries: Office) -> None:
    model = RegisterModel(make_context(entries), Query(LEDGER, COLUMNS))
    assert not model.is_loaded
    assert model.rowCount() == 0
    assert model.columnCount() == len(COLUMNS)


def test_unlike_currencies_are_summed_apart_and_marked_in_every_row(empty: Office) -> None:
    with making(empty) as make:
        dollars, euros = make.grant(reference="GR-USD"), make.grant(reference="GR-EUR", currency="EUR")
        make.entry(dollars, "0.10")
        make.entry(dollars, "0.20")
        make.entry(euros, "99.99")
    model = loaded(empty, Query(LEDGER, ("reference", "spent", "committed")))
    assert model.totals is not None
    assert model.totals.main_currency == "USD"
    assert set(model.totals.by_column["spent"]) == {Money(Decimal("0.30"), "USD"), Money(Decimal("99.99"), "EUR")}
    assert {model.cell(row, 1).prefix for row in range(3)} == {"USD", "EUR"}
    assert model.count_all == 3


def test_sums_follow_the_filter(empty: Office) -> None:
    with making(empty) as make:
        grant = make.grant()
        make.entry(grant, "10.00", reference="A")
        make.entry(grant, "5.55", reference="B")
    model = loaded(empty, Query(LEDGER, ("reference", "spent")))
    assert model.totals is not None
    assert model.totals.by_column["spent"] == (Money(Decimal("15.55"), "USD"),)
    model.show(replace(model.query, filters=(Filter("reference", Operator.IS, ("B",)),)))
    assert model.totals.by_column["spent"] == (Money(Decimal("5.55"), "USD"),)
    assert (model.rowCount(), model.count_all) == (1, 2)


def test_list_without_sums_counts_all_the_same(empty: Office) -> None:
    with making(empty) as make:
        make.organisation(name="A")
        make.organisation(name="B")
    model = loaded(empty, Query(find_register("organisations"), filters=(Filter("name", Operator.IS, ("A",)),)))
    assert model.totals is not None
    assert model.totals.by_column == {}
    assert (model.rowCount(), model.count_all) == (1, 2)
