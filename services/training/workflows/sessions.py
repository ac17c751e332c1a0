"""Holding sessions: scheduling, changing, cancelling."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.training.domain.learning.arrangement import check_arrangement, check_free
from services.training.domain.learning.sessions import (
    SessionKind,
    SessionState,
    check_capacity,
    check_times,
    check_words,
    must_be_scheduled,
    must_not_be_over,
)
from services.training.store import arrangements, sessions
from services.training.store.arrangements import References
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_registered
from services.training.store.tables import TrainingSession, WaitingPlace
from services.training.workflows.enrolment import move_up
from services.training.workflows.induction import enrol_waiting, wait_again
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from shared.web.etags import Expected, must_match

_TOLD = ("session_id", "title", "kind", "starts_at", "ends_at", "venue", "capacity")
_REFERENCES = frozenset({"course_id", "room_id", "teacher_id"})
_PLANNED = _REFERENCES | {"starts_at", "ends_at", "capacity"}
"""What a session's arrangement depends on."""


@dataclass(frozen=True, slots=True)
class NewSession:
    """Words that are not given come from the catalogue: the course's title, the room's venue and capacity, the
    teacher's name."""

    area: str
    kind: SessionKind
    starts_at: datetime
    ends_at: datetime
    title: str | None = None
    venue: str | None = None
    capacity: int | None = None
    teacher: str | None = None
    course_id: UUID | None = None
    room_id: UUID | None = None
    teacher_id: UUID | None = None


def schedule_session(actor: Actor, command: NewSession) -> TrainingSession:
    """Raises Invalid for times that cannot be, an unregistered area or what does not fit; Conflict that names each
    clash. An induction takes in committees that wait."""
    actor.must_reach(command.area)
    check_times(command.starts_at, command.ends_at, now=clock.now())
    with unit_of_work(actor) as uow:
        sessions.hold_places(uow.session)
        must_be_registered(uow.session, command.area)
        made = _made(uow.session, command)
        uow.session.add(made)
        uow.session.flush()
        facts = facts_of(made)
        uow.emit("training.session_scheduled.v1", subject=f"sessions/{made.id}", area=made.area, data=facts)
        _record(uow, made, "schedule_session", after=facts)
        enrol_waiting(uow, made)
        return made


def change_session(actor: Actor, session_id: UUID, changes: Mapping[str, Any], *, version: Expected) -> TrainingSession:
    """Raises PreconditionFailed, Invalid or Conflict. An induction with more room takes in committees that wait, a
    course those on its waiting list."""
    with unit_of_work(actor) as uow:
        sessions.hold_places(uow.session)
        found = sessions.session(uow.session, actor, session_id, lock=True)
        must_match(found.version, version)
        must_be_scheduled(SessionState(found.state))
        before = {name: getattr(found, name) for name in changes}
        _change(uow.session, found, changes)
        changed = sorted(name for name, value in before.items() if getattr(found, name) != value)
        found.touch(clock.now())
        _record(uow, found, "change_session", before=before, after=changes)
        if changed:
            data = {**facts_of(found), "changed": changed}
            uow.emit("training.session_changed.v1", subject=f"sessions/{found.id}", area=found.area, data=data)
        uow.session.flush()
        enrol_waiting(uow, found)
        move_up(uow, found)
        return found


def cancel_session(actor: Actor, session_id: UUID, *, reason: str) -> TrainingSession:
    """The enrolled keep the cancelled session in their calendars, marked so; an induction's look for another."""
    with unit_of_work(actor) as uow:
        sessions.hold_places(uow.session)
        found = sessions.session(uow.session, actor, session_id, lock=True)
        must_be_scheduled(SessionState(found.state))
        must_not_be_over(found.ends_at, now=clock.now())
        found.state, found.cancel_reason = SessionState.CANCELLED, reason
        found.touch(clock.now())
        uow.session.execute(delete(WaitingPlace).where(WaitingPlace.session_id == found.id))
        uow.session.flush()
        if found.kind == SessionKind.INDUCTION:
            wait_again(uow, found)
        data = {**facts_of(found), "reason": reason}
        uow.emit("training.session_cancelled.v1", subject=f"sessions/{found.id}", area=found.area, data=data)
        _record(uow, found, "cancel_session", after={"reason": reason})
        return found


def _made(db: Session, command: NewSession) -> TrainingSession:
    made = TrainingSession(
        id=new_id(), state=SessionState.SCHEDULED, version=1, changed_at=clock.now(), **asdict(command)
    )
    refer = arrangements.references(db, made)
    given = {name for name, value in asdict(command).items() if value is not None}
    _take_words(made, refer, but=given)
    made.teacher = made.teacher or ""
    check_words({"title": made.title, "venue": made.venue, "capacity": made.capacity})
    _check(db, made, refer)
    return made


def _change(db: Session, found: TrainingSession, changes: Mapping[str, Any]) -> None:
    """Raises what the first check says."""
    with db.no_autoflush:
        for check in with_changes(db, found, changes):
            check()


def with_changes(db: Session, found: TrainingSession, changes: Mapping[str, Any]) -> list[Callable[[], None]]:
    """Changes the session, and answers what has to be checked before it may stay so.

    Words follow a new reference; the capacity does not: it was promised.
    """
    for name, value in changes.items():
        setattr(found, name, value)
    refer = arrangements.references(db, found)
    kept = {_WORD_OF[name] for name in _REFERENCES - changes.keys()}
    _take_words(found, refer, but=changes.keys() | kept | {"capacity"})
    checks: list[Callable[[], None]] = []
    if {"starts_at", "ends_at"} & changes.keys():
        checks.append(lambda: check_times(found.starts_at, found.ends_at, now=clock.now()))
    checks.append(lambda: check_capacity(found.capacity, sessions.slot(db, found).enrolled))
    return checks + _arrangement(db, found, refer) if _PLANNED & changes.keys() else checks


_WORD_OF = {"course_id": "title", "room_id": "venue", "teacher_id": "teacher"}


def _take_words(found: TrainingSession, refer: References, *, but: Collection[str]) -> None:
    words: dict[str, Any] = {}
    if refer.course:
        words["title"] = refer.course.title_zh
    if refer.room:
        words |= {"venue": f"{refer.room.venue} {refer.room.name}", "capacity": refer.room.capacity}
    if refer.teacher:
        words["teacher"] = refer.teacher.name
    for name, value in words.items():
        if name not in but:
            setattr(found, name, value)


def _check(db: Session, found: TrainingSession, refer: References) -> None:
    for check in _arrangement(db, found, refer):
        check()


def _arrangement(db: Session, found: TrainingSession, refer: References) -> list[Callable[[], None]]:
    slot = sessions.slot(db, found)
    return [
        lambda: check_arrangement(refer.arrangement(found.capacity)),
        lambda: check_free(slot, arrangements.engaged(db, found, refer), arrangements.blackouts(db, found)),
    ]


def facts_of(found: TrainingSession) -> dict[str, Any]:
    """What events tell of a session."""
    return {"session_id": found.id, **{name: getattr(found, name) for name in _TOLD if name != "session_id"}}


def _record(uow: UnitOfWork, found: TrainingSession, action: str, **states: Any) -> None:
    uow.record(action, subject=f"sessions/{found.id}", area=found.area, **states)
