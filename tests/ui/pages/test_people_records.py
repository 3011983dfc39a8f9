"""What the records of volunteers, deployments and assignments tell: service, leave, checklists and posts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QWidget

from desktop.services.deployments.checklists import checklist, start_checklist
from desktop.services.offices import Office
from desktop.storage.models import ChecklistItem, DeploymentShare
from desktop.ui.context import Route
from desktop.ui.dialogs.plan_dialog import PlanDialog
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.pages.assignment_overview import AssignmentOverview
from desktop.ui.pages.checklist_tab import ChecklistTab
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.widgets.gauge_bar import GaugeBar
from desktop.ui.widgets.leave_card import LeaveCard
from desktop.ui.widgets.service_card import ServiceCard
from desktop.ui.widgets.vacancy_bars import VacancyBars
from tests.helpers.legal_aid import LegalAid, make_legal_aid
from tests.helpers.records import making
from tests.helpers.window import Found, WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open


@pytest.fixture
def aid(empty: Office) -> LegalAid:
    """The office of a day in 2026: all contracts ended long ago."""
    return make_legal_aid(empty)


def part(page: QWidget, kind: type[Found]) -> Found:
    (found,) = (child for child in page.findChildren(kind) if child.isVisible())
    return found


@pytest.fixture
def arrivals(empty: Office, aid: LegalAid, opened: Open) -> tuple[WindowDriver, ChecklistTab]:
    window = opened(empty, start=Route("record", "deployments", aid.niamey, tab="checklist"))
    click(button_named(part(window.page, ChecklistTab), "Start the usual list"))
    return window, part(window.page, ChecklistTab)


def test_a_usual_list_is_started_and_ticked_off_with_the_keyboard(
    arrivals: tuple[WindowDriver, ChecklistTab], empty: Office, aid: LegalAid
) -> None:
    window, tab = arrivals
    assert "9 items to do" in window.said()
    box = next(iter(tab.boxes.values()))
    assert box.text() == "Medical clearance received"
    assert "late since 18 Dec 2018" in visible_texts(tab)
    box.setFocus()
    press(box, "Space")
    tab = part(window.page, ChecklistTab)
    focused = next(iter(tab.boxes.values()))
    assert focused.hasFocus()
    assert focused.isChecked()
    assert "1 of 9 done" in [chip.accessibleName() or "" for chip in tab.findChildren(QWidget)] + visible_texts(tab)
    assert checklist(empty, deployment_id=aid.niamey).done("arrival") == 1
    press(focused, "Space")
    assert checklist(empty, deployment_id=aid.niamey).done("arrival") == 0
    press(window.window, "Ctrl+Z")
    assert checklist(empty, deployment_id=aid.niamey).done("arrival") == 1


def test_a_tick_that_someone_else_was_before_is_given_back(
    arrivals: tuple[WindowDriver, ChecklistTab], empty: Office, aid: LegalAid
) -> None:
    _window, tab = arrivals
    identity, box = next(iter(tab.boxes.items()))
    with making(empty) as make:
        make.unit.get(ChecklistItem, identity).due_on = date(2019, 1, 2)
    click(box)
    assert checklist(empty, deployment_id=aid.niamey).done("arrival") == 0
    assert not tab.boxes[identity].isChecked()


def test_an_item_of_one_s_own_is_added_beside_the_usual_ones(
    arrivals: tuple[WindowDriver, ChecklistTab],
) -> None:
    window, tab = arrivals
    assert not [one for one in tab.boxes.values() if one.text() == "Handover of the work"]
    click(button_named(tab, "New item"))
    assert window.dialog(RecordDialog).isVisible()


def test_leave_stands_above_its_list(empty: Office, aid: LegalAid, opened: Open) -> None:
    window = opened(empty, start=Route("record", "deployments", aid.niamey, tab="leave"))
    texts = visible_texts(part(window.page, LeaveCard))
    assert "34.5" in texts
    assert "37.5 came in, 3 taken" in texts
    assert any("2.5 working days for each month of service" in text for text in texts)
    planned = opened(empty, start=Route("record", "deployments", aid.zinder, tab="leave"))
    assert "no contract is signed" in visible_texts(part(planned.page, LeaveCard))


def test_a_volunteer_has_a_bar_for_each_count_and_what_is_found(empty: Office, aid: LegalAid, opened: Open) -> None:
    with making(empty) as make:
        make.category_limit(most_months=12, category="national")
        lone = make.volunteer(reference="V-LONE").id
        online = make.volunteer(reference="V-NET", category="online")
        away = make.deployment(
            make.assignment(category="online", reference="DOA-NET"),
            volunteer_id=online.id,
            category="online",
            reference="D-NET",
        )
        make.contract(away, date(2019, 1, 1), date(2019, 12, 31))
        make.contract(away, date(2020, 1, 1), date(2020, 3, 31), signed_on=None)
        net = online.id
    window = opened(empty, start=Route("record", "volunteers", aid.volunteer))
    card = part(window.page, ServiceCard)
    assert len(card.findChildren(GaugeBar)) == 2
    texts = visible_texts(card)
    assert "17 months served of 48" in texts
    assert "17 months served of 12" in texts
    assert any("V-NIA is beyond 12 months" in text for text in texts)
    window = opened(empty, start=Route("record", "volunteers", lone, tab="deployments"))
    assert "Never deployed yet: no service counts." in visible_texts(window.page)
    window = opened(empty, start=Route("record", "volunteers", net))
    texts = visible_texts(part(window.page, ServiceCard))
    assert "no limit known" in texts
    assert "12 months served, 12 signed" in texts


def test_an_assignment_tells_its_posts_and_leads_to_those_who_fill_them(
    empty: Office, aid: LegalAid, opened: Open
) -> None:
    window = opened(empty, start=Route("record", "assignments", aid.assignment))
    whole = part(window.page, AssignmentOverview)
    texts = visible_texts(whole)
    assert "no longer expected" in texts
    assert "19.36" in texts
    assert "January 2019: 1 served, 2 vacant" in part(whole, VacancyBars).accessibleName()
    whole.grab()  # draws the months


def test_posts_are_planned_several_at_once(empty: Office, aid: LegalAid, opened: Open) -> None:
    with making(empty) as make:
        grant = make.grant(reference="GR-1", starts_on=date(2089, 1, 1), ends_on=date(2092, 12, 31))
        line = make.line(make.budget(grant, status="approved"), "1.1", "90000")
        assignment = make.assignment(
            reference="DOA-12", posts=3, starts_on=date(2090, 1, 1), ends_on=date(2091, 12, 31), project_id=aid.project
        ).id
        names = grant.id, line.id
    window = opened(empty, start=Route("record", "assignments", assignment))
    click(button_named(part(window.page, AssignmentOverview), "Plan posts"))
    dialog = window.dialog(PlanDialog)
    assert (dialog.fields["starts_on"].value(), dialog.fields["ends_on"].value()) == (
        date(2090, 1, 1),
        date(2091, 12, 31),
    )
    dialog.fields["ends_on"].set_value(None)
    click(dialog.verb)
    assert dialog.fields["ends_on"].trouble
    dialog.fields["ends_on"].set_value(date(2091, 12, 31))
    dialog.fields["count"].set_value(Decimal(4))
    click(dialog.verb)
    assert "has 3 posts" in dialog.fields["count"].trouble
    dialog.fields["count"].set_value(Decimal(2))
    dialog.payers.grant.set_value(names[0])
    dialog.payers.grant.edited.emit()
    dialog.fields["line"].set_value(names[1])
    click(dialog.verb)
    assert "Planned 2 deployments of DOA-12" in window.said()
    assert "2 to come" in visible_texts(part(window.page, AssignmentOverview))
    with empty.read() as session:
        kept = session.query(DeploymentShare.grant_id, DeploymentShare.line_id, DeploymentShare.percent).all()
    assert [tuple(share) for share in kept] == 2 * [(*names, 100)]


def test_an_assignment_without_dates_and_deployments_says_so(empty: Office, opened: Open) -> None:
    with making(empty) as make:
        bare = make.assignment(reference="DOA-9", tasks="Review files <b>each</b> week").id
        long = make.assignment(reference="DOA-10", starts_on=date(2012, 1, 1), ends_on=date(2031, 12, 31)).id
        next_year = make.assignment(reference="DOA-11", starts_on=date(2090, 1, 1), ends_on=date(2091, 12, 31)).id
    texts = visible_texts(opened(empty, start=Route("record", "assignments", bare)).page)
    assert "Nobody is deployed on it yet." in texts
    assert "no expected dates" in texts
    assert "Review files <b>each</b> week" in texts
    window = opened(empty, start=Route("record", "assignments", long))
    assert "nobody serves on them" in visible_texts(window.page)
    window.page.grab()
    texts = visible_texts(opened(empty, start=Route("record", "assignments", next_year)).page)
    assert "not yet expected" in texts


def test_a_list_that_was_started_elsewhere_is_seen_at_once(empty: Office, aid: LegalAid, opened: Open) -> None:
    window = opened(empty, start=Route("record", "deployments", aid.niamey, tab="checklist"))
    assert isinstance(window.page, RecordPage)
    outcome = start_checklist(empty, deployment_id=aid.niamey, phase="departure")
    window.context.announce(outcome)
    assert len(part(window.page, ChecklistTab).boxes) == 7
