"""(b) What one does in a ledger of a million entries, against the same in one of a thousand, in the real window."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.config import paths
from desktop.config.settings import Settings
from desktop.language import load_language
from desktop.services.offices import Office
from desktop.ui.context import Context, Route
from desktop.ui.main_window import MainWindow
from desktop.ui.office_view import HOME, OfficeView
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.tasks import ThreadRunner
from desktop.ui.theme import apply_theme, load_fonts, load_palette
from desktop.ui.widgets.grant_list import GrantList
from tests.benchmarks.measure import heading, in_turn, line, timed
from tests.helpers.large import make_large_office

MANY, FEW = 1_000_000, 1_000
RUNS = 9
MOST_MS, MOST_RATIO = 50.0, 3.0
MOST_SUMMED_MS = 1_000.0
_PATIENCE = 60.0
_CHECKS = Route("checks")
_LEDGER = Route("register", "ledger")
_GRANTS = Route("register", "grants")


class LedgerWindow:
    """A window on an office, driven by mouse and keys; each action returns the seconds until its rows are painted."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.tasks = ThreadRunner()
        palette = load_palette("light")
        apply_theme(_application(), palette)
        self.context = Context(
            office=office,
            language=load_language(paths.translations(), "en"),
            palette=palette,
            settings=Settings(),
            tasks=self.tasks,
            keep=lambda _settings: None,
        )
        self.window = MainWindow()
        self.view = OfficeView(self.context, start=_CHECKS)
        self.window.show_view(self.view, context=self.context, title="GrantDesk")
        self.window.show()
        _wait(self.window.isVisible)

    @property
    def page(self) -> RegisterPage:
        """The ledger's page."""
        page = self.view.page
        assert isinstance(page, RegisterPage)
        return page

    def open_ledger(self) -> float:
        """The first paint of the page, made anew."""
        if self.view.route == _LEDGER:
            self.close_ledger()
        return self._until_painted(lambda: self.view.go(_LEDGER))

    def close_ledger(self) -> None:
        """Goes elsewhere and lets the page go."""
        self._leave(_LEDGER)

    def _leave(self, route: Route) -> None:
        page = self.view.page
        self.view.go(_CHECKS)
        self.view._pages.pop(route)
        self.view.stack.removeWidget(page)
        page.deleteLater()
        _settle()

    def open_home(self) -> float:
        """Home with its sums, made anew; then back to the ledger."""

        def work() -> None:
            self.view.go(HOME)
            _wait(lambda: bool(self.view.page.findChildren(GrantList)))
            self.view.page.repaint()

        return self._elsewhere(HOME, work)

    def open_grants(self) -> float:
        """The first paint of the list of grants, each row with its sums; then back to the ledger."""

        def work() -> None:
            self.view.go(_GRANTS)
            _wait(self._is_painted)

        return self._elsewhere(_GRANTS, work)

    def _elsewhere(self, route: Route, work: Callable[[], object]) -> float:
        seconds = timed(work)
        self._leave(route)
        self.view.go(_LEDGER)
        _wait(self._is_painted)
        return seconds

    def jump_to_middle(self) -> float:
        """Drags the scroll bar to the middle, from the top."""
        self._to_top()
        bar = self.page.table.table.verticalScrollBar()
        return self._until_painted(lambda: bar.setValue(bar.maximum() // 2))

    def page_down(self) -> float:
        """Page Down, from anywhere."""
        table = self.page.table.table
        return self._until_painted(lambda: QTest.keyClick(table, Qt.Key.Key_PageDown))

    def sort(self) -> float:
        """A click on the heading of the sort column: the other way round."""
        head = self.page.table.table.horizontalHeader()
        spot = QPoint(head.sectionViewportPosition(0) + 20, head.height() // 2)
        order = self.page.table.model.query.order

        def click() -> None:
            QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=spot)
            _wait(lambda: self.page.table.model.query.order != order)

        return self._until_painted(click)

    def search(self, words: str) -> float:
        """Types into the search field and presses Enter."""
        self._search_for("")
        return timed(lambda: self._search_for(words))

    def _search_for(self, words: str) -> None:
        field, model = self.page.bar.search, self.page.table.model
        field.setText(words)
        QTest.keyClick(field, Qt.Key.Key_Return)
        _wait(lambda: model.query.search == words and (not model.rowCount() or self._is_painted()))

    def _until_painted(self, action: Callable[[], object]) -> float:
        started = time.perf_counter()
        action()
        _wait(self._is_painted)
        return time.perf_counter() - started

    def _to_top(self) -> None:
        self.page.table.table.verticalScrollBar().setValue(0)
        _wait(self._is_painted)
        _settle()

    def _is_painted(self) -> bool:
        """Whether every row in sight is there; then it is painted at once."""
        table, model = self.page.table.table, self.page.table.model
        if not model.is_loaded or not model.rowCount():
            return False
        first = table.rowAt(0)
        last = table.rowAt(table.viewport().height() - 1)
        rows = range(max(first, 0), (last if last >= 0 else model.rowCount() - 1) + 1)
        if any(model.row(row) is None for row in rows):
            return False
        table.viewport().repaint()
        return True

    def close(self) -> None:
        """Gives window and office back."""
        self.tasks.close()
        self.window.close()
        self.window.deleteLater()
        _settle()
        self.office.close()


def _application() -> QApplication:
    known = QApplication.instance()
    if isinstance(known, QApplication):
        return known
    made = QApplication(["grantdesk"])
    load_fonts()
    return made


def _wait(done: Callable[[], bool]) -> None:
    """Sleeps between events as a program does that nobody touches; turning round would take time from the readers."""
    until = time.monotonic() + _PATIENCE
    heartbeat = QTimer(interval=20)
    heartbeat.start()
    while not done():
        if time.monotonic() > until:
            raise TimeoutError("the window did not come to rest")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _settle() -> None:
    for _ in range(20):
        QApplication.processEvents()
        time.sleep(0.002)


def _summed(many: LedgerWindow, few: LedgerWindow) -> bool:
    """What shows sums over all entries: it grows with them, but stays under a second."""
    good = True
    many.open_ledger(), few.open_ledger()
    for name, action in (("Home", LedgerWindow.open_home), ("Grants list first paint", LedgerWindow.open_grants)):
        ours, rival = in_turn(lambda: action(many), lambda: action(few), runs=RUNS)  # noqa: B023 - used at once
        met = ours.median * 1000 < MOST_SUMMED_MS
        line(name, ours, rival=rival, aim=f"under {MOST_SUMMED_MS:.0f} ms", met=met)
        good = good and met
    return good


def bench(folder: Path) -> bool:
    """Prints the measurements; tells whether the aims were met."""
    heading(f"A ledger of {MANY:,} entries, against one of {FEW:,}, in the window")
    _application()
    many = LedgerWindow(make_large_office(str(folder / "many.grantdesk"), entries=MANY))
    few = LedgerWindow(make_large_office(str(folder / "few.grantdesk"), entries=FEW))
    actions: tuple[tuple[str, Callable[[LedgerWindow], float]], ...] = (
        ("first paint", LedgerWindow.open_ledger),
        ("jump to the middle", LedgerWindow.jump_to_middle),
        ("page down", LedgerWindow.page_down),
        ("sort by an indexed column", LedgerWindow.sort),
        ("search, a rare word", lambda window: window.search("PV-0000777")),
        ("search, a common word", lambda window: window.search("niamey")),
    )
    good = _summed(many, few)
    for name, action in actions:
        action(few), action(many)
        ours, rival = in_turn(lambda: action(many), lambda: action(few), runs=RUNS)  # noqa: B023 - used at once
        met = ours.median * 1000 < MOST_MS and ours.median < MOST_RATIO * rival.median
        line(name, ours, rival=rival, aim=f"under {MOST_MS:.0f} ms and {MOST_RATIO:.0f} times", met=met)
        good = good and met
    many.close()
    few.close()
    return good
