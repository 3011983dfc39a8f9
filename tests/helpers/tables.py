"""What an office holds, table by table, so that a test can say that nothing else changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from desktop.services.offices import Office
from desktop.storage.models import MODELS, LedgerSum
from desktop.storage.models.base import table_of

# What happened, as against what is so: an import that is undone leaves these behind on purpose.
TRAIL = frozenset({"audit_entry", "audit_change", "import_batch", "import_file"})
Tables = dict[str, list[dict[str, Any]]]


def tables_of(office: Office, *, trail: bool = True, without: frozenset[str] = frozenset()) -> Tables:
    """Every row of every table in order, on demand without the trail and without some columns.

    Sums of the ledger have no id that means anything: the database makes them anew.
    """
    found: Tables = {}
    with office.read() as session:
        for name, model in sorted(MODELS.items()):
            if trail or name not in TRAIL:
                table = table_of(model)
                made_anew = model is LedgerSum
                order = (table.c.grant_id, table.c.category, table.c.month) if made_anew else (table.c.id,)
                left_out = without | {"id"} if made_anew else without
                columns = [column for column in table.columns if column.name not in left_out]
                rows = session.execute(select(*columns).order_by(*order)).mappings()
                found[name] = [dict(row) for row in rows]
    return found
