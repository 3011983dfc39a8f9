"""Search finds what people mean on both engines alike: accents and case do not count, each word may be cut short."""

from __future__ import annotations

import random
from datetime import date

import pytest
from sqlalchemy import Connection, delete, select, text

from desktop.domain.progress import Silent
from desktop.language import say
from desktop.language.folding import words
from desktop.registers import REGISTERS, find_register
from desktop.registers.query import Query
from desktop.services.offices import Office
from desktop.storage import browse
from desktop.storage.backup import copy_office
from desktop.storage.engine import is_file
from desktop.storage.location import Location
from desktop.storage.models import MODELS, Amendment, Contact, Document, LedgerEntry, Obligation, Organisation
from desktop.storage.search import SEARCHED, count_matches, matches, reindex
from tests.helpers.engines import Engines
from tests.helpers.records import making

_TEXTS = [
    "Prison visits, Koutoukalé",
    "ÉCOLE nationale d’administration",
    "Straße der Menschenrechte",
    "Ọlá Ṣẹ́gun, Lagos",
    "Łódź – transfer 50 %",
    "PV-0931/2019",
    "O'Brien & Söhne",
    "أحمد، نيامي",
    "مُحَمَّد",
    "c:\\temp\\%file_name%",
    "€1500 fuel (Diffa)",
    "naïve café",
    "",
]


@pytest.fixture
def texts(office: Office) -> Office:
    """An office with an entry for each of the texts, in their order."""
    with making(office) as make:
        grant = make.grant()
        for line in _TEXTS:
            make.entry(grant, "1.00", description=line)
    return office


def _found(office: Office, search: str, *, dense: bool = False) -> list[str]:
    query = Query(find_register("ledger"), columns=("description",), search=search, sort="entry_on")
    with office.read() as session:
        connection = session.connection()
        rows = browse.window(connection, query, first=0, limit=1_000, dense=dense).rows
        assert browse.count(connection, query) == len(rows)
    return [str(row.values[0] or "") for row in rows]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("koutoukale", [0]),
        ("KOUTOUKALÉ", [0]),
        ("kou", [0]),
        ("visits prison", [0]),
        ("pri vis kou", [0]),
        ("ison", []),
        ("ecole", [1]),
        ("École d'admin", [1]),
        ("strasse", [2]),
        ("Straße", [2]),
        ("ola segun", [3]),
        ("Ọlá Ṣẹ́gun", [3]),
        ("łodz", [4]),
        ("Łódź", [4]),
        ("50", [4]),
        ("0931", [5]),
        ("pv 2019", [5]),
        ("PV-0931", [5]),
        ("o brien", [6]),
        ("O'Brien", [6]),
        ("sohne", [6]),
        ("احمد", [7]),
        ("أحمد", [7]),
        ("نيا", [7]),
        ("محمد", [8]),
        ("temp file", [9]),
        ("1500", [10]),
        ("naive cafe", [11]),
        ("prison koutoukale lagos", []),
    ],
)
def test_a_search_finds_what_is_meant(texts: Office, search: str, found: list[int]) -> None:
    assert _found(texts, search) == [_TEXTS[place] for place in found]
    assert _found(texts, search, dense=True) == [_TEXTS[place] for place in found]


@pytest.mark.parametrize(
    "search", ["", "   ", '"', "'", "*", "%", "_", "()", "--", ";", "\\", ":*", "&|!", "<->", "«»"]
)
def test_signs_alone_search_for_nothing(texts: Office, search: str) -> None:
    assert len(_found(texts, search)) == len(_TEXTS)


@pytest.mark.parametrize(
    "search",
    [
        '" OR 1=1 --',
        "prison OR fuel",
        "prison AND fuel",
        "NEAR(prison fuel)",
        "description:prison",
        "prison^2",
        "prison*fuel",
        "'); DROP TABLE ledger_entry; --",
        "!prison & (fuel | x):*",
        "prison <-> visits <2> x",
        "\x00prison\ud7ff zzz",
        "{prison fuel}: x",
        "x" * 5000,
        "½ ² ™ ﬁ Ⅷ zzz",
    ],
)
def test_operators_typed_are_words_and_do_no_harm(texts: Office, search: str) -> None:
    assert _found(texts, search) == []
    assert len(_found(texts, "")) == len(_TEXTS)


