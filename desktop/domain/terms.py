"""The terms that agreements and grants are written in: kinds, states and choices, each with its name.

Kinds of rules follow what agreements set in practice: flexibility and new lines (2 CFR 200.308; EU general conditions),
support costs (ST/AI/286), reports (2 CFR 200.328 and 200.344), unspent balances (MPTF: less than 250 dollars stay).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from desktop.language import Message, say


class PartyRole(StrEnum):
    """What an organisation is in an agreement."""

    FUNDER = "funder"
    ACCOUNTABLE = "accountable"
    IMPLEMENTING = "implementing"
    HOST_GOVERNMENT = "host_government"
    PEACEKEEPING = "peacekeeping"
    VOLUNTEER_AGENCY = "volunteer_agency"
    PARTNER = "partner"


class ObligationStatus(StrEnum):
    """How far an obligation of an agreement is fulfilled."""

    OPEN = "open"
    UNDER_WAY = "under_way"
    FULFILLED = "fulfilled"
    DROPPED = "dropped"


class Renewal(StrEnum):
    """How an agreement goes on after its end."""

    NONE = "none"
    AUTOMATIC = "automatic"
    IN_WRITING = "in_writing"


class Earmarking(StrEnum):
    """How closely the funder ties its money to a purpose."""

    NONE = "none"
    SOFT = "soft"
    TIGHT = "tight"


class AmendmentKind(StrEnum):
    """What an amendment of a grant is about."""

    NO_COST_EXTENSION = "no_cost_extension"
    COST_EXTENSION = "cost_extension"
    REBUDGET = "rebudget"
    RATE_CHANGE = "rate_change"
    OTHER = "other"


class AmendmentStatus(StrEnum):
    """Whether an amendment is still written, or is part of the grant's terms."""

    DRAFT = "draft"
    APPLIED = "applied"


class RuleKind(StrEnum):
    """The rules an agreement can set for a grant; `domain.rules` says what each one uses and how it explains itself."""

    FLEXIBILITY = "flexibility"
    NEW_LINES = "new_lines"
    INELIGIBLE = "ineligible"
    INDIRECT = "indirect"
    RATE_POLICY = "rate_policy"
    REPORT = "report"
    EXTENSION_NOTICE = "extension_notice"
    UNSPENT = "unspent"
    EQUIPMENT = "equipment"


class Measure(StrEnum):
    """What a per cent of flexibility is of."""

    CATEGORY = "category"
    LINE = "line"
    TOTAL = "total"


class Counting(StrEnum):
    """Whether each transfer counts by itself, or all since the first budget together."""

    TRANSFER = "transfer"
    CUMULATIVE = "cumulative"


class Approver(StrEnum):
    """Who has to agree beyond a limit."""

    FUNDER = "funder"
    CONTROLLER = "controller"
    OFFICE = "office"


class RatePolicy(StrEnum):
    """At which rate costs in other currencies are converted."""

    OPERATIONAL = "operational"
    FIXED = "fixed"
    MONTHLY_AVERAGE = "monthly_average"


class IndirectBase(StrEnum):
    """The costs on which indirect cost is worked out."""

    DIRECT = "direct"
    DIRECT_LESS_TRANSFERS = "direct_less_transfers"


class NewLines(StrEnum):
    """Whether lines may be added to an approved budget."""

    ALLOWED = "allowed"
    WITH_APPROVAL = "with_approval"
    NOT_ALLOWED = "not_allowed"


class Unspent(StrEnum):
    """What happens to money that is left at the end."""

    REFUND = "refund"
    REPROGRAMME = "reprogramme"
    CARRY_OVER = "carry_over"


class Frequency(StrEnum):
    """How often a report is due."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMIANNUAL = "semiannual"
    ANNUAL = "annual"
    FINAL = "final"


class ReportStatus(StrEnum):
    """How far a report to a funder has come. From its submission on it is frozen."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Weekend(StrEnum):
    """What holds when a report is due on a Saturday or Sunday."""

    AS_IS = "as_is"
    BEFORE = "before"
    AFTER = "after"


class LockLevel(StrEnum):
    """How firmly a month is closed."""

    SOFT = "soft"
    HARD = "hard"


