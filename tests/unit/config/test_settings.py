"""Settings come back as they were kept; a damaged file costs the damaged entry, never the start of the program."""

from __future__ import annotations

import json
import locale
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.config.settings import (
    NOTHING_NEW_LIMIT,
    RECENT_LIMIT,
    LanguageCode,
    RecentOffice,
    Settings,
    ViewSettings,
    load_settings,
    save_settings,
    system_language,
)

FULL = Settings(
    language="fr",
    theme="dark",
    comfortable_rows=True,
    narrow_sidebar=True,
    actor="Aïssata Maïga",
    window="AdnQywAD",
    recent=(
        RecentOffice("/data/Sahel.grantdesk", "Programme Sahel", "2019-10-21T09:00:01+00:00"),
        RecentOffice("postgresql://desk@server/office", "منظمة", "2019-10-20T16:30:00+00:00"),
    ),
    views={
        "ledger": ViewSettings(("entry_on", "amount"), {"amount": 140}, "amount", descending=True, rail_open=True),
        "grants": ViewSettings(),
    },
    extracts={"office-1": "/data/Extraits"},
    nothing_new={"office-1": {"ab12": "2019-10-09T08:00:00+00:00"}},
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def kept(place: Path, text: str) -> Settings:
    place.write_text(text, encoding="utf-8")
    return load_settings(place)


def entry(place: Path, **values: Any) -> Settings:
    return kept(place, json.dumps(values))


def test_each_office_has_a_folder_of_its_own_until_it_has_none() -> None:
    one = Settings().with_extracts("a", "/x").with_extracts("b", "/y").with_extracts("a", "/z")
    assert one.extracts == {"a": "/z", "b": "/y"}
    assert one.with_extracts("a", "").extracts == {"b": "/y"}


def test_the_files_that_brought_nothing_new_are_remembered_and_the_oldest_forgotten() -> None:
    one = (
        Settings().with_nothing_new("a", "1", "then").with_nothing_new("a", "2", "then").with_nothing_new("b", "1", "")
    )
    assert list(one.with_nothing_new("a", "1", "now").nothing_new["a"].items()) == [("2", "then"), ("1", "now")]
    for number in range(NOTHING_NEW_LIMIT):
        one = one.with_nothing_new("a", f"x{number}", "now")
    assert (len(one.nothing_new["a"]), "2" in one.nothing_new["a"]) == (NOTHING_NEW_LIMIT, False)


def test_what_is_saved_is_loaded(place: Path) -> None:
    save_settings(FULL, place)
    assert load_settings(place) == FULL


def test_defaults_are_saved_and_loaded_too(place: Path) -> None:
    save_settings(Settings(), place)
    assert load_settings(place) == Settings()


def test_saving_again_replaces_the_file_and_leaves_nothing_beside_it(place: Path) -> None:
    save_settings(FULL, place)
    save_settings(Settings(actor="Test"), place)
    assert load_settings(place) == Settings(actor="Test")
    assert [file.name for file in place.parent.iterdir()] == ["settings.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of folders, not modes of files")
def test_only_the_user_may_read_them(place: Path) -> None:
    place.with_suffix(".partial").write_text("cut off")
    place.with_suffix(".partial").chmod(0o644)
    save_settings(FULL, place)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_save_that_was_cut_off_leaves_the_old_settings(place: Path) -> None:
    save_settings(FULL, place)
    place.with_suffix(".partial").write_text('{"language": "en", "the')
    assert load_settings(place) == FULL
    save_settings(Settings(), place)
    assert load_settings(place) == Settings()


def test_a_folder_whose_name_is_no_text_can_be_remembered(place: Path) -> None:
    """Linux hands over the bytes of a name that is not UTF-8 as lone surrogates, which UTF-8 cannot write."""
    location = b"/data/caf\xe9.grantdesk".decode("utf-8", "surrogateescape")
    save_settings(Settings().with_recent(RecentOffice(location, "café", "")), place)
    assert load_settings(place).recent[0].location == location


names = st.text(max_size=20)
offices = st.builds(RecentOffice, names.filter(bool), names, names)
views = st.builds(
    ViewSettings,
    columns=st.lists(names, max_size=4).map(tuple),
    widths=st.dictionaries(names, st.integers(1, 5000), max_size=3),
    sort=names,
    descending=st.booleans(),
    rail_open=st.booleans(),
)
all_settings = st.builds(
    Settings,
    language=st.sampled_from(("en", "fr", "ar")),
    theme=st.sampled_from(("light", "dark")),
    comfortable_rows=st.booleans(),
    narrow_sidebar=st.booleans(),
    actor=names,
    window=names,
    recent=st.lists(offices, max_size=RECENT_LIMIT, unique_by=lambda one: one.location).map(tuple),
    views=st.dictionaries(names, views, max_size=3),
)


@settings(max_examples=60, deadline=None)
@given(chosen=all_settings)
def test_any_settings_survive_the_file(tmp_path_factory: pytest.TempPathFactory, chosen: Settings) -> None:
    place = tmp_path_factory.getbasetemp() / "any-settings.json"
    save_settings(chosen, place)
    assert load_settings(place) == chosen


def test_no_file_means_defaults(place: Path) -> None:
    assert load_settings(place) == Settings()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"language": "fr"',
        "null",
        "[]",
        '"fr"',
        "42",
        "not json at all",
        "\x00\x00\x00",
        '{"language": "fr"} and more',
        "[" * 100_000,
    ],
    ids=str,
)
def test_a_damaged_file_means_defaults(place: Path, text: str) -> None:
    assert kept(place, text) == Settings()


