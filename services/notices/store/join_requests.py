"""Residents who ask to be told."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.notices.domain.residents.joining import JoinState
from services.notices.store.tables import JoinRequest, Resident
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_CANDIDATES = 20


def find(session: Session, actor: Actor, request_id: UUID, *, lock: bool = False) -> JoinRequest:
    """Raises NotFound."""
    query = select(JoinRequest).where(JoinRequest.id == request_id, within(JoinRequest.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("join_request_not_found", "没有找到这份登记。")
    return found


def candidates(session: Session, found: JoinRequest) -> Sequence[Resident]:
    """Who of the community has the name; those in the building first."""
    query = select(Resident).where(
        Resident.area == found.area, Resident.name == found.name, Resident.moved_away_on.is_(None)
    )
    same_building = func.coalesce(Resident.building == found.building, False)
    return session.scalars(query.order_by(same_building.desc(), Resident.number).limit(_CANDIDATES)).all()


def waiting_by_area(session: Session, actor: Actor) -> dict[str, int]:
    query = select(JoinRequest.area, func.count().label("waiting")).where(
        within(JoinRequest.area, actor), JoinRequest.state == JoinState.WAITING
    )
    return {row.area: row.waiting for row in session.execute(query.group_by(JoinRequest.area))}
