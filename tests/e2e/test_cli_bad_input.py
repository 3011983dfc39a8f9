"""Issue 2, “What it must show”, item 4: bad files and bad offices. Each ends in one clear sentence and exit status 1,
and the office is byte for byte as it was and sound.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from sqlcipher3 import dbapi2

from desktop.config import paths
from desktop.services.offices import SCHEMA, find_office
from tests.e2e.conftest import Run
from tests.helpers import iati
from tests.helpers.shared import ROOT, real_file

WHOLE = iati.document(
    *(
        iati.activity(f"XX-1-{number}", iati.transaction("11", "10.00", provider="XX-9"), title=f"Project {number}")
        for number in range(5)
    )
)


def _unchanged(run: Run, office: Path, before: bytes) -> None:
    assert hashlib.sha256(office.read_bytes()).hexdigest() == hashlib.sha256(before).hexdigest()
    done = run("check", "--office", office)
    assert done.status == 0, done
    assert done.lines[-1].startswith("The file and the history are sound; ")


# --- files to import ----------------------------------------------------------------------------------------------

BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<iati-activities version="2.03">&b;</iati-activities>'
)
FILE_OF_THE_SYSTEM = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    '<iati-activities version="2.03">&a;</iati-activities>'
)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"   \n", id="blank"),
        pytest.param(WHOLE.encode()[: len(WHOLE) // 2], id="truncated"),
        pytest.param(WHOLE.encode()[:-1], id="one letter short"),
        pytest.param(b"Dear colleague,\nhere is the file.\n", id="not XML"),
        pytest.param(b"PK\x03\x04" + bytes(400), id="a zip"),
        pytest.param(bytes(range(256)) * 8, id="noise"),
        pytest.param(b'{"activities": []}', id="JSON"),
        pytest.param(b"<html><body>Not found</body></html>", id="a web page"),
        pytest.param(iati.document(version="1.05").encode(), id="version 1.05"),
        pytest.param(iati.document(version="9.99").encode(), id="version 9.99"),
        pytest.param(BILLION_LAUGHS.encode(), id="entities"),
        pytest.param(FILE_OF_THE_SYSTEM.encode(), id="a file of the system"),
    ],
)
@pytest.mark.parametrize("kind", ["iati", "ledger"])
def test_a_file_that_is_not_what_it_should_be(
    run: Run, sample: Path, tmp_path: Path, content: bytes, kind: str
) -> None:
    before = sample.read_bytes()
    source = tmp_path / ("file.xml" if kind == "iati" else "file.xlsx")
    source.write_bytes(content)
    grant = ["--grant", "NER-CT-01"] if kind == "ledger" else []
    said = run("import", kind, source, "--office", sample, *grant).trouble
    assert len(said.split(". ")) >= 3, said
    _unchanged(run, sample, before)


@pytest.mark.parametrize("name", ["gone.xml", ".", "gone/file.xml"])
@pytest.mark.parametrize("kind", ["iati", "ledger"])
def test_a_file_that_is_not_there(run: Run, sample: Path, tmp_path: Path, name: str, kind: str) -> None:
    before = sample.read_bytes()
    grant = ["--grant", "NER-CT-01"] if kind == "ledger" else []
    assert run("import", kind, tmp_path / name, "--office", sample, *grant).trouble
    _unchanged(run, sample, before)


def test_the_real_file_of_an_old_version(run: Run, sample: Path) -> None:
    before = sample.read_bytes()
    said = run("import", "iati", real_file("iati/us-tanzania-old-version.xml"), "--office", sample).trouble
    assert "us-tanzania-old-version.xml" in said
    assert "2.03" in said
    _unchanged(run, sample, before)


# --- offices ------------------------------------------------------------------------------------------------------

VERBS = (("list", "grants"), ("check",), ("upgrade",), ("backup", "copy.grantdesk"))


def _refused_alike(run: Run, office: Path, folder: Path, source: Path) -> set[str]:
    """What every verb says of an office that cannot be opened."""
    before = office.read_bytes()
    said = {
        run(verb, "--office", office, *(folder / word if word.endswith("desk") else word for word in words)).trouble
        for verb, *words in VERBS
    }
    said.add(run("import", "iati", source, "--office", office).trouble)
    assert office.read_bytes() == before
    assert not (folder / "copy.grantdesk").exists()
    return said


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A sound file to import."""
    path = tmp_path / "sound.xml"
    path.write_text(WHOLE, encoding="utf-8")
    return path


NO_OFFICE = "This file is not a GrantDesk office. It was left as it is. Choose a file that GrantDesk made."
NO_DATABASE = (
    "This file is not a GrantDesk office, or it is damaged. It was left as it is. "
    "Choose another file, or restore a backup."
)
NEWER = (
    "This office was made by a newer version of GrantDesk. It was left as it is: this program does not know all of it. "
    "Install the newer version."
)


