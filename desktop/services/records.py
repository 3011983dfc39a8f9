"""Making, changing and removing single records of any register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from desktop.language import Message, UserError, say, say_many
from desktop.registers import find_register
from desktop.registers.query import Cell, parse_filters
from desktop.registers.register import Column, Kind, Register
from desktop.services.field_rules import MONEY, Problems, number_problem
from desktop.services.missing import missing
from desktop.services.record_rules import rule_for
from desktop.storage.models import MODELS, Base
from desktop.storage.office import Office, Outcome, Unit
from desktop.storage.records import Choice, RecordView, find_choices, read_record
from desktop.storage.types import Exact

_WHOLE_LIMIT = 2**31  # of a column of whole numbers

__all__ = [
    "Choice",
    "InvalidRecordError",
    "RecordView",
    "choices",
    "default_of",
    "filled",
    "load",
    "remove",
    "save",
    "try_out",
]


class InvalidRecordError(UserError):
    """Values that cannot be kept; `fields` says by column key what is wrong and what to do."""

    def __init__(self, fields: Mapping[str, Message]) -> None:
        super().__init__(
            say_many("One thing to correct.", "{count} things to correct.", count=len(fields)),
            say("Nothing was saved."),
            next(iter(fields.values())),
        )
        self.fields = dict(fields)


def load(office: Office, register_key: str, record_id: int) -> RecordView:
    """One record as its register shows it. Raises UserError when it is gone."""
    with office.read() as session:
        found = read_record(session.connection(), office.register(register_key), record_id)
    if found is None:
        raise UserError(say("This record is no longer there."), say("Someone removed it."), say("Go back to the list."))
    return found


def choices(
    office: Office,
    register_key: str,
    *,
    search: str = "",
    limit: int = 200,
    scope: tuple[str, int] | None = None,
    only: Sequence[str] = (),
) -> list[Choice]:
    """Records to choose from in a form; `scope` limits them to those that belong to another record, `only` to those
    that filters let through (``status=approved``).
    """
    register = office.register(register_key)
    filters = parse_filters(register, only)
    with office.read() as session:
        return find_choices(session.connection(), register, search=search, limit=limit, scope=scope, filters=filters)


def save(
    office: Office,
    register_key: str,
    *,
    values: Mapping[str, Cell],
    record_id: int | None = None,
    version: int | None = None,
) -> Outcome:
    """Keeps a new record, or the changed one `record_id` as the user saw it in `version`.

    `values` holds what the form holds, by column key; for a column that refers to another record its id. Raises
    InvalidRecordError with every problem at once, UserError when someone else changed the record meanwhile.
    """
    register = find_register(register_key)
    with office.change() as unit:
        record = unit.add(filled(unit, register, values, record_id, version))
        rule_for(register.record).settle(unit, record)
        name = _name(unit, register, record.id)
        if record_id is None:
            message = say("Added {kind} {name}.", kind=register.singular, name=name)
        else:
            message = say("Changed {kind} {name}.", kind=register.singular, name=name)
        return unit.commit(message, record_id=record.id)


def try_out(
    office: Office, register_key: str, *, values: Mapping[str, Cell], record_id: int | None = None
) -> Message | None:
    """What the program would work out for these values, in a sentence; nothing is kept.

    Raises InvalidRecordError as `save` would.
    """
    register = find_register(register_key)
    with office.read() as session:
        unit = Unit(office, session)
        return rule_for(register.record).preview(unit, filled(unit, register, values, record_id, None))


def filled(
    unit: Unit,
    register: Register,
    values: Mapping[str, Cell],
    record_id: int | None = None,
    version: int | None = None,
    *,
    columns: Sequence[Column] | None = None,
) -> Base:
    """A new record, or the one `record_id`, with these values and what follows from them; nothing is kept yet.

    Values are taken for `columns`, those of the form unless they are given.

    Raises InvalidRecordError with every problem at once.
    """
    model = MODELS[register.record]
    record = model() if record_id is None else unit.get(model, record_id, version=version)
    _set_defaults(record)
    problems: Problems = {}
    for column in register.editable_columns if columns is None else columns:
        if column.key in values:
            value = _stored(column, model, values[column.key])
            problem = _problem(unit, column, model, value)
            if problem is None:
                setattr(record, column.attribute, value)
            else:
                problems[column.key] = problem
        elif record_id is None and column.required and getattr(record, column.attribute) in (None, ""):
            problems[column.key] = missing(column)
    if not problems:
        problems = rule_for(register.record).check(unit, record)
    if problems:
        unit.session.expunge_all()
        raise InvalidRecordError(problems)
    return record


def _problem(unit: Unit, column: Column, model: type[Base], value: Any) -> Message | None:
    """Why `value` cannot stand in `column` of any record, or None when it can."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return missing(column) if column.required else None
    if column.target and not unit.has(MODELS[find_register(column.target).record], value):
        return say("It is no longer there. Choose another one.")
    if not isinstance(value, Decimal):
        return None
    stored = model.__table__.columns.get(column.attribute)
    if stored is None:
        return number_problem(value, MONEY)
    return number_problem(value, stored.type) if isinstance(stored.type, Exact) else say("Enter a whole number.")


def _set_defaults(record: Base) -> None:
    """Gives a new record the defaults of its table at once, so that rules can look at them."""
    for column in record.__table__.columns:
        default: Any = column.default
        if default is not None and default.is_scalar and getattr(record, column.name) is None:
            setattr(record, column.name, default.arg)


def default_of(register: Register, column: Column) -> Any:
    """What a new record holds in `column` by itself, or None."""
    stored = MODELS[register.record].__table__.columns.get(column.attribute)
    default: Any = None if stored is None else stored.default
    return default.arg if default is not None and default.is_scalar else None


def _stored(column: Column, model: type[Base], value: Cell) -> Any:
    """The value as the table wants it: no text is the empty text, a choice of numbers is a number."""
    stored = model.__table__.columns.get(column.attribute)
    if column.target or stored is None:
        return value
    if value is None and not stored.nullable and column.kind in (Kind.TEXT, Kind.CODE):
        return ""
    if stored.type.python_type is int:
        if isinstance(value, str) and column.kind is Kind.CHOICE:
            return int(value) if value.strip() else None
        if isinstance(value, Decimal) and value == value.to_integral_value() and abs(value) < _WHOLE_LIMIT:
            return int(value)
    return value


def _name(unit: Unit, register: Register, record_id: int) -> str:
    """How people call a record, as it is in this unit of work."""
    found = read_record(unit.session.connection(), register, record_id)
    return found.label(register) if found else ""


def remove(office: Office, register_key: str, *, record_id: int, version: int) -> Outcome:
    """Removes a record that nothing else stands on; it can be undone.

    Raises UserError for a list to which records are only added, such as the ledger.
    """
    register = find_register(register_key)
    if register.append_only:
        raise UserError(
            say("What was posted stays in the ledger."),
            say("Nothing was removed."),
            say("Reverse it instead, with Ctrl+Shift+R. What was posted just now can be undone with Ctrl+Z."),
        )
    rule = rule_for(register.record)
    with office.change() as unit:
        record = unit.get(MODELS[register.record], record_id, version=version)
        rule.require_removable(unit, record)
        name = _name(unit, register, record_id)
        unit.remove(record)
        rule.settle(unit, record)
        return unit.commit(say("Removed {kind} {name}.", kind=register.singular, name=name), record_id=record_id)
