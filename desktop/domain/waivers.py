"""Findings that someone accepts, with a reason: they leave the counts and stay visible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.finding import Finding, Severity
from desktop.language import Message, say

REASON_LENGTH: Final = 20


@dataclass(frozen=True, slots=True)
class Waiver:
    """That a finding is accepted: which (its code and the record it is about), why, by whom and when."""

    id: int
    version: int
    code: str
    register: str
    record_id: int
    label: str
    reason: str
    waived_by: str
    waived_on: date

    @property
    def about(self) -> tuple[str, str, int]:
        """What it is about."""
        return self.code, self.register, self.record_id


@dataclass(frozen=True, slots=True)
class Accepted:
    """A waiver and what it accepts; nothing when that is no longer found."""

    waiver: Waiver
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Parted:
    """What a check found: what is open, the worst first, and what someone accepts."""

    open: tuple[Finding, ...]
    accepted: tuple[Accepted, ...] = ()


def parted(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> Parted:
    """Parts findings by the waivers there are; every waiver is named, that of a thing mended as well."""
    known = {waiver.about: waiver for waiver in waivers}
    waived: dict[tuple[str, str, int], list[Finding]] = {about: [] for about in known}
    left: list[Finding] = []
    for finding in findings:
        found = waived.get((finding.code, finding.register, finding.record_id))
        (left if found is None else found).append(finding)
    return Parted(tuple(left), tuple(Accepted(known[about], tuple(found)) for about, found in waived.items()))


def reason_problem(finding: Finding, reason: str) -> Message | None:
    """Why a reason does not do, or None when it does: an error needs more than a word."""
    if not reason.strip():
        return say("Say why this is accepted.")
    if finding.severity is Severity.ERROR and len(reason.strip()) < REASON_LENGTH:
        return say("This is an error. Say in at least {count} letters why it is accepted.", count=REASON_LENGTH)
    return None
