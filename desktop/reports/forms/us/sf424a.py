"""Budget information of US awards (SF-424A, OMB 4040-0006): the approved budget by object class, and what was spent.

Categories go over into object classes by a crosswalk: each part is its per cent of the category, rounded
half up, the last one the rest, so that the form comes to the budget to the cent. Sections: A the summary, B classes,
C what is not federal, D and E the cash of the first year and of later ones, as far as the budget is phased.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from desktop.domain.budget import WHOLE
from desktop.domain.codes import CATEGORY_NAMES, CostCategory
from desktop.domain.crosswalk import CLASS_CHOICES, OBJECT_CLASSES, Part, Scheme
from desktop.domain.money import ZERO, minor_units
from desktop.language import Message, say
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.crosswalks import Crosswalk, crosswalk_of
from desktop.reports.forms.heads import signatures
from desktop.reports.forms.us import sf424a_sections as sections
from desktop.reports.forms.us.sf424a_notes import facts_of, notes
from desktop.reports.forms.us.sf424a_sections import INCOME, Program
from desktop.reports.layout import Layout
from desktop.reports.options import typed_amount
from desktop.reports.report import (
    Cell,
    ColumnKind,
    Figure,
    Proof,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
    Unit,
)
from desktop.reports.trace import NONE

NAME: Final = "sf424a"
TITLE: Final = say("Budget information (SF-424A)")
DIMENSIONS: Final = ("category",)
OPTIONS: Final = sections.OPTIONS

BUDGET, SPENT, BALANCE = "budget", "spent", "balance"
_OTHER, _INDIRECT, _DIRECT_TOTAL, _TOTAL, _INCOME_LINE = "6h", "6j", "6i", "6k", "7"
_DIRECT: Final = tuple(code for code in OBJECT_CLASSES if code != _INDIRECT)
_UNCATEGORISED: Final[tuple[Part, ...]] = ((_OTHER, WHOLE),)


def build_sf424a(facts: ReportFacts) -> Report:
    """The form as a report. Raises UserError when its crosswalk would lose or double something."""
    figures = Figures(facts.sums)
    crosswalk = crosswalk_of(facts, Scheme.SF_424A)
    programs = sections.programs_of(facts)
    columns = _Columns(programs)
    carried = _carried_over(facts, figures, crosswalk, columns)
    classes = _classes(facts, figures, crosswalk, columns)
    return Report(
        name=NAME,
        title=TITLE,
        period=facts.period,
        currency=facts.grant.currency,
        scope=facts.scope,
        facts=facts_of(facts),
        tables=(
            sections.summary(facts, figures, programs),
            classes,
            *sections.resources(facts, figures),
            *sections.cash_needs(facts, figures),
            carried,
        ),
        workings=_workings(facts, figures),
        proofs=_proofs(figures),
        notes=notes(facts),
        signatures=signatures(facts),
        landscape=True,
        entry_count=facts.sums.entries,
    )


class _Columns:
    """The columns of amounts: the budget of each program where there are several, their total, and what was spent."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.programs = programs
        several = len(programs) > 1
        self.by_program = [program.key for program in programs] if several else []
        self.stated = [*(self.by_program or [BUDGET]), SPENT]
        labels = [ReportColumn(program.key, program.title) for program in programs] if several else []
        total = say("Total budget") if several else say("Budget")
        self.summed = (*labels, ReportColumn(BUDGET, total), ReportColumn(SPENT, say("Expenditure in all")))
        self.all = (*self.summed, ReportColumn(BALANCE, say("Balance")))

    def figures(self, figures: Figures, row: str, columns: Sequence[ReportColumn]) -> tuple[Figure, ...]:
        """The figures of a row, which are made already."""
        return tuple(figures.made(f"{column.key}.{row}") for column in columns)

    def complete(self, figures: Figures, row: str) -> None:
        """Makes the total of the programs in a row."""
        if self.by_program:
            figures.sum_of(f"{BUDGET}.{row}", [f"{program}.{row}" for program in self.by_program])


# --- from categories to classes --------------------------------------------------------------------------------------


def _categories(facts: ReportFacts, crosswalk: Crosswalk) -> dict[str, tuple[Part, ...]]:
    """The parts of each category; with what has none, where there is any of it."""
    found = {str(int(category)): crosswalk[int(category)] for category in CostCategory}
    if any(line.category is None for line in facts.lines) or facts.sums.of((("category", NONE),)).spent:
        found[NONE] = _UNCATEGORISED
    return found


def _carried_over(facts: ReportFacts, figures: Figures, crosswalk: Crosswalk, columns: _Columns) -> ReportTable:
    """The table that shows how each category is parted; what is not parted takes one row."""
    rows: list[ReportRow] = []
    for category, parts in _categories(facts, crosswalk).items():
        _state_category(facts, figures, category, columns)
        rows += _category_rows(facts, figures, category, parts, columns)
    heads = (
        ReportColumn("class", say("Object class"), ColumnKind.TEXT),
        ReportColumn("percent", say("Per cent"), ColumnKind.SHARE),
        *columns.summed,
    )
    return ReportTable("crosswalk", say("From categories to object classes"), say("Category"), heads, tuple(rows))


def _state_category(facts: ReportFacts, figures: Figures, category: str, columns: _Columns) -> None:
    grant = facts.grant
    source = say("Approved budget of {grant}", grant=grant.reference)
    for program in columns.programs:
        key = program.key if columns.by_program else BUDGET
        amount = sections.budgeted(facts, program, category)
        figures.given(f"{key}.{category}", amount, source, register="grants", record_id=grant.id)
    figures.entries(f"{SPENT}.{category}", "spent", category=category)
    columns.complete(figures, category)


