"""The first office: partners, programme, money, imports, and the trail of every change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.BigInteger()  # scaled integers: money and quantities 1/10 000, rates 1/10 000 000 000
INSTANT = sa.DateTime(timezone=True)

SEARCHED = {
    "organisation": ("name", "short_name", "reference", "note"),
    "agreement": ("reference", "title", "note"),
    "project": ("title", "reference", "summary"),
    "result_node": ("code", "title"),
    "grant": ("reference", "title", "note"),
    "budget_line": ("code", "description"),
    "ledger_entry": ("reference", "description", "counterparty"),
    "exchange_rate": ("currency", "source"),
    "import_batch": ("source_name",),
}
IMPORTED = (
    *("organisation", "agreement", "agreement_party", "project", "project_role", "project_country", "project_sector"),
    *("project_tag", "result_node", "grant", "grant_share", "budget", "budget_line", "ledger_entry", "exchange_rate"),
)
MARKS = r"[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u1dc0-\u1dff]"
SIGNS = r"[\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u2000-\u2bff]"


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


def day(name: str, *, null: bool = True) -> sa.Column[object]:
    """A column of dates."""
    return sa.Column(name, sa.Date(), nullable=null)


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


def index(owner: str, *columns: str) -> None:
    """An index, named as the models name it."""
    op.create_index(f"ix_{owner}_{'_'.join(columns)}", owner, list(columns))


def imported(owner: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The import that brought the record."""
    return reference(owner, "batch_id", "import_batch")


def version() -> sa.Column[int]:
    """The column of optimistic locking."""
    return sa.Column("version", sa.Integer(), nullable=False)


def upgrade() -> None:
    """Makes all tables of the first release."""
    _office()
    _partners()
    _programme()
    _grants()
    _ledger()
    _indexes()
    _trail_is_kept()
    _search()


def downgrade() -> None:
    """There is no way back: it would lose what the newer schema holds."""
    raise NotImplementedError("restore the backup that was made before the upgrade")


