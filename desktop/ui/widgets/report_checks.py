"""The checks of a report before it goes out: what holds, what does not and where that leads, and what is waived."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.language import Message, say, say_many
from desktop.services.donor_reports import Cause, Check, CheckState, WaivedCheck
from desktop.ui.context import Context, Route
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import Ink, button, column, hairline, label, row
from desktop.ui.widgets.facts import Rail

_SHOWN_CAUSES = 8
_SIGNS: dict[CheckState, tuple[Icon, Ink]] = {
    CheckState.PASSED: (Icon.CHECK, "positive"),
    CheckState.FAILED: (Icon.ERROR, "negative"),
    CheckState.NOT_APPLICABLE: (Icon.INFORMATION, "muted"),
}
_REMARK: tuple[Icon, Ink] = (Icon.WARNING, "warning")
_WAIVED: tuple[Icon, Ink] = (Icon.WAIVED, "muted")


class ChecksRail(Rail):
    """The rail of checks. `explained` asks where a figure comes from, `told` for the explanation of a cause, `waived`
    to let a check go, `withdrawn` to take that back, `edited` for what is said of the report.
    """

    explained = Signal(str)
    told = Signal(object)
    waived = Signal(object)
    withdrawn = Signal(str)
    edited = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context, width=360)
        self.context = context

    def show_checks(self, checks: Sequence[Check], waivers: Sequence[WaivedCheck], *, editable: bool) -> None:
        """Shows the checks, the failed ones first; in a draft they can be explained and waived."""
        waived = {each.code: each for each in waivers}
        failed = [check for check in checks if check.state is CheckState.FAILED]
        others = [check for check in checks if check.state is not CheckState.FAILED]
        stopping = sum(check.stops and check.code not in waived for check in failed)
        parts: list[QWidget] = [_lead(self.context, stopping)] if editable else []
        for check in (*failed, *others):
            parts += [*([hairline()] if parts else []), self._check(check, waived, editable=editable)]
        self.show_parts(self.context.text(say("Checks")), parts, name=Icon.CHECKS)

    def _check(self, check: Check, waived: Mapping[str, WaivedCheck], *, editable: bool) -> QWidget:
        context, waiver = self.context, waived.get(check.code)
        sign, ink = _SIGNS[check.state]
        if check.state is CheckState.FAILED and not check.blocks:
            sign, ink = _REMARK
        if waiver is not None and check.state is CheckState.FAILED:
            sign, ink = _WAIVED
        picture = QLabel()
        picture.setPixmap(pixmap(sign, getattr(context.palette, ink), size=14))
        texts = column(spacing=2)
        style = TextStyle.STRONG if check.stops else TextStyle.BODY
        texts.addWidget(label(context.text(check.sentence), style, wraps=True))
        if check.state is not CheckState.PASSED:
            texts.addWidget(label(context.text(check.detail), TextStyle.SMALL, ink="secondary", wraps=True))
        if check.state is CheckState.FAILED:
            for cause in check.causes[:_SHOWN_CAUSES]:
                texts.addWidget(self._cause(cause, told=cause.sentence == check.detail, editable=editable))
            if len(check.causes) > _SHOWN_CAUSES:
                more = say("and {count} more", count=len(check.causes) - _SHOWN_CAUSES)
                texts.addWidget(label(context.text(more), TextStyle.SMALL, ink="muted"))
            texts.addLayout(row(*self._verbs(check, waiver, editable=editable), None))
        holder = QWidget()
        layout = row(picture, spacing=8)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        holder.setLayout(layout)
        return holder

    def _cause(self, cause: Cause, *, told: bool, editable: bool) -> QWidget:
        """What made a check fail: its words, unless they are `told` already, and what can be done about it."""
        context = self.context
        words = [] if told else [label(context.text(cause.sentence), TextStyle.SMALL, wraps=True)]
        verbs: list[QPushButton] = []
        if cause.figure:
            verbs.append(self._link(say("Show the figure"), partial(self.explained.emit, cause.figure)))
        elif cause.register == "donor_reports":
            verbs += [self._link(say("Edit"), self.edited.emit)] if editable else []
        elif cause.register and cause.record_ids:
            route = Route("record", cause.register, cause.record_ids[0])
            verbs.append(self._link(say("Open"), partial(context.go, route)))
        if editable and cause.explain:
            verbs.append(self._link(say("Explain…"), partial(self.told.emit, cause)))
        holder = QWidget()
        layout = column(*words, spacing=0)
        if verbs:
            layout.addLayout(row(*verbs, None, spacing=12))
        layout.setContentsMargins(0, 2, 0, 2)
        holder.setLayout(layout)
        return holder

    def _verbs(self, check: Check, waiver: WaivedCheck | None, *, editable: bool) -> list[QWidget]:
        if waiver is not None:
            told = say(
                "Waived by {who}, {day}: {reason}", who=waiver.waived_by, day=waiver.waived_on, reason=waiver.reason
            )
            words: list[QWidget] = [label(self.context.text(told), TextStyle.SMALL, ink="muted", wraps=True)]
            if editable:
                words.append(self._link(say("Withdraw"), partial(self.withdrawn.emit, check.code)))
            return words
        if editable and check.stops and check.waivable:
            return [self._link(say("Waive…"), partial(self.waived.emit, check))]
        return []

    def _link(self, name: Message, does: Callable[[], object]) -> QPushButton:
        return button(self.context.text(name), kind="link", palette=self.context.palette, small=True, on_click=does)


def _lead(context: Context, stopping: int) -> QWidget:
    if not stopping:
        return label(context.text(say("Nothing keeps this report from going out.")), ink="positive", wraps=True)
    sentence = say_many(
        "{count} check keeps this report from going out.",
        "{count} checks keep this report from going out.",
        count=stopping,
    )
    return label(context.text(sentence), ink="negative", wraps=True)
