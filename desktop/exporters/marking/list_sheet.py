"""The first sheet of a marked copy, as the bytes of a part: everything that is wrong, each line with a link."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from desktop.domain.spreadsheet import cell_address
from desktop.exporters.cells import xml_text
from desktop.exporters.marking.marks import FILLS, LIST_WIDTHS, MOST_LINKS, Marks
from desktop.exporters.marking.styles import Styles
from desktop.exporters.package import MAIN
from desktop.registers.round_trip import PROBLEMS_MARK

_LINK = "0B57A4"
_LINK_COLUMN = 1


def list_sheet(marks: Marks, styles: Styles) -> bytes:
    """The whole part."""
    return "".join(_pieces(marks, styles)).encode()


def _pieces(marks: Marks, styles: Styles) -> Iterator[str]:
    text, head, title = styles.plain(), styles.plain(bold=True), styles.plain(bold=True, size=16)
    link = styles.plain(color=_LINK, underlined=True)
    direction = ' rightToLeft="1"' if marks.language.right_to_left else ""
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
    yield f'<sheetViews><sheetView workbookViewId="0" tabSelected="1" showGridLines="0"{direction}/></sheetViews><cols>'
    for number, width in enumerate(LIST_WIDTHS, start=1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    yield f'<row r="1" hidden="1">{_cell(0, 0, PROBLEMS_MARK, text)}</row>'  # by which an import passes it over
    row = 1
    for words, style in ((marks.title(), title), *((remark, styles.plain(size=11)) for remark in marks.remarks())):
        yield f'<row r="{row + 1}">{_cell(row, 0, words, style)}</row>'
        row += 1
    row += 1
    yield _row(row, marks.headings(), [head] * len(LIST_WIDTHS))
    links: list[str] = []
    for problem, texts in marks.lines():
        row += 1
        color = FILLS.get(problem.severity)
        kind = text if color is None else styles.filled(text, color)
        yield _row(row, texts, [kind, link if problem.cell else text, text, text, text])
        if problem.cell is not None and len(links) < MOST_LINKS:
            place = quoteattr(xml_text(marks.location(problem.cell)))
            links.append(f'<hyperlink ref="{cell_address(row, _LINK_COLUMN)}" location={place}/>')
    yield "</sheetData>"
    if links:
        yield f"<hyperlinks>{''.join(links)}</hyperlinks>"
    yield '<pageSetup paperSize="9" orientation="landscape"/></worksheet>'


def _row(row: int, texts: list[str], styles: list[int]) -> str:
    cells = (_cell(row, column, words, styles[column]) for column, words in enumerate(texts) if words)
    return f'<row r="{row + 1}">{"".join(cells)}</row>'


def _cell(row: int, column: int, words: str, style: int) -> str:
    shown = escape(xml_text(words))
    return (
        f'<c r="{cell_address(row, column)}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
    )
