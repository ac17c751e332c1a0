"""The elections service's web process: `gunicorn 'services.elections.app:create_app()'`."""

from __future__ import annotations

from flask import Flask

from services.elections.api import (
    appraisals,
    archive,
    areas,
    callouts,
    candidates,
    complaints,
    election_committee,
    elections,
    entries,
    further,
    handover,
    images,
    introductions,
    meetings,
    members,
    mobile_boxes,
    nominations,
    notice_requests,
    objections,
    overview,
    paper_register,
    papers,
    participation,
    proxies,
    recalls,
    relatives,
    rolls,
    selections,
    staff,
    stations,
    statistics,
    timetables,
    withdrawals,
)
from services.elections.pages import archive as _archive  # noqa: F401 - adds its pages
from services.elections.pages import live as _live  # noqa: F401 - adds its page
from services.elections.pages import roll as _roll  # noqa: F401 - adds its pages
from services.elections.pages import timetable as _timetable  # noqa: F401 - adds its pages
from services.elections.pages.desk import appointing as _appointing  # noqa: F401
from services.elections.pages.desk import downloads as _downloads  # noqa: F401 - adds its pages
from services.elections.pages.desk import recorder as _recorder  # noqa: F401 - adds its page
from services.elections.pages.desk import sign_in_lists as _sign_in_lists  # noqa: F401 - adds its page
from services.elections.pages.desk.routes import desk
from services.elections.pages.routes import pages
from services.elections.store.database import database
from shared.settings import Settings, load_settings
from shared.web.desk.sign_in import sign_in
from shared.web.factory import create_service_app


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or load_settings("elections")
    database.connect(settings.database_url, pool=settings.database_pool)
    return create_service_app(
        settings,
        database,
        title="Shequ elections",
        api=[
            areas.routes,
            elections.routes,
            timetables.routes,
            further.routes,
            overview.routes,
            rolls.routes,
            objections.routes,
            relatives.routes,
            election_committee.routes,
            candidates.routes,
            nominations.routes,
            introductions.routes,
            withdrawals.routes,
            notice_requests.routes,
            stations.routes,
            mobile_boxes.routes,
            staff.routes,
            papers.routes,
            images.routes,
            entries.routes,
            archive.routes,
            members.routes,
            meetings.routes,
            appraisals.routes,
            selections.routes,
            callouts.routes,
            proxies.routes,
            paper_register.routes,
            participation.routes,
            recalls.routes,
            handover.routes,
            complaints.routes,
            statistics.routes,
        ],
        page_blueprints=[pages, sign_in, desk],
    )
