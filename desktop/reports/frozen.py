"""A report as JSON and back: what is stored when it is submitted, so that it reads the same ten years later.

Every part of a report is an object that names what it `is`, with all its fields, the defaults too: a later program may
have other defaults. Decimals are kept as text, sentences as `language.message` keeps them, so that they can still be
translated. A field that a later program has and an older report does not gets its default.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, Final, cast

from desktop.domain import period
from desktop.domain.money import Money
from desktop.language.message import Message, StoredAmount, from_json, to_json
from desktop.reports import report as parts
from desktop.reports import trace
from desktop.reports.assurance import Check
from desktop.reports.assurance import facts as assurance
from desktop.reports.report import Report

_IS: Final = "is"
VALUES: Final = "values"
REPORT: Final = "report"
CHECKS: Final = "checks"


def _known() -> dict[str, type]:
    """What a report is made of, by name."""
    found = (
        kind for module in (parts, trace, period, assurance) for kind in vars(module).values() if isinstance(kind, type)
    )
    return {
        kind.__name__: kind
        for kind in found
        if kind.__module__.startswith("desktop.") and (is_dataclass(kind) or issubclass(kind, Enum))
    }


_KINDS: Final = {name: kind for name, kind in _known().items() if name not in ("Message", "Month")}


def frozen(report: Report, checks: Iterable[Check] = ()) -> dict[str, Any]:
    """A report as it is stored: whole, with the checks it went through, and the values of its figures by key."""
    return {VALUES: values_of(report), REPORT: _plain(report), CHECKS: _plain(list(checks))}


def thawed(stored: Mapping[str, Any]) -> Report:
    """The report that `frozen` stored."""
    return cast("Report", _read(stored[REPORT]))


def thawed_checks(stored: Mapping[str, Any]) -> tuple[Check, ...]:
    """The checks that the report went through when it was submitted."""
    return cast("tuple[Check, ...]", _read(stored.get(CHECKS, [])))


def values_of(report: Report) -> dict[str, str | None]:
    """The value of each figure as text, None where it has no meaning."""
    return {figure.key: None if figure.value is None else format(figure.value, "f") for figure in report.figures()}


def _plain(value: Any) -> Any:
    kind = type(value)
    if isinstance(value, Enum):
        return {_IS: kind.__name__, "value": value.value}
    if kind.__name__ in _KINDS and _KINDS[kind.__name__] is kind:
        return {_IS: kind.__name__, **{each.name: _plain(getattr(value, each.name)) for each in fields(value)}}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool) else to_json(value)


def _read(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_read(each) for each in data)
    if data is None or isinstance(data, bool):
        return data
    if not isinstance(data, dict) or _IS not in data:
        return _spoken(from_json(data))
    kind = _KINDS[data[_IS]]
    if issubclass(kind, Enum):
        return kind(data["value"])
    return kind(**{name: _read(data[name]) for name in _names(kind) if name in data})


def _spoken(value: Any) -> Any:
    """A value of a sentence as it was: what is read back as a stored amount is money here."""
    if isinstance(value, StoredAmount):
        return Money(value.amount, value.currency)
    if isinstance(value, Message):
        return replace(value, values=tuple((name, _spoken(inner)) for name, inner in value.values))
    return [_spoken(each) for each in value] if isinstance(value, list) else value


def _names(kind: Any) -> Iterable[str]:
    return (each.name for each in fields(kind))
