"""Has Typst set the texts of a report, by our template and in our fonts: nothing is fetched, no text is code."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from desktop.config import paths
from desktop.language import UserError, say

_TEMPLATE: Final = "report.typ"
# One file of each weight, from packages that hold more: the same letters on every machine.
_FONTS: Final = {
    "font_source_sans_pro": ("SourceSansPro-Regular.otf", "SourceSansPro-It.otf", "SourceSansPro-Semibold.otf"),
    "fontpkg_ibm_plex_sans_arabic": ("IBMPlexSansArabic-Regular.ttf", "IBMPlexSansArabic-SemiBold.ttf"),
}
# To be read in fifty years (PDF/A-2a), and read aloud (PDF/UA-1).
_LASTING: Final = ("a-2a", "ua-1")
# Reading aloud takes half a kilobyte for each cell: a file of megabytes, where rows are many.
_LASTING_LONG: Final = ("a-2u",)
_MOST_TAGGED: Final = 400
_REMEMBERED: Final = 10
_IMAGES: Final = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}
_AN_IMAGE: Final = "image"


def set_pdf(content: Mapping[str, Any], *, logo: bytes = b"") -> bytes:
    """The PDF of `content`, see `content.paper`. Raises UserError when the logo cannot be read."""
    import typst  # a large library, for the moment a report is set only

    tagged = _rows(content) <= _MOST_TAGGED
    inputs = {"logo": _kind_of(logo)}
    with _folder(content, logo) as folder:
        try:
            made = _made(typst, folder, inputs, tagged=tagged)
        except typst.TypstError as error:
            if logo and _AN_IMAGE in str(error):
                raise _unreadable_logo() from error
            raise
    if not tagged:
        _forget(typst)
    return made


def _made(typst: Any, folder: Path, inputs: Mapping[str, str], *, tagged: bool) -> bytes:
    """The PDF, to last where that can be."""
    try:
        return _compiled(typst, folder, inputs, standards=_LASTING if tagged else _LASTING_LONG, tagged=tagged)
    except typst.TypstError:
        # most often a letter that our fonts lack: those of the system may have it, though not for fifty years
        return _compiled(typst, folder, inputs, tagged=tagged, system_fonts=True)


def _forget(typst: Any) -> None:
    """Typst remembers what it worked out until it has set ten others: after a long report hundreds of megabytes."""
    no_fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[])
    for _ in range(_REMEMBERED):
        typst.compile({_TEMPLATE: b""}, font_paths=no_fonts)


def _rows(content: Mapping[str, Any]) -> int:
    """How many rows all its tables have."""
    sections = (content[name] for name in ("body", "annexes"))
    return sum(len(table["rows"]) for section in sections if section is not None for table in section["tables"])


def _compiled(
    typst: Any,
    folder: Path,
    inputs: Mapping[str, str],
    *,
    tagged: bool,
    standards: tuple[str, ...] = (),
    system_fonts: bool = False,
) -> bytes:
    made: bytes = typst.compile(
        str(folder / _TEMPLATE),
        root=str(folder),
        format="pdf",
        font_paths=[str(folder)],
        ignore_system_fonts=not system_fonts,
        sys_inputs=dict(inputs),
        pdf_standards=list(standards),
        pdf_tags=tagged,
        timestamp=0,
    )
    return made


def _kind_of(logo: bytes) -> str:
    """The format of a picture by its first bytes; empty when there is none. Raises UserError for any other."""
    if not logo:
        return ""
    for start, kind in _IMAGES.items():
        if logo.startswith(start):
            return kind
    raise _unreadable_logo()


def _unreadable_logo() -> UserError:
    return UserError(
        say("The logo of the office cannot be read."),
        say("Nothing was written."),
        say("Choose a PNG or JPEG picture as logo in the settings of the office."),
    )


@contextmanager
def _folder(content: Mapping[str, Any], logo: bytes) -> Iterator[Path]:
    """A folder with all that Typst may see: the template, what it sets, and our fonts."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        shutil.copy(paths.resources() / "templates" / _TEMPLATE, folder / _TEMPLATE)
        (folder / "report.json").write_text(json.dumps(content), encoding="utf-8")
        (folder / "logo").write_bytes(logo)
        for package, files in _FONTS.items():
            for source in _files_of(package):
                if source.name in files:
                    shutil.copy(source, folder / source.name)
        yield folder


def _files_of(package: str) -> list[Path]:
    """The files of a package of fonts; a distribution may bring the fonts itself, the system then has them."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return []
    return sorted((Path(spec.submodule_search_locations[0]) / "files").iterdir())
