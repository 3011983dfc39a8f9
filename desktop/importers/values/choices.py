"""Columns of codes of a list, of countries and of currencies: by code, or by name in any language of the program."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Final

from desktop.domain.finding import Severity
from desktop.domain.money import CFA_FRANCS, MINOR_UNITS
from desktop.importers.book import Raw
from desktop.importers.column_values import ColumnValues, Flaw, Style
from desktop.importers.fields import Field
from desktop.importers.values.cells import sound, stands_for_nothing, taken_as_blank
from desktop.importers.values.names import Names, languages, names_of_choices
from desktop.importers.values.number_styles import CHOSEN
from desktop.importers.values.places import names_of_countries
from desktop.importers.values.signs import ANY_CURRENCY, currency_of_sign, is_cfa
from desktop.importers.values.texts import plain_text
from desktop.language import Message, say
from desktop.registers.register import SEVERAL_KINDS, Kind

_BETWEEN = re.compile(r"\s*[,;/|\n،؛]\s*|\s+(?:et|and|و)\s+", re.IGNORECASE)
_MISSES = 100  # different ones
_LONGEST_NAME = 80  # letters
_COUNTRIES = (Kind.COUNTRY, Kind.COUNTRIES)
_FIX_CURRENCY: Final = say("Use the three letters of ISO 4217, such as XOF.")


def read_choices(values: Sequence[Raw], counts: Mapping[int, int], field: Field, _style: str) -> ColumnValues:
    """The codes of a column; several of a cell parted by commas, as the register holds them."""
    found = ColumnValues([None] * len(values))
    names = names_of_countries() if field.kind in _COUNTRIES else names_of_choices(field.choices)
    for code, value in sound(values, counts, found):
        text = plain_text(value)
        one = names.find(text)
        if one is not None:
            found.values[code] = one
        elif stands_for_nothing(text):
            found.flaws[code] = taken_as_blank(text)
        elif field.kind in SEVERAL_KINDS:
            _take_several(found, code, text, names, field)
        else:
            found.flaws[code] = _unknown(text, _near(found, names, text), field)
    return found


def _take_several(found: ColumnValues, code: int, text: str, names: Names, field: Field) -> None:
    parts = [part for part in _BETWEEN.split(text) if part]
    codes = {part: names.find(part) for part in parts}
    unknown = next((part for part, each in codes.items() if each is None), None)
    if unknown is None:
        found.values[code] = ", ".join(dict.fromkeys(each for each in codes.values() if each is not None))
    else:
        found.flaws[code] = _unknown(unknown, _near(found, names, unknown), field)


def _near(found: ColumnValues, names: Names, text: str) -> dict[str, str]:
    """The codes that could be meant; not looked for in a column that holds something else altogether."""
    return names.nearest(text) if len(found.flaws) < _MISSES and len(text) <= _LONGEST_NAME else {}


def _unknown(text: str, near: Mapping[str, str], field: Field) -> Flaw:
    """Why a text is no code of the list, with those that could be meant."""
    if field.kind in _COUNTRIES:
        sentence = say("“{text}” is not a country.", text=text)
        other = say("Use the two letters of ISO 3166, such as NE.")
        shown: list[Message | str] = list(near.values())
    else:
        sentence = say("“{text}” is none of the values of {field}.", text=text, field=field.label)
        other = say("Use one of: {kinds}.", kinds=list(field.choices.values()))
        shown = [field.choices[code] for code in near]
    return Flaw(Severity.ERROR, sentence, _meant(shown, other), tuple(near))


def _meant(near: Sequence[Message | str], other: Message) -> Message:
    return say("Nearest: {near}.", near=near) if near else other


# --- currencies ---------------------------------------------------------------------------------------------------


@functools.cache
def _names_of_currencies() -> Names:
    return Names((code, language.currency_name(code)) for language in languages() for code in MINOR_UNITS)


def read_currencies(values: Sequence[Raw], counts: Mapping[int, int], _field: Field, style: str) -> ColumnValues:
    """The currencies of a column.

    What is only called CFA is the CFA franc that the column names elsewhere, or that a person chose as its style.
    """
    found = ColumnValues([None] * len(values))
    francs: dict[int, str] = {}
    for code, value in sound(values, counts, found):
        text = plain_text(value)
        if is_cfa(text):
            francs[code] = text
        elif stands_for_nothing(text):
            found.flaws[code] = taken_as_blank(text)
        else:
            found.values[code] = currency = _currency(text)
            if currency is None:
                found.flaws[code] = _no_currency(text, found)
    if francs:
        _take_francs(found, francs, style)
    return found


def _currency(text: str) -> str | None:
    sign = currency_of_sign(text)
    return sign if sign not in (None, ANY_CURRENCY) else _names_of_currencies().find(text)


def _no_currency(text: str, found: ColumnValues) -> Flaw:
    if currency_of_sign(text) == ANY_CURRENCY:
        return Flaw(Severity.ERROR, say("“{text}” is the sign of several currencies.", text=text), _FIX_CURRENCY)
    near = _near(found, _names_of_currencies(), text)
    return Flaw(
        Severity.ERROR, say("{code} is not a currency.", code=text), _meant(list(near), _FIX_CURRENCY), tuple(near)
    )


def _take_francs(found: ColumnValues, francs: Mapping[int, str], style: str) -> None:
    """Settles which CFA franc is meant; where nothing says so, someone is asked."""
    text = next(iter(francs.values()))
    named = [franc for franc in CFA_FRANCS if franc in found.values]
    if style in CFA_FRANCS:
        found.style = Style(style, CHOSEN)
    elif len(named) == 1:
        found.style = Style(
            named[0], say("“{text}” is taken for {currency}, which other rows name.", text=text, currency=named[0])
        )
    else:
        xof, xaf = CFA_FRANCS
        evidence = say(
            "“{text}” may be {one} or {other}: nothing in the column decides it.", text=text, one=xof, other=xaf
        )
        found.style = Style(xof, evidence, open=True, others=(xaf,))
    for code, each in francs.items():
        if found.style.open:
            sentence = say("“{text}” may be {one} or {other}.", text=each, one=CFA_FRANCS[0], other=CFA_FRANCS[1])
            found.flaws[code] = Flaw(Severity.ERROR, sentence, _FIX_CURRENCY, CFA_FRANCS)
        else:
            found.values[code] = found.style.code
