"""Rules of the house that no linter knows: sizes, where a commit may stand, and that each exception says why."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = sorted((ROOT / "desktop").rglob("*.py"))
EVERYTHING = [
    *PROGRAM,
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "installer").rglob("*.py")),
    *sorted((ROOT / "migrations").rglob("*.py")),
]
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
# An Alembic version is a list of tables; it is written once and never read as a whole.
LONG_BY_NATURE = {"0001_first_office.py", "0002_rules_and_revisions.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@functools.cache
def calls(path: Path) -> tuple[tuple[int, str], ...]:
    """Each call in a file: its line, and the last part of what is called."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                found.append((node.lineno, node.func.attr))
            elif isinstance(node.func, ast.Name):
                found.append((node.lineno, node.func.id))
    return tuple(found)


def who_calls(name: str, files: list[Path]) -> set[str]:
    return {name_of(path) for path in files for _line, called in calls(path) if called == name}


def test_no_file_outgrows_a_reader() -> None:
    too_long = {
        name_of(path): count
        for path in EVERYTHING
        if (count := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE and path.name not in LONG_BY_NATURE
    }
    assert too_long == {}


def test_files_of_offices_are_opened_in_one_place() -> None:
    opening = {name_of(path) for path in PROGRAM if re.search(r"(dbapi2|sqlite3)\.connect\(", path.read_text("utf-8"))}
    assert opening == {"desktop/storage/engine.py"}


def test_no_function_outgrows_a_screen() -> None:
    too_long = {}
    for path in PROGRAM:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    too_long[f"{name_of(path)}:{node.name}"] = length
    assert too_long == {}


def test_only_services_and_the_unit_of_work_commit() -> None:
    outside = {
        place
        for place in who_calls("commit", PROGRAM)
        if not place.startswith(("desktop/services/", "desktop/storage/"))
    }
    assert outside == set()


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("create_all", "the schema is made by the migrations alone"),
        ("processEvents", "long work runs on a thread of its own"),
        ("sleep", "nothing waits by sleeping"),
        ("print_exc", "what went wrong goes into the log"),
        ("previousInFocusChain", "PySide takes the answer for a child of who was asked, and deletes it with him"),
        ("nextInFocusChain", "see previousInFocusChain"),
        ("focusProxy", "see previousInFocusChain"),
        ("copyfile", "an office is copied through the database's own backup"),
    ],
)
def test_what_is_refused_on_sight(call: str, why: str) -> None:
    assert who_calls(call, PROGRAM) == set(), why


def test_messages_are_boxed_in_one_place() -> None:
    assert [name_of(path) for path in PROGRAM if "QMessageBox" in path.read_text(encoding="utf-8")] == []


def test_money_never_becomes_a_float() -> None:
    """`float` may stand only where a figure becomes a length or an angle on the screen, or a cell of a workbook."""
    allowed = re.compile(r"desktop/(ui|exporters)/")
    found = [name_of(path) for path in PROGRAM if "float" in {called for _line, called in calls(path)}]
    assert [place for place in found if not allowed.match(place)] == []


def test_each_exception_from_a_rule_says_why() -> None:
    mark = re.compile(r"#\s*(noqa|type: ignore|pragma: no cover)")
    reason = re.compile(r"#\s*(noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\]|pragma: no cover)\s+(#|-)\s*\S+")
    bare = []
    for path in EVERYTHING:
        if path == Path(__file__).resolve():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if mark.search(line) and not reason.search(line):
                bare.append(f"{name_of(path)}:{number}")
    assert bare == []


def test_no_package_is_empty_talk() -> None:
    """Every module of the program says in its first line what it is for."""
    silent = [
        name_of(path)
        for path in PROGRAM
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []
