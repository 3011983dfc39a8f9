"""What must hold of partners and agreements before they are kept."""

from __future__ import annotations

from desktop.domain.terms import ObligationStatus
from desktop.language import Message, say
from desktop.services.field_rules import (
    Problems,
    check_country,
    check_currency,
    check_decimals,
    check_email,
    check_not_negative,
    check_order,
)
from desktop.services.record_rule import RecordRule
from desktop.storage.models import Agreement, AgreementParty, Contact, Obligation, Organisation
from desktop.storage.office import Unit
from desktop.storage.partners import agreements_before, organisations_above, party_of


def _organisation(unit: Unit, organisation: Organisation) -> Problems:
    """A country is given by its two letters; an organisation is not a part of itself, directly or through others."""
    problems: Problems = {}
    above = organisation.parent_id
    if organisation.id and above and organisation.id in organisations_above(unit.session, above):
        problems["parent"] = say("It would be a part of itself. Choose another organisation.")
    check_country(problems, "country", organisation.country)
    return problems


def _agreement(unit: Unit, agreement: Agreement) -> Problems:
    """An agreement starts and is signed before it ends, follows others in a line, and gives notice in days."""
    problems: Problems = {}
    before = agreement.predecessor_id
    if agreement.id and before and agreement.id in agreements_before(unit.session, before):
        problems["predecessor"] = say("It would follow itself. Choose another agreement.")
    if agreement.signed_on and agreement.ends_on and agreement.ends_on < agreement.signed_on:
        problems["signed_on"] = say("It was over on {day}. Enter an earlier date.", day=agreement.ends_on)
    check_not_negative(problems, "notice_days", agreement.notice_days)
    check_order(problems, "ends_on", agreement.starts_on, agreement.ends_on)
    return problems


def _agreement_preview(_unit: Unit, agreement: Agreement) -> Message | None:
    """What is unusual about an agreement, though it may be so."""
    if agreement.signed_on and agreement.starts_on and agreement.starts_on < agreement.signed_on:
        return say("It is in force from {day}, before it is signed. Is that so?", day=agreement.starts_on)
    return None


def _party(unit: Unit, party: AgreementParty) -> Problems:
    """An organisation is a party of an agreement once."""
    other = party_of(unit.session, party.agreement_id, party.organisation_id)
    if other is not None and other != party.id:
        return {"organisation": say("It is a party of this agreement already. Change that record.")}
    return {}


def _obligation(_unit: Unit, obligation: Obligation) -> Problems:
    """An obligation about money names the currency; one that is fulfilled says since when, and no other does."""
    problems: Problems = {}
    if obligation.amount is not None and not obligation.currency:
        problems["currency"] = say("Choose a currency.")
    elif obligation.currency and check_currency(problems, "currency", obligation.currency):
        check_decimals(problems, "amount", obligation.amount, obligation.currency)
    check_not_negative(problems, "amount", obligation.amount)
    fulfilled = obligation.status == ObligationStatus.FULFILLED
    if fulfilled and obligation.done_on is None:
        problems["done_on"] = say("Enter the day on which it was fulfilled.")
    elif obligation.done_on is not None and not fulfilled:
        problems["status"] = say(
            "It was fulfilled on {day}. Choose “Fulfilled”, or clear the day.", day=obligation.done_on
        )
    return problems


def _contact(_unit: Unit, contact: Contact) -> Problems:
    """An e-mail address has something on both sides of its @."""
    problems: Problems = {}
    check_email(problems, "email", contact.email)
    return problems


RULES = {
    "organisation": RecordRule(_organisation),
    "agreement": RecordRule(_agreement, preview=_agreement_preview),
    "agreement_party": RecordRule(_party),
    "obligation": RecordRule(_obligation),
    "contact": RecordRule(_contact),
}
