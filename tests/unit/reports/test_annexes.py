"""Behind a report stand its checks, what was explained in words that everybody knows, and the rates of exchange."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from desktop.config import paths
from desktop.domain.money import Money
from desktop.language import load_language, say
from desktop.reports.annexes import checks_annex, explanations_annex, rates_annex
from desktop.reports.assurance import DIMENSIONS, AssuranceFacts, Check, CheckState, EntryFacts, NegativeEntry
from desktop.reports.facts import LineFacts, RateFacts
from desktop.reports.forms.statement import build_statement
from desktop.reports.trace import Sums
from tests.helpers.report_values import report, table
from tests.helpers.statements import statement_inputs

_ENGLISH = load_language(paths.translations(), "en")


def facts(explanations: dict[str, str]) -> AssuranceFacts:
    source = replace(statement_inputs(), lines=(LineFacts(1, "1.1", "1.1", "Coordinator", 1, Decimal(100)),))
    sums = Sums(DIMENSIONS, [])
    entries = EntryFacts(negative=(NegativeEntry(7, "PV-0007", Decimal(-5)), NegativeEntry(8, "", Decimal(-6))))
    return AssuranceFacts(build_statement(source), source, sums, sums, entries, explanations)


def said_of(explanations: dict[str, str]) -> list[str]:
    annex = explanations_annex(facts(explanations))
    return [] if annex is None else [f"{_ENGLISH.value(about)}: {text}" for about, text in annex.rows]


def test_checks_that_had_something_to_look_at_are_listed_with_how_they_went() -> None:
    checks = [
        Check("a", say("Adds up."), CheckState.PASSED, say("It does.")),
        Check("b", say("Fits."), CheckState.FAILED, say("1 does not.")),
        Check("d", say("Documents."), CheckState.FAILED, say("2 lack."), blocks=False),
        Check("c", say("Idle."), CheckState.NOT_APPLICABLE, say("Nothing.")),
    ]
    annex = checks_annex(checks)
    assert annex is not None
    assert annex.rows == (
        (say("Adds up."), say("Passed"), say("It does.")),
        (say("Fits."), say("Failed"), say("1 does not.")),
        (say("Documents."), say("Remark"), say("2 lack.")),
    )
    assert checks_annex(checks[3:]) is None


def test_explanations_say_what_they_are_about_in_words() -> None:
    assert said_of({"limit:line=1.1": "New post."}) == ["Line 1.1, over its limit: New post."]
    assert said_of({"limit:category=5": "Floods."}) == ["Travel, over the limit: Floods."]
    assert said_of({"limit:category=": "Unclear."}) == ["Without a category, over the limit: Unclear."]
    assert said_of({"limit:category=9": "Gone."}) == ["limit:category=9: Gone."]
    assert said_of({"limit:line=5.2": "Removed."}) == ["Line 5.2, over its limit: Removed."]
    assert said_of({"limit:total": "Agreed."}) == ["All costs, over the limit: Agreed."]
    assert said_of({"negative:7": "Wrong bill."}) == ["PV-0007: USD\u00a0−5.00: Wrong bill."]
    assert said_of({"negative:8": "Refund."}) == ["#8: USD\u00a0−6.00: Refund."]
    assert said_of({"rates": "Slips of the bank."}) == ["Rates of exchange that were typed: Slips of the bank."]
    assert said_of({"unspent": "Goes back."}) == ["What was received and not spent: Goes back."]
    assert said_of({"negative:99": "Gone."}) == ["negative:99: Gone."]
    assert said_of({"unspent": " "}) == []


def test_rates_are_listed_with_their_day_their_source_and_what_was_spent_at_them() -> None:
    rate = RateFacts(
        "XOF", Decimal("589.3720"), Decimal("1.00"), date(2019, 8, 1), "UN", 3, Decimal(58937), Decimal(100)
    )
    unknown = replace(rate, on=None, source="")
    plain = report(table([]))
    annex = rates_annex([rate, unknown], plain)
    assert annex is not None
    spent = (3, Money(Decimal(58937), "XOF"), Money(Decimal(100), "USD"))
    assert annex.rows[0] == ("XOF", Decimal("589.372"), Decimal(1), date(2019, 8, 1), "UN", *spent)
    assert annex.rows[1] == ("XOF", Decimal("589.372"), Decimal(1), "", "", *spent)
    assert len(annex.headings) == len(annex.rows[0])
    assert rates_annex([], plain) is None
    assert rates_annex([rate] * 401, plain) is None
    assert rates_annex([rate], report(table([], key="rates"))) is None


def test_explanations_come_by_what_they_are_about_and_blank_ones_are_left_out() -> None:
    assert said_of({"unspent": "U", "negative:7": "N", "limit:total": "T", "limit:line=1.1": "\n"}) == [
        "All costs, over the limit: T",
        "PV-0007: USD\u00a0−5.00: N",
        "What was received and not spent: U",
    ]


def test_just_so_many_rates_are_listed_and_one_more_is_read_with_the_entries() -> None:
    rate = RateFacts("XOF", Decimal(600), Decimal(1), None, "", 1)
    annex = rates_annex([rate] * 400, report(table([]), currency="EUR"))
    assert annex is not None
    assert len(annex.rows) == 400
    assert annex.rows[0][-2:] == (Money(Decimal(0), "XOF"), Money(Decimal(0), "EUR"))
    assert [_ENGLISH.text(each) for each in annex.headings] == [
        "Currency", "Units", "For EUR", "Of", "Source", "Entries", "Spent", "Spent in EUR"
    ]  # fmt: skip
