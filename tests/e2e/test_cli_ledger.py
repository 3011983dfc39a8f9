"""`grantdesk ledger`: posting, reversing, splitting, cancelling, receiving, and what is open, without a window."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.services import records
from desktop.services.offices import find_office
from tests.e2e.conftest import Done, Run
from tests.helpers.engines import Engines
from tests.helpers.records import making

DAY = ("--on", "2019-03-04")
COST = (*DAY, "--document", "PV-1", "--description", "Fuel", "--amount", "118.40", "--currency", "usd")


@pytest.fixture
def place(engines: Engines, tmp_path: Path) -> Path:
    """An office with a grant of each of two currencies, a line, an order, an instalment and a split key."""
    path = Path(engines.office("sqlite", tmp_path))
    office = find_office(str(path), actor="Test")
    with making(office) as make:
        grant = make.grant(reference="GR-1")
        make.line(make.budget(grant), "7.1", "500.00")
        make.grant(reference="GR-2", currency="EUR")
        make.entry(grant, "1000.00", kind="commitment", reference="PO-1", description="Desks")
        for _ in range(2):
            make.entry(grant, "10.00", reference="TWICE")
        make.instalment(grant, "5000.00", date(2019, 3, 1), number=1)
        make.rate("XOF", "576.5", date(2019, 3, 1))
        make.rate("EUR", "0.9", date(2019, 3, 1))
    (first, second) = [choice.id for choice in records.choices(office, "grants")]
    key = records.save(office, "allocations", values={"name": "Rent"}).record_id
    for grant_id, percent in ((first, "60"), (second, "40")):
        values = {"allocation": key, "starts_on": date(2019, 1, 1), "grant": grant_id, "percent": Decimal(percent)}
        records.save(office, "allocation_shares", values=values)  # type: ignore[arg-type]  # cells
    office.close()
    return path


@pytest.fixture
def ledger(run: Run, place: Path) -> Run:
    """`grantdesk ledger` on that office."""

    def call(action: str, *more: str) -> Done:
        done: Done = run("ledger", action, "--office", place, *more)
        return done

    return call


def _spent(place: Path, reference: str) -> object:
    office = find_office(str(place), actor="Test", read_only=True)
    try:
        (grant,) = records.choices(office, "grants", only=[f"reference={reference}"])
        return records.load(office, "grants", grant.id).values["spent"]
    finally:
        office.close()


def test_post_and_reverse(ledger: Run, place: Path) -> None:
    done = ledger("post", *COST, "--grant", "GR-1", "--line", "7.1", "--counterparty", "A shop")
    assert (done.status, done.out.strip()) == (0, "Posted PV-1, USD 118.40.".replace(" 118", "\u00a0118"))
    assert _spent(place, "GR-1") == Decimal("138.40")
    done = ledger("reverse", "PV-1", *DAY, "--reason", "Twice", "--json")
    assert done.status == 0
    assert done.json["sentence"].startswith("Posted PV-1 R, which reverses PV-1")
    assert _spent(place, "GR-1") == Decimal("20.00")
    done = ledger("reverse", f"#{done.json['entry']}", *DAY)
    assert (done.status, done.err.startswith("PV-1 R is a reversal.")) == (1, True)


def test_commitments_are_fulfilled_cancelled_and_listed_as_at_a_day(ledger: Run) -> None:
    ledger("post", *COST, "--grant", "GR-1", "--commitment", "PO-1")
    (order,) = ledger("commitments", "--grant", "GR-1", "--json", "--as-at", "2019-03-14").json
    wanted = {"document": "PO-1", "committed": "1000.00", "liquidated": "118.40", "cancelled": "0.00", "age": 10}
    assert {key: order[key] for key in wanted} == wanted
    done = ledger("cancel", "PO-1", *DAY, "--amount", "100", "--reason", "Fewer")
    assert done.out.startswith("Cancelled USD\u00a0100.00 of PO-1.")
    assert ledger("commitments").lines[0].startswith("GR-1 PO-1: USD\u00a0781.60 open of USD\u00a01,000.00")
    done = ledger("post", *COST, "--grant", "GR-1", "--commitment", "PO-1", "--final", "--rate", "-1")
    assert done.status == 0
    assert ledger("commitments").lines == ["0 open commitments"]
    assert ledger("commitments", "--as-at", "2019-03-03").lines == ["0 open commitments"]


def test_split_by_key_and_by_shares(ledger: Run, place: Path) -> None:
    francs = (*DAY, "--document", "PV-2", "--description", "Rent", "--amount", "100001", "--currency", "XOF")
    assert ledger("split", *francs, "--key", "Rent").status == 0
    done = ledger("split", *francs, "--share", "GR-1/7.1=50", "--share", "GR-2=50", "--json")
    assert "into 2 parts" in done.json["sentence"]
    assert _spent(place, "GR-2") == Decimal("60.98") + Decimal("76.22")  # 40000 and 50000 francs at 655.957
    for share, said in (
        ("GR-1", "The share GR-1 cannot be understood."),
        ("GR-1=x", "The share GR-1=x cannot be understood."),
        ("GR-1=60", "One thing to correct."),
        ("GR-9=60", "There is no GR-9."),
        ("GR-1/9.9=60", "There is no one line 9.9 in the approved budget."),
    ):
        done = ledger("split", *francs, "--share", share)
        assert (done.status, done.err.startswith(said)) == (1, True), done.err


def test_receive(ledger: Run) -> None:
    done = ledger(
        "receive", "--grant", "GR-1", "--instalment", "1", *DAY, "--document", "RC-1", "--amount", "4000",
        "--currency", "EUR", "--agreed", "4500",
    )  # fmt: skip
    assert (done.status, done.out.strip()) == (0, "Received USD\u00a04,500.00 for instalment 1 of GR-1.")


def test_a_receipt_in_what_is_no_currency_is_refused(ledger: Run) -> None:
    done = ledger(
        "receive", "--grant", "GR-1", "--instalment", "1", *DAY, "--document", "RC-1", "--amount", "4", "--currency",
        "zzz",
    )  # fmt: skip
    assert (done.status, "ZZZ is not a currency." in done.err) == (1, True)


def test_what_cannot_be_read_is_told(ledger: Run) -> None:
    done = ledger("reverse", "TWICE", *DAY)
    assert (done.status, done.err.startswith("Several records are called TWICE.")) == (1, True)
    assert ledger("reverse", "NONE", *DAY).status == 1
    for wrong in (("--on", "4 March"), ("--amount", "1,5"), ("--amount", "ten")):
        done = ledger("post", *COST, "--grant", "GR-1", *wrong)
        assert done.status == 2
        assert "is not a " in done.err
