"""The project check finds what a finance officer would: one office per rule, and the whole sentence with its remedy,
its weight and the record it leads to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.finding import Finding, Severity
from desktop.language import Language
from desktop.services.checks import check_office
from desktop.services.offices import Office
from desktop.services.portfolio import office_findings
from desktop.storage.models import Grant
from tests.helpers.clock import Clock
from tests.helpers.records import Maker, making

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def _paid(make: Maker, **values: Any) -> Grant:
    """A grant whose whole amount has come in."""
    grant = make.grant(reference="GR-1", **values)
    make.entry(grant, str(grant.amount), kind="receipt")
    return grant


def _overspent(make: Maker) -> None:
    grant = _paid(make, amount=Decimal("1000.00"))
    make.entry(grant, "1000.01")


def _spent_to_the_cent(make: Maker) -> None:
    grant = _paid(make, amount=Decimal("1000.00"))
    make.entry(grant, "1000.01")
    make.entry(grant, "-0.01", kind="refund")


def _short_of_cash(make: Maker) -> None:
    grant = make.grant(reference="GR-1")
    make.entry(grant, "500.00", kind="receipt")
    make.entry(grant, "300.00")
    make.entry(grant, "250.50", kind="commitment")


def _all_cash_used(make: Maker) -> None:
    grant = make.grant(reference="GR-1")
    make.entry(grant, "500.00", kind="receipt")
    make.entry(grant, "300.00")
    order = make.entry(grant, "250.00", kind="commitment")
    make.entry(grant, "50.00", commitment_id=order.id, liquidated=Decimal(100))


def _nothing_received(make: Maker) -> None:
    make.entry(make.grant(reference="GR-1"), "300.00")


def _outside(make: Maker) -> None:
    grant = _paid(make)
    make.entry(grant, "10.00", entry_on=date(2018, 12, 31))
    make.entry(grant, "10.00", entry_on=date(2020, 1, 1))
    make.entry(grant, "10.00", entry_on=date(2019, 1, 1))
    make.entry(grant, "10.00", entry_on=date(2019, 12, 31))
    make.entry(grant, "1.00", kind="receipt", entry_on=date(2018, 12, 1))
    make.entry(grant, "10.00", kind="commitment", entry_on=date(2018, 12, 1))


def _one_outside(make: Maker) -> None:
    make.entry(_paid(make), "10.00", entry_on=date(2018, 12, 31))


def _outside_without_end(make: Maker) -> None:
    grant = _paid(make, ends_on=None)
    make.entry(grant, "10.00", entry_on=date(2018, 12, 31))
    make.entry(grant, "10.00", entry_on=date(2030, 12, 31))


def _budget_too_small(make: Maker) -> None:
    grant = _paid(make, amount=Decimal("1000.00"))
    make.line(make.budget(grant), "1", "999.99")


def _draft_budget(make: Maker) -> None:
    grant = _paid(make, amount=Decimal("1000.00"))
    make.line(make.budget(grant, status="draft"), "1", "5.00")


def _two_budgets(make: Maker) -> None:
    grant = _paid(make, amount=Decimal("1000.00"))
    make.line(make.budget(grant), "1", "400.00")
    make.line(make.budget(grant, project_id=make.project().id), "1", "600.00")


def _support_costs_missing(make: Maker) -> None:
    grant = _paid(make, indirect_rate=Decimal(13))
    make.entry(grant, "1000.00", category=7)
    make.entry(grant, "100.00", category=8)


def _support_costs_half_up(make: Maker) -> None:
    grant = _paid(make, indirect_rate=Decimal("7.5"))
    make.entry(grant, "0.20", category=7)  # 7.5 % make 0.015, which is 0.02
    make.entry(grant, "0.02", category=8)


def _support_costs_too_high(make: Maker) -> None:
    grant = _paid(make, currency="XOF", indirect_rate=Decimal("7.5"))
    make.entry(grant, "1000", category=7)
    make.entry(grant, "80", category=8)


def _one_category_over(make: Maker) -> None:
    grant = _paid(make, amount=Decimal(200))
    budget = make.budget(grant)
    make.line(budget, "1", "100.00", category=1)
    make.line(budget, "5", "100.00", category=5)
    make.entry(grant, "100.25", category=5)


def _two_categories_over(make: Maker) -> None:
    grant = _paid(make, amount=Decimal(200))
    make.line(make.budget(grant), "1", "200.00", category=1)
    make.entry(grant, "20.00", category=5)
    make.entry(grant, "40.00", category=3)


def _without_category(make: Maker) -> None:
    grant = _paid(make, amount=Decimal(200))
    make.line(make.budget(grant), "1", "200.00", category=1)
    make.entry(grant, "20.00")
    make.entry(grant, "20.00")
    make.entry(grant, "90.00", kind="receipt")


def _without_category_or_budget(make: Maker) -> None:
    make.entry(_paid(make), "20.00")


def _ends_today(make: Maker) -> None:
    make.grant(reference="GR-1", ends_on=date(2019, 10, 21))


def _ends_in_ninety_days(make: Maker) -> None:
    make.grant(reference="GR-1", ends_on=date(2020, 1, 19))


def _ends_later_or_is_over(make: Maker) -> None:
    make.grant(reference="GR-1", ends_on=date(2020, 1, 20))
    make.grant(reference="GR-2", ends_on=date(2019, 10, 20))


def _no_grant(make: Maker) -> None:
    make.entry(None, "20.00")


def _no_grants(make: Maker) -> None:
    _no_grant(make)
    make.entry(None, "20.00", kind="receipt")


@dataclass(frozen=True)
class Wanted:
    severity: Severity
    code: str
    sentence: str
    fix: str


NEXT_INSTALMENT = "Ask the funder for the next instalment before committing more."
OPEN_OUTSIDE = "Open them in the ledger and charge them to another grant, or extend the period with the funder."
CORRECT_BUDGET = "Correct the budget lines, or the amount of the grant."
POST_DIFFERENCE = "Post the difference as an adjustment of category 8."
COMPARE = "Compare with what the agreement allows to move between categories."
CHOOSE_GRANT = "Open them in the ledger and choose the grant that pays."
PLAN_END = "Plan the last costs, the final report, or ask for an extension."
CASES: list[tuple[Callable[[Maker], None], list[Wanted]]] = [
    (
        _overspent,
        [
            Wanted(
                ERROR,
                "overspent",
                "Overspent by USD 0.01. The final statement cannot be closed.",
                "Move costs to another grant, or agree a higher amount with the funder.",
            )
        ],
    ),
    (_spent_to_the_cent, []),
    (
        _short_of_cash,
        [
            Wanted(
                WARNING,
                "commitments_above_cash",
                "Spent and committed exceed cash received by USD 50.50.",
                NEXT_INSTALMENT,
            )
        ],
    ),
    (_all_cash_used, []),
    (
        _nothing_received,
        [
            Wanted(
                WARNING,
                "commitments_above_cash",
                "Spent and committed exceed cash received by USD 300.00.",
                NEXT_INSTALMENT,
            )
        ],
    ),
    (_outside, [Wanted(ERROR, "outside_period", "2 costs are dated outside the grant's period.", OPEN_OUTSIDE)]),
    (_one_outside, [Wanted(ERROR, "outside_period", "1 cost is dated outside the grant's period.", OPEN_OUTSIDE)]),
    (
        _outside_without_end,
        [Wanted(ERROR, "outside_period", "1 cost is dated outside the grant's period.", OPEN_OUTSIDE)],
    ),
    (
        _budget_too_small,
        [
            Wanted(
                WARNING,
                "budget_total",
                "The budget sums to USD 999.99, the grant is USD 1,000.00.",
                CORRECT_BUDGET,
            )
        ],
    ),
    (_draft_budget, []),
    (_two_budgets, []),
    (
        _support_costs_missing,
        [
            Wanted(
                WARNING,
                "indirect_cost",
                "Support costs posted are USD 30.00 short of 13 % of the direct costs.",
                POST_DIFFERENCE,
            )
        ],
    ),
    (_support_costs_half_up, []),
    (
        _support_costs_too_high,
        [
            Wanted(
                WARNING,
                "indirect_cost",
                "Support costs posted are XOF 5 over 7.5 % of the direct costs.",
                POST_DIFFERENCE,
            )
        ],
    ),
    (
        _one_category_over,
        [Wanted(WARNING, "overspent_category", "Travel is overspent by USD 0.25.", COMPARE)],
    ),
    (
        _two_categories_over,
        [
            Wanted(
                WARNING,
                "overspent_category",
                "2 categories are overspent, most of all Equipment and vehicles by USD 40.00.",
                COMPARE,
            )
        ],
    ),
    (
        _without_category,
        [
            Wanted(
                WARNING,
                "no_category",
                "2 costs have no category.",
                "Open them in the ledger and choose a category.",
            )
        ],
    ),
    (_without_category_or_budget, []),
    (_ends_today, [Wanted(NOTE, "ending", "Ends on 21 Oct 2019.", PLAN_END)]),
    (_ends_in_ninety_days, [Wanted(NOTE, "ending", "Ends on 19 Jan 2020.", PLAN_END)]),
    (_ends_later_or_is_over, []),
    (_no_grant, [Wanted(WARNING, "no_grant", "1 entry names no grant.", CHOOSE_GRANT)]),
    (_no_grants, [Wanted(WARNING, "no_grant", "2 entries name no grant.", CHOOSE_GRANT)]),
]


# What a grant made with as little as a test needs lacks besides; these have tests of their own.
PAPERS = {"no_agreement", "no_rules", "no_budget", "no_line", "no_dates", "in_future", "received_above_award"}


def _findings(office: Office) -> list[Finding]:
    return [finding for finding in office_findings(office) if finding.code not in PAPERS]


def _found(office: Office, language: Language) -> list[Wanted]:
    def text(finding: Finding) -> Wanted:
        sentence, fix = (language.text(said).replace("\u00a0", " ") for said in (finding.sentence, finding.fix))
        return Wanted(finding.severity, finding.code, sentence, fix)

    return [text(finding) for finding in _findings(office)]


@pytest.mark.parametrize(("make_it", "wanted"), CASES, ids=[make.__name__ for make, _ in CASES])
def test_each_rule(
    office: Office, clock: Clock, english: Language, make_it: Callable[[Maker], None], wanted: list[Wanted]
) -> None:
    """On 21 October 2019 the grants of 2019 are within 90 days of their end, which most cases are not about."""
    clock.moment = clock.moment.replace(month=10 if "ends" in make_it.__name__ else 6)
    with making(office) as make:
        make_it(make)
    assert _found(office, english) == wanted


def test_findings_lead_to_their_records(file_office: Office) -> None:
    with making(file_office) as make:
        _outside(make)
        _no_grant(make)
        grant = make.grant(reference="GR-9").id
    by_code = {finding.code: finding for finding in _findings(file_office)}
    outside, lost, ending = by_code["outside_period"], by_code["no_grant"], by_code["ending"]
    assert (outside.register, outside.label, outside.record_id) == ("grants", "GR-1", 1)
    assert (lost.register, lost.label, lost.record_id) == ("ledger", "", 0)
    assert grant == 2
    assert ending.register == "grants"


def test_the_worst_come_first_and_grants_stand_in_order(file_office: Office) -> None:
    with making(file_office) as make:
        for reference in ("C", "A", "B"):
            make.entry(make.grant(reference=reference, amount=Decimal(1)), "2.00")
        make.entry(None, "1.00")
    found = [(finding.severity, finding.label) for finding in _findings(file_office)]
    assert found == [(ERROR, "A"), (ERROR, "B"), (ERROR, "C"), (WARNING, ""), (NOTE, "A"), (NOTE, "B"), (NOTE, "C")]


def test_an_overspent_grant_says_it_once(file_office: Office) -> None:
    """Its categories and its cash are over as well, which is no news."""
    with making(file_office) as make:
        grant = make.grant(amount=Decimal(100))
        make.line(make.budget(grant), "5", "100.00", category=5)
        make.entry(grant, "50.00", kind="receipt")
        make.entry(grant, "120.00", category=5)
    codes = [finding.code for finding in _findings(file_office)]
    assert codes == ["overspent", "ending"]


def test_a_sound_office_with_trouble_about_money_is_sound(office: Office) -> None:
    with making(office) as make:
        _overspent(make)
    result = check_office(office)
    assert result.is_sound
    assert result.damage == ()
    assert [finding.code for finding in result.findings if finding.code not in PAPERS] == ["overspent", "ending"]


def _alter_history(office: Office) -> None:
    """As someone would who knows the database: its guard first."""
    guard = "ALTER TABLE audit_entry DISABLE TRIGGER USER"
    with office.change() as unit:
        connection = unit.session.connection()
        connection.exec_driver_sql(guard if office.location.is_server else "DROP TRIGGER audit_entry_update_refused")
        connection.exec_driver_sql("UPDATE audit_entry SET actor = 'Someone else'")
        unit.session.commit()


def test_an_altered_history_is_damage_and_nothing_else_is_said(office: Office, english: Language) -> None:
    with making(office) as make:
        _overspent(make)
    _alter_history(office)
    result = check_office(office)
    assert not result.is_sound
    assert result.findings == ()
    (broken,) = result.damage
    assert (broken.severity, broken.code, broken.register, broken.record_id) == (ERROR, "broken_trail", "history", 1)
    assert english.join((broken.sentence, broken.fix)) == (
        "The history was altered outside GrantDesk at entry 1. Compare with a backup made before."
    )


def test_findings_in_french(file_office: Office, speak: Callable[[str], Language]) -> None:
    with making(file_office) as make:
        _overspent(make)
    (overspent, ending) = _findings(file_office)
    french = speak("fr")
    assert french.text(overspent.sentence).replace("\u00a0", " ") == (
        "Dépassement de 0,01 USD. L’état définitif ne peut pas être clos."
    )
    assert "31 déc. 2019" in french.text(ending.sentence)
