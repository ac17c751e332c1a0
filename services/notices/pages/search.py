"""Searching a community's website."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from services.notices.domain.markdown import to_text
from services.notices.domain.search import LONGEST, Query, marked, query, snippet
from services.notices.pages.answers import public
from services.notices.pages.site import site
from services.notices.store import areas, rights, search
from services.notices.store.database import reading
from services.notices.store.search import Find
from shared import context

search_pages = Blueprint("search_pages", __name__)

_ON_A_PAGE = 20
_MOST_RIGHTS = 5

ADDRESSES: dict[str, Callable[[Find], str]] = {
    "notices": lambda find: url_for("pages.notice", notice_id=find.id),
    "suggestions": lambda find: url_for("ask_pages.one", suggestion_id=find.id),
}
"""Where each source's finds are shown."""


@search_pages.get("/boards/<string(length=12):code>/search")
def index(code: str) -> Response:
    typed = request.args.get("q", "")[:LONGEST]
    number = max(request.args.get("page", 1, type=int), 1)
    asked = query(typed)
    with reading() as session:
        around = site(session, code)
        finds = search.found(session, code, asked)
        names = areas.names(session, {find.area for find in finds} - {code})
    start = (number - 1) * _ON_A_PAGE
    page = {
        "finds": [_shown(find, asked, names) for find in finds[start : start + _ON_A_PAGE]],
        "count": len(finds),
        "cut": len(finds) >= search.MOST,
        "number": number,
        "rights": rights.having(typed)[:_MOST_RIGHTS] if asked.words and number == 1 else (),
        "more": len(finds) > start + _ON_A_PAGE,
    }
    return public(render_template("search.html", **around, typed=typed, asked=asked, **page))


def _shown(find: Find, asked: Query, names: dict[str, str]) -> dict[str, Any]:
    """In the reader's language, unless only the other one has what was asked for."""
    chinese, english = (find.title, to_text(find.body)), (find.title_en or find.title, to_text(find.body_en or ""))
    versions = (english, chinese) if context.current().language == "en" else (chinese, english)
    title, text = next((each for each in versions if asked.is_in(" ".join(each))), chinese)
    return {
        "address": ADDRESSES[find.source](find),
        "title": marked(title, asked),
        "snippet": snippet(text or to_text(find.body), asked),
        "area": names.get(find.area),
        "at": find.at,
    }
