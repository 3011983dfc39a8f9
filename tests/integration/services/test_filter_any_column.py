"""Whatever is typed as a filter on whatever column ends in rows or in a sentence, on both engines; never in a fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from desktop.config import paths
from desktop.language import UserError, load_language
from desktop.registers import REGISTERS
from desktop.registers.query import Operator, Query, parse_filters
from desktop.services import browse
from desktop.services.offices import Office
from desktop.services.sample import new_sample_office
from tests.helpers.engines import Engines

pytestmark = pytest.mark.no_cover  # other tests reach these lines; counting them here takes a third of its time

VALUES = (
    "", "1", "-1", "1.5", "0.00001", "NaN", "Infinity", "1e30", "1e-30", "1e999999999", "2019-01-01", "2019-02-30",
    "0001-01-01", "9999-12-31", "USD", "NE", "NE,ML", "expenditure", "%", "_", "\\", "'", "é", "nothing like this",
)  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def sample(
    request: pytest.FixtureRequest, engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    place = engines.empty(request.param, tmp_path_factory.mktemp("filters"))
    office = new_sample_office(place, actor="Test", language=load_language(paths.translations(), "en"))
    yield office
    office.close()


@pytest.mark.parametrize("key", REGISTERS)
def test_every_filter_on_every_column_is_answered(sample: Office, key: str) -> None:
    register = REGISTERS[key]
    answered = 0
    for column in register.columns:
        for operator in Operator:
            for value in VALUES:
                with suppress(UserError):
                    filters = parse_filters(register, [f"{column.key}{operator}{value}"])
                    answered += browse.RegisterView(sample, Query(register, filters=filters)).count() >= 0
    assert answered > len(register.columns)
