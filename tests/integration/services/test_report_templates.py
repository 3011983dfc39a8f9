"""Templates are kept version by version, filled with the figures of the office, and got out as they went in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import update

from desktop.config import paths
from desktop.domain.period import Period
from desktop.exporters.template_refusals import TemplateProblemsError
from desktop.language import Language, UserError, load_language
from desktop.reports.templates.vocabulary import ENTRIES
from desktop.services import report_templates, reports
from desktop.services.history import UndoStack
from desktop.services.offices import Office
from desktop.storage.models import Grant, ReportTemplate
from tests.helpers.records import making
from tests.helpers.templates import book_of, document_of, saved, texts_of, values_of, written
from tests.helpers.way_back import all_saved_by_libreoffice
from tests.integration.services.conftest import Desk, Told

SUMMER = Period.of_days(date(2019, 7, 1), date(2019, 9, 30))


def template(path: Path, *cells: str) -> Path:
    """A workbook with these cells, one below the other."""

    def fill(sheet: Any) -> None:
        for text in cells:
            sheet.append([text])

    return written(path, book_of(fill))


def test_each_file_of_a_name_is_its_next_version(desk: Desk, tmp_path: Path, english: Language) -> None:
    path = template(tmp_path / "donor.xlsx", "{{grant.reference}}")
    first = report_templates.add_template(desk.office, path=path, layout="statement", note="From the funder")
    assert english.text(first.message) == "Kept donor.xlsx as version 1 of the template donor."
    again = report_templates.add_template(desk.office, path=path, layout="statement")
    assert english.text(again.message) == "donor.xlsx is here already, as version 1 of donor."
    assert (again.entry_id, again.record_id) == (None, first.record_id)
    template(path, "{{grant.title}}")
    second = report_templates.add_template(desk.office, path=path, layout="statement")
    other = report_templates.add_template(desk.office, path=path, layout="sf425", name="Another ")
    found = report_templates.templates(desk.office)
    assert [(one.name, one.number, one.id) for one in found] == [
        ("Another", 1, other.record_id),
        ("donor", 2, second.record_id),
        ("donor", 1, first.record_id),
    ]
    assert found[2].note == "From the funder"
    assert [one.layout for one in report_templates.templates(desk.office, layout="sf425")] == ["sf425"]
    assert report_templates.find_template(desk.office, "donor").number == 2


def test_a_template_comes_out_as_it_went_in(desk: Desk, tmp_path: Path, english: Language) -> None:
    path = template(tmp_path / "donor.xlsx", "{{grant}}")
    kept = report_templates.add_template(desk.office, path=path, layout="statement").record_id
    target = tmp_path / "copy.xlsx"
    outcome = report_templates.save_template(desk.office, template_id=kept, target=target)
    assert english.text(outcome.message) == "Saved donor.xlsx as copy.xlsx."
    assert target.read_bytes() == path.read_bytes()
    with desk.office.change() as unit:
        unit.session.execute(update(ReportTemplate).values(sha256="0"))
        unit.session.commit()
    with pytest.raises(UserError, match="not as it was kept"):
        report_templates.save_template(desk.office, template_id=kept, target=target)


def test_keeping_a_template_can_be_undone(desk: Desk, tmp_path: Path, told: Told) -> None:
    path = template(tmp_path / "donor.xlsx", "{{grant}}")
    stack = UndoStack()
    kept = report_templates.add_template(desk.office, path=path, layout="statement")
    stack.note(kept)
    stack.undo(desk.office)
    assert report_templates.templates(desk.office) == ()
    with pytest.raises(UserError) as gone:
        report_templates.save_template(desk.office, template_id=kept.record_id, target=path)
    assert told(gone).startswith("This record is no longer there.")
    with pytest.raises(UserError, match="There is no template called donor"):
        report_templates.find_template(desk.office, "donor")


def test_what_is_not_understood_is_listed_before_anything_is_kept(desk: Desk, tmp_path: Path) -> None:
    path = template(tmp_path / "donor.xlsx", "{{grant.refrence}}", "{{budget.total}}")
    inspection = report_templates.inspect_template(desk.office, path=path, layout="statement")
    assert [one.text for one in inspection.found] == ["{{grant.refrence}}", "{{budget.total}}"]
    assert [(one.place, one.nearest[0]) for one in inspection.problems] == [("Sheet!A1", "grant.reference")]
    with pytest.raises(TemplateProblemsError) as raised:
        report_templates.add_template(desk.office, path=path, layout="statement")
    assert len(raised.value.problems) == 1
    assert report_templates.templates(desk.office) == ()


def test_names_have_the_values_of_a_grant_as_examples(desk: Desk) -> None:
    words = report_templates.vocabulary_of(desk.office, layout="statement")
    assert words.term("grant.reference").value == "GR-1"
    assert words.term("budget.total").value == 5000
    assert words.term("period.first").value == date(2019, 1, 1)
    chosen = report_templates.vocabulary_of(desk.office, layout="statement", grant="GR-1", period=SUMMER)
    assert chosen.term("period.last").value == date(2019, 9, 30)
    assert report_templates.vocabulary_of(desk.office, layout="portfolio").term("period.last").value == date(
        2019, 10, 21
    )


def test_all_names_are_written_to_have_them_at_hand(desk: Desk, tmp_path: Path, english: Language) -> None:
    target = tmp_path / "names.xlsx"
    outcome = report_templates.save_names(desk.office, layout="statement", target=target, language=english)
    rows = {row[0]: row[1:] for row in values_of(openpyxl.load_workbook(target).active)}
    assert rows["{{grant.reference}}"] == ["The reference of the grant", "GR-1"]
    assert rows["{{each categories}}"] == ["By category", None]
    assert rows["{{row.budget}}"] == ["Budget", "0.00"]
    assert english.text(outcome.message).startswith("Wrote names.xlsx: ")


def test_a_template_of_all_names_is_filled_for_every_report(sample: Office, tmp_path: Path, english: Language) -> None:
    for layout in reports.LAYOUTS.values():
        words = report_templates.vocabulary_of(sample, layout=layout.name)
        rows = [[f"{{{{{name}?}}}}"] for name in words.terms]
        listed = [table for table in words.tables.values() if table.name != ENTRIES]
        rows += [[f"{{{{each {table.name}}}}}", *_columns(table.columns)] for table in listed]
        path = written(tmp_path / "all.xlsx", book_of(partial(_fill, rows=rows)))
        assert report_templates.inspect_template(sample, path=path, layout=layout.name).problems == ()
        request = reports.request_of(
            layout.name, grant="NER-CT-01" if layout.of_grant else "", first=SUMMER.start, last=SUMMER.last
        )
        report_templates.preview(sample, request, tmp_path / "out.xlsx", template=path, language=english)
        cells = [cell for row in values_of(openpyxl.load_workbook(tmp_path / "out.xlsx").active) for cell in row]
        assert [cell for cell in cells if "{{" in str(cell)] == []


def _columns(keys: Iterable[str]) -> list[str]:
    return [f"{{{{row.{key}}}}}" for key in keys]


def _fill(sheet: Any, *, rows: Iterable[list[str]]) -> None:
    for row in rows:
        sheet.append(row)


def test_without_a_grant_there_are_no_examples(file_office: Office) -> None:
    with pytest.raises(UserError, match="There is no grant yet"):
        report_templates.vocabulary_of(file_office, layout="statement")


def test_a_template_lists_the_entries_of_the_office(desk: Desk, tmp_path: Path, english: Language) -> None:
    with making(desk.office) as make:
        for day, amount in ((3, "25.50"), (4, "70")):
            make.entry(make.unit.get(Grant, desk.grant), amount, entry_on=date(2019, 8, day))
    path = template(tmp_path / "donor.xlsx", "{{grant}}", "{{each entries}}{{row.spent}}")
    kept = report_templates.add_template(desk.office, path=path, layout="statement").record_id
    report = reports.make_report(
        desk.office, reports.request_of("statement", grant="GR-1", first=SUMMER.start, last=SUMMER.last)
    )
    kind, content = report_templates.filled(desk.office, report, template_id=kept, language=english)
    sheet = openpyxl.load_workbook(written(tmp_path / f"out{kind}", content)).active
    assert values_of(sheet) == [["GR-1"], [25.5], [70]]


def test_the_templates_that_come_with_the_program_are_right(sample: Office, tmp_path: Path) -> None:
    """Filled for a grant of the sample office and recomputed by LibreOffice, their own checks are zero."""
    workbooks = []
    for code in ("en", "fr", "ar"):
        *two, document = _made_of_examples(sample, tmp_path, load_language(paths.translations(), code))
        assert not any("{{" in text for text in texts_of(document.read_bytes()))
        workbooks += two
    for ours, path in zip(workbooks, all_saved_by_libreoffice(workbooks), strict=True):
        sheet: Any = openpyxl.load_workbook(path, data_only=True).active
        stored: Any = openpyxl.load_workbook(ours, data_only=True).active
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert [cell for cell in cells if str(cell.value).startswith(("#", "Err:", "{{"))] == []
        assert [cell.coordinate for cell in cells if _differs(cell.value, stored[cell.coordinate].value)] == []
        checks = [cell.row for cell in cells if str(cell.value).endswith("must be 0.00")]
        assert {sheet.cell(checks[0], column).value or 0 for column in range(3, 8)} == {0}
        assert bool(sheet.sheet_view.rightToLeft) is path.name.startswith("ar")


def _differs(one: Any, other: Any) -> bool:
    """Whether two cells hold something else, apart from what binary fractions leave."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) > 1e-9
    return bool(one != other)


