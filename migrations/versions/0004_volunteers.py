"""Volunteers, duty stations, assignments, deployments with their contracts, costs, leave and work; their documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.BigInteger()  # scaled integers: money and per cents 1/10 000


def upgrade() -> None:
    """Makes the new tables, and lets documents belong to deployments."""
    _people()
    _service()
    _money()
    _daily()
    _work()
    _documents()


def downgrade() -> None:
    """There is no way back: it would lose what the newer schema holds."""
    raise NotImplementedError("restore the backup that was made before the upgrade")


# --- how tables are made ------------------------------------------------------------------------------------------


def table(name: str, *parts: sa.schema.SchemaItem) -> None:
    """A table with its key. Ids are never used again, so that the trail of changes stays true after a removal."""
    op.create_table(
        name,
        sa.Column("id", KEY, sa.Identity(), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sqlite_autoincrement=True,
    )


def text(name: str, *, null: bool = False) -> sa.Column[str]:
    """A column of text."""
    return sa.Column(name, sa.Text(), nullable=null)


def exact(name: str, *, null: bool = False) -> sa.Column[int]:
    """A column of exact numbers."""
    return sa.Column(name, EXACT, nullable=null)


def number(name: str, *, null: bool = False) -> sa.Column[int]:
    """A column of whole numbers."""
    return sa.Column(name, sa.Integer(), nullable=null)


def day(name: str, *, null: bool = False) -> sa.Column[object]:
    """A column of dates."""
    return sa.Column(name, sa.Date(), nullable=null)


def version() -> sa.Column[int]:
    """The column of optimistic locking."""
    return sa.Column("version", sa.Integer(), nullable=False)


def reference(
    owner: str, name: str, target: str, *, null: bool = True, cascade: bool = False
) -> tuple[sa.schema.SchemaItem, ...]:
    """A column that refers to another table, and its constraint."""
    return (
        sa.Column(name, KEY, nullable=null),
        sa.ForeignKeyConstraint(
            [name], [f"{target}.id"], name=f"fk_{owner}_{name}_{target}", ondelete="CASCADE" if cascade else None
        ),
    )


def imported(owner: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The import that brought the record."""
    return reference(owner, "batch_id", "import_batch")


def unique(owner: str, *columns: str) -> sa.UniqueConstraint:
    """A key besides the id."""
    return sa.UniqueConstraint(*columns, name=f"uq_{owner}_{'_'.join(columns)}")


def indexes(owner: str, *names: str) -> None:
    """Indexes, named as the models name them; the columns of one are parted by spaces."""
    for columns in map(str.split, names):
        op.create_index(f"ix_{owner}_{'_'.join(columns)}", owner, list(columns))


# --- the tables ---------------------------------------------------------------------------------------------------


def _people() -> None:
    table(
        "duty_station",
        text("country"),
        text("place"),
        text("hardship", null=True),
        text("family", null=True),
        text("note"),
        version(),
        *imported("duty_station"),
        unique("duty_station", "country", "place"),
    )
    indexes("duty_station", "batch_id")
    table(
        "volunteer",
        text("reference"),
        text("roster_number"),
        text("name"),
        text("category"),
        text("sex", null=True),
        text("nationality", null=True),
        text("languages"),
        text("skills"),
        number("experience_years", null=True),
        day("born_on", null=True),
        text("email"),
        text("phone"),
        text("address"),
        text("emergency_contact"),
        text("emergency_phone"),
        text("care_note"),
        text("note"),
        version(),
        *imported("volunteer"),
        unique("volunteer", "reference"),
    )
    indexes("volunteer", "batch_id", "nationality")
    table(
        "clearance",
        *reference("clearance", "volunteer_id", "volunteer", null=False, cascade=True),
        text("kind"),
        day("obtained_on", null=True),
        day("expires_on", null=True),
        text("note"),
        version(),
        *imported("clearance"),
    )
    indexes("clearance", "batch_id", "expires_on", "volunteer_id")


