"""The sample office tells the facts of its sources and no more: amounts are invented and say so, nobody is named, and
its money adds up for every grant and every period.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.config import paths
from desktop.domain.money import CFA_PER_EURO, round_amount
from desktop.language import Language, UserError, load_language
from desktop.registers import REGISTERS
from desktop.registers.query import Cell, Query, parse_filters
from desktop.services.amendments import amendments_of, grant_as_at
from desktop.services.browse import RegisterView, all_rows
from desktop.services.checks import check_office
from desktop.services.offices import Office, find_office
from desktop.services.portfolio import portfolio
from desktop.services.references import grant_id_of
from desktop.services.reports import entries_behind
from desktop.services.sample import new_sample_office
from tests.helpers.engines import Engines
from tests.helpers.reporting import statement_of
from tests.integration.services.conftest import Told

GRANTS = ["CAF-LA-02", "CAF-WP-01", "MLI-SJU-01", "MLI-TR-02", "NER-CT-01", "SAH-JP-04", "SEN-YV-03"]


def _everything(office: Office, key: str, *where: str) -> Iterator[dict[str, Cell]]:
    register = REGISTERS[key]
    query = Query(
        register, columns=tuple(column.key for column in register.columns), filters=parse_filters(register, where)
    )
    return (query.by_key(row) for row in all_rows(office, query))


@pytest.fixture(scope="module")
def story(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample, open to read only."""
    path = tmp_path_factory.mktemp("story") / "sample.grantdesk"
    path.write_bytes(sample_file.read_bytes())
    office = find_office(str(path), actor="Test", read_only=True)
    office.shows_names = True
    yield office
    office.close()


# --- facts --------------------------------------------------------------------------------------------------------


def test_the_agreements_have_the_days_of_the_sources_and_no_others(story: Office) -> None:
    signed = {values["reference"]: values["signed_on"] for values in _everything(story, "agreements")}
    assert signed == {
        "MINUSCA-2018": date(2018, 3, 7),
        "MINUSMA-2018": date(2018, 3, 15),
        "UNV-2013": None,  # the source gives the year only
        "UNV-2019": date(2019, 5, 21),
        "US-CT-2017": None,
        "EUR-2019": date(2019, 2, 20),
    }
    parties = {values["reference"]: str(values["parties"]) for values in _everything(story, "agreements")}
    assert "Stabilization Mission in the Central African Republic" in parties["MINUSCA-2018"]
    assert "Stabilization Mission in Mali" in parties["MINUSMA-2018"]
    assert "United Nations Volunteers" in parties["UNV-2019"]


def test_the_niger_project_tells_its_facts(story: Office) -> None:
    (project,) = _everything(story, "projects", "reference=NER-LA")
    summary = str(project["summary"])
    assert summary.startswith("Ten national UN Volunteers")
    assert "1,600" in summary
    assert "842" in summary
    assert (project["parent"], project["countries"], project["sectors"]) == ("SAHEL", "NE", "15130")
    assert project["actual_starts_on"] == date(2017, 1, 1)
    (grant,) = _everything(story, "grants", "reference=NER-CT-01")
    assert grant["funder"] == "United States, Department of State, Bureau of Counterterrorism"


def test_the_tree_stands_under_the_sahel_programme_of_2013(story: Office) -> None:
    tree = {values["reference"]: (values["parent"], values["depth"]) for values in _everything(story, "projects")}
    assert tree == {
        "SAHEL": (None, 0),
        "NER-LA": ("SAHEL", 1),
        "MLI-SJU": ("SAHEL", 1),
        "MLI-TR": ("SAHEL", 1),
        "SEN-YV": ("SAHEL", 1),
        "SCC": (None, 0),
        "CAF-WP": ("SCC", 1),
        "CAF-LA": ("SCC", 1),
    }
    (programme,) = _everything(story, "projects", "reference=SAHEL")
    assert programme["planned_starts_on"] == date(2013, 1, 1)


def test_the_count_of_detainees_is_not_taken_for_a_proportion(story: Office) -> None:
    """1,600 to 842 is a count; SDG indicator 16.3.2 is a share of all prisoners and cannot follow from it."""
    texts = [str(value) for key in REGISTERS for values in _everything(story, key) for value in values.values()]
    (told,) = [text for text in texts if "16.3.2" in text]
    assert told.endswith(
        "1,600 in 2017, 842 in early 2019 (758 fewer, −47.4 %). A count, not the proportion of SDG indicator 16.3.2."
    )


