"""Every fact, figure and table of a report has a name that a template may call."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from desktop.language import say
from desktop.reports.facts import GrantFacts
from desktop.reports.report import ColumnKind, Figure, ReportColumn, ReportRow, ReportTable, RowStyle
from desktop.reports.templates.placeholders import Each
from desktop.reports.templates.vocabulary import name_of, vocabulary
from desktop.reports.trace import TraceRow
from tests.helpers.templates import DAY, LETTERHEAD, STATED, line, report, words_of


def test_facts_figures_and_the_office_have_names() -> None:
    words = words_of(line(1))
    values = {name: words.term(name).value for name in words.terms}
    assert values["grant.reference"] == values["grant"] == "NER-CT-01"
    assert (values["period.first"], values["period.last"], values["today"]) == (
        date(2019, 7, 1),
        date(2019, 9, 30),
        DAY,
    )
    assert (values["office.name"], values["report.entries"]) == ("UNODC Niger", 7)
    assert values["cumulative.total"] == Decimal("1234.5")
    assert (values["delivery.1"], words.term("delivery.1").kind) == (Decimal("0.25"), ColumnKind.SHARE)
    assert values["categories.1.remark"] == "remark"
    assert values["ledger.spent"] == 9
    named = ("funder.label", "categories.title", "categories.heading", "categories.budget.label")
    assert [str(values[name]) for name in named] == ["Funder", "By category", "Category", "Budget"]
    assert words.term("signed").kind is ColumnKind.DAY
    assert str(words.term("budget.1").about) == "Staff: Budget"
    assert words.term("budget.1").currency == "USD"


def test_what_the_agreement_says_has_names_in_every_layout() -> None:
    grant = GrantFacts(
        1,
        "GR-9",
        "Title",
        "Funder",
        "XOF",
        Decimal(5000),
        starts_on=date(2019, 1, 1),
        projects=(("PR-1", "Courts"), ("PR-2", "Prisons")),
    )
    words = vocabulary(report(), letterhead=LETTERHEAD, grant=grant)
    assert [words.term(f"grant.{key}").value for key in ("reference", "title", "agreement", "starts_on")] == [
        "GR-9",
        "Title",
        None,
        date(2019, 1, 1),
    ]
    assert (words.term("grant.amount").value, words.term("grant.amount").currency) == (5000, "XOF")
    assert words.term("grant.projects").value == ["PR-1 Courts", "PR-2 Prisons"]


def test_a_table_in_another_currency_says_so() -> None:
    cells = (Figure("x.1", Decimal(5), STATED),)
    table = ReportTable(
        "x", say("X"), say("X"), (ReportColumn("Amount due", say("Due")),), (ReportRow("1", "One", cells),), "XOF"
    )
    words = vocabulary(report(tables=(table,)), letterhead=LETTERHEAD)
    (row,) = words.rows(Each("x", 0, 0))
    assert (words.term("x.1").currency, row["row.amount_due"].currency) == ("XOF", "XOF")
    assert row["row.amount_due"].value == 5


def test_rows_are_chosen_by_style_and_value() -> None:
    words = words_of(line(1), line(2), line(3, style=RowStyle.TOTAL))

    def numbers(each: Each) -> list[object]:
        return [row["row.number"].value for row in words.rows(each)]

    assert numbers(Each("categories", 0, 0)) == ["1", "2", "3"]
    assert numbers(Each("categories", 0, 0, RowStyle.LINE)) == ["1", "2"]
    assert numbers(Each("categories", 0, 0, where=("number", "2"))) == ["2"]
    assert numbers(Each("none", 0, 0)) == []
    assert words.term("none").value is None


def test_a_row_is_chosen_by_a_value_of_zero_and_by_one_that_is_empty() -> None:
    words = words_of(line(1, spent="0"), line(2, spent="5"), ReportRow("h", "Heading", style=RowStyle.HEADING))

    def numbers(column: str, wanted: str) -> list[object]:
        return [row["row.key"].value for row in words.rows(Each("categories", 0, 0, where=(column, wanted)))]

    assert numbers("spent", "0") == ["1"]
    assert numbers("spent", "") == ["h"]
    assert numbers("label", "STAFF") == ["1", "2"]
    assert numbers("unheard_of", "") == ["1", "2", "h"]


def test_a_heading_has_no_figures() -> None:
    words = words_of(ReportRow("h", "Personnel", style=RowStyle.HEADING), line(1))
    heading, _line = words.rows(Each("categories", 0, 0))
    assert (heading["row.label"].value, heading["row.budget"].value) == ("Personnel", None)


def test_notes_signatures_and_entries_are_tables() -> None:
    entry = TraceRow(1, DAY, "PV-1", "Fuel", say("Expenditure"), "period", "XOF", Decimal(3000), spent=Decimal(5))
    words = vocabulary(report(), letterhead=LETTERHEAD, entries=[entry])
    assert [str(row["row.text"].value) for row in words.rows(Each("notes", 0, 0))] == ["A note.", "Another."]
    (signature,) = words.rows(Each("signatures", 0, 0))
    assert signature["row.name"].value == "A. Diallo"
    (spent,) = words.rows(Each("entries", 0, 0))
    assert (spent["row.spent"].value, spent["row.spent"].kind) == (5, ColumnKind.AMOUNT)
    assert words.rows(Each("facts", 0, 0))[0]["row.value"].value == "NER-CT-01"


def test_all_names_are_offered_with_an_example() -> None:
    offered = dict(words_of(line(1)).offered())
    assert offered["cumulative.total"].value == Decimal("1234.5")
    assert str(offered["each categories"].about) == "By category"
    assert offered["row.budget"].value == Decimal(1000)
    assert offered["row.entry_on"].value is None


def test_names_are_small_and_without_blanks() -> None:
    assert name_of(" Budget {of} Line 1.2 ") == "budget_of_line_1.2"
