"""Sending jobs that wait, and again those that show no sign of life (the broker or a worker lost them)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import RowMapping, func, or_, select, update

from shared import context
from shared.auth.actor import Actor
from shared.database.database import Database
from shared.database.tables import jobs
from shared.jobs.states import JobState

MAX_ATTEMPTS = 5  # times that a worker began; being sent again while long jobs are in front is no failure


def send_due(
    database: Database, actor: Actor, send: Callable[[str, str, dict[str, Any]], None], *, retry_seconds: float
) -> int:
    """Hands due jobs to the broker and marks them; the answer is how many."""
    with database.unit_of_work(actor) as uow:
        rows = uow.session.execute(_due(retry_seconds)).mappings().all()
        for job in rows:
            if job["attempts"] < MAX_ATTEMPTS:
                with context.working(correlation_id=job["correlation_id"]):
                    send(job["task"], job["queue"], {"job_id": str(job["id"])})
            uow.session.execute(_mark(job))
    return len(rows)


def _due(retry_seconds: float) -> Any:
    silent = func.now() - func.make_interval(0, 0, 0, 0, 0, 0, retry_seconds)
    return (
        select(jobs)
        .where(
            or_(
                jobs.c.state == JobState.WAITING,
                jobs.c.state.in_([JobState.SENT, JobState.RUNNING]) & (jobs.c.touched_at < silent),
            )
        )
        .order_by(jobs.c.created_at)
        .limit(100)
        .with_for_update(skip_locked=True)
    )


def _mark(job: RowMapping) -> Any:
    lost = job["attempts"] >= MAX_ATTEMPTS
    values: dict[str, Any] = {"state": JobState.FAILED if lost else JobState.SENT}
    if lost:
        values["outcome"] = {"code": "job_lost", "message": "任务多次没有完成，请联系运维人员。", "facts": {}}
    return update(jobs).where(jobs.c.id == job["id"]).values(**values, touched_at=func.now())
