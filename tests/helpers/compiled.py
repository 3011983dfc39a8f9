"""Statements that are put into words once for all offices of a run: for each anew it took a sixth of the time."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from desktop.storage import engine as engines

_KEPT = 5000  # statements; each engine has its own words for them


def share_statements(patch: pytest.MonkeyPatch) -> None:
    """Has every engine of an office take over the dialect, and with it the statements, of the first of its kind.

    SQLAlchemy keeps them by dialect, of which each engine has one of its own; nothing but the kind of database differs
    between those of a run.
    """
    first: dict[str, Engine] = {}

    def make(*arguments: Any, **options: Any) -> Engine:
        made = create_engine(*arguments, **options, query_cache_size=_KEPT)
        known = first.get(made.name)
        if known is None or getattr(known.dialect, "server_version_info", None) is None:  # it was never connected
            first[made.name] = made
        else:
            made.dialect = made.pool._dialect = known.dialect
            made._compiled_cache = known._compiled_cache
        return made

    patch.setattr(engines, "create_engine", make)
