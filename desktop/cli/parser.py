"""What can be typed after `grantdesk`, explained in the user's language."""

from __future__ import annotations

import argparse
import gettext
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import get_args

from desktop.cli.budget import add_budget_options
from desktop.cli.grant import GRANT_VERBS, add_grant_verbs
from desktop.cli.ledger import LedgerOptions
from desktop.cli.month import add_month_options
from desktop.cli.waivers import add_waive
from desktop.config import paths
from desktop.config.settings import LanguageCode
from desktop.language import Language, say
from desktop.language.catalog import DOMAIN

VERBS = (
    *("new", "import", "list", "report", "check", "waive"),
    "month",
    "rules",
    "deadlines",
    "budget",
    "ledger",
    *GRANT_VERBS,
    *("backup", "restore", "upgrade", "version"),
)
_WINDOW_OPTIONS = ("--sample",)
_LANGUAGE = "LANGUAGE"

# What argparse itself says. It looks these up with gettext; here they stand so that they are found for translation.
_SAID_BY_ARGPARSE = (
    say("usage: "),
    say("positional arguments"),
    say("options"),
    say("show this help message and exit"),
    say("%(prog)s: error: %(message)s\n"),
    say("the following arguments are required: %s"),
    say("unrecognized arguments: %s"),
    say("argument %(argument_name)s: %(message)s"),
    say("invalid choice: %(value)r (choose from %(choices)s)"),
    say("expected one argument"),
    say("ignored explicit argument %r"),
    say("ambiguous option: %(option)s could match %(matches)s"),
)


def wants_window(words: Sequence[str]) -> bool:
    """Whether the window should open: nothing is typed, only an office to open, or `--sample`."""
    if not words:
        return True
    first = words[0]
    return first in _WINDOW_OPTIONS or (len(words) == 1 and first not in VERBS and _is_office(first))


def _is_office(word: str) -> bool:
    """Whether a word can name an office: an address, or a file; any other is a verb mistyped."""
    return not word.startswith("-") and ("://" in word or bool(Path(word).suffix) or Path(word).exists())


def language_in(words: Sequence[str]) -> str:
    """The code after `--language`, wherever it stands, or nothing: help and errors need it before all is read."""
    for place, word in enumerate(words):
        name, _, value = word.partition("=")
        code = value or (words[place + 1] if place + 1 < len(words) else "")
        if name == "--language" and code in get_args(LanguageCode):
            return code
    return ""


def joined(words: Sequence[str]) -> list[str]:
    """What was typed, with `--sort -amount` as one word, since argparse takes `-amount` for an option of its own."""
    found: list[str] = []
    for word in words:
        if found and found[-1] == "--sort" and word.startswith("-"):
            found[-1] = f"--sort={word}"
        else:
            found.append(word)
    return found


def parse(words: Sequence[str], language: Language) -> argparse.Namespace:
    """What was typed; help and wrong usage are told in `language` and end in SystemExit, as argparse does it."""
    with _argparse_speaking(language):
        return _Maker(language).parser.parse_args(joined(words))


@contextmanager
def _argparse_speaking(language: Language) -> Iterator[None]:
    """Lets argparse find its own words in our catalogue; it asks for the language of the environment."""
    before = os.environ.get(_LANGUAGE)
    gettext.bindtextdomain(DOMAIN, str(paths.translations()))
    gettext.textdomain(DOMAIN)
    os.environ[_LANGUAGE] = language.code
    try:
        yield
    finally:
        gettext.textdomain("messages")
        if before is None:
            del os.environ[_LANGUAGE]
        else:
            os.environ[_LANGUAGE] = before


