"""Places in induction sessions for newly elected cadres: at once if a session has room for all of them, else later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.training.domain.learning.enrolment import place_for, takes
from services.training.domain.learning.sessions import SessionKind, Slot
from services.training.store import cadres, sessions
from services.training.store.tables import Cadre, Enrolment, Term, TrainingSession, WaitingCadre
from shared import clock
from shared.database.unit_of_work import UnitOfWork

Newcomer = tuple[Cadre, str]
"""A cadre and the post to which they were elected."""


def enrol_or_wait(uow: UnitOfWork, election_id: UUID, area: str, newcomers: Sequence[Newcomer]) -> None:
    """A committee learns together: one session takes all its new members, or they wait for one that can.

    Call `sessions.hold_places` first, as for all that is done here.
    """
    if not newcomers:
        return
    slots = sessions.induction_slots(uow.session, after=clock.now())
    slot = place_for(len(newcomers), area, slots, _busy(uow, newcomers))
    if slot is None:
        _wait(uow, election_id, area, newcomers)
    else:
        _enrol(uow, slot.id, election_id, area, newcomers)


def enrol_waiting(uow: UnitOfWork, scheduled: TrainingSession) -> None:
    """Gives an induction's places to committees that wait, those first who wait longest, as long as it has room."""
    if scheduled.kind != SessionKind.INDUCTION or scheduled.starts_at <= clock.now():
        return
    for (election_id, area), newcomers in _waiting(uow).items():
        slot = sessions.slot(uow.session, scheduled)
        if takes(slot, len(newcomers), area, _busy(uow, newcomers)):
            _enrol(uow, scheduled.id, election_id, area, newcomers)


def wait_again(uow: UnitOfWork, cancelled: TrainingSession) -> None:
    """Those whose induction is cancelled look for another, and wait if there is none; not who has left office."""
    in_office = select(Term.cadre_id).where(Term.ended_on.is_(None), Term.election_id.is_not(None))
    query = (
        select(Term.election_id, Cadre, Term.post)
        .join(Cadre, Cadre.id == Term.cadre_id)
        .join(Enrolment, (Enrolment.cadre_id == Cadre.id) & (Enrolment.election_id == Term.election_id))
        .where(Enrolment.session_id == cancelled.id, Cadre.id.in_(in_office))
        .order_by(Enrolment.created_at, Cadre.id)
    )
    groups: dict[tuple[UUID, str], list[Newcomer]] = defaultdict(list)
    for election_id, cadre, post in uow.session.execute(query):
        groups[cast("UUID", election_id), cadre.area].append((cadre, post))
    for (election_id, area), newcomers in groups.items():
        enrol_or_wait(uow, election_id, area, newcomers)


def stop_waiting(uow: UnitOfWork, cadre_ids: Sequence[UUID]) -> None:
    uow.session.execute(delete(WaitingCadre).where(WaitingCadre.cadre_id.in_(cadre_ids)))


def forget_leavers(uow: UnitOfWork, area: str) -> None:
    """Who holds no elected post any more needs no induction."""
    elected = Term.election_id.is_not(None)
    in_office = select(Term.cadre_id).where(Term.area == area, Term.ended_on.is_(None), elected)
    leavers = WaitingCadre.cadre_id.not_in(in_office)
    uow.session.execute(delete(WaitingCadre).where(WaitingCadre.area == area, leavers))


def _busy(uow: UnitOfWork, newcomers: Sequence[Newcomer]) -> list[Slot]:
    return sessions.slots_of(uow.session, [cadre.id for cadre, _ in newcomers])


def _enrol(uow: UnitOfWork, session_id: UUID, election_id: UUID, area: str, newcomers: Sequence[Newcomer]) -> None:
    found = uow.session.get_one(TrainingSession, session_id)
    rows = [{"session_id": found.id, "cadre_id": cadre.id, "election_id": election_id} for cadre, _ in newcomers]
    uow.session.execute(insert(Enrolment).on_conflict_do_nothing(), rows)
    cadres.touch_calendars(uow.session, [cadre.id for cadre, _ in newcomers])
    stop_waiting(uow, [cadre.id for cadre, _ in newcomers])
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


def _waiting(uow: UnitOfWork) -> dict[tuple[UUID, str], list[Newcomer]]:
    query = select(WaitingCadre, Cadre).join(Cadre, Cadre.id == WaitingCadre.cadre_id)
    groups: dict[tuple[UUID, str], list[Newcomer]] = defaultdict(list)
    for row, cadre in uow.session.execute(query.order_by(WaitingCadre.since, Cadre.id)):
        groups[row.election_id, row.area].append((cadre, row.post))
    return groups
