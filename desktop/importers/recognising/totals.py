"""Holds each total that a workbook states against its own lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.domain.money import MINOR_UNITS, ZERO
from desktop.importers.layout import Left, TotalCheck
from desktop.importers.recognising.derived import Difference, differences
from desktop.importers.recognising.figures import SAME, Figures
from desktop.importers.recognising.heading_words import currency_in
from desktop.importers.recognising.names import plain
from desktop.importers.recognising.roles import Roles
from desktop.importers.recognising.table import Table
from desktop.importers.recognising.total_words import is_carried, is_grand, is_partial
from desktop.language import Message

_PER_CENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s?%")
_NEAREST = 24  # titles and totals above a total from which its lines may begin
_RUNNING = re.compile(r"((running|balance|solde|cumul\w*|progressif|courant|(ال)?رصيد) ?)+")


@dataclass(frozen=True, slots=True)
class Share:
    """A line that is so many per cent of those above it, as it says itself: ``Indirect (10 %)``."""

    row: int
    percent: Decimal
    lines: range


@dataclass(frozen=True, slots=True)
class Checked:
    """The totals of a table held against its lines, and what was found on the way."""

    checks: tuple[TotalCheck, ...] = ()
    notes: tuple[Message, ...] = ()


class Totals:
    """The totals of a table beside the lines that each one sums."""

    def __init__(
        self,
        table: Table,
        roles: Roles,
        left: Mapping[int, Left],
        *,
        figures: Figures,
        groups: Mapping[int, int],
        stated: Mapping[int, str],
    ) -> None:
        self._table, self._headers, self._left = table, table.columns, left
        self._figures, self._groups, self._stated = figures, groups, stated
        self._rows = [row for row in sorted(left) if left[row] is Left.TOTAL and not self._is_carried(row)]
        self._starts = [row for row in sorted(left) if left[row] in (Left.TOTAL, Left.HEADING)]
        self._titles = {row: plain(" ".join(table.texts(row))) for row in left if left[row] is Left.HEADING}
        self._columns = [place for place in roles.numeric if not _RUNNING.fullmatch(plain(table.columns[place]))]
        figures.take(left)
        self._differences = differences(table, figures, self._columns, left) if self._rows else ()
        self._shares = [share for row in self._candidates() if (share := self._share(row)) is not None]
        figures.take(left, changed=self._shares_changed())

    def checked(self) -> Checked:
        """Every stated total beside what its lines make."""
        checks = [check for row in self._rows for check in self._checks_of(row)]
        checks += [check for share in self._shares for check in self._share_checks(share)]
        shares = {share.row for share in self._shares}
        notes = (note for one in self._differences for row, note in one.odd.items() if row not in shares)
        return Checked(tuple(sorted(checks, key=lambda check: (check.row, check.column))), tuple(notes))

    def _is_carried(self, row: int) -> bool:
        return any(is_carried(text) for text in self._table.texts(row))

    def _text(self, row: int) -> str:
        return " ".join(self._table.texts(row))

    # --- which lines a total sums

    def _lines_of(self, row: int) -> range:
        """The rows among which are the lines that a total sums: above it, or below one that stands over them."""
        if row in self._groups:
            return range(row + 1, self._groups[row])
        return range(self._start_of(row), row)

    def _start_of(self, row: int) -> int:
        first = self._table.first
        above = [start for start in self._starts if start < row]
        starts = [start + 1 for start in reversed(above[-_NEAREST:]) if self._figures.lines(range(start + 1, row))]
        starts = list(dict.fromkeys([*starts, first]))
        agreeing = {start: self._agreeing(row, start) for start in starts}
        best = max(starts, key=lambda start: (agreeing[start], -starts.index(start)))
        return best if agreeing[best] else self._start_by_words(row, starts)

    def _agreeing(self, row: int, start: int) -> int:
        columns = [place for place in self._columns if self._figures.at(row, place)]
        return sum(
            1
            for place in columns
            if (summed := self._summed(row, place, range(start, row))) is not None
            and abs(summed[0] - (self._figures.at(row, place) or ZERO)) < SAME
        )

    def _start_by_words(self, row: int, starts: Sequence[int]) -> int:
        text = self._text(row)
        said = plain(text)
        for title, name in self._titles.items():
            if title < row and name and name in said:
                return title + 1
        if is_partial(text):
            return starts[0]
        partial_before = any(other < row and is_partial(self._text(other)) for other in self._rows)
        last = row == self._rows[-1]
        return self._table.first if last or partial_before or is_grand(text) else starts[0]

    # --- what its lines make

    def _summed(self, row: int, place: int, lines: range) -> tuple[Decimal, str] | None:
        """What the lines make and in which currency; None where they are of several and the total says not which."""
        difference = next((one for one in self._differences if one.column == place), None)
        if difference is not None:
            return self._difference(difference, row, lines)
        currency = self._figures.currency_of(row, place) or currency_in(self._text(row))
        among = self._figures.currencies(place, lines)
        if currency and currency in among:
            return self._figures.sum(place, lines, currency=currency), currency
        if len(among) > 1:
            return None
        own = among.pop() if among else self._stated.get(place, "")
        return self._figures.sum(place, lines), own

    def _difference(self, difference: Difference, row: int, lines: range) -> tuple[Decimal, str] | None:
        whole, less = self._summed(row, difference.whole, lines), self._summed(row, difference.less, lines)
        return None if whole is None or less is None else (whole[0] - less[0], whole[1])

    def _checks_of(self, row: int) -> list[TotalCheck]:
        lines = self._lines_of(row)
        grand = lines.start == self._table.first and row == self._rows[-1]
        return [
            self._check(row, place, stated, *summed, lines=self._figures.lines(lines), grand=grand)
            for place in self._columns
            if (stated := self._figures.at(row, place)) is not None
            and (summed := self._summed(row, place, lines)) is not None
        ]

    def _check(
        self, row: int, place: int, stated: Decimal, summed: Decimal, currency: str, *, lines: int, grand: bool
    ) -> TotalCheck:
        same = abs(stated - summed) < SAME
        return TotalCheck(
            self._table.sheet.address(row, place),
            row,
            place,
            self._headers[place],
            currency if currency in MINOR_UNITS else "",
            stated,
            stated if same else summed,
            lines,
            grand,
        )

    # --- lines that are a share of others

    def _shares_changed(self) -> dict[tuple[int, int], Decimal]:
        """The lines that are per cent of those above, and what they would be by those."""
        return {
            (share.row, place): summed
            for share in self._shares
            for place in self._columns
            if (summed := self._share_of(share, place)) is not None
        }

    def _candidates(self) -> list[int]:
        """The lines right below a total that name per cent."""
        after = [row + 1 for row in self._rows if row < self._table.last]
        return [row for row in after if row not in self._left and _PER_CENT.search(self._text(row))]

    def _share(self, row: int) -> Share | None:
        found = _PER_CENT.search(self._text(row))
        percent = Decimal(found.group(1).replace(",", ".")) if found else ZERO
        lines = self._lines_of(row - 1)
        for place in self._columns:
            stated, total = self._figures.at(row, place), self._figures.at(row - 1, place)
            if stated and total and abs(total * percent / 100 - stated) < SAME:
                return Share(row, percent, lines)
        return None

    def _share_of(self, share: Share, place: int) -> Decimal | None:
        if self._figures.at(share.row, place) is None:
            return None
        summed = self._summed(share.row - 1, place, share.lines)
        return None if summed is None else summed[0] * share.percent / 100

    def _share_checks(self, share: Share) -> list[TotalCheck]:
        return [
            self._check(
                share.row,
                place,
                stated,
                expected,
                self._stated.get(place, ""),
                lines=self._figures.lines(share.lines),
                grand=False,
            )
            for place in self._columns
            if (stated := self._figures.at(share.row, place)) is not None
            and (expected := self._share_of(share, place)) is not None
        ]
