"""What people write in a workbook, in whichever language of the program: names of kinds and categories, and totals."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date

from desktop.domain.codes import CostCategory
from desktop.domain.ledger import LEDGER_KINDS, LedgerKind
from desktop.domain.money import MINOR_UNITS
from desktop.importers.values.names import languages, names_of_choices
from desktop.language.folding import words
from desktop.registers.columns import CATEGORIES

_TOTALS = "total totals totale totales totaux subtotal subtotals sum sums somme sommes مجموع المجموع إجمالي الإجمالي"
_BESIDE_TOTALS = (
    "grand general generale overall sub sous partial partiel net gross brut of for the a du de des la le les pour "
    "page month mois quarter trimestre year annee period periode carried forward report reporter amount montant "
    "expenditure expenditures expense expenses cost costs depense depenses cout couts كلي الكلي فرعي الفرعي عام العام"
)


def kind_called(text: str) -> LedgerKind | None:
    """The kind of entry that is called so, in the singular or plural; None when none is."""
    code = names_of_choices(LEDGER_KINDS).find(text)
    return None if code is None else LedgerKind(code)


def category_called(text: str) -> CostCategory | None:
    """The cost category of this number, or of this long or short name; None when there is none."""
    code = names_of_choices(CATEGORIES).find(text)
    return None if code is None else CostCategory(int(code))


@functools.cache
def _words_of_totals() -> frozenset[str]:
    months = [date(2019, number, 1) for number in range(1, 13)]
    named = [language.month_and_year(month) for language in languages() for month in months]
    short = [language.month(month.month) for language in languages() for month in months]
    return frozenset(words(" ".join([_TOTALS, _BESIDE_TOTALS, *MINOR_UNITS, *named, *short])))


def is_total(texts: Iterable[str], *, names: Iterable[str]) -> bool:
    """Whether these texts of a row say that it sums others, and nothing else.

    Beside a word for a total stand at most words that go with one, months, currencies, numbers, and `names`: “Total” is
    a supplier of fuel too.
    """
    said = set(words(" ".join(texts)))
    known = _words_of_totals().union(words(" ".join(names)))
    return not said.isdisjoint(words(_TOTALS)) and all(word in known or word.isdigit() for word in said)
