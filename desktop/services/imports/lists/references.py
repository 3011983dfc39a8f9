"""What rows call the records they refer to: found by code or name, as people write it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.language import Message, say
from desktop.language.folding import fold, words
from desktop.storage.import_matches import Named

NEW_BUDGET = "new budget"  # one that the lines of a table begin
_NEAREST = 3
_LIKE = 60  # of 100: below, names have little in common


@dataclass(frozen=True, slots=True)
class Pointer:
    """The record that a cell refers to: one of the office (`id`), one that a row of the table makes (`place` among its
    rows), or one that is to be made because the table names it (neither).

    What is to be made belongs to `scope`, is in `currency`; a budget is of a `grant` and `project`.
    """

    register: str
    label: str
    id: int | None = None
    place: int | None = None
    scope: int | None = None
    currency: str = ""
    grant: Pointer | None = None
    project: Pointer | None = None

    @property
    def is_missing(self) -> bool:
        """Whether neither the office nor the table has it."""
        return self.id is None and self.place is None


@dataclass(frozen=True, slots=True)
class NotFound:
    """No record, or several, are called so; `nearest` could be meant."""

    sentence: Message
    fix: Message
    nearest: tuple[str, ...] = ()
    missing: bool = True


def exactly(text: str) -> str:
    """A code as it is compared with others: case, accents and width of spaces do not count, signs do."""
    return fold(" ".join(text.split())) or ""


def loosely(text: str) -> str:
    """A name as it is compared with others: its words alone."""
    return " ".join(words(text)) or exactly(text)


class Names:
    """How people call the records of a register."""

    def __init__(self, register: str, singular: Message, named: Iterable[Named]) -> None:
        self.register, self._singular = register, singular
        self._by_id: dict[int, Named] = {}
        self._found: dict[str, dict[int, None]] = {}
        self._loose: dict[str, dict[int, None]] = {}
        for one in named:
            self.add(one)

    def add(self, one: Named) -> None:
        """Notes one more record."""
        self._by_id[one.id] = one
        for name in dict.fromkeys(one.names):
            self._found.setdefault(exactly(name), {})[one.id] = None
            self._loose.setdefault(loosely(name), {})[one.id] = None

    def label(self, identity: int | None) -> str | None:
        """How lists show a record; None for none."""
        found = None if identity is None else self._by_id.get(identity)
        return None if found is None else found.label

    def find(self, text: str, scopes: frozenset[int] | None = None) -> Pointer | NotFound:
        """The record that is called so; `scopes` are the records it may belong to, None where all may be."""
        for found in self._ways(text):
            inside = [one for one in map(self._by_id.__getitem__, found) if scopes is None or one.scope in scopes]
            chosen = self._best(inside, text)
            if len(chosen) == 1:
                return Pointer(self.register, chosen[0].label, chosen[0].id)
            if chosen:
                return self._several(chosen, text)
        return self.absent(text, scopes)

    def _ways(self, text: str) -> Iterator[dict[int, None]]:
        """What is called so, by stricter ways first; a code before its name (``P-12 – Wells``) is enough."""
        yield self._found.get(exactly(text), {})
        yield self._loose.get(loosely(text), {})
        for sign in (" – ", " — ", " - ", ": "):
            code, parted, _name = text.partition(sign)
            if parted:
                yield self._found.get(exactly(code), {})

    @staticmethod
    def _best(found: list[Named], text: str) -> list[Named]:
        """Of several that are called so, those whose code it is."""
        wanted = exactly(text)
        by_code = [one for one in found if one.names and exactly(one.names[0]) == wanted]
        return by_code if len(found) > 1 and by_code else found

    def _several(self, found: list[Named], text: str) -> NotFound:
        labels = tuple(dict.fromkeys(name for one in found for name in (one.names[0], one.label)))
        return NotFound(
            say("{count} records are called {name}.", count=len(found), name=text),
            say("Use one of these: {names}.", names=labels),
            labels,
            missing=False,
        )

    def absent(self, text: str, scopes: frozenset[int] | None = None) -> NotFound:
        """What to say where nothing is called so."""
        nearest = self.nearest(text, scopes)
        return NotFound(
            say("The office has no {kind} {name}.", kind=self._singular, name=text),
            say("Nearest: {known}.", known=nearest)
            if nearest
            else say("Add it first, or tick that missing records be made."),
            nearest,
        )

    def nearest(self, text: str, scopes: frozenset[int] | None = None) -> tuple[str, ...]:
        """What could be meant instead, best first."""
        from rapidfuzz import fuzz, process

        names: dict[str, str] = {}
        for one in self._by_id.values():
            if scopes is None or one.scope in scopes:
                names |= dict.fromkeys(one.names, one.label)
        found = process.extract(
            text, list(names), scorer=fuzz.WRatio, processor=loosely, limit=_NEAREST * 2, score_cutoff=_LIKE
        )
        return tuple(dict.fromkeys(names[name] for name, _score, _index in found))[:_NEAREST]
