"""Loading leave and blackout days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.training.domain.learning.absences import Absence
from services.training.store.reach import offered
from services.training.store.tables import Blackout, Leave
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def leave(db: Session, actor: Actor, leave_id: UUID) -> Leave:
    """Raises NotFound."""
    found = db.scalar(select(Leave).where(Leave.id == leave_id, within(Leave.area, actor)).with_for_update())
    if found is None:
        raise NotFound("leave_not_found", "没有找到这次请假。")
    return found


def blackout(db: Session, actor: Actor, blackout_id: UUID) -> Blackout:
    """Raises NotFound."""
    query = select(Blackout).where(Blackout.id == blackout_id, within(Blackout.area, actor))
    found = db.scalar(query.with_for_update())
    if found is None:
        raise NotFound("blackout_not_found", "没有找到这段停训日期。")
    return found


def leaves_of(db: Session, person_id: UUID) -> Sequence[Leave]:
    """A cadre's or a teacher's, oldest first."""
    own = (Leave.cadre_id == person_id) | (Leave.teacher_id == person_id)
    return db.scalars(select(Leave).where(own).order_by(Leave.starts_on)).all()


def blackouts_for(db: Session, actor: Actor, *, since: date) -> Sequence[Blackout]:
    """Those that hold in the actor's area, or in an area below it."""
    query = select(Blackout).where(offered(Blackout.area, actor), Blackout.ends_on >= since)
    return db.scalars(query.order_by(Blackout.starts_on)).all()


def absent(rows: Collection[Leave | Blackout]) -> list[Absence]:
    return [Absence(row.starts_on, row.ends_on, row.reason) for row in rows]
