"""What the user can set; each choice takes effect at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.progress import Progress
from desktop.language import Message, say
from desktop.services.backups import back_up_open_office
from desktop.services.letterheads import Letterhead, letterhead
from desktop.services.offices import Outcome
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.letterhead_dialog import LetterheadDialog
from desktop.ui.pages.page import Crumb, Page, page_head
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import button, label
from desktop.ui.widgets.looks import choice, language_choice, theme_choice


class SettingsPage(Page):
    """Language, look, who one is, and the office's backup."""

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        head, _title = page_head(self.text(say("Settings")), [])
        self._grid = QGridLayout()
        self._grid.setContentsMargins(20, 20, 20, 20)
        self._grid.setHorizontalSpacing(32)
        self._grid.setVerticalSpacing(20)
        self._grid.setColumnMinimumWidth(0, 200)
        self._grid.setColumnStretch(1, 1)
        self._fill()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(head)
        layout.addLayout(self._grid)
        layout.addStretch(1)

    def crumbs(self) -> list[Crumb]:
        """Settings."""
        return [(self.text(say("Settings")), None)]

    def _fill(self) -> None:
        settings, text = self.context.settings, self.text
        self._add(say("Language"), say("Of the screen, and of what you export."), language_choice(self.context))
        self._add(say("Theme"), None, theme_choice(self.context))
        rows = [("", text(say("Compact"))), ("comfortable", text(say("Comfortable")))]
        current = "comfortable" if settings.comfortable_rows else ""
        self._add(say("Rows of tables"), None, choice(self.context, rows, current, self._set_rows))
        name = QLineEdit(settings.actor)
        name.setFixedWidth(280)
        name.setPlaceholderText(self.context.office.actor)
        name.setAccessibleName(text(say("Your name")))
        name.editingFinished.connect(lambda: self._set_actor(name.text()))
        self._add(say("Your name"), say("Stands beside every change in the history. From the next start on."), name)
        shown = [("", text(say("Codes only"))), ("names", text(say("Shown")))]
        names = choice(self.context, shown, "names" if settings.volunteer_names else "", self._set_names)
        about = say("Who they are and how to reach them, in lists, forms and history. Files ask each time.")
        self._add(say("Show volunteers’ names"), about, names)
        head = button(text(say("Change…")), palette=self.context.palette, name=Icon.EDIT, on_click=self.edit_letterhead)
        self._add(say("Letterhead"), say("Address, numbers and logo at the head of reports."), head)
        backup = button(text(say("Back up now")), palette=self.context.palette, name=Icon.BACKUP, on_click=self.back_up)
        about = say("A checked copy in one file. GrantDesk makes one by itself before each import.")
        self._add(say("Backup"), about, backup)

    def _add(self, name: Message, about: Message | None, control: QWidget) -> None:
        line = self._grid.rowCount()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(self.text(name), TextStyle.STRONG))
        if about is not None:
            texts.addWidget(label(self.text(about), TextStyle.SMALL, ink="muted", wraps=True))
        self._grid.addLayout(texts, line, 0)
        holder = QHBoxLayout()
        holder.addWidget(control)
        holder.addStretch(1)
        self._grid.addLayout(holder, line, 1)

    def _set_rows(self, code: str) -> None:
        self.context.keep_settings(replace(self.context.settings, comfortable_rows=bool(code)))

    def _set_names(self, code: str) -> None:
        self.context.keep_settings(replace(self.context.settings, volunteer_names=bool(code)))

    def _set_actor(self, name: str) -> None:
        if name.strip() != self.context.settings.actor:
            self.context.keep_settings(replace(self.context.settings, actor=name.strip()))

    def edit_letterhead(self) -> None:
        """Asks how the office stands at the head of its reports."""
        office = self.context.office

        def opened(now: Letterhead) -> None:
            LetterheadDialog(self.context, self.window(), now).open()

        self.context.read(self, lambda: letterhead(office), opened)

    def back_up(self, path: str = "") -> None:
        """Backs the office up to a file the user chooses."""
        office = self.context.office
        name = f"{Path(office.location.name).stem} {office.today.isoformat()}.grantdesk"

        def write(target: Path, progress: Progress) -> Outcome:
            return back_up_open_office(office, target, progress=progress)

        self.write_file(path, name, write, title=say("Back up"), kinds="GrantDesk (*.grantdesk)")
