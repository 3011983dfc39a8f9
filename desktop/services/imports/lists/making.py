"""Makes the records that a table names and the office lacks, with what is known of them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from desktop.domain.codes import AgreementKind, ResultKind
from desktop.language import Message, say
from desktop.registers import find_register
from desktop.services.budget_rules import start_as_draft
from desktop.services.imports.lists.references import NEW_BUDGET, Pointer
from desktop.services.record_rules import rule_for
from desktop.services.records import filled
from desktop.storage.import_matches import named_records
from desktop.storage.models import Budget
from desktop.storage.office import Unit

# What stands in a record that was made because a table names it, until someone completes it.
UNKNOWN_FUNDER = "?"
MADE_UP: dict[str, Message] = {
    "agreements": say("Agreements that are made get their reference as title, and are cooperation agreements."),
    "grants": say("Grants that are made get their reference as title, an award of nothing, and the funder “?”."),
    "projects": say("Projects that are made get their reference as title."),
    "results": say("Results that are made get their code as title, and are outputs."),
}
_NEVER: dict[str, Message] = {
    "budget_lines": say("Lines belong to approved budgets. Add the line to a revision, or correct the cell."),
    "budgets": say("Add the budget first."),
    "instalments": say("Add the instalment first: its amount and day are not in this table."),
    "assignments": say("Add the assignment first: its category and posts are not in this table."),
    "deployments": say("Add the deployment first: its assignment is not in this table."),
    "duty_stations": say("Add the duty station first: its country is not in this table."),
    "volunteers": say("Add the volunteer to the roster first."),
    "work_measures": say("Add what is counted first: how it is parted is not in this table."),
    "ledger": say("Post the entry first: its amount and day are not in this table."),
}


def why_not_made(register: str, *, scope: int | None = None, currency: str = "") -> Message | None:
    """Why a record of a register cannot be made from its name alone, and what to do; None when it can.

    `scope` is the record it would belong to, `currency` the one that the row states.
    """
    if register in _NEVER:
        return _NEVER[register]
    if register == "results" and scope is None:
        return say("It cannot be made: the row does not tell its project. Add the result first.")
    if register == "grants" and not currency:
        return say("It cannot be made: the row does not tell its currency. Add the grant first.")
    return None


def make(unit: Unit, pointer: Pointer, id_of: Callable[[Pointer], int]) -> int:
    """Makes the record that is to be there, and returns its id; `id_of` makes those that it refers to.

    Raises UserError when it may not be so.
    """
    if pointer.register == NEW_BUDGET:
        return _budget(unit, pointer, id_of)
    return _MAKERS.get(pointer.register, _plainly)(unit, pointer)


def _budget(unit: Unit, pointer: Pointer, id_of: Callable[[Pointer], int]) -> int:
    """A draft of a grant, or of one of its projects, that has no line yet."""
    grant, project = pointer.grant, pointer.project
    budget = Budget(grant_id=None if grant is None else id_of(grant), project_id=project and id_of(project))
    start_as_draft(unit, budget)
    return unit.add(budget).id


def _kept(unit: Unit, register: str, **values: Any) -> int:
    found = find_register(register)
    record = unit.add(filled(unit, found, values))
    rule_for(found.record).settle(unit, record)
    return record.id


def _plainly(unit: Unit, pointer: Pointer) -> int:
    return _kept(unit, pointer.register, name=pointer.label)


def _agreement(unit: Unit, pointer: Pointer) -> int:
    return _kept(unit, "agreements", reference=pointer.label, title=pointer.label, kind=str(AgreementKind.COOPERATION))


def _project(unit: Unit, pointer: Pointer) -> int:
    return _kept(unit, "projects", reference=pointer.label, title=pointer.label)


def _result(unit: Unit, pointer: Pointer) -> int:
    return _kept(
        unit,
        "results",
        code=pointer.label,
        title=pointer.label,
        kind=str(ResultKind.OUTPUT),
        project=pointer.scope,
    )


def _grant(unit: Unit, pointer: Pointer) -> int:
    return _kept(
        unit,
        "grants",
        reference=pointer.label,
        title=pointer.label,
        funder=_unknown_funder(unit),
        currency=pointer.currency,
        amount=Decimal(0),
    )


def _unknown_funder(unit: Unit) -> int:
    known = next((one.id for one in named_records(unit.session, "organisations") if one.label == UNKNOWN_FUNDER), None)
    return known or _kept(unit, "organisations", name=UNKNOWN_FUNDER)


_MAKERS: dict[str, Callable[[Unit, Pointer], int]] = {
    "agreements": _agreement,
    "grants": _grant,
    "projects": _project,
    "results": _result,
}
