"""A small office that holds one of everything, and what must be read from it whatever program opens it.

`python -m tests.helpers.stored` writes it to `tests/data/schema-<n>.grantdesk.gz`: once for each released schema, never
again for an old one. Tests upgrade these files and look for `FACTS` in them.
"""

from __future__ import annotations

import gzip
import hashlib
import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from desktop.config import paths
from desktop.domain.progress import Silent
from desktop.language import load_language, say
from desktop.language.message import from_json
from desktop.services.history import undo_entry
from desktop.services.imports.batch import ImportPlan, apply_import
from desktop.services.offices import SCHEMA, Office, new_office
from desktop.storage.intake import Intake
from desktop.storage.models import AuditEntry, Base, Grant, ImportBatch, LedgerEntry, Organisation
from tests.helpers.every import RECORDS
from tests.helpers.records import making


def stopped() -> datetime:
    """A clock that stands still."""
    return datetime(2019, 10, 21, 9, 0, tzinfo=UTC)


DATA = Path(__file__).resolve().parents[1] / "data"


def fill(office: Office) -> None:
    """Puts one record of every table into an empty office, changes some, imports some, and undoes a change."""
    with making(office, "Made one of everything") as make:
        for table in RECORDS.values():
            table(make)
        grant = make.grant(reference="NE-2019-07", title="Aide juridique à Koutoukalé", amount=Decimal("250000.10"))
        line = make.line(make.budget(grant), "2.1", "1200.00", category=2)
        for amount, day in (("0.10", 1), ("0.10", 2), ("0.10", 3)):
            make.entry(grant, amount, entry_on=date(2019, 5, day), line_id=line.id, description="Carburant Diffa")
    with office.change() as unit:
        unit.get(Organisation, 1).name = "Ministère de la Justice"
        unit.commit(say("Renamed {old} to {new}", old="Organisation XX-1", new="Ministère de la Justice"))
    with office.change() as unit:
        unit.get(Grant, 1).amount = Decimal(1)
        mistaken = unit.commit(say("Changed Grant {name}.", name="by mistake"))
    undo_entry(office, entry_id=mistaken.entry_id or 0)
    _import(office)


def _import(office: Office) -> None:
    intake = Intake()
    intake.want(
        "exchange_rate",
        currency="XAF",
        base="USD",
        effective_on=date(2019, 6, 1),
        units=Decimal("588.1234567891"),
        source="UN Treasury",
    )
    content = b"currency;units"
    with office.read() as session:
        tables = tuple(intake.plan(session))
    digest = hashlib.sha256(content).hexdigest()
    plan = ImportPlan("ledger", Path("rates-2019-06.xlsx"), content, digest, tables, uid="stored-import")
    apply_import(office, plan, progress=Silent())


FACTS: dict[str, Any] = {
    "office": "Stored office",
    "grant": ("Aide juridique à Koutoukalé", Decimal("250000.10")),
    "spent": Decimal("0.30"),
    "renamed": "Ministère de la Justice",
    "restored": Decimal(100_000),
    "rate": Decimal("588.1234567891"),
    "batches": ["rates-2019-06.xlsx"],
    "sentences": [
        "Made one of everything",
        "Renamed Organisation XX-1 to Ministère de la Justice",
        "Changed Grant by mistake.",
        "Undone: Changed Grant by mistake.",
        "Imported rates-2019-06.xlsx: 1 rate.",
    ],
    "at": ["2019-10-21T09:00", "2019-10-21T09:00", "2019-10-21T09:00", "2019-10-21T09:00", "2019-10-21T09:00"],
}


def facts(office: Office) -> dict[str, Any]:
    """What the office says, in the form of `FACTS`."""
    english = load_language(paths.translations(), "en")
    with office.read() as session:
        grant = session.scalars(select(Grant).where(Grant.reference == "NE-2019-07")).one()
        first = session.get_one(Grant, 1)
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        rates = Base.metadata.tables["exchange_rate"].c
        return {
            "office": office.facts.name,
            "grant": (grant.title, grant.amount),
            "spent": session.scalar(select(func.sum(LedgerEntry.spent)).where(LedgerEntry.grant_id == grant.id)),
            "renamed": session.get_one(Organisation, 1).name,
            "restored": first.amount,
            "rate": session.scalar(select(rates.units).where(rates.currency == "XAF")),
            "batches": list(session.scalars(select(ImportBatch.source_name))),
            "sentences": [english.value(from_json(entry.sentence)) for entry in entries],
            "at": [f"{entry.done_at:%Y-%m-%dT%H:%M}" for entry in entries],
        }


def all_rows(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for what names the office itself and what the database sums up."""
    with office.read() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
            for table in Base.metadata.sorted_tables
            if table.name not in ("office", "ledger_sum")
        }


def stored_file(schema: int) -> Path:
    """The stored office of a released schema, compressed."""
    return DATA / f"schema-{schema}.grantdesk.gz"


def unpack(schema: int, folder: Path) -> Path:
    """The stored office of a released schema, as a file one can open."""
    path = folder / f"stored-{schema}.grantdesk"
    path.write_bytes(gzip.decompress(stored_file(schema).read_bytes()))
    return path


def make_stored(path: Path) -> None:
    """Makes the office at `path`."""
    office = new_office(str(path), name="Stored office", actor="Test", clock=stopped)
    fill(office)
    office.close()


def main() -> None:
    """Writes the stored office of the present schema."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stored.grantdesk"
        make_stored(path)
        stored_file(SCHEMA).write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


if __name__ == "__main__":
    main()
