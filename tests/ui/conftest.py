"""What tests of the window share: a window on an office, on the work's own threads or at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.config import paths
from desktop.language import load_language
from desktop.services.offices import Office, find_office
from desktop.services.sample import new_sample_office
from desktop.ui.context import Context
from tests.helpers.engines import Engines
from tests.helpers.large import make_large_office
from tests.helpers.window import WindowDriver, make_context

Open = Callable[..., WindowDriver]


@pytest.fixture(autouse=True)
def no_thread_left(qapp: QApplication) -> Iterator[None]:
    """A test that leaves a thread at work fails."""
    before = set(threading.enumerate())
    yield
    qapp.processEvents()
    left = [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    assert not left, f"threads still at work: {left}"


@pytest.fixture(autouse=True)
def no_button_held(qapp: QApplication) -> Iterator[None]:
    """A button of the mouse that a test leaves pressed is let go: in those after it the pointer would stand still."""
    yield
    held = qapp.mouseButtons()
    if held != Qt.MouseButton.NoButton:
        place = QWidget()
        place.show()
        for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            if held & button:
                QTest.mouseRelease(place, button)
        place.close()
        assert qapp.mouseButtons() == Qt.MouseButton.NoButton


@pytest.fixture(autouse=True)
def from_the_left(qapp: QApplication) -> None:
    """Every test begins in a layout from left to right, whatever language the one before left behind."""
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office in English, made once; never opened for writing."""
    path = tmp_path_factory.mktemp("sample") / "sample.grantdesk"
    new_sample_office(str(path), actor="Test", language=load_language(paths.translations(), "en")).close()
    return path


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Iterator[Office]:
    """A sample office of this test alone, open."""
    path = tmp_path / "sample.grantdesk"
    path.write_bytes(sample_file.read_bytes())
    office = find_office(str(path), actor="Test")
    yield office
    office.close()


@pytest.fixture
def empty(engines: Engines, tmp_path: Path) -> Iterator[Office]:
    """An empty office of this test alone, open."""
    office = find_office(engines.office("sqlite", tmp_path), actor="Test")
    yield office
    office.close()


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Open]:
    """Opens windows; they are closed after the test."""
    windows: list[WindowDriver] = []

    def open_window(office: Office | Context, **options: object) -> WindowDriver:
        start = options.pop("start", None)
        context = office if isinstance(office, Context) else make_context(office, **options)  # type: ignore[arg-type]  # handed on as they are
        windows.append(WindowDriver(context, start=start))  # type: ignore[arg-type]  # handed on as they are
        return windows[-1]

    yield open_window
    for window in windows:
        window.close()
    qapp.processEvents()


@pytest.fixture(scope="module")
def shared_window(
    qapp: QApplication, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WindowDriver]:
    """A window on the sample office, opened once for all tests of a file."""
    path = tmp_path_factory.mktemp("shared") / "sample.grantdesk"
    path.write_bytes(sample_file.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.HOME_VARIABLE, str(path.parent / "home"))
        office = find_office(str(path), actor="Test")
        driver = WindowDriver(make_context(office))
    yield driver
    driver.close()
    office.close()
    qapp.processEvents()


@pytest.fixture
def looked_at(shared_window: WindowDriver) -> Iterator[WindowDriver]:
    """A window on the sample office for tests that only look: to open one takes longer than most of them."""
    shared_window.window.activateWindow()
    yield shared_window
    for overlay in reversed(shared_window.overlays()):
        overlay.close_overlay()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


@pytest.fixture(scope="session")
def long_ledger_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with 1,250 ledger entries, made once; never opened for writing."""
    path = tmp_path_factory.mktemp("long") / "long.grantdesk"
    make_large_office(str(path), entries=1250).close()
    return path


@pytest.fixture
def long_ledger(long_ledger_file: Path, tmp_path: Path) -> Iterator[Office]:
    """An office with 1,250 ledger entries, PV-0000000 to PV-0001249, of this test alone, open."""
    path = tmp_path / "long.grantdesk"
    path.write_bytes(long_ledger_file.read_bytes())
    office = find_office(str(path), actor="Test")
    yield office
    office.close()
