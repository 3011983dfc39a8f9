"""The command line as its users call it: mostly in this process, and as a program of its own where that matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.__main__ import main
from desktop.config import paths
from desktop.language import load_language
from desktop.services.sample import new_sample_office
from tests.helpers.shared import ROOT

Run = Callable[..., "Done"]


@dataclass(frozen=True)
class Done:
    """What a call printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as data."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """What it printed, line by line."""
        return self.out.splitlines()

    @property
    def trouble(self) -> str:
        """The one line of sentences on standard error of a call that ended in the user's trouble."""
        assert self.status == 1, self
        assert self.out == "", self
        lines = self.err.splitlines()
        assert len(lines) == 1, self
        return lines[0].replace("\u00a0", " ")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls `grantdesk` with these words, in this process."""

    def call(*words: object) -> Done:
        capsys.readouterr()
        try:
            status = main([str(word) for word in words])
        except SystemExit as ended:  # argparse ends so on wrong usage, and after help
            status = int(ended.code or 0)
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Done(status, printed.out, printed.err)

    return call


@pytest.fixture
def start(home: Path) -> Run:
    """Starts `python -m desktop` with these words as a program of its own, on the home of this test."""

    def call(*words: object, **more: str) -> Done:
        environment = {**os.environ, paths.HOME_VARIABLE: str(home), "PYTHONPATH": str(ROOT), **more}
        command = [sys.executable, "-m", "desktop", *map(str, words)]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
        )
        assert "Traceback" not in done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office in English, made once; never opened for writing."""
    path = tmp_path_factory.mktemp("sample") / "sample.grantdesk"
    new_sample_office(str(path), actor="Test", language=load_language(paths.translations(), "en")).close()
    return path


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Path:
    """A sample office of this test alone."""
    path = tmp_path / "sample.grantdesk"
    path.write_bytes(sample_file.read_bytes())
    return path
