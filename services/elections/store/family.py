"""An election and the further ballots that follow on it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.procedure.kinds import FILLING
from services.elections.store import tables


def children(session: Session, election_id: UUID) -> Sequence[tables.Election]:
    """The further ballots that an election led to, oldest first."""
    row = tables.Election
    query = select(row).where(row.parent_id == election_id, row.kind.in_(FILLING)).order_by(row.id)
    return session.scalars(query).all()


def root(session: Session, found: tables.Election) -> tables.Election:
    """The election that a further ballot goes back to; itself for one that is no further ballot."""
    while found.parent_id is not None:
        found = session.get_one(tables.Election, found.parent_id)
    return found


def family(session: Session, found: tables.Election) -> list[tables.Election]:
    """The first election and all further ballots that follow on it."""
    members = [root(session, found)]
    for member in members:  # grows while it is walked
        members += children(session, member.id)
    return members
