"""Accepting a finding of the project check, and taking that back; both can be undone."""

from __future__ import annotations

from desktop.domain import waivers
from desktop.domain.finding import Finding
from desktop.language import UserError, say
from desktop.services.findings import parted_findings
from desktop.services.records import InvalidRecordError
from desktop.storage.models import Waiver
from desktop.storage.office import Office, Outcome


def waive(office: Office, *, finding: Finding, reason: str) -> Outcome:
    """Accepts a finding: it leaves the counts and stands among what is accepted, with the reason, who and when.

    Raises InvalidRecordError when the reason does not do.
    """
    problem = waivers.reason_problem(finding, reason)
    if problem is not None:
        raise InvalidRecordError({"reason": problem})
    with office.change() as unit:
        made = unit.add(
            Waiver(
                code=finding.code,
                register=finding.register,
                record_id=finding.record_id,
                label=finding.label,
                reason=reason.strip(),
                waived_by=unit.actor,
                waived_on=office.today,
            )
        )
        return unit.commit(
            say("Accepted: {name} {sentence}", name=finding.label, sentence=finding.sentence), record_id=made.id
        )


def withdraw(office: Office, *, waiver_id: int, version: int | None = None) -> Outcome:
    """Takes an acceptance back: what it was about counts again. Raises UserError when it is gone."""
    with office.change() as unit:
        waiver = unit.get(Waiver, waiver_id, version=version)
        name, code = waiver.label, waiver.code
        unit.remove(waiver)
        return unit.commit(say("No longer accepted: {name} {code}.", name=name, code=code), record_id=waiver_id)


def find_open(office: Office, *, code: str, label: str) -> Finding:
    """The open finding of a rule about a record, named as the check names it.

    Raises UserError when the check does not find it.
    """
    found = parted_findings(office).open
    for finding in found:
        if finding.code == code and finding.label == label:
            return finding
    known = sorted({finding.code for finding in found if finding.label == label})
    raise UserError(
        say("The check finds no {code} of {name}.", code=code, name=label),
        say("Nothing was accepted."),
        say("It finds: {codes}.", codes=known) if known else say("grantdesk check --json names what it finds."),
    )
