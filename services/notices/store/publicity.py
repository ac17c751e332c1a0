"""The publicity plan and what has been done of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from services.notices.domain.informing.publicity import BOARD, Stage, parse_publicity
from services.notices.store.rules import read
from services.notices.store.tables import Airing, Campaign, Hanging, InformingGoal, Notice
from shared.auth.actor import Actor
from shared.database.scope import within


@cache
def stages() -> Mapping[str, Stage]:
    return parse_publicity(read("publicity"))


def notices_of(session: Session, actor: Actor, subject: str) -> dict[str, tuple[Notice, InformingGoal | None]]:
    """The newest notice of each stage of an election, by event type."""
    query = (
        select(Notice, InformingGoal)
        .outerjoin(InformingGoal, InformingGoal.notice_id == Notice.id)
        .where(Notice.origin_subject == subject, Notice.origin_type.in_(list(stages())), within(Notice.area, actor))
        .order_by(Notice.id)
    )
    return {str(notice.origin_type): (notice, goal) for notice, goal in session.execute(query)}


def used_channels(session: Session, notice_id: UUID) -> set[str]:
    """The channels of its campaigns, the ways in which it was told aloud, and the physical board where it hung."""
    channels = select(func.unnest(Campaign.channels)).where(Campaign.notice_id == notice_id)
    hung = session.scalar(select(exists().where(Hanging.notice_id == notice_id)))
    aloud = select(Airing.way).where(Airing.notice_id == notice_id)
    return {*session.scalars(channels.union(aloud)), *([BOARD] if hung else [])}
