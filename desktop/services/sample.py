"""The sample office: real facts of the Sahel Programme, invented amounts, marked as such (`resources/samples`)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.config import paths
from desktop.domain.budget import LineInputs, line_total
from desktop.domain.codes import TAG_SDG_TARGET, VOCABULARY_DAC, BudgetStatus
from desktop.domain.period import Period
from desktop.domain.progress import Silent
from desktop.domain.terms import IndirectBase, LockLevel, RuleKind
from desktop.language import Language, say
from desktop.language.message import to_json
from desktop.services.donor_reports import note_all_sent, requirements
from desktop.services.rule_presets import find_preset, values_of
from desktop.services.sample_partners import PartnersWish, Wanted
from desktop.services.sample_people import PeopleWish, Programme
from desktop.storage.batches import note_batch
from desktop.storage.intake import Intake, Ref, bring_in
from desktop.storage.location import Location
from desktop.storage.models import ImportBatch, MonthLock
from desktop.storage.office import Clock, Office, utc_now
from desktop.storage.opening import NewOffice, create_office

STORY_DAY = date(2019, 10, 21)
NAME = "Sahel office"

Row = dict[str, str]


def new_sample_office(
    location_text: str, *, name: str = "", actor: str, language: Language, clock: Clock = utc_now
) -> Office:
    """Makes the sample office at a new place, its texts in `language`, and opens it.

    Raises UserError when something is there already.
    """
    folder = paths.resources() / "samples" / "sahel"
    texts = _Texts(folder / "phrases.csv", language)
    new = NewOffice(name or texts(NAME), is_sample=True, story_day=STORY_DAY)
    office = create_office(Location.parse(location_text), new, actor=actor, clock=clock)
    try:
        _fill(office, folder, texts)
        _close_first_year(office)
        note_all_sent(office, owed=requirements(office, days=-1, answered=False))
    except BaseException:
        office.close()
        if office.location.path is not None:
            office.location.path.unlink()
        raise
    return office


def _fill(office: Office, folder: Path, texts: _Texts) -> None:
    wish = _Wish(folder, texts)
    wish.take_all()
    message = say("Made the sample office. All amounts are invented.")
    with office.read() as session:
        tables = wish.intake.plan(session)
    with office.change() as unit:
        batch = ImportBatch(
            uid=f"sample {office.facts.uid}",
            kind="sample",
            source_name=folder.name,
            sha256="",
            imported_at=unit.now,
            actor=unit.actor,
            added=sum(len(table.new) for table in tables),
            changed=0,
            sentence=to_json(message),
        )
        batch_id = note_batch(unit, batch, b"")
        bring_in(unit, tables, batch_id=batch_id, progress=Silent())
        unit.commit(message, batch_id=batch_id)


def _close_first_year(office: Office) -> None:
    """The books of 2017 were closed for good long before the day on which the sample stands."""
    with office.change() as unit:
        for month in Period.of_days(date(2017, 1, 1), date(2017, 12, 31)).months():
            unit.add(MonthLock(month=month, level=LockLevel.HARD, closed_by=unit.actor, closed_at=unit.now))
        unit.commit(say("Closed the months of {year} for good.", year="2017"))


class _Texts:
    """The texts of the sample in one language; what has no translation stays English."""

    def __init__(self, path: Path, language: Language) -> None:
        self.speak = language.text
        self._known = {row["en"]: row[language.code] for row in _rows(path)}
        self._comma = language.comma

    def __call__(self, text: str) -> str:
        if text in self._known:
            return self._known[text]
        return self._comma.join(self._known.get(part, part) for part in text.split(", "))


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class _Wish:
    """Wants every record of the sample, file by file."""

    def __init__(self, folder: Path, texts: _Texts) -> None:
        self.intake = Intake()
        self._folder = folder
        self._texts = texts
        self._organisations: dict[str, Ref] = {}
        self._agreements: dict[str, Ref] = {}
        self._projects: dict[str, Ref] = {}
        self._results: dict[tuple[str, str], Ref] = {}
        self._grants: dict[str, Ref] = {}
        self._grant_rows: dict[str, Row] = {}
        self._budgets: dict[str, Ref] = {}
        self._lines: dict[tuple[str, str], tuple[Ref, int]] = {}
        self._commitments: dict[str, Ref] = {}
        wanted = Wanted(self._organisations, self._agreements, self._projects, self._grants, self._grant_rows)
        self._partners = PartnersWish(self.intake, texts, wanted)
        self._entries: dict[str, Ref] = {}
        programme = Programme(
            self._organisations, self._projects, self._results, self._grants, self._lines, self._entries
        )
        self._people = PeopleWish(self.intake, texts, programme)

    def take_all(self) -> None:
        """Wants everything, records before those that refer to them."""
        takers: tuple[tuple[str, Callable[[Row], Any]], ...] = (
            ("organisations", self._take_organisation),
            ("agreements", self._take_agreement),
            ("projects", self._take_project),
            ("results", self._take_result),
            ("grants", self._take_grant),
            ("rules", self._take_rules),
            ("budget_lines", self._take_line),
            ("rates", self._take_rate),
            ("allocation_shares", self._take_key_share),
            *self._partners.takers(),
            ("ledger", self._take_entry),
            *self._people.takers(),
        )
        for name, take in takers:
            for row in _rows(self._folder / f"{name}.csv"):
                take(row)

    def _take_organisation(self, row: Row) -> None:
        self._organisations[row["key"]] = self.intake.want(
            "organisation",
            reference=row["reference"],
            name=self._texts(row["name"]),
            short_name=self._texts(row["short_name"]),
            kind=row["kind"],
            country=row["country"] or None,
        )

    def _take_agreement(self, row: Row) -> None:
        self._agreements[row["reference"]] = self.intake.want(
            "agreement",
            reference=row["reference"],
            title=self._texts(row["title"]),
            kind=row["kind"],
            signed_on=_day(row["signed_on"]),
            starts_on=_day(row["starts_on"]),
            ends_on=_day(row["ends_on"]),
            renewal=row["renewal"] or None,
            notice_days=int(row["notice_days"]) if row["notice_days"] else None,
            legal_basis=self._texts(row["legal_basis"]),
            mandate=self._texts(row["mandate"]),
            predecessor_id=self._agreements.get(row["predecessor"]),
            note=self._texts(row["note"]),
        )

    def _take_project(self, row: Row) -> None:
        project = self.intake.want(
            "project",
            reference=row["reference"],
            title=self._texts(row["title"]),
            kind=row["kind"],
            parent_id=self._projects.get(row["parent"]),
            organisation_id=self._organisations["UNODC"],
            status=row["status"],
            planned_starts_on=_day(row["planned_starts_on"]),
            actual_starts_on=_day(row["actual_starts_on"]),
            planned_ends_on=_day(row["planned_ends_on"]),
            summary=self._texts(row["summary"]),
        )
        self._projects[row["reference"]] = project
        for part in row["roles"].split():
            organisation, role = part.split(":")
            self.intake.want(
                "project_role", project_id=project, organisation_id=self._organisations[organisation], role=role
            )
        codes = (("project_country", "", "countries"), ("project_sector", VOCABULARY_DAC, "sectors"))
        for table, vocabulary, column in (*codes, ("project_tag", TAG_SDG_TARGET, "sdg_targets")):
            for code in row[column].split():
                self.intake.want(table, project_id=project, vocabulary=vocabulary, code=code)

    def _take_result(self, row: Row) -> None:
        self._results[row["project"], row["code"]] = self.intake.want(
            "result_node",
            project_id=self._projects[row["project"]],
            parent_id=self._results.get((row["project"], row["parent"])),
            code=row["code"],
            kind=row["kind"],
            title=self._texts(row["title"]),
        )

    def _take_grant(self, row: Row) -> None:
        reference = row["reference"]
        grant = self.intake.want(
            "grant",
            reference=reference,
            title=self._texts(row["title"]),
            funder_id=self._organisations[row["funder"]],
            agreement_id=self._agreements[row["agreement"]],
            currency=row["currency"],
            amount=Decimal(row["amount"]),
            starts_on=_day(row["starts_on"]),
            ends_on=_day(row["ends_on"]),
            awarded_on=_day(row["awarded_on"]),
            liquidation_days=int(row["liquidation_days"]),
            earmarking=row["earmarking"],
            award_number=row["award_number"],
            erp_grant=row["erp_grant"],
            erp_fund=row["erp_fund"],
            cost_share=Decimal(row["cost_share"]) if row["cost_share"] else None,
        )
        self.intake.want(
            "grant_rule",
            grant_id=grant,
            kind=str(RuleKind.INDIRECT),
            percent=Decimal(row["indirect_rate"]),
            choice=str(IndirectBase.DIRECT),
        )
        project = self._projects[row["project"]]
        self.intake.want("grant_share", grant_id=grant, project_id=project, amount=Decimal(row["amount"]))
        self._grants[reference], self._grant_rows[reference] = grant, row
        self._budgets[reference] = self.intake.want(
            "budget",
            grant_id=grant,
            project_id=project,
            status=str(BudgetStatus.APPROVED),
            approved_on=_day(row["starts_on"]),
        )

    def _take_rules(self, row: Row) -> None:
        """What agreements of the grant's kind usually say; its support cost rate is a rule of it already."""
        currency = self._grant_rows[row["grant"]]["currency"]
        for rule in find_preset(row["preset"]).written(self._texts.speak, currency=currency):
            if rule.kind is not RuleKind.INDIRECT:
                self.intake.want("grant_rule", grant_id=self._grants[row["grant"]], **values_of(rule))

    def _take_line(self, row: Row) -> None:
        grant = self._grant_rows[row["grant"]]
        keys = ("quantity", "unit_cost", "duration", "percent_charged")
        inputs = {key: Decimal(row[key]) for key in keys}
        line = self.intake.want(
            "budget_line",
            budget_id=self._budgets[row["grant"]],
            code=row["code"],
            description=self._texts(row["description"]),
            category=int(row["category"]),
            result_id=self._results.get((grant["project"], row["result"])),
            unit=self._texts(row["unit"]),
            amount=line_total(LineInputs(**inputs), currency=grant["currency"]).amount,
            **inputs,
        )
        self._lines[row["grant"], row["code"]] = (line, int(row["category"]))

    def _take_rate(self, row: Row) -> None:
        self.intake.want(
            "exchange_rate",
            currency=row["currency"],
            base=row["base"],
            effective_on=_day(row["effective_on"]),
            units=Decimal(row["units"]),
            source=self._texts(row["source"]),
        )

    def _take_key_share(self, row: Row) -> None:
        line = self._lines.get((row["grant"], row["line"]))
        self.intake.want(
            "allocation_share",
            allocation_id=self.intake.want("allocation", name=self._texts(row["allocation"])),
            starts_on=_day(row["starts_on"]),
            grant_id=self._grants[row["grant"]],
            line_id=line[0] if line else None,
            percent=Decimal(row["percent"]),
        )

    def _take_entry(self, row: Row) -> None:
        grant = self._grant_rows[row["grant"]]
        line = self._lines.get((row["grant"], row["line"]))
        rated = row["original_currency"] != grant["currency"]
        entry = self._entries[row["reference"]] = self.intake.want(
            "ledger_entry",
            source_key=f"sample:{row['reference']}",
            entry_on=_day(row["entry_on"]),
            kind=row["kind"],
            reference=row["reference"],
            description=self._texts(row["description"]),
            grant_id=self._grants[row["grant"]],
            project_id=self._projects[grant["project"]],
            line_id=line[0] if line else None,
            category=line[1] if line else None,
            commitment_id=self._commitments.get(row["commitment"]),
            instalment_id=self._partners.instalment_of(row),
            original_currency=row["original_currency"],
            original_amount=Decimal(row["original_amount"]),
            rate=Decimal(row["rate"]),
            rate_on=_day(row["rate_on"]),
            rate_source=self._texts("Sample rate") if rated else "",
            currency=grant["currency"],
            amount=Decimal(row["amount"]),
            liquidated=Decimal(row["liquidated"] or 0),
        )
        if row["kind"] == "commitment":
            self._commitments[row["reference"]] = entry
