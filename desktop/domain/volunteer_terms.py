"""The terms in which volunteers are deployed: categories, kinds and states, each with its name.

Categories are those of the Unified Conditions of Service of UN Volunteers (1 October 2021); the three without a level
are those that records from before it name. UN Volunteers are personnel, not staff: what they get are allowances, never
a salary.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from desktop.language import Message, say


class VolunteerCategory(StrEnum):
    """What a volunteer serves as."""

    INTERNATIONAL_SPECIALIST = "international_specialist"
    INTERNATIONAL_EXPERT = "international_expert"
    INTERNATIONAL_YOUTH = "international_youth"
    INTERNATIONAL_UNIVERSITY = "international_university"
    NATIONAL_SPECIALIST = "national_specialist"
    NATIONAL_EXPERT = "national_expert"
    NATIONAL_YOUTH = "national_youth"
    NATIONAL_UNIVERSITY = "national_university"
    COMMUNITY = "community"
    REFUGEE = "refugee"
    ONLINE = "online"
    INTERNATIONAL = "international"
    NATIONAL = "national"
    YOUTH = "youth"

    @property
    def modality(self) -> str:
        """``international``, ``national`` or ``online``: service limits and many rates are by modality."""
        if self is VolunteerCategory.ONLINE:
            return "online"
        return "international" if self.value.startswith("international") else "national"


VOLUNTEER_CATEGORIES: Final[dict[str, Message]] = {
    VolunteerCategory.INTERNATIONAL_SPECIALIST: say("International UN Volunteer Specialist"),
    VolunteerCategory.INTERNATIONAL_EXPERT: say("International UN Volunteer Expert"),
    VolunteerCategory.INTERNATIONAL_YOUTH: say("International UN Youth Volunteer"),
    VolunteerCategory.INTERNATIONAL_UNIVERSITY: say("International UN University Volunteer"),
    VolunteerCategory.NATIONAL_SPECIALIST: say("National UN Volunteer Specialist"),
    VolunteerCategory.NATIONAL_EXPERT: say("National UN Volunteer Expert"),
    VolunteerCategory.NATIONAL_YOUTH: say("National UN Youth Volunteer"),
    VolunteerCategory.NATIONAL_UNIVERSITY: say("National UN University Volunteer"),
    VolunteerCategory.COMMUNITY: say("UN Community Volunteer"),
    VolunteerCategory.REFUGEE: say("Refugee UN Volunteer"),
    VolunteerCategory.ONLINE: say("Online Volunteer"),
    VolunteerCategory.INTERNATIONAL: say("International UN Volunteer (before 2021)"),
    VolunteerCategory.NATIONAL: say("National UN Volunteer (before 2021)"),
    VolunteerCategory.YOUTH: say("UN Youth Volunteer (before 2021)"),
}


class Sex(StrEnum):
    """Sex, as statistics of service part it."""

    FEMALE = "f"
    MALE = "m"
    OTHER = "x"


SEXES: Final[dict[str, Message]] = {
    Sex.FEMALE: say("Female"),
    Sex.MALE: say("Male"),
    Sex.OTHER: say("Other or not said"),
}


class AgeGroup(StrEnum):
    """Whether the persons counted were adults or children."""

    ADULT = "adult"
    CHILD = "child"


AGE_GROUPS: Final[dict[str, Message]] = {AgeGroup.ADULT: say("Adults"), AgeGroup.CHILD: say("Children")}

YES, NO = "yes", "no"
YES_NO: Final[dict[str, Message]] = {YES: say("Yes"), NO: say("No")}

# The hardship classification of duty stations by the International Civil Service Commission: H is headquarters.
HARDSHIPS: Final[dict[str, Message]] = {code: say("{code} (hardship)", code=code) for code in "HABCDE"}


class PeriodKind(StrEnum):
    """What a period of a deployment's chain of contracts is. A gap is time without service and without cost."""

    INITIAL = "initial"
    EXTENSION = "extension"
    REASSIGNMENT = "reassignment"
    GAP = "gap"


PERIOD_KINDS: Final[dict[str, Message]] = {
    PeriodKind.INITIAL: say("Initial contract"),
    PeriodKind.EXTENSION: say("Extension"),
    PeriodKind.REASSIGNMENT: say("Reassignment"),
    PeriodKind.GAP: say("Gap"),
}


class DeploymentState(StrEnum):
    """How a deployment stands on a day; see `domain.staffing.deployment` for what each one means."""

    PLANNED = "planned"
    SIGNED = "signed"
    ACTIVE = "active"
    EXTENDED = "extended"
    GAP = "gap"
    ENDED = "ended"


DEPLOYMENT_STATES: Final[dict[str, Message]] = {
    DeploymentState.PLANNED: say("Planned"),
    DeploymentState.SIGNED: say("Signed, to begin"),
    DeploymentState.ACTIVE: say("Active"),
    DeploymentState.EXTENDED: say("Extended"),
    DeploymentState.GAP: say("In a gap"),
    DeploymentState.ENDED: say("Ended"),
}


