"""Brings tables into every register but the ledger: organisations, grants, budget lines, rates and all the rest.

A preview is a rehearsal: the rows run through the rules of forms in a unit of work that is never committed. Applying
does the same once more with the rows that were chosen, and is refused when they come out otherwise than in the preview.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from desktop.domain.finding import Problem, Severity
from desktop.domain.money import MINOR_UNITS, Money
from desktop.domain.progress import Progress
from desktop.importers.fields import Field
from desktop.language import Message, UserError, say, say_many
from desktop.language.message import to_json
from desktop.registers import find_register
from desktop.registers.deployments import CONTRACT_PERIODS
from desktop.registers.money import BUDGET_LINES
from desktop.registers.register import Kind, Register
from desktop.registers.volunteers import VOLUNTEERS
from desktop.services.backups import back_up_before
from desktop.services.identity_warnings import IdentityReader
from desktop.services.imports.lists import volunteer_codes
from desktop.services.imports.lists.keys import KEYS
from desktop.services.imports.lists.line_amounts import LineAmounts
from desktop.services.imports.lists.making import MADE_UP
from desktop.services.imports.lists.matching import Matcher
from desktop.services.imports.lists.plans import CURRENCY, GRANT, Addresses, Planner, RowPlan
from desktop.services.imports.lists.references import NEW_BUDGET, Pointer
from desktop.services.imports.lists.rehearsal import Rehearsal, RowOutcome
from desktop.services.imports.lists.sheet_rows import Reader, SheetRow
from desktop.services.imports.lists.shown_rows import ShownRows
from desktop.services.imports.lists.surroundings import Surroundings
from desktop.services.imports.preview import Draft, Options, Preview, RowProblem, Status
from desktop.services.imports.row_marks import Marks, read_marks
from desktop.services.records import default_of
from desktop.storage.batches import note_batch
from desktop.storage.import_matches import Known
from desktop.storage.lookups import grant_by_reference
from desktop.storage.models import ImportBatch
from desktop.storage.office import Office, Outcome, Unit

_COMPARING = say("Comparing with the office")
_IMPORTING = say("Importing")
_LOOK_AT_IT = say("Correct the text here, or leave the row out.")


@dataclass(frozen=True, slots=True)
class Work:
    """What a preview keeps for applying it: a name that makes a retry harmless, and what each row was by then."""

    uid: str
    outcomes: tuple[RowOutcome, ...]
    known: tuple[Known | None, ...]


@dataclass(slots=True)
class _Run:
    """A table held against the office, its rows ready to run."""

    register: Register
    around: Surroundings
    reader: Reader
    marks: Marks
    plans: list[RowPlan]
    rehearsal: Rehearsal
    notes: list[Message] = field(default_factory=list)


def preview(office: Office, draft: Draft, options: Options, *, progress: Progress) -> Preview:
    """What importing a draft would do: a rehearsal that is not kept.

    Raises UserError when the office can only be read, or there is no grant as `options` say.
    """
    with office.change() as unit:
        run = _prepared(unit, draft, options, office.facts.uid)
        run.rehearsal.make_missing(run.plans)
        run.rehearsal.run(run.plans, progress=progress, doing=_COMPARING)
        return _shown(run, draft, options, names=office.shows_names)


def apply(office: Office, preview: Preview, *, taken: Sequence[int] | None = None, progress: Progress) -> Outcome:
    """Brings in the rows of `preview` at the places `taken`, as one batch. See `sheets.apply`."""
    draft = preview.draft
    work = _accepted(preview)
    chosen = sorted(set(preview.taken() if taken is None else taken))
    if not chosen:
        return Outcome(say("Nothing new in {file}: everything is here already.", file=draft.book.name))
    office.require_writable()
    back_up_before(office, why="import", progress=progress)
    with office.change() as unit:
        run = _prepared(unit, draft, preview.options, office.facts.uid)
        plans = [_as_chosen(run.plans[place], work) for place in chosen]
        counts = Counter(work.outcomes[place].status is Status.CHANGED for place in chosen)
        sentence = _sentence(run.register, draft, chosen, work)
        batch = _batch(unit, draft, work, sentence, added=counts[False], changed=counts[True])
        batch_id = note_batch(unit, batch, draft.book.content)
        unit.bring(batch_id)
        run.rehearsal.make_missing(plans)
        run.rehearsal.run(plans, progress=progress, doing=_IMPORTING)
        for plan in plans:
            _require_as_shown(plan, run.rehearsal.outcomes[plan.place], work, draft)
        return unit.commit(sentence, batch_id=batch_id, record_id=batch_id)


# --- getting ready ----------------------------------------------------------------------------------------------------


def _prepared(unit: Unit, draft: Draft, options: Options, office_uid: str) -> _Run:
    """Reads the rows, and finds what they refer to and which records they are."""
    register = find_register(draft.kind)
    if options.grant and not options.create_missing:
        grant_by_reference(unit.session, options.grant)
    around = Surroundings(unit, register)
    marks = read_marks(draft.book, draft.layout, kind=draft.kind, office_uid=office_uid)
    reader = Reader(draft, options, marks)
    addresses = Addresses(draft)
    planner = Planner(draft, options, register, around)
    rows, gone = _read(draft, reader, marks, around)
    plans = planner.plan(rows)
    for plan in plans:
        plan.gone = plan.row in gone
    _warn_of_identities(unit, register, plans, addresses)
    notes: list[Message] = []
    Matcher(register, around.known.values(), addresses).match(plans)
    planner.settle_numbers(plans)
    planner.check_currencies(plans)
    if register.key == BUDGET_LINES.key:
        lines = LineAmounts(unit, around, addresses)
        lines.settle(plans)
        if lines.number(plans):
            notes.append(say("Lines without a code get the next free number."))
    if register.key == VOLUNTEERS.key and volunteer_codes.number(plans, around.known.values()):
        notes.append(say("Volunteers without a code get the next free one."))
    shown = ShownRows(draft, register, around, names=False)
    for plan in plans:
        plan.conflicts = shown.conflicts(plan, marks)
    return _Run(register, around, reader, marks, plans, Rehearsal(unit, register, addresses), notes)


def _warn_of_identities(unit: Unit, register: Register, plans: Sequence[RowPlan], addresses: Addresses) -> None:
    """Notes rows whose texts likely tell who a person is; they come in all the same."""
    reader = IdentityReader(unit.session, register)
    for plan in plans:
        for key, sentence in reader.warnings(plan.read.cells).items():
            plan.problems.append(addresses.problem(plan.row, key, sentence, _LOOK_AT_IT, severity=Severity.WARNING))


def _read(draft: Draft, reader: Reader, marks: Marks, around: Surroundings) -> tuple[list[SheetRow], frozenset[int]]:
    """The rows, and those of them whose records are gone: these say all that they say, as new ones do."""
    owners = marks.owners(reader.edited)
    gone = frozenset(row for row, mark in owners.items() if mark.record_id not in around.known)
    rows = [row for row in draft.layout.rows if row not in marks.examples]
    return [reader.read(row, None if row in gone else owners.get(row)) for row in rows], gone


# --- what is shown ----------------------------------------------------------------------------------------------------


def _shown(run: _Run, draft: Draft, options: Options, *, names: bool) -> Preview:
    outcomes = [run.rehearsal.outcomes[plan.place] for plan in run.plans]
    shown = ShownRows(draft, run.register, run.around, names=names)
    return Preview(
        draft=draft,
        options=options,
        fields=shown.fields,
        rows=tuple(shown.row(plan, outcome) for plan, outcome in zip(run.plans, outcomes, strict=True)),
        statuses=bytes(outcome.status for outcome in outcomes),
        problems=tuple(problem for outcome in outcomes for problem in outcome.problems),
        sums=_sums(run, draft),
        checks=draft.layout.checks,
        styles=run.reader.styles,
        missing=tuple(_missing(run.plans, outcomes)),
        notes=tuple(_notes(run, draft, outcomes)),
        refused=tuple(_refused(run, draft, options)),
        work=Work(str(uuid.uuid4()), tuple(outcomes), tuple(plan.known for plan in run.plans)),
    )


def _sums(run: _Run, draft: Draft) -> tuple[Money, ...]:
    """What the amounts of the rows come to, by currency: of the column that the list itself sums, else the first."""
    mapped = set(draft.mapping.fields.values())
    money = [each for each in draft.fields if each.key in mapped and each.kind is Kind.MONEY]
    summed = [each for each in money if each.column is None or each.column.total] or money
    sums: dict[str, Decimal] = {}
    for each in summed[:1]:
        for plan in run.plans:
            amount = plan.values.get(each.key, plan.read.cells.get(each.key))
            currency = _currency(run, plan, each)
            if isinstance(amount, Decimal) and currency in MINOR_UNITS:
                sums[currency] = sums.get(currency, Decimal(0)) + amount
    return tuple(Money(amount, currency) for currency, amount in sorted(sums.items()))


def _currency(run: _Run, plan: RowPlan, held: Field) -> str:
    """The currency of an amount of a row: what the row says, else that of its record or its grant."""
    stated = plan.read.cells.get(held.currency or CURRENCY)
    if isinstance(stated, str):
        return stated
    known = {} if plan.known is None else plan.known.values
    if isinstance(known.get(held.currency), str):
        return str(known[held.currency])
    grant, budget = plan.values.get(GRANT), plan.values.get("budget")
    if isinstance(budget, Pointer):
        grant = budget.grant or run.around.grant_of_budget(budget.id)
    found = grant.id if isinstance(grant, Pointer) else grant if isinstance(grant, int) else known.get(GRANT)
    beside = plan.read.currencies.get(held.key, "")
    return run.around.currency_of(found) or (beside if beside in MINOR_UNITS else "")


def _missing(plans: Sequence[RowPlan], outcomes: Sequence[RowOutcome]) -> Iterator[tuple[str, str]]:
    """The records that would be made because rows that may come in name them, each once."""
    found: dict[tuple[str, str], None] = {}
    for plan, outcome in zip(plans, outcomes, strict=True):
        if outcome.status in (Status.NEW, Status.CHANGED, Status.CONFLICT):
            for value in plan.values.values():
                if isinstance(value, Pointer):
                    found |= dict.fromkeys(_to_make(value))
    return iter(found)


def _to_make(pointer: Pointer) -> Iterator[tuple[str, str]]:
    for part in (pointer.grant, pointer.project):
        if part is not None:
            yield from _to_make(part)
    if pointer.is_missing:
        yield "budgets" if pointer.register == NEW_BUDGET else pointer.register, pointer.label


def _notes(run: _Run, draft: Draft, outcomes: Sequence[RowOutcome]) -> Iterator[Message]:
    yield from draft.book.notes
    yield from draft.layout.notes
    yield from run.notes
    if run.marks.note is not None:
        yield run.marks.note
    dashes = sum(plan.read.dashes for plan in run.plans)
    if dashes:
        yield say_many(
            "A dash alone in {count} cell was taken for nothing.",
            "A dash alone in {count} cells was taken for nothing.",
            count=dashes,
        )
    signed = [plan for plan in run.plans if plan.known is None and plan.values.get("signed_on")]
    if run.register.key == CONTRACT_PERIODS.key and signed:
        yield say("Contracts that come in signed make no commitments: what they cost is in the ledger already.")
    made = {register for register, _name in _missing(run.plans, outcomes)}
    yield from (sentence for register, sentence in MADE_UP.items() if register in made)


def _refused(run: _Run, draft: Draft, options: Options) -> Iterator[Problem]:
    """Columns without which no row can be a record: none tells which one it is, and none can be new."""
    mapped = set(draft.mapping.fields.values()) | ({GRANT} if options.grant else set())
    given = mapped | {column.key for column in run.register.incoming_columns if default_of(run.register, column)}
    if run.register.key == BUDGET_LINES.key:  # a budget is found by its grant, and its lines get numbers
        given |= {"code"} | ({"budget"} if GRANT in given else set())
    if run.register.key == VOLUNTEERS.key:
        given.add(volunteer_codes.CODE)
    if run.marks.rows or any(given.issuperset(key.columns) for key in KEYS[run.register.key]):
        return
    for each in draft.fields:
        if each.required and each.key not in given:
            yield Problem(
                Severity.ERROR,
                draft.mapping.sheet,
                say("No column holds {field}.", field=each.label),
                say("Choose the column that does."),
            )


# --- bringing in ------------------------------------------------------------------------------------------------------


def _accepted(preview: Preview) -> Work:
    """What brings the rows of a preview in. Raises UserError when it was refused."""
    if isinstance(preview.work, Work) and not preview.refused:
        return preview.work
    first = preview.refused[0]
    raise UserError(first.sentence, say("Nothing was imported."), first.fix)


def _as_chosen(plan: RowPlan, work: Work) -> RowPlan:
    """A row as it comes in because someone chose it: a duplicate is a record of its own then."""
    if work.outcomes[plan.place].status is Status.DUPLICATE:
        plan.same_as = None
    return plan


def _require_as_shown(plan: RowPlan, now: RowOutcome, work: Work, draft: Draft) -> None:
    """Raises UserError for a row that came out otherwise than the preview said."""
    then, known = work.outcomes[plan.place], work.known[plan.place]
    if now.status is Status.ERROR:
        problem = next(each for each in now.problems if each.problem.severity is Severity.ERROR)
        raise _stale(draft, plan, problem)
    expected = Status.NEW if then.status is Status.DUPLICATE else then.status
    before = None if known is None else (known.id, known.version)
    after = None if plan.known is None else (plan.known.id, plan.known.version)
    if (now.status, now.changed, after) != (expected, then.changed, before):
        raise _stale(draft, plan, None)


def _stale(draft: Draft, plan: RowPlan, problem: RowProblem | None) -> UserError:
    if problem is not None:
        return UserError(
            say("{where}: {problem}", where=problem.problem.where, problem=problem.problem.sentence),
            say("Nothing was imported."),
            problem.problem.fix,
        )
    return UserError(
        say("The office changed since row {row} of {file} was looked at.", row=str(plan.row + 1), file=draft.book.name),
        say("Nothing was imported."),
        say("Look at the preview again, then import."),
    )


def _sentence(register: Register, draft: Draft, chosen: Sequence[int], work: Work) -> Message:
    changed = sum(work.known[place] is not None for place in chosen)
    added = len(chosen) - changed
    parts: list[Message] = [register.count(added)] if added else []
    if changed:
        parts.append(say_many("{count} record changed", "{count} records changed", count=changed))
    return say("Imported {file}: {parts}.", file=draft.book.name, parts=parts)


def _batch(unit: Unit, draft: Draft, work: Work, sentence: Message, *, added: int, changed: int) -> ImportBatch:
    return ImportBatch(
        uid=work.uid,
        kind=draft.kind,
        source_name=draft.book.name,
        sha256=draft.book.sha256,
        imported_at=unit.now,
        actor=unit.actor,
        added=added,
        changed=changed,
        sentence=to_json(sentence),
        mapping=draft.mapping.as_json(),
    )
