"""Who came to activities: no-shows, first-timers, those who come again, what people thought (R72, R74)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from services.notices.domain.activities.activity import ActivityState, Novelty, SignUpState
from services.notices.domain.participation import Affair
from services.notices.store.rules import activity_rules
from services.notices.store.tables import Activity, ActivityFeedback, Participation, SignUp
from shared.auth.actor import Actor
from shared.database.scope import within


@dataclass(frozen=True, slots=True)
class ActivityFigures:
    """Shares are percentages, None below the floor: among few residents each could be picked out, and so could the few
    of many who came for the first time, or not for the first."""

    signed_up: int
    waiting: int
    came: int
    no_shows: int
    first_timers: int | None
    rating: float | None
    ratings: int


@dataclass(frozen=True, slots=True)
class ActivitiesFigures:
    held: int
    new: int
    residents: int
    repeat_rate: int | None


def of_activity(db: Session, found: Activity, now: datetime) -> ActivityFigures:
    by_state = select(
        func.count().filter(SignUp.state == SignUpState.PLACE),
        func.count().filter(SignUp.state == SignUpState.WAITING),
        func.count(SignUp.came_at),
    ).where(SignUp.activity_id == found.id)
    signed, waiting, came = db.execute(by_state).one()
    rated = select(func.count(), func.avg(ActivityFeedback.rating)).where(ActivityFeedback.activity_id == found.id)
    ratings, mean = db.execute(rated).one()
    return ActivityFigures(
        signed_up=signed,
        waiting=waiting,
        came=came,
        no_shows=signed - came if found.ends_at <= now else 0,
        first_timers=_first_timers(db, found.id),
        rating=round(float(mean), 1) if ratings >= activity_rules().floor else None,
        ratings=ratings,
    )


def of_area(db: Session, area: str, year: int) -> ActivitiesFigures:
    """Of an area with all below it, in a civil year. Who did not say who they are is not among the residents."""
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    reach = Actor(subject="public", area=area)
    on = func.date(func.timezone("Asia/Shanghai", Activity.ends_at))
    held = (Activity.state == ActivityState.PLANNED) & (on >= start) & (on < end) & (Activity.ends_at <= func.now())
    counted = select(func.count(), func.count().filter(Activity.novelty != Novelty.REGULAR))
    number, new = db.execute(counted.where(within(Activity.area, reach), held)).one()
    came_on = func.date(func.timezone("Asia/Shanghai", Participation.at))
    times = (
        select(func.count().label("times"))
        .where(within(Participation.area, reach), Participation.affair == Affair.ACTIVITY)
        .where(Participation.resident_id.is_not(None), came_on >= start, came_on < end)
        .group_by(Participation.resident_id)
        .subquery()
    )
    residents, again = db.execute(select(func.count(), func.count().filter(times.c.times > 1)).select_from(times)).one()
    return ActivitiesFigures(held=number, new=new, residents=residents, repeat_rate=_percent(again, residents))


def _first_timers(db: Session, activity_id: UUID) -> int | None:
    """Of the residents who came and said who they are: how many had been to none of the community's activities."""
    earlier = aliased(Participation)
    before = and_(
        earlier.resident_id == Participation.resident_id,
        earlier.affair == Affair.ACTIVITY,
        earlier.id < Participation.id,
    )
    new = ~select(earlier.id).where(before).exists()
    here = (Participation.affair == Affair.ACTIVITY) & (Participation.affair_id == activity_id)
    counted = select(func.count(), func.count().filter(new)).where(here, Participation.resident_id.is_not(None))
    known, first = db.execute(counted).one()
    return _percent(first, known)


def _percent(part: int, whole: int) -> int | None:
    return part * 100 // whole if min(part, whole - part) >= activity_rules().floor else None
