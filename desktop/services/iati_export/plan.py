"""What an export would write, as a value: for a page, for the command line, and for writing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.domain.finding import Finding, Severity
from desktop.domain.iati.activity import ActivityOut
from desktop.language import Message, say, say_many
from desktop.services.iati_export.movements import Saying
from desktop.services.iati_export.published import Transactions


@dataclass(frozen=True, slots=True)
class PlannedProject:
    """A project as it would go out: what was found, and how many entries and grants become transactions.

    `identifier` is what it is called in the world. The rest is what the file is made of.
    """

    project_id: int
    reference: str
    title: str
    identifier: str
    entries: int
    findings: tuple[Finding, ...]
    activity: ActivityOut
    transactions: Transactions
    saying: Saying

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What keeps it out of the file."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """The chosen projects, in the order of the tree; entries after `today` are not told."""

    projects: tuple[PlannedProject, ...]
    today: date
    is_sample: bool = False

    @property
    def ready(self) -> tuple[PlannedProject, ...]:
        """Those that lack nothing."""
        return tuple(project for project in self.projects if project.is_ready)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What holds for the file as a whole."""
        if not self.is_sample:
            return ()
        return (say("All amounts of the sample office are invented: do not publish the file."),)

    def chosen(self, *, incomplete: bool) -> Sequence[PlannedProject]:
        """Those that are written; with the `incomplete` ones when somebody wants them."""
        return self.projects if incomplete else self.ready

    @property
    def sentence(self) -> Message:
        """How many can go out, in a sentence."""
        count, ready = len(self.projects), len(self.ready)
        if ready == count:
            return say_many("{count} project is ready.", "All {count} projects are ready.", count=count)
        return say("{ready} of {count} projects are ready; the others lack something.", ready=ready, count=count)
