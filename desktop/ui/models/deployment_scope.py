"""Which deployments a route of their page shows, and the words for it."""

from __future__ import annotations

from desktop.domain.volunteer_terms import VOLUNTEER_CATEGORIES
from desktop.language import Message, say, say_many
from desktop.services.deployments.timeline import AssignmentHead, Scope, TimelineHead
from desktop.ui.context import Route

PAGE = "deployments"
TIMELINE, BOARD, PLACES, CALENDAR, ROSTER = "timeline", "board", "places", "calendar", "roster"
_WHOLE = "ended=all"


def scope_of(route: Route) -> Scope:
    """What the filters of a route keep the page to: ``assignment=NER-LA``."""
    known = dict(one.split("=", 1) for one in route.filters if "=" in one)
    return Scope(known.get("assignment", ""), known.get("project", ""), known.get("grant", ""), _WHOLE in route.filters)


def scope_route(scope: Scope, *, tab: str = "") -> Route:
    """The route that shows some deployments."""
    named = (("assignment", scope.assignment), ("project", scope.project), ("grant", scope.grant))
    filters = [f"{kind}={name}" for kind, name in named if name]
    return Route(PAGE, filters=(*filters, *((_WHOLE,) if scope.whole else ())), tab=tab)


def register_filters(scope: Scope) -> tuple[str, ...]:
    """The same deployments in their list; those that ended long ago stand there too."""
    kept = ((f"assignment={scope.assignment}", scope.assignment), (f"project={scope.project}", scope.project))
    paid = (f"grants~{scope.grant}", scope.grant)  # the column has all grants that pay a deployment
    return tuple(one for one, name in (*kept, paid) if name)


def title_of(scope: Scope, head: TimelineHead | None) -> Message:
    """The title of the page."""
    if head is not None and head.assignment is not None:
        return say("Deployments, {what}", what=head.assignment.title)
    name = scope.project or scope.grant or scope.assignment
    return say("Deployments, {what}", what=name) if name else say("Deployments")


def lead_of(head: TimelineHead, *, with_names: bool) -> list[Message]:
    """The sentences under the title: posts, who hosts them, and that names are left out."""
    found: list[Message] = []
    if head.assignment is not None:
        found += _posts(head.assignment, head.serving)
    else:
        found.append(say_many("{count} volunteer serves today.", "{count} volunteers serve today.", count=head.serving))
    if not with_names:
        found.append(say("Names replaced by codes."))
    return found


def _posts(assignment: AssignmentHead, filled: int) -> list[Message]:
    count = assignment.posts
    if filled >= count:
        posts = say_many("{count} post, filled.", "{count} posts, all filled.", count=count)
    else:
        posts = say_many("{count} post, {open} open.", "{count} posts, {open} open.", count=count, open=count - filled)
    category = VOLUNTEER_CATEGORIES.get(assignment.category)
    if category is None:
        return [posts]
    if not assignment.host:
        return [posts, say("{category}.", category=category)]
    return [posts, say("{category}, with {host}.", category=category, host=assignment.host)]


def foot_of(head: TimelineHead) -> Message:
    """How many deployments there are and are served today."""
    count = len(head.ids)
    return say_many(
        "{count} deployment, {active} active today",
        "{count} deployments, {active} active today",
        count=count,
        active=head.serving,
    )
