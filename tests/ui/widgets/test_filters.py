"""Filters as chips that say what and which; found again by mouse and keyboard; searching waits for the last letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.language import Language
from desktop.registers import find_register
from desktop.registers.query import Filter, Operator
from desktop.ui.widgets.filters import FilterBar, FilterChip, SearchField, filter_text
from tests.helpers.painting import picture_of, pixels
from tests.helpers.window import button_named, click, make_context, press, type_text, visible_texts, wait_until
from tests.ui.widgets.conftest import Show

LEDGER = find_register("ledger")
SPENT = Filter("spent", Operator.AT_LEAST, (Decimal(1000),))
GRANT = Filter("grant", Operator.IS, ("GR-1", "GR-2"))
AUGUST, OCTOBER = date(2019, 8, 1), date(2019, 10, 20)
PERIOD = [
    Filter("entry_on", Operator.AT_LEAST, (AUGUST,)),
    Filter("entry_on", Operator.AT_MOST, (OCTOBER,)),
]


class Heard:
    """A bar with a grant and an amount as filters, and what it asks for."""

    def __init__(self, shown: Show) -> None:
        self.context = make_context(None)
        self.bar = FilterBar(self.context, LEDGER, (GRANT, SPENT))
        self.changes: list[list[Filter]] = []
        self.wanted: list[str] = []
        self.bar.changed.connect(lambda: self.changes.append(list(self.bar.filters)))
        self.bar.wanted.connect(self.wanted.append)
        self.window = shown(self.bar, height=60)

    @property
    def chips(self) -> list[FilterChip]:
        QApplication.processEvents()
        return [chip for chip in self.bar.findChildren(FilterChip) if chip.isVisible()]

    def names(self) -> list[str]:
        return [chip.accessibleName() for chip in self.chips]


@pytest.fixture
def heard(shown: Show) -> Heard:
    return Heard(shown)


@pytest.mark.parametrize(
    ("filters", "english", "french"),
    [
        ([GRANT], "GR-1, GR-2", "GR-1, GR-2"),
        (PERIOD, "1 Aug 2019 to 20 Oct 2019", "1er août 2019 – 20 oct. 2019"),
        ([Filter("spent", Operator.AT_LEAST, (Decimal("1000.25"),))], "from 1,000.25", None),
        ([Filter("spent", Operator.ABOVE, (Decimal(0),))], "above 0", None),
        ([Filter("spent", Operator.BELOW, (Decimal(-5),))], "below −5", None),
        ([Filter("kind", Operator.IS, ("expenditure",))], "Expenditure", None),
        ([Filter("kind", Operator.IS_NOT, ("receipt",))], "not Receipt", None),
        ([Filter("line", Operator.IS, (None,))], "nothing", None),
        ([Filter("line", Operator.IS_NOT, (None,))], "not nothing", None),
        ([Filter("description", Operator.CONTAINS, ("prison",))], "with prison", None),
        ([Filter("spent", Operator.AT_MOST, (Decimal(5),))], "up to 5", None),
        (
            [Filter("description", Operator.CONTAINS, (word,)) for word in ("prison", "fuel")],
            "with prison, with fuel",
            None,
        ),
        (
            [*PERIOD, Filter("entry_on", Operator.IS_NOT, (date(2019, 9, 1),))],
            "from 1 Aug 2019, up to 20 Oct 2019, not 1 Sept 2019",
            None,
        ),
    ],
)
def test_filter_says_in_words_what_it_asks_for(
    filters: list[Filter], english: str, french: str | None, speak: Callable[[str], Language]
) -> None:
    column = LEDGER.column(filters[0].column)
    assert filter_text(column, filters, speak("en")).replace("Sep ", "Sept ") == english
    if french is not None:
        assert filter_text(column, filters, speak("fr")) == french


def test_chips_name_column_and_value(heard: Heard) -> None:
    assert heard.names() == ["Grant GR-1, GR-2", "Spent from 1,000"]
    assert "Filter" in visible_texts(heard.bar)


def test_cross_takes_a_filter_away(heard: Heard) -> None:
    click(button_named(heard.bar, "Remove the filter Grant"))
    assert heard.names() == ["Spent from 1,000"]
    assert heard.changes == [[SPENT]]
    assert heard.wanted == []


def test_press_on_a_chip_asks_to_change_it(heard: Heard) -> None:
    label = next(part for part in heard.chips[1].findChildren(QLabel) if part.text() == "Spent")
    click(label)
    assert heard.wanted == ["spent"]
    QTest.mouseClick(heard.chips[1], Qt.MouseButton.RightButton)
    assert heard.wanted == ["spent"]


def test_chip_by_keyboard_enter_changes_delete_takes_away(heard: Heard) -> None:
    chip = heard.chips[0]
    chip.setFocus()
    for key in ("Return", "Space"):
        press(chip, key)
    assert heard.wanted == ["grant", "grant"]
    press(chip, "X")
    assert heard.changes == []
    press(chip, "Del")
    assert heard.changes == [[SPENT]]
    focused = QApplication.focusWidget()
    assert focused is heard.chips[0]  # the keyboard goes on from the next chip


def test_tab_goes_through_chips_and_crosses_to_the_search(heard: Heard) -> None:
    heard.chips[0].setFocus()
    names = []
    for _ in range(5):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName())
        press(focused, "Tab")
    assert names == [
        "Grant GR-1, GR-2",
        "Remove the filter Grant",
        "Spent from 1,000",
        "Remove the filter Spent",
        "Filter",
    ]
    assert heard.bar.search.hasFocus()


def test_plus_asks_for_any_filter(heard: Heard) -> None:
    click(button_named(heard.bar, "Filter"))
    assert heard.wanted == [""]


def test_filter_of_a_column_replaces_the_one_before(heard: Heard) -> None:
    other = Filter("grant", Operator.IS, ("GR-3",))
    heard.bar.put("grant", [other])
    assert heard.bar.filters == [SPENT, other]
    assert heard.names() == ["Spent from 1,000", "Grant GR-3"]
    heard.bar.put("entry_on", PERIOD)
    assert heard.names()[-1] == "Date 1 Aug 2019 to 20 Oct 2019"
    heard.bar.set_filters([])
    assert heard.names() == []
    assert [len(change) for change in heard.changes] == [2, 4, 0]


def test_long_value_is_cut_and_shows_whole_in_its_tooltip(shown: Show) -> None:
    codes = tuple(f"GR-{number:04}" for number in range(60))
    bar = FilterBar(make_context(None), LEDGER, (Filter("grant", Operator.IS, codes),))
    shown(bar, width=900, height=60)
    whole = ", ".join(codes)
    cut = next(part for part in bar.findChildren(QLabel) if part.text() == whole)
    assert cut.width() <= 260
    assert cut.toolTip() == whole


def test_set_filter_is_soft_blue(heard: Heard) -> None:
    chip = heard.chips[0]
    assert pixels(picture_of(chip), heard.context.palette.accent_soft) > chip.width() * chip.height() // 3


# --- the search field ----------------------------------------------------------------------------------------------


class Search:
    """A search field in a window, and how often it searched for what."""

    def __init__(self, shown: Show) -> None:
        self.field = SearchField(make_context(None))
        self.searches: list[str] = []
        self.field.searched.connect(lambda: self.searches.append(self.field.text()))
        shown(self.field, height=60)
        self.field.setFocus()


@pytest.fixture
def search(shown: Show) -> Search:
    return Search(shown)


def test_typing_searches_once_after_the_last_letter(search: Search) -> None:
    type_text("koutoukalé")
    assert search.searches == []
    wait_until(lambda: bool(search.searches))
    assert search.searches == ["koutoukalé"]


def test_enter_searches_at_once_and_not_again(search: Search) -> None:
    type_text("fuel")
    press(search.field, "Return")
    assert search.searches == ["fuel"]
    assert not search.field._timer.isActive()


def test_escape_clears_and_shows_everything_again(search: Search) -> None:
    type_text("fuel")
    press(search.field, "Return")
    press(search.field, "Escape")
    assert search.field.text() == ""
    wait_until(lambda: len(search.searches) == 2)
    assert search.searches == ["fuel", ""]
    press(search.field, "Escape")  # nothing to clear: the key goes on to whatever is around
    assert search.searches == ["fuel", ""]


def test_words_can_be_put_without_searching(search: Search) -> None:
    search.field.put("fuel")
    assert search.field.text() == "fuel"
    assert not search.field._timer.isActive()
    assert search.searches == []


def test_field_says_what_it_is_for_and_its_key_until_one_types(search: Search) -> None:
    assert search.field.placeholderText() == search.field.accessibleName() == "Find in this list"
    assert len([text for text in visible_texts(search.field) if "F" in text]) == 1
    type_text("a")
    assert visible_texts(search.field) == []


def test_key_stands_at_the_left_in_arabic(shown: Show) -> None:
    field = SearchField(make_context(None, language="ar"))
    shown(field, height=60)
    cap = next(part for part in field.findChildren(QLabel) if part.text())
    assert cap.x() == 8