def _office() -> None:
    table(
        "office",
        text("uid"),
        text("name"),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        day("story_day"),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("id = 1", name="ck_office_only_one"),
    )
    table(
        "import_batch",
        text("uid"),
        text("kind"),
        text("source_name"),
        text("sha256"),
        sa.Column("imported_at", INSTANT, nullable=False),
        text("actor"),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        unique("import_batch", "uid"),
    )
    table(
        "import_file",
        *reference("import_file", "batch_id", "import_batch", null=False, cascade=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        unique("import_file", "batch_id"),
    )
    table(
        "audit_entry",
        sa.Column("done_at", INSTANT, nullable=False),
        text("actor"),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("change_count", sa.Integer(), nullable=False),
        *reference("audit_entry", "batch_id", "import_batch"),
        *reference("audit_entry", "undoes_id", "audit_entry"),
        text("chained"),
        unique("audit_entry", "undoes_id"),
    )
    table(
        "audit_change",
        *reference("audit_change", "entry_id", "audit_entry", null=False),
        text("record"),
        sa.Column("record_id", KEY, nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
    )


def _partners() -> None:
    table(
        "organisation",
        text("name"),
        text("short_name"),
        text("reference"),
        text("kind", null=True),
        text("country", null=True),
        text("note"),
        version(),
        *imported("organisation"),
    )
    table(
        "agreement",
        text("reference"),
        text("title"),
        text("kind"),
        day("signed_on"),
        day("starts_on"),
        day("ends_on"),
        text("note"),
        version(),
        *imported("agreement"),
        unique("agreement", "reference"),
    )
    table(
        "agreement_party",
        *reference("agreement_party", "agreement_id", "agreement", null=False, cascade=True),
        *reference("agreement_party", "organisation_id", "organisation", null=False),
        *imported("agreement_party"),
        unique("agreement_party", "agreement_id", "organisation_id"),
    )


def _programme() -> None:
    table(
        "project",
        *reference("project", "parent_id", "project"),
        *reference("project", "organisation_id", "organisation"),
        text("tree_path"),
        text("kind"),
        text("reference"),
        text("title"),
        text("summary"),
        text("status", null=True),
        day("planned_starts_on"),
        day("actual_starts_on"),
        day("planned_ends_on"),
        day("actual_ends_on"),
        version(),
        *imported("project"),
        unique("project", "reference"),
    )
    table(
        "project_role",
        *reference("project_role", "project_id", "project", null=False, cascade=True),
        *reference("project_role", "organisation_id", "organisation", null=False),
        text("role"),
        *imported("project_role"),
        unique("project_role", "project_id", "organisation_id", "role"),
    )
    for name, parts in (
        ("project_country", (exact("share", null=True),)),
        ("project_sector", (text("name"), exact("share", null=True))),
        ("project_tag", (text("name"),)),
    ):
        table(
            name,
            *reference(name, "project_id", "project", null=False, cascade=True),
            text("vocabulary"),
            text("code"),
            *parts,
            *imported(name),
            unique(name, "project_id", "vocabulary", "code"),
        )
    table(
        "result_node",
        *reference("result_node", "project_id", "project", null=False),
        *reference("result_node", "parent_id", "result_node"),
        text("kind"),
        text("code"),
        text("title"),
        version(),
        *imported("result_node"),
        unique("result_node", "project_id", "code"),
    )


def _grants() -> None:
    table(
        "grant",
        text("reference"),
        text("title"),
        *reference("grant", "funder_id", "organisation", null=False),
        *reference("grant", "agreement_id", "agreement"),
        text("currency"),
        exact("amount"),
        day("awarded_on"),
        day("starts_on"),
        day("ends_on"),
        exact("indirect_rate", null=True),
        text("note"),
        version(),
        *imported("grant"),
        unique("grant", "reference"),
    )
    table(
        "grant_share",
        *reference("grant_share", "grant_id", "grant", null=False, cascade=True),
        *reference("grant_share", "project_id", "project", null=False),
        exact("amount"),
        *imported("grant_share"),
        unique("grant_share", "grant_id", "project_id"),
    )
    table(
        "budget",
        *reference("budget", "grant_id", "grant", null=False),
        *reference("budget", "project_id", "project"),
        text("status"),
        day("approved_on"),
        version(),
        *imported("budget"),
    )
    table(
        "budget_line",
        *reference("budget_line", "budget_id", "budget", null=False),
        *reference("budget_line", "result_id", "result_node"),
        text("code"),
        text("description"),
        sa.Column("category", sa.Integer(), nullable=True),
        text("unit"),
        exact("quantity"),
        exact("unit_cost"),
        exact("duration"),
        exact("percent_charged"),
        day("starts_on"),
        day("ends_on"),
        exact("amount"),
        version(),
        *imported("budget_line"),
        unique("budget_line", "budget_id", "code"),
        sa.CheckConstraint("category BETWEEN 1 AND 8", name="ck_budget_line_category"),
    )


def _ledger() -> None:
    spent = "CASE WHEN kind IN ('expenditure', 'refund', 'adjustment') THEN amount END"
    committed = "CASE WHEN kind = 'commitment' THEN amount - liquidated WHEN liquidated <> 0 THEN -liquidated END"
    received = "CASE WHEN kind = 'receipt' THEN amount END"
    table(
        "ledger_entry",
        day("entry_on", null=False),
        text("kind"),
        text("reference"),
        text("description"),
        text("counterparty"),
        *reference("ledger_entry", "grant_id", "grant"),
        *reference("ledger_entry", "line_id", "budget_line"),
        *reference("ledger_entry", "project_id", "project"),
        *reference("ledger_entry", "commitment_id", "ledger_entry"),
        sa.Column("category", sa.Integer(), nullable=True),
        text("original_currency"),
        exact("original_amount"),
        exact("rate"),
        exact("rate_per"),
        day("rate_on"),
        text("rate_source"),
        text("currency"),
        exact("amount"),
        exact("liquidated"),
        text("source_key", null=True),
        sa.Column("spent", EXACT, sa.Computed(spent, persisted=True)),
        sa.Column("committed", EXACT, sa.Computed(committed, persisted=True)),
        sa.Column("received", EXACT, sa.Computed(received, persisted=True)),
        version(),
        *imported("ledger_entry"),
        unique("ledger_entry", "source_key"),
        sa.CheckConstraint("category BETWEEN 1 AND 8", name="ck_ledger_entry_category"),
        sa.CheckConstraint(
            "kind IN ('receipt', 'commitment', 'expenditure', 'refund', 'adjustment')", name="ck_ledger_entry_kind"
        ),
    )
    table(
        "exchange_rate",
        text("currency"),
        text("base"),
        day("effective_on", null=False),
        exact("units"),
        text("source"),
        version(),
        *imported("exchange_rate"),
        unique("exchange_rate", "currency", "base", "effective_on"),
    )


def _indexes() -> None:
    for owner, columns in (
        ("import_batch", "sha256"),
        ("audit_entry", "batch_id"),
        ("audit_change", "entry_id"),
        ("audit_change", "record"),
        ("audit_change", "record_id"),
        ("organisation", "reference"),
        ("organisation", "name id"),
        ("agreement_party", "organisation_id"),
        ("project", "parent_id"),
        ("project", "organisation_id"),
        ("project", "tree_path"),
        ("project_role", "organisation_id"),
        ("project_country", "code"),
        ("project_sector", "code"),
        ("result_node", "parent_id"),
        ("grant", "funder_id"),
        ("grant", "agreement_id"),
        ("grant_share", "project_id"),
        ("budget", "grant_id"),
        ("budget", "project_id"),
        ("budget_line", "result_id"),
        ("ledger_entry", "entry_on id"),
        ("ledger_entry", "reference id"),
        ("ledger_entry", "amount id"),
        ("ledger_entry", "grant_id entry_on id"),
        ("ledger_entry", "grant_id category spent committed received"),
        ("ledger_entry", "line_id spent committed received"),
        ("ledger_entry", "project_id"),
        ("ledger_entry", "commitment_id"),
    ):
        index(owner, *columns.split())
    for owner in IMPORTED:
        index(owner, "batch_id")


def _trail_is_kept() -> None:
    """The trail of changes can be added to, never altered."""
    if op.get_bind().dialect.name == "sqlite":
        for owner in ("audit_entry", "audit_change"):
            for action in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {owner}_{action.lower()}_refused BEFORE {action} ON {owner} "
                    "BEGIN SELECT RAISE(ABORT, 'the trail of changes cannot be altered'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the trail of changes cannot be altered'; END $$"
    )
    for owner in ("audit_entry", "audit_change"):
        op.execute(
            f"CREATE TRIGGER {owner}_is_kept BEFORE UPDATE OR DELETE ON {owner} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _search() -> None:
    """An index of words: FTS5 on SQLite (filled by the unit of work), an expression index on PostgreSQL."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for owner, columns in SEARCHED.items():
        if sqlite:
            op.execute(
                f"CREATE VIRTUAL TABLE search_{owner} USING fts5({', '.join(columns)}, content='', "
                "contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
            )
        else:
            joined = " || ' ' || ".join(columns)
            apart = f"regexp_replace(normalize({joined}, NFKD), '{MARKS}', '', 'g')"
            folded = f"replace(lower({apart}), 'ß', 'ss')"
            words = f"to_tsvector('simple', regexp_replace({folded}, '{SIGNS}', ' ', 'g'))"
            op.execute(f'CREATE INDEX search_{owner} ON "{owner}" USING gin ({words})')
