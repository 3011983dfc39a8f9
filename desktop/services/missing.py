"""What to do where a record lacks something it must have."""

from __future__ import annotations

from desktop.language import Message, say
from desktop.registers.register import Column, Kind

_NUMBER = say("Enter a number.")
_TARGETS = {
    "agreements": say("Choose an agreement."),
    "allocations": say("Choose a split key."),
    "assignments": say("Choose an assignment."),
    "budgets": say("Choose a budget."),
    "deployments": say("Choose a deployment."),
    "grants": say("Choose a grant."),
    "ledger": say("Choose an entry of the ledger."),
    "organisations": say("Choose an organisation."),
    "projects": say("Choose a project."),
    "volunteers": say("Choose a volunteer."),
    "work_measures": say("Choose what is counted."),
}
_KINDS = {
    Kind.CHOICE: say("Choose from the list."),
    Kind.CODE: say("Enter a code or reference."),
    Kind.COUNTRY: say("Choose a country."),
    Kind.CURRENCY: say("Choose a currency."),
    Kind.DATE: say("Enter a date."),
    Kind.MONEY: say("Enter an amount."),
    Kind.NUMBER: _NUMBER,
    Kind.PERCENT: _NUMBER,
    Kind.RATE: _NUMBER,
    Kind.TEXT: say("Enter a text."),
}


def missing(column: Column) -> Message:
    """What to do in the empty field of `column`."""
    return _TARGETS[column.target] if column.target else _KINDS[column.kind]