def test_a_word_is_found_in_every_searched_column_of_every_table(office: Office) -> None:
    with making(office) as make:
        project = make.project(title="Kollo1", reference="Kollo2", summary="Kollo3")
        make.result(project, code="Kollo1", title="Kollo2")
        make.organisation(name="Kollo1", short_name="Kollo2", reference="Kollo3", note="Kollo4")
        make.agreement(reference="Kollo1", title="Kollo2", note="Kollo3")
        grant = make.grant(reference="Kollo1", title="Kollo2", note="Kollo3")
        make.line(make.budget(grant), "Kollo1", "1.00", description="Kollo2")
        make.entry(grant, "1.00", reference="Kollo1", description="Kollo2", counterparty="Kollo3")
        make.instalment(grant, "1.00", date(2019, 1, 1), condition="Kollo1", note="Kollo2")
        make.allocation(name="Kollo1", note="Kollo2")
        owner = {"agreement_id": make.agreement().id, "organisation_id": grant.funder_id}
        make.unit.add(Obligation(title="Kollo1", article="Kollo2", note="Kollo3", **owner))
        make.unit.add(Contact(name="Kollo1", job_title="Kollo2", email="Kollo3", note="Kollo4", **owner))
        make.unit.add(Amendment(grant_id=grant.id, number=1, kind="other", reason="Kollo1", title="Kollo2"))
        kept = {"size": 1, "sha256": "0", "added_on": date(2019, 1, 1)}
        make.unit.add(Document(name="Kollo1", note="Kollo2", grant_id=grant.id, **kept))
    with office.read() as session:
        for table, columns in SEARCHED.items():
            if table in ("exchange_rate", "import_batch"):
                continue
            for number in range(1, len(columns) + 1):
                assert _matching(session.connection(), table, f"kollo{number}") == 1, f"{table} {number}"


def _matching(connection: Connection, table: str, search: str) -> int:
    condition = matches(connection, MODELS[table], search)
    assert condition is not None
    return len(connection.execute(select(MODELS[table].id).where(condition)).all())


def test_both_ways_to_search_agree_on_any_words(office: Office) -> None:
    """The index of words, and looking at record after record: the second is used where words are common."""
    some = random.Random(7)  # noqa: S311 - texts, not secrets
    letters = "abcàéïôçßłأبñ 0123-/'’.,"
    with making(office) as make:
        grant = make.grant()
        for _number in range(150):
            made = "".join(some.choice(letters) for _letter in range(12))
            make.entry(grant, "1.00", description=made, reference=made[:3], counterparty=made[6:])
    for _number in range(60):
        search = "".join(some.choice(letters) for _letter in range(some.randint(1, 4)))
        assert _found(office, search) == _found(office, search, dense=True), search


def test_a_changed_record_is_found_by_its_new_words_alone(office: Office) -> None:
    with making(office) as make:
        identity = make.organisation(name="Ministère").id
    with office.change() as unit:
        unit.get(Organisation, identity).name = "Bureau"
        unit.commit(say("Renamed"))
    with office.read() as session:
        assert _matching(session.connection(), "organisation", "ministere") == 0
        assert _matching(session.connection(), "organisation", "bureau") == 1


def test_a_removed_record_vanishes_from_search_and_counts(office: Office) -> None:
    with making(office) as make:
        identity = make.organisation(name="Ministère").id
    with office.change() as unit:
        unit.remove(unit.get(Organisation, identity))
        unit.commit(say("Removed"))
    query = Query(find_register("organisations"), search="ministere")
    with office.read() as session:
        assert browse.count(session.connection(), query) == 0
        assert _matching(session.connection(), "organisation", "ministere") == 0


def test_what_was_not_kept_is_not_found(office: Office) -> None:
    with office.change() as unit:
        unit.add(Organisation(name="Ministère"))
        reindex(unit.session.connection(), "organisation")
    with office.read() as session:
        assert _matching(session.connection(), "organisation", "ministere") == 0


