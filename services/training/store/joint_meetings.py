"""Loading joint meetings, open disagreements, and how long ago each community's last meeting was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.training.domain.conduct.joint_meetings import days_since, is_overdue
from services.training.domain.office.posts import COMMITTEE, Post
from services.training.store.tables import (
    Area,
    Cadre,
    JointAttendance,
    JointDecision,
    JointMeeting,
    JointSignature,
    JointVote,
    Term,
)
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_TEAMS = (*COMMITTEE, Post.PARTY_SECRETARY, Post.PARTY_DEPUTY, Post.PARTY_MEMBER)


@dataclass(frozen=True, slots=True)
class Vote:
    cadre_id: UUID
    name: str
    choice: str
    dissent: str | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    decision_id: UUID
    area: str
    held_on: date
    motion: str
    carried: bool
    votes_against: int


@dataclass(frozen=True, slots=True)
class Gap:
    """`days` since the last joint meeting; None: there was none yet."""

    area: str
    name: str
    last_on: date | None
    days: int | None
    overdue: bool


def meeting(db: Session, actor: Actor, meeting_id: UUID) -> JointMeeting:
    """Raises NotFound."""
    row = JointMeeting
    found = db.scalar(select(row).where(row.id == meeting_id, within(row.area, actor)))
    if found is None:
        raise NotFound("joint_meeting_not_found", "没有找到这次联席会议。")
    return found


def decision(db: Session, actor: Actor, decision_id: UUID) -> JointDecision:
    """Locked. Raises NotFound."""
    row = JointDecision
    found = db.scalar(select(row).where(row.id == decision_id, within(row.area, actor)).with_for_update())
    if found is None:
        raise NotFound("joint_decision_not_found", "没有找到这项决定。")
    return found


def members(db: Session, area: str, on: date) -> dict[UUID, set[str]]:
    """Who held a post in either committee on the day, and which."""
    row = Term
    held = (row.starts_on <= on) & (row.ended_on.is_(None) | (row.ended_on > on))
    query = select(row.cadre_id, row.post).where(row.area == area, row.post.in_(_TEAMS), held)
    found: dict[UUID, set[str]] = {}
    for cadre_id, post in db.execute(query):
        found.setdefault(cadre_id, set()).add(post)
    return found


def attendance(db: Session, meeting_id: UUID) -> list[tuple[Cadre, bool]]:
    row = JointAttendance
    query = select(Cadre, row.present).join(row, row.cadre_id == Cadre.id).where(row.meeting_id == meeting_id)
    return [(cadre, present) for cadre, present in db.execute(query.order_by(Cadre.name, Cadre.id))]


def was_present(db: Session, meeting_id: UUID, cadre_id: UUID) -> bool:
    found = db.get(JointAttendance, (meeting_id, cadre_id))
    return found is not None and found.present


def decisions(db: Session, meeting_id: UUID) -> Sequence[JointDecision]:
    row = JointDecision
    return db.scalars(select(row).where(row.meeting_id == meeting_id).order_by(row.id)).all()


def votes(db: Session, meeting_id: UUID) -> dict[UUID, list[Vote]]:
    """By decision."""
    row = JointVote
    query = (
        select(row, Cadre.name)
        .join(Cadre, Cadre.id == row.cadre_id)
        .join(JointDecision, JointDecision.id == row.decision_id)
        .where(JointDecision.meeting_id == meeting_id)
    )
    found: dict[UUID, list[Vote]] = {}
    for vote, name in db.execute(query.order_by(Cadre.name, Cadre.id)):
        found.setdefault(vote.decision_id, []).append(Vote(vote.cadre_id, name, vote.choice, vote.dissent))
    return found


def signatures(db: Session, meeting_id: UUID) -> Sequence[JointSignature]:
    row = JointSignature
    return db.scalars(select(row).where(row.meeting_id == meeting_id).order_by(row.head)).all()


def disagreements(db: Session, actor: Actor) -> list[Disagreement]:
    """What somebody was against and nobody has settled, the oldest first."""
    row = JointDecision
    query = (
        select(row.id, row.area, JointMeeting.held_on, row.motion, row.carried, row.votes_against)
        .join(JointMeeting, JointMeeting.id == row.meeting_id)
        .where(row.votes_against > 0, row.settled_on.is_(None), within(row.area, actor))
    )
    return [Disagreement(*each) for each in db.execute(query.order_by(JointMeeting.held_on, row.id))]


def gaps(db: Session, actor: Actor, today: date) -> list[Gap]:
    """Of every community within reach, those first that waited longest."""
    last = select(JointMeeting.area, func.max(JointMeeting.held_on).label("on")).group_by(JointMeeting.area).subquery()
    query = (
        select(Area.code, Area.name, last.c.on)
        .outerjoin(last, last.c.area == Area.code)
        .where(Area.level == "community", within(Area.code, actor))
        .order_by(last.c.on.nulls_first(), Area.code)
    )
    return [Gap(code, name, on, days_since(on, today), is_overdue(on, today)) for code, name, on in db.execute(query)]
