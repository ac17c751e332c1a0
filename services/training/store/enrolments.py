"""Who has a place in a session, who waits for one, and who asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from services.training.domain.learning.enrolment import Applicant, Offer
from services.training.store import absences, completions, sessions
from services.training.store.tables import (
    Cadre,
    Course,
    Enrolment,
    GivenUpPlace,
    Term,
    TrainingSession,
    WaitingPlace,
)
from shared.errors import NotFound


def enrolment(db: Session, session_id: UUID, cadre_id: UUID) -> Enrolment:
    """Raises NotFound."""
    found = db.get(Enrolment, (session_id, cadre_id))
    if found is None:
        raise NotFound("enrolment_not_found", "该干部没有报名这次培训。")
    return found


def offer(db: Session, found: TrainingSession) -> Offer:
    course = db.get(Course, found.course_id) if found.course_id else None
    slot = sessions.slot(db, found)
    return Offer(slot, frozenset(course.posts), frozenset(course.prerequisites)) if course else Offer(slot)


def applicant(db: Session, cadre: Cadre) -> Applicant:
    posts = select(Term.post).where(Term.cadre_id == cadre.id, Term.ended_on.is_(None))
    return Applicant(
        area=cadre.area,
        posts=frozenset(db.scalars(posts)),
        completed=completions.courses_completed(db, cadre.id),
        busy=sessions.slots_of(db, [cadre.id]),
        leave=absences.absent(absences.leaves_of(db, cadre.id)),
    )


def waiting(db: Session, session_id: UUID) -> Sequence[tuple[Cadre, datetime]]:
    """Who waits for a place in a session, those first who wait longest."""
    query = select(Cadre, WaitingPlace.since).join(WaitingPlace, WaitingPlace.cadre_id == Cadre.id)
    rows = db.execute(query.where(WaitingPlace.session_id == session_id).order_by(WaitingPlace.since, Cadre.id))
    return [(cadre, since) for cadre, since in rows]


def given_up(db: Session, session_id: UUID) -> list[dict[str, Any]]:
    """Places that were given up, oldest first."""
    substitute = aliased(Cadre)
    query = (
        select(GivenUpPlace, Cadre.name, substitute.name)
        .join(Cadre, Cadre.id == GivenUpPlace.cadre_id)
        .outerjoin(substitute, substitute.id == GivenUpPlace.substitute_id)
        .where(GivenUpPlace.session_id == session_id)
        .order_by(GivenUpPlace.given_up_at, GivenUpPlace.id)
    )
    return [
        {
            "cadre_id": row.cadre_id,
            "name": name,
            "reason": row.reason,
            "substitute": other,
            "given_up_at": row.given_up_at,
        }
        for row, name, other in db.execute(query)
    ]
