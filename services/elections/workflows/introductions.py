"""The candidates introduce themselves: what they set out to do, in writing and before the residents (Art 18)."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from services.elections.domain.candidacy.introductions import Meeting, check_meeting, tidied_statement
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State, Step
from services.elections.store import elections, introductions, nominations, tables
from services.elections.store.database import unit_of_work
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from shared.web.etags import Expected, must_match


def write_statement(
    actor: Actor, election_id: UUID, candidate_id: UUID, *, text: str, version: Expected
) -> tables.Candidate:
    """What the candidate set out to do; `version` is 0 when nothing was written yet. Raises Conflict once the
    candidates are published: it was published, too."""
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        candidate = nominations.candidate(uow.session, found, candidate_id)
        allow(Change.CANDIDATES, State(found.state))
        must_match(candidate.statement_version, version)
        before = {"id": candidate.id, "statement": candidate.statement}
        candidate.statement, candidate.statement_version = tidied_statement(text), candidate.statement_version + 1
        found.version += 1
        after = {"id": candidate.id, "statement": candidate.statement}
        uow.record("write_statement", subject=f"elections/{found.id}", area=found.area, before=before, after=after)
        return candidate


def record_meeting(actor: Actor, election_id: UUID, meeting: Meeting) -> tables.CandidateMeeting:
    """Raises Conflict unless there are published candidates who still wait for the poll."""
    with unit_of_work(actor) as uow:
        found = _meeting_candidates(uow, actor, election_id, meeting)
        row = tables.CandidateMeeting(
            id=new_id(),
            election_id=found.id,
            area=found.area,
            **asdict(meeting),
            by=actor.subject,
            at=clock.now(),
        )
        uow.session.add(row)
        found.version += 1
        after = {"id": row.id, **asdict(meeting)}
        uow.record("record_candidate_meeting", subject=f"elections/{found.id}", area=found.area, after=after)
        return row


def correct_meeting(
    actor: Actor, election_id: UUID, meeting_id: UUID, meeting: Meeting, *, version: Expected
) -> tables.CandidateMeeting:
    """What was recorded with a mistake; the audit trail keeps both."""
    with unit_of_work(actor) as uow:
        found = _meeting_candidates(uow, actor, election_id, meeting)
        row = introductions.meeting(uow.session, found.id, meeting_id)
        must_match(row.version, version)
        before = {"id": row.id, **asdict(introductions.as_meeting(row))}
        for name, value in asdict(meeting).items():
            setattr(row, name, value)
        row.version, row.by, row.at = row.version + 1, actor.subject, clock.now()
        found.version += 1
        after = {"id": row.id, **asdict(meeting)}
        uow.record(
            "correct_candidate_meeting", subject=f"elections/{found.id}", area=found.area, before=before, after=after
        )
        return row


def _meeting_candidates(uow: UnitOfWork, actor: Actor, election_id: UUID, meeting: Meeting) -> tables.Election:
    """The election, held, if its candidates were published before the meeting and still wait for the poll."""
    found = elections.election(uow.session, actor, election_id, lock=True)
    allow(Change.CANDIDATE_MEETINGS, State(found.state))
    published = elections.taken(uow.session, found.id)[Step.PUBLISH_CANDIDATES].on
    check_meeting(meeting.on, published=published, today=clock.today())
    return found
