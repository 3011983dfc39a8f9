"""What the window asks of a table before it is previewed: its list, how values are written, how the last was read."""

from __future__ import annotations

from desktop.services.imports import looking, sheets
from desktop.services.offices import Office

EXTRACT = "Date\tVoucher\tText\tAmount\n13/04/2019\tPV-1\tFuel\t1 234,50\n14/04/2019\tPV-2\tRent\t900,00\n"


def test_lists_are_ranked_by_how_well_their_fields_fit() -> None:
    ranked = looking.rank(sheets.open_pasted(EXTRACT, name="Clipboard"))
    assert ranked[0][0] == "ledger"
    assert [score for _kind, score in ranked] == sorted((score for _kind, score in ranked), reverse=True)


def test_numbers_and_dates_have_styles_and_a_chosen_one_holds(sample: Office) -> None:
    draft = sheets.draft(sample, sheets.open_pasted(EXTRACT, name="Clipboard"), "ledger")
    styles = looking.styles_of(draft)
    assert styles["entry_on"].code == "dmy"
    assert not styles["entry_on"].open
    amount = next(key for column, key in draft.mapping.fields.items() if column == 3)
    assert styles[amount].code
    chosen = sheets.redraft(sample, draft, draft.mapping.with_style("entry_on", "dmy"))
    assert looking.styles_of(chosen)["entry_on"].code == "dmy"


def test_a_file_is_read_like_the_one_before_by_its_headings(sample: Office) -> None:
    first = sheets.draft(sample, sheets.open_pasted(EXTRACT, name="Clipboard"), "ledger")
    before = first.mapping.with_field(2, "counterparty")
    moved = "Text\tDate\tVoucher\tAmount\nFuel\t13/04/2019\tPV-1\t1 234,50\nRent\t14/04/2019\tPV-2\t900,00\n"
    second = sheets.draft(sample, sheets.open_pasted(moved, name="Clipboard"), "ledger")
    assert looking.read_like(sample, second, before).mapping.fields[0] == "counterparty"
    assert looking.read_like(sample, second, None) is second
    assert looking.read_like(sample, first, first.mapping) is first
