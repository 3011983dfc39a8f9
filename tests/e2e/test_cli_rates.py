"""`grantdesk import rates` brings the UN operational rates in, or says what it would bring."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Run
from tests.helpers import rate_files
from tests.helpers.rate_files import line


def test_rates_are_shown_and_brought_in(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "office.grantdesk"
    run("new", place)
    file = rate_files.tabbed(tmp_path / "UN.xls", line("XOF", "588.25"), line("EUR", "0.8968"), line("XXQ", "1"))
    words = ("import", "rates", file, "--office", place)
    dry = run(*words, "--dry-run")
    assert dry.lines == ["Exchange rates: 2 new, 0 changed, 0 same", "Rates effective from 1 Nov 2019."]
    assert dry.err.startswith("Error UN.xls:7: “XXQ” is not a currency.")
    assert run("list", "rates", "--office", place, "--json").json == []
    done = run(*words, "--json").json
    assert (done["new"], done["problems"][0]["where"]) == ({"exchange_rate": 2}, "UN.xls:7")
    listed = run("list", "rates", "--office", place, "--sort", "currency", "--json").json
    assert [(each["currency"], each["units"], each["effective_on"]) for each in listed] == [
        ("EUR", "0.8968", "2019-11-01"),
        ("XOF", "588.25", "2019-11-01"),
    ]
    assert run(*words).lines[0] == "Nothing new in UN.xls: everything is here already."
