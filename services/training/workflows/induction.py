"""Places in induction sessions for newly elected cadres: at once if a session has room for all of them, else later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.training.domain.sessions import Slot, place_for
from services.training.store import sessions
from services.training.store.tables import Cadre, Enrolment, Term, TrainingSession, WaitingCadre
from shared import areas, clock
from shared.database.unit_of_work import UnitOfWork

Newcomer = tuple[Cadre, str]
"""A cadre and the post to which they were elected."""


def enrol_or_wait(uow: UnitOfWork, election_id: UUID, area: str, newcomers: Sequence[Newcomer]) -> None:
    """A committee learns together: one session takes all its new members, or they wait for one that can."""
    if not newcomers:
        return
    slot = place_for(len(newcomers), area, sessions.induction_slots(uow.session, after=clock.now()))
    if slot is None:
        _wait(uow, election_id, area, newcomers)
    else:
        _enrol(uow, slot.id, election_id, area, newcomers)


def enrol_waiting(uow: UnitOfWork, scheduled: TrainingSession) -> None:
    """Gives a new session's places to committees that wait, those first who wait longest, as long as it has room."""
    for (election_id, area), newcomers in _waiting(uow, scheduled.area).items():
        slot: Slot = sessions.slot(uow.session, scheduled)
        if slot.free >= len(newcomers):
            _enrol(uow, scheduled.id, election_id, area, newcomers)
            ids = [cadre.id for cadre, _ in newcomers]
            uow.session.execute(delete(WaitingCadre).where(WaitingCadre.cadre_id.in_(ids)))


def wait_again(uow: UnitOfWork, cancelled: TrainingSession) -> None:
    """Those whose induction is cancelled look for another, and wait if there is none."""
    query = (
        select(Term.election_id, Cadre, Term.post)
        .join(Cadre, Cadre.id == Term.cadre_id)
        .join(Enrolment, (Enrolment.cadre_id == Cadre.id) & (Enrolment.election_id == Term.election_id))
        .where(Enrolment.session_id == cancelled.id)
        .order_by(Enrolment.created_at, Cadre.id)
    )
    groups: dict[tuple[UUID, str], list[Newcomer]] = defaultdict(list)
    for election_id, cadre, post in uow.session.execute(query):
        groups[election_id, cadre.area].append((cadre, post))
    for (election_id, area), newcomers in groups.items():
        enrol_or_wait(uow, election_id, area, newcomers)


def _enrol(uow: UnitOfWork, session_id: UUID, election_id: UUID, area: str, newcomers: Sequence[Newcomer]) -> None:
    found = uow.session.get_one(TrainingSession, session_id)
    rows = [{"session_id": found.id, "cadre_id": cadre.id, "election_id": election_id} for cadre, _ in newcomers]
    uow.session.execute(insert(Enrolment).on_conflict_do_nothing(), rows)
    uow.record("enrol", subject=f"sessions/{found.id}", area=area, after={"cadres": [row["cadre_id"] for row in rows]})
    facts: dict[str, Any] = {
        "election_id": election_id,
        "session_id": found.id,
        "title": found.title,
        "starts_at": found.starts_at,
        "venue": found.venue,
        "cadres": [{"cadre_id": cadre.id, "name": cadre.name, "post": post} for cadre, post in newcomers],
    }
    uow.emit("training.cadres_enrolled.v1", subject=f"sessions/{found.id}", area=area, data=facts)


def _wait(uow: UnitOfWork, election_id: UUID, area: str, newcomers: Sequence[Newcomer]) -> None:
    rows = [{"cadre_id": cadre.id, "election_id": election_id, "area": area, "post": post} for cadre, post in newcomers]
    statement = insert(WaitingCadre)
    newest = {"election_id": statement.excluded.election_id, "post": statement.excluded.post}
    uow.session.execute(statement.on_conflict_do_update(index_elements=["cadre_id"], set_=newest), rows)


def _waiting(uow: UnitOfWork, holder: str) -> dict[tuple[UUID, str], list[Newcomer]]:
    query = select(WaitingCadre, Cadre).join(Cadre, Cadre.id == WaitingCadre.cadre_id).order_by(WaitingCadre.since)
    groups: dict[tuple[UUID, str], list[Newcomer]] = defaultdict(list)
    for row, cadre in uow.session.execute(query.with_for_update(of=WaitingCadre)):
        if areas.reaches(holder, row.area):
            groups[row.election_id, row.area].append((cadre, row.post))
    return groups
