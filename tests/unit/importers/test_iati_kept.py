"""A kept activity file is read again element by element: unchanged, without persons and what is not of the standard."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from desktop.domain.iati.standard import source_of
from desktop.domain.progress import Silent
from desktop.importers.iati import read_iati
from desktop.importers.iati_kept import KeptActivity, read_kept
from desktop.importers.iati_meaning import source_keys
from tests.helpers import iati

_NAMESPACES = 'xmlns:other="urn:other" xmlns:grantdesk="urn:grantdesk:iati"'


def _read(*elements: str, identifier: str = "XX-1-A", attributes: str = "") -> KeptActivity | None:
    content = iati.document(iati.activity(identifier, *elements))
    content = content.replace("<iati-activities ", f"<iati-activities {_NAMESPACES} ")
    content = content.replace("<iati-activity ", f"<iati-activity {attributes} ")
    return read_kept(content.encode(), {"XX-1-A"}).get("XX-1-A")


def _elements(kept: KeptActivity | None) -> list[tuple[str, str]]:
    assert kept is not None
    return [(element.tag, element.xml) for element in kept.elements[3:]]


def test_what_a_publisher_wrote_is_kept_as_it_was_without_other_namespaces() -> None:
    kept = _read(
        '<location ref="AF">\n  <point other:a="1"><pos>1 2</pos></point>\n  <other:note>x</other:note> </location>',
        "<other:extra/>",
        attributes='xml:lang="fr" humanitarian="1" last-updated-datetime="2019-01-01T00:00:00" other:b="2"',
    )
    assert _elements(kept) == [("location", '<location ref="AF"><point><pos>1 2</pos></point></location>')]
    assert kept is not None
    assert (kept.language, kept.attributes, kept.named_persons) == (
        "fr",
        (("humanitarian", "1"), ("default-currency", "USD")),
        False,
    )


def test_a_contact_that_names_a_person_is_left_behind() -> None:
    office = "<contact-info><email>office@example.org</email></contact-info>"
    person = f"<contact-info><person-name>{iati.narrative('A. Person')}</person-name></contact-info>"
    kept = _read(office, person)
    assert _elements(kept) == [("contact-info", office)]
    assert kept is not None
    assert kept.named_persons


def test_each_element_says_what_an_import_takes_of_it() -> None:
    kept = _read('<activity-status code="2"/>', '<policy-marker code="1"/>', iati.budget("many"))
    assert kept is not None
    assert [(element.tag, element.says.status) for element in kept.elements[3:]] == [
        ("activity-status", "2"),
        ("policy-marker", ""),
    ], "what cannot be read is not kept either"


def test_only_what_is_wanted_is_read() -> None:
    assert _read(identifier="XX-1-B") is None
    assert read_kept(iati.document(iati.activity("", "")).encode(), {""}) == {}


def test_parts_of_a_budget_that_we_parted_are_one_again(tmp_path: Path) -> None:
    def part(amount: str, year: int, whole: str) -> str:
        made = iati.budget(amount, first=f"{year}-01-01", last=f"{year}-12-31")
        return made.replace("<budget ", f'<budget xmlns:g="urn:grantdesk:iati" g:whole="{whole}" ')

    made = iati.activity("XX-1-A", part("10", 2019, "1"), part("5", 2019, "2"), part("20", 2020, "1"))
    (activity,) = read_iati(iati.write(tmp_path / "a.xml", made), progress=Silent()).activities
    assert [(budget.starts_on.year, budget.ends_on.year, budget.amount) for budget in activity.budgets] == [
        (2019, 2020, Decimal(30)),
        (2019, 2019, Decimal(5)),
    ]


def test_marks_say_which_entry_and_which_share_were_kept(tmp_path: Path) -> None:
    own = source_of("XX-1-A")
    marked = iati.transaction("3", "1.00", reference="T").replace(
        "<transaction ", f'<transaction xmlns:g="urn:grantdesk:iati" g:entry="{own}own-1" g:grant="x-GR" '
    )
    foreign = marked.replace(own, source_of("XX-1-B"))
    share = '<sector xmlns:g="urn:grantdesk:iati" code="1" percentage="50" g:share="{}"/>'
    shares = (share.format(""), share.format("100").replace('code="1"', 'code="2"'))
    made = iati.activity("XX-1-A", *shares, marked, foreign)
    (activity,) = read_iati(iati.write(tmp_path / "a.xml", made), progress=Silent()).activities
    assert [sector.share for sector in activity.sectors] == [None, Decimal(100)]
    first, second = source_keys(activity)
    assert first == f"{own}own-1"
    assert second.startswith(own), "a mark of another activity says nothing"
    assert activity.transactions[0].grant == "x-GR"
