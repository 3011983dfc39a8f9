"""The check of a whole office: its file, its trail, and its money."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.finding import Finding
from desktop.services.portfolio import office_findings
from desktop.storage.check import soundness
from desktop.storage.office import Office


@dataclass(frozen=True, slots=True)
class OfficeCheck:
    """What a check found: `damage` of the file or its history, and `findings` about the money, the worst first."""

    damage: tuple[Finding, ...]
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether file and history are whole; findings about the money do not make an office unsound."""
        return not self.damage


def check_office(office: Office) -> OfficeCheck:
    """Checks everything; only reads."""
    damage = soundness(office)
    return OfficeCheck(tuple(damage), () if damage else tuple(office_findings(office)))
