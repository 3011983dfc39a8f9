"""All registers by key."""

from __future__ import annotations

from desktop.language import UserError, say
from desktop.registers.money import BUDGET_LINES, BUDGETS, GRANTS, LEDGER, RATES
from desktop.registers.office import HISTORY, IMPORTS
from desktop.registers.partners import AGREEMENTS, ORGANISATIONS
from desktop.registers.programme import PROJECTS, RESULTS
from desktop.registers.register import Register

REGISTERS: dict[str, Register] = {
    register.key: register
    for register in (
        GRANTS,
        BUDGETS,
        BUDGET_LINES,
        LEDGER,
        RATES,
        PROJECTS,
        RESULTS,
        ORGANISATIONS,
        AGREEMENTS,
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
