"""All registers by key."""

from __future__ import annotations

from desktop.language import UserError, say
from desktop.registers.crosswalks import CROSSWALKS
from desktop.registers.deployments import (
    ASSIGNMENTS,
    CHECKLIST,
    CONTRACT_PERIODS,
    DEPLOYMENT_COSTS,
    DEPLOYMENT_SHARES,
    DEPLOYMENTS,
    LEAVE,
)
from desktop.registers.entitlements import CATEGORY_LIMITS, ENTITLEMENT_RATES
from desktop.registers.grants import (
    ALLOCATION_SHARES,
    ALLOCATIONS,
    AMENDMENTS,
    GRANTS,
    INSTALMENTS,
    SHARES,
)
from desktop.registers.money import BUDGET_LINES, BUDGETS, LEDGER, RATES
from desktop.registers.office import HISTORY, IMPORTS, MONTHS, WAIVERS
from desktop.registers.partners import AGREEMENTS, CONTACTS, DOCUMENTS, OBLIGATIONS, ORGANISATIONS, PARTIES
from desktop.registers.programme import PROJECTS, RESULTS
from desktop.registers.register import Register
from desktop.registers.reports import DONOR_REPORTS
from desktop.registers.rules import RULES
from desktop.registers.volunteers import CLEARANCES, DUTY_STATIONS, VOLUNTEERS
from desktop.registers.work import WORK_COUNTS, WORK_MEASURES

REGISTERS: dict[str, Register] = {
    register.key: register
    for register in (
        GRANTS,
        BUDGETS,
        BUDGET_LINES,
        LEDGER,
        RATES,
        INSTALMENTS,
        RULES,
        AMENDMENTS,
        SHARES,
        ALLOCATIONS,
        ALLOCATION_SHARES,
        CROSSWALKS,
        DONOR_REPORTS,
        PROJECTS,
        RESULTS,
        VOLUNTEERS,
        CLEARANCES,
        DUTY_STATIONS,
        ASSIGNMENTS,
        DEPLOYMENTS,
        CONTRACT_PERIODS,
        DEPLOYMENT_SHARES,
        DEPLOYMENT_COSTS,
        ENTITLEMENT_RATES,
        CATEGORY_LIMITS,
        LEAVE,
        CHECKLIST,
        WORK_MEASURES,
        WORK_COUNTS,
        ORGANISATIONS,
        AGREEMENTS,
        PARTIES,
        OBLIGATIONS,
        CONTACTS,
        DOCUMENTS,
        MONTHS,
        WAIVERS,
        IMPORTS,
        HISTORY,
    )
}


def find_register(key: str) -> Register:
    """The register `key`. Raises UserError that names the registers there are."""
    try:
        return REGISTERS[key]
    except KeyError:
        raise UserError(
            say("There is no list called {name}.", name=key),
            say("Nothing was read."),
            say("Lists: {names}.", names=", ".join(REGISTERS)),
        ) from None


def register_of(record: str) -> Register | None:
    """The register that shows the table `record`, or None."""
    return next((register for register in REGISTERS.values() if register.record == record), None)
