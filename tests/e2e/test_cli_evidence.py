"""The verb `evidence` without a window: a kept report by its number, any other by its name, grant and days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zipfile import ZipFile

from desktop.services import donor_reports, reports
from desktop.services.offices import find_office
from tests.e2e.conftest import Run

ASKED = ("--report-name", "sf425", "--grant", "NER-CT-01", "--from", "2017-01-01", "--to", "2017-03-31")


def test_an_archive_for_auditors_is_written(run: Run, sample: Path, tmp_path: Path) -> None:
    invoice = tmp_path / "facture.pdf"
    invoice.write_bytes(b"%PDF")
    assert run("attach", "--office", sample, invoice, "--entry", "PV-0402").status == 0
    out = tmp_path / "pack.zip"
    asked = ("evidence", "--office", sample, "--out", out)
    done = run(*asked, *ASKED, "--set", "basis=cash")
    assert done.out == "Wrote pack.zip. Entries: 37; attachments: 1; costs without any: 33.\n"
    with ZipFile(out) as pack:
        assert {"documents/PV-0402 facture.pdf", "report/NER-CT-01 sf425 2017-03-31.pdf"} < set(pack.namelist())
    assert run(*asked, *ASKED).trouble.startswith("pack.zip is there already.")
    lacking = run(*asked, *ASKED[:4], "--force")
    assert lacking.trouble.startswith("A report that is made now needs its days. Nothing was written.")
    assert run(*asked, "--report", "1", *ASKED[:2]).status == 2

    office = find_office(str(sample), actor="Test")
    request = reports.request_of("sf425", grant="NER-CT-01", first=date(2017, 1, 1), last=date(2017, 3, 31))
    number = donor_reports.draft_report(office, request=request, language="fr").record_id
    office.close()
    assert run(*asked, "--report", number, "--force", "--with-counterparties").status == 0
    with ZipFile(out) as pack:
        assert pack.read("entries.csv").decode("utf-8-sig").splitlines()[0].endswith(",Tiers")
    assert run(*asked, "--report", "999", "--force").trouble.startswith("This report is no longer there.")
