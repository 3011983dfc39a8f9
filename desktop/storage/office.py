"""An open office: the unit of work every use case runs in.

`office.read()` gives a session that only reads. `office.change()` gives a `Unit`: one transaction, one sentence, one
entry in the trail. Nothing is kept unless `Unit.commit` is reached, and only services call it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Engine, delete, event, insert, select, text
from sqlalchemy.orm import Session

from desktop.language import Cancelled, Message, UserError, say
from desktop.language.message import to_json
from desktop.registers.register import Register
from desktop.registers.sight import see_register
from desktop.storage import audit
from desktop.storage.bulk import Row, loading
from desktop.storage.dependents import parts_of, standing_on
from desktop.storage.engine import WRITES, for_readers, interrupted_by, is_file
from desktop.storage.errors import in_sentences
from desktop.storage.location import Location
from desktop.storage.lock import OfficeLock
from desktop.storage.models import MODELS, AuditEntry, Base, LedgerEntry, OfficeRecord
from desktop.storage.models.base import table_of
from desktop.storage.month_guard import MonthGuard
from desktop.storage.search import reindex
from desktop.storage.tree import place_projects

Clock = Callable[[], datetime]
Record = TypeVar("Record", bound=Base)
Reading: TypeAlias = Session
"""What `Office.read` gives, for services that hand it on."""
_ROWS_AT_ONCE = 2_000


def utc_now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a use case did: its sentence, the tables it touched (the trail among them), the entry in the trail (None
    when nothing changed), and the id of the record it made or changed, where it is about one.
    """

    message: Message
    tables: frozenset[str] = frozenset()
    entry_id: int | None = None
    record_id: int = 0


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """Whose office it is. `story_day` is the day on which a sample stands still, None for a real office."""

    uid: str
    name: str
    is_sample: bool
    story_day: date | None


