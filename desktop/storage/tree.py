"""Keeps the paths of the project tree true."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from desktop.language import UserError, say
from desktop.storage.models import Project
from desktop.storage.models.base import table_of

WIDTH = 8


def place_projects(session: Session) -> None:
    """Gives each project the path of its place in the tree.

    Raises UserError when a project would be part of itself.
    """
    table = table_of(Project)
    rows = session.execute(select(table.c.id, table.c.parent_id, table.c.tree_path)).all()
    parents = {row.id: row.parent_id for row in rows}
    paths: dict[int, str] = {}
    moved = [
        {"row": row.id, "path": _path(row.id, parents, paths)}
        for row in rows
        if _path(row.id, parents, paths) != row.tree_path
    ]
    if moved:
        statement = update(table).where(table.c.id == bindparam("row"))
        session.connection().execute(statement.values(tree_path=bindparam("path")), moved)


def projects_above(session: Session, project_id: int) -> set[int]:
    """The project and all that it is a part of."""
    found: set[int] = set()
    here: int | None = project_id
    while here is not None and here not in found:
        found.add(here)
        here = session.scalar(select(Project.parent_id).where(Project.id == here))
    return found


def _path(project_id: int, parents: dict[int, int | None], paths: dict[int, str]) -> str:
    """The path of a project: its own id after those of all above it."""
    chain: list[int] = []
    current: int | None = project_id
    while current is not None and current not in paths:
        if current in chain:
            raise UserError(
                say("A project cannot be part of itself."),
                say("Nothing was changed."),
                say("Choose another project above it."),
            )
        chain.append(current)
        current = parents.get(current)
    prefix = "" if current is None else paths[current]
    for identity in reversed(chain):
        prefix = paths[identity] = f"{prefix}{identity:0{WIDTH}}/"
    return paths[project_id]
