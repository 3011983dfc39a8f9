"""What must hold of what is counted of volunteers' work, and of the counts: numbers only, never who it was."""

from __future__ import annotations

from desktop.domain.volunteer_terms import YES
from desktop.language import Message, say
from desktop.services.field_rules import Problems
from desktop.services.record_rule import RecordRule
from desktop.storage.deployment_rows import has_counts, twin_of
from desktop.storage.ledger import values_before
from desktop.storage.models import Assignment, Deployment, WorkCount, WorkMeasure
from desktop.storage.office import Unit
from desktop.storage.tree import projects_above

_SAME_COUNT = ("measure_id", "deployment_id", "month", "sex", "age")
_PARTED_BY = ("by_sex", "by_age")


def _measure(unit: Unit, measure: WorkMeasure) -> Problems:
    """A code stands for one measure of a project, and counts stay parted as they were made."""
    problems: Problems = {}
    if twin_of(unit.session, measure, ("project_id", "code")) is not None:
        problems["code"] = say("The project has a measure of this code already. Choose another code.")
    if measure.id and (changed := values_before(measure)) and has_counts(unit.session, measure.id):
        stays = say("There are counts already, which are parted otherwise. Add another measure.")
        problems |= {name: stays for name in _PARTED_BY if name in changed}
        if "project_id" in changed:
            problems["project"] = say("There are counts already. Add a measure to the other project.")
    return problems


def _count(unit: Unit, count: WorkCount) -> Problems:
    """A count is of a month, not below zero, and parted by sex and age exactly when its measure is."""
    problems: Problems = {}
    measure = unit.get(WorkMeasure, count.measure_id)
    count.month = count.month.replace(day=1)
    count.sex, count.age = count.sex or "", count.age or ""
    if count.month > unit.today:
        problems["month"] = say("That month is still to come. Count it when it is over.")
    if count.count < 0:
        problems["count"] = say("A count is not below zero. Enter how many there were.")
    for key, parted in (("sex", measure.by_sex), ("age", measure.by_age)):
        problem = _parted_problem(key, getattr(count, key), parted=parted == YES)
        if problem is not None:
            problems[key] = problem
    if not _belongs(unit, count, measure):
        problems["measure"] = say("The deployment serves another project. Choose a measure of that project.")
    if not problems and twin_of(unit.session, count, _SAME_COUNT) is not None:
        problems["month"] = say("This was counted for that month already. Change that count.")
    return problems


def _parted_problem(key: str, value: str, *, parted: bool) -> Message | None:
    if parted and not value:
        return say("It is counted by sex. Choose which.") if key == "sex" else say("Choose adults or children.")
    if value and not parted:
        return say("It is not counted apart. Leave it empty.")
    return None


def _belongs(unit: Unit, count: WorkCount, measure: WorkMeasure) -> bool:
    """Whether the deployment serves the project of the measure, or a part of it; true where it serves none."""
    assignment = unit.get(Assignment, unit.get(Deployment, count.deployment_id).assignment_id)
    if assignment.project_id is None or assignment.project_id == measure.project_id:
        return True
    return measure.project_id in projects_above(unit.session, assignment.project_id)


RULES = {"work_measure": RecordRule(_measure), "work_count": RecordRule(_count)}
