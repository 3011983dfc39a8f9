"""The verbs `rules` and `deadlines`: the rule book of a grant, and what is due."""

from __future__ import annotations

from typing import Any

from desktop.cli.call import Call
from desktop.cli.verb import Options, Verb, read_days
from desktop.domain.deadlines import SOON_DAYS, Deadline
from desktop.domain.terms import RULE_KINDS
from desktop.language import Language, say, say_many, without_marks
from desktop.services.deadlines import deadlines
from desktop.services.references import grant_id_of
from desktop.services.rule_presets import apply_preset, presets
from desktop.services.rulebooks import grant_rules


def _rules_options(options: Options) -> None:
    options.office()
    options.grant()
    names = [preset.key for preset in presets()]
    about = say("add the rules of a preset: {names}", names=", ".join(names))
    options.add("--preset", choices=names, default="", metavar="KEY", about=about)
    options.flag("--json", say("print an array of objects, amounts as text"))


def _deadlines_options(options: Options) -> None:
    options.office()
    about = say("how many days to look ahead, {count} when not given", count=SOON_DAYS)
    options.add("--days", read=read_days, default=SOON_DAYS, metavar="N", about=about)
    options.words("--grant", say("only those of this grant"), metavar="REF")
    options.flag("--json", say("print an array of objects, amounts as text"))


def _rules(call: Call) -> int:
    """Prints the rule book of a grant, after giving it the rules of a preset where one is named."""
    options = call.options
    with call.office(read_only=not options.preset) as office:
        grant_id = grant_id_of(office, options.grant)
        done = None
        if options.preset:
            done = apply_preset(office, grant_id=grant_id, preset=options.preset, speak=call.language.text).message
        page = grant_rules(office, grant_id)
    if options.json:
        return call.print_json(
            [
                {
                    "id": line.rule.id,
                    "kind": str(kind),
                    "sentence": without_marks(call.language.text(line.sentence)),
                    "article": line.rule.article,
                    "note": line.note,
                    "holds": line.holds,
                }
                for kind, lines in page.groups
                for line in lines
            ]
        )
    for kind, lines in page.groups:
        call.tell(RULE_KINDS[kind])
        for line in lines:
            print(f"  {without_marks(call.language.text(line.sentence))}")
    count = say_many("{count} rule", "{count} rules", count=len(page.lines))
    return call.tell(done or count)


def _deadlines(call: Call) -> int:
    """Prints what is due, the late first."""
    options = call.options
    with call.office(read_only=True) as office:
        grant_id = grant_id_of(office, options.grant) if options.grant else None
        found = deadlines(office, days=options.days, grant_id=grant_id)
    if options.json:
        return call.print_json([_deadline_json(due, call.language) for due in found])
    width = max((len(due.label) for due in found), default=0)
    late = call.language.text(say("late"))
    for due in found:
        mark = late if due.late else ""
        sentence = without_marks(call.language.text(due.sentence))
        print(f"{due.day.isoformat()}  {mark:{len(late)}}  {due.label:{width}}  {sentence}")
    return call.tell(say_many("{count} deadline", "{count} deadlines", count=len(found)))


def _deadline_json(due: Deadline, language: Language) -> dict[str, Any]:
    return {
        "day": due.day.isoformat(),
        "kind": str(due.kind),
        "late": due.late,
        "register": due.register,
        "id": due.record_id,
        "record": due.label,
        "sentence": without_marks(language.text(due.sentence)),
    }


RULES = Verb("rules", say("show the rule book of a grant, or give it that of a preset"), _rules_options, _rules)
DEADLINES = Verb("deadlines", say("list what is due in the next days"), _deadlines_options, _deadlines)
