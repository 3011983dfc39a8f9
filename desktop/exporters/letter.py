"""The letter that asks a funder to approve a budget, as a document to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT, WD_TABLE_DIRECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from desktop.domain.budget_sheet import BudgetSheet, Sums
from desktop.domain.money import ZERO
from desktop.exporters.cells import xml_text
from desktop.exporters.target import written_whole
from desktop.language import Language, Message, say

_COLUMNS = (say("Category"), say("Approved"), say("Proposed"), say("Change"), say("Change, %"))
_FONT = "Calibri"


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What the letter says beside the budget: who writes it, and on which day."""

    office: str
    day: date
    sample: bool = False


@dataclass(frozen=True, slots=True)
class _Letter:
    document: Any
    language: Language

    def line(self, value: Message | str, *, bold: bool = False, style: str | None = None) -> Any:
        """Adds a paragraph in the direction of the language."""
        paragraph = self.document.add_paragraph(style=style)
        self.write(paragraph, value, bold=bold)
        return paragraph

    def write(self, paragraph: Any, value: Message | str, *, bold: bool = False) -> None:
        """Adds text to a paragraph."""
        text = self.language.text(value) if isinstance(value, Message) else value
        run = paragraph.add_run(xml_text(text))
        run.bold = bold
        if self.language.right_to_left:
            paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
            run.font.rtl = True


def write_letter(path: Path, budget: BudgetSheet, facts: LetterFacts, *, language: Language) -> None:
    """Writes the letter to the new or replaced document `path` in `language`. Raises UserError when it cannot."""
    document: Any = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
    letter = _Letter(document, language)
    _write_head(letter, budget, facts)
    _write_request(letter, budget)
    _write_table(letter, budget)
    _write_reasons(letter, budget)
    _write_signatures(letter, budget, facts)
    document.core_properties.title = xml_text(f"{budget.reference} {language.text(budget.label)}")
    document.core_properties.author = xml_text(facts.office)
    with written_whole(path) as partial:
        document.save(str(partial))


def _write_head(letter: _Letter, budget: BudgetSheet, facts: LetterFacts) -> None:
    if facts.sample:
        letter.line(say("Sample data: all amounts are invented."), bold=True)
    letter.line(facts.office, bold=True)
    letter.line(letter.language.long_date(facts.day))
    letter.line(say("To: {funder}", funder=budget.funder))
    letter.line(_subject(budget), bold=True)


def _subject(budget: BudgetSheet) -> Message:
    grant, title = budget.reference, budget.title
    if budget.compared_with is None:
        return say("Request to approve the budget of grant {grant}, {title}", grant=grant, title=title)
    return say("Request to revise the budget of grant {grant}, {title}", grant=grant, title=title)


def _write_request(letter: _Letter, budget: BudgetSheet) -> None:
    """What is asked, in a sentence, and a later end of the grant where that is asked too."""
    total, compared = budget.money(budget.total.amount), budget.compared_with
    if compared is None:
        letter.line(say("We ask you to approve a budget of {total}, as set out below.", total=total))
    elif budget.total.change:
        letter.line(
            say(
                "We ask you to approve the changes below. They bring the budget from {before} to {total}.",
                before=budget.money(budget.total.approved or ZERO),
                total=total,
            )
        )
    else:
        letter.line(say("We ask you to approve the changes below. The total of {total} stays as it is.", total=total))
    if budget.grant_ends_on is not None and budget.grant_ends_on != budget.ends_on:
        letter.line(say("We also ask to extend the grant until {day}.", day=budget.grant_ends_on))
    if compared is not None:
        letter.line(say("The approved budget is: {budget}.", budget=compared.label))


# --- the table ----------------------------------------------------------------------------------------------------


def _write_table(letter: _Letter, budget: BudgetSheet) -> None:
    columns = _COLUMNS if budget.compared_with is not None else (_COLUMNS[0], _COLUMNS[2])
    table = letter.document.add_table(rows=1, cols=len(columns))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    if letter.language.right_to_left:
        table.table_direction = WD_TABLE_DIRECTION.RTL
    _fill(letter, table.rows[0], [letter.language.text(column) for column in columns], bold=True)
    for group in budget.by_category:
        _fill(letter, table.add_row(), _cells(letter, budget, group.title, group.sums))
    _fill(letter, table.add_row(), _cells(letter, budget, say("Total"), budget.total), bold=True)
    letter.document.add_paragraph()


def _cells(letter: _Letter, budget: BudgetSheet, title: Message, sums: Sums) -> list[str]:
    """A row of the table as texts."""
    language = letter.language
    new = language.money(budget.money(sums.amount))
    if budget.compared_with is None:
        return [language.text(title), new]
    approved = "" if sums.approved is None else language.money(budget.money(sums.approved))
    change = language.money(budget.money(sums.change or ZERO))
    percent = sums.change_percent
    shown = "" if percent is None else language.with_percent_sign(language.number(percent, decimals=1))
    return [language.text(title), approved, new, change, shown]


def _fill(letter: _Letter, row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        letter.write(paragraph, text, bold=bold)
        if index:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


# --- reasons and signatures ---------------------------------------------------------------------------------------


def _write_reasons(letter: _Letter, budget: BudgetSheet) -> None:
    """Why it is asked, and the rules of the agreement under which it falls."""
    if budget.reason:
        letter.line(say("Reason"), bold=True)
        letter.line(budget.reason)
    moved = [gauge for gauge in budget.gauges if gauge.moved]
    sentences = list(dict.fromkeys(gauge.sentence for gauge in moved))
    if sentences:
        letter.line(say("What the agreement says"), bold=True)
        for sentence in sentences:
            letter.line(sentence, style="List Bullet")


def _write_signatures(letter: _Letter, budget: BudgetSheet, facts: LetterFacts) -> None:
    """Room for both sides to sign."""
    letter.document.add_paragraph()
    table = letter.document.add_table(rows=1, cols=2)
    if letter.language.right_to_left:
        table.table_direction = WD_TABLE_DIRECTION.RTL
    sides = (say("For {office}", office=facts.office), say("Approved for {funder}", funder=budget.funder))
    for cell, side in zip(table.rows[0].cells, sides, strict=True):
        letter.write(cell.paragraphs[0], side, bold=True)
        for label in (say("Name and title:"), say("Date:"), say("Signature:")):
            letter.write(cell.add_paragraph(), label)
