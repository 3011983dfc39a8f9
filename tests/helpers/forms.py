"""Fills forms in as a user does: into the field, typed, on with Tab."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from desktop.ui.dialogs.act_dialog import ActDialog
from desktop.ui.dialogs.match_dialog import MatchDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.dialogs.saving_dialog import SavingDialog
from desktop.ui.widgets.fields import Field
from tests.helpers.window import press, type_text


def editor(field: Field) -> QLineEdit | QPlainTextEdit | QComboBox:
    """What one types into."""
    found = field.focusProxy()
    assert isinstance(found, (QLineEdit, QPlainTextEdit, QComboBox))
    return found


def shown(field: Field) -> str:
    """What stands in a field, as one reads it."""
    into = editor(field)
    if isinstance(into, QPlainTextEdit):
        return into.toPlainText()
    return into.currentText() if isinstance(into, QComboBox) else into.text()


def fill(form: RecordDialog | SavingDialog | ActDialog | MatchDialog, key: str, text: str) -> None:
    """Types `text` over what stands in a field, and goes on."""
    into = editor(form.fields[key])
    into.setFocus(Qt.FocusReason.TabFocusReason)
    press(into, "Ctrl+A")
    if text:
        type_text(text)
    else:
        press(into, "Delete")
    popup = QApplication.activePopupWidget()
    if popup is not None:  # what fits is offered below; going on with Tab takes what was typed
        popup.close()
    into.window().activateWindow()  # a list that closed by itself does not give it back where windows are only drawn
    QApplication.processEvents()
    press(into, "Tab")


def fill_all(form: RecordDialog | SavingDialog | ActDialog, values: dict[str, str]) -> None:
    """Types into several fields."""
    for key, text in values.items():
        fill(form, key, text)


def band(form: RecordDialog) -> str:
    """What the band above the fields says, without its marks for links."""
    (text,) = [made.text() for made in form.findChildren(QLabel) if made.isVisible() and "<a href" in made.text()]
    return QTextDocumentFragment.fromHtml(text).toPlainText()


def troubles(form: RecordDialog) -> dict[str, str]:
    """What is said beside the fields."""
    return {key: field.trouble for key, field in form.fields.items() if field.trouble}
