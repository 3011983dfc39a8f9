"""Code lists that are short and part of the rules. Longer ones (sectors, targets) are files in `resources/codelists`.

Codes of organisation types, activity statuses and organisation roles are those of the IATI standard 2.03, so that
records come and go without a table of equivalents; the names are ours.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final

from desktop.language import Message, say


class CostCategory(IntEnum):
    """The eight harmonised budget categories of the UN Sustainable Development Group, in their fixed order."""

    STAFF = 1
    SUPPLIES = 2
    EQUIPMENT = 3
    CONTRACTS = 4
    TRAVEL = 5
    TRANSFERS = 6
    OPERATING = 7
    INDIRECT = 8

    @property
    def is_direct(self) -> bool:
        """Whether it is part of the direct cost on which programme support costs are worked out."""
        return self is not CostCategory.INDIRECT


CATEGORY_NAMES: Final[dict[CostCategory, Message]] = {
    CostCategory.STAFF: say("Staff and other personnel costs"),
    CostCategory.SUPPLIES: say("Supplies, commodities, materials"),
    CostCategory.EQUIPMENT: say("Equipment, vehicles and furniture"),
    CostCategory.CONTRACTS: say("Contractual services"),
    CostCategory.TRAVEL: say("Travel"),
    CostCategory.TRANSFERS: say("Transfers and grants to counterparts"),
    CostCategory.OPERATING: say("General operating and other direct costs"),
    CostCategory.INDIRECT: say("Indirect support costs"),
}

CATEGORY_SHORT_NAMES: Final[dict[CostCategory, Message]] = {
    CostCategory.STAFF: say("Staff and other personnel"),
    CostCategory.SUPPLIES: say("Supplies and materials"),
    CostCategory.EQUIPMENT: say("Equipment and vehicles"),
    CostCategory.CONTRACTS: say("Contractual services"),
    CostCategory.TRAVEL: say("Travel"),
    CostCategory.TRANSFERS: say("Transfers and grants"),
    CostCategory.OPERATING: say("General operating"),
    CostCategory.INDIRECT: say("Indirect support"),
}


class ProjectKind(StrEnum):
    """Where a record of the programme tree stands."""

    PROGRAMME = "programme"
    PROJECT = "project"
    COMPONENT = "component"


class ResultKind(StrEnum):
    """The levels of a results framework: outcome > output > activity."""

    OUTCOME = "outcome"
    OUTPUT = "output"
    ACTIVITY = "activity"


class AgreementKind(StrEnum):
    """What was signed."""

    MEMORANDUM = "memorandum"
    COOPERATION = "cooperation"
    ACTION_PLAN = "action_plan"
    CONTRIBUTION = "contribution"
    AWARD = "award"


class BudgetStatus(StrEnum):
    """How far a budget has come. A scenario is a copy to try things on."""

    SCENARIO = "scenario"
    DRAFT = "draft"
    REQUESTED = "requested"
    APPROVED = "approved"
    SUPERSEDED = "superseded"

    @property
    def is_open(self) -> bool:
        """Whether its lines may still be changed."""
        return self in (BudgetStatus.SCENARIO, BudgetStatus.DRAFT)


PROJECT_KINDS: Final[dict[str, Message]] = {
    ProjectKind.PROGRAMME: say("Programme"),
    ProjectKind.PROJECT: say("Project"),
    ProjectKind.COMPONENT: say("Component"),
}
RESULT_KINDS: Final[dict[str, Message]] = {
    ResultKind.OUTCOME: say("Outcome"),
    ResultKind.OUTPUT: say("Output"),
    ResultKind.ACTIVITY: say("Activity"),
}
AGREEMENT_KINDS: Final[dict[str, Message]] = {
    AgreementKind.MEMORANDUM: say("Memorandum of understanding"),
    AgreementKind.COOPERATION: say("Cooperation agreement"),
    AgreementKind.ACTION_PLAN: say("Joint action plan"),
    AgreementKind.CONTRIBUTION: say("Contribution agreement"),
    AgreementKind.AWARD: say("Award"),
}
BUDGET_STATUSES: Final[dict[str, Message]] = {
    BudgetStatus.SCENARIO: say("Scenario"),
    BudgetStatus.DRAFT: say("Draft"),
    BudgetStatus.REQUESTED: say("Requested"),
    BudgetStatus.APPROVED: say("Approved"),
    BudgetStatus.SUPERSEDED: say("Superseded"),
}
# IATI code list ActivityStatus
PROJECT_STATUSES: Final[dict[str, Message]] = {
    "1": say("Planned"),
    "2": say("Active"),
    "3": say("Finalisation"),
    "4": say("Closed"),
    "5": say("Cancelled"),
    "6": say("Suspended"),
}

# IATI code list OrganisationRole
ORGANISATION_ROLES: Final[dict[str, Message]] = {
    "1": say("Funding"),
    "2": say("Accountable"),
    "3": say("Extending"),
    "4": say("Implementing"),
}
ROLE_FUNDING, ROLE_ACCOUNTABLE, ROLE_EXTENDING, ROLE_IMPLEMENTING = ORGANISATION_ROLES

# IATI code list OrganisationType
ORGANISATION_TYPES: Final[dict[str, Message]] = {
    "10": say("Government"),
    "11": say("Local government"),
    "15": say("Other public sector"),
    "21": say("International NGO"),
    "22": say("National NGO"),
    "23": say("Regional NGO"),
    "24": say("NGO based in the partner country"),
    "30": say("Public-private partnership"),
    "40": say("Multilateral"),
    "60": say("Foundation"),
    "70": say("Private sector"),
    "71": say("Private sector in the provider country"),
    "72": say("Private sector in the recipient country"),
    "73": say("Private sector in a third country"),
    "80": say("Academic, training and research"),
    "90": say("Other"),
}

# IATI code list SectorVocabulary: the ones whose codes can be told apart from an office's own
VOCABULARY_DAC = "1"
# IATI code list TagVocabulary
TAG_SDG_TARGET = "3"
