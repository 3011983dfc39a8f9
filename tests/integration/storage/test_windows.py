"""A view read window by window is the whole list sorted and filtered, as plain Python would sort and filter it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import pytest

from desktop.config import paths
from desktop.domain.money import Money
from desktop.language.folding import fold
from desktop.registers import REGISTERS, find_register
from desktop.registers.query import Filter, Operator, Query, Row
from desktop.registers.register import Kind
from desktop.services.browse import RegisterView, all_rows
from desktop.services.offices import Office, find_office
from desktop.storage import browse
from tests.helpers.engines import ENGINES, Engines
from tests.helpers.ledgers import make_random_ledger
from tests.helpers.records import making
from tests.helpers.stored import fill

pytestmark = pytest.mark.no_cover  # other tests reach these lines; counting them here takes a third of its time

LEDGER = find_register("ledger")
ALL = tuple(column.key for column in LEDGER.columns)
ENTRIES = 120


@pytest.fixture(scope="module", params=ENGINES)
def ledger(
    request: pytest.FixtureRequest, engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """An office with a random ledger, read only by the tests here."""
    office = find_office(engines.office(str(request.param), tmp_path_factory.mktemp("ledger")), actor="Test")
    make_random_ledger(office, entries=ENTRIES, seed=20191021)
    yield office
    office.close()


@pytest.fixture(scope="module", params=ENGINES)
def filled(
    request: pytest.FixtureRequest, engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """An office with something in every register, read only by the tests here."""
    folder = tmp_path_factory.mktemp("filled")
    office = find_office(engines.office(str(request.param), folder), actor="Test")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.HOME_VARIABLE, str(folder / "home"))
        fill(office)
    yield office
    office.close()


def _read(office: Office, query: Query) -> list[Row]:
    """The whole of a view at once."""
    with office.read() as session:
        return list(browse.window(session.connection(), query, first=0, limit=10_000).rows)


def _by_key(query: Query, rows: list[Row]) -> list[dict[str, Any]]:
    return [{"": row.id, **query.by_key(row)} for row in rows]


def _sorted(rows: list[dict[str, Any]], key: str, *, descending: bool) -> list[int]:
    """Ids as they should come: nothing first (last when descending), names without case and accents, ties by id."""
    textual = LEDGER.column(key).kind in (Kind.TEXT, Kind.SENTENCE)

    def place(row: dict[str, Any]) -> tuple[Any, ...]:
        value = row[key]
        if LEDGER.column(key).kind is Kind.CHOICE and value is not None and value.isdecimal():
            value = int(value)
        if value is None and isinstance(_example(rows, key), str):
            value = "" if key in _NEVER_NULL else None
        folded = fold(value) if textual and isinstance(value, str) else value
        return (folded is not None, folded if folded is not None else 0, row[""])

    return [row[""] for row in sorted(rows, key=place, reverse=descending)]


_NEVER_NULL = {"reference", "description", "counterparty", "rate_source"}


def _example(rows: list[dict[str, Any]], key: str) -> Any:
    return next((row[key] for row in rows if row[key] is not None), None)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("key", ALL)
def test_every_column_sorts_as_plain_python_does(ledger: Office, key: str, descending: bool) -> None:
    query = Query(LEDGER, columns=(key,), sort=key, descending=descending)
    rows = _read(ledger, query)
    assert len(rows) == ENTRIES
    assert [row.id for row in rows] == _sorted(_by_key(query, rows), key, descending=descending)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("key", ALL)
def test_windows_put_together_are_the_whole(ledger: Office, key: str, descending: bool) -> None:
    query = Query(LEDGER, sort=key, descending=descending)
    whole = _read(ledger, query)
    view = RegisterView(ledger, query)
    paged: list[Row] = []
    while window := view.window(len(paged), 17):
        paged += window
    assert paged == whole
    some = random.Random(key)  # noqa: S311 - places to jump to
    fresh = RegisterView(ledger, query)
    for _jump in range(8):
        first, limit = some.randrange(ENTRIES + 5), some.randint(1, 30)
        assert list(fresh.window(first, limit)) == whole[first : first + limit], (first, limit)


@pytest.mark.parametrize("sort_again_up_to", [0, 10_000])
def test_long_views_without_an_index_are_sorted_once_and_read_by_their_ids(
    ledger: Office, sort_again_up_to: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.services.browse._SORT_AGAIN_UP_TO", sort_again_up_to)
    query = Query(LEDGER, sort="description", descending=True)
    whole = _read(ledger, query)
    view = RegisterView(ledger, query)
    assert list(view.window(50, 10)) == whole[50:60]
    assert list(view.window(0, 10)) == whole[:10]
    assert list(view.window(ENTRIES - 3, 10)) == whole[-3:]
    assert list(all_rows(ledger, query)) == whole


def test_rows_that_vanished_meanwhile_are_left_out(ledger: Office) -> None:
    query = Query(LEDGER, columns=("reference",))
    with ledger.read() as session:
        rows = browse.rows_by_id(session.connection(), query, [5, 4711, 2])
    assert [row.id for row in rows] == [5, 2]


# --- filters ------------------------------------------------------------------------------------------------------

_VALUES: dict[str, tuple[Any, ...]] = {
    "entry_on": (date(2019, 1, 7), date(2019, 1, 20), date(2018, 1, 1)),
    "reference": ("PV-001", "pv-001", ""),
    "kind": ("refund", "receipt"),
    "grant": ("G-USD", "G-XOF"),
    "line": ("1.1",),
    "category": ("2", "8"),
    "project": ("P-1",),
    "currency": ("USD", "EUR"),
    "original_amount": (Decimal(0), Decimal("-2.5"), Decimal("0.25"), Decimal("0.00001"), Decimal("1E+30")),
    "amount": (Decimal(5), Decimal("-0.00001"), Decimal("-1E+30"), Decimal("1.5")),
    "rate": (Decimal("589.372"), Decimal(1), Decimal("0.89999999999")),
    "rate_per": (Decimal(1), Decimal("655.957")),
    "rate_on": (date(2019, 1, 1),),
    "spent": (Decimal(0), Decimal("12.5")),
    "committed": (Decimal(-1), Decimal("2.25")),
    "received": (Decimal(1),),
}
_PLAIN: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.IS: lambda cell, value: cell is not None and cell == value,
    Operator.IS_NOT: lambda cell, value: cell is None or cell != value,
    Operator.AT_LEAST: lambda cell, value: cell is not None and cell >= value,
    Operator.AT_MOST: lambda cell, value: cell is not None and cell <= value,
    Operator.ABOVE: lambda cell, value: cell is not None and cell > value,
    Operator.BELOW: lambda cell, value: cell is not None and cell < value,
}


@pytest.mark.parametrize("operator", list(_PLAIN))
@pytest.mark.parametrize("key", sorted(_VALUES))
def test_every_comparison_keeps_what_plain_python_keeps(ledger: Office, key: str, operator: Operator) -> None:
    whole = Query(LEDGER, columns=(key,))  # all columns at once are asked for below, and take ten times as long
    rows = _by_key(whole, _read(ledger, whole))
    for value in _VALUES[key]:
        query = Query(LEDGER, columns=(key,), filters=(Filter(key, operator, (value,)),))
        compare = _PLAIN[operator]
        wanted = [row[""] for row in rows if compare(_stored(key, row[key]), _stored(key, value))]
        found = _read(ledger, query)
        assert [row.id for row in found] == wanted, value
        with ledger.read() as session:
            assert browse.count(session.connection(), query) == len(wanted)


def _stored(key: str, cell: Any) -> Any:
    """A cell as the table holds it: categories are numbers, no reference is an empty one."""
    if key == "category" and cell is not None:
        return int(cell)
    return "" if key == "reference" and cell is None else cell


@pytest.mark.parametrize(
    ("text", "kept"),
    [("elan", {"Élan", "élan"}), ("ÉLAN", {"Élan", "élan"}), ("isit", {"Prison visit"}), ("%", {"100 %", "a%b"}),
     ("a_b", {"a_b"}), ("_", {"a_b"}), ("\\", set()), ("'", set())],
)  # fmt: skip
def test_contains_asks_for_a_part_without_case_and_accents(ledger: Office, text: str, kept: set[str]) -> None:
    query = Query(LEDGER, columns=("description",), filters=(Filter("description", Operator.CONTAINS, (text,)),))
    assert {str(row.values[0]) for row in _read(ledger, query)} == kept


@pytest.mark.parametrize("key", ALL)
def test_nothing_there_and_something_there_make_the_whole(ledger: Office, key: str) -> None:
    whole = Query(LEDGER, columns=(key,))
    empty = {row.id for row in _read(ledger, whole) if row.values[0] is None}
    nothing = Query(LEDGER, columns=(key,), filters=(Filter(key, Operator.IS, (None,)),))
    something = Query(LEDGER, columns=(key,), filters=(Filter(key, Operator.IS_NOT, (None,)),))
    assert {row.id for row in _read(ledger, nothing)} == empty
    assert len(_read(ledger, something)) == ENTRIES - len(empty)


def test_several_values_are_alternatives_and_several_filters_must_all_hold(ledger: Office) -> None:
    either = Filter("kind", Operator.IS, ("refund", "receipt"))
    neither = Filter("kind", Operator.IS_NOT, ("refund", "receipt"))
    early = Filter("entry_on", Operator.BELOW, (date(2019, 1, 5),))
    with ledger.read() as session:
        counted = [
            browse.count(session.connection(), Query(LEDGER, filters=filters))
            for filters in ((either,), (neither,), (either, early), (neither, early), (early,))
        ]
    assert counted[0] + counted[1] == ENTRIES
    assert counted[2] + counted[3] == counted[4] > 0
    none = Query(LEDGER, filters=(Filter("kind", Operator.IS, ()),))
    assert _read(ledger, none) == []


def test_filter_search_scope_and_order_work_together(ledger: Office) -> None:
    query = Query(
        LEDGER,
        columns=ALL,
        filters=(Filter("amount", Operator.AT_MOST, (Decimal(10_000),)),),
        search="FU",
        sort="amount",
        descending=True,
        scope=("grant_id", 1),
    )
    whole = Query(LEDGER, columns=ALL)
    of_grant = [row for row in _by_key(whole, _read(ledger, whole)) if row["grant"] == "G-USD"]
    rows = [row for row in of_grant if row["amount"] <= 10_000 and _says_fuel(row)]
    wanted = _sorted(rows, "amount", descending=True)
    assert len(wanted) > 4
    assert [row.id for row in _read(ledger, query)] == wanted
    view = RegisterView(ledger, query)
    assert [row.id for row in (*view.window(0, 2), *view.window(2, 2), *view.window(4, 500))] == wanted
    assert view.count() == len(wanted)
    assert view.count_all() == len(of_grant)


def _says_fuel(row: dict[str, Any]) -> bool:
    return "fuel" in f"{row['description']} {row['counterparty']}".lower()


# --- totals -------------------------------------------------------------------------------------------------------


def test_totals_stand_beside_each_other_by_currency_and_are_exact(ledger: Office) -> None:
    for filters in ((), (Filter("kind", Operator.IS, ("commitment",)),), (Filter("grant", Operator.IS, ("G-EUR",)),)):
        query = Query(LEDGER, columns=("amount", "spent", "committed", "received", "currency"), filters=filters)
        rows = sorted(_by_key(query, _read(ledger, query)), key=lambda row: str(row["currency"]))
        by_currency = {code: list(group) for code, group in groupby(rows, key=lambda row: str(row["currency"]))}
        totals = RegisterView(ledger, query).totals()
        for key in ("amount", "spent", "committed", "received"):
            wanted = tuple(
                Money(sum((row[key] for row in group if row[key] is not None), Decimal(0)), code)
                for code, group in by_currency.items()
                if any(row[key] is not None for row in group)
            )
            assert totals.by_column[key] == wanted, (filters, key)
        assert totals.main_currency == max(by_currency, key=lambda code: (len(by_currency[code]), code))


def test_an_empty_view_has_no_totals(ledger: Office) -> None:
    query = Query(LEDGER, filters=(Filter("reference", Operator.IS, ("nowhere",)),))
    assert RegisterView(ledger, query).totals() == browse.Totals({"spent": (), "committed": (), "received": ()}, "")
    assert RegisterView(ledger, Query(LEDGER, columns=("reference",))).totals() == browse.Totals({}, "")


# --- every register -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(REGISTERS))
def test_every_column_of_every_register_can_be_shown_sorted_and_filtered(filled: Office, key: str) -> None:
    office = filled
    register = REGISTERS[key]
    columns = tuple(column.key for column in register.columns)
    rows = _read(office, Query(register, columns=columns))
    assert rows
    for place, column in enumerate(register.columns):
        cells = [row.values[place] for row in rows]
        again = _read(office, Query(register, columns=(column.key,), sort=column.key, descending=bool(place % 2)))
        assert sorted(row.id for row in again) == sorted(row.id for row in rows)
        for operator in Operator:
            value = _asked(column.kind, next((cell for cell in cells if cell is not None), None))
            query = Query(register, columns=(column.key,), filters=(Filter(column.key, operator, (value,)),))
            found = len(_read(office, query))
            if operator in (Operator.IS, Operator.CONTAINS) and column.kind is not Kind.SENTENCE:
                assert found > 0, f"{column.key} {operator.value} {value}"


def _asked(kind: Kind, cell: Any) -> Any:
    """A cell as a user would type it into a filter: moments by their day, one of several codes."""
    if cell is None:
        return None
    if kind is Kind.INSTANT:
        return cell.astimezone().date()
    if kind in (Kind.CHOICES, Kind.COUNTRIES):
        return str(cell).split(", ")[0]
    return str(cell) if kind is Kind.SENTENCE else cell


def test_moments_are_asked_for_by_their_day(office: Office) -> None:
    with making(office) as make:
        make.organisation()
    history = find_register("history")
    day = office.clock().astimezone().date()
    counts = {
        operator: len(_read(office, Query(history, filters=(Filter("done_at", operator, (day,)),))))
        for operator in Operator
    }
    assert counts == {
        Operator.IS: 1,
        Operator.IS_NOT: 0,
        Operator.AT_LEAST: 1,
        Operator.AT_MOST: 1,
        Operator.ABOVE: 0,
        Operator.BELOW: 0,
        Operator.CONTAINS: 1,
    }


def test_one_of_several_codes_is_asked_for_whatever_its_case(filled: Office) -> None:
    projects = find_register("projects")
    for value, count in (("NE", 1), ("ne", 1), ("N", 0), ("NE, ML", 0), ("%", 0)):
        query = Query(projects, filters=(Filter("countries", Operator.IS, (value,)),))
        assert len(_read(filled, query)) == count, value
