"""Complaints about how an election was won: taken in, decided by the office above, results declared void (Art 22)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.elections.domain.committee.complaints import (
    Effect,
    Ground,
    check_decider,
    check_decision,
    check_receipt,
    evidence_kind,
)
from services.elections.domain.procedure.office_above import check_office
from services.elections.domain.procedure.steps import State
from services.elections.store import aftermath, elections, tables
from services.elections.store.database import reading, unit_of_work
from services.elections.workflows.voiding import void_person, void_result
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """`office` is the one that received it, `candidate_id` whom it is about, if it is about one person."""

    ground: Ground
    text: str
    office: str
    received_on: date
    candidate_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`reasons` are published and name no complainant."""

    upheld: bool
    effect: Effect
    reasons: str
    office: str
    decided_on: date


def record_complaint(actor: Actor, election_id: UUID, command: NewComplaint) -> tables.Complaint:
    """Raises Forbidden for a clerk of the community itself: it is complained about."""
    check_office(actor.area)
    check_receipt(command.received_on, today=clock.today())
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        _must_stand(uow, found, command.candidate_id)
        row = tables.Complaint(
            id=new_id(),
            election_id=found.id,
            area=found.area,
            ground=command.ground,
            text=command.text,
            candidate_id=command.candidate_id,
            office=command.office,
            received_on=command.received_on,
            recorded_by=actor.subject,
            recorded_at=clock.now(),
        )
        uow.session.add(row)
        facts = {"election_id": found.id, "ground": command.ground, "received_on": command.received_on}
        uow.record("record_complaint", subject=f"complaints/{row.id}", area=found.area, after=facts)
        return row


def add_evidence(actor: Actor, complaint_id: UUID, *, name: str, content: bytes) -> tables.Evidence:
    """Raises Invalid for anything but a picture or a PDF of moderate size, Conflict once the complaint is decided."""
    check_office(actor.area)
    sha256 = hashlib.sha256(content).hexdigest()
    with unit_of_work(actor) as uow:
        complaint = _undecided(uow, actor, complaint_id)
        there = {row.sha256 for row in aftermath.evidence(uow.session, complaint.id)}
        row = tables.Evidence(
            id=new_id(),
            complaint_id=complaint.id,
            area=complaint.area,
            name=name[:200] or sha256[:12],
            kind=evidence_kind(content, there, sha256),
            sha256=sha256,
            size=len(content),
            content=content,
            by=actor.subject,
            at=clock.now(),
        )
        uow.session.add(row)
        uow.record("add_evidence", subject=f"complaints/{complaint.id}", area=row.area, after={"sha256": sha256})
        return row


def decide_complaint(actor: Actor, complaint_id: UUID, command: Decision) -> tables.Complaint:
    """By another officer of the office above than who took the complaint in. What follows happens in the same
    transaction: the result is void, and whoever hears of elections hears of it."""
    check_office(actor.area)
    with unit_of_work(actor) as uow:
        complaint = _undecided(uow, actor, complaint_id)
        found = elections.election(uow.session, actor, complaint.election_id, lock=True)
        check_decider(actor.subject, complaint.recorded_by)
        check_decision(
            upheld=command.upheld,
            effect=command.effect,
            has_person=complaint.candidate_id is not None,
            state=State(found.state),
            decided=command.decided_on,
            received=complaint.received_on,
            today=clock.today(),
        )
        complaint.upheld, complaint.effect, complaint.reasons = command.upheld, command.effect, command.reasons
        complaint.decided_on, complaint.decided_office = command.decided_on, command.office
        complaint.decided_by = actor.subject
        facts = {"upheld": command.upheld, "effect": command.effect, "decided_on": command.decided_on}
        uow.record("decide_complaint", subject=f"complaints/{complaint.id}", area=found.area, after=facts)
        if command.effect is Effect.RESULT:
            void_result(uow, found, on=command.decided_on, office=command.office, grounds=command.reasons)
        if command.effect is Effect.PERSON:
            void_person(uow, found, complaint.candidate_id, on=command.decided_on)
        return complaint


def evidence_file(actor: Actor, evidence_id: UUID) -> tables.Evidence:
    """With its content, for those who decide."""
    actor.must_have("elections:supervise")
    check_office(actor.area)
    with reading() as session:
        found = aftermath.evidence_file(session, actor, evidence_id)
        _ = found.content  # loaded while the session is open
        return found


def _undecided(uow: UnitOfWork, actor: Actor, complaint_id: UUID) -> tables.Complaint:
    complaint = aftermath.complaint(uow.session, actor, complaint_id, lock=True)
    if complaint.upheld is not None:
        raise Conflict("complaint_decided", "这件举报已经作出决定。")
    return complaint


def _must_stand(uow: UnitOfWork, found: tables.Election, candidate_id: UUID | None) -> None:
    if candidate_id is None:
        return
    candidate = uow.session.get(tables.Candidate, candidate_id)
    if candidate is None or candidate.election_id != found.id:
        fault = FieldError("candidate_id", "candidate_unknown", "选票上没有这名候选人。")
        raise Invalid("complaint_invalid", "举报的记录有误，请按提示修改。", fields=[fault])
