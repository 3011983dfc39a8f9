"""The price of deployments in the currencies of the grants that pay them: costed, split over shares, converted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from desktop.domain.finding import Finding, Severity
from desktop.domain.period import Period
from desktop.domain.staffing.cost import MissingRate, costs_of
from desktop.domain.staffing.deployment import Deployment
from desktop.domain.staffing.rates import RateBook
from desktop.domain.staffing.sharing import ConvertedPart, MissingQuote, MissingShare, Quotes, converted, shared
from desktop.domain.volunteer_terms import COMPONENTS
from desktop.language import say
from desktop.language.message import Month


@dataclass(frozen=True, slots=True)
class Payer:
    """A grant that pays deployments. `lines` are the codes of its budget lines that do, by id."""

    id: int
    reference: str
    currency: str
    ends_on: date | None = None
    lines: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Priced:
    """What a deployment costs its grants, and all that is not known of it: nothing of that counts as nothing."""

    parts: tuple[ConvertedPart, ...] = ()
    rates: tuple[MissingRate, ...] = ()
    shares: tuple[MissingShare, ...] = ()
    quotes: tuple[MissingQuote, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return not (self.rates or self.shares or self.quotes)


@dataclass(frozen=True, slots=True)
class Pricing:
    """All that prices stand on: entitlement rates, the grants that pay, and the rates at which they convert."""

    book: RateBook
    payers: Mapping[int, Payer]
    quotes: Quotes

    def of(self, deployment: Deployment, *, within: Period | None = None) -> Priced:
        """What a deployment costs under all its contracts; `within` keeps the stretches that begin in those days."""
        costs = costs_of(deployment, self.book, within=within)
        borne = shared(costs.parts, deployment.shares)
        paying = {share.grant_id for share in deployment.shares}
        currencies = {grant_id: self.payers[grant_id].currency for grant_id in paying if grant_id in self.payers}
        told = converted(borne.parts, self.quotes, currencies=currencies)
        return Priced(told.parts, costs.missing, borne.missing, told.missing)

    def findings(self, deployment: Deployment, priced: Priced) -> list[Finding]:
        """What is missing of a price, in sentences that say what to do."""
        found = [_rate_missing(missing) for missing in priced.rates]
        found += [_share_missing(deployment, missing) for missing in priced.shares]
        found += [_quote_missing(missing, self.payers[missing.grant_id]) for missing in priced.quotes]
        return found


def _rate_missing(missing: MissingRate) -> Finding:
    return Finding(
        Severity.ERROR,
        "deployment_rate_missing",
        say(
            "{deployment} has no rate of the {component} from {first} to {last}: these days are not costed.",
            deployment=missing.reference,
            component=COMPONENTS[missing.component],
            first=missing.days.start,
            last=missing.days.last,
        ),
        say("Add an entitlement rate for its category and duty station that is in force on the first of these days."),
        "deployments",
        missing.deployment_id,
        missing.reference,
    )


def _share_missing(deployment: Deployment, missing: MissingShare) -> Finding:
    return Finding(
        Severity.ERROR,
        "deployment_share_missing",
        say(
            "No grant bears all of {deployment} from {first} to {last}: {problem}",
            deployment=deployment.reference,
            first=missing.days.start,
            last=missing.days.last,
            problem=missing.problem,
        ),
        say("Say which grants pay it from the first of these days; their shares sum to 100 per cent."),
        "deployments",
        missing.deployment_id,
        deployment.reference,
    )


def _quote_missing(missing: MissingQuote, payer: Payer) -> Finding:
    return Finding(
        Severity.ERROR,
        "deployment_quote_missing",
        say(
            "{grant} has no exchange rate from {currency} to {target} for {month}: what is due then is not counted.",
            grant=payer.reference,
            currency=missing.currency,
            target=payer.currency,
            month=Month(missing.month),
        ),
        say("Import or enter the exchange rate of that month."),
        "grants",
        payer.id,
        payer.reference,
    )
