"""Thanks for taking part: the public list of those who agreed, and a resident's own account."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from services.notices.domain.public_forms import PublicForm
from services.notices.pages.activities import private
from services.notices.pages.answers import public
from services.notices.pages.own_key import remember
from services.notices.pages.public_forms import let_in
from services.notices.pages.site import site
from services.notices.store import points, residents
from services.notices.store.database import reading
from services.notices.store.rules import point_rules
from services.notices.workflows.thanks import choose_thanks
from shared import clock

pages = Blueprint("thanks_pages", __name__)


@pages.get("/thanks/<string(length=12):code>")
def index(code: str) -> Response:
    year = clock.today().year
    with reading() as session:
        around = site(session, code)
        names = points.thanked(session, code, year)
        total, by_affair = points.residents_taking_part(session, code, year)
    shown = {"names": names, "total": total, "by_affair": by_affair, "year": year}
    return public(render_template("thanks/index.html", **around, **shown))


@pages.get("/r/<string:key>/points")
def own(key: str) -> Response:
    """Opening it once lets the phone's owner ask, sign up and check in by one tap."""
    year = clock.today().year
    with reading() as session:
        found = residents.by_key(session, key)
        times = points.times_of(session, found.id, year)
        agreed, around = points.consents(session, found.id), site(session, found.area)
    rules = point_rules()
    shown = {"resident": found, "key": key, "times": times, "points": rules.of(times), "total": rules.total(times)}
    page = render_template(
        "thanks/own.html", **around, **shown, agreed=agreed, rules=rules, year=year, done="done" in request.args
    )
    answer = private(page)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address is a secret
    return remember(answer, key)


@pages.post("/r/<string:key>/points")
def choose(key: str) -> AnyResponse:
    with reading() as session:
        found = residents.by_key(session, key)
    let_in(PublicForm.OWN_PAGE, found.area, resident=found.id)
    choose_thanks(key, agreed=request.form.get("agreed") == "true")
    return redirect(url_for("thanks_pages.own", key=key, done=1), 303)
