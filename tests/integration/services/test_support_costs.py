"""Support costs by the rules of the day: every view takes the rate under which a cost was spent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.terms import IndirectBase, RuleKind
from desktop.language import Language
from desktop.services import records
from desktop.services.amendments import grant_as_at
from desktop.services.findings import Depth, office_findings
from desktop.services.ledger import reverse
from desktop.services.offices import Office
from desktop.services.reports import Report
from desktop.storage.models import Grant
from tests.helpers.records import making
from tests.helpers.reporting import statement_of

# From a day on, the rate on that base: none, 7 % in the middle of a month, another one in a time to come.
CHANGES = ((None, 13), (date(2019, 3, 5), 7), (date(2099, 1, 1), 5))


def _grant(office: Office, *rules: tuple[date | None, int], posted: str, base: str = IndirectBase.DIRECT) -> int:
    """A grant that spent 800.00 on staff and 200.00 on transfers before 5 March 2019, 500.00 on that day, and
    `posted` on support costs.
    """
    with making(office) as make:
        grant = make.grant(reference="GR-1", ends_on=date(2021, 12, 31))
        for starts_on, percent in rules:
            make.rule(grant, RuleKind.INDIRECT, percent=Decimal(percent), choice=base, starts_on=starts_on)
        make.entry(grant, "600.00", category=1, entry_on=date(2019, 2, 28))
        make.entry(grant, "200.00", category=1, entry_on=date(2019, 3, 4))
        make.entry(grant, "200.00", category=6, entry_on=date(2019, 3, 4))
        make.entry(grant, "500.00", category=1, entry_on=date(2019, 3, 5))
        make.entry(grant, posted, category=8, entry_on=date(2019, 3, 31))
        return grant.id


def _statement(office: Office) -> Report:
    return statement_of(office, grant="GR-1", first=date(2019, 3, 1), last=date(2019, 3, 31))


def _told(office: Office, english: Language) -> list[str]:
    found = [finding for finding in office_findings(office, depth=Depth.QUICK) if finding.code == "indirect_cost"]
    notes = [english.text(note) for note in _statement(office).notes]
    said = [english.text(finding.sentence) for finding in found]
    assert said == [note for note in notes if note.startswith("Support costs posted")]  # both say the same
    return [sentence.replace("\u00a0", " ") for sentence in said]


@pytest.mark.parametrize(
    ("rules", "base", "due"),
    [
        (CHANGES[:1], IndirectBase.DIRECT, "195.00"),  # 13 % of 1,500.00
        (CHANGES, IndirectBase.DIRECT, "165.00"),  # 13 % of 1,000.00 and 7 % of 500.00
        (CHANGES[1:], IndirectBase.DIRECT, "35.00"),  # nothing before the first rate
        (CHANGES[::2], IndirectBase.DIRECT, "195.00"),  # what is to come changes nothing
        (CHANGES[:1], IndirectBase.DIRECT_LESS_TRANSFERS, "169.00"),  # 13 % of 1,300.00
        (CHANGES, IndirectBase.DIRECT_LESS_TRANSFERS, "139.00"),  # 13 % of 800.00 and 7 % of 500.00
    ],
)
def test_each_cost_bears_the_rate_of_its_day(
    office: Office, english: Language, rules: tuple[tuple[date | None, int], ...], base: str, due: str
) -> None:
    _grant(office, *rules, posted=due, base=base)
    assert _told(office, english) == []
    report = _statement(office)
    assert report.figure("expected.indirect").value == Decimal(due)
    assert report.is_proved


def test_what_is_reversed_bears_the_rate_it_was_spent_under(office: Office, english: Language) -> None:
    grant_id = _grant(office, *CHANGES, posted="165.00")
    with making(office) as make:
        mistaken = make.entry(make.unit.get(Grant, grant_id), "400.00", category=1, entry_on=date(2019, 3, 1)).id
    reverse(office, entry_id=mistaken, on=date(2019, 3, 20))
    assert _told(office, english) == []
    report = _statement(office)
    assert report.figure("expected.indirect").value == Decimal("165.00")
    assert report.is_proved


def test_support_costs_off_the_rules_are_told(office: Office, english: Language) -> None:
    _grant(office, *CHANGES, posted="195.00")
    assert _told(office, english) == ["Support costs posted are USD 30.00 over what the rules of the grant give."]


def test_support_costs_short_of_the_rules_are_told(office: Office, english: Language) -> None:
    _grant(office, *CHANGES, posted="105.00")
    assert _told(office, english) == ["Support costs posted are USD 60.00 short of what the rules of the grant give."]


def test_a_statement_shows_the_costs_of_each_rate(office: Office, english: Language) -> None:
    _grant(office, *CHANGES, posted="165.00")
    workings = [(english.text(label), str(figure.value)) for label, figure in _statement(office).workings[4:]]
    assert [(label.replace("\u00a0", " "), value) for label, value in workings] == [
        ("Costs that bear support costs of 13 %", "1000.00"),
        ("Support costs of 13 %", "130.00"),
        ("Costs that bear support costs of 7 %", "500.00"),
        ("Support costs of 7 %", "35.00"),
        ("Support costs by the rules of the grant", "165.00"),
    ]


def test_a_grant_shows_the_rate_of_the_day(office: Office) -> None:
    grant_id = _grant(office, *CHANGES, posted="165.00")
    assert records.load(office, "grants", grant_id).values["indirect_rate"] == Decimal(7)
    days = (date(2019, 3, 4), date(2019, 3, 5), office.today)
    rates = [grant_as_at(office, grant_id=grant_id, day=day).terms.indirect_rate for day in days]
    assert rates == [Decimal(13), Decimal(7), Decimal(7)]


def test_a_rate_that_is_still_to_come_leaves_that_of_the_form_as_it_is(office: Office) -> None:
    grant_id = _grant(office, *CHANGES[::2], posted="195.00")
    assert records.load(office, "grants", grant_id).values["indirect_rate"] == Decimal(13)
    records.save(office, "grants", record_id=grant_id, values={"indirect_rate": Decimal(13), "title": "Legal aid"})
    assert records.load(office, "grants", grant_id).values["indirect_rate"] == Decimal(13)
