"""Holding sessions: scheduling, changing, cancelling, and enrolling by hand."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.training.domain.enrolment import admit
from services.training.domain.sessions import SessionKind, SessionState, check_capacity, check_times, must_be_scheduled
from services.training.store import cadres, sessions
from services.training.store.database import unit_of_work
from services.training.store.tables import Enrolment, TrainingSession
from services.training.workflows.areas import must_be_registered
from services.training.workflows.induction import enrol_waiting, stop_waiting, wait_again
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, NotFound
from shared.ids import new_id
from shared.web.etags import must_match


@dataclass(frozen=True, slots=True)
class NewSession:
    area: str
    title: str
    kind: SessionKind
    starts_at: datetime
    ends_at: datetime
    venue: str
    capacity: int
    teacher: str


def schedule_session(actor: Actor, command: NewSession) -> TrainingSession:
    """Raises Invalid for times that cannot be or an unregistered area. An induction takes in committees that wait."""
    actor.must_reach(command.area)
    check_times(command.starts_at, command.ends_at, now=clock.now())
    with unit_of_work(actor) as uow:
        sessions.hold_places(uow.session)
        must_be_registered(uow, command.area)
        made = TrainingSession(
            id=new_id(), state=SessionState.SCHEDULED, version=1, changed_at=clock.now(), **asdict(command)
        )
        uow.session.add(made)
        uow.session.flush()
        facts = {name: value for name, value in asdict(command).items() if name not in {"area", "teacher"}}
        uow.emit(
            "training.session_scheduled.v1",
            subject=f"sessions/{made.id}",
            area=made.area,
            data={"session_id": made.id, **facts},
        )
        _record(uow, made, "schedule_session", after=facts)
        enrol_waiting(uow, made)
        return made


def change_session(actor: Actor, session_id: UUID, changes: dict[str, Any], *, version: int) -> TrainingSession:
    """Raises PreconditionFailed, Invalid or Conflict. An induction with more room takes in committees that wait."""
    with unit_of_work(actor) as uow:
        sessions.hold_places(uow.session)
        found = sessions.session(uow.session, actor, session_id, lock=True)
        must_match(found.version, version)
        must_be_scheduled(SessionState(found.state))
        before = {name: getattr(found, name) for name in changes}
        for name, value in changes.items():
            setattr(found, name, value)
        if {"starts_at", "ends_at"} & changes.keys():
            check_times(found.starts_at, found.ends_at, now=clock.now())
        check_capacity(found.capacity, sessions.slot(uow.session, found).enrolled)
        _touch(found)
        _record(uow, found, "change_session", before=before, after=changes)
        uow.session.flush()
        enrol_waiting(uow, found)
        return found


def cancel_session(actor: Actor, session_id: UUID, *, reason: str) -> TrainingSession:
    """The enrolled keep the cancelled session in their calendars, marked so; an induction's look for another."""
    with unit_of_work(actor) as uow:
        sessions.hold_places(uow.session)
        found = sessions.session(uow.session, actor, session_id, lock=True)
        must_be_scheduled(SessionState(found.state))
        found.state, found.cancel_reason = SessionState.CANCELLED, reason
        _touch(found)
        uow.session.flush()
        if found.kind == SessionKind.INDUCTION:
            wait_again(uow, found)
        _record(uow, found, "cancel_session", after={"reason": reason})
        return found


def enrol_cadre(actor: Actor, session_id: UUID, cadre_id: UUID) -> None:
    """Raises Conflict when the session is full, the cadre is in it already or has to be elsewhere then."""
    with unit_of_work(actor) as uow:
        sessions.hold_places(uow.session)
        found = sessions.session(uow.session, actor, session_id, lock=True)
        cadre = cadres.cadre(uow.session, actor, cadre_id)
        must_be_scheduled(SessionState(found.state))
        if uow.session.get(Enrolment, (found.id, cadre.id)) is not None:
            raise Conflict("enrolled_already", "该干部已经报名。")
        admit(sessions.slot(uow.session, found), sessions.slots_of(uow.session, [cadre.id]))
        _take_place(uow, found, cadre.id)
        _record(uow, found, "enrol", after={"cadre": cadre.id})


def remove_enrolment(actor: Actor, session_id: UUID, cadre_id: UUID) -> None:
    """A place in an induction that is given up by hand stays so: the cadre does not wait for another."""
    with unit_of_work(actor) as uow:
        sessions.hold_places(uow.session)
        found = sessions.session(uow.session, actor, session_id, lock=True)
        enrolment = uow.session.get(Enrolment, (found.id, cadre_id))
        if enrolment is None:
            raise NotFound("enrolment_not_found", "该干部没有报名这次培训。")
        uow.session.delete(enrolment)
        cadres.touch_calendars(uow.session, [cadre_id])
        _record(uow, found, "remove_enrolment", before={"cadre": cadre_id})


def _take_place(uow: UnitOfWork, found: TrainingSession, cadre_id: UUID) -> None:
    """A place in an induction ends the wait for one, and names the election: if it is cancelled, they wait again."""
    election_id = None
    if found.kind == SessionKind.INDUCTION:
        election_id = cadres.running_election(uow.session, cadre_id)
        stop_waiting(uow, [cadre_id])
    uow.session.add(Enrolment(session_id=found.id, cadre_id=cadre_id, election_id=election_id))
    cadres.touch_calendars(uow.session, [cadre_id])


def _touch(found: TrainingSession) -> None:
    found.version += 1
    found.changed_at = clock.now()


def _record(uow: UnitOfWork, found: TrainingSession, action: str, **states: Any) -> None:
    uow.record(action, subject=f"sessions/{found.id}", area=found.area, **states)
