"""Rules to start from: what the presets would give a grant, sentence by sentence, before any of it is taken."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.language import say, say_many
from desktop.services.rule_presets import ProposedRule, apply_preset, presets, proposed_rules
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import button, clear, column, label, row
from desktop.ui.widgets.choice_fields import ChoiceField

_WIDTH = 760


class PresetDialog(Dialog):
    """Chooses the kind of agreement, shows its rules, and adds those that the grant does not have."""

    def __init__(self, context: Context, window: QWidget, grant_id: int) -> None:
        super().__init__(context, window, context.text(say("Start from a preset")), width=_WIDTH)
        self._grant_id = grant_id
        self._proposed: dict[str, list[ProposedRule]] = {}
        choices = [(preset.key, context.text(preset.name)) for preset in presets()]
        self.field = ChoiceField(context, say("Kind of agreement"), choices=choices, required=True)
        self.field.set_value(choices[0][0])
        self.field.left.connect(self._show)
        self.body.addWidget(self.field)
        self._lead = label("", ink="secondary", wraps=True)
        self.body.addWidget(self._lead)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self.body.addLayout(self._list)
        text, palette = context.text, context.palette
        cancel = button(text(say("Cancel")), kind="ghost", palette=palette, on_click=self.cancel)
        self.add_button = button(text(say("Add the rules")), kind="primary", palette=palette, on_click=self.apply)
        self.add_button.setEnabled(False)
        self.add_foot([cancel, self.add_button], keys=[("Esc", text(say("closes")))])
        self._read()

    def _read(self) -> None:
        office, grant_id, speak = self.context.office, self._grant_id, self.context.text

        def work() -> dict[str, list[ProposedRule]]:
            keys = [preset.key for preset in presets()]
            return {key: proposed_rules(office, grant_id=grant_id, preset=key, speak=speak) for key in keys}

        self.context.read(self, work, self._arrive)

    def _arrive(self, proposed: dict[str, list[ProposedRule]]) -> None:
        self._proposed = proposed
        self._show()

    @property
    def preset(self) -> str:
        """The preset that is chosen."""
        return str(self.field.box.currentData() or "")

    def _show(self) -> None:
        rules = self._proposed.get(self.preset, [])
        new = [rule for rule in rules if not rule.known]
        clear(self._list)
        for rule in rules:
            self._list.addWidget(self._rule(rule))
        if new:
            lead = say_many("It adds {count} rule:", "It adds {count} rules:", count=len(new))
            verb = say_many("Add {count} rule", "Add {count} rules", count=len(new))
        else:
            lead, verb = say("The grant has all of these rules already."), say("Add the rules")
        self._lead.setText(self.context.text(lead))
        self.add_button.setText(self.context.text(verb))
        self.add_button.setEnabled(bool(new))

    def _rule(self, rule: ProposedRule) -> QWidget:
        """What a rule would say; one about which the grant has a rule is left as it is, and muted."""
        palette = self.context.palette
        picture = QLabel()
        sign, ink = (Icon.CHECK, palette.muted) if rule.known else (Icon.NEW, palette.accent)
        picture.setPixmap(pixmap(sign, ink))
        sentence = label(self.context.text(rule.sentence), ink="muted" if rule.known else "", wraps=True)
        texts = column(sentence, spacing=1)
        note = self.context.text(say("The grant says something about this already.")) if rule.known else rule.note
        if note:
            texts.addWidget(label(note, TextStyle.SMALL, ink="muted", wraps=True))
        layout = row(picture, spacing=10)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        holder = QWidget()
        holder.setLayout(layout)
        return holder

    def apply(self) -> None:
        """Adds the rules; Ctrl+Z takes them back."""
        office, grant_id, key, speak = self.context.office, self._grant_id, self.preset, self.context.text
        self.add_button.setEnabled(False)
        self.context.run(
            self,
            lambda _progress: apply_preset(office, grant_id=grant_id, preset=key, speak=speak),
            say("Adding rules"),
            on_done=lambda _outcome: self.close_overlay(),
        )
