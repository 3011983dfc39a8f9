"""The frame of dialogs that sign, extend, move or end deployments: fields, whom it is about, what it would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.domain.staffing.deployment import Deployment
from desktop.language import Message, UserError, say
from desktop.registers.query import Cell
from desktop.services.deployments.signing import RefusedError, Trial
from desktop.services.offices import Outcome
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.act_card import ActCard
from desktop.ui.widgets.basics import button, label
from desktop.ui.widgets.fields import Field, FieldError
from desktop.ui.widgets.tick_box import TickBox

Values = dict[str, Cell]
_PAUSE = 150


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something an act is about: a contract or a deployment, and its words."""

    id: int
    text: str
    on: bool = True


class ActDialog(Dialog):
    """A kind of dialog says what it would do (`attempt`, off the window's thread) and does it (`act`)."""

    acted = Signal(object)
    needs: tuple[str, ...] = ()  # the fields without which nothing can be said

    def __init__(
        self, context: Context, window: QWidget, title: Message, *, verb: Message, about: str = "", width: int = 720
    ) -> None:
        super().__init__(context, window, context.text(title), about=about, width=width)
        self.fields: dict[str, Field] = {}
        self.boxes: dict[int, TickBox] = {}
        self.trial: Trial | None = None
        self._acting = False
        self._asked = 0
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.show_trial)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(14)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(16)
        self._list.setVerticalSpacing(0)
        self.body.addLayout(self._list)
        self.body.addLayout(self._grid)
        self._trouble = label("", ink="negative", wraps=True)
        self._trouble.hide()
        self._heading = label(context.text(say("What it does")), TextStyle.STRONG)
        self.card = ActCard(context)
        self.accept = TickBox(context.text(say("Go on all the same")), palette=context.palette)
        self._outcome = QVBoxLayout()
        self._outcome.setSpacing(8)
        for part in (self._trouble, self._heading, self.card, self.accept):
            part.hide()
            self._outcome.addWidget(part)
        self._add_verbs(verb)

    # --- making ------------------------------------------------------------------------------------------------------

    def called(self, one: Deployment) -> str:
        """A deployment by its volunteer and its own code, since sentences may name either."""
        return self.context.language.beside(*filter(None, (one.volunteer, one.reference)))

    def add_choices(self, choices: Sequence[Chosen]) -> None:
        """Adds what it is about, each with a box; alone it needs none."""
        across = 2 if len(choices) > 3 else 1
        for place, chosen in enumerate(choices):
            box = TickBox(chosen.text, palette=self.context.palette)
            box.setChecked(chosen.on)
            box.toggled.connect(self._note_edit)
            self.boxes[chosen.id] = box
            self._list.addWidget(box, place // across, place % across)

    def add_fields(self, *fields: tuple[str, Field, bool]) -> None:
        """Adds fields by key in two columns; those that are wide take both."""
        place = 0
        for key, field, wide in fields:
            place += place % 2 if wide else 0
            across = 2 if wide else 1
            self._grid.addWidget(field, place // 2, place % 2, 1, across, Qt.AlignmentFlag.AlignTop)
            place += across
            self.fields[key] = field
            field.edited.connect(self._note_edit)
            field.left.connect(self._note_edit)

    def _add_verbs(self, verb: Message) -> None:
        text, palette = self.context.text, self.context.palette
        cancel = button(text(say("Cancel")), kind="ghost", palette=palette, on_click=self.cancel)
        self.verb = button(text(verb), kind="primary", palette=palette, on_click=self.act_now)
        self.add_foot([cancel, self.verb], keys=[("Ctrl+Return", text(verb)), ("Esc", text(say("closes")))])
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self.act_now)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def open(self) -> None:
        """Shows it, and what it would do as it stands."""
        self.body.addLayout(self._outcome)
        super().open()
        self.show_trial()

    # --- what a kind of dialog says ----------------------------------------------------------------------------------

    def attempt(self, values: Values, chosen: Sequence[int]) -> Trial:
        """What it would do."""
        raise NotImplementedError

    def act(self, values: Values, chosen: Sequence[int], *, accept_warnings: bool) -> Outcome:
        """Does it."""
        raise NotImplementedError

    # --- working -----------------------------------------------------------------------------------------------------

    def _note_edit(self) -> None:
        """What it would do is worked out anew when there is a pause."""
        self._timer.start()

    @property
    def chosen(self) -> list[int]:
        """What is ticked."""
        return [identity for identity, box in self.boxes.items() if box.isChecked()]

    def values(self, *, tells: bool) -> Values | None:
        """What stands in the fields; None when something cannot be read, which `tells` says beside it."""
        found: Values = {}
        troubles: dict[str, Message] = {}
        for key, field in self.fields.items():
            try:
                found[key] = field.value()
            except FieldError as error:
                troubles[key] = error.message
        for key in self.needs:
            if key not in troubles and found.get(key) is None:
                troubles[key] = say("Fill this in.")
        if tells:
            for key, field in self.fields.items():
                field.set_trouble(troubles.get(key))
        return None if troubles else found

    def show_trial(self) -> None:
        """Shows what it would do; while that cannot be said, nothing."""
        values, chosen = self.values(tells=False), self.chosen
        self._asked += 1
        asked = self._asked
        if values is None or not chosen:
            self._show(None)
            return

        def arrived(found: Trial) -> None:
            if asked == self._asked:
                self._show(found)

        def failed(error: BaseException) -> None:
            if asked == self._asked:
                self._not_yet(error)

        self.context.tasks.read(self, lambda: self.attempt(values, chosen), arrived, failed)

    def _show(self, trial: Trial | None) -> None:
        self.trial = trial
        self._trouble.hide()
        self._heading.setVisible(trial is not None)
        self.card.setVisible(trial is not None)
        self.accept.setVisible(trial is not None and trial.warned and not trial.refused)
        if trial is not None:
            self.card.show_trial(trial)

    def _not_yet(self, error: BaseException) -> None:
        self._show(None)
        if not isinstance(error, UserError):
            self.context.report(error)
            return
        self._trouble.setText(self.context.language.join((error.title, error.remedy)))
        self._trouble.show()

    def act_now(self) -> None:
        """Does it, or shows what keeps it from being done."""
        values, chosen = None if self._acting else self.values(tells=True), self.chosen
        if values is None:
            return
        if not chosen:
            self._trouble.setText(self.context.text(say("Nothing is ticked. Tick what it is about.")))
            self._trouble.show()
            return
        accepts = self.accept.isChecked()
        self._acting = True
        if self._timer.isActive():  # what is shown is of what stood in the fields before
            self._timer.stop()
            self.trial = None

        def done(outcome: Outcome) -> None:
            self.acted.emit(outcome)
            self.close_overlay()

        self.context.run(
            self,
            lambda _progress: self.act(values, chosen, accept_warnings=accepts),
            say("Working"),
            on_done=done,
            on_error=self._refused,
        )

    def _refused(self, error: BaseException) -> None:
        self._acting = False
        if isinstance(error, RefusedError):
            self._show(Trial(self.trial.effects if self.trial else (), error.findings))
            self.bring_into_sight(self.card)
            if self.accept.isVisible():
                self.accept.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.context.report(error)
