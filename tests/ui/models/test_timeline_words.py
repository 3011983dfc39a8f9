"""A deployment in the words of the timeline: which bar each contract is, what it says, and when a row warns."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.period import Period
from desktop.domain.staffing.deployment import Contract, Deployment, PayingGrant
from desktop.domain.volunteer_terms import DeploymentState, EndReason, PeriodKind, Sex
from desktop.language import Language
from desktop.services.deployments.timeline import TimelineEntry
from desktop.ui.models.timeline_rows import Bar, BarKind, KnownRows, TimelineRow
from desktop.ui.models.timeline_words import TimelineWords, grant_ends
from tests.helpers.staffing import DAKAR, NIAMEY, contract, deployment

TODAY = date(2019, 10, 21)
FIRST = contract(date(2019, 1, 1), date(2019, 6, 30))
SECOND = contract(date(2019, 7, 1), date(2019, 12, 31), kind=PeriodKind.EXTENSION)
COMING = contract(date(2020, 1, 1), date(2020, 6, 30), kind=PeriodKind.EXTENSION, signed=False)
AWAY = contract(date(2019, 7, 1), date(2019, 8, 31), kind=PeriodKind.GAP, signed=False)
GRANT_ENDS = date(2020, 3, 31)


def row_of(one: Deployment, english: Language, **about: object) -> TimelineRow:
    """The row of a deployment as at today."""
    entry = TimelineEntry(one, one.state_on(TODAY), **about)  # type: ignore[arg-type]  # handed on as they are
    return TimelineWords(english, TODAY).row(entry)


def bars(row: TimelineRow) -> list[tuple[BarKind, str]]:
    """What each bar is and says."""
    return [(bar.kind, bar.text) for bar in row.bars]


def test_each_contract_is_a_bar_of_its_days(english: Language) -> None:
    row = row_of(deployment(FIRST, SECOND, COMING), english)
    assert [bar.days for bar in row.bars] == [FIRST.period, SECOND.period, COMING.period]
    assert bars(row) == [
        (BarKind.SIGNED, "Initial contract"),
        (BarKind.SIGNED, "Extension 1"),
        (BarKind.PLANNED, "Planned to 30 Jun"),
    ]


def test_extensions_are_counted_and_gaps_between_them_are_not(english: Language) -> None:
    later = contract(date(2019, 9, 1), date(2019, 10, 31), kind=PeriodKind.EXTENSION)
    last = contract(date(2019, 11, 1), date(2019, 12, 31), kind=PeriodKind.EXTENSION)
    row = row_of(deployment(FIRST, AWAY, later, last), english)
    assert bars(row)[1:] == [(BarKind.GAP, ""), (BarKind.SIGNED, "Extension 1"), (BarKind.SIGNED, "Extension 2")]


def test_hovering_tells_the_days_and_whether_a_contract_is_signed(english: Language) -> None:
    back = contract(date(2019, 9, 1), date(2019, 12, 31), kind=PeriodKind.EXTENSION)
    row = row_of(deployment(FIRST, AWAY, back, COMING), english)
    assert [bar.told for bar in row.bars] == [
        "Initial contract: 1 Jan 2019 to 30 Jun 2019\nSigned on 1 Jan 2019",
        "Gap: 1 Jul 2019 to 31 Aug 2019",
        "Extension 1: 1 Sep 2019 to 31 Dec 2019\nSigned on 1 Sep 2019",
        "Extension 2: 1 Jan 2020 to 30 Jun 2020\nPlanned, not signed",
    ]


@pytest.mark.parametrize(
    ("before", "text"),
    [(FIRST, "Reassigned from Niamey"), (contract(date(2019, 1, 1), date(2019, 6, 30), station=None), "Reassignment")],
)
def test_a_reassignment_tells_from_where_as_far_as_it_is_known(before: Contract, text: str, english: Language) -> None:
    moved = contract(date(2019, 7, 1), date(2019, 12, 31), kind=PeriodKind.REASSIGNMENT, station=DAKAR)
    row = row_of(deployment(before, moved), english)
    assert row.bars[1].text == text
    assert row.station == "Dakar"


def test_a_reassignment_after_a_gap_comes_from_where_was_served_last_before_it(english: Language) -> None:
    away = contract(date(2019, 7, 1), date(2019, 7, 31), kind=PeriodKind.GAP, station=NIAMEY)
    moved = contract(date(2019, 8, 1), date(2019, 12, 31), kind=PeriodKind.REASSIGNMENT, station=DAKAR)
    row = row_of(deployment(FIRST, away, moved), english)
    assert row.bars[2].text == "Reassigned from Niamey"


# --- what ended -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (EndReason.RESIGNATION, "Ended early, resigned"),
        (EndReason.COMPLETED, "Ended"),
        (EndReason.MEDICAL, "Ended early: Medical reasons"),
        (EndReason.TRANSFER, "Ended early: Transferred"),
        ("", "Ended early"),
        ("unheard of", "Ended early"),
    ],
)
def test_the_last_bar_of_an_early_end_tells_why(reason: str, text: str, english: Language) -> None:
    row = row_of(deployment(FIRST, SECOND, ended_on=date(2019, 8, 15), end_reason=reason), english)
    assert bars(row) == [(BarKind.ENDED, "Initial contract"), (BarKind.ENDED, text)]
    assert row.bars[1].days == Period.of_days(date(2019, 7, 1), date(2019, 8, 15))
    assert (row.over, row.last) == (True, None)


def test_what_came_after_an_early_end_has_no_bar_and_the_reason_stands_on_the_one_before(english: Language) -> None:
    row = row_of(deployment(FIRST, SECOND, COMING, ended_on=date(2019, 6, 30), end_reason="resignation"), english)
    assert bars(row) == [(BarKind.ENDED, "Ended early, resigned")]
    assert row.ends == "30 Jun 2019"


def test_what_ran_out_has_ended_and_shows_nothing_that_was_only_planned(english: Language) -> None:
    row = row_of(deployment(FIRST, COMING), english)
    assert bars(row) == [(BarKind.ENDED, "Ended")]
    assert row.over


def test_an_early_end_that_is_to_come_cuts_a_bar_that_is_still_signed(english: Language) -> None:
    one = deployment(FIRST, SECOND, COMING, ended_on=date(2019, 11, 30), end_reason=EndReason.RESIGNATION)
    row = row_of(one, english)
    assert not row.over
    assert bars(row) == [(BarKind.SIGNED, "Initial contract"), (BarKind.SIGNED, "Extension 1")]
    assert row.bars[1].days.last == date(2019, 11, 30)
    assert row.ends == "30 Nov 2019"


def test_a_post_on_which_nobody_is_has_a_dotted_stretch_after_the_bars(english: Language) -> None:
    empty = Period.of_days(date(2019, 7, 1), date(2019, 9, 30))
    row = row_of(deployment(FIRST), english, vacant=empty)
    assert (row.bars[-1].kind, row.bars[-1].days, row.bars[-1].text) == (BarKind.GAP, empty, "")
    assert row.bars[-1].told == "Nobody on this post: 1 Jul 2019 to 30 Sep 2019"


# --- the row ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sex", "text"), [(Sex.FEMALE, "F"), (Sex.MALE, "M"), (Sex.OTHER, "X"), ("", "")])
def test_the_sex_is_one_letter_or_none(sex: str, text: str, english: Language) -> None:
    assert row_of(deployment(FIRST, sex=sex), english).sex == text


def test_a_row_goes_by_the_code_of_its_volunteer_or_by_its_own(english: Language) -> None:
    assert row_of(deployment(FIRST, volunteer="V-07"), english).code == "V-07"
    assert row_of(deployment(FIRST), english).code == "D-001"


def test_the_end_is_that_of_what_is_signed_and_of_what_is_planned_only_where_nothing_is(english: Language) -> None:
    assert row_of(deployment(FIRST, SECOND, COMING), english).ends == "31 Dec 2019"
    assert row_of(deployment(COMING), english).ends == "30 Jun 2020"
    assert row_of(deployment(), english).ends == ""


def test_a_contract_beyond_its_grant_is_told_with_both_days(english: Language) -> None:
    row = row_of(deployment(FIRST, SECOND, COMING), english, paid_until=GRANT_ENDS)
    assert row.trouble == "Its contracts last until 30 Jun 2020, its grant ends on 31 Mar 2020."
    assert row.paid_until == GRANT_ENDS


@pytest.mark.parametrize("paid_until", [None, date(2020, 6, 30), date(2020, 7, 1)])
def test_what_is_paid_to_its_last_day_is_no_trouble(paid_until: date | None, english: Language) -> None:
    assert row_of(deployment(FIRST, SECOND, COMING), english, paid_until=paid_until).trouble == ""


def test_what_has_ended_is_no_trouble_any_more(english: Language) -> None:
    row = row_of(deployment(FIRST), english, paid_until=date(2019, 3, 31))
    assert (row.over, row.trouble) == (True, "")


def test_a_word_stands_after_what_ends_soon_and_has_nothing_planned(english: Language) -> None:
    assert row_of(deployment(FIRST, SECOND), english, ends_soon=True).note == "no extension planned"
    assert row_of(deployment(FIRST, SECOND), english).note == ""


# --- which bar can be dragged, and what lies beyond -------------------------------------------------------------------


def values(*made: Bar, **about: object) -> TimelineRow:
    """A row of these bars."""
    return TimelineRow(1, "V-01", "F", "Niamey", "", made, **about)  # type: ignore[arg-type]  # handed on as they are


def test_the_end_that_can_be_dragged_is_that_of_the_latest_service_whatever_the_order() -> None:
    early, late = Bar(BarKind.SIGNED, FIRST.period), Bar(BarKind.PLANNED, COMING.period)
    gap = Bar(BarKind.GAP, Period.of_days(date(2020, 7, 1), date(2020, 9, 30)))
    assert values(early, late, gap).last is late
    assert values(late, early).last is late
    assert values(gap).last is None
    assert values(Bar(BarKind.ENDED, FIRST.period)).last is None
    assert values(early, over=True).last is None
    assert values().last is None


@pytest.mark.parametrize(
    ("paid_until", "first"),
    [
        (None, None),
        (date(2019, 6, 30), None),
        (date(2019, 6, 29), date(2019, 6, 30)),
        (date(2019, 3, 31), date(2019, 4, 1)),
        (date(2019, 1, 1), date(2019, 1, 2)),
        (date(2018, 12, 31), date(2019, 1, 1)),
        (date(2018, 5, 1), date(2019, 1, 1)),
    ],
)
def test_what_lies_beyond_begins_on_the_day_after_the_last_one_paid(
    paid_until: date | None, first: date | None
) -> None:
    beyond = values(paid_until=paid_until).beyond(FIRST.period)
    assert beyond == (None if first is None else Period.of_days(first, date(2019, 6, 30)))


def test_rows_that_are_all_there_know_their_places() -> None:
    known = KnownRows([values(), TimelineRow(7, "V-07", "M", "", "", ())])
    assert (known.count, known.place(7), known.place(2)) == (2, 1, None)
    second = known.row(1)
    assert second is not None
    assert second.code == "V-07"
    assert KnownRows().count == 0


# --- ends of grants ---------------------------------------------------------------------------------------------------


def test_grants_that_end_on_one_day_share_a_line_and_those_without_an_end_have_none(english: Language) -> None:
    grants = (
        PayingGrant(1, "GR-2", date(2020, 3, 31)),
        PayingGrant(2, "GR-9"),
        PayingGrant(3, "GR-1", date(2019, 12, 31)),
        PayingGrant(4, "GR-3", date(2020, 3, 31)),
    )
    found = grant_ends(grants, english, TimelineWords(english, TODAY))
    assert [(end.day, end.text) for end in found] == [
        (date(2019, 12, 31), "GR-1 ends 31 Dec"),
        (date(2020, 3, 31), "GR-2, GR-3 ends 31 Mar"),
    ]
    assert grant_ends((), english, TimelineWords(english, TODAY)) == []


@pytest.mark.parametrize(
    ("day", "close"),
    [
        (date(2019, 1, 21), False),  # nine months ago to the day
        (date(2019, 1, 22), True),
        (TODAY, True),
        (date(2021, 1, 20), True),
        (date(2021, 1, 21), False),  # in fifteen months to the day
    ],
)
def test_a_day_has_its_year_where_it_is_far_away(day: date, close: bool, english: Language) -> None:
    near = TimelineWords(english, TODAY).near(day)
    assert near.startswith(f"{day.day} ")
    assert (str(day.year) in near) is not close


def test_a_deployment_that_is_only_planned_can_be_dragged(english: Language) -> None:
    row = row_of(deployment(COMING), english)
    assert bars(row) == [(BarKind.PLANNED, "Planned to 30 Jun")]
    assert row.last is row.bars[0]
    assert deployment(COMING).state_on(TODAY) is DeploymentState.PLANNED
