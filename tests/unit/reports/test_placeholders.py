"""What stands between braces is looked up, never run; what is not understood is listed kindly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.reports.report import RowStyle
from desktop.reports.templates.placeholders import Broken, Each, Known, Name, nearest, pieces, problems, replaced

KNOWN = Known(
    ("grant.reference", "grant.title", "cumulative.total"), {"categories": ("number", "label", "budget"), "fund": ()}
)


def said(text: str, table: str | None = None) -> list[tuple[str, str, tuple[str, ...]]]:
    found = problems(text, pieces(text), KNOWN, place="A1", table=table)
    return [(one.text, str(one.sentence), one.nearest) for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no placeholder } here {", []),
        ("{{grant.reference}}", [Name("grant.reference", 0, 19)]),
        ("to {{ Grant.Reference }}.", [Name("grant.reference", 3, 24)]),
        ("{{a?}}{{ b ? }}", [Name("a", 0, 6, optional=True), Name("b", 6, 15, optional=True)]),
        ("{{each categories}}", [Each("categories", 0, 19)]),
        ("{{Each categories lines}}", [Each("categories", 0, 25, RowStyle.LINE)]),
        ("{{each fund? totals}}", [Each("fund", 0, 21, RowStyle.TOTAL, optional=True)]),
        ("{{each fund where number = 1 a}}", [Each("fund", 0, 32, where=("number", "1 a"))]),
        ("{{each fund lines where a='B'}}", [Each("fund", 0, 31, RowStyle.LINE, ("a", "B"))]),
        ("{{each fund where a=“B c”}}", [Each("fund", 0, 27, where=("a", "B c"))]),
        ("{{each}}", [Broken("{{each}}", 0, 8)]),
        ("{{each fund sideways}}", [Broken("{{each fund sideways}}", 0, 22)]),
        ("{{ }}", [Broken("{{ }}", 0, 5)]),
        ("{{grant", [Broken("{{grant", 0, 2, closed=False)]),
        ("{{grant {{title}}", [Broken("{{grant {{title}}", 0, 2, closed=False), Name("title", 8, 17)]),
        ("{{" + "x" * 300 + "}}", [Broken("{{" + "x" * 38, 0, 2, closed=False)]),
    ],
)
def test_pieces_are_found_where_they_stand(text: str, found: list[object]) -> None:
    assert pieces(text) == found


def test_what_is_known_is_no_problem() -> None:
    assert said("{{grant.reference}} {{cumulative.total}}") == []
    assert said("{{each categories where label=x}}{{row.budget}}", "categories") == []
    assert said("{{each nothing?}}{{nothing?}}{{row.nothing?}}", "nothing") == []


def test_unknown_names_are_listed_with_the_nearest() -> None:
    assert said("{{grant.refernce}}") == [
        ("{{grant.refernce}}", "There is no such name.", ("grant.reference", "grant.title"))
    ]
    assert said("{{total}}")[0][2] == ("cumulative.total",)
    assert said("{{each categorys}}") == [("{{each categorys}}", "There is no such table.", ("categories",))]
    assert said("{{row.bugdet}}", "categories") == [
        ("{{row.bugdet}}", "The table categories has no such column.", ("row.budget",))
    ]
    assert said("{{each categories where lable=1}}")[0][2] == ("label",)


def test_braces_without_a_meaning_are_listed() -> None:
    assert said("{{ }}") == [("{{ }}", "Nothing that is known stands between the braces.", ())]
    assert said("{{open") == [("{{open", "The braces are not closed.", ())]


def test_a_value_of_a_row_needs_a_marker() -> None:
    sentence = "A value of a row needs a marker in the same row: {{each categories}}."
    assert said("{{row.budget}}") == [("{{row.budget}}", sentence, ())]
    assert said("{{row.budget?}}") == [("{{row.budget?}}", sentence, ())]
    assert said("{{row.budget}}", "unknown") == []  # its marker is listed already


def test_nothing_is_near_to_nonsense() -> None:
    assert nearest("qqqq", KNOWN.names) == ()


@given(
    texts=st.lists(st.text("ab{}", max_size=6), min_size=1, max_size=4),
    cuts=st.lists(st.integers(0, 24), min_size=2, max_size=4),
    new=st.text("xy", max_size=3),
)
def test_a_text_in_several_runs_is_replaced_as_one(texts: list[str], cuts: list[int], new: str) -> None:
    whole = "".join(texts)
    places = sorted(min(cut, len(whole)) for cut in cuts)
    changes = [(start, end, new) for start, end in zip(places[::2], places[1::2], strict=False) if start < end]
    expected = whole
    for start, end, text in reversed(changes):
        expected = expected[:start] + text + expected[end:]
    assert "".join(replaced(texts, changes)) == expected


def test_what_is_new_looks_as_where_it_begins() -> None:
    assert replaced(["to {{peri", "od.la", "st}}."], [(3, 18, "May")]) == ["to May", "", "."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{{grant.title}}}", [Name("{grant.title", 0, 16)]),
        ("{{a}}{{b}}", [Name("a", 0, 5), Name("b", 5, 10)]),
        ("{{a b\nc}}", [Name("a b c", 0, 9)]),
        ("{{?}}", [Name("", 0, 5, optional=True)]),
        ("{{eachother}}", [Name("eachother", 0, 13)]),
        ("{{EACH Fund LINES}}", [Each("fund", 0, 19, RowStyle.LINE)]),
        ("{{each fund total}}", [Each("fund", 0, 19, RowStyle.TOTAL)]),
        ("{{each fund subtotals}}", [Each("fund", 0, 23, RowStyle.SUBTOTAL)]),
        ("{{each fund headings}}", [Each("fund", 0, 22, RowStyle.HEADING)]),
        ("{{each fund where a = b = c}}", [Each("fund", 0, 29, where=("a", "b = c"))]),
        ("{{each fund where a =}}", [Broken("{{each fund where a =}}", 0, 23)]),
        ("{{each fund where}}", [Broken("{{each fund where}}", 0, 19)]),
        ("{{each a b c}}", [Broken("{{each a b c}}", 0, 14)]),
        ("{{" + "x" * 198 + "}}", [Name("x" * 198, 0, 202)]),
        ("{{" + "x" * 199 + "}}", [Broken("{{" + "x" * 38, 0, 2, closed=False)]),
        ("}}{{a}}", [Name("a", 2, 7)]),
        ("{{a}", [Broken("{{a}", 0, 2, closed=False)]),
        ("", []),
    ],
)
def test_braces_at_the_edge_are_read_one_way_only(text: str, found: list[object]) -> None:
    assert pieces(text) == found


def test_a_value_of_a_row_is_known_by_its_beginning() -> None:
    assert [piece.in_row for piece in pieces("{{row.a}}{{rows.a}}{{a.row.b}}") if isinstance(piece, Name)] == [
        True,
        False,
        False,
    ]


def test_names_that_are_like_are_offered_best_first_and_three_at_most() -> None:
    names = ("spent.1", "spent.2", "spent.3", "spent.4", "budget.total", "period.total")
    assert nearest("spent.11", names)[0] == "spent.1"
    assert len(nearest("spent", names)) == 3
    assert nearest("sum.total", ("budget.total", "spent.1", "period.total")) == ("budget.total", "period.total")
    assert nearest("x.", names) == ()


def test_several_problems_of_a_cell_are_told_in_their_order() -> None:
    assert [text for text, _sentence, _nearest in said("{{nope}} {{ }} {{each nope}} {{open")] == [
        "{{nope}}",
        "{{ }}",
        "{{each nope}}",
        "{{open",
    ]
