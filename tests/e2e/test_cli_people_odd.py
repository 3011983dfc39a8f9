"""Deployments, work, the evacuation list and the calendar on the command line: what is typed wrongly, and French."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from desktop.services.offices import new_office
from tests.e2e.conftest import Done, Run
from tests.helpers.printed import printed
from tests.helpers.programme import make_programme

PLAN = ("plan", "--assignment", "NER-01", "--from", "2019-07-01", "--to", "2019-12-31")


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office where D-001 and D-002 are signed from January to June 2019; never opened for writing."""
    path = tmp_path_factory.mktemp("signed") / "office.grantdesk"
    office = new_office(str(path), actor="Test")
    made = make_programme(office)
    made.sign(made.plan())
    office.close()
    return path


@pytest.fixture
def office(signed: Path, tmp_path: Path) -> Path:
    """The same of this test alone."""
    path = tmp_path / "office.grantdesk"
    path.write_bytes(signed.read_bytes())
    return path


def plain(done: Done) -> list[str]:
    return [line.replace("\u00a0", " ") for line in done.lines]


# --- what is named ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("cost", "--deployment", "D-9"), "D-9"),
        (("cost", "--grant", "NONE"), "NONE"),
        (("cost", "--assignment", "NONE"), "NONE"),
        (("sign", "D-9", "--on", "2019-01-01"), "D-9"),
        (("sign", "D-001", "D-9", "--on", "2019-01-01"), "D-9"),
        (("extend", "D-9", "--months", "1"), "D-9"),
        (("end", "D-9", "--on", "2019-03-31"), "D-9"),
        (("match", "NONE"), "NONE"),
        ((*PLAN, "--volunteer", "V-9"), "V-9"),
        ((*PLAN, "--count", "1", "--share", "NONE=100"), "NONE"),
        (("plan", "--assignment", "NONE", "--from", "2019-07-01", "--to", "2019-12-31", "--count", "1"), "NONE"),
    ],
)
def test_what_there_is_not_is_named(run: Run, office: Path, words: tuple[str, ...], missing: str) -> None:
    trouble = run("deployments", *words, "--office", office).trouble
    assert trouble == f"There is no {missing}. Nothing was posted. Look it up with grantdesk list."


REFUSED = (
    ((), "Choose volunteers, or say how many posts to plan."),
    (("--count", "1", "--share", "USD-1"), "The share USD-1 cannot be understood."),
    (("--count", "1", "--share", "USD-1=much"), "The share USD-1=much cannot be understood."),
    (("--count", "1", "--share", "=100"), "The share =100 cannot be understood."),
    (("--count", "1", "--share", "USD-1=120"), "The shares sum to 120 per cent; 20 are too many."),
    (("--count", "1", "--share", "USD-1=60"), "The shares sum to 60 per cent; 40 are missing."),
    (("--count", "1", "--share", "USD-1/9.9=100"), "Its lines: 1.1."),
)


def test_plans_that_cannot_be_are_refused_whole(run: Run, office: Path) -> None:
    told = [run("deployments", *PLAN, *words, "--office", office).trouble for words, _what in REFUSED]
    assert [what for (_words, what), trouble in zip(REFUSED, told, strict=True) if what not in trouble] == []
    assert len(run("list", "deployments", "--json", "--office", office).json) == 2


def test_a_plan_that_ends_before_it_starts_is_refused(run: Run, office: Path) -> None:
    days = ("--from", "2019-07-02", "--to", "2019-07-01", "--count", "1")
    trouble = run("deployments", "plan", "--assignment", "NER-01", *days, "--office", office).trouble
    assert trouble.endswith("It ends before it starts, on 2 Jul 2019. Enter a later date.")
    one_day = ("--from", "2019-07-01", "--to", "2019-07-01", "--count", "1")
    done = run("deployments", "plan", "--assignment", "NER-01", *one_day, "--office", office)
    assert done.lines == ["Planned 1 deployment of NER-01: D-003."]


