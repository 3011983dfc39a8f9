"""Buttons in a row of which one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop.ui.theme import Palette, TextStyle
from desktop.ui.widgets.basics import button, text_width

Choice = tuple[str, str]


def segments(
    choices: Sequence[Choice],
    current: str,
    on_choose: Callable[[str], object],
    *,
    palette: Palette,
    right_to_left: bool,
) -> QWidget:
    """A row of choices (code, text); `on_choose` gets the code of the one that is pressed."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    group = QButtonGroup(holder)
    for place, (code, text) in enumerate(choices):
        made = button(text, kind="segment", palette=palette)
        made.setCheckable(True)
        made.setMinimumWidth(text_width(text, TextStyle.STRONG) + 26)  # the chosen one is written in strong letters
        made.setChecked(code == current)
        made.clicked.connect(lambda _checked=False, code=code: on_choose(code))
        _round_end(made, first=place == 0, last=place == len(choices) - 1, right_to_left=right_to_left)
        group.addButton(made)
        layout.addWidget(made)
    layout.addStretch(1)
    return holder


def _round_end(made: QPushButton, *, first: bool, last: bool, right_to_left: bool) -> None:
    if first or last:
        made.setProperty("side", "left" if first is not right_to_left else "right")
