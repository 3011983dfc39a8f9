"""Numbers of a column: true ones as stored, written ones by one style for all, and nothing silently misread."""

from __future__ import annotations

from array import array
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.finding import Severity
from desktop.importers.book import GridColumn, Raw
from desktop.importers.column_values import Flaw
from desktop.importers.values import read_typed, read_values, to_minor_unit
from desktop.registers.register import Kind
from tests.helpers.columns import column_of, field_of, only, read_cells

POINT, COMMA = "1,234.50", "1.234,50"
NOTE, WARNING, ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1\u2009234,56", "1234.56"),
        ("1\u2007234 567,5", "1234567.5"),
        ("1.355,90", "1355.90"),
        ("1,234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1’234.56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("1’234.–", "1234"),
        ("5,-", "5"),
        ("12,34,567.00", "1234567.00"),
        ("(1,234.50)", "-1234.50"),
        ("($ 1,234.50)", "-1234.50"),
        ("$(5.5)", "-5.5"),
        ("1234-", "-1234"),
        ("1 234,5 -", "-1234.5"),
        ("−500", "-500"),
        ("– 500,25", "-500.25"),
        ("+500", "500"),
        ("\u0660\u0661\u0662", "12"),
        ("\u0661\u066c\u0662\u0663\u0664\u066b\u0665\u0660", "1234.50"),
        ("\u0661\u0662\u0663\u0664\u066b\u0665", "1234.5"),
        ("1.234\u066b5", "1234.5"),
        ("\u200f500\u200e", "500"),
        ("\uff11\uff12", "12"),
        (".5", "0.5"),
        ("0,125", "0.125"),
        ("007.10", "7.10"),
        ("'42", "42"),
        (" 42 ", "42"),
        ("1 000 FCFA", "1000"),
        ("Rs.500", "500"),
        ("-USD 500.10", "-500.10"),
        ("USD -500.10", "-500.10"),
        ("1,5E+03", "1500"),
        ("2e3", "2000"),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, number: str) -> None:
    assert only(Kind.MONEY, text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        *("abc", "1,2,3", "1.2.3", "12 3456", "1 234.567.890", "1,23,4", "0 123", "5²", "½", "--5", "-(5)", "(5", "5)"),
        *("((5))", "5 months", "12 XYZ", "USD 5 EUR", "5.", "1e400", "1 234E2", "+-5", "1\u066b5.5", "%5%", "=1+1"),
    ],
)
def test_what_is_no_number_is_told_with_its_words(text: str) -> None:
    read = read_cells(Kind.NUMBER, text)
    assert read.values == [None]
    assert read.said == [f"“{text}” is not a number."]
    assert read.severities == [ERROR]


@pytest.mark.parametrize(
    "text",
    ["100; 200", "12 / 14", "12/14", "100 + 200", "100 & 200", "5 et 6", "5 and 6", "100\n200", "10 - 20", "5 (6)"],
)
def test_several_values_in_a_cell_are_a_flaw(text: str) -> None:
    assert read_cells(Kind.MONEY, text).said == [f"“{text}” holds several values."]


@pytest.mark.parametrize(
    ("text", "letter"), [("1O0", "O"), ("2 5OO", "O"), ("o5", "o"), ("l00", "l"), ("\u0661O", "O")]
)
def test_a_letter_among_digits_is_a_flaw(text: str, letter: str) -> None:
    (said,) = read_cells(Kind.MONEY, text).said
    assert f"has the letter {letter} among its digits" in said


@pytest.mark.parametrize(
    "text", ["-", "–", "—", "N/A", "n.a.", "NA", "n.d.", "néant", "Neant", "nil", "...", "…", "s.o.", "لا شيء", "TBD"]
)
def test_words_for_nothing_are_blank_and_noted(text: str) -> None:
    read = read_cells(Kind.MONEY, text, 5)
    assert read.values == [None, Decimal(5)]
    assert read.severities == [NOTE, None]


