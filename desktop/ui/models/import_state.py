"""How far an import is: the files, how the one at hand is read, what was decided; kept when the page is made anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from desktop.language import Message
from desktop.services.imports import Book, Draft, Options, Preview, SheetMapping, Style

LEDGER = "ledger"
_GRANT = "grant"
_DAYS, _AMOUNTS = {"entry_on"}, {"original_amount", "amount", "debit", "credit"}


class Step(IntEnum):
    """Where one is."""

    FILE = 0
    COLUMNS = 1
    PREVIEW = 2
    DONE = 3


@dataclass(slots=True)
class ImportState:
    """All that the page knows of an import that is under way.

    `left_out` are the rows that stayed out though the office has them not; `has_added` tells of new records.
    `path` is the file at hand, None for a table from the clipboard; `waiting` are the files to come. `before` is how
    the last one was read, for the next. `styles` are of the draft at hand, `ranked` the lists it may be for.
    """

    step: Step = Step.FILE
    kind: str = ""
    path: Path | None = None
    waiting: list[Path] = field(default_factory=list)
    book: Book | None = None
    ranked: list[tuple[str, int]] = field(default_factory=list)
    mappings: list[str] = field(default_factory=list)
    draft: Draft | None = None
    options: Options = field(default_factory=Options)
    grant_id: int | None = None
    styles: Mapping[str, Style] = field(default_factory=dict)
    preview: Preview | None = None
    before: SheetMapping | None = None
    batch_id: int = 0
    done: Message | None = None
    is_undone: bool = False
    left_out: int = 0
    has_added: bool = True

    @property
    def open_styles(self) -> list[str]:
        """The fields whose values could be read in more than one way, and nobody said which."""
        return [key for key, style in self.styles.items() if style.open]

    @property
    def lacking(self) -> list[str]:
        """The required fields that no column holds."""
        if self.draft is None:
            return []
        held = set(self.draft.mapping.fields.values())
        if self.options.grant:
            held.add(_GRANT)
        if self.draft.kind == LEDGER:  # what no column says is spent, in the currency of the grant
            needed = {"entry_on": _DAYS, "original_amount": _AMOUNTS}
            return [key for key, others in needed.items() if not held & others]
        return [each.key for each in self.draft.fields if each.required and each.key not in held]

    @property
    def wants_grant(self) -> bool:
        """Whether rows may be told their grant, as no column names it."""
        draft = self.draft
        has_grants = draft is not None and any(each.key == _GRANT for each in draft.fields)
        return has_grants and draft is not None and draft.mapping.column_of(_GRANT) is None

    @property
    def needs_grant(self) -> bool:
        """Whether rows have to be told their grant and were not: an entry has one."""
        return self.kind == LEDGER and self.wants_grant and not self.options.grant

    @property
    def has_remarks(self) -> bool:
        """Whether there is something to say in a marked-up copy of the workbook."""
        shown = self.preview
        if shown is None:
            return False
        return bool(shown.told().problems or shown.refused) or any(check.differs for check in shown.checks)

    def forget_file(self) -> None:
        """Lets go of the file at hand; what is to come stays, and how it was read."""
        if self.draft is not None:
            self.before = self.draft.mapping
        self.step, self.book, self.draft, self.preview = Step.FILE, None, None, None
        self.path = None
        self.ranked, self.mappings, self.styles = [], [], {}
        self.options = Options(grant=self.options.grant, create_missing=self.options.create_missing)
        self.batch_id, self.done, self.is_undone, self.left_out = 0, None, False, 0
