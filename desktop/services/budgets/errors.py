"""Troubles with budgets that tell which line and which column they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.language import Message, UserError, say, say_many


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A value that cannot stand: in which of the edits (counted from 0), in which line (None: a new one) and column."""

    edit: int
    line_id: int | None
    code: str
    column: str
    sentence: Message


class InvalidLinesError(UserError):
    """Values of lines that cannot be kept; `problems` says of each cell what is wrong and what to do."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        first = problems[0]
        remedy = say("Line {line}: {sentence}", line=first.code, sentence=first.sentence)
        super().__init__(
            say_many("One thing to correct.", "{count} things to correct.", count=len(problems)),
            say("Nothing was saved."),
            remedy if first.code else first.sentence,
        )
        self.problems = tuple(problems)
