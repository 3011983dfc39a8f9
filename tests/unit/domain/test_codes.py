"""Code lists that are part of the rules: the eight UNSDG categories in their order, and the codes of IATI 2.03."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest
from defusedxml.ElementTree import parse

from desktop.domain import codes
from desktop.domain.codes import CATEGORY_NAMES, CATEGORY_SHORT_NAMES, CostCategory
from desktop.domain.progress import Silent
from desktop.language import Message, say
from tests.helpers.shared import real_file


def published(name: str) -> set[str]:
    """The codes of a published code list that are in use."""
    tree = parse(real_file(f"iati/codelists/{name}.xml"))
    items = [item for item in tree.iter("codelist-item") if item.get("status") != "withdrawn"]
    return {code.text or "" for item in items for code in item.findall("code")}


def test_the_eight_categories_have_a_fixed_order_and_number() -> None:
    assert [(int(category), str(name)) for category, name in CATEGORY_NAMES.items()] == [
        (1, "Staff and other personnel costs"),
        (2, "Supplies, commodities, materials"),
        (3, "Equipment, vehicles and furniture"),
        (4, "Contractual services"),
        (5, "Travel"),
        (6, "Transfers and grants to counterparts"),
        (7, "General operating and other direct costs"),
        (8, "Indirect support costs"),
    ]


def test_seven_of_them_are_direct_cost() -> None:
    assert [int(category) for category in CostCategory if category.is_direct] == [1, 2, 3, 4, 5, 6, 7]


def test_every_category_has_a_short_name_too() -> None:
    assert list(CATEGORY_SHORT_NAMES) == list(CostCategory)
    for category, short in CATEGORY_SHORT_NAMES.items():
        assert len(str(short)) <= len(str(CATEGORY_NAMES[category]))


@pytest.mark.parametrize(
    ("names", "code_list"),
    [
        (codes.PROJECT_STATUSES, "ActivityStatus"),
        (codes.ORGANISATION_ROLES, "OrganisationRole"),
        (codes.ORGANISATION_TYPES, "OrganisationType"),
    ],
)
def test_our_codes_are_those_of_the_standard(names: Mapping[str, Message], code_list: str) -> None:
    assert set(names) == published(code_list)


def test_vocabularies_and_tags_are_in_the_standard() -> None:
    assert codes.VOCABULARY_DAC in published("SectorVocabulary")
    assert codes.TAG_SDG_TARGET in published("TagVocabulary")


def test_roles_are_named_as_the_standard_numbers_them() -> None:
    assert (codes.ROLE_FUNDING, codes.ROLE_ACCOUNTABLE, codes.ROLE_EXTENDING, codes.ROLE_IMPLEMENTING) == (
        "1", "2", "3", "4",
    )  # fmt: skip
    assert str(codes.ORGANISATION_ROLES[codes.ROLE_FUNDING]) == "Funding"
    assert str(codes.ORGANISATION_ROLES[codes.ROLE_IMPLEMENTING]) == "Implementing"


@pytest.mark.parametrize(
    ("kinds", "names"),
    [
        (codes.ProjectKind, codes.PROJECT_KINDS),
        (codes.ResultKind, codes.RESULT_KINDS),
        (codes.AgreementKind, codes.AGREEMENT_KINDS),
        (codes.BudgetStatus, codes.BUDGET_STATUSES),
    ],
)
def test_every_kind_has_a_name_of_its_own(kinds: type[StrEnum], names: Mapping[str, Message]) -> None:
    assert list(names) == list(kinds)
    assert len({str(name) for name in names.values()}) == len(names)


def test_work_that_nobody_watches_goes_on() -> None:
    watched = Silent()
    for step in range(3):
        watched.report(step, 3, say("Reading"))
