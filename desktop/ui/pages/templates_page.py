"""Templates of funders: kept version by version, filled as a preview, beside the names that a template may call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QPushButton, QVBoxLayout, QWidget

from desktop.domain.file_names import safe_name
from desktop.language import Message, say
from desktop.reports.templates.placeholders import TemplateProblem
from desktop.services import report_templates, reports
from desktop.services.offices import Office, Outcome
from desktop.services.report_templates import Example, OfferedName, TemplateInfo
from desktop.ui.context import Context, Route
from desktop.ui.models.names_model import NamesModel
from desktop.ui.pages.opened_copy import open_copy
from desktop.ui.pages.page import Crumb, Page, page_head
from desktop.ui.theme import Icon, TextStyle
from desktop.ui.widgets.basics import ElidedLabel, button, clear, column, hairline, label, margins, row, scrolled
from desktop.ui.widgets.choice_fields import ChoiceField
from desktop.ui.widgets.clipboard import put_table
from desktop.ui.widgets.fields import FieldError, TextField
from desktop.ui.widgets.grid_view import GridView

_NAMES_WIDTH = 620
_FILES = "Excel, Word (*.xlsx *.xltx *.docx *.dotx)"


@dataclass(frozen=True)
class _Found:
    templates: tuple[TemplateInfo, ...]
    names: tuple[OfferedName, ...]


class TemplatesPage(Page):
    """The office's templates, the examples, and the list of names."""

    depends_on = frozenset({"report_template", "grant"})
    wants_room = True

    def __init__(self, context: Context, route: Route) -> None:
        super().__init__(context, route)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(margins(20, 12, 16, 20))
        self._list.setSpacing(0)
        self._wrong: tuple[str, tuple[TemplateProblem, ...]] = ("", ())
        self.names = NamesModel(context.language, self)
        self._lay_out()
        self.setAcceptDrops(True)

    def _lay_out(self) -> None:
        text, palette = self.text, self.context.palette
        add = button(text(say("Add a template…")), kind="primary", palette=palette, name=Icon.NEW, on_click=self.choose)
        head, _title = page_head(text(say("Templates of funders")), [add])
        left = column(head, scrolled(self._list), spacing=0)
        left.setStretch(1, 1)
        whole = row(spacing=0)
        whole.addLayout(left, 1)
        whole.addWidget(self._names_panel())
        self.setLayout(whole)

    def _names_panel(self) -> QWidget:
        """The names of the report that is chosen there; a press copies one."""
        text = self.text
        layouts = [(layout.name, text(layout.title)) for layout in reports.LAYOUTS.values()]
        self.layout_field = ChoiceField(self.context, say("Names of the report"), choices=layouts, required=True)
        self.layout_field.set_value(layouts[0][0])
        self.layout_field.left.connect(self.refresh)
        self.search = TextField(self.context, say("Search"), required=False)
        self.search.line.textChanged.connect(self.names.search)
        table = GridView(palette=self.context.palette)
        table.setModel(self.names)
        table.setAccessibleName(text(say("Names for templates")))
        self.names.modelReset.connect(table.fit)
        table.clicked.connect(self._copy)
        table.activated.connect(self._copy)
        self.table = table
        hint = say(
            "A press copies the name. Put it into a cell or a text; rows with {each} are repeated.", each="{{each …}}"
        )
        panel = QFrame()
        panel.setObjectName("rail")
        panel.setProperty("edge", "right" if self.context.language.right_to_left else "left")
        panel.setFixedWidth(_NAMES_WIDTH)
        fields = row(self.layout_field, self.search, spacing=12)
        inside = column(spacing=8)
        inside.addLayout(fields)
        save = button(text(say("Save as…")), kind="link", palette=self.context.palette, on_click=self.save_names)
        about = row(label(text(hint), TextStyle.SMALL, ink="muted", wraps=True), save, spacing=12)
        about.setStretch(0, 1)
        inside.addLayout(about)
        inside.addWidget(table, 1)
        inside.setContentsMargins(12, 12, 12, 12)
        panel.setLayout(inside)
        return panel

    def crumbs(self) -> list[Crumb]:
        """Reports, templates."""
        return [(self.text(say("Reports")), Route("reports")), (self.text(say("Templates of funders")), None)]

    @property
    def layout_name(self) -> str:
        """The report whose names are shown, and that templates are added for."""
        try:
            return str(self.layout_field.value() or "") or next(iter(reports.LAYOUTS))
        except FieldError:
            return next(iter(reports.LAYOUTS))

    def refresh(self) -> None:
        """Reads the templates and the names."""
        office, layout, language = self.context.office, self.layout_name, self.context.language

        def work() -> _Found:
            names = report_templates.offered_names(office, layout=layout, language=language)
            return _Found(report_templates.templates(office), names)

        self.context.tasks.read(self, work, self._show, self._without_names)

    def _without_names(self, error: BaseException) -> None:
        """An office without grants has nothing to show for names; its templates are listed all the same."""
        self._show(_Found((), ()))
        self.context.report(error)

    def _show(self, found: _Found) -> None:
        self.names.show(found.names)
        clear(self._list)
        self._show_problems()
        self._heading(say("Of the office"))
        if not found.templates:
            none = say("None yet. Drop a workbook or document here, or take an example and change it.")
            self._list.addWidget(label(self.text(none), ink="secondary", wraps=True))
        for template in found.templates:
            self._add_line(self._template(template))
        self._heading(say("Examples to begin with"))
        for example in report_templates.example_templates():
            self._add_line(self._example(example))
        self._list.addStretch(1)

    def _heading(self, name: Message) -> None:
        heading = label(self.text(name), TextStyle.STRONG, ink="muted")
        heading.setContentsMargins(0, 12, 0, 6)
        self._list.addWidget(heading)

    def _add_line(self, line: QWidget) -> None:
        self._list.addWidget(hairline())
        self._list.addWidget(line)

    def _line(self, name: str, about: str, verbs: list[QPushButton]) -> QWidget:
        texts = column(
            label(name, TextStyle.STRONG, wraps=True), label(about, TextStyle.SMALL, ink="muted", wraps=True)
        )
        layout = row(spacing=10)
        layout.addLayout(texts, 1)
        for verb in verbs:
            layout.addWidget(verb)
        layout.setContentsMargins(0, 8, 0, 8)
        holder = QWidget()
        holder.setLayout(layout)
        return holder

    def _verb(self, name: Message, does: Callable[[], object]) -> QPushButton:
        return button(self.text(name), kind="link", palette=self.context.palette, on_click=does)

    def _template(self, template: TemplateInfo) -> QWidget:
        name = say("{name}, version {number}", name=template.name, number=template.number)
        title = reports.find_layout(template.layout).title
        about = self.context.language.beside(self.text(title), template.file_name, template.added_on)
        verbs = [
            self._verb(say("Preview"), partial(self.preview, template)),
            self._verb(say("Save as…"), partial(self.save_as, template)),
        ]
        return self._line(self.text(name), about, verbs)

    def _example(self, example: Example) -> QWidget:
        verb = self._verb(say("Save a copy…"), partial(self.save_example, example))
        return self._line(self.text(example.title), self.text(example.about), [verb])

    # --- what is not understood --------------------------------------------------------------------------------------

    def _show_problems(self) -> None:
        name, problems = self._wrong
        if not problems:
            return
        title = say("{file} was not added: these placeholders are not understood.", file=name)
        self._list.addWidget(label(self.text(title), TextStyle.STRONG, ink="negative", wraps=True))
        for problem in problems:
            where = self.context.language.value(problem.place)
            told = [problem.sentence]
            if problem.nearest:
                told.append(say("Perhaps {names} is meant.", names=", ".join(problem.nearest)))
            line = row(spacing=10)
            for text, width in ((where, 130), (problem.text, 170)):
                shown = ElidedLabel(text, TextStyle.STRONG if text == problem.text else TextStyle.BODY)
                shown.setFixedWidth(width)
                line.addWidget(shown)
            line.addWidget(label(self.context.language.join(told), ink="secondary", wraps=True), 1)
            line.setContentsMargins(0, 6, 0, 6)
            holder = QWidget()
            holder.setLayout(line)
            self._add_line(holder)

    # --- what one can do ---------------------------------------------------------------------------------------------

    def _copy(self, index: QModelIndex) -> None:
        written = self.names.written(index.row())
        put_table(written, "")
        self.context.said.emit(say("Copied {name}.", name=written))

    def choose(self) -> None:
        """Asks for a workbook or document to keep as a template of the report that is chosen."""
        path, _kind = QFileDialog.getOpenFileName(self, self.text(say("Add a template…")), "", _FILES)
        if path:
            self.add_file(Path(path))

    def add_file(self, path: Path) -> None:
        """Keeps a file as a template, or shows what of it is not understood."""
        office, layout = self.context.office, self.layout_name

        def work() -> tuple[TemplateProblem, ...]:
            return report_templates.inspect_template(office, path=path, layout=layout).problems

        def looked(problems: tuple[TemplateProblem, ...]) -> None:
            self._wrong = (path.name, problems)
            if problems:
                self.refresh()
                return
            self.context.run(
                self,
                lambda _progress: report_templates.add_template(office, path=path, layout=layout),
                say("Adding {file}", file=path.name),
            )

        self.context.read(self, work, looked)

    def save_as(self, template: TemplateInfo, path: str = "") -> None:
        """Asks where to save a template, as it was added."""
        office = self.context.office
        self._save(template.file_name, path, partial(report_templates.save_template, office, template_id=template.id))

    def save_example(self, example: Example, path: str = "") -> None:
        """Asks where to save a copy of an example."""
        self._save(example.file_name, path, partial(report_templates.save_example, example.file_name))

    def _save(self, name: str, path: str, save: Callable[..., Outcome]) -> None:
        self.write_file(path, name, lambda target, _progress: save(target=target), title=say("Save as…"))

    def save_names(self, path: str = "") -> None:
        """Asks where to save the names of the report that is chosen, as a workbook to have beside a template."""
        save = partial(
            report_templates.save_names, self.context.office, layout=self.layout_name, language=self.context.language
        )
        self._save(safe_name(f"{self.text(say('Names for templates'))}.xlsx"), path, save)

    def preview(self, template: TemplateInfo) -> None:
        """Fills a template with figures of a grant, and lets the system open it."""
        open_copy(self.context, self, partial(_preview, self.context.office, template, self.context.language.code))

    # --- files that are dropped --------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Adds the first file that was dropped."""
        dropped = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if dropped:
            self.add_file(dropped[0])


def _preview(office: Office, template: TemplateInfo, code: str, folder: Path) -> Path:
    """A template filled into a folder, with the figures that give its names their examples."""
    report = report_templates.example_report(office, layout=template.layout)
    suffix, content = report_templates.filled(
        office, report, template_id=template.id, language=reports.language_named(code)
    )
    path = folder / f"{Path(template.file_name).stem}{suffix}"
    path.write_bytes(content)
    return path
