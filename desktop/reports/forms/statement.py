"""The financial statement of a grant for a period: by category, with fund balance, traceable entry by entry.

Layout after the UN interim statement to a funder: budget, expenditure of the period and in all, open commitments,
balance and delivery rate by the eight UNSDG categories, direct subtotal, programme support costs, total; then opening
balance + receipts - expenditure = closing balance. Fund balance and budget balance are different figures; both stand.
What was posted into the time of earlier reports after these were submitted has a column and a row of its own.
"""

from __future__ import annotations

from typing import Final

from desktop.domain.codes import CostCategory
from desktop.domain.indirect_cost import gap, written
from desktop.domain.money import Money, minor_units
from desktop.language import Message, say
from desktop.reports.builder import Figures
from desktop.reports.facts import ReportFacts
from desktop.reports.forms import fund
from desktop.reports.forms.categories import category_rows
from desktop.reports.forms.grid import Grid, GridColumn, Less, Share, Stated
from desktop.reports.forms.heads import grant_facts, has_adjustments, signatures
from desktop.reports.forms.rates import rate_tables
from desktop.reports.forms.spending import spending_columns
from desktop.reports.layout import Layout
from desktop.reports.options import Option, OptionKind, chosen
from desktop.reports.report import Chart, Fact, Figure, Proof, Report, ReportTable

NAME: Final = "statement"
TITLE: Final = say("Financial statement")
DIMENSIONS: Final = ("when", "category", "kind")
INTERIM: Final = "interim"
CERTIFIED: Final = "certified"
STATE: Final = Option(
    "state",
    say("State"),
    OptionKind.CHOICE,
    {INTERIM: say("Interim, not certified"), CERTIFIED: say("Certified")},
    default=INTERIM,
)
OPTIONS: Final = (STATE,)
_POSTED_INDIRECT = f"cumulative.{int(CostCategory.INDIRECT)}"
EXPECTED_INDIRECT = "expected.indirect"


def build_statement(facts: ReportFacts) -> Report:
    """The statement as a report."""
    figures = Figures(facts.sums)
    categories = _categories(facts, figures)
    return Report(
        name=NAME,
        title=_title(facts),
        period=facts.period,
        currency=facts.grant.currency,
        scope=facts.scope,
        facts=_facts(facts),
        tables=(categories, *fund.make_tables(facts, figures), *rate_tables(facts, figures)),
        workings=_workings(facts, figures),
        proofs=(*_proofs(figures), *fund.make_proofs(facts, figures)),
        notes=(*_notes(facts, figures), *fund.make_notes(facts, figures)),
        signatures=signatures(facts),
        chart=Chart(say("Budget and expenditure"), categories.key, ("budget", "cumulative")),
        entry_count=facts.sums.entries,
    )


def _title(facts: ReportFacts) -> Message:
    if facts.is_final:
        return say("Final financial statement")
    return say("Certified financial statement") if chosen(facts, STATE) == CERTIFIED else TITLE


def _facts(facts: ReportFacts) -> tuple[Fact, ...]:
    agreement = facts.grant.agreement
    return (
        *grant_facts(facts),
        *([Fact("agreement", say("Agreement"), agreement)] if agreement else []),
        Fact("state", STATE.label, STATE.choices[chosen(facts, STATE)]),
    )


def _notes(facts: ReportFacts, figures: Figures) -> tuple[Message, ...]:
    notes = [
        say("Expenditure includes refunds and adjustments. Commitments are not counted as expenditure."),
        say("Balance is budget less expenditure less open commitments. Delivery is expenditure as a share of budget."),
        say("Amounts in other currencies are converted entry by entry at the rate shown with each."),
    ]
    if facts.indirect_rate is not None or facts.support_costs:
        posted, expected = (
            Money(figures.value(key), facts.grant.currency) for key in (_POSTED_INDIRECT, EXPECTED_INDIRECT)
        )
        sentence = gap(posted, expected=expected, rate=facts.indirect_rate)
        notes[:0] = [] if sentence is None else [sentence]
    if facts.is_sample:
        notes.insert(0, say("Sample data: all amounts are invented."))
    return tuple(notes)


