"""Renders every page and dialog to PNG: three languages, two themes, on a 1366x768 screen, from the sample office.

python -m desktop.ui.shots FOLDER [en|fr|ar ...]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.config import paths
from desktop.config.settings import LanguageCode, RecentOffice, Settings, ThemeName
from desktop.domain.period import months_before
from desktop.domain.terms import LockLevel
from desktop.language import Message, load_language, say
from desktop.services import months, records
from desktop.services.offices import Office, new_office
from desktop.services.sample import new_sample_office
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.command_palette import CommandPalette
from desktop.ui.dialogs.filter_dialog import FilterDialog
from desktop.ui.dialogs.help_dialog import HelpDialog
from desktop.ui.dialogs.import_dialog import ImportDialog
from desktop.ui.dialogs.message_dialog import ask
from desktop.ui.dialogs.month_dialog import LetInDialog, ReopenDialog
from desktop.ui.dialogs.preset_dialog import PresetDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.dialogs.split_dialog import EntryDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.office_view import OfficeView
from desktop.ui.pages.months_page import MonthsPage
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.pages.welcome_page import WelcomePage
from desktop.ui.shots_budgets import BUDGET_SHOTS
from desktop.ui.shots_extracts import EXTRACT_SHOTS
from desktop.ui.shots_imports import IMPORT_SHOTS
from desktop.ui.shots_ledger import LEDGER_SHOTS
from desktop.ui.shots_partners import PARTNER_SHOTS
from desktop.ui.shots_people import PEOPLE_SHOTS
from desktop.ui.shots_privacy import PRIVACY_SHOTS
from desktop.ui.shots_reports import REPORT_SHOTS
from desktop.ui.shots_work import WORK_SHOTS
from desktop.ui.tasks import DirectRunner, Watch
from desktop.ui.theme import apply_language, apply_theme, load_fonts, load_palette
from desktop.ui.widgets.overlay import Overlay
from desktop.ui.widgets.toast import ProgressPanel, Toast

SCREEN = (1366, 768)
SMALLEST = (1024, 640)


@dataclass(slots=True)
class Stage:
    """A window with an office in one language and theme, ready to be photographed."""

    context: Context
    window: MainWindow
    view: OfficeView

    def go(self, route: Route) -> None:
        """Shows a page."""
        self.view.go(route)
        settle()

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self.view.page


def settle() -> None:
    """Lets every layout and picture take its place."""
    application = QApplication.instance()
    assert application is not None  # noqa: S101 - made by main
    for _ in range(3):
        application.sendPostedEvents()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def show_register(key: str, *filters: str) -> Callable[[Stage], None]:
    """A shot of a register's page."""
    return lambda stage: stage.go(Route("register", key, filters=filters))


def show_ledger_detail(stage: Stage) -> None:
    """The ledger of a grant, filtered, with the detail of an entry."""
    stage.go(Route("register", "ledger", filters=("grant=NER-CT-01", "entry_on>=2019-08-01", "entry_on<=2019-10-20")))
    page = stage.page
    if isinstance(page, RegisterPage):
        page.table.table.selectRow(8)
        page._show_rail(on=True)  # noqa: SLF001 - as the Space key does
        settle()


def show_record(register: str, code: str, tab: str = "") -> Callable[[Stage], None]:
    """A shot of a record's page."""

    def show(stage: Stage) -> None:
        found = records.choices(stage.context.office, register, search=code)
        stage.go(Route("record", register, found[0].id, tab=tab))

    return show


def show_palette(stage: Stage) -> None:
    """The command palette with something typed."""
    stage.go(Route("home"))
    palette = CommandPalette(stage.context, stage.window, stage.view.commands())
    palette.open()
    palette.line.setText("nig")
    palette.search()


def show_new_entry(stage: Stage) -> None:
    """The form of an entry, with something to correct."""
    show_ledger_detail(stage)
    dialog = EntryDialog(stage.context, stage.window, "ledger")
    dialog.open()
    dialog.fields["reference"].set_value("PV-0972")
    dialog.fields["entry_on"].set_value(None)
    dialog.save()


def show_grant_form(stage: Stage) -> None:
    """The form of a grant."""
    stage.go(Route("register", "grants"))
    grant = records.choices(stage.context.office, "grants", search="NER")[0]
    RecordDialog(
        stage.context, stage.window, "grants", record=records.load(stage.context.office, "grants", grant.id)
    ).open()


def show_preset(stage: Stage) -> None:
    """What a preset would give a grant that has some of its rules."""
    show_record("grants", "SEN", "rules")(stage)
    grant = records.choices(stage.context.office, "grants", search="SEN")[0]
    PresetDialog(stage.context, stage.window, grant.id).open()


