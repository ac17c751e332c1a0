"""Issuing, revoking and renewing certificates."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from uuid import UUID

from services.training.domain.learning.certificates import CODES, code_of, expiry, must_be_over
from services.training.domain.learning.sessions import SessionState, must_be_scheduled
from services.training.store import certificates, sessions
from services.training.store.database import unit_of_work
from services.training.store.tables import Area, Cadre, Certificate, Course, TrainingSession
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.ids import new_id

_AT_A_TIME = 200  # certificates a tick: the rest waits for the next one


def issue_certificates(actor: Actor, session_id: UUID) -> Sequence[Certificate]:
    """To everybody who completed the session and has none of it yet; the answer is all that stand."""
    with unit_of_work(actor) as uow:
        found = sessions.session(uow.session, actor, session_id, lock=True)
        must_be_scheduled(SessionState(found.state))
        course = _certified_course(uow, found)
        must_be_over(found.ends_at <= clock.now())
        for cadre in certificates.entitled(uow.session, found.id):
            _issue(uow, found, course, cadre)
        uow.session.flush()
        return certificates.of_session(uow.session, found.id)


def revoke_certificate(actor: Actor, certificate_id: UUID, *, reason: str) -> Certificate:
    """The page that anybody can check it on says so from now on."""
    with unit_of_work(actor) as uow:
        found = certificates.certificate(uow.session, actor, certificate_id, lock=True)
        if found.revoked_on is not None:
            raise Conflict("certificate_revoked", "这份证书已经撤销。")
        found.revoked_on, found.revoked_by, found.revoke_reason = clock.today(), actor.subject, reason
        uow.record("revoke_certificate", subject=f"certificates/{found.id}", area=found.area, after={"reason": reason})
        return found


def remind_of_renewals() -> int:
    """A chore: of certificates that end soon, each once."""
    today = clock.today()
    with unit_of_work(Actor.system("training")) as uow:
        due = certificates.to_renew(uow.session, today=today, most=_AT_A_TIME)
        for each in due:
            each.reminded_on = today
            facts = {"certificate_id": each.id, "cadre_id": each.cadre_id, "name": each.name}
            data = {**facts, "course_id": each.course_id, "title": each.title_zh, "expires_on": each.expires_on}
            uow.emit("training.renewal_reminded.v1", subject=f"certificates/{each.id}", area=each.area, data=data)
        return len(due)


def _certified_course(uow: UnitOfWork, found: TrainingSession) -> Course:
    course = uow.session.get(Course, found.course_id) if found.course_id else None
    if course is None or not course.certificate:
        raise Conflict("course_without_certificate", "这门课程不发证书。")
    return course


def _issue(uow: UnitOfWork, found: TrainingSession, course: Course, cadre: Cadre) -> None:
    today = clock.today()
    made = Certificate(
        id=new_id(),
        code=code_of(secrets.randbelow(CODES)),
        area=cadre.area,
        cadre_id=cadre.id,
        course_id=course.id,
        session_id=found.id,
        name=cadre.name,
        title_zh=course.title_zh,
        title_en=course.title_en,
        hours=course.hours,
        office=uow.session.get_one(Area, found.area).name,
        held_on=clock.civil_date(found.starts_at),
        issued_on=today,
        issued_by=uow.actor.subject,
        expires_on=expiry(today, course.valid_months),
    )
    uow.session.add(made)
    uow.record("issue_certificate", subject=f"certificates/{made.id}", area=made.area, after={"cadre": cadre.id})
    facts = {"certificate_id": made.id, "cadre_id": cadre.id, "name": cadre.name, "course_id": course.id}
    data = {**facts, "title": made.title_zh, "issued_on": made.issued_on, "expires_on": made.expires_on}
    uow.emit("training.certificate_given.v1", subject=f"certificates/{made.id}", area=made.area, data=data)
