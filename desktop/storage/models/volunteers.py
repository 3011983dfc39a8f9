"""Volunteers, what they are deployed for, where and until when, what it costs, and what they did.

No identity of a detainee, a victim or a witness has a place here: work done is counts only.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.storage.models.base import Base, Imported, Key, Versioned, foreign_key
from desktop.storage.models.grants import Grant
from desktop.storage.models.money import BudgetLine, LedgerEntry
from desktop.storage.models.partners import Organisation
from desktop.storage.models.programme import Project, ResultNode


class DutyStation(Versioned, Imported, Base):
    """A place where volunteers serve; `hardship` is the class of the International Civil Service Commission, `family`
    says whether families may come along.
    """

    __tablename__ = "duty_station"
    __table_args__ = (UniqueConstraint("country", "place"),)

    country: Mapped[str]
    place: Mapped[str]
    hardship: Mapped[str | None]
    family: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")


class Volunteer(Versioned, Imported, Base):
    """Someone on the roster. `reference` is the office's own code and stands for the name wherever names are left out;
    `roster_number` is the agency's.
    """

    __tablename__ = "volunteer"
    __table_args__ = (UniqueConstraint("reference"),)

    reference: Mapped[str]
    roster_number: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    category: Mapped[str]
    sex: Mapped[str | None]
    nationality: Mapped[str | None] = mapped_column(index=True)
    languages: Mapped[str] = mapped_column(default="")
    skills: Mapped[str] = mapped_column(default="")
    experience_years: Mapped[int | None]
    born_on: Mapped[date | None]
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    emergency_contact: Mapped[str] = mapped_column(default="")
    emergency_phone: Mapped[str] = mapped_column(default="")
    care_note: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class Clearance(Versioned, Imported, Base):
    """A training or clearance of a volunteer, and when it runs out."""

    __tablename__ = "clearance"

    volunteer_id: Mapped[int] = mapped_column(Key, foreign_key("volunteer.id", cascade=True), index=True)
    kind: Mapped[str]
    obtained_on: Mapped[date | None]
    expires_on: Mapped[date | None] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(default="")

    volunteer: Mapped[Volunteer] = relationship(viewonly=True)


class Assignment(Versioned, Imported, Base):
    """A description of assignment: the work, the place and the number of posts; deployments fill the posts."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("reference"),)

    reference: Mapped[str]
    title: Mapped[str]
    category: Mapped[str]
    project_id: Mapped[int | None] = mapped_column(Key, foreign_key("project.id"), index=True)
    result_id: Mapped[int | None] = mapped_column(Key, foreign_key("result_node.id"), index=True)
    host_id: Mapped[int | None] = mapped_column(Key, foreign_key("organisation.id"), index=True)
    supervisor: Mapped[str] = mapped_column(default="")
    station_id: Mapped[int | None] = mapped_column(Key, foreign_key("duty_station.id"), index=True)
    posts: Mapped[int] = mapped_column(default=1)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    tasks: Mapped[str] = mapped_column(default="")
    results_expected: Mapped[str] = mapped_column(default="")
    profile: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    project: Mapped[Project | None] = relationship(viewonly=True)
    result: Mapped[ResultNode | None] = relationship(viewonly=True)
    host: Mapped[Organisation | None] = relationship(viewonly=True)
    station: Mapped[DutyStation | None] = relationship(viewonly=True)


class Deployment(Versioned, Imported, Base):
    """One post of an assignment with the volunteer who fills it; planned ones may have nobody yet.

    Its chain of contracts are its periods. It ends with the last signed one, or before it on `ended_on`, the last day
    of service. `dependants` counts for the family allowance.
    """

    __tablename__ = "deployment"
    __table_args__ = (UniqueConstraint("reference"),)

    reference: Mapped[str]
    assignment_id: Mapped[int] = mapped_column(Key, foreign_key("assignment.id"), index=True)
    volunteer_id: Mapped[int | None] = mapped_column(Key, foreign_key("volunteer.id"), index=True)
    post: Mapped[int | None]
    category: Mapped[str]
    dependants: Mapped[int] = mapped_column(default=0)
    entry_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None]
    assessed_on: Mapped[date | None]
    assessment: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")

    assignment: Mapped[Assignment] = relationship(viewonly=True)
    volunteer: Mapped[Volunteer | None] = relationship(viewonly=True)


class ContractPeriod(Versioned, Imported, Base):
    """A part of a deployment's chain of contracts, both days included; planned until it is signed.

    `station_id` is where it is served when that is not the assignment's duty station.
    """

    __tablename__ = "contract_period"
    __table_args__ = (
        UniqueConstraint("deployment_id", "starts_on"),
        Index("ix_contract_period_deployment_id_kind_signed_on", "deployment_id", "kind", "signed_on"),
        Index("ix_contract_period_ends_on", "ends_on"),
    )

    deployment_id: Mapped[int] = mapped_column(Key, foreign_key("deployment.id", cascade=True))
    kind: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    station_id: Mapped[int | None] = mapped_column(Key, foreign_key("duty_station.id"), index=True)
    contract_number: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")

    deployment: Mapped[Deployment] = relationship(viewonly=True)
    station: Mapped[DutyStation | None] = relationship(viewonly=True)


