"""What someone says of the columns of a table on the command line: which field they hold, how they are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop.cli.verb import Options
from desktop.domain.spreadsheet import column_letters
from desktop.importers.fields import Field
from desktop.importers.values import possible_styles
from desktop.language import Message, UserError, say
from desktop.language.folding import fold
from desktop.services.imports import sheets
from desktop.services.imports.preview import Draft, Preview
from desktop.services.offices import Office

_NOTHING = say("Nothing was imported.")


def column_options(options: Options) -> None:
    """What can be said of columns."""
    holds = say("which field a column holds, such as Montant=original_amount or H=; without a field it is left out")
    written = say(
        "how a field is written: original_amount=1.234,50 or 1,234.50, entry_on=dmy, mdy or ymd, original_currency=XOF"
    )
    more: dict[str, Any] = {"action": "append", "default": [], "read": _pair}
    options.add("--column", about=holds, metavar="COLUMN=FIELD", **more)
    options.add("--style", about=written, metavar="FIELD=STYLE", **more)


def _pair(typed: str) -> tuple[str, str] | Message:
    name, sign, value = typed.rpartition("=")
    return (
        (name.strip(), value.strip()) if sign and name.strip() else say("“{text}” is not like NAME=VALUE", text=typed)
    )


def as_chosen(office: Office, draft: Draft, columns: list[tuple[str, str]], styles: list[tuple[str, str]]) -> Draft:
    """The draft with its columns read as someone says.

    Raises UserError where there is no such column, field or style.
    """
    mapping = draft.mapping
    for name, key in columns:
        mapping = mapping.with_field(_column(draft, name), _field(draft, key).key if key else "")
    for key, style in styles:
        field = _field(draft, key)
        mapping = mapping.with_style(field.key, _style(field, style))
    return draft if mapping == draft.mapping else sheets.redraft(office, draft, mapping)


def _column(draft: Draft, name: str) -> int:
    headings = draft.mapping.headers
    for names in (headings, {column: column_letters(column) for column in headings}):
        found = [column for column, called in names.items() if _folded(called) == _folded(name)]
        if len(found) == 1:
            return found[0]
    raise UserError(
        say("No column, or more than one, is called {name}.", name=name),
        _NOTHING,
        say("Name it by its letter. Columns: {names}.", names=[_shown(draft, column) for column in headings]),
    )


def _folded(text: str) -> str:
    return " ".join((fold(text) or "").split())


def _shown(draft: Draft, column: int) -> str:
    return f"{column_letters(column)}: {draft.mapping.headers[column]}"


def _field(draft: Draft, key: str) -> Field:
    try:
        return draft.field(key)
    except KeyError:
        raise UserError(
            say("There is no field {name} in this list.", name=key),
            _NOTHING,
            say("Fields: {names}.", names=[field.key for field in draft.fields]),
        ) from None


def _style(field: Field, style: str) -> str:
    known = possible_styles(field)
    if style in known:
        return style
    raise UserError(
        say("The values of {field} cannot be written like {style}.", field=field.key, style=style),
        _NOTHING,
        say("Ways to write them: {styles}.", styles=list(known)[:6]) if known else say("Leave --style out for it."),
    )


def ask_for_styles(preview: Preview) -> Iterator[Message]:
    """What is asked of columns where nothing says how their values are written."""
    for key, style in preview.styles.items():
        if style.open:
            styles = sorted({style.code, *style.others})
            yield say(
                "{field} may be one of {styles}: {evidence} Say which with --style {field}={style}, for example.",
                field=key,
                styles=styles,
                evidence=style.evidence,
                style=style.code,
            )
