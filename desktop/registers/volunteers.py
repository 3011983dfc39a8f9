"""The roster of volunteers, their trainings and clearances, and the places where they serve."""

from desktop.domain.volunteer_terms import (
    CLEARANCE_KINDS,
    HARDSHIPS,
    SEXES,
    VOLUNTEER_CATEGORIES,
    VOLUNTEER_STATES,
    YES_NO,
)
from desktop.language import say, say_many
from desktop.registers.columns import volunteer_column
from desktop.registers.register import Column, Kind, Link, Register

VOLUNTEERS = Register(
    key="volunteers",
    title=say("Volunteers"),
    singular=say("Volunteer"),
    counted=say_many("{count} volunteer", "{count} volunteers", count=0),
    new=say("New volunteer"),
    record="volunteer",
    code="reference",
    name="reference",
    sort="reference",
    columns=(
        Column(
            "reference",
            say("Code"),
            Kind.CODE,
            searched=True,
            editable=True,
            required=True,
            hint=say("The office’s own code. It stands for the name wherever names are left out."),
        ),
        Column("name", say("Name"), editable=True, personal=True),
        Column("category", say("Category"), Kind.CHOICE, choices=VOLUNTEER_CATEGORIES, editable=True, required=True),
        Column("sex", say("Sex"), Kind.CHOICE, choices=SEXES, editable=True),
        Column("nationality", say("Nationality"), Kind.COUNTRY, editable=True),
        Column("state", say("State"), path="current_state", kind=Kind.CHOICE, choices=VOLUNTEER_STATES),
        Column("deployment", say("Deployment"), Kind.CODE, path="current_deployment"),
        Column("place", say("Place"), path="current_place"),
        Column("ends_on", say("Serves until"), Kind.DATE, path="serves_until"),
        Column("deployments", say("Deployments"), Kind.NUMBER, path="deployment_count", shown=False),
        Column("languages", say("Languages"), searched=True, editable=True, shown=False),
        Column("skills", say("Skills"), searched=True, editable=True, shown=False),
        Column("experience_years", say("Years of experience"), Kind.NUMBER, editable=True, shown=False),
        Column("roster_number", say("Roster number"), Kind.CODE, editable=True, shown=False, personal=True),
        Column("born_on", say("Date of birth"), Kind.DATE, editable=True, shown=False, personal=True),
        Column("email", say("E-mail"), editable=True, shown=False, personal=True),
        Column("phone", say("Telephone"), editable=True, shown=False, personal=True),
        Column("address", say("Address"), editable=True, shown=False, personal=True),
        Column("emergency_contact", say("Emergency contact"), editable=True, shown=False, personal=True),
        Column("emergency_phone", say("Emergency telephone"), editable=True, shown=False, personal=True),
        Column(
            "care_note",
            say("Duty of care"),
            editable=True,
            shown=False,
            personal=True,
            hint=say("What whoever has to help must know, such as medication. Only with the volunteer’s consent."),
        ),
        Column("note", say("Note"), searched=True, editable=True, shown=False),
    ),
    links=(
        Link("deployments", say("Deployments"), "volunteer_id"),
        Link("clearances", say("Trainings and clearances"), "volunteer_id"),
    ),
    empty=say("No volunteers yet"),
)

CLEARANCES = Register(
    key="clearances",
    title=say("Trainings and clearances"),
    singular=say("Training or clearance"),
    counted=say_many("{count} training or clearance", "{count} trainings and clearances", count=0),
    new=say("New training or clearance"),
    record="clearance",
    code="volunteer",
    name="kind",
    sort="expires_on",
    columns=(
        volunteer_column(required=True),
        Column("kind", say("Kind"), Kind.CHOICE, choices=CLEARANCE_KINDS, editable=True, required=True),
        Column("obtained_on", say("Obtained"), Kind.DATE, editable=True),
        Column("expires_on", say("Valid until"), Kind.DATE, editable=True),
        Column("note", say("Note"), searched=True, editable=True, shown=False),
    ),
    empty=say("No trainings or clearances yet"),
)

DUTY_STATIONS = Register(
    key="duty_stations",
    title=say("Duty stations"),
    singular=say("Duty station"),
    counted=say_many("{count} duty station", "{count} duty stations", count=0),
    new=say("New duty station"),
    record="duty_station",
    code="place",
    name="country",
    sort="place",
    columns=(
        Column("place", say("Place"), searched=True, editable=True, required=True),
        Column("country", say("Country"), Kind.COUNTRY, editable=True, required=True),
        Column("hardship", say("Hardship"), Kind.CHOICE, choices=HARDSHIPS, editable=True),
        Column("family", say("Families may come along"), Kind.CHOICE, choices=YES_NO, editable=True),
        Column("note", say("Note"), searched=True, editable=True, shown=False),
    ),
    links=(Link("assignments", say("Assignments"), "station_id"),),
    empty=say("No duty stations yet"),
)
