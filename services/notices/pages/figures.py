"""How a community tells its residents things, in figures: whose business (R69), how soon (R71), and what is new in its
activities (R74)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import Blueprint, Response, render_template

from services.notices.domain.notice import Kind
from services.notices.domain.periodical import next_month
from services.notices.pages.answers import public
from services.notices.pages.site import site
from services.notices.store import activity_figures, business_balance, notices, timeliness
from services.notices.store.database import reading
from shared import clock

pages = Blueprint("figures_pages", __name__)


@pages.get("/boards/<string(length=12):code>/figures")
def index(code: str) -> Response:
    """Of the last twelve months, and of the activities of this civil year."""
    today = clock.today()
    month = today.replace(day=1)
    first = next_month(month.replace(year=month.year - 1))
    since = datetime.combine(first, time.min, clock.CIVIL_ZONE)
    with reading() as session:
        around = site(session, code)
        months = [
            each for each in business_balance.by_month(session, code, first, next_month(month)) if each.area == code
        ]
        soon = timeliness.by_kind(session, notices.PUBLIC, code, since, clock.now() + timedelta(seconds=1))
        year = activity_figures.of_area(session, code, today.year)
    shown = {"months": months, "soon": [each for each in soon if each.known], "year": year, "today": today}
    return public(render_template("figures.html", **around, **shown, kinds={kind.value: kind.zh for kind in Kind}))
