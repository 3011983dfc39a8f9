"""A category is carried over as a whole: its parts sum to 100 per cent, each to a class of the form."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.domain.codes import CostCategory
from desktop.domain.crosswalk import CLASS_CHOICES, CLASSES, SCHEMES, Scheme, part_problems, parts_problem
from desktop.reports.forms.crosswalks import default_crosswalk

HALF, WHOLE = Decimal(50), Decimal(100)


@pytest.mark.parametrize(
    ("percents", "problem"),
    [
        (["100"], None),
        (["33.3333", "33.3333", "33.3334"], None),
        (["80"], "The parts sum to 80 per cent; 20 are missing."),
        ([], "The parts sum to 0 per cent; 100 are missing."),
        (["60.0000", "60.5"], "The parts sum to 120.5 per cent; 20.5 are too many."),
    ],
)
def test_the_parts_of_a_category_sum_to_the_whole(percents: list[str], problem: str | None) -> None:
    found = parts_problem([(f"6{number}", Decimal(percent)) for number, percent in enumerate(percents)])
    assert (None if found is None else str(found)) == problem


@pytest.mark.parametrize(
    ("scheme", "target", "percent", "problems"),
    [
        (Scheme.SF_424A, "6b", "50", {}),
        (Scheme.SF_424A, "6b", "0", {"percent": "A part lies between 0 and 100 per cent. Enter 25 for 25 %."}),
        (Scheme.SF_424A, "6b", "100.01", {"percent": "A part lies between 0 and 100 per cent. Enter 25 for 25 %."}),
        (Scheme.SF_424A, "2", "50", {"target": "This class belongs to another form. Choose from the list."}),
        (Scheme.SF_424A, "6a", "50", {"target": "The category has a part of that class already. Change that one."}),
        (Scheme.EU_ANNEX_VI, "2", "100", {}),
        (Scheme.EU_ANNEX_VI, "2", "50", {"percent": "A heading takes the whole category. Enter 100."}),
    ],
)
def test_what_is_wrong_with_a_part(scheme: str, target: str, percent: str, problems: dict[str, str]) -> None:
    found = part_problems((target, Decimal(percent)), scheme=scheme, others=[("6a", HALF)])
    assert {key: str(problem) for key, problem in found.items()} == problems


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_program_comes_with_a_whole_crosswalk_for_each_form(scheme: Scheme) -> None:
    crosswalk = default_crosswalk(scheme)
    assert set(crosswalk) == set(CostCategory)
    for parts in crosswalk.values():
        assert parts_problem(parts) is None
        assert {target for target, _percent in parts} <= CLASSES[scheme].keys()


def test_the_classes_of_two_forms_can_be_told_apart() -> None:
    assert set(SCHEMES) == set(CLASSES) == set(CLASS_CHOICES) == set(Scheme)
    names = [str(name) for classes in CLASS_CHOICES.values() for name in classes.values()]
    codes = [code for classes in CLASSES.values() for code in classes]
    assert len(set(names)) == len(names)
    assert len(set(codes)) == len(codes)
    assert str(CLASS_CHOICES[Scheme.SF_424A]["6c"]) == "6c Travel"
