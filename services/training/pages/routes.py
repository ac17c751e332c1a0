"""An area's public training calendar, and a cadre's, a room's or a teacher's own as an iCalendar feed behind
a secret address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from services.training.domain.learning.sessions import SessionKind, SessionState
from services.training.pages.ical import calendar_of
from services.training.store import cadres, catalogue, sessions
from services.training.store.database import reading
from services.training.store.tables import Room, Teacher, TrainingSession
from shared import clock

pages = Blueprint(
    "pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static/training"
)

_FRESH_SECONDS = 60


@pages.get("/")
def home() -> Response:
    with reading() as db:
        return _answer(render_template("home.html", areas=cadres.all_areas(db)), public=True)


@pages.get("/calendar/<string(length=12):code>")
def area_calendar(code: str) -> Response:
    with reading() as db:
        area = cadres.area(db, code)
        rows = sessions.public_calendar(db, code, since=clock.now())
    return _answer(render_template("calendar.html", area=area, months=_by_month(rows)), public=True)


@pages.get("/calendars/<string:key>.ics")
def cadre_calendar(key: str) -> Response:
    """Private to whoever has the address: no cache on the way may keep it."""
    with reading() as db:
        found = cadres.cadre_by_key(db, key)
        own = sessions.sessions_of_cadre(db, found.id)
    newest = max([found.calendar_changed_at, *(session.changed_at for session in own)])
    return _calendar(found.name, own, modified=newest)


@pages.get("/calendars/rooms/<string:key>.ics")
def room_calendar(key: str) -> Response:
    with reading() as db:
        found = catalogue.by_key(db, Room, key)
        return _calendar(found.name, sessions.sessions_with(db, TrainingSession.room_id == found.id))


@pages.get("/calendars/teachers/<string:key>.ics")
def teacher_calendar(key: str) -> Response:
    with reading() as db:
        found = catalogue.by_key(db, Teacher, key)
        return _calendar(found.name, sessions.sessions_with(db, TrainingSession.teacher_id == found.id))


def _calendar(name: str, own: Iterable[TrainingSession], *, modified: datetime | None = None) -> Response:
    """Without `modified` clients compare ETags: a session that went to another room leaves no time behind."""
    answer = _answer(calendar_of(name, own), public=False, modified=modified)
    answer.content_type = "text/calendar; charset=utf-8"
    return answer


def _by_month(rows: Iterable[dict[str, Any]]) -> list[tuple[date, list[dict[str, Any]]]]:
    """Each month by its first day."""
    shown = [{**row, "kind": SessionKind(row["session"].kind).zh, "cancelled": _cancelled(row)} for row in rows]
    return [(month, list(group)) for month, group in groupby(shown, key=_month)]


def _month(row: dict[str, Any]) -> date:
    return clock.civil_date(row["session"].starts_at).replace(day=1)


def _cancelled(row: dict[str, Any]) -> bool:
    return bool(row["session"].state == SessionState.CANCELLED)


def _answer(body: str | bytes, *, public: bool, modified: datetime | None = None) -> Response:
    answer = make_response(body)
    answer.last_modified = modified
    answer.headers["Cache-Control"] = f"{'public' if public else 'private'}, max-age={_FRESH_SECONDS}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
