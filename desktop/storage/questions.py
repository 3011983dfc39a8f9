"""Questions asked of all grants or of one, each stated once: to state it takes longer than most answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam
from sqlalchemy.orm import Session

ONE: Final[Any] = bindparam("one")  # the id of the one grant that is asked about


class Question:
    """A statement about all grants; `of_one` is what holds for the rows of the grant `ONE`."""

    def __init__(self, statement: Select[*tuple[Any, ...]], of_one: ColumnElement[bool]) -> None:
        self._of_all = statement
        self._of_one = statement.where(of_one)

    def ask(self, session: Session, grant_id: int | None, **values: object) -> Sequence[Any]:
        """The rows of one grant, or of all; `values` are what else the statement leaves open. Rows, not records."""
        if grant_id is None:
            return session.connection().execute(self._of_all, values).all()
        return session.connection().execute(self._of_one, {ONE.key: grant_id, **values}).all()
