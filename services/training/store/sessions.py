"""Loading sessions, with how many places are taken."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.training.domain.learning.sessions import SessionKind, SessionState, Slot
from services.training.store.reach import offered
from services.training.store.tables import Cadre, Enrolment, TrainingSession
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

places_taken = (
    select(func.count()).where(Enrolment.session_id == TrainingSession.id).correlate(TrainingSession).scalar_subquery()
)


_PLACES_KEY = 0x5E9C  # for the advisory lock; the relay and the migrations have keys of their own


def hold_places(db: Session) -> None:
    """Whoever gives out, frees or looks for places is alone until the transaction ends; to be called before any row is
    locked. Else a result and a session that are written at the same time would each miss the other, and the newly
    elected would wait beside a session with room for them."""
    db.execute(select(func.pg_advisory_xact_lock(_PLACES_KEY)))


def session(db: Session, actor: Actor, session_id: UUID, *, lock: bool = False) -> TrainingSession:
    """Raises NotFound. `lock` keeps others from changing it meanwhile."""
    query = select(TrainingSession).where(TrainingSession.id == session_id, within(TrainingSession.area, actor))
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("session_not_found", "没有找到这次培训。")
    return found


def slot(db: Session, found: TrainingSession) -> Slot:
    enrolled = db.scalar(select(func.count()).where(Enrolment.session_id == found.id)) or 0
    return slot_of(found, enrolled)


def induction_slots(db: Session, *, after: datetime) -> list[Slot]:
    """Induction sessions to come, locked so that places are not given out twice."""
    query = (
        select(TrainingSession)
        .where(
            TrainingSession.kind == SessionKind.INDUCTION,
            TrainingSession.state == SessionState.SCHEDULED,
            TrainingSession.starts_at > after,
        )
        .order_by(TrainingSession.id)
        .with_for_update()
    )
    return [slot(db, found) for found in db.scalars(query)]


def slots_of(db: Session, cadre_ids: Collection[UUID]) -> list[Slot]:
    """The sessions in which one of the cadres has a place."""
    query = (
        select(TrainingSession)
        .where(TrainingSession.state == SessionState.SCHEDULED)
        .where(TrainingSession.id.in_(select(Enrolment.session_id).where(Enrolment.cadre_id.in_(cadre_ids))))
    )
    return [slot_of(found, 0) for found in db.scalars(query)]


def enrolled(db: Session, session_id: UUID) -> Sequence[Cadre]:
    query = select(Cadre).join(Enrolment, Enrolment.cadre_id == Cadre.id).where(Enrolment.session_id == session_id)
    return db.scalars(query.order_by(Cadre.area, Cadre.name)).all()


def with_cadres_of(area: str) -> ColumnElement[bool]:
    """The condition that somebody of the area has a place in the session."""
    own = select(Enrolment.session_id).join(Cadre, Cadre.id == Enrolment.cadre_id)
    return TrainingSession.id.in_(own.where(within(Cadre.area, Actor(subject="", area=area))))


def sessions_of_cadre(db: Session, cadre_id: UUID) -> Sequence[TrainingSession]:
    """Cancelled ones among them: a calendar must be told of those too."""
    query = select(TrainingSession).join(Enrolment, Enrolment.session_id == TrainingSession.id)
    return db.scalars(query.where(Enrolment.cadre_id == cadre_id).order_by(TrainingSession.starts_at)).all()


def sessions_with(db: Session, held: ColumnElement[bool]) -> Sequence[TrainingSession]:
    """Those of a room or a teacher; cancelled ones too."""
    return db.scalars(select(TrainingSession).where(held).order_by(TrainingSession.starts_at)).all()


def public_calendar(db: Session, code: str, *, since: datetime) -> list[dict[str, Any]]:
    """Sessions for an area: held by it, by an area above it or below it; with the places that are free."""
    there = offered(TrainingSession.area, Actor(subject="public", area=code))
    query = (
        select(TrainingSession, places_taken)
        .where(there, TrainingSession.ends_at >= since)
        .order_by(TrainingSession.starts_at)
        .limit(200)
    )
    return [{"session": found, "free": max(found.capacity - taken, 0)} for found, taken in db.execute(query)]


def slot_of(found: TrainingSession, enrolled_count: int) -> Slot:
    return Slot(found.id, found.area, found.starts_at, found.ends_at, found.capacity, enrolled_count)
