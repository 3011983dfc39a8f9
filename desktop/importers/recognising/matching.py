"""Which column holds which field: by its name, by its tag, by what it holds; each field at most once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.money import MINOR_UNITS
from desktop.importers.fields import Field
from desktop.importers.layout import Guess
from desktop.importers.recognising.assignment import assign
from desktop.importers.recognising.content import Fit, Profile, fit, unfit_for_text
from desktop.importers.recognising.heading_words import Likeness, NameIndex, currency_in, parts_of
from desktop.importers.recognising.headings import Headings, without_number
from desktop.language import Message, say
from desktop.registers.register import Kind

_ENOUGH = 58.0  # a column that is less likely holds nothing of the list
_BETTER = 3.0  # for what the cells hold, when the name says the same
_WORSE = 36.0  # when they hold something else
_NO_NAME = 45.0  # when a column of names holds numbers: “Budget” over amounts is no name of a budget
_CONTENT = 62.0  # for what the cells hold alone
_MOST, _FEW = 0.8, 0.3  # shares of cells
_LOWER = 2.0  # for the name of the column in the lower of two rows, without its group
_UPPER = 12.0  # for the name of the group alone
_LEAST_SEEN = 3  # cells that must be there before content alone says anything
# Currencies of awards: an amount in one of them is rather that in the grant's currency, when there are two amounts.
_OF_AWARDS = frozenset({"USD", "EUR", "GBP", "CHF"})
_NUDGE = 0.6
_ORIGINAL, _CONVERTED = "original_amount", "amount"
# Kinds whose cells say by themselves what they are.
_TELLING = frozenset({Kind.DATE, Kind.CURRENCY, Kind.CHOICE, Kind.COUNTRY})

NOTHING_LIKE_IT = say("Nothing like it in this list.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """How likely a column holds a field, and why."""

    score: float
    reason: Message


def match(
    columns: Mapping[int, str], headings: Headings, profiles: Mapping[int, Profile], index: NameIndex
) -> tuple[Guess, ...]:
    """What each of the `columns` (place and heading) holds, in their order."""
    likely = {
        place: _candidates(heading, headings.tags.get(place, ""), profiles[place], index)
        for place, heading in columns.items()
    }
    held = _assigned(list(columns), likely, index.fields)
    taken = {key: place for place, key in held.items()}
    labels = {field.key: field.label for field in index.fields}
    return tuple(
        _guess(place, heading, likely[place], held.get(place, ""), taken, columns, labels)
        for place, heading in columns.items()
    )


def _guess(
    place: int,
    heading: str,
    likely: Mapping[str, Candidate],
    key: str,
    taken: Mapping[str, int],
    columns: Mapping[int, str],
    labels: Mapping[str, Message],
) -> Guess:
    if key:
        return Guess(place, heading, key, round(min(100.0, likely[key].score)), likely[key].reason)
    best = max(likely, key=lambda one: likely[one].score, default="")
    if best in taken and likely[best].score >= _ENOUGH:
        other = say("{field} is rather in “{other}”.", field=labels[best], other=columns[taken[best]])
        return Guess(place, heading, "", 0, other)
    return Guess(place, heading, "", 0, NOTHING_LIKE_IT)


def _assigned(
    places: Sequence[int], likely: Mapping[int, Mapping[str, Candidate]], fields: Sequence[Field]
) -> dict[int, str]:
    worth = [
        [
            likely[place][field.key].score
            if field.key in likely[place] and likely[place][field.key].score >= _ENOUGH
            else 0.0
            for place in places
        ]
        for field in fields
    ]
    return {places[place]: field.key for field, place in zip(fields, assign(worth), strict=True) if place is not None}


def _candidates(heading: str, tag: str, found: Profile, index: NameIndex) -> dict[str, Candidate]:
    named = _named(without_number(heading), tag, index)
    candidates: dict[str, Candidate] = {}
    for field in index.fields:
        suits = fit(found, field) if found.seen else None
        candidate = _weighed(field, named.get(field.key), suits, found)
        if candidate is not None:
            candidates[field.key] = candidate
    return _nudged(candidates, currency_in(heading))


def _named(heading: str, tag: str, index: NameIndex) -> dict[str, Likeness]:
    parts = parts_of(heading)
    ways = [(heading, 0.0)]
    if len(parts) > 1:
        ways += [(parts[-1], _LOWER), (parts[0], _UPPER)]
    best: dict[str, Likeness] = dict(index.tagged(tag)) if tag else {}
    for text, less in ways:
        for key, likeness in index.likenesses(text).items():
            score = likeness.score - less
            if key not in best or best[key].score < score:
                best[key] = Likeness(score, likeness.reason)
    return best


def _weighed(field: Field, named: Likeness | None, suits: Fit | None, found: Profile) -> Candidate | None:
    """The name and the content together; a name alone counts where the column is empty."""
    if named is None:
        telling = suits is not None and field.kind in _TELLING and found.seen >= _LEAST_SEEN and suits.share >= _MOST
        return Candidate(_CONTENT * suits.share, suits.reason) if telling and suits is not None else None
    if suits is None:
        less = _NO_NAME if found.seen >= _LEAST_SEEN else _WORSE
        return Candidate(named.score - less * unfit_for_text(found, field), named.reason)
    if suits.share >= _MOST:
        return Candidate(named.score + _BETTER, named.reason)
    if suits.share < _FEW and found.seen >= _LEAST_SEEN:
        return Candidate(named.score - _WORSE, named.reason)
    return Candidate(named.score, named.reason)


def _nudged(candidates: dict[str, Candidate], currency: str) -> dict[str, Candidate]:
    """Of two amounts the one in a currency of awards is that in the grant's currency."""
    if currency in MINOR_UNITS and {_ORIGINAL, _CONVERTED} <= set(candidates):
        key = _CONVERTED if currency in _OF_AWARDS else _ORIGINAL
        found = candidates[key]
        candidates[key] = Candidate(found.score + _NUDGE, found.reason)
    return candidates
