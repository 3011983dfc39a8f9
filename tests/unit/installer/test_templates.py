"""The templates that come with the program are those that our own scripts write."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.helpers.marked import parts_of

ROOT = Path(__file__).resolve().parents[3]
WHEN_IT_WAS_SAVED = "docProps/core.xml"


@pytest.mark.parametrize("script", ["make_workbook_templates", "make_document_template"])
def test_templates_are_what_our_scripts_write(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location(script, ROOT / "installer" / f"{script}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "TARGET", tmp_path / "made")
    assert module.main() == 0
    made = sorted((tmp_path / "made").iterdir())
    assert made
    for path in made:
        shipped, now = parts_of(ROOT / "resources" / "templates" / path.name), parts_of(path)
        assert {name for name in shipped if shipped[name] != now.get(name)} <= {WHEN_IT_WAS_SAVED}
