"""By what people tell the records of each register apart, in terms of the columns of a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """Columns that tell one record from every other.

    `optional` ones count as they are, also where they hold nothing; of `agreeing` ones the row and the record may not
    hold different values.
    """

    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    agreeing: tuple[str, ...] = ()

    @property
    def whole(self) -> tuple[str, ...]:
        """All columns of the key."""
        return (*self.columns, *self.optional)


# The best way first: the next one is for rows that the ones before find nothing for. The same columns as the natural
# keys of `storage.intake`, and ways in which tables lack a part of them.
KEYS: dict[str, tuple[Key, ...]] = {
    "organisations": (
        Key(("reference", "name")),
        Key(("reference",)),
        Key(("name",), agreeing=("reference",)),
    ),
    "agreements": (Key(("reference",)),),
    "parties": (Key(("agreement", "organisation")),),
    "obligations": (Key(("agreement", "organisation", "title")),),
    "contacts": (Key(("organisation", "name"), optional=("agreement", "grant")),),
    "projects": (Key(("reference",)),),
    "results": (Key(("project", "code")),),
    "grants": (Key(("reference",)),),
    "shares": (Key(("grant", "project")),),
    "rules": (Key(("grant", "kind"), optional=("starts_on", "choice", "category", "rate_currency", "note")),),
    "instalments": (Key(("grant", "number")), Key(("grant", "expected_on", "amount"))),
    "amendments": (Key(("grant", "number")),),
    "allocations": (Key(("name",)),),
    "allocation_shares": (Key(("allocation", "starts_on", "grant"), optional=("line",)),),
    "budgets": (Key(("grant",), optional=("project", "name")),),
    "budget_lines": (Key(("budget", "code")),),
    "rates": (Key(("currency", "base", "effective_on")),),
    "documents": (),
}
