"""Offices with as many ledger entries as one likes, made in seconds: for benchmarks and for tests of long lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import text

from desktop.services.offices import Office, new_office
from desktop.storage.engine import is_file
from desktop.storage.models import Budget, BudgetLine, Grant, Organisation
from desktop.storage.search import reindex

WORDS = [
    "fuel",
    "prison",
    "visits",
    "Kollo",
    "interpretation",
    "Hausa",
    "laptop",
    "computers",
    "office",
    "rent",
    "Niamey",
    "travel",
    "Diffa",
    "case",
    "review",
    "printing",
    "leaflet",
    "detainees",
    "rights",
    "volunteers",
    "August",
    "September",
    "support",
    "costs",
    "workshop",
    "venue",
    "judicial",
    "unit",
]
FIRST_DAY = date(2010, 1, 1)
DAYS = 3650
GRANTS = 20
LONG = 30_000  # entries of a ledger that is read by its indexes
# Numbers that are coprime to the counts they walk through, so that every value comes up equally often.
_ENTRIES = """
WITH RECURSIVE numbers(n) AS (SELECT CAST(0 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :entries)
INSERT INTO ledger_entry (version, entry_on, kind, reference, description, counterparty, grant_id, line_id,
                          original_currency, original_amount, rate, rate_per, rate_source, currency, amount, liquidated)
SELECT 1, {day}, 'expenditure', {reference}, {words}, '', 1 + n % :grants, 1 + n % :grants,
       'XOF', 10000 * (1 + (n * 7919) % 900000), 5893720000000, 10000000000, 'made for tests',
       'USD', 100 * (1 + (n * 104729) % 500000), 0
FROM numbers
"""


def make_large_office(location: str, *, entries: int, grants: int = GRANTS) -> Office:
    """An office with `entries` ledger entries over so many grants and ten years; open, with an actor called Test."""
    office = new_office(location, name=f"{entries} entries", actor="Test")
    with office.change() as unit:
        funder = unit.add(Organisation(name="A funder", reference="XX-1"))
        for number in range(1, grants + 1):
            grant = unit.add(
                Grant(
                    reference=f"GR-{number:02}",
                    title=f"Grant {number}",
                    funder_id=funder.id,
                    currency="USD",
                    amount=Decimal(10_000_000),
                    starts_on=FIRST_DAY,
                    ends_on=date(2019, 12, 31),
                )
            )
            budget = unit.add(Budget(grant_id=grant.id))
            unit.add(
                BudgetLine(
                    budget_id=budget.id,
                    code="1.1",
                    description="Everything",
                    category=7,
                    unit_cost=Decimal(10_000_000),
                    amount=Decimal(10_000_000),
                )
            )
        connection = unit.session.connection()
        connection.execute(text(_statement(on_file=is_file(connection))), {"entries": entries, "grants": grants})
        reindex(connection, "ledger_entry")
        unit.session.commit()
    return office


def amount_of(number: int) -> Decimal:
    """What the entry of that number spent, from 0 on; grants take turns."""
    return Decimal(1 + (number * 104_729) % 500_000) / 100


def _statement(*, on_file: bool) -> str:
    steps = ((1, 0), (7, 3), (13, 5), (29, 11))
    chosen = " || ' ' || ".join(_word(f"(n * {factor} + {shift}) % {len(WORDS)}") for factor, shift in steps)
    if on_file:
        day = f"date('{FIRST_DAY}', '+' || ((n * 2741) % {DAYS}) || ' days')"
        return _ENTRIES.format(day=day, words=chosen, reference="printf('PV-%07d', n)")
    day = f"date '{FIRST_DAY}' + ((n * 2741) % {DAYS})::int"
    return _ENTRIES.format(day=day, words=chosen, reference="'PV-' || lpad(n::text, 7, '0')")


def _word(place: str) -> str:
    cases = " ".join(f"WHEN {number} THEN '{word}'" for number, word in enumerate(WORDS))
    return f"CASE {place} {cases} END"
