"""Lines by quarter and year: the parts sum to the line, whatever becomes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.language import Language, UserError
from desktop.services import budgets
from desktop.services.budgets import Phase
from desktop.services.offices import Office
from tests.helpers.budgets import Plan, line_called, planned, typed
from tests.helpers.records import making

QUARTERS = tuple(date(2019, month, 1) for month in (1, 4, 7, 10))


def _budget(office: Office, *plans: Plan, **values: object) -> int:
    with making(office) as make:
        grant_id = make.grant(reference="GR-1", indirect_rate=Decimal(13), **values).id
    return planned(office, grant_id=grant_id, plans=plans)


def test_a_budget_is_spread_by_the_days_of_each_quarter(office: Office, english: Language) -> None:
    spring = (("starts_on", date(2019, 3, 1)), ("ends_on", date(2019, 4, 30)))
    budget_id = _budget(office, Plan("1.1", "365.00"), Plan("5.1", "61.01", spring))
    outcome = budgets.spread(office, budget_id=budget_id)
    assert english.text(outcome.message) == "Spread the budget over quarters."
    sheet = budgets.load_sheet(office, budget_id=budget_id)
    parts = {line.code: [phase.amount for phase in line.phases] for line in sheet.lines}
    assert parts["1.1"] == [Decimal(90), Decimal(91), Decimal(92), Decimal(92)]
    assert parts["5.1"] == [Decimal("31.01"), Decimal("30.00")]
    assert parts["8"] == [Decimal("15.73"), Decimal("15.73"), Decimal("11.96"), Decimal("11.96")]
    assert tuple(phase.starts_on for phase in sheet.phases) == QUARTERS
    assert sum(phase.amount for phase in sheet.phases) == sheet.total.amount


def test_years_take_the_place_of_quarters(office: Office, english: Language) -> None:
    budget_id = _budget(office, Plan("1.1", "730.00"), ends_on=date(2020, 12, 30))
    budgets.spread(office, budget_id=budget_id)
    outcome = budgets.spread(office, budget_id=budget_id, by="year")
    assert english.text(outcome.message) == "Spread the budget over years."
    assert line_called(office, budget_id, "1.1").phases == (
        Phase(date(2019, 1, 1), Decimal(365)),
        Phase(date(2020, 1, 1), Decimal(365)),
    )
    assert budgets.spread(office, budget_id=budget_id, by="year").entry_id is None


def test_a_scenario_spreads_to_the_end_it_tries(file_office: Office) -> None:
    budget_id = _budget(file_office, Plan("1.1", "730.00"))
    budgets.change_budget(file_office, budget_id=budget_id, grant_ends_on=date(2020, 12, 30))
    budgets.spread(file_office, budget_id=budget_id, by="year")
    assert [phase.amount for phase in line_called(file_office, budget_id, "1.1").phases] == [Decimal(365), Decimal(365)]


def test_phases_follow_the_line_and_go_with_a_revision(office: Office) -> None:
    budget_id = _budget(office, Plan("1.1", "100.00"))
    line = line_called(office, budget_id, "1.1")
    amounts = {QUARTERS[0]: Decimal("33.00"), QUARTERS[1]: Decimal("67.00"), QUARTERS[2]: Decimal(0)}
    budgets.set_phases(office, line_id=line.id, amounts=amounts)
    budgets.edit_lines(office, budget_id=budget_id, edits=[typed(office, budget_id, "1.1", quantity=Decimal("1.5"))])
    parts = (Phase(QUARTERS[0], Decimal("49.50")), Phase(QUARTERS[1], Decimal("100.50")))
    assert line_called(office, budget_id, "1.1").phases == parts
    budgets.approve(office, budget_id=budget_id, on=date(2019, 1, 1), by="The funder")
    revision = budgets.draft_revision(office, budget_id=budget_id).record_id
    assert line_called(office, revision, "1.1").phases == parts
    budgets.set_phases(office, line_id=line_called(office, revision, "1.1").id, amounts={})
    assert line_called(office, revision, "1.1").phases == ()
    assert line_called(office, budget_id, "1.1").phases == parts


def test_parts_that_do_not_sum_to_the_line_are_refused(office: Office, english: Language) -> None:
    budget_id = _budget(office, Plan("1.1", "100.00"))
    with pytest.raises(UserError) as raised:
        budgets.set_phases(office, line_id=line_called(office, budget_id, "1.1").id, amounts={QUARTERS[0]: Decimal(99)})
    assert english.join(raised.value.sentences()).replace("\u00a0", " ") == (
        "The parts of line 1.1 sum to USD 99.00, the line is USD 100.00. Nothing was changed. Change them by USD 1.00."
    )


def test_a_grant_without_dates_is_not_spread(office: Office) -> None:
    budget_id = _budget(office, Plan("1.1", "100.00"), ends_on=None)
    with pytest.raises(UserError, match="The grant GR-1 has no start and end"):
        budgets.spread(office, budget_id=budget_id)


def test_an_empty_budget_spreads_its_indirect_cost_too(file_office: Office) -> None:
    budget_id = _budget(file_office)
    budgets.spread(file_office, budget_id=budget_id)
    assert sum(phase.amount for phase in line_called(file_office, budget_id, "8").phases) == 0
