"""Cards about people say what a value holds, in words and to the last decimal: leave, service, and who a grant pays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from desktop.domain.finding import Finding, Severity
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.staffing.leave import LeaveBalance
from desktop.domain.staffing.limits import ServiceCount
from desktop.domain.volunteer_terms import LeaveKind
from desktop.language import say
from desktop.services.deployments.service import VolunteerService
from desktop.services.grant_people import GrantPeople
from desktop.services.offices import Office
from desktop.ui.context import Context, Route
from desktop.ui.widgets import leave_card, service_card, volunteers_card
from desktop.ui.widgets.gauge_bar import GaugeBar
from desktop.ui.widgets.leave_card import LeaveCard
from desktop.ui.widgets.service_card import ServiceCard
from desktop.ui.widgets.volunteers_card import VolunteersCard
from tests.helpers.window import button_named, click, make_context, visible_texts

Show = Callable[..., QWidget]
TODAY = date(2019, 10, 21)


@pytest.fixture
def context(empty: Office) -> Context:
    return make_context(empty)


def texts(widget: QWidget, shown: Show) -> list[str]:
    """What can be read, with plain spaces."""
    shown(widget, width=1100)
    return [text.replace("\u00a0", " ") for text in visible_texts(widget)]


# --- leave ------------------------------------------------------------------------------------------------------------


def leave_texts(monkeypatch: pytest.MonkeyPatch, context: Context, shown: Show, leave: LeaveBalance) -> list[str]:
    """The card of one balance: name, figure and what is said about it, four times, then how it comes in."""
    monkeypatch.setattr(leave_card, "balance", lambda _office, **_of: leave)
    return texts(LeaveCard(context, 1), shown)


def test_leave_is_told_today_at_the_end_and_by_kind(
    monkeypatch: pytest.MonkeyPatch, context: Context, shown: Show
) -> None:
    leave = LeaveBalance(
        TODAY,
        Decimal("2.5"),
        accrued=Fraction(73, 3),
        taken={
            LeaveKind.ANNUAL: Fraction(10),
            LeaveKind.SICK_CERTIFIED: Fraction(3),
            LeaveKind.SICK_UNCERTIFIED: Fraction(1, 2),
        },
        booked=Fraction(5),
        at_end=Fraction(-1, 2),
        ends_on=date(2019, 12, 31),
        learning_left=Fraction(7),
        learning_year=Period.of_days(date(2019, 1, 1), date(2019, 12, 31)),
    )  # fmt: skip
    assert leave_texts(monkeypatch, context, shown, leave) == [
        "Annual leave left today", "14.33", "24.33 came in, 10 taken",
        "At the end", "−0.5", "on 31 Dec 2019, 5 more booked",
        "Learning leave left", "7", "of 10 days until 31 Dec 2019",
        "Sick leave taken", "3.5", "of them 3 certified",
        "2.5 working days for each month of service; a day counts as its part of its own month.",
    ]  # fmt: skip


def test_without_a_signed_contract_there_is_no_end_and_no_year_of_learning(
    monkeypatch: pytest.MonkeyPatch, context: Context, shown: Show
) -> None:
    said = leave_texts(monkeypatch, context, shown, LeaveBalance(TODAY, Decimal(2)))
    assert said[2] == "0 came in, 0 taken"
    assert said[5] == "no contract is signed"
    assert said[8] == "of 10 days a year of service"


def test_what_is_overdrawn_is_red_and_a_zero_is_not(
    monkeypatch: pytest.MonkeyPatch, context: Context, shown: Show
) -> None:
    leave = LeaveBalance(TODAY, Decimal(2), taken={LeaveKind.ANNUAL: Fraction(1, 100)})
    monkeypatch.setattr(leave_card, "balance", lambda _office, **_of: leave)
    card = LeaveCard(context, 1)
    shown(card)
    inks = {label.text(): label.property("ink") for label in card.findChildren(QLabel)}
    assert (inks["−0.01"], inks["0"]) == ("negative", None)


# --- service ----------------------------------------------------------------------------------------------------------


def count(served: object, signed: object, planned: object, **about: object) -> ServiceCount:
    """Months of a national volunteer."""
    months = [Fraction(str(each)) for each in (served, signed, planned)]
    plain: dict[str, object] = {"modality": "national", "category": "", "limit": 48}
    return ServiceCount(**dict(zip(("served", "signed", "planned"), months, strict=True)), **plain | about)  # type: ignore[arg-type]  # handed on as they are


def service_card_of(
    monkeypatch: pytest.MonkeyPatch, context: Context, *counts: ServiceCount, **about: object
) -> ServiceCard:
    """The card of a volunteer with these counts."""
    service = VolunteerService(1, "V-01", counts, about.pop("findings", ()), TODAY, **about)  # type: ignore[arg-type]  # handed on as they are
    monkeypatch.setattr(service_card, "service_of", lambda _office, **_of: service)
    return ServiceCard(context, 1)


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ((12, 12, 12), "12 months served of 48"),
        (("12.5", 24, 24), "12.5 months served, 24 signed, of 48"),
        ((12, 24, 30), "12 months served, 24 signed, 30 with what is planned, of 48"),
        ((12, 12, 30), "12 months served, 12 signed, 30 with what is planned, of 48"),
        (("37/3", "37/3", "37/3"), "12.33 months served of 48"),
    ],
)
def test_service_says_what_is_signed_and_planned_only_where_it_is_more(
    monkeypatch: pytest.MonkeyPatch, context: Context, shown: Show, months: tuple[object, ...], told: str
) -> None:
    card = service_card_of(monkeypatch, context, count(*months))
    assert told in texts(card, shown)
    (bar,) = card.findChildren(GaugeBar)
    assert bar.accessibleName() == told


def test_without_a_limit_there_is_no_bar(monkeypatch: pytest.MonkeyPatch, context: Context, shown: Show) -> None:
    card = service_card_of(monkeypatch, context, count(3, 6, 9, limit=None))
    said = texts(card, shown)
    assert said[-2:] == ["no limit known", "3 months served, 6 signed"]
    assert card.findChildren(GaugeBar) == []


def test_a_category_that_says_the_same_as_its_modality_is_left_out(
    monkeypatch: pytest.MonkeyPatch, context: Context, shown: Show
) -> None:
    whole, same = count(12, 12, 12), count(12, 12, 12, category="national_specialist")
    assert len(service_card_of(monkeypatch, context, whole, same).findChildren(GaugeBar)) == 1
    tighter = count(12, 12, 12, category="national_specialist", limit=24)
    card = service_card_of(monkeypatch, context, whole, tighter)
    assert len(card.findChildren(GaugeBar)) == 2
    assert texts(card, shown)[-1] == "12 months served of 24"


def test_who_was_never_deployed_has_no_count(monkeypatch: pytest.MonkeyPatch, context: Context, shown: Show) -> None:
    card = service_card_of(monkeypatch, context, to_confirm=("national_specialist",))
    assert texts(card, shown) == ["Never deployed yet: no service counts."]


def test_findings_are_told_each_and_the_same_thing_to_do_once(
    monkeypatch: pytest.MonkeyPatch, context: Context, shown: Show
) -> None:
    fix = say("Look.")
    findings = tuple(Finding(Severity.WARNING, "x", say("{count} is wrong.", count=n), fix) for n in (1, 2))
    said = texts(service_card_of(monkeypatch, context, count(1, 1, 1), findings=findings), shown)
    assert said[-3:] == ["1 is wrong.", "2 is wrong.", "Look."]


# --- who a grant pays -------------------------------------------------------------------------------------------------


def volunteers(monkeypatch: pytest.MonkeyPatch, context: Context, people: GrantPeople | None) -> VolunteersCard:
    """The card of a grant."""
    monkeypatch.setattr(volunteers_card, "people_of_grant", lambda *_of: people)
    return VolunteersCard(context, 1, "NER-CT-01")


def test_a_grant_that_paid_nobody_has_no_card(monkeypatch: pytest.MonkeyPatch, context: Context, shown: Show) -> None:
    assert texts(volunteers(monkeypatch, context, None), shown) == []


@pytest.mark.parametrize(
    ("ending", "next_end", "told"),
    [
        ((), None, "No contract ends within 90 days."),
        (("D-1",), date(2019, 12, 31), "1 contract ends within 90 days, on 31 Dec 2019."),
        (
            ("D-1", "D-2"),
            date(2019, 11, 30),
            "2 contracts end within 90 days, the first on 30 Nov 2019.",
        ),
    ],
)
def test_a_grant_tells_who_serves_and_whose_contract_ends_first(
    monkeypatch: pytest.MonkeyPatch,
    context: Context,
    shown: Show,
    ending: tuple[str, ...],
    next_end: date | None,
    told: str,
) -> None:
    people = GrantPeople(10, Decimal("98.07"), Money(Decimal("24960.00"), "USD"), ending, next_end)
    said = texts(volunteers(monkeypatch, context, people), shown)
    assert said == [
        "Volunteers", "Serving today", "10", "Person-months so far", "98.07",
        "Committed for months to come", "USD 24,960.00", told, "Deployments",
    ]  # fmt: skip


def test_the_card_of_a_grant_leads_to_its_deployments(
    monkeypatch: pytest.MonkeyPatch, context: Context, shown: Show
) -> None:
    went: list[Route] = []
    monkeypatch.setattr(context, "go", went.append)
    card = volunteers(monkeypatch, context, GrantPeople(0, Decimal(0), Money(Decimal(0), "USD")))
    shown(card)
    click(button_named(card, "Deployments"))
    assert went == [Route("deployments", filters=("grant=NER-CT-01",))]
