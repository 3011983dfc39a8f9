"""(i) The timeline of 20,000 deployments against one of 400: frames while it scrolls, and opening the page.

As in the window: rows are read by the thread of readers and the figures under them by the one that sums up, while the
window draws. A frame is what its thread needs to take what arrived and to draw it; the page is open when its first rows
are there.
"""

from __future__ import annotations

import gc
import time
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.config import paths
from desktop.config.settings import Settings
from desktop.language import load_language
from desktop.services.offices import Office
from desktop.ui.context import Context, Route
from desktop.ui.pages.deployments_page import DeploymentsPage
from desktop.ui.tasks import ThreadRunner
from desktop.ui.theme import apply_theme, load_fonts, load_palette
from desktop.ui.widgets.timeline import Timeline
from tests.benchmarks.measure import Timing, heading, in_turn, line
from tests.helpers.large_people import TODAY, make_people_office

MANY, FEW = (5_000, 20_000), (100, 400)
FRAMES, RUNS, STEP = 240, 5, 97
FRAME_MS, MOST_MS, MOST_RATIO = 1000 / 60, 300.0, 3.0
_SIZE = (1318, 660)


class TimelinePage:
    """The page on an office, shown off the screen."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.tasks = ThreadRunner()
        office.clock = lambda: datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
        self.context = Context(
            office=office,
            language=load_language(paths.translations(), "en"),
            palette=load_palette("light"),
            settings=Settings(),
            tasks=self.tasks,
            keep=lambda _settings: None,
        )
        self.page: DeploymentsPage | None = None

    def open(self) -> float:
        """Makes the page, reads what is in sight, and paints it; the figures below come later."""
        self.close()
        started = time.perf_counter()
        self.page = DeploymentsPage(self.context, Route("deployments", filters=("ended=all",)))
        self.page.resize(*_SIZE)
        self.page.show()
        while not self.page.timeline.known:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._paint()
        taken = time.perf_counter() - started
        while not self.page.timeline.months.sheets:  # so that nothing is at work when it is opened again
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return taken

    def close(self) -> None:
        """Lets the page go."""
        if self.page is not None:
            self.page.close()
            self.page.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def timeline(self) -> Timeline:
        """Its timeline."""
        assert self.page is not None
        return self.page.timeline.timeline

    def _paint(self) -> None:
        view = self.timeline.viewport()
        image = QImage(view.size(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.end()
        view.render(image)

    @staticmethod
    def _rest(milliseconds: float) -> None:
        """Lets the window wait for the next frame, as a screen makes it: what arrives meanwhile is taken."""
        loop = QEventLoop()
        QTimer.singleShot(max(round(milliseconds), 0), loop.quit)
        loop.exec()

    def scroll(self) -> list[float]:
        """The seconds of each frame while it scrolls down and through time, rows read as they come into sight."""
        rows, days = self.timeline.verticalScrollBar(), self.timeline.horizontalScrollBar()
        rows.setValue(0)
        frames = []
        for number in range(FRAMES):
            started = time.perf_counter()
            rows.setValue(rows.value() + STEP)
            QApplication.processEvents()
            if number % 8 == 0:
                days.setValue(days.value() - 5)
            self._paint()
            frames.append(time.perf_counter() - started)
            self._rest(FRAME_MS - 1000 * frames[-1])
        return frames


def bench(folder: Path) -> bool:
    """Prints the measurements; tells whether the aims were met."""
    QApplication.instance() or QApplication([])
    load_fonts()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, load_palette("light"))
    pages = [
        TimelinePage(
            make_people_office(str(folder / f"people-{count[1]}.grantdesk"), volunteers=count[0], deployments=count[1])
        )
        for count in (MANY, FEW)
    ]
    gc.freeze()  # as the program does once it is loaded
    heading(f"The timeline of {MANY[1]:,} deployments against one of {FEW[1]:,}")
    opened = in_turn(pages[0].open, pages[1].open, runs=RUNS)
    met = [_line("open the page", opened, MOST_MS)]
    frames = [Timing("ours"), Timing("rival")]
    for _ in range(RUNS):
        for page, timing in zip(pages, frames, strict=True):
            timing.seconds += page.scroll()
    met.append(_line("a frame while it scrolls", (frames[0], frames[1]), FRAME_MS))
    late = sum(seconds > FRAME_MS / 1000 for seconds in frames[0].seconds)
    print(f"  {late} of {len(frames[0].seconds)} frames took more than {FRAME_MS:.1f} ms", flush=True)
    for page in pages:
        page.close()
        page.office.close()
    return all(met)


def _line(name: str, timings: tuple[Timing, Timing], most_ms: float) -> bool:
    ours, rival = timings
    met = ours.median * 1000 < most_ms and ours.median / rival.median < MOST_RATIO
    line(name, ours, rival=rival, aim=f"under {most_ms:.1f} ms, ratio under {MOST_RATIO:.0f}", met=met)
    return met
