"""Backups of the office: by hand, and by themselves before anything large."""

from __future__ import annotations

import contextlib
from pathlib import Path

from desktop.config import paths
from desktop.domain.progress import Progress
from desktop.language import say
from desktop.storage import backup
from desktop.storage.backup import Backup
from desktop.storage.location import SUFFIX, Location
from desktop.storage.office import Office, Outcome
from desktop.storage.opening import raw_office

KEPT = 10  # backups made by themselves, per office; those made by hand are never removed


def back_up_office(location_text: str, target: Path, *, progress: Progress) -> Outcome:
    """Copies an office of any known version to the new file `target`, checked."""
    with raw_office(Location.parse(location_text)) as engine:
        made = backup.back_up(engine, target.absolute(), progress=progress)
    return _told(made)


def back_up_open_office(office: Office, target: Path, *, progress: Progress) -> Outcome:
    """Copies the office that is open to the new file `target`, checked."""
    return _told(backup.back_up(office.engine, target.absolute(), progress=progress))


def _told(made: Backup) -> Outcome:
    return Outcome(say("Backed up to {file}. Fingerprint {sha256}.", file=str(made.path), sha256=made.sha256[:16]))


def restore_office(source: Path, location_text: str, *, progress: Progress) -> Outcome:
    """Makes an office at a new place from a backup."""
    location = Location.parse(location_text)
    backup.restore(source.absolute(), location, progress=progress)
    return Outcome(say("Restored {file} to {place}.", file=source.name, place=location.shown))


def back_up_before(office: Office, *, why: str, progress: Progress) -> Backup | None:
    """A dated backup of a file office before an import or an upgrade; None for an office on a server, whose
    administrator backs it up. Names carry the office's id, so that two offices of one name never mix.
    """
    if office.location.is_server:
        return None
    folder = paths.backups() / office.facts.uid
    folder.mkdir(exist_ok=True)
    moment = office.clock().strftime("%Y-%m-%dT%H-%M-%S-%f")
    made = backup.back_up(office.engine, folder / f"{moment} before {why}{SUFFIX}", progress=progress)
    _keep_newest(folder)
    return made


def _keep_newest(folder: Path) -> None:
    """Removes the oldest backups by name, which is their moment: a clock set back removes nothing newer."""
    for old in sorted(folder.glob(f"* before *{SUFFIX}"))[:-KEPT]:
        with contextlib.suppress(OSError):
            old.unlink()
            old.with_name(f"{old.name}.sha256").unlink()
