"""Puts a language on what is Qt's own: the direction of the layout, names of keys, menus of text fields, calendars."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.language import Language

# Calendars of these begin on Monday, and write Western digits, as the program does everywhere.
_CALENDARS = {"en": "en_GB", "fr": "fr_FR", "ar": "ar_TN"}


def apply_language(application: QApplication, language: Language) -> None:
    """Mirrors the layout where the language asks for it, and has Qt say its own words in that language."""
    direction = Qt.LayoutDirection.RightToLeft if language.right_to_left else Qt.LayoutDirection.LeftToRight
    application.setLayoutDirection(direction)
    QLocale.setDefault(QLocale(_CALENDARS[language.code]))
    for before in application.findChildren(QTranslator):
        application.removeTranslator(before)
        before.deleteLater()
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language.code}", folder):
        application.installTranslator(translator)
