"""Organisations and the agreements signed with them."""

from desktop.domain.codes import AGREEMENT_KINDS, ORGANISATION_ROLES, ORGANISATION_TYPES
from desktop.language import say, say_many
from desktop.registers.register import Column, Kind, Link, Register

ORGANISATIONS = Register(
    key="organisations",
    title=say("Organisations"),
    singular=say("Organisation"),
    counted=say_many("{count} organisation", "{count} organisations", count=0),
    new=say("New organisation"),
    record="organisation",
    code="reference",
    name="name",
    sort="name",
    columns=(
        Column("name", say("Name"), searched=True, editable=True, required=True),
        Column("short_name", say("Short name"), searched=True, editable=True, shown=False),
        Column(
            "reference",
            say("Reference"),
            Kind.CODE,
            searched=True,
            editable=True,
            hint=say("The identifier in the IATI registry, such as XM-DAC-41128, or the office's own."),
        ),
        Column("type", say("Type"), Kind.CHOICE, path="kind", choices=ORGANISATION_TYPES, editable=True),
        Column("country", say("Country"), Kind.COUNTRY, editable=True),
        Column("roles", say("Roles"), Kind.CHOICES, choices=ORGANISATION_ROLES),
        Column("projects", say("Projects"), Kind.NUMBER, path="project_count"),
        Column("grants", say("Grants"), Kind.NUMBER, path="grant_count"),
        Column("note", say("Note"), searched=True, editable=True, shown=False),
    ),
    links=(
        Link("grants", say("Grants"), "funder_id"),
        Link("projects", say("Projects"), "roles.organisation_id"),
        Link("agreements", say("Agreements"), "parties.organisation_id"),
    ),
    empty=say("No organisations yet"),
)

AGREEMENTS = Register(
    key="agreements",
    title=say("Agreements"),
    singular=say("Agreement"),
    counted=say_many("{count} agreement", "{count} agreements", count=0),
    new=say("New agreement"),
    record="agreement",
    code="reference",
    name="title",
    sort="signed_on",
    descending=True,
    columns=(
        Column("reference", say("Reference"), Kind.CODE, searched=True, editable=True, required=True),
        Column("title", say("Title"), searched=True, editable=True, required=True),
        Column("kind", say("Kind"), Kind.CHOICE, choices=AGREEMENT_KINDS, editable=True, required=True),
        Column("parties", say("Parties"), path="party_names"),
        Column("signed_on", say("Signed"), Kind.DATE, editable=True),
        Column("starts_on", say("In force from"), Kind.DATE, editable=True, shown=False),
        Column("ends_on", say("Until"), Kind.DATE, editable=True, shown=False),
        Column("grants", say("Grants"), Kind.NUMBER, path="grant_count"),
        Column("note", say("Note"), searched=True, editable=True, shown=False),
    ),
    links=(
        Link("grants", say("Grants"), "agreement_id"),
        Link("organisations", say("Parties"), "agreement_parties.agreement_id"),
    ),
    empty=say("No agreements yet"),
)
