"""The sums that the database keeps of the ledger: they follow every entry, and the check sees when they do not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from desktop.language import Language
from desktop.services.checks import check_office
from desktop.services.offices import Office
from desktop.services.portfolio import grant_figures
from desktop.storage.check import grants_with_wrong_sums
from desktop.storage.models import Grant, LedgerEntry
from tests.helpers.records import making

KINDS = ("expenditure", "receipt", "commitment", "refund", "adjustment")


def test_one_entry_more_and_the_figures_are_right(office: Office) -> None:
    with making(office) as make:
        grant_id = make.grant().id
    for number, amount in enumerate(("10.10", "20.20", "-5.00")):
        with making(office) as make:
            make.entry(make.unit.session.get_one(Grant, grant_id), amount, kind="adjustment", category=number + 1)
    assert grant_figures(office, grant_id).spent.amount == Decimal("25.30")
    with making(office) as make:
        entry = make.unit.session.get_one(LedgerEntry, 1)
        entry.entry_on, entry.category, entry.amount = date(2019, 7, 1), 5, Decimal("11.10")
    assert grant_figures(office, grant_id).spent.amount == Decimal("26.30")
    with making(office) as make:
        make.unit.remove(make.unit.session.get_one(LedgerEntry, 2))
    assert grant_figures(office, grant_id).spent.amount == Decimal("6.10")
    assert check_office(office).is_sound


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(KINDS),
            st.integers(1, 8) | st.none(),
            st.integers(1, 12),
            st.integers(-10_000, 10_000),
            st.sampled_from(["add", "change", "remove"]),
        ),
        max_size=12,
    )
)
def test_sums_follow_whatever_is_done(file_office: Office, steps: list[tuple[str, int | None, int, int, str]]) -> None:
    with making(file_office) as make:
        grant = make.grant(reference=f"GR-{uuid4()}")
        ids: list[int] = []
        for kind, category, month, cents, what in steps:
            values: dict[str, Any] = {"kind": kind, "category": category, "entry_on": date(2019, month, 3)}
            amount = Decimal(cents) / 100
            if what == "add" or not ids:
                ids.append(make.entry(grant, str(amount), **values).id)
                continue
            entry = make.unit.session.get_one(LedgerEntry, ids[cents % len(ids)])
            if what == "remove":
                ids.remove(entry.id)
                make.unit.remove(entry)
                continue
            for name, value in {**values, "amount": amount}.items():
                setattr(entry, name, value)
            make.unit.session.flush()
    with file_office.read() as session:
        assert grants_with_wrong_sums(session) == []


def test_sums_that_were_altered_are_damage(office: Office, english: Language) -> None:
    with making(office) as make:
        make.entry(make.grant(reference="GR-1"), "10.00", category=5)
        make.entry(make.grant(reference="GR-2"), "10.00", category=5)
    with office.change() as unit:
        unit.session.execute(text("UPDATE ledger_sum SET spent = spent + 1 WHERE grant_id = 2"))
        unit.session.commit()
    result = check_office(office)
    assert not result.is_sound
    (damage,) = result.damage
    assert (damage.code, english.text(damage.sentence)) == (
        "wrong_sums",
        "The sums of GR-2 are not those of the ledger.",
    )


def test_sums_that_are_missing_are_damage_too(office: Office) -> None:
    with making(office) as make:
        make.entry(make.grant(reference="GR-1"), "10.00", category=5)
    with office.change() as unit:
        unit.session.execute(text("DELETE FROM ledger_sum"))
        unit.session.commit()
    assert [finding.code for finding in check_office(office).damage] == ["wrong_sums"]
