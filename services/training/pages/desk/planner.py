"""The planner: sessions by week and by month; before one is moved, the page says what would break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.training.pages.desk.routes import desk
from services.training.pages.desk.timeboard import ELSEWHERE, Session, Span, by_cell, month_of, moved, week_of
from services.training.store import cadres
from services.training.store.database import reading
from services.training.store.tables import Area
from shared import clock
from shared.clock import CIVIL_ZONE
from shared.web.desk.inside import Answer, ask, call
from shared.web.pages import day_named
from shared.web.requests import allow_scripts

_FILTERS = ("room_id", "teacher_id", "cadres_of")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which nothing is held in an area."""

    first: date
    last: date
    area: str
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """Where to: day, time, and room (empty: no room of the catalogue)."""

    day: date
    at: str
    room: str

    def changes(self, session: Session) -> dict[str, Any]:
        """Only what is new: a room that stays is not chosen again."""
        times = {name: at.isoformat() for name, at in moved(session, day=self.day, at=self.at).items()}
        same = self.room == (session["room_id"] or "")
        return times if same else {**times, "room_id": self.room or None}


@desk.get("/planner")
def planner() -> Response:
    month = request.args.get("view") == "month"
    day = day_named(request.args.get("day", "")) or clock.today()
    span = month_of(day) if month else week_of(day)
    wanted = {name: value for name in _FILTERS if (value := request.args.get(name, ""))}
    sessions, rooms = _sessions(span, wanted), _all("/api/v1/rooms")
    closures = [each for each in _closures() if each.first <= span.last and span.first <= each.last]
    named = {each["id"]: f"{each['venue']} {each['name']}" for each in rooms}
    page = render_template(
        "desk/planner.html",
        month=month,
        day=day,
        span=span,
        cells=by_cell(sessions, () if month else named),
        lines=[*named.items(), (ELSEWHERE, "")],
        rooms=rooms,
        teachers=_all("/api/v1/teachers"),
        communities=_communities(),
        wanted=wanted,
        closures=closures,
        closed={day for each in closures for day in span.days if each.first <= day <= each.last},
        today=clock.today(),
        may_move=g.actor.has("training:write"),
        moved=next((each["title"] for each in sessions if each["id"] == request.args.get("moved")), ""),
    )
    return allow_scripts(make_response(page))


@desk.get("/planner/sessions/<uuid:session_id>/move")
def show_move(session_id: UUID) -> str:
    """A form without a place to go to; with one, what moving there would break."""
    session = _session(session_id)
    move = _move(request.args, session)
    outlook = None
    if request.args.get("day"):
        body = move.changes(session)
        outlook = call("POST", f"/api/v1/sessions/{session_id}/move-check", body=body)
    return _move_page(session, move, outlook=outlook)


@desk.post("/planner/sessions/<uuid:session_id>/move")
def move_session(session_id: UUID) -> ResponseReturnValue:
    """Saves it, if nobody changed the session since the page was shown."""
    session = _session(session_id)
    move = _move(request.form, session)
    headers = {"If-Match": f'"{request.form.get("version", "")}"'}
    answer = call("PATCH", f"/api/v1/sessions/{session_id}", body=move.changes(session), headers=headers)
    if answer.ok:
        return redirect(url_for("desk.planner", day=move.day, moved=session_id), 303)
    return _move_page(session, move, refused=answer), answer.status


def _closures() -> list[Closure]:
    """From today on."""
    return [
        Closure(
            date.fromisoformat(each["starts_on"]), date.fromisoformat(each["ends_on"]), each["area"], each["reason"]
        )
        for each in ask("/api/v1/blackouts")["items"]
    ]


def _communities() -> list[Area]:
    with reading() as db:
        return [each for each in cadres.all_areas(db) if each.level == "community" and g.actor.reaches(each.code)]


def _move_page(session: Session, move: Move, *, outlook: Answer | None = None, refused: Answer | None = None) -> str:
    return render_template(
        "desk/move.html",
        session=session,
        move=move,
        rooms=_all("/api/v1/rooms"),
        outlook=outlook.body if outlook and outlook.ok else None,
        problem=_problem(refused) or _problem(outlook),
    )


def _problem(answer: Answer | None) -> Mapping[str, Any] | None:
    return answer.body if answer is not None and not answer.ok else None


def _move(typed: Mapping[str, str], session: Session) -> Move:
    """What was typed; where the session is now for what was not, or cannot be read."""
    begins = session["starts_at"]
    at = typed.get("at", "")
    known = len(at) == len("09:00") and at[:2] < "24" and at[2] == ":" and at[:2].isdecimal() and at[3:].isdecimal()
    room = typed.get("room_id", session["room_id"] or "")
    day = day_named(typed.get("day", "")) or begins.date()
    return Move(day, at if known and at[3:] < "60" else f"{begins:%H:%M}", room)


def _sessions(span: Span, wanted: Mapping[str, str]) -> list[Session]:
    since, until = (datetime.combine(day, datetime.min.time(), CIVIL_ZONE) for day in (span.first, span.last))
    until += timedelta(days=1)
    found = _all("/api/v1/sessions", since=since.isoformat(), until=until.isoformat(), **wanted)
    return [_with_moments(each) for each in found if each["state"] == "scheduled"]


def _session(session_id: UUID) -> Session:
    return _with_moments(ask(f"/api/v1/sessions/{session_id}"))


def _with_moments(session: Session) -> Session:
    times = {name: datetime.fromisoformat(session[name]).astimezone(CIVIL_ZONE) for name in ("starts_at", "ends_at")}
    return {**session, **times}


def _all(path: str, **query: Any) -> list[dict[str, Any]]:
    """Every page of a list."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = ask(path, limit=_MOST, **query, **cursor)
        found += page["items"]
        if not page.get("next"):
            return found
        cursor = {"cursor": page["next"]}
