"""Pictures of an import: the ways in, a file, its columns, what would happen, a conflict, what was done."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.domain.progress import Silent
from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services import browse, records
from desktop.services.imports import Status, undo_import
from desktop.ui.context import Context, Route
from desktop.ui.pages.import_page import ImportPage

_GRANT = "NER-CT-01"
_NAMES = ("Niger_ERP_2019-10.csv", "Niger_ERP_2019-11.csv")
_HEAD = "UNOPS extract;;;;;\nOctober 2019;;;;;\n;;;;;\n\nDate écriture;Pièce;Libellé;Ligne budgétaire;Devise;Montant\n"
_LINES = (
    "21/10/2019;PV-1301;Fuel, prison visits, Kollo;7.1;XOF;186 500",
    "21/10/2019;PV-1302;Interpretation, Hausa, 6 days;4.2;XOF;540 000",
    "09/10/2019;PV-1256;Travel, Niamey to Diffa, case review;5.1;XOF;326 134",
    "01/10/2019;PV-1243;Office rent, Niamey, October;7.1;XOF;485 836",
    "18/10/2019;PV-1303;Training, court clerks, Maradi;4.1;XOF;1 120 500",
    "18/10/2019;PV-1304;Printing, leaflet on rights;2.1;XOF;312 000",
    "18/10/2019;PV-1304;Printing, leaflet on rights;2.1;XOF;312 000",
    "30/09/2019;JV-0817;Support costs, 13 per cent, September;8;USD;4 335,19",
    "31/09/2019;PV-1306;Translation of case files;4.2;XOF;410 000",
    "17/10/2019;PV-1307;Ten UN Volunteers, October;1.2;USD;12 480,00",
    "17/10/2019;JV-0916;Conference room;9.4;XOF;735 301",
    "07/10/2019;PV-1252;Toner and paper;2.1;XOF;788 366",
    "16/10/2019;PV-1309;Mobile telephone credit, ten posts;7.1;XOF;150 000",
    "16/10/2019;PV-1310;Guard services, Niamey;7.1;XOF;240 000",
    "15/10/2019;PV-1311;Laptop computers, 4, delivered;3.1;USD;4 960,00",
    "14/10/2019;PV-1312;Vehicle, insurance;3.2;XOF;98 400",
    "11/10/2019;PV-1313;Case review, Zinder, 4 days;5.1;EUR;1 120,00",
    "10/10/2019;PV-1314;Participants, judicial unit;5.2;XOF;265 000",
    "Total;;;;XOF;5 970 037",
    "Total;;;;USD;21 685,19",
)
_ASKED = (
    "Date pièce;Montant;Devise;Pièce;Libellé;Ligne budgétaire\n"
    "04/05/2019;1.120;EUR;PV-1301;Carburant, visites des prisons;7.1\n"
    "05/06/2019;1.540;EUR;PV-1302;Interprétation, haoussa, 6 jours;4.2\n"
)
_RENAMED = " (2020)"


class Stage(Protocol):
    """What a picture needs of the window it is taken of."""

    context: Context

    def go(self, route: Route) -> None:
        """Shows a page."""

    @property
    def page(self) -> QWidget:
        """The page that is shown."""


def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="grantdesk-shots-"))


def _page(stage: Stage, kind: str) -> ImportPage:
    """The page of imports, from the beginning."""
    stage.go(Route("import", kind))
    page = stage.page
    assert isinstance(page, ImportPage)  # noqa: S101 - the route is its
    page.work.begin(kind)
    return page


def _extract(stage: Stage) -> ImportPage:
    """The extract of a month, opened for the ledger."""
    page, folder = _page(stage, "ledger"), _folder()
    paths = [folder / name for name in _NAMES]
    for path in paths:
        path.write_text(_HEAD + "\n".join(_LINES) + "\n", encoding="utf-8")
    grant = records.choices(stage.context.office, "grants", search=_GRANT)[0]
    page.work.choose_grant(grant.id, grant.code)
    page.take_files(paths)
    return page


def _show_start(stage: Stage) -> None:
    """No file yet."""
    _page(stage, "")


def _show_file(stage: Stage) -> None:
    """A file that was read, another that waits."""
    _extract(stage)
    stage.go(Route("import", "ledger"))


def _show_columns(stage: Stage) -> None:
    """Its columns."""
    _extract(stage).go_on()


def _show_asked(stage: Stage) -> None:
    """An extract whose days and amounts may be read in two ways, with what the workbook says of each."""
    page, path = _page(stage, "ledger"), _folder() / "Extrait_2019-10.csv"
    path.write_text(_ASKED, encoding="cp1252")
    grant = records.choices(stage.context.office, "grants", search=_GRANT)[0]
    page.work.choose_grant(grant.id, grant.code)
    page.take_files([path])
    page.go_on()


def _show_preview(stage: Stage) -> None:
    """What would become of each row, with the second error chosen."""
    page = _extract(stage)
    page.go_on()
    page.go_on()
    page.preview_step.go_on()
    page.preview_step.go_on()


def _show_done(stage: Stage) -> None:
    """What came in; it is undone again, so that other pictures show the office as it was."""
    page = _extract(stage)
    for _step in range(3):
        page.go_on()
    if page.state.batch_id:
        undo_import(stage.context.office, batch_id=page.state.batch_id)


def _show_conflict(stage: Stage) -> None:
    """A list that was exported, edited in Excel, and edited here as well."""
    path = edited_export(stage.context, _folder())
    page = _page(stage, "organisations")
    page.take_files([path])
    page.go_on()
    page.go_on()
    model = page.preview_step.model
    page.preview_step.table.go_to(max(0, model.next_with(Status.CONFLICT, after=-1)))


def edited_export(context: Context, folder: Path) -> Path:
    """The organisations as exported; since then one has another name in the workbook, and yet another in the office."""
    office, path = context.office, folder / "Organisations.xlsx"
    query = Query(find_register("organisations"))
    browse.export_register(office, query, path, language=context.language, progress=Silent())
    first = next(iter(browse.all_rows(office, query)))
    record = records.load(office, "organisations", first.id)
    name = str(record.values["name"])
    other = name.removesuffix(_RENAMED) if name.endswith(_RENAMED) else f"{name}{_RENAMED}"
    records.save(office, "organisations", values={"name": other}, record_id=first.id, version=record.version)
    return _with_text(path, name, f"{name}, Niamey")


def _with_text(path: Path, old: str, new: str) -> Path:
    """A copy of a workbook in which one text is another. Raises ValueError when it does not hold the text."""
    edited, places = path.with_name(f"edited-{path.name}"), 0
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(edited, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xml"):
                for text, instead in {_written(old): _written(new), old.encode(): new.encode()}.items():
                    places += content.count(b">" + text + b"<")
                    content = content.replace(b">" + text + b"<", b">" + instead + b"<")
            target.writestr(name, content)
    if not places:
        msg = f"{path.name} does not hold {old}"
        raise ValueError(msg)
    return edited


def _written(text: str) -> bytes:
    """A text as a writer of XML puts it that keeps to ASCII."""
    return text.encode("ascii", "xmlcharrefreplace")


IMPORT_SHOTS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("import-start", _show_start),
    ("import-file", _show_file),
    ("import-columns", _show_columns),
    ("import-asked", _show_asked),
    ("import-preview", _show_preview),
    ("import-done", _show_done),
    ("import-conflict", _show_conflict),
)
