"""Places in sessions by hand: taken, waited for, given up, passed on. A place that becomes free goes to who waits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.training.domain.learning.enrolment import admit, must_be_same_committee, refusal
from services.training.domain.learning.sessions import SessionKind, SessionState, must_be_scheduled, must_not_be_over
from services.training.store import cadres, enrolments, sessions
from services.training.store.database import unit_of_work
from services.training.store.tables import Attendance, Cadre, Enrolment, GivenUpPlace, TrainingSession, WaitingPlace
from services.training.workflows.induction import stop_waiting
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, NotFound
from shared.ids import new_id


def enrol_cadre(actor: Actor, session_id: UUID, cadre_id: UUID) -> None:
    """Raises Conflict when the session is full or not for the cadre, who is in it already or elsewhere then."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, session_id)
        cadre = _newcomer(uow, actor, found, cadre_id)
        admit(enrolments.offer(uow.session, found), enrolments.applicant(uow.session, cadre))
        _take_place(uow, found, cadre.id)
        _record(uow, found, "enrol", after={"cadre": cadre.id})


def remove_enrolment(actor: Actor, session_id: UUID, cadre_id: UUID, *, reason: str = "") -> None:
    """A place in an induction that is given up by hand stays so: the cadre does not wait for another."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, session_id)
        _give_up(uow, found, cadre_id, reason)
        _record(uow, found, "remove_enrolment", before={"cadre": cadre_id, "reason": reason})
        move_up(uow, found)


def substitute(actor: Actor, session_id: UUID, cadre_id: UUID, *, substitute_id: UUID, reason: str) -> None:
    """One cadre goes instead of another of the same community, whoever waits."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, session_id)
        if found.kind == SessionKind.INDUCTION:
            raise Conflict("induction_is_personal", "任前培训须由新当选的干部本人参加，不能顶替。")
        giver = cadres.cadre(uow.session, actor, cadre_id)
        taker = _newcomer(uow, actor, found, substitute_id)
        must_be_same_committee(giver.area, taker.area)
        _give_up(uow, found, giver.id, reason, substitute_id=taker.id)
        admit(enrolments.offer(uow.session, found), enrolments.applicant(uow.session, taker))
        _take_place(uow, found, taker.id)
        _record(uow, found, "substitute", before={"cadre": giver.id}, after={"cadre": taker.id, "reason": reason})


def join_waiting_list(actor: Actor, session_id: UUID, cadre_id: UUID) -> None:
    """Raises Conflict while there is a place to take, and for a session that will not do for the cadre anyway."""
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, session_id)
        if found.kind == SessionKind.INDUCTION:
            raise Conflict("induction_waits_itself", "任前培训由系统自动排队，无需登记候补。")
        cadre = _newcomer(uow, actor, found, cadre_id)
        offer = enrolments.offer(uow.session, found)
        if offer.slot.free > 0:
            raise Conflict("session_has_room", "这次培训还有{free}个名额，请直接报名。", free=offer.slot.free)
        if uow.session.get(WaitingPlace, (found.id, cadre.id)) is not None:
            raise Conflict("waiting_already", "该干部已在候补名单中。")
        if refused := refusal(offer, enrolments.applicant(uow.session, cadre)):
            raise refused
        uow.session.add(WaitingPlace(session_id=found.id, cadre_id=cadre.id))
        _record(uow, found, "join_waiting_list", after={"cadre": cadre.id})


def leave_waiting_list(actor: Actor, session_id: UUID, cadre_id: UUID) -> None:
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, session_id)
        waits = uow.session.get(WaitingPlace, (found.id, cadre_id))
        if waits is None:
            raise NotFound("not_waiting", "该干部不在这次培训的候补名单中。")
        uow.session.delete(waits)
        _record(uow, found, "leave_waiting_list", before={"cadre": cadre_id})


def move_up(uow: UnitOfWork, found: TrainingSession) -> None:
    """Free places go to those who wait, the longest first; who cannot come then is passed over and goes on waiting.

    Call `sessions.hold_places` first. A session that has begun takes nobody in.
    """
    if found.starts_at <= clock.now():
        return
    for cadre, _ in enrolments.waiting(uow.session, found.id):
        offer = enrolments.offer(uow.session, found)
        if offer.slot.free < 1:
            return
        if refusal(offer, enrolments.applicant(uow.session, cadre)) is None:
            _take_place(uow, found, cadre.id)
            _tell_moved_up(uow, found, cadre)


def _tell_moved_up(uow: UnitOfWork, found: TrainingSession, cadre: Cadre) -> None:
    facts: dict[str, Any] = {
        "session_id": found.id,
        "title": found.title,
        "starts_at": found.starts_at,
        "venue": found.venue,
        "cadre_id": cadre.id,
        "name": cadre.name,
    }
    uow.emit("training.place_given.v1", subject=f"sessions/{found.id}", area=cadre.area, data=facts)
    _record(uow, found, "move_up", after={"cadre": cadre.id})


def _open(uow: UnitOfWork, actor: Actor, session_id: UUID) -> TrainingSession:
    """The session, with all places held."""
    sessions.hold_places(uow.session)
    found = sessions.session(uow.session, actor, session_id, lock=True)
    must_be_scheduled(SessionState(found.state))
    must_not_be_over(found.ends_at, now=clock.now())
    return found


def _newcomer(uow: UnitOfWork, actor: Actor, found: TrainingSession, cadre_id: UUID) -> Cadre:
    cadre = cadres.cadre(uow.session, actor, cadre_id)
    if uow.session.get(Enrolment, (found.id, cadre.id)) is not None:
        raise Conflict("enrolled_already", "该干部已经报名。")
    return cadre


def _take_place(uow: UnitOfWork, found: TrainingSession, cadre_id: UUID) -> None:
    """A place in an induction ends the wait for one, and names the election: if it is cancelled, they wait again."""
    election_id = None
    if found.kind == SessionKind.INDUCTION:
        election_id = cadres.running_election(uow.session, cadre_id)
        stop_waiting(uow, [cadre_id])
    if waits := uow.session.get(WaitingPlace, (found.id, cadre_id)):
        uow.session.delete(waits)
    uow.session.add(Enrolment(session_id=found.id, cadre_id=cadre_id, election_id=election_id))
    uow.session.flush()
    cadres.touch_calendars(uow.session, [cadre_id])


def _give_up(
    uow: UnitOfWork, found: TrainingSession, cadre_id: UUID, reason: str, *, substitute_id: UUID | None = None
) -> None:
    place = enrolments.enrolment(uow.session, found.id, cadre_id)
    if uow.session.get(Attendance, (found.id, cadre_id)) is not None:
        raise Conflict("attended_already", "该干部已签到，不能再取消报名。")
    uow.session.delete(place)
    given_up = GivenUpPlace(
        id=new_id(), session_id=found.id, cadre_id=cadre_id, substitute_id=substitute_id, reason=reason
    )
    uow.session.add(given_up)
    uow.session.flush()
    cadres.touch_calendars(uow.session, [cadre_id])


def _record(uow: UnitOfWork, found: TrainingSession, action: str, **states: Any) -> None:
    uow.record(action, subject=f"sessions/{found.id}", area=found.area, **states)
