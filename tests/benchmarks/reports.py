"""(h) A financial statement over a million entries of one grant, beside hand-written SQL for the same totals.

The rival asks the driver itself for what stands in the statement: the sums by category before and in the period, what
was received day by day, the rates that were used. The statement makes every figure with its formula, holds the sums
against the ledger twice, and can tell of each figure how it is made.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from desktop.services import reports
from desktop.services.offices import Office, find_office
from tests.benchmarks.measure import heading, in_turn, line, timed
from tests.helpers.large import make_large_office

ENTRIES = 1_000_000
RUNS = 5
MOST_RATIO = 2.0
MOST_OF_A_FIGURE = 0.5
FIRST, LAST = date(2019, 7, 1), date(2019, 9, 30)

QUESTIONS: Final = (
    """SELECT CASE WHEN entry_on < :first THEN 'before' ELSE 'in' END, category, kind, sum(spent), sum(committed),
 sum(received), count(*) FROM ledger_entry WHERE grant_id = 1 AND entry_on <= :last GROUP BY 1, 2, 3""",
    """SELECT entry_on, reference, received FROM ledger_entry
 WHERE grant_id = 1 AND received IS NOT NULL AND entry_on BETWEEN :first AND :last""",
    """SELECT original_currency, rate_on, rate_source, rate, count(*) FROM ledger_entry
 WHERE grant_id = 1 AND original_currency <> currency AND entry_on BETWEEN :first AND :last GROUP BY 1, 2, 3, 4""",
)
_DAYS: Final = {"first": FIRST.isoformat(), "last": LAST.isoformat()}


def bench(folder: Path) -> bool:
    """Prints the measurements; tells whether the aims were met."""
    place = folder / "reports.grantdesk"
    make_large_office(str(place), entries=ENTRIES, grants=1).close()
    office = find_office(str(place), actor="Test", read_only=True)
    heading(f"A statement over {ENTRIES:,} entries of one grant, {RUNS} runs each in turn, against hand-written SQL")
    request = reports.request_of("statement", grant="GR-01", first=FIRST, last=LAST)
    ours, rival = in_turn(
        lambda: timed(lambda: reports.make_report(office, request)), lambda: timed(lambda: _ask(office)), runs=RUNS
    )
    met = ours.median / rival.median <= MOST_RATIO
    line("a statement", ours, rival=rival, aim=f"at most {MOST_RATIO:.0f} times", met=met)
    report = reports.make_report(office, request)
    behind, all_of_them = in_turn(
        lambda: timed(lambda: reports.entries_behind(office, report, "period.7")),
        lambda: timed(lambda: _ask(office)),
        runs=RUNS,
    )
    quick = behind.median / all_of_them.median <= MOST_OF_A_FIGURE
    line("the entries behind a figure", behind, rival=all_of_them, aim=f"at most {MOST_OF_A_FIGURE} times", met=quick)
    office.close()
    return met and quick


def _ask(office: Office) -> None:
    connection = office.engine.raw_connection()
    try:
        cursor = connection.cursor()
        for question in QUESTIONS:
            cursor.execute(question, _DAYS)
            cursor.fetchall()
    finally:
        connection.close()
