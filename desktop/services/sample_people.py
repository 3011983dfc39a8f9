"""The people of the sample office: volunteers without names, where they serve, what it costs, and what they did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.volunteer_terms import AgeGroup, PeriodKind, Sex
from desktop.storage.intake import Intake, Ref

Row = dict[str, str]

# The cells of a row of work done: the column, what it counts, and of whom.
_COUNTED: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("files", "files", "", ""),
    ("men", "persons", Sex.MALE, AgeGroup.ADULT),
    ("women", "persons", Sex.FEMALE, AgeGroup.ADULT),
    ("boys", "persons", Sex.MALE, AgeGroup.CHILD),
    ("girls", "persons", Sex.FEMALE, AgeGroup.CHILD),
    ("visits", "visits", "", ""),
    ("sessions", "sessions", "", ""),
    ("referrals", "referrals", "", ""),
)


@dataclass(frozen=True, slots=True)
class Programme:
    """What people serve and are paid by, as far as it is wanted already, by how the files call it."""

    organisations: Mapping[str, Ref]
    projects: Mapping[str, Ref]
    results: Mapping[tuple[str, str], Ref]
    grants: Mapping[str, Ref]
    lines: Mapping[tuple[str, str], tuple[Ref, int]]
    entries: Mapping[str, Ref]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if text else None


class PeopleWish:
    """Wants every record that is of a volunteer, or of what one costs and does."""

    def __init__(self, intake: Intake, texts: Callable[[str], str], programme: Programme) -> None:
        self._intake = intake
        self._texts = texts
        self._of = programme
        self._stations: dict[str, Ref] = {}
        self._volunteers: dict[str, Ref] = {}
        self._assignments: dict[str, Ref] = {}
        self._deployments: dict[str, Ref] = {}
        self._notes: dict[str, str] = {}
        self._measures: dict[str, Ref] = {}

    def takers(self) -> tuple[tuple[str, Callable[[Row], None]], ...]:
        """The files, and who takes their rows; after the ledger, because entries are matched here."""
        return (
            ("duty_stations", self._take_station),
            ("volunteers", self._take_volunteer),
            ("clearances", self._take_clearance),
            ("assignments", self._take_assignment),
            ("deployments", self._take_deployment),
            ("contracts", self._take_contract),
            ("served", self._take_served),
            ("deployment_shares", self._take_share),
            ("deployment_costs", self._take_cost),
            ("entitlement_rates", self._take_rate),
            ("category_limits", self._take_limit),
            ("leave", self._take_leave),
            ("checklist", self._take_item),
            ("work_measures", self._take_measure),
            ("work", self._take_work),
        )

    def _take_station(self, row: Row) -> None:
        self._stations[f"{row['country']}:{row['place']}"] = self._intake.want(
            "duty_station",
            country=row["country"],
            place=self._texts(row["place"]),
            hardship=row["hardship"] or None,
            family=row["family"] or None,
            note=self._texts(row["note"]),
        )

    def _take_volunteer(self, row: Row) -> None:
        self._volunteers[row["reference"]] = self._intake.want(
            "volunteer",
            reference=row["reference"],
            category=row["category"],
            sex=row["sex"],
            nationality=row["nationality"],
            languages=self._texts(row["languages"]),
            skills=self._texts(row["skills"]),
            experience_years=_whole(row["experience_years"]),
        )

    def _take_clearance(self, row: Row) -> None:
        self._intake.want(
            "clearance",
            volunteer_id=self._volunteers[row["volunteer"]],
            kind=row["kind"],
            obtained_on=_day(row["obtained_on"]),
            expires_on=_day(row["expires_on"]),
            note=self._texts(row["note"]),
        )

    def _take_assignment(self, row: Row) -> None:
        note = self._texts(row["note"])
        self._notes[row["reference"]] = note
        self._assignments[row["reference"]] = self._intake.want(
            "assignment",
            reference=row["reference"],
            title=self._texts(row["title"]),
            category=row["category"],
            project_id=self._of.projects.get(row["project"]),
            result_id=self._of.results.get((row["project"], row["result"])),
            host_id=self._of.organisations[row["host"]],
            station_id=self._stations[row["station"]],
            posts=int(row["posts"]),
            starts_on=_day(row["starts_on"]),
            ends_on=_day(row["ends_on"]),
            supervisor=self._texts(row["supervisor"]),
            tasks=self._texts(row["tasks"]),
            results_expected=self._texts(row["results_expected"]),
            profile=self._texts(row["profile"]),
            note=note,
        )

    def _take_deployment(self, row: Row) -> None:
        self._deployments[row["reference"]] = self._intake.want(
            "deployment",
            reference=row["reference"],
            assignment_id=self._assignments[row["assignment"]],
            volunteer_id=self._volunteers[row["volunteer"]],
            post=_whole(row["post"]),
            category=row["category"],
            dependants=int(row["dependants"]),
            entry_on=_day(row["entry_on"]),
            ended_on=_day(row["ended_on"]),
            end_reason=row["end_reason"] or None,
            assessed_on=_day(row["assessed_on"]),
            assessment=row["assessment"] or None,
            note=self._texts(row["note"]),
        )

    def _take_contract(self, row: Row) -> None:
        self._intake.want(
            "contract_period",
            deployment_id=self._deployments[row["deployment"]],
            kind=row["kind"],
            starts_on=_day(row["starts_on"]),
            ends_on=_day(row["ends_on"]),
            signed_on=_day(row["signed_on"]),
            contract_number=row["contract_number"],
            station_id=self._stations.get(row["station"]),
        )

    def _take_served(self, row: Row) -> None:
        """Someone of the partnership's history: a volunteer, a deployment, and one contract that is long over."""
        first, reference = _day(row["starts_on"]), row["volunteer"]
        assignment = f"UNV-{row['country']}"
        national = row["category"] == "national"
        volunteer = self._intake.want(
            "volunteer",
            reference=reference,
            category=row["category"],
            sex=row["sex"],
            nationality=row["country"] if national else None,
        )
        deployment = self._intake.want(
            "deployment",
            reference=f"UNV-{reference.partition('-')[2]}",
            assignment_id=self._assignments[assignment],
            volunteer_id=volunteer,
            category=row["category"],
            entry_on=first,
            note=self._notes[assignment],
        )
        self._intake.want(
            "contract_period",
            deployment_id=deployment,
            kind=str(PeriodKind.INITIAL),
            starts_on=first,
            ends_on=_day(row["ends_on"]),
            signed_on=first,
        )

    def _take_share(self, row: Row) -> None:
        self._intake.want(
            "deployment_share",
            deployment_id=self._deployments[row["deployment"]],
            starts_on=_day(row["starts_on"]),
            grant_id=self._of.grants[row["grant"]],
            line_id=self._of.lines[row["grant"], row["line"]][0],
            percent=Decimal(row["percent"]),
        )

    def _take_cost(self, row: Row) -> None:
        self._intake.want(
            "deployment_cost",
            entry_id=self._of.entries[row["entry"]],
            deployment_id=self._deployments[row["deployment"]],
            month=_day(row["month"]),
            amount=Decimal(row["amount"]),
        )

    def _take_rate(self, row: Row) -> None:
        self._intake.want(
            "entitlement_rate",
            component=row["component"],
            category=row["category"],
            country=row["country"],
            station_id=None,
            dependants=None,
            starts_on=_day(row["starts_on"]),
            basis=row["basis"],
            currency=row["currency"] or None,
            amount=_amount(row["amount"]),
            percent=_amount(row["percent"]),
            source=self._texts(row["source"]),
        )

    def _take_limit(self, row: Row) -> None:
        self._intake.want(
            "category_limit",
            category=row["category"],
            starts_on=_day(row["starts_on"]),
            most_months=_whole(row["most_months"]),
            least_months=_whole(row["least_months"]),
            leave_days=Decimal(row["leave_days"]),
            source=self._texts(row["source"]),
        )

    def _take_leave(self, row: Row) -> None:
        self._intake.want(
            "leave",
            deployment_id=self._deployments[row["deployment"]],
            kind=row["kind"],
            starts_on=_day(row["starts_on"]),
            ends_on=_day(row["ends_on"]),
            days=Decimal(row["days"]),
        )

    def _take_item(self, row: Row) -> None:
        self._intake.want(
            "checklist_item",
            deployment_id=self._deployments[row["deployment"]],
            phase=row["phase"],
            title=self._texts(row["title"]),
            due_on=_day(row["due_on"]),
            done_on=_day(row["done_on"]),
        )

    def _take_measure(self, row: Row) -> None:
        self._measures[row["code"]] = self._intake.want(
            "work_measure",
            project_id=self._of.projects[row["project"]],
            code=row["code"],
            name=self._texts(row["name"]),
            by_sex=row["by_sex"],
            by_age=row["by_age"],
            note=self._texts(row["note"]),
        )

    def _take_work(self, row: Row) -> None:
        """A month of a deployment: a count for each cell that is not zero."""
        for column, measure, sex, age in _COUNTED:
            if int(row[column]):
                self._intake.want(
                    "work_count",
                    measure_id=self._measures[measure],
                    deployment_id=self._deployments[row["deployment"]],
                    month=_day(row["month"]),
                    sex=str(sex),
                    age=str(age),
                    count=int(row[column]),
                )
