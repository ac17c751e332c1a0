"""Loading the candidates' meetings with residents, and what their duty is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.elections.domain.candidacy.introductions import Meeting, MeetingFacts
from services.elections.store.tables import CandidateMeeting
from shared.errors import NotFound


def meetings(session: Session, election_id: UUID) -> Sequence[CandidateMeeting]:
    """In the order of their days."""
    row = CandidateMeeting
    return session.scalars(select(row).where(row.election_id == election_id).order_by(row.on, row.id)).all()


def meeting(session: Session, election_id: UUID, meeting_id: UUID) -> CandidateMeeting:
    """Raises NotFound."""
    row = session.get(CandidateMeeting, meeting_id)
    if row is None or row.election_id != election_id:
        raise NotFound("meeting_not_found", "没有这次候选人与居民见面的记录。")
    return row


def as_meeting(row: CandidateMeeting) -> Meeting:
    return Meeting(row.on, row.place, row.attended, row.questions, row.document)


def facts(session: Session, election_id: UUID) -> MeetingFacts:
    return MeetingFacts(tuple(each.on for each in meetings(session, election_id)))
