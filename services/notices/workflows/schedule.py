"""When notices go up and come down by themselves, and emergencies that nobody has approved in time.

All of it waits in the database and is looked for on each tick: a worker that was away publishes late, never not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from services.notices.domain.notice import Kind, State, Step, must_wait, past_fault
from services.notices.store import notices
from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import Notice
from services.notices.workflows.notices import early_faults, publish, record, refuse, take_down
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.web.etags import Expected, must_match
from shared.worker.chores import carry_out

_SYSTEM = Actor.system("notices")
_AT_A_TIME = 100  # notices a tick: the rest waits for the next one


def set_schedule(
    actor: Actor, notice_id: UUID, *, publish_at: datetime | None, take_down_on: date | None, version: Expected
) -> Notice:
    """Of a draft or an approved notice; None takes the moment away, and the notice waits for a hand."""
    with unit_of_work(actor) as uow:
        found = notices.notice(uow.session, actor, notice_id, lock=True)
        must_match(found.version, version)
        must_wait(State(found.state))
        moved = publish_at if publish_at != found.publish_at else None
        early = early_faults(found.kind, take_down_on=take_down_on, publish_at=publish_at)
        refuse([*past_fault(moved, clock.now()), *early])
        before = {"publish_at": found.publish_at, "take_down_on": found.take_down_on}
        found.publish_at, found.take_down_on = publish_at, take_down_on
        found.version += 1
        record(
            uow, found, "set_schedule", before=before, after={"publish_at": publish_at, "take_down_on": take_down_on}
        )
        return found


def publish_due() -> None:
    _each(_waiting(), _publish)


def take_down_due() -> None:
    """What must hang and was published late hangs longer than was planned; an open approval keeps a notice up."""
    _each(_coming_down(), _take_down)


def tell_missed_approvals() -> None:
    _each(_unapproved(), _tell_missed)


def _waiting() -> ColumnElement[bool]:
    return (Notice.state == State.APPROVED) & (Notice.publish_at <= clock.now())


def _coming_down() -> ColumnElement[bool]:
    hung = or_(Notice.display_until.is_(None), Notice.display_until < clock.today())
    settled = or_(Notice.approver.is_not(None), Notice.approve_by.is_(None))
    return (Notice.state == State.PUBLISHED) & (Notice.take_down_on <= clock.today()) & hung & settled


def _unapproved() -> ColumnElement[bool]:
    late = (Notice.approver.is_(None)) & (Notice.approve_by < clock.now())
    return late & Notice.approval_missed_at.is_(None)


def _each(due: ColumnElement[bool], act: Callable[[UnitOfWork, Notice], None]) -> None:
    """In a transaction of its own: a notice that fails keeps no other from going up."""
    with reading() as session:
        ids = session.scalars(select(Notice.id).where(due).order_by(Notice.id).limit(_AT_A_TIME)).all()
    carry_out(partial(_one, notice_id, due, act) for notice_id in ids)


def _one(notice_id: UUID, due: ColumnElement[bool], act: Callable[[UnitOfWork, Notice], None]) -> None:
    """Looked at again under a lock: it may have been altered meanwhile, or another tick is at it."""
    with unit_of_work(_SYSTEM) as uow:
        query = select(Notice).where(Notice.id == notice_id, due).with_for_update(skip_locked=True)
        found = uow.session.scalar(query)
        if found is not None:
            act(uow, found)


def _publish(uow: UnitOfWork, found: Notice) -> None:
    found.version += 1
    publish(uow, found)
    record(uow, found, Step.PUBLISH, before={"state": State.APPROVED}, after={"state": found.state})


def _take_down(uow: UnitOfWork, found: Notice) -> None:
    take_down(uow, found)
    found.version += 1
    record(uow, found, Step.TAKE_DOWN, before={"state": State.PUBLISHED}, after={"state": found.state})


def _tell_missed(uow: UnitOfWork, found: Notice) -> None:
    found.approval_missed_at = clock.now()
    facts = {"notice_id": found.id, "kind": Kind(found.kind), "title": found.title, "author": found.author}
    data = {**facts, "published_at": found.published_at, "approve_by": found.approve_by}
    uow.emit("notices.approval_missed.v1", subject=f"notices/{found.id}", area=found.area, data=data)
