"""What was published: by kind and month, and the board as it hung on a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request

from services.notices.domain.notice import Kind
from services.notices.pages.answers import public
from services.notices.pages.boards import shown
from services.notices.pages.kinds import kind_asked_for
from services.notices.pages.site import site
from services.notices.store import boards
from services.notices.store.boards import Published
from services.notices.store.database import reading
from shared import clock
from shared.web.pages import day_named

archive_pages = Blueprint("archive_pages", __name__)

_ON_A_PAGE = 30
_LAST_PAGE = 10_000  # whoever asks for more has made the number up


@archive_pages.get("/boards/<string(length=12):code>/notices")
def index(code: str) -> Response:
    return _archive(code, kind_asked_for(), news=False)


@archive_pages.get("/boards/<string(length=12):code>/news")
def news(code: str) -> Response:
    return _archive(code, Kind.NEWS, news=True)


@archive_pages.get("/boards/<string(length=12):code>/day")
def day(code: str) -> Response:
    """Every notice that hung on a day, in the words that it had then."""
    today = clock.today()
    on = min(day_named(request.args.get("on", "")) or today, today)
    with reading() as session:
        around = site(session, code)
        found = boards.hung(session, code, _start(on), _start(on + timedelta(days=1)))
    notices = [shown(card, around) for card in found]
    return public(render_template("archive/day.html", **around, on=on, today=today, notices=notices))


def _archive(code: str, kind: Kind | None, *, news: bool) -> Response:
    month = _month(request.args.get("month", ""))
    page = min(max(request.args.get("page", 1, type=int), 1), _LAST_PAGE)
    since, until = (_start(month), _start(_next(month))) if month else (None, None)
    wanted = Published(code, kind, since, until)
    with reading() as session:
        around = site(session, code)
        found = boards.archived(session, wanted, page=page, most=_ON_A_PAGE)
        months = boards.months(session, Published(code, kind))
    listed: dict[str, Any] = {
        "notices": [shown(card, around) for card in found[:_ON_A_PAGE]],
        "months": months,
        "month": month,
        "kind": kind,
        "kinds": list(Kind),
        "news": news,
        "page": page,
        "more": len(found) > _ON_A_PAGE,
    }
    return public(render_template("archive/index.html", **around, **listed))


def _month(text: str) -> date | None:
    """`2026-11`; what is none is taken as no month."""
    return day_named(f"{text}-01")


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.CIVIL_ZONE)
