"""Trying changes on the page of deployments: what was asked and dragged, its figures, and keeping or dropping it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer

from desktop.domain.finding import Severity
from desktop.domain.volunteer_terms import DeploymentState
from desktop.language import say
from desktop.services.deployments.timeline import TimelineEntry
from desktop.services.deployments.whatif import Change, WhatIf, keep_changes, try_changes
from desktop.ui.context import Context
from desktop.ui.models.trial import Trial, change_words, ends_after, figures_of
from desktop.ui.pages.deployments_timeline import TimelinePart
from desktop.ui.widgets.trial_bar import TrialBar
from desktop.ui.widgets.whatif_rail import GrantOutcome, WhatIfRail

_PAUSE = 120  # milliseconds for which dragging rests before figures are worked out


class TrialKeeper(QObject):
    """Holds what is tried. Nothing of it is stored before it is kept."""

    def __init__(self, context: Context, part: TimelinePart, bar: TrialBar) -> None:
        super().__init__(part)
        self._context, self._part, self._bar = context, part, bar
        self.trial = Trial()
        self.serving: Sequence[int] = ()  # those that serve here today
        self.found = WhatIf()
        self.rail = WhatIfRail(context, whom=self._whom)
        self.rail.hide()
        self._asked = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.work_out)
        part.timeline.tried.connect(self._dragged)
        bar.kept.connect(self.keep)
        bar.dropped.connect(self.drop)
        self.rail.asked.connect(self.add)
        self.rail.given_up.connect(self._give_up)
        self.rail.closed.connect(self.rail.hide)

    def _whom(self, everyone: bool) -> Sequence[int]:  # noqa: FBT001 - a callback of the rail
        """The deployment one is in, or all that serve here."""
        if everyone:
            return self.serving
        current = self._part.current
        return [] if current is None or current.state is DeploymentState.ENDED else [current.deployment.id]

    # --- what is tried -----------------------------------------------------------------------------------------------

    def _dragged(self, deployment_id: int, day: date | None) -> None:
        """An end was moved by mouse or keys."""
        self.trial.drag(deployment_id, day)
        self._pause.start()

    def try_end(self, deployment_id: int, day: date) -> None:
        """Tries another last day of a deployment."""
        self._part.try_end(deployment_id, day)

    def add(self, change: Change) -> None:
        """Tries a change besides."""
        self.trial.add(change)
        self.work_out()

    def _give_up(self, place: int) -> None:
        if place < len(self.trial.changes):
            self.trial.drop(place)
        else:
            identity = list(self.trial.ends)[place - len(self.trial.changes)]
            self.trial.drag(identity, None)
        self.work_out()

    def drop(self) -> None:
        """Gives up all of it."""
        self.trial.clear()
        self.work_out()

    def work_out(self) -> None:
        """Works out what is tried, and shows it."""
        self._pause.stop()
        self._asked += 1
        asked, office = self._asked, self._context.office
        entries = self._entries
        changes = self.trial.tried(entries)
        if not changes:
            self.trial.clear()
            self._show(WhatIf(), [])
            return

        def arrived(found: WhatIf) -> None:
            if asked == self._asked:
                self._show(found, changes)

        self._context.read(self, lambda: try_changes(office, changes), arrived)

    @property
    def _entries(self) -> dict[int, TimelineEntry]:
        return {entry.deployment.id: entry for entry in self._part.known}

    # --- what it does ------------------------------------------------------------------------------------------------

    def _show(self, found: WhatIf, changes: Sequence[Change]) -> None:
        self.found = found
        context, language = self._context, self._context.language
        entries = self._entries
        words = [context.text(change_words(change, entries)) for change in changes]
        self._part.timeline.set_trials(ends_after(found) | self.trial.ends)
        self._part.show_trial(found)
        self.rail.show_tried(words)
        outcomes = []
        for grant in found.grants:
            sentence = grant.sentence()
            told = context.text(sentence) if sentence is not None else ""
            outcomes.append(GrantOutcome(grant.reference, figures_of(grant, language), told))
        self.rail.show_outcomes(outcomes, found.findings)
        if not changes:
            self._bar.hide()
            return
        worst = max(found.findings, key=lambda finding: finding.severity, default=None)
        told = context.text(worst.sentence) if worst is not None and worst.severity > Severity.NOTE else ""
        figures = [figure for outcome in outcomes for figure in outcome.figures]
        self._bar.show_trial(language.comma.join(words), figures, worst=told, refused=found.refused)

    # --- keeping -----------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keeps all that is tried as one step: planned contracts, other shares, early ends."""
        office, changes = self._context.office, self.trial.tried(self._entries)
        self._context.run(
            self, lambda _progress: keep_changes(office, changes), say("Keeping"), on_done=lambda _outcome: self.drop()
        )
