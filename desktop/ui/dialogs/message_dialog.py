"""The one module that shows troubles and asks before what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from desktop.language import Message, UserError, say
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import Icon, TextStyle, font, pixmap
from desktop.ui.widgets.basics import button, label, row, start_side

WIDTH = 460


class MessageDialog(Dialog):
    """A sentence or three, and the buttons that answer it; the safe one has the focus."""

    def __init__(
        self,
        context: Context,
        window: QWidget,
        title: Message,
        paragraphs: tuple[Message, ...],
        buttons: list[QPushButton],
        *,
        name: Icon = Icon.INFORMATION,
        ink: str = "",
    ) -> None:
        self._sign = pixmap(name, ink or context.palette.accent, size=20)
        super().__init__(context, window, context.text(title), width=WIDTH)
        for paragraph in paragraphs:
            self.body.addWidget(label(context.text(paragraph), ink="secondary", wraps=True))
        self.add_foot(buttons)
        self.safe = buttons[0]

    def _add_head(self, title: str, _about: str) -> None:
        """The question itself is the title, however long, its sign centred on the first line."""
        head = QFrame()
        head.setObjectName("panelHead")
        text = label(title, TextStyle.LEAD_STRONG, wraps=True)
        text.setAlignment(start_side() | Qt.AlignmentFlag.AlignTop)
        picture = QLabel()
        picture.setPixmap(self._sign)
        picture.setFixedHeight(QFontMetrics(font(TextStyle.LEAD_STRONG)).height())
        layout = row(picture, text, spacing=10)
        layout.setStretch(1, 1)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.setContentsMargins(20, 16, 20, 0)
        head.setLayout(layout)
        self.layout_.addWidget(head)

    def open(self) -> None:
        """Shows it with the focus on the safe answer."""
        super().open()
        self.safe.setFocus(Qt.FocusReason.TabFocusReason)


def show_trouble(context: Context, window: QWidget, error: UserError) -> MessageDialog:
    """Shows an expected trouble: what happened, what it means for the data, what to do."""
    close = button(context.text(say("Close")), palette=context.palette)
    dialog = MessageDialog(
        context,
        window,
        error.title,
        (error.text, error.remedy),
        [close],
        name=Icon.WARNING,
        ink=context.palette.warning,
    )
    close.clicked.connect(lambda: dialog.close_overlay())
    dialog.open()
    return dialog


def ask(
    context: Context,
    window: QWidget,
    title: Message,
    text: Message,
    *,
    yes: Message,
    no: Message,
    on_yes: Callable[[], object],
) -> MessageDialog:
    """Asks before something that cannot be undone; both buttons are verbs of the question."""
    safe = button(context.text(no), palette=context.palette)
    firm = button(context.text(yes), kind="primary", palette=context.palette)
    dialog = MessageDialog(
        context, window, title, (text,), [safe, firm], name=Icon.WARNING, ink=context.palette.warning
    )

    def answered() -> None:
        dialog.close_overlay()
        on_yes()

    safe.clicked.connect(lambda: dialog.close_overlay())
    firm.clicked.connect(lambda: answered())
    dialog.open()
    return dialog


def show_fault(context: Context, window: QWidget, *, log: str, on_copy: Callable[[], object]) -> MessageDialog:
    """Says that the program itself is at fault; the work stays on the screen."""
    close = button(context.text(say("Close")), palette=context.palette)
    copy = button(context.text(say("Copy the report")), palette=context.palette, name=Icon.COPY, on_click=on_copy)
    dialog = MessageDialog(
        context,
        window,
        say("GrantDesk made a mistake."),
        (
            say("This is our fault, not yours. What was saved before is safe, and this office can be used on."),
            say("The report is in {file}. It holds no amounts and no names.", file=log),
        ),
        [copy, close],
        name=Icon.SERIOUS,
        ink=context.palette.negative,
    )
    close.clicked.connect(lambda: dialog.close_overlay())
    dialog.open()
    return dialog