# --- what is typed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("as-at",), "required: YYYY-MM-DD"),
        (("as-at", "spring"), "“spring” is not a date like 2019-12-31"),
        (("as-at", "2019-02-29"), "“2019-02-29” is not a date"),
        (("cost", "--from", "2019-13-01"), "“2019-13-01” is not a date"),
        (("ending", "--days", "soon"), "“soon” is not a number of days"),
        (("ending", "--days=-5"), "“-5” is not a number of days"),
        (("sign", "D-001"), "required: --on"),
        (("sign", "--on", "2019-01-01"), "required: DEPLOYMENT"),
        (("sign", "D-001", "--on", "31/12/2019"), "“31/12/2019” is not a date"),
        (("extend", "D-001"), "--to --months is required"),
        (("extend", "D-001", "--months", "0"), "“0” is not a whole number like 6"),
        (("extend", "D-001", "--months", "-2"), "“-2” is not a whole number like 6"),
        ((*PLAN, "--count", "-1"), "“-1” is not a whole number like 6"),
        ((*PLAN, "--count", "some"), "“some” is not a whole number like 6"),
        (("extend", "D-001", "--to", "2019-08-31", "--months", "2"), "not allowed with argument --to"),
        (("end", "D-001"), "required: --on"),
        (("end", "D-001", "--on", "2019-03-31", "--reason", "tired"), "invalid choice: 'tired'"),
        (("match", "#1", "--month", "2019"), "“2019” is not a month like 2019-10"),
        (("plan", "--assignment", "NER-01", "--to", "2019-12-31"), "required: --from"),
    ],
)
def test_wrong_words_are_told_with_how_the_verb_is_used(
    run: Run, signed: Path, words: tuple[str, ...], what: str
) -> None:
    done = run("deployments", *words, "--office", signed)
    assert (done.status, done.out) == (2, "")
    assert what in done.err
    assert done.err.startswith(f"usage: grantdesk deployments {words[0]}")


def test_a_verb_that_there_is_not_is_told_with_those_there_are(run: Run) -> None:
    done = run("deployments", "dance")
    assert done.status == 2
    assert "'cost', 'ending', 'as-at', 'plan', 'sign', 'extend', 'reassign', 'share', 'end', 'match'" in done.err


def test_months_that_end_before_they_start_are_refused(run: Run, signed: Path) -> None:
    def cost(first: str, last: str) -> Done:
        done: Done = run("deployments", "cost", "--from", first, "--to", last, "--json", "--office", signed)
        return done

    assert cost("2019-06-01", "2019-05-31").trouble == (
        "The period ends before it starts. Nothing was changed. Choose a last day that is not before the first."
    )
    assert {row["month"] for row in cost("2019-06-30", "2019-06-01").json["rows"]} == {"2019-06"}  # months are whole
    assert len({row["month"] for row in cost("2019-01-31", "9999-12-31").json["rows"]}) == 6


@pytest.mark.parametrize("days", ["0", "99999999", "9" * 30])
def test_days_ahead_may_be_none_or_beyond_any_calendar(run: Run, signed: Path, days: str) -> None:
    assert run("deployments", "ending", "--days", days, "--json", "--office", signed).json == []


# --- acts that cannot be ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("extend", "D-001", "--to", "2019-06-30"), "D-001 lasts until 30 Jun 2019 already."),
        (("end", "D-001", "--on", "2018-12-31"), "D-001 starts on 1 Jan 2019."),
        (("end", "D-001", "--on", "2019-06-30"), "D-001 ends on 30 Jun 2019 anyway."),
    ],
)
def test_refusals_are_told_and_a_dry_run_tells_them_as_well(
    run: Run, office: Path, words: tuple[str, ...], what: str
) -> None:
    done = run("deployments", *words, "--office", office)
    assert (done.status, done.err) == (1, "")
    assert plain(done)[0].startswith(f"Error D-001: {what}")
    tried = run("deployments", *words, "--dry-run", "--json", "--office", office)
    assert (tried.status, tried.json["effects"]) == (0, [])
    assert [(each["severity"], each["record"]) for each in tried.json["findings"]] == [("error", "D-001")]
    assert tried.json["findings"][0]["sentence"].replace("\u00a0", " ") in what


def test_a_dry_run_keeps_nothing(run: Run, office: Path) -> None:
    before = office.read_bytes()
    end = ("deployments", "end", "D-001", "--on", "2019-03-31", "--dry-run", "--office", office)
    assert plain(run(*end))[:2] == [
        "USD-1 1.1: USD −2,400.00 committed; USD 39,752.02 available before, USD 42,152.02 after.",
        "USD-1: USD −2,400.00 committed; USD 89,752.02 available before, USD 92,152.02 after.",
    ]
    assert office.read_bytes() == before