def test_blank_cells_are_nothing_without_a_word() -> None:
    read = read_cells(Kind.MONEY, None, "", "  ", "\u00a0\u200f", 5)
    assert read.values == [None, None, None, None, Decimal(5)]
    assert read.said == [""] * 5


# --- true numbers -------------------------------------------------------------------------------------------------


def test_true_numbers_are_what_the_cell_holds() -> None:
    read = read_cells(Kind.MONEY, 0.1, 7, 12.5, 1e22, 4839662.780000013, 10**20)
    assert read.values == [
        *(Decimal("0.1"), Decimal(7), Decimal("12.5"), Decimal("1E+22"), Decimal("4839662.780000013"), Decimal(10**20))
    ]
    assert read.evidence == "6 true numbers."
    assert not read.code


def test_what_is_no_finite_number_is_a_flaw() -> None:
    read = read_cells(Kind.MONEY, float("inf"), float("nan"), float("-inf"), 5)
    assert read.values[-1] == 5
    assert read.said == [*["The cell holds no finite number."] * 3, ""]


def test_truth_and_days_are_no_numbers() -> None:
    read = read_cells(Kind.NUMBER, True, False, date(2019, 10, 9), 5)
    assert read.values == [None, None, None, Decimal(5)]
    assert read.said[:2] == ["“TRUE” is not a number.", "“FALSE” is not a number."]
    assert "2019-10-09, not a number" in read.said[2]


def test_true_numbers_beside_texts_are_fine() -> None:
    read = read_cells(Kind.MONEY, 1234.5, "1 234,50", 7)
    assert read.values == [Decimal("1234.5"), Decimal("1234.50"), Decimal(7)]
    assert read.code == COMMA


# --- the style of a column ----------------------------------------------------------------------------------------


def test_the_evidence_counts_rows_and_gives_an_example() -> None:
    read = read_cells(Kind.MONEY, *["1 234,56"] * 213, "5 000,10", "300")
    assert read.code == COMMA
    assert read.evidence == "“1 234,56” in all 214 rows."


def test_one_number_can_prove_how_the_others_are_read() -> None:
    read = read_cells(Kind.MONEY, "1.234", "1.355,90", *["5.600"] * 11)
    assert read.values == [Decimal(1234), Decimal("1355.90"), *[Decimal(5600)] * 11]
    assert read.evidence == "“1.355,90” proves it; 12 others fit."


@pytest.mark.parametrize(("text", "sign"), [("1,234", "comma"), ("1.234", "point")])
def test_a_column_that_nothing_decides_is_open(text: str, sign: str) -> None:
    read = read_cells(Kind.MONEY, text, "500", 12.5)
    assert read.open
    assert read.style
    assert {read.code, *read.style.others} == {POINT, COMMA}
    assert read.evidence.startswith(f"“{text}” may be ")
    assert read.values == [None, Decimal(500), Decimal("12.5")]
    assert read.said[0] == f"“{text}” is text whose {sign} may part thousands or decimals."


@pytest.mark.parametrize(("style", "number"), [(POINT, "1234"), (COMMA, "1.234")])
def test_what_a_person_chose_wins(style: str, number: str) -> None:
    read = read_cells(Kind.MONEY, "1,234", "500", style=style)
    assert read.values == [Decimal(number), Decimal(500)]
    assert read.code == style
    assert read.evidence == "Chosen by you"
    assert not read.open


def test_numbers_that_do_not_fit_what_was_chosen_are_flaws() -> None:
    read = read_cells(Kind.MONEY, "1.234,56", "1,234.56", style=POINT)
    assert read.values == [None, Decimal("1234.56")]
    assert read.said[0] == "“1.234,56” is not written like 1,234.50."


def test_a_style_of_another_kind_is_no_choice() -> None:
    assert read_cells(Kind.MONEY, "1,5", style="dmy").code == COMMA


def test_the_majority_of_rows_is_kept_and_the_others_are_flaws() -> None:
    read = read_cells(Kind.MONEY, "1,234.56", *["1.234,56"] * 2, "2.500")
    assert read.code == COMMA
    assert read.values == [None, Decimal("1234.56"), Decimal("1234.56"), Decimal(2500)]
    assert read.said[0] == "“1,234.56” contradicts other numbers of its column, such as “1.234,56”."
    assert read.evidence == "Most are like “1.234,56” (2); 1 row contradicts, such as “1,234.56”."


