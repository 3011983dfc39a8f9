"""What can be typed after `grantdesk`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import get_args

from desktop.config.settings import LanguageCode

VERBS = ("new", "import", "list", "report", "check", "backup", "restore", "upgrade", "version")
_WINDOW_OPTIONS = ("--sample",)


def wants_window(words: Sequence[str]) -> bool:
    """Whether the window should open: nothing is typed, only an office to open, or `--sample`."""
    if not words:
        return True
    first = words[0]
    return first in _WINDOW_OPTIONS or (len(words) == 1 and not first.startswith("-") and first not in VERBS)


def joined(words: Sequence[str]) -> list[str]:
    """What was typed, with `--sort -amount` as one word, since argparse takes `-amount` for an option of its own."""
    found: list[str] = []
    for word in words:
        if found and found[-1] == "--sort" and word.startswith("-"):
            found[-1] = f"--sort={word}"
        else:
            found.append(word)
    return found


def make_parser() -> argparse.ArgumentParser:
    """The parser of all verbs."""
    parser = argparse.ArgumentParser(
        prog="grantdesk",
        description="Grants, budgets, ledger and donor reports of an aid office. Without a verb the window opens: "
        "grantdesk [OFFICE] or grantdesk --sample.",
    )
    parser.add_argument("--language", choices=get_args(LanguageCode), default="", help="language of what is printed")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    _new(verbs)
    _import(verbs)
    _list(verbs)
    _report(verbs)
    check = verbs.add_parser("check", help="check the file, the history and the money of an office")
    _office(check)
    check.add_argument("--json", action="store_true", help="print what was found as JSON")
    _copies(verbs)
    verbs.add_parser("version", help="print the version of the program and of its schema")
    return parser


def _office(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--office", required=True, metavar="FILE", help="an office file, or a postgresql:// address")


def _new(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = verbs.add_parser("new", help="make an office")
    parser.add_argument("office", metavar="FILE", help="a file that is not there yet, or a postgresql:// address")
    parser.add_argument("--name", default="", help="what the office is called")
    parser.add_argument("--sample", action="store_true", help="fill it with the sample: real facts, invented amounts")


def _import(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = verbs.add_parser("import", help="bring a file into an office")
    parser.add_argument("kind", choices=("iati", "ledger"), help="an IATI 2.03 activity file, or a ledger workbook")
    parser.add_argument("source", type=Path, metavar="SOURCE", help="the file")
    _office(parser)
    parser.add_argument("--grant", default="", metavar="REF", help="the grant whose ledger the workbook goes into")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def _list(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = verbs.add_parser("list", help="list the records of a register")
    parser.add_argument("register", metavar="REGISTER", help="grants, projects, organisations, ledger, ...")
    _office(parser)
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="FILTER",
        help="such as amount>=1000, countries=NE,ML, title~prison; may be given several times",
    )
    parser.add_argument("--search", default="", metavar="WORDS", help="records that have these words")
    parser.add_argument("--sort", default="", metavar="COLUMN", help="the column to sort by, -COLUMN for descending")
    parser.add_argument("--json", action="store_true", help="print an array of objects, amounts as text")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to .xlsx or .csv instead of printing")


def _report(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = verbs.add_parser("report", help="make a report")
    parser.add_argument("name", choices=("statement",), help="the financial statement of a grant")
    parser.add_argument("--grant", required=True, metavar="REF")
    parser.add_argument("--from", dest="first", type=_day, required=True, metavar="YYYY-MM-DD", help="first day")
    parser.add_argument("--to", dest="last", type=_day, required=True, metavar="YYYY-MM-DD", help="last day")
    _office(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")


def _copies(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    backup = verbs.add_parser("backup", help="copy an office to a new file, checked")
    _office(backup)
    backup.add_argument("target", type=Path, metavar="FILE")
    restore = verbs.add_parser("restore", help="make an office at a new place from a backup")
    restore.add_argument("source", type=Path, metavar="BACKUP")
    _office(restore)
    upgrade = verbs.add_parser("upgrade", help="bring an office of an older version up to date, after a backup")
    _office(upgrade)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is not a date like 2019-12-31"
        raise argparse.ArgumentTypeError(msg) from None