def test_no_person_is_named(story: Office) -> None:
    """The sources name officials; volunteers and detainees must never be. The sample names nobody."""
    texts = [str(value) for key in REGISTERS for values in _everything(story, key) for value in values.values()]
    named = re.compile(r"\b(Mr|Mrs|Ms|Miss|M|Mme)\.? [A-Z]|Lapaque|Samna|Kurbanov|Karimipour|Kato|Annadif|Wright|Ali\*")
    assert [text for text in texts if named.search(text)] == []
    assert {values["counterparty"] for values in _everything(story, "ledger")} == {None}


def test_agreements_rest_on_what_the_sources_name(story: Office) -> None:
    (mission,) = _everything(story, "agreements", "reference=MINUSCA-2018")
    assert str(mission["legal_basis"]).startswith("Organic Law 15-003")
    assert str(mission["mandate"]).startswith("Security Council resolution 2149 of 10 April 2014")
    (plan,) = _everything(story, "agreements", "reference=UNV-2019")
    assert plan["predecessor"] == "UNV-2013"


def test_each_side_of_the_four_agreements_has_what_the_sources_say(story: Office) -> None:
    sides = {(values["agreement"], values["organisation"], values["role"]) for values in _everything(story, "parties")}
    assert len(sides) == 12
    duties = list(_everything(story, "obligations"))
    for agreement in ("MINUSCA-2018", "MINUSMA-2018", "UNV-2019"):
        assert len({values["organisation"] for values in duties if values["agreement"] == agreement}) == 2
    assert {values["signatory"] for values in _everything(story, "parties")} == {None}


def test_dates_and_amounts_of_obligations_and_all_contacts_say_that_they_are_samples(story: Office) -> None:
    for values in _everything(story, "obligations"):
        if values["due_on"] or values["amount"] or values["done_on"]:
            assert str(values["note"]).startswith("Sample date"), values
    for values in _everything(story, "contacts"):
        assert str(values["name"]).endswith("(sample)")
        assert str(values["note"]).startswith("Sample function")
    assert all(str(values["award_number"]).startswith("SAMPLE-") for values in _everything(story, "grants"))


# --- invented, and marked so --------------------------------------------------------------------------------------


def test_it_says_that_it_is_a_sample(story: Office) -> None:
    assert story.facts.is_sample
    assert story.facts.name == "Sahel office"
    assert story.today == date(2019, 10, 21)
    report = statement_of(story, grant="NER-CT-01", first=date(2019, 1, 1), last=date(2019, 12, 31))
    assert str(report.notes[0]) == "Sample data: all amounts are invented."
    told = {str(values["sentence"]) for values in _everything(story, "history")}
    assert told == {
        "Made the sample office. All amounts are invented.",
        "Closed the months of 2017 for good.",
        "Noted that 24 reports were sent.",
    }


def test_what_is_invented_is_called_sample(story: Office) -> None:
    assert {values["source"] for values in _everything(story, "rates")} == {"Sample rate"}
    references = {values["reference"]: values["name"] for values in _everything(story, "organisations")}
    assert references["SAMPLE-EUR"] == "Sample funder in euro"
    notes = {values["reference"]: str(values["note"]) for values in _everything(story, "agreements")}
    assert "Sample number SAMPLE-0001" in notes["US-CT-2017"]
    assert notes["EUR-2019"].startswith("Invented")


# --- money --------------------------------------------------------------------------------------------------------


