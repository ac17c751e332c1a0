"""The elections worker: `celery -A services.elections.worker worker`."""

from __future__ import annotations

from celery import Celery

from services.elections import tasks
from services.elections.events import HANDLERS
from services.elections.store.database import database
from services.elections.store.tables import RollFile
from services.elections.workflows.appraisal_deadlines import tell_missed_appraisals
from services.elections.workflows.deadlines import tell_deadlines, write_down_deadlines
from shared.settings import Settings, load_settings
from shared.worker.factory import create_worker

_CHORES = (write_down_deadlines, tell_deadlines, tell_missed_appraisals)


def create_worker_app(settings: Settings) -> Celery:
    app = create_worker(settings, database, HANDLERS, chores=_CHORES, jobs_in_use=(RollFile.id,))
    tasks.register(app, settings)
    return app


def __getattr__(name: str) -> Celery:
    """`app` is made when Celery asks for it: importing this module needs no settings."""
    if name == "app":
        globals()["app"] = create_worker_app(load_settings("elections"))
        return globals()["app"]
    raise AttributeError(name)
