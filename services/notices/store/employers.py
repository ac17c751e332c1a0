"""Employers, and how many residents work there."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from services.notices.domain.residents.audience import EVERYONE
from services.notices.store.audiences import audience_condition
from services.notices.store.tables import Campaign, Employer, LiaisonMessage, Notice, Resident
from shared import clock
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def employer(session: Session, actor: Actor, employer_id: UUID, *, lock: bool = False) -> Employer:
    """Raises NotFound."""
    query = select(Employer).where(Employer.id == employer_id, within(Employer.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("employer_not_found", "没有找到这个单位。")
    return found


def names(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    rows = session.execute(select(Employer.id, Employer.name).where(Employer.id.in_(ids)))
    return {employer_id: str(name) for employer_id, name in rows}


def by_name(session: Session, area: str, name: str) -> Employer | None:
    return session.scalar(select(Employer).where(Employer.area == area, Employer.name == name).with_for_update())


def was_told(session: Session, employer_id: UUID, notice_id: UUID) -> bool:
    told = exists().where(LiaisonMessage.employer_id == employer_id, LiaisonMessage.notice_id == notice_id)
    return session.scalar(select(told)) or False


def sizes(session: Session, ids: Collection[UUID]) -> dict[UUID, int]:
    """How many of the community's residents work at each."""
    query = (
        select(Employer.id, func.count())
        .join(Resident, (Resident.area == Employer.area) & (Resident.employer == Employer.name))
        .where(Employer.id.in_(ids), Resident.moved_away_on.is_(None))
        .group_by(Employer.id)
    )
    return dict.fromkeys(ids, 0) | {row[0]: row[1] for row in session.execute(query)}


def concerned(session: Session, found: Employer, notice: Notice) -> int:
    """How many of those who work there a notice is meant for: by its newest campaign's audience, else all."""
    newest = select(Campaign.audience).where(Campaign.notice_id == notice.id).order_by(Campaign.id.desc()).limit(1)
    meant = audience_condition(session.scalar(newest) or EVERYONE, notice.area, today=clock.today())
    theirs = (Resident.area == found.area) & (Resident.employer == found.name)
    return session.scalar(select(func.count()).select_from(Resident).where(meant, theirs)) or 0
