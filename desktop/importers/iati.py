"""Reads activity files of the International Aid Transparency Initiative, standard 2.03.

Element and attribute names follow the standard's activity schema (iati-activities-schema.xsd, version 2.03). The XML
parser resolves no entities, loads no DTD and opens no network connection; a document with a DOCTYPE is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from lxml import etree

from desktop.domain.finding import Problem, Severity
from desktop.domain.iati.standard import (
    DERIVED_MARK,
    ENTRY_MARK,
    GRANT_MARK,
    LANGUAGE_ATTRIBUTE,
    PART_OF,
    SHARE_MARK,
    VERSION,
    WHOLE_MARK,
    BudgetType,
)
from desktop.domain.money import MINOR_UNITS
from desktop.domain.progress import Progress
from desktop.importers.iati_activity import Activity, ActivityBudget, Coded, IatiFile, Party, Transaction
from desktop.importers.numbers import plain_number
from desktop.importers.source import content_of
from desktop.language import Message, UserError, say

_PROLOGUE = 4096
TOO_LARGE = Decimal(10) ** 14  # an office keeps smaller amounts only
# What a transaction says besides is counted like an element without a place; defaults count nowhere.
_TRANSACTION_PARTS = frozenset(
    {"transaction-type", "transaction-date", "value", "description", "provider-org", "receiver-org"}
    | {"flow-type", "finance-type", "aid-type", "tied-status"}
)


def read_iati(path: Path, *, progress: Progress) -> IatiFile:
    """Reads the activity file at `path`.

    Raises UserError when it is missing, empty, not XML, not an activity file, or of another version of the standard.
    Whatever is wrong with a single activity becomes a problem instead.
    """
    content = content_of(path)
    root = parse_document(content, path.name)
    _require_version(root, path.name)
    found = IatiFile(content)
    elements = root.findall("iati-activity")
    seen: set[str] = set()
    for number, element in enumerate(elements):
        progress.report(number, len(elements), say("Reading {file}", file=path.name))
        activity = ActivityReader(element, found).read()
        if activity is None:
            continue
        if activity.identifier in seen:
            found.problems.append(_duplicate(activity.identifier))
            continue
        seen.add(activity.identifier)
        found.activities.append(activity)
    return found


def _duplicate(identifier: str) -> Problem:
    return Problem(
        Severity.ERROR,
        identifier,
        say("The identifier stands twice in the file. The second activity was left out."),
        say("Give each activity an identifier of its own."),
    )


def parse_document(content: bytes, name: str) -> etree._Element:
    """The root of an XML document. Raises UserError for what is none, or declares a type."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,  # one in the middle of a text would part it
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _not_readable(content, name, error) from error
    if root.getroottree().docinfo.doctype:
        raise _declares_type(name)
    return root


def _declares_type(name: str) -> UserError:
    return UserError(
        say("{file} declares a document type, which activity files never need.", file=name),
        say("Nothing was imported, because such a file can do harm."),
        say("Ask the publisher for a plain file of the standard 2.03."),
    )


def _not_readable(content: bytes, name: str, error: etree.XMLSyntaxError) -> UserError:
    if b"<!DOCTYPE" in content[:_PROLOGUE]:  # the parser stopped because of what it declares
        return _declares_type(name)
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return UserError(
            say("{file} is not an XML file.", file=name),
            say("Nothing was imported."),
            say("An IATI activity file begins with <iati-activities."),
        )
    line = error.position[0]
    return UserError(
        say("{file} breaks off or is damaged at line {line}.", file=name, line=line),
        say("Nothing was imported. The reader says: {reason}", reason=error.msg or ""),
        say("Download it again and compare its size with the original."),
    )


def _require_version(root: etree._Element, name: str) -> None:
    if root.tag != "iati-activities":
        raise UserError(
            say("{file} is not an IATI activity file: it begins with <{tag}>.", file=name, tag=str(root.tag)),
            say("Nothing was imported."),
            say("Choose a file that begins with <iati-activities."),
        )
    version = root.get("version", "")
    if version != VERSION:
        raise UserError(
            say("{file} follows version {version} of the IATI standard.", file=name, version=version or "?"),
            say("Nothing was imported: GrantDesk reads version 2.03."),
            say("Ask the publisher for a file of version 2.03."),
        )


