"""Which transaction of an activity is which, who gives a commitment, and which budgets are in force: for whoever keeps
an activity, and for whoever gives it out again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from desktop.domain.codes import ROLE_ACCOUNTABLE, ROLE_FUNDING
from desktop.domain.iati.standard import TransactionType, digest, own_source_of, source_of
from desktop.importers.iati_activity import Activity, ActivityBudget, Party, Transaction

ENTRY_KINDS = frozenset(set(TransactionType) - {TransactionType.INCOMING_COMMITMENT})
"""The types of transactions that are entries of a ledger; an incoming commitment is a grant."""


def source_keys(activity: Activity) -> Iterator[str]:
    """What tells each transaction apart from every other; equal ones of one activity are numbered.

    A mark of ours says it. Else a reference that only one of them has stands for everything else, so that a correction
    is the same transaction; not so for the currency, for an entry of another currency is not one of the same grant.
    """
    source = source_of(activity.identifier)
    references = Counter(entry.reference for entry in activity.transactions if entry.kind in ENTRY_KINDS)
    seen: Counter[str] = Counter()
    for entry in activity.transactions:
        if entry.mark.startswith(source):
            yield entry.mark
            continue
        print_of = _print(entry, alone=references[entry.reference] == 1)
        seen[print_of] += 1
        yield f"{source}{print_of}:{seen[print_of]}"


def own_entry(activity: Activity, entry: Transaction, office: str) -> int | None:
    """The id of the entry that the office `office` (its uid) told of; 0 for a sum of several, None for any other."""
    own = own_source_of(activity.identifier, office)
    if not entry.mark.startswith(own):
        return None
    number = entry.mark.removeprefix(own)
    return int(number) if number.isascii() and number.isdigit() else 0


def _print(entry: Transaction, *, alone: bool) -> str:
    if entry.reference and alone:
        return digest(entry.reference, entry.currency)
    return digest(
        entry.kind,
        entry.done_on.isoformat(),
        format(entry.amount.normalize(), "f"),
        entry.currency,
        entry.reference,
        entry.description,
        entry.provider.name if entry.provider else "",
        entry.receiver.name if entry.receiver else "",
    )


def budgets_in_force(budgets: Sequence[ActivityBudget]) -> list[ActivityBudget]:
    """The budgets without the original ones that were revised."""
    return [budget for budget in budgets if not _is_superseded(budget, budgets)]


def _is_superseded(budget: ActivityBudget, among: Sequence[ActivityBudget]) -> bool:
    """Whether a revised budget covers part of the time of this original one."""
    return not budget.revised and any(
        other.revised and other.starts_on <= budget.ends_on and budget.starts_on <= other.ends_on for other in among
    )


def funder_of(activity: Activity, commitment: Transaction) -> Party:
    """Who gives a commitment: its provider, as the participating organisations call it, else the funder named there."""
    funders = [party for role, party in activity.parties if role == ROLE_FUNDING]
    accountable = [party for role, party in activity.parties if role == ROLE_ACCOUNTABLE]
    provider = commitment.provider
    if provider is not None:
        named = [party for party in funders if party.name.casefold() == provider.name.casefold()]
        referred = [party for party in funders if provider.reference and party.reference == provider.reference]
        return [*named, *referred, provider][0]
    known = [*funders, *accountable, *([activity.reporter] if activity.reporter else [])]
    return known[0] if known else Party("", activity.identifier)
