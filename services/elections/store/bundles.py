"""The bundles that were sealed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.store import tables


def sealed(session: Session, election_id: UUID) -> Sequence[tables.Bundle]:
    """Oldest first."""
    query = select(tables.Bundle).where(tables.Bundle.election_id == election_id)
    return session.scalars(query.order_by(tables.Bundle.number)).all()


def latest(session: Session, election_id: UUID) -> tables.Bundle | None:
    bundles = sealed(session, election_id)
    return bundles[-1] if bundles else None