def test_as_many_rows_each_way_decide_nothing() -> None:
    read = read_cells(Kind.MONEY, "1,5", "2.5", "1,234", "7")
    assert read.open
    assert read.values == [None, None, None, Decimal(7)]
    assert "contradict each other" in read.evidence
    assert "“2.5” contradicts other numbers of its column, such as “1,5”." in read.said


def test_numbers_that_read_in_one_way_only_need_no_style() -> None:
    read = read_cells(Kind.MONEY, "500", "1 234", "12’500")
    assert read.values == [Decimal(500), Decimal(1234), Decimal(12500)]
    assert not read.code
    assert read.evidence == "3 numbers that read in one way only."


@pytest.mark.parametrize(("cells", "text"), [(("1 234,56", "12.500"), "12.500"), (("1’234.56", "12,500"), "12,500")])
def test_thousands_written_by_another_hand_are_not_guessed(cells: tuple[str, str], text: str) -> None:
    read = read_cells(Kind.RATE, *cells)
    assert read.values == [Decimal("1234.56"), None]
    assert read.said[1].startswith(f"“{text}” is text whose ")


def test_three_decimals_of_money_among_two_are_not_guessed() -> None:
    assert read_cells(Kind.MONEY, "1,234.56", "12.500").values == [Decimal("1234.56"), None]
    assert read_cells(Kind.RATE, "600.5", "655.957").values == [Decimal("600.5"), Decimal("655.957")]
    dinars = read_cells(Kind.MONEY, "1,234.500", "12.500")
    assert dinars.values == [Decimal("1234.500"), Decimal("12.500")]


def test_only_the_rows_that_count_are_evidence() -> None:
    column = column_of("Montant", "1,234", "x", "1,234.50")
    read = read_values(column, field_of(Kind.MONEY), rows=[1])
    assert read.style is not None
    assert read.style.open
    both = read_values(column, field_of(Kind.MONEY), rows=[1, 3])
    assert both.values == [None, None, Decimal(1234), None, Decimal("1234.50")]
    assert both.flaws == {}
    assert read_values(column, field_of(Kind.MONEY), rows=[]).values == [None] * 5


# --- currencies, per cent, powers of ten --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        *(
            ("€ 5", "EUR"),
            ("5€", "EUR"),
            ("USD 1,000.50", "USD"),
            ("1 000 xof", "XOF"),
            ("₦500", "NGN"),
            ("US$ 5", "USD"),
        ),
        *(("$ 5 USD", "USD"), ("5 د.ت.", "TND"), ("5 euros", "EUR"), ("($CA 5)", "CAD"), ("XOF\u00a05", "XOF")),
    ],
)
def test_a_currency_beside_the_number_is_kept(text: str, currency: str) -> None:
    read = read_cells(Kind.MONEY, text)
    assert read.currencies == [currency]
    assert read.severities == [None]


@pytest.mark.parametrize(
    ("text", "beside"),
    [("$ 5", "$"), ("5 FCFA", "FCFA"), ("5 F CFA", "FCFA"), ("5 CFA", "FCFA"), ("£5", "£"), ("5 F", "")],
)
def test_a_sign_of_several_currencies_is_noted(text: str, beside: str) -> None:
    read = read_cells(Kind.MONEY, text)
    assert read.values == [Decimal(5)]
    assert read.currencies == [beside]
    assert read.severities == [NOTE]
    assert "is the sign of several currencies" in read.said[0]


def test_per_cent_is_a_number_of_per_cent() -> None:
    read = read_cells(Kind.PERCENT, "12,5 %", "12.5%", "12.345%", 13, "7", "\u066a5", "1 234,5 %")
    assert read.values == [
        *(Decimal("12.5"), Decimal("12.5"), Decimal("12.345"), Decimal(13), Decimal(7), Decimal(5), Decimal("1234.5"))
    ]
    assert not read.open