def test_what_the_project_check_has_to_say_of_it(story: Office, english: Language) -> None:
    result = check_office(story)
    assert result.is_sound
    euros = "EUR\u00a0"
    said = [(finding.label, finding.code, english.text(finding.sentence)) for finding in result.findings]
    assert said == [
        ("MLI-TR-02", "overspent", "Overspent by USD\u00a01,214.08. The final statement cannot be closed."),
        (
            "CAF-WP-01",
            "commitments_above_cash",
            "Spent and committed exceed cash received by USD\u00a034,566.90.",
        ),
        ("CAF-WP-01", "instalment_overdue", "Instalment 3 is 21 days late; USD\u00a0225,000.00 is missing."),
        (
            "SAH-JP-04",
            "cost_share",
            f"The agreement wants {euros}27,000.00 from other sources; other grants of its projects give {euros}0.00.",
        ),
        (
            "SEN-YV-03",
            "commitments_above_cash",
            "Spent and committed exceed cash received by USD\u00a04,205.10.",
        ),
        (
            "US-CT-2017",
            "unsigned_agreement",
            "It has no date of signature, though money moves in NER-CT-01.",
        ),
        (
            "MINUSCA-2018",
            "obligation_overdue",
            "“Pay the third instalment for witness protection” is 21 days late.",
        ),
        (
            "NER-03",
            "contract_outlives_grant",
            "The contract of V-03 outlives NER-CT-01, which ends on 31 Mar 2020, by 30 days.",
        ),
        ("NER-CT-01", "deployment_counted_twice", _COUNTED_TWICE),
        ("NER-CT-01", "line_lacks_money", "Line 1.2 of NER-CT-01 lacks USD\u00a016,473.07."),
        ("CAF-WP-01", "ending", "Ends on 31 Dec 2019."),
        (
            "NER-CT-01",
            "overspent_category",
            "Equipment and vehicles is overspent by USD\u00a01,712.40; by USD\u00a04,192.40 with what is committed.",
        ),
        ("NER-CT-01", "report_due", "Financial report (SF-425) is due on 30 Oct 2019."),
        ("DOA-NER-01", _ENDS, "10 contracts end on 31 Dec 2019, in 71 days; without a planned extension: 2."),
        ("DOA-SEN-03", _ENDS, "7 contracts end on 31 Dec 2019, in 71 days; without a planned extension: 3."),
        ("V-02", "clearance_expires", "Security training (BSAFE) runs out on 19 Nov 2019."),
    ]


_ENDS = "contract_ends_90_2019-12-31"
_COUNTED_TWICE = (
    "USD\u00a023,328.81 was invoiced for deployments and is committed still: it counts as spent and as committed."
)


def test_every_entry_is_converted_at_its_rate_and_the_rate_is_that_of_its_day(story: Office) -> None:
    rates = {(values["currency"], values["effective_on"]): values["units"] for values in _everything(story, "rates")}
    foreign = 0
    for values in _everything(story, "ledger"):
        original, amount, rate = values["original_amount"], values["amount"], values["rate"]
        assert isinstance(original, Decimal)
        assert isinstance(rate, Decimal)
        assert isinstance(amount, Decimal)
        assert amount == round_amount(original / rate, str(values["currency"])), values["reference"]
        if values["original_currency"] != values["currency"] and rate != CFA_PER_EURO:
            foreign += 1
            since, day = values["rate_on"], values["entry_on"]
            assert isinstance(since, date)
            assert isinstance(day, date)
            assert since <= day
            if values["currency"] == "USD":
                assert rate == rates[values["original_currency"], since], values["reference"]
    assert foreign > 300


def test_every_budget_sums_to_its_grant(story: Office) -> None:
    budgets = {values["grant"]: values["amount"] for values in _everything(story, "budgets")}
    grants = {values["reference"]: values["amount"] for values in _everything(story, "grants")}
    assert sorted(grants, key=str) == GRANTS
    assert budgets == grants


def test_the_home_page_sums_what_the_lists_show(story: Office) -> None:
    home = portfolio(story)
    dollars, euros = home.totals
    listed = list(_everything(story, "grants", "currency=USD"))
    for field, total in (("amount", dollars.awarded), ("spent", dollars.spent), ("received", dollars.received)):
        assert sum(Decimal(str(values[field])) for values in listed) == total.amount, field
    assert (dollars.grants, euros.grants, euros.currency) == (6, 1, "EUR")
    assert home.entries == RegisterView(story, Query(REGISTERS["ledger"])).count() == 1090
    by_category = sum((money.amount for _category, money in home.spent_by_category()), Decimal(0))
    assert by_category == dollars.spent.amount


def test_instalments_sum_to_the_award_and_receipts_to_what_was_received(story: Office) -> None:
    instalments = list(_everything(story, "instalments"))
    for grant in _everything(story, "grants"):
        own = [values for values in instalments if values["grant"] == grant["reference"]]
        assert sum(Decimal(str(values["amount"])) for values in own) == grant["amount"], grant["reference"]
        assert sum(Decimal(str(values["received"] or 0)) for values in own) == grant["received"], grant["reference"]


def test_an_applied_amendment_moved_the_end_of_the_niger_grant(story: Office) -> None:
    grant = grant_id_of(story, "NER-CT-01")
    (amendment,) = amendments_of(story, grant)
    assert [str(change) for change in amendment.changes] == ["End: 2019-12-31 → 2020-03-31"]
    assert grant_as_at(story, grant_id=grant, day=date(2019, 6, 14)).terms.ends_on == date(2019, 12, 31)
    assert grant_as_at(story, grant_id=grant, day=date(2019, 6, 15)).terms.ends_on == date(2020, 3, 31)


