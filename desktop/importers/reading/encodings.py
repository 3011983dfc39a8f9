"""Finds the encoding of a text: by its mark, by being sound UTF-8, otherwise by what makes words of its letters."""

from __future__ import annotations

import codecs

from desktop.importers.reading.refusal import Reason, RefusedError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What offices in French, English, Spanish, Portuguese and Arabic save texts in
_LIKELY = ["cp1252", "cp1256", "mac_roman", "iso8859_15", "iso8859_6", "cp850", "cp437"]
NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "cp1256": "Windows-1256",
    "mac_roman": "Mac Roman",
    "iso8859_15": "ISO 8859-15",
    "iso8859_6": "ISO 8859-6",
    "cp850": "DOS 850",
    "cp437": "DOS 437",
}
_USUAL = frozenset("éèêëàâäçîïôöûùüœæÉÈÊÀÇÎÔŒñáíóúãõÑÁÍÓÚ¿¡«»’\u2018“”–—…€£°ºª²№§·\xa0")
_SAMPLE = 200_000
_FEW = 0.01  # of the letters beyond ASCII may be broken in a text that is UTF-8 all the same
_MANY = 0.3  # of the bytes at even or odd places are zero in UTF-16 without a mark
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f\v\x1a\x1b")


def decoded(content: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding. Raises RefusedError when it is no text."""
    codec = next((codec for mark, codec in _MARKS if content.startswith(mark)), "") or _without_mark(content)
    text = content.decode(codec, "replace").removeprefix("\ufeff")
    strange = sum(map(text[:_SAMPLE].count, _CONTROLS))
    if strange > len(text[:_SAMPLE]) // 200:
        raise RefusedError(Reason.UNKNOWN)
    return text, NAMES[codec]


def _without_mark(content: bytes) -> str:
    sample = content[:_SAMPLE]
    if b"\0" in sample:
        return _wide(sample)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8" if _nearly_utf8(content) else _likeliest(_telling(content))
    return "utf-8"


def _wide(sample: bytes) -> str:
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > _MANY * half:
        return "utf-16-le"
    if sample[::2].count(0) > _MANY * half:
        return "utf-16-be"
    raise RefusedError(Reason.UNKNOWN)


def _nearly_utf8(content: bytes) -> bool:
    """Whether a text is UTF-8 but for a few letters, such as one that was cut through."""
    text = content.decode("utf-8", "replace")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") <= _FEW * beyond


def _telling(content: bytes) -> bytes:
    """Lines with letters beyond ASCII: the others tell nothing."""
    lines = content[:_SAMPLE].splitlines(keepends=True)
    return b"".join(line for line in lines if not line.isascii()) or content[:_SAMPLE]


def _likeliest(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    found = [match.encoding for match in from_bytes(sample, cp_isolation=_LIKELY)]
    known = [codec for codec in found if codec in NAMES]
    return max(known, key=lambda codec: usual(sample, codec), default=_LIKELY[0])


def usual(sample: bytes, codec: str) -> tuple[int, int]:
    """How well a text reads in an encoding: letters that are usual in words, less those that are not."""
    beyond = [letter for letter in sample.decode(codec, "replace") if not letter.isascii()]
    if codec in ("cp1256", "iso8859_6"):
        return sum(1 if "\u0600" <= letter <= "\u06ff" else -1 for letter in beyond), -_LIKELY.index(codec)
    return sum(1 if letter in _USUAL else -1 for letter in beyond), -_LIKELY.index(codec)
