"""The service's heavy work on Celery: deliveries, imports of residents."""

from __future__ import annotations

from uuid import UUID

from celery import Celery

from services.notices.store.database import database
from services.notices.workflows import resident_imports
from shared.jobs.run import carry_out
from shared.settings import Settings
from shared.worker.task import ShequTask


def register(app: Celery, settings: Settings) -> None:
    """Tasks by their names; each calls a workflow."""
    _register_imports(app, settings.job_retry_seconds)


def _register_imports(app: Celery, retry_seconds: float) -> None:
    @app.task(name="notices.read_register", base=ShequTask, shared=False)
    def read_register(job_id: str) -> None:
        carry_out(database, UUID(job_id), resident_imports.read_register, retry_seconds=retry_seconds)
        resident_imports.discard_closed_imports()

    @app.task(name="notices.apply_register", base=ShequTask, shared=False)
    def apply_register(job_id: str) -> None:
        carry_out(database, UUID(job_id), resident_imports.apply_register, retry_seconds=retry_seconds)
        resident_imports.discard_closed_imports()
