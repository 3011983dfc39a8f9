"""The check of a whole office: its file, its trail, and its money."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.finding import Finding
from desktop.domain.waivers import Accepted
from desktop.services.findings import parted_findings
from desktop.storage.check import soundness
from desktop.storage.office import Office


@dataclass(frozen=True, slots=True)
class OfficeCheck:
    """What a check found: `damage` of the file, its history or its sums, and `findings` about the money, the worst
    first; and what of these someone accepts.
    """

    damage: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    accepted: tuple[Accepted, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether file, history and sums are whole; findings about the money do not make an office unsound."""
        return not self.damage


def check_office(office: Office) -> OfficeCheck:
    """Checks everything; only reads."""
    damage = soundness(office)
    if damage:
        return OfficeCheck(tuple(damage), ())
    found = parted_findings(office)
    return OfficeCheck((), found.open, found.accepted)
