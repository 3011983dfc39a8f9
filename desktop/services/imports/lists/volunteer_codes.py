"""A roster from elsewhere has no codes of the office: new volunteers get the next free one, in place of the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Final

from desktop.services.imports.lists.plans import RowPlan
from desktop.storage.import_matches import Known

CODE: Final = "reference"
_NUMBERED: Final = re.compile(r"V-(\d+)", re.IGNORECASE)


def number(plans: Sequence[RowPlan], known: Iterable[Known]) -> bool:
    """Gives volunteers without a code the next free one; returns whether there were any."""
    codes = {str(one.values[CODE]) for one in known} | {str(plan.values.get(CODE) or "") for plan in plans}
    numbers = {int(found[1]) for code in codes if (found := _NUMBERED.fullmatch(code))}
    free = count(max(numbers, default=0) + 1)
    without = [plan for plan in plans if _wants_code(plan)]
    for plan in without:
        plan.values[CODE] = f"V-{next(free):02}"
    return bool(without)


def _wants_code(plan: RowPlan) -> bool:
    is_new = plan.known is None and plan.same_as is None
    return is_new and plan.values.get(CODE) is None and CODE not in plan.read.flawed
