"""Loading activities and sign-ups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from services.notices.domain.activities.activity import ActivityState, SignUpState
from services.notices.domain.notice import State
from services.notices.store.tables import Activity, Notice, SignUp
from shared import clock
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_SHOWN = (State.PUBLISHED, State.TAKEN_DOWN)
PUBLIC = select(Activity).join(Notice, Notice.id == Activity.notice_id).where(Notice.state.in_(_SHOWN))
"""Activities that the public may see: those whose notice hangs or hung."""


def activity(db: Session, actor: Actor, activity_id: UUID, *, lock: bool = False) -> Activity:
    """Raises NotFound."""
    return _one(db, select(Activity).where(Activity.id == activity_id, within(Activity.area, actor)), lock=lock)


def public_activity(db: Session, activity_id: UUID, *, lock: bool = False) -> Activity:
    """Raises NotFound for one that was not published."""
    return _one(db, PUBLIC.where(Activity.id == activity_id), lock=lock)


def by_check_in_key(db: Session, key: str) -> Activity:
    return _one(db, select(Activity).where(Activity.check_in_key == key))


def ahead(db: Session, area: str, now: datetime) -> Sequence[Activity]:
    return db.scalars(PUBLIC.where(Activity.area == area, Activity.ends_at > now).order_by(Activity.starts_at)).all()


def past(db: Session, area: str, now: datetime, *, most: int) -> Sequence[Activity]:
    over = PUBLIC.where(Activity.area == area, Activity.ends_at <= now)
    return db.scalars(over.order_by(Activity.starts_at.desc()).limit(most)).all()


def for_calendar(db: Session, area: str, since: datetime) -> Sequence[Activity]:
    """Cancelled ones, too: calendars that have them are told."""
    return db.scalars(PUBLIC.where(Activity.area == area, Activity.ends_at > since).order_by(Activity.starts_at)).all()


def is_published(db: Session, found: Activity) -> bool:
    return db.scalar(select(Notice.state).where(Notice.id == found.notice_id)) == State.PUBLISHED


def last_held(db: Session, area: str, theme: str, before: datetime) -> datetime | None:
    """When an activity of the theme was last held in the community."""
    held = (Activity.area == area) & (Activity.theme == theme) & (Activity.state == ActivityState.PLANNED)
    return db.scalar(PUBLIC.with_only_columns(func.max(Activity.starts_at)).where(held, Activity.starts_at < before))


def taken(db: Session, activity_id: UUID) -> int:
    return _count(db, activity_id, SignUp.state == SignUpState.PLACE)


def counts(db: Session, activity_ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """By activity: `place`, `waiting` and `came`."""
    found = {each: {"place": 0, "waiting": 0, "came": 0} for each in activity_ids}
    query = select(SignUp.activity_id, SignUp.state, func.count(), func.count(SignUp.came_at))
    query = query.where(SignUp.activity_id.in_(activity_ids), SignUp.state != SignUpState.WITHDRAWN)
    for activity_id, state, number, came in db.execute(query.group_by(SignUp.activity_id, SignUp.state)):
        found[activity_id][state] = number
        found[activity_id]["came"] += came
    return found


def waiting(db: Session, activity_id: UUID) -> Sequence[SignUp]:
    """In the order in which they signed up."""
    query = select(SignUp).where(SignUp.activity_id == activity_id, SignUp.state == SignUpState.WAITING)
    return db.scalars(query.order_by(SignUp.signed_at, SignUp.id)).all()


def signed_up(db: Session, activity_id: UUID) -> Sequence[SignUp]:
    """All who have or wait for a place."""
    query = select(SignUp).where(SignUp.activity_id == activity_id, SignUp.state != SignUpState.WITHDRAWN)
    return db.scalars(query.order_by(SignUp.signed_at, SignUp.id)).all()


def known(db: Session, activity_id: UUID, who: str) -> SignUp | None:
    query = select(SignUp).where(SignUp.activity_id == activity_id, SignUp.who == who)
    return db.scalar(query.where(SignUp.state != SignUpState.WITHDRAWN))


def by_code(db: Session, code: str, *, lock: bool = False) -> SignUp:
    query = select(SignUp).where(SignUp.code == code)
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("sign_up_not_found", "没有找到这个报名，请核对报名编号。")
    return found


def sign_up(db: Session, activity_id: UUID, sign_up_id: UUID) -> SignUp:
    found = db.scalar(select(SignUp).where(SignUp.id == sign_up_id, SignUp.activity_id == activity_id))
    if found is None:
        raise NotFound("sign_up_not_found", "没有找到这个报名，请核对报名编号。")
    return found


def place_in_queue(db: Session, found: SignUp) -> int:
    """The first waits at place 1."""
    ahead_of = (SignUp.activity_id == found.activity_id) & (SignUp.signed_at < found.signed_at)
    return 1 + _count(db, found.activity_id, ahead_of & (SignUp.state == SignUpState.WAITING))


def to_judge(now: datetime) -> Select[Any]:
    """Activities whose sign-up has ended and that need enough people."""
    ended = (Activity.sign_up_until < now) & (Activity.starts_at > now)
    needy = Activity.least.is_not(None) & Activity.short_told_at.is_(None)
    return PUBLIC.where(ended, needy, Activity.state == ActivityState.PLANNED).with_for_update(
        of=Activity, skip_locked=True
    )


def short_by_area(db: Session, actor: Actor) -> dict[str, int]:
    """Those that too few signed up for, ahead: somebody has to decide."""
    short = Activity.short_told_at.is_not(None) & (Activity.state == ActivityState.PLANNED)
    query = select(Activity.area, func.count()).where(within(Activity.area, actor), short)
    ahead_of_us = query.where(Activity.starts_at > clock.now())
    return {code: int(number) for code, number in db.execute(ahead_of_us.group_by(Activity.area))}


def _count(db: Session, activity_id: UUID, condition: ColumnElement[bool]) -> int:
    return db.scalar(select(func.count()).where(SignUp.activity_id == activity_id, condition)) or 0


def _one(db: Session, query: Select[Any], *, lock: bool = False) -> Activity:
    found: Activity | None = db.scalar(query.with_for_update(of=Activity) if lock else query)
    if found is None:
        raise NotFound("activity_not_found", "没有找到这个活动。")
    return found
