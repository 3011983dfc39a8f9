"""The rows of a budget, what is worked out at once, and what is read from what is typed or pasted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from desktop.config import paths
from desktop.domain.budget import LineInputs, line_total
from desktop.domain.budget_sheet import BudgetSheet
from desktop.domain.codes import BudgetStatus, CostCategory
from desktop.language import Language, load_language, say
from desktop.registers.query import Cell
from desktop.ui.models import budget_typing
from desktop.ui.models.budget_columns import PLACES
from desktop.ui.models.budget_formula import formula_of
from desktop.ui.models.budget_lines import Edits, category_of_code, next_code, unit_cost_for
from desktop.ui.models.budget_model import BudgetModel, RowKind
from desktop.ui.models.grid_block import block_text, read_block
from desktop.ui.models.typed_grid import CellError
from tests.helpers.budget_sheets import line, sheet, with_indirect

STAFF, TRAVEL = CostCategory.STAFF, CostCategory.TRAVEL
ALL_HEADINGS = ["1", "2", "3", "4", "5", "6", "7", "8"]


def language(code: str = "en") -> Language:
    return load_language(paths.translations(), code)


def made(content: BudgetSheet, *, code: str = "en", editable: bool = True) -> BudgetModel:
    model = BudgetModel(language(code))
    model.show(content, editable=editable)
    return model


@pytest.fixture
def model() -> BudgetModel:
    return made(
        sheet(
            line("1.2", "Volunteers", "10", "1248", "25.5", category=STAFF, approved="318240", used="310000"),
            line("1.10", "Assistant", "1", "2480", "36", category=STAFF, approved="89280"),
            line("5.1", "Missions", "40", "1490", category=TRAVEL, approved="70560", used="61240.77"),
        )
    )


def codes(model: BudgetModel) -> list[str]:
    return [model.cell(row, 0).text for row in range(model.rowCount())]


def text(model: BudgetModel, code: str, key: str) -> str:
    return model.cell(codes(model).index(code), PLACES[key]).text


class TestRows:
    def test_headings_lines_and_the_row_to_add_one(self, model: BudgetModel) -> None:
        assert codes(model) == ["1", "1.2", "1.10", "2", "3", "4", "5", "5.1", "6", "7", "8", ""]
        assert model.rows[-1].kind is RowKind.ADD
        assert model.cell(model.rowCount() - 1, 1).text == "Add a line"

    def test_closed_budget_shows_the_categories_it_has(self) -> None:
        closed = made(sheet(line("1.1", "A", "1", "5"), line("x", "B", "1", "6", category=None)), editable=False)
        assert codes(closed) == ["1", "1.1", "", "x"]
        assert closed.cell(2, 1).text == "Without a category"
        assert not closed.takes_text(1, 2)

    def test_subtotals_and_the_total(self, model: BudgetModel) -> None:
        assert text(model, "1", "amount") == "407,520.00"
        assert text(model, "5", "change") == "−10,960.00"
        assert text(model, "5", "change_percent") == "−15.5\u00a0%"
        assert model.foot(PLACES["amount"]).text == "467,120.00"
        assert model.foot(PLACES["description"]).text == "Total"
        assert model.foot(PLACES["quantity"]).text == ""
        assert model.foot(PLACES["change"]).text == "−10,960.00"

    def test_no_change_in_all_is_a_true_zero(self) -> None:
        even = made(sheet(line("1.1", "A", "1", "5", approved="5")))
        assert even.foot(PLACES["change"]).text == "0.00"

    def test_what_is_overspent_is_red_with_its_minus(self, model: BudgetModel) -> None:
        cell = model.cell(codes(model).index("5.1"), PLACES["left_after"])
        assert (cell.text, cell.ink) == ("−1,640.77", "negative")

    def test_columns_of_a_comparison_need_one(self) -> None:
        first = made(sheet(line("1.1", "A", "1", "5"), compared_with=None))
        assert [head.text for head in first.heads][7:] == ["Used so far", "Draft 2", "Left after"]

    @pytest.mark.parametrize(
        ("status", "revision", "head"),
        [
            (BudgetStatus.SCENARIO, None, "Scenario"),
            (BudgetStatus.REQUESTED, 3, "Draft 3"),
            (BudgetStatus.APPROVED, 2, "Revision 2"),
            (BudgetStatus.APPROVED, 0, "Budget"),
        ],
    )
    def test_the_amount_is_called_after_the_budget(self, status: BudgetStatus, revision: int | None, head: str) -> None:
        shown = made(sheet(line("1.1", "A", "1", "5"), status=status, revision=revision))
        assert shown.heads[PLACES["amount"]].text == head

    def test_rate_alone_stands_in_its_heading(self) -> None:
        shown = made(with_indirect(line("1.1", "A", "1", "1000")))
        row = codes(shown).index("8")
        assert shown.rows[row].kind is RowKind.HEADING
        assert shown.note(row) == "13 % of the direct total, worked out"
        assert shown.note(0) == ""
        assert "8.1" not in codes(shown)

    def test_removed_line_is_crossed_out_and_cannot_be_typed(self) -> None:
        gone = line("1.2", "Gone", "0", "0", approved="500", is_removed=True, id=0)
        shown = made(sheet(line("1.1", "A", "1", "5"), gone))
        row = codes(shown).index("1.2")
        assert shown.cell(row, 1).crossed
        assert shown.cell(row, PLACES["approved"]).crossed
        assert not shown.takes_text(row, 1)

    def test_item_roles(self, model: BudgetModel) -> None:
        index = model.index(1, PLACES["quantity"])
        assert index.data() == "10"
        assert index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
        assert index.data(Qt.ItemDataRole.ToolTipRole) is None
        assert index.data(Qt.ItemDataRole.UserRole) is None
        assert model.index(-1, 0).data() is None
        assert model.flags(index) & Qt.ItemFlag.ItemIsEditable
        assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
        across = Qt.Orientation.Horizontal
        assert model.headerData(2, across) == "Qty"
        assert model.headerData(2, across, Qt.ItemDataRole.ToolTipRole) == "Quantity"
        assert model.headerData(2, Qt.Orientation.Vertical) is None
        assert model.headerData(2, across, Qt.ItemDataRole.UserRole) is None


class TestTyping:
    def test_amounts_follow_at_once(self, model: BudgetModel) -> None:
        told: list[Edits] = []
        model.edited.connect(told.append)
        model.type_into(1, PLACES["duration"], "26.5")
        assert text(model, "1.2", "amount") == "330,720.00"
        assert text(model, "1", "amount") == "420,000.00"
        assert told == [{12: {"duration": Decimal("26.5")}}]
        assert model.cell(1, PLACES["duration"]).ground == "changed"
        assert model.cell(1, PLACES["amount"]).ground == "changed"

    def test_same_value_is_no_change(self, model: BudgetModel) -> None:
        told: list[Edits] = []
        model.edited.connect(told.append)
        model.type_into(1, PLACES["duration"], model.typed(1, PLACES["duration"]))
        assert told == []

    @pytest.mark.parametrize("typed", ["x", "1,2,3", "--5"])
    def test_what_is_no_number_is_refused_in_words(self, model: BudgetModel, typed: str) -> None:
        with pytest.raises(CellError, match="is not a number"):
            model.type_into(1, PLACES["quantity"], typed)

    def test_number_beyond_all_budgets_is_refused(self, model: BudgetModel) -> None:
        with pytest.raises(CellError, match="too large"):
            model.type_into(1, PLACES["quantity"], "1" * 30)

    def test_name_is_needed(self, model: BudgetModel) -> None:
        with pytest.raises(CellError, match="Something has to stand here"):
            model.type_into(1, PLACES["description"], " ")

    def test_signs_around_a_number_are_understood(self, model: BudgetModel) -> None:
        assert model.read(PLACES["percent_charged"], "80 %") == 80
        assert model.read(PLACES["unit_cost"], "USD 1,248.50") == Decimal("1248.50")
        assert model.read(PLACES["quantity"], "") == 0

    def test_indirect_cost_follows_the_direct_lines(self) -> None:
        shown = made(
            with_indirect(line("1.1", "A", "1", "1000"), line("6.1", "B", "1", "500", category=CostCategory.TRANSFERS))
        )
        shown.edit({11: {"unit_cost": Decimal(2000)}})
        assert text(shown, "8", "amount") == "325.00"

    def test_line_goes_to_the_category_its_code_says(self, model: BudgetModel) -> None:
        model.type_into(2, PLACES["code"], "5.3")
        assert text(model, "5.3", "description") == "Assistant"
        assert codes(model).index("5.3") > codes(model).index("5")

    def test_new_lines_get_the_next_code(self, model: BudgetModel) -> None:
        first, second = model.add_lines([{"description": "A"}, {"description": "B", "code": "1"}], category=STAFF)
        assert (first, second) == (-1, -2)
        assert text(model, "1.11", "description") == "A"
        assert text(model, "1.12", "description") == "B"

    def test_new_line_is_found_by_its_id_once_it_is_kept(self, model: BudgetModel) -> None:
        (key,) = model.add_lines([{}], category=STAFF)
        content = model.sheet
        assert content is not None
        kept = line("1.11", "New line", "1", "0", id=77)
        model.show(sheet(*content.lines, kept), editable=True, kept={key: 77})
        assert model.row_of_line(key) == model.row_of_line(77) >= 0

    def test_what_was_refused_stays_until_it_is_given_back(self, model: BudgetModel) -> None:
        content = model.sheet
        assert content is not None
        model.show_troubles({(12, "unit"): say("Too long.")})
        assert model.cell(1, PLACES["unit"]).trouble == "Too long."
        model.show(content, editable=True, pending={12: {"unit": "x"}})
        assert model.cell(1, PLACES["unit"]).trouble == "Too long."
        model.show(content, editable=True)
        assert model.troubles == {}


class TestBlocks:
    def test_cells_in_quotes_and_empty_rows(self) -> None:
        assert read_block('a\t"b ""c"""\r\n\t\r\n"two\nlines"\t\'=1\n') == [["a", 'b "c"'], ["two lines", "=1"]]

    def test_numbers_are_exact_and_nothing_becomes_a_formula(self) -> None:
        rows: list[list[Cell]] = [["=A1", Decimal("1248.50"), None], ["Poste  1", Decimal(-3), Decimal(100)]]
        assert block_text(rows, language=language("fr")) == "'=A1\t1248,5\t\r\nPoste 1\t-3\t100"

    def test_block_goes_into_lines_and_beyond(self, model: BudgetModel) -> None:
        block = [["2", "post"], ["3", ""], ["4", "car"], ["5", "car"]]
        told: list[Edits] = []
        model.edited.connect(told.append)
        budget_typing.paste(model, 1, PLACES["quantity"], block)
        assert len(told) == 1
        assert [text(model, code, "quantity") for code in ("1.2", "1.10", "5.1", "5.2")] == ["2", "3", "4", "5"]
        assert text(model, "5.2", "unit") == "car"

    def test_too_wide_a_block_is_cut(self, model: BudgetModel) -> None:
        budget_typing.paste(model, 1, PLACES["percent_charged"], [["50", "1", "2"]])
        assert text(model, "1.2", "percent_charged") == "50"

    def test_nothing_is_pasted_where_nothing_is_typed(self, model: BudgetModel) -> None:
        told: list[Edits] = []
        model.edited.connect(told.append)
        assert budget_typing.paste(model, 1, PLACES["amount"], [["50"]]) == []
        assert told == []

    def test_french_block(self) -> None:
        shown = made(sheet(line("1.1", "A", "1", "5")), code="fr")
        budget_typing.paste(shown, 1, PLACES["unit_cost"], [["1 248,50", "25,5"]])
        assert text(shown, "1.1", "unit_cost") == "1\u00a0248,50"
        assert text(shown, "1.1", "amount") == "31\u00a0836,75"

    def test_copied_heading_has_its_name_and_sums(self, model: BudgetModel) -> None:
        copied = budget_typing.copied(model, (range(2), range(2)))
        assert copied == "1\tStaff and other personnel\r\n1.2\tVolunteers"

    def test_fill_down_leaves_codes_and_closed_rows(self, model: BudgetModel) -> None:
        told: list[Edits] = []
        model.edited.connect(told.append)
        budget_typing.fill_down(model, (range(3), range(1)))
        budget_typing.fill_down(model, (range(1), range(3)))
        assert told == []


