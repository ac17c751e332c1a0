"""Loading the candidates' meetings with residents, and what their duty is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.candidacy.introductions import MeetingFacts
from services.elections.store.tables import CandidateMeeting


def meetings(session: Session, election_id: UUID) -> Sequence[CandidateMeeting]:
    """In the order of their days."""
    row = CandidateMeeting
    return session.scalars(select(row).where(row.election_id == election_id).order_by(row.on, row.id)).all()


def facts(session: Session, election_id: UUID) -> MeetingFacts:
    return MeetingFacts(tuple(each.on for each in meetings(session, election_id)))
