"""`grantdesk grant show`, `grantdesk amendment …` and `grantdesk attach`: a grant as at a day, its terms, its files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.cli.call import DONE, Call
from desktop.cli.verb import Options, Verb
from desktop.domain.amendment import TERM_LABELS
from desktop.domain.indirect_cost import written
from desktop.domain.money import Money
from desktop.domain.terms import AMENDMENT_KINDS, AMENDMENT_STATUSES
from desktop.language import Message, UserError, say
from desktop.registers import find_register
from desktop.registers.query import Cell, parse_cell
from desktop.services import records
from desktop.services.amendments import (
    AmendmentKind,
    AmendmentView,
    GrantAsAt,
    amendments_of,
    apply_amendment,
    draft_amendment,
    grant_as_at,
)
from desktop.services.documents import DOCUMENT_KINDS, attach
from desktop.services.offices import Office
from desktop.services.references import entry_id_of, grant_id_of

# --- a grant as at a day ----------------------------------------------------------------------------------------------


def _grant_options(options: Options) -> None:
    options.office()
    options.add("action", choices=("show",), metavar="ACTION", about="show")
    options.add("grant", metavar="REF", about=say("the reference of the grant"))
    options.day("--as-at", say("as it was at the end of this day"))
    options.flag("--json", say("print what was found as JSON"))


def _grant(call: Call) -> int:
    options = call.options
    with call.office(read_only=True) as office:
        then = grant_as_at(office, grant_id=grant_id_of(office, options.grant), day=options.as_at or office.today)
    if options.json:
        return call.print_json(_grant_json(then))
    for line in _grant_lines(then):
        call.tell(line)
    return DONE


def _grant_lines(then: GrantAsAt) -> list[Message]:
    currency = then.awarded.currency
    lines = [say("{grant} as at {day}", grant=then.reference, day=then.day)]
    for name, value in then.terms.by_name().items():
        if value not in (None, ""):
            shown = Money(value, currency) if name in ("amount", "cost_share") else value
            shown = written(value / 100) if name == "indirect_rate" else shown
            lines.append(say("{name}: {value}", name=TERM_LABELS[name], value=shown))
    figures = (
        (say("Budget"), then.budget),
        (say("Received"), then.received),
        (say("Spent"), then.spent),
        (say("Committed"), then.committed),
        (say("Available"), then.available),
    )
    lines += [say("{name}: {value}", name=name, value=money) for name, money in figures if money is not None]
    if then.changed_since:
        lines.append(say("Changed since: {changes}", changes=then.changed_since))
    return lines


def _grant_json(then: GrantAsAt) -> dict[str, Any]:
    figures = {name: getattr(then, name) for name in ("budget", "received", "spent", "committed", "available")}
    return {
        "grant": then.reference,
        "as_at": then.day.isoformat(),
        "currency": then.awarded.currency,
        "terms": {name: _json(value) for name, value in then.terms.by_name().items()},
        "ended_by_amendment": then.amendment,
        **{name: None if money is None else _json(money.amount) for name, money in figures.items()},
    }


def _json(value: Any) -> Any:
    match value:
        case Decimal():
            return format(value.normalize(), "f")
        case date():
            return value.isoformat()
    return value


# --- amendments -------------------------------------------------------------------------------------------------------


def _amendment_options(options: Options) -> None:
    options.office()
    actions = say("list: those there are; draft: a copy of the terms, changed by --set; apply: give them to the grant")
    options.add("action", choices=("list", "draft", "apply"), metavar="ACTION", about=actions)
    options.add("grant", metavar="REF", about=say("the reference of the grant"))
    options.add("--kind", choices=tuple(AmendmentKind), default=AmendmentKind.OTHER, about=say("its kind"))
    terms = say("a term of the draft, such as ends_on=2020-06-30 or amount=120000; may be given several times")
    options.add("--set", action="append", default=[], metavar="TERM=VALUE", about=terms)
    options.add("--number", type=int, default=0, metavar="N", about=say("the amendment to apply"))
    options.day("--on", say("the day from which it holds"))
    options.flag("--json", say("print what was found as JSON"))


def _amendment(call: Call) -> int:
    action = call.options.action
    if action == "list":
        return _list(call)
    with call.office(read_only=False) as office:
        grant_id = grant_id_of(office, call.options.grant)
        message = _draft(call, office, grant_id) if action == "draft" else _apply(call, office, grant_id)
    return call.tell(message)


def _draft(call: Call, office: Office, grant_id: int) -> Message:
    values = dict(_term(call, text) for text in call.options.set)
    kind = AmendmentKind(call.options.kind)
    return draft_amendment(office, grant_id=grant_id, kind=kind, changes=values).message


def _term(call: Call, text: str) -> tuple[str, Cell]:
    """The column and value of `ends_on=2020-06-30`. Raises UserError that names the terms there are."""
    register = find_register("amendments")
    key, equals, typed = text.partition("=")
    terms = [column.key for column in register.editable_columns if column.key in TERM_LABELS or column.key == "reason"]
    if key not in terms or not equals:
        raise UserError(
            say("{text} sets no term of an amendment.", text=text),
            say("Nothing was drafted."),
            say("Terms: {terms}.", terms=", ".join(terms)),
        )
    return key, parse_cell(register.column(key), typed, language=call.language)


def _apply(call: Call, office: Office, grant_id: int) -> Message:
    drafts = [one for one in amendments_of(office, grant_id) if one.is_draft]
    chosen = [one for one in drafts if call.options.number in (0, one.number)]
    if len(chosen) != 1:
        numbers = ", ".join(str(one.number) for one in drafts)
        raise UserError(
            say("Which amendment?"),
            say("Nothing was changed."),
            say("Name one with --number. Drafts: {numbers}.", numbers=numbers) if drafts else say("Draft one first."),
        )
    return apply_amendment(office, amendment_id=chosen[0].id, on=call.options.on or office.today).message


def _list(call: Call) -> int:
    with call.office(read_only=True) as office:
        found = amendments_of(office, grant_id_of(office, call.options.grant))
    if call.options.json:
        return call.print_json([_amendment_json(call, one) for one in found])
    for one in found:
        status = AMENDMENT_STATUSES[one.status]
        parts = [say("{number}  {kind}", number=one.number, kind=AMENDMENT_KINDS[one.kind]), status, *one.changes]
        print("  ".join(map(call.language.text, parts)))
    if not found:
        call.tell(say("No amendments yet"))
    return DONE


def _amendment_json(call: Call, amendment: AmendmentView) -> dict[str, Any]:
    return {
        "number": amendment.number,
        "kind": str(amendment.kind),
        "status": str(amendment.status),
        "effective_on": _json(amendment.effective_on),
        "reason": amendment.reason,
        "changes": [call.language.text(change) for change in amendment.changes],
    }


# --- documents --------------------------------------------------------------------------------------------------------


def _attach_options(options: Options) -> None:
    options.office()
    options.add("source", type=Path, metavar="FILE", about=say("the file"))
    owner = options.one_of()
    owner.words("--grant", say("the reference of the grant"), metavar="REF")
    owner.words("--agreement", say("the reference of the agreement"), metavar="REF")
    owner.words("--entry", say("the reference of the ledger entry"), metavar="REF")
    options.add("--kind", choices=tuple(DOCUMENT_KINDS), default=None, about=say("its kind"))
    options.words("--note", say("a note on it"))


def _attach(call: Call) -> int:
    options = call.options
    with call.office(read_only=False) as office:
        outcome = attach(
            office,
            path=options.source,
            kind=options.kind,
            grant_id=grant_id_of(office, options.grant) if options.grant else None,
            agreement_id=_agreement_id(office, options.agreement) if options.agreement else None,
            entry_id=entry_id_of(office, options.entry) if options.entry else None,
            note=options.note,
        )
    return call.tell(outcome.message)


def _agreement_id(office: Office, reference: str) -> int:
    found = [one for one in records.choices(office, "agreements", limit=100_000) if one.code == reference]
    if not found:
        raise UserError(
            say("There is no agreement {reference}.", reference=reference),
            say("Nothing was done."),
            say("Look for it with grantdesk list agreements."),
        )
    return found[0].id


GRANT = Verb("grant", say("show a grant, as at today or an earlier day"), _grant_options, _grant)
AMENDMENT = Verb(
    "amendment", say("draft an amendment of a grant, apply it, or list them"), _amendment_options, _amendment
)
ATTACH = Verb("attach", say("keep a file with a grant, an agreement or a ledger entry"), _attach_options, _attach)