class EndReason(StrEnum):
    """Why a deployment ended."""

    COMPLETED = "completed"
    RESIGNATION = "resignation"
    EARLY = "early"
    TRANSFER = "transfer"
    MEDICAL = "medical"
    MISCONDUCT = "misconduct"
    DEATH = "death"
    OTHER = "other"


END_REASONS: Final[dict[str, Message]] = {
    EndReason.COMPLETED: say("End of the contract"),
    EndReason.RESIGNATION: say("Resigned"),
    EndReason.EARLY: say("Ended early by the host"),
    EndReason.TRANSFER: say("Transferred"),
    EndReason.MEDICAL: say("Medical reasons"),
    EndReason.MISCONDUCT: say("Misconduct"),
    EndReason.DEATH: say("Death"),
    EndReason.OTHER: say("Other"),
}

ASSESSMENTS: Final[dict[str, Message]] = {
    "exceeded": say("Exceeded what was expected"),
    "met": say("Met what was expected"),
    "partly_met": say("Partly met what was expected"),
    "not_met": say("Did not meet what was expected"),
}


class Component(StrEnum):
    """What a volunteer costs, part by part: entitlements, and what the agency adds to them.

    `PRO_FORMA` is an all-in figure a month, for offices that know no more.
    """

    LIVING = "living"
    FAMILY = "family"
    WELL_BEING = "well_being"
    INSURANCE = "insurance"
    LEARNING = "learning"
    EXIT = "exit"
    ENTRY = "entry"
    TRAVEL_IN = "travel_in"
    TRAVEL_OUT = "travel_out"
    REASSIGNMENT = "reassignment"
    PRO_FORMA = "pro_forma"
    OTHER = "other"
    SUPPORT = "support"


COMPONENTS: Final[dict[str, Message]] = {
    Component.LIVING: say("Monthly living allowance"),
    Component.FAMILY: say("Family allowance"),
    Component.WELL_BEING: say("Well-being differential"),
    Component.INSURANCE: say("Insurance"),
    Component.LEARNING: say("Learning"),
    Component.EXIT: say("Exit allowance"),
    Component.ENTRY: say("Entry lump sum"),
    Component.TRAVEL_IN: say("Travel in"),
    Component.TRAVEL_OUT: say("Travel out"),
    Component.REASSIGNMENT: say("Reassignment allowance"),
    Component.PRO_FORMA: say("Pro forma cost, all in"),
    Component.OTHER: say("Other cost"),
    Component.SUPPORT: say("Support cost of the agency"),
}


class Basis(StrEnum):
    """How an entitlement falls due: a month of service, once at a moment, or as per cent of all others."""

    MONTH = "month"
    ENTRY = "entry"
    END = "end"
    REASSIGNMENT = "reassignment"
    PERCENT = "percent"


BASES: Final[dict[str, Message]] = {
    Basis.MONTH: say("A month of service"),
    Basis.ENTRY: say("Once, on entry"),
    Basis.END: say("Once, at the end"),
    Basis.REASSIGNMENT: say("With each reassignment"),
    Basis.PERCENT: say("Per cent of the other costs"),
}

USUAL_BASIS: Final[dict[str, Basis]] = {
    Component.ENTRY: Basis.ENTRY,
    Component.TRAVEL_IN: Basis.ENTRY,
    Component.TRAVEL_OUT: Basis.END,
    Component.REASSIGNMENT: Basis.REASSIGNMENT,
    Component.SUPPORT: Basis.PERCENT,
}
"""The basis a component has where nobody says another; a month for those that are not here."""


class LeaveKind(StrEnum):
    """Why a volunteer was away."""

    ANNUAL = "annual"
    LEARNING = "learning"
    SICK_CERTIFIED = "sick_certified"
    SICK_UNCERTIFIED = "sick_uncertified"
    PARENTAL = "parental"
    UNPAID = "unpaid"
    OTHER = "other"


LEAVE_KINDS: Final[dict[str, Message]] = {
    LeaveKind.ANNUAL: say("Annual leave"),
    LeaveKind.LEARNING: say("Learning leave"),
    LeaveKind.SICK_CERTIFIED: say("Sick leave, certified"),
    LeaveKind.SICK_UNCERTIFIED: say("Sick leave, uncertified"),
    LeaveKind.PARENTAL: say("Parental leave"),
    LeaveKind.UNPAID: say("Unpaid leave"),
    LeaveKind.OTHER: say("Other leave"),
}

CLEARANCE_KINDS: Final[dict[str, Message]] = {
    "security_training": say("Security training (BSAFE)"),
    "medical": say("Medical clearance"),
    "security": say("Security clearance"),
    "insurance": say("Insurance"),
    "ethics": say("Ethics and prevention of abuse"),
    "first_aid": say("First aid"),
    "training": say("Other training"),
}

CHECKLIST_PHASES: Final[dict[str, Message]] = {"arrival": say("Arrival"), "departure": say("Departure")}

VOLUNTEER_STATES: Final[dict[str, Message]] = {
    "serving": say("Serving"),
    "to_come": say("To come"),
    "served": say("Served"),
    "free": say("Never deployed"),
}
"""Where someone on the roster stands, over all deployments."""
