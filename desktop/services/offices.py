"""Making, opening and looking after offices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.config import paths
from desktop.domain.progress import Progress
from desktop.language import say
from desktop.storage import backup
from desktop.storage.location import SUFFIX, Location
from desktop.storage.office import Clock, Office, OfficeFacts, Outcome, utc_now
from desktop.storage.opening import NewOffice, create_office, open_office, raw_office
from desktop.storage.schema import SCHEMA, migrate, read_schema

__all__ = ["SCHEMA", "Office", "OfficeFacts", "Outcome", "find_office", "needs_upgrade", "new_office", "upgrade_office"]


@dataclass(frozen=True, slots=True)
class OfficePlace:
    """Where an office is, as text for people: without a password."""

    shown: str
    is_server: bool


def place_of(location_text: str) -> OfficePlace:
    """How the address a user typed is shown."""
    location = Location.parse(location_text)
    return OfficePlace(location.shown, location.is_server)


def find_office(location_text: str, *, actor: str, read_only: bool = False, clock: Clock = utc_now) -> Office:
    """Opens the office a user named: a path, or a `postgresql://` address."""
    return open_office(Location.parse(location_text), actor=actor, read_only=read_only, clock=clock)


def new_office(location_text: str, *, name: str = "", actor: str, clock: Clock = utc_now) -> Office:
    """Makes an empty office and opens it; it is called after its file unless `name` is given."""
    location = Location.parse(location_text)
    called = name or Path(location.name).stem or location.name
    return create_office(location, NewOffice(called), actor=actor, clock=clock)


def needs_upgrade(location_text: str) -> bool:
    """Whether an office was made by an older program. Raises UserError when it cannot be opened at all."""
    with raw_office(Location.parse(location_text)) as engine, engine.connect() as connection:
        return read_schema(connection) < SCHEMA


def upgrade_office(location_text: str, *, progress: Progress, clock: Clock = utc_now) -> Outcome:
    """Brings an office of an older program up to date; a file office is backed up first, beside its other backups."""
    location = Location.parse(location_text)
    with raw_office(location, writing=True) as engine:
        with engine.connect() as connection:
            before = read_schema(connection)
        if before == SCHEMA:
            return Outcome(say("{office} is up to date: schema {schema}.", office=location.name, schema=SCHEMA))
        if not location.is_server:
            moment = clock().strftime("%Y-%m-%dT%H-%M-%S-%f")
            target = paths.backups() / f"{Path(location.name).stem} {moment} before upgrade{SUFFIX}"
            backup.back_up(engine, target, progress=progress)
        migrate(engine, folder=paths.migrations())
    return Outcome(say("Upgraded {office} from schema {old} to {new}.", office=location.name, old=before, new=SCHEMA))
