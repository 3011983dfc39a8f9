"""A crosswalk carries every category over as a whole, or no report is made and the office is told which one it is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.codes import CostCategory
from desktop.domain.crosswalk import CLASSES, OBJECT_CLASSES, Scheme
from desktop.language import Language, UserError
from desktop.reports.forms.crosswalks import crosswalk_of, default_crosswalk
from desktop.reports.forms.us.sf424a import build_sf424a
from tests.helpers.recomputing import require_sound, value
from tests.helpers.report_facts import line, told
from tests.helpers.statements import statement_inputs, trace_row

Parts = Mapping[int, tuple[tuple[str, Decimal], ...]]


def parts(**percents: str) -> tuple[tuple[str, Decimal], ...]:
    """The parts of a category: ``c6a="60"``."""
    return tuple((target.removeprefix("c"), Decimal(percent)) for target, percent in percents.items())


@pytest.mark.parametrize("scheme", list(Scheme))
def test_what_the_program_comes_with_carries_every_category_to_a_class_there_is(scheme: Scheme) -> None:
    found = default_crosswalk(scheme)
    assert set(found) == {int(category) for category in CostCategory}
    for shares in found.values():
        assert sum(percent for _target, percent in shares) == 100
        assert {target for target, _percent in shares} <= set(CLASSES[scheme])


def test_support_costs_stay_support_costs_on_every_form() -> None:
    assert default_crosswalk(Scheme.SF_424A)[8] == (("6j", Decimal(100)),)
    assert default_crosswalk(Scheme.EU_ANNEX_VI)[8] == (("8", Decimal(100)),)
    assert [category for category, shares in default_crosswalk(Scheme.SF_424A).items() if shares[0][0] == "6j"] == [8]


def test_what_the_office_edited_takes_the_place_of_that_category_alone() -> None:
    edited = {Scheme.SF_424A.value: {1: parts(c6a="70", c6b="30")}}
    found = crosswalk_of(statement_inputs(crosswalks=edited), Scheme.SF_424A)
    assert found[1] == (("6a", Decimal(70)), ("6b", Decimal(30)))
    assert {category: found[category] for category in range(2, 9)} == {
        category: default_crosswalk(Scheme.SF_424A)[category] for category in range(2, 9)
    }
    assert crosswalk_of(statement_inputs(crosswalks=edited), Scheme.EU_ANNEX_VI)[1] == (("1", Decimal(100)),)


@pytest.mark.parametrize(
    ("scheme", "category", "shares", "first", "second"),
    [
        (
            Scheme.SF_424A,
            1,
            parts(c6a="60", c6b="39.99"),
            (
                "The crosswalk “Object classes of the SF-424A” does not carry “Staff and other personnel costs” "
                "over as a whole."
            ),
            "The parts sum to 99.99 per cent; 0.01 are missing. No report was made.",
        ),
        (
            Scheme.SF_424A,
            5,
            parts(c6c="100", c6h="0.5"),
            "The crosswalk “Object classes of the SF-424A” does not carry “Travel” over as a whole.",
            "The parts sum to 100.5 per cent; 0.5 are too many. No report was made.",
        ),
        (
            Scheme.SF_424A,
            5,
            (),
            "The crosswalk “Object classes of the SF-424A” does not carry “Travel” over as a whole.",
            "The parts sum to 0 per cent; 100 are missing. No report was made.",
        ),
        (
            Scheme.EU_ANNEX_VI,
            5,
            (("2", Decimal(50)), ("3", Decimal(50))),
            "The crosswalk “Headings of EU Annex VI” does not carry “Travel” over as a whole.",
            "It is parted among several headings. No report was made.",
        ),
    ],
)
def test_parts_that_lose_or_double_something_are_told(
    english: Language, scheme: Scheme, category: int, shares: tuple[tuple[str, Decimal], ...], first: str, second: str
) -> None:
    facts = statement_inputs(crosswalks={scheme.value: {category: shares}})
    with pytest.raises(UserError) as refused:
        crosswalk_of(facts, scheme)
    assert told(refused.value, english) == [
        first,
        second,
        "Correct the parts of the category among the crosswalks.",
    ]


def test_the_first_category_that_is_wrong_is_told(english: Language) -> None:
    edited = {Scheme.SF_424A.value: {7: parts(c6h="1"), 3: parts(c6d="1"), 5: parts(c6c="100")}}
    with pytest.raises(UserError) as refused:
        crosswalk_of(statement_inputs(crosswalks=edited), Scheme.SF_424A)
    assert "“Equipment, vehicles and furniture”" in told(refused.value, english)[0]


PERCENTS = st.lists(st.integers(1, 9999), min_size=1, max_size=4, unique=True).map(sorted)


@settings(max_examples=40)
@given(cuts=PERCENTS, budget=st.integers(0, 10**9), spent=st.integers(-(10**6), 10**9), whole=st.booleans())
def test_parts_conserve_budget_and_costs_to_the_smallest_coin(
    cuts: list[int], budget: int, spent: int, whole: bool
) -> None:
    """However a category is parted, in dollars or in francs, its classes come to it."""
    edges = [0, *cuts, 10000]
    targets = ["6a", "6b", "6c", "6d", "6f"]
    shares = tuple(
        (target, Decimal(end - start) / 100) for target, start, end in zip(targets, edges, edges[1:], strict=False)
    )
    unit = Decimal(1) if whole else Decimal("0.01")
    trace = [trace_row(1, "expenditure", str(spent * unit), category="1")]
    report = build_sf424a(
        statement_inputs(
            trace,
            crosswalks={Scheme.SF_424A.value: {1: shares}},
            currency="XOF" if whole else "USD",
            lines=(line("1", str(budget * unit), 1),),
            budget={1: budget * unit},
        )
    )
    require_sound(report, trace)
    for column, amount in (("budget", budget * unit), ("spent", spent * unit)):
        assert sum((value(report, f"{column}.{target}") for target in OBJECT_CLASSES), Decimal(0)) == amount
        assert all(value(report, f"{column}.{target}") % unit == 0 for target in OBJECT_CLASSES)
