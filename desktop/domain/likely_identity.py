"""A gentle look at free text for what tells who a detainee, a victim or a witness is.

GrantDesk holds counts of people and no identity of any. Numbers of cases, dates of birth, telephones, identity cards
and names of persons are told from all else by how they are written, in English, French and Arabic. What is found is a
warning and never refused: a text that is warned of for nothing is worse than one that slips through, so that only what
is likely is told, and names only where something beside the capital letters speaks for a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.domain.identity_patterns import AGAINST, ARABIC_NAMES, BIRTHS, CARDS, CASES, PHONES, PUBLIC
from desktop.domain.identity_words import (
    AROUND_PERSONS,
    COURTESY,
    FUNCTIONS,
    GIVEN_NAMES,
    NO_NAMES,
    PARTICLES,
    ROLES,
)
from desktop.language import Message, say
from desktop.language.folding import fold, words


class IdentityKind(StrEnum):
    """What tells who a person is."""

    CASE = "case"
    BIRTH = "birth"
    PHONE = "phone"
    CARD = "card"
    NAME = "name"


KINDS: Final[dict[IdentityKind, Message]] = {
    IdentityKind.CASE: say("the number of a case"),
    IdentityKind.BIRTH: say("a date of birth"),
    IdentityKind.PHONE: say("a telephone number"),
    IdentityKind.CARD: say("the number of an identity card"),
    IdentityKind.NAME: say("the name of a person"),
}
"""What each kind is, where the bit itself must not be told on."""

LEAVE_OUT: Final = say("Leave out whatever tells who a person is; counts are enough.")


@dataclass(frozen=True, slots=True)
class LikelyIdentity:
    """A bit of a text that likely tells who a person is, and where it begins."""

    kind: IdentityKind
    text: str
    start: int

    @property
    def sentence(self) -> Message:
        """What it looks like, and what to do."""
        return say("{what} {remedy}", what=self.what, remedy=LEAVE_OUT)

    @property
    def what(self) -> Message:
        """What it looks like."""
        match self.kind:
            case IdentityKind.CASE:
                return say("“{text}” looks like the number of a case.", text=self.text)
            case IdentityKind.BIRTH:
                return say("“{text}” looks like a date of birth.", text=self.text)
            case IdentityKind.PHONE:
                return say("“{text}” looks like a telephone number.", text=self.text)
            case IdentityKind.CARD:
                return say("“{text}” looks like the number of an identity card.", text=self.text)
        return say("“{text}” looks like the name of a person.", text=self.text)


# --- numbers ------------------------------------------------------------------------------------------------------

_WRITTEN: Final = {
    IdentityKind.CASE: CASES,
    IdentityKind.BIRTH: BIRTHS,
    IdentityKind.CARD: CARDS,
    IdentityKind.PHONE: PHONES,
}


def _numbers(text: str) -> Iterator[LikelyIdentity]:
    for kind, patterns in _WRITTEN.items():
        for found in (match for pattern in patterns for match in pattern.finditer(text)):
            if kind is not IdentityKind.CASE or not PUBLIC.search(text[: found.start()]):
                yield LikelyIdentity(kind, found[0].strip(), found.start())


# --- names --------------------------------------------------------------------------------------------------------

_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*\.?|[.!?:;\n]|[^\s\w]", re.UNICODE)
_ENDS_SENTENCE: Final = frozenset(".!?:;\n•")
_NEAR = 6  # words before a name in which a person is spoken of
_MOST_WORDS = 5  # of a name


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text, folded, and where it stands; `first` opens a sentence."""

    text: str
    plain: str
    start: int
    first: bool

    @property
    def capital(self) -> bool:
        """Whether it is written like a name."""
        return self.text[:1].isupper() and len(self.text) > 1

    @property
    def shouted(self) -> bool:
        """Whether all its letters are capitals: an acronym, or a surname as some write it."""
        return self.text.isupper()

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def _words(text: str) -> list[_Word]:
    """The words, signs among them that end a sentence or part one name from another."""
    found: list[_Word] = []
    opens = True
    for match in _WORD.finditer(text):
        written = match[0]
        if not written[0].isalpha():
            found.append(_Word(written, "", match.start(), first=False))
            opens = opens or written in _ENDS_SENTENCE
            continue
        plain = fold(written.rstrip(".")) or ""
        dotted = written.endswith(".") and plain not in COURTESY and len(plain) > 1
        found.append(_Word(written.rstrip("."), plain, match.start(), first=opens))
        if dotted:
            found.append(_Word(".", "", match.end() - 1, first=False))
        opens = dotted
    return found


