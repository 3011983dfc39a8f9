"""Extracts of the ERP beside the ledger: what agrees, what lacks where, what differs, and what is still committed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.progress import Progress
from desktop.language import Message, UserError, say
from desktop.services import reconciliation, records
from desktop.services.imports.preview import Preview
from desktop.services.reconciliation import GROUP_NAMES, Group, LedgerReconciliation, Scope
from desktop.services.records import Choice
from desktop.ui.context import Context, Route
from desktop.ui.models.reconciliation_models import OPEN, AgesModel, LinesModel, SumsModel
from desktop.ui.pages.page import Crumb, Page, page_head
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import ElidedLabel, button, clear, column, hairline, label, margins, row
from desktop.ui.widgets.choice_fields import OFFERED, LookupField
from desktop.ui.widgets.empty_state import EmptyState, Way
from desktop.ui.widgets.fields import DateField, FieldError
from desktop.ui.widgets.focus import focus_first
from desktop.ui.widgets.grid_view import HEAD, ROW, GridView
from desktop.ui.widgets.segments import segments

_DOCUMENT = 1  # the column that opens an entry by a click
_SUMS_SHOWN = 7  # rows of sums; more of them scroll


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: these files, of a grant or of all, between two days or in their own time."""

    paths: tuple[str, ...]
    scope: Scope


