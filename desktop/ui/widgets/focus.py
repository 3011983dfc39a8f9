"""Where the keyboard is, and moving it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget


def focused_in(window: QWidget) -> QWidget | None:
    """The widget of the window that has the focus, whether or not the window is the active one."""
    found: QWidget | None = window.window().focusWidget()
    return found


def takes_focus(widget: QWidget, *, inside: QWidget) -> bool:
    """Whether Tab may stop at `widget`, a part of `inside`; not where another has the focus for it."""
    tabbable = widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    if isinstance(widget.parentWidget(), QComboBox):  # the line of a choice: to stop there is to go back to the choice
        return False
    return bool(tabbable) and inside.isAncestorOf(widget)


def move_focus(inside: QWidget, start: QWidget, *, forward: bool) -> bool:
    """Gives the focus to the next part of `inside` that takes it, from `start` on and round; False without any."""
    parts = list(_parts(inside)) if forward else list(_parts(inside))[::-1]
    place = parts.index(start) if start in parts else -1
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    for candidate in parts[place + 1 :] + parts[: max(place, 0)]:
        if takes_focus(candidate, inside=inside):
            candidate.setFocus(reason)
            return True
    return False


def _parts(whole: QWidget) -> Iterator[QWidget]:
    """All parts in the order in which they were laid out.

    Qt's own chain is no way to find them: in PySide 6.11, who is asked for the one before him in the chain, or for his
    focus proxy, takes it for his child and takes it along when he goes, which has crashed the program.
    """
    for child in whole.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield child
            yield from _parts(child)


def focus_first(widget: QWidget) -> None:
    """Gives the focus to the first thing in `widget` that takes it."""
    move_focus(widget, widget, forward=True)


def focus_next_part(parts: Sequence[QWidget], *, step: int) -> None:
    """Gives the focus to the next of some parts of a window (or the one before, with a `step` of -1), and round."""
    focused = focused_in(parts[0])
    current = next((n for n, part in enumerate(parts) if focused is not None and part.isAncestorOf(focused)), 0)
    focus_first(parts[(current + step) % len(parts)])
