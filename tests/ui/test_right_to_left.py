"""In Arabic the window is mirrored, and whatever reads from left to right still does: codes, amounts, dates, paths."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontDatabase, QTextLayout
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from desktop.config import paths
from desktop.domain.money import Money
from desktop.language import Language, Message, load_language, say
from desktop.services import records
from desktop.services.offices import Office
from desktop.services.records import Choice
from desktop.services.rule_presets import find_preset
from desktop.ui.context import Route
from desktop.ui.pages.comparison_page import ComparisonPage
from desktop.ui.pages.home_page import HomePage
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.pages.report_page import ReportPage
from desktop.ui.theme import TextStyle, apply_language, font, load_palette
from desktop.ui.theme.fonts import ARABIC_FAMILY, FAMILY, FITTED_FAMILY
from desktop.ui.widgets.basics import emphasised, key_cap, label
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.choice_fields import LookupField
from desktop.ui.widgets.facts import Fact, FactGrid
from desktop.ui.widgets.fields import NoteField, TextField
from desktop.ui.widgets.formula_line import FormulaLine
from desktop.ui.widgets.grid_paint import room_for
from desktop.ui.widgets.sidebar import OfficeButton, Sidebar
from tests.helpers.painting import picture_of, pixels
from tests.helpers.reading import on_screen
from tests.helpers.report_page import shown_figures
from tests.helpers.window import WindowDriver, dress, make_context
from tests.ui.conftest import Open

OVERSPENT = Money(Decimal("1214.08"), "USD")


@pytest.fixture
def arabic(qapp: QApplication) -> Iterator[Language]:
    """Arabic, and a layout mirrored for it."""
    dress(qapp)
    language = load_language(paths.translations(), "ar")
    apply_language(qapp, language)
    yield language
    apply_language(qapp, load_language(paths.translations(), "en"))


def ink(widget: QWidget) -> tuple[int, int]:
    """The first and the last column in which something is drawn on the plain ground of a widget."""
    picture = picture_of(widget)
    plain = picture.pixel(picture.width() // 2, 0)
    drawn = [
        x for x in range(picture.width()) if any(picture.pixel(x, y) != plain for y in range(2, picture.height() - 2))
    ]
    return drawn[0], drawn[-1]


def left_of(widget: QWidget) -> int:
    """Where a widget begins in its window."""
    return widget.mapTo(widget.window(), QPoint(0, 0)).x()


# --- what is written --------------------------------------------------------------------------------------------------


def test_minus_and_per_cent_stand_as_they_do_in_english(arabic: Language) -> None:
    assert on_screen(arabic.number(Decimal("-1214.08"))) == "\u22121,214.08"
    assert on_screen(arabic.percent(Decimal("0.819"), decimals=1)) == "81.9 %"
    assert on_screen(arabic.money(Money(Decimal(-5), "USD"))) == "USD \u22125.00"
    # Without a mark Qt would put the sign at the other side.
    assert on_screen("\u22121,214.08") == "1,214.08\u2212"


@pytest.mark.parametrize(
    ("sentence", "seen"),
    [
        (say("Overspent by {amount}. The final statement cannot be closed.", amount=OVERSPENT), "USD 1,214.08"),
        (say("There is no file {path}.", path="/home/grants/2019-09.xlsx"), "/home/grants/2019-09.xlsx"),
        (say("{grant}: {sentence}", grant="CAF-WP-01", sentence=say("Nothing to correct.")), "CAF-WP-01"),
        (say("Write a date like 2019-10-09."), "2019-10-09"),
        (say("Choose a name that ends in .xlsx or .csv."), ".xlsx"),
        (say("A filter names a column, compares, and gives a value, such as amount>=1000."), "amount>=1000"),
        (say("An IATI activity file begins with <iati-activities."), "<iati-activities"),
        (say("GrantDesk {version}", version="0.1.0"), "GrantDesk 0.1.0"),
        (say("{percent} of awarded", percent="\u200e82\u00a0%\u200e"), "82 %"),
    ],
)
def test_value_of_a_sentence_is_not_scrambled(arabic: Language, sentence: Message, seen: str) -> None:
    assert seen in on_screen(arabic.text(sentence))


def test_dates_of_a_period_are_read_one_after_the_other_from_the_right(arabic: Language) -> None:
    period = say("{first} to {last}", first=date(2019, 7, 1), last=date(2019, 9, 30))
    numbers = [word for word in on_screen(arabic.text(period)).split() if word.isdecimal()]
    assert numbers == ["2019", "30", "2019", "1"]


def test_date_beside_a_code_keeps_its_day(arabic: Language) -> None:
    shown = on_screen(arabic.beside("PV-1106", date(2019, 7, 11)))
    assert shown.startswith("2019")
    assert shown.endswith("11 · PV-1106")


def test_moment_has_its_clock_at_the_end(arabic: Language) -> None:
    words = on_screen(arabic.instant(datetime(2019, 10, 9, 11, 2, tzinfo=UTC))).split()
    assert words[-1] == "9"
    assert ":" in words[0]


def test_keys_are_called_in_the_order_of_the_keyboard(arabic: Language) -> None:
    assert arabic.right_to_left
    assert on_screen(key_cap("Ctrl+Alt+E").text()) == "Ctrl Alt E"
    assert on_screen(key_cap("Alt+Left").text()) == "Alt ←"
    assert on_screen(key_cap("Ctrl+1 … 9").text()) == "Ctrl 1 … 9"


def test_record_can_be_typed_by_its_code_though_its_name_wears_marks(sample: Office) -> None:
    field = LookupField(make_context(sample, language="ar"), say("Grant"), register="grants", required=True)
    field.offer([Choice(7, "NER-CT-01", "المساعدة القانونية"), Choice(8, "CAF-WP-01", "حماية")])
    field.box.setEditText("caf-wp-01")
    assert field.value() == 8
    field.set_value(7)
    assert on_screen(field.box.currentText()).endswith("NER-CT-01")


# --- where it stands --------------------------------------------------------------------------------------------------


def test_label_begins_at_the_right_whatever_its_letters(arabic: Language) -> None:
    for text in ("MINUSCA", arabic.number(Decimal(3)), "متعددة الأطراف"):
        made = label(text)
        made.resize(300, 40)
        first, last = ink(made)
        assert first > 180, text
        assert last > 290, text


def test_fields_of_a_form_begin_at_the_right_whatever_their_letters(arabic: Language) -> None:
    assert arabic.right_to_left
    context = make_context(None, language="ar")
    for text in ("2 CFR 200.1", "\u064a\u0624\u0643\u062f"):
        for field in (NoteField(context, say("Note"), required=True), TextField(context, say("Note"), required=True)):
            field.set_value(text)
            field.resize(400, 130)
            field.ensurePolished()
            box = field.box if isinstance(field, NoteField) else field.line
            picture, middle = picture_of(box), box.width() // 2
            plain = picture.pixel(middle, 15)
            seen = [x for x in range(6, box.width() - 6) if any(picture.pixel(x, y) != plain for y in range(6, 26))]
            assert seen[0] > middle, (text, box)


def test_name_of_a_cell_meets_its_sum_at_the_left(arabic: Language) -> None:
    assert arabic.right_to_left
    line = FormulaLine(palette=load_palette("light"))
    assert [part.property("edge") for part in line.findChildren(QLabel) if part.property("edge")] == ["left"]


def test_sign_of_an_amount_that_is_too_much_stands_at_its_left(arabic: Language, sample: Office, opened: Open) -> None:
    grant = records.choices(sample, "grants", search="NER-CT-01")[0].id
    page = opened(sample, start=Route("comparison", record_id=grant), language=arabic.code).page
    assert isinstance(page, ComparisonPage)
    view, model = page.grid.view, page.model
    over = next(row for row in range(model.rowCount()) if model.cell(row, 3).over)
    cell = view.visualRect(model.index(over, 3))
    sign = QRect(cell.left(), cell.top(), 24, cell.height())
    assert pixels(picture_of(view.viewport()), load_palette("light").negative, within=sign, near=70) > 20
    assert room_for(model.cell(over, 3)) <= cell.width()


def test_source_of_a_rule_reads_on_from_its_article(arabic: Language) -> None:
    report = next(rule for rule in find_preset("us_federal").rules if rule.rule.article.endswith("(b)"))
    seen = on_screen(report.written(arabic.text).article)
    assert seen.endswith("2 CFR 200.328, 200.344 (b)")


def test_label_begins_at_the_left_when_the_layout_turns_back(qapp: QApplication) -> None:
    dress(qapp)
    apply_language(qapp, load_language(paths.translations(), "en"))
    made = label("MINUSCA")
    made.resize(300, 40)
    first, last = ink(made)
    assert first < 10
    assert last < 120


def test_finding_that_begins_with_a_code_is_a_paragraph_from_the_right(arabic: Language) -> None:
    sentence = arabic.text(say("Ends on {day}.", day=date(2019, 12, 31)))
    made = emphasised([("CAF-WP-01", True), (sentence, False)])
    made.resize(500, 40)
    first, last = ink(made)
    assert first > 200
    assert last > 490


def test_names_of_areas_stand_beside_their_icons(sample: Office, opened: Open) -> None:
    view = opened(sample, language="ar").view
    sidebar = view.findChild(Sidebar)
    assert isinstance(sidebar, Sidebar)
    assert left_of(sidebar) + sidebar.width() == view.width()
    item = next(item for item in sidebar.items if item.text() == "المنح" and not item.isChecked())
    first, last = ink(item)
    assert first > item.width() // 2
    assert last < item.width() - 5
    name = sidebar.findChild(OfficeButton)
    assert isinstance(name, OfficeButton)
    picture = picture_of(name)
    beside = picture.copy(name.width() - 70, 0, 30, name.height())  # right of the mark of the program
    colours = {beside.pixel(x, y) for x in range(beside.width()) for y in range(beside.height())}
    assert len(colours) > 1


def test_mark_of_a_status_has_its_words_beside_its_icon(sample: Office, arabic: Language) -> None:
    assert arabic.right_to_left
    chip = Chip("معتمدة", palette=make_context(sample, language="ar").palette)
    chip.resize(chip.sizeHint().width() + 100, chip.sizeHint().height())
    picture = picture_of(chip)
    middle = picture.height() // 2
    ground = picture.pixel(50, middle)
    written = [
        x
        for x in range(10, chip.width() - 3)
        if any(picture.pixel(x, y) != ground for y in range(4, picture.height() - 4))
    ]
    assert written[0] > 90


def test_facts_stand_in_a_straight_column(sample: Office, arabic: Language) -> None:
    facts = [Fact("الاسم", "MINUSCA"), Fact("البلد", "النيجر"), Fact("المنح", arabic.number(Decimal(2)))]
    grid = FactGrid(make_context(sample, language="ar"), facts)
    grid.resize(600, 200)
    values = [made for made in grid.findChildren(QLabel) if made.text() in {fact.value for fact in facts}]
    assert len(values) == 3
    ends = {left_of(made) + ink(made)[1] for made in values}
    assert max(ends) - min(ends) <= 3


def _statement(driver: WindowDriver) -> ReportPage:
    page = driver.go("report", "statement", filters=("grant=NER-CT-01",))
    assert isinstance(page, ReportPage)
    return page


def test_figures_of_a_statement_end_below_each_other(sample: Office, opened: Open) -> None:
    cells = shown_figures(_statement(opened(sample, language="ar")))
    assert {cell.right for cell in cells.values()} == {True}


def test_overspent_balance_of_a_statement_has_its_minus_at_the_left(sample: Office, opened: Open) -> None:
    cells = shown_figures(_statement(opened(sample, language="ar")))
    shown = {on_screen(cell.text) for cell in cells.values() if cell.ink == "negative"}
    assert shown
    assert all(text.startswith("\u2212") for text in shown)


def test_per_cent_of_a_list_reads_as_a_number_and_its_sign(sample: Office, opened: Open) -> None:
    page = opened(sample, language="ar").go("register", "grants", filters=("reference=MLI-TR-02",))
    assert isinstance(page, RegisterPage)
    model = page.table.model
    cells = {column.key: model.cell(0, place) for place, column in enumerate(model.columns)}
    assert on_screen(cells["delivery"].text) == "101.3 %"
    assert on_screen(cells["available"].text) == "\u22121,214.08"


def test_line_under_the_name_of_a_record_is_in_order(sample: Office, opened: Open) -> None:
    window = opened(sample, language="ar")
    grant = records.choices(sample, "grants", search="NER-CT-01")[0]
    page = window.go("record", "grants", grant.id)
    lines = [made.text() for made in page.findChildren(QLabel) if "NER-CT-01" in made.text() and "USD" in made.text()]
    assert len(lines) == 1
    shown = on_screen(lines[0])
    assert shown.endswith("· NER-CT-01")
    assert shown.startswith("2020")
    assert [word for word in shown.split() if word.isdecimal()] == ["2020", "31", "2017", "1"]


def test_days_of_deadlines_are_shown_whole(sample: Office, opened: Open) -> None:
    page = opened(sample, language="ar", start=Route("home")).page
    assert isinstance(page, HomePage)
    days = [made for made in page.findChildren(QLabel) if made.text() in ("30 سبتمبر", "30 أكتوبر")]
    assert days
    assert all(made.width() >= made.sizeHint().width() for made in days)


# --- letters ----------------------------------------------------------------------------------------------------------


def test_captions_are_larger_in_arabic_alone(qapp: QApplication, arabic: Language) -> None:
    assert arabic.right_to_left
    assert font(TextStyle.BODY).pixelSize() == 14
    assert font(TextStyle.CAPTION).pixelSize() == font(TextStyle.CAPTION_STRONG).pixelSize() == 13
    apply_language(qapp, load_language(paths.translations(), "fr"))
    assert font(TextStyle.CAPTION).pixelSize() == 12


@pytest.fixture
def noto(arabic: Language) -> Language:
    """Arabic, on a system that has the letters of the design."""
    if not QFontDatabase.hasFamily(ARABIC_FAMILY):
        pytest.skip("this system draws Arabic with letters of its own")
    return arabic


def test_digits_and_latin_letters_are_of_source_sans_and_arabic_letters_alone_are_not(noto: Language) -> None:
    assert noto.right_to_left
    assert families("NER-CT-01 USD 535.73") == {FAMILY}
    assert families("\u0627\u0644\u0645\u0646\u062d\u0629 1,240.00 PV-1161") == {FAMILY, FITTED_FAMILY}


def test_marks_of_direction_leave_letters_in_their_place(noto: Language) -> None:
    assert noto.right_to_left
    plain, marked = (label(text).sizeHint().height() for text in ("المنحة USD", "المنحة \u2066USD\u2069\u200e"))
    assert plain == marked == 20


def families(text: str) -> set[str]:
    """Of what families the letters of a text are, spaces included."""
    layout = QTextLayout(text, font(TextStyle.BODY))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return {run.rawFont().familyName() for run in layout.glyphRuns()}


@pytest.mark.parametrize(
    ("style", "distance"), [(TextStyle.CAPTION, 19), (TextStyle.BODY, 20), (TextStyle.STRONG, 20), (TextStyle.LEAD, 23)]
)
def test_lines_of_arabic_are_as_close_as_in_the_design(noto: Language, style: TextStyle, distance: int) -> None:
    assert noto.right_to_left
    one, two = (label("\n".join(["المنحة NER-CT-01"] * count), style).sizeHint().height() for count in (1, 2))
    assert two - one == distance


def test_rows_of_a_list_are_as_high_as_in_english(sample: Office, opened: Open) -> None:
    heights = []
    for language in ("en", "ar"):
        page = opened(sample, language=language).go("register", "grants")
        assert isinstance(page, RegisterPage)
        heights.append(page.table.table.rowHeight(0))
    assert heights == [28, 28]


def test_field_holds_digits_at_one_height_beside_arabic_letters_and_alone(arabic: Language) -> None:
    assert arabic.right_to_left
    known = ARABIC_FAMILY in QFontDatabase.families()  # else there are no letters to place
    feet = []
    for text in ("123", "123 \u0627" if known else "123"):
        field = QLineEdit(text)
        field.setFont(font(TextStyle.BODY))
        field.setFixedSize(160, 32)
        feet.append(lowest_ink(field))
    assert abs(feet[0] - feet[1]) <= 1


def lowest_ink(field: QLineEdit) -> int:
    """The last row within its border in which a field has letters."""
    picture = picture_of(field)
    plain = picture.pixel(picture.width() // 2, 6)
    across = range(12, picture.width() - 12)
    return max(y for y in range(3, picture.height() - 3) if any(picture.pixel(x, y) != plain for x in across))
