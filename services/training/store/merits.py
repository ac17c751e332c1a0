"""How cadres stand after their appraisals, and what was decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.training.domain.conduct.adjustments import AdjustmentGround, Standing, YearGrade, standing
from services.training.domain.conduct.promotions import Merits
from services.training.store import awards
from services.training.store.tables import Adjustment, AppraisalGrade, Cadre, Promotion
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_SAME = (
    (Cadre.area == AppraisalGrade.area)
    & (Cadre.name == AppraisalGrade.name)
    & (Cadre.birth_date == AppraisalGrade.birth_date)
)


@dataclass(frozen=True, slots=True)
class StandingOfCadre:
    """`outcome` is what the office decided after the latest appraisal."""

    cadre_id: UUID
    name: str
    area: str
    year: int
    grade: str
    fails: int
    ground: AdjustmentGround | None
    outcome: str | None


def standings(db: Session, actor: Actor) -> list[StandingOfCadre]:
    """Of every cadre within reach who was ever appraised, those first about whom something is to be done."""
    decided = {(row.cadre_id, row.year): row.outcome for row in _adjustments(db, actor)}
    query = select(Cadre, AppraisalGrade).join(AppraisalGrade, _SAME).where(within(Cadre.area, actor))
    rows = db.execute(query.order_by(Cadre.area, Cadre.name, Cadre.id, AppraisalGrade.year)).all()
    found = []
    for cadre, grades in groupby(rows, key=lambda row: row[0]):
        years = [_year(grade) for _, grade in grades]
        stands = standing(years)
        outcome = decided.get((cadre.id, stands.year))
        about = (cadre.id, cadre.name, cadre.area, stands.year, years[-1].grade, stands.fails, stands.ground)
        found.append(StandingOfCadre(*about, outcome))
    return sorted(found, key=lambda each: (each.ground is None, each.outcome is not None))


def standing_of(db: Session, cadre: Cadre) -> Standing | None:
    """None: never appraised."""
    years = [_year(each) for each in _grades(db, cadre)]
    return standing(years) if years else None


def adjustment(db: Session, cadre: Cadre, year: int) -> Adjustment | None:
    return db.scalar(select(Adjustment).where(Adjustment.cadre_id == cadre.id, Adjustment.year == year))


def merits(db: Session, cadre: Cadre) -> Merits:
    won = [cycle.title for _, cycle in awards.awards_of(db, cadre)]
    return Merits(won, [each.year for each in _grades(db, cadre) if each.grade == "good"])


def promotion(db: Session, actor: Actor, promotion_id: UUID) -> Promotion:
    """Locked. Raises NotFound."""
    query = select(Promotion).where(Promotion.id == promotion_id, within(Promotion.area, actor))
    found = db.scalar(query.with_for_update())
    if found is None:
        raise NotFound("promotion_not_found", "没有找到这件破格提拔。")
    return found


def _adjustments(db: Session, actor: Actor) -> Sequence[Adjustment]:
    return db.scalars(select(Adjustment).where(within(Adjustment.area, actor))).all()


def _grades(db: Session, cadre: Cadre) -> Sequence[AppraisalGrade]:
    """Oldest first."""
    row = AppraisalGrade
    own = (row.area == cadre.area) & (row.name == cadre.name) & (row.birth_date == cadre.birth_date)
    return db.scalars(select(row).where(own).order_by(row.year)).all()


def _year(row: AppraisalGrade) -> YearGrade:
    return YearGrade(row.year, row.grade, row.adjust)