def test_per_cent_in_a_column_of_numbers_is_a_flaw() -> None:
    read = read_cells(Kind.MONEY, "12 %")
    assert read.values == [None]
    assert read.said == ["“12 %” is per cent; the column holds numbers."]


@pytest.mark.parametrize("cells", [(0.13, 0.07), (0.13, 1, "-"), (0, 0.5, "")])
def test_per_cent_that_may_be_shares_of_one_is_a_warning(cells: tuple[Raw, ...]) -> None:
    read = read_cells(Kind.PERCENT, *cells)
    assert WARNING in read.severities
    assert any("per cent, not for" in said for said in read.said)


@pytest.mark.parametrize("cells", [(13, 0.5), (1, 1), (0,), ("0.13",), (0.13, 7, "x")])
def test_other_per_cent_is_not_doubted(cells: tuple[Raw, ...]) -> None:
    assert WARNING not in read_cells(Kind.PERCENT, *cells).severities


def test_powers_of_ten_have_lost_digits() -> None:
    read = read_cells(Kind.MONEY, "1.23457E+11")
    assert read.values == [Decimal("1.23457E+11")]
    assert read.severities == [WARNING]


# --- typed corrections, money -------------------------------------------------------------------------------------


def test_a_correction_is_read_like_its_column() -> None:
    money = field_of(Kind.MONEY)
    assert read_typed("1 234,56", money) == Decimal("1234.56")
    assert read_typed("1,234", money, style=POINT) == Decimal(1234)
    assert read_typed("", money) is None
    assert read_typed("-", money) is None
    assert read_typed("12.5", money, style=COMMA) == Decimal("12.5")  # there is no other way to read it
    open_one = read_typed("1,234", money)
    assert isinstance(open_one, Flaw)
    assert open_one.severity is ERROR


def test_money_is_rounded_half_up_unless_it_states_more() -> None:
    assert to_minor_unit(Decimal("0.30000000000000004"), "USD") == Decimal("0.30")
    assert to_minor_unit(Decimal("4839662.780000013"), "USD") == Decimal("4839662.78")
    assert to_minor_unit(Decimal(12), "USD") == Decimal("12.00")
    assert to_minor_unit(Decimal("12.5"), "XOF") is None
    assert to_minor_unit(Decimal("1.005"), "USD") is None
    assert to_minor_unit(Decimal("1.0049999999999999"), "TND") == Decimal("1.005")
    assert to_minor_unit(Decimal("-0.0000000001"), "EUR") == 0


def test_values_are_read_once_however_often_they_stand() -> None:
    column = GridColumn([None, "1,5", "2,5"], array("I", [1, 2] * 50_000))
    read = read_values(column, field_of(Kind.MONEY), rows=range(100_000))
    assert read.values == [None, Decimal("1.5"), Decimal("2.5")]
    assert read.style is not None
    assert str(read.style.evidence) == "“1,5” in all 100000 rows."


def test_a_column_without_numbers_has_no_style() -> None:
    assert read_cells(Kind.MONEY, None, "n.d.").style is None
    assert read_cells(Kind.MONEY, 5, 7, "n.d.", "abc").evidence == "2 true numbers."
    assert read_cells(Kind.DATE, None, "n.d.", "abc").style is None


@pytest.mark.parametrize("text", ["1.500 FCFA", "1.500 XOF", "GNF 1.500", "F CFA 1.500"])
def test_francs_have_no_decimals_that_a_point_could_part(text: str) -> None:
    read = read_cells(Kind.MONEY, text, "2.500")
    assert read.values == [Decimal(1500), Decimal(2500)]
    assert read.code == COMMA
    assert read_cells(Kind.RATE, text).open
    assert read_cells(Kind.MONEY, text.replace(".", ","), "2,500").values == [Decimal(1500), Decimal(2500)]


@pytest.mark.parametrize("text", ["1.500 USD", "$ 1.500", "1.500"])
def test_other_currencies_do_not_tell(text: str) -> None:
    assert read_cells(Kind.MONEY, text).open
