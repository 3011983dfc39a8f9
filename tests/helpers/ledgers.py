"""Ledgers of random entries: with gaps, ties, several currencies and every kind; the same for the same seed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from desktop.services.offices import Office
from desktop.storage.models import BudgetLine, Grant
from tests.helpers.records import Maker, making

KINDS = ("receipt", "commitment", "expenditure", "refund", "adjustment")
WORDS = ("Fuel", "fuel", "Élan", "élan", "Zinder", "zinder", "Prison visit", "", "Carburant", "100 %", "a_b", "a%b")


def make_random_ledger(office: Office, *, entries: int, seed: int) -> None:
    """Fills an empty office with grants in USD, EUR and XOF, budgets, and `entries` ledger entries."""
    some = random.Random(seed)  # noqa: S311 - test data, not secrets
    with making(office) as make:
        project = make.project(reference="P-1")
        grants = [make.grant(reference=f"G-{code}", currency=code) for code in ("USD", "EUR", "XOF")]
        lines = [make.line(make.budget(grant), "1.1", "10.00") for grant in grants]
        for number in range(entries):
            _entry(make, some, number, grants, lines, project.id)


def _entry(
    make: Maker, some: random.Random, number: int, grants: list[Grant], lines: list[BudgetLine], project_id: int
) -> None:
    place = some.randrange(len(grants))
    grant = grants[place] if some.random() < 0.9 else None
    whole = grant is not None and grant.currency == "XOF"
    amount = Decimal(some.randint(-50, 50)) / (1 if whole else 4) * (1 if some.random() < 0.5 else 1000)
    make.entry(
        grant,
        str(amount),
        entry_on=date(2019, 1, 1) + timedelta(days=some.randrange(20)),
        kind=some.choice(KINDS),
        reference=some.choice((f"PV-{number:03}", "PV-001", "pv-001", "")),
        description=some.choice(WORDS),
        counterparty=some.choice(WORDS),
        line_id=lines[place].id if grant and some.random() < 0.5 else None,
        project_id=project_id if some.random() < 0.3 else None,
        category=some.choice((None, 1, 2, 7, 8)),
        rate=Decimal(some.choice(("1", "589.372", "0.9"))),
        rate_on=some.choice((None, date(2019, 1, 1), date(2018, 12, 1))),
        liquidated=Decimal(some.choice((0, 0, 1))),
    )
