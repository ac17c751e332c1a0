"""Themes, and how far their plan is."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.notices.store.tables import Theme, ThemeNotice
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def theme(session: Session, actor: Actor, theme_id: UUID) -> Theme:
    """Raises NotFound."""
    found = session.scalar(select(Theme).where(Theme.id == theme_id, within(Theme.area, actor)))
    if found is None:
        raise NotFound("theme_not_found", "没有找到这个主题。")
    return found


def published(session: Session, ids: Collection[UUID]) -> dict[UUID, int]:
    """How many notices belong to each."""
    query = select(ThemeNotice.theme_id, func.count()).where(ThemeNotice.theme_id.in_(ids))
    return dict.fromkeys(ids, 0) | {row[0]: row[1] for row in session.execute(query.group_by(ThemeNotice.theme_id))}
