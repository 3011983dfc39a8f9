"""The packaged program works away from its source: a wheel is built, unpacked elsewhere, and used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.helpers import sheets

ROOT = Path(__file__).resolve().parents[2]
# What a user's machine does with an installed wheel, and then opens the window once.
WINDOW = """
import sys
from desktop.__main__ import open_window
import desktop
assert "unpacked" in desktop.__file__, desktop.__file__
application = open_window(["--sample"])
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
def look():
    texts = [label.text() for window in QApplication.topLevelWidgets() for label in window.findChildren(QLabel)]
    if "Portfolio" in texts:
        print("seen: Portfolio")
        QApplication.quit()
timer = QTimer(interval=50)
timer.timeout.connect(look)
timer.start()
QTimer.singleShot(30_000, QApplication.quit)
sys.exit(application.exec())
"""

# What it does with a workbook: the child process has to be found where the wheel was unpacked.
READ = """
from pathlib import Path
import desktop
from desktop.domain.progress import Silent
from desktop.importers.reading import read_book
assert "unpacked" in desktop.__file__, desktop.__file__
print(read_book(Path("costs.xlsx"), progress=Silent()).sheets[0].row(1))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel was unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def run_there(unpacked: Path, tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs Python where the source tree is out of sight."""
    environment = os.environ | {
        "PYTHONPATH": str(unpacked),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONSAFEPATH": "1",
    }
    command = [sys.executable, *words]
    return subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120
    )


def test_wheel_holds_what_the_program_needs(unpacked: Path) -> None:
    share = unpacked / "desktop" / "_share"
    assert (share / "migrations" / "env.py").exists()
    assert (share / "resources" / "styles" / "palette.toml").exists()
    assert (share / "resources" / "icons" / "lucide.json").exists()
    for language in ("fr", "ar"):
        assert (share / "resources" / "i18n" / language / "LC_MESSAGES" / "grantdesk.mo").exists()
    assert not list(unpacked.glob("tests"))


def test_command_line_makes_and_lists_an_office(unpacked: Path, tmp_path: Path) -> None:
    made = run_there(unpacked, tmp_path, "-m", "desktop", "new", "a.grantdesk", "--sample")
    assert (made.returncode, made.stderr) == (0, "")
    listed = run_there(unpacked, tmp_path, "-m", "desktop", "list", "grants", "--office", "a.grantdesk", "--json")
    references = {grant["reference"] for grant in json.loads(listed.stdout)}
    assert references >= {"NER-CT-01", "CAF-WP-01", "MLI-SJU-01"}


def test_foreign_workbook_is_read_in_a_child_of_the_installed_program(unpacked: Path, tmp_path: Path) -> None:
    sheets.table(tmp_path / "costs.xlsx", ["Name", "Amount"], ["Fuel", 5])
    read = run_there(unpacked, tmp_path, "-c", READ)
    assert (read.returncode, read.stdout, read.stderr) == (0, "['Fuel', 5]\n", "")


def test_french_is_there(unpacked: Path, tmp_path: Path) -> None:
    said = run_there(unpacked, tmp_path, "-m", "desktop", "--language", "fr", "check", "--office", "none.grantdesk")
    assert said.returncode == 1
    assert "There is no" not in said.stderr
    assert "none.grantdesk" in said.stderr


def test_window_opens_on_the_sample(unpacked: Path, tmp_path: Path) -> None:
    shown = run_there(unpacked, tmp_path, "-c", WINDOW)
    assert "seen: Portfolio" in shown.stdout, shown.stderr[-2000:]
    assert shown.returncode == 0
