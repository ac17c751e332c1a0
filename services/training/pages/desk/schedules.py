"""Plans by solver at the desk: asked for, followed, looked at, published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import g, render_template, request

from services.training.domain.planning.schedules import ScheduleState
from services.training.pages.desk.actions import ACTIONS
from services.training.pages.desk.routes import desk
from services.training.store import schedules
from services.training.store.database import reading
from shared.web.desk.inside import ask

_MOST = 50


@desk.get("/schedules")
def plans() -> str:
    """The newest first."""
    found = ask("/api/v1/schedules", limit=_MOST)["items"]
    return render_template("desk/schedules.html", plans=found, state=_state, may=desk.may, done=desk.done())


@desk.get("/schedules/<uuid:schedule_id>")
def plan(schedule_id: UUID) -> str:
    """While the solver searches the page looks again by itself, and shows what was found so far."""
    found = ask(f"/api/v1/schedules/{schedule_id}")
    with reading() as db:
        row = schedules.schedule(db, g.actor, schedule_id)
        solutions = schedules.solutions(db, row.id)
    return render_template(
        "desk/schedule.html",
        plan=found,
        state=_state(found),
        solving=found["state"] == ScheduleState.SOLVING,
        best=solutions[-1] if solutions else None,
        number=len(solutions),
        sessions=ask(f"/api/v1/schedules/{schedule_id}/sessions")["items"],
        actions=[each for each in ACTIONS if found["state"] in each.states and desk.may(each.code)],
        done=desk.done(),
        here=request.path,
    )


def _state(plan: Mapping[str, Any]) -> str:
    return ScheduleState(plan["state"]).zh
