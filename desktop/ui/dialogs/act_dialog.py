"""The frame of dialogs that sign, extend, move or end deployments: fields, whom it is about, what it would do."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.domain.staffing.deployment import Deployment
from desktop.language import Message, UserError, say
from desktop.services.deployments.signing import RefusedError, Trial
from desktop.services.offices import Outcome
from desktop.ui.context import Context
from desktop.ui.dialogs.fields_dialog import FieldsDialog, Values
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.act_card import ActCard
from desktop.ui.widgets.basics import label
from desktop.ui.widgets.tick_box import TickBox


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something an act is about: a contract or a deployment, and its words."""

    id: int
    text: str
    on: bool = True


class ActDialog(FieldsDialog):
    """A kind of dialog says what it would do (`attempt`, off the window's thread) and does it (`act`)."""

    acted = Signal(object)

    def __init__(
        self, context: Context, window: QWidget, title: Message, *, verb: Message, about: str = "", width: int = 720
    ) -> None:
        super().__init__(context, window, title, about=about, width=width)
        self._heading = label(context.text(say("What it does")), TextStyle.STRONG)
        self.boxes: dict[int, TickBox] = {}
        self.trial: Trial | None = None
        self._acting = False
        self._asked = 0
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(16)
        self._list.setVerticalSpacing(0)
        self.body.addLayout(self._list)
        self.body.addLayout(self._grid)
        self.card = ActCard(context)
        self.accept = TickBox(context.text(say("Go on all the same")), palette=context.palette)
        self._outcome = QVBoxLayout()
        self._outcome.setSpacing(8)
        for part in (self._trouble, self._heading, self.card, self.accept):
            part.hide()
            self._outcome.addWidget(part)
        self.add_verbs(verb, self.act_now, dismiss=say("Cancel"), hint=verb)

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
            box.toggled.connect(self.note_edit)
            self.boxes[chosen.id] = box
            self._list.addWidget(box, place // across, place % across)

    def open(self) -> None:
        """Shows it, and what it would do as it stands."""
        self.body.addLayout(self._outcome)
        super().open()
        self.show_outcome()

    # --- what a kind of dialog says ----------------------------------------------------------------------------------

    @abstractmethod
    def attempt(self, values: Values, chosen: Sequence[int]) -> Trial:
        """What it would do."""

    @abstractmethod
    def act(self, values: Values, chosen: Sequence[int], *, accept_warnings: bool) -> Outcome:
        """Does it."""

    # --- working -----------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[int]:
        """What is ticked."""
        return [identity for identity, box in self.boxes.items() if box.isChecked()]

    def show_outcome(self) -> None:
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
