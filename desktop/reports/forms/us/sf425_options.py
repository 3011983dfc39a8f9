"""What people say of a Federal Financial Report, and what follows from it: its type, its basis, who certifies it."""

from __future__ import annotations

from typing import Final

from desktop.domain.terms import Frequency, RuleKind
from desktop.language import Message, say
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.heads import CERTIFIED_BY, CERTIFIED_TITLE
from desktop.reports.options import Option, OptionKind, chosen

NAME: Final = "sf425"

REPORT_TYPES: Final[dict[str, Message]] = {
    Frequency.QUARTERLY: say("Quarterly"),
    Frequency.SEMIANNUAL: say("Semi-annual"),
    Frequency.ANNUAL: say("Annual"),
    Frequency.FINAL: say("Final"),
}
CASH, ACCRUAL = "cash", "accrual"
BASES: Final[dict[str, Message]] = {CASH: say("Cash"), ACCRUAL: say("Accrual")}
# The types of rates that the form knows (SF-424A, line 22; SF-425, line 11a).
FIXED: Final = "fixed"
RATE_TYPES: Final[dict[str, Message]] = {
    "provisional": say("Provisional"),
    "predetermined": say("Predetermined"),
    "final": say("Final rate"),
    FIXED: say("Fixed"),
}

REPORT_TYPE: Final = Option(
    "report_type",
    say("Report type"),
    OptionKind.CHOICE,
    REPORT_TYPES,
    hint=say("Left empty, the rule book and the period decide."),
)
BASIS: Final = Option("basis", say("Basis of accounting"), OptionKind.CHOICE, BASES, CASH)
RATE_TYPE: Final = Option("rate_type", say("Type of the indirect rate"), OptionKind.CHOICE, RATE_TYPES, FIXED)
DISBURSED: Final = Option(
    "disbursed",
    say("Cash disbursements"),
    OptionKind.MONEY,
    hint=say("On the accrual basis only: what was paid to date."),
)
RECIPIENT_SPENT: Final = Option(
    "recipient_spent",
    say("Recipient share spent"),
    OptionKind.MONEY,
    hint=say("To date, from money that is not federal."),
)
INCOME: Final = Option("income", say("Program income earned"), OptionKind.MONEY)
DEDUCTED: Final = Option("income_deducted", say("Income spent, deduction"), OptionKind.MONEY)
ADDED: Final = Option("income_added", say("Income spent, addition"), OptionKind.MONEY)
REMARKS: Final = Option("remarks", say("Remarks"))
# Who certifies is said of every report to a funder, so it is no option of this one.
CERTIFIER: Final = Option(CERTIFIED_BY, say("Certifying official"))
CERTIFIER_TITLE: Final = Option(CERTIFIED_TITLE, say("Title of the certifying official"))
TELEPHONE: Final = Option("certifier_telephone", say("Telephone of the certifier"))
E_MAIL: Final = Option("certifier_email", say("E-mail of the certifier"))
SUBMITTED_ON: Final = Option("submitted_on", say("Date of submission"), OptionKind.DAY)

OPTIONS: Final = (
    *(REPORT_TYPE, BASIS, RATE_TYPE, DISBURSED, RECIPIENT_SPENT, INCOME, DEDUCTED, ADDED, REMARKS),
    *(TELEPHONE, E_MAIL, SUBMITTED_ON),
)

_QUARTER, _HALF_YEAR = 3, 6


def report_type(facts: ReportFacts) -> str:
    """The type of the report: as chosen, final at the end, else as the rule book asks for it, else by its length."""
    if facts.is_final:
        return Frequency.FINAL
    if code := chosen(facts, REPORT_TYPE):
        return code
    rules = facts.book.on(facts.period.last, RuleKind.REPORT)
    asked = next((rule.choice for rule in rules if rule.layout == NAME and rule.choice in REPORT_TYPES), None)
    if asked:
        return asked
    months = len(list(facts.period.months()))
    if months <= _QUARTER:
        return Frequency.QUARTERLY
    return Frequency.SEMIANNUAL if months <= _HALF_YEAR else Frequency.ANNUAL
