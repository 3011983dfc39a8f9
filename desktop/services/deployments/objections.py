"""What speaks against signing, extending, reassigning, ending or paying deployments before anything is reckoned."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from desktop.domain.allocation import Share, shares_problem
from desktop.domain.finding import Finding, Severity
from desktop.domain.period import ONE_DAY
from desktop.domain.staffing.acts import last_day
from desktop.domain.staffing.deployment import Deployment, Station
from desktop.domain.staffing.judging import refusal, unfilled
from desktop.domain.staffing.limits import entry_findings, service_findings
from desktop.domain.volunteer_terms import END_REASONS, PeriodKind
from desktop.language import say
from desktop.services.contract_rules import contract_rule
from desktop.services.deployment_money_rules import share_problems
from desktop.services.deployments.limits import limit_book
from desktop.storage import models
from desktop.storage.office import Unit
from desktop.storage.service_limits import own_limits, persons
from desktop.storage.staffing import deployments

_CHOOSE_DAY = say("Choose another day.")


def about_signing(unit: Unit, deployment: Deployment, chosen: Collection[int], *, on: date) -> Iterator[Finding]:
    """A contract is signed once, by today, after those before it, and for days that its volunteer has."""
    if on > unit.today:
        yield refusal(deployment, say("{day} is still to come.", day=on), say("Sign it on that day, or enter another."))
    for contract in deployment.contracts:
        if contract.id not in chosen:
            continue
        first = contract.period.start
        if contract.signed:
            yield refusal(
                deployment,
                say(
                    "The contract of {deployment} from {day} is signed already.",
                    deployment=deployment.reference,
                    day=first,
                ),
                say("Leave it out."),
            )
        elif not contract.serves:
            yield refusal(
                deployment,
                say(
                    "From {day} {deployment} has a gap, which nobody signs.", deployment=deployment.reference, day=first
                ),
                say("Leave it out."),
            )
        elif deployment.cut(contract) is None:
            yield _ended(deployment)
        else:
            yield from _of_chain(deployment, chosen, first)
            record = unit.get(models.ContractPeriod, contract.id)
            yield from (
                refusal(deployment, problem, say("Correct the contract first."))
                for problem in contract_rule(unit, record).values()
            )


def _of_chain(deployment: Deployment, chosen: Collection[int], first: date) -> Iterator[Finding]:
    """The contracts before one that are not signed and will not be."""
    for other in deployment.contracts:
        if other.serves and other.period.start < first and not other.signed and other.id not in chosen:
            yield refusal(
                deployment,
                say(
                    "{deployment} has a contract from {day} that is not signed.",
                    deployment=deployment.reference,
                    day=other.period.start,
                ),
                say("Sign it together with this one, or remove it."),
            )


def _ended(deployment: Deployment) -> Finding:
    return refusal(
        deployment,
        say("{deployment} ended on {day}.", deployment=deployment.reference, day=deployment.ended_on or date.max),
        say("Plan another deployment for what follows."),
    )


def about_extension(unit: Unit, deployment: Deployment, until: date | None, *, sign_on: date | None) -> list[Finding]:
    """An extension follows a contract, ends after it, and takes days that the volunteer has."""
    last = last_day(deployment)
    if deployment.ended_on is not None:
        return [_ended(deployment)]
    if last is None or until is None:
        sentence = say("{deployment} has no contract to extend.", deployment=deployment.reference)
        return [refusal(deployment, sentence, say("Plan its initial contract first."))]
    if until <= last:
        sentence = say("{deployment} lasts until {day} already.", deployment=deployment.reference, day=last)
        return [refusal(deployment, sentence, say("Enter a later day, or how many months it goes on."))]
    found: list[Finding] = []
    if sign_on is not None:
        if sign_on > unit.today:
            sentence = say("{day} is still to come.", day=sign_on)
            found.append(refusal(deployment, sentence, say("Sign it on that day, or enter another.")))
        found += _of_chain(deployment, (), last + ONE_DAY)
    made = models.ContractPeriod(
        deployment_id=deployment.id, kind=str(PeriodKind.EXTENSION), starts_on=last + ONE_DAY, ends_on=until
    )
    problems = contract_rule(unit, made)
    return found + [refusal(deployment, problem, _CHOOSE_DAY) for problem in problems.values()]


def about_reassignment(deployment: Deployment, station: Station, on: date) -> tuple[list[Finding], list[Finding]]:
    """A reassignment parts a contract; within the country it keeps its conditions. Problems, then warnings."""
    current = next((each for each in deployment.contracts if each.serves and on in (deployment.cut(each) or ())), None)
    if current is None or current.period.start == on:
        sentence = say("On {day} no contract of {deployment} goes on.", deployment=deployment.reference, day=on)
        return [refusal(deployment, sentence, say("Choose a day after the first of a contract, up to its last."))], []
    if current.station is not None and current.station.id == station.id:
        sentence = say(
            "{deployment} is served in {place} already.", deployment=deployment.reference, place=station.place
        )
        return [refusal(deployment, sentence, say("Choose another duty station."))], []
    if current.station is None or current.station.country == station.country:
        return [], []
    return [], [
        Finding(
            Severity.WARNING,
            "reassigned_abroad",
            say("{place} lies in another country.", place=station.place),
            say("A reassignment stays in the country; ask the agency for a new contract instead."),
            "deployments",
            deployment.id,
            deployment.reference,
        )
    ]


def about_end(deployment: Deployment, on: date, reason: str) -> Iterator[Finding]:
    """A deployment ends early on a day of its signed service, for a reason."""
    name = deployment.reference
    if deployment.ended_on is not None:
        yield _ended(deployment)
        return
    span = deployment.span()
    if span is None:
        sentence = say("{deployment} has no signed contract.", deployment=name)
        yield refusal(deployment, sentence, say("Remove what is planned instead."))
        return
    if on < span.start:
        sentence = say("{deployment} starts on {day}.", deployment=name, day=span.start)
        yield refusal(deployment, sentence, say("Enter that day or a later one."))
    elif on >= span.last:
        sentence = say("{deployment} ends on {day} anyway.", deployment=name, day=span.last)
        yield refusal(deployment, sentence, say("Enter an earlier day; nothing is to be done otherwise."))
    if reason not in END_REASONS:
        yield refusal(deployment, say("No reason of the end is chosen."), say("Choose the reason from the list."))


def about_shares(
    unit: Unit, found: Sequence[Deployment], shares: Sequence[Share], starts_on: date
) -> tuple[list[Finding], list[Share]]:
    """Shares are a whole, each on a line of an open grant. Returns problems, and the shares on their first lines."""
    problem = shares_problem(shares)
    problems = [] if problem is None else [problem]
    placed: list[Share] = []
    for each in shares:
        record = models.DeploymentShare(
            deployment_id=found[0].id,
            starts_on=starts_on,
            grant_id=each.grant_id,
            line_id=each.line_id,
            percent=each.percent,
        )
        problems += share_problems(unit, record).values()
        placed.append(Share(each.grant_id, each.percent, record.line_id, starts_on))
    return [refusal(found[0], told, say("Correct the shares.")) for told in dict.fromkeys(problems)], placed


def about_volunteers(unit: Unit, before: Sequence[Deployment], after: Sequence[Deployment]) -> list[Finding]:
    """Who is unknown, and whose service comes beyond a limit by what would be signed."""
    told = [
        unfilled(new) for old, new in zip(before, after, strict=True) if new.volunteer_id is None and _signs(old, new)
    ]
    ids = {each.volunteer_id for each in after if each.volunteer_id is not None}
    if not ids:
        return told
    book = limit_book(own_limits(unit.session))
    people = persons(unit.session)
    changed = {each.id: each for each in after}
    known = deployments(unit.session, volunteer_ids=ids)
    for volunteer_id in sorted(ids):
        own = [each for each in known if each.volunteer_id == volunteer_id]
        person = people[volunteer_id]
        was = {each.code for each in service_findings(person, own, book=book, today=unit.today)}
        mine = [changed.get(each.id, each) for each in own]
        now = service_findings(person, mine, book=book, today=unit.today)
        told += [each for each in now if each.severity > Severity.NOTE and each.code not in was]
        told += [each for new in mine if new.id in changed for each in entry_findings(person, new, book=book)]
    return told


def _signs(old: Deployment, new: Deployment) -> bool:
    """Whether something is signed by an act."""
    return old.contracts != new.contracts and any(each.signed for each in new.contracts)
