"""Every report there is, written to Excel: LibreOffice works out what the report says, whatever is stored beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.config import paths
from desktop.language import load_language
from desktop.reports.forms.volunteers import VOLUNTEERS
from desktop.reports.layouts import LAYOUTS
from desktop.services import reports
from desktop.services.sample import new_sample_office
from tests.helpers.recalculating import first_sheet, formulas_recalculated
from tests.helpers.reporting import report_of

_GRANT = "NER-CT-01"


def test_every_report_recalculates_to_its_figures(tmp_path: Path) -> None:
    english = load_language(paths.translations(), "en")
    office = new_sample_office(str(tmp_path / "sample.grantdesk"), actor="Test", language=english)
    written = []
    for name, layout in LAYOUTS.items():
        grant = _GRANT if layout.of_grant else ""
        listed = {"volunteers": "codes"} if VOLUNTEERS in layout.options else {}
        report = report_of(office, name, grant=grant, first=date(2019, 1, 1), last=date(2019, 9, 30), **listed)
        path = tmp_path / f"{name}.xlsx"
        reports.write_report(office, report, path, language=english)
        written.append(path)
        stored = [cell.value for row in first_sheet(path, data_only=True) for cell in row]
        figures = {float(figure.value) for figure in report.figures() if figure.value is not None}
        assert figures <= {float(value) for value in stored if isinstance(value, int | float)}, name
        assert not [text for text in stored if isinstance(text, str) and text.startswith("#")], name
    office.close()
    assert formulas_recalculated(written, tmp_path) > 40 * len(written)
