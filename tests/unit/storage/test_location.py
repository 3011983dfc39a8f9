"""An address is a file or a server, and is never shown with its password."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.language import UserError
from desktop.storage.location import Location, is_read_only


def test_a_path_may_leave_its_suffix_out(tmp_path: Path) -> None:
    assert Location.parse(str(tmp_path / "niger")).path == tmp_path / "niger.grantdesk"
    assert Location.parse(str(tmp_path / "niger.grantdesk")).path == tmp_path / "niger.grantdesk"


def test_a_file_without_suffix_that_is_there_is_meant(tmp_path: Path) -> None:
    (tmp_path / "niger").write_bytes(b"")
    assert Location.parse(str(tmp_path / "niger")).path == tmp_path / "niger"


def test_another_suffix_is_kept(tmp_path: Path) -> None:
    assert Location.parse(str(tmp_path / "niger.db")).path == tmp_path / "niger.db"


def test_a_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Location.parse("niger.grantdesk").path == tmp_path / "niger.grantdesk"


def test_the_home_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert Location.parse("~/niger").path == tmp_path / "niger.grantdesk"


@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_no_address_is_refused(text: str) -> None:
    with pytest.raises(UserError) as caught:
        Location.parse(text)
    assert str(caught.value.title) == "No office is named."


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_both_names_of_the_server_scheme_mean_the_same(scheme: str) -> None:
    location = Location.parse(f"{scheme}://amina@db.example.org/sahel")
    assert location == Location(url="postgresql://amina@db.example.org/sahel")
    assert location.is_server
    assert location.name == "sahel"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://amina:s3cret@db.example.org/sahel", "postgresql://amina@db.example.org/sahel"),
        ("postgresql://amina:s3cret@db.example.org:5433/sahel", "postgresql://amina@db.example.org:5433/sahel"),
        ("postgresql://amina:s3@cret@db.example.org/sahel", "postgresql://amina@db.example.org/sahel"),
        ("postgresql://db.example.org/sahel", "postgresql://db.example.org/sahel"),
        ("postgresql://amina@db.example.org/sahel?password=s3cret", "postgresql://amina@db.example.org/sahel"),
        (
            "postgresql://amina@/sahel?sslmode=require&sslpassword=s3cret&host=/run/pg",
            "postgresql://amina@/sahel?sslmode=require&host=/run/pg",
        ),
    ],
)
def test_the_password_is_never_shown(address: str, shown: str) -> None:
    location = Location.parse(address)
    assert location.shown == shown
    assert "cret" not in repr(location)


def test_a_file_is_shown_by_its_path(tmp_path: Path) -> None:
    location = Location.parse(str(tmp_path / "niger"))
    assert location.shown == str(tmp_path / "niger.grantdesk")
    assert location.name == "niger.grantdesk"
    assert not location.is_server


def test_an_office_on_a_server_has_no_file() -> None:
    with pytest.raises(ValueError, match="no file"):
        _ = Location.parse("postgresql://db.example.org/sahel").file


def test_a_file_without_write_permission_is_read_only(tmp_path: Path) -> None:
    path = tmp_path / "niger.grantdesk"
    path.write_bytes(b"")
    assert not is_read_only(path)
    path.chmod(0o444)
    assert is_read_only(path)
    path.chmod(0o644)
