"""Loading notices and boards."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from services.notices.domain.notice import State
from services.notices.store.tables import Notice
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

PUBLIC = Actor(subject="public", area=None)


def notice(session: Session, actor: Actor, notice_id: UUID, *, lock: bool = False) -> Notice:
    """Raises NotFound."""
    query = select(Notice).where(Notice.id == notice_id, within(Notice.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("notice_not_found", "没有找到这条公告。")
    return found


def listed(actor: Actor, *, search: str | None = None, unapproved: bool | None = None, **equal: str) -> Select[Any]:
    """What the desk lists: within reach, by its columns, by words of the title, and by whether an approval is open."""
    query = select(Notice).where(within(Notice.area, actor)).filter_by(**equal)
    if search is not None:
        query = query.where(
            or_(*(title.icontains(search, autoescape=True) for title in (Notice.title, Notice.title_en)))
        )
    if unapproved is not None:
        query = query.where((Notice.approve_by.is_not(None) & Notice.approver.is_(None)) == unapproved)
    return query


def titles(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    rows = session.execute(select(Notice.id, Notice.title).where(Notice.id.in_(ids)))
    return {notice_id: str(title) for notice_id, title in rows}


def drafts_by_area(session: Session, actor: Actor) -> dict[str, int]:
    return _by_area(session, actor, Notice.state == State.DRAFT)


def unapproved_by_area(session: Session, actor: Actor) -> dict[str, int]:
    """Those that hang and that no second person has seen."""
    return _by_area(session, actor, Notice.approve_by.is_not(None) & Notice.approver.is_(None))


def _by_area(session: Session, actor: Actor, condition: ColumnElement[bool]) -> dict[str, int]:
    counted = select(Notice.area, func.count()).where(within(Notice.area, actor), condition)
    return {code: int(count) for code, count in session.execute(counted.group_by(Notice.area))}
