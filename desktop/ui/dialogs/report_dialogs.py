"""What is asked about a report to a funder: what is said of it, why a figure is so, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.domain.progress import Progress
from desktop.domain.requirements import Requirement
from desktop.language import Message, say
from desktop.language.speech import NAMES
from desktop.services import donor_reports, reports
from desktop.services.donor_reports import Cause, Check, DonorReportPage
from desktop.services.offices import Outcome
from desktop.services.records import InvalidRecordError
from desktop.services.report_templates import TemplateInfo
from desktop.ui.context import Context
from desktop.ui.dialogs.dialog import Dialog
from desktop.ui.theme import TextStyle
from desktop.ui.widgets.basics import button, label
from desktop.ui.widgets.choice_fields import ChoiceField
from desktop.ui.widgets.fields import DateField, Field, FieldError, NoteField, TextField
from desktop.ui.widgets.report_choice import option_field, option_text, put_option

WIDTH = 560
_ACROSS = 2  # fields in a line
_WIDE = frozenset({"template_id", "note", "remarks"})


class ReasonDialog(Dialog):
    """Asks for a reason, and does something with it."""

    def __init__(
        self,
        context: Context,
        window: QWidget,
        *,
        title: Message,
        sentence: Message,
        about: Message,
        verb: Message,
        does: Callable[[str], Outcome],
        reason: str = "",
    ) -> None:
        super().__init__(context, window, context.text(title), width=WIDTH)
        self._does = does
        self._title = title
        self.body.addWidget(label(context.text(sentence), TextStyle.STRONG, wraps=True))
        self.body.addWidget(label(context.text(about), ink="secondary", wraps=True))
        self.reason = NoteField(context, say("Reason"), required=True)
        self.reason.set_value(reason or None)
        self.body.addWidget(self.reason)
        cancel = button(context.text(say("Cancel")), kind="ghost", palette=context.palette, on_click=self.cancel)
        self.add_foot([cancel, button(context.text(verb), kind="primary", palette=context.palette, on_click=self.save)])

    def save(self) -> None:
        """Does it, or says what the reason lacks."""
        reason, does = str(self.reason.value() or ""), self._does

        def work(_progress: Progress) -> Outcome:
            return does(reason)

        self.context.run(self, work, self._title, on_done=lambda _outcome: self.close_overlay(), on_error=self._fail)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, InvalidRecordError) and "reason" in error.fields:
            self.reason.set_trouble(error.fields["reason"])
            self.reason.setFocus()
        else:
            self.context.report(error)


def waive_dialog(context: Context, window: QWidget, report_id: int, check: Check) -> ReasonDialog:
    """Asks why a report goes out without a check."""
    office = context.office
    return ReasonDialog(
        context,
        window,
        title=say("Waive a check"),
        sentence=check.sentence,
        about=say("The report goes out without it. Who waived it, when and why is printed in the annex."),
        verb=say("Waive"),
        does=lambda reason: donor_reports.waive_check(office, report_id=report_id, code=check.code, reason=reason),
    )


def return_dialog(context: Context, window: QWidget, page: DonorReportPage) -> ReasonDialog:
    """Asks why the funder sent a report back."""
    office, head = context.office, page.head
    return ReasonDialog(
        context,
        window,
        title=say("The report came back"),
        sentence=say("Report {number} on {grant}", number=head.number, grant=head.grant),
        about=say("It stays as it was sent and no longer counts as reported. A new one takes its number."),
        verb=say("Note it as returned"),
        does=lambda reason: donor_reports.return_report(office, report_id=head.id, reason=reason, version=head.version),
    )


def explain_dialog(context: Context, window: QWidget, page: DonorReportPage, cause: Cause) -> ReasonDialog:
    """Asks for the explanation that a figure needs; it is printed with the report."""
    office, head = context.office, page.head

    def keep(reason: str) -> Outcome:
        explanations = {**head.explanations, cause.explain: reason}
        return donor_reports.edit_draft(
            office, report_id=head.id, version=head.version, values={"explanations": explanations}
        )

    return ReasonDialog(
        context,
        window,
        title=say("Explain a figure"),
        sentence=cause.sentence,
        about=say("The funder reads this beside the figure."),
        verb=say("Keep"),
        does=keep,
        reason=head.explanations.get(cause.explain, ""),
    )


class SentDialog(Dialog):
    """Asks on which day a report went out that was made elsewhere."""

    def __init__(self, context: Context, window: QWidget, owed: Requirement) -> None:
        super().__init__(context, window, context.text(say("Sent already")), about=owed.grant, width=WIDTH)
        self._owed = owed
        self.body.addWidget(label(context.text(owed.sentence), TextStyle.STRONG, wraps=True))
        about = say("It is noted as sent and no longer owed. Its figures were made elsewhere, so none are kept here.")
        self.body.addWidget(label(context.text(about), ink="secondary", wraps=True))
        self.day = DateField(context, say("Sent on"), required=True)
        self.day.set_value(min(owed.day, context.today))
        self.body.addWidget(self.day)
        cancel = button(context.text(say("Cancel")), kind="ghost", palette=context.palette, on_click=self.cancel)
        note = button(context.text(say("Note as sent")), kind="primary", palette=context.palette, on_click=self.save)
        self.add_foot([cancel, note])

    def save(self) -> None:
        """Notes it, or says what is wrong with the day."""
        try:
            day = self.day.value()
        except FieldError:
            self.day.check()
            return
        if not isinstance(day, date):
            self.day.check()
            return
        office, owed = self.context.office, self._owed
        request = reports.ReportRequest(owed.layout, owed.grant, owed.period, is_final=owed.due.final)

        def work(_progress: Progress) -> Outcome:
            return donor_reports.note_sent(office, request=request, on=day, requirement=owed.rule.note, due_on=owed.day)

        self.context.run(self, work, say("Noting"), on_done=lambda _outcome: self.close_overlay(), on_error=self._fail)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, InvalidRecordError):
            self.day.set_trouble(error.fields["on"])
        else:
            self.context.report(error)


class EditReportDialog(Dialog):
    """What is said of a draft: who prepared and certifies it, language, template, and the options of its layout."""

    def __init__(
        self, context: Context, window: QWidget, page: DonorReportPage, templates: Sequence[TemplateInfo]
    ) -> None:
        head = page.head
        title = say("Report {number} on {grant}", number=head.number, grant=head.grant)
        super().__init__(context, window, context.text(title), width=760)
        self._head = head
        self.people: dict[str, Field] = {
            "prepared_by": TextField(context, say("Prepared by"), required=False),
            "certified_by": TextField(context, say("Certified by"), required=False),
            "certified_title": TextField(context, say("Title of who certifies"), required=False),
            "language": ChoiceField(context, say("Language"), choices=list(NAMES.items()), required=True),
            "starts_on": DateField(context, say("First day"), required=True),
            "ends_on": DateField(context, say("Last day"), required=True),
            "template_id": _template_field(context, templates),
            "note": NoteField(context, say("Note"), required=False),
        }
        for name, field in self.people.items():
            value = getattr(head, name) or None
            field.set_value(str(value) if isinstance(value, int) else value)
        layout = reports.find_layout(head.layout)
        self.body.addLayout(_side_by_side(self.people))
        self._options = {option.key: option_field(context, option) for option in layout.options}
        for key, field in self._options.items():
            if key in head.details:
                put_option(field, head.details[key])
        if self._options:
            self.body.addWidget(label(context.text(layout.title), TextStyle.STRONG, ink="muted"))
            self.body.addLayout(_side_by_side(self._options))
        cancel = button(context.text(say("Cancel")), kind="ghost", palette=context.palette, on_click=self.cancel)
        save = button(context.text(say("Save")), kind="primary", palette=context.palette, on_click=self.save)
        self.add_foot([cancel, save])

    def save(self) -> None:
        """Keeps what was typed; says at a field what is wrong with it."""
        values = self._values()
        if values is None:
            return
        office, head = self.context.office, self._head
        self.context.run(
            self,
            lambda _progress: donor_reports.edit_draft(office, report_id=head.id, version=head.version, values=values),
            say("Saving"),
            on_done=lambda _outcome: self.close_overlay(),
            on_error=self._fail,
        )

    def _values(self) -> Mapping[str, Any] | None:
        try:
            values: dict[str, Any] = {name: field.value() for name, field in self.people.items()}
            details = {key: option_text(field.value()) for key, field in self._options.items()}
        except FieldError:
            for field in (*self.people.values(), *self._options.values()):
                field.check()
            return None
        template = values.pop("template_id")
        texts = {name: value if isinstance(value, date) else value or "" for name, value in values.items()}
        return {**texts, "template_id": int(template) if template else None, "details": details}

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, InvalidRecordError):
            self.context.report(error)
            return
        for name, trouble in error.fields.items():
            if name in self.people:
                self.people[name].set_trouble(trouble)


def _side_by_side(fields: Mapping[str, Field]) -> QGridLayout:
    """Fields two in a line; those for long texts take a line of their own."""
    grid, place = QGridLayout(), 0
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(14)
    for name, field in fields.items():
        across = _ACROSS if name in _WIDE else 1
        place += place % across
        grid.addWidget(field, *divmod(place, _ACROSS), 1, across, Qt.AlignmentFlag.AlignTop)
        place += across
    if place % _ACROSS:
        grid.addWidget(QWidget(), *divmod(place, _ACROSS))  # or one that stands alone would be wider than others
    for side in range(_ACROSS):
        grid.setColumnStretch(side, 1)
    return grid


def _template_field(context: Context, templates: Sequence[TemplateInfo]) -> ChoiceField:
    """The template that is filled besides, of those for the layout."""
    choices = [
        (str(each.id), context.text(say("{name}, version {number}", name=each.name, number=each.number)))
        for each in templates
    ]
    return ChoiceField(context, say("Template of the funder"), choices=choices, required=False)
