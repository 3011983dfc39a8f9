"""Reads activity files of the International Aid Transparency Initiative, standard 2.03.

Element and attribute names follow the standard's activity schema (iati-activities-schema.xsd, version 2.03). The XML
parser resolves no entities, loads no DTD and opens no network connection; a document with a DOCTYPE is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from lxml import etree

from desktop.domain.finding import Problem, Severity
from desktop.domain.money import MINOR_UNITS
from desktop.domain.progress import Progress
from desktop.importers.iati_activity import Activity, ActivityBudget, Coded, IatiFile, Party, Transaction
from desktop.language import Message, UserError, say

VERSION = "2.03"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_iati(path: Path, *, progress: Progress) -> IatiFile:
    """Reads the activity file at `path`.

    Raises UserError when it is missing, empty, not XML, not an activity file, or of another version of the standard.
    Whatever is wrong with a single activity becomes a problem instead.
    """
    root = _parse(_content(path), path.name)
    _require_version(root, path.name)
    found = IatiFile()
    elements = root.findall("iati-activity")
    seen: set[str] = set()
    for number, element in enumerate(elements):
        progress.report(number, len(elements), say("Reading {file}", file=path.name))
        activity = _Reader(element, found).read()
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


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UserError(
            say("There is no file {path}.", path=str(path)), say("Nothing was imported."), say("Check the path.")
        ) from None
    except OSError as error:
        raise UserError(
            say("{file} cannot be read.", file=path.name),
            say("The system says: {reason}", reason=error.strerror or str(error)),
            say("Check that you may open it, and that no other program holds it."),
        ) from error
    if not content.strip():
        raise UserError(
            say("{file} is empty.", file=path.name), say("Nothing was imported."), say("Ask for the file again.")
        )
    return content


def _parse(content: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _not_readable(content, name, error) from error
    if root.getroottree().docinfo.doctype:
        raise UserError(
            say("{file} declares a document type, which activity files never need.", file=name),
            say("Nothing was imported, because such a file can do harm."),
            say("Ask the publisher for a plain file of the standard 2.03."),
        )
    return root


def _not_readable(content: bytes, name: str, error: etree.XMLSyntaxError) -> UserError:
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


class _Reader:
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
            if not isinstance(child.tag, str):
                continue
            try:
                self._take(activity, child)
            except _BadValueError as error:
                self._problem(error.sentence, error.fix)
        return activity

    def _problem(self, sentence: Message, fix: Message) -> None:
        self._file.problems.append(Problem(Severity.ERROR, self._identifier or "?", sentence, fix))

    def _take(self, activity: Activity, child: etree._Element) -> None:
        take = _TAKERS.get(str(child.tag))
        if take is None:
            self._file.left_out[str(child.tag)] += 1
        else:
            take(self, activity, child)

    def take_description(self, activity: Activity, child: etree._Element) -> None:
        """Keeps the first description, the general one."""
        activity.summary = activity.summary or _narrative(child)

    def take_parent(self, activity: Activity, child: etree._Element) -> None:
        """Keeps what the activity is part of (related activity of type 1)."""
        if child.get("type") == "1":
            activity.parent = child.get("ref", "")

    def take_party(self, activity: Activity, child: etree._Element) -> None:
        """Keeps an organisation and its role."""
        party = _party(child)
        if party is not None:
            activity.parties.append((child.get("role", ""), party))

    def take_budget(self, activity: Activity, child: etree._Element) -> None:
        """Keeps a budget of a period."""
        amount, currency = self._value(child)
        starts_on, ends_on = _day(child.find("period-start")), _day(child.find("period-end"))
        activity.budgets.append(ActivityBudget(child.get("type") == "2", starts_on, ends_on, amount, currency))

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
        )
        activity.transactions.append(transaction)

    def _value(self, owner: etree._Element) -> tuple[Decimal, str]:
        element = owner.find("value")
        text = "" if element is None else (element.text or "").strip()
        currency = self._currency if element is None else element.get("currency", self._currency)
        try:
            amount = Decimal(text)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite():
            raise _BadValueError(
                say(
                    "The amount “{text}” of a {what} is not a number. It was left out.", text=text, what=str(owner.tag)
                ),
                say("Write it with a decimal point and no separators."),
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
            yield narrative.get(_LANGUAGE, "").casefold(), text


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
    text = element.get("percentage")
    if not text:
        return None
    try:
        return round(Decimal(text), 4)
    except InvalidOperation:
        raise _BadValueError(
            say("The percentage “{text}” of a {what} is not a number.", text=text, what=str(element.tag)),
            say("Write it with a decimal point."),
        ) from None


def _day(element: etree._Element | None) -> date:
    text = "" if element is None else element.get("iso-date", "")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise _BadValueError(say("“{text}” is not a date.", text=text), say("Write dates like 2019-10-09.")) from None


def _take_status(_reader: _Reader, activity: Activity, child: etree._Element) -> None:
    activity.status = child.get("code", "")


def _take_date(_reader: _Reader, activity: Activity, child: etree._Element) -> None:
    activity.dates[child.get("type", "")] = _day(child)


def _take_reporter(_reader: _Reader, activity: Activity, child: etree._Element) -> None:
    activity.reporter = _party(child)


def _take_country(_reader: _Reader, activity: Activity, child: etree._Element) -> None:
    activity.countries.append(Coded("", child.get("code", ""), "", _share(child)))


def _take_region(_reader: _Reader, activity: Activity, child: etree._Element) -> None:
    activity.countries.append(_coded(child, "1"))


def _take_sector(_reader: _Reader, activity: Activity, child: etree._Element) -> None:
    activity.sectors.append(_coded(child, "1"))


def _take_tag(_reader: _Reader, activity: Activity, child: etree._Element) -> None:
    activity.tags.append(_coded(child, "1"))


def _nothing_more(_reader: _Reader, _activity: Activity, _child: etree._Element) -> None:
    """The element was read before, or is a default that no figure depends on."""


# What the office has a place for. Every other element is counted and named in the outcome, never dropped in silence.
_TAKERS = {
    "iati-identifier": _nothing_more,
    "title": _nothing_more,
    "description": _Reader.take_description,
    "reporting-org": _take_reporter,
    "participating-org": _Reader.take_party,
    "activity-status": _take_status,
    "activity-date": _take_date,
    "recipient-country": _take_country,
    "recipient-region": _take_region,
    "sector": _take_sector,
    "tag": _take_tag,
    "budget": _Reader.take_budget,
    "transaction": _Reader.take_transaction,
    "related-activity": _Reader.take_parent,
    "default-flow-type": _nothing_more,
    "default-finance-type": _nothing_more,
    "default-aid-type": _nothing_more,
    "default-tied-status": _nothing_more,
}
