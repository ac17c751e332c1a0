"""Near relatives among those who have to do with an election; those of its first ballot serve the further ones."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.roll.relatives import Pairs, relatives_among
from services.elections.store.family import root
from services.elections.store.tables import Election, NearRelative
from shared.errors import NotFound


def near_relatives(session: Session, found: Election) -> Sequence[NearRelative]:
    """In the order recorded."""
    query = select(NearRelative).where(NearRelative.election_id == root(session, found).id)
    return session.scalars(query.order_by(NearRelative.id)).all()


def near_relative(session: Session, found: Election, relative_id: UUID) -> NearRelative:
    """Raises NotFound."""
    row = session.get(NearRelative, relative_id)
    if row is None or row.election_id != root(session, found).id:
        raise NotFound("relatives_not_found", "没有找到这条近亲属关系。")
    return row


def pairs(session: Session, election_id: UUID) -> Pairs:
    """Of person keys; also for a further ballot, whose pairs are those of the first."""
    rows = near_relatives(session, session.get_one(Election, election_id))
    return frozenset(frozenset({row.one, row.other}) for row in rows)


def relatives_of(session: Session, election_id: UUID, key: str) -> frozenset[str]:
    """The near relatives of a person, by their person keys."""
    return relatives_among(pairs(session, election_id), key)
