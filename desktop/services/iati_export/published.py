"""What the publisher of a project wrote of it, element by element: each is given out once, to what is still so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from desktop.domain.iati.standard import TransactionType
from desktop.domain.money import round_amount
from desktop.importers.iati_activity import Activity, ActivityBudget, Party, Transaction
from desktop.importers.iati_kept import KeptActivity, KeptElement
from desktop.importers.iati_meaning import ENTRY_KINDS, source_keys
from desktop.language.folding import fold
from desktop.storage.iati_rows import BodyRow

_NOTHING = Activity("", "")
_WRITTEN_ANEW = frozenset({"iati-identifier", "title", "budget", "transaction"})


@dataclass(slots=True)
class Transactions:
    """The transactions as they were published: what stands behind grants, behind entries by key, and behind neither."""

    commitments: list[tuple[Transaction, str]] = field(default_factory=list)
    entries: dict[str, tuple[Transaction, str]] = field(default_factory=dict)
    others: list[tuple[date, str]] = field(default_factory=list)


class Published:
    """The elements of a kept activity; without one, nothing was published."""

    def __init__(self, kept: KeptActivity | None) -> None:
        self.activity = kept.activity if kept else _NOTHING
        self.language = kept.language if kept else ""
        self.attributes = dict(kept.attributes) if kept else {}
        self._left: list[KeptElement] = list(kept.elements) if kept else []
        self._text_of_title = "".join(self._xml("title"))

    def _xml(self, tag: str) -> list[str]:
        return [element.xml for element in self._left if element.tag == tag]

    def title(self, title: str) -> str:
        """The title, when it is still this one."""
        return self._text_of_title if title == self.activity.title else ""

    def take(self, tag: str, fits: Callable[[Activity], bool]) -> str:
        """The first element of that name which fits, once; empty when there is none."""
        for place, element in enumerate(self._left):
            if element.tag == tag and fits(element.says):
                del self._left[place]
                return element.xml
        return ""

    def peek(self, tag: str, fits: Callable[[Activity], bool]) -> str:
        """The first element of that name which fits, left in its place."""
        return next((element.xml for element in self._left if element.tag == tag and fits(element.says)), "")

    def take_body(self, tag: str, fits: Callable[[Activity], Party | None], body: BodyRow) -> str:
        """The first element of that name that is about an organisation, as `fits` finds it there."""
        return self.take(tag, lambda says: is_same(fits(says), body))

    def rest(self) -> list[tuple[str, str]]:
        """What the office has no place for: elements of which the importer takes nothing."""
        return [
            (element.tag, element.xml)
            for element in self._left
            if element.tag not in _WRITTEN_ANEW and element.says == _NOTHING
        ]

    def other_texts(self) -> list[tuple[str, str]]:
        """Further descriptions, and related activities besides what this one is part of: the first one of either that
        says something is what the office holds.
        """
        found = []
        for tag, said in (("description", _summary), ("related-activity", _parent)):
            self.take(tag, said)
            found += [(tag, element.xml) for element in self._left if element.tag == tag and said(element.says)]
        return found

    def budgets(self) -> list[tuple[ActivityBudget, str]]:
        """Each budget element and what it says."""
        return [(element.says.budgets[0], element.xml) for element in self._left if element.tag == "budget"]

    def transactions(self) -> Transactions:
        """The transactions, by what they are in the office."""
        found = Transactions()
        for entry, key, xml in zip(
            self.activity.transactions, source_keys(self.activity), self._xml("transaction"), strict=True
        ):
            if entry.kind == TransactionType.INCOMING_COMMITMENT:
                found.commitments.append((entry, xml))
            elif entry.kind in ENTRY_KINDS and round_amount(entry.amount, entry.currency):
                found.entries[key] = (entry, xml)
            else:
                found.others.append((entry.done_on, xml))
        return found


def _summary(says: Activity) -> bool:
    return bool(says.summary)


def _parent(says: Activity) -> bool:
    return bool(says.parent)


def is_same(party: Party | None, body: BodyRow) -> bool:
    """Whether an organisation of a file is this one of the office, as an import tells them apart."""
    return party is not None and (party.reference, fold(party.name)) == (body.reference, fold(body.name))
