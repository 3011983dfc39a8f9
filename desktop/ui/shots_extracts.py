"""Pictures of the folder of extracts and of the reconciliation, of files that are written for them."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.domain.progress import Silent
from desktop.registers import find_register
from desktop.registers.query import Cell, Query, parse_filters
from desktop.services import browse
from desktop.services.imports import apply_import, plan_rates
from desktop.services.imports.folder import look_into
from desktop.ui.context import Context, Route
from desktop.ui.models.reconciliation_models import OPEN
from desktop.ui.pages.folder_page import FolderPage
from desktop.ui.pages.reconciliation_page import ReconciliationPage

_COLUMNS = ("entry_on", "reference", "description", "counterparty", "grant", "original_currency", "original_amount")
_SEPTEMBER = ("grant=NER-CT-01", "entry_on>=2019-09-01", "entry_on<=2019-09-30", "kind=expenditure")
_RATES = "UN Operational Rates of Exchange\n\nNiger\tCFA franc\tXOF\t01 Nov 2019\t{}\n"
_CHANGED, _LACKING = 4, 9  # rows of the extract


class Stage(Protocol):
    """What a picture needs of the window it is taken of."""

    context: Context

    def go(self, route: Route) -> None:
        """Shows a page."""

    @property
    def page(self) -> QWidget:
        """The page that is shown."""


def _folder(context: Context) -> Path:
    """A folder beside the office, for the files."""
    folder = context.office.location.file.parent / "Extraits ERP"
    folder.mkdir(exist_ok=True)
    return folder


def _write_extract(context: Context) -> Path:
    """What the ERP has for a month: a cost less than the ledger, another amount, and one more."""
    register = find_register("ledger")
    query = Query(register, columns=_COLUMNS, filters=parse_filters(register, _SEPTEMBER))
    rows = [query.by_key(row) for row in browse.all_rows(context.office, query)]
    if len(rows) > _LACKING:
        amount = rows[_CHANGED]["original_amount"]
        rows[_CHANGED]["original_amount"] = amount + 250 if isinstance(amount, Decimal) else amount
        rows[_LACKING] |= {"reference": "PV-9041", "original_amount": Decimal(412_500)}
    path = _folder(context) / "GL 2019-09.csv"
    with path.open("w", encoding="utf-8", newline="") as content:
        writer = csv.writer(content)
        heads: tuple[Cell, ...] = ("Date", "Document", "Description", "Supplier", "Grant", "Currency", "Amount")
        writer.writerow(heads)
        writer.writerows([[row[key] for key in _COLUMNS] for row in rows])
    return path


def show_folder(stage: Stage) -> None:
    """The folder with a file of each state."""
    context = stage.context
    office, folder = context.office, _folder(context)
    rates = folder / "UN 2019-11.xls"
    rates.write_text(_RATES.format("588.25"), encoding="utf-8")
    apply_import(office, plan_rates(office, rates, progress=Silent()), progress=Silent())
    rates.rename(folder / "UN 2019-11 (1).xls")
    rates.write_text(_RATES.format("589.40"), encoding="utf-8")
    (folder / "GL 2019-10.xlsx").touch()
    _write_extract(context)
    context.settings = context.settings.with_extracts(office.facts.uid, str(folder))
    stage.go(Route("folder"))
    page = stage.page
    if isinstance(page, FolderPage):
        page.show_found(look_into(office, folder, now=time.time() + 60))


def show_no_folder(stage: Stage) -> None:
    """The page before a folder was chosen."""
    context = stage.context
    context.settings = context.settings.with_extracts(context.office.facts.uid, "")
    stage.go(Route("folder"))


def _reconciled(which: str) -> Callable[[Stage], None]:
    """A shot of a group of the reconciliation."""

    def show(stage: Stage) -> None:
        stage.go(Route("reconciliation", paths=(str(_write_extract(stage.context)),)))
        page = stage.page
        if isinstance(page, ReconciliationPage):
            page.show_group(which)

    return show


EXTRACT_SHOTS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("folder-none", show_no_folder),
    ("folder", show_folder),
    ("reconciliation-none", lambda stage: stage.go(Route("reconciliation"))),
    ("reconciliation", _reconciled("differs")),
    ("reconciliation-open", _reconciled(OPEN)),
)
