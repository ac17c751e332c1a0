"""The sign-in list of a station's staff: find a name, give out the paper, with two taps on a phone."""

from __future__ import annotations

from uuid import UUID

from flask import g, render_template, request

from services.elections.pages.desk.routes import desk
from shared.errors import Forbidden
from shared.web.desk.inside import ask


@desk.get("/elections/<uuid:election_id>/register/<uuid:station_id>")
def sign_in_list(election_id: UUID, station_id: UUID) -> str:
    """Each paper found has its own button; after it the page is empty for the next person.

    The form sends no Idempotency-Key, whose row would hold a moment: a second click is refused by the register itself.
    """
    if not g.actor.has("elections:roll:read"):
        raise Forbidden("roll_not_yours", "查找选民需要查看选民名单的权限。")
    name = request.args.get("name", "").strip()
    return render_template(
        "desk/sign_in_list.html",
        election=ask(f"/api/v1/elections/{election_id}"),
        station=ask(f"/api/v1/stations/{station_id}"),
        name=name,
        claims=ask(f"/api/v1/elections/{election_id}/register", name=name)["items"] if name else None,
        here=f"/desk/elections/{election_id}/register/{station_id}",
        done=desk.actions.get(request.args.get("done", "")),
        may=desk.may,
    )
