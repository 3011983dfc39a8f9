"""An evidence pack holds what its report rests on, can be checked file by file, and is there whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import openpyxl
import pytest
from sqlalchemy import update

from desktop.domain.terms import DOCUMENT_KINDS
from desktop.language import Cancelled, Language, Message, UserError
from desktop.services import donor_reports, reports
from desktop.services.documents import attach
from desktop.services.evidence import About, write_evidence
from desktop.services.offices import Office
from desktop.storage.models import Document, DocumentContent
from tests.helpers.records import making

FIRST, LAST = date(2019, 1, 1), date(2019, 12, 31)
PERSON = "Volunteer Aminata Diallo"


@dataclass(frozen=True)
class Pack:
    """An office with a report on a grant, and what is attached to entries of it."""

    office: Office
    report_id: int
    entries: dict[str, int]
    folder: Path

    def attach(self, name: str, content: bytes, **owner: int) -> int:
        path = self.folder / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return attach(self.office, path=path, kind="invoice", **owner).record_id  # type: ignore[arg-type]  # one owner

    def write(self, name: str, language: Language, about: About | None = None, *, named: bool = False) -> Path:
        path = self.folder / name
        about = self.report_id if about is None else about
        write_evidence(self.office, about=about, path=path, language=language, with_counterparties=named)
        return path

    def submit(self) -> None:
        people = {"prepared_by": "Aïssata", "certified_by": "Ibrahim"}
        donor_reports.edit_draft(self.office, report_id=self.report_id, values=people)
        for check in donor_reports.report_page(self.office, self.report_id).stopping:
            reason = "Agreed with the funder by letter"
            donor_reports.waive_check(self.office, report_id=self.report_id, code=check.code, reason=reason)
        donor_reports.submit_report(self.office, report_id=self.report_id)


@pytest.fixture
def pack(office: Office, tmp_path: Path) -> Pack:
    """A statement on 2019: entries with documents, without, of the year before and of the year after."""
    with making(office) as make:
        agreement = make.agreement(reference="MOU-1")
        grant = make.grant(reference="A/1", agreement_id=agreement.id, starts_on=date(2018, 1, 1))
        made = {
            "receipt": make.entry(grant, "900.00", kind="receipt", entry_on=FIRST, reference="RC-1"),
            "two": make.entry(grant, "100.00", category=5, reference="PV-1", counterparty=PERSON),
            "none": make.entry(grant, "50.00", category=5, reference="=cmd|1", description='=HYPERLINK("http://x")'),
            "nameless": make.entry(grant, "20.00", category=2),
            "before": make.entry(grant, "7.00", category=2, entry_on=date(2018, 5, 1), reference="PV-0"),
            "after": make.entry(grant, "9.00", category=2, entry_on=date(2020, 5, 1), reference="PV-9"),
        }
        ids = {name: entry.id for name, entry in made.items()}
        owners = {"agreement_id": agreement.id, "grant_id": grant.id}
    request = reports.request_of("statement", grant="A/1", first=FIRST, last=LAST)
    found = Pack(office, donor_reports.draft_report(office, request=request).record_id, ids, tmp_path)
    found.attach("invoice.pdf", b"%PDF one", entry_id=ids["two"])
    found.attach("INVOICE.PDF", b"%PDF two" * 100_000, entry_id=ids["two"])
    found.attach("con.js", b"run", entry_id=ids["nameless"])
    found.attach("late.pdf", b"%PDF late", entry_id=ids["after"])
    found.attach("Accord signé n° 1 #2.txt", b"signed", agreement_id=owners["agreement_id"])
    found.attach("عقد.txt", b"grant", grant_id=owners["grant_id"])
    return found


def held(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        assert archive.namelist() == [*sorted(archive.namelist()[:-1]), "SHA256SUMS.txt"]
        return {name: archive.read(name) for name in archive.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def require_proved(files: dict[str, bytes]) -> None:
    """Every file of a pack is listed with its sum, and none besides."""
    listed = dict(line.split("  ", 1)[::-1] for line in files["SHA256SUMS.txt"].decode().splitlines())
    assert listed == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "SHA256SUMS.txt"
    }


def test_a_pack_holds_the_report_its_entries_and_their_documents(pack: Pack, english: Language) -> None:
    files = held(pack.write("pack.zip", english))
    require_proved(files)
    nameless = f"documents/entry {pack.entries['nameless']} con.js"
    documents = ["documents/PV-1 INVOICE (2).PDF", "documents/PV-1 invoice.pdf", nameless]
    assert [name for name in files if name.startswith("documents/")] == documents
    assert [name for name in files if name.startswith("grant/")] == [
        "grant/A-1 عقد.txt",
        "grant/MOU-1 Accord signé n° 1 -2.txt",
    ]
    assert [name for name in files if name.startswith("report/")] == [
        f"report/A-1 statement 1{suffix}" for suffix in (".csv", ".pdf", ".xlsx")
    ]
    assert [(row["Document"], row["Spent"]) for row in rows(files["missing.csv"])] == [("'=cmd|1", "50")]
    entries = rows(files["entries.csv"])
    assert [row["Document"] for row in entries] == ["PV-0", "RC-1", "PV-1", "'=cmd|1", ""]
    assert entries[2]["In the pack as"] == "documents/PV-1 invoice.pdf | documents/PV-1 INVOICE (2).PDF"
    require_index(files, unlinked=nameless)


def require_index(files: dict[str, bytes], *, unlinked: str) -> None:
    """Links of the index lead to files of the pack, and nothing in it is a formula."""
    book = openpyxl.load_workbook(io.BytesIO(files["index.xlsx"]))
    assert book.sheetnames == ["Index", "Files", "Missing", "Entries"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type in "sndb" for cell in cells)
    targets = {unquote(cell.hyperlink.target or "").replace("\\", "/") for cell in cells if cell.hyperlink}
    assert targets == {name for name in files if "/" in name and name != unlinked}
    index = list(book["Index"].iter_rows(values_only=True))
    assert index[0][9:] == ("Files", "File 1", "File 2")
    assert index[3][1:] == (
        *("PV-1", None, "Expenditure", "A/1", "USD", 100, None, None),
        *(2, "documents/PV-1 invoice.pdf", "documents/PV-1 INVOICE (2).PDF"),
    )
    assert len(index) == 6
    listed = {row[0]: row for row in book["Files"].iter_rows(min_row=2, values_only=True)}
    assert listed.keys() == targets | {unlinked}
    for name, row in listed.items():
        assert row[4:] == (len(files[str(name)]), hashlib.sha256(files[str(name)]).hexdigest())
    kinds = {str(row[2]) for name, row in listed.items() if str(name).startswith("documents/")}
    assert kinds == {DOCUMENT_KINDS["invoice"].text}
    assert [row[1] for row in book["Missing"].iter_rows(min_row=2, values_only=True)] == ["=cmd|1"]


def test_a_person_is_named_only_when_that_is_asked_for(pack: Pack, english: Language) -> None:
    silent, named = held(pack.write("silent.zip", english)), held(pack.write("named.zip", english, named=True))
    assert PERSON not in silent["entries.csv"].decode()
    assert [row["Counterparty"] for row in rows(named["entries.csv"])] == ["", "", PERSON, "", ""]
    book = openpyxl.load_workbook(io.BytesIO(silent["index.xlsx"]))
    words = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert PERSON not in words


def test_a_submitted_report_is_packed_as_it_was_frozen(pack: Pack, english: Language) -> None:
    pack.submit()
    first = pack.write("first.zip", english)
    files, frozen = held(first), donor_reports.report_files(pack.office, pack.report_id)
    for file in frozen:
        assert files[f"report/{file.name}"] == donor_reports.report_file(pack.office, file.id)[1]
    assert len([name for name in files if name.startswith("report/")]) == len(frozen)
    require_proved(files)
    head = donor_reports.report_page(pack.office, pack.report_id).head
    with ZipFile(first) as archive, making(pack.office) as make:
        assert head.submitted_at is not None
        assert {info.date_time[:5] for info in archive.infolist()} == {tuple(head.submitted_at.timetuple()[:5])}
        make.entry(None, "1.00", reference="elsewhere")
    assert pack.write("again.zip", english).read_bytes() == first.read_bytes()


@pytest.mark.parametrize("about", [None, reports.request_of("portfolio", first=FIRST, last=LAST)])
def test_the_same_report_is_the_same_bytes(pack: Pack, english: Language, about: About | None) -> None:
    first, second = pack.write("1.zip", english, about), pack.write("2.zip", english, about)
    assert first.read_bytes() == second.read_bytes()
    assert "grant/A-1 عقد.txt" in held(first)


class Stopping:
    """A progress whose user stops when `word` is told."""

    def __init__(self, word: str) -> None:
        self.word = word

    def report(self, done: int, total: int, doing: Message) -> None:
        assert done <= total
        if self.word in doing.text and done:
            raise Cancelled


def left(folder: Path) -> Iterator[str]:
    return (path.name for path in folder.iterdir() if ".zip" in path.name)


def test_what_is_stopped_or_damaged_leaves_nothing(pack: Pack, english: Language) -> None:
    def write() -> None:
        write_evidence(
            pack.office,
            about=pack.report_id,
            path=pack.folder / "pack.zip",
            language=english,
            progress=Stopping("Packing"),
        )

    with pytest.raises(Cancelled):
        write()
    assert list(left(pack.folder)) == []
    with making(pack.office) as make:
        damaged = make.unit.session.query(Document.id).filter_by(name="invoice.pdf").scalar()
        broken = update(DocumentContent).where(DocumentContent.document_id == damaged).values(content=b"broken")
        make.unit.session.execute(broken)
        make.organisation()
    with pytest.raises(UserError, match=r"invoice\.pdf is not as it was attached"):
        pack.write("pack.zip", english)
    assert list(left(pack.folder)) == []
    with pytest.raises(UserError, match="An evidence pack is"):
        pack.write("pack.pdf", english)
