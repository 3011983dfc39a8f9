"""The financial statement of a grant, against figures worked out by hand from one small ledger, on both engines; and
every figure names the entries that make it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop.language import Language, UserError
from desktop.reports.report import Report
from desktop.reports.trace import TraceRow
from desktop.services import reports
from desktop.services.offices import Office, find_office
from desktop.storage.models import Grant
from tests.helpers.engines import Engines
from tests.helpers.records import making
from tests.helpers.reporting import statement_of, trace_of
from tests.integration.services.conftest import Told

FIRST, LAST = date(2019, 4, 1), date(2019, 6, 30)
COLUMNS = ("budget", "period", "cumulative", "committed", "balance", "delivery")


def _figures(*numbers: str) -> tuple[Decimal | None, ...]:
    return tuple(None if number == "-" else Decimal(number) for number in numbers)


# budget, of the period, in all, committed, balance, delivery; all by hand from the ledger below
BY_HAND = {
    "1": _figures("20000", "2500.00", "6200.00", "0", "13800.00", "0.31"),
    "2": _figures("0", "80.15", "80.15", "0", "-80.15", "-"),
    "3": _figures("6000", "1400.00", "1400.00", "600.00", "4000.00", "0.2333"),
    "4": _figures("0", "0", "0", "0", "0", "-"),
    "5": _figures("4000", "286.73", "786.73", "1000.00", "2213.27", "0.1967"),
    "6": _figures("0", "0", "0", "0", "0", "-"),
    "7": _figures("5000", "-45.50", "254.50", "0", "4745.50", "0.0509"),
    "direct": _figures("35000", "4221.38", "8721.38", "1600.00", "24678.62", "0.2492"),
    "8": _figures("4550", "548.78", "1133.78", "0", "3416.22", "0.2492"),
    "total": _figures("39550", "4770.16", "9855.16", "1600.00", "28094.84", "0.2492"),
}
FUND_BY_HAND = {
    "received.before": "10000",
    "spent.before": "5085.00",
    "fund.opening": "4915.00",
    "fund.receipts": "15000.00",
    "fund.income": "19915.00",
    "fund.spent": "4770.16",
    "fund.closing": "15144.84",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def paid(
    request: pytest.FixtureRequest, engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """The office on each engine, for tests that only read."""
    office = find_office(engines.office(request.param, tmp_path_factory.mktemp("statement")), actor="Test")
    _book_everything(office)
    yield office
    office.close()


@pytest.fixture
def paid_file(file_office: Office) -> Office:
    """The office in a file of this test alone."""
    _book_everything(file_office)
    return file_office


LINES = (
    ("1.1", "12000.00", 1),
    ("1.2", "8000.00", 1),
    ("3.1", "6000.00", 3),
    ("5.1", "4000.00", 5),
    ("7.1", "5000.00", 7),
    ("8", "4550.00", 8),
)
IN_FRANCS = {
    "original_currency": "XOF",
    "original_amount": Decimal(50000),
    "rate": Decimal("576.5"),
    "rate_on": date(2019, 5, 1),
    "rate_source": "UN Treasury",
}


def _book_everything(office: Office) -> None:
    """A grant of USD 39,550 at 13 %: a quarter before the period, the period, and a day after it."""
    with making(office) as make:
        funder = make.organisation(name="United States, Department of State", short_name="US")
        grant = make.grant(
            reference="GR-1", title="Legal aid", funder_id=funder.id, amount=Decimal(39550), indirect_rate=Decimal(13)
        )
        budget = make.budget(grant)
        lines = {code: make.line(budget, code, amount, category=category).id for code, amount, category in LINES}
        make.line(make.budget(grant, status="draft"), "9", "77777.00", category=4)

        def book(reference: str, day: date, amount: str, category: int | None = None, **more: object) -> int:
            return make.entry(
                grant, amount, reference=reference, entry_on=day, category=category, description=reference, **more
            ).id

        # before the period: 4,500.00 direct
        book("RC-1", date(2019, 1, 15), "10000.00", kind="receipt")
        book("PV-1", date(2019, 1, 31), "3700.00", 1, line_id=lines["1.1"])
        book("PV-2", date(2019, 2, 10), "500.00", 5, line_id=lines["5.1"])
        book("PV-3", date(2019, 3, 31), "300.00", 7, line_id=lines["7.1"])
        book("JV-1", date(2019, 3, 31), "585.00", 8, line_id=lines["8"])
        order = book("PO-1", date(2019, 3, 20), "2000.00", 3, kind="commitment", line_id=lines["3.1"])
        # the period: 4,221.38 direct
        book("RC-2", date(2019, 4, 1), "15000.00", kind="receipt")
        book("PV-4", date(2019, 4, 1), "2500.00", 1, line_id=lines["1.2"])
        book("PV-5", date(2019, 5, 2), "1400.00", 3, commitment_id=order, liquidated=Decimal(1400))
        book("PV-6", date(2019, 5, 3), "86.73", 5, **IN_FRANCS)
        book("PV-7", date(2019, 5, 4), "200.00", 5)
        book("PO-2", date(2019, 5, 5), "1000.00", 5, kind="commitment")
        book("RF-1", date(2019, 6, 1), "-45.50", 7, kind="refund")
        book("AD-1", date(2019, 6, 2), "80.15", 2, kind="adjustment")
        book("JV-2", date(2019, 6, 30), "548.78", 8)
        # after it
        book("PV-8", date(2019, 7, 1), "999.99", 1)
        book("RC-3", date(2019, 7, 1), "9.99", kind="receipt")
        make.entry(make.grant(reference="GR-2"), "123.45", category=1, entry_on=date(2019, 5, 1))


def _book_one_more(office: Office, amount: str, category: int | None) -> Report:
    with making(office) as make:
        make.entry(make.unit.get(Grant, 1), amount, category=category, entry_on=LAST)
    return _statement(office)


def _behind(office: Office, report: Report, key: str) -> list[TraceRow]:
    return list(reports.entries_behind(office, report, key).rows)


def _statement(office: Office, first: date = FIRST, last: date = LAST) -> Report:
    return statement_of(office, grant="GR-1", first=first, last=last)


def test_by_category(paid: Office) -> None:
    report = _statement(paid)
    for row, wanted in BY_HAND.items():
        assert tuple(report.figure(f"{column}.{row}").value for column in COLUMNS) == wanted, row


def test_the_fund(paid: Office) -> None:
    report = _statement(paid)
    assert {key: report.figure(key).value for key in FUND_BY_HAND} == {
        key: Decimal(value) for key, value in FUND_BY_HAND.items()
    }


def test_it_proves_itself(paid: Office) -> None:
    report = _statement(paid)
    assert report.is_proved
    assert [(str(proof.label), proof.one.value, proof.other.value) for proof in report.proofs] == [
        ("Categories and ledger", Decimal("9855.16"), Decimal("9855.16")),
        ("Categories and fund, in the period", Decimal("4770.16"), Decimal("4770.16")),
        ("Before the period, in it, and in all", Decimal("9855.16"), Decimal("9855.16")),
        ("Closing balance and cash", Decimal("15144.84"), Decimal("15144.84")),
        ("Receipts by day and in the ledger", Decimal("15000.00"), Decimal("15000.00")),
    ]


@pytest.mark.parametrize(
    ("figure", "documents"),
    [
        ("period.1", "PV-4"),
        ("cumulative.1", "PV-1 PV-4"),
        ("period.7", "RF-1"),
        ("period.2", "AD-1"),
        ("committed.3", "PO-1 PV-5"),
        ("committed.5", "PO-2"),
        ("period.5", "PV-6 PV-7"),
        ("balance.5", "PV-2 PV-6 PV-7 PO-2"),
        ("delivery.7", "PV-3 RF-1"),
        ("period.direct", "PV-4 PV-5 PV-6 PV-7 RF-1 AD-1"),
        ("period.total", "PV-4 PV-5 PV-6 PV-7 RF-1 AD-1 JV-2"),
        ("fund.receipts", "RC-2"),
        ("fund.opening", "RC-1 PV-1 PV-2 PV-3 JV-1"),
        ("budget.1", ""),
        ("expected.indirect", "PV-1 PV-2 PV-3 PV-4 PV-5 PV-6 PV-7 RF-1 AD-1"),
    ],
)
def test_the_entries_behind_a_figure(paid: Office, figure: str, documents: str) -> None:
    behind = _behind(paid, _statement(paid), figure)
    assert [row.reference for row in behind] == documents.split()


def test_an_entry_in_another_currency_shows_both_amounts_and_its_rate(paid: Office) -> None:
    (row,) = [row for row in trace_of(paid, _statement(paid)) if row.reference == "PV-6"]
    assert (row.original_currency, row.original_amount, row.rate, row.spent) == (
        "XOF", Decimal(50000), Decimal("576.5"), Decimal("86.73")
    )  # fmt: skip
    assert (str(row.kind_name), row.category, row.when) == ("Expenditure", "5", "period")


def test_the_trace_holds_every_entry_up_to_the_last_day_in_order(paid: Office) -> None:
    documents = [row.reference for row in trace_of(paid, _statement(paid))]
    assert documents == (
        [
            "RC-1",
            "PV-1",
            "PV-2",
            "PO-1",
            "PV-3",
            "JV-1",
            "RC-2",
            "PV-4",
            "PV-5",
            "PV-6",
            "PV-7",
            "PO-2",
            "RF-1",
            "AD-1",
            "JV-2",
        ]
    )


def test_a_period_without_entries_carries_the_balance_on(paid: Office) -> None:
    report = _statement(paid, date(2019, 8, 1), date(2019, 8, 31))
    assert report.figure("period.total").value == 0
    assert report.figure("fund.opening").value == report.figure("fund.closing").value == Decimal("14154.84")
    assert report.figure("cumulative.total").value == Decimal("10855.15")
    assert _behind(paid, report, "period.total") == []


def test_before_the_grant_there_is_nothing(paid: Office) -> None:
    report = _statement(paid, date(2017, 1, 1), date(2017, 12, 31))
    assert report.entry_count == 0
    assert report.figure("fund.closing").value == 0
    assert report.figure("balance.total").value == Decimal(39550)
    assert report.figure("delivery.total").value == 0
    assert report.is_proved


def test_after_the_grant_everything_is_cumulative(paid: Office) -> None:
    report = _statement(paid, date(2025, 1, 1), date(2025, 12, 31))
    assert report.figure("period.total").value == 0
    assert report.figure("fund.closing").value == Decimal("25009.99") - Decimal("10855.15")
    assert report.entry_count == 17


def test_one_day_is_a_period(paid: Office) -> None:
    report = _statement(paid, LAST, LAST)
    assert report.figure("period.total").value == Decimal("548.78")
    assert [row.reference for row in _behind(paid, report, "period.total")] == ["JV-2"]


def test_two_periods_add_up_to_the_whole(paid: Office) -> None:
    whole = _statement(paid, date(2019, 1, 1), LAST)
    first, second = _statement(paid, date(2019, 1, 1), date(2019, 4, 30)), _statement(paid, date(2019, 5, 1), LAST)
    for row in BY_HAND:
        parts = [report.figure(f"period.{row}").value or 0 for report in (first, second)]
        assert sum(parts) == whole.figure(f"period.{row}").value, row
    assert first.figure("fund.closing").value == second.figure("fund.opening").value


def test_support_costs_off_their_rate_are_noted(paid_file: Office, english: Language) -> None:
    report = _book_one_more(paid_file, "0.01", 8)
    assert report.is_proved
    told = english.text(report.notes[0]).replace("\u00a0", " ")
    assert told == "Support costs posted are USD 0.01 over 13 % of the direct costs."


def test_costs_without_category_have_a_row_of_their_own(paid_file: Office) -> None:
    report = _book_one_more(paid_file, "12.34", None)
    (row,) = [row for row in report.tables[0].rows if str(row.label) == "Without a category"]
    assert [figure.value for figure in row.figures][:3] == [Decimal(0), Decimal("12.34"), Decimal("12.34")]
    assert report.figure("period.direct").value == Decimal("4233.72")


def test_who_what_and_when_stand_over_it(paid: Office, english: Language) -> None:
    facts = {str(fact.label): english.value(fact.value or "") for fact in _statement(paid).facts}
    assert facts == {
        "Grant": "GR-1",
        "Title": "Legal aid",
        "Funder": "United States, Department of State",
        "Recipient": "Office",
        "Period": "1 Apr 2019 to 30 Jun 2019",
        "Currency": "USD",
        "State": "Interim, not certified",
    }


def test_a_grant_without_rate_and_budget(office: Office) -> None:
    with making(office) as make:
        make.entry(make.grant(reference="GR-1", currency="XOF"), "1500", category=5, entry_on=FIRST)
    report = _statement(office)
    assert report.figure("period.total").value == Decimal(1500)
    assert report.figure("balance.total").value == Decimal(-1500)
    assert report.figure("delivery.total").value is None
    assert [str(proof.label) for proof in report.proofs] == [
        "Categories and ledger",
        "Categories and fund, in the period",
        "Before the period, in it, and in all",
        "Closing balance and cash",
    ]


def test_an_unknown_grant_is_told_with_those_like_it(paid: Office, english: Language) -> None:
    with pytest.raises(UserError) as raised:
        statement_of(paid, grant="GR-9", first=FIRST, last=LAST)
    assert english.join(raised.value.sentences()) == (
        "There is no grant GR-9. Nothing was done. Nearest: GR-2 and GR-1."
    )


def test_an_office_without_grants(office: Office, told: Told) -> None:
    with pytest.raises(UserError) as raised:
        statement_of(office, grant="GR-9", first=FIRST, last=LAST)
    assert told(raised) == "There is no grant GR-9. Nothing was done. Add the grant first."


def test_a_period_the_wrong_way_round(paid: Office, english: Language) -> None:
    with pytest.raises(UserError) as raised:
        _statement(paid, LAST, FIRST)
    assert english.join(raised.value.sentences()) == (
        "The period ends before it starts. No report was made. "
        "Give the first day, then the last: 1 Apr 2019 to 30 Jun 2019."
    )


def test_written_to_excel_and_told(paid: Office, tmp_path: Path, speak: Callable[[str], Language]) -> None:
    path = tmp_path / "statement.XLSX"
    outcome = reports.write_report(paid, _statement(paid), path, language=speak("fr"))
    assert str(outcome.message) == "Wrote statement.XLSX: 15 entries."
    workbook = openpyxl.load_workbook(path)
    texts = {str(cell.value) for row in workbook.worksheets[0].iter_rows() for cell in row if cell.value}
    assert "État financier" in texts
    assert "GR-1" in texts


@pytest.mark.parametrize("name", ["statement", "statement.xls"])
def test_a_file_of_another_kind_is_refused(
    paid: Office, tmp_path: Path, told: Told, english: Language, name: str
) -> None:
    with pytest.raises(UserError) as raised:
        reports.write_report(paid, _statement(paid), tmp_path / name, language=english)
    assert told(raised).startswith("GrantDesk does not write “")
    assert "files. Nothing was written. Choose a name that ends in one of these: " in told(raised)
    assert list(tmp_path.glob("statement*")) == []