def _made_of_examples(sample: Office, folder: Path, language: Language) -> list[Path]:
    made = []
    for example in report_templates.example_templates():
        request = reports.request_of(example.layout, grant="NER-CT-01", first=SUMMER.start, last=SUMMER.last)
        path = folder / f"{language.code}-{example.file_name}"
        outcome = report_templates.preview(sample, request, path, template=example.path, language=language)
        assert example.file_name in language.text(outcome.message)
        made.append(path)
    return made


def test_an_example_is_saved_to_begin_with(tmp_path: Path, english: Language) -> None:
    outcome = report_templates.save_example("statement.xlsx", target=tmp_path / "mine.xlsx")
    assert english.text(outcome.message) == "Saved Statement to a funder as mine.xlsx."
    assert (tmp_path / "mine.xlsx").read_bytes() == report_templates.example_templates()[0].path.read_bytes()


def test_a_file_that_is_no_template_is_one_sentence(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    document = saved(document_of("{{grant}}"))
    for name, content, why in (
        ("a.xlsx", encrypted, "protected by a password"),
        ("b.xlsx", encrypted[:8], "an old version of Excel"),
        ("c.docx", b"nothing", "damaged"),
        ("d.pdf", b"%PDF", "is no template"),
        ("e.xlsx", document, "does not fill"),
    ):
        path = written(tmp_path / name, content)
        with pytest.raises(UserError, match=why):
            report_templates.add_template(desk.office, path=path, layout="statement")
    with pytest.raises(UserError, match="cannot be read"):
        report_templates.add_template(desk.office, path=tmp_path / "none.xlsx", layout="statement")
    monkeypatch.setattr("desktop.exporters.template_file.LARGEST", 3)
    with pytest.raises(UserError, match="too large for a template"):
        report_templates.add_template(desk.office, path=path, layout="statement")


def test_the_ending_says_which_kind_is_written(desk: Desk, tmp_path: Path, english: Language) -> None:
    path = written(tmp_path / "t.docx", saved(document_of("{{grant}}")))
    request = reports.request_of("statement", grant="GR-1", first=SUMMER.start, last=SUMMER.last)
    with pytest.raises(UserError, match=r"Choose a name that ends in \.docx"):
        report_templates.preview(desk.office, request, tmp_path / "out.xlsx", template=path, language=english)
    assert not (tmp_path / "out.xlsx").exists()