def _category_rows(
    facts: ReportFacts, figures: Figures, category: str, parts: tuple[Part, ...], columns: _Columns
) -> list[ReportRow]:
    label = say("Without a category") if category == NONE else CATEGORY_NAMES[CostCategory(int(category))]
    number = "" if category == NONE else category
    amounts = columns.figures(figures, category, columns.summed)
    if len(parts) == 1:
        ((target, percent),) = parts
        cells: tuple[Cell, ...] = (_class_name(target), _share(figures, category, target, percent), *amounts)
        return [ReportRow(category, label, cells, number)]
    rows = [ReportRow(category, label, (None, None, *amounts), number, RowStyle.SUBTOTAL)]
    _part(facts, figures, category, parts, columns)
    for target, percent in parts:
        key = f"{category}.{target}"
        cells = (
            _class_name(target),
            _share(figures, category, target, percent),
            *columns.figures(figures, key, columns.summed),
        )
        rows.append(ReportRow(key, OBJECT_CLASSES[target], cells, level=1))
    return rows


def _class_name(target: str) -> Message:
    return CLASS_CHOICES[Scheme.SF_424A][target]


def _share(figures: Figures, category: str, target: str, percent: Decimal) -> Figure:
    source = say("Crosswalk to object classes")
    return figures.given(f"percent.{category}.{target}", percent / WHOLE, source, unit=Unit.SHARE)


def _part(facts: ReportFacts, figures: Figures, category: str, parts: tuple[Part, ...], columns: _Columns) -> None:
    """Parts a category in each column: by per cent, and the last part the rest."""
    decimals = minor_units(facts.grant.currency)
    *rated, (last, _rest) = parts
    for column in columns.stated:
        whole = f"{column}.{category}"
        for target, percent in rated:
            figures.rate_on(f"{whole}.{target}", percent / WHOLE, whole, decimals=decimals)
        figures.difference(f"{whole}.{last}", whole, *(f"{whole}.{target}" for target, _percent in rated))
    for target, _percent in parts:
        columns.complete(figures, f"{category}.{target}")


# --- section B -------------------------------------------------------------------------------------------------------


def _classes(facts: ReportFacts, figures: Figures, crosswalk: Crosswalk, columns: _Columns) -> ReportTable:
    categories = _categories(facts, crosswalk)
    for target in OBJECT_CLASSES:
        for column in columns.stated:
            figures.sum_of(f"{column}.{target}", _parts_in(column, target, categories))
        columns.complete(figures, target)
    for column in (*columns.stated, *([BUDGET] if columns.by_program else [])):
        figures.sum_of(f"{column}.{_DIRECT_TOTAL}", [f"{column}.{target}" for target in _DIRECT])
        figures.sum_of(f"{column}.{_TOTAL}", [f"{column}.{_DIRECT_TOTAL}", f"{column}.{_INDIRECT}"])
    rows = [_class_row(figures, target, OBJECT_CLASSES[target], columns) for target in _DIRECT]
    rows += (
        _class_row(figures, _DIRECT_TOTAL, say("Total direct charges"), columns, RowStyle.SUBTOTAL),
        _class_row(figures, _INDIRECT, OBJECT_CLASSES[_INDIRECT], columns),
        _class_row(figures, _TOTAL, say("Totals"), columns, RowStyle.TOTAL),
        _income_row(facts, figures, columns),
    )
    title = say("Section B: budget categories")
    return ReportTable("classes", title, say("6 Object class"), columns.all, tuple(rows))


def _parts_in(column: str, target: str, categories: dict[str, tuple[Part, ...]]) -> list[str]:
    """The figures of a column that make up a class."""
    found = []
    for category, parts in categories.items():
        if any(part == target for part, _percent in parts):
            found.append(f"{column}.{category}" if len(parts) == 1 else f"{column}.{category}.{target}")
    return found


def _class_row(
    figures: Figures, key: str, label: Message, columns: _Columns, style: RowStyle = RowStyle.LINE
) -> ReportRow:
    figures.difference(f"{BALANCE}.{key}", f"{BUDGET}.{key}", f"{SPENT}.{key}")
    return ReportRow(key, label, columns.figures(figures, key, columns.all), key, style)


def _income_row(facts: ReportFacts, figures: Figures, columns: _Columns) -> ReportRow:
    """Program income; it is not a part of the totals."""
    amount = typed_amount(facts, INCOME) or ZERO
    figure = figures.given("income", amount, say("Stated for this report"))
    cells = tuple(figure if column.key == BUDGET else None for column in columns.all)
    return ReportRow(_INCOME_LINE, say("Program income"), cells, _INCOME_LINE)


# --- proof -----------------------------------------------------------------------------------------------------------


def _workings(facts: ReportFacts, figures: Figures) -> tuple[tuple[Message, Figure], ...]:
    grant = facts.grant
    label = say("Approved budget of {grant}", grant=grant.reference)
    whole = sum(facts.budget.values(), ZERO)
    return (
        (label, figures.given("approved", whole, label, register="grants", record_id=grant.id)),
        (say("All expenditure in the ledger"), figures.entries("ledger.spent", "spent")),
    )


def _proofs(figures: Figures) -> tuple[Proof, ...]:
    return (
        figures.proof(say("Object classes and approved budget"), "budget", f"{BUDGET}.{_TOTAL}", "approved"),
        figures.proof(say("Object classes and ledger"), "spent", f"{SPENT}.{_TOTAL}", "ledger.spent"),
    )


LAYOUT: Final = Layout(
    NAME,
    TITLE,
    say("The approved budget by the object classes of US awards, with what was spent, by an editable crosswalk."),
    build_sf424a,
    DIMENSIONS,
    options=OPTIONS,
    looks_ahead=True,
)
