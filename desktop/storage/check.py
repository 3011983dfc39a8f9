"""What the database and the trail themselves say of an office's soundness."""

from __future__ import annotations

from desktop.domain.finding import Finding, Severity
from desktop.language import say
from desktop.storage.audit import broken_link
from desktop.storage.errors import in_sentences
from desktop.storage.office import Office
from desktop.storage.opening import integrity_problems


def soundness(office: Office) -> list[Finding]:
    """Damage to the file, references that lead nowhere, and a trail of changes that was tampered with."""
    with in_sentences():
        damage = integrity_problems(office.engine)
    found = [
        Finding(
            Severity.ERROR,
            "damaged_file",
            say("The office file is damaged: {problem}", problem=problem),
            say("Restore the newest backup, and keep this file for whoever helps you."),
        )
        for problem in damage
    ]
    if found:
        return found  # the trail may lie in the damaged pages
    with office.read() as session:
        broken = broken_link(session)
    if broken is not None:
        found.append(
            Finding(
                Severity.ERROR,
                "broken_trail",
                say("The history was altered outside GrantDesk at entry {number}.", number=broken),
                say("Compare with a backup made before."),
                register="history",
                record_id=broken,
            )
        )
    return found
