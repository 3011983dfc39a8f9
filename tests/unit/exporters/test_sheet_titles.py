"""Names of sheets: what Excel takes, and no word cut in two."""

from __future__ import annotations

import pytest

from desktop.exporters.register_file import sheet_title


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Cash request", "Cash request"),
        ("Federal Financial Report (SF-425)", "Federal Financial Report"),
        ("Annual financial statement to a multi-partner trust fund", "Annual financial statement to a"),
        ("Budget: actual/plan [2019]", "Budget actualplan 2019"),
        ("x" * 40, "x" * 31),
    ],
)
def test_a_long_name_ends_with_a_whole_word(text: str, name: str) -> None:
    assert sheet_title(text) == name
