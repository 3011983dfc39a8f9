"""What signing, extending, reassigning, ending early and other shares have in common: tried first, then kept.

An act makes other values of some deployments. What they cost signed before and after is held against each other, by
grant, line, deployment and month: what is more is committed, what is less is cancelled. So the commitments always
follow what is signed, and each act is one unit of work, one entry in the trail, one step to undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import cast

from desktop.domain.codes import CostCategory
from desktop.domain.finding import Finding, Severity
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO, Money
from desktop.domain.staffing import judging
from desktop.domain.staffing.acts import newly_signed
from desktop.domain.staffing.committing import Key, Posting, Settlement, settle
from desktop.domain.staffing.cost import as_signed
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.staffing.judging import Effect, GrantLeft
from desktop.domain.staffing.pricing import Priced
from desktop.language import Message, Month, UserError, say, say_many
from desktop.registers import find_register
from desktop.registers.query import Cell
from desktop.services.commitments import cancellation
from desktop.services.records import InvalidRecordError, filled
from desktop.storage import models
from desktop.storage.committed import HeldOn, Place, grants_left, held_for, is_closed_to, lines_left
from desktop.storage.deployment_rows import SIGNING, share_of_place, shares_of
from desktop.storage.ledger import free_reference
from desktop.storage.office import Outcome, Unit
from desktop.storage.paying import pricing

_Differences = dict[Place, dict[Key, Decimal]]


@dataclass(frozen=True, slots=True)
class Act:
    """What is to become of some deployments. `on` is the day on which commitments are posted or cancelled, `reference`
    what the entry is called, `reason` what a cancellation says; `problems` are what its use case found already.
    """

    before: Sequence[Deployment]
    after: Sequence[Deployment]
    on: date
    reference: str = ""
    reason: str = ""
    problems: Sequence[Finding] = ()
    warnings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What an act would do: to each grant and line, and to the deployments. Errors refuse it, warnings want a yes."""

    effects: tuple[Effect, ...] = ()
    findings: tuple[Finding, ...] = ()
    before: tuple[Deployment, ...] = ()
    after: tuple[Deployment, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether it cannot be done as it stands."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warned(self) -> bool:
        """Whether someone should say yes first."""
        return any(finding.severity is Severity.WARNING for finding in self.findings)


class RefusedError(UserError):
    """An act that was not done; `findings` say all that speaks against it, the worst first."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: -finding.severity))
        first = self.findings[0]
        text = say_many(
            "Nothing was changed. There is {count} thing to look at.",
            "Nothing was changed. There are {count} things to look at.",
            count=len(self.findings),
        )
        super().__init__(first.sentence, text, first.fix)


@dataclass(slots=True)
class Prepared:
    """An act that was worked out: what it would do, and the entries that are ready to be posted."""

    trial: Trial
    entries: list[tuple[models.LedgerEntry, Posting]] = field(default_factory=list)


def prepare(unit: Unit, act: Act) -> Prepared:
    """Works an act out and keeps nothing."""
    prices = pricing(unit.session, [*act.before, *act.after])
    before = [prices.of(as_signed(deployment)) for deployment in act.before]
    after = [prices.of(as_signed(deployment)) for deployment in act.after]
    held = held_for(unit.session, [deployment.id for deployment in act.after], act.on)
    settled = {
        place: settle(amounts, held[place].commitments if place in held else ())
        for place, amounts in _differences(before, after, held).items()
    }
    grants = grants_left(unit.session, {*prices.payers, *(place[0] for place in settled)})
    sums = {
        place: sum((posting.amount for posting in each.postings), ZERO)
        for place, each in settled.items()
        if each.postings
    }
    effects = judging.effects(sums, grants, lines_left(unit.session, {line for _grant, line in sums if line}))
    found = [*act.problems, *act.warnings]
    for one, other, priced in zip(act.before, act.after, after, strict=True):
        new = newly_signed(one, other)
        found += judging.lacking(prices.findings(other, priced), priced, new)
        parts = [part for part in priced.parts if any(part.of.part.days.start in days for days in new)]
        found += judging.outliving(other, parts, grants)
    found += judging.lacking_money(effects)
    for place, each in settled.items():
        if _takes_back(each) and act.on < held[place].made_on:
            found.append(_before(act, held[place].made_on))
        else:
            found += _invoiced(act.after, each.invoiced, grants[place[0]].currency)
    entries: list[tuple[models.LedgerEntry, Posting]] = []
    if not any(finding.severity is Severity.ERROR for finding in found):
        postings = [(place, posting) for place, each in settled.items() for posting in each.postings]
        found += _posting_problems(unit, act, postings, grants)
        entries = _entries(unit, act, postings, grants, found)
    found = list(dict.fromkeys(found))
    return Prepared(Trial(effects, tuple(found), tuple(act.before), tuple(act.after)), entries)


def _differences(before: Iterable[Priced], after: Iterable[Priced], held: Mapping[Place, HeldOn]) -> _Differences:
    """What is signed more or less; months that are gone as a whole give back what they were committed for, and those
    that stay in part keep what is still due in them, whatever rates and amounts they were committed at.
    """
    old, new = _sums(before), _sums(after)
    found: _Differences = {}
    for place in sorted({*old, *new}, key=lambda place: (place[0], place[1] or 0)):
        was, is_now = old.get(place, {}), new.get(place, {})
        told: dict[Key, Decimal] = {}
        for key in {*was, *is_now}:
            now, holds = is_now.get(key, ZERO), _held(held.get(place), key)
            change = now - was.get(key, ZERO)
            gone = key in was and key not in is_now
            told[key] = -holds if gone else max(change, min(now - holds, ZERO)) if change < 0 else change
        told = {key: amount for key, amount in told.items() if amount}
        if told:
            found[place] = told
    return found


def _held(held: HeldOn | None, key: Key) -> Decimal:
    return ZERO if held is None else sum((each.parts.get(key, ZERO) for each in held.commitments), ZERO)


def _sums(priced: Iterable[Priced]) -> _Differences:
    """What is signed, by grant and line, deployment and month."""
    found: _Differences = {}
    for each in priced:
        for part in each.parts:
            amounts = found.setdefault((part.grant_id, part.line_id), {})
            key = (part.deployment_id, part.month)
            amounts[key] = amounts.get(key, ZERO) + part.money.amount
    return found


def _takes_back(settlement: Settlement) -> bool:
    """Whether it cancels something, or would if that were open."""
    return bool(settlement.invoiced) or any(posting.cancels is not None for posting in settlement.postings)


def _before(act: Act, made_on: date) -> Finding:
    """Nothing of a commitment is open before the day on which it was made."""
    return judging.refusal(
        act.after[0],
        say("What it cancels was committed on {day}.", day=made_on),
        say("Post it on that day or later."),
        "deployment_before_commitment",
    )


def _invoiced(deployments: Sequence[Deployment], amounts: Mapping[Key, Decimal], currency: str) -> Iterator[Finding]:
    for deployment in deployments:
        mine = {month: amount for (owner, month), amount in amounts.items() if owner == deployment.id}
        if mine:
            yield judging.invoiced(deployment, sorted(mine), Money(sum(mine.values(), ZERO), currency))


# --- entries --------------------------------------------------------------------------------------------------------


def _posting_problems(
    unit: Unit,
    act: Act,
    postings: Sequence[tuple[Place, Posting]],
    grants: Mapping[int, GrantLeft],
) -> Iterator[Finding]:
    """What speaks against posting on that day: a closed month or grant."""
    if not postings:
        return
    if is_closed_to(unit.session, act.on, actor=unit.actor, now=unit.now):
        yield judging.refusal(
            act.after[0],
            say("The books of {month} are closed.", month=Month(act.on)),
            say("Date it in a month that is open, or ask whoever closed it to let you in."),
            "deployment_month_closed",
        )
    for place, posting in postings:
        if posting.cancels is None:
            last = max(month for (_deployment, month), amount in posting.parts.items() if amount > 0)
            concerned = {deployment for deployment, _month in posting.parts}
            paid = [deployment for deployment in act.after if deployment.id in concerned]
            yield from judging.closed(grants[place[0]], paid, on=act.on, last=last)


def _entries(
    unit: Unit,
    act: Act,
    postings: Sequence[tuple[Place, Posting]],
    grants: Mapping[int, GrantLeft],
    found: list[Finding],
) -> list[tuple[models.LedgerEntry, Posting]]:
    """The entries, ready to be posted; what the rules of the ledger say against one is added to what was `found`."""
    made: list[tuple[models.LedgerEntry, Posting]] = []
    names: set[str] = set()
    for (grant_id, line_id), posting in postings:
        try:
            if posting.cancels is None:
                entry = _commitment(unit, act, grants[grant_id], line_id, posting, names)
            else:
                known = unit.get(models.LedgerEntry, posting.cancels)
                entry = cancellation(unit, known, on=act.on, amount=-posting.amount, reason=act.reason)
        except InvalidRecordError as error:
            sentence = next(iter(error.fields.values()))
            grant = grants[grant_id]
            fix = say("Correct the shares of the deployments, or the budget of the grant.")
            found.append(
                Finding(Severity.ERROR, "commitment_refused", sentence, fix, "grants", grant.id, grant.reference)
            )
            return []
        entry.source_key = f"{SIGNING}:{entry.reference}"
        names.add(entry.reference)
        made.append((entry, posting))
    return made


def _commitment(
    unit: Unit, act: Act, grant: GrantLeft, line_id: int | None, posting: Posting, names: set[str]
) -> models.LedgerEntry:
    """The entry that commits what an act takes of a grant and line."""
    concerned = {deployment for deployment, _month in posting.parts}
    paid = [deployment for deployment in act.after if deployment.id in concerned]
    assignments = {each.assignment_id: unit.get(models.Assignment, each.assignment_id) for each in paid}
    first = next(iter(assignments.values()))
    projects = {assignment.project_id for assignment in assignments.values()}
    results = {assignment.result_id for assignment in assignments.values()}
    values: dict[str, Cell] = {
        "entry_on": act.on,
        "kind": str(LedgerKind.COMMITMENT),
        "reference": _free_name(unit, act.reference or f"FA-{first.reference}", names),
        "description": _description([each.title for each in assignments.values()], act, paid),
        "grant": grant.id,
        "line": line_id,
        "category": str(int(CostCategory.STAFF)) if line_id is None else None,
        "project": projects.pop() if len(projects) == 1 else None,
        "result": results.pop() if len(results) == 1 else None,
        "original_currency": grant.currency,
        "original_amount": posting.amount,
    }
    return cast("models.LedgerEntry", filled(unit, find_register("ledger"), values))


def _free_name(unit: Unit, wanted: str, names: set[str]) -> str:
    """A reference that no entry has, and none of this act."""
    name = free_reference(unit.session, wanted)
    number = 2
    while name in names:
        name = free_reference(unit.session, f"{wanted} {number}")
        number += 1
    return name


def _description(titles: Sequence[str], act: Act, paid: Sequence[Deployment]) -> str:
    """The assignments, how many deployments, and the days signed: ``Legal aid × 10, 2019-01-01/2019-12-31``."""
    known = {deployment.id: deployment for deployment in act.before}
    new = [days for each in paid for days in newly_signed(known[each.id], each)]
    served = new or [days for each in paid for days in each.service()]
    first, last = min(days.start for days in served), max(days.last for days in served)
    return f"{', '.join(titles)} × {len(paid)}, {first}/{last}"


# --- keeping ------------------------------------------------------------------------------------------------------


def perform(unit: Unit, act: Act, message: Message, *, accept_warnings: bool) -> Outcome:
    """Does an act, whole or not at all. Raises RefusedError with all that speaks against it, and with the warnings
    unless they are accepted.
    """
    prepared = prepare(unit, act)
    trial = prepared.trial
    if trial.refused or (trial.warned and not accept_warnings):
        raise RefusedError(trial.findings)
    for before, after in zip(act.before, act.after, strict=True):
        _keep(unit, before, after)
    for entry, posting in prepared.entries:
        unit.add(entry)
        unit.add_many(
            [
                models.DeploymentCost(entry_id=entry.id, deployment_id=deployment_id, month=month, amount=amount)
                for (deployment_id, month), amount in sorted(posting.parts.items())
                if amount
            ]
        )
    return unit.commit(message, record_id=act.after[0].id)


def _keep(unit: Unit, before: Deployment, after: Deployment) -> None:
    """Changes the records of a deployment from one value to the other."""
    record = unit.get(models.Deployment, after.id)
    usual = unit.get(models.Assignment, record.assignment_id).station_id
    record.ended_on, record.end_reason = after.ended_on, after.end_reason or None
    known = {contract.id: contract for contract in after.contracts if contract.id}
    for contract in before.contracts:
        kept = unit.get(models.ContractPeriod, contract.id)
        if contract.id not in known:
            unit.remove(kept)
        elif known[contract.id] != contract:
            _set(kept, known[contract.id], usual)
    unit.session.flush()
    for contract in after.contracts:
        if not contract.id:
            unit.add(_set(models.ContractPeriod(deployment_id=after.id, kind=str(contract.kind)), contract, usual))
    if after.shares != before.shares:
        _keep_shares(unit, after)


def _set(record: models.ContractPeriod, contract: Contract, usual: int | None) -> models.ContractPeriod:
    """Gives a record the days, the day of signing and the station of a contract; the assignment's own goes unsaid."""
    station = None if contract.station is None or not contract.serves else contract.station.id
    record.starts_on, record.ends_on = contract.period.start, contract.period.last
    record.signed_on = contract.signed_on
    record.station_id = None if station == usual else station
    return record


def _keep_shares(unit: Unit, after: Deployment) -> None:
    """Lets the shares of a deployment be those of the value: others go, new ones come."""
    kept = []
    for record in shares_of(unit.session, after.id):
        share = share_of_place(record)
        if share in after.shares:
            kept.append(share)
        else:
            unit.remove(record)
    unit.add_many(
        [
            models.DeploymentShare(
                deployment_id=after.id,
                starts_on=share.starts_on,
                grant_id=share.grant_id,
                line_id=share.line_id,
                percent=share.percent,
            )
            for share in after.shares
            if share not in kept
        ]
    )
