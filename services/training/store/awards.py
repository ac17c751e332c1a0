"""Loading awards: cycles that an office may use, nominations within its reach."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from services.training.domain.conduct.awards import AwardLevel, AwardState, Objections
from services.training.store.reach import offered
from services.training.store.tables import AwardCycle, AwardNomination, AwardObjection, Cadre
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def cycle(db: Session, actor: Actor, cycle_id: UUID, *, own: bool = False, lock: bool = False) -> AwardCycle:
    """Of the actor's area, below it, or (unless `own`) of an office above it. Raises NotFound."""
    reach = within(AwardCycle.area, actor) if own else offered(AwardCycle.area, actor)
    query = select(AwardCycle).where(AwardCycle.id == cycle_id, reach)
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("award_cycle_not_found", "没有找到这次评比。")
    return found


def nomination(db: Session, actor: Actor, nomination_id: UUID, *, lock: bool = False) -> AwardNomination:
    """Raises NotFound."""
    row = AwardNomination
    query = select(row).where(row.id == nomination_id, within(row.area, actor))
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("nomination_not_found", "没有找到这项提名。")
    return found


def objection(db: Session, actor: Actor, objection_id: UUID) -> AwardObjection:
    """Locked. Raises NotFound."""
    row = AwardObjection
    found = db.scalar(select(row).where(row.id == objection_id, within(row.area, actor)).with_for_update())
    if found is None:
        raise NotFound("award_objection_not_found", "没有找到这件异议。")
    return found


def nominations(db: Session, actor: Actor, cycle_id: UUID) -> Sequence[AwardNomination]:
    """The best first."""
    row = AwardNomination
    query = select(row).where(row.cycle_id == cycle_id, within(row.area, actor))
    return db.scalars(query.order_by(row.total.desc().nulls_last(), row.id)).all()


def objections(db: Session, nomination_id: UUID) -> Sequence[AwardObjection]:
    return db.scalars(
        select(AwardObjection).where(AwardObjection.nomination_id == nomination_id).order_by(AwardObjection.id)
    ).all()


def window(db: Session, found: AwardNomination) -> Objections:
    """Of a nomination that was publicised."""
    held = objections(db, found.id)
    until = found.objections_until or found.nominated_on
    return Objections(until, sum(each.upheld is None for each in held), sum(bool(each.upheld) for each in held))


def granted_in(db: Session, cycle_id: UUID, *, cadres: bool) -> int:
    row = AwardNomination
    kind = row.cadre_id.is_not(None) if cadres else row.cadre_id.is_(None)
    query = select(func.count()).where(row.cycle_id == cycle_id, row.state == AwardState.GRANTED, kind)
    return db.scalar(query) or 0


def awarded_below(db: Session, found: AwardCycle, area: str, cadre_id: UUID | None) -> bool:
    """Whether a subdistrict has given the nominee an award of the same year."""
    row = AwardNomination
    same = row.cadre_id == cadre_id if cadre_id is not None else row.cadre_id.is_(None) & (row.area == area)
    below = (AwardCycle.level == AwardLevel.SUBDISTRICT) & (AwardCycle.year == found.year)
    query = exists().where(row.cycle_id == AwardCycle.id, below, same, row.state == AwardState.GRANTED)
    return bool(db.scalar(select(query)))


def ledger(db: Session, actor: Actor, year: int | None = None) -> list[tuple[AwardNomination, AwardCycle]]:
    """All awards that were granted within reach, the latest first."""
    row = AwardNomination
    query = select(row, AwardCycle).join(AwardCycle, AwardCycle.id == row.cycle_id)
    query = query.where(row.state == AwardState.GRANTED, within(row.area, actor))
    if year is not None:
        query = query.where(AwardCycle.year == year)
    return [(won, held) for won, held in db.execute(query.order_by(row.decided_on.desc(), row.id.desc()).limit(5000))]


def awards_of(db: Session, cadre: Cadre) -> list[tuple[AwardNomination, AwardCycle]]:
    row = AwardNomination
    query = select(row, AwardCycle).join(AwardCycle, AwardCycle.id == row.cycle_id)
    query = query.where(row.state == AwardState.GRANTED, row.cadre_id == cadre.id)
    return [(won, held) for won, held in db.execute(query.order_by(row.decided_on.desc()))]
