"""Who is where on a day, to be reached and brought out: as a workbook, plain rows, or a page for each country."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.domain.progress import Silent
from desktop.language import Language, UserError, say
from desktop.registers.evacuation import EVACUATION
from desktop.registers.exported import exported_columns
from desktop.registers.query import Cell, Query, Row
from desktop.registers.sight import seen
from desktop.services.names import note_names
from desktop.services.reports.writing import letterhead
from desktop.storage.office import Office, Outcome
from desktop.storage.whereabouts import whereabouts

KINDS = (".pdf", ".xlsx", ".csv")
"""The endings of files that it can be written to."""


def who_is_where(office: Office, *, day: date | None = None, names: bool, language: Language) -> list[dict[str, Cell]]:
    """A row for each volunteer who serves on `day` (today), by the keys of `EVACUATION`; by country, place and code.

    Without `names` nothing in it says who they are.
    """
    with office.read() as session:
        rows = whereabouts(session, day or office.today, names=names)

    def where(row: dict[str, Cell]) -> tuple[str, ...]:
        country = row["country"]
        named = language.country(country) if isinstance(country, str) else "\uffff"  # nowhere stands last
        return named, str(row["place"] or ""), str(row["volunteer"])

    return sorted(rows, key=where)


def write_evacuation_list(
    office: Office, path: Path, *, language: Language, names: bool, day: date | None = None
) -> Outcome:
    """Writes who is where on `day` (today) to the new or replaced file `path`; the history notes one with `names`.

    Raises UserError for another kind of file, or when it cannot be written.
    """
    suffix = path.suffix.casefold()
    if suffix not in KINDS:
        raise UserError(
            say("GrantDesk does not write “{suffix}” files.", suffix=path.suffix),
            say("Nothing was written."),
            say("Choose a name that ends in one of these: {kinds}.", kinds=list(KINDS)),
        )
    if names:
        office.require_writable()
    people = who_is_where(office, day=day, names=names, language=language)
    if suffix == ".pdf":
        _on_paper(office, people, path, day=day or office.today, names=names, language=language)
    else:
        _as_list(people, path, names=names, language=language)
    counted = EVACUATION.count(len(people))
    if names:
        return note_names(office, file=path.name, what=counted)
    return Outcome(say("Wrote {file}: {rows}.", file=path.name, rows=counted))


def _on_paper(
    office: Office, people: list[dict[str, Cell]], path: Path, *, day: date, names: bool, language: Language
) -> None:
    from desktop.exporters.report_pdf import write_pdf
    from desktop.services.deployments.evacuation_paper import evacuation_report

    report = evacuation_report(people, day, names=names, language=language)
    write_pdf(path, report, language=language, letterhead=letterhead(office))


def _as_list(people: list[dict[str, Cell]], path: Path, *, names: bool, language: Language) -> None:
    from desktop.exporters import register_csv, register_file

    register = seen(EVACUATION, names=names)
    query = Query(register, columns=tuple(column.key for column in register.columns))
    rows = [
        Row(place, 1, tuple(person.get(column.key) for column in query.fetched))
        for place, person in enumerate(people, start=1)
    ]
    write = register_csv.write_csv if path.suffix.casefold() == ".csv" else register_file.write_workbook
    write(
        path,
        query=query,
        columns=exported_columns(query, {}),
        rows=rows,
        count=len(rows),
        language=language,
        progress=Silent(),
    )
