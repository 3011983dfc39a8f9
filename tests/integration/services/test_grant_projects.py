"""A grant names its project in its form: the project gets the whole award, and goes on getting it; what an import
shared among several stays as it is.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.money import Money
from desktop.language import Language
from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services import records
from desktop.services.browse import RegisterView
from desktop.services.history import undo_entry
from desktop.storage.models import Grant, Project
from tests.helpers.records import making
from tests.integration.services.conftest import Desk


def _funding(desk: Desk, project: int) -> tuple[object, object]:
    shown = desk.values("projects", project)
    return shown["funding_currency"], shown["funding"]


def _other(desk: Desk) -> int:
    return desk.save("projects", reference="PR-2").record_id


def _shared(desk: Desk, *shares: tuple[int, str]) -> None:
    """Gives projects their parts of the desk's grant, as an import does."""
    with making(desk.office) as make:
        grant = make.unit.get(Grant, desk.grant)
        for project, amount in shares:
            make.share(grant, make.unit.get(Project, project), amount)


def test_a_new_grant_gives_its_project_the_whole_award(desk: Desk) -> None:
    made = desk.save("grants", project=desk.project).record_id
    assert _funding(desk, desk.project) == ("USD", Decimal("125000.50"))
    found = records.load(desk.office, "grants", made)
    assert (found.values["project"], found.targets["project"]) == ("PR-1", desk.project)


def test_funding_follows_the_award(desk: Desk) -> None:
    desk.save("grants", desk.grant, project=desk.project)
    desk.save("grants", desk.grant, amount=Decimal(250))
    assert _funding(desk, desk.project) == ("USD", Decimal(250))


def test_another_project_takes_over_and_none_gets_nothing(desk: Desk) -> None:
    other = _other(desk)
    desk.save("grants", desk.grant, project=desk.project)
    desk.save("grants", desk.grant, project=other)
    assert (_funding(desk, desk.project)[1], _funding(desk, other)[1]) == (None, Decimal(100_000))
    taken = desk.save("grants", desk.grant, project=None)
    assert _funding(desk, other)[1] is None
    undo_entry(desk.office, entry_id=taken.entry_id or 0)
    assert _funding(desk, other)[1] == Decimal(100_000)


def test_a_part_of_the_award_stays_a_part(desk: Desk) -> None:
    _shared(desk, (desk.project, "100.55"))
    desk.save("grants", desk.grant, amount=Decimal(250), project=desk.project)
    assert _funding(desk, desk.project) == ("USD", Decimal("100.55"))


def test_what_several_share_is_shown_and_stays(desk: Desk, english: Language) -> None:
    other = _other(desk)
    _shared(desk, (desk.project, "60000.00"), (other, "40000.00"))
    found = records.load(desk.office, "grants", desk.grant)
    assert (found.values["project"], found.targets["project"]) == ("PR-1, PR-2", None)
    desk.save("grants", desk.grant, amount=Decimal(200_000), project=None)
    assert (_funding(desk, desk.project)[1], _funding(desk, other)[1]) == (Decimal(60_000), Decimal(40_000))
    with pytest.raises(records.InvalidRecordError) as raised:
        desk.save("grants", desk.grant, project=other)
    refused = english.text(raised.value.fields["project"])
    assert refused == "It is shared among PR-1 and PR-2. Only an import changes that."


def test_a_grant_that_gives_to_a_project_keeps_its_currency(desk: Desk) -> None:
    francs = desk.save("grants", project=desk.project).record_id
    kept = {"currency": "Its budget, ledger or projects are in USD. Add another grant."}
    assert desk.refused("grants", francs, currency="XOF", amount=Decimal(100)) == kept
    totals = RegisterView(desk.office, Query(find_register("projects"), ("reference", "funding"))).totals()
    assert totals.by_column["funding"] == (Money(Decimal("125000.50"), "USD"),)


def test_nothing_is_shared_of_a_grant_that_is_refused_or_tried_out(desk: Desk) -> None:
    assert desk.refused("grants", project=desk.project, ends_on=date(2018, 1, 1)).keys() == {"ends_on"}
    assert records.try_out(desk.office, "grants", values={**desk.forms["grants"], "project": desk.project}) is None
    assert _funding(desk, desk.project) == (None, None)
