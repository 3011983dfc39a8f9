"""Real files of others: each is read rightly, or refused with a clear sentence; none makes a reader fail."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from desktop.domain.progress import Silent
from desktop.importers.iati import read_iati
from desktop.language import UserError
from tests.helpers.shared import real_file


def _title(trouble: pytest.ExceptionInfo[UserError]) -> str:
    return str(trouble.value.title)


def test_577_projects_are_read_whole() -> None:
    found = read_iati(real_file("iati/iom-577-projects.xml"), progress=Silent())
    entries = [entry for activity in found.activities for entry in activity.transactions]
    assert (len(found.activities), found.problems) == (577, [])
    assert Counter(entry.kind for entry in entries) == {"11": 577}
    assert sum(entry.amount for entry in entries) == Decimal("2417615507.12")
    assert all(len(activity.budgets) == 1 for activity in found.activities)
    assert found.left_out["contact-info"] == 577


def test_seven_activities_of_seven_publishers() -> None:
    found = read_iati(real_file("iati/mixed-7-activities.xml"), progress=Silent())
    kinds = Counter(entry.kind for activity in found.activities for entry in activity.transactions)
    assert found.problems == []
    assert kinds == {"4": 22, "2": 18, "3": 16, "1": 5, "11": 2}
    assert sum(bool(activity.parent) for activity in found.activities) == 3
    assert (found.left_out["result"], found.left_out["description"]) == (11, 5)


def test_file_of_the_old_version_is_refused() -> None:
    with pytest.raises(UserError) as trouble:
        read_iati(real_file("iati/us-tanzania-old-version.xml"), progress=Silent())
    assert _title(trouble) == "us-tanzania-old-version.xml follows version 1.0 of the IATI standard."


def test_code_lists_and_schemas_are_no_activities() -> None:
    files = [*real_file("iati/codelists").glob("*.xml"), *real_file("iati/schema").glob("*.xsd")]
    assert len(files) == 34
    for path in files:
        with pytest.raises(UserError) as trouble:
            read_iati(path, progress=Silent())
        assert _title(trouble).startswith(f"{path.name} is not an IATI activity file: it begins with <")
