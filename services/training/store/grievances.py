"""Loading grievances: by those who handle them, and by the complainant's code."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.training.domain.conduct.grievances import code_hash
from services.training.store.tables import Grievance
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def grievance(db: Session, actor: Actor, grievance_id: UUID, *, lock: bool = False) -> Grievance:
    """Raises NotFound."""
    query = select(Grievance).where(Grievance.id == grievance_id, within(Grievance.area, actor))
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise _not_found()
    return found


def by_code(db: Session, code: str) -> Grievance:
    """Raises NotFound."""
    found = db.scalar(select(Grievance).where(Grievance.code_hash == code_hash(code)))
    if found is None:
        raise _not_found()
    return found


def _not_found() -> NotFound:
    return NotFound("grievance_not_found", "没有找到这件干部申诉。")
