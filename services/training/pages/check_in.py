"""Check-in at the hall: a page for the projector with a code that changes, and the page that the code leads to.

Neither asks for a login: whoever has the hall's address shows the code, and a cadre confirms with their own key, which
their phone remembers once they have used it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup

from services.training.domain.learning.check_in import OPENS_BEFORE, check_open, key_in
from services.training.domain.learning.sessions import SessionState, must_be_scheduled
from services.training.pages.personal import remember, remembered_key
from services.training.store import attendance, cadres
from services.training.store.database import reading
from services.training.store.tables import TrainingSession
from services.training.workflows.attendance import check_in
from shared import clock
from shared.check_in_codes import SCAN_MINUTES, check_code, code_at
from shared.errors import NotFound
from shared.web.addresses import public_address

pages = Blueprint("check_in", __name__)

_REFRESH_SECONDS = 15  # a code is shown for a minute: each phone that looks has most of another one to open it


@pages.get("/hall/<string:key>")
def hall(key: str) -> Response:
    """For the projector: it refreshes itself, without a script."""
    with reading() as db:
        found = attendance.session_by_key(db, key)
        there, places = attendance.arrivals(db, found.id)
    shown = {"session": found, "there": there, "places": places, "refresh": _REFRESH_SECONDS, **_code(found)}
    return _private(render_template("hall.html", **shown, opens_at=found.starts_at - OPENS_BEFORE))


@pages.get("/check-in/<uuid:session_id>/<string:code>")
def confirm(session_id: UUID, code: str) -> Response:
    """Where the hall's code leads."""
    with reading() as db:
        found = attendance.any_session(db, session_id)
        check_code(code, found.check_in_key, found.id, now=clock.now(), minutes=SCAN_MINUTES)
        must_be_scheduled(SessionState(found.state))
        check_open(found.starts_at, found.ends_at, now=clock.now())
        key = remembered_key()
        cadre = cadres.known_by_key(db, key) if key else None
    return _private(render_template("check_in.html", session=found, cadre=cadre))


@pages.post("/check-in/<uuid:session_id>/<string:code>")
def confirmed(session_id: UUID, code: str) -> Response:
    key = key_in(request.form.get("key", "")) or remembered_key()
    if not key:
        raise NotFound("personal_key_unknown", "请填写您的个人链接；如果没有，请找会场工作人员登记。")
    done = check_in(session_id, code, key)
    return remember(_private(render_template("checked_in.html", done=done)), key)


def _code(found: TrainingSession) -> dict[str, Any]:
    """The picture and the address that it holds, while check-in is open."""
    now = clock.now()
    opened = found.starts_at - OPENS_BEFORE <= now < found.ends_at
    if found.state != SessionState.SCHEDULED or not opened:
        return {"code": None, "over": found.ends_at <= now}
    code = code_at(found.check_in_key, found.id, now)
    address = public_address("check_in.confirm", session_id=found.id, code=code)
    picture = segno.make(address, error="m").svg_inline(omitsize=True, border=4, light="#fff")
    return {"code": Markup(picture), "address": address, "over": False}  # noqa: S704 - made here, of an address


def _private(page: str) -> Response:
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer
