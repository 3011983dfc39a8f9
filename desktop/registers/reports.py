"""Reports to funders: which were drafted and submitted, and how far each has come."""

from desktop.domain.terms import REPORT_LAYOUTS, REPORT_STATUSES
from desktop.language import say, say_many
from desktop.registers.register import Column, Kind, Register

DONOR_REPORTS = Register(
    key="donor_reports",
    title=say("Reports to funders"),
    singular=say("Report to a funder"),
    counted=say_many("{count} report", "{count} reports", count=0),
    record="donor_report",
    code="number",
    name="layout",
    sort="ends_on",
    descending=True,
    columns=(
        Column("grant", say("Grant"), Kind.CODE, path="grant.reference"),
        Column("layout", say("Report"), Kind.CHOICE, choices=REPORT_LAYOUTS),
        Column("number", say("Number"), Kind.NUMBER),
        Column("starts_on", say("From"), Kind.DATE),
        Column("ends_on", say("To"), Kind.DATE),
        Column("due_on", say("Due"), Kind.DATE),
        Column("status", say("State"), Kind.CHOICE, choices=REPORT_STATUSES),
        Column("submitted_at", say("Submitted"), Kind.INSTANT),
        Column("submitted_by", say("By"), sensitive=True),
        Column("answered_on", say("Answered"), Kind.DATE, shown=False),
        Column("sha256", say("Fingerprint"), Kind.CODE, shown=False),
        Column("note", say("Note"), shown=False),
    ),
    empty=say("No reports yet"),
)