def show_rule_form(stage: Stage) -> None:
    """The form of a rule with what it means."""
    show_record("grants", "NER", "rules")(stage)
    rule = records.choices(stage.context.office, "rules", search="")[0]
    found = records.load(stage.context.office, "rules", rule.id)
    RecordDialog(stage.context, stage.window, "rules", record=found).open()


def show_dialogs(stage: Stage) -> Iterator[tuple[str, Callable[[], Overlay]]]:
    """The other dialogs by name."""
    context, window = stage.context, stage.window
    register = stage.page.register if isinstance(stage.page, RegisterPage) else None
    if register is not None:
        yield "filter", lambda: FilterDialog(context, window, register)
    yield "import", lambda: ImportDialog(context, window)
    yield "help", lambda: HelpDialog(context, window)
    yield "month-reopen", lambda: ReopenDialog(context, window, context.today)
    yield "month-let-in", lambda: LetInDialog(context, window, context.today)


def show_toast_and_progress(stage: Stage) -> None:
    """What floats for a moment."""
    stage.go(Route("register", "imports"))
    message = say("Imported {file}: {parts}.", file="projects.xml", parts=["577"])
    language, palette = stage.context.language, stage.context.palette
    Toast(stage.window, message, language=language, palette=palette, on_undo=lambda: None).open()
    watch = Watch(12_480, 20_000, say("Reading {file}", file="Niger_2019-09.xlsx"))
    panel = ProgressPanel(
        stage.window, watch, say("Importing {file}", file="Niger.xlsx"), language=language, palette=palette
    )
    panel.open()
    panel.move(panel.pos() - QPoint(0, 90))


def show_question(stage: Stage) -> None:
    """A question before what cannot be undone."""
    stage.go(Route("settings"))
    ask(
        stage.context,
        stage.window,
        say("Upgrade this office?"),
        say("An older version of GrantDesk made it. A backup is made first; older versions cannot open it afterwards."),
        yes=say("Back up and upgrade"),
        no=say("Leave it as it is"),
        on_yes=lambda: None,
    )


def show_months(stage: Stage) -> None:
    """The map of the months, some of them closed, one chosen."""
    office = stage.context.office
    for back, level in ((3, LockLevel.HARD), (2, LockLevel.SOFT)):
        month = months_before(office.today, back)
        if all(state.level is None for state in months.month_states(office) if state.month == month):
            months.close_month(office, month=month, level=level)
    stage.go(Route("months"))
    page = stage.page
    if isinstance(page, MonthsPage):
        page.map.cells[page.context.today.replace(day=1)].setChecked(True)
        settle()


def pressed(show: Callable[[Stage], None], name: Message) -> Callable[[Stage], None]:
    """A shot after the first button of a page that is called so was pressed."""

    def shot(stage: Stage) -> None:
        show(stage)
        text = stage.context.text(name)
        next(each for each in stage.page.findChildren(QPushButton) if each.text() == text and each.isVisible()).click()

    return shot


SHOTS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("home", lambda stage: stage.go(Route("home"))),
    ("home-funders", pressed(lambda stage: stage.go(Route("home")), say("By funder"))),
    ("grants", show_register("grants")),
    ("budgets", show_register("budgets")),
    ("ledger", show_register("ledger")),
    ("ledger-detail", show_ledger_detail),
    ("ledger-nothing-fits", show_register("ledger", "grant=NONE")),
    ("rates", show_register("rates")),
    ("projects", show_register("projects")),
    ("organisations", show_register("organisations")),
    ("agreements", show_register("agreements")),
    ("imports", show_register("imports")),
    ("history", show_register("history")),
    ("grant", show_record("grants", "NER")),
    ("grant-budget", show_record("grants", "NER", "budget_lines")),
    ("grant-rules", show_record("grants", "NER", "rules")),
    ("deadlines", lambda stage: stage.go(Route("deadlines"))),
    ("preset", show_preset),
    ("form-rule", show_rule_form),
    ("grant-ledger", show_record("grants", "NER", "ledger")),
    ("project", show_record("projects", "NER")),
    ("organisation", show_record("organisations", "MINUSCA")),
    ("agreement", show_record("agreements", "MINUSCA")),
    ("budget-facts", show_record("budgets", "NER", "overview")),
    ("checks", lambda stage: stage.go(Route("checks"))),
    ("months", show_months),
    ("checks-accept", pressed(lambda stage: stage.go(Route("checks")), say("Accept…"))),
    ("grant-working", pressed(show_record("grants", "NER"), say("How this is worked out"))),
    ("settings", lambda stage: stage.go(Route("settings"))),
    ("palette", show_palette),
    ("form-entry", show_new_entry),
    ("form-grant", show_grant_form),
    ("toast-progress", show_toast_and_progress),
    ("question", show_question),
    *BUDGET_SHOTS,
    *EXTRACT_SHOTS,
    *LEDGER_SHOTS,
    *PARTNER_SHOTS,
    *IMPORT_SHOTS,
    *REPORT_SHOTS,
    *WORK_SHOTS,
    *PEOPLE_SHOTS,
    *PRIVACY_SHOTS,
)


