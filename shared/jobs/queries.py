"""Reading jobs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from shared.auth.actor import Actor
from shared.database.database import Database
from shared.database.scope import within
from shared.database.tables import jobs
from shared.errors import NotFound


def job(database: Database, actor: Actor, job_id: UUID) -> dict[str, Any]:
    """One job of the actor's area. Raises NotFound."""
    with database.reading() as session:
        row = (
            session.execute(select(jobs).where(jobs.c.id == job_id, within(jobs.c.area, actor)))
            .mappings()
            .one_or_none()
        )
    if row is None:
        raise NotFound("job_not_found", "没有找到这个任务。")
    return dict(row)
