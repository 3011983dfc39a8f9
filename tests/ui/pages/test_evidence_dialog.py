"""The archive for auditors from the page of a report: asked for, named, written off the window's thread."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.services import donor_reports, reports
from desktop.services.offices import Office
from desktop.ui.context import Route
from desktop.ui.dialogs.evidence_dialog import EvidenceDialog
from tests.helpers.window import button_named, click
from tests.ui.conftest import Open


def test_an_archive_for_auditors_is_saved_from_the_page_of_a_report(
    sample: Office, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = reports.request_of("sf425", grant="NER-CT-01", first=date(2017, 1, 1), last=date(2017, 3, 31))
    report_id = donor_reports.draft_report(sample, request=request, language="fr").record_id
    driver = opened(sample, start=Route("donor_report", "", report_id))
    places = iter(["", str(tmp_path / "pack")])
    suggested: list[str] = []

    def choose(_parent: object, _title: str, name: str, _kind: str) -> tuple[str, str]:
        suggested.append(name)
        return next(places), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    click(button_named(driver.page, "Evidence pack"))
    dialog = driver.dialog(EvidenceDialog)
    assert not dialog.names.isChecked()
    click(button_named(dialog, "Save as…"))
    click(dialog.names)
    click(button_named(dialog, "Save as…"))
    assert suggested == ["NER-CT-01 sf425 11.zip"] * 2
    assert not dialog.isVisible()
    with ZipFile(tmp_path / "pack.zip") as pack:
        heading = pack.read("entries.csv").decode("utf-8-sig").splitlines()[0]
    assert heading.endswith(",Tiers")
