"""Columns that several registers share."""

from desktop.domain.codes import CATEGORY_SHORT_NAMES
from desktop.language import Message, say
from desktop.registers.register import Column, Kind

CATEGORIES = {str(int(category)): name for category, name in CATEGORY_SHORT_NAMES.items()}


def money_column(key: str, label: Message, *, path: str = "", alarming: bool = False, shown: bool = True) -> Column:
    """An amount in the currency of its record's `currency` column, summed at the foot, worked out by the program."""
    return Column(key, label, Kind.MONEY, path=path, currency="currency", total=True, alarming=alarming, shown=shown)


def _record_column(
    key: str, label: Message, path: str, target: str, *, required: bool, shown: bool, searched: bool
) -> Column:
    return Column(
        key,
        label,
        Kind.CODE,
        path=path,
        target=target,
        writes=f"{key}_id",
        editable=True,
        required=required,
        shown=shown,
        searched=searched,
    )


def grant_column(*, required: bool = True, shown: bool = True, searched: bool = False) -> Column:
    """The grant a record belongs to."""
    return _record_column(
        "grant", say("Grant"), "grant.reference", "grants", required=required, shown=shown, searched=searched
    )


def project_column(*, required: bool = False, shown: bool = False) -> Column:
    """The project a record belongs to."""
    return _record_column(
        "project", say("Project"), "project.reference", "projects", required=required, shown=shown, searched=False
    )


def agreement_column(*, required: bool = False, shown: bool = True) -> Column:
    """The agreement a record belongs to."""
    return _record_column(
        "agreement",
        say("Agreement"),
        "agreement.reference",
        "agreements",
        required=required,
        shown=shown,
        searched=False,
    )


def result_column(*, shown: bool = True) -> Column:
    """The outcome, output or activity that a record serves."""
    return _record_column(
        "result", say("Result"), "result.code", "results", required=False, shown=shown, searched=False
    )


def line_column(*, shown: bool = True) -> Column:
    """The budget line a record is charged to: one of the approved budgets of its grant."""
    return Column(
        "line",
        say("Line"),
        Kind.CODE,
        path="line.code",
        target="budget_lines",
        writes="line_id",
        editable=True,
        shown=shown,
        follows=("grant", "budget.grant_id"),
        offers=("status=approved",),
        later=True,
    )


def organisation_column(label: Message) -> Column:
    """The organisation a record is about."""
    return Column(
        "organisation",
        label,
        path="organisation.name",
        target="organisations",
        writes="organisation_id",
        editable=True,
        required=True,
    )


def volunteer_column(*, required: bool = False) -> Column:
    """The volunteer a record is about, by code."""
    return _record_column(
        "volunteer",
        say("Volunteer"),
        "volunteer.reference",
        "volunteers",
        required=required,
        shown=True,
        searched=False,
    )


def deployment_column() -> Column:
    """The deployment a record belongs to."""
    return _record_column(
        "deployment",
        say("Deployment"),
        "deployment.reference",
        "deployments",
        required=True,
        shown=True,
        searched=False,
    )


def station_column(*, hint: Message | None = None, shown: bool = True) -> Column:
    """The duty station of a record."""
    return Column(
        "station",
        say("Duty station"),
        path="station.place",
        target="duty_stations",
        writes="station_id",
        editable=True,
        shown=shown,
        hint=hint,
    )
