"""Deadlines are read from grants, rules, instalments, agreements and obligations, on both engines, in few queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from desktop.domain.terms import Frequency, ObligationStatus, Renewal, RuleKind
from desktop.language import Language
from desktop.services.deadlines import Deadline, DeadlineKind, deadlines
from desktop.services.offices import Office
from desktop.storage.models import Agreement, Obligation, Organisation
from tests.helpers.records import Maker, making

TODAY = date(2019, 10, 21)


@pytest.fixture(autouse=True)
def day_of_the_clock(office: Office) -> None:
    """The tests count from this day on."""
    assert office.today == TODAY


def told(found: list[Deadline]) -> list[tuple[str, str, str, bool]]:
    return [(str(due.day), str(due.kind), due.label, due.late) for due in found]


def obligation(make: Maker, agreement: Agreement, who: Organisation, **values: Any) -> Obligation:
    plain = {"title": "Name a focal point", "due_on": date(2019, 11, 1)}
    return make.unit.add(Obligation(agreement_id=agreement.id, organisation_id=who.id, **{**plain, **values}))


def test_an_empty_office_has_none(office: Office) -> None:
    assert deadlines(office) == []


def test_reports_and_notices_come_from_the_rule_book(office: Office) -> None:
    with making(office) as make:
        days = {"starts_on": date(2019, 7, 1), "ends_on": date(2019, 12, 31)}
        grant = make.grant(reference="A", liquidation_days=10, **days)
        make.rule(grant, RuleKind.REPORT, choice=Frequency.QUARTERLY, days=30, final_days=120, note="SF-425")
        make.rule(grant, RuleKind.EXTENSION_NOTICE, days=10)
        make.rule(grant, RuleKind.INDIRECT, percent=Decimal(13))
        closed = make.grant(reference="B", ends_on=date(2019, 12, 31), closed_on=date(2019, 10, 1))
        make.instalment(closed, "5000.00", date(2019, 11, 1))
    assert told(deadlines(office)) == [
        ("2019-10-30", DeadlineKind.REPORT, "A", False),
        ("2019-12-21", DeadlineKind.EXTENSION_NOTICE, "A", False),
        ("2019-12-31", DeadlineKind.GRANT_END, "A", False),
        ("2020-01-10", DeadlineKind.LIQUIDATION_END, "A", False),
    ]
    assert [due.kind for due in deadlines(office, days=200)][-1] == DeadlineKind.REPORT
    assert deadlines(office, days=5) == []


def test_instalments_are_expected_until_all_of_them_came(office: Office, english: Language) -> None:
    with making(office) as make:
        grant = make.grant(reference="A", ends_on=None)
        came = make.instalment(grant, "5000.00", date(2019, 1, 15), number=1)
        short = make.instalment(grant, "5000.00", date(2019, 7, 15), number=2)
        make.instalment(grant, "2500.00", date(2019, 11, 15), number=3)
        make.instalment(grant, "2500.00", date(2020, 11, 15), number=4)
        make.entry(grant, "5000.00", kind="receipt", instalment_id=came.id)
        make.entry(grant, "4999.99", kind="receipt", instalment_id=short.id)
    found = deadlines(office)
    assert told(found) == [
        ("2019-07-15", DeadlineKind.INSTALMENT, "A", True),
        ("2019-11-15", DeadlineKind.INSTALMENT, "A", False),
    ]
    assert [english.text(due.sentence).replace("\u00a0", " ") for due in found] == [
        "Instalment 2: USD 0.01 did not come",
        "Instalment 3 of USD 2,500.00 expected",
    ]


def test_agreements_end_and_obligations_fall_due(office: Office) -> None:
    with making(office) as make:
        who = make.organisation(short_name="MINUSCA")
        agreement = make.agreement(
            reference="MOU", ends_on=date(2020, 1, 19), renewal=Renewal.IN_WRITING, notice_days=60
        )
        make.agreement(reference="OLD", ends_on=date(2019, 10, 20))
        make.agreement(reference="OPEN", ends_on=None)
        late = obligation(make, agreement, who, due_on=date(2019, 10, 1))
        obligation(make, agreement, who)
        for status in (ObligationStatus.FULFILLED, ObligationStatus.DROPPED):
            obligation(make, agreement, who, status=status)
        obligation(make, agreement, who, due_on=None)
        late_id = late.id
    found = deadlines(office)
    assert told(found) == [
        ("2019-10-01", DeadlineKind.OBLIGATION, "MOU", True),
        ("2019-11-01", DeadlineKind.OBLIGATION, "MOU", False),
        ("2019-11-20", DeadlineKind.AGREEMENT_NOTICE, "MOU", False),
        ("2020-01-19", DeadlineKind.AGREEMENT_END, "MOU", False),
    ]
    assert (found[0].register, found[0].record_id) == ("obligations", late_id)
    assert str(found[0].sentence) == "MINUSCA: Name a focal point"


def test_a_grant_has_its_own_and_those_of_its_agreement(office: Office) -> None:
    with making(office) as make:
        who = make.organisation()
        agreement = make.agreement(reference="MOU", ends_on=date(2019, 12, 1))
        other = make.agreement(reference="OTHER", ends_on=date(2019, 12, 1))
        for one in (agreement, other):
            obligation(make, one, who)
        first = make.grant(reference="A", ends_on=date(2019, 12, 31), agreement_id=agreement.id)
        second = make.grant(reference="B", ends_on=date(2019, 12, 31))
        for grant in (first, second):
            make.instalment(grant, "1.00", date(2019, 11, 1))
            make.rule(grant, RuleKind.EXTENSION_NOTICE, days=10)
        first_id, second_id = first.id, second.id
    assert {due.label for due in deadlines(office)} == {"A", "B", "MOU", "OTHER"}
    assert [due.label for due in deadlines(office, grant_id=first_id)] == ["A", "MOU", "MOU", "A", "A"]
    assert {due.label for due in deadlines(office, grant_id=second_id)} == {"B"}


@contextmanager
def counted(office: Office) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            sent.append(statement)

    event.listen(office.engine, "before_cursor_execute", note)
    yield sent
    event.remove(office.engine, "before_cursor_execute", note)


def test_however_many_grants_there_are_it_asks_seven_times(office: Office) -> None:
    with making(office) as make:
        funder = make.organisation().id
        for number in range(20):
            grant = make.grant(reference=f"G{number}", funder_id=funder, starts_on=date(2019, 7, 1))
            make.rule(grant, RuleKind.REPORT, choice=Frequency.QUARTERLY, days=30)
            make.instalment(grant, "1.00", date(2019, 11, 1))
    with counted(office) as sent:
        found = deadlines(office)
    assert len(found) == 60
    assert len(sent) == 8
