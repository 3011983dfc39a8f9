"""What must hold of the contracts of a deployment, and of leave: days that follow each other and never overlap.

A signed contract stays: its days and its station move by extending, reassigning or ending early, never by a form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.leave import weekdays
from desktop.domain.staffing.service import months_in, within
from desktop.domain.volunteer_terms import PeriodKind
from desktop.language import Message, UserError, say, say_many
from desktop.services.field_rules import Problems, check_not_future, check_order
from desktop.services.record_rule import RecordRule
from desktop.storage.deployment_rows import ContractRow, contracts_beside, leave_beside
from desktop.storage.ledger import values_before
from desktop.storage.models import ContractPeriod, Deployment, Leave
from desktop.storage.office import Unit

STAYS: Final = say("It is signed and stays as it is. Extend the deployment, reassign it or end it early.")
BY_HAND: Final = say("Whether it is signed is said on the page of the deployment, so that its commitment follows.")
_FIXED = {
    "deployment_id": "deployment",
    "kind": "kind",
    "starts_on": "starts_on",
    "ends_on": "ends_on",
    "station_id": "station",
}


def contract_rule(unit: Unit, contract: ContractPeriod) -> Problems:
    """A contract has its place in the chain of its deployment, and takes no day twice."""
    problems = _signed_problems(unit, contract)
    check_order(problems, "ends_on", contract.starts_on, contract.ends_on)
    if problems:
        return problems
    deployment = unit.get(Deployment, contract.deployment_id)
    rows = contracts_beside(unit.session, deployment.id, deployment.volunteer_id)
    others = [row for row in rows if row.id != contract.id]
    own = [row for row in others if row.deployment_id == deployment.id]
    _check_kind(contract, own, problems)
    if deployment.ended_on is not None and contract.starts_on > deployment.ended_on:
        problems["starts_on"] = say(
            "The deployment ended on {day}. Plan another deployment for what follows.", day=deployment.ended_on
        )
    clash = _clash(contract, own, others)
    if clash is not None:
        problems.setdefault("starts_on", clash)
    return problems


def _signed_problems(unit: Unit, contract: ContractPeriod) -> Problems:
    """What was changed of a contract that is signed. A table may bring one that was signed before the office kept it;
    whether one of the office is signed, no table says.
    """
    problems: Problems = {}
    if not contract.id:
        check_not_future(problems, "signed_on", contract.signed_on, today=unit.today)
        return problems
    before = values_before(contract)
    if "signed_on" in before:
        return {"signed_on": BY_HAND}
    return {} if contract.signed_on is None else {_FIXED[name]: STAYS for name in before if name in _FIXED}


def _check_kind(contract: ContractPeriod, own: Sequence[ContractRow], problems: Problems) -> None:
    """The initial contract comes first, everything else follows it; a gap is served nowhere."""
    initial = next((row for row in own if row.kind is PeriodKind.INITIAL), None)
    if contract.kind == PeriodKind.INITIAL:
        if initial is not None:
            problems["kind"] = say(
                "The deployment has an initial contract from {day} already. Choose an extension.", day=initial.starts_on
            )
        elif any(row.starts_on < contract.starts_on for row in own):
            problems["kind"] = say("Other contracts come before it. Choose an extension, or an earlier day.")
    elif not any(row.starts_on < contract.starts_on for row in own):
        problems["kind"] = say("Nothing comes before it. Choose the initial contract first.")
    if contract.kind == PeriodKind.GAP and contract.station_id is not None:
        problems["station"] = say("Nobody serves in a gap. Leave the duty station empty.")


def _clash(contract: ContractPeriod, own: Sequence[ContractRow], others: Sequence[ContractRow]) -> Message | None:
    """The contract whose days it would take again: of the chain all of them, elsewhere those that are served."""
    days = Period.of_days(contract.starts_on, contract.ends_on)
    for row in own:
        if row.starts_on < days.end and days.start <= row.ends_on:
            return say(
                "The contract from {first} to {last} has some of these days already. Choose days beside them.",
                first=row.starts_on,
                last=row.ends_on,
            )
    if contract.kind == PeriodKind.GAP:
        return None
    elsewhere = [row for row in others if row.deployment_id != contract.deployment_id]
    return overlap_problem(days, elsewhere)


def overlap_problem(days: Period, others: Iterable[ContractRow]) -> Message | None:
    """That a volunteer serves elsewhere on some of these days, and until when; None when on none."""
    for row in others:
        if row.served is not None and (shared := within(days, row.served)) is not None:
            return say(
                "The volunteer serves in {deployment} from {first} to {last}. End that one before, or choose other "
                "days.",
                deployment=row.deployment,
                first=shared.start,
                last=shared.last,
            )
    return None


def _preview(unit: Unit, contract: ContractPeriod) -> Message:
    """How long a contract lasts, and the days before it that nobody serves."""
    rows = contracts_beside(unit.session, contract.deployment_id, None)
    before = [row.ends_on for row in rows if row.id != contract.id and row.ends_on < contract.starts_on]
    months = _shown(Period.of_days(contract.starts_on, contract.ends_on))
    if before and max(before) + ONE_DAY < contract.starts_on and contract.kind != PeriodKind.GAP:
        return say(
            "{months} months. Nobody serves from {first} to {last}.",
            months=months,
            first=max(before) + ONE_DAY,
            last=contract.starts_on - ONE_DAY,
        )
    return say("{months} months.", months=months)


def _shown(period: Period) -> Decimal:
    """The months of a period to one place, as people say them."""
    exact = months_in(period)
    return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.1"))


def _require_removable(unit: Unit, contract: ContractPeriod) -> None:
    """Raises UserError for a contract that is signed, and for one on which others follow."""
    if contract.signed_on is not None:
        raise UserError(
            say("The contract from {day} is signed.", day=contract.starts_on),
            say("Nothing was removed."),
            say("End the deployment early instead. What was signed just now can be undone with Ctrl+Z."),
        )
    rows = contracts_beside(unit.session, contract.deployment_id, None)
    later = [row for row in rows if row.id != contract.id]
    if contract.kind == PeriodKind.INITIAL and later:
        raise UserError(
            say_many("{count} contract follows it.", "{count} contracts follow it.", count=len(later)),
            say("Nothing was removed."),
            say("Remove the last contract first."),
        )


# --- leave --------------------------------------------------------------------------------------------------------


def _leave(unit: Unit, leave: Leave) -> Problems:
    """Leave lies within the contracts, takes no day twice, and counts at most the days it has."""
    problems: Problems = {}
    check_order(problems, "ends_on", leave.starts_on, leave.ends_on)
    if problems:
        return problems
    days = Period.of_days(leave.starts_on, leave.ends_on)
    if not leave.days:
        leave.days = Decimal(weekdays(days))
    if not 0 <= leave.days <= days.days:
        problems["days"] = say(
            "There are {count} days from the first to the last. Enter at most that.", count=days.days
        )
    if any(within(days, other) for other in leave_beside(unit.session, leave.deployment_id, without=leave.id)):
        problems["starts_on"] = say("Some of these days are leave already. Change that leave, or choose other days.")
    elif _outside(unit, leave.deployment_id, days):
        problems["starts_on"] = say("Some of these days are outside the contracts. Choose days of service.")
    return problems


def _outside(unit: Unit, deployment_id: int, days: Period) -> bool:
    """Whether a day lies in no contract of the deployment, planned ones too."""
    served = [row.served for row in contracts_beside(unit.session, deployment_id, None)]
    covered = sum(part.days for each in served if each is not None and (part := within(days, each)) is not None)
    return covered < days.days


RULES = {
    "contract_period": RecordRule(contract_rule, preview=_preview, require_removable=_require_removable),
    "leave": RecordRule(_leave),
}
