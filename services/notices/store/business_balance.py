"""How many notices told of whose business, month by month (R69)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Date, cast, func, select
from sqlalchemy.orm import Session

from services.notices.domain.business import Balance, Business
from services.notices.store.tables import Notice
from shared.auth.actor import Actor
from shared.clock import CIVIL_ZONE
from shared.database.scope import within


@dataclass(frozen=True, slots=True)
class MonthBalance:
    """`month` is its first day."""

    area: str
    month: date
    balance: Balance


def by_month(session: Session, code: str, first: date, until: date) -> list[MonthBalance]:
    """Of an area and each below it, the latest month first; from the first day, without the last. What was taken down
    since was published, too."""
    month = cast(func.date_trunc("month", func.timezone(str(CIVIL_ZONE), Notice.published_at)), Date)
    counted = select(
        Notice.area,
        month.label("month"),
        func.count().filter(Notice.business == Business.SELF_GOVERNMENT),
        func.count().filter(Notice.business == Business.GOVERNMENT),
    ).where(
        within(Notice.area, Actor(subject="public", area=code)),
        Notice.business.is_not(None),
        Notice.published_at >= datetime.combine(first, time.min, CIVIL_ZONE),
        Notice.published_at < datetime.combine(until, time.min, CIVIL_ZONE),
    )
    rows = session.execute(counted.group_by(Notice.area, "month").order_by(month.desc(), Notice.area))
    return [MonthBalance(area, month, Balance(own, governments)) for area, month, own, governments in rows]
