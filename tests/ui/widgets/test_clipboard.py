"""The clipboard outlives the program: what was copied must not take it down at its end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from desktop.ui.widgets.clipboard import put_table

ROOT = Path(__file__).parents[3]
COPIES_AND_ENDS = """
from PySide6.QtWidgets import QApplication
from desktop.ui.widgets.clipboard import put_table
application = QApplication([])
put_table("a\\tb", "<table></table>")
"""


def test_table_is_there_as_text_and_as_html_and_as_nothing_else() -> None:
    put_table("Document\tSpent", "<table><tr><td>1</td></tr></table>")
    content = QGuiApplication.clipboard().mimeData()
    assert content.text() == "Document\tSpent"
    assert content.html() == "<table><tr><td>1</td></tr></table>"
    assert set(content.formats()) == {"text/plain", "text/html"}
    put_table("Spent", "")
    assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain"]


def test_program_ends_well_with_a_table_on_the_clipboard() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", COPIES_AND_ENDS], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "")