class TestFormula:
    def test_of_a_line_that_changed(self, model: BudgetModel) -> None:
        model.type_into(1, PLACES["duration"], "26.5")
        formula = formula_of(model, 1, PLACES["duration"])
        assert formula.name == "1.2 Months"
        assert formula.text == (
            "10 × USD\u00a01,248.00 × 26.5 months × 100\u00a0% = 330,720.00 was 25.5 months, 318,240.00"
        )
        assert [part for part, strong in formula.parts if strong] == ["26.5 months", "330,720.00"]

    def test_of_a_heading_an_empty_row_and_nothing(self, model: BudgetModel) -> None:
        assert formula_of(model, 0, 1).text == "2 lines = USD\u00a0407,520.00"
        assert formula_of(model, model.rowCount() - 1, 1).text.startswith("Type here")
        assert formula_of(model, -1, 1).text == ""

    def test_of_another_description(self, model: BudgetModel) -> None:
        model.type_into(1, PLACES["description"], "Experts")
        assert formula_of(model, 1, PLACES["description"]).was == "was “Volunteers”"

    def test_of_a_line_that_follows_from_a_rate(self) -> None:
        content = with_indirect(line("1.1", "A", "1", "1000"))
        other = line("8.2", "Other", "1", "5", category=CostCategory.INDIRECT)
        shown = made(sheet(*content.lines, other, indirect=content.indirect))
        lines = [found.line for found in shown.rows]
        row = next(place for place, each in enumerate(lines) if each is not None and each.is_worked_out)
        assert "of the direct total, worked out = 130.00" in formula_of(shown, row, 1).text

    def test_in_arabic_each_factor_stands_apart(self) -> None:
        shown = made(sheet(line("1.1", "A", "2", "5")), code="ar")
        assert formula_of(shown, 1, 2).parts[0][0] == "\u20682\u2069"


class TestCodes:
    def test_category_of_a_code(self) -> None:
        assert [category_of_code(code) for code in ("3.1", "12", "9.1", "B-1", "")] == [3, None, None, None, None]

    def test_next_code(self) -> None:
        assert next_code(["1.1", "1.9", "1.x", "2.1"], 1) == "1.10"
        assert next_code(["B-1", "4"], None) == "5"

    def test_no_unit_cost_reaches_an_amount_when_nothing_is_bought(self) -> None:
        assert unit_cost_for(LineInputs(Decimal(0), Decimal(1)), Decimal(5)) is None

    @given(
        quantity=st.decimals("0.01", "999", places=2),
        duration=st.decimals("0.1", "60", places=1),
        percent=st.decimals("1", "100", places=2),
        amount=st.decimals("0.01", "9999999", places=2),
    )
    def test_unit_cost_always_reaches_the_amount(
        self, quantity: Decimal, duration: Decimal, percent: Decimal, amount: Decimal
    ) -> None:
        cost = unit_cost_for(LineInputs(quantity, Decimal(0), duration, percent), amount)
        assert cost is not None
        reached = line_total(LineInputs(quantity, cost, duration, percent), currency="USD").amount
        assert reached >= amount
