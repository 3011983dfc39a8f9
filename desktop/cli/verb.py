"""What a verb is: its name, what it is about, the options it takes and what it does, declared in one place."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.cli.call import Call
from desktop.language import Language, Message, say

Read = Callable[[str], Any]
"""What a typed word means; a Message when it means nothing, which says what it should look like."""


@dataclass(frozen=True)
class Verb:
    """A word that can stand after `grantdesk`, or after another verb."""

    name: str
    about: Message
    options: Callable[[Options], None]
    run: Callable[[Call], int]
    """Does it; returns the exit status."""


@dataclass(frozen=True)
class VerbGroup:
    """A word that another verb follows: `grantdesk ledger post`."""

    name: str
    about: Message
    verbs: tuple[Verb, ...]


class Options:
    """What can be typed after a verb, explained in the user's language."""

    def __init__(self, parser: argparse._ActionsContainer, language: Language) -> None:
        self._parser = parser
        self._language = language

    def add(self, *names: str, about: Message | str = "", read: Read | None = None, **details: Any) -> None:
        """An option or a place; `details` are those of argparse. Words of every language, such as a name, are text."""
        text = about if isinstance(about, str) else self._language.text(about)
        if read is not None:
            details["type"] = self._reader(read)
        self._parser.add_argument(*names, help=text or None, **details)

    def _reader(self, read: Read) -> Read:
        def read_or_refuse(typed: str) -> Any:
            found = read(typed)
            if isinstance(found, Message):
                raise argparse.ArgumentTypeError(self._language.text(found))
            return found

        return read_or_refuse

    def one_of(self) -> Options:
        """Options of which exactly one must be given."""
        group = self._parser.add_mutually_exclusive_group(required=True)
        return Options(group, self._language)

    # Options that several verbs have.

    def none(self) -> None:
        """A verb that takes no options."""

    def grant(self) -> None:
        """The grant it is about."""
        self.add("--grant", required=True, metavar="REF", about=say("the reference of the grant"))

    def office(self) -> None:
        """The office it is done in."""
        self.add("--office", required=True, metavar="FILE", about=say("an office file, or a postgresql:// address"))

    def force(self) -> None:
        """Whether `Call.require_free` lets a file go."""
        self.flag("--force", say("replace the file of --out when it is there"))

    def names(self) -> None:
        """Whether `Call.office` shows who the volunteers are."""
        self.flag("--names", say("with the names of volunteers; without it their codes stand for them"))

    def flag(self, name: str, about: Message) -> None:
        """What is so when it is typed."""
        self.add(name, action="store_true", about=about)

    def words(self, name: str, about: Message, *, metavar: str = "TEXT", required: bool = False) -> None:
        """Text, empty when it is left out."""
        self.add(name, default="", required=required, metavar=metavar, about=about)

    def day(self, name: str, about: Message, *, required: bool = False, dest: str | None = None) -> None:
        """A day, None when it is left out."""
        self.add(name, dest=dest, read=read_day, required=required, metavar="YYYY-MM-DD", about=about)

    def number(self, name: str, about: Message, *, required: bool = False) -> None:
        """A number with a decimal point, None when it is left out."""
        self.add(name, read=read_number, required=required, metavar="NUMBER", about=about)


def read_day(typed: str) -> date | Message:
    """A day in ISO form."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return say("“{text}” is not a date like 2019-12-31", text=typed)


def read_month(typed: str) -> date | Message:
    """The first day of a month in ISO form."""
    try:
        return date.fromisoformat(f"{typed}-01")
    except ValueError:
        return say("“{text}” is not a month like 2019-10", text=typed)


def read_days(typed: str) -> int | Message:
    """A number of days, none below zero."""
    return int(typed) if typed.isdecimal() else say("“{text}” is not a number of days", text=typed)


def read_count(typed: str) -> int | Message:
    """A whole number, at least one, of no more than four digits."""
    is_count = typed.isdecimal() and len(typed) <= 4 and int(typed) > 0
    return int(typed) if is_count else say("“{text}” is not a whole number like 6", text=typed)


def read_number(typed: str) -> Decimal | Message:
    """A number with a decimal point, as programs write it."""
    sign, digits = typed[:1] == "-", typed.removeprefix("-")
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit():
        return say("“{text}” is not a number like 1240.50", text=typed)
    return -Decimal(digits) if sign else Decimal(digits)
