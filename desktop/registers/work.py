"""What volunteers did, as counts: no identity of a detainee, a victim or a witness has a column anywhere."""

from desktop.domain.volunteer_terms import AGE_GROUPS, SEXES, YES_NO
from desktop.language import say, say_many
from desktop.registers.columns import deployment_column, project_column
from desktop.registers.register import Column, Kind, Link, Register

WORK_MEASURES = Register(
    key="work_measures",
    title=say("What is counted"),
    singular=say("Measure"),
    counted=say_many("{count} measure", "{count} measures", count=0),
    new=say("New measure"),
    record="work_measure",
    code="code",
    name="name",
    sort="code",
    columns=(
        project_column(required=True, shown=True),
        Column("code", say("Code"), Kind.CODE, searched=True, editable=True, required=True),
        Column("name", say("What is counted"), searched=True, editable=True, required=True),
        Column("by_sex", say("By sex"), Kind.CHOICE, choices=YES_NO, editable=True, required=True),
        Column("by_age", say("Adults and children"), Kind.CHOICE, choices=YES_NO, editable=True, required=True),
        Column("note", say("Note"), searched=True, editable=True, shown=False),
    ),
    links=(Link("work_counts", say("Counts"), "measure_id"),),
    empty=say("Nothing is counted yet"),
)

WORK_COUNTS = Register(
    key="work_counts",
    title=say("Work done"),
    singular=say("Count"),
    counted=say_many("{count} count", "{count} counts", count=0),
    new=say("New count"),
    record="work_count",
    code="measure",
    name="deployment",
    sort="month",
    descending=True,
    columns=(
        Column(
            "measure",
            say("What is counted"),
            Kind.CODE,
            path="measure.code",
            target="work_measures",
            writes="measure_id",
            editable=True,
            required=True,
        ),
        Column("name", say("Name"), path="measure.name"),
        deployment_column(),
        Column("volunteer", say("Volunteer"), Kind.CODE, path="deployment.volunteer.reference"),
        Column("month", say("Month"), Kind.DATE, editable=True, required=True, monthly=True),
        Column("sex", say("Sex"), Kind.CHOICE, choices=SEXES, editable=True),
        Column("age", say("Age"), Kind.CHOICE, choices=AGE_GROUPS, editable=True),
        Column("count", say("Count"), Kind.NUMBER, editable=True, required=True),
        Column(
            "note",
            say("Note"),
            searched=True,
            editable=True,
            shown=False,
            hint=say("Never a name, a number of a case or anything else that tells who a person is."),
        ),
    ),
    empty=say("Nothing counted yet"),
)
