"""One call of a verb, and the exit status it ends with."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from desktop.bootstrap import Desk
from desktop.language import Language, Message, UserError, say
from desktop.services import offices
from desktop.services.offices import Office

DONE, TROUBLE = 0, 1


class Call:
    """One call of a verb: its options, and how to speak to the user."""

    def __init__(self, options: argparse.Namespace, desk: Desk, language: Language) -> None:
        self.options = options
        self.desk = desk
        self.language = language

    @contextmanager
    def office(self, *, read_only: bool) -> Iterator[Office]:
        """The office of `--office`, given back afterwards; a verb that has `--names` sees them when it is given."""
        office = offices.find_office(self.options.office, actor=self.desk.actor, read_only=read_only)
        office.shows_names = getattr(self.options, "names", False)
        try:
            yield office
        finally:
            office.close()

    def remember_nothing_new(self, office: Office, sha256: str) -> None:
        """Keeps that a file brings an office nothing new: it makes no import by which its folder would know it."""
        at = office.clock().isoformat()
        self.desk.keep(self.desk.settings.with_nothing_new(office.facts.uid, sha256, at))

    def require_free(self) -> None:
        """Raises UserError when `--out` names a file that is there already, unless `--force` is given."""
        out = self.options.out
        if out and out.exists() and not self.options.force:
            raise UserError(
                say("{file} is there already.", file=out.name),
                say("Nothing was written."),
                say("Choose another name, or give --force to replace it."),
            )

    def tell(self, message: Message) -> int:
        """Prints a sentence; returns the status of a verb that is done."""
        print(self.language.text(message))
        return DONE

    def print_json(self, data: Any) -> int:
        """Prints data; returns the status of a verb that is done."""
        print(json.dumps(data, ensure_ascii=False, indent=1))
        return DONE