class ReconciliationPage(Page):
    """Chooses files, grant and period; shows sums and groups; writes them to Excel."""

    depends_on = frozenset({"ledger_entry", "grant"})
    wants_room = True

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self.found: LedgerReconciliation | None = None
        self.paths: tuple[str, ...] = route.paths
        self._wanted = route.key  # the reference of the grant that is chosen at first
        self._question: Question | None = None
        self._previews: tuple[Preview, ...] = ()
        self._which: str = Group.DIFFERS
        self.grant = LookupField(
            context, say("Grant"), register="grants", required=False, hint=say("Every grant of the files")
        )
        self.first = DateField(context, say("First day"), required=False, hint=say("The first day in the files"))
        self.last = DateField(context, say("Last day"), required=False, hint=say("The last day in the files"))
        self.sums_model, self.ages_model = SumsModel(context.language, self), AgesModel(context.language, self)
        self.lines_model = LinesModel(context.language, self)
        self.sums, self.ages = (self._grid(model) for model in (self.sums_model, self.ages_model))
        self.lines = self._grid(self.lines_model)
        self.lines.clicked.connect(self._clicked)
        self.lines.activated.connect(lambda index: self._open(index.row()))
        self._lay_out()
        for field in (self.grant, self.first, self.last):
            field.left.connect(self._ask)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is on the page at once."""
        super().showEvent(event)
        focus_first(self)

    # --- making ------------------------------------------------------------------------------------------------------

    def _grid(self, model: SumsModel | AgesModel | LinesModel) -> GridView:
        view = GridView(palette=self.context.palette)
        view.setModel(model)
        model.modelReset.connect(view.fit)
        return view

    def _lay_out(self) -> None:
        names = (
            (self.sums, say("Sums")),
            (self.ages, say("Open commitments by age")),
            (self.lines, say("Entries of the group")),
        )
        for view, name in names:
            view.setAccessibleName(self.text(name))
        self.sums.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ages.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._told, self._tabs, self._empty = QVBoxLayout(), QHBoxLayout(), QVBoxLayout()
        self._told.setContentsMargins(margins(20, 12, 16, 10))
        self._tabs.setContentsMargins(margins(20, 12, 16, 8))
        self._shown = QWidget()
        inside = column(spacing=0)
        inside.addLayout(self._told)
        inside.addWidget(self.sums)
        inside.addWidget(self.ages)
        inside.addLayout(self._tabs)
        inside.addWidget(self.lines, 1)
        self._shown.setLayout(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addLayout(self._form())
        layout.addWidget(hairline())
        layout.addWidget(self._shown, 1)
        layout.addLayout(self._empty, 1)

    def _head(self) -> QWidget:
        text, palette = self.text, self.context.palette
        self.choose_button = button(
            text(say("Choose the files")), palette=palette, name=Icon.FOLDER, small=True, on_click=self.choose
        )
        self.export_button = button(
            text(say("To Excel")),
            kind="primary",
            palette=palette,
            name=Icon.EXCEL,
            small=True,
            shortcut="Ctrl+Shift+E",
            on_click=self.export,
        )
        head, _title = page_head(text(say("Reconciliation")), [self.choose_button, self.export_button])
        return head

    def _form(self) -> QHBoxLayout:
        self._files = ElidedLabel("", TextStyle.STRONG)
        files = column(label(self.text(say("Extracts")), TextStyle.SMALL, ink="muted"), self._files, None, spacing=6)
        form = row(spacing=12)
        form.addLayout(files, 2)
        form.addWidget(self.grant, 2)
        form.addWidget(self.first, 1)
        form.addWidget(self.last, 1)
        form.setContentsMargins(margins(20, 10, 16, 12))
        return form

    def crumbs(self) -> list[Crumb]:
        """Data, imports, the reconciliation."""
        imports = self.text(say("Imports")), Route("register", "imports")
        return [(self.text(say("Data")), None), imports, (self.text(say("Reconciliation")), None)]

    def memory(self) -> object:
        """What is asked for, and the group that is shown."""
        return self._asked(), self._which

    def recall(self, memory: object) -> None:
        """The same files, grant and days."""
        match memory:
            case (Question() as asked, str() as which):
                self.paths, self._which, self._wanted = asked.paths, which, asked.scope.grant
                self.first.set_value(asked.scope.first)
                self.last.set_value(asked.scope.last)

    # --- asking ------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Offers the grants, and compares anew: what the files would do may be otherwise now."""
        self.grant.refresh()
        self._previews = ()
        if not self._wanted or self.grant.chosen is not None:
            self.make()
            return
        office, wanted = self.context.office, self._wanted

        def work() -> Choice | None:
            found = records.choices(office, "grants", search=wanted, limit=OFFERED)
            return next((grant for grant in found if grant.code == wanted), None)

        self.context.read(self, work, self._preset_grant)

    def _preset_grant(self, grant: Choice | None) -> None:
        """The grant that the way here names, unless another one was chosen meanwhile."""
        self._wanted = ""
        if grant is not None and self.grant.chosen is None:
            self.grant.add_known(grant)
            self.grant.set_value(grant.id)
        self.make()

    def choose(self) -> None:
        """Asks for the extracts."""
        chosen, _kind = QFileDialog.getOpenFileNames(self, self.text(say("Choose the files")))
        if chosen:
            self.compare(tuple(chosen))

    def compare(self, paths: tuple[str, ...]) -> None:
        """Compares these files."""
        self.paths = paths
        self._previews = ()
        self.make()

    def _asked(self) -> Question | None:
        """What is asked for; None while a field cannot be read."""
        try:
            self.grant.value()
            first, last = self.first.value(), self.last.value()
        except FieldError:
            return None
        chosen = self.grant.chosen
        return Question(self.paths, Scope(chosen.code if chosen else "", first, last))

    def _ask(self) -> None:
        if self._asked() != self._question:
            self.make()

    def make(self) -> None:
        """Compares what is chosen. What was shown goes at once: it is not what is asked for now."""
        before, self._question = self._question, self._asked()
        for field in (self.grant, self.first, self.last):
            field.check()
        question = self._question
        if question is None or not question.paths:
            self._show_none(say("No extract chosen yet"), _HOW)
            return
        self._files.setText(", ".join(Path(path).name for path in question.paths))
        if before is not None and before.scope.grant != question.scope.grant:
            self._previews = ()  # rows without a grant go to another one now
        self._read(question)

    def _read(self, question: Question) -> None:
        office, known = self.context.office, self._previews

        def work(progress: Progress) -> tuple[tuple[Preview, ...], LedgerReconciliation]:
            paths = [Path(path) for path in question.paths]
            grant = question.scope.grant
            previews = known or reconciliation.read_extracts(office, paths, grant=grant, progress=progress)
            return previews, reconciliation.reconcile_ledger(office, previews, scope=question.scope)

        def arrived(result: tuple[tuple[Preview, ...], LedgerReconciliation]) -> None:
            if question == self._question:
                self._previews, found = result
                self._show(found)

        def refused(error: BaseException) -> None:
            if question == self._question:
                self._refused(error)

        self.context.tasks.run(self, work, arrived, refused, say("Comparing with the ledger"))

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._show_none(error.title, error.remedy)
        else:
            self._show_none(say("Nothing was compared."), _HOW)
            self.context.report(error)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def _show_none(self, title: Message, about: Message) -> None:
        self.found = None
        self.export_button.setEnabled(False)
        self._shown.hide()
        clear(self._empty)
        texts = say("Choose the files"), say("One extract, or one for each month: they are read, nothing is imported")
        way = Way(self.text(texts[0]), self.text(texts[1]), Icon.FOLDER, self.choose)
        self._empty.addWidget(EmptyState(self.text(title), self.text(about), [way], palette=self.context.palette))

    def _show(self, found: LedgerReconciliation) -> None:
        self.found = found
        clear(self._empty)
        clear(self._told)
        self._shown.show()
        self.export_button.setEnabled(True)
        self._told.addWidget(label(self.text(found.sentence), TextStyle.LEAD, ink="secondary", wraps=True))
        period = say("From {first} to {last}.", first=found.period.start, last=found.period.last)
        notes = self.context.language.join((period, *found.notes))
        self._told.addWidget(label(notes, TextStyle.SMALL, ink="muted", wraps=True))
        self.sums_model.show(found)
        self.ages_model.show(found.aged())
        for view, model in ((self.sums, self.sums_model), (self.ages, self.ages_model)):
            view.setFixedHeight(HEAD + ROW * min(max(model.rowCount(), 1), _SUMS_SHOWN) + 2)
        if self._which != OPEN and not found.found.count(Group(self._which)):
            self._which = next((group for group in _MOST_WANTED if found.found.count(group)), Group.DIFFERS)
        self._show_tabs(found)
        self.show_group(self._which)

    def _show_tabs(self, found: LedgerReconciliation) -> None:
        clear(self._tabs)
        value = self.context.language.value
        names: list[tuple[str, str]] = [
            (group, f"{self.text(GROUP_NAMES[group])} {value(found.found.count(group))}") for group in Group
        ]
        names.append((OPEN, f"{self.text(say('Open commitments'))} {value(len(found.commitments))}"))
        right_to_left = self.context.language.right_to_left
        self._tab_row = segments(
            names, self._which, self.show_group, palette=self.context.palette, right_to_left=right_to_left
        )
        self._tabs.addWidget(self._tab_row)

    def show_group(self, which: str) -> None:
        """Shows the entries of a group, or the open commitments with their age."""
        if self.found is None:
            return
        self._which = which
        buttons = self._tab_row.findChildren(QPushButton)
        buttons[[*Group, OPEN].index(which)].setChecked(True)
        self.sums.setVisible(which != OPEN)
        self.ages.setVisible(which == OPEN)
        self.lines_model.show(self.found, which)

    # --- what one can do ---------------------------------------------------------------------------------------------

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == _DOCUMENT:
            self._open(index.row())

    def _open(self, line: int) -> None:
        """Opens the entry of a line, where there is one."""
        entry_id = self.lines_model.entry_of(line)
        if entry_id:
            self.context.go(Route("record", "ledger", entry_id))

    def export(self, path: str = "") -> None:
        """Writes the reconciliation to an Excel file the user chooses."""
        found, language = self.found, self.context.language
        if found is None:
            return
        name = f"{self.text(say('Reconciliation'))} {found.period.last.isoformat()}.xlsx"
        self.write_workbook(
            path, name, lambda target: reconciliation.write_reconciliation(found, target, language=language)
        )


_HOW = say("Choose extracts of the ERP: each row is held against the entry that it is, and both sides are added up.")
_MOST_WANTED: tuple[Group, ...] = (Group.DIFFERS, Group.ONLY_ERP, Group.ONLY_HERE, Group.MATCHED)
