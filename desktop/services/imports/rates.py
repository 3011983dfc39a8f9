"""A list of UN operational rates becomes exchange rates of the office: what is sound comes in, the rest is told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from desktop.domain.finding import Problem, Severity
from desktop.domain.progress import Progress
from desktop.domain.rates import Rate, check_parity
from desktop.importers.rates import BASE, RatesFile, read_rates
from desktop.language import Message, say
from desktop.services.imports.batch import ImportPlan
from desktop.storage.intake import Intake
from desktop.storage.lookups import rates_for
from desktop.storage.office import Office

KIND = "rates"
SOURCE = "UN operational rates of exchange"


def plan_rates(office: Office, path: Path, *, progress: Progress) -> ImportPlan:
    """What importing the rates at `path` would do. Raises UserError when the file cannot be used at all.

    A rate that the office has for the day becomes that of the file; entries that were converted stay as they are.
    """
    file = read_rates(path, progress=progress)
    intake = Intake()
    for rate in file.rates:
        intake.want(
            "exchange_rate",
            currency=rate.currency,
            base=BASE,
            effective_on=rate.effective_on,
            units=rate.units,
            source=SOURCE,
        )
    with office.read() as session:
        tables = intake.plan(session)
        known = rates_for(session, (rate.currency for rate in file.rates), base=BASE)
    return ImportPlan(
        kind=KIND,
        path=path,
        content=file.content,
        sha256=hashlib.sha256(file.content).hexdigest(),
        tables=tuple(tables),
        problems=(*file.problems, *_unfit(file), *_replaced(file, known)),
        left_out={say("lines on the US dollar itself"): file.of_dollar} if file.of_dollar else {},
        notes=_notes(file),
    )


def _notes(file: RatesFile) -> tuple[Message, ...]:
    days = sorted({rate.effective_on for rate in file.rates})
    if not days:
        return ()
    if len(days) == 1:
        return (say("Rates effective from {day}.", day=days[0]),)
    return (say("Rates effective from {first} to {last}.", first=days[0], last=days[-1]),)


def _unfit(file: RatesFile) -> Iterator[Problem]:
    """Francs that do not fit the euro of the same file."""
    rates = [Rate(each.currency, BASE, each.effective_on, each.units) for each in file.rates]
    for finding in check_parity(rates):
        yield Problem(Severity.WARNING, finding.label, finding.sentence, finding.fix)


def _replaced(file: RatesFile, known: list[Rate]) -> Iterator[Problem]:
    """Rates that the office has otherwise."""
    units = {(rate.currency, rate.effective_on): rate.units for rate in known}
    for rate in file.rates:
        old = units.get((rate.currency, rate.effective_on), rate.units)
        if old != rate.units:
            yield Problem(
                Severity.WARNING,
                file.where(rate.line),
                say(
                    "The office has {currency} at {old} for {day}; it becomes {new}.",
                    currency=rate.currency,
                    old=old.normalize(),
                    day=rate.effective_on,
                    new=rate.units,
                ),
                say("Entries that were converted at the old rate keep it. Look at them when the difference matters."),
            )
