"""Meetings: called with notice, recorded with their quorum and decisions; a resignation that one of them accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.elections.domain.committee.meetings import (
    Call,
    CalledBy,
    MeetingKind,
    Motion,
    check_call,
    check_record,
    demand,
    rule_of,
    verdict_on,
)
from services.elections.domain.committee.members import EndReason, clause_of
from services.elections.store import meetings, members, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set, rule_set_in_force
from services.elections.workflows.members import end_post, rules_of
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class NewMeeting:
    area: str
    kind: MeetingKind
    title: str
    called_by: CalledBy
    called_on: date
    held_at: datetime
    place: str
    agenda: Sequence[str]
    members: int
    representatives: int = 0
    asked: int = 0
    asked_of: int = 0
    special_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """`minutes` is the document, by name; `minutes_hash` its SHA-256."""

    present: int
    motions: Sequence[Motion]
    minutes: str
    minutes_hash: str


def call_meeting(actor: Actor, command: NewMeeting) -> tables.Meeting:
    """Raises Invalid when too few demand it, the notice is too short without a reason, or too few members are
    representatives."""
    actor.must_reach(command.area)
    held_on = clock.civil_date(command.held_at)
    rules = rule_set_in_force(command.area, held_on)
    names = ("kind", "called_by", "called_on", "members", "representatives", "asked", "asked_of", "special_reason")
    call = Call(held_on=held_on, **{name: getattr(command, name) for name in names})
    check_call(call, rules.meetings)
    found = demand(call, rules.meetings)
    with unit_of_work(actor) as uow:
        _must_be_community(uow, command.area)
        made = tables.Meeting(
            id=new_id(),
            rule_set=rules.id,
            agenda={"items": list(command.agenda)},
            demand=asdict(found) if found else None,
            recorded_by=actor.subject,
            **{name: getattr(command, name) for name in (*_KEPT, "area", "title", "held_at", "place")},
        )
        uow.session.add(made)
        facts = {"kind": made.kind, "held_at": made.held_at, "called_by": made.called_by}
        uow.record("call_meeting", subject=f"meetings/{made.id}", area=made.area, after=facts)
        _tell(uow, made, "elections.meeting_called.v1", {"place": made.place, "agenda": made.agenda["items"]})
        return made


_KEPT = ("kind", "called_by", "called_on", "members", "representatives", "special_reason")


def _must_be_community(uow: UnitOfWork, area: str) -> None:
    """Raises Invalid for an area that is no registered community."""
    place = uow.session.get(tables.Area, area)
    if place is None or place.level != "community":
        fault = FieldError("area", "area_unknown", "区划代码{area}还没有登记。", {"area": area})
        raise Invalid("meeting_invalid", "会议的召集有误，请按提示修改。", fields=[fault])


def record_meeting(actor: Actor, meeting_id: UUID, command: Record) -> tables.Meeting:
    """Without a quorum nothing is decided, and that is recorded. Raises Conflict for a meeting that is recorded or has
    not taken place yet."""
    with unit_of_work(actor) as uow:
        found = meetings.meeting(uow.session, actor, meeting_id, lock=True)
        _must_be_open(found)
        check_record(command.motions, present=command.present, members=found.members)
        rule = rule_of(MeetingKind(found.kind), rule_set(found.rule_set).meetings)
        found.present = command.present
        found.minutes, found.minutes_hash = command.minutes, command.minutes_hash
        found.quorum = asdict(rule.present(command.present, found.members, rule.clause))
        told = []
        for motion in command.motions:
            verdict = verdict_on(motion, present=command.present, members=found.members, rule=rule)
            place = {"id": new_id(), "meeting_id": found.id, "area": found.area}
            agreed = asdict(verdict.agreed)
            uow.session.add(tables.MeetingDecision(**place, **asdict(motion), passed=verdict.passed, finding=agreed))
            told.append({"motion": motion.motion, "passed": verdict.passed, "agreed": agreed})
        facts = {"present": command.present, "minutes_hash": command.minutes_hash}
        uow.record("record_meeting", subject=f"meetings/{found.id}", area=found.area, after=facts)
        _tell(uow, found, "elections.meeting_decided.v1", {"quorum": found.quorum, "decisions": told})
        return found


def accept_resignation(actor: Actor, member_id: UUID, decision_id: UUID) -> tables.Member:
    """其职务自会议审议通过之日起终止 (Art 21). Raises Conflict unless the meeting passed it."""
    with unit_of_work(actor) as uow:
        member = members.member(uow.session, actor, member_id, lock=True)
        decided, meeting = meetings.decision(uow.session, member.area, decision_id)
        if not decided.passed:
            raise Conflict("resignation_not_passed", "会议没有通过这项决定，辞职不生效。")
        clause = clause_of(EndReason.RESIGNED, rules_of(uow, member))
        on = clock.civil_date(meeting.held_at)
        end_post(uow, member, EndReason.RESIGNED, on=on, clause=clause, document=decided.motion)
        return member


def _must_be_open(found: tables.Meeting) -> None:
    if found.present is not None:
        raise Conflict("meeting_recorded", "这次会议已经登记了记录。")
    if found.held_at > clock.now():
        raise Conflict("meeting_not_held", "会议还没有召开，不能登记记录。")


def _tell(uow: UnitOfWork, found: tables.Meeting, event_type: str, facts: Mapping[str, Any]) -> None:
    common = {"meeting_id": found.id, "kind": found.kind, "title": found.title, "held_at": found.held_at}
    uow.emit(event_type, subject=f"meetings/{found.id}", area=found.area, data={**common, **facts})
