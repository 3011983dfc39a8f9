"""`grantdesk budget …`: the budgets of a grant, line by line or side by side, and how they move on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.cli.call import DONE, Call
from desktop.cli.show import finding_json, found_text, print_columns
from desktop.cli.verb import Options, Verb
from desktop.domain.codes import BUDGET_STATUSES, BudgetStatus
from desktop.language import Language, Message, UserError, say
from desktop.services import budgets
from desktop.services.budgets import BudgetComparison, BudgetSheet, BudgetSummary, SheetLine, Sums
from desktop.services.offices import Office, Outcome
from desktop.services.references import grant_id_of

_WRITES = ("draft", "scenario", "spread", "extend", "revise", "request", "withdraw", "approve", "discard")
ACTIONS = ("list", "show", "compare", *_WRITES, "letter")


def _options(options: Options) -> None:
    options.office()
    actions = say(
        "list: all budgets of the grant; show: one line by line; compare: several side by side; draft: begin a budget "
        "or a revision; scenario: a copy to try things on; spread: part it by quarters; extend: try another end of "
        "the grant; revise: make a scenario a revision; request: ask for "
        "approval; withdraw: take that back; approve: put it in force; discard: remove a draft or a scenario; "
        "letter: write the request and the comparison in Excel"
    )
    options.add("action", choices=ACTIONS, metavar="ACTION", about=actions)
    options.grant()
    which = say("the number of a budget, as list prints it; several times for compare")
    options.add("--budget", action="append", type=int, default=[], metavar="N", about=which)
    options.words("--name", say("what the scenario is called"))
    options.flag("--years", say("spread over years, not over quarters"))
    options.day("--ends-on", say("the end of the grant that is tried"))
    options.day("--on", say("the day of the request or the approval; today when not given"))
    options.words("--by", say("who approved it"), metavar="NAME")
    options.words("--reason", say("why it is asked; the letter says it"))
    folder = say("the folder for the letter and the workbook")
    options.add("--folder", type=Path, default=Path(), metavar="FOLDER", about=folder)
    options.flag("--force", say("replace the letter and the workbook when they are there"))
    options.flag("--json", say("print amounts and lines as JSON"))


def _budget(call: Call) -> int:
    action = call.options.action
    with call.office(read_only=action not in _WRITES) as office:
        known = budgets.budgets_of(office, grant_id=grant_id_of(office, call.options.grant))
        match action:
            case "list":
                return _list(call, known)
            case "show":
                return _show(call, budgets.load_sheet(office, budget_id=_one(call, known, _SHOWN).id))
            case "compare":
                chosen = [_called(call, known, number) for number in call.options.budget] or known
                _require_any(call, chosen)
                return _compare(call, budgets.compare(office, budget_ids=[budget.id for budget in chosen]))
        return call.tell(_changed(call, office, known).message)


# The states among which the budget is looked for when no number is given, the likeliest first.
_SHOWN = (BudgetStatus.APPROVED, BudgetStatus.DRAFT, BudgetStatus.REQUESTED)
_ASKED = (BudgetStatus.DRAFT,)
_AGREED = (BudgetStatus.REQUESTED, BudgetStatus.DRAFT)


def _changed(call: Call, office: Office, known: Sequence[BudgetSummary]) -> Outcome:
    options = call.options
    on = options.on or office.today
    match options.action:
        case "draft":
            return _draft(call, office, known)
        case "scenario":
            return budgets.new_scenario(office, budget_id=_one(call, known, _SHOWN).id, name=options.name)
        case "spread":
            wanted = _one(call, known, (BudgetStatus.DRAFT, BudgetStatus.SCENARIO)).id
            return budgets.spread(office, budget_id=wanted, by="year" if options.years else "quarter")
        case "extend":
            return _extend(call, office, _one(call, known, (BudgetStatus.SCENARIO, BudgetStatus.DRAFT)).id)
        case "revise":
            return budgets.make_revision(office, scenario_id=_one(call, known, (BudgetStatus.SCENARIO,)).id)
        case "request":
            wanted = _one(call, known, _ASKED).id
            return budgets.request_approval(office, budget_id=wanted, on=on, reason=options.reason)
        case "withdraw":
            return budgets.withdraw(office, budget_id=_one(call, known, (BudgetStatus.REQUESTED,)).id)
        case "approve":
            return budgets.approve(office, budget_id=_one(call, known, _AGREED).id, on=on, by=options.by)
        case "discard":
            return budgets.discard(office, budget_id=_one(call, known, ()).id)
    return _letter(call, office, _one(call, known, (*_AGREED, BudgetStatus.APPROVED)).id)


def _extend(call: Call, office: Office, budget_id: int) -> Outcome:
    """Tries another end of the grant."""
    if call.options.ends_on is None:
        raise UserError(
            say("The end that is tried is missing."), say("Nothing was changed."), say("Give it with --ends-on.")
        )
    return budgets.change_budget(office, budget_id=budget_id, grant_ends_on=call.options.ends_on)


def _letter(call: Call, office: Office, budget_id: int) -> Outcome:
    """Writes the letter and the workbook, over those that are there only with `--force`."""
    sheet = budgets.load_sheet(office, budget_id=budget_id)
    for path in budgets.request_files(sheet, call.options.folder, language=call.language):
        if path.exists() and not call.options.force:
            raise UserError(
                say("{file} is there already.", file=path.name),
                say("Nothing was written."),
                say("Choose another folder, or give --force to replace it."),
            )
    return budgets.write_request(office, budget_id=budget_id, folder=call.options.folder, language=call.language)


def _draft(call: Call, office: Office, known: Sequence[BudgetSummary]) -> Outcome:
    """A revision of the approved budget; the first budget when there is none."""
    approved = [budget for budget in known if budget.status is BudgetStatus.APPROVED]
    if approved or call.options.budget:
        return budgets.draft_revision(office, budget_id=_one(call, known, (BudgetStatus.APPROVED,)).id)
    grant_id = grant_id_of(office, call.options.grant)
    return budgets.new_budget(office, grant_id=grant_id, language=call.language)


# --- which budget -------------------------------------------------------------------------------------------------


def _one(call: Call, known: Sequence[BudgetSummary], states: Sequence[BudgetStatus]) -> BudgetSummary:
    """The budget that is meant: the one of `--budget`, else the only one in the first of `states` that has any."""
    if call.options.budget:
        return _called(call, known, call.options.budget[0])
    _require_any(call, known)
    for state in states:
        found = [budget for budget in known if budget.status is state]
        if len(found) == 1:
            return found[0]
        if found:
            break
    raise UserError(
        say("Which budget of {grant}?", grant=call.options.grant),
        say("Nothing was done."),
        say("Name one with --budget: {budgets}.", budgets=[_numbered(budget) for budget in known]),
    )


def _called(call: Call, known: Sequence[BudgetSummary], number: int) -> BudgetSummary:
    for budget in known:
        if budget.id == number:
            return budget
    raise UserError(
        say("{grant} has no budget {number}.", grant=call.options.grant, number=str(number)),
        say("Nothing was done."),
        say("Its budgets: {budgets}.", budgets=[_numbered(budget) for budget in known]) if known else _NONE_YET,
    )


_NONE_YET = say("It has no budget yet: grantdesk budget draft begins one.")


def _require_any(call: Call, known: Sequence[BudgetSummary]) -> None:
    if not known:
        raise UserError(say("{grant} has no budget.", grant=call.options.grant), say("Nothing was done."), _NONE_YET)


def _numbered(budget: BudgetSummary) -> Message:
    return say("{number}: {budget}", number=str(budget.id), budget=budget.label)


# --- printing -----------------------------------------------------------------------------------------------------


def _list(call: Call, known: Sequence[BudgetSummary]) -> int:
    if call.options.json:
        return call.print_json([_summary_json(budget, call.language) for budget in known])
    rows = [
        [
            str(budget.id),
            call.language.text(budget.label),
            call.language.text(BUDGET_STATUSES[budget.status]),
            budget.project,
            call.language.money(budget.total),
        ]
        for budget in known
    ]
    print_columns(rows, right=(0, 4))
    return DONE


def _summary_json(budget: BudgetSummary, language: Language) -> dict[str, Any]:
    return {
        "budget": budget.id,
        "label": language.text(budget.label),
        "revision": budget.revision,
        "status": str(budget.status),
        "project": budget.project or None,
        "approved_on": budget.approved_on.isoformat() if budget.approved_on else None,
        "lines": budget.line_count,
        "currency": budget.currency,
        "total": _exact(budget.total.amount),
    }


def _show(call: Call, sheet: BudgetSheet) -> int:
    if call.options.json:
        return call.print_json(_sheet_json(sheet, call.language))
    text = call.language.text
    compared = sheet.compared_with is not None
    heads = _COMPARED if compared else _ALONE
    rows = [[text(head) for head in (say("Line"), say("Description"), *heads)]]
    for group in sheet.by_category:
        code = "" if group.key is None else str(group.key)
        rows.append([code, text(group.title), *_amounts(group.sums, call.language)])
        rows += [[line.code, line.description, *_amounts(line.sums, call.language)] for line in group.lines]
    rows.append(["", text(say("Total")), *_amounts(sheet.total, call.language)])
    print_columns(rows, right=range(2, 2 + len(heads)))
    for finding in sheet.findings:
        print(found_text(finding, call.language))
    return DONE


_ALONE = (say("Budget"), say("Spent and committed"), say("Left after"))
_COMPARED = (say("Approved"), say("Spent and committed"), say("Proposed"), say("Change"), say("Left after"))


def _amounts(sums: Sums, language: Language) -> list[str]:
    """The amounts of a line: beside those of the compared budget, where there is one."""
    if sums.is_compared:
        return _numbers((sums.approved, sums.used, sums.amount, sums.change, sums.left_after), language)
    return _numbers((sums.amount, sums.used, sums.left_after), language)


def _sheet_json(sheet: BudgetSheet, language: Language) -> dict[str, Any]:
    return {
        "budget": sheet.id,
        "label": language.text(sheet.label),
        "grant": sheet.reference,
        "status": str(sheet.status),
        "currency": sheet.currency,
        "compared_with": sheet.compared_with.id if sheet.compared_with else None,
        "grant_ends_on": sheet.grant_ends_on.isoformat() if sheet.grant_ends_on else None,
        "phases": {phase.starts_on.isoformat(): _exact(phase.amount) for phase in sheet.phases},
        "lines": [_line_json(line) for line in sheet.lines],
        "categories": [{"category": group.key} | _sums_json(group.sums) for group in sheet.by_category],
        "results": [{"result": group.key} | _sums_json(group.sums) for group in sheet.by_result],
        "total": _sums_json(sheet.total),
        "gauges": [language.text(gauge.sentence) for gauge in sheet.gauges],
        "findings": [finding_json(finding, language) for finding in sheet.findings],
    }


def _line_json(line: SheetLine) -> dict[str, Any]:
    return {
        "line": line.id or None,
        "code": line.code,
        "description": line.description,
        "category": None if line.category is None else int(line.category),
        "result": line.result_code or None,
        "unit": line.unit,
        "quantity": _exact(line.quantity),
        "unit_cost": _exact(line.unit_cost),
        "duration": _exact(line.duration),
        "percent_charged": _exact(line.percent_charged),
        "new": line.is_new,
        "removed": line.is_removed,
        "phases": {phase.starts_on.isoformat(): _exact(phase.amount) for phase in line.phases},
    } | _sums_json(line.sums)


def _sums_json(sums: Sums) -> dict[str, str | None]:
    return {
        "approved": _exact(sums.approved),
        "used": _exact(sums.used),
        "amount": _exact(sums.amount),
        "change": _exact(sums.change),
        "left_after": _exact(sums.left_after),
    }


def _exact(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _compare(call: Call, comparison: BudgetComparison) -> int:
    language = call.language
    if call.options.json:
        return call.print_json(_comparison_json(comparison, language))
    labels = [language.text(budget.label) for budget in comparison.budgets]
    rows = [[language.text(say("Line")), language.text(say("Description")), *labels]]
    rows += [[row.code, _name(row.description, language), *_numbers(row.amounts, language)] for row in comparison.rows]
    rows.append(["", language.text(say("Total")), *_numbers(comparison.totals, language)])
    print_columns(rows, right=range(2, 2 + len(labels)))
    return DONE


def _numbers(amounts: Sequence[Decimal | None], language: Language) -> list[str]:
    return ["" if amount is None else language.number(amount) for amount in amounts]


def _name(name: Message | str, language: Language) -> str:
    return language.text(name) if isinstance(name, Message) else name


def _comparison_json(comparison: BudgetComparison, language: Language) -> dict[str, Any]:
    return {
        "grant": comparison.reference,
        "currency": comparison.currency,
        "budgets": [_summary_json(budget, language) for budget in comparison.budgets],
        "lines": [
            {
                "code": row.code,
                "description": _name(row.description, language),
                "category": None if row.category is None else int(row.category),
                "amounts": [_exact(amount) for amount in row.amounts],
                "used": _exact(row.used),
            }
            for row in comparison.rows
        ],
        "totals": [_exact(total) for total in comparison.totals],
    }


BUDGET = Verb("budget", say("budgets of a grant: list, compare, draft, ask for, approve"), _options, _budget)