class DeploymentShare(Versioned, Imported, Base):
    """The per cent of a deployment's cost that a grant, and one of its lines, bears from a day on; those of one day sum
    to 100.
    """

    __tablename__ = "deployment_share"
    __table_args__ = (UniqueConstraint("deployment_id", "starts_on", "grant_id", "line_id"),)

    deployment_id: Mapped[int] = mapped_column(Key, foreign_key("deployment.id", cascade=True))
    starts_on: Mapped[date]
    grant_id: Mapped[int] = mapped_column(Key, foreign_key("grant.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(Key, foreign_key("budget_line.id"), index=True)
    percent: Mapped[Decimal]

    deployment: Mapped[Deployment] = relationship(viewonly=True)
    grant: Mapped[Grant] = relationship(viewonly=True)
    line: Mapped[BudgetLine | None] = relationship(viewonly=True)


class EntitlementRate(Versioned, Imported, Base):
    """What one part of a volunteer's cost comes to from a day on, until a later rate for the same takes its place.

    Empty columns mean any: category, country, duty station, number of dependants. The closest one counts. A `percent`
    is of the other costs, an `amount` in `currency`.
    """

    __tablename__ = "entitlement_rate"

    component: Mapped[str]
    category: Mapped[str | None]
    country: Mapped[str | None]
    station_id: Mapped[int | None] = mapped_column(Key, foreign_key("duty_station.id"), index=True)
    dependants: Mapped[int | None]
    starts_on: Mapped[date]
    basis: Mapped[str]
    currency: Mapped[str | None]
    amount: Mapped[Decimal | None]
    percent: Mapped[Decimal | None]
    source: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    station: Mapped[DutyStation | None] = relationship(viewonly=True)


class CategoryLimit(Versioned, Imported, Base):
    """How long people of a category may serve, how old and experienced they are, and the leave a month gives, from a
    day on. Beyond it the program warns, it never refuses.
    """

    __tablename__ = "category_limit"
    __table_args__ = (UniqueConstraint("category", "starts_on"),)

    category: Mapped[str]
    starts_on: Mapped[date]
    most_months: Mapped[int | None]
    least_months: Mapped[int | None]
    least_age: Mapped[int | None]
    most_age: Mapped[int | None]
    experience_years: Mapped[int | None]
    leave_days: Mapped[Decimal | None]
    source: Mapped[str] = mapped_column(default="")


class DeploymentCost(Versioned, Imported, Base):
    """How much of a ledger entry, in its grant's currency, is for a deployment in a month (its first day).

    Of a commitment these parts are all there is of it; of a cost they are what was matched to the agency's invoice.
    """

    __tablename__ = "deployment_cost"
    __table_args__ = (
        UniqueConstraint("entry_id", "deployment_id", "month"),
        # The costs of some months are found without reading those of all years.
        Index("ix_deployment_cost_month_deployment_id", "month", "deployment_id"),
    )

    entry_id: Mapped[int] = mapped_column(Key, foreign_key("ledger_entry.id", cascade=True))
    deployment_id: Mapped[int] = mapped_column(Key, foreign_key("deployment.id"), index=True)
    month: Mapped[date]
    amount: Mapped[Decimal]

    entry: Mapped[LedgerEntry] = relationship(viewonly=True)
    deployment: Mapped[Deployment] = relationship(viewonly=True)


class Leave(Versioned, Imported, Base):
    """Days on which a volunteer was away, both included; `days` are working days. Why is its kind and nothing more."""

    __tablename__ = "leave"

    deployment_id: Mapped[int] = mapped_column(Key, foreign_key("deployment.id", cascade=True), index=True)
    kind: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    days: Mapped[Decimal]

    deployment: Mapped[Deployment] = relationship(viewonly=True)


class ChecklistItem(Versioned, Imported, Base):
    """One thing to do when a volunteer arrives or leaves."""

    __tablename__ = "checklist_item"

    deployment_id: Mapped[int] = mapped_column(Key, foreign_key("deployment.id", cascade=True), index=True)
    phase: Mapped[str]
    title: Mapped[str]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]

    deployment: Mapped[Deployment] = relationship(viewonly=True)


class WorkMeasure(Versioned, Imported, Base):
    """What a project counts each month of its volunteers' work, and how the counts are parted."""

    __tablename__ = "work_measure"
    __table_args__ = (UniqueConstraint("project_id", "code"),)

    project_id: Mapped[int] = mapped_column(Key, foreign_key("project.id"))
    code: Mapped[str]
    name: Mapped[str]
    by_sex: Mapped[str] = mapped_column(default="no")
    by_age: Mapped[str] = mapped_column(default="no")
    note: Mapped[str] = mapped_column(default="")

    project: Mapped[Project] = relationship(viewonly=True)


class WorkCount(Versioned, Imported, Base):
    """How much of a measure was done on a deployment in a month (its first day); `sex` and `age` are those of the
    persons counted, empty where the measure is not parted by them.
    """

    __tablename__ = "work_count"
    __table_args__ = (UniqueConstraint("measure_id", "deployment_id", "month", "sex", "age"),)

    measure_id: Mapped[int] = mapped_column(Key, foreign_key("work_measure.id"))
    deployment_id: Mapped[int] = mapped_column(Key, foreign_key("deployment.id"), index=True)
    month: Mapped[date]
    sex: Mapped[str] = mapped_column(default="")
    age: Mapped[str] = mapped_column(default="")
    count: Mapped[int]
    note: Mapped[str] = mapped_column(default="")

    measure: Mapped[WorkMeasure] = relationship(viewonly=True)
    deployment: Mapped[Deployment] = relationship(viewonly=True)
