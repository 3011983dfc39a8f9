"""Beside a budget: how much money may still move, what changes, what is wrong and how it is mended, the request."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.budget_sheet import BudgetSheet, SheetLine, Sums
from desktop.domain.codes import CATEGORY_SHORT_NAMES, BudgetStatus
from desktop.domain.finding import Finding, Severity
from desktop.domain.flexibility import Gauge, shown_percent
from desktop.domain.money import Money
from desktop.language import Message, say
from desktop.ui.context import Context, Route
from desktop.ui.models.budget_columns import with_sign
from desktop.ui.models.budget_lines import unit_cost_for
from desktop.ui.models.budget_model import BudgetModel, RowKind
from desktop.ui.theme import Icon, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, button, clear, flush_right, hairline, label, row
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.gauge_bar import ChangeBar, GaugeBar

WIDTH = 268
_ROOM = WIDTH - 2 * 16 - 12  # beside its scroll bar
_GAUGES = 4  # beside the first; the fullest come first
_FINDINGS = 4
_BELOW_USED = "line_below_used"  # told from what is typed, before it is kept


class BudgetRail(QFrame):
    """`raise_wanted` carries a line and the unit cost at which it covers what was spent and committed."""

    raise_wanted = Signal(int, object)
    reason_wanted = Signal()

    def __init__(self, context: Context, model: BudgetModel) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setProperty("edge", "right" if context.language.right_to_left else "left")
        self.setFixedWidth(WIDTH)
        self._context = context
        self._per_cent = context.language.per_cent
        self._model = model
        body = QWidget()
        body.setObjectName("scrolled")
        self._parts = QVBoxLayout(body)
        self._parts.setContentsMargins(16, 12, 16, 16)
        self._parts.setSpacing(8)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        model.reworked.connect(self.refresh)

    def refresh(self) -> None:
        """Shows what holds now."""
        sheet = self._model.sheet
        if sheet is None:
            return
        clear(self._parts)
        self._add_gauges(sheet)
        self._add_changes()
        self._add_findings(sheet)
        if sheet.phases or sheet.grant_ends_on is not None:
            self._add_phases(sheet)
        if sheet.is_open or sheet.reason:
            self._add_request(sheet)
        self._parts.addStretch(1)

    def _text(self, message: Message) -> str:
        return self._context.text(message)

    # --- room to move money ------------------------------------------------------------------------------------------

    def _add_gauges(self, sheet: BudgetSheet) -> None:
        self._parts.addWidget(label(self._text(say("Room to move money")), TextStyle.STRONG))
        gauges = sorted(sheet.gauges, key=fullness, reverse=True)
        if not gauges:
            self._add_no_rule(sheet)
            return
        first, *others = gauges
        self._add_first(first)
        told = [gauge for gauge in others if gauge.exceeded or (gauge.moved and gauge.rule != first.rule)]
        for gauge in told[:_GAUGES]:  # what else moved within the same rule stands among the changes by category
            self._add_gauge(gauge)

    def _add_no_rule(self, sheet: BudgetSheet) -> None:
        if sheet.status in (BudgetStatus.APPROVED, BudgetStatus.SUPERSEDED):
            self._add_approval(sheet)
            return
        told = say("The rule book of this grant says nothing of moving money between lines.")
        self._parts.addWidget(label(self._text(told), ink="secondary", wraps=True))
        rules = Route("record", "grants", sheet.grant_id, tab="rules")
        self._parts.addWidget(self._link(say("Open the rule book"), lambda: self._context.go(rules)))

    def _add_approval(self, sheet: BudgetSheet) -> None:
        """When and by whom it was approved, and where one sees what may move."""
        if sheet.approved_on is not None and sheet.approved_by:
            approved = say("Approved on {day} by {name}.", day=sheet.approved_on, name=sheet.approved_by)
            self._parts.addWidget(label(self._text(approved), wraps=True))
        told = say("Drafts and scenarios show here how much money may still move.")
        self._parts.addWidget(label(self._text(told), ink="secondary", wraps=True))

    def _link(self, text: Message, does: Callable[[], object]) -> QWidget:
        made = button(self._text(text), kind="link", palette=self._context.palette, on_click=does)
        holder = QWidget()
        holder.setLayout(row(made, None))
        return holder

    def _add_first(self, gauge: Gauge) -> None:
        """The fullest gauge at length. In a language of long words its state stands below its figure."""
        parts: list[QWidget] = [label(self._text(gauge.label))]
        if gauge.used is not None and gauge.limit is not None:
            of = label(self._text(say("of {limit}", limit=self._per_cent(gauge.limit))), ink="secondary")
            of.setAlignment(of.alignment() & ~Qt.AlignmentFlag.AlignVertical_Mask | Qt.AlignmentFlag.AlignBottom)
            parts = [
                label(self._per_cent(shown_percent(gauge.used, gauge.limit)), TextStyle.FIGURE),
                of,
            ]
        chip = self._chip(gauge)
        fits = sum(part.sizeHint().width() + 6 for part in [*parts, chip]) <= _ROOM
        for line in (row(*parts, None, chip, spacing=6),) if fits else (row(*parts, None, spacing=6), row(chip, None)):
            holder = QWidget()
            holder.setLayout(line)
            self._parts.addWidget(holder)
        self._add_bar(gauge)
        self._add_amounts(gauge)
        self._parts.addWidget(label(self._text(gauge.sentence), TextStyle.SMALL, ink="secondary", wraps=True))

    def _chip(self, gauge: Gauge) -> Chip:
        palette = self._context.palette
        if gauge.exceeded:
            return Chip(self._text(say("Above the rule")), palette=palette, tone="warning", name=Icon.WARNING)
        return Chip(self._text(say("Within the rule")), palette=palette, tone="positive", name=Icon.CHECK)

    def _add_bar(self, gauge: Gauge) -> None:
        if gauge.used is not None and gauge.limit is not None:
            text = self._text(gauge.sentence)
            self._parts.addWidget(GaugeBar(gauge.used, gauge.limit, palette=self._context.palette, text=text))

    def _add_amounts(self, gauge: Gauge) -> None:
        number = self._context.language.number
        for name, money, style in (
            (say("Moved"), gauge.moved, TextStyle.BODY),
            (say("Still free"), gauge.still_free, TextStyle.STRONG),
        ):
            holder = QWidget()
            holder.setLayout(row(label(self._text(name), ink="secondary"), None, label(number(money.amount), style)))
            self._parts.addWidget(holder)

    def _add_gauge(self, gauge: Gauge) -> None:
        """Another gauge in two lines."""
        told = self._text(gauge.sentence)
        name = ElidedLabel(self._text(gauge.label), TextStyle.SMALL, ink="warning" if gauge.exceeded else "secondary")
        parts: list[QWidget] = [name]
        if gauge.exceeded:
            parts.insert(0, self._sign(Icon.WARNING, "warning"))
        if gauge.used is not None and gauge.limit is not None:
            used, limit = (
                self._per_cent(shown_percent(gauge.used, gauge.limit)),
                self._per_cent(gauge.limit),
            )
            parts.append(label(self._text(say("{used} of {limit}", used=used, limit=limit)), TextStyle.SMALL))
        else:
            parts.append(label(self._text(say("New")), TextStyle.SMALL))
        holder = QWidget()
        holder.setToolTip(told)
        layout = row(*parts, spacing=6)
        layout.setStretch(parts.index(name), 1)
        holder.setLayout(layout)
        self._parts.addWidget(holder)
        self._add_bar(gauge)

    def _sign(self, name: Icon, ink: str) -> QLabel:
        picture = QLabel()
        picture.setPixmap(pixmap(name, getattr(self._context.palette, ink), size=14))
        return picture

    # --- change by category ------------------------------------------------------------------------------------------

    def _add_changes(self) -> None:
        groups = [made for made in self._model.rows if made.kind is RowKind.HEADING and made.sums.change]
        if not groups:
            return
        self._part(say("Change by category"))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        shares = [made.sums.change_percent or Decimal(100) for made in groups]
        widest = max(abs(share) for share in shares)
        for line, (made, share) in enumerate(zip(groups, shares, strict=True)):
            name = CATEGORY_SHORT_NAMES[made.category] if made.category is not None else say("Without a category")
            shown = ElidedLabel(self._text(name), TextStyle.SMALL)
            shown.setMinimumWidth(88)
            grid.addWidget(shown, line, 0)
            grid.addWidget(ChangeBar(share, widest, palette=self._context.palette), line, 1)
            grid.addWidget(label(self._change(made.sums), TextStyle.SMALL), line, 2, flush_right())
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self._parts.addWidget(holder)

    def _change(self, sums: Sums) -> str:
        language, percent = self._context.language, sums.change_percent
        if percent is None:
            return self._text(say("New"))
        return with_sign(language.number(percent, decimals=1), percent, language, percent_sign=True)

    def _part(self, title: Message) -> None:
        self._parts.addSpacing(2)
        self._parts.addWidget(hairline())
        self._parts.addWidget(label(self._text(title), TextStyle.STRONG))

    # --- what is wrong -----------------------------------------------------------------------------------------------

    def _add_findings(self, sheet: BudgetSheet) -> None:
        short = [line for line in self._model.lines if line.left_after < 0 and not line.is_removed]
        below = short if self._model.is_editable else []
        told = max(sheet.gauges, key=fullness).sentence if sheet.gauges else None
        others = [finding for finding in sheet.findings if finding.code != _BELOW_USED and finding.sentence != told]
        for line in below[:_FINDINGS]:
            self._add_below(sheet, line)
        for finding in others[: max(0, _FINDINGS - len(below))]:
            self._add_finding(finding)

    def _add_below(self, sheet: BudgetSheet, line: SheetLine) -> None:
        """A line that gives less than was spent and committed, and the way to mend it."""
        sentence = say(
            "{line} {name} would end {amount} below what is already spent and committed.",
            line=line.code,
            name=line.description,
            amount=Money(-line.left_after, sheet.currency),
        )
        cost = unit_cost_for(line.values.inputs, line.used)
        ways: list[QWidget] = []
        if cost is not None and self._model.can_type(line):
            fix = say("Raise to {amount}", amount=Money(line.used, sheet.currency))
            ways.append(self._link(fix, lambda: self.raise_wanted.emit(line.id, cost)))
        self._band("warning", Icon.WARNING, self._text(sentence), ways)

    def _add_finding(self, finding: Finding) -> None:
        tone = "negative" if finding.severity is Severity.ERROR else "warning"
        icon = Icon.ERROR if finding.severity is Severity.ERROR else Icon.WARNING
        fix = label(self._text(finding.fix), TextStyle.SMALL, ink="secondary", wraps=True)
        self._band(tone, icon, self._text(finding.sentence), [fix])

    def _band(self, tone: str, name: Icon, text: str, ways: list[QWidget]) -> None:
        band = QFrame()
        band.setObjectName("band")
        band.setProperty("tone", tone)
        inside = QVBoxLayout()
        inside.setSpacing(2)
        inside.addWidget(label(text, TextStyle.SMALL, wraps=True))
        for way in ways:
            inside.addWidget(way)
        layout = row(spacing=8)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(self._sign(name, tone), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(inside, 1)
        band.setLayout(layout)
        self._parts.addWidget(band)

    # --- in time -----------------------------------------------------------------------------------------------------

    def _add_phases(self, sheet: BudgetSheet) -> None:
        """Until when the grant is tried to run, and what falls into each quarter or year."""
        self._part(say("In time"))
        if sheet.grant_ends_on is not None:
            tried = say("The grant is tried until {day}.", day=sheet.grant_ends_on)
            self._parts.addWidget(label(self._text(tried), TextStyle.SMALL, ink="secondary", wraps=True))
        for phase in sheet.phases:
            name = label(self._text(say("from {day}", day=phase.starts_on)), TextStyle.SMALL, ink="secondary")
            amount = self._context.language.number(Money(phase.amount, sheet.currency).amount)
            holder = QWidget()
            holder.setLayout(row(name, None, label(amount, TextStyle.SMALL)))
            self._parts.addWidget(holder)

    # --- the request -------------------------------------------------------------------------------------------------

    def _add_request(self, sheet: BudgetSheet) -> None:
        self._part(say("Request so far") if sheet.is_open else say("Reason"))
        if sheet.reason:
            self._parts.addWidget(label(self._text(say("“{text}”", text=sheet.reason)), ink="secondary", wraps=True))
        elif sheet.is_open:
            told = say("Say why the money has to move; the letter to the funder begins with it.")
            self._parts.addWidget(label(self._text(told), TextStyle.SMALL, ink="muted", wraps=True))
        if sheet.is_open:
            wanted = say("Change the reason") if sheet.reason else say("Write the reason")
            self._parts.addWidget(self._link(wanted, self.reason_wanted.emit))


def fullness(gauge: Gauge) -> tuple[bool, Decimal]:
    """How near a gauge is to its limit; those beyond it come first."""
    if gauge.used is None or not gauge.limit:
        return gauge.exceeded, Decimal(1 if gauge.exceeded else 0)
    return gauge.exceeded, gauge.used / gauge.limit
