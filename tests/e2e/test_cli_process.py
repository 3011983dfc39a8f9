"""The program as a process of its own: no window's libraries for a verb, exit statuses a script can use, text in any
console, and readers that stop early.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.bootstrap import has_screen
from desktop.config import paths
from tests.e2e.conftest import Run
from tests.helpers.shared import ROOT

LOOK = """
import sys
from desktop.__main__ import main
status = main(sys.argv[1:])
heavy = sorted(name for name in sys.modules if name.split(".")[0] in sys.argv[0:0] + {heavy!r})
print("LOADED", status, heavy)
"""


def _loaded(home: Path, heavy: list[str], *words: str) -> str:
    code = LOOK.replace("sys.argv[0:0] + {heavy!r}", repr(heavy))
    environment = {**os.environ, paths.HOME_VARIABLE: str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], env=environment, capture_output=True, text=True, encoding="utf-8",
        timeout=120, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "words",
    [
        ["list", "grants", "--office", "{sample}"],
        ["list", "ledger", "--office", "{sample}", "--json"],
        ["list", "grants", "--office", "{sample}", "--out", "{folder}/grants.xlsx"],
        ["check", "--office", "{sample}"],
        ["backup", "--office", "{sample}", "{folder}/b.grantdesk"],
        ["new", "{folder}/new.grantdesk", "--sample"],
        ["report", "statement", "--grant", "NER-CT-01", "--from", "2019-01-01", "--to", "2019-06-30", "--office",
         "{sample}", "--out", "{folder}/s.xlsx"],
        ["version"],
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_verb_never_loads_the_window(home: Path, sample: Path, tmp_path: Path, words: list[str]) -> None:
    filled = [word.format(sample=sample, folder=tmp_path) for word in words]
    assert _loaded(home, ["PySide6", "shiboken6"], *filled) == "LOADED 0 []"


def test_a_list_loads_no_spreadsheet_library(home: Path, sample: Path) -> None:
    assert _loaded(home, ["openpyxl"], "list", "grants", "--office", str(sample)) == "LOADED 0 []"


def test_a_window_that_opens_an_office_loads_no_verb(tmp_path: Path) -> None:
    look = "import sys; from desktop.cli.typed import wants_window; print(wants_window(sys.argv[1:]), {*sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", look, str(tmp_path / "a.grantdesk")], cwd=ROOT, capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("True ")
    assert "desktop.cli.verbs" not in done.stdout
    assert "desktop.services" not in done.stdout


def test_exit_statuses(start: Run, sample: Path, tmp_path: Path) -> None:
    assert start("list", "grants", "--office", sample).status == 0
    assert start("list", "grants", "--office", tmp_path / "gone").status == 1
    assert start("list", "grants").status == 2


def test_a_day_at_the_office_from_a_shell(start: Run, tmp_path: Path) -> None:
    office, backup, again = (tmp_path / name for name in ("a.grantdesk", "b.grantdesk", "c.grantdesk"))
    assert start("new", office, "--sample").out == f"Made {office}.\n"
    assert start("report", "statement", "--grant", "NER-CT-01", "--from", "2019-01-01", "--to", "2019-09-30",
                 "--office", office, "--out", tmp_path / "s.xlsx").status == 0  # fmt: skip
    assert start("backup", "--office", office, backup).status == 0
    assert start("restore", backup, "--office", again).status == 0
    first, second = (start("list", "grants", "--office", place, "--json").json for place in (office, again))
    assert first == second
    assert start("check", "--office", again).lines[-1].startswith("The file and the history are sound; ")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "a.grantdesk", "b.grantdesk", "b.grantdesk.sha256", "c.grantdesk", "s.xlsx"
    ]  # fmt: skip


def test_an_old_console_gets_utf8(start: Run, sample: Path) -> None:
    done = start("check", "--office", sample, PYTHONIOENCODING="cp1252", GRANTDESK_LANGUAGE="ar", PYTHONUTF8="0")
    assert done.status == 0
    assert any("\u0600" <= letter <= "\u06ff" for letter in done.out)


def test_french_from_the_environment(start: Run, tmp_path: Path) -> None:
    done = start("list", "grants", "--office", tmp_path / "rien.grantdesk", GRANTDESK_LANGUAGE="fr")
    assert done.trouble.startswith(f"Il n’y a pas de bureau à {tmp_path / 'rien.grantdesk'}. Rien n’a été ouvert.")


def test_a_workbook_that_cannot_be_written_ends_in_one_line(start: Run, sample: Path, tmp_path: Path) -> None:
    done = start("list", "ledger", "--office", sample, "--out", tmp_path / "gone" / "ledger.xlsx")
    assert done.trouble.startswith("ledger.xlsx cannot be written.")


def test_a_reader_that_has_seen_enough_ends_it_quietly(home: Path, sample: Path) -> None:
    environment = {**os.environ, paths.HOME_VARIABLE: str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "desktop", "list", "ledger", "--office", str(sample), "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline() == b"[\n"
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait(timeout=60) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="consoles of Windows send no signal to another program")
def test_an_import_that_is_killed_leaves_the_office_as_it_was(
    start: Run, home: Path, sample: Path, tmp_path: Path
) -> None:
    from tests.helpers import iati

    before = start("list", "projects", "--office", sample, "--json").json
    source = iati.write(tmp_path / "large.xml", *iati.many(3000))
    environment = {**os.environ, paths.HOME_VARIABLE: str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "desktop", "import", "iati", str(source), "--office", str(sample)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        journal = sample.with_name("sample.grantdesk-journal")
        while program.poll() is None and not journal.exists():
            continue
        program.send_signal(signal.SIGKILL)
    assert program.returncode == -signal.SIGKILL
    assert start("check", "--office", sample).lines[-1].startswith("The file and the history are sound; ")
    assert start("list", "projects", "--office", sample, "--json").json == before


# --- without a screen ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen")
def test_without_a_screen_the_window_is_refused_in_a_sentence(start: Run) -> None:
    nothing = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    done = start(**nothing)
    assert done.trouble == (
        "There is no screen to open the window on. Nothing was opened. "
        "Work without it: grantdesk --help names what can be done."
    )
    assert start("--sample", **nothing).status == 1
    assert start("version", **nothing).status == 0


@pytest.mark.parametrize(
    ("environment", "system", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_where_there_is_a_screen(environment: dict[str, str], system: str, there: bool) -> None:
    assert has_screen(environment, system=system) is there
