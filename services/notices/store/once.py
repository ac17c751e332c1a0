"""Forms that are sent twice at the same moment, as a double click does."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def wait_for_twin(db: Session, once: UUID | None) -> None:
    """The second waits here until the first is through, and then finds what that has made."""
    if once is not None:
        db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(once), 0))))
