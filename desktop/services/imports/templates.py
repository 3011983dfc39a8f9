"""Empty workbooks for colleagues without the program: what they fill in is recognised without a question."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from desktop.config import paths
from desktop.importers.fields import Field
from desktop.importers.recognising import fields_of
from desktop.language import Language, Message, UserError, say
from desktop.registers import REGISTERS, find_register
from desktop.registers.query import Cell
from desktop.registers.register import NUMERIC_KINDS, SEVERAL_KINDS, Column, Kind, Register
from desktop.registers.sight import seen
from desktop.services.way_back import offered_codes
from desktop.storage.office import Office, Outcome

TEMPLATE_KINDS: tuple[str, ...] = tuple(
    register.key for register in REGISTERS.values() if register.writable and register.changeable
)
"""The lists whose records a workbook can bring."""

_MOST_NAMED = 12  # choices in a sentence; a drop-down holds them all

_WRITTEN: Final[Mapping[Kind, Message]] = {
    Kind.TEXT: say("Text."),
    Kind.CODE: say("A code, as it stands in the documents."),
    Kind.CURRENCY: say("The three letters of a currency, such as XOF."),
    Kind.COUNTRY: say("The name of a country, or its two letters."),
    Kind.MONEY: say("An amount, as a plain number."),
    Kind.RATE: say("A number, with all the decimals it has."),
    Kind.NUMBER: say("A number."),
    Kind.PERCENT: say("A number of per cent: 13 for thirteen per cent."),
    Kind.DATE: say("A date."),
}


def write_template(
    kind: str, path: Path, *, language: Language, office: Office | None = None, names: bool = False
) -> Outcome:
    """Writes an empty workbook for the list `kind` to `path`; with an `office` it offers that office's own codes.

    Only with `names` it asks who the volunteers are.

    Raises UserError when there is no such list, or the place cannot be written.
    """
    from desktop.exporters import template as exporter

    register = seen(_register(kind), names=names)
    columns = tuple(
        exporter.TemplateColumn(
            column, field.required, _helps(register, field, column), _example(register.key, column, language)
        )
        for field in _asked(register)
        for column in [_column(field)]
    )
    offered = offered_codes(office, [each.column for each in columns]) if office is not None else {}
    exporter.write_template(path, exporter.Template(register, columns, offered), language=language)
    return Outcome(say("Wrote {file}: a template for “{list}”.", file=path.name, list=register.title))


def _register(kind: str) -> Register:
    register = find_register(kind)
    if kind not in TEMPLATE_KINDS:
        raise UserError(
            say("No workbook brings records into “{list}”.", list=register.title),
            say("Nothing was written."),
            say("Lists: {names}.", names=", ".join(TEMPLATE_KINDS)),
        )
    return register


def _asked(register: Register) -> list[Field]:
    """The fields of a template: where a record belongs, then the columns of its form that a table has to fill."""
    fields = fields_of(register)
    belongs = [field for field in fields if field.column is None and field.target]
    own = [field for field in fields if field.column is not None and field.required == field.column.required]
    return belongs + own


def _column(field: Field) -> Column:
    """The column of the register, or one for a field that is made into others."""
    return field.column or Column(
        field.key, field.label, field.kind, required=field.required, target=field.target, editable=True
    )


def _helps(register: Register, field: Field, column: Column) -> tuple[Message, ...]:
    """What to write in a column: what it is, what fits, whether it has to be filled in."""
    return tuple(
        sentence
        for sentence in (
            column.hint,
            _what_fits(column),
            _its_currency(register, column),
            say("Has to be filled in.") if field.required else None,
        )
        if sentence is not None
    )


def _what_fits(column: Column) -> Message | None:
    if column.target:
        return say("What “{list}” calls it: its code or its name.", list=find_register(column.target).title)
    if column.kind is Kind.CHOICE and len(column.choices) <= _MOST_NAMED:
        return say("One of these: {choices}.", choices=list(column.choices.values()))
    if column.kind is Kind.CHOICE:
        return say("One of the list in the cell.")
    if column.kind in SEVERAL_KINDS:
        return say("One or several, parted by commas.")
    return _WRITTEN.get(column.kind)


def _its_currency(register: Register, column: Column) -> Message | None:
    if column.kind is not Kind.MONEY or not column.currency:
        return None
    currency = register.column(column.currency)
    if currency.editable:
        return say("Its currency stands in the column “{column}”.", column=currency.label)
    return say("It is in the currency of the grant.")


# --- the example --------------------------------------------------------------------------------------------------


@functools.cache
def _examples() -> Mapping[str, Mapping[str, Any]]:
    with (paths.resources() / "codelists" / "template_examples.toml").open("rb") as file:
        return tomllib.load(file)


def _example(register: str, column: Column, language: Language) -> Cell:
    """What the example row holds in a column, or None where it stays empty."""
    held = _examples().get(register, {}).get(column.key)
    match held:
        case dict():
            return str(held[language.code])
        case str() if column.kind in NUMERIC_KINDS:
            return Decimal(held)
        case str() | date():
            return held
    return None