def _service() -> None:
    table(
        "assignment",
        text("reference"),
        text("title"),
        text("category"),
        *reference("assignment", "project_id", "project"),
        *reference("assignment", "result_id", "result_node"),
        *reference("assignment", "host_id", "organisation"),
        text("supervisor"),
        *reference("assignment", "station_id", "duty_station"),
        number("posts"),
        day("starts_on", null=True),
        day("ends_on", null=True),
        text("tasks"),
        text("results_expected"),
        text("profile"),
        text("note"),
        version(),
        *imported("assignment"),
        unique("assignment", "reference"),
    )
    indexes("assignment", "batch_id", "host_id", "project_id", "result_id", "station_id")
    table(
        "deployment",
        text("reference"),
        *reference("deployment", "assignment_id", "assignment", null=False),
        *reference("deployment", "volunteer_id", "volunteer"),
        number("post", null=True),
        text("category"),
        number("dependants"),
        day("entry_on", null=True),
        day("ended_on", null=True),
        text("end_reason", null=True),
        day("assessed_on", null=True),
        text("assessment", null=True),
        text("note"),
        version(),
        *imported("deployment"),
        unique("deployment", "reference"),
    )
    indexes("deployment", "assignment_id", "batch_id", "volunteer_id")
    table(
        "contract_period",
        *reference("contract_period", "deployment_id", "deployment", null=False, cascade=True),
        text("kind"),
        day("starts_on"),
        day("ends_on"),
        *reference("contract_period", "station_id", "duty_station"),
        text("contract_number"),
        day("signed_on", null=True),
        text("note"),
        version(),
        *imported("contract_period"),
        unique("contract_period", "deployment_id", "starts_on"),
    )
    indexes("contract_period", "batch_id", "deployment_id kind signed_on", "ends_on", "station_id")


def _money() -> None:
    table(
        "deployment_share",
        *reference("deployment_share", "deployment_id", "deployment", null=False, cascade=True),
        day("starts_on"),
        *reference("deployment_share", "grant_id", "grant", null=False),
        *reference("deployment_share", "line_id", "budget_line"),
        exact("percent"),
        version(),
        *imported("deployment_share"),
        unique("deployment_share", "deployment_id", "starts_on", "grant_id", "line_id"),
    )
    indexes("deployment_share", "batch_id", "grant_id", "line_id")
    table(
        "entitlement_rate",
        text("component"),
        text("category", null=True),
        text("country", null=True),
        *reference("entitlement_rate", "station_id", "duty_station"),
        number("dependants", null=True),
        day("starts_on"),
        text("basis"),
        text("currency", null=True),
        exact("amount", null=True),
        exact("percent", null=True),
        text("source"),
        text("note"),
        version(),
        *imported("entitlement_rate"),
    )
    indexes("entitlement_rate", "batch_id", "station_id")
    table(
        "category_limit",
        text("category"),
        day("starts_on"),
        number("most_months", null=True),
        number("least_months", null=True),
        number("least_age", null=True),
        number("most_age", null=True),
        number("experience_years", null=True),
        exact("leave_days", null=True),
        text("source"),
        version(),
        *imported("category_limit"),
        unique("category_limit", "category", "starts_on"),
    )
    indexes("category_limit", "batch_id")
    table(
        "deployment_cost",
        *reference("deployment_cost", "entry_id", "ledger_entry", null=False, cascade=True),
        *reference("deployment_cost", "deployment_id", "deployment", null=False),
        day("month"),
        exact("amount"),
        version(),
        *imported("deployment_cost"),
        unique("deployment_cost", "entry_id", "deployment_id", "month"),
    )
    indexes("deployment_cost", "batch_id", "deployment_id", "month deployment_id")


def _daily() -> None:
    table(
        "leave",
        *reference("leave", "deployment_id", "deployment", null=False, cascade=True),
        text("kind"),
        day("starts_on"),
        day("ends_on"),
        exact("days"),
        version(),
        *imported("leave"),
    )
    indexes("leave", "batch_id", "deployment_id")
    table(
        "checklist_item",
        *reference("checklist_item", "deployment_id", "deployment", null=False, cascade=True),
        text("phase"),
        text("title"),
        day("due_on", null=True),
        day("done_on", null=True),
        version(),
        *imported("checklist_item"),
    )
    indexes("checklist_item", "batch_id", "deployment_id")


def _work() -> None:
    table(
        "work_measure",
        *reference("work_measure", "project_id", "project", null=False),
        text("code"),
        text("name"),
        text("by_sex"),
        text("by_age"),
        text("note"),
        version(),
        *imported("work_measure"),
        unique("work_measure", "project_id", "code"),
    )
    indexes("work_measure", "batch_id")
    table(
        "work_count",
        *reference("work_count", "measure_id", "work_measure", null=False),
        *reference("work_count", "deployment_id", "deployment", null=False),
        day("month"),
        text("sex"),
        text("age"),
        number("count"),
        text("note"),
        version(),
        *imported("work_count"),
        unique("work_count", "measure_id", "deployment_id", "month", "sex", "age"),
    )
    indexes("work_count", "batch_id", "deployment_id")


def _documents() -> None:
    """A copy of the table on SQLite, which goes on counting its ids; in place on PostgreSQL."""
    bind = op.get_bind()
    counted = sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'document'")
    last = bind.execute(counted).scalar() if bind.dialect.name == "sqlite" else None
    with op.batch_alter_table("document", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("deployment_id", KEY, nullable=True))
        batch.create_foreign_key("fk_document_deployment_id_deployment", "deployment", ["deployment_id"], ["id"])
    if last is not None:
        bind.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'document'"))
        bind.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('document', :last)"), {"last": last})
    indexes("document", "deployment_id")