def test_the_shape_of_an_act_as_json(run: Run, signed: Path) -> None:
    end = ("deployments", "end", "D-001", "--on", "2019-03-31", "--dry-run", "--json", "--office", signed)
    told = run(*end).json
    assert told["findings"] == []
    assert told["effects"] == [
        {
            "grant": "USD-1",
            "line": "1.1",
            "currency": "USD",
            "amount": "-2400.00",
            "available_before": "89752.02",
            "available_after": "92152.02",
        },
        {
            "grant": "XOF-1",
            "line": "",
            "currency": "XOF",
            "amount": "-923748",
            "available_before": "46055604",
            "available_after": "46979352",
        },
    ]


def test_the_shape_of_costs_as_json(run: Run, signed: Path) -> None:
    which = ("--deployment", "D-001", "--grant", "USD-1", "--from", "2019-01-01", "--to", "2019-01-01")
    told = run("deployments", "cost", *which, "--json", "--office", signed).json
    assert list(told) == ["convention", "rows", "totals", "findings"]
    amounts = {"pro_forma": "1059.20", "signed": "1059.20", "committed": "1059.20", "actual": "0.00"}
    assert told["totals"] == [{"currency": "USD", **amounts}]
    assert told["rows"] == [
        {
            "deployment": "D-001",
            "month": "2019-01",
            "grant": "USD-1",
            "line": "1.1",
            "currency": "USD",
            **amounts,
            "why": ["Not invoiced yet."],
        }
    ]


@pytest.mark.parametrize(
    ("day", "served"), [("2018-12-31", []), ("2019-01-01", ["D-001", "D-002"]), ("2019-06-30", ["D-001", "D-002"]),
                        ("2019-07-01", [])]
)  # fmt: skip
def test_who_serves_on_the_first_and_the_last_day_serves(run: Run, signed: Path, day: str, served: list[str]) -> None:
    rows = run("deployments", "as-at", day, "--json", "--office", signed).json
    assert [row["deployment"] for row in rows] == served
    assert all(list(row) == ["deployment", "volunteer", "category", "place", "country", "until"] for row in rows)


def test_a_commitment_cannot_be_matched_as_if_it_were_an_invoice(run: Run, office: Path) -> None:
    trouble = run("deployments", "match", "#1", "--office", office).trouble
    assert trouble == (
        "FA-NER-01 is no cost of a grant. Nothing was matched. Choose an expenditure, an adjustment or a refund."
    )


# --- work ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--project", "NER-LA"), "required: --month"),
        (("--month", "2018-02"), "required: --project"),
        (("--project", "NER-LA", "--month", "2018-13"), "“2018-13” is not a month like 2019-10"),
        (("--project", "NER-LA", "--month", "2018-02-01"), "“2018-02-01” is not a month like 2019-10"),
    ],
)
def test_work_is_of_a_project_and_a_month(run: Run, signed: Path, words: tuple[str, ...], what: str) -> None:
    done = run("work", "show", *words, "--office", signed)
    assert (done.status, done.out) == (2, "")
    assert what in done.err


def test_an_office_that_counts_nothing_says_what_there_is(run: Run, signed: Path) -> None:
    trouble = run("work", "show", "--project", "NONE", "--month", "2019-02", "--office", signed).trouble
    assert trouble == "No project NONE counts the work of volunteers. Nothing was changed. Projects: NER."
    of = ("--project", "NER", "--month", "2019-02", "--deployment", "D-001", "--measure", "files", "--count", "1")
    assert (
        "NER counts nothing by the code files. Nothing was changed. Codes: -."
        in run("work", "set", *of, "--office", signed).trouble
    )


# --- evacuation and calendar -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "kinds"), [("evacuation", ".pdf, .xlsx, and .csv."), ("calendar", ".ics.")])
def test_other_kinds_of_files_are_refused_with_those_there_are(
    run: Run, signed: Path, tmp_path: Path, verb: str, kinds: str
) -> None:
    out = tmp_path / "people.txt"
    trouble = run(verb, "--out", out, "--office", signed).trouble
    assert trouble.startswith("GrantDesk does not write “.txt” files. Nothing was written. Choose a name that ends in")
    assert trouble.endswith(kinds)
    assert not out.exists()
    assert "required: --out" in run(verb, "--office", signed).err


