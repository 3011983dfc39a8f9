"""A donor statement on the screen: every figure can be pressed and says where it comes from."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.period import months_before, next_month
from desktop.language import Message, UserError, say
from desktop.reports.report import (
    Figure,
    Proof,
    Report,
    ReportRow,
    ReportTable,
    RowStyle,
)
from desktop.services import records, reports
from desktop.services.offices import Office
from desktop.services.records import Choice
from desktop.services.reports import Origin
from desktop.ui.context import Context, Route
from desktop.ui.pages.page import Crumb, Page, page_head
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import (
    ElidedLabel,
    Ink,
    button,
    clear,
    column,
    flush_right,
    hairline,
    label,
    margins,
    row,
    start_side,
)
from desktop.ui.widgets.choice_fields import OFFERED, LookupField
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.facts import Rail
from desktop.ui.widgets.fields import DateField, FieldError
from desktop.ui.widgets.focus import focused_in
from desktop.ui.widgets.report_figures import figure_text, origin_parts

Question: TypeAlias = tuple[str, date, date]


def _statement(office: Office, grant: str, first: date, last: date) -> Report:
    return reports.make_report(office, reports.request_of("statement", grant=grant, first=first, last=last))


class StatementPage(Page):
    """Chooses grant and period, shows the statement, writes it to Excel."""

    depends_on = frozenset({"ledger_entry", "budget", "budget_line", "grant"})

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.report: Report | None = None
        self._question: Question | None = None
        self._buttons: dict[str, QPushButton] = {}
        self.grant = LookupField(context, say("Grant"), register="grants", required=True)
        self.first = DateField(context, say("First day"), required=True)
        self.last = DateField(context, say("Last day"), required=True)
        self.rail = Rail(context, width=360)
        self.rail.hide()
        self.rail.closed.connect(self._close_rail)
        self._lay_out()
        self._preset_period()
        for field in (self.grant, self.first, self.last):
            field.left.connect(self._ask)
        QShortcut(QKeySequence("F7"), self, self._explain_focused)

    def _lay_out(self) -> None:
        palette = self.context.palette
        self.export_button = button(
            self.text(say("To Excel")),
            kind="primary",
            palette=palette,
            name=Icon.EXCEL,
            shortcut="Ctrl+Shift+E",
            on_click=self.export,
        )
        self.export_button.setEnabled(False)
        head, _title = page_head(self.text(say("Financial statement")), [self.export_button])
        self.grant.setMinimumWidth(320)
        for field in (self.first, self.last):
            field.setMinimumWidth(178)
        form = row(self.grant, self.first, self.last, None, spacing=12)
        form.setStretch(0, 2)
        form.setStretch(1, 1)
        form.setStretch(2, 1)
        form.setContentsMargins(margins(20, 10, 16, 12))
        self._sheet = QVBoxLayout()
        self._sheet.setContentsMargins(20, 12, 20, 20)
        self._sheet.setSpacing(0)
        holder = QWidget()
        holder.setObjectName("scrolled")
        holder.setLayout(self._sheet)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(head)
        left.addLayout(form)
        left.addWidget(hairline())
        left.addWidget(scroll, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        layout.addWidget(self.rail)

    def _preset_period(self) -> None:
        """The last quarter that is over."""
        today = self.context.today
        start = months_before(today.replace(day=1), 3 + (today.month - 1) % 3)
        end = next_month(next_month(next_month(start)))
        self.first.set_value(start)
        self.last.set_value(date.fromordinal(end.toordinal() - 1))

    def memory(self) -> tuple[object, ...]:
        """Grant and period, as far as they can be read."""
        try:
            days = self.first.value(), self.last.value()
        except FieldError:
            days = None, None
        return self.grant.chosen, *days

    def recall(self, memory: object) -> None:
        """The same grant and period."""
        match memory:
            case (Choice() as grant, first, last):
                self.grant.add_known(grant)
                self.grant.set_value(grant.id)
                if isinstance(first, date) and isinstance(last, date):
                    self.first.set_value(first)
                    self.last.set_value(last)

    def crumbs(self) -> list[Crumb]:
        """Reports, then the grant."""
        name = self.report.fact("grant") if self.report else self.text(say("Financial statement"))
        return [(self.text(say("Reports")), None), (str(name), None)]

    def refresh(self) -> None:
        """Offers the grants, and makes the report anew."""
        self.grant.refresh()
        if self.grant.chosen is not None or not self.route.key:
            self.make()
            return
        office, key = self.context.office, self.route.key

        def work() -> Choice | None:
            found = records.choices(office, "grants", search=key, limit=OFFERED)
            return next((grant for grant in found if grant.code == key), None)

        self.context.read(self, work, self._preset_grant)

    def _preset_grant(self, grant: Choice | None) -> None:
        """The grant that the way here names, unless another one was chosen meanwhile."""
        if grant is not None and self.grant.chosen is None:
            self.grant.add_known(grant)
            self.grant.set_value(grant.id)
        self.make()

    def _asked(self) -> Question | None:
        """The grant and the days that are asked for, None while something lacks."""
        try:
            self.grant.value()
            first, last = self.first.value(), self.last.value()
        except FieldError:
            return None
        grant = self.grant.chosen
        return (grant.code, first, last) if grant and isinstance(first, date) and isinstance(last, date) else None

    def _ask(self) -> None:
        """Makes the statement when another one is asked for than the one that is shown, or under way."""
        if self._asked() != self._question:
            self.make()

    def make(self) -> None:
        """Makes the statement of what is chosen. What was shown goes at once: it is not what is asked for now."""
        self._question = question = self._asked()
        self._let_go()
        for field in (self.grant, self.first, self.last):
            field.check()
        if question is None:
            self._show_nothing()
            return
        office = self.context.office
        reference, first, last = question

        def arrived(report: Report) -> None:
            if question == self._question:
                self._show(report)

        def refused(error: BaseException) -> None:
            if question == self._question:
                self._refused(error)

        work = partial(_statement, office, reference, first, last)
        self.context.tasks.read(self, work, arrived, refused, patient=True)

    def _let_go(self) -> None:
        """Lets go of the statement that is shown."""
        self.report = None
        self._close_rail()
        self._buttons = {}
        clear(self._sheet)
        self.export_button.setEnabled(False)
        self.crumbs_changed.emit()

    def _refused(self, error: BaseException) -> None:
        self._let_go()
        if isinstance(error, UserError):
            self.last.set_trouble(error.title)
        else:
            self.context.report(error)

    def _show_nothing(self) -> None:
        if self.grant.box.currentText():
            return  # the field that cannot be read says so
        title, about = say("No grant chosen yet"), say("Choose a grant and a period; the statement appears at once.")
        self._sheet.addWidget(EmptyState(self.text(title), self.text(about), [], palette=self.context.palette))

    # --- the sheet ---------------------------------------------------------------------------------------------------

    def _show(self, report: Report) -> None:
        self._let_go()
        self.report = report
        self._sheet.addWidget(self._facts(report))
        self._sheet.addSpacing(12)
        for table in report.tables:
            self._sheet.addWidget(self._table(report, table))
            self._sheet.addSpacing(16)
        self._sheet.addWidget(self._proof(report))
        self._sheet.addSpacing(12)
        for note in report.notes:
            self._sheet.addWidget(label(self.text(note), TextStyle.SMALL, ink="muted", wraps=True))
        self._sheet.addStretch(1)
        self.export_button.setEnabled(True)
        self.crumbs_changed.emit()

    def _facts(self, report: Report) -> QWidget:
        holder = QWidget()
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(20)
        for fact in report.facts[1:5]:
            value, name = fact.value or "", fact.label
            text = self.context.language.value(value)
            shown = label(text) if isinstance(value, Message) else ElidedLabel(text)  # a period is never cut
            layout.addLayout(column(label(self.text(name), TextStyle.CAPTION, ink="muted"), shown), 1)
        return holder

    def _table(self, report: Report, table: ReportTable) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(0)
        names = label(self.text(table.heading), TextStyle.SMALL, ink="muted")
        names.setAlignment(start_side() | Qt.AlignmentFlag.AlignBottom)
        names.setContentsMargins(0, 0, 0, 4)
        grid.addWidget(names, 0, 0, 1, 2)
        grid.setColumnStretch(1, 3)
        for place, heading in enumerate(table.columns, start=2):
            shown = label(self.context.language.value(heading.label), TextStyle.SMALL, ink="muted", wraps=True)
            shown.setAlignment(flush_right(Qt.AlignmentFlag.AlignBottom))
            shown.setContentsMargins(8, 0, 8, 4)
            grid.addWidget(shown, 0, place)
            grid.setColumnStretch(place, 1)
        line = 1
        for report_row in table.rows:
            strong = report_row.style is not RowStyle.LINE
            grid.addWidget(hairline(strong=strong), line, 0, 1, len(table.columns) + 2)
            self._row(grid, line + 1, report, report_row)
            line += 2
        return holder

    def _row(self, grid: QGridLayout, line: int, report: Report, report_row: ReportRow) -> None:
        strong = report_row.style is not RowStyle.LINE
        number = label(report_row.number, TextStyle.CAPTION, ink="muted")
        number.setFixedWidth(18)
        grid.addWidget(number, line, 0)
        name = label(
            self.context.language.value(report_row.label), TextStyle.STRONG if strong else TextStyle.BODY, wraps=True
        )
        name.setMinimumHeight(24)
        grid.addWidget(name, line, 1)
        for place, figure in enumerate(report_row.figures, start=2):
            made = self._figure_button(report, figure, strong=strong)
            grid.addWidget(made, line, place, flush_right())

    def _figure_button(self, report: Report, figure: Figure, *, strong: bool) -> QPushButton:
        text = figure_text(self.context, report, figure)
        made = button(text, kind="figure", palette=self.context.palette, on_click=lambda: self.explain(figure.key))
        made.setProperty("negative", "true" if figure.value is not None and figure.value < 0 else "")
        made.setProperty("strong", "true" if strong else "")
        made.setProperty("figure", figure.key)
        self._buttons[figure.key] = made
        return made

    def _proof(self, report: Report) -> QWidget:
        palette = self.context.palette
        card = QFrame()
        card.setObjectName("card")
        picture = QLabel()
        picture.setPixmap(pixmap(Icon.PROOF, palette.positive if report.is_proved else palette.negative))
        state = say("All differences are zero.") if report.is_proved else say("Not all differences are zero.")
        ink: Ink = "positive" if report.is_proved else "negative"
        layout = column(spacing=6)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addLayout(
            row(picture, label(self.text(say("Proof")), TextStyle.STRONG), None, label(self.text(state), ink=ink))
        )
        for proof in report.proofs:
            layout.addLayout(self._proof_row(report, proof))
        card.setLayout(layout)
        return card

    def _proof_row(self, report: Report, proof: Proof) -> QHBoxLayout:
        palette = self.context.palette
        sign = QLabel()
        sign.setPixmap(
            pixmap(
                Icon.CHECK if proof.holds else Icon.ERROR,
                palette.positive if proof.holds else palette.negative,
                size=14,
            )
        )
        difference = figure_text(self.context, report, proof.difference)
        return row(
            sign,
            label(self.text(proof.label)),
            None,
            label(figure_text(self.context, report, proof.one), ink="muted"),
            12,
            label(figure_text(self.context, report, proof.other), ink="muted"),
            12,
            label(difference, TextStyle.STRONG, ink="" if proof.holds else "negative"),
        )

    # --- where a figure comes from -----------------------------------------------------------------------------------

    def _explain_focused(self) -> None:
        focused = focused_in(self)
        key = focused.property("figure") if focused is not None else None
        if key:
            self.explain(str(key))

    def explain(self, key: str) -> None:
        """Shows the formula of a figure, its parts, and the entries behind it. The figure stays marked meanwhile."""
        if self.report is None:
            return
        report, office = self.report, self.context.office
        self._mark(key)
        self.context.read(self, lambda: reports.entries_behind(office, report, key), partial(self._explain, report))

    def _explain(self, report: Report, origin: Origin) -> None:
        if report is not self.report:
            return
        parts = origin_parts(self.context, report, report.figure(origin.key), origin)
        self.rail.show_parts(self.text(say("Where does this figure come from?")), parts, name=Icon.INFORMATION)
        self.rail.show()

    def _close_rail(self) -> None:
        self.rail.hide()
        self._mark("")

    def _mark(self, key: str) -> None:
        for other, made in self._buttons.items():
            made.setProperty("asked", "true" if other == key else "")
            made.style().unpolish(made)
            made.style().polish(made)

    # --- out ---------------------------------------------------------------------------------------------------------

    def export(self, path: str = "") -> None:
        """Writes the statement to an Excel file the user chooses."""
        report, language = self.report, self.context.language
        if report is None:
            return
        name = f"{report.fact('grant')} {report.period.last.isoformat()}.xlsx"
        office = self.context.office
        self.write_workbook(path, name, lambda target: reports.write_report(office, report, target, language=language))
