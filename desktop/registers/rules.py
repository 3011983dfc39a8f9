"""The rule books of grants: each rule with the values that its kind uses."""

from __future__ import annotations

from desktop.domain.rule_fields import KIND_FIELDS
from desktop.domain.terms import (
    APPROVERS,
    COUNTINGS,
    MEASURES,
    REPORT_LAYOUTS,
    RULE_CHOICES,
    RULE_KINDS,
    WEEKENDS,
    RuleKind,
)
from desktop.language import Message, say, say_many
from desktop.registers.columns import CATEGORIES, grant_column
from desktop.registers.register import Column, Depends, Kind, Register


def _by_kind(names: dict[str, Message], *, value: str) -> Depends:
    """Where a column stands in the form of a rule: in those of the kinds in `names`, under the name given there."""
    return Depends(
        "kind",
        names,
        choices={kind: KIND_FIELDS[RuleKind(kind)].choices for kind in names} if value == "choice" else {},
        required=frozenset(kind for kind in names if value in KIND_FIELDS[RuleKind(kind)].needs),
    )


_CHOICE = _by_kind(
    {
        RuleKind.NEW_LINES: say("New lines"),
        RuleKind.INDIRECT: say("Per cent of what"),
        RuleKind.RATE_POLICY: say("Rate"),
        RuleKind.REPORT: say("How often"),
        RuleKind.UNSPENT: say("What is left"),
    },
    value="choice",
)
_PERCENT = _by_kind(
    {RuleKind.FLEXIBILITY: say("Limit in per cent"), RuleKind.INDIRECT: say("Per cent")}, value="percent"
)
_MEASURE = _by_kind({RuleKind.FLEXIBILITY: say("Per cent of what")}, value="measure")
_COUNTING = _by_kind({RuleKind.FLEXIBILITY: say("Counted")}, value="counting")
_APPROVER = _by_kind(
    {RuleKind.FLEXIBILITY: say("Who has to agree beyond it"), RuleKind.NEW_LINES: say("Who has to agree")},
    value="approver",
)
_CATEGORY = _by_kind({RuleKind.INELIGIBLE: say("Category")}, value="category")
_DAYS = _by_kind(
    {
        RuleKind.REPORT: say("Days after each period"),
        RuleKind.EXTENSION_NOTICE: say("Days before the end"),
    },
    value="days",
)
_MONTHS = _by_kind({RuleKind.REPORT: say("Or months, to the end of one")}, value="months")
_WEEKEND = _by_kind({RuleKind.REPORT: say("When it is due on a weekend")}, value="weekend")
_LAYOUT = _by_kind({RuleKind.REPORT: say("Made as")}, value="layout")
_FINAL_DAYS = _by_kind({RuleKind.REPORT: say("Days after the end of the grant")}, value="final_days")
_AMOUNT = _by_kind(
    {
        RuleKind.FLEXIBILITY: say("Only for awards of more than"),
        RuleKind.UNSPENT: say("May stay, up to"),
        RuleKind.EQUIPMENT: say("Equipment from a price of"),
    },
    value="amount",
)
_RATE_CURRENCY = _by_kind({RuleKind.RATE_POLICY: say("Currency, none for all others")}, value="currency")
_RATE = _by_kind({RuleKind.RATE_POLICY: say("Fixed rate")}, value="rate")
_NOTE = _by_kind(
    {
        **dict.fromkeys(RULE_KINDS, say("Note")),
        RuleKind.REPORT: say("Name of the report"),
        RuleKind.INELIGIBLE: say("What is not paid"),
    },
    value="note",
)

RULES = Register(
    key="rules",
    title=say("Rules"),
    singular=say("Rule"),
    counted=say_many("{count} rule", "{count} rules", count=0),
    new=say("New rule"),
    record="grant_rule",
    code="grant",
    name="kind",
    sort="kind",
    columns=(
        grant_column(shown=False),
        Column("kind", say("Rule"), Kind.CHOICE, choices=RULE_KINDS, editable=True, required=True),
        Column("choice", say("What holds"), Kind.CHOICE, choices=RULE_CHOICES, editable=True, depends=_CHOICE),
        Column("percent", say("Per cent"), Kind.PERCENT, editable=True, depends=_PERCENT),
        Column("measure", say("Per cent of what"), Kind.CHOICE, choices=MEASURES, editable=True, depends=_MEASURE),
        Column("counting", say("Counted"), Kind.CHOICE, choices=COUNTINGS, editable=True, depends=_COUNTING),
        Column("approver", say("Approval by"), Kind.CHOICE, choices=APPROVERS, editable=True, depends=_APPROVER),
        Column(
            "category",
            say("Category"),
            Kind.CHOICE,
            choices=CATEGORIES,
            editable=True,
            shown=False,
            depends=_CATEGORY,
        ),
        Column("days", say("Days"), Kind.NUMBER, editable=True, depends=_DAYS),
        Column(
            "final_days", say("Days for the last one"), Kind.NUMBER, editable=True, shown=False, depends=_FINAL_DAYS
        ),
        Column(
            "months",
            say("Months"),
            Kind.NUMBER,
            editable=True,
            shown=False,
            depends=_MONTHS,
            hint=say("Due on the last day of a month: 4 months after a year is 30 April."),
        ),
        Column(
            "weekend", say("On a weekend"), Kind.CHOICE, choices=WEEKENDS, editable=True, shown=False, depends=_WEEKEND
        ),
        Column(
            "layout",
            say("Made as"),
            Kind.CHOICE,
            choices=REPORT_LAYOUTS,
            editable=True,
            shown=False,
            depends=_LAYOUT,
            hint=say("The report of GrantDesk that answers it. Empty for one that is made elsewhere."),
        ),
        Column("currency", say("Currency"), Kind.CURRENCY, path="grant.currency", shown=False),
        Column(
            "amount",
            say("Amount"),
            Kind.MONEY,
            currency="currency",
            editable=True,
            shown=False,
            depends=_AMOUNT,
        ),
        Column(
            "rate_currency",
            say("Currency of the rate"),
            Kind.CURRENCY,
            path="currency",
            editable=True,
            shown=False,
            depends=_RATE_CURRENCY,
        ),
        Column("rate", say("Fixed rate"), Kind.RATE, editable=True, shown=False, depends=_RATE),
        Column(
            "starts_on",
            say("In force from"),
            Kind.DATE,
            editable=True,
            hint=say("Leave it empty when it holds from the start."),
        ),
        Column(
            "article",
            say("Article"),
            editable=True,
            hint=say("Where the agreement says so, such as article 7 or 2 CFR 200.308 (f)."),
        ),
        Column("note", say("Note"), editable=True, shown=False, depends=_NOTE),
    ),
    empty=say("No rules yet"),
)
