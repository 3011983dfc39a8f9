"""Payments against instalments: in part, in full, above, and in another currency than agreed; cash on hand is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.deadlines import Horizon
from desktop.domain.instalments import instalment_state
from desktop.domain.money import Money
from desktop.domain.terms import RatePolicy, RuleKind
from desktop.language import Language
from desktop.registers.query import Cell
from desktop.services import records
from desktop.services.grant_page import grant_page
from desktop.services.ledger import reverse
from desktop.services.offices import Office
from desktop.services.portfolio import office_findings
from desktop.services.receipts import Receipt, outstanding, record_receipt, try_receipt
from desktop.services.records import InvalidRecordError
from desktop.storage.deadlines import open_dates
from desktop.storage.models import Grant
from tests.helpers.records import making
from tests.integration.services.conftest import Desk, Form

FEBRUARY = date(2019, 2, 15)
ABOVE_ZERO = "A receipt is above zero. Record money given back as a refund."


class ExpectingDesk(Desk):
    """A desk whose grant expects USD 41,200.00 on 1 February 2019, and the rate of the euro."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.save("rates", currency="EUR", units=Decimal("0.92"), effective_on=date(2019, 2, 1))
        values: Form = {"grant": self.grant, "expected_on": date(2019, 2, 1), "amount": Decimal(41200)}
        self.instalment = records.save(office, "instalments", values=values).record_id


@pytest.fixture
def expecting(office: Office) -> ExpectingDesk:
    """A desk that expects money, on each engine."""
    return ExpectingDesk(office)


def _receipt(desk: ExpectingDesk, amount: str, currency: str = "USD", **more: Decimal | None) -> Receipt:
    return Receipt(desk.instalment, FEBRUARY, Money(Decimal(amount), currency), "RC-0001", **more)  # type: ignore[arg-type]  # as its fields are


def _shown(desk: ExpectingDesk) -> tuple[Cell, ...]:
    values = desk.values("instalments", desk.instalment)
    return tuple(values[key] for key in ("state", "received", "outstanding", "exchange"))


def test_a_payment_in_full(expecting: ExpectingDesk) -> None:
    outcome = record_receipt(expecting.office, _receipt(expecting, "41200"))
    assert outcome.message.text == "Received {amount} for instalment {number} of {grant}."
    values = expecting.values("ledger", outcome.record_id)
    assert (values["kind"], values["received"], values["instalment"], values["description"]) == (
        "receipt", Decimal(41200), 1, "GR-1 / 1"
    )  # fmt: skip
    assert _shown(expecting) == ("received", Decimal(41200), Decimal(0), Decimal(0))


def test_payments_in_part_and_above(expecting: ExpectingDesk) -> None:
    record_receipt(expecting.office, _receipt(expecting, "40000"))
    assert _shown(expecting)[:3] == ("partly_received", Decimal(40000), Decimal(1200))
    assert outstanding(expecting.office, expecting.instalment) == Money(Decimal(1200), "USD")
    last = record_receipt(expecting.office, _receipt(expecting, "1500"))
    assert _shown(expecting)[:3] == ("received", Decimal(41500), Decimal(-300))
    assert outstanding(expecting.office, expecting.instalment) == Money(Decimal(0), "USD")
    reverse(expecting.office, entry_id=last.record_id, on=FEBRUARY)
    assert _shown(expecting)[:2] == ("partly_received", Decimal(40000))


def test_a_payment_in_another_currency_stands_at_its_agreed_value(
    expecting: ExpectingDesk,
) -> None:
    shown = try_receipt(expecting.office, _receipt(expecting, "37500", "EUR"))
    assert [(part.kind, part.amount.amount) for part in shown] == [
        ("receipt", Decimal("41200.00")),
        ("exchange_difference", Decimal("-439.13")),  # 37,500 / 0.92 = 40,760.87
    ]
    made = record_receipt(expecting.office, _receipt(expecting, "37500", "EUR"))
    assert _shown(expecting) == ("received", Decimal(41200), Decimal(0), Decimal("-439.13"))
    assert expecting.values("grants", expecting.grant)["received"] == Decimal("40760.87")
    receipt = expecting.values("ledger", made.record_id)
    assert (receipt["rate"], receipt["rate_per"]) == (Decimal(37500), Decimal(41200))
    difference = expecting.values("ledger", made.record_id + 1)
    assert (difference["reference"], difference["rate_on"], difference["rate_source"], difference["instalment"]) == (
        "RC-0001 X", date(2019, 2, 1), "UN Treasury", 1
    )  # fmt: skip
    reverse(expecting.office, entry_id=made.record_id, on=FEBRUARY)
    assert expecting.values("grants", expecting.grant)["received"] == 0
    assert _shown(expecting) == ("overdue", Decimal(0), Decimal(41200), Decimal(0))


