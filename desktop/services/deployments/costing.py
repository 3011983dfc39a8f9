"""What deployments cost, month by month: pro forma, committed and actual side by side, and why they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from desktop.domain.finding import Finding, Severity
from desktop.domain.ledger import LedgerKind
from desktop.domain.money import ZERO
from desktop.domain.period import ONE_DAY, Period, next_month
from desktop.domain.staffing.cost import CONVENTION
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.figures import CostKey, CostRow, Place, Sums, ThreeFigures, pro_forma, summed, totals
from desktop.domain.staffing.pricing import Payer, Priced, Pricing
from desktop.domain.staffing.reasons import Known, reasons
from desktop.domain.staffing.sharing import ConvertedPart
from desktop.domain.volunteer_terms import DeploymentState
from desktop.language import Message, UserError, say, say_many
from desktop.storage.office import Office, Reading
from desktop.storage.paying import paying_grants, pricing
from desktop.storage.staffing import Matched, deployments, matched

__all__ = ["CONVENTION", "CostRow", "Costing", "ThreeFigures", "costing", "read_costing", "read_sums"]

_NOBODY = Payer(0, "", "")
_NAMED = 1_000  # more deployments than that are not asked for one by one


@dataclass(frozen=True, slots=True)
class Costing:
    """What some deployments cost. `rows` are by deployment, month, grant and line; `months` are the same with all
    deployments together; `parts` are what the pro forma is made of, component by component.
    """

    rows: tuple[CostRow, ...] = ()
    months: tuple[CostRow, ...] = ()
    totals: tuple[ThreeFigures, ...] = ()
    parts: tuple[ConvertedPart, ...] = ()
    findings: tuple[Finding, ...] = ()
    convention: Message = CONVENTION


def costing(
    office: Office,
    *,
    deployment_id: int | None = None,
    assignment_id: int | None = None,
    grant_id: int | None = None,
    project_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Costing:
    """What the deployments cost that meet all conditions, in the months from that of `first` to that of `last`.

    With `grant_id` only what that grant bears is told. Raises UserError when the months end before they start.
    """
    with office.read() as session:
        window = _window(first, last)
        found = deployments(
            session,
            ids=None if deployment_id is None else [deployment_id],
            assignment_id=assignment_id,
            grant_id=grant_id,
            project_id=project_id,
            within=window,
        )
        return read_costing(session, found, window=window, grant_id=grant_id, today=office.today)


def _window(first: date | None, last: date | None) -> Period | None:
    """The months from that of `first` to that of `last`, whole. Raises UserError when they end before they start."""
    if first is None and last is None:
        return None
    if first is not None and last is not None and last < first.replace(day=1):
        raise UserError(
            say("The period ends before it starts."),
            say("Nothing was changed."),
            say("Choose a last day that is not before the first."),
        )
    end = next_month(last) if last is not None and last < date.max.replace(day=1) else date.max
    return Period((first or date.min).replace(day=1), end)


def read_costing(
    session: Reading,
    found: Sequence[Deployment],
    *,
    today: date,
    window: Period | None = None,
    grant_id: int | None = None,
) -> Costing:
    """The costs of these deployments, as a session sees them."""
    prices, payers, by_deployment = _facts(session, found, window)
    rows: list[CostRow] = []
    parts: list[ConvertedPart] = []
    findings: list[Finding] = []
    past = 0
    for one in found:
        mine = by_deployment.get(one.id, ())
        if not (one.shares or mine) and one.state_on(today) is DeploymentState.ENDED:
            past += 1
            continue
        priced = prices.of(one, within=window)
        findings += prices.findings(one, priced)
        parts += [part for part in priced.parts if grant_id in {None, part.grant_id}]
        of_one = _rows(one, _sums(one, priced, mine, payers, grant_id), payers)
        rows += _explained(of_one, priced, _known(one, mine, prices, today))
    findings += [_paid_elsewhere(past)] if past else []
    return Costing(tuple(rows), summed(rows), totals(rows), tuple(parts), tuple(dict.fromkeys(findings)))


def _paid_elsewhere(count: int) -> Finding:
    """Of deployments that ended without a grant of this office, such as those of times before it."""
    return Finding(
        Severity.NOTE,
        "deployments_paid_elsewhere",
        say_many(
            "{count} deployment that ended is paid by no grant of this office: it is not costed.",
            "{count} deployments that ended are paid by no grant of this office: they are not costed.",
            count=count,
        ),
        say("Where a grant paid one, say which, from its first day on."),
    )


@dataclass(frozen=True, slots=True)
class CostSums:
    """The figures of many deployments together, by month, grant and line; `unfunded` is what of each deployment falls
    behind the end of its grants from a month on, by currency.
    """

    months: tuple[CostRow, ...] = ()
    unfunded: Mapping[int, Mapping[str, Decimal]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_sums(
    session: Reading, found: Sequence[Deployment], *, since: date, window: Period, grant_id: int | None = None
) -> CostSums:
    """The `months` of `read_costing` without the rows they are made of, which of a whole office are many thousands."""
    prices, payers, by_deployment = _facts(session, found, window)
    whole: dict[Place, Sums] = {}
    unfunded: dict[int, dict[str, Decimal]] = {}
    findings: list[Finding] = []
    for one in found:
        priced = prices.of(one, within=window)
        if not priced.whole:
            findings += prices.findings(one, priced)
        for place, sums in _sums(one, priced, by_deployment.get(one.id, ()), payers, grant_id).items():
            if sums.unfunded and place[0] >= since:
                behind = unfunded.setdefault(one.id, {})
                behind[sums.currency] = behind.get(sums.currency, ZERO) + sums.unfunded
            known = whole.setdefault(place, sums)
            if known is not sums:
                known.plus(sums)
    rows = (_row(0, "", place, sums, payers) for place, sums in whole.items())
    months = tuple(sorted(rows, key=lambda row: (row.key.month, row.grant, row.line)))
    return CostSums(months, unfunded, tuple(dict.fromkeys(findings)))


def _facts(
    session: Reading, found: Sequence[Deployment], window: Period | None
) -> tuple[Pricing, Mapping[int, Payer], Mapping[int, Sequence[Matched]]]:
    """What prices stand on, the grants that pay or paid, and what the ledger holds of each deployment."""
    held = _held(session, found, window)
    prices = pricing(session, found)
    strangers = {each.grant_id for each in held if each.grant_id is not None} - prices.payers.keys()
    payers = {**prices.payers, **{payer.id: payer for payer in paying_grants(session, strangers)}}
    by_deployment: dict[int, list[Matched]] = {}
    for each in held:
        by_deployment.setdefault(each.deployment_id, []).append(each)
    return prices, payers, by_deployment


def _held(session: Reading, found: Sequence[Deployment], window: Period | None) -> list[Matched]:
    """What the ledger holds of these deployments in the window."""
    if not found:
        return []
    ids = {one.id for one in found}
    first, last = (None, None) if window is None else (window.start, window.end - ONE_DAY)
    held = matched(session, ids=ids if len(ids) <= _NAMED else None, first=first, last=last)
    return [each for each in held if each.deployment_id in ids]


def _sums(
    one: Deployment, priced: Priced, held: Sequence[Matched], payers: Mapping[int, Payer], grant_id: int | None
) -> dict[Place, Sums]:
    """What a deployment comes to by month, grant and line."""
    sums = pro_forma(priced.parts, ends_on={grant: payers[grant].ends_on for grant in _grants(one)})
    for each in held:
        if not each.amount:  # committed and cancelled: nothing is left to tell
            continue
        held_here = sums.setdefault((each.month, each.grant_id or 0, each.line_id), Sums(each.currency))
        held_here.require(each.currency)
        if each.kind == LedgerKind.COMMITMENT:
            held_here.committed += each.amount
        else:
            held_here.actual += each.amount
    return sums if grant_id is None else {place: each for place, each in sums.items() if place[1] == grant_id}


def _rows(one: Deployment, sums: Mapping[Place, Sums], payers: Mapping[int, Payer]) -> Iterator[CostRow]:
    """The figures of a deployment by month, grant and line, in the order of the months."""
    for place in sorted(sums, key=lambda place: (place[0], place[1], place[2] or 0)):
        yield _row(one.id, one.reference, place, sums[place], payers)


def _row(deployment_id: int, reference: str, place: Place, sums: Sums, payers: Mapping[int, Payer]) -> CostRow:
    month, payer_id, line_id = place
    payer = payers.get(payer_id, _NOBODY)
    line = payer.lines.get(line_id or 0, "")
    return CostRow(deployment_id, reference, CostKey(month, payer_id, line_id), payer.reference, line, sums.figures())


def _known(one: Deployment, held: Sequence[Matched], prices: Pricing, today: date) -> Known:
    committed = {each.month for each in held if each.kind == LedgerKind.COMMITMENT and each.amount}
    invoiced = {each.month for each in held if each.kind != LedgerKind.COMMITMENT and each.amount}
    return Known(one, prices.book, today, committed, invoiced)


def _explained(rows: Iterable[CostRow], priced: Priced, known: Known) -> Iterator[CostRow]:
    """The rows with the reasons for which their figures differ."""
    parts: dict[CostKey, list[ConvertedPart]] = {}
    for part in priced.parts:
        parts.setdefault(CostKey(part.month, part.grant_id, part.line_id), []).append(part)
    for row in rows:
        yield replace(row, why=reasons(row.key, row.figures, parts.get(row.key, ()), known))


def _grants(one: Deployment) -> set[int]:
    return {share.grant_id for share in one.shares}
