"""The solutions of a search as server-sent events."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from uuid import UUID

from flask import Response

from services.training.domain.planning.schedules import ScheduleState
from services.training.solver.limits import gap
from services.training.store import schedules
from services.training.store.database import reading
from services.training.store.tables import Schedule, ScheduleSolution

_STREAM_SECONDS = 15.0  # then the client asks again, so that nobody holds one of the few threads for the whole search
_LOOK_SECONDS = 0.5
_RETRY = "retry: 1000\n\n"


def stream(schedule_id: UUID, *, after: int) -> Response:
    """Those past number `after` at once, then what comes within a quarter of a minute. An event's id is its number."""
    answer = Response(_events(schedule_id, after), mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _events(schedule_id: UUID, after: int) -> Iterator[str]:
    yield _RETRY
    ends = time.monotonic() + _STREAM_SECONDS
    while True:
        with reading() as db:
            state = db.get_one(Schedule, schedule_id).state
            new = schedules.solutions(db, schedule_id, after)
        for each in new:
            after = each.number
            yield _event(each)
        if state != ScheduleState.SOLVING:
            yield f"event: over\ndata: {json.dumps({'state': state})}\n\n"
            return
        if time.monotonic() > ends:
            return
        time.sleep(_LOOK_SECONDS)


def _event(found: ScheduleSolution) -> str:
    data = {
        "number": found.number, "seconds": round(found.seconds, 1), "cost": found.cost, "bound": found.bound,
        "gap": gap(found.cost, found.bound),
    }  # fmt: skip
    return f"id: {found.number}\nevent: solution\ndata: {json.dumps(data)}\n\n"
