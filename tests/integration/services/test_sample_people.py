"""The people of the sample: facts of the sources and marked samples, and figures of pages that plain Python over its
files finds again by another way.
"""

from __future__ import annotations

import calendar
import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from desktop.config import paths
from desktop.registers import REGISTERS
from desktop.registers.query import Cell, Query, parse_filters
from desktop.services.browse import all_rows
from desktop.services.deployments.costing import costing
from desktop.services.deployments.timeline import Scope
from desktop.services.deployments.views import read_places
from desktop.services.offices import Office, find_office
from desktop.services.references import grant_id_of

STORY_DAY = date(2019, 10, 21)
CENT = Decimal("0.01")
Row = dict[str, str]


@cache
def rows(name: str) -> list[Row]:
    with (paths.resources() / "samples" / "sahel" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date:
    return date.fromisoformat(text)


def listed(office: Office, key: str, *where: str) -> Iterator[dict[str, Cell]]:
    register = REGISTERS[key]
    query = Query(
        register, columns=tuple(column.key for column in register.columns), filters=parse_filters(register, where)
    )
    return (query.by_key(row) for row in all_rows(office, query))


@pytest.fixture(scope="module")
def story(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample, open to read only, with the column for names in sight."""
    path = tmp_path_factory.mktemp("people") / "sample.grantdesk"
    path.write_bytes(sample_file.read_bytes())
    office = find_office(str(path), actor="Test", read_only=True)
    office.shows_names = True
    yield office
    office.close()


# --- facts, and what is marked as a sample ----------------------------------------------------------------------------


def test_no_volunteer_can_be_told_from_the_sample(story: Office) -> None:
    volunteers = list(listed(story, "volunteers"))
    personal = [column.key for column in REGISTERS["volunteers"].columns if column.personal]
    assert len(volunteers) == 152
    assert {values[key] for values in volunteers for key in personal} == {None}


def test_niger_has_ten_posts_filled_and_five_of_the_first_ten_are_women(story: Office) -> None:
    (assignment,) = listed(story, "assignments", "reference=DOA-NER-01")
    assert (assignment["posts"], assignment["filled"], assignment["open"]) == (10, 10, 0)
    assert (assignment["host"], assignment["result"]) == ("National Legal Aid Agency of Niger", "2.1")
    first = [values["sex"] for values in listed(story, "deployments", "assignment=DOA-NER-01")][:10]
    assert (first.count("f"), first.count("m")) == (5, 5)


def test_each_deployment_stands_as_the_picture_has_it(story: Office) -> None:
    found = {values["reference"]: values for values in listed(story, "deployments", "assignment=DOA-NER-01")}
    places = ["Niamey", "Niamey", "Niamey", "Kollo", "Kollo", "Diffa", "Zinder", "Zinder", "Maradi", "Maradi", "Diffa"]
    assert [values["place"] for values in found.values()] == places
    left = found.pop("NER-06")
    assert (left["state"], left["ended_on"], left["end_reason"]) == ("ended", date(2019, 5, 15), "resignation")
    assert {values["ends_on"] for values in found.values()} == {date(2019, 12, 31)}
    planned = {reference: values["planned_ends_on"] for reference, values in found.items()}
    assert planned.pop("NER-03") == date(2020, 4, 30)
    assert [planned.pop(reference) for reference in ("NER-08", "NER-10")] == [None, None]
    assert set(planned.values()) == {date(2020, 3, 31)}


def test_the_partnership_counts_more_than_150_persons_in_25_countries_since_1999(story: Office) -> None:
    places = read_places(story, Scope(whole=True))
    assert (places.whole.persons, len(places.countries), places.first_year) == (152, 25, 1999)
    assert {"BO", "KE", "NE", "SN"} <= set(places.countries)
    assert places.countries["SN"].persons == 21
    for values in listed(story, "assignments", "reference~UNV-"):
        assert "sample choices" in str(values["note"])


def test_counts_of_work_sum_to_the_facts_of_the_sources(story: Office) -> None:
    counts = [values for values in listed(story, "work_counts") if values["measure"] == "persons"]

    def persons(until: date, **parts: str) -> int:
        chosen = (one for one in counts if all(one[key] == part for key, part in parts.items()))
        return sum(int(str(one["count"])) for one in chosen if day(str(one["month"])) <= until)

    assert persons(date(2017, 8, 1)) == 230
    assert persons(date(2017, 8, 1), sex="f", age="adult") == 11
    assert persons(date(2017, 8, 1), age="child") == 25
    assert persons(date(2018, 2, 1)) == 600
    assert all(one["deployment"] and str(one["deployment"]).startswith("NER-") for one in counts)


def test_what_people_cost_is_called_sample(story: Office) -> None:
    assert {values["source"] for values in listed(story, "entitlement_rates")} == {"Sample rate"}
    assert {values["source"] for values in listed(story, "category_limits")} == {"Sample limit"}
    monthly = [row for row in rows("entitlement_rates") if row["country"] == "NE" and row["basis"] == "month"]
    assert sum(Decimal(row["amount"]) for row in monthly) * 10 * 39 == Decimal("318240.00")
    (line,) = listed(story, "budget_lines", "grant=NER-CT-01", "code=1.2")
    assert line["amount"] == Decimal("318240.00")


# --- the same figures by another way ----------------------------------------------------------------------------------


@cache
def contracts(*, planned: bool) -> list[tuple[str, str, date, date]]:
    """Every contract in the files: deployment, kind, first and last day, cut at an early end."""
    ended = {row["reference"]: day(row["ended_on"]) for row in rows("deployments") if row["ended_on"]}
    found = []
    for row in rows("contracts"):
        last = min(day(row["ends_on"]), ended.get(row["deployment"], date.max))
        if (planned or row["signed_on"]) and day(row["starts_on"]) <= last:
            found.append((row["deployment"], row["kind"], day(row["starts_on"]), last))
    history = rows("served")
    return found + [(row["volunteer"], "initial", day(row["starts_on"]), day(row["ends_on"])) for row in history]


def months_between(first: date, last: date) -> Iterator[tuple[date, Fraction]]:
    """Each calendar month of some days, with the part of it that they are, counted day by day."""
    days: dict[date, int] = defaultdict(int)
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        days[date.fromordinal(ordinal).replace(day=1)] += 1
    for month, count in days.items():
        yield month, Fraction(count, calendar.monthrange(month.year, month.month)[1])


def test_person_months_by_country_and_year_are_those_of_the_files(story: Office) -> None:
    country = {row["reference"]: row["station"][:2] for row in rows("assignments")}
    where = {row["reference"]: country[row["assignment"]] for row in rows("deployments")}
    where |= {row["volunteer"]: row["country"] for row in rows("served")}
    expected: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
    for reference, _kind, first, last in contracts(planned=False):
        for month, part in months_between(first, min(last, STORY_DAY)):
            expected[where[reference], month.year] += part
    places = read_places(story, Scope(whole=True))
    assert {cell: served.months for cell, served in places.cells.items()} == expected
    assert places.whole.months == sum(expected.values())


def pro_forma_of_niger() -> dict[date, Fraction]:
    """By month: what is due each month for its days, and what is due once on its day, at the rates of the files."""
    rates = [row for row in rows("entitlement_rates") if row["country"] == "NE"]
    found: dict[date, Fraction] = defaultdict(Fraction)
    chains: dict[str, list[tuple[str, date, date]]] = defaultdict(list)
    for reference, kind, first, last in contracts(planned=True):
        if reference.startswith("NER-"):
            chains[reference].append((kind, first, last))
    for chain in chains.values():
        once = {"entry": [chain[0][1]], "end": [chain[-1][2]]}
        once["reassignment"] = [first for kind, first, _last in chain if kind == "reassignment"]
        for rate in rates:
            amount, since = Fraction(rate["amount"]), day(rate["starts_on"])
            for due in once.get(rate["basis"], ()):
                found[due.replace(day=1)] += amount if due >= since else 0
            if rate["basis"] == "month":
                for _kind, first, last in chain:
                    for month, part in months_between(first, last):
                        found[month] += amount * part
    return found


def parts_of_entries(grant: str, kind: str) -> dict[date, Decimal]:
    """What is matched to entries of a kind, by month."""
    entries = {row["reference"] for row in rows("ledger") if (row["grant"], row["kind"]) == (grant, kind)}
    found: dict[date, Decimal] = defaultdict(Decimal)
    for row in rows("deployment_costs"):
        if row["entry"] in entries:
            found[day(row["month"])] += Decimal(row["amount"])
    return found


def test_the_three_figures_of_the_niger_grant_are_those_of_the_files(story: Office) -> None:
    worked_out = costing(story, grant_id=grant_id_of(story, "NER-CT-01"))
    assert worked_out.findings == ()
    figures = {row.key.month: row.figures for row in worked_out.months}
    pro_forma = pro_forma_of_niger()
    committed, actual = (parts_of_entries("NER-CT-01", kind) for kind in ("commitment", "expenditure"))
    assert set(figures) == set(pro_forma)
    for month, three in figures.items():
        exact = pro_forma[month]
        assert abs(Fraction(three.pro_forma.amount) - exact) <= Fraction(CENT) * 2, month  # rounded by component
        assert three.committed.amount == committed.get(month, 0), month
        assert three.actual.amount == actual.get(month, 0), month
    assert sum(three.committed.amount for three in figures.values()) == Decimal("54080.00")


def test_each_matched_entry_is_all_for_deployments_that_served_in_its_month() -> None:
    amounts = {row["reference"]: row for row in rows("ledger")}
    found: dict[str, Decimal] = defaultdict(Decimal)
    served = {
        (reference, month)
        for reference, _kind, first, last in contracts(planned=False)
        for month, _part in months_between(first, last)
    }
    for row in rows("deployment_costs"):
        found[row["entry"]] += Decimal(row["amount"])
        assert (row["deployment"], day(row["month"])) in served
    assert {entry: Decimal(amounts[entry]["amount"]) for entry in found} == found
    volunteers = [row["reference"] for row in rows("ledger") if row["description"].startswith("Ten UN Volunteers")]
    assert set(found) == {*volunteers, "FA-0601"}
