"""The Federal Financial Report of US awards (SF-425, OMB 4040-0014): its boxes 1 to 13, recomputed, since the start.

Labels and rules of the lines as OMB has them (omb.report 201711-0584-002): c = a - b, g = e + f, h = d - g, k = i - j,
o = l - m - n; indirect expense is the rate on its base. Federal expenditure is what the ledger of the grant says, the
obligations are its open commitments. The ledger does not keep when a cost was paid, so on the cash basis line b is made
of the same entries as line e, but by time where that one is made by category.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from desktop.domain.codes import CATEGORY_NAMES, CostCategory
from desktop.domain.money import ZERO
from desktop.language import Message, say
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.forms.us import sf425_indirect as indirect
from desktop.reports.forms.us import sf425_options as options
from desktop.reports.forms.us.sf425_notes import notes
from desktop.reports.layout import Layout
from desktop.reports.options import Option, chosen, typed_amount, typed_day
from desktop.reports.report import (
    ColumnKind,
    Fact,
    Figure,
    Proof,
    Report,
    ReportColumn,
    ReportRow,
    ReportTable,
    RowStyle,
    Signature,
)
from desktop.reports.trace import ADJUSTMENT, BEFORE, IN_PERIOD, NONE

NAME: Final = options.NAME
TITLE: Final = say("Federal Financial Report (SF-425)")
DIMENSIONS: Final = ("when", "category")
OPTIONS: Final = options.OPTIONS

_GROUPS: Final = (
    (
        "cash",
        say("Federal cash"),
        (
            ("10a", say("Cash receipts"), ""),
            ("10b", say("Cash disbursements"), ""),
            ("10c", say("Cash on hand"), "a − b"),
        ),
    ),
    (
        "federal",
        say("Federal expenditures and unobligated balance"),
        (
            ("10d", say("Total Federal funds authorized"), ""),
            ("10e", say("Federal share of expenditures"), ""),
            ("10f", say("Federal share of unliquidated obligations"), ""),
            ("10g", say("Total Federal share"), "e + f"),
            ("10h", say("Unobligated balance of Federal funds"), "d − g"),
        ),
    ),
    (
        "recipient",
        say("Recipient share"),
        (
            ("10i", say("Total recipient share required"), ""),
            ("10j", say("Recipient share of expenditures"), ""),
            ("10k", say("Remaining recipient share to be provided"), "i − j"),
        ),
    ),
    (
        "income",
        say("Program income"),
        (
            ("10l", say("Total Federal program income earned"), ""),
            ("10m", say("Program income expended in accordance with the deduction alternative"), ""),
            ("10n", say("Program income expended in accordance with the addition alternative"), ""),
            ("10o", say("Unexpended program income"), "l − m − n"),
        ),
    ),
)
_TIMES: Final = (
    (BEFORE, say("Spent before the period")),
    (ADJUSTMENT, say("Spent in earlier periods, not reported then")),
    (IN_PERIOD, say("Spent in the period")),
)


def build_sf425(facts: ReportFacts) -> Report:
    """The report as a value."""
    figures = Figures(facts.sums)
    spent = _spent(figures)
    _cash(facts, figures)
    _federal(facts, figures)
    _recipient(facts, figures)
    _income(facts, figures)
    charged, workings = indirect.make_table(facts, figures)
    name, title = facts.detail(options.CERTIFIER.key), facts.detail(options.CERTIFIER_TITLE.key)
    return Report(
        name=NAME,
        title=TITLE,
        period=facts.period,
        currency=facts.grant.currency,
        scope=facts.scope,
        facts=_facts(facts),
        tables=(_transactions(figures), charged),
        workings=(*spent, *workings, *_before(facts, figures)),
        proofs=_proofs(facts, figures),
        notes=notes(facts, figures),
        signatures=(Signature(say("Authorized certifying official"), name, title),),
        entry_count=facts.sums.entries,
    )


# --- boxes 1 to 9, 12 and 13 ---------------------------------------------------------------------------------------


def _facts(facts: ReportFacts) -> tuple[Fact, ...]:
    grant, office = facts.grant, facts.letterhead
    return (
        Fact("agency", say("Federal agency and organizational element"), grant.funder, "1"),
        Fact("award", say("Federal grant or other identifying number"), grant.award_number or grant.reference, "2"),
        Fact("recipient", say("Recipient organization"), office.name, "3"),
        Fact("recipient_address", say("Address of the recipient"), office.address or None, "3"),
        Fact("uei", say("UEI"), office.uei or None, "4a"),
        Fact("ein", say("EIN"), office.ein or None, "4b"),
        Fact("account", say("Recipient account or identifying number"), grant.erp_grant or grant.reference, "5"),
        Fact("report_type", say("Report type"), options.REPORT_TYPES[options.report_type(facts)], "6"),
        Fact("basis", say("Basis of accounting"), options.BASES[chosen(facts, options.BASIS)], "7"),
        Fact("grant_period", say("Project or grant period"), _grant_period(facts), "8"),
        Fact("period_end", say("Reporting period end date"), facts.period.last, "9"),
        *_said(facts, (options.REMARKS,), "12"),
        *_said(facts, (options.CERTIFIER, options.CERTIFIER_TITLE), "13a"),
        *_said(facts, (options.TELEPHONE,), "13c"),
        *_said(facts, (options.E_MAIL,), "13d"),
        Fact(options.SUBMITTED_ON.key, options.SUBMITTED_ON.label, typed_day(facts, options.SUBMITTED_ON), "13e"),
        Fact("grant", say("Grant"), grant.reference),
        Fact("currency", say("Currency"), grant.currency),
    )


def _said(facts: ReportFacts, said: Iterable[Option], box: str) -> Iterable[Fact]:
    return (Fact(option.key, option.label, facts.detail(option.key) or None, box) for option in said)


def _grant_period(facts: ReportFacts) -> Message | None:
    first, last = facts.grant.starts_on, facts.grant.ends_on
    return say("{first} to {last}", first=first, last=last) if first and last else None


# --- lines 10a to 10o ----------------------------------------------------------------------------------------------


def _spent(figures: Figures) -> list[tuple[Message, Figure]]:
    """What was spent by category, and by time: lines e and b are made of them."""
    found = [
        (CATEGORY_NAMES[category], figures.entries(f"spent.{int(category)}", "spent", category=str(int(category))))
        for category in CostCategory
    ]
    uncategorised = figures.entries(f"spent.{NONE}", "spent", category=NONE)
    found.append((say("Without a category"), uncategorised))
    return [*found, *((label, figures.entries(f"spent.{when}", "spent", when=when)) for when, label in _TIMES)]


def _cash(facts: ReportFacts, figures: Figures) -> None:
    figures.entries("10a", "received")
    paid = _paid(facts)
    if paid is None:
        figures.sum_of("10b", [f"spent.{when}" for when, _label in _TIMES])
    else:
        figures.given("10b", paid, say("Stated for this report"))
    figures.difference("10c", "10a", "10b")


def _paid(facts: ReportFacts) -> Decimal | None:
    """What was paid, where that is another amount than what was spent."""
    return typed_amount(facts, options.DISBURSED) if chosen(facts, options.BASIS) == options.ACCRUAL else None


def _federal(facts: ReportFacts, figures: Figures) -> None:
    grant = facts.grant
    awarded = grant.amount if grant.authorized is None else grant.authorized
    source = say("Award of {grant}", grant=grant.reference)
    figures.given("10d", awarded, source, register="grants", record_id=grant.id)
    figures.sum_of("10e", [*indirect.DIRECT, indirect.POSTED])
    figures.entries("10f", "committed")
    figures.sum_of("10g", ["10e", "10f"])
    figures.difference("10h", "10d", "10g")


def _recipient(facts: ReportFacts, figures: Figures) -> None:
    grant = facts.grant
    source = say("Cost share of {grant}", grant=grant.reference)
    figures.given("10i", grant.cost_share or ZERO, source, register="grants", record_id=grant.id)
    _state(facts, figures, "10j", options.RECIPIENT_SPENT)
    figures.difference("10k", "10i", "10j")


def _income(facts: ReportFacts, figures: Figures) -> None:
    for key, option in (("10l", options.INCOME), ("10m", options.DEDUCTED), ("10n", options.ADDED)):
        _state(facts, figures, key, option)
    figures.difference("10o", "10l", "10m", "10n")


def _state(facts: ReportFacts, figures: Figures, key: str, option: Option) -> None:
    amount = typed_amount(facts, option)
    source = say("Nothing was stated for this report") if amount is None else say("Stated for this report")
    figures.given(key, amount or ZERO, source)


def _transactions(figures: Figures) -> ReportTable:
    rows: list[ReportRow] = []
    for group, title, lines in _GROUPS:
        rows.append(ReportRow(group, title, style=RowStyle.HEADING))
        for key, label, rule in lines:
            style = RowStyle.SUBTOTAL if rule else RowStyle.LINE
            rows.append(ReportRow(key, label, (rule or None, figures.made(key)), key, style))
    columns = (ReportColumn("rule", say("Rule"), ColumnKind.TEXT), ReportColumn("cumulative", say("Cumulative")))
    return ReportTable("transactions", say("Transactions"), say("10 Transactions"), columns, tuple(rows))


# --- proof ---------------------------------------------------------------------------------------------------------


def _before(facts: ReportFacts, figures: Figures) -> list[tuple[Message, Figure]]:
    found = [(say("All expenditure in the ledger"), figures.entries("ledger.spent", "spent"))]
    known = facts.previous.values.get("10e") if facts.previous else None
    if facts.previous and known is not None:
        label = say("Federal share of expenditures in report {number}", number=facts.previous.number)
        found.append((label, figures.given("previous.10e", known, label)))
    return found


def _proofs(facts: ReportFacts, figures: Figures) -> tuple[Proof, ...]:
    proofs = [figures.proof(say("Categories and ledger"), "categories", "10e", "ledger.spent")]
    if _paid(facts) is None:
        proofs.append(figures.proof(say("Cash disbursements and Federal expenditures, b − e"), "cash", "10b", "10e"))
    if facts.previous and "10e" in facts.previous.values:
        label = say("Line 10e of report {number} and what was spent before", number=facts.previous.number)
        proofs.append(figures.proof(label, "previous", "previous.10e", f"spent.{BEFORE}"))
    proofs.append(figures.proof(say("Indirect expense and ledger"), "indirect", indirect.CHARGED, indirect.POSTED))
    return tuple(proofs)


LAYOUT: Final = Layout(
    NAME,
    TITLE,
    say("Cash, expenditure, obligations, recipient share and indirect expense of a US award since its start."),
    build_sf425,
    DIMENSIONS,
    options=OPTIONS,
)
