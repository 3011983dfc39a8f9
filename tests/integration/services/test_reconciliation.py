"""Extracts beside the ledger of an office: who is in which group, and that both sides add up on either engine."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path

import openpyxl
import pytest

from desktop.domain.finding import Problem, Severity
from desktop.domain.money import Money
from desktop.domain.reconciliation import Group
from desktop.language import Language, UserError, say
from desktop.services.imports.preview import Preview, Status
from desktop.services.ledger import reverse
from desktop.services.offices import Office
from desktop.services.reconciliation import LedgerReconciliation, Scope, reconcile_ledger, write_reconciliation
from desktop.storage.models import LedgerEntry
from desktop.storage.reconciliation import entries_called
from tests.helpers.erp_rows import DAY, erp, preview_of
from tests.helpers.ledgers import KINDS, make_random_ledger
from tests.helpers.records import making


def _counts(found: LedgerReconciliation) -> tuple[int, ...]:
    return tuple(found.found.count(group) for group in Group)


def _fill(office: Office) -> list[int]:
    """A grant with three costs, a receipt and a commitment, and another grant with one cost; the ids of the costs."""
    with making(office) as make:
        grant, other = make.grant(reference="GR-A"), make.grant(reference="GR-B")
        costs = [
            make.entry(grant, "5.00", reference="PV-1"),
            make.entry(grant, "7.00", reference="PV-2", entry_on=DAY + timedelta(1)),
            make.entry(grant, "9.00", reference="PV-3", entry_on=DAY + timedelta(40)),
            make.entry(other, "4.00", reference="PV-4"),
        ]
        make.entry(grant, "100.00", reference="R-1", kind="receipt")
        make.entry(grant, "60.00", reference="PO-1", kind="commitment", entry_on=DAY - timedelta(80))
        make.entry(other, "10.00", reference="PO-2", kind="commitment")
        made = [entry.id for entry in costs]
        make.unit.commit(say("Made for a test"))
    return made


def _extract(ids: list[int]) -> Preview:
    return preview_of(
        erp("5.00", "PV-1", grant="GR-A"),
        erp("8.00", "PV-2", grant="GR-A", entry_on=DAY + timedelta(1)),
        erp("3.00", "PV-9", grant="GR-A"),
        statuses=(Status.SAME, Status.CHANGED, Status.NEW),
        records=(ids[0], ids[1], None),
    )


def test_an_extract_beside_the_ledger(office: Office, english: Language) -> None:
    """The period is that of the rows, the grants those they name; receipts are not looked at, as the file has none."""
    found = reconcile_ledger(office, [_extract(_fill(office))], scope=Scope())
    assert _counts(found) == (1, 1, 1, 0)
    assert (found.grants, found.period.start, found.period.last) == (("GR-A",), DAY, DAY + timedelta(1))
    assert [(each.reference, each.age) for each in found.commitments] == [("PO-1", 81)]
    assert found.aged() == {"USD": tuple(Money(Decimal(part), "USD") for part in (0, 0, 60, 0))}
    (sums,) = found.sums
    assert (sums.erp, sums.here, sums.difference, sums.adds_up) == (Decimal(16), Decimal(12), Decimal(4), True)
    assert english.text(found.notes[0]) == "The files hold costs only, so nothing else of the ledger is looked at."


def test_a_longer_period_and_another_grant(office: Office) -> None:
    ids = _fill(office)
    longer = Scope("GR-A", first=date(2019, 1, 1), last=date(2019, 12, 31))
    assert _counts(reconcile_ledger(office, [_extract(ids)], scope=longer)) == (1, 1, 1, 1)
    other = reconcile_ledger(office, [_extract(ids)], scope=Scope("GR-B"))
    assert _counts(other) == (0, 0, 0, 1)
    assert "3 rows of other grants or another time are left out." in map(str, other.notes)


def test_an_entry_of_another_day_still_is_the_row(office: Office) -> None:
    """What the ERP has in April and the ledger in March is matched, whichever month is looked at."""
    ids = _fill(office)
    april = DAY + timedelta(40)
    extract = preview_of(erp("5.00", "PV-1", grant="GR-A", entry_on=april), statuses=(Status.SAME,), records=ids[:1])
    for scope in (Scope("GR-A", first=april, last=april), Scope("GR-A", first=DAY, last=DAY)):
        found = reconcile_ledger(office, [extract], scope=scope)
        assert found.found.matched[0].entry.id == ids[0]
        assert all(sums.adds_up for sums in found.sums)


def test_what_was_reversed_here_is_left_out_with_its_reversal(office: Office) -> None:
    ids = _fill(office)
    reverse(office, entry_id=ids[1], on=DAY + timedelta(2), reason="Twice")
    extract = preview_of(erp("5.00", "PV-1", grant="GR-A"), statuses=(Status.SAME,), records=ids[:1])
    found = reconcile_ledger(office, [extract], scope=Scope("GR-A", last=DAY + timedelta(2)))
    assert _counts(found) == (1, 0, 0, 0)
    assert str(found.notes[-1]) == "2 entries are left out, because one reverses the other."


def test_all_agrees(office: Office) -> None:
    ids = _fill(office)
    extract = preview_of(erp("4.00", "PV-4", grant="GR-B"), statuses=(Status.DUPLICATE,), records=ids[3:])
    assert str(reconcile_ledger(office, [extract], scope=Scope()).sentence) == "Everything agrees: 1 entry."


def test_rows_that_cannot_be_read_are_counted(office: Office) -> None:
    _fill(office)
    rows = [erp("5.00", grant="GR-A"), erp("6.00", currency="XXQ"), erp("7.00", entry_on=None), erp("7.00", kind="x")]
    found = reconcile_ledger(office, [preview_of(*rows)], scope=Scope())
    unread = "3 rows have no day, amount or currency that can be read, and are not in these sums."
    assert (_counts(found), str(found.notes[-1])) == ((1, 0, 0, 0), unread)


REFUSED = Problem(Severity.ERROR, "Ledger", say("No column holds amounts."), say("Choose one."))


@pytest.mark.parametrize(
    ("preview", "scope", "said"),
    [
        (preview_of(kind="rates"), Scope(), "march.xlsx is no file of the ledger."),
        (preview_of(refused=(REFUSED,)), Scope(), "No column holds amounts."),
        (preview_of(erp("5", currency="")), Scope(), "No entry can be read from march.xlsx."),
        (preview_of(erp("5")), Scope("GR-X"), "There is no grant GR-X."),
        (preview_of(erp("5")), Scope(first=date(2019, 4, 1)), "The period ends on 4 Mar 2019"),
    ],
)
def test_what_cannot_be_compared(
    file_office: Office, english: Language, preview: Preview, scope: Scope, said: str
) -> None:
    with pytest.raises(UserError) as told:
        reconcile_ledger(file_office, [preview], scope=scope)
    assert english.join(told.value.sentences()).replace("\u00a0", " ").startswith(said)


@pytest.mark.parametrize("seed", range(6))
def test_both_sides_add_up_for_random_ledgers(office: Office, seed: int) -> None:
    """The extract is the ledger itself with rows taken out, put in, doubled and changed."""
    make_random_ledger(office, entries=120, seed=seed)
    some = random.Random(seed)  # noqa: S311 - test data, not secrets
    with office.read() as session:
        known = entries_called(session, [row.id for row in session.query(LedgerEntry)])
    rows, statuses, records = [], [], []
    for entry in known:
        for _ in range(some.choice((0, 1, 1, 1, 2))):
            named = some.random() < 0.8
            amount = entry.money.amount + some.choice((0, 0, 0, 1, -3))
            rows.append(
                erp(
                    str(amount),
                    entry.document,
                    currency=entry.money.currency,
                    grant=entry.grant,
                    kind=str(entry.kind),
                    entry_on=entry.on + timedelta(some.choice((0, 0, 0, 30))),
                )
            )
            statuses.append(some.choice(list(Status)) if named else Status.NEW)
            records.append(entry.id if named else None)
        if some.random() < 0.1:
            rows.append(erp("12.00", "new", grant="G-EUR", currency="EUR", kind=some.choice(KINDS)))
            statuses.append(Status.NEW)
            records.append(None)
    scope = Scope(some.choice(("", "G-USD", "G-XOF")), first=date(2019, 1, 3), last=date(2019, 1, 17))
    found = reconcile_ledger(office, [preview_of(*rows, statuses=statuses, records=records)], scope=scope)
    result = found.found
    assert found.sums
    assert all(sums.adds_up for sums in found.sums)
    pairs = (*result.matched, *result.differs)
    here = [*(pair.entry for pair in pairs), *result.only_here]
    assert len({entry.id for entry in here}) == len(here)
    inside = {entry.id for entry in known if entry.on in found.period and entry.grant in found.grants}
    assert inside - {entry.id for entry in here} == set() or result.cancelled
    for sums in found.sums:
        own = sum(entry.money.amount for entry in here if entry.money.currency == sums.currency)
        stated = chain((pair.row for pair in pairs), result.only_erp)
        assert (own, sum(row.money.amount for row in stated if row.money.currency == sums.currency)) == (
            sums.here,
            sums.erp,
        )


def test_it_is_written_with_real_numbers(office: Office, tmp_path: Path, english: Language) -> None:
    found = reconcile_ledger(office, [_extract(_fill(office))], scope=Scope("GR-A", last=DAY + timedelta(60)))
    said = write_reconciliation(found, tmp_path / "march.xlsx", language=english)
    assert str(said.message) == "Wrote march.xlsx."
    book = openpyxl.load_workbook(tmp_path / "march.xlsx")
    assert book.sheetnames == [
        *("Reconciliation", "Matched", "Amount differs", "Only in the ERP", "Only here", "Open commitments")
    ]
    rows = {row[0]: row[1:] for row in book["Reconciliation"].iter_rows(values_only=True)}
    assert rows["Files"][0] == "march.xlsx"
    assert rows["Amount differs"] == (1, 8, 7, 1)
    assert rows["Only here"] == (1, 0, 9, -9)
    assert rows["Total"] == (None, 16, 21, -5)
    assert rows["More than 90 days"][0] == 60
    differs = list(book["Amount differs"].iter_rows(values_only=True))[1]
    assert (differs[1], differs[7], differs[9], differs[10], differs[12]) == ("PV-2", 8, 7, 1, "Ledger!A3")
    here = list(book["Only here"].iter_rows(min_row=2))
    assert (here[0][1].value, here[0][7].value, here[0][7].number_format) == ("PV-3", 9, "#,##0.00;[Red]\\-#,##0.00")
