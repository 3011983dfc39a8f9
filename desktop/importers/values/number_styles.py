"""What is said of how the numbers of a column are written: what decided it, and why one does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.domain.finding import Severity
from desktop.importers.column_values import Flaw, Style
from desktop.importers.values.deciding import Decision, Pattern
from desktop.importers.values.written_numbers import EITHER, STYLES, Written
from desktop.language import Message, say, say_many

CHOSEN: Final = say("Chosen by you")
FIX: Final = say("Make it a number cell in Excel.")


def all_true(rows: int) -> Style | None:
    """The style of numbers that are all stored as such, in so many rows; None without any."""
    return Style("", say_many("{count} true number.", "{count} true numbers.", count=rows)) if rows else None


@dataclass(frozen=True, slots=True)
class WrittenColumn:
    """The texts of a column by code, how often each stands in rows, and what was decided (or `chosen` by a person).

    `true` are the rows whose numbers are stored as such.
    """

    texts: Mapping[int, str]
    counts: Mapping[int, int]
    decision: Decision
    chosen: bool
    true: int

    def _text(self, code: int) -> str:
        return self.texts[code].strip()

    def misfit(self, text: str, pattern: Pattern) -> Flaw:
        """Why a number is not taken in the style of its column."""
        shown = text.strip()
        if pattern == EITHER and "," in shown:
            sentence = say("“{text}” is text whose comma may part thousands or decimals.", text=shown)
        elif pattern == EITHER:
            sentence = say("“{text}” is text whose point may part thousands or decimals.", text=shown)
        elif self.chosen:
            style = STYLES[self.decision.place]
            sentence = say("“{text}” is not written like {style}.", text=shown, style=style)
        else:
            other = next((example for example in self.decision.examples(self.texts) if example != shown), shown)
            sentence = say(
                "“{text}” contradicts other numbers of its column, such as “{example}”.", text=shown, example=other
            )
        return Flaw(Severity.ERROR, sentence, FIX)

    def style(self, groups: Mapping[Pattern, Sequence[int]], written: Mapping[int, Written]) -> Style | None:
        """The style of the column, with its evidence; None when it holds no numbers."""
        decision = self.decision
        code = STYLES[decision.place]
        if self.chosen:
            return Style(code, CHOSEN)
        if decision.open:
            others = tuple(STYLES[place] for place in decision.ties[1:])
            return Style(code, self._undecided(groups, written), open=True, others=others)
        if decision.proof is not None:
            return Style(code, self._evidence(self._text(decision.proof)))
        if not written:
            return all_true(self.true)
        total = sum(self.counts[code] for code in written)
        said = say_many(
            "{count} number that reads in one way only.", "{count} numbers that read in one way only.", count=total
        )
        return Style("", said)

    def _evidence(self, example: str) -> Message:
        decision = self.decision
        if decision.against is not None:
            return say_many(
                "Most are like “{example}” ({rows}); {count} row contradicts, such as “{other}”.",
                "Most are like “{example}” ({rows}); {count} rows contradict, such as “{other}”.",
                count=decision.contradicting,
                example=example,
                rows=decision.proving,
                other=self._text(decision.against),
            )
        if decision.following:
            return say_many(
                "“{example}” proves it; {count} other fits.",
                "“{example}” proves it; {count} others fit.",
                count=decision.following,
                example=example,
            )
        return say_many(
            "“{example}” in {count} row.", "“{example}” in all {count} rows.", count=decision.proving, example=example
        )

    def _undecided(self, groups: Mapping[Pattern, Sequence[int]], written: Mapping[int, Written]) -> Message:
        """Why nothing decides: both ways fit as well, or as badly."""
        proof, against = self.decision.proof, self.decision.against
        if proof is not None and against is not None:
            return say(
                "“{one}” and “{other}” contradict each other, in as many rows each.",
                one=self._text(proof),
                other=self._text(against),
            )
        code = groups[EITHER][0]
        number = written[code]
        return say(
            "“{text}” may be {one} or {other}: nothing in the column decides it.",
            text=self._text(code),
            one=number.point or 0,
            other=number.comma or 0,
        )
