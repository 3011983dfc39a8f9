"""`grantdesk folder` and `reconcile`: the extracts in a folder, and an extract beside the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.cli.call import DONE, Call
from desktop.cli.show import exact, print_columns
from desktop.cli.verb import Options, Verb
from desktop.domain.money import Money
from desktop.domain.progress import Silent
from desktop.language import Language, say, say_many
from desktop.services.commitments import OpenCommitment
from desktop.services.imports.folder import FILE_STATES, FolderFile, look_into
from desktop.services.reconciliation import (
    BUCKET_NAMES,
    GROUP_NAMES,
    CurrencySums,
    ErpRow,
    Group,
    LedgerReconciliation,
    OwnEntry,
    Pair,
    Scope,
    bucket_of,
    read_extracts,
    reconcile_ledger,
    write_reconciliation,
)

# --- folder -----------------------------------------------------------------------------------------------------------


def _folder_options(options: Options) -> None:
    options.add("folder", type=Path, metavar="FOLDER", about=say("the folder with the extracts"))
    options.office()
    options.flag("--json", say("print an array of objects"))


def _folder(call: Call) -> int:
    with call.office(read_only=True) as office:
        seen = call.desk.settings.nothing_new.get(office.facts.uid)
        found = look_into(office, call.options.folder, nothing_new=seen)
    if call.options.json:
        return call.print_json([_file_json(file, call.language) for file in found.files])
    names = {file.path: call.language.text(FILE_STATES[file.state]) for file in found.files}
    width = max(map(len, names.values()), default=0)
    for file in found.files:
        about = f"  {call.language.text(file.reason)}" if file.reason is not None else ""
        print(f"{names[file.path]:{width}}  {file.name}{about}")
    count = len(found.waiting)
    return call.tell(
        say_many("{count} file waits to be looked at.", "{count} files wait to be looked at.", count=count)
    )


def _file_json(file: FolderFile, language: Language) -> dict[str, Any]:
    return {
        "file": file.name,
        "state": str(file.state),
        "size": file.size,
        "modified": file.modified.isoformat(),
        "sha256": file.sha256 or None,
        "batch": file.batch_id or None,
        "imported_at": file.imported_at.isoformat() if file.imported_at else None,
        "looked_at": file.looked_at.isoformat() if file.looked_at else None,
        "reason": None if file.reason is None else language.text(file.reason),
    }


# --- reconcile --------------------------------------------------------------------------------------------------------


def _reconcile_options(options: Options) -> None:
    options.add("sources", type=Path, nargs="+", metavar="FILE", about=say("the extracts of the ERP"))
    options.office()
    options.words("--grant", say("only this grant; every grant of the files when left out"), metavar="REF")
    options.words("--sheet", say("the sheet that is read; the likeliest when left out"), metavar="NAME")
    options.day("--from", say("the first day; that of the files when left out"), dest="first")
    options.day("--to", say("the last day; that of the files when left out"), dest="last")
    options.flag("--json", say("print sums and groups as JSON"))
    options.add("--out", type=Path, metavar="OUT.xlsx", about=say("write it to Excel as well"))
    options.force()


def _reconcile(call: Call) -> int:
    options = call.options
    call.require_free()
    with call.office(read_only=True) as office:
        read = read_extracts(office, options.sources, grant=options.grant, sheet=options.sheet, progress=Silent())
        scope = Scope(options.grant, options.first, options.last)
        found = reconcile_ledger(office, read, scope=scope)
    if options.json:
        call.print_json(_reconciliation_json(found, call.language))
    else:
        _tell(call, found)
    if options.out:
        written = write_reconciliation(found, options.out, language=call.language)
        if not options.json:
            call.tell(written.message)
    return DONE


def _tell(call: Call, found: LedgerReconciliation) -> None:
    call.tell(found.sentence)
    for note in found.notes:
        call.tell(note)
    for sums in found.sums:
        print_columns(_table(found, sums, call.language), right=range(1, 5))
    ages = found.aged()
    if ages:
        heads = [call.language.text(name) for name in (say("Open commitments"), *BUCKET_NAMES)]
        rows = [[currency, *map(call.language.money, parts)] for currency, parts in ages.items()]
        print_columns([heads, *rows], right=range(1, len(heads)))


def _table(found: LedgerReconciliation, sums: CurrencySums, language: Language) -> list[list[str]]:
    """The sums of a currency: group, how many, in the ERP, here, difference."""
    heads = (say("Entries"), say("In the ERP"), say("Here"), say("Difference"))
    rows = [[sums.currency, *map(language.text, heads)]]
    for group in found.found.by_group(sums):
        amounts = (group.erp, group.here, group.difference)
        rows.append([language.text(GROUP_NAMES[group.group]), str(group.count), *map(language.money, amounts)])
    whole = (Money(part, sums.currency) for part in (sums.erp, sums.here, sums.difference))
    return [*rows, [language.text(say("Total")), "", *map(language.money, whole)]]


def _reconciliation_json(found: LedgerReconciliation, language: Language) -> dict[str, Any]:
    groups = {str(group): [_member_json(one) for one in found.found.members(group)] for group in Group}
    return {
        "files": list(found.files),
        "grants": list(found.grants),
        "first": found.period.start.isoformat(),
        "last": found.period.last.isoformat(),
        "sentence": language.text(found.sentence),
        "notes": [language.text(note) for note in found.notes],
        "sums": [_sums_json(found, sums) for sums in found.sums],
        **groups,
        "commitments": [_commitment_json(each, language) for each in found.commitments],
        "ages": {currency: [exact(part) for part in parts] for currency, parts in found.aged().items()},
    }


def _sums_json(found: LedgerReconciliation, sums: CurrencySums) -> dict[str, Any]:
    groups = {
        str(each.group): {"count": each.count, "erp": exact(each.erp), "here": exact(each.here)}
        for each in found.found.by_group(sums)
    }
    whole = {"erp": sums.erp, "here": sums.here, "difference": sums.difference}
    told = {key: exact(Money(part, sums.currency)) for key, part in whole.items()}
    return {"currency": sums.currency, **groups, **told}


def _member_json(one: Pair | ErpRow | OwnEntry) -> dict[str, Any]:
    if isinstance(one, Pair):
        difference = None if one.difference is None else exact(one.difference)
        return {"erp": _member_json(one.row), "here": _member_json(one.entry), "difference": difference}
    about = {
        "date": one.on.isoformat(),
        "document": one.document,
        "description": one.description,
        "grant": one.grant,
        "kind": str(one.kind),
        "currency": one.money.currency,
        "amount": exact(one.money),
    }
    return about | ({"entry": one.id} if isinstance(one, OwnEntry) else {"file": one.file, "where": one.where})


def _commitment_json(one: OpenCommitment, language: Language) -> dict[str, Any]:
    return {
        "entry": one.id,
        "document": one.reference,
        "grant": one.grant,
        "currency": one.currency,
        "open": exact(one.open),
        "age": one.age,
        "bucket": language.text(BUCKET_NAMES[bucket_of(one.age)]),
    }


FOLDER = Verb("folder", say("say which extracts in a folder are new"), _folder_options, _folder)
RECONCILE = Verb("reconcile", say("hold extracts of the ERP against the ledger"), _reconcile_options, _reconcile)
