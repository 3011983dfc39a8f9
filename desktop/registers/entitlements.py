"""What volunteers of a category cost at a duty station, and for how long they may serve."""

from desktop.domain.volunteer_terms import BASES, COMPONENTS, VOLUNTEER_CATEGORIES
from desktop.language import say, say_many
from desktop.registers.columns import station_column
from desktop.registers.register import Column, Kind, Register

ENTITLEMENT_RATES = Register(
    key="entitlement_rates",
    title=say("Entitlement rates"),
    singular=say("Entitlement rate"),
    counted=say_many("{count} rate", "{count} rates", count=0),
    new=say("New entitlement rate"),
    record="entitlement_rate",
    code="component",
    name="category",
    sort="component",
    columns=(
        Column("component", say("Entitlement"), Kind.CHOICE, choices=COMPONENTS, editable=True, required=True),
        Column(
            "category",
            say("Category"),
            Kind.CHOICE,
            choices=VOLUNTEER_CATEGORIES,
            editable=True,
            hint=say("Empty: every category."),
        ),
        Column("country", say("Country"), Kind.COUNTRY, editable=True, hint=say("Empty: every country.")),
        station_column(hint=say("Empty: every duty station.")),
        Column(
            "dependants",
            say("Dependants from"),
            Kind.NUMBER,
            editable=True,
            shown=False,
            hint=say("For volunteers with at least so many. Empty: whatever their number."),
        ),
        Column("starts_on", say("In force from"), Kind.DATE, editable=True, required=True),
        Column(
            "basis",
            say("Falls due"),
            Kind.CHOICE,
            choices=BASES,
            editable=True,
            hint=say("As usual for this entitlement when left empty."),
        ),
        Column("currency", say("Currency"), Kind.CURRENCY, editable=True),
        Column("amount", say("Amount"), Kind.MONEY, currency="currency", editable=True),
        Column("percent", say("Per cent"), Kind.PERCENT, editable=True),
        Column("source", say("Source"), searched=True, editable=True),
        Column("note", say("Note"), searched=True, editable=True, shown=False),
    ),
    empty=say("No entitlement rates yet"),
)

CATEGORY_LIMITS = Register(
    key="category_limits",
    title=say("Limits of service"),
    singular=say("Limit of service"),
    counted=say_many("{count} limit", "{count} limits", count=0),
    new=say("New limit"),
    record="category_limit",
    code="category",
    name="starts_on",
    sort="category",
    columns=(
        Column("category", say("Category"), Kind.CHOICE, choices=VOLUNTEER_CATEGORIES, editable=True, required=True),
        Column("starts_on", say("In force from"), Kind.DATE, editable=True, required=True),
        Column("most_months", say("Months at most"), Kind.NUMBER, editable=True),
        Column("least_months", say("Months at least"), Kind.NUMBER, editable=True),
        Column("least_age", say("Age at least"), Kind.NUMBER, editable=True),
        Column("most_age", say("Age at most"), Kind.NUMBER, editable=True),
        Column("experience_years", say("Years of experience"), Kind.NUMBER, editable=True),
        Column("leave_days", say("Leave days a month"), Kind.NUMBER, editable=True),
        Column("source", say("Source"), searched=True, editable=True, shown=False),
    ),
    empty=say("No limits yet"),
)
