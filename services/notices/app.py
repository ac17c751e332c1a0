"""The notices service's web process: `gunicorn 'services.notices.app:create_app()'`."""

from __future__ import annotations

from flask import Flask

from services.notices.api import (
    activities,
    airings,
    answerers,
    attachments,
    audiences,
    bounces,
    business_balance,
    campaigns,
    complaints,
    consultations,
    coverage,
    disclosures,
    display,
    doors,
    editions,
    employers,
    good_deeds,
    interviews,
    join_requests,
    local_rules,
    marks,
    notice_templates,
    notices,
    participation_rates,
    periodicals,
    promises,
    providers,
    queries,
    receipts,
    resident_files,
    resident_imports,
    residents,
    suggestions,
    surveys,
    thanks,
    themes,
    timeliness,
)
from services.notices.pages import activities as activity_pages
from services.notices.pages import activity_hall, ask, deeds, library
from services.notices.pages import consultations as consultation_pages
from services.notices.pages import disclosures as disclosure_pages
from services.notices.pages import editions as edition_pages
from services.notices.pages import figures as figure_pages
from services.notices.pages import interviews as interview_pages
from services.notices.pages import joining as join_pages
from services.notices.pages import marks as mark_pages
from services.notices.pages import printing as printing_pages
from services.notices.pages import promises as promise_pages
from services.notices.pages import residents as resident_pages
from services.notices.pages import surveys as survey_pages
from services.notices.pages import thanks as thanks_pages
from services.notices.pages.archive import archive_pages
from services.notices.pages.calendar import calendar_pages
from services.notices.pages.desk import desk
from services.notices.pages.feeds.routes import feed_pages
from services.notices.pages.periodicals import periodical_pages
from services.notices.pages.routes import pages
from services.notices.pages.search import search_pages
from services.notices.pages.sitemap import sitemap_pages
from services.notices.providers.configuration import read_providers
from services.notices.store.database import database
from services.notices.workflows.carriers import carriers
from shared.settings import Settings, load_settings
from shared.web.desk.sign_in import sign_in
from shared.web.factory import create_service_app
from shared.web.signed import use_secrets

_RESOURCES = (
    good_deeds,
    thanks,
    activities,
    notices,
    notice_templates,
    editions,
    attachments,
    audiences,
    campaigns,
    answerers,
    suggestions,
    queries,
    surveys,
    interviews,
    marks,
    local_rules,
    promises,
    participation_rates,
    consultations,
    resident_imports,
    disclosures,
    complaints,
    residents,
    employers,
    resident_files,
    periodicals,
    timeliness,
    themes,
    business_balance,
    display,
    providers,
    receipts,
    bounces,
    coverage,
    airings,
    doors,
    join_requests,
)
_ANYONE = (complaints.anyone, display.anyone)
_PAGES = (
    deeds.pages,
    thanks_pages.pages,
    pages,
    disclosure_pages.pages,
    edition_pages.pages,
    printing_pages.pages,
    search_pages,
    survey_pages.pages,
    interview_pages.pages,
    promise_pages.pages,
    figure_pages.pages,
    consultation_pages.pages,
    library.pages,
    mark_pages.pages,
    ask.pages,
    activity_pages.pages,
    activity_hall.pages,
    sign_in,
    desk,
    archive_pages,
    feed_pages,
    resident_pages.pages,
    periodical_pages,
    calendar_pages,
    sitemap_pages,
    join_pages.pages,
)


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or load_settings("notices")
    database.connect(settings.database_url, pool=settings.database_pool)
    carriers.arrange(read_providers(settings.providers_file))
    app = create_service_app(
        settings,
        database,
        title="Shequ notices",
        api=[*(each.routes for each in _RESOURCES), *_ANYONE],
        page_blueprints=_PAGES,
    )
    use_secrets(app, carriers.secret)
    return app
