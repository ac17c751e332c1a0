"""Loading recalls, within the actor's area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.elections.domain.committee.recalls import OPEN, RecallFacts
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.store import rolls, tables
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def recall(session: Session, actor: Actor, recall_id: UUID, *, lock: bool = False) -> tables.Recall:
    """Raises NotFound."""
    query = select(tables.Recall).where(tables.Recall.id == recall_id, within(tables.Recall.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("recall_not_found", "没有找到这项罢免要求。")
    return found


def recalls(session: Session, area: str) -> Sequence[tables.Recall]:
    """Newest first."""
    row = tables.Recall
    return session.scalars(select(row).where(row.area == area).order_by(row.id.desc())).all()


def of_poll(session: Session, election_id: UUID) -> tables.Recall | None:
    return session.scalar(select(tables.Recall).where(tables.Recall.poll_id == election_id))


def about(session: Session, election_id: UUID) -> Sequence[tables.Recall]:
    """Those that ask for members whom this election seated, and the one that it votes on."""
    row = tables.Recall
    of_it = (row.election_id == election_id) | (row.poll_id == election_id)
    return session.scalars(select(row).where(of_it).order_by(row.id)).all()


def members(session: Session, recall_id: UUID) -> list[tuple[tables.RecallMember, tables.Member]]:
    row, member = tables.RecallMember, tables.Member
    query = select(row, member).join(member, member.id == row.member_id).where(row.recall_id == recall_id)
    return [(asked, person) for asked, person in session.execute(query.order_by(member.id))]


def open_about(session: Session, member_ids: Iterable[UUID]) -> Sequence[tables.Recall]:
    """Those under way that name one of the members; their rows are held."""
    row, part = tables.Recall, tables.RecallMember
    named = select(part.recall_id).where(part.member_id.in_([*member_ids]))
    query = select(row).where(row.id.in_(named), row.state.in_(OPEN)).order_by(row.id)
    return session.scalars(query.with_for_update()).all()


def open_for(session: Session, member_ids: Iterable[UUID]) -> bool:
    """Whether one of the members is asked to be recalled already."""
    row, part = tables.Recall, tables.RecallMember
    query = select(func.count()).select_from(part).join(row, row.id == part.recall_id)
    return bool(session.scalar(query.where(part.member_id.in_([*member_ids]), row.state.in_(OPEN))))


def count_on_roll(session: Session, election: tables.Election, elector_ids: Sequence[UUID]) -> int:
    """How many of them are on the roll now."""
    on_it = rolls.present(election.roll_election) & tables.Elector.id.in_(elector_ids)
    return session.scalar(select(func.count()).select_from(tables.Elector).where(on_it)) or 0


def facts(session: Session, found: tables.Election) -> RecallFacts:
    asked = of_poll(session, found.id) if found.kind == ElectionKind.RECALL else None
    if asked is None:
        return RecallFacts()
    unheard = tuple(person.name for part, person in members(session, asked.id) if part.heard_on is None)
    return RecallFacts(unheard, asked.defend_by)
