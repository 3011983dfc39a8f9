"""What all tests share: a home of their own, both database engines, and offices on either."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import hypothesis
import pytest

from desktop.config import paths
from desktop.language import Language, load_language
from desktop.services.offices import Office, find_office
from tests.helpers.clock import Clock
from tests.helpers.compiled import share_statements
from tests.helpers.engines import ENGINES, Engines

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The same examples each time, so that a change is judged by itself; HYPOTHESIS_PROFILE=search looks for new ones.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

_UNITS = Path(__file__).parent / "unit"
_GARBAGE = (5000, 20, 10)  # new objects before it looks for garbage; Python's 700 is a tenth of the tests' time


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test that runs on both engines, or goes through every list, form or language, the first run is measured:
    counting lines doubles the time. Tests of units are measured all.

    What is measured less can only fall short of what is promised, never reach it unduly.
    """
    measured: set[str] = set()
    for item in items:
        if not isinstance(item, pytest.Function) or item.path.is_relative_to(_UNITS):
            continue
        name = item.nodeid.partition("[")[0]
        if name in measured or "[postgresql" in item.nodeid:
            item.add_marker(pytest.mark.no_cover)
        else:
            measured.add(name)


def pytest_collection_finish() -> None:
    """What was loaded by now stays to the end; the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's folders of this test alone; no test sees another's settings, log or backups."""
    folder = tmp_path / "home"
    monkeypatch.setenv(paths.HOME_VARIABLE, str(folder))
    monkeypatch.setenv("GRANTDESK_LANGUAGE", "en")
    yield folder
    log = logging.getLogger("grantdesk")
    for handler in [handler for handler in log.handlers if isinstance(handler, RotatingFileHandler)]:
        log.removeHandler(handler)
        handler.close()


@pytest.fixture(scope="session", autouse=True)
def shared_statements() -> Iterator[None]:
    """What is asked of one office need not be put into words again for the next."""
    with pytest.MonkeyPatch.context() as patch:
        share_statements(patch)
        yield


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Makes places for offices, on SQLite and on a PostgreSQL server that is started when the first test needs it."""
    made = Engines(tmp_path_factory.mktemp("engines"))
    yield made
    made.close()


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Runs the test on each engine."""
    return str(request.param)


@pytest.fixture
def nowhere(engine_name: str, engines: Engines, tmp_path: Path) -> str:
    """The address of an office that is not there yet: a path, or an empty database."""
    return engines.empty(engine_name, tmp_path)


@pytest.fixture
def clock() -> Clock:
    """The clock of the offices of a test."""
    return Clock()


@pytest.fixture
def office(engine_name: str, engines: Engines, tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """An empty office on each engine, open; its actor is called Test."""
    place = engines.office(engine_name, tmp_path)
    opened = find_office(place, actor="Test", clock=clock)
    yield opened
    opened.close()
    engines.give_back(place)


@pytest.fixture
def file_office(engines: Engines, tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """An empty office in a file, open, for what does not depend on the engine; its actor is called Test."""
    opened = find_office(engines.office("sqlite", tmp_path), actor="Test", clock=clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def speak() -> Callable[[str], Language]:
    """The languages of the program, by code."""
    return lambda code: load_language(paths.translations(), code)


@pytest.fixture
def english(speak: Callable[[str], Language]) -> Language:
    """English."""
    return speak("en")
