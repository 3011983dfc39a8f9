"""Puts deployments into the words of the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from desktop.domain.period import Period, months_later
from desktop.domain.staffing.deployment import Contract, Deployment
from desktop.domain.volunteer_terms import END_REASONS, PERIOD_KINDS, DeploymentState, EndReason, PeriodKind, Sex
from desktop.language import Language, Message, say
from desktop.services.deployments.timeline import PayingGrant, TimelineEntry
from desktop.ui.models.timeline_rows import Bar, BarKind, GrantEnd, TimelineRow

SHORT_SEXES: dict[str, Message] = {Sex.FEMALE: say("F"), Sex.MALE: say("M"), Sex.OTHER: say("X")}


class TimelineWords:
    """Makes rows of deployments, in one language as on one day."""

    def __init__(self, language: Language, today: date) -> None:
        self._language, self._today = language, today

    def near(self, day: date) -> str:
        """A day without its year where it is close."""
        close = months_later(self._today, -9) < day < months_later(self._today, 15)
        return self._language.day_and_month(day) if close else self._language.day(day)

    def row(self, entry: TimelineEntry) -> TimelineRow:
        """A deployment as a row."""
        one, text = entry.deployment, self._language.text
        ends = one.ends_on or entry.last_day
        return TimelineRow(
            one.id,
            one.code,
            text(SHORT_SEXES[one.sex]) if one.sex in SHORT_SEXES else "",
            one.place_by(self._today),
            self._language.day(ends) if ends is not None else "",
            tuple(self._bars(entry)),
            entry.paid_until,
            text(say("no extension planned")) if entry.ends_soon else "",
            self._trouble(entry),
            entry.state is DeploymentState.ENDED,
        )

    def _trouble(self, entry: TimelineEntry) -> str:
        beyond, until = entry.beyond, entry.paid_until
        if beyond is None or until is None or entry.state is DeploymentState.ENDED:
            return ""
        return self._language.text(
            say("Its contracts last until {day}, its grant ends on {end}.", day=beyond.last, end=until)
        )

    # --- bars --------------------------------------------------------------------------------------------------------

    def _bars(self, entry: TimelineEntry) -> Iterator[Bar]:
        one = entry.deployment
        over = entry.state is DeploymentState.ENDED
        last = next((c for c in reversed(one.contracts) if c.signed and c.serves and one.cut(c) is not None), None)
        extensions, before = 0, None
        for contract in one.contracts:
            days = one.cut(contract)
            if contract.kind is PeriodKind.EXTENSION:
                extensions += 1
            if days is None or (over and not contract.signed):
                continue
            name = self._name(contract, extensions, before)
            told = self._told(contract, days, name)
            if not contract.serves:
                yield Bar(BarKind.GAP, days, "", told)
            elif not contract.signed:
                yield Bar(BarKind.PLANNED, days, self._planned(days), told)
            elif over:
                yield Bar(BarKind.ENDED, days, self._ended(one) if contract is last else name, told)
            else:
                yield Bar(BarKind.SIGNED, days, name, told)
            before = contract
        if entry.vacant is not None:
            yield Bar(BarKind.GAP, entry.vacant, "", self._vacant(entry.vacant))

    def _name(self, contract: Contract, extensions: int, before: Contract | None) -> str:
        text = self._language.text
        if contract.kind is PeriodKind.EXTENSION:
            return text(say("Extension {number}", number=extensions))
        if contract.kind is PeriodKind.REASSIGNMENT and before is not None and before.station is not None:
            return text(say("Reassigned from {place}", place=before.station.place))
        return text(PERIOD_KINDS[contract.kind])

    def _planned(self, days: Period) -> str:
        return self._language.text(say("Planned to {day}", day=self.near(days.last)))

    def _ended(self, one: Deployment) -> str:
        text = self._language.text
        if one.ended_on is None or one.end_reason == EndReason.COMPLETED:
            return text(say("Ended"))
        if one.end_reason == EndReason.RESIGNATION:
            return text(say("Ended early, resigned"))
        reason = END_REASONS.get(one.end_reason)
        return text(say("Ended early")) if reason is None else text(say("Ended early: {reason}", reason=text(reason)))

    def _told(self, contract: Contract, days: Period, name: str) -> str:
        text = self._language.text
        span = text(say("{what}: {first} to {last}", what=name, first=days.start, last=days.last))
        if not contract.serves:
            return span
        if contract.signed_on is None:
            return f"{span}\n{text(say('Planned, not signed'))}"
        return f"{span}\n{text(say('Signed on {day}', day=contract.signed_on))}"

    def _vacant(self, days: Period) -> str:
        return self._language.text(say("Nobody on this post: {first} to {last}", first=days.start, last=days.last))


def grant_ends(grants: tuple[PayingGrant, ...], language: Language, words: TimelineWords) -> list[GrantEnd]:
    """The ends of grants; of those that end on one day together."""
    by_day: dict[date, list[str]] = {}
    for grant in grants:
        if grant.ends_on is not None:
            by_day.setdefault(grant.ends_on, []).append(grant.reference)
    return [
        GrantEnd(day, language.text(say("{grant} ends {day}", grant=", ".join(names), day=words.near(day))))
        for day, names in sorted(by_day.items())
    ]
