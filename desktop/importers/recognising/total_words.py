"""The words by which people mark a row of totals, in whichever language of the program."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from datetime import date

from desktop.domain.money import MINOR_UNITS
from desktop.importers.recognising.names import languages
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
# Parts of all those words, by which texts are sorted out at first.
_STEMS = (
    "total", "totaux", "somme", "sum", "مجموع", "جمالي", "forward", "carried", "brought", "balance", "nouveau",
    "report", "solde", "b/f", "c/f", "b/d", "c/d", "رصيد",
)  # fmt: skip


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
    """The places of those texts that hold a word for a total or for a sum carried over.

    All are looked through as one text at first: a ledger has as many descriptions as rows, and few words for totals.
    """
    whole = "\n".join(texts).casefold()
    stems = [stem for stem in _STEMS if stem in whole]
    return [place for place, text in enumerate(texts) if _holds_any(text.casefold(), stems)] if stems else []


def _holds_any(text: str, stems: Iterable[str]) -> bool:
    return any(stem in text for stem in stems)
