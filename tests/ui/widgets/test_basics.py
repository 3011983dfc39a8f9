"""Labels, buttons, marks: no text is taken for markup or for a key, what is cut shows whole, keys are told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.theme import Icon, TextStyle, font, load_palette
from desktop.ui.widgets.basics import (
    ButtonKind,
    ElidedLabel,
    button,
    clear,
    column,
    elided,
    emphasised,
    hairline,
    key_cap,
    label,
    row,
    text_width,
)
from desktop.ui.widgets.chips import Chip, Tone
from desktop.ui.widgets.empty_state import EmptyState, Way
from desktop.ui.widgets.figures import FigureStrip, HeaderFigure
from desktop.ui.widgets.mark import Mark, window_icon
from desktop.ui.widgets.segments import segments
from tests.helpers.painting import picture_of, pixels
from tests.helpers.window import button_named, click, dress, make_context, press, visible_texts
from tests.ui.widgets.conftest import Show

PALETTE = load_palette("light")
MARKUP = "<b>Smith & Sons</b> <img src='x'>"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp)


# --- labels --------------------------------------------------------------------------------------------------------


def test_text_of_records_is_never_markup(shown: Show) -> None:
    plain, cut = label(MARKUP), ElidedLabel(MARKUP)
    assert plain.textFormat() == cut.textFormat() == Qt.TextFormat.PlainText
    strong = emphasised([("Spent", False), (MARKUP, True)])
    shown(strong)
    assert "&lt;b&gt;Smith &amp; Sons&lt;/b&gt;" in strong.text()
    assert "<img" not in strong.text()


def test_inks_are_those_of_the_palette(shown: Show) -> None:
    parts = {ink: label("██", ink=ink) for ink in ("secondary", "muted", "accent", "positive", "warning", "negative")}
    shown(*parts.values())
    for ink, part in parts.items():
        color = getattr(PALETTE, "text_secondary" if ink == "secondary" else ink)
        assert pixels(picture_of(part), color) > 100, ink


@pytest.mark.parametrize(
    ("text", "kept", "cut"),
    [
        ("Instalment 3 of USD\u00a0225,000.00 did not come", "Instalment 3 of", "USD\u00a0225,000.00"),
        ("La tranche 3 de 225\u00a0000,00\u00a0USD est en retard", "La tranche 3 de", "225\u00a0000,00\u00a0USD"),
        ("Financial report: period to 30 Sep 2019", "Financial report: period to", "30 Sep 2019"),
        ("Written to the funder of CAF-WP-01", "Written to the funder of", "CAF-WP-01"),
        (
            "\u0644\u0645 \u064a\u0635\u0644 \u2068USD\u00a0225,000.00\u2069",
            "\u0644\u0645 \u064a\u0635\u0644",
            "\u2068USD\u00a0225,000.00\u2069",
        ),
    ],
)
def test_no_amount_date_or_code_is_cut_in_half(text: str, kept: str, cut: str) -> None:
    metrics = QFontMetrics(font(TextStyle.BODY))
    whole, least = metrics.horizontalAdvance(text), metrics.horizontalAdvance(f"{kept}…")
    assert elided(text, metrics, whole + 2) == text
    shown = {elided(text, metrics, width) for width in range(least + 1, whole)}
    whole_ones = len(kept) + 1 + len(cut)
    assert f"{kept}…" in shown
    assert all(len(one) <= len(kept) + 1 or len(one) > whole_ones for one in shown)
    assert elided("USD\u00a0225,000.00", metrics, 60).startswith("USD")


def test_text_that_fits_has_no_tooltip_and_text_that_is_cut_has(shown: Show) -> None:
    name = ElidedLabel("Legal aid for detainees in the prisons of Niger")
    window = shown(name, width=800)
    assert not name.is_cut()
    assert name.toolTip() == ""
    window.resize(100, 400)
    QApplication.processEvents()
    assert name.is_cut()
    assert name.toolTip() == "Legal aid for detainees in the prisons of Niger"
    name.setText("Short")
    assert name.toolTip() == ""
    name.setText("Strengthening access to justice in the Sahel")
    assert name.toolTip() == "Strengthening access to justice in the Sahel"
    assert name.minimumSizeHint().width() == 24


def test_snug_text_takes_no_more_room_than_it_needs(shown: Show) -> None:
    snug, after = ElidedLabel("Niger", snug=True), QLabel("after")
    holder = QWidget()
    holder.setLayout(row(snug, after, None))
    shown(holder, width=800)
    assert snug.width() <= text_width("Niger", TextStyle.BODY) + 2
    assert not snug.is_cut()


def test_widths_are_measured_in_the_font_of_the_style() -> None:
    assert text_width("1,011,842.36", TextStyle.BODY) in (72, 73, 74)
    assert text_width("Spent", TextStyle.STRONG) > text_width("Spent", TextStyle.CAPTION)


def test_keys_are_written_as_on_the_keyboard() -> None:
    assert [key_cap(keys).text() for keys in ("Ctrl+K", "Ctrl+Return", "F1")] == ["Ctrl K", "Ctrl Enter", "F1"]


# --- buttons -------------------------------------------------------------------------------------------------------


def test_ampersand_in_a_name_is_shown_and_is_no_key(shown: Show) -> None:
    pressed: list[str] = []
    with_name = button("Smith & Sons", kind="link", palette=PALETTE, on_click=lambda: pressed.append("name"))
    with_icon = button("R&D", palette=PALETTE, name=Icon.NEW)
    shown(with_name, with_icon)
    assert with_name.text() == "Smith && Sons"
    assert with_name.accessibleName() == "Smith & Sons"
    assert (with_icon.text(), with_icon.accessibleName()) == (" R&&D", "R&D")
    assert with_icon.shortcut().isEmpty()
    assert button_named(with_name.window(), "Smith & Sons") is with_name


def test_button_tells_its_key_and_an_icon_its_name() -> None:
    assert button("Export", palette=PALETTE, shortcut="Ctrl+Shift+E").toolTip() == "Export  Ctrl+Shift+E"
    assert button("Export", palette=PALETTE).toolTip() == ""
    icon = button("Undo", kind="icon", palette=PALETTE, name=Icon.UNDO)
    assert (icon.text(), icon.toolTip(), icon.accessibleName()) == ("", "Undo", "Undo")


def test_button_is_pressed_by_mouse_and_by_space(shown: Show) -> None:
    pressed: list[None] = []
    made = button("Import 171 rows", kind="primary", palette=PALETTE, on_click=lambda: pressed.append(None))
    shown(made)
    click(made)
    made.setFocus()
    press(made, "Space")
    assert len(pressed) == 2


@pytest.mark.parametrize("kind", ["plain", "primary", "ghost", "danger", "link", "icon", "chip", "segment", "figure"])
def test_focus_can_be_seen_on_every_kind_of_button_and_nothing_moves(shown: Show, kind: ButtonKind) -> None:
    made = button("Do it", kind=kind, palette=PALETTE, name=Icon.NEW if kind == "icon" else None)
    holder = QWidget()
    holder.setLayout(row(made, None))
    other = button("Other", palette=PALETTE)
    shown(holder, other, height=100)
    other.setFocus()
    QApplication.processEvents()
    size, before = made.size(), picture_of(made)
    made.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    after = picture_of(made)
    changed = sum(
        before.pixel(x, y) != after.pixel(x, y) for x in range(before.width()) for y in range(before.height())
    )
    assert changed >= before.width()
    assert made.size() == size


def test_disabled_button_is_pale(shown: Show) -> None:
    made = button("Undo", kind="icon", palette=PALETTE, name=Icon.UNDO)
    shown(made)
    assert pixels(picture_of(made), PALETTE.text_secondary, near=40) > 5
    made.setEnabled(False)
    assert pixels(picture_of(made), PALETTE.text_secondary, near=40) == 0


# --- layouts -------------------------------------------------------------------------------------------------------


def test_gaps_and_stretches_stand_where_they_are_put(shown: Show) -> None:
    first, last = QPushButton("a"), QPushButton("b")
    first.setFixedWidth(50)
    last.setFixedWidth(50)
    holder = QWidget()
    holder.setLayout(row(first, 20, None, last, spacing=0))
    shown(holder, width=400)
    assert (first.x(), last.x()) == (0, 350)
    upper, lower = hairline(), hairline(strong=True)
    below = QWidget()
    below.setLayout(column(upper, 30, lower, None))
    shown(below, height=200)
    assert (upper.y(), lower.y()) == (0, 31)
    assert pixels(picture_of(lower), PALETTE.border_strong) == lower.width()
    assert pixels(picture_of(upper), PALETTE.border) == upper.width()


def test_clearing_lets_everything_go_however_deep() -> None:
    holder = QWidget()
    outer = QVBoxLayout(holder)
    inner = QHBoxLayout()
    inner.addWidget(QLabel("deep"))
    outer.addLayout(inner)
    outer.addWidget(QLabel("flat"))
    outer.addStretch(1)
    clear(outer)
    assert outer.count() == 0
    assert holder.findChildren(QLabel) == []


# --- chips, segments, figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize("tone", ["positive", "warning", "negative", "accent"])
def test_chip_has_a_word_and_an_icon_on_a_soft_ground(shown: Show, tone: Tone) -> None:
    chip = Chip("Late", palette=PALETTE, tone=tone, name=Icon.WARNING)
    plain = Chip("Late", palette=PALETTE, tone=tone)
    holder = QWidget()
    holder.setLayout(row(chip, plain, None))
    shown(holder)
    assert (chip.text, chip.accessibleName()) == ("Late", "Late")
    assert chip.width() == plain.width() + 17
    assert chip.height() == 20
    picture = picture_of(chip)
    assert pixels(picture, getattr(PALETTE, f"{tone}_soft")) > picture.width() * 5
    assert pixels(picture, getattr(PALETTE, tone), near=60) > 15
    before_the_word = QRect(7, 4, 12, 12)
    assert pixels(picture, getattr(PALETTE, tone), within=before_the_word, near=60) > 10


def test_sample_mark_is_dashed(shown: Show) -> None:
    sample, plain = Chip("Sample data", palette=PALETTE, tone="sample"), Chip("Sample data", palette=PALETTE)
    holder = QWidget()
    holder.setLayout(row(sample, plain, None))
    shown(holder)
    top = QRect(4, 0, plain.width() - 8, 1)
    dashes = pixels(picture_of(sample), PALETTE.border_control, within=top, near=60)
    assert 0 < dashes < top.width()


def test_chip_is_mirrored_in_arabic(shown: Show) -> None:
    chip = Chip("Late", palette=PALETTE, tone="warning", name=Icon.WARNING)
    chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    holder = QWidget()
    holder.setLayout(row(chip, None))
    shown(holder)
    picture = picture_of(chip)
    icon = QRect(picture.width() - 19, 4, 12, 12)
    assert pixels(picture, PALETTE.warning, within=icon, near=60) > 10


def test_one_segment_is_chosen_by_mouse_or_arrows(shown: Show) -> None:
    chosen: list[str] = []
    made = segments(
        [("en", "English"), ("fr", "Français"), ("ar", "العربية")],
        "fr",
        chosen.append,
        palette=PALETTE,
        right_to_left=False,
    )
    shown(made, height=60)
    parts = made.findChildren(QPushButton)
    assert [part.isChecked() for part in parts] == [False, True, False]
    click(parts[0])
    assert [part.isChecked() for part in parts] == [True, False, False]
    parts[0].setFocus()
    press(parts[0], "Right")
    assert [part.isChecked() for part in parts] == [False, True, False]
    assert chosen == ["en", "fr"]
    QTest.mouseClick(parts[1], Qt.MouseButton.LeftButton)
    assert [part.isChecked() for part in parts] == [False, True, False]  # one is always chosen


@pytest.mark.parametrize(
    ("right_to_left", "sides"), [(False, ["left", None, "right"]), (True, ["right", None, "left"])]
)
def test_outer_segments_are_round_at_their_outer_side(right_to_left: bool, sides: list[str | None]) -> None:
    choices = [("a", "A"), ("b", "B"), ("c", "C")]
    made = segments(choices, "a", lambda _code: None, palette=PALETTE, right_to_left=right_to_left)
    assert [part.property("side") for part in made.findChildren(QPushButton)] == sides


def test_figures_are_never_cut_and_are_read_as_a_whole(shown: Show) -> None:
    figures = [
        HeaderFigure("Awarded", "USD 2,417,615,507.12", "577 grants"),
        HeaderFigure("Spent", "USD 1,240.00", "1 % of awarded", key="solid"),
        HeaderFigure("Available", "−1,712.40", "over by 2 %", key="hatched", alarming=True),
    ]
    strip = FigureStrip(figures, palette=PALETTE)
    shown(strip, width=640, height=90)
    blocks = [part.accessibleName() for part in strip.findChildren(QWidget) if part.accessibleName()]
    assert blocks == [
        "Awarded USD 2,417,615,507.12 577 grants",
        "Spent USD 1,240.00 1 % of awarded",
        "Available −1,712.40 over by 2 %",
    ]
    values = [part for part in strip.findChildren(ElidedLabel) if part.text() in {f.value for f in figures}]
    assert [part.is_cut() for part in values] == [False, False, False]
    assert [pixels(picture_of(part), PALETTE.negative, near=40) > 10 for part in values] == [False, False, True]


# --- empty states, the mark ----------------------------------------------------------------------------------------


def test_empty_page_says_what_would_be_here_and_offers_ways(shown: Show) -> None:
    taken: list[str] = []
    ways = [
        Way("Import a workbook", "A plain list from Excel", Icon.EXCEL, lambda: taken.append("import"), "Ctrl+I"),
        Way("New entry", "Type it in", Icon.NEW, lambda: taken.append("new"), "Ctrl+N"),
    ]
    state = EmptyState("No entries yet", "Bring in what the office has.", ways, palette=PALETTE)
    shown(state, width=900, height=600)
    texts = visible_texts(state)
    for text in ("No entries yet", "Bring in what the office has.", "Import a workbook", "Ctrl I", "Ctrl N"):
        assert text in texts
    assert [way.accessibleName() for way in state.buttons] == [
        "Import a workbook. A plain list from Excel",
        "New entry. Type it in",
    ]
    click(state.buttons[1])
    state.buttons[0].setFocus()
    press(state.buttons[0], "Space")
    press(state.buttons[0], "Return")
    assert taken == ["new", "import", "import"]


def test_empty_page_of_a_filter_offers_to_clear_it(shown: Show) -> None:
    cleared: list[None] = []
    link = button("Clear the filter", kind="link", palette=PALETTE, on_click=lambda: cleared.append(None))
    state = EmptyState("Nothing fits the filter", "Other records may be there.", [], palette=PALETTE, link=link)
    shown(state, width=900, height=600)
    assert state.buttons == []
    click(button_named(state, "Clear the filter"))
    assert len(cleared) == 1


def test_empty_page_fits_the_smallest_window(shown: Show) -> None:
    state = EmptyState("No entries yet", "Bring it in.", [], palette=PALETTE)
    shown(state, width=1024 - 48, height=640 - 48 - 24)
    assert state.minimumSizeHint().width() <= 1024 - 48


def test_mark_is_drawn_in_the_accent_in_every_size(shown: Show) -> None:
    for theme in ("light", "dark"):
        palette = load_palette(theme)
        mark = Mark(48, palette=palette)
        shown(mark)
        assert pixels(picture_of(mark), palette.accent) > 1000
        assert pixels(picture_of(mark), palette.on_accent) > 50
    sizes = {size.width() for size in window_icon(PALETTE).availableSizes()}
    assert sizes == {16, 32, 64, 128}


def test_no_widget_brings_colours_of_its_own() -> None:
    """Everything painted takes the palette's colours, so that both themes hold."""
    folder = Path(__file__).parents[3] / "desktop" / "ui" / "widgets"
    found = {
        path.name: line.strip()
        for path in folder.glob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if ("GlobalColor." in line and "transparent" not in line)
        or (re.search(r"[\"']#[0-9a-fA-F]{3,8}[\"']", line) and "surface" not in line)
    }
    assert found == {}
    assert make_context(None).palette == PALETTE
