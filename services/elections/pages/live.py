"""The live page: 正 strokes that grow while papers are called out, for the hall (?hall=1) and for residents at home."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, current_app, make_response, render_template, request

from services.elections.domain.counting.callout import strokes
from services.elections.domain.rules.rule_set import PaperStyle
from services.elections.pages.live_count import ALL, live_count, shown_election
from services.elections.pages.routes import pages
from services.elections.store import elections
from services.elections.store.database import reading
from services.elections.store.rule_sets import rule_set
from shared.settings import Settings
from shared.web.requests import allow_scripts


@pages.get("/elections/<uuid:election_id>/live")
def live(election_id: UUID) -> Response:
    """Without JavaScript it loads itself again every few seconds; with it, it listens to the stream."""
    settings: Settings = current_app.config["SETTINGS"]
    stream = settings.public_url("live")
    with reading() as session:
        found = shown_election(session, election_id)
        count = live_count(session, found)
        board = request.args.get("station", ALL)
        shown = render_template(
            "live.html",
            election=found,
            count=count,
            board=board if board in count.boards else ALL,
            ballots=elections.ballots(session, found.id),
            marks=rule_set(found.rule_set).paper.style is PaperStyle.MARKS,
            strokes=strokes,
            hall=bool(request.args.get("hall")),
            stream=f"{stream}/elections/{found.id}/live/stream",
        )
    parts = urlsplit(stream)
    return allow_scripts(make_response(shown), connect_to=f"{parts.scheme}://{parts.netloc}")
