"""Reading the regimes' records, wherever each is kept: typed ones here, others where their own rules are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session

from services.training.domain.regimes.catalogue import REGIMES, Regime
from services.training.domain.regimes.records import days_overdue
from services.training.store.tables import (
    AppraisalGrade,
    Area,
    Cadre,
    JointAttendance,
    JointDecision,
    JointMeeting,
    Leave,
    RegimeRecord,
)
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Sought:
    """Of an area (and what lies below it), a cadre, a period."""

    actor: Actor
    since: date
    until: date
    area: str | None = None
    cadre_id: UUID | None = None
    most: int = 10_000

    def reaches(self, area: Any) -> ColumnElement[bool]:
        wanted = within(area, Actor("", self.area)) if self.area is not None else true()
        return and_(within(area, self.actor), wanted)

    def narrow(self, query: _Query, area: Any, on: Any) -> _Query:
        there = query.where(self.reaches(area), on.between(self.since, self.until))
        return there.order_by(on.desc(), area).limit(self.most)


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it is shown and exported, whatever table it is from."""

    id: UUID | None
    area: str
    place: str
    cadre_id: UUID | None
    name: str | None
    on: date
    facts: Mapping[str, Any]
    recorded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Overdue:
    record: Kept
    regime: str
    days: int


def record(db: Session, actor: Actor, record_id: UUID) -> RegimeRecord:
    """Locked. Raises NotFound, for one that was withdrawn too."""
    row = RegimeRecord
    query = select(row).where(row.id == record_id, row.withdrawn_at.is_(None), within(row.area, actor))
    found = db.scalar(query.with_for_update())
    if found is None:
        raise NotFound("record_not_found", "没有找到这条记录。")
    return found


def records(db: Session, regime: Regime, sought: Sought) -> list[Kept]:
    """The latest first."""
    return _SOURCES.get(regime.code, _typed)(db, regime, sought)


def overdue(db: Session, actor: Actor, today: date) -> list[Overdue]:
    """Duties whose day has passed, the latest of them first."""
    found = []
    for regime in REGIMES.values():
        if regime.due is not None and regime.done is not None:
            facts = RegimeRecord.facts
            late = (facts[regime.due].astext < today.isoformat(), ~facts.has_key(regime.done))
            kept = _typed(db, regime, Sought(actor, date.min, date.max), *late)
            found += [Overdue(each, regime.code, days_overdue(regime, each.facts, today)) for each in kept]
    return sorted(found, key=lambda each: -each.days)


def cadres_by_name(db: Session, area: str, names: Sequence[str]) -> dict[str, list[Cadre]]:
    """The community's cadres of these names: mostly one each."""
    found: dict[str, list[Cadre]] = {name: [] for name in names}
    for cadre in db.scalars(select(Cadre).where(Cadre.area == area, Cadre.name.in_(names))):
        found[cadre.name].append(cadre)
    return found


def _typed(db: Session, regime: Regime, sought: Sought, *conditions: ColumnElement[bool]) -> list[Kept]:
    row = RegimeRecord
    query: _Query = (
        select(row, Area.name, Cadre.name)
        .join(Area, Area.code == row.area)
        .outerjoin(Cadre, Cadre.id == row.cadre_id)
        .where(row.regime == regime.code, row.withdrawn_at.is_(None), *conditions)
    )
    if sought.cadre_id is not None:
        query = query.where(row.cadre_id == sought.cadre_id)
    return [
        Kept(each.id, each.area, place, each.cadre_id, name, each.on, each.facts, each.recorded_by)
        for each, place, name in db.execute(sought.narrow(query, row.area, row.on))
    ]


def _leaves(db: Session, _: Regime, sought: Sought) -> list[Kept]:
    query = _of_cadres(select(Leave, Area.name, Cadre).join(Cadre, Cadre.id == Leave.cadre_id), sought)
    return [
        Kept(leave.id, cadre.area, place, cadre.id, cadre.name, leave.starts_on,
             {"ends_on": leave.ends_on.isoformat(), "reason": leave.reason})
        for leave, place, cadre in db.execute(sought.narrow(query, Cadre.area, Leave.starts_on))
    ]  # fmt: skip


def _grades(db: Session, _: Regime, sought: Sought) -> list[Kept]:
    """Of the year's last day: the event tells no other."""
    grade = AppraisalGrade
    same = (Cadre.area == grade.area) & (Cadre.name == grade.name) & (Cadre.birth_date == grade.birth_date)
    query = _of_cadres(select(grade, Area.name, Cadre).join(Cadre, same), sought)
    query = query.where(grade.year.between(sought.since.year, sought.until.year), sought.reaches(Cadre.area))
    return [
        Kept(None, cadre.area, place, cadre.id, cadre.name, date(row.year, 12, 31), {"grade": row.grade})
        for row, place, cadre in db.execute(query.order_by(grade.year.desc(), Cadre.area).limit(sought.most))
    ]


def _meetings(db: Session, _: Regime, sought: Sought) -> list[Kept]:
    held, came, decided = JointMeeting, JointAttendance, JointDecision
    present = select(func.count()).where(came.meeting_id == held.id, came.present).scalar_subquery()
    of_meeting = select(func.count()).where(decided.meeting_id == held.id)
    query = select(
        held,
        Area.name,
        present,
        of_meeting.scalar_subquery(),
        of_meeting.where(decided.votes_against > 0).scalar_subquery(),
    ).join(Area, Area.code == held.area)
    return [
        Kept(each.id, each.area, place, None, None, each.held_on,
             {"title": each.title, "present": there, "decisions": decisions, "dissenting": dissenting})
        for each, place, there, decisions, dissenting in db.execute(sought.narrow(query, held.area, held.held_on))
    ]  # fmt: skip


def _of_cadres(query: _Query, sought: Sought) -> _Query:
    query = query.join(Area, Area.code == Cadre.area)
    return query if sought.cadre_id is None else query.where(Cadre.id == sought.cadre_id)


_SOURCES: dict[str, Callable[[Session, Regime, Sought], list[Kept]]] = {
    "leave": _leaves,
    "appraisal": _grades,
    "meetings": _meetings,
}
