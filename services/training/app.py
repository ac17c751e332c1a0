"""The training service's web process: `gunicorn 'services.training.app:create_app()'`."""

from __future__ import annotations

from flask import Flask

from services.training.api import (
    absences,
    appointments,
    attendance,
    audits,
    awards,
    cadre_records,
    cadres,
    certificates,
    compliance,
    courses,
    enrolments,
    fund,
    goals,
    grievances,
    joint_meetings,
    ledger,
    levels,
    merits,
    moves,
    notice_requests,
    pay,
    regimes,
    reserves,
    rooms,
    roster,
    schedules,
    sessions,
    staff_figures,
    structure,
    teachers,
    turnover,
    vacancies,
)
from services.training.pages import certificates as certificate_pages
from services.training.pages import check_in, personal
from services.training.pages import grievances as grievance_pages
from services.training.pages.desk import desk
from services.training.pages.routes import pages
from services.training.store.database import database
from shared.settings import Settings, load_settings
from shared.web.desk.sign_in import sign_in
from shared.web.factory import create_service_app

_RESOURCES = (
    absences,
    appointments,
    attendance,
    audits,
    awards,
    cadre_records,
    cadres,
    certificates,
    compliance,
    courses,
    enrolments,
    fund,
    goals,
    grievances,
    joint_meetings,
    ledger,
    levels,
    moves,
    merits,
    notice_requests,
    pay,
    regimes,
    reserves,
    rooms,
    roster,
    schedules,
    sessions,
    staff_figures,
    structure,
    teachers,
    turnover,
    vacancies,
)


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or load_settings("training")
    database.connect(settings.database_url, pool=settings.database_pool)
    return create_service_app(
        settings,
        database,
        title="Shequ training",
        api=[*(each.routes for each in _RESOURCES), grievances.status],
        page_blueprints=[
            pages,
            check_in.pages,
            personal.pages,
            certificate_pages.pages,
            grievance_pages.pages,
            sign_in,
            desk,
        ],
    )
