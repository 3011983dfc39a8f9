"""What a ledger workbook may bring, and yet is worth a look before it comes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from desktop.domain.finding import Problem, Severity
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import Money, add_up
from desktop.language import Message, say, say_many
from desktop.storage.figures import GrantSums, grant_sums
from desktop.storage.intake import TablePlan
from desktop.storage.lookups import entries_of_documents
from desktop.storage.office import Office

_COSTS = frozenset({LedgerKind.EXPENDITURE, LedgerKind.REFUND, LedgerKind.ADJUSTMENT})


def ledger_warnings(
    office: Office, plan: TablePlan, *, grant_id: int, sheet: str, cells: Mapping[str, str]
) -> Iterator[Problem]:
    """Warnings about the new entries of `plan`; `cells` gives each source key the cell of its document."""
    documents = {row["reference"] for row in plan.new if row["reference"]}
    with office.read() as session:
        (grant,) = grant_sums(session, grant_id=grant_id)
        known = list(entries_of_documents(session, documents))
    costs = [row for row in plan.new if row["kind"] in _COSTS]
    outside = sum(_is_outside(grant, row["entry_on"]) for row in costs)
    if outside:
        yield _warning(
            sheet,
            say_many(
                "{count} cost is dated outside the grant's period.",
                "{count} costs are dated outside the grant's period.",
                count=outside,
            ),
            say("Charge them to another grant, or extend the period with the funder."),
        )
    added = add_up((Money(row["amount"], grant.currency) for row in costs), grant.currency)
    spent, awarded = added + Money(grant.spent, grant.currency), Money(grant.amount, grant.currency)
    if added.amount > 0 and spent.amount > awarded.amount:
        yield _warning(
            sheet,
            say("With this import {spent} is spent of the {awarded} awarded.", spent=spent, awarded=awarded),
            say("Move costs to another grant, or agree a higher amount with the funder."),
        )
    yield from _known_documents(plan, known, cells)


def _is_outside(grant: GrantSums, day: date) -> bool:
    return bool((grant.starts_on and day < grant.starts_on) or (grant.ends_on and day > grant.ends_on))


def _known_documents(plan: TablePlan, known: Iterable[Any], cells: Mapping[str, str]) -> Iterator[Problem]:
    """New entries whose document the ledger has already, for something else than the workbook says."""
    new: dict[tuple[str, str], Any] = {}
    for row in plan.new:
        if row["reference"]:
            new.setdefault((row["reference"], row["kind"]), row)
    told = set()
    for entry in known:
        document = (entry.reference, entry.kind)
        if document in new and document not in told and entry.id not in plan.known:
            told.add(document)
            yield _warning(
                cells[new[document]["source_key"]],
                say(
                    "Document {reference} is already in the ledger with {amount}; this adds a second entry.",
                    reference=entry.reference,
                    amount=Money(entry.original_amount, entry.original_currency),
                ),
                say("Compare the two. Leave the row out when it is the same."),
            )


def _warning(where: str, sentence: Message, fix: Message) -> Problem:
    return Problem(Severity.WARNING, where, sentence, fix)
