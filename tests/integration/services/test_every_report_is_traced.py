"""Whatever is posted, split, moved, reversed, revised, amended, received and reported before: in every report there is,
each figure is the sum of its entries or follows from other figures, all entries are the ledger, every proof holds, and
it reads the same when it was stored. On both engines; a new layout is in it by being in the list of layouts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, literal, select

from desktop.domain.ledger import LedgerKind
from desktop.domain.money import Money
from desktop.domain.period import Period
from desktop.domain.terms import AmendmentKind, ReportStatus, RuleKind, Unspent
from desktop.language import say
from desktop.reports.assurance.recompute import recomputed
from desktop.reports.forms.volunteers import VOLUNTEERS
from desktop.reports.frozen import frozen, thawed
from desktop.reports.layouts import LAYOUTS
from desktop.reports.report import EntrySum, Figure, Report, parts_of
from desktop.reports.trace import MEASURES, Scope, Sums, Traced, TraceRow
from desktop.services import reports
from desktop.services.amendments import apply_amendment, draft_amendment
from desktop.services.history import UndoStack
from desktop.services.offices import Office, Outcome
from desktop.services.receipts import Receipt, record_receipt
from desktop.storage.donor_reports import freeze_entries
from desktop.storage.models import (
    BudgetLine,
    DeploymentCost,
    DeploymentShare,
    DonorReport,
    Grant,
    LedgerEntry,
    WorkCount,
    WorkMeasure,
)
from tests.helpers.books import CENTS, CURRENCIES, DAYS, FIRST, LAST, STEP, Books, amount_of, open_books, take
from tests.helpers.records import Maker, making
from tests.helpers.reporting import trace_of
from tests.helpers.staffing import Staff

PERIOD = Period.of_days(date(2019, 7, 1), date(2019, 9, 30))
BEFORE = Period.of_days(FIRST, date(2019, 6, 30))
_ALL = 1_000_000

_own_steps = st.one_of(
    st.tuples(st.just("receive"), st.sampled_from(CURRENCIES), st.sampled_from(CURRENCIES), CENTS, DAYS),
    st.tuples(st.just("report"), st.sampled_from(CURRENCIES)),
    st.tuples(st.just("move"), st.integers(0, 30), st.integers(0, 6)),
    st.tuples(st.just("amend"), st.sampled_from(CURRENCIES), st.integers(1, 9)),
    st.tuples(st.just("match"), st.integers(0, 30), CENTS, st.integers(6, 10)),
)
_steps = st.lists(st.one_of(STEP, STEP, _own_steps), min_size=6, max_size=16)


def _books(office: Office) -> tuple[Books, dict[str, int]]:
    """Books with an instalment for each grant, and a rule on what is left at its end."""
    with office.read() as session:
        known = session.scalar(select(func.count()).select_from(Grant))
    books = open_books(office, str(known))
    with making(office) as make:
        instalments = {}
        for currency, grant_id in books.grants.items():
            grant = make.unit.get(Grant, grant_id)
            instalments[currency] = make.instalment(grant, "250000", date(2019, 3, 1)).id
            make.rule(grant, RuleKind.UNSPENT, choice=Unspent.REFUND, amount=Decimal(250))
            _deploy(make, grant, f"{currency}-{known}")
    return books, instalments


def _deploy(make: Maker, grant: Grant, name: str) -> None:
    """A volunteer whose contracts the grant and nobody else pays, in part without a rate, and what is counted."""
    staff = Staff(make)
    project = make.project(reference=f"P-{name}")
    assignment = staff.assignment(reference=f"A-{name}", project_id=project.id, station_id=staff.station(name).id)
    spans = (("initial", date(2019, 1, 10), date(2019, 8, 20), True), ("extension", date(2019, 8, 21), LAST, False))
    volunteer = staff.volunteer(reference=f"V-{name}", name="Nobody")
    made = staff.deployment(assignment, *spans, reference=f"D-{name}", volunteer_id=volunteer.id)
    staff.share(made, grant, "60", FIRST)
    measure = make.unit.add(WorkMeasure(project_id=project.id, code="visits", name="Visits"))
    make.unit.add(WorkCount(measure_id=measure.id, deployment_id=made.id, month=date(2019, 7, 1), count=7))


def _match(books: Books, place: int, cents: int, month: int) -> None:
    """Says how much of an entry is for the volunteer of its grant in a month."""
    with books.office.change() as unit:
        wanted = LedgerEntry.grant_id.in_(books.grants.values()), LedgerEntry.received.is_(None)
        entries = list(unit.session.scalars(select(LedgerEntry).where(*wanted).order_by(LedgerEntry.id)))
        if not entries:
            return
        entry = entries[place % len(entries)]
        paid = select(DeploymentShare.deployment_id).where(DeploymentShare.grant_id == entry.grant_id)
        key = {"entry_id": entry.id, "deployment_id": unit.session.scalars(paid).one(), "month": date(2019, month, 1)}
        if unit.session.scalars(select(DeploymentCost).filter_by(**key)).first() is None:
            unit.add(DeploymentCost(**key, amount=amount_of(cents, entry.currency)))
        unit.commit(say("Matched for a test"))
    books.stack = UndoStack()  # what a cost is matched to is not undone


def _take(books: Books, instalments: dict[str, int], step: tuple[object, ...]) -> None:
    office = books.office
    match step:
        case ("receive", str(owner), str(paid), int(cents), date() as day):
            original = Money(amount_of(cents, paid), paid)
            receipt = Receipt(
                instalments[owner], day, original, f"RC-{len(books.posted)}", agreed=Decimal(cents // 100)
            )
            books.do(lambda: record_receipt(office, receipt))
        case ("report", str(owner)):
            _report(books, books.grants[owner])
        case ("move", int(place), int(line)):
            _move(books, place, line)
        case ("amend", str(owner), int(more)):
            books.do(lambda: _amended(office, books.grants[owner], Decimal(900_000 + more)))
        case ("match", int(place), int(cents), int(month)):
            _match(books, place, cents, month)
        case _:
            take(books, step)


def _amended(office: Office, grant_id: int, amount: Decimal) -> Outcome:
    draft = draft_amendment(office, grant_id=grant_id, kind=AmendmentKind.OTHER, changes={"amount": amount}).record_id
    return apply_amendment(office, amendment_id=draft, on=LAST)


def _report(books: Books, grant_id: int) -> None:
    """Reports the first half of the year to the funder, in every form: what comes later is an adjustment."""
    with books.office.change() as unit:
        for name in (layout.name for layout in LAYOUTS.values() if layout.of_grant):
            which = DonorReport.grant_id == grant_id, DonorReport.layout == name
            if unit.session.scalars(select(DonorReport).where(*which)).first() is None:
                head = DonorReport(
                    grant_id=grant_id,
                    layout=name,
                    number=1,
                    starts_on=BEFORE.start,
                    ends_on=BEFORE.last,
                    status=str(ReportStatus.SUBMITTED),
                    language="en",
                )
                unit.add(head)
                freeze_entries(unit.session, head.id, Scope((grant_id,), BEFORE, series=name))
        unit.commit(say("Reported for a test"))
    books.stack = UndoStack()  # what is reported is undone no more


def _move(books: Books, place: int, line: int) -> None:
    """Puts a cost on another line of its grant, or on none and in no category, whether it was reported or not."""
    with books.office.change() as unit:
        costs = unit.session.scalars(select(LedgerEntry).where(LedgerEntry.spent.is_not(None)).order_by(LedgerEntry.id))
        own = [cost for cost in costs if cost.grant_id in books.grants.values()]
        if not own:
            return
        cost = own[place % len(own)]
        (lines,) = [books.lines[currency] for currency, grant in books.grants.items() if grant == cost.grant_id]
        chosen = unit.get(BudgetLine, lines[line]) if line < len(lines) else None
        cost.line_id, cost.category = (None, None) if chosen is None else (chosen.id, chosen.category)
        unit.commit(say("Moved for a test"))
    books.stack = UndoStack()


# --- what must hold --------------------------------------------------------------------------------------------------


def _parts() -> Any:
    """What was spent and committed of the parts for the months of the period, by grant."""
    committed = LedgerEntry.kind == LedgerKind.COMMITMENT
    sums = [func.coalesce(func.sum(DeploymentCost.amount).filter(which), 0) for which in (~committed, committed)]
    return (
        select(Grant.reference, *sums, literal(Decimal(0)))
        .join(LedgerEntry, LedgerEntry.grant_id == Grant.id)
        .join(DeploymentCost, DeploymentCost.entry_id == LedgerEntry.id)
        .where(DeploymentCost.month >= PERIOD.start, DeploymentCost.month <= PERIOD.last)
        .group_by(Grant.reference)
    )


def _ledger(office: Office, last: date, of: Traced) -> dict[str, dict[str, Decimal]]:
    """What the entries of each grant come to up to a day, or their parts, added up by the database itself."""
    measures = [func.coalesce(func.sum(getattr(LedgerEntry, name)), 0) for name in MEASURES]
    statement = (
        select(Grant.reference, *measures)
        .join(LedgerEntry, LedgerEntry.grant_id == Grant.id)
        .where(LedgerEntry.entry_on <= last)
        .group_by(Grant.reference)
    )
    if of is Traced.NOTHING:
        return {}
    with office.read() as session:
        rows = session.execute(_parts() if of is Traced.DEPLOYMENTS else statement).all()
    return {name: dict(zip(MEASURES, sums, strict=True)) for name, *sums in rows}


def _traced(rows: list[TraceRow]) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(MEASURES, Decimal(0)))
    for row in rows:
        for measure in MEASURES:
            found[row.grant][measure] += row.measure(measure)
    return found


def _size(figure: Figure) -> Decimal:
    return abs(figure.value or Decimal(0))


def _telling(figures: dict[str, Figure]) -> list[Figure]:
    """Of the sums by the same conditions one: the largest. Each asks the database in another way."""
    found: dict[tuple[str, ...], Figure] = {}
    for figure in figures.values():
        if isinstance(figure.formula, EntrySum):
            asked = (figure.formula.measure, *(name for name, _value in figure.formula.where))
            found[asked] = max(found.get(asked, figure), figure, key=_size)
    return list(found.values())


def _require_traced(office: Office, report: Report) -> None:
    rows = trace_of(office, report)
    assert report.entry_count == len(rows)
    ledger = _ledger(office, report.period.last, report.scope.of)
    whole = {grant for grant, sums in ledger.items() if not report.scope.grants or grant == report.fact("grant")}
    assert {name: sums for name, sums in _traced(rows).items() if any(sums.values())} == {
        name: ledger[name] for name in whole if any(ledger[name].values())
    }
    figures: dict[str, Figure] = {}
    for figure in report.figures():
        assert figures.setdefault(figure.key, figure) == figure, "a key is that of one figure"
    sums = Sums.of_rows(rows)
    for figure in figures.values():
        assert all(part in figures for part in parts_of(figure.formula)), figure
        assert figure.value == recomputed(figure, figures, sums), figure
    assert [proof for proof in report.proofs if not proof.holds] == []
    again = thawed(json.loads(json.dumps(frozen(report))))
    assert (list(again.figures()), again.scope) == (list(report.figures()), report.scope)
    for figure in _telling(figures):
        origin = reports.entries_behind(office, report, figure.key, limit=_ALL)
        assert isinstance(figure.formula, EntrySum)
        assert sum((row.measure(figure.formula.measure) for row in origin.rows), Decimal(0)) == figure.value
        assert origin.count == len(origin.rows)


# A failing story is told as it is: shrinking it would take longer than reading it.
@settings(
    max_examples=5,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(_steps, st.integers(0, 2), st.booleans())
def test_every_figure_of_every_report_is_its_entries(
    office: Office, steps: list[tuple[object, ...]], first: int, is_final: bool
) -> None:
    books, instalments = _books(office)
    for step in steps:
        _take(books, instalments, step)
    with office.read() as session:
        names = {currency: session.get_one(Grant, grant_id).reference for currency, grant_id in books.grants.items()}
    for number, layout in enumerate(LAYOUTS.values(), start=first):
        grant = names[CURRENCIES[number % len(CURRENCIES)]] if layout.of_grant else ""
        details = {"volunteers": "codes"} if VOLUNTEERS in layout.options else {}
        request = reports.request_of(
            layout.name,
            grant=grant,
            first=PERIOD.start,
            last=PERIOD.last,
            details=details,
            is_final=is_final and layout.of_grant,
        )
        _require_traced(office, reports.make_report(office, request))
