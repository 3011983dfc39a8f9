"""What a check found: a value that explains itself, whatever asked for it (an import, the project check, a gauge)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from desktop.language import Message, say


class Severity(IntEnum):
    """How much it matters; the higher the worse."""

    NOTE = 1
    WARNING = 2
    ERROR = 3


SEVERITY_NAMES = {
    Severity.NOTE: say("Note"),
    Severity.WARNING: say("Warning"),
    Severity.ERROR: say("Error"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or worth a look.

    `code` names the rule, `sentence` says what is the case, `fix` what to do; `register` and `record_id` lead to the
    record, `label` is how people call it. Where single entries are behind it, `entries` are the filters of the ledger
    that show them (``category=8``), without the one of the record.
    """

    severity: Severity
    code: str
    sentence: Message
    fix: Message
    register: str = ""
    record_id: int = 0
    label: str = ""
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that cannot be taken as it stands: where it is, and what to do about it.

    `where` is an address in the user's own terms: sheet and cell (`Sheet1!F17`), or an IATI identifier.
    """

    severity: Severity
    where: str
    sentence: Message
    fix: Message
