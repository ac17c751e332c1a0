"""Informing at the desk: targets with how far they are, who knows nothing, and the doors to call at."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.informing.doors import VisitResult
from services.notices.domain.residents.dwellings import walked
from services.notices.domain.residents.kinds import ResidentKind
from services.notices.pages.desk.routes import desk
from services.notices.store import coverage, notices
from services.notices.store.database import reading
from services.notices.workflows.doors import Visit, record_visits
from shared import clock
from shared.web.desk.inside import ask, forward
from shared.web.table_files import FORMATS

_CALLS = 200  # doors on one page: as many as a volunteer calls at in a day


@desk.get("/notices/<uuid:notice_id>/coverage")
def coverage_page(notice_id: UUID) -> str:
    found = ask(f"/api/v1/notices/{notice_id}/coverage")
    with reading() as session:
        area = notices.notice(session, g.actor, notice_id).area
    words = {"channels": Channel, "kinds": ResidentKind}
    by_day = date.fromisoformat(found["goal"]["by_day"]) if found["goal"] else None
    return render_template("desk/coverage.html", found=found, area=area, notice_id=notice_id, by_day=by_day, **words)


@desk.get("/notices/<uuid:notice_id>/doors")
def doors_page(notice_id: UUID) -> str:
    """For a phone, or to be printed: buildings one after the other."""
    g.actor.must_have("notices:residents:read")
    with reading() as session:
        notice = notices.notice(session, g.actor, notice_id)
        found, more = coverage.doors(session, notice, after=None, limit=_CALLS)
        share = coverage.share_of(session, notice)
    recorded = request.args.get("recorded", "")
    shown = {
        "stairs": walked(found),
        "more": more,
        "share": share,
        "recorded": recorded if recorded.isdecimal() else "",
    }
    rights = {"may_record": g.actor.has("notices:inform"), "today": clock.today()}
    return render_template("desk/doors.html", notice=notice, results=list(VisitResult), **shown, **rights)


@desk.post("/notices/<uuid:notice_id>/doors")
def record_doors(notice_id: UUID) -> ResponseReturnValue:
    """Whatever was chosen on the page, all at once; who was left open stays on the list."""
    g.actor.must_have("notices:inform")
    chosen = {name: value for name, value in request.form.items() if value in set(VisitResult)}
    visits = [Visit(UUID(name), VisitResult(value)) for name, value in chosen.items() if _is_id(name)]
    if visits:
        record_visits(g.actor, notice_id, visits)
    return redirect(url_for("desk.doors_page", notice_id=notice_id, recorded=len(visits)), 303)


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True


@desk.get(f"/notices/<uuid:notice_id>/doors.<any(pdf,{','.join(FORMATS)}):wanted>")
def doors_file(notice_id: UUID, wanted: str) -> Response:
    """The API's file."""
    return forward(f"/api/v1/notices/{notice_id}/door-list.{wanted}")
