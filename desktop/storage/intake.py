"""Compares wanted records with those of the office, and brings in the difference.

An importer says what should be there (`Intake.want`), naming records it refers to by `Ref`; `plan` tells new from
changed and same by each table's natural key without writing anything; `bring_in` does it inside a unit of work.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.progress import Progress
from desktop.language import say
from desktop.language.folding import fold
from desktop.storage.models import MODELS, Base
from desktop.storage.office import Unit

Values = dict[str, Any]
NaturalKey = tuple[Any, ...]
_KEYS_AT_ONCE = 5_000
_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Ref:
    """A record of `table` that is wanted too, by its place among them."""

    table: str
    index: int


def _columns(*names: str) -> Callable[[Values], NaturalKey]:
    return lambda values: tuple(values[name] for name in names)


def _known_columns(*names: str) -> Callable[[Values], NaturalKey]:
    """A key of columns that a source may say nothing about."""
    return lambda values: tuple(values.get(name) or None for name in names)


NATURAL_KEYS: dict[str, Callable[[Values], NaturalKey]] = {
    "organisation": lambda values: (values["reference"], fold(values["name"])),
    "agreement": _columns("reference"),
    "agreement_party": _columns("agreement_id", "organisation_id"),
    "project": _columns("reference"),
    "project_role": _columns("project_id", "organisation_id", "role"),
    "project_country": _columns("project_id", "vocabulary", "code"),
    "project_sector": _columns("project_id", "vocabulary", "code"),
    "project_tag": _columns("project_id", "vocabulary", "code"),
    "result_node": _columns("project_id", "code"),
    "grant": _columns("reference"),
    "grant_share": _columns("grant_id", "project_id"),
    "grant_rule": _known_columns("grant_id", "kind", "starts_on", "choice", "category", "note"),
    "instalment": _columns("grant_id", "number"),
    "budget": lambda values: (values["grant_id"], values["project_id"], values.get("revision", 0)),
    "budget_line": _columns("budget_id", "code"),
    "budget_phase": _columns("line_id", "starts_on"),
    "amendment": _columns("grant_id", "number"),
    "allocation": _columns("name"),
    "allocation_share": _known_columns("allocation_id", "starts_on", "grant_id", "line_id"),
    "crosswalk": _known_columns("scheme", "grant_id", "category", "target"),
    "ledger_entry": _columns("source_key"),
    "exchange_rate": _columns("currency", "base", "effective_on"),
    "obligation": _columns("agreement_id", "organisation_id", "title"),
    "contact": _known_columns("organisation_id", "name", "agreement_id", "grant_id"),
    "duty_station": _columns("country", "place"),
    "volunteer": _columns("reference"),
    "clearance": _known_columns("volunteer_id", "kind", "obtained_on"),
    "assignment": _columns("reference"),
    "deployment": _columns("reference"),
    "contract_period": _columns("deployment_id", "starts_on"),
    "deployment_share": _known_columns("deployment_id", "starts_on", "grant_id", "line_id"),
    "deployment_cost": _columns("entry_id", "deployment_id", "month"),
    "entitlement_rate": _known_columns("component", "category", "country", "station_id", "dependants", "starts_on"),
    "category_limit": _columns("category", "starts_on"),
    "leave": _columns("deployment_id", "starts_on"),
    "checklist_item": _columns("deployment_id", "phase", "title"),
    "work_measure": _columns("project_id", "code"),
    "work_count": _known_columns("measure_id", "deployment_id", "month", "sex", "age"),
}


@dataclass(slots=True)
class ChangedRow:
    """A record that is there with other values."""

    record_id: int
    version: int | None
    before: Values
    after: Values


@dataclass(slots=True)
class TablePlan:
    """What would happen to one table. New rows carry a negative id until they get a true one.

    `known` are the ids of the wanted records that are there, `gone` id and version of those to be removed.
    """

    table: str
    new: list[Values] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    same: int = 0
    known: set[int] = field(default_factory=set)
    gone: list[tuple[int, int]] = field(default_factory=list)


class Intake:
    """What an import wants to be there. Records must be wanted after those they refer to, of their own table too."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Values]] = {table: [] for table in NATURAL_KEYS}
        self._kept: dict[Ref, Collection[str]] = {}
        self._places: dict[str, dict[NaturalKey, int]] = {table: {} for table in NATURAL_KEYS}

    def want(self, table: str, **values: Any) -> Ref:
        """Wants a record; wanting the same one twice (by its natural key) wants it once."""
        places, rows = self._places[table], self._rows[table]
        place = places.setdefault(NATURAL_KEYS[table](values), len(rows))
        if place == len(rows):
            rows.append(values)
        return Ref(table, place)

    def keep(self, ref: Ref, names: Collection[str]) -> None:
        """Wants the values of these names for a new record only: one that is there keeps its own."""
        self._kept[ref] = names

    def plan(self, session: Session) -> list[TablePlan]:
        """Compares with the office behind `session`, table by table; writes nothing."""
        ids: dict[Ref, int] = {}
        plans = []
        for table, rows in self._rows.items():
            if rows:
                plans.append(self._plan_table(session, table, rows, ids))
        return plans

    def _plan_table(self, session: Session, table: str, rows: list[Values], ids: dict[Ref, int]) -> TablePlan:
        plan = TablePlan(table)
        existing = _existing(session, table, rows)
        for place, wanted in enumerate(rows):
            row = {name: _resolve(value, ids) for name, value in wanted.items()}
            known = existing.get(NATURAL_KEYS[table](row))
            if known is None:
                ids[Ref(table, place)] = -1 - place
                plan.new.append({"id": -1 - place, **row})
                continue
            ids[Ref(table, place)] = known["id"]
            plan.known.add(known["id"])
            given = row.keys() - set(self._kept.get(Ref(table, place), ()))
            before = {name: known[name] for name in row if name in given and _is_news(row[name], known[name])}
            if before:
                after = {name: row[name] for name in before}
                plan.changed.append(ChangedRow(known["id"], known.get("version"), before, after))
            else:
                plan.same += 1
        return plan


