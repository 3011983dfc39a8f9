"""The people of an office: contracts that end, money that does not last as long as they do, papers that run out.

Only deployments that go on or are to come are looked at; what is long over is history. Each finding names a deployment
or a volunteer by code, never by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from desktop.domain.allocation import shares_on, shares_problem
from desktop.domain.finding import Finding, Severity
from desktop.domain.period import ONE_DAY, Period
from desktop.domain.staffing.deployment import Deployment, PayingGrant
from desktop.domain.volunteer_terms import CLEARANCE_KINDS
from desktop.language import Message, say, say_many

ENDS_WITHIN: Final = ((30, Severity.WARNING), (60, Severity.WARNING), (90, Severity.NOTE))
"""How many days before its end a contract is told of, the nearest first, and how much it matters then."""
CLEARANCE_DAYS: Final = 60
_EXTEND: Final = say(
    "Ask the agency for an extension, which it takes up within three months of the end, or prepare the end."
)


@dataclass(frozen=True, slots=True)
class ClearanceFacts:
    """The newest training or clearance of a kind that a volunteer has who serves or is to."""

    id: int
    volunteer: str
    kind: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class OverdueFacts:
    """How many things of a deployment's checklists are overdue, and the first of them."""

    deployment_id: int
    deployment: str
    count: int
    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Alike:
    """How many deployments of an assignment are alike, and the first of them with the code of who fills it."""

    assignment_id: int
    assignment: str
    count: int
    deployment_id: int
    deployment: str
    volunteer: str = ""

    @property
    def who(self) -> str:
        """Who the first one is about, by code."""
        return self.volunteer or self.deployment

    def told(self, severity: Severity, code: str, sentence: Message, fix: Message, *, mark: str = "") -> Finding:
        """A finding that leads to the deployment, or to the assignment of several; `mark` sets the code of those apart
        from others of the assignment, so that each can be accepted by itself.
        """
        if self.count == 1:
            return Finding(severity, code, sentence, fix, "deployments", self.deployment_id, self.deployment)
        return Finding(severity, code + mark, sentence, fix, "assignments", self.assignment_id, self.assignment)


@dataclass(frozen=True, slots=True)
class EndsFacts:
    """The deployments of an assignment whose last signed contract ends on a day; `planned` of them have an extension
    that is planned.
    """

    of: Alike
    ends_on: date
    planned: int = 0


@dataclass(frozen=True, slots=True)
class UnassessedFacts:
    """The deployments of an assignment that ended lately without an assessment, the last of them on `ended_on`."""

    of: Alike
    ended_on: date


