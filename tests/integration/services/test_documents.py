"""A file is kept with its record as it is, said when it is there already, and comes out as it went in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from desktop.language import Language, UserError
from desktop.registers import REGISTERS
from desktop.registers.query import Query
from desktop.services import documents, records
from desktop.services.browse import RegisterView
from desktop.services.checks import check_office
from desktop.services.documents import attach, require_openable, save_document
from desktop.services.history import UndoStack
from desktop.services.references import entry_id_of
from desktop.storage.models import Document
from tests.helpers.records import making
from tests.integration.services.conftest import Desk, Told

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def award(tmp_path: Path) -> Path:
    """A file to attach."""
    path = tmp_path / "award.pdf"
    path.write_bytes(CONTENT)
    return path


def count(desk: Desk) -> int:
    """How many documents the office holds."""
    return RegisterView(desk.office, Query(REGISTERS["documents"])).count()


def test_a_file_comes_out_as_it_went_in(desk: Desk, award: Path, tmp_path: Path, english: Language) -> None:
    outcome = attach(desk.office, path=award, kind="agreement", grant_id=desk.grant, note="Signed copy")
    assert english.text(outcome.message) == "Attached award.pdf to GR-1."
    assert outcome.tables == {"document", "document_content", "audit_entry"}
    values = desk.values("documents", outcome.record_id)
    assert (values["name"], values["kind"], values["note"], values["grant"]) == (
        "award.pdf",
        "agreement",
        "Signed copy",
        "GR-1",
    )
    assert (values["size"], values["added_on"]) == (len(CONTENT), date(2019, 10, 21))
    saved = save_document(desk.office, document_id=outcome.record_id, target=tmp_path / "copy.pdf")
    assert english.text(saved.message) == "Saved award.pdf as copy.pdf."
    assert (tmp_path / "copy.pdf").read_bytes() == CONTENT


def test_the_same_file_on_the_same_record_is_said_and_not_doubled(
    desk: Desk, award: Path, tmp_path: Path, english: Language
) -> None:
    first = attach(desk.office, path=award, agreement_id=desk.agreement)
    again = tmp_path / "again.pdf"
    again.write_bytes(CONTENT)
    second = attach(desk.office, path=again, agreement_id=desk.agreement)
    assert english.text(second.message) == "again.pdf is attached to MOU-0 already, as award.pdf."
    assert (second.tables, second.record_id) == (frozenset(), first.record_id)
    attach(desk.office, path=again, grant_id=desk.grant)
    assert count(desk) == 2
    with pytest.raises(UserError, match="Other records still belong to this one"):
        records.remove(desk.office, "agreements", record_id=desk.agreement, version=1)


def test_an_entry_has_its_invoice(desk: Desk, award: Path, english: Language) -> None:
    entry = desk.save("ledger").record_id
    assert entry_id_of(desk.office, "PV-0001") == entry
    outcome = attach(desk.office, path=award, kind="invoice", entry_id=entry)
    assert english.text(outcome.message) == "Attached award.pdf to PV-0001."
    desk.save("ledger")
    with pytest.raises(UserError, match="Several entries have the reference PV-0001"):
        entry_id_of(desk.office, "PV-0001")
    with pytest.raises(UserError, match="There is no entry PV-9"):
        entry_id_of(desk.office, "PV-9")


def test_kind_and_note_are_changed_by_form(desk: Desk, award: Path) -> None:
    made = attach(desk.office, path=award, grant_id=desk.grant).record_id
    desk.save("documents", made, 1, kind="letter", note="From the funder")
    values = desk.values("documents", made)
    assert (values["kind"], values["note"], values["name"]) == ("letter", "From the funder", "award.pdf")


def test_removing_and_undoing_brings_the_whole_file_back(desk: Desk, award: Path, tmp_path: Path) -> None:
    stack, target = UndoStack(), tmp_path / "back.pdf"
    made = attach(desk.office, path=award, grant_id=desk.grant)
    stack.note(made)
    stack.undo(desk.office)
    assert count(desk) == 0
    stack.redo(desk.office)
    save_document(desk.office, document_id=made.record_id, target=target)
    assert target.read_bytes() == CONTENT
    stack.note(records.remove(desk.office, "documents", record_id=made.record_id, version=1))
    assert count(desk) == 0
    stack.undo(desk.office)
    save_document(desk.office, document_id=made.record_id, target=target)
    assert target.read_bytes() == CONTENT
    assert check_office(desk.office).is_sound


@pytest.mark.parametrize("content", [b"", None])
def test_what_cannot_be_attached(desk: Desk, tmp_path: Path, content: bytes | None, told: Told) -> None:
    path = tmp_path / "scan.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError) as raised:
        attach(desk.office, path=path, grant_id=desk.grant)
    assert told(raised).startswith("scan.pdf is empty." if content == b"" else "scan.pdf cannot be read.")
    assert count(desk) == 0


def test_a_file_that_is_too_large_is_refused(
    desk: Desk, award: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LARGEST", 10_000)
    with pytest.raises(UserError) as raised:
        attach(desk.office, path=award, grant_id=desk.grant)
    assert told(raised) == (
        "award.pdf is too large to be attached. It has 1 MB; an office takes files up to 1 MB. Scan it in a lower "
        "resolution, or keep it beside the office and name its place in a note."
    )


def test_what_is_gone_is_told(desk: Desk, award: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no longer there"):
        attach(desk.office, path=award, grant_id=999_999)
    with pytest.raises(UserError, match="no longer there"):
        save_document(desk.office, document_id=999_999, target=tmp_path / "x.pdf")
    with pytest.raises(ValueError, match="belongs to a record"):
        attach(desk.office, path=award)


def test_a_damaged_document_is_not_written(desk: Desk, award: Path, tmp_path: Path) -> None:
    made = attach(desk.office, path=award, grant_id=desk.grant).record_id
    with making(desk.office) as make:
        make.unit.session.execute(update(Document).values(sha256="0"))
        make.organisation()
    with pytest.raises(UserError, match="is not as it was attached"):
        save_document(desk.office, document_id=made, target=tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("name", ["setup.EXE", "run.sh", "link.desktop"])
def test_programs_are_saved_and_not_opened(name: str) -> None:
    with pytest.raises(UserError, match="This file is a program"):
        require_openable(name)
    require_openable("award.pdf")
