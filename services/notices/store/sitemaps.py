"""What hangs, and when it changed last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.notices.domain.notice import State
from services.notices.store.tables import Area, Edition, Notice

_MOST = 49_000
"""The protocol allows 50,000 addresses in a file."""


def changed_by_area(session: Session) -> Sequence[tuple[str, datetime | None]]:
    """Every area with the last time that something went up or came down."""
    moment = func.max(func.greatest(Notice.published_at, Notice.taken_down_at))
    joined = select(Area.code, moment).outerjoin(Notice, Notice.area == Area.code)
    rows = session.execute(joined.group_by(Area.code).order_by(Area.code).limit(_MOST))
    return [(code, changed) for code, changed in rows]


def hanging(session: Session, code: str) -> Sequence[tuple[UUID, datetime | None]]:
    """An area's own notices with when they were published or amended last, newest first."""
    amended = select(func.max(Edition.published_at)).where(Edition.notice_id == Notice.id).scalar_subquery()
    changed = func.greatest(Notice.published_at, amended)
    query = select(Notice.id, changed).where(Notice.area == code, Notice.state == State.PUBLISHED)
    rows = session.execute(query.order_by(Notice.published_at.desc()).limit(_MOST))
    return [(notice_id, at) for notice_id, at in rows]
