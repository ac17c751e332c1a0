"""Calling for rounds of deliveries, and how many of them there may be at once.

A call goes through the relay, like everything that leaves a transaction; the task that it starts has itself sent again
while there is more to do. Whatever Redis forgets of this, the next tick calls again.

What must not wait (emergencies, messages to one person) has places of its own in a worker of its own, one for each
channel: neither an import nor a slow provider of another channel holds it up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Hours, Lane, open_lanes
from services.notices.store.database import database, reading, unit_of_work
from services.notices.store.delivery import claiming, messages, sweeping
from services.notices.workflows.carriers import carriers
from shared import clock
from shared.auth.actor import Actor
from shared.database.unit_of_work import UnitOfWork
from shared.worker.queues import Queues

_LOCKS = 0x5E9D  # the first half of the advisory locks' keys; the second is the place
_URGENT = 1000  # above the places of ordinary rounds


def call_round(uow: UnitOfWork, area: str, *, urgent: bool = False) -> None:
    """Rounds start right after the commit."""
    uow.enqueue("notices.call_round", queue=Queues.NOTICES_DELIVER, area=area)
    if urgent:
        uow.enqueue("notices.call_urgent", queue=Queues.NOTICES_URGENT, area=area)


def call_when_due(places: int, hours: Hours) -> None:
    """On each tick: calls when something is due and not all who may are at it already."""
    with reading() as session:
        area = _due_in(session, hours)
    if area is None:
        return
    with place(range(places)) as free:
        pass
    if free:
        with unit_of_work(Actor.system("notices")) as uow:
            call_round(uow, area)


def served() -> list[Channel]:
    """The channels with a provider."""
    return [channel for channel in Channel if carriers.serves(channel)]


def urgent_is_due() -> bool:
    with reading() as session:
        lanes = [Lane.EMERGENCY]
        return bool(
            messages.area_due(session)
            or sweeping.area_unchosen(session, lanes)
            or claiming.area_due(session, lanes, served())
        )


def urgent_place(channel: Channel) -> Iterable[int]:
    return [_URGENT + list(Channel).index(channel)]


@contextmanager
def place(places: Iterable[int]) -> Iterator[bool]:
    """Whether there is room for one more round, which is held for the block; a process that dies gives it back."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for number in places:
            if connection.scalar(select(func.pg_try_advisory_lock(_LOCKS, number))):
                try:
                    yield True
                finally:
                    connection.execute(select(func.pg_advisory_unlock(_LOCKS, number)))
                return
    yield False


def _due_in(session: Session, hours: Hours) -> str | None:
    """An area in which something is due."""
    return (
        messages.area_due(session)
        or sweeping.area_unchosen(session, list(Lane))
        or claiming.area_due(session, open_lanes(clock.now(), hours), served())
    )
