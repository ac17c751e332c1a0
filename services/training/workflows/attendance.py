"""Who came: by the hall's code and their own secret, or by a list that staff keep. How they did, what they thought."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from services.training.domain.learning.check_in import Manner, check_open, must_have_opened
from services.training.domain.learning.results import check_feedback_open, passes
from services.training.domain.learning.sessions import SessionState, must_be_scheduled
from services.training.store import attendance, cadres, certificates, sessions
from services.training.store.database import reading, unit_of_work
from services.training.store.tables import Attendance, Cadre, Enrolment, Feedback, Result, TrainingSession
from shared import clock
from shared.auth.actor import Actor
from shared.check_in_codes import CONFIRM_MINUTES, check_code
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """`again`: they had checked in before, `at` that time."""

    session: TrainingSession
    cadre: Cadre
    at: datetime
    again: bool


def check_in(session_id: UUID, code: str, key: str) -> CheckedIn:
    """By the cadre themselves, with the code of the hall and their own key. Checking in again changes nothing."""
    cadre = _cadre(key)
    with unit_of_work(_themselves(cadre)) as uow:
        found = attendance.any_session(uow.session, session_id)
        check_code(code, found.check_in_key, found.id, now=clock.now(), minutes=CONFIRM_MINUTES)
        must_be_scheduled(SessionState(found.state))
        check_open(found.starts_at, found.ends_at, now=clock.now())
        _must_have_place(uow, found, cadre)
        new = attendance.attend(uow.session, found.id, [cadre.id], Manner.CODE, uow.actor.subject)
        if new:
            _record(uow, found, "check_in", after={"cadre": cadre.id})
        at = uow.session.get_one(Attendance, (found.id, cadre.id)).at
        return CheckedIn(found, cadre, at, again=not new)


def record_attendance(actor: Actor, session_id: UUID, cadre_ids: Collection[UUID]) -> None:
    """By staff, from when check-in opens. Raises Invalid for who has no place; who is known to be there stays so."""
    with unit_of_work(actor) as uow:
        found = _begun(uow, actor, session_id)
        enrolled = {cadre.id for cadre in sessions.enrolled(uow.session, found.id)}
        _must_be_among(cadre_ids, enrolled, "cadre_ids", "not_enrolled", "该干部没有报名这次培训。")
        new = attendance.attend(uow.session, found.id, dict.fromkeys(cadre_ids), Manner.LIST, actor.subject)
        _record(uow, found, "record_attendance", after={"cadres": sorted(new)})


def withdraw_attendance(actor: Actor, session_id: UUID, cadre_id: UUID) -> None:
    """Somebody was taken for another. Raises Conflict where a result rests on it."""
    with unit_of_work(actor) as uow:
        found = _begun(uow, actor, session_id)
        known = uow.session.get(Attendance, (found.id, cadre_id))
        if known is None:
            raise NotFound("attendance_not_found", "该干部没有签到。")
        if uow.session.get(Result, (found.id, cadre_id)) is not None:
            raise Conflict("result_recorded", "该干部已有考核成绩，不能撤销签到。")
        _must_stand_without(uow, found, [cadre_id])
        uow.session.delete(known)
        _record(uow, found, "withdraw_attendance", before={"cadre": cadre_id, "manner": known.manner})


def record_results(actor: Actor, session_id: UUID, scores: Mapping[UUID, int]) -> None:
    """Of a test, for those who came: all or none. A newer score replaces an older one."""
    with unit_of_work(actor) as uow:
        found = _begun(uow, actor, session_id)
        grading = attendance.grading(uow.session, found)
        there = {cadre.id for cadre, came, _ in attendance.register(uow.session, found.id) if came is not None}
        _must_be_among(scores, there, "items", "not_attended", "该干部没有签到，不能登记成绩。")
        rows: list[dict[str, Any]] = [
            {
                "session_id": found.id,
                "cadre_id": cadre_id,
                "score": score,
                "passed": passes(score, grading),
                "recorded_by": actor.subject,
            }
            for cadre_id, score in scores.items()
        ]
        _must_stand_without(uow, found, [row["cadre_id"] for row in rows if not row["passed"]])
        attendance.record_results(uow.session, rows)
        _record(uow, found, "record_results", after={"scores": {str(each): score for each, score in scores.items()}})


def give_feedback(key: str, session_id: UUID, *, rating: int, comment: str) -> None:
    """Once for each who came. That they answered is kept with their attendance, what they said by itself: nobody can
    put the two together again, and the audit trail says neither."""
    cadre = _cadre(key)
    with unit_of_work(Actor.system("training")) as uow:
        found = attendance.any_session(uow.session, session_id)
        came = uow.session.get(Attendance, (found.id, cadre.id), with_for_update=True)
        if came is None:
            raise Conflict("not_attended", "您没有参加这次培训，不能评价。")
        check_feedback_open(found.ends_at, now=clock.now())
        if came.gave_feedback:
            raise Conflict("feedback_given", "您已经评价过这次培训，谢谢。")
        came.gave_feedback = True
        uow.session.add(Feedback(id=uuid4(), session_id=found.id, area=found.area, rating=rating, comment=comment))


def renew_check_in_key(actor: Actor, session_id: UUID) -> TrainingSession:
    """A new address for the hall's page; codes that the old one showed stop working."""
    with unit_of_work(actor) as uow:
        found = sessions.session(uow.session, actor, session_id, lock=True)
        found.check_in_key = uuid4().hex + uuid4().hex
        _record(uow, found, "renew_check_in_key")
        return found


def _cadre(key: str) -> Cadre:
    with reading() as db:
        return cadres.cadre_by_key(db, key)


def _themselves(cadre: Cadre) -> Actor:
    return Actor(subject=f"cadres/{cadre.id}", area=cadre.area)


def _must_have_place(uow: UnitOfWork, found: TrainingSession, cadre: Cadre) -> None:
    if uow.session.get(Enrolment, (found.id, cadre.id)) is None:
        raise Conflict("not_enrolled", "您没有报名这次培训，请找会场工作人员。")


def _must_be_among(given: Collection[UUID], allowed: Collection[UUID], field: str, code: str, message: str) -> None:
    faults = [FieldError(f"{field}.{n}", code, message) for n, each in enumerate(given) if each not in allowed]
    if faults:
        raise Invalid("attendance_invalid", "出勤登记有误，请按提示修改。", fields=faults)


def _must_stand_without(uow: UnitOfWork, found: TrainingSession, cadre_ids: Collection[UUID]) -> None:
    """Raises Conflict: a certificate does not outlive what it certifies."""
    certified = [each for each in certificates.of_session(uow.session, found.id) if each.cadre_id in cadre_ids]
    if certified:
        names = "、".join(each.name for each in certified)
        raise Conflict("certificate_given", "{names}已有这次培训的证书，请先撤销证书。", names=names)


def _begun(uow: UnitOfWork, actor: Actor, session_id: UUID) -> TrainingSession:
    found = sessions.session(uow.session, actor, session_id, lock=True)
    must_be_scheduled(SessionState(found.state))
    must_have_opened(found.starts_at, now=clock.now())
    return found


def _record(uow: UnitOfWork, found: TrainingSession, action: str, **states: Any) -> None:
    uow.record(action, subject=f"sessions/{found.id}", area=found.area, **states)
