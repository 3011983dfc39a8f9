"""An office in which an assignment has three posts, paid by two grants: for all that is done with deployments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from desktop.domain.allocation import Share
from desktop.domain.money import Money, add_up
from desktop.domain.staffing.cost import as_signed
from desktop.services.deployments import planning, signing
from desktop.services.offices import Office
from desktop.services.portfolio import grant_figures
from desktop.storage.models import ContractPeriod, DeploymentCost, EntitlementRate, LedgerEntry
from desktop.storage.paying import pricing
from desktop.storage.staffing import deployments, matched
from tests.helpers.records import making
from tests.helpers.staffing import Staff

JAN, JUN, DEC = date(2019, 1, 1), date(2019, 6, 30), date(2019, 12, 31)
SIGNED, TODAY = date(2018, 12, 10), date(2019, 10, 21)


@dataclass
class Programme:
    """An office in which an assignment has three posts, paid 60 to 40 by two grants in dollars and francs."""

    office: Office
    ids: dict[str, int]

    def plan(self, count: int = 2, starts_on: date = JAN, ends_on: date = JUN) -> list[int]:
        """Plans posts with their shares; their ids."""
        shares = (
            Share(self.ids["usd"], Decimal(60), self.ids["line"]),
            Share(self.ids["xof"], Decimal(40), None),
        )
        volunteers = [self.ids["V-1"], self.ids["V-2"]][:count]
        first = planning.plan_posts(
            self.office,
            assignment_id=self.ids["assignment"],
            starts_on=starts_on,
            ends_on=ends_on,
            volunteer_ids=volunteers,
            shares=shares,
        ).record_id
        return list(range(first, first + len(volunteers)))

    def contracts(self, deployment_ids: list[int]) -> list[int]:
        """The contracts of deployments that are not signed."""
        with self.office.read() as session:
            statement = select(ContractPeriod.id).where(
                ContractPeriod.deployment_id.in_(deployment_ids), ContractPeriod.signed_on.is_(None)
            )
            return list(session.scalars(statement.order_by(ContractPeriod.id)))

    def sign(self, deployment_ids: list[int], on: date = SIGNED) -> None:
        """Signs whatever is planned of them."""
        signing.sign(self.office, contract_ids=self.contracts(deployment_ids), on=on, accept_warnings=True)

    def require_true(self) -> None:
        """Committed by month is what signed contracts cost, parts sum to their entries, and grants to the ledger."""
        with self.office.read() as session:
            found = deployments(session)
            prices = pricing(session, found)
            expected: dict[tuple[int, date, int | None, int | None], Decimal] = {}
            for one in found:
                for part in prices.of(as_signed(one)).parts:
                    key = (one.id, part.month, part.grant_id, part.line_id)
                    expected[key] = expected.get(key, Decimal(0)) + part.money.amount
            held = {
                (each.deployment_id, each.month, each.grant_id, each.line_id): each.amount
                for each in matched(session)
                if each.kind == "commitment" and each.amount
            }
            assert held == {key: amount for key, amount in expected.items() if amount}
            parts = dict(
                session.execute(
                    select(DeploymentCost.entry_id, func.sum(DeploymentCost.amount)).group_by(DeploymentCost.entry_id)
                ).all()
            )
            entries = session.execute(
                select(LedgerEntry.id, LedgerEntry.amount).where(LedgerEntry.kind == "commitment")
            ).all()
            assert parts.items() >= dict(entries).items()
            sums = dict(
                session.execute(
                    select(LedgerEntry.grant_id, func.sum(LedgerEntry.committed)).group_by(LedgerEntry.grant_id)
                ).all()
            )
        for grant_id, committed in sums.items():
            assert grant_figures(self.office, grant_id or 0).committed.amount == committed

    def month_of(self, deployment_id: int, month: date) -> Money:
        """What a deployment costs the grant in dollars in a month."""
        with self.office.read() as session:
            one = deployments(session, ids=[deployment_id])[0]
            parts = pricing(session, [one]).of(one).parts
        moneys = [part.money for part in parts if part.grant_id == self.ids["usd"] and part.month == month]
        return add_up(moneys, "USD")

    def committed(self, grant: str = "usd") -> Decimal:
        """What is committed of a grant."""
        return grant_figures(self.office, self.ids[grant]).committed.amount


def make_programme(office: Office) -> Programme:
    """Fills an empty office."""
    ids: dict[str, int] = {}
    with making(office) as make:
        staff = Staff(make)
        project = make.project(reference="NER")
        usd = make.grant(reference="USD-1", starts_on=JAN, ends_on=DEC)
        xof = make.grant(reference="XOF-1", currency="XOF", amount=Decimal(50_000_000), starts_on=JAN, ends_on=DEC)
        line = make.line(make.budget(usd, status="approved"), "1.1", "50000.00", category=1)
        make.rate("XOF", "577.35", date(2018, 11, 1))
        stations = [staff.station(), staff.station("Zinder")]
        assignment = staff.assignment(reference="NER-01", posts=3, project_id=project.id, station_id=stations[0].id)
        volunteers = [staff.volunteer(reference=f"V-{number}") for number in (1, 2)]
        staff.rate("living", "1234.56")
        staff.rate("living", "1333.33", station_id=stations[1].id)
        staff.rate("entry", "400.00", basis="entry")
        staff.rate("exit", "99.99", basis="end")
        staff.rate("reassignment", "200.00", basis="reassignment")
        support = EntitlementRate(component="support", basis="percent", percent=Decimal(8), starts_on=date(2010, 1, 1))
        make.unit.add(support)
        named = {"usd": usd, "xof": xof, "line": line, "assignment": assignment, "project": project}
        ids |= {name: record.id for name, record in named.items()}
        ids |= {volunteer.reference: volunteer.id for volunteer in volunteers}
        ids |= {station.place: station.id for station in stations}
    return Programme(office, ids)
