"""What is missing in a project, what will not pass the standard's ruleset, and what was done so that the rest does.

An error is what the schema does not let pass: registries refuse such a file, so the project stays out of it unless
somebody wants it all the same. A file that the ruleset finds fault with is published, with a warning. Rules have the
numbers of the IATI ruleset 2.03.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from desktop.domain.codes import VOCABULARY_DAC
from desktop.domain.finding import Finding, Severity
from desktop.domain.iati.activity import ActivityOut, DatedEvent
from desktop.domain.iati.shares import Change
from desktop.domain.iati.standard import OWN_VOCABULARIES, DateType
from desktop.language import Message, say, say_many
from desktop.services.iati_export.composing import Composed
from desktop.services.iati_export.places import COUNTRY, REGION, SECTOR
from desktop.storage.iati_rows import ProjectRow

_PLANNED, _ACTIVE, _FINALISED, _CLOSED = "1", "2", "3", "4"  # IATI list ActivityStatus
_STARTED = frozenset({_ACTIVE, _FINALISED, _CLOSED})
_UNFIT = frozenset("/&|?")
_IN_FORM = say("Open the project and enter it.")
_SHARES_OF = {COUNTRY: say("countries"), REGION: say("regions"), SECTOR: say("sectors")}


def judge(project: ProjectRow, composed: Composed, *, today: date) -> tuple[Finding, ...]:
    """The findings of a project, the worst first."""
    judged = _Judging(project, composed)
    found = (
        *judged.missing(),
        *judged.identifier(),
        *judged.days(),
        *judged.codes(),
        *judged.grants(),
        *judged.budgets(),
        *judged.entries(today),
        *judged.people(),
    )
    return tuple(sorted(found, key=lambda finding: -finding.severity))


class _Judging:
    """One project and what was made of it."""

    def __init__(self, project: ProjectRow, composed: Composed) -> None:
        self._project = project
        self._composed = composed
        self._out: ActivityOut = composed.activity

    def _told(self, severity: Severity, code: str, sentence: Message, fix: Message) -> Finding:
        return Finding(severity, code, sentence, fix, "projects", self._project.id, self._project.reference)

    def _missing(self, code: str, sentence: Message, fix: Message = _IN_FORM) -> Finding:
        return self._told(Severity.ERROR, code, sentence, fix)

    def missing(self) -> Iterator[Finding]:
        """What every activity must have: by the schema, and by rules 6.11.1, 3.7.1 and 6.2.2."""
        yield from self._reporter()
        if self._out.summary is None:
            yield self._missing(
                "iati_no_summary", say("It has no summary, and every activity must say what it is for.")
            )
        if not self._out.participants:
            fix = say("Add a grant with its funder, or import an activity file that says who takes part.")
            yield self._missing(
                "iati_nobody", say("Nobody takes part in it: neither an organisation nor a funder."), fix
            )
        if not self._out.status:
            yield self._missing("iati_no_status", say("It has no status."))
        if not any(event.kind in (DateType.PLANNED_START, DateType.ACTUAL_START) for event in self._out.dates):
            severity = Severity.WARNING if self._out.dates else Severity.ERROR
            sentence = say("It has neither a planned nor an actual start.")
            yield self._told(severity, "iati_no_start", sentence, _IN_FORM)
        if not (self._out.countries or self._out.regions):
            fix = say("Import an activity file that says where it works.")
            yield self._told(Severity.WARNING, "iati_no_country", say("It has no country and no region."), fix)
        if not self._out.sectors:
            fix = say("Import an activity file that says its sectors.")
            yield self._told(Severity.WARNING, "iati_no_sector", say("It has no sector."), fix)

    def _reporter(self) -> Iterator[Finding]:
        reporter = self._project.place.reporter
        if reporter is None:
            fix = say("Choose in the project, or in the programme it is part of, which organisation reports it.")
            yield self._missing("iati_no_reporter", say("No organisation reports it."), fix)
            return
        for code, value, sentence, fix in (
            (
                "iati_no_reference",
                reporter.reference,
                say("{name} reports it and has no reference.", name=reporter.name),
                say("Give the organisation its IATI identifier, such as XM-DAC-41128."),
            ),
            (
                "iati_no_kind",
                reporter.kind,
                say("{name} reports it and has no kind.", name=reporter.name),
                say("Choose in the organisation what kind it is."),
            ),
        ):
            if not value:
                yield Finding(Severity.ERROR, code, sentence, fix, "organisations", reporter.id, reporter.name)

    def identifier(self) -> Iterator[Finding]:
        """Rules 1.3.13 and 1.1.21."""
        name = self._out.identifier
        reporter = self._out.reporter.reference if self._out.reporter else ""
        if _UNFIT & set(name):
            sentence = say("Its identifier {name} has a sign that the standard does not allow.", name=name)
            fix = say("It is known in the world by this name: leave it, or agree a new one with the publisher.")
            yield self._told(Severity.WARNING, "iati_identifier_signs", sentence, fix)
        if name and reporter and not name.startswith(f"{reporter}-"):
            sentence = say(
                "Its identifier {name} does not begin with that of {reporter}.", name=name, reporter=reporter
            )
            fix = say("Compare the reference of the organisation that reports it.")
            yield self._told(Severity.WARNING, "iati_identifier_start", sentence, fix)

    def days(self) -> Iterator[Finding]:
        """Rules 11.1.2 to 11.1.5, and a status that the days contradict."""
        for day in self._composed.future_dates:
            sentence = say("Its actual start or end {day} lies in the future and was left out.", day=day)
            yield self._told(Severity.WARNING, "iati_future_day", sentence, say("Enter it as planned."))
        days = {event.kind: event for event in self._out.dates}
        for first, last in (
            (DateType.PLANNED_START, DateType.PLANNED_END),
            (DateType.ACTUAL_START, DateType.ACTUAL_END),
        ):
            if first in days and last in days and days[first].day > days[last].day:
                sentence = say("It ends on {last}, before it starts.", last=days[last].day)
                yield self._told(Severity.WARNING, "iati_days_order", sentence, say("Correct the days of the project."))
        yield from self._status(days)

    def _status(self, days: dict[str, DatedEvent]) -> Iterator[Finding]:
        status = self._out.status
        fix = say("Compare the status of the project with its days.")
        if status == _PLANNED and DateType.ACTUAL_START in days:
            sentence = say("It is said to be planned, but it has started.")
            yield self._told(Severity.WARNING, "iati_status", sentence, fix)
        if status in _STARTED and DateType.ACTUAL_START not in days:
            sentence = say("It is said to have started, but has no actual start.")
            yield self._told(Severity.WARNING, "iati_status", sentence, fix)
        if status in (_PLANNED, _ACTIVE) and DateType.ACTUAL_END in days:
            sentence = say("It is said to go on, but it has ended.")
            yield self._told(Severity.WARNING, "iati_status", sentence, fix)
        if status == _CLOSED and DateType.ACTUAL_END not in days:
            sentence = say("It is said to be closed, but has no actual end.")
            yield self._told(Severity.WARNING, "iati_status", sentence, fix)

    def codes(self) -> Iterator[Finding]:
        """Rules 2.1 and 3.1 to 3.4 about shares, 2.2.1 and 102.1.1 about vocabularies."""
        for tag, change in self._composed.shares.items():
            what = _SHARES_OF[tag]
            if change is Change.SCALED:
                sentence = say("The shares of its {what} do not sum to 100 per cent; they were scaled.", what=what)
                fix = say("Compare the shares with the agreement.")
                yield self._told(Severity.WARNING, "iati_shares", sentence, fix)
            elif change is Change.FILLED:
                sentence = say("Its {what} have no shares; they get equal ones.", what=what)
                yield self._told(Severity.NOTE, "iati_shares", sentence, say("Nothing needs to be done."))
        own = [place for place in self._out.sectors if place.vocabulary in OWN_VOCABULARIES]
        if any(not place.name for place in own):
            sentence = say("A sector of the organisation’s own list has no name.")
            yield self._told(Severity.WARNING, "iati_sector_name", sentence, say("Ask the publisher for the names."))
        if self._out.sectors and all(place.vocabulary != VOCABULARY_DAC for place in self._out.sectors):
            sentence = say("It has no sector of the DAC list beside its own.")
            yield self._told(Severity.WARNING, "iati_no_dac", sentence, say("Add the DAC purpose code."))

    def grants(self) -> Iterator[Finding]:
        """Grants that are no commitment in the file."""
        for grant_id, reference in self._composed.undated_grants:
            sentence = say("Grant {grant} has no day of award and was left out.", grant=reference)
            yield _of_grant("iati_grant_day", sentence, say("Enter when it was awarded."), grant_id, reference)
        for grant_id, reference in self._composed.future_grants:
            sentence = say("Grant {grant} is awarded in the future and was left out.", grant=reference)
            yield _of_grant("iati_future_grant", sentence, say("Export again after that day."), grant_id, reference)
        if self._composed.funders_taken:
            sentence = say("It names no organisation that takes part; its funders were taken.")
            yield self._told(Severity.NOTE, "iati_funders", sentence, say("Nothing needs to be done."))

    def budgets(self) -> Iterator[Finding]:
        """Rule 7.5.3: no budget is for more than a year."""
        for grant_id, reference in self._composed.budgets_without_days:
            sentence = say("The budget of {grant} has no period and was left out.", grant=reference)
            fix = say("Enter the start and the end of the grant, or phase the budget.")
            yield _of_grant("iati_budget_days", sentence, fix, grant_id, reference)
        if self._composed.endless_budgets:
            sentence = say_many(
                "{count} budget is for so many years that it was not split.",
                "{count} budgets are for so many years that they were not split.",
                count=self._composed.endless_budgets,
            )
            yield self._told(Severity.WARNING, "iati_endless", sentence, say("Correct the days of the budget."))
        if self._composed.parted_budgets:
            sentence = say_many(
                "{count} budget is for more than a year and was split by calendar years.",
                "{count} budgets are for more than a year and were split by calendar years.",
                count=self._composed.parted_budgets,
            )
            yield self._told(Severity.NOTE, "iati_split", sentence, say("Nothing needs to be done."))

    def entries(self, today: date) -> Iterator[Finding]:
        """Rule 11.2.1, and entries that are no movement of money."""
        counts = self._project.counts
        if counts.in_future:
            sentence = say_many(
                "{count} entry is dated in the future and was left out.",
                "{count} entries are dated in the future and were left out.",
                count=counts.in_future,
            )
            fix = say("Look at their dates in the ledger, or export again later.")
            told = self._told(Severity.WARNING, "iati_future_entry", sentence, fix)
            yield replace(told, entries=(f"entry_on>{today.isoformat()}",))
        if counts.differences:
            sentence = say_many(
                "{count} exchange difference was left out: it is no movement of money.",
                "{count} exchange differences were left out: they are no movements of money.",
                count=counts.differences,
            )
            yield self._told(Severity.NOTE, "iati_difference", sentence, say("Nothing needs to be done."))

    def people(self) -> Iterator[Finding]:
        """No file names a person."""
        if self._composed.persons_left_out:
            sentence = say("A contact that names a person was left out.")
            yield self._told(Severity.NOTE, "iati_person", sentence, say("Nothing needs to be done."))


def _of_grant(code: str, sentence: Message, fix: Message, grant_id: int, reference: str) -> Finding:
    return Finding(Severity.WARNING, code, sentence, fix, "grants", grant_id, reference)
