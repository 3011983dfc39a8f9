"""What we depend on is pinned with hashes, names no registry, and may be shipped with a free program."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[3]
LOCKS = [ROOT / "installer" / "requirements.txt", ROOT / "installer" / "requirements-dev.txt"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = [Requirement(text).name for text in PROJECT["dependencies"]]
# Licences under which a library may be shipped beside a free program: as written in metadata or classifiers.
ZLIB = r"'as-is', without any express or implied warranty"
FREE = re.compile(
    rf"{ZLIB}|MIT|BSD|Apache|LGPL|Lesser General|ISC|Unlicense|zlib|Open Font|OFL|PSF|HPND", re.IGNORECASE
)


def pinned(lock: Path) -> dict[str, str]:
    """Each requirement of a lock file with its version."""
    found = re.findall(
        r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {name.lower().replace("_", "-"): version for name, version in found}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
class TestLock:
    def test_each_requirement_has_hashes(self, lock: Path) -> None:
        blocks = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8").strip())
        bare = [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block]
        assert bare == []

    def test_names_no_address(self, lock: Path) -> None:
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index-url" not in text

    def test_holds_all_that_the_program_needs(self, lock: Path) -> None:
        assert {name.lower() for name in NEEDED} - set(pinned(lock)) == set()


def test_both_locks_agree() -> None:
    run, dev = (pinned(lock) for lock in LOCKS)
    shared = run.keys() & dev.keys()
    assert {name: (run[name], dev[name]) for name in shared if run[name] != dev[name]} == {}


@pytest.mark.parametrize("name", NEEDED)
def test_licence_allows_shipping(name: str) -> None:
    about = distribution(name)
    fields = ("License-Expression", "License", "Classifier")
    said = " ".join(text for field in fields for text in about.metadata.get_all(field, failobj=[]))
    for file in about.files or []:
        if "licen" in file.name.lower() or "licen" in str(file.parent).lower():
            said += Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
    assert FREE.search(said), f"{name} says of its licence: {said[:200]}"
