"""The page of deployments: the timeline with its figures, what is tried, and the other views."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.domain.money import ZERO
from desktop.services import records
from desktop.services.deployments import timeline as service
from desktop.services.deployments.costing import costing
from desktop.services.deployments.timeline import Scope, TimelineEntry
from desktop.services.deployments.whatif import AddPosts
from desktop.services.offices import Office
from desktop.storage import staffing
from desktop.ui.context import Route
from desktop.ui.dialogs.deployment_dialogs import (
    EndDialog,
    ExtendDialog,
    ReassignDialog,
    ShareDialog,
    SignDialog,
    act_route,
)
from desktop.ui.dialogs.match_dialog import MatchDialog
from desktop.ui.dialogs.names_dialog import NamesDialog
from desktop.ui.dialogs.plan_dialog import PlanDialog
from desktop.ui.pages.deployment_overview import DeploymentOverview
from desktop.ui.pages.deployments_page import DeploymentsPage
from desktop.ui.pages.deployments_places import PlacesPart
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.pages.register_page import RegisterPage
from desktop.ui.widgets.pressable import PressableRow
from desktop.ui.widgets.timeline_paint import HEAD, ROW
from tests.helpers.forms import fill
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open

ASSIGNMENT, GRANT = "DOA-NER-01", "NER-CT-01"
_SCOPE = Scope(assignment=ASSIGNMENT)
_ROUTE = Route("deployments", filters=(f"assignment={ASSIGNMENT}",))

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice


@pytest.fixture
def driver(sample: Office, opened: Open) -> WindowDriver:
    """The window on the sample, at the deployments in Niger."""
    return opened(sample, start=_ROUTE)


def page_of(driver: WindowDriver) -> DeploymentsPage:
    """The page, painted once so that its rows are read."""
    page = driver.page
    assert isinstance(page, DeploymentsPage)
    page.grab()
    QApplication.processEvents()
    return page


def entry_of(office: Office, code: str) -> TimelineEntry:
    """A deployment in Niger by the code of its volunteer."""
    found = service.entries(office, service.read_head(office, _SCOPE).ids)
    return next(entry for entry in found if entry.deployment.volunteer == code)


def drag_end(page: DeploymentsPage, code: str, end: date, *, to: date) -> None:
    """Drags the end of the last bar of a volunteer, as a mouse does."""
    timeline = page.timeline.timeline
    row = next(n for n in range(timeline.rows.count) if getattr(timeline.rows.row(n), "code", "") == code)
    y = HEAD + row * ROW + ROW // 2 - timeline.verticalScrollBar().value()
    first, last = (QPoint(round(timeline.axis.x(day + timedelta(1))), y) for day in (end, to))
    view = timeline.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(view, (first + last) / 2)
    QTest.mouseMove(view, last)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=last)
    settle(page)


def settle(page: DeploymentsPage) -> None:
    """Lets what is tried be worked out now, without the pause."""
    page.keeper.work_out()
    QApplication.processEvents()


def planned_end(office: Office, code: str) -> date | None:
    return entry_of(office, code).last_day


# --- what it says -------------------------------------------------------------------------------------------------


def test_the_page_says_posts_findings_and_how_many_serve(driver: WindowDriver) -> None:
    page = page_of(driver)
    assert page.title.text().startswith("Deployments, ")
    assert page.lead.text().startswith("10 posts, all filled.")
    assert page.lead.text().endswith("Names replaced by codes.")
    assert "V-03 is planned to 30 April 2020, 30 days after NER-CT-01 ends." in page.band.accessibleName()
    assert "11 deployments, 10 active today" in driver.said()
    row = page.timeline.timeline.current_row
    assert row is not None
    assert (row.code, row.paid_until) == ("V-03", date(2020, 3, 31))


def test_figures_agree_with_a_recomputation(driver: WindowDriver, sample: Office) -> None:
    page = page_of(driver)
    (assignment,) = records.choices(sample, "assignments", only=[f"reference={ASSIGNMENT}"])
    whole = costing(sample, assignment_id=assignment.id)
    for month in (date(2019, 5, 1), date(2019, 8, 1), date(2020, 4, 1)):
        rows = [row.figures for row in whole.rows if row.key.month == month]
        shown = page.timeline.costs.sheet.months[month]
        assert shown.pro_forma == sum((row.pro_forma.amount for row in rows), ZERO)
        assert shown.committed == sum((row.committed.amount for row in rows), ZERO)
        assert (shown.actual or ZERO) == sum((row.actual.amount for row in rows), ZERO)
    place = page.timeline.timeline.axis.span(next(iter(page.timeline.costs.columns())))
    told = page.timeline.costs.told_at(QPoint(round(sum(place) / 2), 40))
    assert told.startswith("January 2019\nPro forma: USD\u00a08,160.00\n")


def test_a_row_opens_by_key_and_by_double_click(driver: WindowDriver, sample: Office) -> None:
    page = page_of(driver)
    page.timeline.focus()
    press(page.timeline.timeline, "Ctrl+Home")
    press(page.timeline.timeline, "Return")
    record = driver.page
    assert isinstance(record, RecordPage)
    overview = record.findChild(DeploymentOverview)
    assert overview is not None
    assert "Annual leave left today" in visible_texts(overview)
    costs = costing(sample, deployment_id=record.route.record_id)
    assert overview.model.rowCount() == len(costs.months)
    assert overview.model.foot(2).text == f"{costs.totals[0].pro_forma.amount:,}"


# --- what is tried ------------------------------------------------------------------------------------------------


def test_dragging_tries_and_only_keeping_plans(driver: WindowDriver, sample: Office) -> None:
    page = page_of(driver)
    before = page.timeline.costs.sheet.months
    drag_end(page, "V-08", date(2019, 12, 31), to=date(2020, 2, 27))
    assert page.bar.isVisible()
    assert page.bar.sentence.text() == "V-08 until 29 Feb 2020"
    assert planned_end(sample, "V-08") == date(2019, 12, 31)
    after = page.timeline.costs.sheet.after
    assert after is not None
    assert after[date(2020, 1, 1)].pro_forma > before[date(2020, 1, 1)].pro_forma
    click(page.bar.drop)
    assert not page.bar.isVisible()
    assert page.timeline.timeline.trials == {}
    drag_end(page, "V-08", date(2019, 12, 31), to=date(2020, 2, 27))
    click(page.bar.keep)
    assert planned_end(sample, "V-08") == date(2020, 2, 29)
    assert not page.bar.isVisible()
    press(driver.window, "Ctrl+Z")
    assert planned_end(sample, "V-08") == date(2019, 12, 31)


def test_the_band_mends_what_it_says(driver: WindowDriver, sample: Office) -> None:
    page = page_of(driver)
    click(button_named(page.band, "End it on 31 Mar"))
    settle(page)
    assert page.bar.sentence.text() == "V-03 planned to 31 Mar 2020"
    click(page.bar.keep)
    assert planned_end(sample, "V-03") == date(2020, 3, 31)
    page_of(driver)
    assert "V-03" not in page.band.accessibleName() or not page.band.isVisible()


def test_the_rail_tries_posts_and_extensions(driver: WindowDriver, sample: Office) -> None:
    page = page_of(driver)
    click(page.what_if_button)
    rail = page.keeper.rail
    assert rail.isVisible()
    page.timeline.timeline.choose(0)
    click(rail.add)
    assert "V-01: 6 months longer" in visible_texts(rail)
    rail.who.set_value("all")
    rail.months.set_value(Decimal(1))
    click(rail.add)
    assert any(text.startswith("10 deployments: 1 month longer") for text in visible_texts(rail))
    assert {"Burn a month", "Available"} <= set(visible_texts(rail))
    click(button_named(rail, "Give it up"))
    assert "V-01: 6 months longer" not in visible_texts(rail)
    click(page.bar.drop)
    rail.kind.set_value("add")
    rail.kind.edited.emit()
    rail.count.set_value(Decimal(1))
    (grant,) = records.choices(sample, "grants", only=[f"reference={GRANT}"])
    rail.grant.set_value(grant.id)
    heard: list[object] = []
    rail.asked.connect(heard.append)
    click(rail.add)
    assert isinstance(heard[0], AddPosts)
    click(button_named(rail, "Close"))
    assert not rail.isVisible()


# --- the other views ----------------------------------------------------------------------------------------------


def test_the_board_has_everyone_under_a_state(driver: WindowDriver) -> None:
    page = page_of(driver)
    click(button_named(page, "Board"))
    texts = visible_texts(page)
    assert {"Planned", "Extended", "Ended, 12 months", "V-06", "ended 15 May 2019", "until 31 Dec 2019"} <= set(texts)
    card = next(card for card in page.findChildren(PressableRow) if card.accessibleName().startswith("V-06"))
    click(card)
    assert isinstance(driver.page, RecordPage)


def test_places_count_each_person_once(driver: WindowDriver, sample: Office) -> None:
    page = driver.go("deployments", tab="places")
    assert isinstance(page, DeploymentsPage)
    view = page.stack.currentWidget()
    assert isinstance(view, PlacesPart)
    sentence = view.sentence.text()
    countries, year = set[str](), 9999
    with sample.read() as session:
        served = [one for one in staffing.deployments(session) if one.months_served(sample.today)]
    persons = len({one.volunteer_id for one in served})
    for one in served:
        for contract in one.contracts:
            if contract.signed and contract.serves and contract.period.start <= sample.today and contract.station:
                countries.add(contract.station.country)
                year = min(year, contract.period.start.year)
    assert sentence.startswith(f"{persons} volunteers in {len(countries)} countries since {year}.")
    click(button_named(page, "Person-months"))
    assert view.model.foot(view.model.columnCount() - 1).text


def test_the_calendar_tells_what_is_to_come_and_writes_files(
    driver: WindowDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(driver)
    click(button_named(page, "Calendar"))
    assert {"December 2019", "Contract ends", "Planned contract ends"} <= set(visible_texts(page))
    for name, button, suffix in (("days.ics", "Calendar file", ".ics"), ("who.csv", "Evacuation list", ".csv")):
        target = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all, target=target: (str(target), ""))
        click(button_named(page.stack, button))
        dialog = driver.dialog(NamesDialog)
        dialog.names.setChecked(False)
        click(dialog.go_on)
        assert target.suffix == suffix
        assert target.stat().st_size > 100


def test_the_page_is_kept_to_what_one_chooses(driver: WindowDriver) -> None:
    driver.go("deployments")
    page = page_of(driver)
    assert page.title.text() == "Deployments"
    scopes = page.scopes
    scopes.fill()
    names = [action.text() for action in scopes.menu.actions()]
    assert "All deployments" in names
    assert any(name.startswith(ASSIGNMENT) for name in names)
    next(action for action in scopes.menu.actions() if action.text().startswith(ASSIGNMENT)).trigger()
    assert page_of(driver).scope == _SCOPE
    click(button_named(driver.page, "Roster"))
    assert isinstance(driver.page, RegisterPage)


def test_a_scope_that_is_not_there_has_nothing(driver: WindowDriver) -> None:
    driver.go("deployments", filters=("assignment=NOWHERE",))
    page = page_of(driver)
    assert page.head is not None
    assert page.head.ids == ()
    assert "0 deployments, 0 active today" in driver.said()


# --- acts ---------------------------------------------------------------------------------------------------------


def test_signing_shows_what_it_commits_and_does_it(driver: WindowDriver, sample: Office) -> None:
    page = page_of(driver)
    ids = [entry_of(sample, code).deployment.id for code in ("V-01", "V-02")]
    driver.view.go(act_route("sign", ids))
    dialog = driver.dialog(SignDialog)
    assert dialog.trial is not None
    (effect,) = dialog.trial.effects
    assert (effect.grant, len(dialog.chosen)) == (GRANT, 2)
    dialog.accept.setChecked(True)
    click(dialog.verb)
    assert entry_of(sample, "V-01").deployment.ends_on == date(2020, 3, 31)
    page = page_of(driver)
    committed = page.timeline.costs.sheet.months[date(2020, 1, 1)].committed
    assert committed > 0
    press(driver.window, "Ctrl+Z")
    assert entry_of(sample, "V-01").deployment.ends_on == date(2019, 12, 31)


def test_warnings_want_a_yes(driver: WindowDriver, sample: Office) -> None:
    driver.view.go(act_route("sign", [entry_of(sample, "V-03").deployment.id]))
    dialog = driver.dialog(SignDialog)
    assert dialog.accept.isVisible()
    click(dialog.verb)
    assert dialog.isVisible()
    assert entry_of(sample, "V-03").deployment.ends_on == date(2019, 12, 31)
    press(dialog, "Escape")


def test_extending_moving_and_ending_ask_in_dialogs(driver: WindowDriver, sample: Office) -> None:
    identity = entry_of(sample, "V-10").deployment.id
    driver.view.go(act_route("extend", [identity]))
    extend = driver.dialog(ExtendDialog)
    fill(extend, "months", "2")
    click(extend.verb)
    assert planned_end(sample, "V-10") == date(2020, 2, 29)
    driver.view.go(Route("share", "deployments", identity))
    assert driver.dialog(ShareDialog).boxes
    press(driver.dialog(ShareDialog), "Escape")
    driver.view.go(Route("end_early", "deployments", identity))
    end = driver.dialog(EndDialog)
    end.fields["on"].set_value(date(2019, 11, 30))
    end.show_outcome()
    end.accept.setChecked(True)
    click(end.verb)
    assert entry_of(sample, "V-10").deployment.ends_on == date(2019, 11, 30)


def test_a_deployment_is_reassigned_to_another_duty_station(driver: WindowDriver, sample: Office) -> None:
    before = entry_of(sample, "V-10").deployment
    driver.view.go(Route("reassign", "deployments", before.id))
    dialog = driver.dialog(ReassignDialog)
    press(dialog, "Ctrl+Return")
    assert {key for key, field in dialog.fields.items() if field.trouble} == {"station", "on"}
    fill(dialog, "station", "Zinder")
    fill(dialog, "on", "1 November 2019")
    dialog.show_outcome()
    assert dialog.trial is not None
    assert not dialog.trial.refused
    if dialog.accept.isVisible():
        click(dialog.accept)
    press(dialog, "Ctrl+Return")
    assert "Reassigned NER-10 to Zinder from 1 Nov 2019." in driver.said()
    *_before, left, moved = entry_of(sample, "V-10").deployment.contracts
    places = [contract.station.place for contract in (left, moved) if contract.station is not None]
    assert places == ["Maradi", "Zinder"]
    assert (left.period.last, moved.period.last) == (date(2019, 10, 31), before.ends_on), "the end stays what it was"
    press(driver.window, "Ctrl+Z")
    assert entry_of(sample, "V-10").deployment.contracts == before.contracts


def test_ten_posts_are_planned_at_once(driver: WindowDriver, sample: Office) -> None:
    page = page_of(driver)
    click(page.new_button)
    dialog = driver.dialog(PlanDialog)
    dialog.fields["starts_on"].set_value(date(2020, 7, 1))
    dialog.fields["ends_on"].set_value(date(2020, 12, 31))
    volunteers = records.choices(sample, "volunteers", limit=2)
    for one in volunteers:
        dialog.volunteer.add_known(one)
        dialog.volunteer.set_value(one.id)
        dialog.volunteer.edited.emit()
    assert list(dialog.volunteers) == [one.id for one in volunteers]
    QApplication.processEvents()
    click(button_named(dialog, f"Leave out {volunteers[0].code}"))
    (grant,) = records.choices(sample, "grants", only=[f"reference={GRANT}"])
    dialog.payers.grant.add_known(grant)
    dialog.payers.grant.set_value(grant.id)
    before = len(service.read_head(sample, _SCOPE).ids)
    click(dialog.verb)
    assert len(service.read_head(sample, _SCOPE).ids) == before + 1


def test_an_invoice_is_matched_to_the_cent(driver: WindowDriver) -> None:
    driver.view.go(Route("match", "deployments"))
    dialog = driver.dialog(MatchDialog)
    assert any(text.startswith("Nobody served on this grant and line") for text in visible_texts(dialog))
    fill(dialog, "first", "1 October 2019")
    proposal = dialog.proposal
    assert proposal is not None
    assert sum((line.part.amount.amount for line in dialog.lines), ZERO) == proposal.amount.amount
    assert dialog.rest.text().startswith("USD\u00a00.00 of ")
    dialog.lines[0].field.setText("x")
    click(dialog.verb)
    assert "Matched " not in driver.said()
    dialog.lines[0].field.setText("")
    click(dialog.verb)
    assert "Matched " in driver.said()
