"""Puts the workbook of a report together: the main sheet, its annexes, and the entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from desktop.exporters.cells import xml_text
from desktop.exporters.register_file import EXCEL_ROWS, sheet_title
from desktop.exporters.report_workbook.annex_sheet import write_annex
from desktop.exporters.report_workbook.formulas import Formulas
from desktop.exporters.report_workbook.lines import Page
from desktop.exporters.report_workbook.looks import Looks
from desktop.exporters.report_workbook.main_sheet import MainSheet
from desktop.exporters.report_workbook.trace_sheet import TraceSheet
from desktop.exporters.sheet_rows import Frame
from desktop.exporters.target import written_whole
from desktop.language import Language, UserError, say
from desktop.reports.report import Annex, Letterhead, Report
from desktop.reports.trace import TraceRow

_AUTHOR: Final = "GrantDesk"
_A4: Final = 9
_LONGEST_TITLE: Final = 31  # letters that Excel takes for the name of a sheet
# Text is written as text anyway; nothing may be guessed.
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_report(
    path: Path,
    report: Report,
    trace: Iterable[TraceRow],
    *,
    language: Language,
    letterhead: Letterhead | None = None,
    annexes: Sequence[Annex] = (),
    made: datetime | None = None,
) -> None:
    """Writes `report` with the entries it sums to the new or replaced workbook `path`, in `language`.

    `made` is when it says that it was made, now when it is not given.

    The entries are written while they come. Raises UserError when it cannot be written, when there are more entries
    than a sheet holds, or others than the report was made of.
    """
    _require_room(report)
    titles = _Titles()
    main = titles.of(language.text(report.title))
    lists = [(annex, titles.of(language.text(annex.title))) for annex in annexes]
    entries = TraceSheet(report, language, title=titles.of(language.text(say("Trace"))))
    page = Page(report, language, letterhead or Letterhead(""))
    saved = _frame(page, entries, language, main=main, lists=lists, made=made)
    frame = Frame(saved, sheet=2 + len(lists))
    with written_whole(path) as partial:
        frame.fill(partial, entries.rows(_counted(trace, report), frame), area=entries.area)


def _require_room(report: Report) -> None:
    if report.entry_count > EXCEL_ROWS:
        raise UserError(
            say("Excel holds 1,048,576 rows; this report sums {count} entries.", count=report.entry_count),
            say("Nothing was written."),
            say("Write it as .pdf or .csv, or choose a shorter period."),
        )


def _counted(trace: Iterable[TraceRow], report: Report) -> Iterable[TraceRow]:
    """The entries, as many as the report says it sums."""
    count = 0
    for row in trace:
        count += 1
        yield row
    if count != report.entry_count:
        raise UserError(
            say("The ledger changed while the report was written."),
            say("Nothing was written: the entries are no longer those that the report sums."),
            say("Make the report again."),
        )


def _frame(
    page: Page,
    entries: TraceSheet,
    language: Language,
    *,
    main: str,
    lists: Sequence[tuple[Annex, str]],
    made: datetime | None,
) -> BytesIO:
    """The workbook but for its entries."""
    import xlsxwriter

    saved = BytesIO()
    book = xlsxwriter.Workbook(saved, _OPTIONS)
    looks = Looks(book, right_to_left=language.right_to_left)
    sheet = book.add_worksheet(main)
    formulas = Formulas(page, entries)
    MainSheet(book, sheet, page, formulas, language, looks).write()
    sheet.freeze_panes(0, 2)
    for annex, title in lists:
        write_annex(book.add_worksheet(title), annex, language, looks)
    entries.write_frame(book.add_worksheet(entries.title), looks)
    for number, each in enumerate(book.worksheets()):
        _set_up_sheet(each, language, landscape=number > 0)
    book.set_properties(_properties(page, language) | ({} if made is None else {"created": made}))
    book.close()
    return saved


def _set_up_sheet(sheet: Any, language: Language, *, landscape: bool) -> None:
    """How a sheet looks and is printed, whatever stands there."""
    if language.right_to_left:
        sheet.right_to_left()
    if landscape:
        sheet.set_landscape()
    sheet.hide_gridlines(2)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    page = language.text(say("Page {page} of {pages}", page="&P", pages="&N"))
    sheet.set_footer(f"&C{page}")


def _properties(page: Page, language: Language) -> dict[str, Any]:
    report = page.report
    first = language.value(report.facts[0].value or "") if report.facts else ""
    title = f"{language.text(report.title)} {first}".strip()
    period = say("{first} to {last}", first=report.period.start, last=report.period.last)
    return {"title": xml_text(title), "subject": language.text(period), "author": _AUTHOR, "comments": ""}


class _Titles:
    """Names of sheets: short enough for Excel, and each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, text: str) -> str:
        """A name for a sheet that is called so."""
        plain = sheet_title(text).strip("'") or _AUTHOR
        title, number = plain, 1
        while title.casefold() in self._taken:
            number += 1
            title = f"{plain[: _LONGEST_TITLE - len(str(number)) - 1]} {number}"
        self._taken.add(title.casefold())
        return title
