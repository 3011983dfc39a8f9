"""Holds an activity file against the ruleset of the IATI standard, as that is published: rules as data, in JSON.

What each kind of rule means follows the specification of rulesets and the public validator (IATI/js-validator-api).
Rules about organisation files, and those that need the list of registered organisations, find nothing here.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

Case = dict[str, Any]
_LONGEST = 365
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Ruleset:
    """The rules about activities."""

    def __init__(self, path: Path) -> None:
        self._contexts = json.loads(path.read_text(encoding="utf-8"))

    def findings(self, root: Any, *, today: date) -> Counter[str]:
        """How often each rule is broken, by its number."""
        found: Counter[str] = Counter()
        tree = root.getroottree()
        for context, rules in self._contexts.items():
            for element in tree.xpath(context):
                for name, rule in rules.items():
                    for case in rule["cases"]:
                        found.update(_broken(element, name, case, today))
        return found


def _broken(element: Any, name: str, case: Case, today: date) -> Iterator[str]:
    if name == "loop":
        for value in sorted({str(one) for one in element.xpath(case["foreach"])}):
            for inner, rule in case["do"].items():
                for one in rule["cases"]:
                    yield from _broken(element, inner, _with(one, case["subs"], value), today)
        return
    if "condition" in case and not element.xpath(case["condition"]):
        return
    if "ORG-ID-PREFIX" in case.get("prefix", ()):
        return
    if not _RULES[name](element, case, today):
        yield case["ruleInfo"]["id"]


def _with(case: Case, places: Iterable[str], value: str) -> Case:
    """The case with a value in the places that are left open."""
    filled = dict(case)
    for place in places:
        if place in case:
            known = case[place]
            filled[place] = (
                known.replace("$1", value) if isinstance(known, str) else [each.replace("$1", value) for each in known]
            )
    return filled


def _texts(element: Any, paths: Iterable[str]) -> list[str]:
    found = [match for path in paths for match in element.xpath(path)]
    return [str(match) if not isinstance(match, etree._Element) else "".join(match.itertext()) for match in found]


def _days(element: Any, path: str, today: date) -> list[date]:
    """All days of a path: the validator looks at the first alone, which would pass a file whose second one is wrong."""
    if path == "NOW":
        return [today]
    return [date.fromisoformat(str(text)[:10]) for text in element.xpath(path)]


def _one_or_all(element: Any, case: Case, _today: date) -> bool:
    if element.xpath(case["one"]):
        return True
    if case["all"] == "lang":
        return all(_LANGUAGE in narrative.attrib for narrative in element.iter("narrative"))
    if case["all"] == "currency":
        return all("currency" in value.attrib for value in element.iter("value", "forecast", "loan-status"))
    return all(transaction.find("sector") is not None for transaction in element.iter("transaction"))


def _date_order(element: Any, case: Case, today: date) -> bool:
    less, more = _days(element, case["less"], today), _days(element, case["more"], today)
    return not less or not more or max(less) <= min(more)


def _time_limit(element: Any, case: Case, today: date) -> bool:
    first, last = _days(element, case["start"], today), _days(element, case["end"], today)
    return not first or not last or (last[0] - first[0]).days <= _LONGEST


def _date_now(element: Any, case: Case, today: date) -> bool:
    del today
    now = datetime.now(UTC)
    return all(datetime.fromisoformat(str(text)) <= now for text in element.xpath(case["date"]))


def _strict_sum(element: Any, case: Case, _today: date) -> bool:
    return sum((Decimal(text) for text in _texts(element, case["paths"])), Decimal(0)) == Decimal(case["sum"])


def _range(element: Any, case: Case, _today: date) -> bool:
    return all(case["min"] <= Decimal(text) <= case["max"] for text in _texts(element, case["paths"]))


def _starts_with(element: Any, case: Case, _today: date) -> bool:
    starts = [text + case.get("separator", "") for text in _texts(element, case["prefix"])]
    return all(text.startswith(tuple(starts)) for text in _texts(element, case["paths"]))


def _if_then(element: Any, case: Case, _today: date) -> bool:
    return not element.xpath(case["if"]) or bool(element.xpath(case["then"]))


_RULES: dict[str, Callable[[Any, Case, date], bool]] = {
    "atleast_one": lambda element, case, _today: bool(_texts(element, case["paths"])),
    "no_more_than_one": lambda element, case, _today: len(_texts(element, case["paths"])) <= 1,
    "unique": lambda element, case, _today: len(found := _texts(element, case["paths"])) == len(set(found)),
    "no_spaces": lambda element, case, _today: all(text == text.strip() for text in _texts(element, case["paths"])),
    "regex_matches": lambda element, case, _today: all(
        re.search(case["regex"], text) for text in _texts(element, case["paths"]) if text
    ),
    "startswith": _starts_with,
    "one_or_all": _one_or_all,
    "date_order": _date_order,
    "date_now": _date_now,
    "time_limit": _time_limit,
    "strict_sum": _strict_sum,
    "sum": lambda element, case, today: not _texts(element, case["paths"]) or _strict_sum(element, case, today),
    "range": _range,
    "if_then": _if_then,
}
