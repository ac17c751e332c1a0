"""How soon what happened is told (R71): the time of publication minus the time of what the notice tells of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.notices.domain.notice import State
from services.notices.store.tables import Notice
from shared.auth.actor import Actor
from shared.database.scope import within

_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Of one kind: in hours, for those notices of which it is known when it happened."""

    kind: str
    notices: int
    known: int
    median_hours: float | None
    p90_hours: float | None


def by_kind(session: Session, actor: Actor, code: str, since: datetime, until: datetime) -> list[Timeliness]:
    hours = func.extract("epoch", Notice.published_at - Notice.happened_at) / _HOUR
    counted = select(
        Notice.kind,
        func.count(),
        func.count(Notice.happened_at),
        func.percentile_cont(0.5).within_group(hours),
        func.percentile_cont(0.9).within_group(hours),
    ).where(
        within(Notice.area, actor),
        within(Notice.area, Actor(subject=actor.subject, area=code)),
        Notice.state.in_((State.PUBLISHED, State.TAKEN_DOWN)),
        Notice.published_at >= since,
        Notice.published_at < until,
    )
    return [Timeliness(*row) for row in session.execute(counted.group_by(Notice.kind).order_by(Notice.kind))]
