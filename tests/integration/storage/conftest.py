"""A long ledger on each engine, made once for all that only reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from desktop.services.offices import Office
from desktop.storage.engine import is_file
from tests.helpers.engines import ENGINES, Engines
from tests.helpers.large import LONG, make_large_office


@pytest.fixture(scope="session", params=ENGINES)
def long_ledger(
    request: pytest.FixtureRequest, engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """An office with thirty thousand entries, measured so that the planner knows it; never written to."""
    made = make_large_office(engines.empty(str(request.param), tmp_path_factory.mktemp("long")), entries=LONG)
    with made.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not is_file(connection):
            connection.execute(text("ANALYZE"))
    yield made
    made.close()