class _Maker:
    """Makes the parser, verb by verb."""

    def __init__(self, language: Language) -> None:
        self._text = language.text
        text = self._text
        about = say(
            "Grants, budgets, ledger and donor reports of an aid office. Without a verb the window opens: "
            "grantdesk [OFFICE] or grantdesk --sample."
        )
        self.parser = argparse.ArgumentParser(prog="grantdesk", description=text(about))
        self._language_option(self.parser, default="")
        self._verbs = self.parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        self._add_new()
        self._add_import()
        self._add_list()
        self._add_report()
        check = self._verb("check", text(say("check the file, the history and the money of an office")))
        self._office(check)
        check.add_argument("--json", action="store_true", help=text(say("print what was found as JSON")))
        check.add_argument("--waived", action="store_true", help=text(say("print what is accepted as well")))
        accept = self._verb("waive", text(say("accept a finding of the check, with a reason")))
        self._office(accept)
        add_waive(accept, text=text)
        month = self._verb("month", text(say("close a month, open it again, or see how the months stand")))
        self._office(month)
        add_month_options(month, text)
        self._add_rules()
        budget = self._verb("budget", text(say("budgets of a grant: list, compare, draft, ask for, approve")))
        self._office(budget)
        add_budget_options(budget, text, self._day_reader())
        add_grant_verbs(self._office_verb, text, self._day_reader())
        posting = self._verb("ledger", text(say("post to the ledger, and list what is open")))
        LedgerOptions(posting, language, office=self._office)
        self._add_copies()
        self._verb("version", text(say("print the version of the program and of its schema")))

    def _verb(self, name: str, about: str) -> argparse.ArgumentParser:
        parser = self._verbs.add_parser(name, help=about, description=f"{about[:1].upper()}{about[1:]}.")
        self._language_option(parser, default=argparse.SUPPRESS)
        return parser

    def _office_verb(self, name: str, about: str) -> argparse.ArgumentParser:
        parser = self._verb(name, about)
        self._office(parser)
        return parser

    def _language_option(self, parser: argparse.ArgumentParser, *, default: str) -> None:
        about = self._text(say("language of what is printed or written"))
        parser.add_argument("--language", choices=get_args(LanguageCode), default=default, help=about)

    def _office(self, parser: argparse.ArgumentParser) -> None:
        about = self._text(say("an office file, or a postgresql:// address"))
        parser.add_argument("--office", required=True, metavar="FILE", help=about)

    def _add_new(self) -> None:
        text = self._text
        parser = self._verb("new", text(say("make an office")))
        new_place = say("a file that is not there yet, or a postgresql:// address")
        parser.add_argument("office", metavar="FILE", help=text(new_place))
        parser.add_argument("--name", default="", help=text(say("what the office is called")))
        sample = say("fill it with the sample: real facts, invented amounts")
        parser.add_argument("--sample", action="store_true", help=text(sample))

    def _add_import(self) -> None:
        text = self._text
        parser = self._verb("import", text(say("bring a file into an office")))
        kinds = say("iati: an IATI 2.03 activity file; ledger: a ledger workbook; rates: UN operational rates")
        parser.add_argument("kind", choices=("iati", "ledger", "rates"), metavar="KIND", help=text(kinds))
        parser.add_argument("source", type=Path, metavar="SOURCE", help=text(say("the file")))
        self._office(parser)
        owner = say("the grant whose ledger the workbook goes into")
        parser.add_argument("--grant", default="", metavar="REF", help=text(owner))
        dry = say("say what would happen, change nothing")
        parser.add_argument("--dry-run", action="store_true", help=text(dry))
        parser.add_argument("--json", action="store_true", help=text(say("print the outcome as JSON")))

    def _add_list(self) -> None:
        text = self._text
        parser = self._verb("list", text(say("list the records of a register")))
        parser.add_argument("register", metavar="REGISTER", help="grants, projects, organisations, ledger, …")
        self._office(parser)
        where = say("such as amount>=1000, countries=NE,ML or title~prison; may be given several times")
        parser.add_argument("--where", action="append", default=[], metavar="FILTER", help=text(where))
        parser.add_argument("--search", default="", metavar="WORDS", help=text(say("records that have these words")))
        order = say("the column to sort by, -COLUMN for descending")
        parser.add_argument("--sort", default="", metavar="COLUMN", help=text(order))
        as_json = say("print an array of objects, amounts as text")
        parser.add_argument("--json", action="store_true", help=text(as_json))
        out = say("write to .xlsx or .csv instead of printing")
        parser.add_argument("--out", type=Path, metavar="FILE", help=text(out))
        self._force(parser)

    def _add_report(self) -> None:
        text = self._text
        parser = self._verb("report", text(say("make a report")))
        kinds = say("statement: the financial statement of a grant")
        parser.add_argument("name", choices=("statement",), metavar="REPORT", help=text(kinds))
        parser.add_argument("--grant", required=True, metavar="REF", help=text(say("the reference of the grant")))
        day = self._day_reader()
        for option, name, about in (("--from", "first", say("first day")), ("--to", "last", say("last day"))):
            parser.add_argument(option, dest=name, type=day, required=True, metavar="YYYY-MM-DD", help=text(about))
        self._office(parser)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx", help=text(say("the new workbook")))
        self._force(parser)

    def _add_rules(self) -> None:
        from desktop.cli.rules import add_deadlines, add_rules  # the window, which asks this module too, needs neither

        rules = self._verb("rules", self._text(say("show the rule book of a grant, or give it that of a preset")))
        self._office(rules)
        add_rules(rules, self._text)
        due = self._verb("deadlines", self._text(say("list what is due in the next days")))
        self._office(due)
        add_deadlines(due, self._text)

    def _force(self, parser: argparse.ArgumentParser) -> None:
        about = self._text(say("replace the file of --out when it is there"))
        parser.add_argument("--force", action="store_true", help=about)

    def _add_copies(self) -> None:
        text = self._text
        backup = self._verb("backup", text(say("copy an office to a new file, checked")))
        self._office(backup)
        backup.add_argument("target", type=Path, metavar="FILE", help=text(say("the new file")))
        restore = self._verb("restore", text(say("make an office at a new place from a backup")))
        restore.add_argument("source", type=Path, metavar="BACKUP", help=text(say("the file of the backup")))
        self._office(restore)
        upgrade = self._verb("upgrade", text(say("bring an office of an older version up to date, after a backup")))
        self._office(upgrade)

    def _day_reader(self) -> Callable[[str], date]:
        text = self._text

        def read(typed: str) -> date:
            try:
                return date.fromisoformat(typed)
            except ValueError:
                wrong = say("“{text}” is not a date like 2019-12-31", text=typed)
                raise argparse.ArgumentTypeError(text(wrong)) from None

        return read
