"""What must hold of grants, of what their projects get, and of their amendments, before they are kept."""

from __future__ import annotations

from decimal import Decimal

from desktop.domain.amendment import contradictions, difference
from desktop.domain.money import MINOR_UNITS, Money
from desktop.domain.terms import AmendmentKind, AmendmentStatus, IndirectBase, RuleKind
from desktop.language import Message, UserError, say
from desktop.services.field_rules import Problems, check_currency, check_decimals, check_not_negative, check_order
from desktop.services.record_rule import RecordRule
from desktop.storage.amendments import kept_terms, terms_as_kept, terms_of
from desktop.storage.lookups import currency_in_use, indirect_rules, is_whole_award, project_references, shares_of
from desktop.storage.models import Amendment, Grant, GrantRule, GrantShare
from desktop.storage.office import Unit
from desktop.storage.partners import share_of, shared_otherwise

_HUNDRED = Decimal(100)


def grant_rule(unit: Unit, grant: Grant) -> Problems:
    """A grant is in a currency, in its decimals, and ends after it starts; what hangs on it holds its currency."""
    problems: Problems = {}
    _terms(grant, problems)
    used = currency_in_use(unit.session, grant.id) if grant.id else None
    if used is not None and used != grant.currency:
        problems["currency"] = say(
            "Its budget, ledger or projects are in {currency}. Add another grant.", currency=used
        )
    elif check_currency(problems, "currency", grant.currency):
        check_decimals(problems, "amount", grant.amount, grant.currency)
    if grant.amount < 0:
        problems["amount"] = say("A grant is not negative. Enter what was awarded.")
    _check_rate(problems, grant.indirect_rate)
    check_order(problems, "ends_on", grant.starts_on, grant.ends_on)
    _pay_project(unit, grant, problems)
    _support_cost_rate(unit, grant, problems)
    return problems


def _terms(grant: Grant, problems: Problems) -> None:
    """Days and shares are not negative, and a grant is awarded before its end and closed after it."""
    check_not_negative(problems, "liquidation_days", grant.liquidation_days)
    if grant.currency in MINOR_UNITS:
        check_decimals(problems, "cost_share", grant.cost_share, grant.currency)
    check_not_negative(problems, "cost_share", grant.cost_share)
    if grant.closed_on and grant.ends_on and grant.closed_on < grant.ends_on:
        problems["closed_on"] = say("The grant ends on {day}. Enter a later date.", day=grant.ends_on)
    if grant.awarded_on and grant.ends_on and grant.ends_on < grant.awarded_on:
        problems["awarded_on"] = say("The grant ends on {day}. Enter an earlier date.", day=grant.ends_on)


def _check_rate(problems: Problems, percent: Decimal | None) -> None:
    if percent is not None and not 0 <= percent <= _HUNDRED:
        problems["indirect_rate"] = say("A rate lies between 0 and 100 per cent. Enter 13 for 13 %.")


def _pay_project(unit: Unit, grant: Grant, problems: Problems) -> None:
    """The one project of a grant gets the whole award, whatever that is now; what several share is an import's."""
    shares = shares_of(unit.session, grant.id) if grant.id else []
    if len(shares) > 1:
        if grant.project_id is not None:
            names = project_references(unit.session, (share.project_id for share in shares))
            problems["project"] = say("It is shared among {projects}. Only an import changes that.", projects=names)
    elif grant.project_id is None:
        for share in shares:
            unit.session.delete(share)
    elif not shares:
        unit.session.add(GrantShare(grant=grant, project_id=grant.project_id, amount=grant.amount))
    elif grant.project_id != shares[0].project_id or is_whole_award(unit.session, shares[0]):
        shares[0].project_id = grant.project_id
        shares[0].amount = grant.amount


