"""The public pages: lists of elections, and each election with its timetable, candidates and certified result."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from flask import Blueprint, Response, current_app, render_template, request

from services.elections.domain.candidacy.post import Post
from services.elections.domain.committee.complaints import Effect, Ground
from services.elections.domain.committee.members import EndReason
from services.elections.domain.committee.other_votes import Grade
from services.elections.domain.counting.void_grounds import VOID_GROUNDS
from services.elections.pages import views
from shared.settings import Settings

pages = Blueprint(
    "pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static/elections"
)

_SECONDS = 1  # that a page may be kept: a certified result is announced on the spot (Art 19)


@pages.get("/")
def index() -> str:
    rows = sorted(views.recent_elections(), key=lambda row: row.area)
    return render_template("index.html", areas=[list(group) for _, group in groupby(rows, key=lambda row: row.area)])


@pages.get("/areas/<string(length=12):code>")
def area(code: str) -> str:
    return render_template(
        "area.html",
        area=views.area(code),
        elections=views.recent_elections(code),
        committee=views.committee(code),
        recalls=views.recalls_of(code),
        meetings=views.meetings_of(code),
        appraisals=views.appraisals_of(code),
        grades={grade.value: grade.zh for grade in Grade},
        posts={post.value: post.zh for post in Post},
        reasons={reason.value: reason.zh for reason in EndReason},
    )


@pages.get("/elections/<uuid:election_id>")
def election(election_id: UUID) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    page = views.election_page(election_id)
    return render_template(
        "election.html",
        page=page,
        void_grounds=VOID_GROUNDS,
        effects={effect.value: effect.zh for effect in Effect},
        grounds={ground.value: ground.zh for ground in Ground},
        notices_url=settings.public_url("notices"),
        training_url=settings.public_url("training"),
    )


@pages.after_request
def _cache(response: Response) -> Response:
    """Public for a moment; a page asked for with ?lang= sets the reader's cookie and is theirs alone."""
    if response.status_code == 200:
        response.cache_control.max_age = _SECONDS
        response.cache_control.public = not request.args.get("lang")
        response.add_etag()
        response.make_conditional(request)
    return response
