"""The list of who is where on a day, for an evacuation: no list of the program, but written to files like one."""

from desktop.domain.volunteer_terms import LEAVE_KINDS, SEXES
from desktop.language import say, say_many
from desktop.registers.register import Column, Kind, Register

EVACUATION = Register(
    key="evacuation",
    title=say("Evacuation list"),
    singular=say("Volunteer"),
    counted=say_many("{count} volunteer", "{count} volunteers", count=0),
    record="deployment",
    code="volunteer",
    name="volunteer",
    sort="country",
    columns=(
        Column("country", say("Country"), Kind.COUNTRY),
        Column("place", say("Duty station")),
        Column("volunteer", say("Code"), Kind.CODE),
        Column("name", say("Name"), personal=True),
        Column("phone", say("Telephone"), Kind.CODE, personal=True),
        Column("leave", say("On leave"), Kind.CHOICE, choices=LEAVE_KINDS),
        Column("leave_until", say("Leave until"), Kind.DATE),
        Column("nationality", say("Nationality"), Kind.COUNTRY),
        Column("sex", say("Sex"), Kind.CHOICE, choices=SEXES),
        Column("until", say("Contract until"), Kind.DATE),
        Column("emergency_contact", say("Emergency contact"), personal=True),
        Column("emergency_phone", say("Telephone in an emergency"), Kind.CODE, personal=True),
        Column("email", say("E-mail"), personal=True),
        Column("address", say("Address"), personal=True),
        Column("care_note", say("Duty of care"), personal=True),
        Column("deployment", say("Deployment"), Kind.CODE),
    ),
)
