"""The rule book of a grant: what its agreement says, as dated values, and what holds on a day.

A kind of rule uses some of the values only:

* flexibility: `percent` `measure` (of a category, a line, the total), `counting`, `approver` beyond it; `amount` is the
  award from which on the rule applies (the simplified acquisition threshold of 2 CFR 200.308 f);
* new_lines: `choice`; ineligible: `category` or `note`; equipment: `amount` of a unit from which on it is equipment;
* indirect: `percent` of the base in `choice`; rate_policy: `choice`, and `rate` units of `currency` when it is fixed;
* report: `choice` is the frequency, `days` or whole `months` after the end of a period, `final_days` after that of the
  grant, `weekend` what holds when that is no working day, `layout` the report that answers it, `note` its name;
  extension_notice: `days` before the end of the grant;
* unspent: `choice`, and the `amount` up to which nothing need be returned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.terms import IndirectBase, RatePolicy, RuleKind

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; amounts in the grant's currency, `percent` as people write it (13 is 13 %)."""

    id: int
    kind: RuleKind
    starts_on: date | None = None
    article: str = ""
    percent: Decimal | None = None
    amount: Decimal | None = None
    days: int | None = None
    final_days: int | None = None
    choice: str | None = None
    measure: str | None = None
    counting: str | None = None
    approver: str | None = None
    category: int | None = None
    currency: str | None = None
    rate: Decimal | None = None
    months: int | None = None
    weekend: str | None = None
    layout: str | None = None
    note: str = ""

    @property
    def subject(self) -> tuple[object, ...]:
        """What it is about: a later rule about the same takes its place."""
        match self.kind:
            case RuleKind.INELIGIBLE:
                return self.kind, self.category, self.note
            case RuleKind.REPORT:
                return self.kind, self.note
            case RuleKind.FLEXIBILITY:
                return self.kind, self.measure, self.counting
            case RuleKind.RATE_POLICY:
                return self.kind, self.currency
        return (self.kind,)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules of one grant, whenever they came into force."""

    rules: tuple[Rule, ...] = ()

    def on(self, day: date, kind: RuleKind) -> tuple[Rule, ...]:
        """The rules of a kind that hold on a day, in the order of the book: of each subject the newest."""
        newest: dict[tuple[object, ...], Rule] = {}
        for rule in self.rules:
            if rule.kind is kind and (rule.starts_on or date.min) <= day:
                known = newest.get(rule.subject)
                if known is None or (known.starts_on or date.min) <= (rule.starts_on or date.min):
                    newest[rule.subject] = rule
        return tuple(newest.values())

    def one(self, day: date, kind: RuleKind) -> Rule | None:
        """The rule of a kind that has only one, or None."""
        return next(iter(self.on(day, kind)), None)

    def indirect_rate(self, day: date) -> Decimal | None:
        """The rate of indirect cost on a day as a share (0.13), or None when the book says nothing."""
        rule = self.one(day, RuleKind.INDIRECT)
        return None if rule is None or rule.percent is None else rule.percent / _HUNDRED

    def indirect_base(self, day: date) -> IndirectBase:
        """The costs on which indirect cost is worked out."""
        rule = self.one(day, RuleKind.INDIRECT)
        return IndirectBase.DIRECT if rule is None or rule.choice is None else IndirectBase(rule.choice)

    def rate_policy(self, day: date, currency: str) -> tuple[RatePolicy, Decimal | None]:
        """How costs in `currency` are converted; when fixed, at how many units of it per one of the grant's."""
        rules = self.on(day, RuleKind.RATE_POLICY)
        rule = next((rule for rule in rules if rule.currency == currency), None)
        rule = rule or next((rule for rule in rules if not rule.currency), None)
        if rule is None or rule.choice is None:
            return RatePolicy.OPERATIONAL, None
        return RatePolicy(rule.choice), rule.rate
