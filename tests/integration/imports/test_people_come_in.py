"""Workbooks of people as offices keep them, in French and with awkward headings: the roster without codes, contracts
that were signed long ago, rates, the agency's invoice, shares and counts.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.domain.progress import Silent
from desktop.registers import find_register
from desktop.registers.query import Query
from desktop.services.browse import all_rows
from desktop.services.deployments.costing import costing
from desktop.services.imports import sheets
from desktop.services.imports.preview import Options, Preview
from desktop.services.offices import Office
from tests.helpers.incoming import brought_in, looked_at, statuses, table, told
from tests.helpers.records import making
from tests.helpers.sheets import table as workbook

D = date
ROSTER = [
    ("Liste des volontaires – Bureau du Niger",),
    (),
    ("Nom et prénom(s)", "Catégorie VNU", "Sexe", "Nationalité", "Né(e) le", "Langues parlées", "Tél.", "Matricule"),
    ("A. A.", "VNU national", "F", "Niger", "05/03/1991", "français, haoussa", "+227 90 00 00 01", "11001"),
    ("B. B.", "Volontaire national", "H", "NIGER", "17/11/1989", "français", None, "11002"),
    ("C. C.", "VNU international", "Féminin", "Sénégal", "25/12/1985", "français, wolof", None, "11003"),
]


def _previewed(office: Office, path: Path, kind: str) -> Preview:
    book = sheets.open_file(path, progress=Silent())
    return sheets.preview(office, sheets.draft(office, book, kind), Options(), progress=Silent())


def _listed(office: Office, key: str, *columns: str) -> list[tuple[Any, ...]]:
    return [row.values for row in all_rows(office, Query(find_register(key), columns=columns))]


def test_a_french_roster_without_codes_gets_them_and_is_known_again(office: Office, tmp_path: Path) -> None:
    with making(office) as make:
        make.volunteer(reference="V-07", roster_number="11002", sex=None)
    path = workbook(tmp_path / "roster.xlsx", *ROSTER)
    preview = _previewed(office, path, "volunteers")
    assert (statuses(preview), told(preview)) == (["NEW", "CHANGED", "NEW"], [])
    assert "Volunteers without a code get the next free one." in [str(note) for note in preview.notes]
    sheets.apply(office, preview, progress=Silent())
    office.shows_names = True
    columns = ("reference", "name", "category", "sex", "nationality", "born_on", "roster_number")
    assert _listed(office, "volunteers", *columns) == [
        ("V-07", "B. B.", "national", "m", "NE", D(1989, 11, 17), "11002"),
        ("V-08", "A. A.", "national", "f", "NE", D(1991, 3, 5), "11001"),
        ("V-09", "C. C.", "international", "f", "SN", D(1985, 12, 25), "11003"),
    ]
    assert statuses(_previewed(office, path, "volunteers")) == ["SAME"] * 3


def _staffed(office: Office) -> None:
    """Two deployments without contracts on a grant that pays them, and an invoice."""
    with making(office) as make:
        niamey = make.station(place="Niamey")
        make.station(place="Kollo")
        project = make.project(reference="NER-LA")
        grant = make.grant(reference="GR-1", starts_on=D(2017, 1, 1), ends_on=D(2020, 3, 31))
        line = make.line(make.budget(grant, project_id=project.id), "1.2", "50000.00")
        make.entry(grant, "1500.00", reference="FA-0031", entry_on=D(2019, 3, 25), line_id=line.id)
        assignment = make.assignment(reference="DOA-1", station_id=niamey.id, project_id=project.id, posts=2)
        for reference in ("D-01", "D-02"):
            make.deployment(assignment, reference=reference)
        make.work_measure(project, code="files")


def test_contracts_of_the_past_come_in_signed_in_any_order_and_commit_nothing(office: Office, tmp_path: Path) -> None:
    _staffed(office)
    path = workbook(
        tmp_path / "contrats.xlsx",
        ("N° déploiement", "Nature du contrat", "Du", "Au", "Date de signature", "N° contrat", "Lieu d’affectation"),
        ("D-01", "Prolongation", D(2019, 1, 1), D(2019, 12, 31), D(2018, 12, 10), "C-2", "Kollo"),
        ("D-01", "Contrat initial", D(2018, 1, 1), D(2018, 12, 31), D(2017, 12, 11), "C-1", None),
        ("D-02", "Initial", D(2019, 2, 1), D(2019, 12, 31), None, None, None),
    )
    preview = _previewed(office, path, "contract_periods")
    assert (statuses(preview), told(preview)) == (["NEW"] * 3, [])
    assert any("make no commitments" in str(note) for note in preview.notes)
    sheets.apply(office, preview, progress=Silent())
    states = dict(_listed(office, "deployments", "reference", "state"))
    assert states["D-02"] == "planned"
    assert states["D-01"] != "planned"
    assert len(_listed(office, "ledger", "reference")) == 1


def test_no_table_says_of_a_contract_of_the_office_whether_it_is_signed(office: Office) -> None:
    _staffed(office)
    keys = ("deployment", "kind", "starts_on", "ends_on", "signed_on")
    planned = ["D-01", "initial", D(2019, 1, 1), D(2019, 6, 30)]
    brought_in(office, table("contract_periods", keys, [*planned, None]))
    preview = looked_at(office, table("contract_periods", keys, [*planned, D(2018, 12, 1)]))
    assert statuses(preview) == ["ERROR"]
    assert "page of the deployment" in told(preview)[0][-1]
    ends = ("reference", "assignment", "ended_on", "end_reason")
    preview = looked_at(office, table("deployments", ends, ["D-01", "DOA-1", D(2019, 1, 1), "Démission"]))
    assert statuses(preview) == ["ERROR"]
    without_reason = looked_at(office, table("deployments", ends, ["D-09", "DOA-1", D(2019, 1, 1), None]))
    assert statuses(without_reason) == ["ERROR"]
    without_day = looked_at(office, table("deployments", ends, ["D-09", "DOA-1", None, "Démission"]))
    assert statuses(without_day) == ["ERROR"]


def test_rates_shares_and_the_invoice_make_the_figures_of_a_grant(office: Office, tmp_path: Path) -> None:
    _staffed(office)
    tables: dict[str, list[tuple[Any, ...]]] = {
        "contract_periods": [
            ("Deployment", "Contract type", "Contract start", "Contract end", "Signed on"),
            ("D-01", "Initial", D(2019, 3, 1), D(2019, 12, 31), D(2019, 2, 20)),
            ("D-02", "Initial", D(2019, 3, 17), D(2019, 12, 31), D(2019, 2, 20)),
        ],
        "entitlement_rates": [
            ("Indemnité", "Catégorie", "Pays", "En vigueur", "Montant", "Devise", "Pourcentage", "Source"),
            ("MLA", "VNU national", "Niger", D(2019, 1, 1), 800, "USD", None, "Barème 2019"),
            ("Frais de gestion", None, None, D(2019, 1, 1), None, None, 8, "Barème 2019"),
        ],
        "deployment_shares": [
            ("Déploiement", "À partir du", "Subvention", "Ligne", "Quote-part (%)"),
            ("D-01", D(2019, 1, 1), "GR-1", "1.2", 100),
            ("D-02", D(2019, 1, 1), "GR-1", "1.2", 100),
        ],
        "deployment_costs": [
            ("Facture", "Déploiement", "Mois de service", "Montant"),
            ("FA-0031", "D-01", "mars 2019", 850),
            ("FA-0031", "D-02", "mars 2019", 400.5),
        ],
        "work_counts": [
            ("Mesure", "Déploiement", "Mois", "Nombre"),
            ("files", "D-01", D(2019, 3, 31), 12),
            ("files", "D-02", D(2019, 3, 31), 4),
        ],
    }
    for kind, rows in tables.items():
        path = workbook(tmp_path / f"{kind}.xlsx", *rows)
        preview = _previewed(office, path, kind)
        assert (statuses(preview), told(preview)) == (["NEW"] * (len(rows) - 1), []), kind
        sheets.apply(office, preview, progress=Silent())
        assert statuses(_previewed(office, path, kind)) == ["SAME"] * (len(rows) - 1), kind
    (march,) = costing(office, first=D(2019, 3, 1), last=D(2019, 3, 31)).months
    assert march.figures.pro_forma.amount == Decimal("864.00") + Decimal("418.07")  # 387.10 + 30.97
    assert march.figures.actual.amount == Decimal("1250.50")