@pytest.mark.parametrize("content", [b"Dear colleague", b"\x89PNG" + bytes(5000), bytes(range(256)) * 64])
def test_an_office_that_is_not_sqlite(run: Run, tmp_path: Path, source: Path, content: bytes) -> None:
    office = tmp_path / "office.grantdesk"
    office.write_bytes(content)
    assert _refused_alike(run, office, tmp_path, source) == {NO_DATABASE}


def test_an_office_that_is_empty_or_anothers_database(run: Run, tmp_path: Path, source: Path) -> None:
    empty, other = tmp_path / "empty.grantdesk", tmp_path / "other.grantdesk"
    empty.touch()
    connection = dbapi2.connect(str(other))
    connection.execute("CREATE TABLE office (id INTEGER)")
    connection.close()
    for office in (empty, other):
        assert _refused_alike(run, office, tmp_path, source) == {NO_OFFICE}


def test_a_newer_office(run: Run, sample: Path, tmp_path: Path, source: Path) -> None:
    connection = dbapi2.connect(str(sample))
    connection.execute("UPDATE alembic_version SET version_num = ?", (f"{SCHEMA + 1:04}",))
    connection.commit()
    connection.close()
    assert _refused_alike(run, sample, tmp_path, source) == {NEWER}


def test_an_office_that_is_not_there(run: Run, tmp_path: Path) -> None:
    office = tmp_path / "gone.grantdesk"
    assert run("list", "grants", "--office", office).trouble == (
        f"There is no office at {office}. Nothing was opened. "
        "Check the path, or make an office there with “grantdesk new”."
    )
    assert run("check", "--office", "").trouble == (
        "No office is named. An office is a file ending in .grantdesk, or a postgresql:// address. Name one."
    )
    assert not office.exists()


def test_a_damaged_office(run: Run, sample: Path) -> None:
    content = bytearray(sample.read_bytes())
    content[8192:40960] = b"\xff" * 32768
    sample.write_bytes(bytes(content))
    done = run("check", "--office", sample)
    assert done.status == 1
    assert "damaged" in done.out + done.err
    assert sample.read_bytes() == bytes(content)


def test_a_read_only_office_is_read_and_not_changed(run: Run, sample: Path, source: Path) -> None:
    before = sample.read_bytes()
    sample.chmod(0o444)
    assert len(run("list", "grants", "--office", sample, "--json").json) == 7
    assert run("import", "iati", source, "--office", sample).trouble.startswith(
        "This office is open to read only. Nothing was changed."
    )
    assert run("upgrade", "--office", sample).status == 0
    assert list(paths.backups().iterdir()) == []
    _unchanged(run, sample, before)


