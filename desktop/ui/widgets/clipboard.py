"""Puts a table on the system's clipboard."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QStandardItemModel


def put_table(plain: str, pasted: str) -> None:
    """Puts a table there as text, and as HTML unless that is empty.

    The content is made by Qt itself: the clipboard outlives Python, and would crash the program at its end when it
    lets go of a content that was made in Python.
    """
    model = QStandardItemModel(1, 1)
    content = model.mimeData([model.index(0, 0)])
    content.clear()
    content.setText(plain)
    if pasted:
        content.setHtml(pasted)
    QGuiApplication.clipboard().setMimeData(content)
