"""Recording a proxy at the desk: first who is away is picked from the roll, then who votes for them, each by name."""

from __future__ import annotations

from uuid import UUID

from flask import g, render_template, request

from services.elections.pages.desk.proxies import named
from services.elections.pages.desk.routes import desk
from shared.errors import Forbidden
from shared.web.desk.inside import ask

_MOST = 20  # persons of one name


@desk.get("/elections/<uuid:election_id>/proxies/new")
def appoint(election_id: UUID) -> str:
    """`elector` is who was picked first, `name` whom is looked for now."""
    if not g.actor.has("elections:roll:read"):
        raise Forbidden("roll_not_yours", "查找选民需要查看选民名单的权限。")
    roll = f"/api/v1/elections/{election_id}/electors"
    elector, name = request.args.get("elector", type=UUID), request.args.get("name", "").strip()
    return render_template(
        "desk/appoint.html",
        election=ask(f"/api/v1/elections/{election_id}"),
        elector=ask(f"{roll}/{elector}") if elector else None,
        name=name,
        people=ask(roll, name=name, limit=_MOST)["items"] if name else None,
        named=named,
        back=f"/desk/elections/{election_id}/proxies",
    )
