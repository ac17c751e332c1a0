"""Loading audits, and how each community stands with its year's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from services.training.domain.conduct.audits import AuditKind, AuditState, AuditToday, Light, light
from services.training.store.tables import Area, Audit, AuditFinding, Cadre, Term
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class YearOfCommunity:
    area: str
    name: str
    light: Light
    audit_id: UUID | None
    state: str | None
    due_on: date | None
    unrectified: int


def audit(db: Session, actor: Actor, audit_id: UUID, *, lock: bool = False) -> Audit:
    """Raises NotFound."""
    query = select(Audit).where(Audit.id == audit_id, within(Audit.area, actor))
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("audit_not_found", "没有找到这次审计。")
    return found


def finding(db: Session, actor: Actor, finding_id: UUID) -> AuditFinding:
    """Locked. Raises NotFound."""
    row = AuditFinding
    found = db.scalar(select(row).where(row.id == finding_id, within(row.area, actor)).with_for_update())
    if found is None:
        raise NotFound("finding_not_found", "没有找到这项审计问题。")
    return found


def findings(db: Session, audit_id: UUID) -> Sequence[AuditFinding]:
    return db.scalars(select(AuditFinding).where(AuditFinding.audit_id == audit_id).order_by(AuditFinding.id)).all()


def unrectified(db: Session, audit_id: UUID) -> int:
    row = AuditFinding
    return db.scalar(select(func.count()).where(row.audit_id == audit_id, row.rectified_on.is_(None))) or 0


def director(db: Session, term_id: UUID) -> tuple[Cadre, Term]:
    """Whose term it is."""
    cadre, term = db.execute(select(Cadre, Term).join(Term, Term.cadre_id == Cadre.id).where(Term.id == term_id)).one()
    return cadre, term


def year_of(db: Session, actor: Actor, year: int, *, today: date) -> list[YearOfCommunity]:
    """Of every community within reach, in the order of their codes."""
    late = and_(AuditFinding.rectified_on.is_(None), AuditFinding.due_on < today)
    count = func.count(AuditFinding.id)
    query = (
        select(Audit, count.filter(late), count.filter(AuditFinding.rectified_on.is_(None)))
        .outerjoin(AuditFinding, AuditFinding.audit_id == Audit.id)
        .where(Audit.kind == AuditKind.YEARLY, Audit.year == year, within(Audit.area, actor))
        .where(Audit.state != AuditState.CANCELLED)
        .group_by(Audit.id)
    )
    held: dict[str, list[tuple[Audit, int, int]]] = defaultdict(list)
    for row, late_findings, open_findings in db.execute(query):
        held[row.area].append((row, late_findings, open_findings))
    places = select(Area).where(Area.level == "community", within(Area.code, actor)).order_by(Area.code)
    return [_year(place, held[place.code], today) for place in db.scalars(places)]


def _year(place: Area, held: Sequence[tuple[Audit, int, int]], today: date) -> YearOfCommunity:
    verdict = light([AuditToday(AuditState(row.state), row.due_on, late) for row, late, _ in held], today=today)
    if not held:
        return YearOfCommunity(place.code, place.name, verdict, None, None, None, 0)
    row, _, unrectified = held[0]
    return YearOfCommunity(place.code, place.name, verdict, row.id, row.state, row.due_on, unrectified)
