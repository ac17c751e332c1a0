"""A cadre's own page behind their personal link: what is due, sessions, feedback, certificates. No login."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from services.training.domain.learning.results import RATINGS
from services.training.store import cadres, certificates, personal
from services.training.store.database import reading
from services.training.workflows.attendance import give_feedback
from services.training.workflows.compliance import standing_of
from shared import clock
from shared.errors import FieldError, Invalid

pages = Blueprint("personal", __name__)

_COOKIE = "cadre_key"
_YEAR_SECONDS = 31_536_000
_LONGEST_COMMENT = 1000


@pages.get("/me/<string:key>")
def show(key: str) -> Response:
    """Opening it once lets the phone check in by one tap."""
    today = clock.today()
    with reading() as db:
        cadre = cadres.cadre_by_key(db, key)
    standing = standing_of(cadre)
    with reading() as db:
        own = personal.sessions_of(db, cadre.id, now=clock.now())
        page = render_template(
            "personal.html",
            cadre=cadre,
            key=key,
            own=own,
            account=standing and standing.account,
            fixes=personal.sessions_by_id(db, [offer.slot.id for offer in standing.remedy]) if standing else (),
            due=personal.due(db, cadre.id, today=today),
            leave=personal.leave_of(db, cadre.id, today=today),
            certificates=certificates.of_cadre(db, cadre.id),
            ratings=RATINGS,
            today=today,
        )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address is a secret
    return remember(answer, key)


@pages.post("/me/<string:key>/feedback/<uuid:session_id>")
def feedback(key: str, session_id: UUID) -> AnyResponse:
    give_feedback(key, session_id, rating=_rating(), comment=request.form.get("comment", "")[:_LONGEST_COMMENT].strip())
    return redirect(url_for("personal.show", key=key), 303)


def remembered_key() -> str:
    """The key of whoever used this phone before, or nothing."""
    return request.cookies.get(_COOKIE, "")


def remember(answer: Response, key: str) -> Response:
    """Lax: a scanned code comes as a link from outside, a form from elsewhere does not bring the cookie."""
    answer.set_cookie(_COOKIE, key, max_age=_YEAR_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def _rating() -> int:
    typed = request.form.get("rating", "")
    if typed not in map(str, RATINGS):
        fault = FieldError("rating", "rating_invalid", "请选择1到5分。")
        raise Invalid("rating_invalid", "请选择1到5分。", fields=[fault])
    return int(typed)
