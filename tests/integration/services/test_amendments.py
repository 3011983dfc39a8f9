"""An amendment is drafted, edited, applied on a day in one unit and undone; the grant is shown as at any day."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.amendment import GrantTerms
from desktop.domain.terms import AmendmentKind, RuleKind
from desktop.language import Language, UserError
from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.amendments import amendments_of, apply_amendment, draft_amendment, grant_as_at
from desktop.services.history import UndoStack, undo_entry
from desktop.services.offices import Office
from desktop.services.references import grant_id_of
from desktop.storage.models import Amendment, Grant
from desktop.storage.rulebooks import rule_book
from tests.helpers.clock import Clock
from tests.helpers.records import making
from tests.integration.services.conftest import Desk, Form, Told

LONGER = date(2020, 3, 31)
JUNE = date(2019, 6, 15)


@pytest.fixture
def amended(desk: Desk, clock: Clock) -> Desk:
    """A desk at the end of 2019."""
    desk.office.clock = lambda: clock().replace(year=2019, month=12, day=31)
    return desk


def draft(desk: Desk, kind: AmendmentKind = AmendmentKind.NO_COST_EXTENSION, **terms: Cell) -> int:
    """A draft with some terms changed; its id."""
    made = draft_amendment(desk.office, grant_id=desk.grant, kind=kind).record_id
    if terms:
        desk.save("amendments", made, None, **terms)
    return made


def terms_on(desk: Desk, day: date) -> GrantTerms:
    """The terms of the grant as at a day."""
    return grant_as_at(desk.office, grant_id=desk.grant, day=day).terms


def test_a_draft_is_a_copy_of_the_terms(amended: Desk, english: Language) -> None:
    outcome = draft_amendment(amended.office, grant_id=amended.grant, kind=AmendmentKind.NO_COST_EXTENSION)
    assert english.text(outcome.message) == "Drafted amendment 1 of GR-1: No-cost extension."
    values = amended.values("amendments", outcome.record_id)
    assert (values["number"], values["status"], values["effective_on"]) == (1, "draft", None)
    assert (values["title"], values["amount"], values["ends_on"]) == (
        "Grant GR-1",
        Decimal("100000.00"),
        date(2019, 12, 31),
    )
    again = draft_amendment(amended.office, grant_id=amended.grant, kind=AmendmentKind.OTHER).record_id
    assert amended.values("amendments", again)["number"] == 2


def test_a_form_left_empty_is_filled_from_the_grant(amended: Desk) -> None:
    made = amended.save("amendments", ends_on=None).record_id
    values = amended.values("amendments", made)
    assert (values["title"], values["ends_on"]) == ("Grant GR-1", date(2019, 12, 31))


def test_an_applied_amendment_gives_the_grant_its_terms_and_undo_takes_them_back(
    amended: Desk, english: Language
) -> None:
    made = draft(amended, ends_on=LONGER)
    (before,) = amendments_of(amended.office, amended.grant)
    assert [english.text(change) for change in before.changes] == ["End: 31 Dec 2019 → 31 Mar 2020"]
    outcome = apply_amendment(amended.office, amendment_id=made, on=JUNE)
    assert english.text(outcome.message) == (
        "Applied amendment 1 of GR-1 on 15 Jun 2019. End: 31 Dec 2019 → 31 Mar 2020"
    )
    assert amended.values("grants", amended.grant)["ends_on"] == LONGER
    (view,) = amendments_of(amended.office, amended.grant)
    assert (view.is_draft, view.effective_on) == (False, JUNE)
    assert [english.text(change) for change in view.changes] == ["End: 31 Dec 2019 → 31 Mar 2020"]
    assert terms_on(amended, JUNE).ends_on == LONGER
    assert terms_on(amended, JUNE - timedelta(days=1)).ends_on == date(2019, 12, 31)
    stack = UndoStack()
    stack.note(outcome)
    stack.undo(amended.office)
    assert amended.values("grants", amended.grant)["ends_on"] == date(2019, 12, 31)
    assert amended.values("amendments", made)["status"] == "draft"
    stack.redo(amended.office)
    assert amended.values("grants", amended.grant)["ends_on"] == LONGER
    assert terms_on(amended, JUNE - timedelta(days=1)).ends_on == date(2019, 12, 31)


def test_a_new_rate_is_a_rule_of_its_day(amended: Desk) -> None:
    amended.save("grants", amended.grant, indirect_rate=Decimal(13))
    made = draft(amended, AmendmentKind.RATE_CHANGE, indirect_rate=Decimal("7.5"))
    apply_amendment(amended.office, amendment_id=made, on=JUNE)
    with amended.office.read() as session:
        book = rule_book(session, amended.grant)
    assert book.indirect_rate(JUNE) == Decimal("0.075")
    assert book.indirect_rate(JUNE - timedelta(days=1)) == Decimal("0.13")
    assert [rule.choice for rule in book.rules if rule.kind is RuleKind.INDIRECT] == ["direct", "direct"]
    assert amended.values("grants", amended.grant)["indirect_rate"] == Decimal("7.5")
    assert terms_on(amended, JUNE - timedelta(days=1)).indirect_rate == Decimal(13)
    lower = draft(amended, AmendmentKind.RATE_CHANGE, indirect_rate=Decimal(7))
    with pytest.raises(UserError, match="A support cost rate that holds from"):
        apply_amendment(amended.office, amendment_id=lower, on=JUNE)


def test_the_one_project_gets_the_award_that_was_raised(amended: Desk) -> None:
    amended.save("grants", amended.grant, project=amended.project)
    made = draft(amended, AmendmentKind.COST_EXTENSION, amount=Decimal(150000), ends_on=LONGER)
    apply_amendment(amended.office, amendment_id=made, on=JUNE)
    (share,) = records.choices(amended.office, "shares", scope=("grant_id", amended.grant))
    assert amended.values("shares", share.id)["amount"] == Decimal(150000)


def test_two_drafts_of_one_day_do_not_undo_each_other(amended: Desk, told: Told) -> None:
    longer = draft(amended, ends_on=LONGER)
    dearer = draft(amended, AmendmentKind.COST_EXTENSION, amount=Decimal(150000))
    longest = draft(amended, ends_on=date(2020, 12, 31))
    apply_amendment(amended.office, amendment_id=longer, on=JUNE)
    apply_amendment(amended.office, amendment_id=dearer, on=JUNE)
    terms = terms_on(amended, JUNE)
    assert (terms.ends_on, terms.amount) == (LONGER, Decimal(150000))
    assert terms_on(amended, JUNE - timedelta(days=1)).amount == Decimal(100000)
    with pytest.raises(UserError) as raised:
        apply_amendment(amended.office, amendment_id=longest, on=JUNE)
    assert told(raised).endswith("changed otherwise. Nothing was changed. Draft it anew from the terms of today.")


@pytest.mark.parametrize(
    ("kind", "terms", "on", "sentence"),
    [
        ("no_cost_extension", {}, JUNE, "An extension gives the grant a later end. Nothing was changed. Edit the"),
        ("no_cost_extension", {"ends_on": LONGER}, date(2020, 1, 1), "An amendment is applied on a day that has come"),
        ("other", {}, JUNE, "It changes none of the terms."),
        ("other", {"ends_on": date(2019, 3, 1)}, JUNE, None),
    ],
)
def test_what_cannot_be_applied(
    amended: Desk, told: Told, kind: str, terms: Form, on: date, sentence: str | None
) -> None:
    made = draft(amended, AmendmentKind(kind), **terms)
    if sentence is None:
        apply_amendment(amended.office, amendment_id=made, on=on)
        return
    with pytest.raises(UserError) as raised:
        apply_amendment(amended.office, amendment_id=made, on=on)
    assert told(raised).startswith(sentence)
    assert amended.values("amendments", made)["status"] == "draft"


def test_amendments_take_effect_one_after_the_other(amended: Desk) -> None:
    first = draft(amended, ends_on=LONGER)
    apply_amendment(amended.office, amendment_id=first, on=JUNE)
    second = draft(amended, ends_on=date(2020, 6, 30))
    with pytest.raises(UserError, match="Amendment 1 took effect on"):
        apply_amendment(amended.office, amendment_id=second, on=JUNE - timedelta(days=1))
    with pytest.raises(UserError, match="is applied already"):
        apply_amendment(amended.office, amendment_id=first, on=JUNE)


def test_what_the_grant_may_not_be_no_amendment_makes_it(amended: Desk) -> None:
    amended.save("grants", amended.grant, closed_on=date(2019, 12, 31))
    made = draft(amended, ends_on=LONGER)
    with pytest.raises(UserError, match="The grant ends on"):
        apply_amendment(amended.office, amendment_id=made, on=JUNE)


def test_an_applied_amendment_is_neither_edited_nor_removed(amended: Desk) -> None:
    made = draft(amended, ends_on=LONGER)
    apply_amendment(amended.office, amendment_id=made, on=JUNE)
    assert set(amended.refused("amendments", made, reason="Another")) == {"kind"}
    with pytest.raises(UserError, match="An amendment that is applied cannot be removed"):
        records.remove(amended.office, "amendments", record_id=made, version=3)


def test_the_form_says_what_a_draft_changes(amended: Desk, english: Language) -> None:
    made = draft(amended)
    said = records.try_out(amended.office, "amendments", values={"reason": "Late"}, record_id=made)
    assert said is not None
    assert english.text(said) == "It changes none of the terms yet."
    said = records.try_out(amended.office, "amendments", values={"ends_on": LONGER}, record_id=made)
    assert said is not None
    assert english.text(said) == "It changes: End: 31 Dec 2019 → 31 Mar 2020."


def test_budget_and_money_are_those_of_the_day(amended: Desk) -> None:
    with making(amended.office) as make:
        grant = make.unit.get(Grant, amended.grant)
        first = make.budget(grant, status="superseded", approved_on=date(2019, 1, 1))
        make.line(first, "1.1", "80000.00")
        second = make.budget(grant, status="approved", approved_on=date(2019, 5, 10), revision=1)
        make.line(second, "1.1", "90000.00")
        draft_budget = make.budget(grant, status="draft", revision=2)
        make.line(draft_budget, "1.1", "95000.00")
        make.entry(grant, "310.25", entry_on=date(2019, 2, 28))
        make.entry(grant, "100.00", entry_on=date(2019, 3, 4))
        make.entry(grant, "50.00", entry_on=date(2019, 3, 5), kind="receipt")
        make.entry(grant, "7.00", entry_on=date(2019, 3, 6), kind="commitment")
        bare = make.grant(reference="GR-BARE").id
    then = grant_as_at(amended.office, grant_id=amended.grant, day=date(2019, 3, 5))
    assert [(one.project, one.revision, one.amount) for one in then.budgets] == [
        ("", 0, Decimal(80000)),
        ("PR-1", 0, Decimal(5000)),
    ]
    assert then.budget is not None
    assert then.budget.amount == Decimal(85000)
    assert [money.amount for money in (then.spent, then.committed, then.received)] == [
        Decimal("410.25"),
        Decimal(0),
        Decimal(50),
    ]
    assert then.available.amount == Decimal("99589.75")
    now = grant_as_at(amended.office, grant_id=amended.grant, day=date(2019, 5, 10))
    assert [(one.revision, one.amount) for one in now.budgets] == [(1, Decimal(90000)), (0, Decimal(5000))]
    assert now.committed.amount == Decimal(7)
    assert grant_as_at(amended.office, grant_id=bare, day=JUNE).budget is None


def test_the_sums_of_today_are_those_of_the_list(sample: Office) -> None:
    identity = grant_id_of(sample, "NER-CT-01")
    then = grant_as_at(sample, grant_id=identity, day=sample.today)
    shown = records.load(sample, "grants", identity).values
    for key in ("spent", "committed", "received", "available"):
        assert getattr(then, key).amount == shown[key], key
    assert then.amendment is None
    earlier = grant_as_at(sample, grant_id=identity, day=date(2018, 6, 30))
    assert (earlier.terms.ends_on, earlier.amendment) == (date(2019, 12, 31), 1)
    assert [str(change) for change in earlier.changed_since] == ["End: 2019-12-31 → 2020-03-31"]


def test_a_grant_that_is_gone_has_no_amendments(desk: Desk) -> None:
    assert amendments_of(desk.office, 999_999) == ()
    with pytest.raises(UserError, match="no longer there"):
        grant_as_at(desk.office, grant_id=999_999, day=JUNE)


NUMBERS = itertools.count(100)
STEPS = st.lists(
    st.tuples(
        st.integers(1, 40),
        st.fixed_dictionaries(
            {},
            optional={
                "title": st.sampled_from(["Legal aid", "Witness protection"]),
                "amount": st.integers(1, 10**9).map(lambda cents: Decimal(cents).scaleb(-2)),
                "ends_on": st.dates(date(2019, 6, 1), date(2022, 1, 1)),
                "liquidation_days": st.integers(0, 180).map(Decimal),
                "indirect_rate": st.sampled_from([Decimal(0), Decimal(7), Decimal("12.5")]),
                "cost_share": st.none() | st.just(Decimal("10.01")),
            },
        ),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_replaying_amendments_gives_todays_terms_and_every_earlier_day_its_own(
    file_desk: Desk, steps: list[tuple[int, Form]]
) -> None:
    desk = file_desk
    with making(desk.office) as make:
        grant = make.grant(reference=f"GR-{next(NUMBERS)}", indirect_rate=Decimal(13)).id
    day, seen = date(2019, 1, 1), []
    for days, terms in steps:
        before = grant_as_at(desk.office, grant_id=grant, day=desk.office.today).terms
        made = draft_amendment(desk.office, grant_id=grant, kind=AmendmentKind.OTHER).record_id
        desk.save("amendments", made, None, **terms)
        with desk.office.read() as session:
            wanted = session.get(Amendment, made)
            assert wanted is not None
            same = all(getattr(wanted, name) == value for name, value in before.by_name().items())
        if same:
            continue
        day += timedelta(days=days)
        apply_amendment(desk.office, amendment_id=made, on=day)
        seen.append((day, before))
    today = grant_as_at(desk.office, grant_id=grant, day=desk.office.today).terms
    shown = desk.values("grants", grant)
    assert {name: shown[name] for name in ("title", "amount", "ends_on", "cost_share", "indirect_rate")} == {
        name: today.by_name()[name] for name in ("title", "amount", "ends_on", "cost_share", "indirect_rate")
    }
    for effective_on, before in seen:
        assert grant_as_at(desk.office, grant_id=grant, day=effective_on - timedelta(days=1)).terms == before
    assert grant_as_at(desk.office, grant_id=grant, day=day).terms == today


def test_an_amendment_is_undone_before_those_applied_to_it_later(amended: Desk) -> None:
    first = apply_amendment(amended.office, amendment_id=draft(amended, ends_on=LONGER), on=JUNE)
    raised = draft(amended, AmendmentKind.COST_EXTENSION, amount=Decimal("120000.00"))
    second = apply_amendment(amended.office, amendment_id=raised, on=JUNE + timedelta(days=30))
    before = [terms_on(amended, JUNE + timedelta(days=days)) for days in (-1, 0, 30)]
    with pytest.raises(UserError, match="Something changed here since"):
        undo_entry(amended.office, entry_id=first.entry_id or 0)
    assert [terms_on(amended, JUNE + timedelta(days=days)) for days in (-1, 0, 30)] == before
    undo_entry(amended.office, entry_id=second.entry_id or 0)
    undone = undo_entry(amended.office, entry_id=first.entry_id or 0)
    assert terms_on(amended, JUNE).ends_on == date(2019, 12, 31)
    again = apply_amendment(amended.office, amendment_id=raised, on=JUNE)
    with pytest.raises(UserError, match="Something changed here since"):
        undo_entry(amended.office, entry_id=undone.entry_id or 0)
    undo_entry(amended.office, entry_id=again.entry_id or 0)
    undo_entry(amended.office, entry_id=undone.entry_id or 0)
    assert terms_on(amended, JUNE).ends_on == LONGER
