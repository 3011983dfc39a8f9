"""What a register is: columns, how its records are called, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.language import Message, say_many


class Kind(StrEnum):
    """What a column holds; decides how it is shown, filtered, typed, exported and summed."""

    TEXT = "text"
    CODE = "code"  # a reference: never cut, never translated, digits are not numbers
    CHOICE = "choice"
    CHOICES = "choices"  # several codes of a list, in the database as "1, 4"
    COUNTRY = "country"
    COUNTRIES = "countries"
    CURRENCY = "currency"
    MONEY = "money"
    RATE = "rate"
    NUMBER = "number"
    PERCENT = "percent"  # a number of per cent: 13 is 13 %
    DATE = "date"
    INSTANT = "instant"
    SENTENCE = "sentence"  # a stored message, shown in the reader's language


NUMERIC_KINDS = frozenset({Kind.MONEY, Kind.RATE, Kind.NUMBER, Kind.PERCENT})
SEVERAL_KINDS = frozenset({Kind.CHOICES, Kind.COUNTRIES})


@dataclass(frozen=True, slots=True)
class Depends:
    """How a column stands in a form whose kind is chosen in another column, `on`.

    `names` says what it is called with each value of that column; with a value that is not there it is not used at all.
    `choices` are the codes it offers then, where they are not those of the column; `required` are the values with which
    it must be filled in.
    """

    on: str
    names: Mapping[str, Message]
    choices: Mapping[str, Mapping[str, Message]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register.

    `path` is the attribute it reads, from the record on (`funder.name`); it is the key when not given. A column that
    shows a record of another register names that register in `target` and the attribute that holds its id in
    `writes`; a form offers those that the filters `offers` let through and, where `follows` names a field and a path,
    those whose path leads to the record chosen there. `currency` is the key of the column that holds the currency of
    a money column.
    """

    key: str
    label: Message
    kind: Kind = Kind.TEXT
    path: str = ""
    currency: str = ""
    choices: Mapping[str, Message] = field(default_factory=dict)
    shown: bool = True
    total: bool = False
    searched: bool = False
    editable: bool = False
    brought: bool = False  # no form has it: a table brings it with a new record, of what was so before the office
    required: bool = False
    sensitive: bool = False
    personal: bool = False  # says who a volunteer is, or how to reach one: there only for those who ask for names
    monthly: bool = False  # a day that stands for its month, the first one
    alarming: bool = False  # a negative value is something to look at: red, with its minus
    target: str = ""
    writes: str = ""
    follows: tuple[str, str] | None = None
    offers: tuple[str, ...] = ()
    later: bool = False  # in a list to which records are only added: may be filled in as long as it is empty
    marked: str = ""  # key of the column that says what the record turns back: it wears an arrow then
    tagged: str = ""  # key of the column that says what the record was turned back by: it is muted and tagged with it
    indent: str = ""  # key of the column that says how deep the record lies in its tree
    hint: Message | None = None
    depends: Depends | None = None

    @property
    def source(self) -> str:
        """The attribute it reads."""
        return self.path or self.key

    @property
    def attribute(self) -> str:
        """The attribute that an edit sets."""
        return self.writes or self.source

    @property
    def incoming(self) -> bool:
        """Whether a table may fill it."""
        return self.editable or self.brought


@dataclass(frozen=True, slots=True)
class Link:
    """Records of another register that belong to a record of this one: those whose `path` leads to its id, as far as
    the filters `only` let them through (``status=approved``).
    """

    register: str
    label: Message
    path: str
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done with a record beside editing it: `route` names the page or dialog that asks for it.

    One that is `shown` has a button over the list, the others stand in its menu. It is offered where the column `when`
    has a value other than zero, and those of `unless` have none.
    """

    route: str
    label: Message
    shortcut: str = ""
    shown: bool = False
    when: str = ""
    unless: tuple[str, ...] = ()

    def fits(self, values: Mapping[str, object]) -> bool:
        """Whether it can be done with a record that has these values by column key."""
        return bool(not self.when or values.get(self.when)) and not any(values.get(key) for key in self.unless)


@dataclass(frozen=True, slots=True)
class Register:
    """A list of records of one kind.

    `counted` names a number of its records (``577 grants``). `record` is the table it reads; `code` and `name` are the
    keys of the columns by which people call a record; `sort` is the key of the column it is sorted by at first.
    `summed` are filters: only records that pass them count in the totals, such as those of approved budgets.
    `new` is what making one is called; without it records come about by themselves and none is made or changed by hand.
    `append_only` records stay as they were made, and none is removed; `actions` is what else can be done with one.
    """

    key: str
    title: Message
    singular: Message
    counted: Message
    record: str
    code: str
    name: str
    columns: tuple[Column, ...]
    sort: str
    descending: bool = False
    links: tuple[Link, ...] = ()
    new: Message | None = None
    append_only: bool = False
    actions: tuple[Action, ...] = ()
    summed: tuple[str, ...] = ()
    empty: Message = field(default_factory=lambda: Message(""))

    def column(self, key: str) -> Column:
        """The column `key`. Raises KeyError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def has(self, key: str) -> bool:
        """Whether it has a column `key`."""
        return any(column.key == key for column in self.columns)

    @property
    def writable(self) -> bool:
        """Whether records can be made and changed by hand, as far as their columns are editable."""
        return self.new is not None

    @property
    def changeable(self) -> bool:
        """Whether records can be changed and removed by hand, even where they come about in another way."""
        return bool(self.editable_columns)

    @property
    def editable_columns(self) -> tuple[Column, ...]:
        """The columns a form shows, in the order of the paper document."""
        return tuple(column for column in self.columns if column.editable)

    @property
    def incoming_columns(self) -> tuple[Column, ...]:
        """The columns that a table may fill: those of a form, and those that say what was so before the office."""
        return tuple(column for column in self.columns if column.incoming)

    def count(self, number: int) -> Message:
        """``1 grant``, ``577 grants``."""
        return say_many(self.counted.text, self.counted.plural, count=number)