def test_a_whole_table_can_be_indexed_anew(file_office: Office) -> None:
    with making(file_office) as make:
        for name in ("Ministère", "Bureau", "Bureau d’aide"):
            make.organisation(name=name)
    with file_office.change() as unit:
        connection = unit.session.connection()
        connection.execute(text("DELETE FROM search_organisation"))
        assert count_matches(connection, Organisation, "bureau") == 0
        reindex(connection, "organisation", [1, 3])
        assert count_matches(connection, Organisation, "bureau") == 1
        reindex(connection, "organisation")
        assert count_matches(connection, Organisation, "bureau") == 2
        reindex(connection, "audit_entry")
        connection.execute(delete(Organisation).where(Organisation.id == 2))
        reindex(connection, "organisation", [2])
        assert count_matches(connection, Organisation, "bureau") == 1


def test_many_records_at_once_are_found_as_others_are(file_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.storage.search._MANY", 3)
    with making(file_office) as make:
        for number in range(5):
            make.organisation(name=f"Bureau {number}")
    with file_office.change() as unit:
        connection = unit.session.connection()
        reindex(connection, "organisation", [1, 2, 4])
        reindex(connection, "organisation", range(1, 6))
        kept = text("SELECT v FROM search_organisation_config WHERE k = 'automerge'")
        assert connection.execute(kept).scalar_one() == 4
        assert count_matches(connection, Organisation, "bureau") == 5


def test_nothing_typed_is_no_condition(office: Office) -> None:
    with office.read() as session:
        assert matches(session.connection(), LedgerEntry, " - ") is None
        assert count_matches(session.connection(), LedgerEntry, " - ") is None


@pytest.mark.parametrize("table", sorted(SEARCHED))
def test_the_index_of_words_is_used(office: Office, table: str) -> None:
    """A search looks into the index; it does not read the table from end to end."""
    with office.read() as session:
        connection = session.connection()
        condition = matches(connection, MODELS[table], "prison koutoukale")
        assert condition is not None
        statement = select(MODELS[table].id).where(condition)
        if is_file(connection):
            compiled = statement.compile(connection, compile_kwargs={"literal_binds": True})
            plan = "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}"))
            assert f"SCAN search_{table} VIRTUAL TABLE INDEX" in plan
            assert "USING INTEGER PRIMARY KEY" in plan or "USING ROWID SEARCH" in plan
        else:
            connection.exec_driver_sql("SET enable_seqscan = off")
            compiled = statement.compile(connection)
            plan = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {compiled}", compiled.params))
            assert f"Bitmap Index Scan on search_{table}" in plan


def test_a_register_without_index_is_searched_column_by_column(office: Office) -> None:
    with making(office) as make:
        make.budget(make.grant(reference="NE-2019", title="Aide juridique à Koutoukalé"))
        make.budget(make.grant(reference="ML-2019", title="100 % legal_aid"))
    for search, count in (("koutoukale", 1), ("2019", 2), ("aid 2019", 2), ("ne aide", 1), ("%", 2), ("zzz", 0)):
        with office.read() as session:
            assert browse.count(session.connection(), Query(find_register("budgets"), search=search)) == count, search


@pytest.mark.parametrize("key", sorted(REGISTERS))
def test_every_register_can_be_searched(office: Office, key: str) -> None:
    with office.read() as session:
        query = Query(REGISTERS[key], search="prison l'été")
        counted = browse.count(session.connection(), query)
        assert counted == len(browse.window(session.connection(), query, first=0, limit=10).rows) == 0


def test_an_office_copied_to_the_other_engine_is_searched_alike(
    texts: Office, engines: Engines, engine_name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = "postgresql" if engine_name == "sqlite" else "sqlite"
    target = Location.parse(engines.empty(other, tmp_path_factory.mktemp("copy")))
    copy_office(texts.engine, target, progress=Silent())
    from desktop.services.offices import find_office

    copied = find_office(target.url or str(target.path), actor="Test")
    for search in sorted({word for line in _TEXTS for word in words(line)}):
        assert _found(copied, search) == _found(texts, search) != [], search
    copied.close()