def test_a_file_that_is_no_text_means_defaults(place: Path) -> None:
    place.write_bytes(b"\xff\xfe\x00{}")
    assert load_settings(place) == Settings()


def test_a_folder_in_its_place_means_defaults(place: Path) -> None:
    place.mkdir()
    assert load_settings(place) == Settings()


def test_one_damaged_entry_costs_only_itself(place: Path) -> None:
    found = entry(place, language="fr", theme="purple", actor="Test", comfortable_rows=True, unheard_of=[1, 2])
    assert found == Settings(language="fr", theme="light", actor="Test", comfortable_rows=True)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("language", "xx"),
        ("language", ["fr"]),
        ("language", None),
        ("language", {"code": "fr"}),
        ("theme", "LIGHT"),
        ("theme", 1),
        ("comfortable_rows", "yes"),
        ("comfortable_rows", 1),
        ("narrow_sidebar", "true"),
        ("actor", 5),
        ("actor", None),
        ("window", False),
        ("recent", "office"),
        ("recent", {"location": "a"}),
        ("recent", [5, None, "a", [], {}, {"location": ""}, {"location": 7}, {"name": "without a place"}]),
        ("views", []),
        ("views", {"ledger": "wide"}),
    ],
)
def test_an_entry_that_makes_no_sense_is_its_default(place: Path, key: str, value: Any) -> None:
    assert entry(place, **{key: value}) == Settings()


def test_of_a_recent_office_only_the_place_is_needed(place: Path) -> None:
    found = entry(place, recent=[{"location": "a.grantdesk"}, 5, {"location": "b.grantdesk", "name": 7}])
    assert found.recent == (RecentOffice("a.grantdesk", "", ""), RecentOffice("b.grantdesk", "", ""))


def test_no_more_recent_offices_are_read_than_are_kept(place: Path) -> None:
    found = entry(place, recent=[{"location": f"{number}.grantdesk"} for number in range(20)])
    assert [office.location for office in found.recent] == [f"{number}.grantdesk" for number in range(8)]


def test_a_damaged_arrangement_keeps_what_is_whole(place: Path) -> None:
    ledger = {
        "columns": ["amount", 5, None, "entry_on"],
        "widths": {"amount": 120, "title": "wide", "entry_on": -40, "kind": 0, "grant": True, "line": 12.5},
        "sort": ["amount"],
        "descending": "yes",
        "rail_open": True,
    }
    found = entry(place, views={"ledger": ledger, "grants": 3})
    assert found.views == {"ledger": ViewSettings(("amount", "entry_on"), {"amount": 120}, rail_open=True)}


def test_a_list_nobody_arranged_has_the_default_arrangement() -> None:
    assert Settings().view("ledger") == ViewSettings()
    assert FULL.view("ledger").sort == "amount"


def test_arranging_one_list_leaves_the_others() -> None:
    arranged = FULL.with_view("grants", ViewSettings(sort="amount"))
    assert arranged.view("grants") == ViewSettings(sort="amount")
    assert arranged.view("ledger") == FULL.view("ledger")
    assert FULL.view("grants") == ViewSettings()


def office(name: str) -> RecentOffice:
    return RecentOffice(f"{name}.grantdesk", name, "2019-10-21T09:00:00+00:00")


def test_the_office_opened_last_is_on_top_and_there_once() -> None:
    found = Settings().with_recent(office("a")).with_recent(office("b")).with_recent(office("a"))
    assert [known.name for known in found.recent] == ["a", "b"]


def test_an_office_renamed_meanwhile_is_known_by_its_place() -> None:
    found = Settings().with_recent(office("a")).with_recent(RecentOffice("a.grantdesk", "New name", ""))
    assert found.recent == (RecentOffice("a.grantdesk", "New name", ""),)


def test_only_the_latest_offices_are_kept() -> None:
    found = Settings()
    for number in range(12):
        found = found.with_recent(office(str(number)))
    assert [known.name for known in found.recent] == ["11", "10", "9", "8", "7", "6", "5", "4"]


@pytest.mark.parametrize(
    ("asked", "system", "language"),
    [
        ("fr", "en_US", "fr"),
        ("fr_FR.UTF-8", "en_US", "fr"),
        ("AR", "en_US", "ar"),
        ("ar-EG", None, "ar"),
        ("", "fr_NE", "fr"),
        ("", "fr", "fr"),
        ("de", "fr_CH", "fr"),
        ("", "French_France", "fr"),
        ("", "Arabic_Egypt", "ar"),
        ("", "English_United States", "en"),
        ("", "Armenian_Armenia", "en"),
        ("", "arn_CL", "en"),
        ("", "de_DE", "en"),
        ("", "C", "en"),
        ("", None, "en"),
        ("nonsense", "", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_that_of_the_system(
    monkeypatch: pytest.MonkeyPatch, asked: str, system: str | None, language: LanguageCode
) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: (system, "UTF-8"))
    assert system_language({"GRANTDESK_LANGUAGE": asked} if asked else {}) == language


def test_without_settings_the_program_starts_in_the_language_asked_for(
    monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    monkeypatch.setenv("GRANTDESK_LANGUAGE", "fr")
    assert load_settings(place).language == "fr"
    assert entry(place, theme="dark") == Settings(language="fr", theme="dark")
    assert entry(place, language="ar").language == "ar"
