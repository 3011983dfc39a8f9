"""The line above a grid: the cell one is in as a sum in words, with what it was."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.ui.models.budget_formula import Formula
from desktop.ui.theme import Palette, TextStyle, font
from desktop.ui.widgets.basics import label, margins

_HEIGHT = 30


class FormulaLine(QFrame):
    """Shows one formula."""

    def __init__(self, *, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("formula")
        self.setFixedHeight(_HEIGHT)
        self._palette = palette
        self._name = label("", TextStyle.SMALL, ink="secondary")
        self._name.setObjectName("formulaName")
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._name.setProperty("edge", "left" if mirrored else "right")  # where it meets the sum
        self._name.setContentsMargins(10, 0, 10, 0)
        self._sign = label("f", ink="muted")
        slanted = QFont(font(TextStyle.BODY))
        slanted.setItalic(True)
        self._sign.setFont(slanted)
        self._sign.setContentsMargins(10, 0, 4, 0)
        self._sum = QLabel()
        self._sum.setFont(font(TextStyle.BODY))
        self._sum.setTextFormat(Qt.TextFormat.RichText)
        self._sum.setMinimumWidth(1)
        self._formula = Formula()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(margins(0, 0, 10, 0))
        layout.setSpacing(0)
        layout.addWidget(self._name)
        layout.addWidget(self._sign)
        layout.addWidget(self._sum, 1)

    @property
    def formula(self) -> Formula:
        """What it shows."""
        return self._formula

    def show_formula(self, formula: Formula) -> None:
        """Shows the cell one is in; an empty formula is an empty line."""
        self._formula = formula
        self._name.setText(formula.name)
        self._name.setVisible(bool(formula.name))
        parts = "".join(
            f"<b style='font-weight:600'>{html.escape(text)}</b>" if strong else html.escape(text)
            for text, strong in formula.parts
        )
        was = f"&nbsp;&nbsp;&nbsp;<span style='color:{self._palette.muted}'>{html.escape(formula.was)}</span>"
        direction = "rtl" if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else "ltr"
        self._sum.setText(f"<div dir='{direction}'>{parts}{was if formula.was else ''}</div>")
        self._sum.setToolTip(formula.text)
