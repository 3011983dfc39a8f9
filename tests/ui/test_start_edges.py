"""Titles, figures, tables and lines of text begin at one edge, in a mirrored layout as well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMargins, QPoint
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.config import paths
from desktop.config.settings import LanguageCode
from desktop.language import load_language
from desktop.services import records
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.theme import TextStyle, apply_language, font
from desktop.ui.widgets.basics import ElidedLabel, label, margins
from desktop.ui.widgets.figures import FigureStrip
from tests.helpers.painting import picture_of
from tests.helpers.window import dress
from tests.ui.conftest import Open

BOTH = pytest.mark.parametrize("code", ["en", "ar"])
WRAPPED = "تجاوزت الفئة ميزانيتها بمقدار كبير مع الالتزامات وانقضى من الوقت أكثر مما أنفق من المال"


@pytest.fixture(autouse=True)
def turned_back(qapp: QApplication) -> Iterator[None]:
    yield
    apply_language(qapp, load_language(paths.translations(), "en"))


def start_of(widget: QWidget) -> int:
    """How far a widget begins from the side of its window at which reading starts."""
    window = widget.window()
    left = widget.mapTo(window, QPoint(0, 0)).x()
    return window.width() - left - widget.width() if widget.isRightToLeft() else left


def title_of(page: QWidget) -> ElidedLabel:
    return next(
        made
        for made in page.findChildren(ElidedLabel)
        if made.isVisible() and made.font().pixelSize() == font(TextStyle.TITLE).pixelSize()
    )


def test_margins_are_counted_from_where_reading_starts(qapp: QApplication) -> None:
    apply_language(qapp, load_language(paths.translations(), "fr"))
    assert margins(20, 1, 16, 2) == QMargins(20, 1, 16, 2)
    apply_language(qapp, load_language(paths.translations(), "ar"))
    assert margins(20, 1, 16, 2) == QMargins(16, 1, 20, 2)


@BOTH
def test_title_of_home_begins_above_its_figures(opened: Open, sample: Office, code: LanguageCode) -> None:
    page = opened(sample, language=code, start=Route("home")).page
    QApplication.processEvents()
    strip = page.findChild(FigureStrip)
    assert isinstance(strip, FigureStrip)
    names = [made for made in strip.findChildren(QLabel) if made.isVisible()]
    assert min(map(start_of, names)) == start_of(title_of(page))


@BOTH
def test_title_of_a_list_begins_above_its_first_column(opened: Open, sample: Office, code: LanguageCode) -> None:
    page = opened(sample, language=code).go("register", "ledger")
    assert isinstance(page, RegisterPage)
    QApplication.processEvents()
    assert start_of(title_of(page)) - start_of(page.table.table) == 20


@BOTH
def test_title_of_a_record_begins_above_its_figures(opened: Open, sample: Office, code: LanguageCode) -> None:
    window = opened(sample, language=code)
    page = window.go("record", "grants", records.choices(sample, "grants", search="NER-CT-01")[0].id)
    QApplication.processEvents()
    strip = page.findChild(FigureStrip)
    assert isinstance(strip, FigureStrip)
    assert start_of(strip) == start_of(title_of(page))


@BOTH
def test_title_of_a_dialog_begins_above_its_fields(opened: Open, sample: Office, code: LanguageCode) -> None:
    driver = opened(sample, language=code)
    dialog = RecordDialog(driver.view.context, driver.view.window(), "ledger")
    dialog.open()
    QApplication.processEvents()
    title = next(
        made for made in dialog.findChildren(QLabel) if made.isVisible() and made.font() == font(TextStyle.LEAD_STRONG)
    )
    assert abs(start_of(title) - start_of(dialog.fields["entry_on"])) <= 1


def test_lines_of_a_wrapped_text_begin_below_each_other(qapp: QApplication) -> None:
    dress(qapp)
    apply_language(qapp, load_language(paths.translations(), "ar"))
    made = label(WRAPPED, wraps=True)
    made.resize(200, made.heightForWidth(200))
    picture = picture_of(made)
    line = made.fontMetrics().boundingRect("الفئة").height()
    assert made.height() // line >= 3
    plain = picture.pixel(0, 0)
    ends = [
        max(x for x in range(200) for y in range(top, top + line) if picture.pixel(x, y) != plain)
        for top in range(0, made.height() - line + 1, line)
    ]
    assert max(ends) - min(ends) <= 2, ends
    assert min(ends) >= 196


def test_wrapped_text_stands_where_its_alignment_puts_it(qapp: QApplication) -> None:
    dress(qapp)
    made = label("One line", wraps=True)
    made.resize(200, 100)
    middle = inked_rows(made)
    made.setAlignment(made.alignment() & ~made.alignment().AlignVertical_Mask | made.alignment().AlignTop)
    top = inked_rows(made)
    assert 35 < middle[0] < middle[-1] < 65
    assert top[-1] < 20


def inked_rows(made: QLabel) -> list[int]:
    """The rows in which a label has letters."""
    picture = picture_of(made)
    plain = picture.pixel(0, 0)
    return [y for y in range(made.height()) if any(picture.pixel(x, y) != plain for x in range(made.width()))]
