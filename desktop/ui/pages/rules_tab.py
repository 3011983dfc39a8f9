"""The rule book of a grant: each rule as a sentence, grouped by what it is about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.progress import Progress
from desktop.domain.terms import RULE_KINDS, RuleKind
from desktop.language import Message, say, say_many
from desktop.services import records
from desktop.services.offices import Outcome
from desktop.services.records import RecordView
from desktop.services.rulebooks import RuleLine, RulePage, grant_rules
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.preset_dialog import PresetDialog
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import button, column, hairline, label, margins, row
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.empty_state import EmptyState, Way

_NAMES = 190  # pixels for the names of the groups
_SENTENCE = 860  # no line longer than one can read


class RulesTab(QWidget):
    """The rules tab of a grant."""

    def __init__(self, context: Context, record: RecordView) -> None:
        super().__init__()
        self.context = context
        self._grant_id = record.id
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def load(self) -> None:
        """Reads the rules."""
        office, grant_id = self.context.office, self._grant_id
        self.context.read(self, lambda: grant_rules(office, grant_id), self._show)

    def _show(self, page: RulePage) -> None:
        if not page.groups:
            self._layout.addWidget(self._empty(page))
            return
        self._layout.addWidget(self._head(page))
        self._layout.addWidget(hairline())
        self._layout.addWidget(self._list(page), 1)

    def _empty(self, page: RulePage) -> QWidget:
        text = self.context.text
        ways = [
            Way(
                text(say("Start from a preset")),
                text(say("What agreements of this kind usually say")),
                Icon.RULES,
                self.start_from_preset,
            ),
            Way(text(say("New rule")), text(say("Type it from the agreement")), Icon.NEW, self.add),
        ]
        about = say(
            "What the agreement of {grant} says of budgets, costs and reports stands here.", grant=page.reference
        )
        return EmptyState(text(say("No rules yet")), text(about), ways, palette=self.context.palette)

    def _head(self, page: RulePage) -> QWidget:
        text, palette = self.context.text, self.context.palette
        counted = say_many("{count} rule of the agreement.", "{count} rules of the agreement.", count=len(page.lines))
        preset = button(
            text(say("Start from a preset")),
            kind="ghost",
            palette=palette,
            name=Icon.RULES,
            on_click=self.start_from_preset,
        )
        new = button(text(say("New rule")), palette=palette, name=Icon.NEW, on_click=self.add)
        head = QWidget()
        layout = row(label(text(counted), TextStyle.LEAD, ink="secondary"), None, preset, new)
        layout.setContentsMargins(margins(20, 10, 16, 10))
        head.setLayout(layout)
        return head

    def _list(self, page: RulePage) -> QScrollArea:
        holder = QWidget()
        holder.setObjectName("scrolled")
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(margins(20, 0, 16, 20))
        layout.setSpacing(0)
        for place, (kind, lines) in enumerate(page.groups):
            if place:
                layout.addWidget(hairline())
            layout.addLayout(self._group(kind, lines))
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        return area

    def _group(self, kind: RuleKind, lines: tuple[RuleLine, ...]) -> QHBoxLayout:
        name = label(self.context.text(RULE_KINDS[kind]), TextStyle.STRONG, wraps=True)
        name.setFixedWidth(_NAMES)
        name.setContentsMargins(0, 10, 0, 10)
        rules = column()
        for line in lines:
            rules.addWidget(self._rule(line))
        layout = row(name, spacing=12)
        layout.setAlignment(name, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(rules, 1)
        return layout

    def _rule(self, line: RuleLine) -> QWidget:
        text = self.context.text
        spoken = text(line.sentence)
        sentence = label(spoken, ink="" if line.holds else "muted", wraps=True)
        sentence.setMaximumWidth(_SENTENCE)
        texts = column(sentence, spacing=1)
        if line.note:
            note = label(line.note, TextStyle.SMALL, ink="muted", wraps=True)
            note.setMaximumWidth(_SENTENCE)
            texts.addWidget(note)
        texts.setContentsMargins(0, 5, 0, 5)
        layout = row(spacing=4)
        layout.addLayout(texts, 1)
        if not line.holds:
            chip = Chip(text(self._why_not(line)), palette=self.context.palette)
            layout.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._verb(say("Edit"), Icon.EDIT, spoken, self._editor(line)))
        layout.addWidget(self._verb(say("Remove"), Icon.DELETE, spoken, self._remover(line)))
        layout.setContentsMargins(0, 4, 0, 4)
        holder = QWidget()
        holder.setLayout(layout)
        return holder

    def _why_not(self, line: RuleLine) -> Message:
        """Why a rule does not hold today."""
        day = line.rule.starts_on
        return say("Holds later") if day is not None and day > self.context.today else say("Replaced")

    def _verb(self, name: Message, sign: Icon, about: str, does: Callable[[], object]) -> QPushButton:
        made = button(self.context.text(name), kind="icon", palette=self.context.palette, name=sign, on_click=does)
        made.setAccessibleName(f"{self.context.text(name)}: {about}")
        return made

    # --- what one can do ---------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Asks for a new rule."""
        self.context.go(Route("new", "rules", self._grant_id))

    def start_from_preset(self) -> None:
        """Shows what the presets would give, before any of it is taken."""
        PresetDialog(self.context, self.window(), self._grant_id).open()

    def _editor(self, line: RuleLine) -> Callable[[], None]:
        return lambda: self.context.go(Route("edit", "rules", line.rule.id))

    def _remover(self, line: RuleLine) -> Callable[[], None]:
        office, rule_id = self.context.office, line.rule.id

        def work(_progress: Progress) -> Outcome:
            version = records.load(office, "rules", rule_id).version
            return records.remove(office, "rules", record_id=rule_id, version=version)

        return lambda: self.context.run(self, work, say("Removing"))
