"""What the page of deployments is kept to: from its route and back, and the sentences over and under it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.language import Language
from desktop.services.deployments.timeline import AssignmentHead, Scope, TimelineHead
from desktop.ui.context import Route
from desktop.ui.models.deployment_scope import (
    CALENDAR,
    PAGE,
    foot_of,
    lead_of,
    register_filters,
    scope_of,
    scope_route,
    title_of,
)

NIGER = AssignmentHead(1, "NER-LA", "Legal aid in Niger", "national_specialist", 10, "Ministry of Justice")
references = st.sampled_from(["", "NER-LA", "a=b", "Côte d’Ivoire 7", "ended"])


def head(*, serving: int = 0, ids: int = 0, assignment: AssignmentHead | None = None) -> TimelineHead:
    """The head of a page of so many deployments."""
    return TimelineHead(tuple(range(1, ids + 1)), serving_ids=tuple(range(serving)), assignment=assignment)


@settings(max_examples=40)
@given(assignment=references, project=references, grant=references, whole=st.booleans())
def test_a_scope_comes_back_from_its_route(assignment: str, project: str, grant: str, whole: bool) -> None:
    scope = Scope(assignment, project, grant, whole)
    route = scope_route(scope, tab=CALENDAR)
    assert (route.page, route.tab) == (PAGE, CALENDAR)
    assert scope_of(route) == scope


@pytest.mark.parametrize(
    ("filters", "scope"),
    [
        ((), Scope()),
        (("assignment=NER-LA",), Scope("NER-LA")),
        (("ended=all",), Scope(whole=True)),
        (("ended=some",), Scope()),
        (("grant=G", "project=P"), Scope("", "P", "G")),
        (("no word", "unheard=of", "grant=G"), Scope(grant="G")),
        (("grant=G=2",), Scope(grant="G=2")),
    ],
)
def test_filters_of_a_route_that_are_not_known_are_left_out(filters: tuple[str, ...], scope: Scope) -> None:
    assert scope_of(Route(PAGE, filters=filters)) == scope


def test_a_list_is_kept_to_assignment_and_project_and_not_to_the_grant_or_the_end() -> None:
    assert register_filters(Scope("A", "P", "G", whole=True)) == ("assignment=A", "project=P", "grants~G")
    assert register_filters(Scope(grant="G")) == ("grants~G",)
    assert scope_route(Scope()).filters == ()


@pytest.mark.parametrize(
    ("scope", "assignment", "title"),
    [
        (Scope(), None, "Deployments"),
        (Scope(whole=True), None, "Deployments"),
        (Scope("NER-LA"), NIGER, "Deployments, Legal aid in Niger"),
        (Scope("NER-LA"), None, "Deployments, NER-LA"),
        (Scope(grant="GR-1"), None, "Deployments, GR-1"),
        (Scope("NER-LA", "JUST", "GR-1"), None, "Deployments, JUST"),
        (Scope("NER-LA", "JUST", "GR-1"), NIGER, "Deployments, Legal aid in Niger"),
    ],
)
def test_the_title_names_what_the_page_is_kept_to(
    scope: Scope, assignment: AssignmentHead | None, title: str, english: Language
) -> None:
    assert english.text(title_of(scope, head(assignment=assignment))) == title
    if assignment is None:
        assert english.text(title_of(scope, None)) == title


@pytest.mark.parametrize(
    ("posts", "serving", "told"),
    [
        (10, 10, "10 posts, all filled."),
        (10, 11, "10 posts, all filled."),
        (10, 9, "10 posts, 1 open."),
        (10, 0, "10 posts, 10 open."),
        (1, 1, "1 post, filled."),
        (1, 0, "1 post, 1 open."),
    ],
)
def test_the_posts_of_an_assignment_are_filled_or_open(posts: int, serving: int, told: str, english: Language) -> None:
    assignment = AssignmentHead(1, "NER-LA", "Legal aid", "national_specialist", posts, "")
    said = [english.text(each) for each in lead_of(head(serving=serving, assignment=assignment), with_names=True)]
    assert said[0] == told
    assert len(said) == 2  # its category, without a host


def test_the_host_stands_beside_the_category_and_neither_where_the_category_is_not_known(english: Language) -> None:
    def said(assignment: AssignmentHead) -> list[str]:
        return [english.text(each) for each in lead_of(head(assignment=assignment), with_names=True)]

    assert said(NIGER)[1] == "National UN Volunteer Specialist, with Ministry of Justice."
    assert said(AssignmentHead(1, "A", "T", "national_specialist", 1, ""))[1] == "National UN Volunteer Specialist."
    assert said(AssignmentHead(1, "A", "T", "unheard_of", 1, "Ministry of Justice")) == ["1 post, 1 open."]


@pytest.mark.parametrize(("count", "told"), [(1, "1 volunteer serves today."), (0, "0 volunteers serve today.")])
def test_without_an_assignment_those_who_serve_are_counted(count: int, told: str, english: Language) -> None:
    assert [english.text(each) for each in lead_of(head(serving=count), with_names=True)] == [told]


def test_that_names_are_left_out_is_said_last_and_only_then(english: Language) -> None:
    for assignment in (None, NIGER):
        shown = lead_of(head(assignment=assignment), with_names=True)
        hidden = lead_of(head(assignment=assignment), with_names=False)
        assert hidden[:-1] == shown
        assert english.text(hidden[-1]) == "Names replaced by codes."


@pytest.mark.parametrize(
    ("ids", "serving", "told"),
    [
        (0, 0, "0 deployments, 0 active today"),
        (1, 1, "1 deployment, 1 active today"),
        (14, 10, "14 deployments, 10 active today"),
    ],
)
def test_the_foot_counts_all_and_those_who_serve(ids: int, serving: int, told: str, english: Language) -> None:
    assert english.text(foot_of(head(ids=ids, serving=serving))) == told
