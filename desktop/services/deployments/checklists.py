"""What is to do when a volunteer arrives or leaves: usual items, ticking them off, and how far they are."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from desktop.config import paths
from desktop.domain.period import days_after
from desktop.domain.volunteer_terms import CHECKLIST_PHASES
from desktop.language import Message, UserError, say, say_many
from desktop.storage.models import ChecklistItem, Deployment
from desktop.storage.office import Office, Outcome, Reading, Unit
from desktop.storage.service_limits import items_of
from desktop.storage.staffing import deployments

ARRIVAL, DEPARTURE = "arrival", "departure"
TEXTS: dict[str, Message] = {
    "medical_clearance": say("Medical clearance received"),
    "bsafe": say("BSAFE certificate received"),
    "entry_report": say("Entry on duty reported"),
    "insurance": say("Enrolled in the insurance"),
    "emergency_contacts": say("Emergency contacts noted"),
    "security_briefing": say("Security briefing given"),
    "equipment": say("Equipment handed over"),
    "induction": say("Induction held"),
    "work_plan": say("Supervisor met, work plan agreed"),
    "insurance_after": say("Insurance after service decided"),
    "assessment": say("Performance assessment (VPA) done"),
    "handover": say("Handover of the work"),
    "exit_interview": say("Exit interview held"),
    "equipment_returned": say("Equipment returned"),
    "final_clearance": say("Final clearance checklist signed"),
    "separation": say("Separation reported"),
}

Speak = Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class UsualItem:
    """What usually is to do, and how many days after the entry or the end."""

    text: Message
    days: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """One thing to do on a deployment; `late` when it is not done and was due before today."""

    id: int
    version: int
    phase: str
    title: str
    due_on: date | None
    done_on: date | None
    late: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is to do on a deployment, by phase in the order of its days; `lacking` a usual item are some phases."""

    deployment_id: int
    items: tuple[CheckedItem, ...]
    lacking: frozenset[str] = frozenset()

    def of(self, phase: str) -> tuple[CheckedItem, ...]:
        """The items of a phase."""
        return tuple(item for item in self.items if item.phase == phase)

    def done(self, phase: str) -> int:
        """How many of a phase are done."""
        return sum(item.done_on is not None for item in self.of(phase))


@functools.cache
def usual_items(phase: str) -> tuple[UsualItem, ...]:
    """What usually is to do in a phase, in its order. Raises KeyError for what is no phase."""
    with (paths.resources() / "codelists" / "checklists.toml").open("rb") as file:
        data = tomllib.load(file)
    return tuple(UsualItem(TEXTS[row["text"]], row["days"], row.get("source", "")) for row in data[phase])


def checklist(office: Office, *, deployment_id: int, speak: Speak = str) -> Checklist:
    """What is to do on a deployment. `speak` finds the sources of usual items in the language they were written in."""
    with office.read() as session:
        return read_checklist(session, deployment_id, today=office.today, speak=speak)


def read_checklist(session: Reading, deployment_id: int, *, today: date, speak: Speak = str) -> Checklist:
    """What is to do on a deployment, as a session sees it."""
    sources = {speak(item.text): item.source for phase in CHECKLIST_PHASES for item in usual_items(phase)}
    items = tuple(_checked(item, today, sources) for item in items_of(session, deployment_id))
    known = {(item.phase, item.title) for item in items}
    lacking = {
        phase
        for phase in CHECKLIST_PHASES
        if any((phase, speak(usual.text)) not in known for usual in usual_items(phase))
    }
    return Checklist(deployment_id, items, frozenset(lacking))


def _checked(item: ChecklistItem, today: date, sources: dict[str, str]) -> CheckedItem:
    late = item.done_on is None and item.due_on is not None and item.due_on < today
    return CheckedItem(
        item.id,
        item.version,
        item.phase,
        item.title,
        item.due_on,
        item.done_on,
        late,
        sources.get(item.title, ""),
    )


def start_checklist(office: Office, *, deployment_id: int, phase: str, speak: Speak = str) -> Outcome:
    """Gives a deployment the usual items of a phase that it does not have yet, each with the day on which it is due.

    `speak` puts them into the language in which they are kept. Raises UserError when it has them all.
    """
    with office.change() as unit:
        deployment = unit.get(Deployment, deployment_id)
        known = {item.title for item in items_of(unit.session, deployment_id) if item.phase == phase}
        day = _anchor(unit, deployment, phase)
        added = [item for item in usual_items(phase) if speak(item.text) not in known]
        if not added:
            raise UserError(
                say("{deployment} has all usual items already.", deployment=deployment.reference),
                say("Nothing was changed."),
                say("Add others one by one."),
            )
        for item in added:
            due = None if day is None else days_after(day, item.days)
            unit.add(ChecklistItem(deployment_id=deployment_id, phase=phase, title=speak(item.text), due_on=due))
        message = say_many(
            "{phase} of {deployment}: {count} item to do.",
            "{phase} of {deployment}: {count} items to do.",
            count=len(added),
            phase=CHECKLIST_PHASES[phase],
            deployment=deployment.reference,
        )
        return unit.commit(message, record_id=deployment_id)


def _anchor(unit: Unit, deployment: Deployment, phase: str) -> date | None:
    """The entry on duty, or the last day of service, as signed or else as planned; None while there is no contract."""
    (value,) = deployments(unit.session, ids=[deployment.id])
    span = value.span() or value.span(planned=True)
    if phase == ARRIVAL:
        return deployment.entry_on or (None if span is None else span.start)
    return None if span is None else span.last


def tick(office: Office, *, item_id: int, on: date | None, version: int | None = None) -> Outcome:
    """Says that an item was done on a day, or (None) that it is not done yet."""
    with office.change() as unit:
        item = unit.get(ChecklistItem, item_id, version=version)
        item.done_on = on
        reference = unit.get(Deployment, item.deployment_id).reference
        if on is None:
            told = say("{deployment}: “{item}” is not done yet.", deployment=reference, item=item.title)
        else:
            told = say("{deployment}: “{item}” was done on {day}.", deployment=reference, item=item.title, day=on)
        return unit.commit(told, record_id=item_id)