def test_a_part_in_another_currency_counts_for_what_is_said(expecting: ExpectingDesk) -> None:
    receipt = _receipt(expecting, "10000", "EUR", agreed=Decimal(11000), rate=Decimal("0.9"))
    record_receipt(expecting.office, receipt)
    assert _shown(expecting) == ("partly_received", Decimal(11000), Decimal(30200), Decimal("111.11"))
    assert record_receipt(expecting.office, replace(receipt, rate=Decimal(10), rate_per=Decimal(11))).record_id
    assert _shown(expecting)[3] == Decimal("111.11")  # no difference, no entry


def test_a_fixed_rate_of_the_rule_book_says_what_a_payment_counts_for(expecting: ExpectingDesk) -> None:
    with making(expecting.office) as make:
        grant = make.unit.get(Grant, expecting.grant)
        make.rule(grant, RuleKind.RATE_POLICY, choice=str(RatePolicy.FIXED), currency="EUR", rate=Decimal("0.8"))
    shown = try_receipt(expecting.office, _receipt(expecting, "10000", "EUR"))
    assert [part.amount.amount for part in shown] == [Decimal(12500), Decimal("-1630.43")]


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"reference": " "}, {"reference": "Enter a code or reference."}),
        ({"original": Money(Decimal(0), "USD")}, {"original_amount": ABOVE_ZERO}),
        ({"original": Money(Decimal("0.001"), "USD")}, {"original_amount": "USD has 2 decimals. Round the amount."}),
        ({"original": Money(Decimal(10) ** 14, "USD")}, {"original_amount": "The number is too large."}),
        ({"rate": Decimal(-1)}, {"rate": "A rate is above zero."}),
        (
            {"original": Money(Decimal(1), "GBP")},
            {"rate": "There is no rate of GBP for 2019-02-15. Enter it here, or under Exchange rates."},
        ),
        (
            {"original": Money(Decimal(1), "EUR"), "agreed": Decimal(-1)},
            {"agreed": "Enter what this payment counts for by the agreement, in USD."},
        ),
    ],
)  # fmt: skip
def test_what_is_refused(expecting: ExpectingDesk, changed: dict[str, object], fields: dict[str, str]) -> None:
    receipt = replace(_receipt(expecting, "1"), **changed)  # type: ignore[arg-type]  # as its fields are
    with pytest.raises(InvalidRecordError) as raised:
        record_receipt(expecting.office, receipt)
    assert {key: str(problem) for key, problem in raised.value.fields.items()} == fields
    assert _shown(expecting)[1] == 0


# --- instalments --------------------------------------------------------------------------------------------------


def test_rules_of_instalments(expecting: ExpectingDesk, english: Language) -> None:
    values: Form = {"grant": expecting.grant, "expected_on": FEBRUARY, "amount": Decimal(60000)}
    said = records.try_out(expecting.office, "instalments", values=values)
    assert said is not None
    assert english.text(said) == "The instalments come to USD\u00a01,200.00 more than was awarded."
    second = records.save(expecting.office, "instalments", values=values).record_id
    assert expecting.values("instalments", second)["number"] == 2
    assert records.try_out(expecting.office, "instalments", values={"amount": Decimal(1)}, record_id=second) is None
    for changed, problems in (
        ({"number": Decimal(2)}, {"number": "GR-1 has an instalment 2 already. The next free number is 3."}),
        ({"number": Decimal(-1)}, {"number": "Instalments are numbered from 1 on."}),
        ({"amount": Decimal(0)}, {"amount": "An instalment is above zero. Enter what the funder is to pay."}),
        ({"amount": Decimal("0.001")}, {"amount": "USD has 2 decimals. Round the amount."}),
    ):
        with pytest.raises(InvalidRecordError) as raised:
            records.save(expecting.office, "instalments", values={**values, **changed})
        assert {key: str(problem) for key, problem in raised.value.fields.items()} == problems


