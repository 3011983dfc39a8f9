"""What the user has set, declared once with types and defaults; kept as JSON, read with patience.

A settings file is not worth a failure: an unknown or damaged entry falls back to its default.
"""

from __future__ import annotations

import json
import locale
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

LanguageCode = Literal["en", "fr", "ar"]
ThemeName = Literal["light", "dark"]
LANGUAGE_VARIABLE = "GRANTDESK_LANGUAGE"
RECENT_LIMIT = 8
NOTHING_NEW_LIMIT = 500  # files of an office
_WINDOWS_NAMES = {"english": "en", "french": "fr", "arabic": "ar"}  # it calls a locale French_France


@dataclass(frozen=True, slots=True)
class RecentOffice:
    """An office opened before: where it is (never with a password), what it is called, when it was last open (ISO
    instant, UTC).
    """

    location: str
    name: str
    opened_at: str


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """How the user arranged one list: shown columns in order, widths by column key, sort key and direction."""

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    rail_open: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the user can set. Immutable: a change makes a new value, which is saved and announced once.

    `volunteer_names` asks for who the volunteers are, beside their codes; `window` is where the window stands, as the
    window itself writes it; `forecast_method` the one chosen last on the page of a grant; `extracts` the folder with
    the files of the ERP, by the office (its uid) they go into; `nothing_new` the files of an office (their sha256) that
    brought nothing new when they were looked at, and when.
    """

    language: LanguageCode = "en"
    theme: ThemeName = "light"
    comfortable_rows: bool = False
    narrow_sidebar: bool = False
    volunteer_names: bool = False
    actor: str = ""
    window: str = ""
    forecast_method: str = ""
    recent: tuple[RecentOffice, ...] = ()
    views: Mapping[str, ViewSettings] = field(default_factory=dict)
    extracts: Mapping[str, str] = field(default_factory=dict)
    nothing_new: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def with_extracts(self, office: str, folder: str) -> Settings:
        """These settings with the files for `office` (its uid) looked for in `folder`; nowhere when it is empty."""
        others = {known: path for known, path in self.extracts.items() if known != office}
        return replace(self, extracts={**others, office: folder} if folder else others)

    def with_nothing_new(self, office: str, sha256: str, at: str) -> Settings:
        """These settings with a file known to have brought `office` (its uid) nothing new; the oldest are forgotten."""
        files = {known: when for known, when in self.nothing_new.get(office, {}).items() if known != sha256}
        latest = dict([*files.items(), (sha256, at)][-NOTHING_NEW_LIMIT:])
        return replace(self, nothing_new={**self.nothing_new, office: latest})

    def view(self, key: str) -> ViewSettings:
        """The arrangement of the list `key`, or the default one."""
        return self.views.get(key, ViewSettings())

    def with_view(self, key: str, view: ViewSettings) -> Settings:
        """These settings with the list `key` arranged like `view`."""
        return replace(self, views={**self.views, key: view})

    def with_recent(self, office: RecentOffice) -> Settings:
        """These settings with `office` at the top of the recent ones."""
        others = tuple(known for known in self.recent if known.location != office.location)
        return replace(self, recent=(office, *others)[:RECENT_LIMIT])


def system_language(environment: Mapping[str, str] | None = None) -> LanguageCode:
    """The language of `GRANTDESK_LANGUAGE`, else of the system, else English."""
    asked = (os.environ if environment is None else environment).get(LANGUAGE_VARIABLE, "")
    for candidate in (asked, locale.getlocale()[0] or ""):
        name = re.split("[-_.]", candidate)[0].lower()
        code = _WINDOWS_NAMES.get(name, name)
        if code in get_args(LanguageCode):
            return cast("LanguageCode", code)
    return "en"


def load_settings(path: Path) -> Settings:
    """The settings kept at `path`; defaults for whatever is missing or cannot be understood."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        return Settings(language=system_language())
    return _read_settings(data)


def save_settings(settings: Settings, path: Path) -> None:
    """Writes `settings` beside `path` and puts it in place in one step, so that a power cut leaves old or new.

    Only the user may read them: they name offices and servers.
    """
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    # Plain ASCII: the path of an office may hold bytes that are no letters, which UTF-8 cannot write.
    partial.write_text(json.dumps(_plain(settings), indent=1), encoding="ascii")
    partial.replace(path)


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return {entry.name: _plain(getattr(value, entry.name)) for entry in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value


def _read_settings(data: dict[str, Any]) -> Settings:
    return Settings(
        language=_one_of(data.get("language"), get_args(LanguageCode)) or system_language(),
        theme=_one_of(data.get("theme"), get_args(ThemeName)) or "light",
        comfortable_rows=data.get("comfortable_rows") is True,
        narrow_sidebar=data.get("narrow_sidebar") is True,
        volunteer_names=data.get("volunteer_names") is True,
        actor=_text(data.get("actor")),
        window=_text(data.get("window")),
        forecast_method=_text(data.get("forecast_method")),
        recent=tuple(filter(None, map(_read_recent, _items(data.get("recent")))))[:RECENT_LIMIT],
        views={key: _read_view(view) for key, view in _entries(data.get("views")) if isinstance(view, dict)},
        extracts={key: folder for key, folder in _entries(data.get("extracts")) if _text(folder)},
        nothing_new={
            key: {sha256: at for sha256, at in _entries(files) if _text(at)}
            for key, files in _entries(data.get("nothing_new"))
        },
    )


def _read_recent(data: Any) -> RecentOffice | None:
    if not isinstance(data, dict) or not _text(data.get("location")):
        return None
    return RecentOffice(_text(data["location"]), _text(data.get("name")), _text(data.get("opened_at")))


def _read_view(data: dict[str, Any]) -> ViewSettings:
    return ViewSettings(
        columns=tuple(key for key in _items(data.get("columns")) if isinstance(key, str)),
        widths={key: width for key, width in _entries(data.get("widths")) if type(width) is int and width > 0},
        sort=_text(data.get("sort")),
        descending=data.get("descending") is True,
        rail_open=data.get("rail_open") is True,
    )


def _one_of(value: Any, known: tuple[Any, ...]) -> Any:
    return value if value in known else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _entries(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []
