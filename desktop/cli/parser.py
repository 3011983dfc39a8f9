"""Makes of the verbs a parser that explains itself in the user's language."""

from __future__ import annotations

import argparse
import gettext
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, get_args

from desktop.cli.typed import joined
from desktop.cli.verb import Options, Verb, VerbGroup
from desktop.cli.verbs import VERBS
from desktop.config import paths
from desktop.config.settings import LanguageCode
from desktop.language import Language, say
from desktop.language.catalog import DOMAIN

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


def parse(words: Sequence[str], language: Language) -> argparse.Namespace:
    """What was typed, with the verb to `run`. Help and wrong usage are told in `language` and end in SystemExit."""
    with _argparse_speaking(language):
        return _parser(language).parse_args(joined(words))


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


def _parser(language: Language) -> argparse.ArgumentParser:
    about = say(
        "Grants, budgets, ledger and donor reports of an aid office. Without a verb the window opens: "
        "grantdesk [OFFICE] or grantdesk --sample."
    )
    parser = argparse.ArgumentParser(prog="grantdesk", description=language.text(about))
    _add_language(parser, language, default="")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in VERBS:
        _add_verb(verbs, verb, language)
    return parser


def _add_verb(verbs: Any, verb: Verb | VerbGroup, language: Language) -> None:
    about = language.text(verb.about)
    parser = verbs.add_parser(verb.name, help=about, description=f"{about[:1].upper()}{about[1:]}.")
    _add_language(parser, language, default=argparse.SUPPRESS)
    if isinstance(verb, Verb):
        verb.options(Options(parser, language))
        parser.set_defaults(run=verb.run)
        return
    following = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for each in verb.verbs:
        _add_verb(following, each, language)


def _add_language(parser: argparse.ArgumentParser, language: Language, *, default: str) -> None:
    about = language.text(say("language of what is printed or written"))
    parser.add_argument("--language", choices=get_args(LanguageCode), default=default, help=about)