def _support_cost_rate(unit: Unit, grant: Grant, problems: Problems) -> None:
    """The rate of a grant stands in its rule book; one that changes by date is changed there."""
    rules = indirect_rules(unit.session, grant.id) if grant.id else []
    if len(rules) > 1:
        begun = [rule for rule in rules if rule.starts_on is None or rule.starts_on <= unit.today]
        if grant.indirect_rate != (begun or rules)[-1].percent:
            problems["indirect_rate"] = say("It changes by date. Change it among the rules of the grant.")
    elif grant.indirect_rate is None:
        for rule in rules:
            unit.session.delete(rule)
    elif rules:
        rules[0].percent = grant.indirect_rate
    else:
        kind, base = str(RuleKind.INDIRECT), str(IndirectBase.DIRECT)
        unit.session.add(GrantRule(grant=grant, kind=kind, percent=grant.indirect_rate, choice=base))


# --- what its projects get --------------------------------------------------------------------------------------------


def _grant_share(unit: Unit, share: GrantShare) -> Problems:
    """A project is paid by a grant once, and all of them together with no more than the award."""
    problems: Problems = {}
    grant = unit.get(Grant, share.grant_id)
    check_decimals(problems, "amount", share.amount, grant.currency)
    check_not_negative(problems, "amount", share.amount)
    other = share_of(unit.session, share.grant_id, share.project_id)
    if other is not None and other != share.id:
        problems["project"] = say("The grant pays this project already. Change that record.")
    left = grant.amount - shared_otherwise(unit.session, share.grant_id, share.id)
    if share.amount > left:
        problems.setdefault(
            "amount", say("Of the award {left} is left for it. Enter less.", left=Money(left, grant.currency))
        )
    return problems


# --- amendments -------------------------------------------------------------------------------------------------------


def amendment_rule(unit: Unit, amendment: Amendment) -> Problems:
    """A draft is a copy of the grant's terms, changed as its kind allows; what is applied stays as it is."""
    if amendment.status == AmendmentStatus.APPLIED:
        return {"kind": say("It is applied: the grant has these terms. Draft another amendment.")}
    grant = unit.get(Grant, amendment.grant_id)
    if amendment.before is None:
        _copy_terms(amendment, grant)
    terms = terms_of(amendment)
    problems = contradictions(AmendmentKind(amendment.kind), kept_terms(amendment.before or {}), terms)
    check_decimals(problems, "amount", terms.amount, grant.currency)
    check_decimals(problems, "cost_share", terms.cost_share, grant.currency)
    for key in ("amount", "liquidation_days", "cost_share"):
        check_not_negative(problems, key, getattr(terms, key))
    _check_rate(problems, terms.indirect_rate)
    check_order(problems, "ends_on", terms.starts_on, terms.ends_on)
    return problems


def _copy_terms(amendment: Amendment, grant: Grant) -> None:
    """Takes over the terms of the grant that the form of a new amendment left empty."""
    terms = terms_of(grant)
    amendment.before = terms_as_kept(terms)
    for name, value in terms.by_name().items():
        if getattr(amendment, name) in (None, ""):
            setattr(amendment, name, value)


def _amendment_preview(unit: Unit, amendment: Amendment) -> Message:
    """What an amendment changes."""
    currency = unit.get(Grant, amendment.grant_id).currency
    changes = difference(kept_terms(amendment.before or {}), terms_of(amendment), currency=currency)
    return say("It changes: {changes}.", changes=changes) if changes else say("It changes none of the terms yet.")


def _require_removable(_unit: Unit, amendment: Amendment) -> None:
    """Raises UserError when an amendment is part of its grant's terms."""
    if amendment.status == AmendmentStatus.APPLIED:
        raise UserError(
            say("An amendment that is applied cannot be removed."),
            say("Nothing was changed: the grant has its terms."),
            say("Draft another amendment that changes them again."),
        )


RULES = {
    "grant": RecordRule(grant_rule),
    "grant_share": RecordRule(_grant_share),
    "amendment": RecordRule(amendment_rule, preview=_amendment_preview, require_removable=_require_removable),
}
