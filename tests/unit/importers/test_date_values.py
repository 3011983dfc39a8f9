"""Days of a column: true ones as they are, written ones in one order for all, and nothing silently misread."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.finding import Severity
from desktop.importers.book import Raw
from desktop.importers.column_values import Flaw
from desktop.importers.recognising import fields_of
from desktop.importers.values import read_typed, read_values
from desktop.registers import find_register
from desktop.registers.register import Kind
from tests.helpers.columns import column_of, field_of, only, read_cells

NOTE, WARNING, ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR
NINTH = date(2019, 10, 9)
MONTHS = next(field for field in fields_of(find_register("work_counts")) if field.key == "month")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-10-09", "2019-10-09"),
        ("2019/10/9", "2019-10-09"),
        ("2019.10.09", "2019-10-09"),
        ("2019-10-09T14:30:00Z", "2019-10-09"),
        ("2019-10-09 14:30:05.123", "2019-10-09"),
        ("20191009", "2019-10-09"),
        ("20102019", "2019-10-20"),
        ("25/12/2019", "2019-12-25"),
        ("25-12-2019", "2019-12-25"),
        ("25.12.2019", "2019-12-25"),
        ("25 12 2019", "2019-12-25"),
        ("25 / 12 / 2019", "2019-12-25"),
        ("12/25/2019", "2019-12-25"),
        ("25/12/19", "2019-12-25"),
        ("25/12/99", "1999-12-25"),
        ("25/12/2019 14:30", "2019-12-25"),
        ("25/12/2019, 2:30 PM", "2019-12-25"),
        ("05/05/2019", "2019-05-05"),
        ("3 sept. 2019", "2019-09-03"),
        ("1er mars 2019", "2019-03-01"),
        ("le 1er mars 2019", "2019-03-01"),
        ("3 f\u00e9vr. 2019", "2019-02-03"),
        ("3 FEVRIER 2019", "2019-02-03"),
        ("14 juil. 2019", "2019-07-14"),
        ("3 août 2019", "2019-08-03"),
        ("Mar 3, 2019", "2019-03-03"),
        ("March 3rd, 2019", "2019-03-03"),
        ("9 Oct 2019, 11:02", "2019-10-09"),
        ("3-Oct-19", "2019-10-03"),
        ("2019 Oct 3", "2019-10-03"),
        ("Monday 21 October 2019", "2019-10-21"),
        ("lun. 21 octobre 2019", "2019-10-21"),
        ("mar. 22 octobre 2019", "2019-10-22"),
        ("3 of May 2019", "2019-05-03"),
        ("Wed. 25/12/2019", "2019-12-25"),
        ("mercredi, 25/12/2019", "2019-12-25"),
        ("\u0669 أكتوبر \u0662\u0660\u0661\u0669", "2019-10-09"),
        ("9 تشرين الأول 2019", "2019-10-09"),
        ("9 جوان 2019", "2019-06-09"),
        ("\u0662\u0665/\u0661\u0662/\u0662\u0660\u0661\u0669", "2019-12-25"),
        ("'25/12/2019", "2019-12-25"),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, day: str) -> None:
    assert only(Kind.DATE, text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "abc",
            "2019年10月9日",
            "3 jui 2019",
            "32/13/2019",
            "1/2/3/4",
            "25/12-2019",
            "3 Okt 2019",
            "99/99/99",
            "1234",
        ),
        *("Oct 3", "abc 25/12/2019", "9 Oct 2019 10", "123 Oct 2019", "25/12/219", "0/0/2019", "31-13-1950", "99999"),
    ],
)
def test_what_is_no_day_is_told_with_its_words(text: str) -> None:
    read = read_cells(Kind.DATE, text)
    assert read.values == [None]
    assert read.said == [f"“{text}” is not a date."]
    assert read.severities == [ERROR]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        *(("2019-10", "a month"), ("10/2019", "a month"), ("Oct 2019", "a month"), ("octobre 19", "a month")),
        *(("2019", "a year"), (2019, "a year"), (2019.0, "a year")),
        *(("Q3 2019", "a part of a year"), ("T3 2019", "a part of a year"), ("2019-Q3", "a part of a year")),
        *(("1er trimestre 2019", "a part of a year"), ("first half of 2019", "a part of a year")),
    ],
)
def test_a_longer_time_is_no_day(text: Raw, what: str) -> None:
    read = read_cells(Kind.DATE, text)
    assert read.values == [None]
    assert read.said[0].endswith(f" is {what}, not a day.")


@pytest.mark.parametrize("text", ["01/02/2019; 03/04/2019", "01/02/2019 - 03/04/2019", "1 Oct 2019 and 2 Oct 2019"])
def test_several_days_in_a_cell_are_a_flaw(text: str) -> None:
    assert read_cells(Kind.DATE, text).said == [f"“{text}” holds several values."]


def test_a_letter_among_digits_is_a_flaw() -> None:
    assert "has the letter O" in read_cells(Kind.DATE, "O9/10/2019").said[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *(("31/09/2019", "2019-09 has no day 31."), ("29/02/2019", "2019-02 has no day 29.")),
        *(("09/31/2019", "2019-09 has no day 31."), ("2019-02-30", "2019-02 has no day 30.")),
        *(("31 sept. 2019", "2019-09 has no day 31."), ("20190931", "2019-09 has no day 31.")),
    ],
)
def test_days_that_the_calendar_lacks_are_flaws(text: str, said: str) -> None:
    assert read_cells(Kind.DATE, text).said == [said]


@pytest.mark.parametrize(
    "cell",
    [
        date(1900, 1, 1),
        datetime.fromisoformat("1899-12-30T00:00:00"),
        date(2101, 1, 1),
        "25/12/1919",
        "9 Oct 1889",
        "25/12/2219",
    ],
)
def test_days_of_unlikely_years_are_flaws(cell: Raw) -> None:
    read = read_cells(Kind.DATE, cell)
    assert read.values == [None]
    assert read.said[0].endswith("lies outside the years 1920 to 2100.")


# --- true dates and numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("mars 2019", date(2019, 3, 1)),
        ("Sept. 19", date(2019, 9, 1)),
        ("مارس 2019", date(2019, 3, 1)),
        ("03/2019", date(2019, 3, 1)),
        ("2019-12", date(2019, 12, 1)),
        ("25/03/2019", date(2019, 3, 25)),
        (date(2019, 3, 31), date(2019, 3, 31)),
    ],
)
def test_a_month_alone_is_its_first_day_where_months_are_asked_for(cell: Raw, month: date) -> None:
    assert read_values(column_of(cell), MONTHS, rows=[0]).values[1] == month


@pytest.mark.parametrize("text", ["soon 2019", "13/2019", "mars 1219", "mars", "2019"])
def test_what_is_no_month_is_none_there_either(text: str) -> None:
    assert isinstance(read_typed(text, MONTHS), Flaw)


def test_true_dates_are_taken_as_they_are() -> None:
    read = read_cells(Kind.DATE, NINTH, datetime.fromisoformat("2019-10-09T14:30:00"), None, "-")
    assert read.values == [NINTH, NINTH, None, None]
    assert read.severities == [None, None, None, NOTE]
    assert (read.code, read.open, read.evidence) == ("", False, "All are true dates.")


@pytest.mark.parametrize("cell", [43747, 43747.0, 43747.604, "43747", "43747.5"])
def test_numbers_that_count_days_are_noted(cell: Raw) -> None:
    read = read_cells(Kind.DATE, cell)
    assert read.values == [NINTH]
    assert read.severities == [NOTE]
    assert read.said[0].endswith("is taken for 2019-10-09.")


def test_a_number_may_be_written_like_a_day() -> None:
    assert read_cells(Kind.DATE, 20191009, 20191009.0).values == [NINTH, NINTH]


@pytest.mark.parametrize("cell", [True, 0, -1, 60, 1e10, 2958466, 12.5, 99999, 99999999, float("nan"), float("inf")])
def test_other_numbers_are_no_days(cell: Raw) -> None:
    read = read_cells(Kind.DATE, cell)
    assert read.values == [None]
    assert read.severities == [ERROR]


# --- the order of a column ----------------------------------------------------------------------------------------


def test_the_evidence_counts_rows_and_gives_an_example() -> None:
    read = read_cells(Kind.DATE, *["25/12/2019"] * 61, "04/05/2019", "2019-10-09")
    assert read.code == "dmy"
    assert read.values[-2:] == [date(2019, 5, 4), NINTH]
    assert read.evidence == "day/month/year: 61 rows prove it, such as “25/12/2019”."


def test_years_of_two_digits_are_told() -> None:
    read = read_cells(Kind.DATE, "12/25/19", "04/05/19")
    assert read.values == [date(2019, 12, 25), date(2019, 4, 5)]
    assert read.code == "mdy"
    assert read.evidence.endswith("Years of two digits lie between 1990 and 2089.")


def test_a_column_that_nothing_decides_is_open() -> None:
    read = read_cells(Kind.DATE, "04/05/2019", "05/05/2019", NINTH)
    assert read.open
    assert read.style
    assert {read.code, *read.style.others} == {"dmy", "mdy"}
    assert read.values == [None, date(2019, 5, 5), NINTH]
    assert read.said[0] == "“04/05/2019” may be 2019-04-05 or 2019-05-04."
    assert read.evidence.endswith("nothing in the column decides it.")


def test_two_digits_on_both_ends_may_be_the_year() -> None:
    read = read_cells(Kind.DATE, "25-12-19")
    assert read.open
    assert read.style
    assert {read.code, *read.style.others} == {"dmy", "ymd"}
    assert read_cells(Kind.DATE, "25-12-19", style="ymd").values == [date(2025, 12, 19)]


@pytest.mark.parametrize(("style", "day"), [("dmy", date(2019, 5, 4)), ("mdy", date(2019, 4, 5))])
def test_what_a_person_chose_wins(style: str, day: date) -> None:
    read = read_cells(Kind.DATE, "04/05/2019", style=style)
    assert read.values == [day]
    assert (read.code, read.evidence, read.open) == (style, "Chosen by you", False)


def test_days_that_do_not_fit_what_was_chosen_are_flaws() -> None:
    read = read_cells(Kind.DATE, "12/25/2019", style="dmy")
    assert read.said == ["“12/25/2019” is no date in the order day/month/year."]
    both = read_cells(Kind.DATE, "12/25/2019", "25/12/2019", style="dmy")
    assert both.said[0] == "“12/25/2019” contradicts other dates of its column, such as “25/12/2019”."


def test_the_majority_of_rows_is_kept_and_the_others_are_flaws() -> None:
    read = read_cells(Kind.DATE, "12/25/2019", *["25/12/2019"] * 2, "04/05/2019")
    assert read.code == "dmy"
    assert read.values == [None, date(2019, 12, 25), date(2019, 12, 25), date(2019, 5, 4)]
    assert read.said[0] == "“12/25/2019” contradicts other dates of its column, such as “25/12/2019”."
    assert read.evidence == ("day/month/year: most are like “25/12/2019” (2); 1 row contradicts, such as “12/25/2019”.")


def test_as_many_rows_each_way_decide_nothing() -> None:
    read = read_cells(Kind.DATE, "12/25/2019", "25/12/2019", "04/05/2019")
    assert read.open
    assert read.values == [None, None, None]
    assert "contradict each other" in read.evidence


def test_days_that_read_in_one_way_only_need_no_order() -> None:
    read = read_cells(Kind.DATE, "2019-10-09", "9 Oct 2019", NINTH)
    assert read.values == [NINTH] * 3
    assert (read.code, read.evidence) == ("", "2 dates read in one way only.")


def test_days_that_excel_may_have_turned_are_warned_about() -> None:
    turned = [date(2019, month, 5) for month in (1, 2)] + [date(2019, 3, 7)]
    texts = ["13/05/2019", "25/05/2019", "31/05/2019"]
    read = read_cells(Kind.DATE, *turned, *texts)
    assert read.severities == [WARNING] * 3 + [None] * 3
    assert read.values[0] == date(2019, 1, 5)


@pytest.mark.parametrize(
    "cells",
    [
        (date(2019, 1, 5), date(2019, 1, 6), date(2019, 1, 17), "13/05/2019", "25/05/2019", "31/05/2019"),
        (date(2019, 1, 5), date(2019, 1, 6), date(2019, 1, 7), "13/05/2019", "25/05/2019", "31/05/2019", "4/5/2019"),
        (date(2019, 1, 1), date(2019, 2, 1), date(2019, 3, 1), "13/05/2019", "25/05/2019", "31/05/2019"),
        (date(2019, 1, 5), date(2019, 1, 6), "13/05/2019", "25/05/2019"),
    ],
)
def test_other_true_dates_are_not_doubted(cells: tuple[Raw, ...]) -> None:
    assert WARNING not in read_cells(Kind.DATE, *cells).severities


def test_a_correction_is_read_like_its_column() -> None:
    days = field_of(Kind.DATE)
    assert read_typed("04/05/2019", days, style="mdy") == date(2019, 4, 5)
    assert read_typed("2019-10-09", days, style="mdy") == NINTH
    assert read_typed("43747", days) == NINTH
    assert isinstance(read_typed("04/05/2019", days), Flaw)
    assert isinstance(read_typed("25/12/2019", days, style="mdy"), Flaw)


# --- whole columns, written and read again ------------------------------------------------------------------------

_MONTHS = {
    "en": [f"{date(2019, month, 1):%B}" for month in range(1, 13)],
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
}
_FORMS = {
    "dmy": ["{d:02}/{m:02}/{y}", "{d}/{m}/{y}", "{d:02}.{m:02}.{y}", "{d:02} {m:02} {y}", "{d}/{m}/{s:02}"],
    "mdy": ["{m:02}/{d:02}/{y}", "{m}/{d}/{y}", "{m:02}-{d:02}-{y}", "{m}/{d}/{s:02}"],
    "": ["{y}-{m:02}-{d:02}", "{d} {en} {y}", "{d} {fr} {y}", "{en} {d}, {y}", "{y}{m:02}{d:02}", "{d}-{en}-{s:02}"],
}


def written(day: date, form: str) -> str:
    """A day as somebody writes it."""
    names = {language: months[day.month - 1] for language, months in _MONTHS.items()}
    return form.format(d=day.day, m=day.month, y=day.year, s=day.year % 100, **names)


@given(
    st.sampled_from(["dmy", "mdy", ""]),
    st.lists(st.dates(date(1990, 1, 1), date(2089, 12, 31)), min_size=1, max_size=15),
    st.data(),
)
@settings(max_examples=400)
def test_a_column_written_in_an_order_is_recovered_exactly_or_asked_about(
    order: str, days: list[date], data: st.DataObject
) -> None:
    form = data.draw(st.sampled_from(_FORMS[order]))
    kinds = [data.draw(st.sampled_from(["text", "text", "true", "plain"])) for _day in days]
    plain = data.draw(st.sampled_from(_FORMS[""]))
    cells: list[Raw] = [
        day if kind == "true" else written(day, form if kind == "text" else plain)
        for day, kind in zip(days, kinds, strict=True)
    ]
    read = read_cells(Kind.DATE, *cells)
    for day, value, flaw in zip(days, read.values, read.flaws, strict=True):
        assert value == day or (value is None and flaw is not None and flaw.severity is ERROR)
    assert read.values == days or read.open
    assert read_cells(Kind.DATE, *cells, style=order).values == days


@given(st.lists(st.dates(date(1990, 1, 1), date(2089, 12, 31)), min_size=1, max_size=9), st.data())
@settings(max_examples=200)
def test_two_hands_in_one_column_are_read_right_or_asked_about_while_they_are_even(
    days: list[date], data: st.DataObject
) -> None:
    """Days that read in one way only are right or refused, whatever the others are."""
    cells = [written(day, data.draw(st.sampled_from([*_FORMS["dmy"], *_FORMS["mdy"]]))) for day in days]
    read = read_cells(Kind.DATE, *cells)
    clear = [place for place, day in enumerate(days) if day.day > 12]
    assert all(read.values[place] in (days[place], None) for place in clear)
