"""The service's heavy work on Celery: making plans."""

from __future__ import annotations

from uuid import UUID

from celery import Celery

from services.training.store.database import database
from services.training.workflows.schedules import solve_schedule as solve
from shared.jobs.run import carry_out
from shared.settings import Settings
from shared.worker.task import ShequTask


def register(app: Celery, settings: Settings) -> None:
    @app.task(name="training.solve_schedule", base=ShequTask, shared=False)
    def solve_schedule(job_id: str) -> None:
        carry_out(database, UUID(job_id), solve, retry_seconds=settings.job_retry_seconds)
