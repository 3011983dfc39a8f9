"""The first step of an import: which file, for which list, read like which one before."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.language import say, say_many
from desktop.registers import find_register
from desktop.services.imports import Book
from desktop.ui.context import Context
from desktop.ui.models.import_state import LEDGER, ImportState
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, button, hairline, label, margins, put_into, row
from desktop.ui.widgets.choice_fields import ChoiceField, LookupField
from desktop.ui.widgets.empty_state import EmptyState, Way
from desktop.ui.widgets.tick_box import OneOf

_WIDTH = 620
_OFFERED = 4  # lists to choose from at once; the others are in a choice below them


class FileStep(QScrollArea):
    """`choose_wanted`, `paste_wanted`, `template_wanted` and `other_wanted` (iati, un_rates) ask for it; `kind_chosen`,
    `mapping_chosen` and `grant_chosen` say what was decided.
    """

    choose_wanted = Signal()
    paste_wanted = Signal()
    template_wanted = Signal()
    other_wanted = Signal(str)
    kind_chosen = Signal(str)
    mapping_chosen = Signal(str)
    grant_chosen = Signal(object, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.kinds: dict[str, OneOf] = {}
        self.grant: LookupField | None = None
        self.mapping: ChoiceField | None = None
        self.other_kind: ChoiceField | None = None

    def show_state(self, state: ImportState, kinds: list[str]) -> None:
        """Shows the ways to bring a file, or the one that was brought."""
        was_mapping = self.mapping is not None and self.mapping.box.hasFocus()
        self.kinds, self.grant, self.mapping, self.other_kind = {}, None, None, None
        inside = QWidget()
        inside.setObjectName("scrolled")
        layout = QVBoxLayout(inside)
        if state.book is None:
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(self._ways(state), 1)
        else:
            layout.setContentsMargins(margins(20, 8, 20, 16))
            layout.setSpacing(14)
            layout.addWidget(self._narrow(self._file(state.book, state)))
            layout.addWidget(self._narrow(self._kind_choice(state, kinds)))
            self._add_mapping(layout, state)
            self._add_grant(layout, state)
            layout.addStretch(1)
        put_into(self, inside)
        if was_mapping:
            self._focus_mapping()

    def _focus_mapping(self) -> None:
        if self.mapping is not None:
            self.mapping.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrow(self, widget: QWidget) -> QWidget:
        widget.setMaximumWidth(_WIDTH)
        return widget

    # --- no file yet -------------------------------------------------------------------------------------------------

    def _ways(self, state: ImportState) -> QWidget:
        text = self._context.text
        ways = [
            Way(
                text(say("Choose a file")),
                text(say("Excel, LibreOffice or text; several files come in one after another")),
                Icon.FOLDER,
                self.choose_wanted.emit,
                "Ctrl+O",
            ),
            Way(
                text(say("Paste a table")),
                text(say("Copied from a spreadsheet, a message or a page")),
                Icon.PASTE,
                self.paste_wanted.emit,
                "Ctrl+V",
            ),
            Way(
                text(say("Empty workbook to fill in")),
                text(say("With lists to choose from, for colleagues without the program")),
                Icon.EXCEL,
                self.template_wanted.emit,
            ),
            *self._other_ways(state),
        ]
        title = text(say("Drop a workbook here"))
        about = text(say("It is read and compared with the office first. Nothing is written until you import."))
        return EmptyState(title, about, ways, palette=self._context.palette)

    def _other_ways(self, state: ImportState) -> list[Way]:
        """Files that are no tables, and have a dialog of their own."""
        text = self._context.text
        others: list[tuple[str, str, str, Icon]] = []
        if state.kind in ("", "projects", "organisations", "grants"):
            about = say("Projects, funders, grants and budgets from a published file")
            others.append(("iati", text(say("Import IATI activities")), text(about), Icon.IMPORTS))
        if state.kind in ("", "rates"):
            about = say("The list of the UN Treasury, as text with tabs or as XML")
            others.append(("un_rates", text(say("Import UN exchange rates")), text(about), Icon.RATES))
        return [Way(name, about, picture, self._asking(kind)) for kind, name, about, picture in others]

    def _asking(self, kind: str) -> Callable[[], None]:
        return lambda: self.other_wanted.emit(kind)

    # --- a file ------------------------------------------------------------------------------------------------------

    def _file(self, book: Book, state: ImportState) -> QWidget:
        text, palette = self._context.text, self._context.palette
        card = QFrame()
        card.setObjectName("card")
        picture = QLabel()
        picture.setPixmap(pixmap(Icon.EXCEL, palette.accent, size=20))
        rows = max((sheet.height for sheet in book.sheets), default=0)
        counts = [
            say_many("{count} sheet", "{count} sheets", count=len(book.sheets)),
            say_many("{count} row", "{count} rows", count=rows),
        ]
        facts = self._context.language.beside(*counts)
        other = button(text(say("Another file")), kind="link", palette=palette, on_click=self.choose_wanted.emit)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(ElidedLabel(book.name, TextStyle.STRONG))
        texts.addWidget(label(facts, TextStyle.SMALL, ink="muted"))
        for note in book.notes:
            texts.addWidget(label(text(note), TextStyle.SMALL, ink="secondary", wraps=True))
        layout = row(picture, spacing=12)
        layout.addLayout(texts, 1)
        layout.addWidget(other)
        layout.setContentsMargins(16, 12, 16, 12)
        whole = QVBoxLayout(card)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(layout)
        if state.waiting:
            waiting = say_many(
                "Then {count} more file, read alike: {names}",
                "Then {count} more files, read alike: {names}",
                count=len(state.waiting),
                names=[path.name for path in state.waiting[:6]],
            )
            told = label(text(waiting), TextStyle.SMALL, ink="secondary", wraps=True)
            told.setContentsMargins(16, 0, 16, 10)
            whole.addWidget(hairline())
            whole.addWidget(told)
        return card

    def _kind_choice(self, state: ImportState, kinds: list[str]) -> QWidget:
        """The likeliest lists first, with how well the columns fit; the others in a choice."""
        text, palette = self._context.text, self._context.palette
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(label(text(say("What does it hold?")), TextStyle.STRONG))
        scores = dict(state.ranked)
        first = [kind for kind, _score in state.ranked[:_OFFERED]]
        if state.kind and state.kind not in first:
            first = [state.kind, *first[: _OFFERED - 1]]
        group = QButtonGroup(holder)
        for place, kind in enumerate(first):
            fits = say(
                "its columns fit to {percent}", percent=self._context.language.per_cent(Decimal(scores.get(kind, 0)))
            )
            note = text(fits) if kind in scores and place < _OFFERED else ""
            made = OneOf(text(find_register(kind).title), palette=palette, note=note)
            made.setChecked(kind == state.kind)
            made.clicked.connect(lambda _checked=False, kind=kind: self.kind_chosen.emit(kind))
            group.addButton(made)
            self.kinds[kind] = made
            layout.addWidget(made)
        others = [(kind, text(find_register(kind).title)) for kind in kinds if kind not in first]
        others.sort(key=lambda one: one[1])
        field = ChoiceField(self._context, say("Another list"), choices=others, required=True)
        field.edited.connect(lambda: self._other_kind_chosen(field))
        self.other_kind = field
        layout.addSpacing(6)
        layout.addWidget(field)
        return holder

    def _other_kind_chosen(self, field: ChoiceField) -> None:
        kind = field.box.currentData()
        if kind:
            self.kind_chosen.emit(str(kind))

    def _add_mapping(self, layout: QVBoxLayout, state: ImportState) -> None:
        """Kept ways of reading, where there are some."""
        if not state.mappings:
            return
        text = self._context.text
        names = [(name, text(say("Read like “{name}”", name=name))) for name in state.mappings]
        field = ChoiceField(self._context, say("How its columns are read"), choices=names, required=True)
        field.box.setItemText(0, text(say("As its headings say")))
        field.set_value(state.draft.mapping_name or None if state.draft is not None else None)
        field.edited.connect(lambda: self.mapping_chosen.emit(str(field.box.currentData() or "")))
        self.mapping = field
        layout.addWidget(self._narrow(field))

    def _add_grant(self, layout: QVBoxLayout, state: ImportState) -> None:
        """The grant that all rows go to, where no column names one."""
        if not state.wants_grant:
            return
        hint = say("No column names a grant: all rows go into this one.")
        is_ledger = state.kind == LEDGER
        name = say("Grant whose ledger it goes into") if is_ledger else say("Grant")
        field = LookupField(self._context, name, register="grants", required=is_ledger, hint=hint)
        field.set_value(state.grant_id)
        field.refresh()
        field.box.currentIndexChanged.connect(lambda _place: self._grant_chosen(field))
        self.grant = field
        layout.addWidget(self._narrow(field))

    def ask_grant(self) -> None:
        """Goes to the grant that has to be chosen, and says so there."""
        if self.grant is not None:
            self.grant.set_trouble(say("Choose the grant first."))
            self.grant.box.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(self.grant)

    def _grant_chosen(self, field: LookupField) -> None:
        chosen = field.chosen
        if chosen is not None:
            field.set_trouble(None)
        self.grant_chosen.emit(None if chosen is None else chosen.id, "" if chosen is None else chosen.code)
