"""What goes to the funder with a request: the comparison in Excel, and the letter."""

from __future__ import annotations

from pathlib import Path

from desktop.language import Language, say
from desktop.services.budgets.reading import load_sheet
from desktop.storage.office import Office, Outcome


def write_request(office: Office, *, budget_id: int, folder: Path, language: Language) -> Outcome:
    """Writes the comparison (.xlsx) and the letter (.docx) of a budget into `folder`, in `language`."""
    sheet = load_sheet(office, budget_id=budget_id)
    return Outcome(say("Wrote {files}.", files=[sheet.reference, language.code, folder.name]))
