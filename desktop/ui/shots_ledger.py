"""Pictures of the ledger: the dialogs that reverse, correct, cancel, receive and split, and a reversal in the list."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.registers.query import Cell
from desktop.services import ledger, records
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.split_dialog import SplitDialog
from desktop.ui.pages.register_page import RegisterPage

_WRONG = "JV-0812"


class Stage(Protocol):
    """What a picture needs of the window it is taken of."""

    context: Context

    def go(self, route: Route) -> None:
        """Shows a page."""

    @property
    def page(self) -> QWidget:
        """The page that is shown."""


def _over(page: str, register: str, only: str = "") -> Callable[[Stage], None]:
    """A shot of the dialog that a route opens over a list, for its first record that the filter lets through."""

    def show(stage: Stage) -> None:
        stage.go(Route("register", register))
        found = records.choices(stage.context.office, register, only=[only] if only else [])
        stage.go(Route(page, register, found[0].id))

    return show


def show_split(stage: Stage) -> None:
    """A cost that is split over two grants."""
    stage.go(Route("register", "ledger"))
    cost: dict[str, Cell] = {"entry_on": stage.context.today, "reference": "PV-0970", "description": "Rent"}
    cost |= {"kind": "expenditure", "original_currency": "XOF", "original_amount": Decimal(750_000)}
    dialog = SplitDialog(stage.context, stage.page.window(), cost)
    for line, grant in zip(dialog.rows, records.choices(stage.context.office, "grants"), strict=False):
        line.grant.set_value(grant.id)
        line.percent.set_value(Decimal(50))
    dialog.open()


def show_reversed(stage: Stage) -> None:
    """An entry and its reversal in the list, with the two added up beside it."""
    office = stage.context.office
    (wrong,) = records.choices(office, "ledger", only=[f"reference={_WRONG}"])
    if ledger.correction_of(office, wrong.id) is None:
        ledger.reverse(office, entry_id=wrong.id, on=office.today, reason="5.2 > 4.2")
    stage.go(Route("register", "ledger", filters=("grant=NER-CT-01", "entry_on>=2019-09-20")))
    page = stage.page
    if isinstance(page, RegisterPage):
        page.table.table.selectRow(page.table.model.rowCount() - 1)
        page.show_rail()


LEDGER_SHOTS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("reverse", _over("reverse", "ledger", "reference=PV-1256")),
    ("correct", _over("correct", "ledger", "reference=PV-1256")),
    ("cancel", _over("cancel", "ledger", "open>0")),
    ("receive", _over("receive", "instalments")),
    ("split", show_split),
    ("ledger-reversed", show_reversed),
)
