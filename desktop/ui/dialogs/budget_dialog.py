"""Asks what a step of a budget needs: a day and a reason, who approved it, the name of a scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from desktop.language import Message, say
from desktop.registers.query import Cell
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import button, label
from desktop.ui.widgets.fields import Field, FieldError

_WIDTH = 480


class BudgetDialog(Dialog):
    """A few fields and one verb; `on_answer` gets what stands in them once all can be read and none is missing."""

    def __init__(
        self,
        context: Context,
        window: QWidget,
        title: Message,
        *,
        about: Message,
        fields: Mapping[str, Field],
        verb: Message,
        on_answer: Callable[[dict[str, Cell]], object],
        needed: tuple[str, ...] = (),
    ) -> None:
        super().__init__(context, window, context.text(title), width=_WIDTH)
        self.fields = dict(fields)
        self._needed = needed
        self._on_answer = on_answer
        told = label(context.text(about), TextStyle.BODY, ink="secondary", wraps=True)
        told.setMinimumWidth(_WIDTH - 42)  # or its height is reckoned for a narrower one
        self.body.addWidget(told)
        for field in self.fields.values():
            field.left.connect(field.check)
            self.body.addWidget(field)
        self.body.addStretch(1)
        palette = context.palette
        cancel = button(context.text(say("Cancel")), kind="ghost", palette=palette, on_click=self.cancel)
        firm = button(context.text(verb), kind="primary", palette=palette, shortcut="Ctrl+Return", on_click=self.answer)
        self.add_foot([cancel, firm])

    def answer(self) -> None:
        """Hands the answers on, unless one is missing or cannot be read: then that field says so and has the focus."""
        values: dict[str, Cell] = {}
        wrong: list[Field] = []
        for key, field in self.fields.items():
            try:
                values[key] = field.value()
            except FieldError as error:
                field.set_trouble(error.message)
                wrong.append(field)
                continue
            missing = values[key] is None and key in self._needed
            field.set_trouble(say("This is needed.") if missing else None)
            wrong += [field] if missing else []
        if wrong:
            wrong[0].setFocus()
            return
        self.close_overlay()
        self._on_answer(values)
