"""What the sample office holds of its partners: parties, obligations, contacts, instalments and amendments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.amendment import GrantTerms
from desktop.storage.amendments import terms_as_kept
from desktop.storage.intake import Intake, Ref

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted already, by how the files call it."""

    organisations: Mapping[str, Ref]
    agreements: Mapping[str, Ref]
    projects: Mapping[str, Ref]
    grants: Mapping[str, Ref]
    grant_rows: Mapping[str, Row]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if text else None


class PartnersWish:
    """Wants every record that hangs on an agreement, or on a grant besides its money."""

    def __init__(self, intake: Intake, texts: Callable[[str], str], wanted: Wanted) -> None:
        self._intake = intake
        self._texts = texts
        self._wanted = wanted
        self._instalments: dict[tuple[str, str], Ref] = {}

    def takers(self) -> tuple[tuple[str, Callable[[Row], None]], ...]:
        """The files, and who takes their rows."""
        return (
            ("parties", self._take_party),
            ("obligations", self._take_obligation),
            ("contacts", self._take_contact),
            ("instalments", self._take_instalment),
            ("amendments", self._take_amendment),
        )

    def _take_party(self, row: Row) -> None:
        self._intake.want(
            "agreement_party",
            agreement_id=self._wanted.agreements[row["agreement"]],
            organisation_id=self._wanted.organisations[row["organisation"]],
            role=row["role"],
            signatory_title=self._texts(row["signatory_title"]),
            signed_on=_day(row["signed_on"]),
        )

    def _take_obligation(self, row: Row) -> None:
        self._intake.want(
            "obligation",
            agreement_id=self._wanted.agreements[row["agreement"]],
            organisation_id=self._wanted.organisations[row["organisation"]],
            article=row["article"],
            title=self._texts(row["title"]),
            due_on=_day(row["due_on"]),
            status=row["status"],
            done_on=_day(row["done_on"]),
            project_id=self._wanted.projects.get(row["project"]),
            currency=row["currency"] or None,
            amount=_amount(row["amount"]),
            note=self._texts(row["note"]),
        )

    def _take_contact(self, row: Row) -> None:
        self._intake.want(
            "contact",
            organisation_id=self._wanted.organisations[row["organisation"]],
            agreement_id=self._wanted.agreements.get(row["agreement"]),
            grant_id=self._wanted.grants.get(row["grant"]),
            name=self._texts(row["name"]),
            job_title=self._texts(row["job_title"]),
            email=row["email"],
            note=self._texts(row["note"]),
        )

    def _take_instalment(self, row: Row) -> None:
        self._instalments[row["grant"], row["number"]] = self._intake.want(
            "instalment",
            grant_id=self._wanted.grants[row["grant"]],
            number=int(row["number"]),
            expected_on=_day(row["expected_on"]),
            amount=Decimal(row["amount"]),
            condition=self._texts(row["condition"]),
        )

    def instalment_of(self, entry: Row) -> Ref | None:
        """The instalment that a receipt of the ledger was expected as; its description names it."""
        return self._instalments.get((entry["grant"], entry["description"].removeprefix("Instalment ")))

    def _take_amendment(self, row: Row) -> None:
        """An amendment moves the end of a grant; `ended_on` is the end that it moved."""
        grant = self._wanted.grant_rows[row["grant"]]
        before = GrantTerms(
            title=self._texts(grant["title"]),
            amount=Decimal(grant["amount"]),
            starts_on=_day(grant["starts_on"]),
            ends_on=_day(row["ended_on"]),
            liquidation_days=int(grant["liquidation_days"]),
            indirect_rate=Decimal(grant["indirect_rate"]),
            cost_share=_amount(grant["cost_share"]),
        )
        self._intake.want(
            "amendment",
            grant_id=self._wanted.grants[row["grant"]],
            number=int(row["number"]),
            kind=row["kind"],
            status=row["status"],
            effective_on=_day(row["effective_on"]),
            reason=self._texts(row["reason"]),
            before=terms_as_kept(before),
            **before.by_name() | {"ends_on": _day(row["ends_on"])},
        )