def test_only_receipts_of_the_grant_pay_its_instalments(expecting: ExpectingDesk) -> None:
    assert expecting.refused("ledger", instalment=expecting.instalment) == {
        "instalment": "Only a receipt pays an instalment. Leave it empty."
    }
    with making(expecting.office) as make:
        other = make.instalment(make.grant(), "10.00", FEBRUARY).id
    assert expecting.refused("ledger", instalment=other, kind="receipt", line=None) == {
        "instalment": "This instalment belongs to another grant. Choose one of this grant."
    }
    entry = expecting.save("ledger", kind="receipt", line=None).record_id
    expecting.save("ledger", entry, instalment=expecting.instalment)
    assert _shown(expecting)[:2] == ("partly_received", Decimal("118.40"))


def test_the_list_tells_the_same_states_as_the_rule(office: Office) -> None:
    today = date.today()  # noqa: DTZ011 - the database's own day
    with making(office) as make:
        grant = make.grant(amount=Decimal(10**6))
        made = [
            make.instalment(grant, "100.00", date.fromordinal(today.toordinal() + days), number=number).id
            for number, days in enumerate((-400, -2, 2, 25, 400), start=1)
        ]
        for place, part in ((0, "40.00"), (3, "100.00")):
            make.entry(grant, part, kind="receipt", instalment_id=made[place])
    for identity in made:
        values = records.load(office, "instalments", identity).values
        expected_on, amount, paid = values["expected_on"], values["amount"], values["received"]
        assert isinstance(expected_on, date)
        assert isinstance(amount, Decimal)
        assert isinstance(paid, Decimal)
        state = instalment_state(expected_on=expected_on, amount=amount, received=paid, today=today)
        assert values["state"] == state


def test_the_project_check_finds_instalments_above_the_award(expecting: ExpectingDesk, english: Language) -> None:
    def found() -> list[tuple[str, str]]:
        told = ((one.label, english.text(one.sentence)) for one in office_findings(expecting.office))
        return [one for one in told if "instalments" in one[1]]

    assert found() == [("GR-1", "The instalments sum to USD\u00a041,200.00, the grant is USD\u00a0100,000.00.")]
    with making(expecting.office) as make:
        make.instalment(make.unit.get(Grant, expecting.grant), "58800.01", FEBRUARY, number=2)
    assert found() == [("GR-1", "The instalments come to USD\u00a00.01 more than was awarded.")]


def _to_come(desk: ExpectingDesk) -> list[tuple[int, Decimal]]:
    """What the deadlines say is still to come, by instalment; the page of the grant and the check say the same."""
    with desk.office.read() as session:
        dates = open_dates(session, Horizon.of_days(desk.office.today, 90), books={})
    due = [(one.number, one.outstanding.amount) for one in dates.instalments]
    page = grant_page(desk.office, desk.grant)
    assert [(one.agreed.number, one.shortfall.amount) for one in page.instalments if one.shortfall.amount] == due
    late = [finding for finding in page.findings if finding.code == "instalment_overdue"]
    assert len(late) == len(due)
    return due


@pytest.mark.parametrize("paid", ["37500", "38000"])  # 439.13 below what was agreed, and 104.35 above it
def test_an_exchange_difference_is_no_cash_that_is_missing_or_paid_ahead(expecting: ExpectingDesk, paid: str) -> None:
    with making(expecting.office) as make:
        make.instalment(make.unit.get(Grant, expecting.grant), "5000.00", date(2019, 3, 1), number=2)
    assert _to_come(expecting) == [(1, Decimal(41200)), (2, Decimal(5000))]
    record_receipt(expecting.office, _receipt(expecting, paid, "EUR"))
    assert _to_come(expecting) == [(2, Decimal(5000))]


def test_a_receipt_that_names_no_instalment_fills_them_in_every_view(expecting: ExpectingDesk) -> None:
    expecting.save("ledger", kind="receipt", original_amount=Decimal(41000), line=None)
    assert _to_come(expecting) == [(1, Decimal(200))]
