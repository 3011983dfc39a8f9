"""The end of a contract that is only planned moves; what is signed stays as it is."""

from __future__ import annotations

from datetime import date

from desktop.domain.staffing import acts
from desktop.domain.staffing.whatif import Replan, ids_in, renamed, tried
from desktop.domain.volunteer_terms import PeriodKind
from tests.helpers.staffing import contract, deployment

JANUARY, END = date(2024, 1, 1), date(2024, 3, 31)
SIGNED = deployment(contract(JANUARY, END))
PLANNED = deployment(
    contract(JANUARY, END),
    contract(date(2024, 4, 1), date(2024, 6, 30), kind=PeriodKind.EXTENSION, signed=False),
)


def test_the_end_of_a_planned_contract_moves_either_way() -> None:
    for day in (date(2024, 4, 30), date(2024, 12, 31)):
        (moved,) = tried([PLANNED], [Replan((1,), day)])
        assert [each.period.last for each in moved.contracts] == [END, day]
        assert moved.ended_on is None


def test_what_is_signed_or_would_end_before_it_begins_stays() -> None:
    assert acts.planned_last(SIGNED) is None
    assert tried([SIGNED], [Replan((1,), date(2024, 12, 31))]) == (SIGNED,)
    assert tried([PLANNED], [Replan((1,), END)]) == (PLANNED,)


def test_it_names_deployments_as_other_changes_do() -> None:
    change = Replan((1, -1), END)
    assert ids_in([change]) == {1}
    assert renamed(change, {-1: 9}) == Replan((1, 9), END)
