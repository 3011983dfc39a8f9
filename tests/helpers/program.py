"""Starts the whole program on a home of its own, as `python -m desktop` does, and answers its file choices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog

from desktop.app import Application
from desktop.bootstrap import set_up_desk
from desktop.ui.dialogs.message_dialog import MessageDialog
from desktop.ui.office_view import OfficeView
from desktop.ui.pages.welcome_page import WelcomePage
from desktop.ui.tasks import TaskRunner, ThreadRunner
from desktop.ui.widgets.overlay import Overlay
from desktop.ui.widgets.sidebar import OfficeButton
from tests.helpers.window import click, dress, visible_texts, wait_until


class Program:
    """The running program, with its threads, and what one looks at."""

    def __init__(self, tasks: TaskRunner | None = None) -> None:
        qt = QApplication.instance()
        assert isinstance(qt, QApplication)
        dress(qt)
        self.application = Application(qt, set_up_desk(), tasks or ThreadRunner())
        self.window = self.application.window
        self.application.show_welcome()
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()
        QApplication.processEvents()

    @property
    def welcome(self) -> WelcomePage:
        """The list of offices, which must be what is shown."""
        view = self.window.centralWidget()
        assert isinstance(view, WelcomePage)
        return view

    @property
    def view(self) -> OfficeView:
        """The open office, which must be what is shown."""
        view = self.window.centralWidget()
        assert isinstance(view, OfficeView)
        return view

    def wait_for_office(self) -> OfficeView:
        """The office that is being opened."""
        wait_until(lambda: isinstance(self.window.centralWidget(), OfficeView), "an office to be open")
        return self.view

    def way(self, text: str) -> QAbstractButton:
        """The way in that is called `text`."""
        found = [made for made in self.welcome.findChildren(QAbstractButton) if made.accessibleName().startswith(text)]
        assert found, f"no way {text}"
        return found[0]

    def leave(self) -> WelcomePage:
        """Goes to the list of offices."""
        (office_button,) = self.view.sidebar.findChildren(OfficeButton)
        click(office_button)
        return self.welcome

    def messages(self) -> list[MessageDialog]:
        """What the program says or asks over the window."""
        return [dialog for dialog in self.window.findChildren(MessageDialog) if dialog.isVisible()]

    def wait_for_message(self) -> list[str]:
        """The sentences of the message that comes up."""
        wait_until(lambda: bool(self.messages()), "a message")
        return visible_texts(self.messages()[-1])

    def close(self) -> None:
        """Ends it, whatever is open in it."""
        for overlay in self.window.findChildren(Overlay):
            overlay.close_overlay()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()


def choosing(monkeypatch: pytest.MonkeyPatch, *, open_: Path | None = None, save: Path | None = None) -> list[str]:
    """Answers the system's file dialogs, which no test can press; returns the titles and names they were asked with."""
    asked: list[str] = []

    def answer(chosen: Path | None) -> Callable[..., tuple[str, str]]:
        def choose(_parent: object, title: str, name: str = "", *_more: object, **_options: object) -> tuple[str, str]:
            asked.extend([title, name])
            return (str(chosen) if chosen is not None else "", "")

        return choose

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer(open_))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer(save))
    return asked