@dataclass(frozen=True, slots=True)
class PostsFacts:
    """A running assignment, how many posts it has and how many of them are filled today."""

    id: int
    reference: str
    posts: int
    filled: int


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What the checks need to know of people; `deployments` are those that go on or are to come, all of them when they
    are `complete`.
    """

    deployments: Sequence[Deployment] = ()
    grants: Mapping[int, PayingGrant] = field(default_factory=dict)
    clearances: Sequence[ClearanceFacts] = ()
    overdue: Sequence[OverdueFacts] = ()
    ends: Sequence[EndsFacts] = ()
    unassessed: Sequence[UnassessedFacts] = ()
    posts: Sequence[PostsFacts] = ()
    complete: bool = False


def check_staff(facts: StaffFacts, *, today: date) -> list[Finding]:
    """Everything that is wrong, or needs someone soon, with the people of an office; the worst first."""
    found: list[Finding] = []
    served = [(deployment, _ahead(deployment, today)) for deployment in facts.deployments]
    for deployment, ahead in served:
        found += _not_signed(deployment, today)
        found += _shares(deployment, ahead)
    found += _grants_end(served, facts.grants)
    if facts.complete:
        found += _twice(served)
    found += (finding for each in facts.ends for finding in _contract_ends(each, today))
    found += (_clearance(each, today) for each in facts.clearances)
    found += map(_checklist, facts.overdue)
    found += map(_assessment, facts.unassessed)
    found += (_open_posts(each) for each in facts.posts if each.filled < each.posts)
    return sorted(found, key=lambda finding: -finding.severity)


def _of(deployment: Deployment, severity: Severity, code: str, sentence: Message, fix: Message) -> Finding:
    return Finding(severity, code, sentence, fix, "deployments", deployment.id, deployment.reference)


# --- days -------------------------------------------------------------------------------------------------------------


def _contract_ends(facts: EndsFacts, today: date) -> Iterator[Finding]:
    """Contracts that end within 90, 60 or 30 days: those of an assignment that end on one day are told together."""
    left = (facts.ends_on - today).days
    near = next(((days, severity) for days, severity in ENDS_WITHIN if 0 <= left <= days), None)
    if near is None:
        return
    lacking = facts.of.count - facts.planned
    yield facts.of.told(
        near[1],
        f"contract_ends_{near[0]}",
        _ending(facts, left, lacking),
        _EXTEND if lacking else say("Sign the extension that is planned."),
        mark=f"_{facts.ends_on}",
    )


def _ending(facts: EndsFacts, left: int, lacking: int) -> Message:
    """Whose contracts end, when, and for how many no extension is planned."""
    if facts.of.count == 1:
        return say_many(
            "The contract of {who} ends on {day}, in {count} day.",
            "The contract of {who} ends on {day}, in {count} days.",
            count=left,
            who=facts.of.who,
            day=facts.ends_on,
        )
    return say_many(
        "{contracts} contracts end on {day}, in {count} day; without a planned extension: {lacking}.",
        "{contracts} contracts end on {day}, in {count} days; without a planned extension: {lacking}.",
        count=left,
        contracts=facts.of.count,
        day=facts.ends_on,
        lacking=lacking,
    )


def _not_signed(deployment: Deployment, today: date) -> Iterator[Finding]:
    """A contract that should have begun and is not signed."""
    for contract in deployment.contracts:
        if contract.serves and not contract.signed and contract.period.start <= today and deployment.ended_on is None:
            yield _of(
                deployment,
                Severity.WARNING,
                "contract_not_signed",
                say(
                    "A contract of {who} was to start on {day} and is not signed.",
                    who=deployment.code,
                    day=contract.period.start,
                ),
                say("Sign it, or remove it: nobody serves without a contract."),
            )
            return


def _twice(served: Sequence[tuple[Deployment, list[Period]]]) -> Iterator[Finding]:
    """Volunteers who have contracts for the same days ahead in two deployments: each deployment once."""
    days = sorted(
        ((period.start, period.end, deployment) for deployment, periods in served for period in periods),
        key=lambda each: each[:2],
    )
    longest: dict[int | None, tuple[date, Deployment]] = {}
    told: set[int] = set()
    for start, end, deployment in days:
        until, other = longest.get(deployment.volunteer_id, (date.min, deployment))
        twice = deployment.volunteer_id is not None and start < until and other.id != deployment.id
        if twice and deployment.id not in told:
            told.add(deployment.id)
            yield _of(
                deployment,
                Severity.ERROR,
                "contracts_overlap",
                say(
                    "{volunteer} serves in {other} too from {first} to {last}.",
                    volunteer=deployment.volunteer,
                    other=other.reference,
                    first=start,
                    last=min(until, end) - ONE_DAY,
                ),
                say("End one of the two before, or choose who really serves."),
            )
        if end > until:
            longest[deployment.volunteer_id] = (end, deployment)


# --- money ------------------------------------------------------------------------------------------------------------


def _ahead(deployment: Deployment, today: date) -> list[Period]:
    """The days of all contracts, planned ones too, that are not over."""
    served = deployment.service(planned=True)
    return [Period(max(days.start, today), days.end) for days in served if days.last >= today]


def _shares(deployment: Deployment, ahead: Sequence[Period]) -> Iterator[Finding]:
    """Days ahead that no grant bears, or not as a whole."""
    starts = {share.starts_on or date.min for share in deployment.shares}
    for days in ahead:
        for day in sorted({days.start, *(start for start in starts if start in days)}):
            problem = shares_problem(shares_on(deployment.shares, day))
            if problem is not None:
                yield _of(
                    deployment,
                    Severity.WARNING,
                    "deployment_share_missing",
                    say(
                        "No grant bears all of {who} from {day} on: {problem}",
                        who=deployment.code,
                        day=day,
                        problem=problem,
                    ),
                    say("Say which grants pay it; their shares sum to 100 per cent."),
                )
                return


def _grants_end(
    served: Sequence[tuple[Deployment, Sequence[Period]]], grants: Mapping[int, PayingGrant]
) -> Iterator[Finding]:
    """Grants that end, or were closed, before days of service that they are to pay: those that one end leaves without
    money are told together.
    """
    outliving: dict[tuple[int, date], list[tuple[Deployment, int]]] = {}
    for deployment, ahead in served:
        for grant_id, last in _borne(deployment, ahead).items():
            grant = grants[grant_id]
            if grant.closed_on is not None and last > grant.closed_on:
                yield _of(
                    deployment,
                    Severity.ERROR,
                    "deployment_grant_closed",
                    say(
                        "{grant}, which pays {who}, was closed on {day}.",
                        grant=grant.reference,
                        who=deployment.code,
                        day=grant.closed_on,
                    ),
                    say("Say which other grant pays from then on, or open the grant again."),
                )
            elif grant.ends_on is not None and last > grant.ends_on:
                outliving.setdefault((grant_id, grant.ends_on), []).append((deployment, (last - grant.ends_on).days))
    for (grant_id, ends_on), found in outliving.items():
        yield _outliving(grants[grant_id], ends_on, found)


def _outliving(grant: PayingGrant, ends_on: date, found: Sequence[tuple[Deployment, int]]) -> Finding:
    """Contracts that outlive a grant, each with the days by which it does."""
    fix = say("Say which grant pays from the day after, end the contract with the grant, or extend the grant.")
    code, days = "contract_outlives_grant", max(days for _deployment, days in found)
    if len(found) == 1:
        deployment = found[0][0]
        sentence = say_many(
            "The contract of {who} outlives {grant}, which ends on {day}, by {count} day.",
            "The contract of {who} outlives {grant}, which ends on {day}, by {count} days.",
            count=days,
            who=deployment.code,
            grant=grant.reference,
            day=ends_on,
        )
        return _of(deployment, Severity.WARNING, code, sentence, fix)
    sentence = say_many(
        "{contracts} contracts outlive {grant}, which ends on {day}, the longest by {count} day.",
        "{contracts} contracts outlive {grant}, which ends on {day}, the longest by {count} days.",
        count=days,
        contracts=len(found),
        grant=grant.reference,
        day=ends_on,
    )
    return Finding(Severity.WARNING, code, sentence, fix, "grants", grant.id, grant.reference)


def _borne(deployment: Deployment, ahead: Sequence[Period]) -> dict[int, date]:
    """The last day for which each grant is to pay, of days that are not over."""
    found: dict[int, date] = {}
    changes = {share.starts_on for share in deployment.shares if share.starts_on is not None}
    for days in ahead:
        starts = sorted({days.start, *(day for day in changes if day in days)})
        for start, end in zip(starts, [*starts[1:], days.end], strict=True):
            for share in shares_on(deployment.shares, start):
                found[share.grant_id] = max(found.get(share.grant_id, date.min), end - ONE_DAY)
    return found


# --- papers and posts -------------------------------------------------------------------------------------------------


def _clearance(facts: ClearanceFacts, today: date) -> Finding:
    """A training or clearance that ran out, or will soon, of someone who serves."""
    over = facts.expires_on < today
    kind = CLEARANCE_KINDS[facts.kind]
    return Finding(
        Severity.WARNING if over else Severity.NOTE,
        "clearance_expired" if over else "clearance_expires",
        say("{clearance} ran out on {day}.", clearance=kind, day=facts.expires_on)
        if over
        else say("{clearance} runs out on {day}.", clearance=kind, day=facts.expires_on),
        say("Renew it, and enter the new one."),
        "clearances",
        facts.id,
        facts.volunteer,
    )


def _checklist(facts: OverdueFacts) -> Finding:
    return Finding(
        Severity.WARNING,
        "checklist_overdue",
        say_many(
            "Overdue since {day}: {title}.",
            "{count} things to do are overdue; the first since {day}: {title}.",
            count=facts.count,
            day=facts.due_on,
            title=facts.title,
        ),
        say("Do it, and note the day on the checklist."),
        "deployments",
        facts.deployment_id,
        facts.deployment,
    )


def _assessment(facts: UnassessedFacts) -> Finding:
    return facts.of.told(
        Severity.NOTE,
        "assessment_missing",
        say("The deployment of {who} ended on {day} without an assessment.", who=facts.of.who, day=facts.ended_on)
        if facts.of.count == 1
        else say(
            "{deployments} deployments ended without an assessment, the last on {day}.",
            deployments=facts.of.count,
            day=facts.ended_on,
        ),
        say("Ask the supervisor for the assessment, and enter its day."),
    )


def _open_posts(facts: PostsFacts) -> Finding:
    return Finding(
        Severity.NOTE,
        "open_posts",
        say_many(
            "{count} of {posts} posts is open.",
            "{count} of {posts} posts are open.",
            count=facts.posts - facts.filled,
            posts=facts.posts,
        ),
        say("Recruit, or lower the number of posts."),
        "assignments",
        facts.id,
        facts.reference,
    )