def _is_news(wanted: Any, known: Any) -> bool:
    """Whether `known` should become `wanted`; what a source says nothing about stays as people entered it."""
    return wanted not in (None, "") and wanted != known


def _resolve(value: Any, ids: dict[Ref, int]) -> Any:
    return ids[value] if isinstance(value, Ref) else value


def _existing(session: Session, table: str, rows: list[Values]) -> dict[NaturalKey, Values]:
    """The office's records by natural key: of the ledger only those that might be the same, else the whole table."""
    model = MODELS[table]
    key = NATURAL_KEYS[table]
    columns = [column for column in model.__table__.columns if column.computed is None]
    statement = select(*columns)
    if table != "ledger_entry":
        return {key(row): row for row in _fetch(session, statement)}
    keys = [row["source_key"] for row in rows]
    found: dict[NaturalKey, Values] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = statement.where(model.__table__.c.source_key.in_(keys[start : start + _KEYS_AT_ONCE]))
        found |= {key(row): row for row in _fetch(session, some)}
    return found


def _fetch(session: Session, statement: Any) -> Iterable[Values]:
    return (dict(row) for row in session.execute(statement).mappings())


def bring_in(unit: Unit, plans: Sequence[TablePlan], *, batch_id: int, progress: Progress) -> None:
    """Writes what `plans` say into the office, as part of the import `batch_id`."""
    true_ids: dict[tuple[str, int], int] = {}
    whole = sum(len(plan.new) + len(plan.changed) + len(plan.gone) for plan in plans)
    done = 0
    for plan in plans:
        model = MODELS[plan.table]
        for row, identity in zip(plan.new, unit.reserve(model, len(plan.new)), strict=True):
            true_ids[plan.table, row["id"]] = identity
        truly = _TrueIds(model, true_ids)
        extra: Values = {"batch_id": batch_id} | ({"version": 1} if hasattr(model, "version") else {})
        for start in range(0, len(plan.new), _ROWS_AT_ONCE):
            progress.report(done, whole, say("Importing"))
            rows = plan.new[start : start + _ROWS_AT_ONCE]
            unit.insert_many(model, [truly(row) | extra for row in rows])
            done += len(rows)
        for changed in plan.changed:
            record = unit.get(model, changed.record_id, version=changed.version)
            for name, value in truly(changed.after).items():
                setattr(record, name, value)
        for record_id, version in plan.gone:
            unit.remove(unit.get(model, record_id, version=version))
        done += len(plan.changed) + len(plan.gone)
    progress.report(done, whole, say("Importing"))


class _TrueIds:
    """Puts the ids that new records got in the place of the negative ones that stood for them."""

    def __init__(self, model: type[Base], true_ids: dict[tuple[str, int], int]) -> None:
        self._true_ids = true_ids
        self._owners = {key.parent.name: key.column.table.name for key in model.__table__.foreign_keys}
        self._owners["id"] = model.__tablename__

    def __call__(self, row: Values) -> Values:
        given = [(name, self._owners[name], row[name]) for name in row if name in self._owners]
        return row | {name: self._true_ids.get((owner, value), value) for name, owner, value in given}
