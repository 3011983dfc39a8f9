"""`grantdesk list`: every register, filters with every operator, order, search; as a table, as JSON, as a file."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop.registers import REGISTERS
from tests.e2e.conftest import Run
from tests.helpers.engines import Engines

NIGER = {
    "reference": "NER-CT-01",
    "title": "Legal aid for detainees, Niger",
    "funder": "United States, Department of State, Bureau of Counterterrorism",
    "agreement": "US-CT-2017",
    "currency": "USD",
    "amount": "1236000.00",
    "received": "1158000.00",
    "spent": "1011842.36",
    "committed": "96480.00",
    "available": "127677.64",
    "delivery": "81.9",
    "awarded_on": "2016-12-15",
    "starts_on": "2017-01-01",
    "ends_on": "2020-03-31",
    "liquidation_days": 120,
    "indirect_rate": "13",
    "project": "NER-LA",
    "award_number": "SAMPLE-0001",
    "assistance_listing": None,
    "erp_grant": "SAMPLE-G01",
    "erp_fund": "SAMPLE-F01",
    "earmarking": "tight",
    "cost_share": None,
    "closed_on": None,
    "countries": ["NE"],
    "note": None,
}


BY_OTHERS = {"rules", "allocations", "allocation_shares", "crosswalks", "documents", "months", "waivers"}
"""Lists that may be empty in the sample office."""


def _references(run: Run, office: object, register: str, *more: str) -> list[str]:
    done = run("list", register, "--office", office, "--json", *more)
    assert done.status == 0, done
    return [row["reference"] for row in done.json]


def test_a_grant_as_json_is_an_object_by_column_with_amounts_as_text(run: Run, sample: Path) -> None:
    done = run("list", "grants", "--office", sample, "--where", "reference=NER-CT-01", "--json")
    assert (done.status, done.err) == (0, "")
    (grant,) = done.json
    assert isinstance(grant.pop("id"), int)
    assert grant == NIGER


@pytest.mark.parametrize("key", REGISTERS)
def test_every_register_as_json_has_a_key_for_each_column(run: Run, sample: Path, key: str) -> None:
    rows = run("list", key, "--office", sample, "--json").json
    assert rows or key in BY_OTHERS
    columns = [column.key for column in REGISTERS[key].columns if not column.personal]
    for row in rows:
        assert [name for name in row if name != "id" or "id" in columns] == (
            columns if "id" not in columns else ["id", *(name for name in columns if name != "id")]
        )


def test_amounts_have_the_decimals_of_their_currency(run: Run, sample: Path) -> None:
    (entry,) = run("list", "ledger", "--office", sample, "--where", "reference=PV-0405", "--json").json
    assert (entry["original_currency"], entry["original_amount"]) == ("XOF", "804448")
    assert (entry["currency"], entry["amount"], entry["rate"]) == ("USD", "1314.44", "612.008")
    assert (entry["received"], entry["committed"], entry["spent"]) == (None, None, "1314.44")
    assert (entry["entry_on"], entry["category"], entry["kind"]) == ("2017-02-06", "4", "expenditure")


def test_json_sums_to_the_cent_what_the_ledger_holds(run: Run, sample: Path) -> None:
    rows = run("list", "ledger", "--office", sample, "--where", "grant=NER-CT-01", "--json").json
    assert sum(Decimal(row["spent"] or "0") for row in rows) == Decimal("1011842.36")
    assert sum(Decimal(row["committed"] or "0") for row in rows) == Decimal("96480.00")


def test_instants_and_counts_in_json(run: Run, sample: Path) -> None:
    (batch,) = run("list", "imports", "--office", sample, "--json").json
    assert batch["imported_at"].endswith("+00:00")
    assert batch["added"] > 1400
    assert (batch["changed"], batch["undone_at"]) == (0, None)
    assert batch["outcome"] == "Made the sample office. All amounts are invented."


def test_an_empty_list(run: Run, sample: Path) -> None:
    done = run("list", "grants", "--office", sample, "--where", "reference=NONE", "--json")
    assert (done.status, done.json) == (0, [])
    done = run("list", "grants", "--office", sample, "--where", "reference=NONE")
    assert done.lines[1:] == ["0 grants"]


@pytest.mark.parametrize(
    ("where", "references"),
    [
        ("reference=MLI-TR-02", ["MLI-TR-02"]),
        ("reference=MLI-TR-02,CAF-LA-02", ["CAF-LA-02", "MLI-TR-02"]),
        ("amount>=910000", ["MLI-SJU-01", "NER-CT-01"]),
        ("amount>910000.00", ["NER-CT-01"]),
        ("amount<=96000", ["MLI-TR-02"]),
        ("amount<96000", []),
        ("amount=150000", ["SEN-YV-03"]),
        ("amount>=96000.00001", ["CAF-LA-02", "CAF-WP-01", "MLI-SJU-01", "NER-CT-01", "SAH-JP-04", "SEN-YV-03"]),
        ("amount>=1e30", []),
        ("available<0", ["MLI-TR-02"]),
        ("currency!=USD", ["SAH-JP-04"]),
        ("currency=EUR", ["SAH-JP-04"]),
        ("title~youth", ["SEN-YV-03"]),
        ("title~JUDICIAL", ["MLI-SJU-01"]),
        ("ends_on>=2020-06-30", ["MLI-SJU-01", "SAH-JP-04", "SEN-YV-03"]),
        ("ends_on<2019-12-31", ["MLI-TR-02"]),
        ("starts_on=2018-03-15", ["CAF-LA-02", "CAF-WP-01"]),
        ("countries=NE,SN", ["NER-CT-01", "SAH-JP-04", "SEN-YV-03"]),
        ("countries!=ML", ["CAF-LA-02", "CAF-WP-01", "NER-CT-01", "SEN-YV-03"]),
        ("note!=", []),
        ("funder~mali", ["MLI-SJU-01", "MLI-TR-02"]),
    ],
)
def test_every_operator(run: Run, sample: Path, where: str, references: list[str]) -> None:
    assert _references(run, sample, "grants", "--where", where) == references


def test_several_filters_must_all_hold(run: Run, sample: Path) -> None:
    found = _references(run, sample, "grants", "--where", "currency=USD", "--where", "amount>400000", "--where",
                        "countries=CF")  # fmt: skip
    assert found == ["CAF-LA-02", "CAF-WP-01"]


def test_choices_are_typed_by_code_or_name(run: Run, sample: Path) -> None:
    by_code = _references(run, sample, "ledger", "--where", "kind=refund")
    assert by_code
    assert _references(run, sample, "ledger", "--where", "kind=Refund") == by_code


def test_the_moment_of_an_import_compared_with_a_day(run: Run, sample: Path) -> None:
    for where, count in (("imported_at>=2019-01-01", 1), ("imported_at<2019-01-01", 0), ("imported_at=2019-01-01", 0)):
        assert len(run("list", "imports", "--office", sample, "--where", where, "--json").json) == count


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("donor=US", "The filter donor=US cannot be understood. A filter names a column,"),
        ("amount", "The filter amount cannot be understood. A filter names a column,"),
        ("amount>=much", "much cannot stand in Awarded. The column holds numbers."),
        ("amount>=NaN", "NaN cannot stand in Awarded. The column holds numbers."),
        ("ends_on>=2019-02-30", "2019-02-30 cannot stand in End. The column holds dates."),
        ("amount~5", "The filter amount~5 cannot be understood."),
    ],
)
def test_a_filter_that_makes_no_sense_is_told(run: Run, sample: Path, where: str, sentence: str) -> None:
    assert run("list", "grants", "--office", sample, "--where", where).trouble.startswith(sentence)


def test_order(run: Run, sample: Path) -> None:
    by_amount = ["MLI-TR-02", "SEN-YV-03", "CAF-LA-02", "SAH-JP-04", "CAF-WP-01", "MLI-SJU-01", "NER-CT-01"]
    assert _references(run, sample, "grants", "--sort", "amount") == by_amount
    assert _references(run, sample, "grants", "--sort=-amount") == by_amount[::-1]
    assert _references(run, sample, "grants", "--sort", "-amount") == by_amount[::-1]
    assert run("list", "grants", "--office", sample, "--sort", "money").trouble.startswith(
        "There is no column money. Nothing was read. Columns of this list: reference, title, funder,"
    )


def test_search(run: Run, sample: Path) -> None:
    assert _references(run, sample, "grants", "--search", "legal det") == ["NER-CT-01"]
    assert len(_references(run, sample, "ledger", "--search", "koutoukale")) == 20


def test_a_table_for_people(run: Run, sample: Path) -> None:
    done = run("list", "grants", "--office", sample, "--where", "countries=SN")
    head, row, foot = (" ".join(line.split()) for line in done.lines)
    assert head == "Reference Title Funder Currency Awarded Spent Committed Available Delivery End"
    assert row == (
        "SEN-YV-03 Youth volunteers, Senegal United Nations Volunteers USD 150,000.00 66,905.10 12,300.00 70,794.90 "
        "44.6 31 Dec 2020"
    )
    assert foot == "1 grant"


def test_numbers_stand_right_and_long_names_are_cut(run: Run, sample: Path) -> None:
    lines = run("list", "grants", "--office", sample).lines
    head, rows = lines[0], lines[1:-1]
    end = head.index("Awarded") + len("Awarded")
    assert all(row[end - 3] == "." and row[end - 1].isdigit() for row in rows)
    assert sum("…" in row for row in rows) == 5
    assert lines[-1] == "7 grants"
    assert all(line == line.rstrip() for line in lines)


def test_in_french(run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRANTDESK_LANGUAGE", "fr")
    done = run("list", "grants", "--office", sample, "--where", "countries=SN")
    assert done.lines[0].split()[:4] == ["Référence", "Intitulé", "Bailleur", "Monnaie"]
    assert "150\u00a0000,00" in done.lines[1]
    assert done.lines[-1] == "1 subvention"
    as_json = run("list", "grants", "--office", sample, "--where", "countries=SN", "--json").json
    assert as_json[0]["amount"] == "150000.00"
    assert run("--language", "en", "list", "grants", "--office", sample).lines[-1] == "7 grants"


def test_written_as_excel_and_csv(run: Run, sample: Path, tmp_path: Path) -> None:
    for name in ("grants.xlsx", "grants.csv"):
        done = run("list", "grants", "--office", sample, "--where", "currency=USD", "--out", tmp_path / name)
        assert (done.status, done.out, done.err) == (0, f"Wrote {name}: 6 grants.\n", "")
    sheet = openpyxl.load_workbook(tmp_path / "grants.xlsx").worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2, max_row=7)] == [
        "CAF-LA-02", "CAF-WP-01", "MLI-SJU-01", "MLI-TR-02", "NER-CT-01", "SEN-YV-03"
    ]  # fmt: skip
    with (tmp_path / "grants.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [Decimal(row["Awarded"]) for row in csv.DictReader(file)] == [
            420000, 680000, 910000, 96000, 1236000, 150000
        ]  # fmt: skip


def test_files_that_cannot_be_written(run: Run, sample: Path, tmp_path: Path) -> None:
    done = run("list", "grants", "--office", sample, "--out", tmp_path / "list.pdf")
    assert done.trouble == (
        "GrantDesk does not write “.pdf” files. Nothing was written. Choose a name that ends in .xlsx or .csv."
    )
    for suffix in ("csv", "xlsx"):
        done = run("list", "grants", "--office", sample, "--out", tmp_path / "gone" / f"list.{suffix}")
        assert done.trouble == (
            f"list.{suffix} cannot be written. The system says: No such file or directory. "
            "Choose another folder, or free some space."
        )


def test_an_unknown_register_is_told_with_those_there_are(run: Run, sample: Path) -> None:
    assert run("list", "donors", "--office", sample).trouble == (
        "There is no list called donors. Nothing was read. Lists: " + ", ".join(REGISTERS) + "."
    )


def test_an_office_on_a_server_is_read_alike(run: Run, engines: Engines, tmp_path: Path, sample: Path) -> None:
    address = engines.empty("postgresql", tmp_path)
    assert run("new", address, "--sample").status == 0
    for register in ("grants", "ledger", "projects"):
        there, here = (run("list", register, "--office", place, "--json").json for place in (address, sample))
        for row in (*there, *here):
            row.pop("id")
        assert json.dumps(there) == json.dumps(here)


def test_listing_changes_nothing(run: Run, sample: Path) -> None:
    before = sample.read_bytes()
    run("list", "ledger", "--office", sample, "--search", "fuel", "--json")
    run("check", "--office", sample)
    assert sample.read_bytes() == before
    assert [path.name for path in sample.parent.iterdir() if path.is_file()] == ["sample.grantdesk"]


def test_a_file_that_is_there_is_replaced_only_when_told_so(run: Run, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "grants.csv"
    out.write_text("mine", encoding="utf-8")
    words = ("list", "grants", "--office", sample, "--out", out)
    assert run(*words).trouble == (
        "grants.csv is there already. Nothing was written. Choose another name, or give --force to replace it."
    )
    assert out.read_text(encoding="utf-8") == "mine"
    assert run(*words, "--force").status == 0
    assert "NER-CT-01" in out.read_text(encoding="utf-8-sig")
