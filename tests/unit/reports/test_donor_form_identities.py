"""Whatever stands in the ledger: the lines of donors' forms keep their rules, and no crosswalk loses a cent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.crosswalk import OBJECT_CLASSES
from desktop.domain.ledger import LedgerKind
from desktop.reports.facts import LineFacts
from desktop.reports.forms.eu.annex_vi import build_eu_annex_vi
from desktop.reports.forms.us.sf424a import build_sf424a
from desktop.reports.forms.us.sf425 import build_sf425
from desktop.reports.trace import NONE, TraceRow
from tests.helpers.recomputing import require_sound, spent_of, value
from tests.helpers.statements import BEFORE_QUARTER, IN_QUARTER, statement_inputs, trace_row

cents = st.integers(-(10**11), 10**11).map(lambda number: Decimal(number).scaleb(-2))
percents = st.integers(1, 99_9999).map(lambda number: Decimal(number).scaleb(-4))
categories = st.sampled_from((*range(1, 9), None))


@st.composite
def ledgers(draw: st.DrawFn) -> list[TraceRow]:
    """Entries of every kind, in, before, and posted late, on lines and on none."""
    places = st.tuples(st.sampled_from((*"12345678", NONE)), st.sampled_from(("1", "2", "gone", NONE)))
    times = st.sampled_from((("before", BEFORE_QUARTER), ("adjustment", BEFORE_QUARTER), ("period", IN_QUARTER)))
    drawn = draw(st.lists(st.tuples(st.sampled_from(list(LedgerKind)), cents, times, places), max_size=15))
    return [
        trace_row(number, kind, str(amount), on=on, when=when, category=category, line=line)
        for number, (kind, amount, (when, on), (category, line)) in enumerate(drawn, start=1)
    ]


@st.composite
def budgets(draw: st.DrawFn) -> dict[str, Any]:
    """Two lines, of one project or of two, and the budget by category that they make."""
    projects = draw(st.sampled_from((("P-1", "P-1"), ("P-1", "P-2"))))
    lines = tuple(
        LineFacts(number, str(number), str(number), f"Line {number}", draw(categories), draw(cents), project=project)
        for number, project in enumerate(projects, start=1)
    )
    by_category: dict[int | None, Decimal] = {}
    for line in lines:
        by_category[line.category] = by_category.get(line.category, Decimal(0)) + line.amount
    return {"lines": lines, "budget": by_category}


@st.composite
def parts(draw: st.DrawFn) -> dict[int, tuple[tuple[str, Decimal], ...]]:
    """Some categories parted among up to four classes; the per cents sum to 100."""
    found = {}
    for category in draw(st.sets(st.integers(1, 8), max_size=4)):
        targets = draw(st.lists(st.sampled_from(list(OBJECT_CLASSES)), min_size=1, max_size=4, unique=True))
        cuts = sorted(draw(st.sets(percents, min_size=len(targets) - 1, max_size=len(targets) - 1)))
        edges = [Decimal(0), *cuts, Decimal(100)]
        found[category] = tuple(
            (target, end - start) for target, start, end in zip(targets, edges, edges[1:], strict=False)
        )
    return found


@settings(max_examples=60, deadline=None)
@given(ledgers(), cents, st.tuples(cents, cents, cents, cents))
def test_the_lines_of_the_federal_report_keep_their_rules(
    trace: list[TraceRow], award: Decimal, stated: tuple[Decimal, ...]
) -> None:
    keys = ("recipient_spent", "income", "income_deducted", "income_added")
    details = {key: str(amount) for key, amount in zip(keys, stated, strict=True)}
    report = build_sf425(
        statement_inputs(trace, amount=award, cost_share=award, details=details, indirect_rate=Decimal("0.13"))
    )
    require_sound(report, trace)
    a, b, c, d, e, f, g, h, i, j, k, earned, m, n, o = (value(report, f"10{letter}") for letter in "abcdefghijklmno")
    assert (a, e, f) == tuple(spent_of(trace, measure) for measure in ("received", "spent", "committed"))
    assert (b, c, g, h, k, o) == (e, a - b, e + f, d - g, i - j, earned - m - n)
    assert value(report, "11e") == spent_of(trace, category="8")
    assert value(report, "11d") + value(report, "11e") == e


@settings(max_examples=60, deadline=None)
@given(ledgers(), budgets(), parts())
def test_object_classes_sum_to_the_budget_and_the_ledger_to_the_cent(
    trace: list[TraceRow], budget: dict[str, Any], crosswalk: dict[int, tuple[tuple[str, Decimal], ...]]
) -> None:
    report = build_sf424a(statement_inputs(trace, crosswalks={"sf424a": crosswalk}, **budget))
    require_sound(report, trace)
    for column, whole in (("budget", sum(budget["budget"].values())), ("spent", spent_of(trace))):
        assert value(report, f"{column}.6k") == whole
        classes = [value(report, f"{column}.{target}") for target in OBJECT_CLASSES]
        assert sum(classes, Decimal(0)) == whole
        assert all(amount == round(amount, 2) for amount in classes)


@settings(max_examples=60, deadline=None)
@given(ledgers(), budgets())
def test_headings_of_the_european_report_hold_every_entry_once(trace: list[TraceRow], budget: dict[str, Any]) -> None:
    report = build_eu_annex_vi(statement_inputs(trace, indirect_rate=Decimal("0.07"), **budget))
    require_sound(report, trace)
    assert value(report, "cumulative.9") == spent_of(trace)
    for when in ("before", "period"):
        assert value(report, f"{when}.9") == spent_of(trace, when=when)
    assert value(report, "planned.9") == sum(budget["budget"].values())