# --- by category --------------------------------------------------------------------------------------------------


def _categories(facts: ReportFacts, figures: Figures) -> ReportTable:
    grid = Grid(figures, _columns(facts))
    return grid.table("categories", say("By category"), say("Category"), category_rows(facts, grid))


def _columns(facts: ReportFacts) -> tuple[GridColumn, ...]:
    return (
        GridColumn("budget", say("Budget"), Stated()),
        *spending_columns(facts),
        GridColumn("balance", say("Balance of the budget"), Less("budget", ("cumulative", "committed"))),
        GridColumn("delivery", say("Delivery"), Share("cumulative", "budget")),
    )


# --- proof --------------------------------------------------------------------------------------------------------


def _workings(facts: ReportFacts, figures: Figures) -> tuple[tuple[Message, Figure], ...]:
    steps = ["spent.before", *(["adjustment.total"] if has_adjustments(facts) else []), "period.total"]
    workings = [
        (say("All receipts in the ledger"), figures.entries("ledger.received", "received")),
        (say("All expenditure in the ledger"), figures.entries("ledger.spent", "spent")),
        (
            say("All receipts less all expenditure"),
            figures.difference("ledger.cash", "ledger.received", "ledger.spent"),
        ),
        (say("Expenditure before the period and in it"), figures.sum_of("steps.spent", steps)),
    ]
    return (*workings, *support_cost_workings(facts, figures, base="cumulative.direct"))


def support_cost_workings(facts: ReportFacts, figures: Figures, *, base: str) -> list[tuple[Message, Figure]]:
    """The support costs that the rules of the grant give on what was spent; `base` are all direct costs.

    Where its rules know several rates, or leave costs out: of each rate the costs under it and what it gives on them.
    """
    decimals = minor_units(facts.grant.currency)
    if facts.indirect_rate is not None:
        expected = figures.rate_on(EXPECTED_INDIRECT, facts.indirect_rate, base, decimals=decimals)
        return [(say("Support costs at the rate of the grant"), expected)]
    found: list[tuple[Message, Figure]] = []
    keys: list[str] = []
    for number, part in enumerate(facts.support_costs):
        costs, key = f"{EXPECTED_INDIRECT}.base.{number}", f"{EXPECTED_INDIRECT}.{number}"
        label = say("Costs that bear support costs of {rate}", rate=written(part.terms.rate))
        source = say("By the rules of {grant}", grant=facts.grant.reference)
        stated = figures.given(costs, part.costs.amount, source, register="grants", record_id=facts.grant.id)
        found.append((label, stated))
        rated = figures.rate_on(key, part.terms.rate, costs, decimals=decimals)
        found.append((say("Support costs of {rate}", rate=written(part.terms.rate)), rated))
        keys.append(key)
    if keys:
        found.append((say("Support costs by the rules of the grant"), figures.sum_of(EXPECTED_INDIRECT, keys)))
    return found


def _proofs(figures: Figures) -> tuple[Proof, ...]:
    return (
        figures.proof(say("Categories and ledger"), "categories", "cumulative.total", "ledger.spent"),
        figures.proof(say("Categories and fund, in the period"), "period", "period.total", "fund.spent"),
        figures.proof(say("Before the period, in it, and in all"), "steps", "steps.spent", "cumulative.total"),
        figures.proof(say("Closing balance and cash"), "closing", "fund.closing", "ledger.cash"),
    )


LAYOUT: Final = Layout(
    NAME,
    TITLE,
    say("Budget, expenditure, commitments and balance by the eight UN categories, and the fund balance."),
    build_statement,
    DIMENSIONS,
    options=OPTIONS,
)
