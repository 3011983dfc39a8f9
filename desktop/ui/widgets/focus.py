"""Where the keyboard is, and moving it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_CHAIN = 1000  # widgets looked at before giving up


def focused_in(window: QWidget) -> QWidget | None:
    """The widget of the window that has the focus, whether or not the window is the active one."""
    found: QWidget | None = window.window().focusWidget()
    return found


def takes_focus(widget: QWidget, *, inside: QWidget) -> bool:
    """Whether Tab may stop at `widget`, a part of `inside`; not where another has the focus for it."""
    tabbable = widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    if widget.focusProxy() is not None:  # the line of a choice: to stop there would be to go back to the choice
        return False
    return bool(tabbable) and inside.isAncestorOf(widget)


def move_focus(inside: QWidget, start: QWidget, *, forward: bool) -> bool:
    """Gives the focus to the next part of `inside` that takes it, from `start` on and round; False without any."""
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    candidate: QWidget | None = start
    for _ in range(_CHAIN):
        if candidate is None:
            return False
        candidate = candidate.nextInFocusChain() if forward else candidate.previousInFocusChain()
        if candidate is not None and takes_focus(candidate, inside=inside):
            candidate.setFocus(reason)
            return True
    return False


def focus_first(widget: QWidget) -> None:
    """Gives the focus to the first thing in `widget` that takes it."""
    move_focus(widget, widget, forward=True)