class Office:
    """An office that is open; give it back with `close`.

    `shows_names` says whether whoever has it open asked who the volunteers are; services and pages take registers from
    `register`, which leaves out what tells it otherwise.
    """

    def __init__(
        self,
        engine: Engine,
        location: Location,
        *,
        actor: str,
        lock: OfficeLock | None = None,
        read_only: bool = False,
        clock: Clock = utc_now,
    ) -> None:
        self.engine = engine
        # A file shows a reader one state of itself; a server does so when asked.
        self._readers = for_readers(engine)
        self.location = location
        self.actor = actor
        self.read_only = read_only
        self.clock = clock
        self.shows_names = False
        self._lock = lock
        self._counting = threading.Lock()
        self._sessions = {False: 0, True: 0}  # those that are open, by whether they write
        self._closed = False
        self.facts = self._read_facts()

    def _read_facts(self) -> OfficeFacts:
        with self.read() as session:
            record = session.scalars(select(OfficeRecord)).one()
            return OfficeFacts(record.uid, record.name, record.is_sample, record.story_day)

    @property
    def today(self) -> date:
        """The day that counts: today, or the day on which a sample office stands still."""
        return self.facts.story_day or self.clock().astimezone().date()

    def register(self, key: str) -> Register:
        """The list `key` as it is seen here, see `shows_names`. Raises UserError when there is no such list."""
        return see_register(key, names=self.shows_names)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the office and changes nothing."""
        with self._counted(writes=False), in_sentences(), Session(self._readers, autoflush=False) as session:
            yield session

    def require_writable(self) -> None:
        """Raises UserError when the office is open to read only."""
        if self.read_only:
            raise UserError(
                say("This office is open to read only."),
                say("Nothing was changed."),
                say("Open it for writing: the file, or its folder, is write-protected, or someone else has it open."),
            )

    @contextmanager
    def change(self) -> Iterator[Unit]:
        """A unit of work. Leaving it without `commit`, for whatever reason, changes nothing."""
        self.require_writable()
        with self._counted(writes=True), in_sentences(), self.engine.connect() as connection:
            writing = connection.execution_options(**{WRITES: True})
            with Session(writing, autoflush=False) as session:
                yield Unit(self, session)

    @contextmanager
    def _counted(self, *, writes: bool) -> Iterator[None]:
        """Keeps what a session needs until it ends.

        In a closed office raises RuntimeError when one is to write, Cancelled when one is to read: a page that was left
        may have asked for what nobody waits for any more.
        """
        with self._counting:
            closed = self._closed
            if closed and writes:
                msg = "the office is closed"
                raise RuntimeError(msg)
            if closed:
                raise Cancelled
            self._sessions[writes] += 1
        try:
            yield
        finally:
            with self._counting:
                self._sessions[writes] -= 1
                if self._closed:
                    self._let_go()

    def close(self) -> None:
        """Begins no more units, and lets the office go: at once, or when the last session that is open ends."""
        with self._counting:
            self._closed = True
            self._let_go()

    def _let_go(self) -> None:
        """Connections first, when nobody uses one any more; then the lock, when nobody writes."""
        if not any(self._sessions.values()):
            self.engine.dispose()
        if self._lock is not None and not self._sessions[True]:
            self._lock.release()


class Unit:
    """One use case at work."""

    def __init__(self, office: Office, session: Session) -> None:
        self.session = session
        self.now = office.clock()
        self._office = office
        self._recorder = audit.Recorder(session)
        self._guard = MonthGuard(session)
        self._bulk: dict[str, list[int]] = {}
        event.listen(session, "before_flush", self._guard.before_flush)
        event.listen(session, "before_flush", self._recorder.before_flush)
        event.listen(session, "after_flush", self._recorder.after_flush)

    @property
    def actor(self) -> str:
        """Who does it."""
        return self._office.actor

    @property
    def today(self) -> date:
        """The day that counts, see `Office.today`."""
        return self._office.today

    def get(self, model: type[Record], record_id: int, *, version: int | None = None) -> Record:
        """The record to work on. Raises UserError when it is gone, or is not the `version` the user saw."""
        record = self.session.get(model, record_id)
        if record is None:
            raise UserError(
                say("This record is no longer there."), say("Someone removed it."), say("Go back to the list.")
            )
        if version is not None and getattr(record, "version", version) != version:
            raise UserError(
                say("Someone changed this record while you were working on it."),
                say("Your change was not saved, so that theirs is not lost."),
                say("Open the record again, look at the new values, and repeat your change."),
            )
        return record

    def has(self, model: type[Base], record_id: int) -> bool:
        """Whether the record is there."""
        return self.session.get(model, record_id) is not None

    def add(self, record: Record) -> Record:
        """Puts a record into the office at once, so that a new one has its id."""
        self.session.add(record)
        self.session.flush()
        return record

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of the work that is taken back whole, and alone, when something is raised in it."""
        noted = len(self._recorder.changes)
        try:
            with in_sentences(), self.session.begin_nested():
                yield
        except BaseException:
            del self._recorder.changes[noted:]
            raise

    def bring(self, batch_id: int) -> None:
        """From here on new records of tables that know their import are of this one: the batch is their trail."""
        self._recorder.batch_id = batch_id

    def add_many(self, records: Sequence[Base]) -> None:
        """Puts several records into the office at once; the trail knows each of them."""
        self.session.add_all(records)
        self.session.flush()

    def remove(self, record: Base) -> None:
        """Takes a record and its parts out of the office at once, so that the trail knows each of them.

        Raises UserError that says what still belongs to it.
        """
        standing = standing_on(self.session, record)
        if standing:
            raise UserError(
                say("Other records still belong to this one."),
                say("Nothing was changed: it still has {records}.", records=standing),
                say("Remove or move them first."),
            )
        for part in parts_of(self.session, record):
            self.session.delete(part)
        self.session.flush()
        self.session.delete(record)
        self.session.flush()

    def reserve(self, model: type[Base], count: int) -> list[int]:
        """Ids for `count` rows to be given to `insert_many`; none of them was ever used before."""
        table = model.__tablename__
        if is_file(self.session.connection()):
            sequence = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
            last = self.session.scalar(sequence, {"table": table}) or 0
            return list(range(last + 1, last + 1 + count))
        sequence = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
        return list(self.session.scalars(sequence, {"table": f'"{table}"', "count": count}))

    def insert_many(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds many rows of an import fast. They carry ids of their own and the batch, which is their trail."""
        if not rows:
            return
        # What the first of many rows lacks, SQLAlchemy would leave out of all.
        for _columns, alike in groupby(rows, key=lambda row: row.keys()):
            some = list(alike)
            for start in range(0, len(some), _ROWS_AT_ONCE):
                self.session.execute(insert(table_of(model)), some[start : start + _ROWS_AT_ONCE])
        if model is LedgerEntry:
            self._guard.note_days(row["entry_on"] for row in rows)
        self._note_bulk(model, [row["id"] for row in rows])

    def load_entries(
        self,
        names: Sequence[str],
        chunks: Iterable[Sequence[Row]],
        *,
        ids: Sequence[int],
        days: Iterable[date],
        same: Mapping[str, Any],
    ) -> None:
        """Adds the many entries of an import to the ledger, the fastest way there is; `ids` were reserved for them.

        The rows of each chunk hold the values of the columns `names` as they are stored, the id first; `same` are
        values that all rows share, `days` are those that the entries are dated.
        """
        self.session.flush()
        self._guard.note_days(days)
        with loading(self.session.connection(), names, ids, same) as loader:
            for chunk in chunks:
                loader.load(chunk)
        self._note_bulk(LedgerEntry, ids)

    @contextmanager
    def interruptible(self, check: Callable[[], None]) -> Iterator[None]:
        """Asks `check` again and again while the database works on what is done inside; it raises Cancelled to stop."""
        connection = self.session.connection()
        if not is_file(connection):
            yield
            return
        with interrupted_by(connection.connection.driver_connection, check):
            yield

    def remove_many(self, model: type[Base], which: ColumnElement[bool]) -> int:
        """Removes the rows of an import for which `which` holds; returns how many."""
        ids = list(self.session.scalars(select(model.id).where(which)))
        if ids:
            if model is LedgerEntry:  # once they are gone, nothing tells their days
                self._guard.note_days(self.session.scalars(select(LedgerEntry.entry_on).where(which).distinct()))
            self.session.execute(delete(model).where(which))
            self._note_bulk(model, ids)
        return len(ids)

    def _note_bulk(self, model: type[Base], ids: Sequence[int]) -> None:
        """Notes that many rows of an import came or went, so that the index of words follows."""
        self._bulk.setdefault(model.__tablename__, []).extend(ids)

    def note(self, message: Message) -> Outcome:
        """Keeps a sentence in the trail about something that changed no record."""
        entry_id = audit.write(self.session, self._entry(message), [])
        self.session.commit()
        return Outcome(message, frozenset({AuditEntry.__tablename__}), entry_id)

    def commit(
        self, message: Message, *, batch_id: int | None = None, undoes_id: int | None = None, record_id: int = 0
    ) -> Outcome:
        """Keeps what was done under its sentence; the one place where anything becomes true.

        Raises UserError when that would change the ledger of a month that is closed to whoever does it.
        """
        self.session.flush()
        changes = self._recorder.changes
        for table, ids in self._recorder.brought.items():
            self._note_bulk(MODELS[table], list(ids))
        tables = frozenset({change.record for change in changes} | self._bulk.keys())
        if not tables:
            return Outcome(message, record_id=record_id)
        if "project" in tables:
            place_projects(self.session)
        self._index_words(changes)
        entry_id = audit.write(self.session, self._entry(message, batch_id, undoes_id), list(changes))
        # After the trail, whose lock is held until the end: nobody can close a month in between.
        self._guard.require_open(actor=self.actor, now=self.now)
        self.session.commit()
        return Outcome(message, tables | {AuditEntry.__tablename__}, entry_id, record_id)

    def _entry(self, message: Message, batch_id: int | None = None, undoes_id: int | None = None) -> AuditEntry:
        return AuditEntry(
            done_at=self.now, actor=self.actor, sentence=to_json(message), batch_id=batch_id, undoes_id=undoes_id
        )

    def _index_words(self, changes: Sequence[audit.Change]) -> None:
        touched = {table: list(ids) for table, ids in self._bulk.items()}
        for change in changes:
            touched.setdefault(change.record, []).append(change.record_id)
        connection = self.session.connection()
        for table, ids in touched.items():
            reindex(connection, table, ids)
