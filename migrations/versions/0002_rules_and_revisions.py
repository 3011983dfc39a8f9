"""Rule books, amendments, instalments, revisions of budgets, reversals, closed months, documents; sums kept at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.BigInteger()  # scaled integers: money and quantities 1/10 000, rates 1/10 000 000 000
INSTANT = sa.DateTime(timezone=True)

SEARCHED = {
    "obligation": ("title", "article", "note"),
    "contact": ("name", "job_title", "email", "note"),
    "document": ("name", "note"),
    "amendment": ("reason", "title"),
    "instalment": ("condition", "note"),
    "allocation": ("name", "note"),
}
MARKS = r"[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u1dc0-\u1dff]"
SIGNS = r"[\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u2000-\u2bff]"
MEASURES = {
    "spent": "CASE WHEN kind IN ('expenditure', 'refund', 'adjustment') THEN amount END",
    "committed": "CASE WHEN kind = 'commitment' THEN amount - liquidated WHEN liquidated <> 0 THEN -liquidated END",
    "received": "CASE WHEN kind IN ('receipt', 'exchange_difference') THEN amount END",
}
SUMS = ("grant_id", "category", "month", *MEASURES, "costs", "entries")
LEDGER_KINDS = "kind IN ('receipt', 'commitment', 'expenditure', 'refund', 'adjustment', 'exchange_difference')"


def upgrade() -> None:
    """Makes the new tables, widens those that were there, and sums the ledger up."""
    _partners()
    _grants()
    _budgets()
    _ledger()
    _office()
    _sums()
    _search()


def downgrade() -> None:
    """There is no way back: it would lose what the newer schema holds."""
    raise NotImplementedError("restore the backup that was made before the upgrade")


# --- how tables are made and widened ------------------------------------------------------------------------------


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


def number(name: str, *, null: bool = True) -> sa.Column[int]:
    """A column of whole numbers."""
    return sa.Column(name, sa.Integer(), nullable=null)


def day(name: str, *, null: bool = True) -> sa.Column[object]:
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


def is_file() -> bool:
    """Whether this office is a SQLite file."""
    return op.get_bind().dialect.name == "sqlite"


@contextmanager
def _remade(owner: str) -> Iterator[BatchOperations]:
    """A table to be altered: in place on PostgreSQL, as a copy on SQLite, which goes on counting its ids."""
    count = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    last = op.get_bind().execute(count, {"name": owner}).scalar() if is_file() else None
    with op.batch_alter_table(owner, table_kwargs={"sqlite_autoincrement": True}) as batch:
        yield batch
    if last is not None:
        bind = op.get_bind()
        bind.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": owner})
        bind.execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), {"name": owner, "last": last}
        )


def widen(
    owner: str,
    *,
    texts: tuple[str, ...] = (),
    empty: tuple[sa.Column[Any], ...] = (),
    references: dict[str, str] | None = None,
    versioned: bool = False,
    more: Callable[[BatchOperations], None] = lambda _batch: None,
) -> None:
    """Adds columns to a table: `texts` that are empty at first, `empty` ones, `references` by the table they lead to,
    and the version of records that were part of others before.
    """
    filled: list[sa.Column[Any]] = [sa.Column(name, sa.Text(), nullable=False, server_default="") for name in texts]
    if versioned:
        filled.append(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    for column in filled:
        op.add_column(owner, column)
    with _remade(owner) as batch:
        for column in filled:
            batch.alter_column(column.name, existing_type=column.type, existing_nullable=False, server_default=None)
        for column in empty:
            batch.add_column(column)
        for name, target in (references or {}).items():
            batch.add_column(sa.Column(name, KEY, nullable=True))
            batch.create_foreign_key(f"fk_{owner}_{name}_{target}", target, [name], ["id"])
        more(batch)
    indexes(owner, *(references or {}))


# --- partners -----------------------------------------------------------------------------------------------------


def _partners() -> None:
    widen("organisation", references={"parent_id": "organisation"})
    widen(
        "agreement",
        texts=("legal_basis", "mandate"),
        empty=(text("renewal", null=True), number("notice_days")),
        references={"predecessor_id": "agreement"},
    )
    widen(
        "agreement_party",
        texts=("signatory", "signatory_title"),
        empty=(text("role", null=True), day("signed_on")),
        versioned=True,
    )
    table(
        "obligation",
        *reference("obligation", "agreement_id", "agreement", null=False),
        *reference("obligation", "organisation_id", "organisation", null=False),
        text("article"),
        text("title"),
        day("due_on"),
        text("status"),
        day("done_on"),
        *reference("obligation", "project_id", "project"),
        text("currency", null=True),
        exact("amount", null=True),
        text("note"),
        version(),
        *imported("obligation"),
    )
    indexes("obligation", "agreement_id", "organisation_id", "project_id", "batch_id")
    table(
        "contact",
        *reference("contact", "organisation_id", "organisation", null=False),
        *reference("contact", "agreement_id", "agreement"),
        *reference("contact", "grant_id", "grant"),
        text("name"),
        text("job_title"),
        text("email"),
        text("phone"),
        text("note"),
        version(),
        *imported("contact"),
    )
    indexes("contact", "organisation_id", "agreement_id", "grant_id", "batch_id")


# --- grants -------------------------------------------------------------------------------------------------------


def _grants() -> None:
    table(
        "grant_rule",
        *reference("grant_rule", "grant_id", "grant", null=False, cascade=True),
        text("kind"),
        day("starts_on"),
        text("article"),
        exact("percent", null=True),
        exact("amount", null=True),
        number("days"),
        number("final_days"),
        text("choice", null=True),
        text("measure", null=True),
        text("counting", null=True),
        text("approver", null=True),
        number("category"),
        text("currency", null=True),
        exact("rate", null=True),
        text("note"),
        version(),
        *imported("grant_rule"),
    )
    indexes("grant_rule", "grant_id", "batch_id")
    # The rate of support costs becomes the first rule of each grant's book.
    op.execute(
        "INSERT INTO grant_rule (grant_id, kind, article, percent, choice, note, version, batch_id) "
        "SELECT id, 'indirect', '', indirect_rate, 'direct', '', 1, batch_id FROM \"grant\" "
        "WHERE indirect_rate IS NOT NULL ORDER BY id"
    )
    widen(
        "grant",
        texts=("award_number", "assistance_listing", "erp_grant", "erp_fund"),
        empty=(
            number("liquidation_days"),
            day("closed_on"),
            text("earmarking", null=True),
            exact("cost_share", null=True),
        ),
        more=lambda batch: batch.drop_column("indirect_rate"),
    )
    widen("grant_share", versioned=True)
    table(
        "instalment",
        *reference("instalment", "grant_id", "grant", null=False),
        number("number", null=False),
        day("expected_on", null=False),
        exact("amount"),
        text("condition"),
        text("note"),
        version(),
        *imported("instalment"),
        unique("instalment", "grant_id", "number"),
    )
    indexes("instalment", "batch_id")


# --- budgets ------------------------------------------------------------------------------------------------------


def _budgets() -> None:
    states = "status IN ('scenario', 'draft', 'requested', 'approved', 'superseded')"
    widen(
        "budget",
        texts=("title", "reason", "approved_by"),
        empty=(number("revision"), day("grant_ends_on"), day("requested_on")),
        references={"based_on_id": "budget"},
        more=lambda batch: batch.create_check_constraint("ck_budget_status", states),
    )
    op.execute("UPDATE budget SET revision = 0")
    # What several imports brought as approved for one project: the newest counts.
    op.execute(
        "UPDATE budget SET status = 'superseded' WHERE status = 'approved' AND EXISTS (SELECT 1 FROM budget AS later "
        "WHERE later.status = 'approved' AND later.grant_id = budget.grant_id AND later.id > budget.id "
        "AND coalesce(later.project_id, 0) = coalesce(budget.project_id, 0))"
    )
    approved = "status = 'approved' AND project_id IS {}"
    for name, columns, where in (
        ("uq_budget_approved_project", ["grant_id", "project_id"], approved.format("NOT NULL")),
        ("uq_budget_approved_whole", ["grant_id"], approved.format("NULL")),
    ):
        only = sa.text(where)
        op.create_index(name, "budget", columns, unique=True, sqlite_where=only, postgresql_where=only)
    widen("budget_line", references={"origin_id": "budget_line"})
    table(
        "budget_phase",
        *reference("budget_phase", "line_id", "budget_line", null=False, cascade=True),
        day("starts_on", null=False),
        exact("amount"),
        *imported("budget_phase"),
        unique("budget_phase", "line_id", "starts_on"),
    )
    indexes("budget_phase", "batch_id")
    table(
        "amendment",
        *reference("amendment", "grant_id", "grant", null=False),
        number("number", null=False),
        text("kind"),
        text("status"),
        day("effective_on"),
        text("reason"),
        text("title"),
        exact("amount", null=True),
        day("starts_on"),
        day("ends_on"),
        number("liquidation_days"),
        exact("indirect_rate", null=True),
        exact("cost_share", null=True),
        *reference("amendment", "budget_id", "budget"),
        sa.Column("before", sa.JSON(), nullable=True),
        version(),
        *imported("amendment"),
        unique("amendment", "grant_id", "number"),
    )
    indexes("amendment", "budget_id", "batch_id")
    table("allocation", text("name"), text("note"), version(), *imported("allocation"), unique("allocation", "name"))
    indexes("allocation", "batch_id")
    table(
        "allocation_share",
        *reference("allocation_share", "allocation_id", "allocation", null=False, cascade=True),
        day("starts_on", null=False),
        *reference("allocation_share", "grant_id", "grant", null=False),
        *reference("allocation_share", "line_id", "budget_line"),
        exact("percent"),
        version(),
        *imported("allocation_share"),
        unique("allocation_share", "allocation_id", "starts_on", "grant_id", "line_id"),
    )
    indexes("allocation_share", "grant_id", "line_id", "batch_id")


# --- ledger -------------------------------------------------------------------------------------------------------


def _ledger() -> None:
    """Reversals, instalments and splits; the exchange difference is a kind of its own and counts as received."""
    summed = ("grant_id category spent committed received", "line_id spent committed received")
    for columns in summed:
        op.drop_index(f"ix_ledger_entry_{'_'.join(columns.split())}", "ledger_entry")

    def change(batch: BatchOperations) -> None:
        batch.drop_constraint("ck_ledger_entry_kind", type_="check")
        batch.create_check_constraint("ck_ledger_entry_kind", LEDGER_KINDS)
        for name, formula in MEASURES.items():  # all of them: a copy on SQLite could not fill those it keeps
            batch.drop_column(name)
            batch.add_column(sa.Column(name, EXACT, sa.Computed(formula, persisted=True)))

    widen(
        "ledger_entry",
        empty=(text("split_key", null=True),),
        references={
            "result_id": "result_node",
            "corrects_id": "ledger_entry",
            "instalment_id": "instalment",
        },
        more=change,
    )
    indexes("ledger_entry", "split_key", *summed)


# --- office -------------------------------------------------------------------------------------------------------


def _office() -> None:
    table(
        "month_lock",
        day("month", null=False),
        text("level"),
        text("closed_by"),
        sa.Column("closed_at", INSTANT, nullable=False),
        version(),
        unique("month_lock", "month"),
        sa.CheckConstraint("level IN ('soft', 'hard')", name="ck_month_lock_level"),
    )
    table(
        "month_unlock",
        *reference("month_unlock", "lock_id", "month_lock", null=False, cascade=True),
        text("person"),
        sa.Column("until", INSTANT, nullable=False),
        text("reason"),
        text("given_by"),
    )
    indexes("month_unlock", "lock_id")
    table(
        "waiver",
        text("code"),
        text("register"),
        sa.Column("record_id", KEY, nullable=False),
        text("label"),
        text("reason"),
        text("waived_by"),
        day("waived_on", null=False),
        version(),
        unique("waiver", "code", "register", "record_id"),
    )
    table(
        "document",
        text("name"),
        text("kind", null=True),
        *reference("document", "agreement_id", "agreement"),
        *reference("document", "grant_id", "grant"),
        *reference("document", "entry_id", "ledger_entry"),
        number("size", null=False),
        text("sha256"),
        day("added_on", null=False),
        text("note"),
        version(),
    )
    indexes("document", "agreement_id", "grant_id", "entry_id")
    op.add_column("import_batch", sa.Column("mapping", sa.JSON(), nullable=True))
    table(
        "import_mapping",
        text("kind"),
        text("name"),
        text("headings"),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("used_at", INSTANT, nullable=False),
        version(),
        unique("import_mapping", "kind", "name"),
    )
    indexes("import_mapping", "headings")
    table(
        "document_content",
        *reference("document_content", "document_id", "document", null=False, cascade=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        unique("document_content", "document_id"),
    )


# --- sums ---------------------------------------------------------------------------------------------------------


def _sums() -> None:
    """What each grant spent, committed and received by category and month, kept by triggers with every entry."""
    table(
        "ledger_sum",
        *reference("ledger_sum", "grant_id", "grant", null=False),
        number("category", null=False),
        day("month", null=False),
        exact("spent"),
        exact("committed"),
        exact("received"),
        number("costs", null=False),
        number("entries", null=False),
        unique("ledger_sum", "grant_id", "category", "month"),
    )
    month = "date(entry_on, 'start of month')" if is_file() else "date_trunc('month', entry_on)::date"
    measures = ", ".join(f"coalesce(sum({name}), 0)" for name in MEASURES)
    op.execute(
        f"INSERT INTO ledger_sum ({', '.join(SUMS)}) SELECT grant_id, coalesce(category, 0), {month}, {measures}, "  # noqa: S608 - words of ours
        "count(spent), count(*) FROM ledger_entry WHERE grant_id IS NOT NULL GROUP BY 1, 2, 3"
    )
    if is_file():
        for action, come, go in (("insert", True, False), ("update", True, True), ("delete", False, True)):
            parts = " ".join([_shifted("OLD", "-") if go else "", _shifted("NEW", "") if come else ""])
            op.execute(f"CREATE TRIGGER ledger_entry_{action}_summed AFTER {action} ON ledger_entry BEGIN {parts} END")
        return
    # What comes is summed up once per statement, since imports bring a hundred thousand entries in one.
    sums = ", ".join(f"{name} = ledger_sum.{name} + excluded.{name}" for name in SUMS[3:])
    op.execute(
        "CREATE FUNCTION sum_entries() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608 - words of ours
        f"INSERT INTO ledger_sum ({', '.join(SUMS)}) SELECT grant_id, coalesce(category, 0), {month}, {measures}, "
        "count(spent), count(*) FROM came WHERE grant_id IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 "
        f"ON CONFLICT (grant_id, category, month) DO UPDATE SET {sums}; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER ledger_entry_insert_summed AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS came "
        "FOR EACH STATEMENT EXECUTE FUNCTION sum_entries()"
    )
    op.execute(
        "CREATE FUNCTION sum_ledger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.grant_id IS NOT NULL THEN {_shifted('OLD', '-')} END IF; "
        f"IF TG_OP <> 'DELETE' AND NEW.grant_id IS NOT NULL THEN {_shifted('NEW', '')} END IF; "
        "RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER ledger_entry_summed AFTER UPDATE OR DELETE ON ledger_entry "
        "FOR EACH ROW EXECUTE FUNCTION sum_ledger()"
    )


def _shifted(row: str, sign: str) -> str:
    """The statements that add an entry to its sum, or with a minus take it out; a sum of nothing goes."""
    month = f"date({row}.entry_on, 'start of month')" if is_file() else f"date_trunc('month', {row}.entry_on)::date"
    values = ", ".join(f"{sign}coalesce({row}.{measure}, 0)" for measure in MEASURES)
    counts = f"CASE WHEN {row}.spent IS NULL THEN 0 ELSE {sign}1 END, {sign}1"
    sums = ", ".join(f"{name} = ledger_sum.{name} + excluded.{name}" for name in SUMS[3:])
    statement = (
        f"INSERT INTO ledger_sum ({', '.join(SUMS)}) "
        f"SELECT {row}.grant_id, coalesce({row}.category, 0), {month}, {values}, {counts} "
        f"WHERE {row}.grant_id IS NOT NULL ON CONFLICT (grant_id, category, month) DO UPDATE SET {sums};"
    )
    if sign:
        statement += (
            f" DELETE FROM ledger_sum WHERE grant_id = {row}.grant_id AND category = coalesce({row}.category, 0) "  # noqa: S608 - words of ours
            f"AND month = {month} AND entries = 0;"
        )
    return statement


def _search() -> None:
    """Indexes of words for the new tables: FTS5 on SQLite (filled by the unit of work), GIN on PostgreSQL."""
    for owner, columns in SEARCHED.items():
        if is_file():
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
