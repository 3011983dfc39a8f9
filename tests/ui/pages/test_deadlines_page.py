"""The page of deadlines: the late first, then month by month, each leading to its record."""

from __future__ import annotations

from datetime import timedelta

from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.widgets.pressable import PressableRow
from tests.helpers.records import making
from tests.helpers.window import WindowDriver, button_named, click, press, visible_texts
from tests.ui.conftest import Open


def rows(driver: WindowDriver) -> list[PressableRow]:
    return [row for row in driver.page.findChildren(PressableRow) if row.isVisible()]


def names(driver: WindowDriver) -> list[str]:
    return [row.accessibleName().replace("\u00a0", " ") for row in rows(driver)]


def test_it_lists_what_is_due_by_month(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("deadlines"))
    reports = [name for name in names(driver) if name.startswith("NER-CT-01: 30 Oct 2019")]
    assert reports == [
        "NER-CT-01: 30 Oct 2019, Financial report (SF-425): period to 30 Sep 2019",
        "NER-CT-01: 30 Oct 2019, Performance report (SF-PPR): period to 30 Sep 2019",
    ]
    assert "CAF-WP-01: 31 Dec 2019, Grant ends" in names(driver)
    texts = visible_texts(driver.page)
    assert texts.index("October 2019") < texts.index("December 2019")
    assert "in 9 days" in texts


def test_months_begin_with_a_capital_in_french_as_well(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("deadlines"), language="fr")
    assert {"Octobre 2019", "Décembre 2019"} <= set(visible_texts(driver.page))


def test_it_looks_as_far_as_one_likes_and_remembers(empty: Office, opened: Open) -> None:
    with making(empty) as make:
        for days in (10, 60, 200):
            make.grant(ends_on=empty.today + timedelta(days=days))
    driver = opened(empty, start=Route("deadlines"))
    assert "2 things are due." in visible_texts(driver.page)
    click(button_named(driver.page, "365 days"))
    assert len(rows(driver)) == 3
    fresh = opened(empty, start=Route("deadlines"))
    fresh.page.recall(driver.page.memory())
    fresh.page.refresh()
    assert "3 things are due." in visible_texts(fresh.page)
    fresh.page.recall("nothing of the kind")
    assert fresh.page.memory() == 365
    click(button_named(fresh.page, "30 days"))
    assert "1 thing is due." in visible_texts(fresh.page)


def test_a_row_leads_to_its_record(sample: Office, opened: Open) -> None:
    driver = opened(sample, start=Route("deadlines"))
    press(rows(driver)[names(driver).index("CAF-WP-01: 31 Dec 2019, Grant ends")], "Return")
    assert "Witness protection, CAR" in visible_texts(driver.page)


def test_what_is_late_comes_first_with_a_word(empty: Office, opened: Open) -> None:
    today = empty.today
    with making(empty) as make:
        grant = make.grant(reference="A", ends_on=today)
        make.instalment(grant, "5000.00", today - timedelta(days=3), number=1)
        make.instalment(grant, "5000.00", today - timedelta(days=1), number=2)
    driver = opened(empty, start=Route("deadlines"))
    texts = visible_texts(driver.page)
    assert "3 things are due. 2 of them are late." in texts
    assert texts.index("Late") < texts.index("3 days late") < texts.index("1 day late") < texts.index("today")


def test_home_shows_the_first_of_them_and_leads_to_all(empty: Office, opened: Open) -> None:
    today = empty.today
    with making(empty) as make:
        grant = make.grant(reference="A", ends_on=None)
        for number in range(1, 8):
            make.instalment(grant, "5000.00", today - timedelta(days=number), number=number)
    driver = opened(empty)
    assert len([name for name in names(driver) if "did not come" in name]) == 4
    assert "7 days late" in " ".join(visible_texts(driver.page))
    click(button_named(driver.page, "All"))
    assert driver.view.route == Route("deadlines")


def test_an_office_without_any_is_told_so(empty: Office, opened: Open) -> None:
    assert "Nothing is due in this time." in visible_texts(opened(empty, start=Route("deadlines")).page)
