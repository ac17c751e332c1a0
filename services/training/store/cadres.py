"""Loading cadres and their terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.training.domain.terms import Held, Person
from services.training.store.tables import Area, Cadre, Term
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def cadre(db: Session, actor: Actor, cadre_id: UUID, *, lock: bool = False) -> Cadre:
    """Raises NotFound."""
    query = select(Cadre).where(Cadre.id == cadre_id, within(Cadre.area, actor))
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("cadre_not_found", "没有找到这名社区干部。")
    return found


def cadre_by_key(db: Session, key: str) -> Cadre:
    found = db.scalar(select(Cadre).where(Cadre.calendar_key == key))
    if found is None:
        raise NotFound("calendar_not_found", "没有找到这个日历，地址可能已更换。")
    return found


def terms(db: Session, cadre_id: UUID) -> Sequence[Term]:
    """The cadre's terms, the newest first."""
    return db.scalars(select(Term).where(Term.cadre_id == cadre_id).order_by(Term.starts_on.desc())).all()


def held(db: Session, area: str) -> list[Held]:
    """The terms that run in a community."""
    query = select(Term, Cadre).join(Cadre, Cadre.id == Term.cadre_id).where(Term.area == area, Term.ended_on.is_(None))
    return [Held(term.id, Person(cadre.name, cadre.birth_date), term.post) for term, cadre in db.execute(query)]


def newest_start(db: Session, area: str, election_id: UUID) -> date | None:
    """When the newest term of another election began in a community."""
    query = select(func.max(Term.starts_on)).where(Term.area == area, Term.election_id != election_id)
    return db.scalar(query)


def area(db: Session, code: str) -> Area:
    found = db.get(Area, code)
    if found is None:
        raise NotFound("area_not_found", "没有找到区划代码为{area}的地区，或不在您的管辖范围内。", area=code)
    return found


def all_areas(db: Session) -> Sequence[Area]:
    return db.scalars(select(Area).order_by(Area.code)).all()
