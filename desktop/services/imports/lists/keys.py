"""By what people tell the records of each register apart, in terms of the columns of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.domain.terms import RuleKind


@dataclass(frozen=True, slots=True)
class Key:
    """Columns that tell one record from every other.

    `optional` ones count as they are, also where they hold nothing; of `agreeing` ones the row and the record may not
    hold different values. `by_kind` says which more count for a record of a kind.
    """

    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    agreeing: tuple[str, ...] = ()
    by_kind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def counting(self, kind: object) -> tuple[str, ...]:
        """The columns that may hold nothing, for a record of this kind."""
        return (*self.optional, *self.by_kind.get(str(kind), ()))


# What a rule is about besides its kind, see `domain.rules.Rule.subject`.
RULE_SUBJECTS: Mapping[str, tuple[str, ...]] = {
    RuleKind.INELIGIBLE: ("category", "note"),
    RuleKind.REPORT: ("note",),
    RuleKind.FLEXIBILITY: ("measure", "counting"),
    RuleKind.RATE_POLICY: ("rate_currency",),
}


# Lists whose records follow on one another, with the column that says which comes first, however a table has them.
FOLLOWING: Mapping[str, str] = {"contract_periods": "starts_on"}

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
    "rules": (Key(("grant", "kind"), optional=("starts_on",), by_kind=RULE_SUBJECTS),),
    "instalments": (Key(("grant", "number")), Key(("grant", "expected_on", "amount"))),
    "amendments": (Key(("grant", "number")),),
    "allocations": (Key(("name",)),),
    "allocation_shares": (Key(("allocation", "starts_on", "grant"), optional=("line",)),),
    "crosswalks": (Key(("scheme", "category", "target"), optional=("grant",)),),
    "budgets": (Key(("grant",), optional=("project", "name")),),
    "budget_lines": (Key(("budget", "code")), Key(("budget", "description"), agreeing=("code",))),
    "rates": (Key(("currency", "base", "effective_on")),),
    "documents": (),
    "volunteers": (
        Key(("reference",)),
        Key(("roster_number",), agreeing=("reference",)),
        Key(("name",), agreeing=("reference", "roster_number", "born_on")),
    ),
    "clearances": (Key(("volunteer", "kind"), optional=("obtained_on",)),),
    "duty_stations": (Key(("country", "place")), Key(("place",), agreeing=("country",))),
    "assignments": (Key(("reference",)),),
    "deployments": (Key(("reference",)), Key(("assignment", "volunteer"), agreeing=("reference",))),
    "contract_periods": (Key(("deployment", "starts_on")),),
    "deployment_shares": (Key(("deployment", "starts_on", "grant"), optional=("line",)),),
    "deployment_costs": (Key(("entry", "deployment", "month")),),
    "entitlement_rates": (Key(("component", "starts_on"), optional=("category", "country", "station", "dependants")),),
    "category_limits": (Key(("category", "starts_on")),),
    "leave": (Key(("deployment", "starts_on")),),
    "checklist": (Key(("deployment", "phase", "title")),),
    "work_measures": (Key(("project", "code")),),
    "work_counts": (Key(("measure", "deployment", "month"), optional=("sex", "age")),),
}
