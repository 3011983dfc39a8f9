"""The log: one file for whoever helps the user, that never grows beyond a megabyte and a half and is never doubled."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.config.log import start_log


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    """A place for the log; the program's logger is as before afterwards."""
    logger = logging.getLogger("grantdesk")
    before, level, passed_on = list(logger.handlers), logger.level, logger.propagate
    logger.handlers = []
    yield tmp_path / "grantdesk.log"
    for handler in logger.handlers:
        handler.close()
    logger.handlers, logger.propagate = before, passed_on
    logger.setLevel(level)


def test_a_warning_is_written_with_when_and_where(log_file: Path) -> None:
    start_log(log_file)
    logging.getLogger("grantdesk.storage").warning("The file is locked: %s", "café")
    (line,) = log_file.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} WARNING grantdesk\.storage The file is locked: café", line
    )


def test_nothing_wrong_leaves_no_file(log_file: Path) -> None:
    start_log(log_file).info("All is well")
    assert not log_file.exists()


def test_more_is_written_when_asked_for(log_file: Path) -> None:
    start_log(log_file, level=logging.INFO).info("Opened")
    assert log_file.read_text(encoding="utf-8").endswith("INFO grantdesk Opened\n")


def test_an_error_is_written_with_its_trace(log_file: Path) -> None:
    log = start_log(log_file)
    try:
        [].pop()
    except IndexError:
        log.exception("A fault")
    text = log_file.read_text(encoding="utf-8")
    assert "ERROR grantdesk A fault" in text
    assert text.endswith("IndexError: pop from empty list\n")


def test_starting_twice_writes_once(log_file: Path) -> None:
    assert start_log(log_file) is start_log(log_file)
    start_log(log_file).warning("Once")
    assert log_file.read_text(encoding="utf-8").count("Once") == 1


def test_nothing_is_said_on_the_console(log_file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    start_log(log_file).warning("Only in the file")
    assert capfd.readouterr() == ("", "")


def test_three_files_of_half_a_megabyte_are_kept(log_file: Path) -> None:
    log = start_log(log_file)
    for number in range(5):
        for _line in range(5):
            log.warning("%s", str(number) * 99_000)
    kept = sorted(log_file.parent.iterdir())
    assert [file.name for file in kept] == ["grantdesk.log", "grantdesk.log.1", "grantdesk.log.2"]
    assert all(file.stat().st_size <= 500_000 for file in kept)
    assert "4444" in log_file.read_text(encoding="utf-8")
    assert "0000" not in kept[2].read_text(encoding="utf-8")
