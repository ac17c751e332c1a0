"""The training worker: `celery -A services.training.worker worker`."""

from __future__ import annotations

from celery import Celery

from services.training import tasks
from services.training.events import HANDLERS
from services.training.store.database import database
from services.training.store.tables import Schedule
from services.training.workflows.audit_chores import plan_audits, tell_missed_audits
from services.training.workflows.certificates import remind_of_renewals
from services.training.workflows.compliance import find_shortfalls
from services.training.workflows.grievances import tell_missed_grievances
from services.training.workflows.joint_meetings import tell_missed_meetings
from services.training.workflows.structure import check_structures, end_due_appointments
from shared.settings import Settings, load_settings
from shared.worker.factory import create_worker

_CHORES = (
    plan_audits,
    tell_missed_audits,
    tell_missed_grievances,
    tell_missed_meetings,
    end_due_appointments,
    check_structures,
    remind_of_renewals,
    find_shortfalls,
)


def create_worker_app(settings: Settings) -> Celery:
    app = create_worker(settings, database, HANDLERS, chores=_CHORES, jobs_in_use=(Schedule.id,))
    tasks.register(app, settings)
    return app


def __getattr__(name: str) -> Celery:
    """`app` is made when Celery asks for it: importing this module needs no settings."""
    if name == "app":
        globals()["app"] = create_worker_app(load_settings("training"))
        return globals()["app"]
    raise AttributeError(name)
