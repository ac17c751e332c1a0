"""Files at the desk: an election's bundle, its participation, and the statutory report of a period."""

from __future__ import annotations

from uuid import UUID

from flask import Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from services.elections.pages.desk.routes import desk
from services.elections.store import queries
from services.elections.workflows.archive import bundle_of
from shared.web.desk.inside import ask, forward


@desk.get("/elections/<uuid:election_id>/bundle.zip")
def bundle(election_id: UUID) -> Response:
    """As the API gives it: the sealed one, or a preview."""
    g.actor.must_have("elections:read")
    found = bundle_of(g.actor, election_id, enclosed_bytes=current_app.config["SETTINGS"].archive_image_bytes)
    name = f"bundle-{election_id}" if found.sealed else f"preview-{election_id}"
    response = Response(found.content, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


@desk.get("/statistics")
def statistics() -> str:
    """The report on the screen, with the same as files."""
    asked = _asked()
    report = ask("/api/v1/statistics", **asked)
    names = queries.names_of_areas(g.actor)
    return render_template("desk/statistics.html", report=report, asked=asked, names=names)


@desk.get("/statistics/file")
def statistics_file() -> ResponseReturnValue:
    wanted = "csv" if request.args.get("format") == "csv" else "xlsx"
    return forward("/api/v1/statistics", **_asked(), format=wanted)


@desk.get("/elections/<uuid:election_id>/participation.xlsx")
def participation_xlsx(election_id: UUID) -> ResponseReturnValue:
    return forward(f"/api/v1/elections/{election_id}/participation", format="xlsx")


@desk.get("/elections/<uuid:election_id>/participation.csv")
def participation_csv(election_id: UUID) -> ResponseReturnValue:
    return forward(f"/api/v1/elections/{election_id}/participation", format="csv")


def _asked() -> dict[str, str]:
    return {name: value for name in ("area", "from", "to") if (value := request.args.get(name, "").strip())}
