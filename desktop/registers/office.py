"""What happened in the office: imports, closed months, accepted findings, and the history of every change."""

from desktop.domain.terms import LOCK_LEVELS
from desktop.language import say, say_many
from desktop.registers.register import Column, Kind, Link, Register

IMPORTS = Register(
    key="imports",
    title=say("Imports"),
    singular=say("Import batch"),  # “Import” is the button; other languages tell the noun from the verb
    counted=say_many("{count} import", "{count} imports", count=0),
    record="import_batch",
    code="source_name",
    name="source_name",
    sort="imported_at",
    descending=True,
    columns=(
        Column("source_name", say("File"), Kind.CODE, searched=True),
        Column("imported_at", say("When"), Kind.INSTANT),
        Column("outcome", say("What it did"), Kind.SENTENCE, path="sentence"),
        Column("added", say("Added"), Kind.NUMBER),
        Column("changed", say("Changed"), Kind.NUMBER),
        Column("actor", say("By"), sensitive=True),
        Column("undone_at", say("Undone"), Kind.INSTANT),
        Column("sha256", say("Fingerprint of the file"), Kind.CODE, shown=False),
    ),
    links=(Link("ledger", say("Entries"), "batch_id"),),
    empty=say("Nothing imported yet"),
)

HISTORY = Register(
    key="history",
    title=say("History"),
    singular=say("Change"),
    counted=say_many("{count} change", "{count} changes", count=0),
    record="audit_entry",
    code="id",
    name="sentence",
    sort="id",
    descending=True,
    columns=(
        Column("id", say("Number"), Kind.NUMBER),
        Column("done_at", say("When"), Kind.INSTANT),
        Column("sentence", say("What"), Kind.SENTENCE),
        Column("actor", say("By"), sensitive=True),
        Column("change_count", say("Records"), Kind.NUMBER),
    ),
    empty=say("Nothing has happened yet"),
)

MONTHS = Register(
    key="months",
    title=say("Closed months"),
    singular=say("Closed month"),
    counted=say_many("{count} month", "{count} months", count=0),
    record="month_lock",
    code="month",
    name="level",
    sort="month",
    descending=True,
    columns=(
        Column("month", say("Month"), Kind.DATE),
        Column("level", say("How"), Kind.CHOICE, choices=LOCK_LEVELS),
        Column("closed_at", say("Closed"), Kind.INSTANT),
        Column("closed_by", say("By"), sensitive=True),
    ),
    empty=say("No month is closed"),
)

WAIVERS = Register(
    key="waivers",
    title=say("Accepted findings"),
    singular=say("Accepted finding"),
    counted=say_many("{count} accepted finding", "{count} accepted findings", count=0),
    record="waiver",
    code="label",
    name="reason",
    sort="waived_on",
    descending=True,
    columns=(
        Column("label", say("Record"), Kind.CODE),
        Column("code", say("Finding"), Kind.CODE),
        Column("reason", say("Reason")),
        Column("waived_on", say("Accepted on"), Kind.DATE),
        Column("waived_by", say("By"), sensitive=True),
    ),
    empty=say("No finding was accepted"),
)