@pytest.mark.parametrize(("verb", "name"), [("evacuation", "people.csv"), ("calendar", "people.ics")])
def test_a_file_that_is_there_is_replaced_only_when_that_was_said(
    run: Run, signed: Path, tmp_path: Path, verb: str, name: str
) -> None:
    out = tmp_path / name
    out.write_text("mine", encoding="utf-8")
    assert run(verb, "--out", out, "--office", signed).trouble.startswith(f"{name} is there already.")
    assert out.read_text(encoding="utf-8") == "mine"
    assert run(verb, "--out", out, "--force", "--office", signed).status == 0
    assert out.read_text(encoding="utf-8") != "mine"


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def test_an_evacuation_list_is_of_its_day(run: Run, signed: Path, tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    for day, people in (("2019-06-30", 2), ("2019-07-01", 0)):
        done = run("evacuation", "--on", day, "--out", out, "--force", "--office", signed)
        assert done.lines == [f"Wrote people.csv: {people} volunteers."]
        assert len(rows(out)) == people + 1
    assert rows(out)[0] == [
        *("Country", "Duty station", "Code", "On leave", "Leave until", "Nationality", "Sex", "Contract until"),
        "Deployment",
    ]


def test_an_evacuation_list_says_the_same_as_rows_as_a_workbook_and_on_paper(
    run: Run, signed: Path, tmp_path: Path
) -> None:
    for name in ("a.csv", "a.xlsx", "a.pdf"):
        done = run("evacuation", "--on", "2019-05-01", "--out", tmp_path / name, "--office", signed)
        assert done.lines == [f"Wrote {name}: 2 volunteers."]
    first = ["Niger", "Niamey", "V-1", "", "", "", "Female", "2019-06-30", "D-001"]
    assert rows(tmp_path / "a.csv")[1] == first
    cells = [cell.value for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx") for line in sheet for cell in line]
    assert {"Niger", "Niamey", "V-1", "V-2", "D-002"} <= set(map(str, cells))
    text = printed(tmp_path / "a.pdf").text.replace("\u00a0", " ")
    assert all(word in text for word in ("Niger: 2 volunteers", "Niamey: 2 volunteers", "V-1", "V-2", "30 Jun 2019"))


# --- French ----------------------------------------------------------------------------------------------------------


def test_people_in_french(run: Run, signed: Path, tmp_path: Path) -> None:
    def french(*words: object) -> list[str]:
        return plain(run("--language", "fr", *words, "--office", signed))

    assert french("deployments", "as-at", "2018-01-01") == ["Personne n’est en service ce jour-là."]
    assert french("deployments", "ending") == ["Aucun contrat ne prend fin dans ce délai."]
    days = ("--deployment", "D-001", "--from", "2019-01-01", "--to", "2019-01-31")
    lines = french("deployments", "cost", *days)
    assert lines[1].split() == [
        *("janvier", "2019", "USD-1", "1.1", "1", "059,20", "USD", "1", "059,20", "USD", "0,00", "USD"),
        *("Pas", "encore", "facturé."),
    ]
    assert french("evacuation", "--on", "2019-05-01", "--out", tmp_path / "f.csv") == ["f.csv écrit : 2 volontaires."]
    assert rows(tmp_path / "f.csv")[1][6:8] == ["Féminin", "2019-06-30"]  # a date as every program reads it
    assert french("calendar", "--out", tmp_path / "f.ics") == ["f.ics écrit : 0 date."]


def test_wrong_words_are_told_in_french(run: Run, signed: Path) -> None:
    done = run("--language", "fr", "deployments", "as-at", "printemps", "--office", signed)
    assert done.status == 2
    assert "« printemps » n’est pas une date comme 2019-12-31" in done.err.replace("\u00a0", " ")
    missing = run("--language", "fr", "deployments", "cost", "--deployment", "D-9", "--office", signed)
    assert missing.trouble.startswith("Il n’y a pas de D-9.")
