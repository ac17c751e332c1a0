"""What all public pages share: the frame, the style sheet, texts and dates in the reader's language, the switch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, request
from jinja2 import ChoiceLoader, PackageLoader

from shared import context
from shared.clock import CIVIL_ZONE, YEARS
from shared.messages import HTML_LANGUAGE, article, translate
from shared.web.requests import LANGUAGE_COOKIE

frame = Blueprint("frame", __name__, static_folder="static", static_url_path="/static/frame")


def register(app: Flask, blueprints: Sequence[Blueprint]) -> None:
    app.register_blueprint(frame)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    app.jinja_loader = ChoiceLoader([PackageLoader("shared.web", "templates")])
    app.jinja_env.globals |= {"_": translate, "other_language": other_language, "language": language}
    app.jinja_env.filters |= {
        "day": day,
        "month": month,
        "moment": moment,
        "article": article,
        "clock_time": clock_time,
    }
    app.after_request(_remember_language)


def language() -> str:
    """The BCP 47 name of the page's language."""
    return HTML_LANGUAGE[context.current().language]


def other_language() -> dict[str, str]:
    """The link to this page in the other language."""
    other, name = ("zh", "中文") if context.current().language == "en" else ("en", "English")
    query = urlencode({**request.args.to_dict(), "lang": other})  # relative: right behind any proxy, leads nowhere else
    return {"name": name, "code": HTML_LANGUAGE[other], "address": f"?{query}"}


def day(value: date) -> str:
    if context.current().language == "en":
        return f"{value.day} {value:%B %Y}"
    return f"{value.year}年{value.month}月{value.day}日"


def month(value: date) -> str:
    return f"{value:%B %Y}" if context.current().language == "en" else f"{value.year}年{value.month}月"


def moment(value: datetime) -> str:
    local = value.astimezone(CIVIL_ZONE)
    return f"{day(local.date())} {local:%H:%M}"


def clock_time(value: datetime) -> str:
    return f"{value.astimezone(CIVIL_ZONE):%H:%M}"


def day_named(text: str) -> date | None:
    """By an address, as `2026-11-30`; None for what is no day, or none to reckon with."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _remember_language(response: Any) -> Any:
    """Keeps a choice made with ?lang= for the next pages. A plain cookie: it tells nothing about the reader."""
    chosen = request.args.get("lang")
    if chosen in HTML_LANGUAGE and response.mimetype == "text/html":
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=31_536_000, samesite="Lax", httponly=True)
    return response
