"""Audits: planned, begun, reported with findings, published by another person, rectified and closed (Art 38)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.training.domain.conduct.audits import (
    AuditKind,
    AuditState,
    AuditStep,
    NewFinding,
    check_closed,
    check_plan,
    check_publisher,
    check_rectified,
    check_report,
    move,
)
from services.training.store import audits
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_community
from services.training.store.tables import Audit, AuditFinding, Term
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.events.envelope import Event
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class NewAudit:
    """`term_id` is that of the director who is audited; a yearly audit has none."""

    area: str
    kind: AuditKind
    year: int
    due_on: date
    term_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Report:
    reported_on: date
    conclusion: str
    findings: Sequence[NewFinding]


def plan_audit(actor: Actor, command: NewAudit) -> Audit:
    """Raises Conflict when the community's year, or the director's leaving, has its audit already."""
    actor.must_reach(command.area)
    check_plan(command.kind, due_on=command.due_on, has_director=command.term_id is not None, today=clock.today())
    with unit_of_work(actor) as uow:
        must_be_community(uow.session, command.area)
        _must_be_director(uow, command)
        made = Audit(id=new_id(), state=AuditState.PLANNED, **asdict(command))
        try:
            with uow.savepoint():
                uow.session.add(made)
        except IntegrityError as error:
            raise Conflict("audit_planned_already", "这项审计已经安排。") from error
        _record(uow, made, "plan_audit", after=asdict(command))
        return made


def begin_audit(actor: Actor, audit_id: UUID, *, auditor: str) -> Audit:
    with unit_of_work(actor) as uow:
        found = _step(uow, audit_id, AuditStep.BEGIN)
        found.begun_on, found.auditor = clock.today(), auditor
        _record(uow, found, "begin_audit", after={"on": found.begun_on, "auditor": auditor})
        return found


def report_audit(actor: Actor, audit_id: UUID, command: Report) -> Audit:
    """What was found, and by when each finding is to be put right."""
    with unit_of_work(actor) as uow:
        found = _step(uow, audit_id, AuditStep.REPORT)
        begun_on = found.begun_on or command.reported_on
        check_report(command.findings, begun_on=begun_on, reported_on=command.reported_on, today=clock.today())
        found.reported_on, found.reported_by = command.reported_on, actor.subject
        found.conclusion = command.conclusion
        uow.session.add_all(
            AuditFinding(id=new_id(), audit_id=found.id, area=found.area, **asdict(each)) for each in command.findings
        )
        _record(uow, found, "report_audit", after=asdict(command))
        return found


def publish_audit(actor: Actor, audit_id: UUID) -> Audit:
    """By somebody else than who recorded the report. The elections service marks a leaving audit as done by it, and
    residents are told."""
    with unit_of_work(actor) as uow:
        found = _step(uow, audit_id, AuditStep.PUBLISH)
        check_publisher(actor.subject, found.reported_by or "")
        found.published_on, found.published_by = clock.today(), actor.subject
        uow.emit("training.audit_published.v1", subject=f"audits/{found.id}", area=found.area, data=_told(uow, found))
        _record(uow, found, "publish_audit", after={"on": found.published_on})
        return found


def rectify(actor: Actor, finding_id: UUID, *, on: date, note: str) -> AuditFinding:
    with unit_of_work(actor) as uow:
        found = audits.finding(uow.session, actor, finding_id)
        if found.rectified_on is not None:
            raise Conflict("finding_rectified", "这项问题已经整改。")
        audit = audits.audit(uow.session, actor, found.audit_id)
        check_rectified(on, reported_on=audit.reported_on or on, today=clock.today())
        found.rectified_on, found.rectified_note, found.rectified_by = on, note, actor.subject
        _record(uow, audit, "rectify_finding", after={"finding": found.id, "on": on, "note": note})
        return found


def close_audit(actor: Actor, audit_id: UUID) -> Audit:
    """Raises Conflict while a finding is not rectified."""
    with unit_of_work(actor) as uow:
        found = _step(uow, audit_id, AuditStep.CLOSE)
        check_closed(audits.unrectified(uow.session, found.id))
        found.closed_on = clock.today()
        _record(uow, found, "close_audit")
        return found


def cancel_audit(actor: Actor, audit_id: UUID, *, reason: str) -> Audit:
    with unit_of_work(actor) as uow:
        found = _step(uow, audit_id, AuditStep.CANCEL)
        found.cancel_reason = reason
        _record(uow, found, "cancel_audit", after={"reason": reason})
        return found


def note_display(uow: UnitOfWork, event: Event) -> None:
    """The notice of an audit's result hangs: that it was published is proved by it. Other notices are not ours."""
    origin = event.data["origin"]
    if origin is None or origin["event_type"] != "training.audit_published.v1":
        return
    found = uow.session.get(Audit, UUID(origin["subject"].removeprefix("audits/")))
    if found is not None:
        found.notice_id, found.displayed_until = event.data["notice_id"], event.data["display_until"]


def _step(uow: UnitOfWork, audit_id: UUID, step: AuditStep) -> Audit:
    found = audits.audit(uow.session, uow.actor, audit_id, lock=True)
    found.state = move(AuditState(found.state), step)
    return found


def _must_be_director(uow: UnitOfWork, command: NewAudit) -> None:
    if command.term_id is None:
        return
    term = uow.session.get(Term, command.term_id)
    if term is None or term.area != command.area or term.post != "director":
        fault = FieldError("term_id", "term_unknown", "这个社区没有这一届主任。")
        raise Invalid("audit_invalid", "审计的登记有误，请按提示修改。", fields=[fault])


def _told(uow: UnitOfWork, found: Audit) -> dict[str, Any]:
    name, ends_on = None, None
    if found.term_id is not None:
        cadre, term = audits.director(uow.session, found.term_id)
        name, ends_on = cadre.name, term.ended_on or term.ends_on
    return {
        "audit_id": found.id,
        "kind": found.kind,
        "year": found.year,
        "auditor": found.auditor,
        "conclusion": found.conclusion,
        "published_on": found.published_on,
        "findings": len(audits.findings(uow.session, found.id)),
        "unrectified": audits.unrectified(uow.session, found.id),
        "director": name,
        "term_ends_on": ends_on,
    }


def _record(uow: UnitOfWork, found: Audit, action: str, **states: Any) -> None:
    uow.record(action, subject=f"audits/{found.id}", area=found.area, **states)
