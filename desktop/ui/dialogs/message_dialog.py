"""The one module that shows troubles and asks before what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.language import Message, UserError, say
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import button, label, row

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
        super().__init__(context, window, context.text(say("GrantDesk")), width=WIDTH)
        picture = QLabel()
        picture.setPixmap(pixmap(name, ink or context.palette.accent, size=20))
        heading = row(picture, label(context.text(title), TextStyle.LEAD_STRONG, wraps=True), spacing=10)
        heading.setStretch(1, 1)
        heading.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(heading)
        for paragraph in paragraphs:
            self.body.addWidget(label(context.text(paragraph), ink="secondary", wraps=True))
        self.add_foot(buttons)
        self.safe = buttons[0]

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
