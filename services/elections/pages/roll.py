"""The published roll for everybody: names and groups, a page at a time, and a search by one's own name (Art 17)."""

from __future__ import annotations

from uuid import UUID

from flask import Response, make_response, render_template, request

from services.elections.domain.procedure.steps import Step
from services.elections.pages.routes import pages
from services.elections.store import elections, objections, rolls
from services.elections.store.database import reading
from shared.auth.actor import Actor
from shared.columns.cells import Unreadable, person_name
from shared.errors import NotFound

_ANYONE = Actor(subject="public", area=None)
_PAGE = 100  # names


@pages.get("/elections/<uuid:election_id>/roll")
def roll(election_id: UUID) -> Response:
    """Not for search engines: a name that was searched for stays within the request."""
    asked, wanted = request.args.get("name", "").strip(), request.args.get("page", 0, type=int)
    with reading() as session:
        found = elections.election(session, _ANYONE, election_id)
        if Step.PUBLISH_ROLL not in elections.taken(session, found.id):
            raise NotFound("roll_unpublished", "选民名单还没有公布，公布后才能提出申诉。")
        last = max(found.electors - 1, 0) // _PAGE
        page = min(max(wanted, 0), last)
        shown = render_template(
            "roll.html",
            election=found,
            asked=asked,
            groups=rolls.group_of(session, found, _name(asked)) if asked else None,
            rows=rolls.names(session, found, page=page, size=_PAGE),
            page=page,
            last=last,
            versions=rolls.versions(session, found.roll_election),
            decisions=[each for each in objections.objections(session, found.roll_election) if each.decided_on],
        )
    answer = make_response(shown)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _name(typed: str) -> str:
    """As names are kept; what cannot be a name is on no roll."""
    try:
        return person_name(typed)
    except Unreadable:
        return ""
