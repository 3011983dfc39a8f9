"""What is wrong with the rows of a table is told at once, each with its cell; nothing wrong comes in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.progress import Silent
from desktop.language import Cancelled, Language, Message, UserError
from desktop.services import records as forms
from desktop.services.imports import lists
from desktop.services.imports.preview import Options
from desktop.services.offices import Office
from tests.helpers.incoming import brought_in, looked_at, statuses, table, told
from tests.helpers.records import making
from tests.helpers.tables import tables_of

GRANTS = ("reference", "title", "funder", "currency", "amount", "starts_on", "ends_on")


@pytest.fixture
def ready(office: Office) -> Office:
    """An office with a funder, two grants and a project."""
    with making(office) as make:
        donor = make.organisation(name="Ministry of Justice", reference="ML-1", short_name="MoJ")
        make.project(reference="P-1", title="Courts")
        make.grant(reference="G-1", title="Prisons", funder_id=donor.id, amount=Decimal(1000))
    return office


def test_every_problem_of_every_row_is_told_at_once_with_its_cell(ready: Office) -> None:
    rows: list[list[Any]] = [
        ["G-2", None, "Ministry of Justise", "USD", 10, date(2020, 1, 1), date(2019, 1, 1)],
        ["G-3", "Three", "MoJ", "USD", 10.123, date(2020, 1, 1), date(2019, 1, 1)],
        ["G-4", "Four", "MoJ", "XXX", "many", None, None],
        ["G-5", "Five", "MoJ", "USD", 5, None, None],
    ]
    preview = looked_at(ready, table("grants", GRANTS, *rows))
    assert statuses(preview) == ["ERROR", "ERROR", "ERROR", "NEW"]
    assert [(where, field) for where, field, _sentence in told(preview)] == [
        ("Sheet1!C2", "funder"),
        ("Sheet1!B2", "title"),
        ("Sheet1!E3", "amount"),
        ("Sheet1!G3", "ends_on"),
        ("Sheet1!D4", "currency"),
        ("Sheet1!E4", "amount"),
    ]
    assert preview.problems[0].nearest == ("Ministry of Justice",)
    assert preview.rows[3].problems == ()


def test_rows_with_errors_stay_out_and_the_others_come_in(ready: Office, english: Language) -> None:
    rows = [["G-2", "Two", "Nobody", "USD", 1], ["G-3", "Three", "moj", "USD", 2]]
    outcome = brought_in(ready, table("grants", GRANTS[:5], *rows))
    assert english.text(outcome.message) == "Imported in.xlsx: 1 grant."
    assert [one.code for one in forms.choices(ready, "grants")] == ["G-1", "G-3"]


def test_an_amount_is_kept_to_the_cent_however_binary_fractions_say_it(ready: Office) -> None:
    brought_in(ready, table("grants", GRANTS[:5], ["G-2", "Two", "MoJ", "USD", 0.1 + 0.2]))
    (found,) = [one for one in forms.choices(ready, "grants") if one.code == "G-2"]
    assert forms.load(ready, "grants", found.id).values["amount"] == Decimal("0.3")


def test_more_decimals_than_the_currency_has_are_an_error_at_the_cell(ready: Office) -> None:
    preview = looked_at(ready, table("shares", ("grant", "project", "amount"), ["G-1", "P-1", 10.005]))
    assert told(preview) == [("Sheet1!C2", "amount", "It has more decimals than USD has.")]


def test_amounts_stated_in_another_currency_than_the_grant_are_an_error(ready: Office) -> None:
    keys = ("grant", "project", "amount", "currency")
    preview = looked_at(ready, table("shares", keys, ["G-1", "P-1", 10, "XOF"]))
    assert told(preview) == [("Sheet1!D2", "currency", "Its grant is in USD.")]


def test_a_name_that_several_records_have_is_refused_with_what_tells_them_apart(ready: Office) -> None:
    with making(ready) as make:
        make.organisation(name="Courts", reference="A-1")
        make.organisation(name="Courts", reference="A-2")
    preview = looked_at(ready, table("grants", GRANTS[:5], ["G-2", "Two", "Courts", "USD", 1]))
    assert told(preview) == [("Sheet1!C2", "funder", "2 records are called Courts.")]
    assert preview.problems[0].nearest == ("A-1", "Courts", "A-2")
    brought_in(ready, table("grants", GRANTS[:5], ["G-2", "Two", "A-2", "USD", 1]))
    assert looked_at(ready, table("grants", ("reference", "funder"), ["G-2", "A-2"])).statuses == bytes([2])


def test_a_record_called_by_its_code_and_name_together_is_found(ready: Office) -> None:
    preview = looked_at(ready, table("shares", ("grant", "project", "amount"), ["G-1 – Prisons", "P-1 - Courts", 10]))
    assert (statuses(preview), preview.rows[0].values["project"]) == (["NEW"], "P-1")


def test_two_rows_of_the_same_record_are_a_duplicate_or_a_contradiction(ready: Office) -> None:
    rows = [["G-2", "Two", "MoJ", "USD", 1], ["g-2", "Two", "MoJ", "USD", 1], ["G-2", "Deux", "MoJ", "USD", 1]]
    preview = looked_at(ready, table("grants", GRANTS[:5], *rows))
    assert statuses(preview) == ["NEW", "DUPLICATE", "ERROR"]
    assert str(preview.rows[1].reason) == "Row 2 is the same record."
    assert told(preview) == [("Sheet1!B4", "title", "Row 2 says otherwise of the same record.")]


def test_rows_of_a_record_that_the_office_has_are_held_against_each_other_too(ready: Office) -> None:
    rows = [["G-1", "Prisons of Mali"], ["G-1", "Prisons of Mali"], ["G-1", "Other"]]
    preview = looked_at(ready, table("grants", ("reference", "title"), *rows))
    assert statuses(preview) == ["CHANGED", "DUPLICATE", "ERROR"]
    assert preview.rows[0].old == {"title": "Prisons"}


def test_a_blank_cell_leaves_what_is_there_and_a_dash_is_blank_with_a_note(ready: Office) -> None:
    preview = looked_at(ready, table("grants", GRANTS, ["G-1", "-", None, "–", None, None, None]))
    assert (statuses(preview), told(preview)) == (["SAME"], [])
    assert [str(note) for note in preview.notes] == ["A dash alone in 2 cells was taken for nothing."]


def test_without_a_column_that_tells_records_apart_nothing_can_come_in(ready: Office) -> None:
    preview = looked_at(ready, table("grants", ("title", "amount"), ["Two", 5]))
    assert [str(problem.sentence) for problem in preview.refused] == [
        "No column holds Reference.",
        "No column holds Funder.",
        "No column holds Currency.",
    ]
    with pytest.raises(UserError, match="No column holds Reference"):
        lists.apply(ready, preview, progress=Silent())


def test_the_grant_that_was_chosen_is_that_of_rows_without_one(ready: Office) -> None:
    draft = table("shares", ("project", "amount"), ["P-1", 10])
    assert looked_at(ready, draft).refused
    preview = looked_at(ready, draft, grant="G-1")
    assert (statuses(preview), preview.refused, preview.rows[0].values["grant"]) == (["NEW"], (), "G-1")
    with pytest.raises(UserError, match="There is no grant G-9"):
        looked_at(ready, draft, grant="G-9")


def test_a_correction_stands_in_the_place_of_its_cell(ready: Office) -> None:
    draft = table("grants", GRANTS[:5], ["G-2", "Two", "Mojj", "USD", "many"])
    assert statuses(looked_at(ready, draft)) == ["ERROR"]
    corrections = {(1, 2): "MoJ", (1, 4): "12.50"}
    preview = looked_at(ready, draft, corrections=corrections)
    assert (statuses(preview), preview.rows[0].values["amount"]) == (["NEW"], Decimal("12.5"))
    assert statuses(looked_at(ready, draft, corrections=corrections | {(1, 4): "much"})) == ["ERROR"]


def test_records_above_each_other_in_a_circle_are_refused(ready: Office) -> None:
    brought_in(ready, table("projects", ("reference", "title", "parent"), ["P-3", "Three", None], ["P-4", "F", "P-3"]))
    preview = looked_at(ready, table("projects", ("reference", "parent"), ["P-3", "P-4"]))
    assert told(preview) == [("Sheet1!B2", "parent", "It would be a part of itself. Choose another project.")]
    rows = [["P-5", "Five", "P-6"], ["P-6", "Six", "P-5"]]
    preview = looked_at(ready, table("projects", ("reference", "title", "parent"), *rows))
    assert statuses(preview) == ["ERROR", "ERROR"]


def test_a_row_that_stands_on_one_with_an_error_has_an_error(ready: Office) -> None:
    keys = ("reference", "title", "parent", "kind")
    preview = looked_at(ready, table("projects", keys, ["P-3", "T", "P-4", None], ["P-4", "F", None, "castle"]))
    assert [(where, field) for where, field, _ in told(preview)] == [("Sheet1!C2", "parent"), ("Sheet1!D3", "kind")]


def test_a_preview_writes_nothing_and_cancelling_leaves_nothing(ready: Office) -> None:
    draft = table("organisations", ("name",), *[[f"Organisation {number}"] for number in range(120)])
    before = tables_of(ready)
    preview = looked_at(ready, draft)

    class Impatient:
        def report(self, done: int, total: int, doing: Message) -> None:
            if done >= 100 and total and doing.text:
                raise Cancelled

    for work in (
        lambda: lists.preview(ready, draft, Options(), progress=Impatient()),
        lambda: lists.apply(ready, preview, progress=Impatient()),
    ):
        with pytest.raises(Cancelled):
            work()
    assert tables_of(ready) == before


CHANGES: Sequence[tuple[str, object]] = (("title", "Theirs"), ("reference", "G-2"))


@pytest.mark.parametrize(("key", "value"), CHANGES)
def test_what_changed_since_the_preview_is_not_imported_over(ready: Office, key: str, value: str) -> None:
    preview = looked_at(
        ready, table("grants", GRANTS[:5], ["G-1", "Ours", "MoJ", "USD", 7], ["G-2", "T", "MoJ", "USD", 7])
    )
    (grant,) = forms.choices(ready, "grants")
    forms.save(ready, "grants", values={key: value}, record_id=grant.id, version=1)
    before = tables_of(ready)
    with pytest.raises(UserError, match="changed since row 2"):
        lists.apply(ready, preview, progress=Silent())
    assert tables_of(ready) == before


def test_what_has_nothing_to_do_with_the_rows_may_change_meanwhile(ready: Office) -> None:
    preview = looked_at(ready, table("grants", GRANTS[:5], ["G-2", "Two", "MoJ", "USD", 7]))
    with making(ready) as make:
        make.organisation(name="Another")
    assert lists.apply(ready, preview, progress=Silent()).record_id


def test_the_same_preview_applied_twice_brings_its_rows_once(ready: Office) -> None:
    preview = looked_at(ready, table("organisations", ("name",), ["Once"]))
    lists.apply(ready, preview, progress=Silent())
    before = tables_of(ready)
    with pytest.raises(UserError):
        lists.apply(ready, preview, progress=Silent())
    assert tables_of(ready) == before


def test_only_the_rows_that_were_chosen_come_in(ready: Office) -> None:
    preview = looked_at(ready, table("organisations", ("name",), ["One"], ["Two"], ["One"]))
    assert (statuses(preview), preview.taken()) == (["NEW", "NEW", "DUPLICATE"], [0, 1])
    lists.apply(ready, preview, taken=[0, 2], progress=Silent())
    names = [one.name for one in forms.choices(ready, "organisations")]
    assert names == ["Ministry of Justice", "One", "One"]
    nothing = lists.apply(ready, preview, taken=[], progress=Silent())
    assert nothing.entry_id is None


def test_records_that_share_a_part_of_what_tells_them_apart_are_records_of_their_own(ready: Office) -> None:
    keys = ("name", "reference")
    rows: list[list[Any]] = [["Courts", "A-1"], ["Courts", "A-2"], ["Bench", "A-2"], ["Courts", None]]
    preview = looked_at(ready, table("organisations", keys, *rows))
    assert statuses(preview) == ["NEW", "NEW", "NEW", "DUPLICATE"]
    brought_in(ready, table("organisations", keys, *rows[:3]))
    assert statuses(looked_at(ready, table("organisations", keys, *rows[:3]))) == ["SAME"] * 3
    lost = looked_at(ready, table("organisations", keys, ["Courts", None]))
    assert told(lost) == [("Sheet1!B2", "reference", "2 records could be meant.")]


def test_an_organisation_is_found_by_its_reference_or_its_name_alone(ready: Office) -> None:
    keys = ("name", "reference", "country")
    renamed = looked_at(ready, table("organisations", keys, ["Justice", "ML-1", "ML"]))
    assert (statuses(renamed), renamed.rows[0].old) == (["CHANGED"], {"name": "Ministry of Justice", "country": None})
    named = looked_at(ready, table("organisations", keys, ["ministry of justice", None, "ML"]))
    assert (statuses(named), list(named.rows[0].old)) == (["CHANGED"], ["country"])
    other = looked_at(ready, table("organisations", keys, ["Ministry of Justice", "NE-1", "NE"]))
    assert statuses(other) == ["NEW"]


def test_a_currency_beside_an_amount_is_that_of_the_row(ready: Office) -> None:
    keys = ("reference", "title", "funder", "amount")
    preview = looked_at(ready, table("grants", keys, ["G-2", "Two", "MoJ", "USD 1,000.50"], ["G-3", "T", "MoJ", 5]))
    assert [(where, field) for where, field, _ in told(preview)] == [("Sheet1!A3", "currency")]
    assert (preview.rows[0].values["currency"], statuses(preview)) == ("USD", ["NEW", "ERROR"])
    rows = [["G-2", "Two", "MoJ", "USD 1,000.50", "XOF"], ["G-3", "Three", "MoJ", "XOF 1,000", "XOF"]]
    preview = looked_at(ready, table("grants", (*keys, "currency"), *rows))
    assert told(preview)[0] == ("Sheet1!D2", "amount", "The cell says USD, and the row is in XOF.")
    assert statuses(preview) == ["ERROR", "NEW"]
    shared = looked_at(ready, table("shares", ("grant", "project", "amount"), ["G-1", "P-1", "EUR 5.00"]))
    assert [sentence for _where, _field, sentence in told(shared)] == ["Its grant is in USD."]


def test_values_that_a_kind_of_record_has_no_use_for_are_left_out_with_a_note(ready: Office) -> None:
    keys = ("grant", "kind", "days", "percent", "note")
    preview = looked_at(ready, table("rules", keys, ["G-1", "Ineligible costs", 30, None, "Alcohol"]))
    assert told(preview) == [
        ("Sheet1!C2", "days", "It means nothing in a record of this kind, and is left out."),
    ]
    assert statuses(preview) == ["NEW"]


def test_what_the_database_refuses_is_a_problem_of_its_row_alone(ready: Office) -> None:
    keys = ("currency", "base", "effective_on", "units", "source")
    rows = [["EUR", "USD", date(2019, 1, 1), number, "UN"] for number in (10**12, 2)]
    preview = looked_at(ready, table("rates", keys, *rows))
    assert statuses(preview) == ["ERROR", "ERROR"]
    other = [["XOF", "USD", date(2019, 1, 1), 10**12, "UN"], ["EUR", "USD", date(2019, 1, 1), 2, "UN"]]
    assert statuses(looked_at(ready, table("rates", keys, *other))) == ["ERROR", "NEW"]


def test_a_row_whose_rules_speak_otherwise_by_now_is_refused_with_its_cell(ready: Office) -> None:
    preview = looked_at(ready, table("shares", ("grant", "project", "amount"), ["G-1", "P-1", 800]))
    (grant,) = forms.choices(ready, "grants")
    forms.save(ready, "grants", values={"amount": Decimal(500)}, record_id=grant.id, version=1)
    with pytest.raises(UserError, match="Sheet1!C2"):
        lists.apply(ready, preview, progress=Silent())


def test_a_result_whose_project_is_made_on_the_way_is_made_in_it(ready: Office) -> None:
    keys = ("code", "title", "kind", "project")
    preview = looked_at(ready, table("results", keys, ["1", "One", "Outcome", "P-7"]), create_missing=True)
    assert (statuses(preview), preview.missing) == (["NEW"], (("projects", "P-7"),))


def test_rows_that_are_tried_together_come_to_what_each_comes_to_alone(
    ready: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[list[Any]] = [
        [f"G-1{place:02}", "More", "MoJ", "USD", 10.123 if place in (20, 70) else 10, date(2020, 1, 1), end]
        for place in range(90)
        # The rules refuse an end before the beginning: only trying the row out tells.
        for end in [date(2019, 1, 1) if place in (5, 33, 34, 60) else date(2021, 1, 1)]
    ]
    together = looked_at(ready, table("grants", GRANTS, *rows))
    monkeypatch.setattr("desktop.services.imports.lists.rehearsal._TOGETHER", 1)
    alone = looked_at(ready, table("grants", GRANTS, *rows))
    assert statuses(together) == statuses(alone)
    assert told(together) == told(alone)
    assert [place for place, status in enumerate(statuses(together)) if status == "ERROR"] == [5, 20, 33, 34, 60, 70]
    monkeypatch.undo()
    brought_in(ready, table("grants", GRANTS, *rows))
    assert len(forms.choices(ready, "grants")) == 1 + 84


@pytest.mark.parametrize(("currency", "said"), [("XOF", False), ("XAF", False), ("USD", True)])
def test_a_format_that_shows_fcfa_goes_with_either_franc(file_office: Office, currency: str, *, said: bool) -> None:
    draft = table("grants", ("reference", "title", "currency", "amount"), ("G-1", "One", currency, 5_000))
    draft.sheet.currencies[3] = "FCFA"
    shown = lists.preview(file_office, draft, Options(create_missing=True), progress=Silent())
    sentence = f"The cell says FCFA, and the row is in {currency}."
    assert (sentence in [str(each.problem.sentence) for each in shown.problems]) == said
