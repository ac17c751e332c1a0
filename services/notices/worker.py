"""The notices worker: `celery -A services.notices.worker worker`."""

from __future__ import annotations

from functools import partial

from celery import Celery

from services.notices import tasks
from services.notices.events import HANDLERS
from services.notices.providers.configuration import read_providers
from services.notices.store.database import database
from services.notices.store.delivery.policy import hours_of
from services.notices.workflows.activities.chores import forget_those_who_signed_up, judge_sign_ups
from services.notices.workflows.calendar_watch import tell_missing_years
from services.notices.workflows.carriers import carriers
from services.notices.workflows.consultations.missed import tell_missed_answers, tell_missed_outcomes
from services.notices.workflows.consultations.procedure import close_due_consultations
from services.notices.workflows.delivery.calling import call_when_due
from services.notices.workflows.delivery.sweeping import sweep
from services.notices.workflows.disclosure_chores import (
    remind_of_disclosures,
    tell_missed_complaints,
    tell_overdue_disclosures,
)
from services.notices.workflows.disclosures import open_disclosures
from services.notices.workflows.informing import report_uninformed
from services.notices.workflows.own_page import forget_expired_confirmations
from services.notices.workflows.promises import tell_missed_promises
from services.notices.workflows.public_forms import sweep_form_counts
from services.notices.workflows.resident_imports import give_up_forgotten_imports
from services.notices.workflows.schedule import publish_due, take_down_due, tell_missed_approvals
from services.notices.workflows.suggestions.chores import escalate_missed_suggestions, forget_askers
from services.notices.workflows.surveys import close_due_surveys
from shared.settings import Settings, load_settings
from shared.worker.chores import Chore
from shared.worker.factory import create_worker

_CHORES: tuple[Chore, ...] = (
    publish_due,
    take_down_due,
    tell_missed_approvals,
    sweep_form_counts,
    close_due_surveys,
    close_due_consultations,
    tell_missed_outcomes,
    tell_missed_answers,
    escalate_missed_suggestions,
    judge_sign_ups,
    forget_those_who_signed_up,
    forget_askers,
    give_up_forgotten_imports,
    tell_missed_promises,
    sweep,
    open_disclosures,
    remind_of_disclosures,
    tell_overdue_disclosures,
    tell_missed_complaints,
    report_uninformed,
    forget_expired_confirmations,
    tell_missing_years,
)


def create_worker_app(settings: Settings) -> Celery:
    chores: tuple[Chore, ...] = (*_CHORES, partial(call_when_due, settings.delivery_rounds, hours_of(settings)))
    app = create_worker(settings, database, HANDLERS, chores=chores)
    carriers.arrange(read_providers(settings.providers_file))
    tasks.register(app, settings)
    return app


def __getattr__(name: str) -> Celery:
    """`app` is made when Celery asks for it: importing this module needs no settings."""
    if name == "app":
        globals()["app"] = create_worker_app(load_settings("notices"))
        return globals()["app"]
    raise AttributeError(name)
