"""An office as large as any: many grants with budgets by category, over three years, and entries of all kinds.

Made in one statement, by arithmetic: what each entry is follows from its number, so that a test can work it out too.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import text

from desktop.domain.terms import Counting, IndirectBase, Measure, RuleKind
from desktop.services.offices import Office, new_office
from desktop.storage.engine import is_file
from desktop.storage.models import (
    Agreement,
    Budget,
    BudgetLine,
    Grant,
    GrantRule,
    GrantShare,
    Instalment,
    Organisation,
    Project,
    ProjectCountry,
)
from desktop.storage.office import Unit

GRANTS = 500
CATEGORIES = 8
FUNDERS = 25
COUNTRIES = ("NE", "ML", "BF", "TD", "SN", "CF", "MR", "NG")
FIRST_DAY, LAST_DAY, DAYS = date(2025, 1, 1), date(2027, 12, 31), 690
AWARD = Decimal(40_000_000)

# Of twenty entries in a row of a grant one is a receipt, two are commitments, the others costs.
_ENTRIES = """
WITH RECURSIVE numbers(n) AS (SELECT CAST(0 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :entries),
turns AS (SELECT n, n % :grants AS place, n / :grants % 20 AS turn, (n / :grants * 3 + n) % 8 AS part FROM numbers)
INSERT INTO ledger_entry (version, entry_on, kind, reference, description, counterparty, grant_id, line_id, category,
                          original_currency, original_amount, rate, rate_per, rate_source, currency, amount, liquidated)
SELECT 1, {day},
       CASE WHEN turn = 0 THEN 'receipt' WHEN turn IN (7, 13) THEN 'commitment' ELSE 'expenditure' END,
       {reference}, 'A cost', '', 1 + place, CASE WHEN turn > 0 THEN 1 + place * 8 + part END,
       CASE WHEN turn > 0 THEN 1 + part END, 'USD', {amount}, 10000000000, 10000000000, '', 'USD', {amount}, 0
FROM turns
"""
_AMOUNT = "CASE WHEN turn = 0 THEN 30000000 ELSE 100 * (1 + (n * 104729) % 100000) END"


def make_portfolio_office(location: str, *, entries: int, grants: int = GRANTS) -> Office:
    """An office with `entries` entries over `grants` grants, each with a budget of eight lines; open, as Test."""
    office = new_office(location, name=f"{entries} entries", actor="Test")
    with office.change() as unit:
        funders = [
            unit.add(Organisation(name=f"Funder {number}", reference=f"XX-{number}")).id for number in range(FUNDERS)
        ]
        agreement = unit.add(Agreement(reference="MOU", title="MOU", kind="memorandum", signed_on=FIRST_DAY)).id
        projects = [_project(unit, place) for place in range(len(COUNTRIES))]
        for number in range(grants):
            _add_grant(unit, number, funders[number % FUNDERS], agreement, projects[number % len(projects)])
        connection = unit.session.connection()
        statement = _statement(on_file=is_file(connection))
        connection.execute(text(statement), {"entries": entries, "grants": grants})
        unit.session.commit()
    return office


def _project(unit: Unit, place: int) -> int:
    project = unit.add(Project(reference=f"PR-{place}", title=f"Project {place}"))
    unit.add(ProjectCountry(project_id=project.id, code=COUNTRIES[place], share=None))
    return project.id


def _add_grant(unit: Unit, number: int, funder: int, agreement: int, project: int) -> None:
    """A grant with its share, its rules, an instalment and its budget."""
    grant = unit.add(
        Grant(
            reference=f"GR-{number:03}",
            title=f"Grant {number}",
            funder_id=funder,
            agreement_id=agreement,
            currency="USD",
            amount=AWARD,
            starts_on=FIRST_DAY,
            ends_on=LAST_DAY,
        )
    )
    unit.session.add(GrantShare(grant_id=grant.id, project_id=project, amount=AWARD))
    flexible = {"percent": Decimal(10), "measure": str(Measure.TOTAL), "counting": str(Counting.CUMULATIVE)}
    unit.session.add(GrantRule(grant_id=grant.id, kind=str(RuleKind.FLEXIBILITY), **flexible))
    base = str(IndirectBase.DIRECT)
    unit.session.add(GrantRule(grant_id=grant.id, kind=str(RuleKind.INDIRECT), percent=Decimal(13), choice=base))
    unit.session.add(Instalment(grant_id=grant.id, number=1, expected_on=FIRST_DAY, amount=AWARD))
    budget = unit.add(Budget(grant_id=grant.id))
    part = AWARD / CATEGORIES
    for category in range(1, CATEGORIES + 1):
        unit.session.add(
            BudgetLine(
                budget_id=budget.id,
                code=f"{category}.1",
                description=f"Category {category}",
                category=category,
                unit_cost=part,
                amount=part,
            )
        )
        unit.session.flush()  # so that the ids of lines follow the numbers of grants and categories


def _statement(*, on_file: bool) -> str:
    if on_file:
        day = f"date('{FIRST_DAY}', '+' || ((n * 2741) % {DAYS}) || ' days')"
        return _ENTRIES.format(day=day, reference="printf('PV-%07d', n)", amount=_AMOUNT)
    day = f"date '{FIRST_DAY}' + ((n * 2741) % {DAYS})::int"
    return _ENTRIES.format(day=day, reference="'PV-' || lpad(n::text, 7, '0')", amount=_AMOUNT)
