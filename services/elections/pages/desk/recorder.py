"""The recorder's page: each called paper with a few taps, with a network or without one.

Its script keeps the papers on the device until the server has them, and sends them here; what comes goes on to the API
as it is, with the recorder's own sign-in. A service worker keeps the page itself, so that it opens without a network;
browsers allow one on https or on localhost only.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g, jsonify, make_response, render_template, request

from services.elections.domain.counting.callout_signing import CalloutState
from services.elections.domain.counting.void_grounds import VOID_GROUNDS
from services.elections.domain.rules.rule_set import PaperStyle
from services.elections.pages.desk.routes import desk
from services.elections.pages.routes import pages
from services.elections.store import elections
from services.elections.store.database import reading
from services.elections.store.rule_sets import rule_set
from shared.messages import translate
from shared.web.desk.inside import Answer, ask, call
from shared.web.requests import allow_scripts

_PAGE = "/elections/<uuid:election_id>/callouts/<uuid:callout_id>/"


@desk.get(_PAGE)
def recorder(election_id: UUID, callout_id: UUID) -> Response:
    callout = ask(f"/api/v1/callouts/{callout_id}")
    with reading() as session:
        found = elections.election(session, g.actor, election_id)
        ballots, paper = elections.ballots(session, found.id), rule_set(found.rule_set).paper
    shown = render_template(
        "desk/callout.html",
        election=found,
        callout=callout,
        may_record=callout["state"] == CalloutState.OPEN and callout["recorder"] == g.actor.subject,
        state_name=translate(CalloutState(callout["state"]).zh),
        ballots=ballots,
        marks=paper.style is PaperStyle.MARKS,
        write_in=paper.write_in,
        grounds={ground: VOID_GROUNDS.get(ground, ground) for ground in paper.void_grounds},
        start={name: callout[name] for name in ("id", "records", "head")},
    )
    return allow_scripts(make_response(shown))


@desk.get(f"{_PAGE}worker.js")
def recorder_worker(election_id: UUID, callout_id: UUID) -> Response:  # noqa: ARG001 - its address is its scope
    """From the page's own folder: a service worker has power over what lies below it, and over nothing else."""
    answer = pages.send_static_file("callout-worker.js")
    answer.mimetype = "text/javascript"
    return allow_scripts(answer)  # what it may ask for is said by its own headers, not by the page's


@desk.get(f"{_PAGE}papers")
def recorded_papers(election_id: UUID, callout_id: UUID) -> tuple[Response, int]:  # noqa: ARG001 - as the page's
    return _passed(call("GET", f"/api/v1/callouts/{callout_id}/papers"))


@desk.post(f"{_PAGE}papers")
def record_papers(election_id: UUID, callout_id: UUID) -> tuple[Response, int]:  # noqa: ARG001 - as the page's
    body: Any = request.get_json(force=True)
    return _passed(call("POST", f"/api/v1/callouts/{callout_id}/papers", body=body))


def _passed(answer: Answer) -> tuple[Response, int]:
    return jsonify(answer.body), answer.status
