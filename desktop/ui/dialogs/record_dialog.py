"""The form of any record, made from its register: fields in the order of the paper, problems said beside them."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from desktop.domain.money import MINOR_UNITS
from desktop.language import Message, say, say_many
from desktop.registers.query import Cell
from desktop.registers.register import NUMERIC_KINDS, Column, Kind, Register
from desktop.services import records
from desktop.services.identity_warnings import free_texts, warnings
from desktop.services.offices import Outcome
from desktop.services.records import Choice, InvalidRecordError, RecordView
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.dialogs.filter_dialog import choices_of
from desktop.ui.dialogs.form_grid import LONG_TEXTS, FormGrid
from desktop.ui.dialogs.message_dialog import ask
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import button, label, row
from desktop.ui.widgets.choice_fields import ChoiceField, LookupField
from desktop.ui.widgets.fields import (
    DateField,
    Field,
    FieldError,
    NoteField,
    NumberField,
    TextField,
)

_MARK = "\ue000"  # holds the place of a link in a sentence; no text has it


class RecordDialog(Dialog):
    """Makes a record, or changes one. `saved` carries the outcome."""

    saved = Signal(object)
    title: Message | None = None  # what it is called when not by its register
    verb = say("Save")
    repeats = True  # whether another record can be added at once

    def __init__(
        self,
        context: Context,
        window: QWidget,
        register_key: str,
        *,
        record: RecordView | None = None,
        presets: Mapping[str, Cell] | None = None,
    ) -> None:
        register = context.office.register(register_key)
        title = register.new or register.singular if record is None else say("Edit: {kind}", kind=register.singular)
        title = self.title or title
        about = _about(context, register, record) if record is not None else ""
        super().__init__(context, window, context.text(title), about=about)
        self._register = register
        self._record = record
        self._presets = dict(presets or {})
        self._dirty = False
        self._saving = False
        self._preview_timer = QTimer(self, singleShot=True, interval=150)
        self._preview_timer.timeout.connect(self._work_out)
        self._preview_timer.timeout.connect(self.look_at_texts)
        self.fields: dict[str, Field] = {}
        self._band = self._make_band()
        self.body.addWidget(self._band)
        if record is not None and register.append_only:
            stays = say("What was posted stays as it is. What was left empty can be filled in.")
            self.body.addWidget(label(context.text(stays), TextStyle.SMALL, ink="secondary", wraps=True))
        if ways := self.other_ways():
            self.body.addLayout(row(None, *ways))
        self._add_fields()
        self._preview = label("", TextStyle.SMALL, ink="secondary", wraps=True)
        self.body.addWidget(self._preview)
        self._add_verbs()
        self._fill()

    # --- making ------------------------------------------------------------------------------------------------------

    def _make_band(self) -> QFrame:
        band = QFrame()
        band.setObjectName("band")
        band.setProperty("tone", "negative")
        picture = QLabel()
        picture.setPixmap(pixmap(Icon.ERROR, self.context.palette.negative))
        self._band_text = label("", TextStyle.STRONG, wraps=True)
        self._band_text.setTextFormat(Qt.TextFormat.RichText)
        self._band_text.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._band_text.linkActivated.connect(lambda key: self.fields[key].setFocus())
        layout = row(picture, self._band_text, spacing=8)
        layout.setStretch(1, 1)
        layout.setContentsMargins(10, 8, 10, 8)
        band.setLayout(layout)
        band.hide()
        return band

    def _add_fields(self) -> None:
        for column in self._register.editable_columns:
            field = self._field(column)
            self.fields[column.key] = field
            field.edited.connect(self._note_edit)
            field.left.connect(self._checker(column.key))
        self._grid = FormGrid(self.context, self._register, self.fields)
        self.body.addLayout(self._grid)

    def _field(self, column: Column) -> Field:
        context, required, hint = self.context, column.required, column.hint
        name = _NAMES.get((self._register.key, column.key), column.label)
        if column.target:
            return LookupField(context, name, register=column.target, required=required, hint=hint, only=column.offers)
        if column.kind is Kind.DATE:
            return DateField(context, name, required=required, hint=hint)
        if column.kind in NUMERIC_KINDS:
            return NumberField(context, name, required=required, hint=hint)
        choices = choices_of(context, column)
        if choices:
            return ChoiceField(context, name, choices=choices, required=required, hint=hint)
        if column.key in LONG_TEXTS:
            return NoteField(context, name, required=required, hint=hint)
        return TextField(context, name, required=required, hint=hint)

    def _scope_of(self, column: Column) -> tuple[str, int] | None:
        """Records that belong to another one follow what is chosen there: lines of a budget the grant."""
        followed = self.fields.get(column.follows[0]) if column.follows else None
        if column.follows is None or not isinstance(followed, LookupField) or followed.identity is None:
            return None
        return column.follows[1], followed.identity

    def _add_verbs(self) -> None:
        text, palette = self.context.text, self.context.palette
        cancel = button(text(say("Cancel")), kind="ghost", palette=palette, on_click=self.cancel)
        buttons = [cancel]
        if self._record is None and self.repeats:
            again = button(text(say("Save and add another")), palette=palette, on_click=lambda: self.save(again=True))
            buttons.append(again)
        self.save_button = button(text(self.verb), kind="primary", palette=palette, on_click=lambda: self.save())
        buttons.append(self.save_button)
        self.add_foot(buttons, keys=[("Ctrl+Return", text(say("saves"))), ("Esc", text(say("closes")))])
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, lambda: self.save())
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)  # not while a question covers the form

    def other_ways(self) -> list[QPushButton]:
        """Other ways to go on from here, above the fields; a kind of record may have some."""
        return []

    # --- showing -----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        for key, field in self.fields.items():
            column = self._register.column(key)
            if isinstance(field, LookupField):
                self._fill_target(column, field)
            elif self._record is not None:
                field.set_value(self._record.values.get(key))
            elif key in self._presets:
                preset = self._presets[key]
                field.set_value(preset if isinstance(preset, (Decimal, date)) else str(preset))
            else:
                field.set_value(_DEFAULTS.get((self._register.key, key)))
            if self._record is not None and self._register.append_only:
                field.setEnabled(column.later and self._record.values.get(key) is None)
        self._grid.follow()
        self._show_decimals()
        self._dirty = False
        self._preview_timer.stop()
        self._preview.setText("")
        if self._record is not None:
            self._work_out()
            self.look_at_texts()

    def _show_decimals(self) -> None:
        """Amounts show the decimals of their currency, where that is known."""
        for column in self._register.editable_columns:
            field = self.fields[column.key]
            if column.kind is Kind.MONEY and isinstance(field, NumberField):
                field.show_decimals(MINOR_UNITS.get(self._currency_of(column), 0))

    def _currency_of(self, column: Column) -> str:
        field = self.fields.get(column.currency)
        try:
            known = field.value() if field is not None else self._record and self._record.values.get(column.currency)
        except FieldError:
            known = None
        return str(known or "")

    def _fill_target(self, column: Column, field: LookupField) -> None:
        wanted = self._wanted(column.key)
        if self._record is not None and wanted:
            field.add_known(Choice(wanted, str(self._record.values.get(column.key) or wanted), ""))
        if wanted and field.identity is None:
            field.set_value(wanted)
        field.scope = self._scope_of(column)
        field.refresh()

    def _wanted(self, key: str) -> int:
        """The id of the record that a field shows at first, 0 for none."""
        known = self._presets.get(key) if self._record is None else self._record.targets.get(key)
        return known if isinstance(known, int) else 0

    # --- checking ----------------------------------------------------------------------------------------------------

    def _note_edit(self) -> None:
        self._dirty = True
        self._preview_timer.start()

    def _checker(self, key: str) -> Callable[[], None]:
        def check() -> None:
            self.fields[key].check()
            if self._grid.decides(key):
                self._grid.follow()
            self._show_decimals()
            for column in self._register.editable_columns:
                field = self.fields[column.key]
                if column.follows and column.follows[0] == key and isinstance(field, LookupField):
                    field.limit_to(self._scope_of(column))
            self._preview_timer.start()

        return check

    def values(self) -> dict[str, Cell] | None:
        """What stands in the form by column key; None when something cannot be read, which is then said beside it."""
        found: dict[str, Cell] = {}
        troubles: dict[str, Message] = {}
        for key, field in self.fields.items():
            field.set_trouble(None)
            try:
                found[key] = field.value() if self._grid.uses(key) else None
            except FieldError as error:
                troubles[key] = error.message
        if troubles:
            self._show_troubles(troubles)
            return None
        return found

    def _show_troubles(self, troubles: Mapping[str, Message]) -> None:
        in_order = [key for key in self.fields if key in troubles]
        names = [f"{_MARK}{key}{_MARK}" for key in in_order]
        text = say_many(
            "One thing to correct: {names}", "{count} things to correct: {names}", count=len(troubles), names=names
        )
        self._band_text.setText(self._with_links(self.context.text(text)))
        self._band.show()
        for key in in_order:
            self.fields[key].set_trouble(troubles[key])
        if in_order:
            self.fields[in_order[0]].setFocus()
        self._place()

    def _with_links(self, text: str) -> str:
        """The sentence with the name of each field as a link to it."""
        start, *parts = html.escape(text).split(_MARK)
        for key, rest in zip(parts[::2], parts[1::2], strict=True):
            name = html.escape(self.fields[key].name)
            start += f"<a href='{key}' style='color: {self.context.palette.text}'>{name}</a>{rest}"
        direction = "rtl" if self.context.language.right_to_left else "ltr"
        return f"<div dir='{direction}'>{start}</div>"

    def _work_out(self) -> None:
        """Shows what the program works out from what was entered so far, when it can."""
        found: dict[str, Cell] = {}
        for key, field in self.fields.items():
            try:
                found[key] = field.value() if self._grid.uses(key) else None
            except FieldError:
                return
        if any(column.required and found.get(column.key) is None for column in self._register.editable_columns):
            return
        office, key, record_id = self.context.office, self._register.key, self._record_id
        self.context.tasks.read(
            self,
            lambda: records.try_out(office, key, values=found, record_id=record_id),
            self._show_preview,
            lambda _error: self._show_preview(None),
        )

    def look_at_texts(self) -> None:
        """Warns under a field of what likely tells who a person is."""
        texts = {column.key: self.fields[column.key].value() for column in free_texts(self._register)}
        office, key = self.context.office, self._register.key

        def looked(found: Mapping[str, Message]) -> None:
            for each in texts:
                self.fields[each].set_warning(found.get(each))

        self.context.tasks.read(self, lambda: warnings(office, key, values=texts), looked, lambda _error: looked({}))

    def _show_preview(self, sentence: Message | None) -> None:
        self._preview.setText("" if sentence is None else self.context.text(sentence))

    # --- saving ------------------------------------------------------------------------------------------------------

    @property
    def is_dirty(self) -> bool:
        """Whether something was entered that is not saved."""
        return self._dirty

    @property
    def _record_id(self) -> int | None:
        return None if self._record is None else self._record.id

    def save(self, *, again: bool = False) -> None:
        """Keeps the record; problems are shown beside their fields, the first one gets the focus."""
        values = None if self._saving else self.values()
        if values is None:
            return
        self._saving = True
        self._band.hide()

        def done(outcome: Outcome) -> None:
            self._saving = self._dirty = False
            self.saved.emit(outcome)
            if again:
                self._fill()
                next(iter(self.fields.values())).setFocus()
            else:
                self.close_overlay()

        self.context.run(
            self,
            lambda _progress: self.keep(values),
            say("Saving"),
            on_done=done,
            on_error=self._refused,
        )

    def keep(self, values: Mapping[str, Cell]) -> Outcome:
        """What saving does with the values of the form; off the window's thread."""
        version = None if self._record is None else self._record.version
        office, key, record_id = self.context.office, self._register.key, self._record_id
        return records.save(office, key, values=values, record_id=record_id, version=version)

    def _refused(self, error: BaseException) -> None:
        self._saving = False
        if isinstance(error, InvalidRecordError):
            self._show_troubles(error.fields)
        else:
            self.context.report(error)

    def cancel(self) -> None:
        """Closes; with changes it asks once. While it is being saved it stays."""
        if self._saving:
            return
        if not self._dirty:
            self.close_overlay()
            return
        ask(
            self.context,
            self.window(),
            say("Discard what you entered?"),
            say("It has not been saved."),
            yes=say("Discard"),
            no=say("Go on editing"),
            on_yes=self.close_overlay,
        )


def _about(context: Context, register: Register, record: RecordView) -> str:
    """Which record it is; one that is only counted within its grant is told by the grant as well."""
    name, grant = record.label(register), record.values.get("grant")
    return context.language.beside(str(grant), name) if register.code == "number" and grant else name


# What a field is called where the other columns of its list are not in sight.
_NAMES: dict[tuple[str, str], Message] = {
    ("ledger", "original_currency"): say("Currency"),
    ("ledger", "original_amount"): say("Amount"),
}
_DEFAULTS: dict[tuple[str, str], Cell] = {
    ("projects", "kind"): "project",
    ("projects", "status"): "2",
    ("budgets", "status"): "draft",
    ("ledger", "kind"): "expenditure",
    ("rates", "base"): "USD",
}
