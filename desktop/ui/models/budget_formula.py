"""A cell of a budget in words: how the amount of its line is worked out, and what it was before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desktop.domain.budget import LineInputs
from desktop.domain.budget_sheet import SheetLine
from desktop.domain.money import Money, minor_units, trimmed
from desktop.language import Language, Message, say, say_many
from desktop.ui.models.budget_model import BudgetModel, RowKind


@dataclass(frozen=True, slots=True)
class Formula:
    """The name of a cell, its sum in parts of which some stand out, and what it was."""

    name: str = ""
    parts: tuple[tuple[str, bool], ...] = ()
    was: str = ""

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(filter(None, ["".join(text for text, _strong in self.parts), self.was]))


def formula_of(model: BudgetModel, row: int, column: int) -> Formula:
    """What the line above the grid says of a cell."""
    if model.sheet is None or not (0 <= row < len(model.rows) and 0 <= column < len(model.columns)):
        return Formula()
    made, language = model.rows[row], model.language
    heading = model.heads[column].text or model.heads[column].tip
    if made.kind is RowKind.ADD:
        hint = say("Type here, or paste rows from Excel: each becomes a line.")
        return Formula(language.text(say("Add a line")), ((language.text(hint), False),))
    if made.line is None:
        name = model.cell(row, 1).text
        amount = language.money(Money(made.sums.amount, model.sheet.currency))
        count = sum(line.category == made.category for line in model.lines)
        lines = language.text(say_many("{count} line", "{count} lines", count=count))
        return Formula(name, ((f"{lines} = ", False), (amount, True)))
    name = language.text(say("{line} {column}", line=made.line.code, column=heading))
    return Formula(name, _parts(model, made.line, model.columns[column].key), _was(model, made.line, column))


def _parts(model: BudgetModel, line: SheetLine, key: str) -> tuple[tuple[str, bool], ...]:
    """The factors of a line and what they come to; the one that the cell holds stands out."""
    language, currency = model.language, model.sheet.currency if model.sheet else ""
    amount = language.number(line.amount, decimals=minor_units(currency))
    if line.is_worked_out and model.sheet is not None and model.sheet.indirect is not None:
        return ((model.note_of_indirect(), False), (" = ", False), (amount, True))
    factors = _factors(line.values.inputs, line.unit, currency=currency, language=language)
    parts: list[tuple[str, bool]] = []
    for name, text in factors.items():
        parts += [(" × ", False)] if parts else []
        parts.append((_apart(text, language), name == key))
    return (*parts, (" = ", False), (_apart(amount, language), True))


def _apart(text: str, language: Language) -> str:
    """A factor that the words around it cannot turn about."""
    return f"\u2068{text}\u2069" if language.right_to_left else text


def _factors(inputs: LineInputs, unit: str, *, currency: str, language: Language) -> dict[str, str]:
    number = language.number
    places = max(minor_units(currency), -int(trimmed(inputs.unit_cost).as_tuple().exponent))
    quantity = number(trimmed(inputs.quantity))
    cost = number(trimmed(inputs.unit_cost), decimals=places)
    money = f"{cost}\u00a0{currency}" if language.code == "fr" else f"{currency}\u00a0{cost}"
    return {
        "quantity": f"{quantity} {unit}".strip(),
        "unit_cost": money,
        "duration": language.text(_months(inputs.duration)),
        "percent_charged": language.per_cent(inputs.percent_charged),
    }


def _months(duration: Decimal) -> Message:
    plain = trimmed(duration)
    if plain == plain.to_integral_value():
        return say_many("{count} month", "{count} months", count=int(plain))
    return say("{number} months", number=plain)


def _was(model: BudgetModel, line: SheetLine, column: int) -> str:
    """What the cell and the amount were in the budget it is compared with; nothing where both are the same."""
    key, language = model.columns[column].key, model.language
    currency = model.sheet.currency if model.sheet else ""
    if line.before is None or line.approved is None or line.is_removed:
        return ""
    amount = language.number(line.approved, decimals=minor_units(currency))
    factors = _factors(line.before.inputs, line.before.unit, currency=currency, language=language)
    if key in factors and key in line.changed:
        return language.text(say("was {value}, {amount}", value=factors[key], amount=amount))
    if key == "description" and key in line.changed:
        return language.text(say("was “{text}”", text=line.before.description))
    return language.text(say("was {amount}", amount=amount)) if line.change else ""
