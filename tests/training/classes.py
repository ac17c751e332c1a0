"""Sessions that are held now or were held: the API plans only for days to come, so time is turned back below it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from services.training.store.database import unit_of_work
from shared import clock
from shared.auth.actor import Actor
from tests.office import Office
from tests.training.conftest import schedule

_SYSTEM = Actor.system("training")


def about_to_begin(office: Office, *cadre_ids: str, **changes: Any) -> dict[str, Any]:
    """A course that begins in ten minutes, with these cadres in it."""
    start = clock.now() + timedelta(minutes=10)
    times = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=3)).isoformat()}
    made = schedule(office, **{"kind": "course", **times, **changes})
    for cadre_id in cadre_ids:
        answer = office.post(f"/sessions/{made['id']}/enrolments", {"cadre_id": cadre_id})
        assert answer.status_code == 201, answer.json
    return made


def turn_back(session: dict[str, Any], **ago: float) -> None:
    """Makes a session one that ended so long ago."""
    with unit_of_work(_SYSTEM) as uow:
        uow.session.execute(
            text("UPDATE sessions SET ends_at = :end, starts_at = :end - (ends_at - starts_at) WHERE id = :id"),
            {"end": clock.now() - timedelta(**ago), "id": session["id"]},
        )


def attended(office: Office, *cadre_ids: str, days_ago: float = 1, **changes: Any) -> dict[str, Any]:
    """A course that these cadres came to, and that is over."""
    made = about_to_begin(office, *cadre_ids, **changes)
    answer = office.post(f"/sessions/{made['id']}/attendance", {"cadre_ids": list(cadre_ids)})
    assert answer.status_code == 200, answer.json
    turn_back(made, days=days_ago)
    return made