DAYS = st.dates(min_value=date(2016, 6, 1), max_value=date(2023, 1, 1))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grant=st.sampled_from(GRANTS), days=st.lists(DAYS, min_size=3, max_size=3, unique=True).map(sorted))
def test_statements_reconcile_for_every_grant_and_period(story: Office, grant: str, days: list[date]) -> None:
    """Categories, fund and ledger agree; one period's closing is the next one's opening; two make up the whole."""
    first, middle, last = days
    whole = statement_of(story, grant=grant, first=first, last=last)
    early = statement_of(story, grant=grant, first=first, last=middle - timedelta(days=1))
    late = statement_of(story, grant=grant, first=middle, last=last)
    for report in (whole, early, late):
        assert [str(proof.label) for proof in report.proofs if not proof.holds] == []
    assert early.figure("fund.closing").value == late.figure("fund.opening").value
    assert late.figure("fund.closing").value == whole.figure("fund.closing").value
    for key in ("total", "direct", *"12345678"):
        parts = [report.figure(f"period.{key}").value or Decimal(0) for report in (early, late)]
        assert sum(parts) == whole.figure(f"period.{key}").value
        assert late.figure(f"cumulative.{key}").value == whole.figure(f"cumulative.{key}").value
    behind = entries_behind(story, whole, "period.total", limit=10_000)
    spent = sum((row.measure("spent") for row in behind.rows), Decimal(0))
    assert spent == whole.figure("period.total").value


@pytest.mark.parametrize("grant", GRANTS)
def test_a_statement_over_all_time_says_what_the_list_says(story: Office, grant: str) -> None:
    report = statement_of(story, grant=grant, first=date(2000, 1, 1), last=date(2030, 1, 1))
    assert report.is_proved, grant
    (listed,) = _everything(story, "grants", f"reference={grant}")
    assert report.figure("cumulative.total").value == listed["spent"]
    assert report.figure("committed.total").value == listed["committed"]
    assert report.figure("balance.total").value == listed["available"]
    assert report.figure("fund.receipts").value == listed["received"]


# --- making it ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["fr", "ar"])
def translated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Office]]:
    path = tmp_path_factory.mktemp("translated") / "sample.grantdesk"
    office = new_sample_office(str(path), actor="Test", language=load_language(paths.translations(), request.param))
    yield request.param, office
    office.close()


def test_in_another_language_the_figures_are_the_same_and_the_words_are_not(
    story: Office, translated: tuple[str, Office]
) -> None:
    code, office = translated
    assert office.facts.name != "Sahel office"
    for key, figure in (("grants", "spent"), ("ledger", "amount"), ("budget_lines", "amount")):
        assert [values[figure] for values in _everything(office, key)] == [
            values[figure] for values in _everything(story, key)
        ]
    words = {str(values["description"]) for values in _everything(office, "ledger")}
    english = {str(values["description"]) for values in _everything(story, "ledger")}
    assert len(words & english) <= 2, (code, words & english)


def test_on_a_server_it_is_the_same_office(engines: Engines, story: Office, tmp_path: Path, english: Language) -> None:
    office = new_sample_office(engines.empty("postgresql", tmp_path), actor="Test", language=english)
    try:
        for key in (
            "grants",
            "projects",
            "organisations",
            "agreements",
            "results",
            "budget_lines",
            "ledger",
            "rates",
            "amendments",
            "instalments",
            "allocation_shares",
        ):
            assert list(_everything(office, key)) == list(_everything(story, key)), key
    finally:
        office.close()


def test_it_is_not_made_where_something_is(tmp_path: Path, english: Language, told: Told) -> None:
    path = tmp_path / "taken.grantdesk"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UserError) as raised:
        new_sample_office(str(path), actor="Test", language=english)
    assert told(raised) == (
        "taken.grantdesk is there already. It was left as it is. Choose another name, or open the existing office."
    )
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_name_can_be_given(tmp_path: Path, speak: Callable[[str], Language]) -> None:
    office = new_sample_office(str(tmp_path / "a.grantdesk"), name="Training", actor="Test", language=speak("fr"))
    assert office.facts.name == "Training"
    office.close()


def test_half_a_sample_is_not_left_behind(tmp_path: Path, english: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the program is stopped while it fills the office."""

    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("desktop.services.sample.bring_in", interrupted)
    with pytest.raises(KeyboardInterrupt):
        new_sample_office(str(tmp_path / "a.grantdesk"), actor="Test", language=english)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
