"""Issue 2, “What it must show”, item 2, word for word: the real IATI file into a new office, on each engine."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Run
from tests.helpers.engines import Engines
from tests.helpers.shared import real_file

pytestmark = pytest.mark.no_cover  # other tests reach these lines; counting them here takes a third of its time

WEST = ["BJ", "BF", "CV", "CI", "GM", "GH", "GN", "GW", "LR", "ML", "MR", "NE", "NG", "SN", "SL", "TG"]
CENTRAL = ["CM", "CF", "TD", "CG", "CD", "GQ", "GA", "ST"]


def _sum(rows: list[dict[str, Any]], key: str) -> Decimal:
    return sum((Decimal(row[key] or "0") for row in rows), Decimal(0))


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_577_projects_and_grants_to_the_cent_and_nothing_the_second_time(
    run: Run, engines: Engines, tmp_path: Path, engine: str
) -> None:
    source, office = real_file("iati/iom-577-projects.xml"), engines.empty(engine, tmp_path)
    assert run("new", office).status == 0
    told = run("import", "iati", source, "--office", office, "--json")
    assert (told.status, told.err) == (0, "")
    assert (told.json["new"]["project"], told.json["new"]["grant"]) == (577, 577)

    projects = run("list", "projects", "--office", office, "--json").json
    grants = run("list", "grants", "--office", office, "--json").json
    assert (len(projects), len(grants)) == (577, 577)
    assert _sum(grants, "amount") == Decimal("2417615507.12")
    assert {row["currency"] for row in grants} == {"USD"}
    budgets = run("list", "budgets", "--office", office, "--json").json
    assert {row["grant"] for row in budgets} == {row["reference"] for row in grants}
    for countries, count, amount in ((WEST, 47, "134425871.80"), (CENTRAL, 37, "89623783.42")):
        where = f"countries={','.join(countries)}"
        found = run("list", "projects", "--office", office, "--where", where, "--json").json
        assert (len(found), _sum(found, "funding")) == (count, Decimal(amount))

    again = run("import", "iati", source, "--office", office, "--json").json
    assert (again["batch"], set(again["new"].values()), set(again["changed"].values())) == (None, {0}, {0})
    assert run("list", "projects", "--office", office, "--json").json == projects
    assert run("list", "grants", "--office", office, "--json").json == grants
    assert run("check", "--office", office).lines[-1] == "The office is sound."