class _BadValueError(ValueError):
    """A value in an activity that cannot be read."""

    def __init__(self, sentence: Message, fix: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.fix = fix


class ActivityReader:
    """Reads one activity element."""

    def __init__(self, element: etree._Element, file: IatiFile) -> None:
        self._element = element
        self._file = file
        self._currency = element.get("default-currency", "")
        self._identifier = (element.findtext("iati-identifier") or "").strip()

    def read(self) -> Activity | None:
        """The activity, or None when it cannot be held at all."""
        if not self._identifier:
            line = self._element.sourceline or 0
            self._problem(
                say("An activity at line {line} has no identifier. It was left out.", line=line),
                say("Give it an identifier."),
            )
            return None
        activity = Activity(self._identifier, _narrative(self._element.find("title")) or self._identifier)
        for child in self._element:
            self.take(activity, child)
        return activity

    def _problem(self, sentence: Message, fix: Message) -> None:
        self._file.problems.append(Problem(Severity.ERROR, self._identifier or "?", sentence, fix))

    def take(self, activity: Activity, child: etree._Element) -> bool:
        """Takes what one element says; returns whether it could be read."""
        take = _TAKERS.get(str(child.tag), _leave_out)
        try:
            take(self, activity, child)
        except _BadValueError as error:
            self._problem(error.sentence, error.fix)
            return False
        return True

    def leave_out(self, element: etree._Element, *, of: str = "") -> None:
        """Counts an element that has no place."""
        self._file.left_out[of + str(element.tag)] += 1

    def take_description(self, activity: Activity, child: etree._Element) -> None:
        """Keeps the first description, the general one."""
        if activity.summary:
            self.leave_out(child)
        else:
            activity.summary = _narrative(child)

    def take_parent(self, activity: Activity, child: etree._Element) -> None:
        """Keeps what the activity is part of; the first only, for a tree has one trunk."""
        if child.get("type") == PART_OF and not activity.parent:
            activity.parent = child.get("ref", "").strip()
        else:
            self.leave_out(child)

    def take_party(self, activity: Activity, child: etree._Element) -> None:
        """Keeps an organisation and its role, unless that only followed from a grant."""
        party = _party(child)
        if party is not None and DERIVED_MARK not in child.attrib:
            activity.parties.append((child.get("role", ""), party))

    def take_budget(self, activity: Activity, child: etree._Element) -> None:
        """Keeps a budget of a period."""
        amount, currency = self._value(child)
        starts_on, ends_on = _day(child.find("period-start")), _day(child.find("period-end"))
        revised, whole = child.get("type") == BudgetType.REVISED, child.get(WHOLE_MARK, "")
        budget = ActivityBudget(revised, starts_on, ends_on, amount, currency, whole)
        for place, known in enumerate(activity.budgets):
            if budget.continues(known):
                activity.budgets[place] = known.joined(budget)
                return
        activity.budgets.append(budget)

    def take_transaction(self, activity: Activity, child: etree._Element) -> None:
        """Keeps a movement of money."""
        amount, currency = self._value(child)
        kind = child.find("transaction-type")
        transaction = Transaction(
            kind="" if kind is None else kind.get("code", ""),
            done_on=_day(child.find("transaction-date")),
            amount=amount,
            currency=currency,
            reference=child.get("ref", ""),
            description=_narrative(child.find("description")),
            provider=_party(child.find("provider-org")),
            receiver=_party(child.find("receiver-org")),
            mark=child.get(ENTRY_MARK, ""),
            grant=child.get(GRANT_MARK, ""),
        )
        activity.transactions.append(transaction)
        for part in child:
            if part.tag not in _TRANSACTION_PARTS:
                self.leave_out(part, of="transaction/")

    def _value(self, owner: etree._Element) -> tuple[Decimal, str]:
        element = owner.find("value")
        text = "" if element is None else (element.text or "").strip()
        currency = self._currency if element is None else element.get("currency", self._currency)
        amount = plain_number(text)
        if amount is None:
            raise _BadValueError(
                say(
                    "The amount “{text}” of a {what} is not a number. It was left out.", text=text, what=str(owner.tag)
                ),
                say("Write it with a decimal point and no separators."),
            )
        if abs(amount) >= TOO_LARGE:
            raise _BadValueError(
                say("The amount “{text}” of a {what} is too large. It was left out.", text=text, what=str(owner.tag)),
                say("Compare it with the original."),
            )
        if currency not in MINOR_UNITS:
            raise _BadValueError(
                say("A {what} has no known currency (“{code}”). It was left out.", what=str(owner.tag), code=currency),
                say("Give the value a currency, or the activity a default one."),
            )
        return amount, currency


def _narrative(element: etree._Element | None) -> str:
    """The text of an element: its English narrative, else the first one."""
    if element is None:
        return ""
    texts = list(_narratives(element))
    english = [text for language, text in texts if language.startswith("en")]
    return (english or [text for _, text in texts] or [""])[0]


def _narratives(element: etree._Element) -> Iterator[tuple[str, str]]:
    for narrative in element.findall("narrative"):
        text = " ".join((narrative.text or "").split())
        if text:
            yield narrative.get(LANGUAGE_ATTRIBUTE, "").casefold(), text


def _party(element: etree._Element | None) -> Party | None:
    if element is None:
        return None
    reference, name = element.get("ref", "").strip(), _narrative(element)
    if not (reference or name):
        return None
    return Party(reference, name or reference, element.get("type", ""))


def _coded(element: etree._Element, default: str) -> Coded:
    return Coded(
        element.get("vocabulary") or default, element.get("code", "").strip(), _narrative(element), _share(element)
    )


def _share(element: etree._Element) -> Decimal | None:
    """The share a file states; in one of ours the one that was kept, when another one had to be written."""
    text = element.get(SHARE_MARK, element.get("percentage"))
    if not text:
        return None
    share = plain_number(text)
    if share is None:
        raise _BadValueError(
            say("The percentage “{text}” of a {what} is not a number.", text=text, what=str(element.tag)),
            say("Write it with a decimal point."),
        )
    if not 0 <= share <= 100:
        raise _BadValueError(
            say("The percentage “{text}” of a {what} is not between 0 and 100.", text=text, what=str(element.tag)),
            say("Compare it with the original."),
        )
    return round(share, 4)


def _day(element: etree._Element | None) -> date:
    text = "" if element is None else element.get("iso-date", "")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise _BadValueError(say("“{text}” is not a date.", text=text), say("Write dates like 2019-10-09.")) from None


def _take_status(_reader: ActivityReader, activity: Activity, child: etree._Element) -> None:
    activity.status = child.get("code", "")


def _take_date(_reader: ActivityReader, activity: Activity, child: etree._Element) -> None:
    activity.dates[child.get("type", "")] = _day(child)


def _take_reporter(_reader: ActivityReader, activity: Activity, child: etree._Element) -> None:
    activity.reporter = _party(child)


def _take_country(_reader: ActivityReader, activity: Activity, child: etree._Element) -> None:
    activity.countries.append(Coded("", child.get("code", ""), "", _share(child)))


def _take_region(_reader: ActivityReader, activity: Activity, child: etree._Element) -> None:
    activity.countries.append(_coded(child, "1"))


def _take_sector(_reader: ActivityReader, activity: Activity, child: etree._Element) -> None:
    activity.sectors.append(_coded(child, "1"))


def _take_tag(_reader: ActivityReader, activity: Activity, child: etree._Element) -> None:
    activity.tags.append(_coded(child, "1"))


def _leave_out(reader: ActivityReader, _activity: Activity, child: etree._Element) -> None:
    reader.leave_out(child)


def _nothing_more(_reader: ActivityReader, _activity: Activity, _child: etree._Element) -> None:
    """The element was read before, or is a default that no figure depends on."""


# What the office has a place for. Every other element is counted and named in the outcome, never dropped in silence.
_TAKERS = {
    "iati-identifier": _nothing_more,
    "title": _nothing_more,
    "description": ActivityReader.take_description,
    "reporting-org": _take_reporter,
    "participating-org": ActivityReader.take_party,
    "activity-status": _take_status,
    "activity-date": _take_date,
    "recipient-country": _take_country,
    "recipient-region": _take_region,
    "sector": _take_sector,
    "tag": _take_tag,
    "budget": ActivityReader.take_budget,
    "transaction": ActivityReader.take_transaction,
    "related-activity": ActivityReader.take_parent,
    "default-flow-type": _nothing_more,
    "default-finance-type": _nothing_more,
    "default-aid-type": _nothing_more,
    "default-tied-status": _nothing_more,
}
