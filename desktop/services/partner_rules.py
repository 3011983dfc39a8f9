"""What must hold of partners, agreements and the terms of grants before they are kept."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from desktop.domain.amendment import contradictions, difference
from desktop.domain.money import MINOR_UNITS, Money
from desktop.domain.terms import AmendmentKind, AmendmentStatus, ObligationStatus
from desktop.language import Message, UserError, say
from desktop.services.field_rules import Problems, check_currency, check_decimals, check_order
from desktop.storage.amendments import kept_terms, terms_as_kept, terms_of
from desktop.storage.models import (
    Agreement,
    AgreementParty,
    Amendment,
    Base,
    Contact,
    Grant,
    GrantShare,
    Obligation,
    Organisation,
)
from desktop.storage.office import Unit
from desktop.storage.partners import agreements_before, organisations_above, party_of, share_of, shared_otherwise

_HUNDRED = Decimal(100)


def _check_not_negative(problems: Problems, key: str, number: Decimal | int | None) -> None:
    if number is not None and number < 0:
        problems[key] = say("It is not below zero.")


# --- partners ---------------------------------------------------------------------------------------------------------


def organisation_problems(unit: Unit, organisation: Organisation) -> Problems:
    """An organisation is not a part of itself, directly or through others."""
    above = organisation.parent_id
    if organisation.id and above and organisation.id in organisations_above(unit.session, above):
        return {"parent": say("It would be a part of itself. Choose another organisation.")}
    return {}


def agreement_problems(unit: Unit, agreement: Agreement) -> Problems:
    """An agreement is signed before it ends, follows others in a line, and gives notice in days."""
    problems: Problems = {}
    before = agreement.predecessor_id
    if agreement.id and before and agreement.id in agreements_before(unit.session, before):
        problems["predecessor"] = say("It would follow itself. Choose another agreement.")
    if agreement.signed_on and agreement.ends_on and agreement.ends_on < agreement.signed_on:
        problems["signed_on"] = say("It was over on {day}. Enter an earlier date.", day=agreement.ends_on)
    _check_not_negative(problems, "notice_days", agreement.notice_days)
    return problems


def party_rule(unit: Unit, party: AgreementParty) -> Problems:
    """An organisation is a party of an agreement once."""
    other = party_of(unit.session, party.agreement_id, party.organisation_id)
    if other is not None and other != party.id:
        return {"organisation": say("It is a party of this agreement already. Change that record.")}
    return {}


def obligation_rule(_unit: Unit, obligation: Obligation) -> Problems:
    """An obligation about money names the currency; one that is fulfilled says since when, and no other does."""
    problems: Problems = {}
    if obligation.amount is not None and not obligation.currency:
        problems["currency"] = say("Choose a currency.")
    elif obligation.currency and check_currency(problems, "currency", obligation.currency):
        check_decimals(problems, "amount", obligation.amount, obligation.currency)
    _check_not_negative(problems, "amount", obligation.amount)
    fulfilled = obligation.status == ObligationStatus.FULFILLED
    if fulfilled and obligation.done_on is None:
        problems["done_on"] = say("Enter the day on which it was fulfilled.")
    elif obligation.done_on is not None and not fulfilled:
        problems["status"] = say(
            "It was fulfilled on {day}. Choose “Fulfilled”, or clear the day.", day=obligation.done_on
        )
    return problems


def contact_rule(_unit: Unit, contact: Contact) -> Problems:
    """An e-mail address has something on both sides of its @."""
    name, at, host = contact.email.partition("@")
    if contact.email and not (name and at and "." in host.strip(".") and " " not in contact.email):
        return {"email": say("An e-mail address reads like name@example.org.")}
    return {}


# --- grants -----------------------------------------------------------------------------------------------------------


def grant_problems(grant: Grant) -> Problems:
    """Days and shares are not negative, and a grant is closed after its end."""
    problems: Problems = {}
    _check_not_negative(problems, "liquidation_days", grant.liquidation_days)
    if grant.currency in MINOR_UNITS:
        check_decimals(problems, "cost_share", grant.cost_share, grant.currency)
    _check_not_negative(problems, "cost_share", grant.cost_share)
    if grant.closed_on and grant.ends_on and grant.closed_on < grant.ends_on:
        problems["closed_on"] = say("The grant ends on {day}. Enter a later date.", day=grant.ends_on)
    if grant.awarded_on and grant.ends_on and grant.ends_on < grant.awarded_on:
        problems["awarded_on"] = say("The grant ends on {day}. Enter an earlier date.", day=grant.ends_on)
    return problems


def share_rule(unit: Unit, share: GrantShare) -> Problems:
    """A project is paid by a grant once, and all of them together with no more than the award."""
    problems: Problems = {}
    grant = unit.get(Grant, share.grant_id)
    check_decimals(problems, "amount", share.amount, grant.currency)
    _check_not_negative(problems, "amount", share.amount)
    other = share_of(unit.session, share.grant_id, share.project_id)
    if other is not None and other != share.id:
        problems["project"] = say("The grant pays this project already. Change that record.")
    left = grant.amount - shared_otherwise(unit.session, share.grant_id, share.id)
    if share.amount > left:
        problems.setdefault(
            "amount", say("Of the award {left} is left for it. Enter less.", left=Money(left, grant.currency))
        )
    return problems


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
        _check_not_negative(problems, key, getattr(terms, key))
    if terms.indirect_rate is not None and not 0 <= terms.indirect_rate <= _HUNDRED:
        problems["indirect_rate"] = say("A rate lies between 0 and 100 per cent. Enter 13 for 13 %.")
    check_order(problems, "ends_on", terms.starts_on, terms.ends_on)
    return problems


def _copy_terms(amendment: Amendment, grant: Grant) -> None:
    """Takes over the terms of the grant that the form of a new amendment left empty."""
    terms = terms_of(grant)
    amendment.before = terms_as_kept(terms)
    for name, value in terms.by_name().items():
        if getattr(amendment, name) in (None, ""):
            setattr(amendment, name, value)


def preview(unit: Unit, record: Agreement | Amendment) -> Message | None:
    """What an amendment changes, or what is unusual about an agreement, though it may be so."""
    match record:
        case Amendment():
            currency = unit.get(Grant, record.grant_id).currency
            changes = difference(kept_terms(record.before or {}), terms_of(record), currency=currency)
            return (
                say("It changes: {changes}.", changes=changes) if changes else say("It changes none of the terms yet.")
            )
        case Agreement() if record.signed_on and record.starts_on and record.starts_on < record.signed_on:
            return say("It is in force from {day}, before it is signed. Is that so?", day=record.starts_on)
    return None


def require_removable(record: Base) -> None:
    """Raises UserError for a record that stays: an amendment that is part of its grant's terms."""
    if isinstance(record, Amendment) and record.status == AmendmentStatus.APPLIED:
        raise UserError(
            say("An amendment that is applied cannot be removed."),
            say("Nothing was changed: the grant has its terms."),
            say("Draft another amendment that changes them again."),
        )


RULES: dict[str, Callable[[Unit, Any], Problems]] = {
    "agreement_party": party_rule,
    "obligation": obligation_rule,
    "contact": contact_rule,
    "grant_share": share_rule,
    "amendment": amendment_rule,
}
