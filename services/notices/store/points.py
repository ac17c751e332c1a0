"""The points ledger, reckoned from participations at each look."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.notices.domain.anonymity import told, told_of
from services.notices.domain.participation import Affair
from services.notices.store.rules import point_rules
from services.notices.store.tables import Participation, Resident, ThanksConsent
from shared.auth.actor import Actor
from shared.database.scope import within

Times = dict[Affair, int]


def times_of(db: Session, resident_id: UUID, year: int) -> Times:
    """How often a resident took part in a civil year, by affair."""
    query = select(Participation.affair, func.count()).where(Participation.resident_id == resident_id, _in(year))
    return {Affair(affair): int(count) for affair, count in db.execute(query.group_by(Participation.affair))}


def consents(db: Session, resident_id: UUID) -> bool:
    return db.get(ThanksConsent, resident_id) is not None


def thanked(db: Session, area: str, year: int) -> list[str]:
    """Names of those who agreed, live here and have points enough."""
    query = (
        select(Resident.id, Resident.name, Participation.affair, func.count())
        .join(ThanksConsent, ThanksConsent.resident_id == Resident.id)
        .join(Participation, Participation.resident_id == Resident.id)
        .where(Resident.area == area, Resident.moved_away_on.is_(None), Resident.erased_at.is_(None), _in(year))
        .group_by(Resident.id, Participation.affair)
    )
    names: dict[UUID, str] = {}
    times: defaultdict[UUID, Times] = defaultdict(dict)
    for resident_id, name, affair, count in db.execute(query):
        names[resident_id], times[resident_id][Affair(affair)] = name, count
    return sorted(names[each] for each in names if point_rules().thanked(times[each]))


def residents_taking_part(db: Session, area: str, year: int) -> tuple[int | None, dict[Affair, int | None]]:
    """How many residents took part, in all and by affair, of an area with all below it; None for fewer than ten."""
    here = within(Participation.area, Actor(subject="public", area=area)) & _in(year)
    known = func.count(Participation.resident_id.distinct())
    total = db.scalar(select(known).where(here)) or 0
    by_affair = select(Participation.affair, known).where(here).group_by(Participation.affair)
    return told(total), told_of(total, {Affair(affair): int(count) for affair, count in db.execute(by_affair)})


def _in(year: int) -> ColumnElement[bool]:
    on = func.date(func.timezone("Asia/Shanghai", Participation.at))
    return (on >= date(year, 1, 1)) & (on < date(year + 1, 1, 1))
