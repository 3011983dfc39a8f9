"""The detail of a record: every fact in its own writing, links to what it belongs to, and what happened to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.config.settings import LanguageCode
from desktop.language import UserError
from desktop.registers import find_register
from desktop.services import history, records
from desktop.services.history import HistoryLine
from desktop.services.offices import Office
from desktop.services.records import RecordView
from desktop.storage.models import LedgerEntry
from desktop.ui.context import Context, Route
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import label
from desktop.ui.widgets.facts import Fact, FactGrid, HistoryList, Rail, RecordLoader, facts_of, record_parts
from tests.helpers.manual import ManualRunner
from tests.helpers.records import making
from tests.helpers.window import button_named, click, make_context, press, visible_texts
from tests.ui.widgets.conftest import Show

GRANTS, LEDGER = find_register("grants"), find_register("ledger")


@pytest.fixture
def office(empty: Office) -> Office:
    """A grant of Smith & Sons that is overspent, with one entry in francs."""
    with making(empty, "Made the grant") as make:
        funder = make.organisation(name="Smith & Sons", reference="XX-1")
        grant = make.grant(
            reference="GR-1",
            title="Legal aid",
            funder_id=funder.id,
            amount=Decimal("1000.00"),
            ends_on=date(2019, 12, 31),
            indirect_rate=Decimal(13),
        )
        xof = {"original_currency": "XOF", "original_amount": Decimal(731450), "rate": Decimal("589.879")}
        make.entry(grant, "1240.00", reference="PV-1", description="Fuel", **xof)
    return empty


def facts(
    office: Office, key: str = "grants", *, language: LanguageCode = "en", skip: tuple[str, ...] = ()
) -> dict[str, Fact]:
    context = make_context(office, language=language)
    record = records.load(office, key, 1)
    return {fact.name: fact for fact in facts_of(context, find_register(key), record, skip=skip)}


def test_facts_read_as_the_field_writes_them(office: Office) -> None:
    found = facts(office)
    values = {name: fact.value for name, fact in found.items()}
    assert values["Awarded"] == "USD\u00a01,000.00"
    assert values["End"] == "31 Dec 2019"
    assert values["Support cost rate"] == "13\u00a0%"
    assert values["Delivery"] == "124.0\u00a0%"
    assert values["Available"] == "USD\u00a0−240.00"
    assert [name for name, fact in found.items() if fact.alarming] == ["Available"]


def test_facts_in_french_put_the_currency_behind(office: Office) -> None:
    values = {fact.value for fact in facts(office, language="fr").values()}
    assert "1\u00a0000,00\u00a0USD" in values
    assert "−240,00\u00a0USD" in values
    assert "31 déc. 2019" in values


def test_original_amount_has_its_own_currency(office: Office) -> None:
    values = {name: fact.value for name, fact in facts(office, "ledger").items()}
    assert values["Original"] == "XOF\u00a0731,450"
    assert values["Amount"] == "USD\u00a01,240.00"
    assert values["Rate"] == "589.879"


def test_what_is_not_known_and_what_is_technical_is_left_out(office: Office) -> None:
    found = facts(office, skip=("reference",))
    assert "Note" not in found
    assert "Agreement" not in found
    assert "Currency" not in found  # it stands beside each amount
    assert "Reference" not in found


def test_what_is_as_it_usually_is_says_nothing(office: Office) -> None:
    assert not {"Rate is for", "Liquidated"} & set(facts(office, "ledger"))
    with making(office) as make:
        make.unit.session.get_one(LedgerEntry, 1).rate_per = Decimal(1000)
    assert facts(office, "ledger")["Rate is for"].value == "1,000"


def test_fact_about_another_record_leads_there(office: Office, shown: Show) -> None:
    context = make_context(office)
    wanted: list[Route] = []
    context.wanted.connect(wanted.append)
    grid = FactGrid(context, list(facts(office).values()))
    shown(grid)
    click(button_named(grid, "Smith & Sons"))
    assert wanted == [Route("record", "organisations", 1)]
    press(button_named(grid, "Smith & Sons"), "Space")
    assert len(wanted) == 2


def test_facts_stand_below_each_other_with_their_names(shown: Show) -> None:
    grid = FactGrid(make_context(None), [Fact("End", "31 Dec 2019"), Fact("Available", "−240.00", alarming=True)])
    shown(grid)
    assert visible_texts(grid) == ["End", "31 Dec 2019", "Available", "−240.00"]
    inks = {part.text(): part.property("ink") for part in grid.findChildren(QLabel)}
    assert inks == {"End": "muted", "31 Dec 2019": None, "Available": "muted", "−240.00": "negative"}


def test_history_says_what_who_and_when(office: Office, shown: Show) -> None:
    context = make_context(office)
    lines = history.record_history(office, record="grant", record_id=1)
    made = HistoryList(context, lines)
    shown(made)
    texts = visible_texts(made)
    assert texts[0] == "Made the grant"
    assert texts[1].endswith(", Test")
    assert str(lines[0].done_at.astimezone().year) in texts[1]


def test_detail_begins_with_the_amount_and_ends_with_the_history(office: Office, shown: Show) -> None:
    context = make_context(office)
    record = records.load(office, "grants", 1)
    lines = history.record_history(office, record="grant", record_id=1)
    parts = record_parts(context, GRANTS, record, lines)
    shown(*parts, height=700)
    first = parts[0]
    assert isinstance(first, QLabel)
    assert first.text() == "USD\u00a01,000.00"
    texts = [text for part in parts for text in visible_texts(part)]
    assert "Reference" not in texts  # it is the title
    assert "Awarded" not in texts  # it is the figure above
    assert "Made the grant" in texts


def test_detail_without_amount_and_history_is_facts_alone(office: Office) -> None:
    context = make_context(office)
    record = records.load(office, "organisations", 1)
    assert len(record_parts(context, find_register("organisations"), record, [])) == 1
    entry = records.load(office, "ledger", 1)
    without = replace(entry, values={**entry.values, "amount": None})
    correction, facts = record_parts(context, LEDGER, without, [])
    assert isinstance(facts, FactGrid)
    assert correction.isHidden()  # of an entry that was right there is nothing to say


def test_rail_shows_a_title_and_can_be_closed(shown: Show) -> None:
    context = make_context(None)
    rail = Rail(context, width=300)
    closed: list[None] = []
    rail.closed.connect(lambda: closed.append(None))
    shown(rail)
    rail.show_parts("GR-1", [label("First")], name=Icon.GRANTS)
    rail.show_parts("GR-2", [label("Second"), label("Third")])
    QApplication.processEvents()
    assert sorted(visible_texts(rail)) == ["GR-2", "Second", "Third"]
    assert (rail.width(), rail.sizeHint().width()) == (300, 300)
    click(button_named(rail, "Close"))
    assert len(closed) == 1


@pytest.mark.parametrize(("language", "edge"), [("en", "left"), ("ar", "right")])
def test_rail_has_its_line_towards_the_page(language: LanguageCode, edge: str) -> None:
    assert Rail(make_context(None, language=language)).property("edge") == edge


class Loaded:
    """A loader whose reading waits for the test, and what arrived."""

    def __init__(self, office: Office) -> None:
        self.runner = ManualRunner()
        self.context: Context = make_context(office, tasks=self.runner)
        self.loader = RecordLoader(self.context, LEDGER, self.context)
        self.arrived: list[tuple[RecordView, list[HistoryLine]]] = []
        self.loader.arrived.connect(lambda record, lines: self.arrived.append((record, lines)))

    @property
    def take(self) -> Callable[[], int]:
        return self.runner.finish


def test_record_and_history_are_read_off_the_windows_thread(office: Office) -> None:
    loaded = Loaded(office)
    loaded.loader.want(1)
    assert loaded.arrived == []
    loaded.take()
    record, lines = loaded.arrived[0]
    assert (record.id, record.label(LEDGER)) == (1, "PV-1")
    assert len(lines) == 1


def test_only_the_last_record_asked_for_arrives(long_ledger: Office) -> None:
    loaded = Loaded(long_ledger)
    for number in (1, 2, 3):  # down, down, down
        loaded.loader.want(number)
    loaded.take()
    assert [record.id for record, _lines in loaded.arrived] == [3]


def test_record_that_is_gone_is_said_kindly(office: Office) -> None:
    context = make_context(office)
    told: list[UserError] = []
    context.failed.connect(told.append)
    RecordLoader(context, LEDGER, context).want(999)
    assert [error.title.text for error in told] == ["This record is no longer there."]


def test_rows_of_two_columns_stand_on_the_same_lines(office: Office, shown: Show) -> None:
    context = make_context(office)
    some = [Fact(f"Name {n}", f"Value {n}", Route("record", "grants", 1) if n == 1 else None) for n in range(6)]
    grid = FactGrid(context, some, columns=2)
    shown(grid, width=700)
    tops = {part.text(): part.y() for part in grid.findChildren(QLabel)}
    for left, right in ((0, 3), (1, 4), (2, 5)):
        assert tops[f"Name {left}"] == tops[f"Name {right}"] == tops[f"Value {right}"]
    plain = next(part for part in grid.findChildren(QLabel) if part.text() == "Value 0")
    assert button_named(grid, "Value 1").sizeHint().height() == plain.sizeHint().height()
