"""Loading certificates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from services.training.domain.learning.certificates import RENEW_BEFORE
from services.training.store.completions import completed
from services.training.store.tables import Attendance, Cadre, Certificate, TrainingSession
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def certificate(db: Session, actor: Actor, certificate_id: UUID, *, lock: bool = False) -> Certificate:
    """Raises NotFound."""
    query = select(Certificate).where(Certificate.id == certificate_id, within(Certificate.area, actor))
    return _known(db.scalar(query.with_for_update() if lock else query))


def by_code(db: Session, code: str) -> Certificate:
    """Raises NotFound."""
    return _known(db.scalar(select(Certificate).where(Certificate.code == code)))


def of_cadre(db: Session, cadre_id: UUID) -> Sequence[Certificate]:
    """Newest first; revoked ones too."""
    own = select(Certificate).where(Certificate.cadre_id == cadre_id)
    return db.scalars(own.order_by(Certificate.issued_on.desc(), Certificate.id.desc())).all()


def of_session(db: Session, session_id: UUID) -> Sequence[Certificate]:
    """Those that stand."""
    own = select(Certificate).where(Certificate.session_id == session_id, Certificate.revoked_on.is_(None))
    return db.scalars(own.order_by(Certificate.id)).all()


def entitled(db: Session, session_id: UUID) -> Sequence[Cadre]:
    """Who completed the session and has no certificate of it that stands."""
    ids = completed(Attendance.cadre_id).where(TrainingSession.id == session_id)
    have = select(Certificate.cadre_id).where(Certificate.session_id == session_id, Certificate.revoked_on.is_(None))
    return db.scalars(select(Cadre).where(Cadre.id.in_(ids), Cadre.id.not_in(have)).order_by(Cadre.id)).all()


def to_renew(db: Session, *, today: date, most: int) -> Sequence[Certificate]:
    """Those that end soon, have nothing newer beside them and were not told of; locked."""
    newer = aliased(Certificate)
    same = (newer.cadre_id == Certificate.cadre_id) & (newer.course_id == Certificate.course_id)
    renewed = select(newer.id).where(same, newer.revoked_on.is_(None), newer.issued_on > Certificate.issued_on).exists()
    soon = Certificate.expires_on.between(today, today + RENEW_BEFORE)
    due = select(Certificate).where(soon, Certificate.reminded_on.is_(None), Certificate.revoked_on.is_(None), ~renewed)
    return db.scalars(due.order_by(Certificate.id).limit(most).with_for_update(skip_locked=True)).all()


def _known(found: Certificate | None) -> Certificate:
    if found is None:
        raise NotFound("certificate_not_found", "没有找到这份证书。")
    return found