@contextmanager
def stage_for(office: Office, code: LanguageCode, theme: ThemeName, *, narrow: bool = False) -> Iterator[Stage]:
    """A window on `office` in a language and theme."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)  # noqa: S101 - made by main
    language = load_language(paths.translations(), code)
    apply_language(application, language)
    palette = load_palette(theme)
    apply_theme(application, palette)
    settings = Settings(language=code, theme=theme, narrow_sidebar=narrow)
    context = Context(
        office=office,
        language=language,
        palette=palette,
        settings=settings,
        tasks=DirectRunner(),
        keep=lambda _settings: None,
    )
    window = MainWindow()
    view = OfficeView(context)
    window.show_view(view, context=context, title="GrantDesk")
    window.resize(*SCREEN)
    window.show()
    settle()
    try:
        yield Stage(context, window, view)
    finally:
        window.close()
        window.deleteLater()
        settle()


def close_overlays(stage: Stage) -> None:
    """Takes away whatever floats over the page."""
    for overlay in stage.window.findChildren(Overlay):
        overlay.close_overlay()
    for floating in (*stage.window.findChildren(Toast), *stage.window.findChildren(ProgressPanel)):
        floating.leave()
    settle()


def scenes(office: Office, empty: Office, code: LanguageCode, theme: ThemeName) -> Iterator[tuple[str, Stage]]:
    """Every page and dialog by name, one after the other; the window shows it while the caller looks."""
    with stage_for(office, code, theme) as stage:
        for name, show in SHOTS:
            show(stage)
            yield from _settled(name, stage)
        stage.go(Route("register", "ledger"))
        for name, dialog in show_dialogs(stage):
            dialog().open()
            yield from _settled(f"dialog-{name}", stage)
        show_welcome(stage)
        yield from _settled("welcome", stage)
    with stage_for(empty, code, theme) as stage:
        yield from _settled("empty-home", stage)
        stage.go(Route("register", "ledger"))
        yield from _settled("empty-ledger", stage)
    with stage_for(office, code, theme, narrow=True) as stage:
        stage.window.resize(*SMALLEST)
        yield from _settled("home-smallest", stage)
        stage.go(Route("register", "grants"))
        yield from _settled("grants-smallest", stage)


def _settled(name: str, stage: Stage) -> Iterator[tuple[str, Stage]]:
    settle()
    yield name, stage
    close_overlays(stage)


def show_welcome(stage: Stage) -> None:
    """The ways in, with offices opened before."""
    recent = (
        RecentOffice("/offices/sahel.grantdesk", "Sahel office", "2026-11-22T09:42:00+00:00"),
        RecentOffice("postgresql://grants.example.org/rosen", "Regional office", "2026-11-21T16:05:00+00:00"),
    )
    stage.context.settings = Settings(
        language=stage.context.settings.language, theme=stage.context.settings.theme, recent=recent
    )
    stage.window.show_view(WelcomePage(stage.context), context=stage.context, title="GrantDesk")


def take_all(office: Office, empty: Office, folder: Path, code: LanguageCode, theme: ThemeName) -> int:
    """Every page and dialog in one language and theme as a PNG file; returns how many pictures were made."""
    made = 0
    for name, stage in scenes(office, empty, code, theme):
        stage.window.grab().save(str(folder / f"{name}-{theme}-{code}.png"))
        made += 1
    return made


def main(arguments: Sequence[str]) -> int:
    """Takes all pictures; returns the exit status."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    codes = [cast("LanguageCode", code) for code in arguments[1:] or get_args(LanguageCode)]
    application = QApplication.instance() or QApplication(["grantdesk"])
    load_fonts()
    made = 0
    with tempfile.TemporaryDirectory() as place:
        for code in codes:
            language = load_language(paths.translations(), code)
            office = new_sample_office(f"{place}/sample-{code}.grantdesk", actor="Aïssata", language=language)
            empty = new_office(f"{place}/empty-{code}.grantdesk", actor="Aïssata")
            for theme in get_args(ThemeName):
                made += take_all(office, empty, folder, code, theme)
                print(f"{code} {theme}: {made} pictures", flush=True)  # noqa: T201 - says how far it is
            office.close()
            empty.close()
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
