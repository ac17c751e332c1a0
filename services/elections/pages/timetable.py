"""The timetable for everybody: a chart for the wall (A3 when printed), and a calendar to subscribe to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Response, render_template
from sqlalchemy.orm import Session

from services.elections.domain.calendar.progress import StageState, StageToday
from services.elections.domain.procedure.steps import State, Step
from services.elections.pages.routes import pages
from services.elections.pages.timetable_calendar import calendar_of
from services.elections.store import elections, tables
from services.elections.store.database import reading
from services.elections.store.timetables import ElectionTimetable, timetable
from shared import clock
from shared.auth.actor import Actor
from shared.errors import NotFound
from shared.web.addresses import public_address

_ANYONE = Actor(subject="public", area=None)
_LOOK = {
    StageState.DONE: "good",
    StageState.NOT_NEEDED: "good",
    StageState.LATE: "bad",
    StageState.UNDER_WAY: "now",
}
"""Classes of the style sheet; the words say the same."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a stage's days lie between the chart's first and last, in hundredths of its width. `limit` is the law's
    last day."""

    start: float
    width: float
    limit: float | None


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    stage: StageToday
    clause: str
    note: str
    look: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class WallChart:
    """`today_at` and `polling_at` as in `Bar`; None when today is not on the chart."""

    lines: tuple[Line, ...]
    today_at: float | None
    polling_at: float


@pages.get("/elections/<uuid:election_id>/timetable")
def wall_chart(election_id: UUID) -> str:
    with reading() as session:
        known = _announced(session, election_id)
        area = session.get_one(tables.Area, known.election.area)
    return render_template(
        "timetable.html",
        election=known.election,
        area=area,
        state=State(known.election.state),
        law=known.rules.law,
        chart=chart_of(known),
        today=known.course.today,
    )


@pages.get("/elections/<uuid:election_id>/timetable.ics")
def timetable_calendar(election_id: UUID) -> Response:
    with reading() as session:
        known = _announced(session, election_id)
    address = public_address("pages.election", election_id=election_id)
    answer = Response(calendar_of(known, address), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'inline; filename="{election_id}.ics"'
    answer.last_modified = known.changed_at
    return answer


def chart_of(known: ElectionTimetable) -> WallChart:
    spans = [each.dated.span for each in known.stages]
    days = [day for span in spans for day in (span.begins_on, span.ends_on)]
    limits = [each.dated.lawful_until for each in known.stages if each.dated.lawful_until is not None]
    first, last, today = min(days), max([*days, *limits]), known.course.today
    length = (last - first).days + 1

    def at(day: date) -> float:
        return round(100 * (day - first).days / length, 2)

    return WallChart(
        lines=tuple(
            Line(
                number=place,
                stage=each,
                clause=each.dated.stage.article(known.rules),
                note=known.marks[each.code].note if each.code in known.marks else "",
                look=_LOOK.get(each.state, ""),
                bar=_bar(each, at, length),
            )
            for place, each in enumerate(known.stages, start=1)
        ),
        today_at=at(today) if first <= today <= last else None,
        polling_at=at(known.plan.polling_day),
    )


def _bar(each: StageToday, at: Callable[[date], float], length: int) -> Bar:
    span, limit = each.dated.span, each.dated.lawful_until
    days = (span.ends_on - span.begins_on).days + 1
    return Bar(at(span.begins_on), round(100 * days / length, 2), None if limit is None else at(limit))


def _announced(session: Session, election_id: UUID) -> ElectionTimetable:
    """Raises NotFound for a draft, and for one that was cancelled before it was announced."""
    found = elections.election(session, _ANYONE, election_id)
    if Step.ANNOUNCE not in elections.taken(session, found.id):
        raise NotFound("election_not_found", "没有找到这次选举。")
    return timetable(session, found, today=clock.today())
