"""Joint meetings of the two committees: recorded with their votes, signed by both heads, disagreements settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.training.domain.conduct.joint_meetings import (
    LONGEST_GAP,
    Choice,
    Gathering,
    Head,
    Motion,
    check_meeting,
    check_signature,
)
from services.training.store import joint_meetings as store
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_community
from services.training.store.tables import JointAttendance, JointDecision, JointMeeting, JointSignature, JointVote
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id

_SYSTEM = Actor.system("training")
_AT_A_TIME = 200  # communities a tick: the rest waits for the next one


@dataclass(frozen=True, slots=True)
class NewMeeting:
    area: str
    held_on: date
    title: str
    chaired_by: UUID
    present: Sequence[UUID]
    motions: Sequence[Motion]


def record_meeting(actor: Actor, command: NewMeeting) -> JointMeeting:
    """Members are who holds a post in either committee on the day. Raises Conflict without a quorum for decisions."""
    actor.must_reach(command.area)
    with unit_of_work(actor) as uow:
        must_be_community(uow.session, command.area)
        members = store.members(uow.session, command.area, command.held_on)
        gathering = Gathering(command.held_on, members, command.present, command.chaired_by)
        check_meeting(gathering, command.motions, today=clock.today())
        made = JointMeeting(
            id=new_id(),
            area=command.area,
            held_on=command.held_on,
            title=command.title,
            chaired_by=command.chaired_by,
            members=len(members),
            recorded_by=actor.subject,
        )
        uow.session.add(made)
        uow.session.flush()
        uow.session.add_all(
            JointAttendance(meeting_id=made.id, cadre_id=each, area=made.area, present=each in command.present)
            for each in members
        )
        for motion in command.motions:
            _decide(uow, made, motion)
        facts = {"title": made.title, "present": len(command.present), "decisions": len(command.motions)}
        _record(uow, made, "record_joint_meeting", after=facts)
        return made


def sign_meeting(actor: Actor, meeting_id: UUID, head: Head, cadre_id: UUID) -> JointMeeting:
    """By one of the heads, who held the post that day and was there. Signing again changes nothing."""
    with unit_of_work(actor) as uow:
        found = store.meeting(uow.session, actor, meeting_id)
        held = store.members(uow.session, found.area, found.held_on).get(cadre_id, set())
        signed = store.signatures(uow.session, found.id)
        check_signature(
            holds_post=head.post in held,
            was_present=store.was_present(uow.session, found.id, cadre_id),
            signer=actor.subject,
            others={each.signed_by: each.cadre_id for each in signed},
            cadre=cadre_id,
        )
        if head not in {each.head for each in signed}:
            place = {"meeting_id": found.id, "head": head, "area": found.area, "cadre_id": cadre_id}
            uow.session.add(JointSignature(**place, signed_by=actor.subject, signed_on=clock.today()))
            _record(uow, found, "sign_joint_meeting", after={"head": head, "cadre": cadre_id})
        return found


def settle(actor: Actor, decision_id: UUID, *, on: date, settlement: str) -> JointDecision:
    """Those who disagreed were heard again, and this came of it."""
    with unit_of_work(actor) as uow:
        found = store.decision(uow.session, actor, decision_id)
        if not found.votes_against or found.settled_on is not None:
            raise Conflict("nothing_to_settle", "这项决定没有待处理的不同意见。")
        if on > clock.today():
            fault = FieldError("on", "date_in_future", "日期不能晚于今天。")
            raise Invalid("settlement_invalid", "处理结果有误，请按提示修改。", fields=[fault])
        found.settled_on, found.settlement = on, settlement
        uow.record("settle", subject=f"joint-decisions/{found.id}", area=found.area, after={"settlement": settlement})
        return found


def tell_missed_meetings() -> int:
    """Of how many communities was told that no joint meeting followed the last one in time: each once."""
    today, row = clock.today(), JointMeeting
    last = select(row.area, func.max(row.held_on).label("on")).group_by(row.area).subquery()
    late = last.c.on < today - timedelta(days=LONGEST_GAP)
    query = select(row).join(last, (last.c.area == row.area) & (last.c.on == row.held_on))
    query = query.where(late, row.missed_told_at.is_(None)).order_by(row.id).limit(_AT_A_TIME)
    with unit_of_work(_SYSTEM) as uow:
        found = uow.session.scalars(query.with_for_update(of=row, skip_locked=True)).all()
        for each in found:
            each.missed_told_at = clock.now()
        for area, on in {each.area: each.held_on for each in found}.items():
            facts = {"last_on": on, "days": (today - on).days}
            uow.emit("training.joint_meeting_missed.v1", subject=f"areas/{area}", area=area, data=facts)
        return len({each.area for each in found})


def _decide(uow: UnitOfWork, made: JointMeeting, motion: Motion) -> None:
    decision = JointDecision(
        id=new_id(),
        meeting_id=made.id,
        area=made.area,
        motion=motion.text,
        carried=motion.carried,
        votes_for=motion.count(Choice.FOR),
        votes_against=motion.count(Choice.AGAINST),
        abstained=motion.count(Choice.ABSTAINED),
    )
    uow.session.add(decision)
    uow.session.flush()
    uow.session.add_all(
        JointVote(
            decision_id=decision.id, cadre_id=voter, area=made.area, choice=choice, dissent=motion.dissent.get(voter)
        )
        for voter, choice in motion.votes.items()
    )


def _record(uow: UnitOfWork, found: JointMeeting, action: str, **states: Any) -> None:
    uow.record(action, subject=f"joint-meetings/{found.id}", area=found.area, **states)
