"""An office whose allowances are round sums, so that what is posted for deployments can be told by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from desktop.services.deployments import signing
from desktop.services.deployments.costing import costing
from desktop.services.offices import Office, Outcome
from desktop.storage.models import ContractPeriod, LedgerEntry
from desktop.storage.staffing import deployments
from tests.helpers.records import making
from tests.helpers.staffing import Staff

JAN, JUN = date(2019, 1, 1), date(2019, 6, 30)
SIGNED = date(2018, 12, 10)
LIFE = [(1, "3500.00"), (2, "3100.00"), (3, "3100.00"), (4, "3100.00"), (5, "3100.00"), (6, "3200.00")]
"""What a deployment of them costs by month: entry, allowance, exit."""


@dataclass
class Posts:
    """D-1 and D-2 are planned from January to June 2019 at Niamey, paid as a whole by line 1.1 of the grant US-1.

    The allowance is USD 3,100.00 a month, at Zinder 6,200.00; 400.00 on entry, 100.00 at the end, 200.00 for a
    reassignment. `ids` are those of what a test adds.
    """

    office: Office
    one: int
    two: int
    grant: int
    other: int
    line: int
    zinder: int
    assignment: int
    niamey: int
    ids: dict[str, int] = field(default_factory=dict)

    def contracts(self, *ids: int) -> list[int]:
        """What is planned of deployments."""
        with self.office.read() as session:
            statement = select(ContractPeriod.id).where(
                ContractPeriod.deployment_id.in_(ids), ContractPeriod.signed_on.is_(None)
            )
            return list(session.scalars(statement.order_by(ContractPeriod.id)))

    def sign(self, *ids: int, on: date = SIGNED, reference: str = "") -> Outcome:
        """Signs what is planned of them."""
        return signing.sign(
            self.office, contract_ids=self.contracts(*ids), on=on, reference=reference, accept_warnings=True
        )

    def extend(self, *ids: int, ends_on: date, on: date = SIGNED) -> Outcome:
        """Extends them to a day, signed."""
        return signing.extend(self.office, deployment_ids=ids, ends_on=ends_on, sign_on=on, accept_warnings=True)

    def end(self, *ids: int, on: date, posted_on: date | None = None) -> Outcome:
        """Ends them early."""
        return signing.end_early(
            self.office, deployment_ids=ids, on=on, reason="resignation", posted_on=posted_on, accept_warnings=True
        )

    def held(self, identity: int) -> list[tuple[int, str]]:
        """What is committed for a deployment by month, where anything is."""
        rows = costing(self.office, deployment_id=identity).rows
        return [
            (row.key.month.month, f"{row.figures.committed.amount:f}") for row in rows if row.figures.committed.amount
        ]

    def chain(self, identity: int) -> list[tuple[str, str, str, bool]]:
        """The contracts of a deployment: kind, days, place, whether signed."""
        with self.office.read() as session:
            (one,) = deployments(session, ids=[identity])
        return [
            (
                str(each.kind),
                f"{each.period.start:%d.%m}-{each.period.last:%d.%m}",
                each.station.place if each.station else "",
                each.signed,
            )
            for each in one.contracts
        ]

    def entries(self) -> Sequence[LedgerEntry]:
        """All entries of the ledger, in the order in which they were posted."""
        with self.office.read() as session:
            return session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)).all()


def make_posts(office: Office) -> Posts:
    """Fills an empty office."""
    with making(office) as make:
        staff = Staff(make)
        grant, other = make.grant(reference="US-1"), make.grant(reference="US-2")
        line = make.line(make.budget(grant, status="approved"), "1.1", "90000.00", category=1)
        niamey, zinder = staff.station(), staff.station("Zinder")
        staff.rate("living", "3100.00")
        staff.rate("living", "6200.00", station_id=zinder.id)
        staff.rate("entry", "400.00", basis="entry")
        staff.rate("exit", "100.00", basis="end")
        staff.rate("reassignment", "200.00", basis="reassignment")
        assignment = staff.assignment(reference="NER-01", station_id=niamey.id)
        made = []
        for reference in ("D-1", "D-2"):
            post = staff.deployment(
                assignment, ("initial", JAN, JUN, False), reference=reference, volunteer_id=staff.volunteer().id
            )
            staff.share(post, grant, "100", JAN, line_id=line.id)
            made.append(post.id)
        return Posts(office, made[0], made[1], grant.id, other.id, line.id, zinder.id, assignment.id, niamey.id)
