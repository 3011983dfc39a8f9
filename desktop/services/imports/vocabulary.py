"""What people write in a workbook, in whichever language of the program: names of kinds and categories."""

from __future__ import annotations

from desktop.domain.codes import CostCategory
from desktop.domain.ledger import LEDGER_KINDS, LedgerKind
from desktop.importers.values.names import names_of_choices
from desktop.registers.columns import CATEGORIES


def kind_called(text: str) -> LedgerKind | None:
    """The kind of entry that is called so, in the singular or plural; None when none is."""
    code = names_of_choices(LEDGER_KINDS).find(text)
    return None if code is None else LedgerKind(code)


def category_called(text: str) -> CostCategory | None:
    """The cost category of this number, or of this long or short name; None when there is none."""
    code = names_of_choices(CATEGORIES).find(text)
    return None if code is None else CostCategory(int(code))
