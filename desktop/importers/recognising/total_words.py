"""The words by which people mark a row of totals, in whichever language of the program."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from datetime import date

from desktop.domain.money import MINOR_UNITS
from desktop.importers.values.names import languages
from desktop.language.folding import words

_TOTALS = (
    "total totals totale totales totaux subtotal subtotals soustotal sum sums somme sommes "
    "مجموع المجموع إجمالي الإجمالي"
)
_BESIDE_TOTALS = (
    "grand general generale overall sub sous s partial partiel net gross brut of for the a du de des la le les pour "
    "page month mois quarter trimestre year annee period periode amount montant project projet budget "
    "expenditure expenditures expense expenses cost costs depense depenses cout couts كلي الكلي فرعي الفرعي عام العام"
)
_PARTIAL = "sub subtotal subtotals sous soustotal partial partiel partielle s فرعي الفرعي جزئي الجزئي page"
_GRAND = "grand general generale generaux overall عام العام كلي الكلي"
# A sum brought over from the page or file before, and the one that is handed on.
_CARRIED = re.compile(
    r"(balance |amount |totals? |solde )?(brought|carried) (forward|down|over)( .*)?|b f|c f|b d|c d"
    r"|opening balance|closing balance|(solde |total )?(a nouveau|a reporter)|report( (a nouveau|precedent|anterieur))?"
    r"|solde (initial|final|d ouverture|de cloture|anterieur|reporte)"
    r"|رصيد (افتتاحي|مرحل|سابق)|الرصيد (الافتتاحي|المرحل|السابق)"
)
# Parts of words for totals, by which texts are sorted out at first, and how a sum that is carried over begins.
_STEMS = ("total", "totaux", "somme", "sum", "مجموع", "جمالي")
_CARRIED_STARTS = (
    "balance", "amount", "total", "solde", "brought", "carried", "b/", "c/", "opening", "closing", "a nouveau",
    "à nouveau", "report", "a reporter", "à reporter", "رصيد", "الرصيد",
)  # fmt: skip
_CARRIED_LINE = re.compile(r"\n\s*(?:" + "|".join(map(re.escape, _CARRIED_STARTS)) + ")")
_START, _END = 24, 16  # letters in which the first two words and the last one are
_LONGEST_CARRIED = 48


@functools.cache
def _words_of_totals() -> frozenset[str]:
    months = [date(2019, number, 1) for number in range(1, 13)]
    named = [language.month_and_year(month) for language in languages() for month in months]
    short = [language.month(month.month) for language in languages() for month in months]
    return frozenset(words(" ".join([_TOTALS, _BESIDE_TOTALS, *MINOR_UNITS, *named, *short])))


@functools.cache
def _known(text: str) -> frozenset[str]:
    return frozenset(words(text))


def is_total(texts: Iterable[str], *, names: Iterable[str] = ()) -> bool:
    """Whether these texts of a row say that it sums others, and nothing else.

    Beside a word for a total stand at most words that go with one, months, currencies, numbers, and `names`: “Total” is
    a supplier of fuel too.
    """
    said = set(words(" ".join(texts)))
    known = _words_of_totals().union(words(" ".join(names)))
    return not said.isdisjoint(_known(_TOTALS)) and all(word in known or word.isdigit() for word in said)


def is_carried(text: str) -> bool:
    """Whether a text marks a sum that was brought over or is handed on: ``Report à nouveau``, ``Balance b/f``."""
    return _CARRIED.fullmatch(" ".join(words(text))) is not None


def speaks_of_total(text: str) -> bool:
    """Whether a text begins or ends with a word for a total, whatever else it says: ``Sub-total Travel``."""
    said = words(text)
    ends = {*said[:2], *said[-1:]}
    return not ends.isdisjoint(_known(_TOTALS))


def is_partial(text: str) -> bool:
    """Whether a total says that it sums a part only."""
    return not _known(_PARTIAL).isdisjoint(words(text))


def is_grand(text: str) -> bool:
    """Whether a total says that it sums everything."""
    return not _known(_GRAND).isdisjoint(words(text))


def texts_with_total(texts: list[str]) -> list[int]:
    """The places of those texts that may begin or end with a word for a total, or say that a sum is carried over.

    A ledger has as many descriptions as rows, so that this looks at letters alone, not at words.
    """
    whole = "\n" + "\n".join(texts).casefold()
    stems = [stem for stem in _STEMS if stem in whole]
    carried = _CARRIED_LINE.search(whole) is not None
    if not stems and not carried:
        return []
    return [place for place, text in enumerate(texts) if _may_speak(text.casefold().strip(), stems)]


def _may_speak(text: str, stems: list[str]) -> bool:
    if len(text) <= _LONGEST_CARRIED and text.startswith(_CARRIED_STARTS):
        return True
    return any(stem in text and (stem in text[:_START] or stem in text[-_END:]) for stem in stems)
