"""What must hold of volunteers, contracts, shares, rates and counts is told beside its field, and nothing is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.language import Language
from desktop.services.offices import Office
from tests.helpers.deployment_forms import (
    CONTRACT,
    COUNT,
    DEC,
    FORMS,
    JAN,
    JUL,
    JUN,
    LEAVE,
    MATCH,
    RATE,
    SHARE,
    Values,
    World,
    make_world,
)

STAYS = "It is signed and stays as it is. Extend the deployment, reassign it or end it early."
ALREADY = "The contract from 1 Jan 2019 to 30 Jun 2019 has some of these days already. Choose days beside them."
ELSEWHERE = "The volunteer serves in D-1 from 30 Jun 2019 to 30 Jun 2019. End that one before, or choose other days."
REFUSED: list[tuple[str, Values, dict[str, str]]] = [
    ("volunteers", {"reference": "V-1"}, {"reference": "Another volunteer has this code. Choose one that nobody has."}),
    (
        "volunteers",
        {"nationality": "Niger"},
        {"nationality": "Niger is not a country. Use the two letters of ISO 3166, such as NE."},
    ),
    ("volunteers", {"experience_years": Decimal(-1)}, {"experience_years": "Enter a number between 0 and 80."}),
    (
        "volunteers",
        {"born_on": date(2030, 1, 1)},
        {"born_on": "Nobody who serves was born on that day. Correct it, or leave it empty."},
    ),
    ("volunteers", {"email": "nobody"}, {"email": "An e-mail address reads like name@example.org."}),
    (
        "clearances",
        {"obtained_on": date(2030, 1, 1)},
        {"obtained_on": "That day is still to come. Leave it empty until it is done."},
    ),
    (
        "clearances",
        {"obtained_on": JUN, "expires_on": JAN},
        {"expires_on": "It ends before it starts, on 30 Jun 2019. Enter a later date."},
    ),
    (
        "duty_stations",
        {"place": "Niamey"},
        {"place": "This place is among the duty stations already. Choose that one."},
    ),
    (
        "assignments",
        {"reference": "A-1"},
        {"reference": "Another assignment has this reference. Choose one that is free."},
    ),
    ("assignments", {"posts": Decimal(0)}, {"posts": "Enter a number between 1 and 9,999."}),
    (
        "assignments",
        {"starts_on": DEC, "ends_on": JAN},
        {"ends_on": "It ends before it starts, on 31 Dec 2019. Enter a later date."},
    ),
    (
        "assignments",
        {"project": "project", "result": "result"},
        {"result": "This result belongs to another project. Choose one of this project."},
    ),
    (
        "deployments",
        {"reference": "D-1"},
        {"reference": "Another deployment has this reference. Choose one that is free."},
    ),
    ("deployments", {"post": Decimal(11)}, {"post": "Enter a number between 1 and 10."}),
    ("deployments", {"dependants": Decimal(-1)}, {"dependants": "Enter a number between 0 and 30."}),
    ("deployments", {"assessment": "met"}, {"assessed_on": "Enter the day of the assessment."}),
    (
        "contract_periods",
        {"ends_on": date(2019, 12, 30)},
        {"ends_on": "It ends before it starts, on 1 Jan 2020. Enter a later date."},
    ),
    (
        "contract_periods",
        {"starts_on": JUN},
        {"starts_on": ELSEWHERE},
    ),
    (
        "contract_periods",
        {"deployment": "deployment"},
        {"kind": "The deployment has an initial contract from 1 Jan 2019 already. Choose an extension."},
    ),
    ("contract_periods", {"deployment": "deployment", "kind": "extension", "starts_on": JUN}, {"starts_on": ALREADY}),
    (
        "contract_periods",
        {"kind": "extension"},
        {"kind": "Nothing comes before it. Choose the initial contract first."},
    ),
    (
        "contract_periods",
        {"deployment": "deployment", "kind": "gap", "station": "station"},
        {"station": "Nobody serves in a gap. Leave the duty station empty."},
    ),
    (
        "deployment_shares",
        {"percent": Decimal(0)},
        {"percent": "A share lies between 0 and 100 per cent. Enter 25 for 25 %."},
    ),
    (
        "deployment_shares",
        {"line": "stranger"},
        {"line": "Line 1.1 belongs to another grant. Choose a line of this one."},
    ),
    (
        "deployment_shares",
        {"grant": "closed", "line": None, "starts_on": JUL},
        {"grant": "GR-9 was closed on 31 Mar 2019. Choose another grant, or open it again."},
    ),
    (
        "deployment_shares",
        {"deployment": "deployment", "line": None, "percent": Decimal(41)},
        {"percent": "Of that day 40 per cent are left. Enter at most that."},
    ),
    (
        "deployment_shares",
        {"deployment": "deployment"},
        {"grant": "This grant and line have a share of that day already. Change that one."},
    ),
    (
        "deployment_shares",
        {"deployment": "deployment", "line": None},
        {"starts_on": "Contracts are signed on these shares. Use “Grants that pay” to move what is committed."},
    ),
    ("entitlement_rates", {"percent": Decimal(8)}, {"percent": "Enter an amount or a per cent, not both."}),
    ("entitlement_rates", {"amount": None}, {"amount": "Enter the amount, 0 when it is not paid."}),
    (
        "entitlement_rates",
        {"component": "support"},
        {"amount": "It falls due as per cent of the other costs. Enter the per cent, not an amount."},
    ),
    (
        "entitlement_rates",
        {"component": "support", "amount": None, "percent": Decimal(108)},
        {"percent": "It lies between 0 and 100 per cent. Enter 8 for 8 %."},
    ),
    (
        "entitlement_rates",
        {"component": "support", "amount": None},
        {"percent": "Enter the per cent of the other costs, such as 8."},
    ),
    (
        "entitlement_rates",
        {"amount": None, "percent": Decimal(8), "basis": "month"},
        {
            "percent": "Only what falls due as per cent of the other costs has one. Enter an amount.",
            "amount": "Enter the amount, 0 when it is not paid.",
        },
    ),
    ("entitlement_rates", {"currency": None}, {"currency": "Choose a currency."}),
    (
        "entitlement_rates",
        {"amount": Decimal("0.5"), "currency": "XOF"},
        {"amount": "XOF has 0 decimals. Round the amount."},
    ),
    ("entitlement_rates", {"amount": Decimal(-1)}, {"amount": "It is not below zero."}),
    (
        "entitlement_rates",
        {"country": "SN", "station": "station"},
        {"station": "Niamey lies in another country. Choose a place there, or empty the country."},
    ),
    ("entitlement_rates", {"source": None}, {"source": "Say where it comes from: the document and its day."}),
    (
        "entitlement_rates",
        {"starts_on": date(2010, 1, 1)},
        {"starts_on": "There is a rate for the same from that day already. Change that one."},
    ),
    (
        "category_limits",
        {"most_months": Decimal(6), "least_months": Decimal(12)},
        {"most_months": "It is below the least, 12. Enter more."},
    ),
    ("category_limits", {"leave_days": Decimal(40)}, {"leave_days": "A month gives between 0 and 31 days of leave."}),
    ("leave", {"ends_on": JAN}, {"ends_on": "It ends before it starts, on 1 Mar 2019. Enter a later date."}),
    ("leave", {"days": Decimal(12)}, {"days": "There are 11 days from the first to the last. Enter at most that."}),
    (
        "leave",
        {"starts_on": date(2019, 2, 8)},
        {"starts_on": "Some of these days are leave already. Change that leave, or choose other days."},
    ),
    (
        "leave",
        {"ends_on": date(2020, 1, 1)},
        {"starts_on": "Some of these days are outside the contracts. Choose days of service."},
    ),
    (
        "checklist",
        {"done_on": date(2030, 1, 1)},
        {"done_on": "That day is still to come. Leave it empty until it is done."},
    ),
    (
        "work_measures",
        {"code": "VIS"},
        {"code": "The project has a measure of this code already. Choose another code."},
    ),
    ("work_counts", {"count": Decimal(-1)}, {"count": "A count is not below zero. Enter how many there were."}),
    ("work_counts", {"count": Decimal("1.5")}, {"count": "Enter a whole number."}),
    ("work_counts", {"month": date(2030, 1, 1)}, {"month": "That month is still to come. Count it when it is over."}),
    ("work_counts", {"measure": "persons"}, {"sex": "It is counted by sex. Choose which."}),
    ("work_counts", {"age": "adult"}, {"age": "It is not counted apart. Leave it empty."}),
    (
        "work_counts",
        {"month": date(2019, 1, 20)},
        {"month": "This was counted for that month already. Change that count."},
    ),
    (
        "deployment_costs",
        {"entry": "receipt"},
        {"entry": "Choose a commitment or a cost of a grant: nothing else is for a deployment."},
    ),
    (
        "deployment_costs",
        {"entry": "commitment"},
        {"entry": "Signing made this part. Extend the deployment, reassign it or end it early instead."},
    ),
    (
        "deployment_costs",
        {"amount": Decimal(0)},
        {"amount": "The amount is zero. Enter an amount, or leave the part out."},
    ),
    ("deployment_costs", {"amount": Decimal(-1)}, {"amount": "INV-1 is USD 500.00. Enter a part with the same sign."}),
    (
        "deployment_costs",
        {"amount": Decimal("500.01")},
        {"amount": "Of INV-1 USD 500.00 is not matched yet. Enter at most that."},
    ),
    ("deployment_costs", {"amount": Decimal("0.001")}, {"amount": "USD has 2 decimals. Round the amount."}),
]


@pytest.fixture
def world(file_office: Office, english: Language) -> World:
    return make_world(file_office, english)


def test_bad_input_is_a_sentence_at_its_field(world: World) -> None:
    for register, values, problems in REFUSED:
        assert world.refused(register, **FORMS[register] | values) == problems, (register, values)
    for register, form in FORMS.items():
        world.save(register, **form)


def test_what_is_signed_or_counted_stays(world: World) -> None:
    assert world.refused("contract_periods", "first", ends_on=JUL) == {"ends_on": STAYS}
    assert world.kept("contract_periods", "first") == "The contract from 1 Jan 2019 is signed."
    assert world.kept("deployments", "deployment") == "D-1 has a signed contract."
    assert world.kept("deployment_shares", "share") == "Contracts are signed on this share."
    assert world.kept("deployment_costs", "part") == "Signing made this part."
    assert "by_sex" in world.refused("work_measures", "visits", by_sex="yes")
    assert "project" in world.refused("work_measures", "visits", project="other")
    other = world.save("volunteers", **FORMS["volunteers"])
    assert "volunteer" in world.refused("deployments", "deployment", volunteer=other)
    assert "entry_on" in world.refused("deployments", "deployment", entry_on=date(2018, 12, 31))


def test_what_is_left_empty_follows(world: World) -> None:
    deployment = world.save("deployments", **FORMS["deployments"])
    assert world.values("deployments", deployment)["category"] == "national_specialist"
    leave = world.save("leave", **LEAVE)
    assert world.values("leave", leave)["days"] == 7
    cost = world.save("deployment_costs", **MATCH | {"month": date(2019, 3, 17)})
    assert world.values("deployment_costs", cost)["month"] == date(2019, 3, 1)
    count = world.save("work_counts", **COUNT | {"month": date(2019, 3, 17)})
    assert world.values("work_counts", count)["month"] == date(2019, 3, 1)
    for component, basis in (("entry", "entry"), ("travel_out", "end"), ("other", "month")):
        rate = world.save("entitlement_rates", **RATE | {"component": component})
        assert world.values("entitlement_rates", rate)["basis"] == basis
    support = world.save("entitlement_rates", **RATE | {"component": "support", "amount": None, "percent": Decimal(8)})
    assert world.values("entitlement_rates", support)["basis"] == "percent"


def test_forms_say_what_follows(world: World) -> None:
    assert world.previewed("deployment_shares", **SHARE) == "The shares sum to 40 per cent; 60 are missing."
    later: Values = {
        "kind": "extension",
        "deployment": "deployment",
        "starts_on": date(2020, 2, 1),
        "ends_on": date(2020, 3, 31),
    }
    assert world.previewed("contract_periods", **later) == "2.0 months. Nobody serves from 1 Jan 2020 to 31 Jan 2020."
    assert world.previewed("contract_periods", **CONTRACT) == "6.0 months."
    assert world.previewed("deployment_costs", **MATCH) == "USD 400.00 of INV-1 stay unmatched."
    assert world.previewed("clearances", **FORMS["clearances"] | {"expires_on": JUN}) == "It ran out on 30 Jun 2019."
    assert world.previewed("deployments", **FORMS["deployments"]) == "It has no contract yet. Plan one next."
    assert world.previewed("entitlement_rates", **RATE) == "Monthly living allowance: USD 900.00. A month of service."
