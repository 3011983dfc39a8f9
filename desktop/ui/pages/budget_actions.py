"""What one can do with a budget, by how far it has come: revise, try, ask, approve, write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.codes import BudgetStatus
from desktop.language import Message, say
from desktop.registers.query import Cell
from desktop.services import budgets
from desktop.services.budgets import BudgetSheet
from desktop.services.budgets.requests import request_files
from desktop.services.offices import Outcome
from desktop.ui.context import Context, Route
from desktop.ui.dialogs.budget_dialog import BudgetDialog
from desktop.ui.theme import Icon
from desktop.ui.widgets.fields import DateField, NoteField, TextField


@dataclass(frozen=True, slots=True)
class BudgetAction:
    """A verb with its icon. The first one of a state is what the page is for, those with `in_menu` stand in a menu."""

    text: Message
    icon: Icon
    does: Callable[[], object]
    in_menu: bool = False
    shortcut: str = ""


class BudgetActions(QObject):
    """The steps of one budget."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    def of(self, sheet: BudgetSheet) -> list[BudgetAction]:
        """The verbs of a budget in its state."""
        revise = BudgetAction(say("New revision"), Icon.AMENDMENTS, lambda: self._draft(sheet))
        turn = BudgetAction(say("Make it a revision"), Icon.AMENDMENTS, lambda: self._make_revision(sheet))
        ask = BudgetAction(say("Ask for approval"), Icon.DONE, lambda: self._ask_request(sheet))
        approve = BudgetAction(say("Approve"), Icon.DONE, lambda: self._ask_approval(sheet))
        approve_now = BudgetAction(say("Approve"), Icon.DONE, lambda: self._ask_approval(sheet), in_menu=True)
        withdraw = BudgetAction(say("Withdraw"), Icon.REVERSAL, lambda: self._withdraw(sheet))
        attempt = BudgetAction(say("New scenario"), Icon.SCENARIO, lambda: self._ask_scenario(sheet))
        attempt_too = BudgetAction(say("New scenario"), Icon.SCENARIO, lambda: self._ask_scenario(sheet), in_menu=True)
        discard = BudgetAction(say("Discard"), Icon.DELETE, lambda: self._discard(sheet), in_menu=True)
        states = {
            BudgetStatus.SCENARIO: [turn, attempt_too, discard],
            BudgetStatus.DRAFT: [ask, approve_now, attempt_too, discard],
            BudgetStatus.REQUESTED: [approve, withdraw, attempt_too],
            BudgetStatus.APPROVED: [revise, attempt],
            BudgetStatus.SUPERSEDED: [attempt],
        }
        return [*states[sheet.status], *self._in_time(sheet), *self._always(sheet)]

    def _in_time(self, sheet: BudgetSheet) -> list[BudgetAction]:
        """What parts an open budget by time, or tries another end."""
        if not sheet.is_open:
            return []
        return [
            BudgetAction(
                say("Spread over quarters"), Icon.CALENDAR, lambda: self._spread(sheet, "quarter"), in_menu=True
            ),
            BudgetAction(say("Spread over years"), Icon.CALENDAR, lambda: self._spread(sheet, "year"), in_menu=True),
            BudgetAction(
                say("Try another end of the grant"), Icon.SCENARIO, lambda: self._ask_end(sheet), in_menu=True
            ),
        ]

    def _always(self, sheet: BudgetSheet) -> list[BudgetAction]:
        side_by_side = Route("comparison", record_id=sheet.grant_id)
        facts = Route("record", "budgets", sheet.id, tab="overview")
        is_request = sheet.is_open or sheet.status is BudgetStatus.REQUESTED
        writes = BudgetAction(say("Letter"), Icon.DOCUMENTS, lambda: self.write_letter(sheet), in_menu=True)
        letter = [writes] if is_request else []
        return [
            BudgetAction(
                say("Compare side by side"), Icon.COLUMNS, lambda: self._context.go(side_by_side), in_menu=True
            ),
            BudgetAction(
                say("To Excel"), Icon.EXCEL, lambda: self.write_workbook(sheet), in_menu=True, shortcut="Ctrl+Shift+E"
            ),
            *letter,
            BudgetAction(say("Facts and history"), Icon.HISTORY, lambda: self._context.go(facts), in_menu=True),
        ]

    # --- steps -------------------------------------------------------------------------------------------------------

    def _do(self, work: Callable[[], Outcome], title: Message, *, then: Callable[[Outcome], None]) -> None:
        self._context.run(self, lambda _progress: work(), title, on_done=then)

    def _open(self, outcome: Outcome) -> None:
        """Goes to the budget that was made."""
        self._context.go(Route("record", "budgets", outcome.record_id))

    def _stay(self, _outcome: Outcome) -> None:
        """The page reads itself anew."""

    def _draft(self, sheet: BudgetSheet) -> None:
        office = self._context.office
        self._do(lambda: budgets.draft_revision(office, budget_id=sheet.id), say("Drafting"), then=self._open)

    def _make_revision(self, sheet: BudgetSheet) -> None:
        office = self._context.office
        self._do(lambda: budgets.make_revision(office, scenario_id=sheet.id), say("Drafting"), then=self._stay)

    def _withdraw(self, sheet: BudgetSheet) -> None:
        office = self._context.office
        self._do(lambda: budgets.withdraw(office, budget_id=sheet.id), say("Withdrawing"), then=self._stay)

    def _spread(self, sheet: BudgetSheet, by: budgets.By) -> None:
        office = self._context.office
        self._do(lambda: budgets.spread(office, budget_id=sheet.id, by=by), say("Spreading"), then=self._stay)

    def _discard(self, sheet: BudgetSheet) -> None:
        """Takes it out and goes to the budgets of the grant; Ctrl+Z brings it back."""
        office, grant = self._context.office, Route("record", "grants", sheet.grant_id, tab="budgets")
        work = partial(budgets.discard, office, budget_id=sheet.id)
        self._do(work, say("Discarding"), then=lambda _outcome: self._context.go(grant))

    # --- steps that ask ----------------------------------------------------------------------------------------------

    def _ask_request(self, sheet: BudgetSheet) -> None:
        context, office = self._context, self._context.office
        day, reason = DateField(context, say("Date"), required=True), NoteField(context, say("Reason"), required=True)
        day.set_value(context.today)
        reason.set_value(sheet.reason)

        def answered(values: dict[str, Cell]) -> None:
            on, why = values["on"], str(values["reason"])
            if isinstance(on, date):
                work = partial(budgets.request_approval, office, budget_id=sheet.id, on=on, reason=why)
                self._do(work, say("Asking"), then=self._stay)

        self._ask(
            say("Ask for approval"),
            say("From then on the draft stays as it is, until it is approved or withdrawn."),
            {"on": day, "reason": reason},
            say("Ask for approval"),
            answered,
        )

    def _ask_approval(self, sheet: BudgetSheet) -> None:
        context, office = self._context, self._context.office
        day, who = DateField(context, say("Date"), required=True), TextField(context, say("Approved by"), required=True)
        day.set_value(context.today)

        def answered(values: dict[str, Cell]) -> None:
            on, by = values["on"], str(values["by"])
            if isinstance(on, date):
                work = partial(budgets.approve, office, budget_id=sheet.id, on=on, by=by)
                self._do(work, say("Approving"), then=self._stay)

        self._ask(
            say("Approve this budget"),
            say("It then takes the place of the one that is approved now, which is kept."),
            {"on": day, "by": who},
            say("Approve"),
            answered,
        )

    def _ask_scenario(self, sheet: BudgetSheet) -> None:
        context, office = self._context, self._context.office
        name = TextField(context, say("Name"), required=True, hint=say("Such as: one month longer"))

        def answered(values: dict[str, Cell]) -> None:
            called = str(values["name"])
            work = partial(budgets.new_scenario, office, budget_id=sheet.id, name=called)
            self._do(work, say("Copying"), then=self._open)

        about = say("A copy to try things on. Nothing that is reported changes.")
        self._ask(say("New scenario"), about, {"name": name}, say("New scenario"), answered)

    def _ask_end(self, sheet: BudgetSheet) -> None:
        """Asks until when the grant is tried to run."""
        context, office = self._context, self._context.office
        end = DateField(context, say("End of the grant"), required=True)
        end.set_value(sheet.grant_ends_on)

        def answered(values: dict[str, Cell]) -> None:
            day = values["ends_on"]
            if isinstance(day, date):
                work = partial(budgets.change_budget, office, budget_id=sheet.id, grant_ends_on=day)
                self._do(work, say("Saving"), then=self._stay)

        title = say("Try another end of the grant")
        about = say(
            "This budget is spread until that day, and its letter asks for it. The grant ends as agreed until then."
        )
        self._ask(title, about, {"ends_on": end}, say("Save"), answered)

    def ask_reason(self, sheet: BudgetSheet) -> None:
        """Asks why the money has to move."""
        context, office = self._context, self._context.office
        reason = NoteField(context, say("Reason"), required=True)
        reason.set_value(sheet.reason)

        def answered(values: dict[str, Cell]) -> None:
            why = str(values["reason"])
            work = partial(budgets.change_budget, office, budget_id=sheet.id, reason=why)
            self._do(work, say("Saving"), then=self._stay)

        about = say("The letter to the funder begins with it.")
        self._ask(say("Reason for the change"), about, {"reason": reason}, say("Save"), answered)

    def _ask(
        self,
        title: Message,
        about: Message,
        fields: dict[str, DateField | NoteField | TextField],
        verb: Message,
        answered: Callable[[dict[str, Cell]], object],
    ) -> None:
        BudgetDialog(
            self._context,
            self._page.window(),
            title,
            about=about,
            fields=fields,
            verb=verb,
            on_answer=answered,
            needed=tuple(fields),
        ).open()

    # --- files -------------------------------------------------------------------------------------------------------

    def write_workbook(self, sheet: BudgetSheet, path: str = "") -> None:
        """Writes the budget beside the one it is compared with, asking for the name when none is given."""
        offered = request_files(sheet, Path(), language=self._context.language)[0]
        chosen = path or self._ask_name(say("Write the budget to a workbook"), offered, "*.xlsx")
        if chosen:
            office, language, compared = self._context.office, self._context.language, sheet.compared_with
            compare_with = None if compared is None else compared.id

            def work() -> Outcome:
                return budgets.write_request(
                    office, budget_id=sheet.id, workbook=Path(chosen), compare_with=compare_with, language=language
                )

            self._do(work, say("Writing"), then=self._stay)

    def write_letter(self, sheet: BudgetSheet, path: str = "") -> None:
        """Writes the letter that asks the funder, asking for the name when none is given."""
        offered = request_files(sheet, Path(), language=self._context.language)[1]
        chosen = path or self._ask_name(say("Write the letter to the funder"), offered, "*.docx")
        if chosen:
            office, language = self._context.office, self._context.language
            target = Path(chosen)
            work = partial(budgets.write_request, office, budget_id=sheet.id, letter=target, language=language)
            self._do(work, say("Writing"), then=self._stay)

    def _ask_name(self, title: Message, offered: Path, kind: str) -> str:
        path, _kind = QFileDialog.getSaveFileName(self._page, self._context.text(title), offered.name, kind)
        return path