def test_an_office_in_a_read_only_folder(run: Run, sample: Path, source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    office = shutil.copy(sample, folder / "office.grantdesk")
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        pytest.skip("an administrator, and anyone on Windows, may write to any folder")
    try:
        assert "read only" in run("import", "iati", source, "--office", office).trouble
    finally:
        folder.chmod(0o755)


def test_an_office_open_elsewhere(run: Run, sample: Path, source: Path) -> None:
    before = sample.read_bytes()
    other = find_office(str(sample), actor="Someone else")
    try:
        said = run("import", "iati", source, "--office", sample).trouble
        assert said.startswith("This office is open in another GrantDesk. ")
        assert " has it open on " in said
        assert said.endswith("Nothing was changed. Close it there, or open it to read only.")
        assert run("upgrade", "--office", sample).trouble.startswith("This office is open in another GrantDesk.")
        assert len(run("list", "grants", "--office", sample, "--json").json) == 7
        assert run("check", "--office", sample).status == 0
    finally:
        other.close()
    _unchanged(run, sample, before)
    assert run("import", "iati", source, "--office", sample).status == 0


def test_an_office_held_by_who_knows_whom(run: Run, sample: Path, source: Path) -> None:
    with FileLock(f"{os.path.realpath(sample)}.lock"):
        said = run("import", "iati", source, "--office", sample).trouble
    assert said == (
        "This office is open in another GrantDesk. Nothing was changed. Close it there, or open it to read only."
    )


def test_an_office_another_program_is_writing_to(run: Run, sample: Path, source: Path) -> None:
    before = sample.read_bytes()
    connection = dbapi2.connect(str(sample), isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        said = run("import", "iati", source, "--office", sample).trouble
    finally:
        connection.execute("ROLLBACK")
        connection.close()
    assert said.startswith("Someone else is writing to this office. Nothing was changed. Try again in a moment.")
    _unchanged(run, sample, before)


def test_a_server_that_does_not_answer(run: Run) -> None:
    assert run("list", "grants", "--office", "postgresql://nobody@127.0.0.1:1/office").trouble == (
        "The office's server cannot be reached. What was not confirmed has not been saved. "
        "Check the network and the address, then try again."
    )


# --- a full disk --------------------------------------------------------------------------------------------------


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file to import that makes an office grow by megabytes."""
    return iati.write(tmp_path / "large.xml", *iati.many(800))


def _import_in_little_room(office: Path, source: Path, home: Path, room: int) -> subprocess.CompletedProcess[str]:
    """Imports in a process of its own whose files cannot grow beyond `room` bytes, as on a disk that fills up."""
    import resource  # not there on Windows

    environment = {**os.environ, paths.HOME_VARIABLE: str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "desktop", "import", "iati", str(source), "--office", str(office)]
    return subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("more", [0, 300_000])
def test_files_that_cannot_grow_while_importing(run: Run, sample: Path, home: Path, large: Path, more: int) -> None:
    """With no room for a byte more, and with room enough for the backup but not for what is imported."""
    before = sample.read_bytes()
    done = _import_in_little_room(sample, large, home, len(before) + more)
    assert done.returncode == 1
    assert done.stdout == ""
    (said,) = done.stderr.splitlines()
    assert said.startswith(("The disk is full. Nothing was changed.", "The disk did not take what was written: it is"))
    assert "Nothing was changed." in said
    _unchanged(run, sample, before)
    assert not list(sample.parent.glob("*-journal"))
    assert run("list", "projects", "--office", sample, "--where", "reference=XX-1-0001", "--json").json == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes, where one may be made."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("a disk of its own can be made by an administrator on Linux only")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_fills_up_while_importing(run: Run, sample: Path, small_disk: Path, large: Path) -> None:
    office = small_disk / "office.grantdesk"
    shutil.copyfile(sample, office)
    before = office.read_bytes()
    with (small_disk / "ballast").open("wb") as ballast:
        ballast.write(bytes(shutil.disk_usage(small_disk).free - 200_000))
    said = run("import", "iati", large, "--office", office).trouble
    assert said == "The disk is full. Nothing was changed. Free some space, then try again."
    _unchanged(run, office, before)
    (small_disk / "ballast").unlink()
    assert run("import", "iati", large, "--office", office).status == 0


def test_a_backup_for_which_there_is_no_room(run: Run, sample: Path, small_disk: Path) -> None:
    with (small_disk / "ballast").open("wb") as ballast:
        ballast.write(bytes(shutil.disk_usage(small_disk).free - 200_000))
    assert run("backup", "--office", sample, small_disk / "b.grantdesk").trouble == (
        "The disk is full. Nothing was changed. Free some space, then try again."
    )
    assert [path.name for path in small_disk.iterdir()] == ["ballast"]


# --- what the system refuses --------------------------------------------------------------------------------------


def test_a_name_too_long_for_the_system(run: Run, tmp_path: Path) -> None:
    path = tmp_path / ("n" * 300)
    assert run("new", path).trouble == (
        f"{path} cannot be used. The system says: File name too long. "
        "Choose another name or folder, or free some space."
    )


def test_the_home_of_nobody(run: Run) -> None:
    assert run("check", "--office", "~nobody-here/office").trouble.startswith("There is no office at ")


def test_a_home_that_cannot_be_made(start: Run, sample: Path, source: Path, tmp_path: Path) -> None:
    home = tmp_path / "a file"
    home.write_bytes(b"")
    assert start("version", GRANTDESK_HOME=str(home)).status == 0
    listed = start("list", "grants", "--office", sample, GRANTDESK_HOME=str(home))
    assert (listed.status, listed.lines[-1]) == (0, "7 grants")
    imported = start("import", "iati", source, "--office", sample, GRANTDESK_HOME=str(home))
    assert imported.trouble.startswith(str(home / "backups"))
    assert "cannot be used. The system says: Not a directory." in imported.trouble


def test_a_fingerprint_that_is_no_text(run: Run, sample: Path, tmp_path: Path) -> None:
    noted = sample.with_name(f"{sample.name}.sha256")
    noted.write_bytes(b"\xff\xfe\x00")
    said = run("restore", sample, "--office", tmp_path / "restored").trouble
    assert said.startswith("This backup is not the one that was made: its fingerprint differs.")


# --- what is asked ------------------------------------------------------------------------------------------------


def test_a_number_no_screen_can_show(run: Run, sample: Path) -> None:
    assert run("list", "grants", "--where", "amount>=1e999999999", "--office", sample).trouble == (
        "1e999999999 cannot stand in Awarded. The column holds numbers. Write a number like 1240.50."
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("done_at<=9999-12-31", True),
        ("done_at>=0001-01-01", True),
        ("done_at=9999-12-31", False),
        ("done_at>9999-12-31", False),
        ("done_at<0001-01-01", False),
    ],
)
def test_days_at_the_ends_of_the_calendar(run: Run, sample: Path, asked: str, found: bool) -> None:
    told = run("list", "history", "--where", asked, "--json", "--office", sample)
    assert (told.status, bool(told.json)) == (0, found)
