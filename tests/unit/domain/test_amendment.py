"""An amendment says what it changes, takes over only that, and every earlier day keeps the terms it had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.amendment import (
    Applied,
    GrantTerms,
    changed_names,
    conflicts,
    contradictions,
    difference,
    merged,
    terms_as_at,
    what_is_missing,
)
from desktop.domain.terms import AmendmentKind
from desktop.language import Language

TERMS = GrantTerms(
    title="Legal aid",
    amount=Decimal("100000.00"),
    starts_on=date(2019, 1, 1),
    ends_on=date(2020, 3, 31),
    liquidation_days=120,
    indirect_rate=Decimal(13),
    cost_share=None,
)
DAYS = st.dates(date(2017, 1, 1), date(2022, 12, 31))
CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
ANY_TERMS = st.builds(
    GrantTerms,
    title=st.sampled_from(["Legal aid", "Legal aid, second phase", ""]),
    amount=CENTS,
    starts_on=st.none() | DAYS,
    ends_on=st.none() | DAYS,
    liquidation_days=st.none() | st.integers(0, 180),
    indirect_rate=st.none() | st.sampled_from([Decimal(7), Decimal("7.5"), Decimal(13)]),
    cost_share=st.none() | CENTS,
)


def test_the_difference_is_told_term_by_term(english: Language) -> None:
    after = replace(
        TERMS,
        title="",
        amount=Decimal("120000.50"),
        ends_on=date(2020, 6, 30),
        liquidation_days=None,
        indirect_rate=Decimal("7.50"),
        cost_share=Decimal(5000),
    )
    assert [english.text(change) for change in difference(TERMS, after, currency="USD")] == [
        "Title: Legal aid → none",
        "Awarded: USD\u00a0100,000.00 → USD\u00a0120,000.50",
        "End: 31 Mar 2020 → 30 Jun 2020",
        "Liquidation, days: 120 → none",
        "Support cost rate: 13 % → 7.5 %",
        "Cost share: none → USD\u00a05,000.00",
    ]


def test_terms_that_are_alike_have_no_difference() -> None:
    assert difference(TERMS, replace(TERMS), currency="USD") == ()
    assert changed_names(TERMS, replace(TERMS, ends_on=None)) == ("ends_on",)


def test_what_two_drafts_change_is_both_kept() -> None:
    longer = replace(TERMS, ends_on=date(2020, 6, 30))
    dearer = replace(TERMS, amount=Decimal(120000))
    once = merged(TERMS, longer, TERMS)
    assert merged(TERMS, dearer, once) == replace(TERMS, ends_on=date(2020, 6, 30), amount=Decimal(120000))
    assert conflicts(TERMS, dearer, once) == ()


def test_what_was_changed_otherwise_meanwhile_is_named() -> None:
    draft = replace(TERMS, ends_on=date(2020, 6, 30), title="Another")
    current = replace(TERMS, ends_on=date(2020, 9, 30))
    assert [str(name) for name in conflicts(TERMS, draft, current)] == ["End"]
    assert conflicts(TERMS, draft, replace(TERMS, ends_on=date(2020, 6, 30))) == ()


@given(base=ANY_TERMS, draft=ANY_TERMS, current=ANY_TERMS)
def test_only_what_a_draft_changes_is_taken_over(base: GrantTerms, draft: GrantTerms, current: GrantTerms) -> None:
    after = merged(base, draft, current)
    for name, value in after.by_name().items():
        source = current if getattr(base, name) == getattr(draft, name) else draft
        assert value == getattr(source, name)


@given(
    first=ANY_TERMS,
    later=st.lists(st.tuples(DAYS, ANY_TERMS), max_size=6).map(lambda steps: sorted(steps, key=lambda step: step[0])),
    day=DAYS,
)
def test_every_day_has_the_terms_of_the_last_amendment_up_to_it(
    first: GrantTerms, later: list[tuple[date, GrantTerms]], day: date
) -> None:
    """Replaying the amendments gives today's terms; as at the day before each, the terms it replaced."""
    applied, current = [], first
    for number, (effective_on, terms) in enumerate(later, start=1):
        applied.append(Applied(effective_on, number, current))
        current = terms
    expected = next((terms for on, terms in reversed(later) if on <= day), first)
    assert terms_as_at(current, reversed(applied), day) == expected
    assert terms_as_at(current, applied, date(2023, 1, 1)) == current
    if applied:
        assert terms_as_at(current, applied, applied[0].effective_on - timedelta(days=1)) == first


@pytest.mark.parametrize(
    ("kind", "change", "problems"),
    [
        ("no_cost_extension", {"ends_on": date(2020, 6, 30)}, set()),
        ("no_cost_extension", {"amount": Decimal(1)}, {"amount"}),
        ("no_cost_extension", {"ends_on": date(2020, 3, 30)}, {"ends_on"}),
        ("no_cost_extension", {"ends_on": None}, {"ends_on"}),
        ("cost_extension", {"amount": Decimal(120000)}, set()),
        ("cost_extension", {"amount": Decimal("99999.99")}, {"amount"}),
        ("cost_extension", {"ends_on": date(2019, 1, 1)}, {"ends_on"}),
        ("rebudget", {}, set()),
        ("rebudget", {"amount": Decimal(1), "ends_on": None}, {"amount", "ends_on"}),
        ("rate_change", {"indirect_rate": Decimal(8)}, set()),
        ("rate_change", {"indirect_rate": None}, {"indirect_rate"}),
        ("rate_change", {"amount": Decimal(1)}, {"amount"}),
        ("other", {"amount": Decimal(1), "ends_on": None, "title": "Another"}, set()),
    ],
)
def test_a_kind_says_what_it_does_not_change(kind: str, change: dict[str, object], problems: set[str]) -> None:
    after = GrantTerms(**TERMS.by_name() | change)
    assert set(contradictions(AmendmentKind(kind), TERMS, after)) == problems


@pytest.mark.parametrize(
    ("kind", "change", "missing"),
    [
        ("no_cost_extension", {}, "An extension gives the grant a later end."),
        ("no_cost_extension", {"ends_on": date(2020, 6, 30)}, None),
        ("cost_extension", {}, "A cost extension raises the award."),
        ("cost_extension", {"amount": Decimal(120000)}, None),
        ("rate_change", {}, "A change of the rate gives another support cost rate."),
        ("rate_change", {"indirect_rate": Decimal(8)}, None),
        ("rebudget", {}, None),
        ("other", {}, "It changes none of the terms."),
        ("other", {"title": "Another"}, None),
    ],
)
def test_a_kind_says_what_it_still_lacks(kind: str, change: dict[str, object], missing: str | None) -> None:
    found = what_is_missing(AmendmentKind(kind), TERMS, GrantTerms(**TERMS.by_name() | change))
    assert (None if found is None else str(found)) == missing
