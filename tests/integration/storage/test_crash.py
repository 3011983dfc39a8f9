"""A program that is killed at any moment leaves an office as it was before, and sound."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.services.checks import check_office
from desktop.services.offices import SCHEMA, find_office
from desktop.storage.models import LedgerEntry
from tests.helpers.stored import FACTS, all_rows, facts, unpack

if sys.platform == "win32":
    pytest.skip("processes are killed in the way of Linux and macOS", allow_module_level=True)

_WRITES = """
import os, signal, sys
from datetime import date
from desktop.language import say
from desktop.services.offices import find_office
from desktop.storage.models import Grant, LedgerEntry
office = find_office(sys.argv[1], actor="Killed")
moment = sys.argv[2]
def die(*_arguments):
    os.kill(os.getpid(), signal.SIGKILL)
with office.change() as unit:
    unit.get(Grant, 1).title = "Never true"
    plain = dict(entry_on=date(2019, 1, 1), kind="expenditure", reference="", description="x" * 500, counterparty="",
        grant_id=1, original_currency="USD", original_amount=1, rate=1, rate_source="", currency="USD", amount=1,
        liquidated=0, version=1)
    ids = unit.reserve(LedgerEntry, 4000)
    unit.insert_many(LedgerEntry, [{"id": identity, **plain} for identity in ids])
    if moment == "in the unit":
        die()
    if moment == "before the commit":
        unit.session.commit = die
    if moment == "while pages are written":
        driver = unit.session.connection().connection.driver_connection
        driver.execute("PRAGMA cache_spill = 1")
        driver.execute("PRAGMA cache_size = 5")
        driver.execute("UPDATE ledger_entry SET description = description || 'y'")
        die()
    if moment == "while the commit is made":
        driver = unit.session.connection().connection.driver_connection
        driver.set_progress_handler(die, 20)
    unit.commit(say("Never true"))
"""


@pytest.mark.parametrize(
    "moment", ["in the unit", "before the commit", "while pages are written", "while the commit is made"]
)
def test_a_kill_in_a_unit_leaves_the_office_as_before(moment: str, tmp_path: Path) -> None:
    path = unpack(SCHEMA, tmp_path)
    office = find_office(str(path), actor="Test", read_only=True)
    before = all_rows(office)
    office.close()
    ended = subprocess.run([sys.executable, "-c", _WRITES, str(path), moment], capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    if moment == "while pages are written":
        assert path.with_name(f"{path.name}-journal").exists()
    office = find_office(str(path), actor="Test")
    assert all_rows(office) == before
    assert facts(office) == FACTS
    assert check_office(office).damage == ()
    office.close()


def test_what_was_confirmed_before_a_kill_is_kept(tmp_path: Path) -> None:
    path = unpack(SCHEMA, tmp_path)
    program = _WRITES + "die()\n"
    ended = subprocess.run([sys.executable, "-c", program, str(path), "after the commit"], capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    office = find_office(str(path), actor="Test")
    with office.read() as session:
        entries = session.scalar(select(func.count()).select_from(LedgerEntry).where(LedgerEntry.grant_id == 1))
        assert entries == 4000
    assert check_office(office).damage == ()
    office.close()
