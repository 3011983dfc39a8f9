"""Donor reports with what was frozen of them, templates, crosswalks, the letterhead; when exactly a report is due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.BigInteger()  # scaled integers: money and per cents 1/10 000
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the new tables, and gives the rules of reports three more columns."""
    for name, kind in (("months", sa.Integer()), ("weekend", sa.Text()), ("layout", sa.Text())):
        op.add_column("grant_rule", sa.Column(name, kind, nullable=True))
    _templates()
    _reports()
    _frozen()
    _office()


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


def flag(name: str) -> sa.Column[bool]:
    """A column of yes or no."""
    return sa.Column(name, sa.Boolean(), nullable=False)


def content() -> sa.Column[bytes]:
    """The bytes of a file."""
    return sa.Column("content", sa.LargeBinary(), nullable=False)


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


def unique(owner: str, *columns: str) -> sa.UniqueConstraint:
    """A key besides the id."""
    return sa.UniqueConstraint(*columns, name=f"uq_{owner}_{'_'.join(columns)}")


def indexes(owner: str, *names: str) -> None:
    """Indexes, named as the models name them; the columns of one are parted by spaces."""
    for columns in map(str.split, names):
        op.create_index(f"ix_{owner}_{'_'.join(columns)}", owner, list(columns))


# --- the tables ---------------------------------------------------------------------------------------------------


def _templates() -> None:
    table(
        "report_template",
        text("name"),
        number("number"),
        text("layout"),
        text("file_name"),
        text("sha256"),
        number("size"),
        day("added_on"),
        text("note"),
        version(),
        unique("report_template", "name", "number"),
    )
    table(
        "report_template_content",
        *reference("report_template_content", "template_id", "report_template", null=False, cascade=True),
        content(),
        unique("report_template_content", "template_id"),
    )


def _reports() -> None:
    table(
        "donor_report",
        *reference("donor_report", "grant_id", "grant", null=False),
        text("layout"),
        number("number"),
        day("starts_on"),
        day("ends_on"),
        flag("is_final"),
        text("status"),
        text("language"),
        text("requirement"),
        day("due_on", null=True),
        *reference("donor_report", "template_id", "report_template"),
        *reference("donor_report", "replaces_id", "donor_report"),
        *reference("donor_report", "previous_id", "donor_report"),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("explanations", sa.JSON(), nullable=False),
        text("prepared_by"),
        text("certified_by"),
        text("certified_title"),
        sa.Column("submitted_at", INSTANT, nullable=True),
        text("submitted_by"),
        day("answered_on", null=True),
        text("answer"),
        sa.Column("figures", sa.JSON(), nullable=True),
        text("sha256"),
        text("note"),
        version(),
        sa.CheckConstraint("status IN ('draft', 'submitted', 'returned', 'accepted')", name="ck_donor_report_status"),
    )
    indexes("donor_report", "grant_id layout", "template_id", "replaces_id", "previous_id")
    table(
        "report_waiver",
        *reference("report_waiver", "report_id", "donor_report", null=False, cascade=True),
        text("code"),
        text("reason"),
        text("waived_by"),
        day("waived_on"),
        version(),
        unique("report_waiver", "report_id", "code"),
    )


def _frozen() -> None:
    table(
        "report_entry",
        *reference("report_entry", "report_id", "donor_report", null=False, cascade=True),
        *reference("report_entry", "entry_id", "ledger_entry", null=False),
        text("when"),
        flag("taken_back"),
        number("category", null=True),
        sa.Column("line_id", KEY, nullable=True),
        sa.Column("result_id", KEY, nullable=True),
        sa.Column("project_id", KEY, nullable=True),
        exact("spent", null=True),
        exact("committed", null=True),
        exact("received", null=True),
    )
    indexes("report_entry", "report_id")
    op.create_index("ix_report_entry_entry_id", "report_entry", ["entry_id", "report_id"])
    table(
        "report_file",
        *reference("report_file", "report_id", "donor_report", null=False, cascade=True),
        text("name"),
        number("size"),
        text("sha256"),
        content(),
    )
    indexes("report_file", "report_id")


def _office() -> None:
    table(
        "crosswalk",
        text("scheme"),
        *reference("crosswalk", "grant_id", "grant", cascade=True),
        number("category"),
        text("target"),
        exact("percent"),
        version(),
        *reference("crosswalk", "batch_id", "import_batch"),
        sa.CheckConstraint("category BETWEEN 1 AND 8", name="ck_crosswalk_category"),
    )
    indexes("crosswalk", "grant_id", "batch_id")
    of_grant, of_office = sa.text("grant_id IS NOT NULL"), sa.text("grant_id IS NULL")
    for name, columns, where in (
        ("uq_crosswalk_of_grant", ["scheme", "grant_id", "category", "target"], of_grant),
        ("uq_crosswalk_of_office", ["scheme", "category", "target"], of_office),
    ):
        op.create_index(name, "crosswalk", columns, unique=True, sqlite_where=where, postgresql_where=where)
    table(
        "letterhead",
        text("address"),
        text("contact"),
        text("uei"),
        text("ein"),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        version(),
        sa.CheckConstraint("id = 1", name="ck_letterhead_only_one"),
    )
