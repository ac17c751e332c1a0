"""Loading meetings and their decisions, within the actor's area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.elections.domain.committee.meetings import MeetingKind, next_meeting_by
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State
from services.elections.store import tables
from services.elections.store.rule_sets import rule_set_in_force
from shared import clock
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class OverdueMeeting:
    """A community whose representatives should have met by `due`; `last` is the last meeting's day, if there was one
    in this term."""

    area: str
    name: str
    last: date | None
    due: date


def meeting(session: Session, actor: Actor, meeting_id: UUID, *, lock: bool = False) -> tables.Meeting:
    """Raises NotFound."""
    query = select(tables.Meeting).where(tables.Meeting.id == meeting_id, within(tables.Meeting.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("meeting_not_found", "没有找到这次会议。")
    return found


def meetings(session: Session, area: str) -> Sequence[tables.Meeting]:
    """The latest first."""
    row = tables.Meeting
    return session.scalars(select(row).where(row.area == area).order_by(row.held_at.desc(), row.id.desc())).all()


def decisions(session: Session, meeting_ids: Sequence[UUID]) -> dict[UUID, list[tables.MeetingDecision]]:
    """By meeting, in the order of the minutes."""
    row = tables.MeetingDecision
    found: dict[UUID, list[tables.MeetingDecision]] = defaultdict(list)
    for each in session.scalars(select(row).where(row.meeting_id.in_(meeting_ids)).order_by(row.id)):
        found[each.meeting_id].append(each)
    return found


def decision(session: Session, area: str, decision_id: UUID) -> tuple[tables.MeetingDecision, tables.Meeting]:
    """Of a meeting of the community. Raises NotFound."""
    found = session.get(tables.MeetingDecision, decision_id)
    if found is None or found.area != area:
        raise NotFound("decision_not_found", "没有找到这项会议决定。")
    return found, session.get_one(tables.Meeting, found.meeting_id)


def overdue(session: Session, actor: Actor, today: date) -> list[OverdueMeeting]:
    """Communities with a committee whose representatives have not met in time, longest overdue first."""
    held, election = tables.Meeting, tables.Election
    quorate = (held.kind == MeetingKind.REPRESENTATIVES) & held.quorum["holds"].as_boolean()
    met = select(held.area, func.max(held.held_at).label("last")).where(quorate).group_by(held.area).subquery()
    seated = (election.kind == ElectionKind.TERM) & (election.state == State.CERTIFIED)
    since = select(election.area, func.max(election.polling_day).label("since")).where(seated)
    term = since.group_by(election.area).subquery()
    query = (
        select(tables.Area.code, tables.Area.name, term.c.since, met.c.last)
        .join(term, term.c.area == tables.Area.code)
        .outerjoin(met, met.c.area == tables.Area.code)
        .where(within(tables.Area.code, actor))
    )
    found = []
    for code, name, began, last_at in session.execute(query):
        last = clock.civil_date(last_at) if last_at else None
        start = max(began, last) if last else began
        due = next_meeting_by(start, rule_set_in_force(code, today).meetings)
        if due is not None and due < today:
            found.append(OverdueMeeting(code, name, last, due))
    return sorted(found, key=lambda each: (each.due, each.area))
