"""What an act would do: to each grant and line, and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.finding import Finding
from desktop.domain.money import Money
from desktop.language import Message, say, say_many
from desktop.services.deployments.signing import Effect, Trial
from desktop.ui.context import Context
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import (
    ElidedLabel,
    Ink,
    clear,
    column,
    flush_right,
    hairline,
    label,
    margins,
    row,
    start_side,
)
from desktop.ui.widgets.severity_signs import SEVERITY_SIGNS

_HEADS: tuple[Message, ...] = (say("Grant and line"), say("Committed"), say("Available"), say("Left on the line"))


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one kind that are mended alike stand together, the worst first."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: -finding.severity):
        found.setdefault((finding.code, str(finding.fix)), []).append(finding)
    return list(found.values())


class ActCard(QFrame):
    """A small table of grants and lines, and sentences under it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("card")
        self._context = context
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 1, 1, 1)
        self._layout.setSpacing(0)

    def show_trial(self, trial: Trial) -> None:
        """Shows what an act would do."""
        clear(self._layout)
        if trial.effects:
            self._layout.addWidget(self._table(trial.effects))
        elif not trial.refused:
            nothing = label(self._context.text(say("Nothing is committed or cancelled by it.")), ink="secondary")
            nothing.setContentsMargins(12, 8, 12, 8)
            self._layout.addWidget(nothing)
        for place, alike in enumerate(_alike(trial.findings)):
            if place or trial.effects:
                self._layout.addWidget(hairline())
            self._layout.addWidget(self._finding(alike))

    def _table(self, effects: Sequence[Effect]) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(margins(12, 8, 12, 8))
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for place, name in enumerate(_HEADS):
            head = label(self._context.text(name), TextStyle.SMALL, ink="muted")
            head.setAlignment(flush_right() if place else start_side() | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(head, 0, place)
        for line, effect in enumerate(effects, start=1):
            place_of = self._context.language.beside(*filter(None, (effect.grant, effect.line)))
            grid.addWidget(ElidedLabel(place_of), line, 0)
            grid.addWidget(self._amount(effect.amount, strong=True), line, 1)
            grid.addWidget(self._change(effect.available_before, effect.available_after), line, 2)
            if effect.line_left_before is not None and effect.line_left_after is not None:
                grid.addWidget(self._change(effect.line_left_before, effect.line_left_after), line, 3)
        holder = QWidget()
        holder.setLayout(grid)
        return holder

    def _amount(self, money: Money, *, strong: bool = False, ink: Ink = "") -> QLabel:
        shown = label(self._context.language.money(money), TextStyle.STRONG if strong else TextStyle.BODY, ink=ink)
        shown.setAlignment(flush_right())
        return shown

    def _change(self, before: Money, after: Money) -> QWidget:
        """An amount above what becomes of it; below zero it has a sign."""
        over = after.amount < 0
        below = row(None, self._amount(after, strong=True, ink="negative" if over else ""), spacing=4)
        if over:
            sign = QLabel()
            sign.setPixmap(pixmap(Icon.SERIOUS, self._context.palette.negative, size=12))
            below.insertWidget(1, sign)
        made = column(self._amount(before, ink="muted"))
        made.addLayout(below)
        holder = QWidget()
        holder.setLayout(made)
        said = say("{before}, then {after}", before=before, after=after)
        holder.setAccessibleName(self._context.text(said))
        return holder

    def _finding(self, alike: Sequence[Finding]) -> QWidget:
        """A sentence, whom else it is true of, and what to do about all of them."""
        finding, others = alike[0], [other.label for other in alike[1:]]
        name, ink = SEVERITY_SIGNS[finding.severity]
        sign = QLabel()
        sign.setPixmap(pixmap(name, getattr(self._context.palette, ink)))
        words = column(label(self._context.text(finding.sentence), wraps=True), spacing=1)
        if others:
            same = say_many("The same goes for {names}.", "The same goes for {names}.", len(others), names=others)
            words.addWidget(label(self._context.text(same), wraps=True))
        words.addWidget(label(self._context.text(finding.fix), TextStyle.SMALL, ink="muted", wraps=True))
        layout = row(sign, spacing=10)
        layout.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.setContentsMargins(12, 8, 12, 8)
        holder = QWidget()
        holder.setLayout(layout)
        return holder