PARTY_ROLES: Final[dict[str, Message]] = {
    PartyRole.FUNDER: say("Funder"),
    PartyRole.ACCOUNTABLE: say("Accountable"),
    PartyRole.IMPLEMENTING: say("Implementing"),
    PartyRole.HOST_GOVERNMENT: say("Host government"),
    PartyRole.PEACEKEEPING: say("Peacekeeping mission"),
    PartyRole.VOLUNTEER_AGENCY: say("Volunteer agency"),
    PartyRole.PARTNER: say("Partner"),
}
OBLIGATION_STATUSES: Final[dict[str, Message]] = {
    ObligationStatus.OPEN: say("To do"),
    ObligationStatus.UNDER_WAY: say("Under way"),
    ObligationStatus.FULFILLED: say("Fulfilled"),
    ObligationStatus.DROPPED: say("Dropped"),
}
RENEWALS: Final[dict[str, Message]] = {
    Renewal.NONE: say("Ends"),
    Renewal.AUTOMATIC: say("Renewed unless notice is given"),
    Renewal.IN_WRITING: say("Renewed in writing"),
}
EARMARKINGS: Final[dict[str, Message]] = {
    Earmarking.NONE: say("Not earmarked"),
    Earmarking.SOFT: say("Softly earmarked"),
    Earmarking.TIGHT: say("Earmarked"),
}
AMENDMENT_KINDS: Final[dict[str, Message]] = {
    AmendmentKind.NO_COST_EXTENSION: say("No-cost extension"),
    AmendmentKind.COST_EXTENSION: say("Cost extension"),
    AmendmentKind.REBUDGET: say("Rebudget"),
    AmendmentKind.RATE_CHANGE: say("Change of the support cost rate"),
    AmendmentKind.OTHER: say("Other"),
}
AMENDMENT_STATUSES: Final[dict[str, Message]] = {
    AmendmentStatus.DRAFT: say("Draft"),
    AmendmentStatus.APPLIED: say("Applied"),
}
RULE_KINDS: Final[dict[str, Message]] = {
    RuleKind.FLEXIBILITY: say("Flexibility"),
    RuleKind.NEW_LINES: say("New budget lines"),
    RuleKind.INELIGIBLE: say("Ineligible costs"),
    RuleKind.INDIRECT: say("Support costs"),
    RuleKind.RATE_POLICY: say("Exchange rates"),
    RuleKind.REPORT: say("Report due"),
    RuleKind.EXTENSION_NOTICE: say("Notice of an extension"),
    RuleKind.UNSPENT: say("Unspent balance"),
    RuleKind.EQUIPMENT: say("Equipment threshold"),
}
MEASURES: Final[dict[str, Message]] = {
    Measure.CATEGORY: say("of a category"),
    Measure.LINE: say("of a line"),
    Measure.TOTAL: say("of the total"),
}
COUNTINGS: Final[dict[str, Message]] = {
    Counting.TRANSFER: say("each transfer"),
    Counting.CUMULATIVE: say("all transfers together"),
}
APPROVERS: Final[dict[str, Message]] = {
    Approver.FUNDER: say("the funder"),
    Approver.CONTROLLER: say("the controller"),
    Approver.OFFICE: say("the head of office"),
}
RATE_POLICIES: Final[dict[str, Message]] = {
    RatePolicy.OPERATIONAL: say("UN operational rate of the day"),
    RatePolicy.FIXED: say("Fixed rate"),
    RatePolicy.MONTHLY_AVERAGE: say("Average of the month's rates"),
}
INDIRECT_BASES: Final[dict[str, Message]] = {
    IndirectBase.DIRECT: say("All direct costs"),
    IndirectBase.DIRECT_LESS_TRANSFERS: say("Direct costs without transfers to counterparts"),
}
NEW_LINE_CHOICES: Final[dict[str, Message]] = {
    NewLines.ALLOWED: say("Allowed"),
    NewLines.WITH_APPROVAL: say("With approval"),
    NewLines.NOT_ALLOWED: say("Not allowed"),
}
UNSPENT_CHOICES: Final[dict[str, Message]] = {
    Unspent.REFUND: say("Returned to the funder"),
    Unspent.REPROGRAMME: say("Reprogrammed with the funder"),
    Unspent.CARRY_OVER: say("Carried over"),
}
FREQUENCIES: Final[dict[str, Message]] = {
    Frequency.MONTHLY: say("Every month"),
    Frequency.QUARTERLY: say("Every quarter"),
    Frequency.SEMIANNUAL: say("Every half-year"),
    Frequency.ANNUAL: say("Every year"),
    Frequency.FINAL: say("At the end"),
}
REPORT_STATUSES: Final[dict[str, Message]] = {
    ReportStatus.DRAFT: say("Draft"),
    ReportStatus.SUBMITTED: say("Submitted"),
    ReportStatus.RETURNED: say("Returned"),
    ReportStatus.ACCEPTED: say("Accepted"),
}
WEEKENDS: Final[dict[str, Message]] = {
    Weekend.AS_IS: say("Due on that day all the same"),
    Weekend.BEFORE: say("Due on the working day before"),
    Weekend.AFTER: say("Due on the working day after"),
}
# The reports on one grant that the program can make, by the names of their layouts.
REPORT_LAYOUTS: Final[dict[str, Message]] = {
    "statement": say("Financial statement"),
    "budget_actual": say("Budget and actual by line"),
    "by_result": say("Expenditure by result"),
    "mptf_annual": say("Annual financial statement to a multi-partner trust fund"),
    "cash_request": say("Cash request"),
    "sf425": say("Federal Financial Report (SF-425)"),
    "sf424a": say("Budget information (SF-424A)"),
    "eu_annex_vi": say("EU financial report (Annex VI)"),
}
LOCK_LEVELS: Final[dict[str, Message]] = {
    LockLevel.SOFT: say("Closed, single persons can be let in"),
    LockLevel.HARD: say("Closed for good"),
}
DOCUMENT_KINDS: Final[dict[str, Message]] = {
    "agreement": say("Signed agreement"),
    "amendment": say("Amendment"),
    "letter": say("Letter"),
    "report": say("Report"),
    "invoice": say("Invoice"),
    "receipt": say("Proof of payment"),
    "other": say("Other"),
}
# What a rule of each kind chooses from, all in one column: the form shows those of its kind.
RULE_CHOICES: Final[dict[str, Message]] = {
    **NEW_LINE_CHOICES,
    **INDIRECT_BASES,
    **RATE_POLICIES,
    **FREQUENCIES,
    **UNSPENT_CHOICES,
}
