"""Why the three figures of a month differ, in sentences without amounts, so that those of several volunteers join."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.domain.period import ONE_DAY, next_month
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.staffing.figures import CostKey, ThreeFigures
from desktop.domain.staffing.rates import RateBook
from desktop.domain.staffing.sharing import ConvertedPart
from desktop.domain.volunteer_terms import COMPONENTS, Basis
from desktop.language import Message, say
from desktop.language.message import Month


@dataclass(frozen=True, slots=True)
class Known:
    """What the reasons of a deployment are found from: `months` are those of its service, `committed` and `invoiced`
    those of which anything is committed or spent, whoever bears it.
    """

    deployment: Deployment
    book: RateBook
    today: date
    committed: Collection[date] = ()
    invoiced: Collection[date] = ()


def reasons(key: CostKey, figures: ThreeFigures, parts: Sequence[ConvertedPart], known: Known) -> tuple[Message, ...]:
    """Why the figures of a month differ; `parts` are what its pro forma is made of. Nothing where they agree."""
    found = [*_not_signed(key, figures, known), *_committed(key, figures, parts, known)]
    found += _spent(key, figures, known)
    return tuple(dict.fromkeys(found))


def _is_over(month: date, today: date) -> bool:
    return next_month(month) <= today


def _not_signed(key: CostKey, figures: ThreeFigures, known: Known) -> Iterator[Message]:
    if figures.planned:
        if not _is_over(key.month, known.today):
            yield say("Planned and not signed yet.")
        elif known.deployment.volunteer_id is None:
            yield say("Vacant: nobody filled the post.")
        else:
            yield say("It was never signed.")


# --- committed against pro forma --------------------------------------------------------------------------------------


def _committed(key: CostKey, figures: ThreeFigures, parts: Sequence[ConvertedPart], known: Known) -> Iterator[Message]:
    """Why another amount is committed than the signed contracts come to now."""
    if figures.committed == figures.signed:
        return
    if not figures.committed:
        if key.month in known.committed:
            yield say("Committed on another grant or budget line.")
        else:
            yield say("Nothing was committed for it.")
        return
    causes = list(_causes(key, parts, known, more=figures.committed.amount > figures.signed.amount))
    yield from causes or [say("Committed at other amounts than the rates give now.")]


def _causes(key: CostKey, parts: Sequence[ConvertedPart], known: Known, *, more: bool) -> Iterator[Message]:
    """What came after the signing and changed what the month comes to; an early end leaves only `more` committed."""
    one = known.deployment
    if more and one.ended_on is not None and next_month(key.month) > one.ended_on + ONE_DAY:
        yield say("Ended early on {day}.", day=one.ended_on)
    elif not parts:
        yield say("The shares changed, or the contract did, after it was committed.")
    if _end_moves(key.month, known):
        yield say("Costs of the end fall due later: an extension is planned.")
    for part in parts:
        contract = part.of.part.contract
        if contract.signed_on is not None:
            yield from _later_than(contract, contract.signed_on, part, known)


def _later_than(contract: Contract, signed_on: date, part: ConvertedPart, known: Known) -> Iterator[Message]:
    """The rates, exchange rates and shares of a part that began after its contract was signed."""
    one, start = known.deployment, part.of.part.days.start
    rate = known.book.in_force(
        part.component, category=one.category, station=contract.station, dependants=one.dependants, day=start
    )
    if rate is not None and rate.starts_on > signed_on:
        yield say(
            "Signed on {day}, before the rate of {start}: {component}.",
            day=signed_on,
            start=rate.starts_on,
            component=COMPONENTS[part.component],
        )
    if part.quote.effective_on is not None and part.quote.effective_on > signed_on:
        yield say("Signed on {day}, before the exchange rate of {start}.", day=signed_on, start=part.quote.effective_on)
    shared_from = max(
        (share.starts_on for share in one.shares if share.starts_on and share.starts_on <= start), default=None
    )
    if shared_from is not None and signed_on < shared_from and shared_from > contract.period.start:
        yield say("Signed on {day}, before the shares of {start}.", day=signed_on, start=shared_from)


def _end_moves(month: date, known: Known) -> bool:
    """Whether a planned contract takes costs of the end with it that were committed for this month."""
    one = known.deployment
    served = [contract for contract in one.contracts if contract.serves]
    ends_on = one.ends_on
    if ends_on is None or ends_on.replace(day=1) != month or not served or served[-1].signed:
        return False
    tariff = known.book.tariff(one.category, served[-1].station, one.dependants)
    return any(rate.basis is Basis.END for rate in tariff.rates_on(served[-1].period.last))


# --- actual against the others ----------------------------------------------------------------------------------------


def _spent(key: CostKey, figures: ThreeFigures, known: Known) -> Iterator[Message]:
    """Why another amount was spent than was due."""
    due = figures.committed or figures.signed
    if not figures.actual:
        if due and _is_over(key.month, known.today):
            yield say("Not invoiced yet.")
        return
    if not due:
        yield from _elsewhere(key, known)
    elif figures.actual != due and figures.committed:
        yield say("Invoiced at another amount than was committed.")
    elif figures.actual != due:
        yield say("Invoiced at another amount than the rates give.")


def _elsewhere(key: CostKey, known: Known) -> Iterator[Message]:
    """Costs in a month in which nothing was due: the nearest month that has no invoice may be what they are for."""
    open_months = [month for month in known.committed if month not in known.invoiced]
    if open_months:
        nearest = min(open_months, key=lambda month: (abs((month - key.month).days), month))
        yield say("Matched to this month; perhaps it is for {month}, which has no invoice.", month=Month(nearest))
    else:
        yield say("Invoiced for a month in which nothing was due.")
