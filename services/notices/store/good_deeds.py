"""Loading good deeds, and those that everybody may read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.notices.domain.good_deeds import Consent, DeedState
from services.notices.domain.notice import State
from services.notices.store.tables import GoodDeed, Notice
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def good_deed(db: Session, actor: Actor, deed_id: UUID, *, lock: bool = False) -> GoodDeed:
    """Raises NotFound."""
    return _one(db, select(GoodDeed).where(GoodDeed.id == deed_id, within(GoodDeed.area, actor)), lock=lock)


def by_receipt(db: Session, code: str) -> GoodDeed:
    return _one(db, select(GoodDeed).where(GoodDeed.code == code))


def by_once(db: Session, once: UUID | None) -> GoodDeed | None:
    return db.scalar(select(GoodDeed).where(GoodDeed.once == once)) if once else None


def published(db: Session, area: str, *, most: int) -> Sequence[Notice]:
    """The stories that hang, newest first."""
    query = select(Notice).join(GoodDeed, GoodDeed.notice_id == Notice.id)
    query = query.where(GoodDeed.area == area, Notice.state == State.PUBLISHED)
    return db.scalars(query.order_by(Notice.published_at.desc()).limit(most)).all()


def honour_roll(db: Session, area: str, year: int) -> Sequence[tuple[GoodDeed, Notice]]:
    """Those named with their consent in a story of the civil year; by name."""
    on = func.date(func.timezone("Asia/Shanghai", Notice.published_at))
    query = select(GoodDeed, Notice).join(Notice, GoodDeed.notice_id == Notice.id)
    query = query.where(GoodDeed.area == area, GoodDeed.named, GoodDeed.consent == Consent.GIVEN)
    query = query.where(Notice.state == State.PUBLISHED, on >= date(year, 1, 1), on < date(year + 1, 1, 1))
    rows = db.execute(query.order_by(GoodDeed.person, Notice.published_at)).all()
    return [(deed, notice) for deed, notice in rows]


def unverified_by_area(db: Session, actor: Actor) -> dict[str, int]:
    query = select(GoodDeed.area, func.count()).where(within(GoodDeed.area, actor), GoodDeed.state == DeedState.TOLD)
    return {code: int(number) for code, number in db.execute(query.group_by(GoodDeed.area))}


def _one(db: Session, query: Select[Any], *, lock: bool = False) -> GoodDeed:
    found: GoodDeed | None = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("deed_not_found", "没有找到这件好人好事。")
    return found