def _runs(found: list[_Word]) -> Iterator[tuple[int, list[_Word]]]:
    """Each run of capital words with the particles between them, and the place where it begins."""
    place = 0
    while place < len(found):
        run: list[_Word] = []
        end = place
        while end < len(found) and (found[end].capital or (run and found[end].plain in PARTICLES)):
            if found[end].plain in COURTESY | ROLES:
                break
            run.append(found[end])
            end += 1
        while run and not run[-1].capital:
            run.pop()
        if run:
            yield place, run
        place = max(end, place + 1)


def _names(text: str, known: frozenset[str]) -> Iterator[LikelyIdentity]:
    found = _words(text)
    runs = list(_runs(found))
    officials = {word.plain for place, run in runs if _has_function(found, place + len(run)) for word in run}
    for place, run in runs:
        name = _name_in(found, place, run, known | officials)
        if name:
            start, end = name[0].start, name[-1].end
            yield LikelyIdentity(IdentityKind.NAME, text[start:end], start)


def _has_function(found: list[_Word], place: int) -> bool:
    """Whether what stands behind a name says which function its bearer has."""
    behind = found[place : place + 7]
    return bool(behind) and behind[0].text in (",", "(", "–", "-") and any(one.plain in FUNCTIONS for one in behind)


def _name_in(found: list[_Word], place: int, run: list[_Word], known: frozenset[str]) -> list[_Word]:
    """The name of a person in a run of capital words; empty when none is likely."""
    before = found[place - 1].plain if place else ""
    called = before in ROLES or before in COURTESY
    if run[0].first and not called and not _opens_name(run):
        before = run[0].plain
        run = run[1:]
        while run and not run[0].capital:
            run = run[1:]
    parts = [word for word in run if word.capital]
    if not parts or len(parts) > _MOST_WORDS or any(plain in NO_NAMES for plain in (before, *(w.plain for w in parts))):
        return []
    if all(word.plain in known or word.shouted for word in parts):
        return []
    if called:
        return [] if before in COURTESY and any(word.plain in known for word in parts) else run
    if len(parts) < 2 or any(word.plain in known for word in parts):
        return []
    if any(word.plain in GIVEN_NAMES for word in parts):
        return run
    near = {before, *(word.plain for word in found[max(0, place - _NEAR) : place])}
    return run if near & (AROUND_PERSONS | ROLES) and not any(word.shouted for word in parts) else []


def _opens_name(run: list[_Word]) -> bool:
    """Whether a sentence opens with a name: a given name, or a surname in capitals before one."""
    surname_first = run[0].shouted and run[1:] and run[1].plain in GIVEN_NAMES
    return run[0].plain in GIVEN_NAMES or bool(surname_first)


def _in_court(text: str, known: frozenset[str]) -> Iterator[LikelyIdentity]:
    """Whoever a case is against, and names as Arabic writes them."""
    for found in AGAINST.finditer(text):
        place, run = next(_runs(_words(text[found.end() :])), (0, []))
        parts = [] if place else [word for word in run if word.capital]
        if parts and not any(word.plain in known or word.plain in NO_NAMES for word in parts):
            start, end = found.end() + run[0].start, found.end() + run[-1].end
            yield LikelyIdentity(IdentityKind.NAME, text[start:end], start)
    for found in ARABIC_NAMES.finditer(text):
        yield LikelyIdentity(IdentityKind.NAME, found[0], found.start())


# --- all ----------------------------------------------------------------------------------------------------------


def likely_identities(text: str, *, known: Collection[str] = (), persons: bool = True) -> tuple[LikelyIdentity, ...]:
    """What in a text likely tells who a person is, in the order in which it stands there, each bit once.

    `known` are names that are none of such a person: places, organisations, projects. Without `persons` only what
    belongs to a court or to papers is looked for: the text may well name a supplier, or how to reach a partner.
    """
    found = [one for one in _numbers(text) if persons or one.kind is not IdentityKind.PHONE]
    if persons:
        plain = frozenset(word for name in known for word in words(name))
        found += [*_names(text, plain), *_in_court(text, plain)]
    return tuple(_once(found))


def _once(found: list[LikelyIdentity]) -> Iterator[LikelyIdentity]:
    """Those that no earlier one holds already, in order."""
    end = -1
    for one in sorted(found, key=lambda each: (each.start, -len(each.text))):
        if one.start >= end:
            yield one
            end = one.start + len(one.text)
