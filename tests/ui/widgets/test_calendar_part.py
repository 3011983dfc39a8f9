"""The calendar of deployments from frozen values: a long one says how much of it is not shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QWidget

from desktop.language import say
from desktop.services.deployments.timeline import Scope
from desktop.services.deployments.views import CalendarDay, DayKind
from desktop.services.offices import Office
from desktop.ui.pages import deployments_calendar
from desktop.ui.pages.deployments_calendar import CalendarPart
from tests.helpers.window import make_context, visible_texts

Show = Callable[..., QWidget]


@pytest.mark.parametrize(
    ("count", "rest"), [(2, []), (3, ["1 more comes after these."]), (5, ["3 more come after these."])]
)
def test_what_is_not_shown_of_a_long_calendar_is_told(
    monkeypatch: pytest.MonkeyPatch, empty: Office, shown: Show, count: int, rest: list[str]
) -> None:
    first = date(2019, 11, 1)
    days = [first + timedelta(days=number) for number in range(count)]
    due = [CalendarDay(day, day, DayKind.DUE, 1, "V-1", say("{what}", what="Handover")) for day in days]
    monkeypatch.setattr(deployments_calendar, "read_calendar", lambda *_asked, **_window: due)
    monkeypatch.setattr(deployments_calendar, "_AT_ONCE", 2)
    part = CalendarPart(make_context(empty), Scope())
    shown(part, width=1000, height=600)
    part.refresh()
    said = visible_texts(part)
    assert said.count("Handover") == 2
    assert [text for text in said if "after these" in text] == rest
    assert f"{count} days to note." in said
