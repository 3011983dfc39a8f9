"""What people call the fields of a register: in each language of the program, and in their own workbooks."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from desktop.config import paths
from desktop.importers.fields import Field
from desktop.importers.values.names import folded, languages
from desktop.language import Message, say
from desktop.registers.register import Column, Kind, Register

TAG = "#"
_ANY = "any"
_GRANT, _PROJECT, _CURRENCY, _AMOUNT = "grant", "project", "currency", "amount"

# What a row says beside the columns that a form has: where a record is to be found, in which currency its amounts are
# meant, and amounts from which others are made. No column of the register takes them as they are.
_ADDED: Mapping[str, tuple[Field, ...]] = {
    "ledger": (
        Field("debit", say("Debit"), Kind.MONEY, currency="original_currency"),
        Field("credit", say("Credit"), Kind.MONEY, currency="original_currency"),
        Field(_AMOUNT, say("Amount in the grant's currency"), Kind.MONEY, currency=_CURRENCY),
        Field(_CURRENCY, say("Currency of the grant"), Kind.CURRENCY),
    ),
    "budget_lines": (
        Field(_GRANT, say("Grant"), Kind.CODE, required=True, target="grants"),
        Field(_PROJECT, say("Project"), Kind.CODE, target="projects"),
        Field(_AMOUNT, say("Amount"), Kind.MONEY, currency=_CURRENCY),
        Field(_CURRENCY, say("Currency"), Kind.CURRENCY),
    ),
}
_CURRENCY_ALONE = (Field(_CURRENCY, say("Currency"), Kind.CURRENCY),)
# A budget is found by its grant (and project): a sheet need not name it.
_FOUND_BY_OTHERS = frozenset({("budget_lines", "budget")})


@functools.cache
def _written_names() -> Mapping[str, Mapping[str, list[str]]]:
    with (paths.resources() / "codelists" / "column_names.toml").open("rb") as file:
        return tomllib.load(file)


def plain(text: str) -> str:
    """A name without what people do not tell apart: ``N° pièce`` is ``n piece``. A hashtag keeps its sign."""
    name = folded(text)
    return TAG + name if text.lstrip().startswith(TAG) and name else name


def _names(register: str, key: str, label: Message, *, shared: bool = True) -> tuple[str, ...]:
    """All names of a field; those that hold for every list too, unless they are not `shared`."""
    written = _written_names()
    own = written.get(register, {}).get(key, ())
    lists: Iterable[Iterable[str]] = (
        (language.text(label) for language in languages()),
        (name for name in own if name.startswith(TAG)),
        own,
        written[_ANY].get(key, ()) if shared or not own else (),
    )
    return tuple(dict.fromkeys(name for names in lists for name in map(plain, names) if name))


def _of_column(register: Register, column: Column) -> Field:
    return Field(
        column.key,
        column.label,
        column.kind,
        required=column.required and (register.key, column.key) not in _FOUND_BY_OTHERS,
        names=_names(register.key, column.key, column.label),
        currency=column.currency,
        choices=column.choices,
        target=column.target,
        column=column,
    )


def _added(register: Register) -> tuple[Field, ...]:
    """A register whose amounts are in a currency of their parent: the sheet may state it, and may be wrong."""
    own = _ADDED.get(register.key)
    if own is not None:
        return own
    unstated = any(
        column.currency == _CURRENCY and not register.column(_CURRENCY).editable for column in register.editable_columns
    )
    return _CURRENCY_ALONE if unstated else ()


def _renamed(field: Field, names: tuple[str, ...]) -> Field:
    return replace(field, names=names)


def fields_of(register: Register) -> tuple[Field, ...]:
    """Every field a table can bring into a register: columns of forms and of the past, then those made into others."""
    own = tuple(_of_column(register, column) for column in register.incoming_columns)
    # What is added stands beside a column of the form that may have the same names: it has only those written for it.
    named = (_names(register.key, field.key, field.label, shared=False) for field in _added(register))
    return own + tuple(map(_renamed, _added(register), named))
