"""Signing contracts, extending and reassigning deployments, ending them early, and saying which grants pay.

Each use case has a `try_…` beside it that tells what it would do: what is committed or cancelled on each grant and
line, what that leaves, and what speaks against it. A use case refuses what has errors, and wants a yes to warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from desktop.domain.allocation import Share
from desktop.domain.finding import Finding
from desktop.domain.staffing import acts
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.judging import Effect
from desktop.domain.volunteer_terms import END_REASONS, EndReason
from desktop.language import Message, UserError, say, say_many
from desktop.services.deployments.acting import Act, RefusedError, Trial, perform, prepare
from desktop.services.deployments.objections import (
    about_end,
    about_extension,
    about_reassignment,
    about_shares,
    about_signing,
    about_volunteers,
)
from desktop.storage.committed import station_of
from desktop.storage.deployment_rows import deployments_of_contracts
from desktop.storage.office import Office, Outcome, Unit
from desktop.storage.staffing import deployments

__all__ = [
    "Effect",
    "RefusedError",
    "Trial",
    "end_early",
    "extend",
    "reassign",
    "share",
    "sign",
    "try_end_early",
    "try_extend",
    "try_reassign",
    "try_share",
    "try_sign",
]

_Told = tuple[Act, Message]
Work = Callable[[Unit], _Told]


def _try(office: Office, work: Work) -> Trial:
    with office.read() as session:
        unit = Unit(office, session)
        act, _message = work(unit)
        return prepare(unit, act).trial


def _do(office: Office, work: Work, *, accept_warnings: bool) -> Outcome:
    with office.change() as unit:
        act, message = work(unit)
        return perform(unit, act, message, accept_warnings=accept_warnings)


def _read(unit: Unit, ids: Sequence[int]) -> list[Deployment]:
    """The deployments to work on. Raises UserError when one is gone, or none is chosen."""
    found = deployments(unit.session, ids=ids)
    if not found or len(found) < len(set(ids)):
        raise UserError(
            say("A deployment is no longer there.") if ids else say("No deployment is chosen."),
            say("Nothing was changed."),
            say("Go back to the list, and choose again."),
        )
    return found


def _names(found: Sequence[Deployment]) -> list[str]:
    return [deployment.reference for deployment in found]


# --- signing ----------------------------------------------------------------------------------------------------------


def sign(
    office: Office,
    *,
    contract_ids: Sequence[int],
    on: date,
    reference: str = "",
    accept_warnings: bool = False,
) -> Outcome:
    """Signs contracts and commits what they cost: one commitment for each grant and line.

    `reference` is what the commitment is called, ``FA-`` and the assignment when it is empty. Raises RefusedError with
    what speaks against it, and with warnings unless they are accepted.
    """
    return _do(office, lambda unit: _signing(unit, contract_ids, on, reference), accept_warnings=accept_warnings)


def try_sign(office: Office, *, contract_ids: Sequence[int], on: date) -> Trial:
    """What `sign` would do."""
    return _try(office, lambda unit: _signing(unit, contract_ids, on, ""))


def _signing(unit: Unit, contract_ids: Sequence[int], on: date, reference: str) -> _Told:
    chosen = set(contract_ids)
    if not chosen:
        raise UserError(
            say("No contract waits for a signature."),
            say("Nothing was changed."),
            say("Plan a contract or an extension first."),
        )
    before = _read(unit, deployments_of_contracts(unit.session, chosen))
    after = [acts.signed(deployment, chosen, on) for deployment in before]
    problems = [finding for each in before for finding in about_signing(unit, each, chosen, on=on)]
    message = say_many(
        "Signed {count} contract of {deployments}.",
        "Signed {count} contracts of {deployments}.",
        count=len(chosen),
        deployments=_names(before),
    )
    return Act(before, after, on, reference, "", problems, about_volunteers(unit, before, after)), message


# --- extending --------------------------------------------------------------------------------------------------------


def extend(
    office: Office,
    *,
    deployment_ids: Sequence[int],
    ends_on: date | None = None,
    months: int = 0,
    sign_on: date | None = None,
    reference: str = "",
    accept_warnings: bool = False,
) -> Outcome:
    """Plans an extension of each deployment to a day, or by so many months; with `sign_on` it is signed at once.

    Raises RefusedError with what speaks against it, and with warnings unless they are accepted.
    """
    return _do(
        office,
        lambda unit: _extending(unit, deployment_ids, ends_on, months, sign_on, reference),
        accept_warnings=accept_warnings,
    )


def try_extend(
    office: Office,
    *,
    deployment_ids: Sequence[int],
    ends_on: date | None = None,
    months: int = 0,
    sign_on: date | None = None,
) -> Trial:
    """What `extend` would do."""
    return _try(office, lambda unit: _extending(unit, deployment_ids, ends_on, months, sign_on, ""))


def _extending(
    unit: Unit, ids: Sequence[int], ends_on: date | None, months: int, sign_on: date | None, reference: str
) -> _Told:
    before = _read(unit, ids)
    problems: list[Finding] = []
    after: list[Deployment] = []
    for deployment in before:
        last = acts.last_day(deployment)
        until = ends_on or (acts.months_on(last, months) if last is not None and months > 0 else last)
        found = about_extension(unit, deployment, until, sign_on=sign_on)
        problems += found
        after.append(deployment if found or until is None else acts.extended(deployment, until, sign_on))
    count, names = len(before), _names(before)
    if sign_on is None:
        told = say_many(
            "Planned {count} extension: {deployments}.",
            "Planned {count} extensions: {deployments}.",
            count=count,
            deployments=names,
        )
    else:
        told = say_many(
            "Extended {count} deployment: {deployments}.",
            "Extended {count} deployments: {deployments}.",
            count=count,
            deployments=names,
        )
    warnings = about_volunteers(unit, before, after)
    act = Act(before, after, sign_on or unit.today, reference, "", problems, warnings)
    return act, told


# --- reassigning ------------------------------------------------------------------------------------------------------


def reassign(
    office: Office,
    *,
    deployment_id: int,
    station_id: int,
    on: date,
    posted_on: date | None = None,
    accept_warnings: bool = False,
) -> Outcome:
    """Lets a deployment go on at another duty station from `on`, under the same contract; what that changes in its cost
    is committed or cancelled.

    Raises RefusedError with what speaks against it, and with warnings unless they are accepted.
    """
    return _do(
        office,
        lambda unit: _reassigning(unit, deployment_id, station_id, on, posted_on),
        accept_warnings=accept_warnings,
    )


def try_reassign(
    office: Office, *, deployment_id: int, station_id: int, on: date, posted_on: date | None = None
) -> Trial:
    """What `reassign` would do."""
    return _try(office, lambda unit: _reassigning(unit, deployment_id, station_id, on, posted_on))


def _reassigning(unit: Unit, deployment_id: int, station_id: int, on: date, posted_on: date | None) -> _Told:
    before = _read(unit, [deployment_id])
    station = station_of(unit.session, station_id)
    problems, warnings = about_reassignment(before[0], station, on)
    after = before if problems else [acts.reassigned(before[0], station, on)]
    message = say(
        "Reassigned {deployment} to {place} from {day}.", deployment=before[0].reference, place=station.place, day=on
    )
    return Act(before, after, posted_on or unit.today, "", "", problems, warnings), message


# --- ending early -----------------------------------------------------------------------------------------------------


def end_early(
    office: Office,
    *,
    deployment_ids: Sequence[int],
    on: date,
    reason: str = EndReason.EARLY,
    posted_on: date | None = None,
    accept_warnings: bool = False,
) -> Outcome:
    """Ends deployments with `on` as their last day of service, and cancels what was committed for the days after.

    Never more is cancelled than is open: what an invoice took stays, and a warning says so. Raises RefusedError with
    what speaks against it, and with warnings unless they are accepted.
    """
    return _do(
        office, lambda unit: _ending(unit, deployment_ids, on, reason, posted_on), accept_warnings=accept_warnings
    )


def try_end_early(
    office: Office,
    *,
    deployment_ids: Sequence[int],
    on: date,
    reason: str = EndReason.EARLY,
    posted_on: date | None = None,
) -> Trial:
    """What `end_early` would do."""
    return _try(office, lambda unit: _ending(unit, deployment_ids, on, reason, posted_on))


def _ending(unit: Unit, ids: Sequence[int], on: date, reason: str, posted_on: date | None) -> _Told:
    before = _read(unit, ids)
    problems = [finding for deployment in before for finding in about_end(deployment, on, reason)]
    after = before if problems else [acts.ended(deployment, on, reason) for deployment in before]
    message = say_many(
        "Ended {count} deployment on {day}: {deployments}.",
        "Ended {count} deployments on {day}: {deployments}.",
        count=len(before),
        day=on,
        deployments=_names(before),
    )
    told = "" if reason not in END_REASONS else str(END_REASONS[reason])
    return Act(before, after, posted_on or unit.today, "", told, problems), message


# --- who pays -----------------------------------------------------------------------------------------------------


def share(
    office: Office,
    *,
    deployment_ids: Sequence[int],
    shares: Sequence[Share],
    starts_on: date,
    posted_on: date | None = None,
    accept_warnings: bool = False,
) -> Outcome:
    """Says which grants and lines bear deployments from a day on; what is committed for the days after moves along.

    Raises RefusedError with what speaks against it, and with warnings unless they are accepted.
    """
    return _do(
        office,
        lambda unit: _sharing(unit, deployment_ids, shares, starts_on, posted_on),
        accept_warnings=accept_warnings,
    )


def try_share(
    office: Office,
    *,
    deployment_ids: Sequence[int],
    shares: Sequence[Share],
    starts_on: date,
    posted_on: date | None = None,
) -> Trial:
    """What `share` would do."""
    return _try(office, lambda unit: _sharing(unit, deployment_ids, shares, starts_on, posted_on))


def _sharing(unit: Unit, ids: Sequence[int], shares: Sequence[Share], starts_on: date, posted_on: date | None) -> _Told:
    before = _read(unit, ids)
    problems, placed = about_shares(unit, before, shares, starts_on)
    after = before if problems else [acts.paid_by(deployment, placed, starts_on) for deployment in before]
    message = say_many(
        "Said who pays {count} deployment from {day}: {deployments}.",
        "Said who pays {count} deployments from {day}: {deployments}.",
        count=len(before),
        day=starts_on,
        deployments=_names(before),
    )
    return Act(before, after, posted_on or unit.today, "", "", problems), message
