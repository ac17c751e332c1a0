"""Loading objections, within the actor's area."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.store.tables import Objection
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def objection(session: Session, actor: Actor, objection_id: UUID) -> Objection:
    """Raises NotFound."""
    found = session.scalar(select(Objection).where(Objection.id == objection_id, within(Objection.area, actor)))
    if found is None:
        raise NotFound("objection_not_found", "没有找到这件申诉。")
    return found


def objections(session: Session, election_id: UUID) -> Sequence[Objection]:
    """In the order recorded."""
    return session.scalars(select(Objection).where(Objection.election_id == election_id).order_by(Objection.id)).all()
