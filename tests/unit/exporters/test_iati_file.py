"""An activity file: every child in the order of the schema, exact amounts and days, and published parts kept whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from desktop.domain.iati.activity import (
    ActivityOut,
    Body,
    BudgetOut,
    DatedEvent,
    Movement,
    Narrative,
    Participant,
    Place,
)
from desktop.domain.iati.periods import Part
from desktop.domain.iati.standard import (
    DERIVED_MARK,
    ELEMENT_ORDER,
    ENTRY_MARK,
    GRANT_MARK,
    LANGUAGE_ATTRIBUTE,
    SHARE_MARK,
    WHOLE_MARK,
)
from desktop.domain.money import Money
from desktop.exporters.iati import Exported, write_iati
from desktop.language import UserError

NOW = datetime(2019, 10, 9, 17, 30, 58, 999_999, tzinfo=UTC)
OFFICE = Body("XM-DAC-1", "An office", "40")
DAY = date(2019, 8, 15)


def activity(**values: Any) -> ActivityOut:
    plain: dict[str, Any] = {"identifier": "XM-DAC-1-A", "language": "en", "title": Narrative("A title")}
    return ActivityOut(**plain | values)


def root_of(path: Path, *activities: tuple[ActivityOut, Iterable[Movement]]) -> Any:
    write_iati(path, activities, generated_at=NOW)
    return etree.parse(str(path)).getroot()


def one(path: Path, movements: Iterable[Movement] = (), **values: Any) -> Any:
    """The only activity of a file."""
    (found,) = root_of(path, (activity(**values), movements))
    return found


def spent(amount: str = "100.50", currency: str = "USD", **values: Any) -> Movement:
    plain: dict[str, Any] = {"kind": "4", "done_on": DAY, "money": Money(Decimal(amount), currency)}
    return Movement(**plain | values)


def written(path: Path, movement: Movement) -> Any:
    """The only transaction of a file."""
    return one(path, [movement]).find("transaction")


def texts(element: Any) -> list[str]:
    """The texts of an element in their order, without the blanks between elements."""
    return [text.strip() for text in element.itertext() if text.strip()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "activities.xml"


# --- the file --------------------------------------------------------------------------------------------------------


def test_the_head_says_the_version_and_the_second(path: Path) -> None:
    root = root_of(path)
    assert (root.tag, dict(root.attrib), len(root)) == (
        "iati-activities",
        {"version": "2.03", "generated-datetime": "2019-10-09T17:30:58+00:00"},
        0,
    )
    assert path.read_bytes().startswith(b"<?xml version='1.0' encoding='UTF-8'?>")


def test_activities_and_transactions_are_counted(path: Path) -> None:
    kept = '<transaction ref="old"><transaction-type code="1"/></transaction>'
    activities = [
        (activity(commitments=(spent(),), carried=(("transaction", kept),)), [spent(), spent()]),
        (activity(identifier="B"), []),
    ]
    assert write_iati(path, activities, generated_at=NOW) == Exported(activities=2, transactions=4)
    assert len(etree.parse(str(path)).getroot()[0].findall("transaction")) == 4


def test_commitments_come_first_then_entries_then_what_was_only_published(path: Path) -> None:
    kept = '<transaction ref="kept"/>'
    found = one(
        path,
        [spent(reference="b"), spent(reference="a")],
        commitments=(spent(kind="11", reference="c"),),
        carried=(("transaction", kept),),
    )
    assert [each.get("ref") for each in found.findall("transaction")] == ["c", "b", "a", "kept"]


def test_children_stand_in_the_order_of_the_schema_whatever_comes_first(path: Path) -> None:
    budget = BudgetOut("1", (Part(date(2019, 1, 1), date(2019, 12, 31), Money(Decimal(5), "USD")),), DAY)
    found = one(
        path,
        [spent()],
        reporter=OFFICE,
        summary=Narrative("What it is for"),
        status="2",
        participants=(Participant("2", OFFICE),),
        dates=(DatedEvent("1", DAY),),
        countries=(Place("", "NE"),),
        regions=(Place("1", "289"),),
        sectors=(Place("1", "15130"),),
        tags=(Place("2", "16"),),
        budgets=(budget,),
        parent="XM-DAC-1-P",
        carried=(
            ("result", '<result type="1"/>'),
            ("location", "<location/>"),
            ("other-identifier", '<other-identifier ref="x"/>'),
        ),
    )
    tags = [child.tag for child in found]
    assert tags == sorted(tags, key=ELEMENT_ORDER.index)
    assert len(tags) == 17
    assert tags.index("location") == tags.index("sector") - 1
    related = found.find("related-activity")
    assert (related.get("ref"), related.get("type")) == ("XM-DAC-1-P", "1")


def test_attributes_are_those_that_were_published_and_our_language(path: Path) -> None:
    found = one(path, attributes=(("default-currency", "EUR"), (LANGUAGE_ATTRIBUTE, "de")), language="fr")
    assert dict(found.attrib) == {"default-currency": "EUR", LANGUAGE_ATTRIBUTE: "fr"}
    assert dict(one(path, language="").attrib) == {}


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        write_iati(tmp_path / "missing" / "x.xml", [], generated_at=NOW)


def test_trouble_in_the_middle_leaves_no_file(path: Path) -> None:
    def movements() -> Iterable[Movement]:
        yield spent()
        raise LookupError

    with pytest.raises(LookupError):
        root_of(path, (activity(), movements()))
    assert not path.exists()


# --- the activity ----------------------------------------------------------------------------------------------------


def test_what_is_not_known_is_not_written(path: Path) -> None:
    found = one(path)
    assert [child.tag for child in found] == ["iati-identifier", "title"]
    assert texts(found) == ["XM-DAC-1-A", "A title"]


def test_letters_that_no_xml_holds_are_left_out_of_every_text(path: Path) -> None:
    bad = "\x00\x0b\x1f\ud800\ufffe\uffff"
    found = one(
        path,
        [spent(reference=f"r{bad}", description=f"d{bad}", mark=f"m{bad}", grant_mark=f"g{bad}")],
        identifier=f"id{bad}",
        title=Narrative(f"<t>{bad} & \t\U0001f600"),
        reporter=Body(f"ref{bad}", f"name{bad}", f"40{bad}"),
        sectors=(Place(f"98{bad}", f"c{bad}", name=f"s{bad}"),),
    )
    assert texts(found)[:3] == ["id", "name", "<t> & \t\U0001f600"]
    assert dict(found.find("reporting-org").attrib) == {"ref": "ref", "type": "40"}
    assert (dict(found.find("sector").attrib), texts(found.find("sector"))) == (
        {"code": "c", "vocabulary": "98"},
        ["s"],
    )
    moved = found.find("transaction")
    assert (moved.get("ref"), moved.get(ENTRY_MARK), moved.get(GRANT_MARK)) == ("r", "m", "g")
    assert texts(moved)[-1] == "d"


def test_an_organisation_without_reference_or_kind_has_only_its_name(path: Path) -> None:
    found = one(path, participants=(Participant("1", Body("", "A donor")), Participant("4", OFFICE, derived=True)))
    first, second = found.findall("participating-org")
    assert (dict(first.attrib), texts(first)) == ({"role": "1"}, ["A donor"])
    assert dict(second.attrib) == {"ref": "XM-DAC-1", "type": "40", "role": "4", DERIVED_MARK: "1"}


def test_dates_are_of_their_kind_and_keep_what_was_said_beside(path: Path) -> None:
    published = '<activity-date iso-date="2001-01-01" type="3"><narrative>Put off</narrative></activity-date>'
    found = one(path, dates=(DatedEvent("1", date(2020, 2, 29)), DatedEvent("4", DAY, published)))
    plain, kept = found.findall("activity-date")
    assert dict(plain.attrib) == {"iso-date": "2020-02-29", "type": "1"}
    assert (dict(kept.attrib), texts(kept)) == ({"iso-date": "2019-08-15", "type": "4"}, ["Put off"])


@pytest.mark.parametrize(
    ("place", "attributes"),
    [
        (Place("", "NE"), {"code": "NE"}),
        (Place("", "NE", share=Decimal("33.34"), kept=Decimal("33.34")), {"code": "NE", "percentage": "33.34"}),
        (Place("", "NE", share=Decimal("0.000001")), {"code": "NE", "percentage": "0.000001", SHARE_MARK: ""}),
        (
            Place("", "NE", share=Decimal("1E+2"), kept=Decimal(50)),
            {"code": "NE", "percentage": "100", SHARE_MARK: "50"},
        ),
        (Place("", "NE", kept=Decimal("0.5")), {"code": "NE", SHARE_MARK: "0.5"}),
        (
            Place(
                "",
                "NE",
                share=Decimal(40),
                kept=Decimal(40),
                published='<recipient-country code="X" percentage="40.0"/>',
            ),
            {"code": "X", "percentage": "40.0"},
        ),
        (
            Place(
                "",
                "NE",
                share=Decimal(60),
                kept=Decimal(60),
                published='<recipient-country code="X" percentage="40.0"/>',
            ),
            {"code": "X", "percentage": "60"},
        ),
        (Place("", "NE", published='<recipient-country code="X" percentage="40.0"/>'), {"code": "X"}),
    ],
)
def test_a_share_is_written_as_it_is_and_marked_where_another_is_kept(
    path: Path, place: Place, attributes: dict[str, str]
) -> None:
    assert dict(one(path, countries=(place,)).find("recipient-country").attrib) == attributes


def test_a_budget_is_written_part_by_part_with_its_value_date(path: Path) -> None:
    parts = (
        Part(date(2019, 7, 1), date(2019, 12, 31), Money(Decimal("0.10"), "USD")),
        Part(date(2020, 1, 1), date(2020, 6, 30), Money(Decimal(60500), "XOF")),
    )
    first, second = one(path, budgets=(BudgetOut("2", parts, date(2019, 6, 30), mark="b1"),)).findall("budget")
    assert dict(first.attrib) == {"type": "2", "status": "2", WHOLE_MARK: "b1"}
    assert [child.tag for child in first] == ["period-start", "period-end", "value"]
    assert [child.get("iso-date") for child in first[:2]] == ["2019-07-01", "2019-12-31"]
    assert (first[2].text, dict(first[2].attrib)) == ("0.10", {"currency": "USD", "value-date": "2019-06-30"})
    assert (second[2].text, second[2].get("currency"), second[2].get("value-date")) == ("60500", "XOF", "2019-06-30")
    assert second[0].get("iso-date") == "2020-01-01"


def test_a_published_budget_keeps_its_value_date_and_gets_our_amount(path: Path) -> None:
    published = (
        '<budget type="1" status="1"><period-start iso-date="2018-01-01"/><period-end iso-date="2018-12-31"/>'
        '<value currency="EUR" value-date="2018-01-05">7</value></budget>'
    )
    part = Part(date(2019, 1, 1), date(2019, 12, 31), Money(Decimal("-3.00"), "USD"))
    found = one(path, budgets=(BudgetOut("2", (part,), DAY, published=published),)).find("budget")
    assert dict(found.attrib) == {"type": "1", "status": "1"}
    assert (found.find("period-end").get("iso-date"), found.find("value").text) == ("2019-12-31", "-3.00")
    assert dict(found.find("value").attrib) == {"currency": "USD", "value-date": "2018-01-05"}
    untouched = one(path, budgets=(BudgetOut("2", (), DAY, published=published),)).find("budget")
    assert (untouched.find("value").text, untouched.find("value").get("currency")) == ("7", "EUR")


# --- transactions ----------------------------------------------------------------------------------------------------


def test_a_new_transaction_says_what_when_how_much_and_by_whom(path: Path) -> None:
    found = written(
        path,
        spent(
            "-1234.50",
            reference="PV-1",
            description="Fuel",
            provider=OFFICE,
            receiver=Body("", "A shop"),
            mark="key",
        ),
    )
    assert dict(found.attrib) == {"ref": "PV-1", ENTRY_MARK: "key"}
    assert [child.tag for child in found] == [
        *("transaction-type", "transaction-date", "value", "description", "provider-org", "receiver-org"),
    ]
    assert (found[0].get("code"), found[1].get("iso-date")) == ("4", "2019-08-15")
    assert (found[2].text, dict(found[2].attrib)) == ("-1234.50", {"currency": "USD", "value-date": "2019-08-15"})
    assert texts(found) == ["-1234.50", "Fuel", "An office", "A shop"]


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [("1E+6", "XOF", "1000000"), ("0", "USD", "0.00"), ("12.3", "TND", "12.300"), ("0.00000001", "USD", "0.00000001")],
)
def test_amounts_are_plain_digits(path: Path, amount: str, currency: str, text: str) -> None:
    assert written(path, spent(amount, currency)).find("value").text == text


PUBLISHED = (
    '<transaction humanitarian="1"><transaction-type code="3"/><transaction-date iso-date="2019-08-15Z"/>'
    '<value currency="EUR" value-date="2019-01-01">7</value><description><narrative>Old</narrative></description>'
    '<provider-org ref="P"/><receiver-org ref="R"/><aid-type code="C01"/></transaction>'
)


def test_a_published_transaction_keeps_what_it_says_besides(path: Path) -> None:
    found = written(path, spent(published=PUBLISHED))
    assert (found.get("humanitarian"), found.find("aid-type").get("code")) == ("1", "C01")
    assert (found.find("value").text, found.find("value").get("currency")) == ("100.50", "USD")
    assert found.find("value").get("value-date") == "2019-01-01"  # the day is the same
    assert texts(found) == ["100.50", "Old"]
    assert found.find("provider-org").get("ref") == "P"


def test_a_transaction_on_another_day_has_the_value_of_that_day(path: Path) -> None:
    found = written(path, spent(published=PUBLISHED, done_on=date(2019, 8, 16)))
    assert found.find("transaction-date").get("iso-date") == "2019-08-16"
    assert found.find("value").get("value-date") == "2019-08-16"


def test_a_description_can_be_changed_or_taken_away_and_stays_in_its_place(path: Path) -> None:
    changed = written(path, spent(published=PUBLISHED, description="New", provider=OFFICE))
    assert [child.tag for child in changed] == [
        *("transaction-type", "transaction-date", "value", "description", "provider-org", "receiver-org", "aid-type"),
    ]
    assert texts(changed) == ["100.50", "New", "An office"]
    gone = written(path, spent(published=PUBLISHED, description=""))
    assert gone.find("description") is None
    assert texts(gone) == ["100.50"]
