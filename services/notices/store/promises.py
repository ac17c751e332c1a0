"""Loading promises, and how many were kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.notices.domain.promises import Balance, PromiseState
from services.notices.store.tables import Promise
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_LISTED = 200


def promise(session: Session, actor: Actor, promise_id: UUID, *, lock: bool = False) -> Promise:
    """Raises NotFound."""
    query = select(Promise).where(Promise.id == promise_id, within(Promise.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("promise_not_found", "没有找到这项承诺。")
    return found


def of_area(session: Session, area: str) -> Sequence[Promise]:
    """Open ones first, those due soonest at the top; then what was settled, newest first."""
    opened = (Promise.state == PromiseState.OPEN).desc()
    query = select(Promise).where(Promise.area == area)
    return session.scalars(query.order_by(opened, Promise.settled_on.desc(), Promise.due_on).limit(_LISTED)).all()


def of_origin(session: Session, origin: str) -> Sequence[Promise]:
    return session.scalars(select(Promise).where(Promise.origin == origin).order_by(Promise.due_on)).all()


def balance(session: Session, area: str, *, today: date) -> Balance:
    kept, opened = Promise.state == PromiseState.KEPT, Promise.state == PromiseState.OPEN
    counted = select(
        func.count().filter(kept, Promise.settled_on <= Promise.due_on),
        func.count().filter(kept, Promise.settled_on > Promise.due_on),
        func.count().filter(Promise.state == PromiseState.GIVEN_UP),
        func.count().filter(opened, Promise.due_on < today),
        func.count().filter(opened, Promise.due_on >= today),
    )
    return Balance(*session.execute(counted.where(Promise.area == area)).one())


def overdue_by_area(session: Session, actor: Actor, *, today: date) -> dict[str, int]:
    late = (Promise.state == PromiseState.OPEN) & (Promise.due_on < today) & within(Promise.area, actor)
    query = select(Promise.area, func.count()).where(late).group_by(Promise.area)
    return dict(session.execute(query).all())
