"""The lists of who asked for a mobile box."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.elections.store.tables import BoxRequest, Elector
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def request(session: Session, actor: Actor, request_id: UUID) -> BoxRequest:
    """Raises NotFound."""
    found = session.scalar(select(BoxRequest).where(BoxRequest.id == request_id, within(BoxRequest.area, actor)))
    if found is None:
        raise NotFound("box_request_not_found", "没有这份流动票箱申请。")
    return found


def of_elector(session: Session, election_id: UUID, elector_id: UUID) -> BoxRequest | None:
    query = select(BoxRequest).where(BoxRequest.election_id == election_id, BoxRequest.elector_id == elector_id)
    return session.scalar(query)


def listed(session: Session, station_id: UUID) -> list[tuple[BoxRequest, Elector]]:
    """In the order of the roll."""
    query = select(BoxRequest, Elector).join(Elector, Elector.id == BoxRequest.elector_id)
    rows = session.execute(query.where(BoxRequest.station_id == station_id).order_by(Elector.id))
    return [(row[0], row[1]) for row in rows]


def of_election(session: Session, election_id: UUID) -> Sequence[BoxRequest]:
    return session.scalars(select(BoxRequest).where(BoxRequest.election_id == election_id)).all()


def count(session: Session, station_id: UUID) -> int:
    query = select(func.count()).select_from(BoxRequest).where(BoxRequest.station_id == station_id)
    return session.scalar(query) or 0
