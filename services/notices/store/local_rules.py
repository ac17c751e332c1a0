"""Places' own rules on taking part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.notices.store.areas import upwards
from services.notices.store.tables import LocalRule
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def local_rule(session: Session, actor: Actor, rule_id: UUID) -> LocalRule:
    """Locked. Raises NotFound."""
    query = select(LocalRule).where(LocalRule.id == rule_id, within(LocalRule.area, actor)).with_for_update()
    found = session.scalar(query)
    if found is None:
        raise NotFound("rule_not_found", "没有找到这项规则。")
    return found


def holding(session: Session, code: str, *, today: date) -> Sequence[LocalRule]:
    """Those of an area and of all that it lies in, the widest first."""
    holds = or_(LocalRule.repealed_on.is_(None), LocalRule.repealed_on > today)
    query = select(LocalRule).where(LocalRule.area.in_(upwards(code)), holds)
    return session.scalars(query.order_by(LocalRule.area, LocalRule.adopted_on, LocalRule.id)).all()
