"""Names and codes of the IATI standard 2.03, and the marks by which GrantDesk knows again what it wrote.

The standard lets a file carry attributes of another namespace. Ours keep what its own elements cannot say, so that a
file comes back without a difference: the entry behind a transaction, the grant behind a commitment, which parts are one
budget, the share that was kept where another one had to be written, and what follows from something else.
"""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from typing import Final

VERSION: Final = "2.03"

MARKS: Final = "urn:grantdesk:iati"
MARKS_PREFIX: Final = "grantdesk"
ENTRY_MARK: Final = f"{{{MARKS}}}entry"
GRANT_MARK: Final = f"{{{MARKS}}}grant"
WHOLE_MARK: Final = f"{{{MARKS}}}whole"
SHARE_MARK: Final = f"{{{MARKS}}}share"
DERIVED_MARK: Final = f"{{{MARKS}}}derived"

LANGUAGE_ATTRIBUTE: Final = "{http://www.w3.org/XML/1998/namespace}lang"

# The children of an activity in the order that the schema asks for (iati-activities-schema.xsd, version 2.03).
ELEMENT_ORDER: Final = (
    *("iati-identifier", "reporting-org", "title", "description", "participating-org", "other-identifier"),
    *("activity-status", "activity-date", "contact-info", "activity-scope", "recipient-country", "recipient-region"),
    *("location", "sector", "tag", "country-budget-items", "humanitarian-scope", "policy-marker"),
    *("collaboration-type", "default-flow-type", "default-finance-type", "default-aid-type", "default-tied-status"),
    *("budget", "planned-disbursement", "capital-spend", "transaction", "document-link", "related-activity"),
    *("legacy-data", "conditions", "result", "crs-add", "fss"),
)


class TransactionType(StrEnum):
    """Those of the IATI list TransactionType that a ledger knows."""

    INCOMING_FUNDS = "1"
    OUTGOING_COMMITMENT = "2"
    DISBURSEMENT = "3"
    EXPENDITURE = "4"
    REIMBURSEMENT = "7"
    INCOMING_COMMITMENT = "11"


class DateType(StrEnum):
    """The IATI list ActivityDateType."""

    PLANNED_START = "1"
    ACTUAL_START = "2"
    PLANNED_END = "3"
    ACTUAL_END = "4"


class BudgetType(StrEnum):
    """The IATI list BudgetType."""

    ORIGINAL = "1"
    REVISED = "2"


BUDGET_COMMITTED: Final = "2"  # IATI list BudgetStatus: it rests on a binding agreement
PART_OF: Final = "1"  # IATI list RelatedActivityType
OWN_VOCABULARIES: Final = frozenset({"98", "99"})  # IATI list SectorVocabulary: codes of the reporting organisation

ALL_SOURCES: Final = "iati:"
"""How the source keys of entries begin that an activity file brought."""

_OWN = "own-"
_UNFIT = re.compile(r"[/&|?\s]+")  # signs that no identifier may hold (rule 1.3.13 of the standard's ruleset)


def identifier_of(reporter: str, reference: str) -> str:
    """How a project of ours is called in the world: the reporting organisation's reference, a hyphen, its own."""
    if reference.startswith(f"{reporter}-"):
        return reference
    return f"{reporter}-{_UNFIT.sub('-', reference.strip())}"


def source_of(identifier: str) -> str:
    """How the source keys of an activity's entries begin."""
    return f"{ALL_SOURCES}{digest(identifier)[:16]}:"


def own_source_of(identifier: str, office: str) -> str:
    """How the keys begin under which entries that the office `office` (its uid) made itself go out with an activity."""
    return f"{source_of(identifier)}{_OWN}{digest(office)[:12]}-"


def grant_mark_of(reference: str, office: str) -> str:
    """The mark of a commitment that stands for the grant `reference` of the office `office`."""
    return f"{digest(office)[:12]}-{reference}"


def digest(*parts: str) -> str:
    """A short fingerprint of texts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
