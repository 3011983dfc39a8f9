"""What is said of how the numbers of a column are written: what decided it, and why one does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from desktop.domain.finding import Severity
from desktop.importers.column_values import Flaw, Style
from desktop.importers.values.deciding import Decision
from desktop.importers.values.written_numbers import STYLES
from desktop.language import Message, say, say_many

CHOSEN: Final = say("Chosen by you")
FIX: Final = say("Make it a number cell in Excel.")


def all_true(counts: Mapping[int, int]) -> Style:
    """The style of numbers that are stored as such."""
    return Style("", say_many("{count} true number.", "{count} true numbers.", count=sum(counts.values())))


def misfit(
    text: str, readings: Sequence[Decimal | None], decision: Decision[Decimal], texts: Mapping[int, str]
) -> Flaw:
    """Why a number is not taken in the style of its column."""
    shown = text.strip()
    if None not in readings:
        sentence = (
            say("“{text}” is text whose comma may part thousands or decimals.", text=shown)
            if "," in shown
            else say("“{text}” is text whose point may part thousands or decimals.", text=shown)
        )
        return _error(sentence)
    if decision.proof is None:
        return _error(
            say("“{text}” does not fit numbers written like {style}.", text=shown, style=STYLES[decision.place])
        )
    example = texts[decision.proof].strip()
    return _error(
        say("“{text}” contradicts other numbers of its column, such as “{example}”.", text=shown, example=example)
    )


def style_of(
    decision: Decision[Decimal],
    readings: Mapping[int, Sequence[Decimal | None]],
    texts: Mapping[int, str],
    counts: Mapping[int, int],
    *,
    chosen: bool,
) -> Style:
    code = STYLES[decision.place]
    if chosen:
        return Style(code, CHOSEN)
    others = tuple(STYLES[place] for place in decision.ties if place != decision.place)
    if decision.open:
        return Style(code, _undecided(decision, readings, texts), open=True, others=others)
    if decision.proof is None:
        total = sum(counts[code] for code in readings)
        if not total:
            return all_true(counts)
        return Style(
            "",
            say_many(
                "{count} number without a sign in doubt.", "{count} numbers without a sign in doubt.", count=total
            ),
        )
    example = texts[decision.proof].strip()
    if decision.contradicting and decision.against is not None:
        return Style(
            code,
            say(
                "“{example}” and others, {count} rows; {less} rows contradict, such as “{other}”.",
                example=example,
                count=decision.proving,
                less=decision.contradicting,
                other=texts[decision.against].strip(),
            ),
        )
    if decision.following:
        return Style(
            code,
            say_many(
                "“{example}” proves it; {count} other fits.",
                "“{example}” proves it; {count} others fit.",
                count=decision.following,
                example=example,
            ),
        )
    return Style(
        code,
        say_many(
            "“{example}” in {count} row.", "“{example}” in all {count} rows.", count=decision.proving, example=example
        ),
    )


def _undecided(
    decision: Decision[Decimal], readings: Mapping[int, Sequence[Decimal | None]], texts: Mapping[int, str]
) -> Message:
    """Why nothing decides: two ways fit as well, or as badly."""
    if decision.contradicting and decision.proof is not None and decision.against is not None:
        return say(
            "“{one}” and “{other}” contradict each other, in as many rows each.",
            one=texts[decision.proof].strip(),
            other=texts[decision.against].strip(),
        )
    code = next(code for code, each in readings.items() if decision.reads(each) is None)
    one, other = readings[code]
    if one is None or other is None:
        return say("Nothing in the column decides how “{text}” is to be read.", text=texts[code].strip())
    return say(
        "“{text}” may be {one} or {other}: nothing in the column decides it.",
        text=texts[code].strip(),
        one=one,
        other=other,
    )


def _error(sentence: Message) -> Flaw:
    return Flaw(Severity.ERROR, sentence, FIX)
