"""The form of a rule asks for what its kind uses, under the names it has there, and says what the rule means."""

from __future__ import annotations

import pytest

from desktop.domain.rule_fields import KIND_FIELDS
from desktop.domain.terms import RULE_KINDS, RuleKind
from desktop.services import records
from desktop.services.offices import Office
from desktop.ui.dialogs.record_dialog import RecordDialog
from desktop.ui.widgets.choice_fields import ChoiceField
from tests.helpers.forms import fill, fill_all, troubles
from tests.helpers.window import WindowDriver, press, visible_texts, wait_until
from tests.ui.conftest import Open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the list below a choice
ALWAYS = {"grant", "kind", "starts_on", "article", "note"}
KEYS = {"currency": "rate_currency"}


def new_form(driver: WindowDriver, office: Office) -> RecordDialog:
    grant = records.choices(office, "grants", search="SEN-YV-03")[0].id
    driver.go("new", "rules", grant)
    return driver.dialog(RecordDialog)


def asked(form: RecordDialog) -> set[str]:
    return {key for key, field in form.fields.items() if field.isVisible()}


def offered(form: RecordDialog, key: str) -> list[str]:
    field = form.fields[key]
    assert isinstance(field, ChoiceField)
    return [field.box.itemText(place) for place in range(1, field.box.count())]


def test_before_a_kind_is_chosen_nothing_particular_is_asked(sample: Office, opened: Open) -> None:
    assert asked(new_form(opened(sample), sample)) == ALWAYS - {"note"}


@pytest.mark.parametrize("kind", list(RULE_KINDS))
def test_a_kind_asks_for_what_it_uses(sample: Office, opened: Open, kind: str) -> None:
    form = new_form(opened(sample), sample)
    fill(form, "kind", str(RULE_KINDS[kind]))
    fields = KIND_FIELDS[RuleKind(kind)]
    assert asked(form) == ALWAYS | {KEYS.get(name, name) for name in fields.used}
    for name in fields.needs:
        assert not form.fields[KEYS.get(name, name)].caption.text().endswith("(optional)")
    if fields.choices:
        assert offered(form, "choice") == [str(text) for text in fields.choices.values()]


def test_names_follow_the_kind(sample: Office, opened: Open) -> None:
    form = new_form(opened(sample), sample)
    for kind, days, note in (
        ("Report due", "Days after each period", "Name of the report"),
        ("Notice of an extension", "Days before the end", "Note"),
    ):
        fill(form, "kind", kind)
        assert (form.fields["days"].name, form.fields["note"].name) == (days, note)
        assert form.fields["days"].caption.text().startswith(days)


def test_what_is_hidden_is_not_kept(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    form = new_form(driver, sample)
    fill_all(form, {"kind": "Support costs", "percent": "7", "choice": "All direct costs"})
    fill_all(form, {"kind": "Notice of an extension", "days": "30"})
    values = form.values()
    assert values is not None
    assert (values["percent"], values["choice"]) == (None, None)
    press(form, "Ctrl+Return")
    assert "Added Rule SEN-YV-03." in driver.said()


def test_it_says_what_the_rule_means_while_it_is_written(sample: Office, opened: Open) -> None:
    form = new_form(opened(sample), sample)
    fill_all(form, {"kind": "Report due", "choice": "Every quarter", "days": "30", "final_days": "120"})
    sentence = "Report: due 30 days after each quarter; the last one 120 days after the end of the grant."
    wait_until(lambda: sentence in visible_texts(form))


def test_the_form_of_a_rule_says_at_once_what_it_means(sample: Office, opened: Open) -> None:
    driver = opened(sample)
    rule = records.choices(sample, "rules", search="")[0].id
    driver.go("edit", "rules", rule)
    form = driver.dialog(RecordDialog)
    assert any(text.endswith("(2 CFR 200.1).") for text in visible_texts(form))


def test_what_is_missing_is_said_beside_its_field(sample: Office, opened: Open) -> None:
    form = new_form(opened(sample), sample)
    fill(form, "kind", "Report due")
    press(form, "Ctrl+Return")
    assert troubles(form) == {"choice": "Choose from the list.", "days": "Enter the days after the end of each period."}


def test_a_kind_that_is_not_there_asks_for_nothing_particular(sample: Office, opened: Open) -> None:
    form = new_form(opened(sample), sample)
    fill(form, "kind", "Report due")
    fill(form, "kind", "Parking")
    assert asked(form) == ALWAYS - {"note"}
    assert troubles(form) == {"kind": "“Parking” is not in the list. Choose an entry."}
