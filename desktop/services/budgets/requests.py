"""What goes to the funder with a request: the comparison in Excel, and the letter."""

from __future__ import annotations

import re
from pathlib import Path

from desktop.domain.budget_sheet import BudgetSheet
from desktop.language import Language, UserError, say
from desktop.services.budgets.reading import load_sheet
from desktop.storage.office import Office, Outcome

_NO_NAME = re.compile(r"[^\w.-]+")


def request_files(sheet: BudgetSheet, folder: Path, *, language: Language) -> tuple[Path, Path]:
    """Where the workbook and the letter of a budget go: named by grant and budget."""
    name = _NO_NAME.sub("-", f"{sheet.reference} {language.text(sheet.label)}").strip("-.")
    return folder / f"{name}.xlsx", folder / f"{name}.docx"


def write_request(
    office: Office,
    *,
    budget_id: int,
    folder: Path | None = None,
    workbook: Path | None = None,
    letter: Path | None = None,
    compare_with: int | None = None,
    language: Language,
) -> Outcome:
    """Writes the comparison (`workbook`, .xlsx) and the letter (.docx) of a budget, in `language`.

    With a `folder` both are written there, named by grant and budget. Raises UserError when a file cannot be written.
    """
    sheet = load_sheet(office, budget_id=budget_id, compare_with=compare_with)
    if folder is not None:
        named = request_files(sheet, folder, language=language)
        workbook, letter = workbook or named[0], letter or named[1]
    _require_suffix(workbook, ".xlsx")
    _require_suffix(letter, ".docx")
    if workbook is not None:
        from desktop.exporters.budget_workbook import write_budget

        write_budget(workbook, sheet, language=language, sample=office.facts.is_sample)
    if letter is not None:
        from desktop.exporters.letter import LetterFacts, write_letter

        facts = LetterFacts(office.facts.name, sheet.requested_on or office.today, office.facts.is_sample)
        write_letter(letter, sheet, facts, language=language)
    return Outcome(say("Wrote {files}.", files=[path.name for path in (workbook, letter) if path is not None]))


def _require_suffix(path: Path | None, suffix: str) -> None:
    if path is not None and path.suffix.casefold() != suffix:
        raise UserError(
            say("GrantDesk does not write “{suffix}” files.", suffix=path.suffix),
            say("Nothing was written."),
            say("Choose a name that ends in {suffix}.", suffix=suffix),
        )
