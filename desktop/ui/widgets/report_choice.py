"""What is asked of a report: which one, of which grant and days, in which language, and the options of its layout."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.domain.period import ONE_DAY, months_before
from desktop.language import Message, say
from desktop.language.speech import NAMES
from desktop.registers.query import Cell
from desktop.services import reports
from desktop.services.records import Choice
from desktop.services.reports import Layout, Option, OptionKind
from desktop.ui.context import Context
from desktop.ui.models.report_question import Question
from desktop.ui.theme import Icon, icon
from desktop.ui.widgets.basics import button, margins, row
from desktop.ui.widgets.choice_fields import ChoiceField, LookupField
from desktop.ui.widgets.fields import DateField, Field, FieldError, NumberField, TextField

_ACROSS = 3
_YES, _NO = "yes", ""


class ReportChoice(QWidget):
    """The fields above a report; `changed` when something else may be asked for."""

    changed = Signal()

    def __init__(self, context: Context, layout_name: str) -> None:
        super().__init__()
        self.context = context
        self.layout_name = layout_name
        names = [(layout.name, context.text(layout.title)) for layout in reports.LAYOUTS.values()]
        self.which = ChoiceField(context, say("Report"), choices=names, required=True)
        self.which.set_value(layout_name)
        self.grant = LookupField(context, say("Grant"), register="grants", required=True)
        self.first = DateField(context, say("First day"), required=True)
        self.last = DateField(context, say("Last day"), required=True)
        self.language = ChoiceField(context, say("Language of the report"), choices=list(NAMES.items()), required=True)
        self.language.set_value(context.language.code)
        self.options: dict[str, Field] = {}
        self._lay_out()
        self._preset_period()
        self._offer_options()
        self.which.left.connect(self._choose)
        for field in (self.grant, self.first, self.last, self.language):
            field.left.connect(self.changed)

    def _lay_out(self) -> None:
        for field in (self.first, self.last):
            field.setMinimumWidth(172)
        first = row(self.which, self.grant, self.first, self.last, spacing=12)
        for place, stretch in enumerate((3, 3, 2, 2)):
            first.setStretch(place, stretch)
        self._more = QWidget()
        self._grid = QGridLayout(self._more)
        self._grid.setContentsMargins(0, 8, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._more.hide()
        self.more_button = button(
            self.context.text(say("More about the report")),
            kind="link",
            palette=self.context.palette,
            name=Icon.CHEVRON_RIGHT,
            small=True,
            on_click=self.show_more,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margins(20, 10, 16, 8))
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addWidget(self._more)
        layout.addLayout(row(self.more_button, None))

    @property
    def layout_of(self) -> Layout:
        """The report that is chosen."""
        return reports.find_layout(self.layout_name)

    @property
    def language_code(self) -> str:
        """The language that the report is written in."""
        return str(self.language.value() or self.context.language.code)

    def show_more(self) -> None:
        """Shows the language and the options of the report, or hides them."""
        self._more.setVisible(self._more.isHidden())
        sign = Icon.CHEVRON_RIGHT if self._more.isHidden() else Icon.CHEVRON_DOWN
        self.more_button.setIcon(icon(sign, self.context.palette.text_secondary, size=14))

    def _preset_period(self) -> None:
        """The last quarter that is over."""
        today = self.context.today
        start = months_before(today.replace(day=1), 3 + (today.month - 1) % 3)
        self.first.set_value(start)
        self.last.set_value(months_before(start, -3) - ONE_DAY)

    def choose_layout(self, name: str) -> None:
        """Asks for another report."""
        self.which.set_value(name)
        self._choose()

    def _choose(self) -> None:
        try:
            name = self.which.value()
        except FieldError:
            return
        if isinstance(name, str) and name and name != self.layout_name:
            self.layout_name = name
            self._offer_options()
            self.changed.emit()

    # --- options -----------------------------------------------------------------------------------------------------

    def _offer_options(self) -> None:
        layout = self.layout_of
        self.grant.setVisible(layout.takes_grant)
        self.grant.rename(say("Grant"), required=layout.of_grant)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.language:
                widget.hide()
                widget.deleteLater()
        self.options = {option.key: self._field(option) for option in layout.options}
        for place, field in enumerate((self.language, *self.options.values())):
            line, side = divmod(place, _ACROSS)
            self._grid.addWidget(field, line, side, Qt.AlignmentFlag.AlignTop)
        for side in range(_ACROSS):
            self._grid.setColumnStretch(side, 1)

    def _field(self, option: Option) -> Field:
        made = option_field(self.context, option)
        made.left.connect(self.changed)
        return made

    # --- what is asked -----------------------------------------------------------------------------------------------

    def asked(self) -> Question | None:
        """The report that is asked for; None while something lacks or cannot be read."""
        layout = self.layout_of
        try:
            if layout.takes_grant:
                self.grant.value()
            first, last = self.first.value(), self.last.value()
            details = tuple((key, option_text(field.value())) for key, field in self.options.items())
        except FieldError:
            return None
        grant = self.grant.chosen if layout.takes_grant else None
        if not (isinstance(first, date) and isinstance(last, date)) or (layout.of_grant and grant is None):
            return None
        return Question(layout.name, grant.code if grant else "", first, last, details)

    def check(self) -> None:
        """Says at each field what is wrong with it."""
        fields = [self.first, self.last, *self.options.values()]
        for field in [self.grant, *fields] if self.layout_of.takes_grant else fields:
            field.check()

    def put_grant(self, grant: Choice) -> None:
        """Chooses a grant."""
        self.grant.add_known(grant)
        self.grant.set_value(grant.id)

    def put_details(self, details: Mapping[str, str]) -> None:
        """Shows what was typed for the options before."""
        for key, text in details.items():
            if key in self.options:
                put_option(self.options[key], text)


def option_field(context: Context, option: Option) -> Field:
    """A field for an option of a report, with what it is when nobody says otherwise."""
    made = _made(context, option)
    put_option(made, option.default)
    return made


def _made(context: Context, option: Option) -> Field:
    label, hint = option.label, option.hint
    match option.kind:
        case OptionKind.CHOICE:
            choices = [(code, context.text(name)) for code, name in option.choices.items()]
            return ChoiceField(context, label, choices=choices, required=False, hint=hint)
        case OptionKind.FLAG:
            return ChoiceField(context, label, choices=_flags(context), required=False, hint=hint)
        case OptionKind.MONEY:
            return NumberField(context, label, required=False, hint=hint)
        case OptionKind.DAY:
            return DateField(context, label, required=False, hint=hint)
    return TextField(context, label, required=False, hint=hint)


def _flags(context: Context) -> list[tuple[str, str]]:
    yes: Message = say("Yes")
    return [(_YES, context.text(yes))]


def put_option(field: Field, text: str) -> None:
    """Shows the value of an option as it is kept."""
    value: Cell = text or None
    if text and isinstance(field, DateField):
        value = date.fromisoformat(text)
    elif text and isinstance(field, NumberField):
        value = Decimal(text)
    field.set_value(value)


def option_text(value: Cell) -> str:
    """The value of an option as it is kept: text, whatever it is."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
