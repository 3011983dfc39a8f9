"""The timeline of the mock-up as values, for tests of the widget alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desktop.domain.period import Period
from desktop.ui.models.timeline_rows import Bar, BarKind, GrantEnd, KnownRows, TimelineRow
from desktop.ui.widgets.timeline import Timeline
from tests.helpers.window import make_context

TODAY = date(2019, 10, 21)
GRANT_ENDS = date(2020, 3, 31)
SPAN = Period.of_days(date(2018, 1, 1), date(2020, 4, 30))
SIGNED = Bar(BarKind.SIGNED, Period.of_days(date(2019, 1, 1), date(2019, 12, 31)), "Extension 2", "signed in December")


def planned(last: date) -> Bar:
    """A planned extension from January 2020 on."""
    return Bar(BarKind.PLANNED, Period.of_days(date(2020, 1, 1), last), "Planned", "planned, not signed")


def rows() -> list[TimelineRow]:
    """Four: signed and planned, planned beyond the grant, ended with a gap, and signed alone."""
    beyond = (SIGNED, planned(date(2020, 4, 30)))
    ended = Bar(BarKind.ENDED, Period.of_days(date(2019, 1, 1), date(2019, 5, 15)), "Ended early, resigned", "resigned")
    gap = Bar(BarKind.GAP, Period.of_days(date(2019, 5, 16), date(2019, 6, 30)), "", "nobody")
    return [
        TimelineRow(1, "V-01", "F", "Niamey", "31 Dec 2019", (SIGNED, planned(GRANT_ENDS)), GRANT_ENDS),
        TimelineRow(3, "V-03", "F", "Niamey", "31 Dec 2019", beyond, GRANT_ENDS, trouble="Too long."),
        TimelineRow(6, "V-06", "M", "Diffa", "15 May 2019", (ended, gap), GRANT_ENDS, over=True),
        TimelineRow(8, "V-08", "M", "Zinder", "31 Dec 2019", (SIGNED,), GRANT_ENDS, note="no extension planned"),
    ]


def shown_timeline(made: Sequence[TimelineRow] | None = None, *, language: str = "en") -> Timeline:
    """A timeline with these rows, as wide as in the mock-up; the caller lets it go."""
    context = make_context(None, language=language)  # type: ignore[arg-type]  # one of the codes
    timeline = Timeline(palette=context.palette, language=context.language, today=TODAY)
    timeline.resize(1166, 466)
    timeline.show_rows(
        KnownRows(rows() if made is None else made),
        span=SPAN,
        ends=[GrantEnd(GRANT_ENDS, "NER-CT-01 ends 31 Mar")],
    )
    timeline.show()
    timeline.setFocus()
    return timeline
