"""A report as a sheet: what it is about, its tables, the proof, and what its figures count."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.language import Message, say
from desktop.reports.report import Fact, Figure, Proof, Report, ReportTable
from desktop.ui.context import Context
from desktop.ui.models.report_model import ReportTableModel, figure_text
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, Ink, column, label, row
from desktop.ui.widgets.report_table import ReportTableView

# Of a report without boxes: the rest stands in the head.
_HEADED = ("title", "funder", "recipient", "period", "persons", "deployments", "countries")
_BOXES_ACROSS = 4


class ReportSheet(QWidget):
    """Shows a report; `explained` carries the key of a figure that someone asks about."""

    explained = Signal(str)

    def __init__(self, context: Context, report: Report) -> None:
        super().__init__()
        self.context = context
        self.report = report
        self.marked = ""
        self.tables: list[ReportTableView] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._facts())
        for table in report.tables:
            layout.addSpacing(14)
            heading = self._heading(table)
            if len(report.tables) > 1:
                layout.addWidget(label(heading, TextStyle.STRONG))
            model = ReportTableModel(report, table, context.language)
            view = ReportTableView(model, palette=context.palette, name=heading)
            view.explained.connect(self.explained)
            self.tables.append(view)
            layout.addWidget(view)
        layout.addSpacing(16)
        if report.proofs:
            layout.addWidget(self._proof())
            layout.addSpacing(12)
        for note in report.notes:
            layout.addWidget(label(context.text(note), TextStyle.SMALL, ink="muted", wraps=True))
        layout.addStretch(1)

    def _heading(self, table: ReportTable) -> str:
        """The title of a table, with its currency where that is another one and the title does not name it."""
        title, currency = self.context.text(table.title), table.currency
        return title if currency in ("", self.report.currency) or currency in title else f"{title}, {currency}"

    def mark(self, key: str) -> None:
        """Marks a figure; none with an empty key."""
        self.marked = key
        for table in self.tables:
            table.mark(key)

    def leave(self) -> None:
        """Marks no figure any more; the keyboard is on the one that was marked."""
        for table in self.tables:
            if table.asked is not None:
                table.setFocus()
                table.go_to(*table.asked)
        self.mark("")

    # --- what it is about --------------------------------------------------------------------------------------------

    def _facts(self) -> QWidget:
        boxed = [fact for fact in self.report.facts if fact.box]
        if boxed:
            return self._boxes(boxed)
        holder = QWidget()
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(20)
        for fact in self.report.facts:
            if fact.key in _HEADED and fact.value is not None:
                text = self.context.language.value(fact.value)
                shown = label(text) if isinstance(fact.value, Message) else ElidedLabel(text)  # a period is never cut
                name = label(self.context.text(fact.label), TextStyle.CAPTION, ink="muted")
                layout.addLayout(column(name, shown), 1)
        return holder

    def _boxes(self, facts: list[Fact]) -> QWidget:
        """Facts in the numbered boxes of the funder's form; empty ones at its end are left out."""
        filled = [place for place, fact in enumerate(facts) if fact.value not in (None, "")]
        facts = facts[: max(filled, default=-1) + 1]
        holder = QFrame()
        holder.setObjectName("boxes")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for place, fact in enumerate(facts):
            name = self.context.language.text(say("{box} {name}", box=fact.box, name=fact.label))
            text = "" if fact.value is None else self.context.language.value(fact.value)
            box = QFrame()
            box.setObjectName("box")
            inside = column(label(name, TextStyle.CAPTION, ink="muted", wraps=True), ElidedLabel(text), None, spacing=1)
            inside.setContentsMargins(8, 4, 8, 5)
            box.setLayout(inside)
            line, side = divmod(place, _BOXES_ACROSS)
            rest = _BOXES_ACROSS - side if place == len(facts) - 1 else 1
            grid.addWidget(box, line, side, 1, rest)
        for side in range(_BOXES_ACROSS):
            grid.setColumnStretch(side, 1)
        return holder

    # --- proof -------------------------------------------------------------------------------------------------------

    def _proof(self) -> QWidget:
        context, report = self.context, self.report
        palette = context.palette
        card = QFrame()
        card.setObjectName("card")
        picture = QLabel()
        picture.setPixmap(pixmap(Icon.PROOF, palette.positive if report.is_proved else palette.negative))
        state = say("All differences are zero.") if report.is_proved else say("Not all differences are zero.")
        ink: Ink = "positive" if report.is_proved else "negative"
        layout = column(spacing=6)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addLayout(
            row(picture, label(context.text(say("Proof")), TextStyle.STRONG), None, label(context.text(state), ink=ink))
        )
        for proof in report.proofs:
            layout.addLayout(self._proof_row(proof))
        card.setLayout(layout)
        return card

    def _proof_row(self, proof: Proof) -> QHBoxLayout:
        palette = self.context.palette
        sign = QLabel()
        colour = palette.positive if proof.holds else palette.negative
        sign.setPixmap(pixmap(Icon.CHECK if proof.holds else Icon.ERROR, colour, size=14))
        return row(
            sign,
            label(self.context.text(proof.label)),
            None,
            label(self._shown(proof.one), ink="muted"),
            12,
            label(self._shown(proof.other), ink="muted"),
            12,
            label(self._shown(proof.difference), TextStyle.STRONG, ink="" if proof.holds else "negative"),
        )

    def _shown(self, figure: Figure) -> str:
        return figure_text(self.context.language, figure, self.report.currency_of(figure.key))
